//! OPML 1.0 and 2.0, in and out.

/// A feed that an OPML file names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpmlFeed {
    /// `title`, else `text`.
    pub title: String,
    /// `xmlUrl` as written; the caller checks it.
    pub feed_url: String,
    /// `htmlUrl` as written.
    pub site_url: Option<String>,
    /// The folder that it stands in (nested folders joined by « / »), or the first of its `category` values.
    pub category: Option<String>,
}

/// Why a text is not OPML.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpmlError {
    /// Not an OPML document.
    #[error("not an OPML document: {0}")]
    NotOpml(String),
    /// More than the bound allows.
    #[error("more than {0}")]
    TooLarge(&'static str),
}

/// Reads the feeds of an OPML text, at most 5 MB and 20,000 feeds, in file order.
pub fn parse(text: &str) -> Result<Vec<OpmlFeed>, OpmlError> {
    let _ = text;
    Err(OpmlError::NotOpml(String::new()))
}

/// Writes an OPML 2.0 document: one outline a category, in order. `created` is RFC 822.
pub fn write(title: &str, created: &str, feeds: &[OpmlFeed]) -> String {
    let _ = (title, created, feeds);
    String::new()
}
