//! The body of an article: readability's choice, tidied.

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use url::Url;

use super::lines::Lines;
use super::read_also;
use super::tidy::{self, Tidied};
use super::{container, lead, names, phrases, prune};
use crate::html::RawHtml;

/// Most elements of a page that is scored.
const MOST_ELEMENTS: usize = 100_000;

/// The body's markup (not safe yet) and its text.
pub(super) fn find(page: &str, doc: Document, about: &About<'_>) -> Option<(RawHtml, String)> {
    let lines = lead::lines(&doc, about.title);
    let mut claimed = (0, 3);
    if let Some(body) = doc.body() {
        names::mark_captions(&body);
        claimed = container::best(&body).map_or((0, 3), |(_, chars, sure)| (chars, sure));
    }
    let mut found = readable(doc, about);
    let have = found.as_ref().map_or(0, |f| f.1.prose);
    let enough = match claimed.1 {
        1 => have + have / 4 + 60,
        2 if have <= 1_500 => have + have / 2 + 100,
        3 if have <= 300 => 2 * have + 100,
        _ => usize::MAX,
    };
    // Readability prefers the longest text, and under a short article that may be the notice about cookies.
    let stray = have < 400 && claimed.0 >= 60 && claimed.1 < 3;
    if claimed.0 > enough || stray {
        let other = contained(page, about);
        if std::env::var_os("LAB_CHOICE").is_some() && other.is_some() {
            eprintln!(
                "CHOICE have {have} claimed {claimed:?} other {} lines {}",
                other.as_ref().map_or(0, |o| o.1.prose),
                found.as_ref().map_or(0, |f| f.1.text.lines().count())
            );
        }
        let most = if have >= 800 { have * 5 / 2 } else { usize::MAX };
        let agrees = |other: &Tidied| have < 200 || found.as_ref().is_none_or(|f| covers(&other.text, &f.1.text));
        let better = |other: &Tidied| {
            other.prose > enough && other.prose <= most && agrees(other)
                || stray && other.prose >= 50 && found.as_ref().is_none_or(|f| apart(&other.text, &f.1.text))
        };
        if let Some(other) = other.filter(|o| better(&o.1)) {
            found = Some(other);
        }
    }
    let (content, mut tidied) = found?;
    if std::env::var_os("NO_LEAD").is_none()
        && let Some(lead) = lead::missing(&lines, &tidied.text, about.description)
        && about.subtitle.is_none_or(|s| phrases::normal(s) != phrases::normal(lead))
    {
        let root = content.html_root();
        let paragraph = root.tree.new_element("p");
        paragraph.set_text(lead);
        root.prepend_child(&paragraph);
        tidied.text = format!("{lead}\n{}", tidied.text);
    }
    Some((RawHtml(content.html_root().inner_html().to_string()), tidied.text))
}

/// Whether most lines of `part` stand in `whole` too.
fn covers(whole: &str, part: &str) -> bool {
    let (mut all, mut there) = (0, 0);
    for line in part.lines() {
        all += line.len();
        if whole.contains(line) {
            there += line.len();
        }
    }
    there * 5 >= all * 3
}

/// Whether two texts have no line in common.
fn apart(one: &str, other: &str) -> bool {
    !other.lines().any(|line| line.len() >= 12 && one.contains(line))
        && !one.lines().any(|line| line.len() >= 12 && other.contains(line))
}

/// What the page says of itself.
#[derive(Debug)]
pub(super) struct About<'a> {
    pub(super) title: &'a str,
    pub(super) subtitle: Option<&'a str>,
    pub(super) description: Option<&'a str>,
    pub(super) url: Option<&'a Url>,
    /// What links are relative to.
    pub(super) base: Option<&'a Url>,
    /// Addresses of the page itself.
    pub(super) own: &'a [Url],
}

/// Readability's choice.
fn readable(doc: Document, about: &About<'_>) -> Option<(Document, Tidied)> {
    let config =
        Config { max_elements_to_parse: MOST_ELEMENTS, disable_json_ld: true, keep_classes: true, ..Config::default() };
    let address = about.url.filter(|u| matches!(u.scheme(), "http" | "https")).map(Url::as_str);
    let mut reader = Readability::with_document(doc, address, Some(config)).ok()?;
    let article = reader.parse().ok()?;
    let content = Document::fragment(article.content);
    if std::env::var_os("LAB_RAW").is_some() {
        eprintln!("{}", content.html_root().inner_html());
    }
    let tidied = tidy::tidy(&content, about.title, about.url);
    Some((content, tidied))
}

/// The element that says that it holds the article.
fn contained(page: &str, about: &About<'_>) -> Option<(Document, Tidied)> {
    let doc = Document::from(page);
    super::source::from_box(&doc, about.base);
    let mut lines = doc.body().map(|body| Lines::read(&body, read_also::is_outside)).unwrap_or_default();
    super::source::from_lines(&doc, &mut lines, about.base);
    read_also::lift(&doc, lines, about.base, about.own);
    prune::prune(&doc);
    let body = doc.body()?;
    names::mark_captions(&body);
    let (node, ..) = container::best(&body)?;
    let content = container::content(&node);
    let tidied = tidy::tidy(&content, about.title, about.url);
    if std::env::var_os("LAB_DEBUG").is_some() {
        eprintln!("CONTAINER {:?} {:?} prose {}", node.node_name(), node.class(), tidied.prose);
    }
    Some((content, tidied))
}
