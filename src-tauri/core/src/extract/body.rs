//! The body of an article: readability's choice, tidied.

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use url::Url;

use super::tidy;
use crate::html::RawHtml;

/// Most elements of a page that is scored.
const MOST_ELEMENTS: usize = 100_000;

/// The body's markup (not safe yet) and its text.
pub(super) fn find(doc: Document, title: &str, url: Option<&Url>) -> Option<(RawHtml, String)> {
    if let Some(body) = doc.body() {
        super::names::mark_captions(&body);
    }
    let config =
        Config { max_elements_to_parse: MOST_ELEMENTS, disable_json_ld: true, keep_classes: true, ..Config::default() };
    let address = url.filter(|u| matches!(u.scheme(), "http" | "https")).map(Url::as_str);
    let mut reader = Readability::with_document(doc, address, Some(config)).ok()?;
    let article = reader.parse().ok()?;
    let content = Document::fragment(article.content);
    if std::env::var_os("LAB_RAW").is_some() { eprintln!("{}", content.html_root().inner_html()); }
    let text = tidy::tidy(&content, title);
    let html = RawHtml(content.html_root().inner_html().to_string());
    Some((html, text))
}
