//! What a link calls the story behind it.

use dom_query::NodeRef;

use super::super::labels::{Strength, label};
use super::super::{dom, phrases};

/// A story's title as its link gives it; none when the link says nothing of it.
pub(super) fn title(link: &NodeRef<'_>) -> Option<String> {
    let heading = link.descendants_it().find(|n| {
        n.is_element()
            && (n.node_name().is_some_and(|name| matches!(name.as_ref(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6"))
                || dom::names(n).iter().any(|n| n.contains("title") || n.contains("headline")))
    });
    let own = heading.into_iter().chain([*link]).filter_map(|n| dom::short_text(&n, 300));
    let picture = link.descendants_it().find(|n| n.has_name("img")).and_then(|img| img.attr("alt"));
    let told = ["title", "aria-label"].iter().filter_map(|name| link.attr(name)).chain(picture).map(|t| t.to_string());
    own.chain(told).find_map(|raw| cleaned(&raw))
}

fn cleaned(raw: &str) -> Option<String> {
    let line = crate::html::line(raw);
    let text = match label(&line) {
        Some(found) if found.strength == Strength::Sure => found.rest,
        Some(found) if found.strength == Strength::List && found.parted => found.rest,
        // «طالع: …», "Read: …"; what «شاهد: …» says belongs to the headline of a film.
        Some(found) if found.parted && line.split_once(':').is_some_and(|(head, _)| is_plain_label(head)) => found.rest,
        _ => line.as_str(),
    };
    let text = text.trim_start_matches(|c: char| {
        !c.is_alphanumeric() && !matches!(c, '«' | '"' | '“' | '(' | '[' | '‘' | '\'' | '#')
    });
    let text = text
        .trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, '>' | '←' | '→' | '►' | '⬅' | '➡' | '\u{fe0f}' | '|' | '-' | '–')
        })
        .trim();
    let words = text.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count();
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    let generic = label(text).is_some_and(|l| l.rest.is_empty()) || is_generic(&phrases::normal(text));
    (words >= 2 && letters >= 7 && !generic).then(|| text.to_owned())
}

/// Whether the words before a colon call to reading and to nothing else.
fn is_plain_label(head: &str) -> bool {
    label(head).is_some_and(|found| found.rest.is_empty())
        && !matches!(
            phrases::normal(head).as_str(),
            "بالفيديو"
                | "بالصور"
                | "فيديو"
                | "شاهد"
                | "شاهدي"
                | "شاهدوا"
                | "استمع"
                | "استمعوا"
                | "تفاصيل"
                | "watch"
                | "voir"
        )
}

/// Texts of links that don't say where they lead.
fn is_generic(normal: &str) -> bool {
    matches!(
        normal,
        "اضغط هنا"
            | "انقر هنا"
            | "من هنا"
            | "علي هذا الرابط"
            | "هذا الرابط"
            | "الرابط التالي"
            | "اقرا الخبر"
            | "اقرا المقال"
            | "اقرا التفاصيل"
            | "كل التفاصيل"
            | "تفاصيل الخبر"
            | "click here"
            | "continue reading"
            | "full story"
            | "lire la suite"
            | "لقراءه الخبر"
            | "تابع القراءه"
            | "عرض المزيد"
            | "المزيد من التفاصيل"
            | "اكمل القراءه"
            | "اخبار متعلقه"
    )
}

/// Whether a card's own words sell something or ask to follow.
pub(super) fn is_advertisement(title: &str) -> bool {
    let normal = phrases::normal(title);
    let words: Vec<&str> = normal.split(' ').collect();
    let first = words.first().copied().unwrap_or_default();
    matches!(first, "اعلان" | "برعايه" | "sponsored" | "advertisement" | "promoted" | "ad")
        && words.len() > 1
        && !normal.starts_with("اعلان ")
        || normal.starts_with("اعلان مدفوع")
        || normal.starts_with("محتوي مدفوع")
        || normal.starts_with("محتوي ترويجي")
        || normal.starts_with("ماده اعلانيه")
        || matches!(
            first,
            "اشترك"
                | "اشتركوا"
                | "انضم"
                | "انضموا"
                | "حمل"
                | "حملوا"
                | "تابعنا"
                | "تابعونا"
                | "سجل"
                | "subscribe"
                | "follow"
                | "download"
                | "join"
        ) && words.iter().any(|w| {
            matches!(
                *w,
                "قناتنا"
                    | "قناه"
                    | "تطبيق"
                    | "تطبيقنا"
                    | "النشره"
                    | "نشرتنا"
                    | "صفحتنا"
                    | "حسابنا"
                    | "علي"
                    | "واتساب"
                    | "تليغرام"
                    | "تيليجرام"
                    | "تلغرام"
                    | "channel"
                    | "newsletter"
                    | "app"
                    | "us"
                    | "telegram"
                    | "whatsapp"
                    | "facebook"
                    | "الان"
            )
        })
}
