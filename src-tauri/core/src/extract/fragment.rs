//! The whole text that a feed brings, cleaned as a page's is: what stands in it beside the article becomes data.

use dom_query::Document;
use url::Url;

use super::lines::Lines;
use super::{ReadAlso, Source, bounds, prune, read_also, source};
use crate::html::RawHtml;

/// Words and names of which one stands in every text that there is anything to clean of. Most texts hold none, and are
/// not parsed.
const SIGNS: &[&str] = &[
    "اقرأ",
    "أقرأ",
    "إقرأ",
    "اقرا",
    "اقرؤ",
    "اقرئ",
    "شاهد",
    "طالع",
    "المصدر",
    "مصدر الخبر",
    "تابعو",
    "تابعن",
    "قد يهم",
    "قد يعجب",
    "ذات صلة",
    "متعلقة",
    "للمزيد",
    "موضوعات",
    "شارك",
    "انضم",
    "اشترك",
    "الوسوم",
    "الكلمات ال",
    "كلمات مفتاحية",
    "كلمات دلالية",
    "قناتنا",
    "نشرتنا",
    "رابط مختصر",
    "وقت القراءة",
    "استمع إلى",
    "Read also",
    "Also read",
    "Read more",
    "READ ",
    "Lire aussi",
    "Source:",
    "related",
    "share",
    "social",
    "read-also",
    "newsletter",
    "author-box",
    "adsbygoogle",
];

/// What was cleaned.
#[derive(Debug, Default)]
pub(crate) struct Cleaned {
    /// The text.
    pub(crate) html: RawHtml,
    /// «المصدر» as it names it.
    pub(crate) source: Option<Source>,
    /// «اقرأ أيضاً».
    pub(crate) read_also: Vec<ReadAlso>,
}

/// Cleans a text; none when nothing of it needs that. `own` is the article's address.
pub(crate) fn clean(raw: &RawHtml, base: Option<&Url>, own: Option<&Url>) -> Option<Cleaned> {
    if !SIGNS.iter().any(|sign| raw.0.contains(sign)) {
        return None;
    }
    let page = bounds::bounded(&raw.0)?;
    // As with pages: the tree is other people's code.
    std::panic::catch_unwind(|| cleaned(page, base, own)).ok().flatten()
}

fn cleaned(page: &str, base: Option<&Url>, own: Option<&Url>) -> Option<Cleaned> {
    let doc = Document::from(page);
    let own: Vec<Url> = own.into_iter().cloned().collect();
    let mut found = source::from_box(&doc, base);
    let mut lines = Lines::read(&doc.body()?, read_also::is_outside);
    if let Some(source) = source::from_lines(&doc, &mut lines, base) {
        found.get_or_insert(source);
    }
    let lifted = read_also::lift(&doc, lines, base, &own);
    prune::prune(&doc);
    let html = RawHtml(doc.body()?.inner_html().to_string());
    let read_also = lifted.place(|| crate::html::sanitise(&html, base).html);
    Some(Cleaned { html, source: found, read_also })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn clean_text(raw: &str) -> Option<Cleaned> {
        let base = Url::parse("https://paper.example/2026/11/one/").unwrap();
        clean(&RawHtml(raw.to_owned()), Some(&base), Some(&base))
    }

    #[test]
    fn what_a_feed_adds_to_its_texts_becomes_data() {
        let cleaned = clean_text(
            "<p>وصلت السفينة إلى الميناء صباح اليوم وعلى متنها ثلاثمئة راكب من مدن الساحل.</p>
             <p>اقرأ أيضاً: <a href='/2026/11/two/'>الميناء القديم يفتح أبوابه للزوار</a></p>
             <p>وقال ربانها إن الرحلة كانت هادئة رغم الريح التي هبت ليلاً على الساحل.</p>
             <p>المصدر: وكالة الميناء</p><p>الوسوم: ميناء، سفن</p><p>تابعونا على تيليجرام</p>",
        )
        .unwrap();
        assert_eq!(cleaned.source.unwrap().name, "وكالة الميناء");
        assert_eq!(cleaned.read_also.len(), 1);
        assert_eq!(
            (cleaned.read_also[0].title.as_str(), cleaned.read_also[0].after),
            ("الميناء القديم يفتح أبوابه للزوار", 1)
        );
        assert!(cleaned.html.0.contains("هادئة رغم الريح"));
        for gone in ["اقرأ أيضا", "المصدر", "الوسوم", "تيليجرام"] {
            assert!(!cleaned.html.0.contains(gone), "{}", cleaned.html.0);
        }
    }

    #[test]
    fn a_text_without_any_of_it_is_not_touched() {
        assert!(clean_text("<p>وصلت السفينة إلى الميناء.</p>").is_none());
    }
}
