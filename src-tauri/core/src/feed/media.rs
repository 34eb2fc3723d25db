//! The lead picture of an entry: the widest that the feed names as one, in the order Media RSS, enclosure, others.

use url::Url;

use super::context::Context;
use super::element::Element;
use super::{ParsedEnclosure, ParsedEntry};

/// Candidates, best of each kind.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    content: Option<(u32, Url)>,
    thumbnail: Option<(u32, Url)>,
    enclosure: Option<Url>,
    other: Option<Url>,
}

/// Whether an address or a media type means a picture.
fn is_picture(mime: Option<&str>, url: &Url) -> bool {
    match mime {
        Some(mime) if mime.contains('/') => mime.starts_with("image/"),
        _ => {
            let path = url.path().to_ascii_lowercase();
            [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"].iter().any(|end| path.ends_with(end))
        }
    }
}

fn widest(best: &mut Option<(u32, Url)>, width: u32, url: Url) {
    if best.as_ref().is_none_or(|(known, _)| width > *known) {
        *best = Some((width, url));
    }
}

impl Pictures {
    /// `media:content`: a picture, or an attached file to be listed with the enclosures.
    pub(super) fn content(&mut self, element: &Element<'_>, context: &Context<'_>) -> Option<ParsedEnclosure> {
        let url = context.address_in(element, "url")?;
        let mime = context.attribute(element, "type").map(|mime| mime.to_ascii_lowercase());
        let medium = context.attribute(element, "medium").unwrap_or_default().to_ascii_lowercase();
        if medium == "image" || medium.is_empty() && is_picture(mime.as_deref(), &url) {
            widest(&mut self.content, width(element, context), url);
            return None;
        }
        let playable = matches!(medium.as_str(), "audio" | "video")
            || mime.as_deref().is_some_and(|mime| mime.starts_with("audio/") || mime.starts_with("video/"));
        let bytes = context.attribute(element, "filesize").and_then(|size| size.parse().ok());
        playable.then_some(ParsedEnclosure { url, mime, bytes })
    }

    /// `media:thumbnail`.
    pub(super) fn thumbnail(&mut self, element: &Element<'_>, context: &Context<'_>) {
        let url = context.address_in(element, "url").or_else(|| context.address(element));
        if let Some(url) = url {
            widest(&mut self.thumbnail, width(element, context), url);
        }
    }

    /// An enclosure, which may be a picture.
    pub(super) fn enclosure(&mut self, url: &Url, mime: Option<&str>) {
        if self.enclosure.is_none() && is_picture(mime, url) {
            self.enclosure = Some(url.clone());
        }
    }

    /// `itunes:image`, `image` within an item.
    pub(super) fn other(&mut self, url: Option<Url>) {
        self.other = self.other.take().or(url);
    }

    /// Writes the best one into the entry.
    pub(super) fn finish(self, entry: &mut ParsedEntry) {
        let content = self.content.map(|(_, url)| url);
        let thumbnail = self.thumbnail.map(|(_, url)| url);
        entry.image = content.or(self.enclosure).or(thumbnail).or(self.other);
    }
}

fn width(element: &Element<'_>, context: &Context<'_>) -> u32 {
    context.attribute(element, "width").and_then(|width| width.trim_end_matches("px").parse().ok()).unwrap_or(0)
}
