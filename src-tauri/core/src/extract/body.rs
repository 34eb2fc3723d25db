//! The body of an article: readability's choice, checked against what the page's own mark-up says, then cleaned.
//!
//! Readability is right on most pages and fast. Where an element that is named for an article holds clearly more than
//! readability chose, or something else altogether, that element is cleaned as well and the two are compared; only
//! then is the page parsed a second time. Measurements: docs/decisions/0018-extraction.md.

use std::collections::HashSet;

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use url::Url;

use super::lines::Lines;
use super::tidy::{self, Tidied};
use super::{container, lead, names, phrases, prune, read_also, region, source, unfold};
use crate::html::RawHtml;

/// Most elements of a page that is scored.
const MOST_ELEMENTS: usize = 100_000;

/// Under so many characters of prose, readability may have chosen a notice about cookies: it prefers what is longest.
const DOUBTFUL: usize = 400;

/// From so many on, an answer that is several times longer holds more than the article.
const CERTAIN: usize = 800;

/// What the page says of itself.
#[derive(Debug)]
pub(super) struct About<'a> {
    /// The headline.
    pub(super) title: &'a str,
    pub(super) subtitle: Option<&'a str>,
    /// Its own summary.
    pub(super) description: Option<&'a str>,
    /// Its address.
    pub(super) url: Option<&'a Url>,
    /// What links are relative to.
    pub(super) base: Option<&'a Url>,
    /// Addresses of the page itself.
    pub(super) own: &'a [Url],
}

/// The body's markup (not safe yet) and its text, captions left out. `doc` is `page` after its furniture was taken out.
pub(super) fn find(page: &str, doc: Document, about: &About<'_>) -> Option<(RawHtml, String)> {
    let lines = lead::lines(&doc, about.title);
    let mut claimed = None;
    if let Some(body) = doc.body() {
        names::mark_captions(&body);
        claimed = container::best(&body).map(|found| (found.chars, found.rank));
    }
    let mut found = readable(doc, about);
    if let Some((chars, rank)) = claimed {
        let first = found.as_ref().map(|(_, tidied)| tidied);
        let have = first.map_or(0, |tidied| tidied.prose);
        let enough = match rank {
            1 => have + have / 4 + 60,
            2 if have <= 1_500 => have + have / 2 + 100,
            3 if have <= 300 => 2 * have + 100,
            _ => usize::MAX,
        };
        let doubtful = have < DOUBTFUL && rank < 3 && chars >= 60;
        if (chars > enough || doubtful)
            && let Some(second) = contained(page, about)
            && is_better(&second.1, first, enough, doubtful, rank)
        {
            found = Some(second);
        }
    }
    let (content, mut tidied) = found?;
    // A sub-headline that is a paragraph is part of the text, but not twice on the page: it is shown in its own place.
    let subtitle = about.subtitle.filter(|subtitle| lead::is_lead(subtitle, &tidied.text));
    if let Some(lead) = lead::missing(&lines, &tidied.text, about.description).or(subtitle) {
        if about.subtitle.is_none_or(|subtitle| phrases::normal(subtitle) != phrases::normal(lead)) {
            let root = content.html_root();
            let paragraph = root.tree.new_element("p");
            paragraph.set_text(lead);
            root.prepend_child(&paragraph);
        }
        tidied.text.insert(0, '\n');
        tidied.text.insert_str(0, lead);
    }
    Some((RawHtml(content.html_root().inner_html().to_string()), tidied.text))
}

/// Whether the second answer is to be preferred: it holds more and agrees with the first, or the first is a stray text
/// that has nothing in common with it.
fn is_better(second: &Tidied, first: Option<&Tidied>, enough: usize, doubtful: bool, rank: u8) -> bool {
    let Some(first) = first else { return true };
    let most = if first.prose >= CERTAIN { first.prose * 5 / 2 } else { usize::MAX };
    let common = common(&first.text, &second.text);
    second.prose > enough && second.prose <= most && (first.prose < DOUBTFUL / 2 || common * 5 >= first.text.len() * 3)
        || doubtful
            && second.prose >= 50
            && (common == 0 || rank == 1 && second.text.lines().all(|line| first.text.contains(line)))
}

/// Bytes of the lines of `part` that are lines of `whole`. Lines of a word or two say nothing.
fn common(part: &str, whole: &str) -> usize {
    let lines: HashSet<&str> = whole.lines().collect();
    part.lines().filter(|line| line.len() >= 12 && lines.contains(line)).map(|line| line.len() + 1).sum()
}

/// Readability's choice.
fn readable(doc: Document, about: &About<'_>) -> Option<(Document, Tidied)> {
    let config =
        Config { max_elements_to_parse: MOST_ELEMENTS, disable_json_ld: true, keep_classes: true, ..Config::default() };
    let address = about.url.filter(|u| matches!(u.scheme(), "http" | "https")).map(Url::as_str);
    let mut reader = Readability::with_document(doc, address, Some(config)).ok()?;
    let article = reader.parse().ok()?;
    let content = Document::fragment(article.content);
    let tidied = tidy::tidy(&content, about.title, about.url);
    Some((content, tidied))
}

/// The content of the element that says that it holds the article.
fn contained(page: &str, about: &About<'_>) -> Option<(Document, Tidied)> {
    let doc = Document::from(page);
    source::from_box(&doc, about.base);
    region::settle(&doc, about.title);
    unfold::unfold(&doc);
    let mut lines = doc.body().map(|body| Lines::read(&body, read_also::is_outside)).unwrap_or_default();
    source::from_lines(&doc, &mut lines, about.base);
    read_also::lift(&doc, lines, about.base, about.own);
    prune::prune(&doc);
    let body = doc.body()?;
    names::mark_captions(&body);
    let content = container::content(&container::best(&body)?.node);
    let tidied = tidy::tidy(&content, about.title, about.url);
    Some((content, tidied))
}
