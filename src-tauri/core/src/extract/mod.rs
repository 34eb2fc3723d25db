//! The article in a page. Pure: a page's text in, parts out; whatever markup comes out is still untrusted.

use url::Url;

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
    pub read_also: Vec<(String, Url)>,
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
pub fn extract(page: &str, url: Option<&Url>) -> Result<Extracted, ExtractError> {
    let _ = (page, url);
    Err(ExtractError::NoArticle)
}
