//! The one way from [`RawHtml`] to [`SafeHtml`]: read once ([`super::tokens`]), written anew within the policy
//! ([`super::writer`]), and checked by ammonia, which must find nothing to change.

use std::collections::HashSet;
use std::sync::Arc;

use url::Url;

use super::tokens::{Tag, Token, Tokens};
use super::writer::Writer;
use super::{
    PENDING_PICTURE, Picture, RawHtml, SafeHtml, Sanitised, directions, embeds, entities, line, links, pictures, policy,
};

/// More of a document than this is not read, in bytes; what is longer becomes plain text up to here.
const MOST_BYTES: usize = 5 * 1024 * 1024;

/// Most pictures of a document.
const MOST_PICTURES: usize = 500;

/// Where markup comes from.
#[derive(Clone, Copy)]
enum Origin<'a> {
    /// Outside: tokens of the media scheme in it are forged.
    Outside(Option<&'a Url>),
    /// The store: it was sanitised before, and its tokens are ours.
    Store,
    /// Outside, perhaps sanitised before: tokens stay. For what stores nothing.
    Again(Option<&'a Url>),
}

/// See [`super::sanitise`].
pub(super) fn sanitise(raw: &RawHtml, base: Option<&Url>) -> Sanitised {
    bounded(&raw.0, Origin::Outside(base))
}

/// See [`super::sanitise_again`].
pub(super) fn sanitise_again(raw: &RawHtml, base: Option<&Url>) -> Sanitised {
    bounded(&raw.0, Origin::Again(base))
}

fn bounded(markup: &str, origin: Origin<'_>) -> Sanitised {
    if markup.len() > MOST_BYTES {
        let text = super::to_text::plain(line::head(markup, MOST_BYTES));
        return Sanitised { html: from_text(&text), pictures: Vec::new() };
    }
    run(markup, origin)
}

/// Applies today's policy to markup that an older one let through. The identity on what [`sanitise`] makes now.
pub(crate) fn resanitise(html: &SafeHtml) -> SafeHtml {
    run(&html.0, Origin::Store).html
}

/// More lines than this are not told apart in plain text.
const MOST_LINES: usize = 20_000;

/// Paragraphs of plain text: blank lines part them, single line breaks stay.
pub fn from_text(text: &str) -> SafeHtml {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let (mut count, mut parted) = (0, true);
    for line in text.lines() {
        let line = line.trim();
        let clean: String = line.chars().filter(|c| !super::writer::is_dropped(*c) && !c.is_control()).collect();
        if clean.is_empty() {
            parted = true;
            continue;
        }
        count += 1;
        out.push_str(match (out.is_empty(), parted) {
            (true, _) => "<p>",
            _ if count > MOST_LINES => " ",
            (_, true) => "</p><p>",
            (_, false) => "<br>",
        });
        parted = false;
        entities::escape_into(&clean, &mut out);
    }
    if !out.is_empty() {
        out.push_str("</p>");
    }
    SafeHtml(out)
}

fn run(markup: &str, origin: Origin<'_>) -> Sanitised {
    let (written, checked, pictures) = passes(markup, origin);
    if checked == written {
        return Sanitised { html: SafeHtml(checked), pictures };
    }
    // The two readers don't agree what this markup is. That is what attacks on sanitisers are made of, so nothing of
    // its structure is kept.
    tracing::warn!(bytes = written.len(), "markup that doesn't parse to itself was turned to plain text");
    Sanitised { html: from_text(&super::to_text::plain(&written)), pictures: Vec::new() }
}

/// What was written, what ammonia makes of it, and the pictures.
fn passes(markup: &str, origin: Origin<'_>) -> (String, String, Vec<Picture>) {
    let mut reading = Reading::new(origin);
    reading.read(markup);
    let written = directions::mark(&reading.writer.finish());
    let ammonia = policy::ammonia(Arc::new(reading.tokens));
    let checked = match mask_references(&written) {
        None => ammonia.clean(&written).to_string(),
        Some(masked) => {
            let checked = ammonia.clean(&masked).to_string();
            if checked == masked { written.clone() } else { checked }
        }
    };
    (written, checked, reading.pictures)
}

/// More references than this are masked before the tree is built.
const MANY_REFERENCES: usize = 2_000;

/// The tree builder's time is quadratic in the references of one text (1 MB of `&` took 14 s): each is a token of its
/// own that is appended by copying. Where there are many, those in text are given to it as single non-characters,
/// which the writer lets through nowhere else. References in attributes stay.
fn mask_references(written: &str) -> Option<String> {
    if written.bytes().filter(|&b| b == b'&').take(MANY_REFERENCES).count() < MANY_REFERENCES {
        return None;
    }
    let mut out = String::with_capacity(written.len());
    for piece in written.split_inclusive('>') {
        let (text, tag) = piece.split_at(piece.find('<').unwrap_or(piece.len()));
        let mut rest = text;
        while let Some(at) = rest.find('&') {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            let known = [("&amp;", '\u{FDD0}'), ("&lt;", '\u{FDD1}'), ("&gt;", '\u{FDD2}'), ("&nbsp;", '\u{FDD3}')];
            let found = known.into_iter().find_map(|(name, mask)| rest.strip_prefix(name).map(|after| (after, mask)));
            let (after, mask) = found.unwrap_or((&rest[1..], '&'));
            out.push(mask);
            rest = after;
        }
        out.push_str(rest);
        out.push_str(tag);
    }
    Some(out)
}

/// Whether `markup` is one that [`run`] turns to plain text.
#[cfg(test)]
pub(super) fn fell_back(markup: &str, base: Option<&Url>) -> bool {
    let (written, checked, _) = passes(markup, Origin::Outside(base));
    written != checked
}

/// Pictures met so far.
#[derive(Default)]
struct Seen {
    /// Keys of [`pictures::same_picture_key`], of every picture that was written.
    all: HashSet<String>,
    /// Of those, the ones that a `noscript` brought.
    in_noscript: HashSet<String>,
}

struct Reading<'a> {
    origin: Origin<'a>,
    writer: Writer,
    pictures: Vec<Picture>,
    /// The keys that `src` may hold.
    tokens: HashSet<String>,
    /// `srcset`s of the `picture` that is open.
    sources: Vec<String>,
    /// Where the link that is open leads.
    link: Option<String>,
    seen: Seen,
}

impl<'a> Reading<'a> {
    fn new(origin: Origin<'a>) -> Self {
        Self {
            origin,
            writer: Writer::default(),
            pictures: Vec::new(),
            tokens: HashSet::new(),
            sources: Vec::new(),
            link: None,
            seen: Seen::default(),
        }
    }

    fn base(&self) -> Option<&'a Url> {
        match self.origin {
            Origin::Outside(base) | Origin::Again(base) => base,
            Origin::Store => None,
        }
    }

    fn read(&mut self, markup: &str) {
        let mut tokens = Tokens::new(markup);
        let mut in_noscript = false;
        while let Some(token) = tokens.next() {
            match token {
                // What stands in a noscript and is no picture asks for scripts to be switched on.
                Token::Text(_) if in_noscript => {}
                Token::Text(text) => self.writer.text(&entities::decode(text, false)),
                Token::Start(tag) if tag.unfinished => {}
                Token::Start(tag) => match tag.name.as_str() {
                    "noscript" => in_noscript = true,
                    "img" | "image" => self.img(&tag, in_noscript),
                    "picture" => self.sources.clear(),
                    "source" => self.source(&tag),
                    "iframe" => {
                        self.embed(&tag);
                        tokens.raw_text_until_end_of("iframe");
                    }
                    "video" | "audio" => {
                        let inner =
                            if tokens.has_end_of(&tag.name) { tokens.raw_text_until_end_of(&tag.name) } else { "" };
                        self.media(&tag, inner);
                    }
                    "plaintext" => self.writer.text(tokens.take_rest()),
                    name if policy::is_raw(name) => {
                        // Some sites embed posts by a script alone.
                        self.embed(&tag);
                        tokens.raw_text_until_end_of(name);
                    }
                    name if policy::is_dropped_whole(name) => {
                        tokens.skip_past_end_of(name);
                    }
                    _ if in_noscript => {}
                    _ => {
                        if embeds::is_placeholder(&tag) {
                            self.embed(&tag);
                        }
                        self.element(&tag);
                    }
                },
                Token::End(name) => match name.as_str() {
                    "noscript" => in_noscript = false,
                    "picture" => self.sources.clear(),
                    _ if in_noscript => {}
                    _ => {
                        if name == "a" {
                            self.link = None;
                        }
                        if let Some(element) = policy::allowed(&name) {
                            self.writer.end(element.name);
                        } else if name == "br" {
                            self.line_break();
                        }
                    }
                },
            }
        }
    }

    fn line_break(&mut self) {
        if let Some(br) = policy::allowed("br") {
            self.writer.start(br, &[]);
        }
    }

    fn element(&mut self, tag: &Tag<'_>) {
        let Some(element) = policy::allowed(&tag.name) else { return };
        let mut attributes: Vec<(&str, String)> = Vec::new();
        match element.name {
            "a" => {
                if self.writer.is_open("a") {
                    self.writer.end("a");
                }
                self.link = None;
                let Some(href) = tag.get("href").and_then(|href| links::href(href, self.base())) else {
                    self.writer.transparent("a");
                    return;
                };
                self.link = tag.get("href").map(str::to_owned);
                attributes.push(("href", href));
            }
            "td" | "th" => {
                for name in ["colspan", "rowspan"] {
                    attributes.extend(number(tag, name, 2, 1000).map(|n| (name, n)));
                }
            }
            "ol" => {
                if tag.get("reversed").is_some() {
                    attributes.push(("reversed", String::new()));
                }
                attributes.extend(number(tag, "start", 0, 1_000_000).map(|n| ("start", n)));
            }
            "details" if tag.get("open").is_some() => attributes.push(("open", String::new())),
            _ => {}
        }
        attributes.extend(directions(tag));
        let bare = attributes.is_empty();
        if bare && matches!(element.name, "span" | "bdo") {
            self.writer.transparent(element.name);
            return;
        }
        if element.name == "a" {
            attributes.push(("rel", policy::LINK_REL.to_owned()));
        }
        self.writer.start(element, &attributes);
    }

    fn source(&mut self, tag: &Tag<'_>) {
        if pictures::is_decodable(tag)
            && self.sources.len() < 16
            && let Some(set) = tag.get("srcset").or_else(|| tag.get("data-srcset"))
        {
            self.sources.push(set.to_owned());
        }
    }

    fn img(&mut self, tag: &Tag<'_>, in_noscript: bool) {
        let alt = line::clean(tag.get("alt").unwrap_or_default());
        let token = tag.get("src").filter(|src| is_token(src)).map(str::to_owned);
        let src = match self.origin {
            Origin::Store => token,
            Origin::Again(_) if token.is_some() => token,
            Origin::Outside(base) | Origin::Again(base) => {
                if is_emoji(tag, &alt) {
                    self.writer.text(&alt);
                    return;
                }
                let sources = std::mem::take(&mut self.sources);
                let Some(url) = pictures::best(tag, &sources, base) else { return };
                let url = self.link.as_deref().and_then(|href| pictures::linked(href, &url, base)).unwrap_or(url);
                let same = pictures::same_picture_key(&url);
                let repeated =
                    if in_noscript { self.seen.all.contains(&same) } else { self.seen.in_noscript.contains(&same) };
                if repeated || self.pictures.len() >= MOST_PICTURES {
                    return;
                }
                if in_noscript {
                    self.seen.in_noscript.insert(same.clone());
                }
                self.seen.all.insert(same);
                Some(self.token(url))
            }
        };
        let mut attributes: Vec<(&str, String)> = Vec::new();
        if let Some(src) = src {
            if let Some(key) = src.strip_prefix(PENDING_PICTURE) {
                self.tokens.insert(key.to_owned());
            }
            attributes.push(("src", src));
        }
        attributes.push(("alt", alt));
        for name in ["width", "height"] {
            let value = tag.get(name).and_then(pictures::dimension).filter(|n| (1..=20_000).contains(n));
            attributes.extend(value.map(|n| (name, n.to_string())));
        }
        attributes.push(("loading", "lazy".to_owned()));
        attributes.extend(directions(tag));
        if let Some(img) = policy::allowed("img") {
            self.writer.start(img, &attributes);
        }
    }

    /// Notes a picture and gives what its `src` becomes.
    fn token(&mut self, url: Url) -> String {
        let picture = pictures::picture(url);
        let src = format!("{PENDING_PICTURE}{}", picture.key);
        if self.tokens.insert(picture.key.clone()) {
            self.pictures.push(picture);
        }
        src
    }

    /// What a page embeds from a known site becomes a link to it there; other frames vanish.
    fn embed(&mut self, tag: &Tag<'_>) {
        if let Some(embed) = embeds::page(tag, self.base()) {
            self.link_to(&embed.page, embed.title.as_deref());
        }
    }

    /// A film or a recording becomes its still picture and a link to the file.
    fn media(&mut self, tag: &Tag<'_>, inner: &str) {
        let mut address =
            tag.get("src").or_else(|| tag.get("data-src")).and_then(|src| links::web_address(src, self.base()));
        if address.is_none() {
            address = Tokens::new(inner).take(200).find_map(|token| match token {
                Token::Start(source) if source.name == "source" => {
                    source.get("src").and_then(|src| links::web_address(src, self.base()))
                }
                _ => None,
            });
        }
        let poster = tag
            .get("poster")
            .and_then(|src| links::web_address(src, self.base()))
            .filter(|url| !pictures::is_pixel(url));
        if let (Some(url), Some(img)) = (poster, policy::allowed("img"))
            && self.pictures.len() < MOST_PICTURES
        {
            let attributes = [("src", self.token(url)), ("alt", String::new()), ("loading", "lazy".to_owned())];
            self.writer.start(img, &attributes);
        }
        if let Some(url) = address {
            self.link_to(&url, None);
        }
    }

    /// A link in a paragraph of its own, so that it can be shown as a card.
    fn link_to(&mut self, url: &Url, title: Option<&str>) {
        let (Some(p), Some(a), Some(href)) =
            (policy::allowed("p"), policy::allowed("a"), links::href(url.as_str(), None))
        else {
            return;
        };
        let own_paragraph = !self.writer.is_open("p");
        if own_paragraph {
            self.writer.start(p, &[]);
        }
        self.writer.end("a");
        self.writer.start(a, &[("href", href), ("rel", policy::LINK_REL.to_owned())]);
        self.writer.text(title.or(url.host_str()).unwrap_or_default());
        self.writer.end("a");
        if own_paragraph {
            self.writer.end("p");
        }
    }
}

fn is_token(src: &str) -> bool {
    src.strip_prefix(PENDING_PICTURE).is_some_and(|key| crate::model::MediaHash::parse(key).is_some())
}

/// WordPress puts pictures in the place of emoji; the letter itself needs no request.
fn is_emoji(tag: &Tag<'_>, alt: &str) -> bool {
    let class = tag.get("class").unwrap_or_default();
    let named = class.split_ascii_whitespace().any(|c| matches!(c, "emoji" | "wp-smiley"));
    let hosted = tag.get("src").is_some_and(|src| src.contains("//s.w.org/images/core/emoji/"));
    (named || hosted) && !alt.is_empty() && alt.chars().count() <= 12
}

fn number(tag: &Tag<'_>, name: &str, least: u32, most: u32) -> Option<String> {
    tag.get(name)?.trim().parse::<u32>().ok().filter(|n| (least..=most).contains(n)).map(|n| n.to_string())
}

fn directions(tag: &Tag<'_>) -> impl Iterator<Item = (&'static str, String)> {
    let dir =
        tag.get("dir").map(|v| v.trim().to_ascii_lowercase()).filter(|v| matches!(v.as_str(), "rtl" | "ltr" | "auto"));
    let lang = tag
        .get("lang")
        .or_else(|| tag.get("xml:lang"))
        .map(str::trim)
        .filter(|v| (2..=35).contains(&v.len()) && v.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    dir.map(|v| ("dir", v)).into_iter().chain(lang.map(|v| ("lang", v.to_owned())))
}
