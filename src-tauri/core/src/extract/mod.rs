//! The article in a page. Pure: a page's text in, parts out; whatever markup comes out is still untrusted.

mod address;
mod agency;
mod blocks;
mod body;
mod bounds;
mod container;
mod dom;
mod fragment;
mod furniture;
mod heads;
mod index;
mod labels;
mod lead;
mod lines;
mod linked_data;
mod meta;
mod moments;
mod names;
mod people;
mod phrases;
mod prune;
mod read_also;
mod source;
mod tidy;
mod title;
mod wall;

#[cfg(test)]
mod tests;

use url::Url;

pub(crate) use bounds::bounded;
pub(crate) use fragment::clean;
pub(crate) use linked_data::{line, names};
pub use wall::{Answer, Blocked, blocked};
pub(crate) use wall::{CHALLENGE_MARKS, CHALLENGE_TITLES, words};

use index::Index;
use lines::Lines;

use crate::html::RawHtml;
use crate::model::{Direction, Timestamp};

/// «المصدر» as a page names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The name; several are joined as the page joins them («الجزيرة + وكالات»).
    pub name: String,
    /// Where the page links to.
    pub url: Option<Url>,
}

/// A story that an article points to in its midst («اقرأ أيضاً»).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadAlso {
    /// Its title, without the label.
    pub title: String,
    /// Its page, absolute http(s).
    pub url: Url,
    /// How many blocks of the sanitised body ([`crate::html::blocks`]) stand before it.
    pub after: usize,
}

/// The parts of an article page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extracted {
    /// Headline, plain text.
    pub title: String,
    /// Sub-headline.
    pub subtitle: Option<String>,
    /// Authors.
    pub authors: Vec<String>,
    /// The news agency that it comes from («رويترز», «أ ف ب»), under the name that readers know.
    pub agency: Option<String>,
    /// The publisher's name.
    pub site_name: Option<String>,
    /// Publication.
    pub published: Option<Timestamp>,
    /// Last change.
    pub updated: Option<Timestamp>,
    /// Sections.
    pub categories: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Lead picture.
    pub lead_image: Option<Url>,
    /// Its caption.
    pub lead_caption: Option<String>,
    /// «المصدر» as the page names it.
    pub source: Option<Source>,
    /// Other stories that the text points to, in order; they are no longer in the body.
    pub read_also: Vec<ReadAlso>,
    /// Declared language.
    pub language: Option<String>,
    /// Direction of the text.
    pub direction: Option<Direction>,
    /// Canonical address.
    pub canonical: Option<Url>,
    /// What stands in the article's place, if anything does. Then `html` and `text` are not the article: a paywall's
    /// hold its teaser, the others' are empty.
    pub blocked: Option<Blocked>,
    /// The body.
    pub html: RawHtml,
    /// The body's text.
    pub text: String,
}

/// Why a page gives no article.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExtractError {
    /// Nothing there.
    #[error("the page is empty")]
    Empty,
    /// No block of text that could be an article.
    #[error("no article text was found in the page")]
    NoArticle,
}

/// Finds the article.
///
/// The page's furniture is taken out first (what of it is worth having becomes data), then readability's scoring
/// chooses the body. A page of hostile shape gives [`ExtractError::NoArticle`] without being parsed.
pub fn extract(page: &str, url: Option<&Url>) -> Result<Extracted, ExtractError> {
    if page.trim().is_empty() {
        return Err(ExtractError::Empty);
    }
    let page = bounds::bounded(page).ok_or(ExtractError::NoArticle)?;
    // The tree and the scoring are other people's code, fed with whatever the web holds: a panic there is a page
    // without an article, and nothing of the tree outlives it.
    std::panic::catch_unwind(|| article(page, url)).unwrap_or(Err(ExtractError::NoArticle))
}

fn article(page: &str, url: Option<&Url>) -> Result<Extracted, ExtractError> {
    let doc = dom_query::Document::from(page);
    let index = Index::read(&doc);
    let mut found = meta::read(&index, url);
    let base = meta::base(&index, url);
    let own: Vec<Url> = url.into_iter().chain(found.canonical.as_ref()).cloned().collect();
    found.source = source::from_box(&doc, base.as_ref());
    found.subtitle = heads::subtitle(&index, &found.title, found.subtitle.take());
    let mut lines = doc.body().map(|body| Lines::read(&body, read_also::is_outside)).unwrap_or_default();
    // What stands in an article's place is seen while the page is whole; a long article needs no such look.
    let verdict = (lines.prose() < wall::LOOKED_AT).then(|| wall::look_at(&index, page, url, &found));
    drop(index);
    if let Some(source) = source::from_lines(&doc, &mut lines, base.as_ref()) {
        found.source.get_or_insert(source);
    }
    heads::bylines(&doc, &mut lines, &mut found);
    heads::dates(&doc, &mut lines, &mut found);
    let read_also = read_also::lift(&doc, lines, base.as_ref(), &own);
    prune::prune(&doc);
    let description = lead::description(&doc);
    let about = body::About {
        title: &found.title,
        subtitle: found.subtitle.as_deref(),
        description: description.as_deref(),
        url,
        base: base.as_ref(),
        own: &own,
    };
    let body = body::find(page, doc, &about).filter(|(_, text)| text.chars().any(char::is_alphanumeric));
    let (html, text) = body.unwrap_or_default();
    found.direction = Some(crate::text::direction(&text, found.direction.unwrap_or(Direction::Ltr)));
    if found.language.is_none() {
        found.language = crate::text::language(&text).map(str::to_owned);
    }
    found.html = html;
    found.text = text;
    if found.agency.is_none() {
        found.agency = heads::agency(&found);
    }
    found.blocked = wall::of_page(page, url, &found, verdict);
    match found.blocked {
        Some(Blocked::Paywall) | None if found.text.is_empty() => return Err(ExtractError::NoArticle),
        Some(Blocked::Paywall) | None => {
            found.read_also = read_also.place(|| crate::html::sanitise(&found.html, url).html);
        }
        Some(_) => (found.html, found.text) = Default::default(),
    }
    Ok(found)
}
