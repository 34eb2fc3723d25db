//! Markup from outside, made safe.
//!
//! [`sanitise`] is the one door: nothing else in the program can make a [`SafeHtml`], and the window renders nothing
//! but that type. Pictures leave here as tokens of the app's own media scheme, never as remote addresses.

mod blocks;
mod directions;
mod embeds;
mod entities;
mod line;
mod links;
mod nodes;
mod passages;
mod pictures;
mod policy;
mod sanitise;
mod shape;
mod to_text;
mod tokens;
mod writer;

#[cfg(test)]
mod tests;

use serde::Serialize;
use ts_rs::TS;
use url::Url;

use tokens::{Token, Tokens};

pub use blocks::{Block, Heading, blocks, outline, with_cards};
pub(crate) use nodes::{Element, Node, escaped, is_inline, nodes};
pub use passages::{Passage, Run, passages, words_and_links, write as from_passages};
pub use sanitise::from_text;
#[allow(unused_imports, reason = "for the store's policy upgrades")]
pub(crate) use sanitise::resanitise;
pub(crate) use shape::shape;

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
///
/// Linear in the input. What is longer than 5 MiB, or doesn't parse to itself once it is written out, becomes plain text
/// in paragraphs.
pub fn sanitise(raw: &RawHtml, base: Option<&Url>) -> Sanitised {
    sanitise::sanitise(raw, base)
}

/// [`sanitise`] of what may have come out of it: pictures that were given a token keep it, so that a second pass changes
/// nothing. Never for what is stored: a page could name a picture that is none of its own.
pub fn sanitise_again(raw: &RawHtml, base: Option<&Url>) -> Sanitised {
    sanitise::sanitise_again(raw, base)
}

/// The readable text of safe markup, paragraphs apart by a line break.
pub fn to_text(html: &SafeHtml) -> String {
    to_text::plain(&html.0)
}

/// As [`to_line`], of what is text already: nothing is decoded or taken for markup.
pub(crate) fn line(text: &str) -> String {
    line::clean(text)
}

/// The readable text of markup that isn't safe yet: text and nothing else, for counting words, directions and the like.
pub(crate) fn raw_to_text(raw: &RawHtml) -> String {
    to_text::plain(&raw.0)
}

/// A one-line text (title, author, category) out of what may hold markup and entities: entities decoded once, tags
/// dropped, control and bidi-override characters removed, white space folded, at most 1,000 characters.
pub fn to_line(raw: &str) -> String {
    line::to_line(raw)
}

/// The direction of safe markup by the majority of its letters; `fallback` where it has none.
pub fn direction(html: &SafeHtml, fallback: crate::model::Direction) -> crate::model::Direction {
    directions::of(&html.0).unwrap_or(fallback)
}

/// The addresses that safe markup links to, in order, as they stand.
pub fn links(html: &SafeHtml) -> Vec<String> {
    Tokens::new(&html.0)
        .filter_map(|token| match token {
            Token::Start(tag) if tag.name == "a" => tag.get("href").map(str::to_owned),
            _ => None,
        })
        .collect()
}

/// The keys of the pictures that safe markup shows, in order, where it holds tokens.
pub(crate) fn picture_keys(html: &SafeHtml) -> Vec<String> {
    html.0
        .split(PENDING_PICTURE)
        .skip(1)
        .filter_map(|rest| rest.split_once('"'))
        .map(|(key, _)| key.to_owned())
        .collect()
}

/// What the text nodes of safe markup hold, one after the other, nothing folded: what a passage's place counts in.
pub fn text_content(html: &SafeHtml) -> String {
    let mut out = String::with_capacity(html.0.len() / 2);
    for token in Tokens::new(&html.0) {
        if let Token::Text(text) = token {
            out.push_str(&entities::decode(text, false));
        }
    }
    out
}

/// Puts stored pictures in the place of their tokens. `stored` gives the [`crate::model::MediaHash`] of a picture's
/// bytes, in hexadecimal, for its key; where it gives none, or anything but such a hash, the `src` is taken away and
/// the picture's `alt` and size stay.
pub fn map_pictures(html: &SafeHtml, stored: impl Fn(&str) -> Option<String>) -> SafeHtml {
    const ATTRIBUTE: &str = " src=\"";
    let mut out = String::with_capacity(html.0.len());
    let mut rest = html.0.as_str();
    // In what `sanitise` writes, `<` begins a tag and nothing else, and `src` is the first attribute of an `img`.
    while let Some(at) = rest.find("<img src=\"") {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        out.push_str("<img");
        let value = &tag["<img".len() + ATTRIBUTE.len()..];
        let Some((src, after)) = value.split_once('"') else {
            rest = value;
            break;
        };
        let hash = src.strip_prefix(PENDING_PICTURE).and_then(&stored);
        if let Some(hash) = hash.and_then(|hash| crate::model::MediaHash::parse(&hash)) {
            out.push_str(ATTRIBUTE);
            out.push_str(MEDIA_BASE);
            out.push_str(hash.as_str());
            out.push('"');
        }
        rest = after;
    }
    out.push_str(rest);
    SafeHtml(out)
}

/// The picture at an address that is not part of a text: a lead picture.
pub fn picture(url: &Url) -> Picture {
    pictures::picture(url.clone())
}

/// Whether the markup opens with this picture, before any text: then it leads the text itself.
pub fn begins_with_picture(html: &SafeHtml, key: &str) -> bool {
    html.0.find("<img").is_some_and(|at| {
        let (before, tag) = html.0.split_at(at);
        let src = tag.strip_prefix("<img src=\"").and_then(|rest| rest.split_once('"')).map(|(src, _)| src);
        src.and_then(|src| src.strip_prefix(PENDING_PICTURE)) == Some(key) && to_text::plain(before).trim().is_empty()
    })
}
