//! The article in a page. Pure: a page's text in, parts out; whatever markup comes out is still untrusted.

mod body;
mod bounds;
mod linked_data;
mod meta;
mod phrases;
mod prune;
mod title;

#[cfg(test)]
mod tests;

use url::Url;

pub(crate) use bounds::bounded;
pub(crate) use linked_data::{line, names};

use crate::html::RawHtml;
use crate::model::{Direction, Timestamp};

/// The parts of an article page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extracted {
    /// Headline, plain text.
    pub title: String,
    /// Sub-headline.
    pub subtitle: Option<String>,
    /// Authors.
    pub authors: Vec<String>,
    /// The news agency that the text is by.
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
    pub source: Option<(String, Option<Url>)>,
    /// «اقرأ أيضاً» links of the text.
    pub read_also: Vec<ReadAlso>,
    /// Declared language.
    pub language: Option<String>,
    /// Direction of the text.
    pub direction: Option<Direction>,
    /// Canonical address.
    pub canonical: Option<Url>,
    /// The body.
    pub html: RawHtml,
    /// The body's text.
    pub text: String,
}

/// An «اقرأ أيضاً» of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadAlso {
    /// What the link says.
    pub title: String,
    /// Where it leads.
    pub url: Url,
    /// After how many blocks of the body it stood.
    pub after: usize,
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

/// The shortest text that counts as an article, in letters and digits.
const SHORTEST: usize = 1;

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
    let mut found = meta::read(&doc, url);
    let base = meta::base(&doc, url);
    let lifted = prune::prune(&doc, base.as_ref());
    let (html, text) = body::find(doc, &found.title, url).ok_or(ExtractError::NoArticle)?;
    if text.chars().filter(|c| c.is_alphanumeric()).take(SHORTEST).count() < SHORTEST {
        return Err(ExtractError::NoArticle);
    }
    found.direction = Some(crate::text::direction(&text, found.direction.unwrap_or(Direction::Ltr)));
    if found.language.is_none() {
        found.language = crate::text::language(&text).map(str::to_owned);
    }
    found.source = lifted.source;
    found.read_also = lifted
        .read_also
        .into_iter()
        .filter(|(_, link)| Some(link) != url && Some(link) != found.canonical.as_ref())
        .map(|(title, url)| ReadAlso { title, url, after: 1 })
        .collect();
    found.html = html;
    found.text = text;
    Ok(found)
}
