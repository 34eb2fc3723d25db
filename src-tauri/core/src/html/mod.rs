//! Markup from outside, made safe.
//!
//! [`sanitise`] is the one door: nothing else in the program can make a [`SafeHtml`], and the window renders nothing
//! but that type. Pictures leave here as tokens of the app's own media scheme, never as remote addresses.

use serde::Serialize;
use ts_rs::TS;
use url::Url;

/// What pictures in safe markup point to: `warraq-media://localhost/pending/<key>` where key is the SHA-256 of the
/// picture's absolute address. `get_entry` puts the hash of the stored bytes in its place, or takes the `src` away.
pub const PENDING_PICTURE: &str = "warraq-media://localhost/pending/";

/// The scheme's base: a stored picture is `MEDIA_BASE` followed by its [`crate::model::MediaHash`].
pub const MEDIA_BASE: &str = "warraq-media://localhost/";

/// Markup as it came from outside. Never shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawHtml(pub String);

/// Markup that [`sanitise`] made. It has no public constructor.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, TS)]
#[serde(transparent)]
#[ts(export_to = "types.ts")]
pub struct SafeHtml(String);

impl SafeHtml {
    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Markup that was sanitised before it was stored; only `store` may call this.
    pub(crate) fn from_store(markup: String) -> Self {
        Self(markup)
    }
}

/// A picture that the markup shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// SHA-256 of `url`, in hexadecimal: the token in the markup.
    pub key: String,
    /// Where it is, absolute http(s): the best size offered (`srcset`, lazy attributes).
    pub url: Url,
}

/// What [`sanitise`] gives.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sanitised {
    /// Markup that may be shown.
    pub html: SafeHtml,
    /// The pictures that it shows, in order, each once.
    pub pictures: Vec<Picture>,
}

/// Makes markup safe. Relative addresses resolve against `base`; without one they become text.
pub fn sanitise(raw: &RawHtml, base: Option<&Url>) -> Sanitised {
    let _ = (raw, base);
    Sanitised::default()
}

/// The readable text of safe markup, paragraphs apart by a line break.
pub fn to_text(html: &SafeHtml) -> String {
    html.0.clone()
}

/// A one-line text (title, author, category) out of what may hold markup and entities: entities decoded once, tags
/// dropped, control and bidi-override characters removed, white space folded, at most 1,000 characters.
pub fn to_line(raw: &str) -> String {
    raw.trim().to_owned()
}

/// The picture at an address, for the store.
pub fn picture(url: &Url) -> Picture {
    Picture { key: url.to_string(), url: url.clone() }
}

/// The addresses that the links of safe markup lead to.
pub fn links(html: &SafeHtml) -> Vec<String> {
    let _ = html;
    Vec::new()
}

/// Puts stored pictures in the place of the pending tokens.
pub fn map_pictures(html: &SafeHtml, hash_of: impl Fn(&str) -> Option<String>) -> SafeHtml {
    let _ = hash_of("");
    html.clone()
}

/// Whether the markup opens with this picture, before any text.
pub fn begins_with_picture(html: &SafeHtml, key: &str) -> bool {
    html.0.trim_start().contains(key)
}
