//! When an article was published and changed: as linked data, `<meta>`, `<time>` or the page's own words tell.

use dom_query::NodeRef;

use super::dom;
use super::index::{Index, Query, query};
use super::linked_data::LinkedData;
use super::meta::Tags;
use crate::model::Timestamp;
use crate::text::{date, fold};

const PUBLISHED: &[&str] = &[
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "dcterms.issued",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "parsely-pub-date",
    "og:published_time",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "article.published",
    "article:post_date",
    "article_date_original",
    "originalpublicationdate",
    "release_date",
    "og:pubdate",
    "creation_date",
];
const UPDATED: &[&str] = &[
    "article:modified_time",
    "article:modified",
    "og:updated_time",
    "og:article:modified_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dc.date.modified",
    "dcterms.modified",
    "updated_time",
    "article.updated",
    "article:last_modified",
    "revised",
];

/// `<time>`s that say by name which moment they are.
const TIMES_OF_PUBLICATION: &str =
    "time.published[datetime], time.entry-date[datetime], time[pubdate][datetime], time.post-date[datetime]";
const TIMES_OF_CHANGE: &str =
    "time.updated[datetime], time.modified[datetime], .updated time[datetime], .last-updated time[datetime]";

/// Words before a date of publication and of change, folded.
const PUBLISHED_LABELS: &[&str] = &[
    "نشر",
    "نشرت",
    "نشر في",
    "نشر بتاريخ",
    "نشرت في",
    "تاريخ النشر",
    "تم النشر",
    "تم النشر في",
    "التاريخ",
    "تاريخ",
    "published",
    "posted on",
    "publie le",
    "اول نشر",
    "وقت النشر",
    "كتب في",
    "published on",
    "اضيف",
    "تم نشره",
];
const UPDATED_LABELS: &[&str] = &[
    "اخر تحديث",
    "اخر تعديل",
    "تحديث",
    "تم التحديث",
    "تم التحديث في",
    "تم تحديثه",
    "حدث في",
    "حدث",
    "عدل في",
    "اخر تحديث في",
    "updated",
    "last updated",
    "last updated on",
    "mis a jour",
    "mis a jour le",
    "modified",
    "التحديث",
    "تاريخ التحديث",
    "تاريخ التعديل",
];

/// The first moment of publication that can be read.
pub(super) fn published(page: &Index<'_>, data: &LinkedData, tags: &Tags) -> Option<Timestamp> {
    let declared = data.published.iter().chain(PUBLISHED.iter().filter_map(|name| tags.get(*name)).flatten());
    declared
        .filter_map(|raw| date::parse(raw))
        .next()
        .or_else(|| marked(page, query!("[itemprop~='datePublished']")))
        .or_else(|| marked(page, query!("[itemprop~='dateCreated']")))
        .or_else(|| timed(page))
        .or_else(|| shown(page, PUBLISHED_LABELS))
        .or_else(|| classed(page))
}

/// The first moment of change that can be read.
pub(super) fn updated(page: &Index<'_>, data: &LinkedData, tags: &Tags) -> Option<Timestamp> {
    let declared = data.modified.iter().chain(UPDATED.iter().filter_map(|name| tags.get(*name)).flatten());
    declared
        .filter_map(|raw| date::parse(raw))
        .next()
        .or_else(|| marked(page, query!("[itemprop~='dateModified']")))
        .or_else(|| first_time(page, query!(TIMES_OF_CHANGE)))
        .or_else(|| shown(page, UPDATED_LABELS))
}

/// Microdata: an attribute, else the text.
fn marked(page: &Index<'_>, query: &Query) -> Option<Timestamp> {
    page.select(query).iter().take(4).find_map(|node| {
        let told = ["datetime", "content"].iter().find_map(|name| node.attr(name));
        told.and_then(|t| date::parse(&t)).or_else(|| within(&dom::short_text(node, 90)?))
    })
}

fn first_time(page: &Index<'_>, query: &Query) -> Option<Timestamp> {
    page.select(query).iter().take(4).find_map(|node| date::parse(&node.attr("datetime")?))
}

/// A `<time>` that belongs to the article, not to a card beside it.
fn timed(page: &Index<'_>) -> Option<Timestamp> {
    first_time(page, query!(TIMES_OF_PUBLICATION)).or_else(|| {
        page.select(query!("time")).iter().take(40).filter(|time| belongs(time)).find_map(|time| {
            match time.attr("datetime") {
                Some(told) => date::parse(&told),
                None => within(&dom::short_text(time, 90)?),
            }
        })
    })
}

/// Whether a node stands in none of the places where other stories are listed.
fn belongs(node: &NodeRef<'_>) -> bool {
    !node.ancestors_it(Some(20)).any(|a| {
        dom::is_aside(&a)
            || a.has_name("li")
            || dom::names(&a).iter().any(|n| {
                n.starts_with("comment")
                    || n.contains("related")
                    || n.contains("sidebar")
                    || n == "widget"
                    || n.contains("most-read")
                    || n.contains("latest")
            })
    })
}

/// A date behind one of `labels` in a short text of the page.
fn shown(page: &Index<'_>, labels: &[&str]) -> Option<Timestamp> {
    let body = page.body()?;
    let mut looked = 0;
    for text in body.descendants_it().filter(NodeRef::is_text) {
        let raw = text.text();
        let trimmed = raw.trim();
        if trimmed.is_empty() || trimmed.len() > 300 {
            continue;
        }
        looked += 1;
        if looked > 3_000 {
            return None;
        }
        // Most texts of a page have no label; the look at the first letter is for speed.
        if !begins_like_one_of(trimmed, labels) {
            continue;
        }
        let Some(label) = label_of(trimmed, labels) else { continue };
        let Some(parent) = text.parent().filter(|p| !dom::is_unread(p) && belongs(p)) else { continue };
        if let Some(at) = within(label) {
            return Some(at);
        }
        // «آخر تحديث:» in an element of its own, the date beside it.
        let around =
            parent.parent().and_then(|outer| dom::short_text(&outer, 140)).or_else(|| dom::short_text(&parent, 140))?;
        let from = around.find(trimmed).map_or(0, |at| at + trimmed.len());
        if let Some(at) = around.get(from..).and_then(within) {
            return Some(at);
        }
    }
    None
}

/// Whether the first letter of a text may be that of one of `labels`.
fn begins_like_one_of(text: &str, labels: &[&str]) -> bool {
    let first = match text.chars().next() {
        Some('أ' | 'إ' | 'آ') => 'ا',
        Some(c @ ('ا' | 'ب' | 'ت'..='غ' | 'ف'..='و' | 'ي')) => c,
        Some(c) if c.is_ascii() => c.to_ascii_lowercase(),
        // Marks, presentation forms, whatever folds to a letter.
        _ => return true,
    };
    labels.iter().any(|label| label.starts_with(first))
}

/// What follows the longest of `labels` at the head of a text.
fn label_of<'a>(text: &'a str, labels: &[&str]) -> Option<&'a str> {
    let mut found = None;
    for (at, _) in text
        .char_indices()
        .chain([(text.len(), ' ')])
        .filter(|(_, c)| !c.is_alphanumeric() && !matches!(c, '\u{64B}'..='\u{652}'))
        .take(4)
    {
        if labels.contains(&fold(text[..at].trim()).as_str()) {
            found = Some(&text[at..]);
        }
    }
    found
}

/// Where themes show a date.
const DATES: &str = ".entry-date, .post-date, .published, .date, .article-date, .news-date, .publish-date, .jeg_meta_date, .td-post-date, .posted-on, .meta-date, .date-header, .pubdate, .article-time, .datetime, [class*='publish'], [class*='-date'], [class*='Date'], [id*='Date'], [id*='date']";

fn classed(page: &Index<'_>) -> Option<Timestamp> {
    page.select(query!(DATES)).iter().take(40).filter(|n| belongs(n)).find_map(|n| within(&dom::short_text(n, 120)?))
}

/// The first date in a short text, whatever words stand before it («الأحد، ٤ مارس ٢٠٢٦ - ١٠:٣٠ ص | سياسة»).
fn within(text: &str) -> Option<Timestamp> {
    dated(text).map(|(at, _)| at)
}

/// The first date in a short text, and how many words beside it the text has.
pub(super) fn dated(text: &str) -> Option<(Timestamp, usize)> {
    if !text.chars().any(char::is_numeric) {
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().take(24).collect();
    for start in 0..words.len().min(8) {
        for end in (start + 1..=words.len().min(start + 10)).rev() {
            let part = words[start..end].join(" ");
            let part = part.trim_matches(|c: char| !c.is_alphanumeric());
            // Four digits of a year, or none of it is a date.
            let digits = part.chars().filter(|c| c.is_numeric()).count();
            if digits >= 5
                && let Some(at) = date::parse(part)
            {
                let beside = words[..start].iter().chain(&words[end..]);
                return Some((at, beside.filter(|word| word.chars().any(char::is_alphabetic)).count()));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{UPDATED_LABELS, label_of, within};

    #[test]
    fn dates_within_words() {
        let day = 1_772_582_400_000;
        for (text, want) in [
            ("نشر في: 4 مارس 2026", day),
            ("الأربعاء، ٤ مارس ٢٠٢٦", day),
            ("الأربعاء 4 آذار 2026 | سياسة", day),
            ("4 مارس/آذار 2026", day),
            ("2026/03/04", day),
            ("2026-03-04 07:15", day + 26_100_000),
        ] {
            assert_eq!(within(text), Some(want), "{text}");
        }
        assert_eq!(within("قبل 4 ساعات"), None);
        assert_eq!(within("سياسة"), None);
        assert_eq!(label_of("آخر تحديث: 4 مارس", UPDATED_LABELS), Some(": 4 مارس"));
        assert_eq!(label_of("تحديثات الطقس", UPDATED_LABELS), None);
    }
}
