//! The vocabularies that feeds mix, by address or, where nobody declared one, by the usual prefix.

/// The vocabularies that feeds mix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Ns {
    /// RSS of any version, CDF, or no namespace.
    #[default]
    Core,
    /// Atom 0.3 and 1.0.
    Atom,
    Dc,
    DcTerms,
    Content,
    Media,
    Itunes,
    Wfw,
    Slash,
    Thr,
    Sy,
    Rdf,
    Xhtml,
    Feedburner,
    Other,
}

impl Ns {
    /// By the address that a document declares, whatever its prefix.
    pub(super) fn by_address(address: &str) -> Option<Self> {
        let address = address.trim().trim_end_matches(['/', '#']).to_ascii_lowercase();
        let address = address.strip_prefix("https://").or(address.strip_prefix("http://")).unwrap_or(&address);
        Some(match address {
            ""
            | "purl.org/rss/1.0"
            | "my.netscape.com/rdf/simple/0.9"
            | "channel.netscape.com/rdf/simple/0.9"
            | "backend.userland.com/rss"
            | "backend.userland.com/rss2"
            | "blogs.law.harvard.edu/tech/rss"
            | "purl.org/net/rss1.1"
            | "purl.org/rss/2.0" => Self::Core,
            "www.w3.org/2005/atom" | "purl.org/atom/ns" | "purl.org/atom-blog/ns" => Self::Atom,
            "purl.org/dc/elements/1.1" | "purl.org/dc/elements/1.0" | "purl.org/dc" => Self::Dc,
            "purl.org/dc/terms" => Self::DcTerms,
            "purl.org/rss/1.0/modules/content" => Self::Content,
            "search.yahoo.com/mrss"
            | "video.search.yahoo.com/mrss"
            | "tools.search.yahoo.com/mrss"
            | "www.rssboard.org/media-rss" => Self::Media,
            "www.itunes.com/dtds/podcast-1.0.dtd" | "example.com/dtds/podcast-1.0.dtd" => Self::Itunes,
            "wellformedweb.org/commentapi" => Self::Wfw,
            "purl.org/rss/1.0/modules/slash" => Self::Slash,
            "purl.org/syndication/thread/1.0" => Self::Thr,
            "purl.org/rss/1.0/modules/syndication" => Self::Sy,
            "www.w3.org/1999/02/22-rdf-syntax-ns" => Self::Rdf,
            "www.w3.org/1999/xhtml" => Self::Xhtml,
            "rssnamespace.org/feedburner/ext/1.0" => Self::Feedburner,
            _ => return None,
        })
    }

    /// By a prefix that nobody declared, or whose address is unknown.
    pub(super) fn by_prefix(prefix: &str) -> Self {
        match prefix.to_ascii_lowercase().as_str() {
            "" | "rss" | "cdf" => Self::Core,
            "atom" | "atom10" | "atom03" | "a10" => Self::Atom,
            "dc" => Self::Dc,
            "dcterms" => Self::DcTerms,
            "content" => Self::Content,
            "media" => Self::Media,
            "itunes" => Self::Itunes,
            "wfw" => Self::Wfw,
            "slash" => Self::Slash,
            "thr" => Self::Thr,
            "sy" => Self::Sy,
            "rdf" => Self::Rdf,
            "xhtml" => Self::Xhtml,
            "feedburner" => Self::Feedburner,
            _ => Self::Other,
        }
    }

    /// RSS or Atom itself, not a module.
    pub(super) fn is_feed(self) -> bool {
        matches!(self, Self::Core | Self::Atom)
    }
}
