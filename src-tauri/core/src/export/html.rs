//! An article as one HTML file that loads nothing: its style and its pictures are in it, and its own policy forbids
//! everything else, scripts first.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::address::readable;
use super::document::{Document, Figure, Pictures};
use super::words::{Moment, Words};
use crate::html::{Element, Node, escaped};
use crate::model::{Direction, MediaHash};
use crate::text;

/// What the file is shown as: the reader's own system types, the article's direction, light or dark as the system is.
const STYLE: &str = include_str!("article.css");

/// Nothing from anywhere, no script, no form; the style by its hash alone.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    format!("default-src 'none'; img-src data:; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
});

/// The file. `offset` is how many minutes the reader's local time is ahead of UTC.
pub fn write(document: &Document, pictures: &Pictures, offset: i32) -> String {
    let words = Words::of(document.language.as_deref(), document.direction);
    let mut writer = Writer { document, pictures, words, offset, out: String::new() };
    writer.file();
    writer.out
}

struct Writer<'a> {
    document: &'a Document,
    pictures: &'a Pictures,
    words: Words,
    offset: i32,
    out: String,
}

fn dir(direction: Direction) -> &'static str {
    match direction {
        Direction::Rtl => "rtl",
        Direction::Ltr => "ltr",
    }
}

/// A text of that direction, what has an order of its own isolated.
fn isolated(raw: &str, direction: Direction) -> String {
    let other = match direction {
        Direction::Rtl => Direction::Ltr,
        Direction::Ltr => Direction::Rtl,
    };
    let mut out = String::new();
    let mut from = 0;
    for piece in text::own_order(raw, direction) {
        out.push_str(&escaped(raw.get(from..piece.start).unwrap_or_default()));
        out.push_str("<bdi dir=\"");
        out.push_str(dir(other));
        out.push_str("\">");
        out.push_str(&escaped(raw.get(piece.clone()).unwrap_or_default()));
        out.push_str("</bdi>");
        from = piece.end;
    }
    out.push_str(&escaped(raw.get(from..).unwrap_or_default()));
    out
}

/// A name, which disturbs nothing around it.
fn name(raw: &str, around: Direction) -> String {
    let own = text::direction(raw, around);
    format!("<bdi dir=\"{}\">{}</bdi>", dir(own), escaped(raw))
}

fn link(address: &str, shown: &str) -> String {
    format!("<a href=\"{}\" rel=\"noopener noreferrer\">{shown}</a>", escaped(address))
}

impl Writer<'_> {
    fn push(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    fn file(&mut self) {
        let Document { direction, body_direction, language, title, .. } = self.document;
        let tag = language.as_deref().unwrap_or_else(|| self.words.tag());
        let author = self.document.authors.join(", ");
        let mut head = format!(
            "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n",
            escaped(tag),
            dir(*direction),
            escaped(&POLICY),
            escaped(&text::directed(title, *direction)),
        );
        if !author.is_empty() {
            head.push_str(&format!("<meta name=\"author\" content=\"{}\">\n", escaped(&author)));
        }
        head.push_str(&format!("<style>{STYLE}</style>\n</head>\n<body>\n<article>\n"));
        self.push(&head);
        self.head();
        if let Some(lead) = &self.document.lead {
            self.figure(lead);
        }
        self.push(&format!("<div class=\"text\" dir=\"{}\">\n", dir(*body_direction)));
        self.nodes(&self.document.body, *body_direction, false);
        self.push("\n</div>\n");
        self.foot();
        self.push("</article>\n</body>\n</html>\n");
    }

    fn head(&mut self) {
        let document = self.document;
        let direction = document.direction;
        let own = self.words.direction();
        self.push("<header>\n");
        let mut badges = Vec::new();
        if document.breaking {
            badges.push(format!("<li class=\"breaking\">{}</li>", escaped(self.words.breaking())));
        }
        if let Some((subject, guessed)) = document.subject {
            let note = if guessed { format!(" title=\"{}\"", escaped(self.words.guessed())) } else { String::new() };
            badges.push(format!("<li{note}>{}</li>", escaped(self.words.subject(subject))));
        }
        badges.extend(document.categories.iter().map(|category| format!("<li>{}</li>", name(category, direction))));
        if !badges.is_empty() {
            self.push(&format!("<ul class=\"badges\">{}</ul>\n", badges.concat()));
        }
        self.push(&format!("<h1>{}</h1>\n", isolated(&document.title, direction)));
        if let Some(subtitle) = &document.subtitle {
            self.push(&format!("<p class=\"subtitle\">{}</p>\n", isolated(subtitle, direction)));
        }
        let names = [Some(&document.paper), document.publisher.as_ref(), document.agency.as_ref()];
        let by: Vec<String> =
            names.into_iter().flatten().chain(&document.authors).map(|each| name(each, direction)).collect();
        self.push(&format!("<p class=\"by\">{}</p>\n", by.join(" · ")));
        let mut dates = vec![self.time(self.words.published(), document.published)];
        dates.extend(document.updated.map(|at| self.time(self.words.updated(), at)));
        self.push(&format!(
            "<p class=\"by\" dir=\"{}\" lang=\"{}\">{}</p>\n</header>\n",
            dir(own),
            self.words.tag(),
            dates.join(" · ")
        ));
    }

    fn time(&self, said: &str, at: i64) -> String {
        let moment = Moment { at, offset: self.offset };
        format!(
            "<span>{} <time datetime=\"{}\">{}</time></span>",
            escaped(said),
            moment.machine(),
            escaped(&moment.readable(self.words))
        )
    }

    fn figure(&mut self, figure: &Figure) {
        let direction = self.document.direction;
        let picture = self.picture(figure.media.as_ref(), &figure.alt);
        let caption = match figure.caption.as_str() {
            "" => String::new(),
            caption => format!("<figcaption>{}</figcaption>", isolated(caption, direction)),
        };
        if !(picture.is_empty() && caption.is_empty()) {
            self.push(&format!("<figure>{picture}{caption}</figure>\n"));
        }
    }

    /// A picture's element; of one that is not here, its words.
    fn picture(&self, media: Option<&MediaHash>, alt: &str) -> String {
        match media.and_then(|media| self.pictures.get(media)) {
            Some(picture) if picture.mime.starts_with("image/") => format!(
                "<img src=\"data:{};base64,{}\" alt=\"{}\">",
                escaped(&picture.mime),
                STANDARD.encode(&picture.bytes),
                escaped(alt)
            ),
            _ if alt.is_empty() => String::new(),
            _ => format!("<span class=\"missing\">[{}]</span>", escaped(alt)),
        }
    }

    fn nodes(&mut self, nodes: &[Node], direction: Direction, literal: bool) {
        for node in nodes {
            match node {
                Node::Text(raw) if literal => self.push(&escaped(raw)),
                Node::Text(raw) => self.push(&isolated(raw, direction)),
                Node::Picture { media, alt } => {
                    let picture = self.picture(media.as_ref(), alt);
                    self.push(&picture);
                }
                Node::Card(number) => self.card(*number),
                Node::Element(element) => self.element(element, direction, literal),
            }
        }
    }

    fn element(&mut self, element: &Element, around: Direction, literal: bool) {
        let Element { name, direction, href, columns, rows, start, children } = element;
        let mut tag = format!("<{name}");
        let mut attribute = |name: &str, value: &str| tag.push_str(&format!(" {name}=\"{}\"", escaped(value)));
        if let Some(direction) = direction {
            attribute("dir", dir(*direction));
        }
        if let Some(href) = href {
            attribute("href", href);
            attribute("rel", "noopener noreferrer");
        }
        if let Some(start) = start {
            attribute("start", &start.to_string());
        }
        for (name, count) in [("colspan", columns), ("rowspan", rows)] {
            if *count > 1 {
                attribute(name, &count.to_string());
            }
        }
        tag.push('>');
        self.push(&tag);
        if matches!(*name, "br" | "hr" | "wbr") {
            return;
        }
        let literal = literal || matches!(*name, "pre" | "code" | "kbd" | "samp" | "bdi" | "bdo");
        self.nodes(children, direction.unwrap_or(around), literal);
        self.push(&format!("</{name}>"));
        if !crate::html::is_inline(name) {
            self.push("\n");
        }
    }

    fn card(&mut self, number: usize) {
        let Some(card) = self.document.cards.get(number) else { return };
        let direction = text::direction(&card.title, self.document.direction);
        let source = card.source.as_ref().map(|source| format!(" <small>{}</small>", name(source, direction)));
        self.push(&format!(
            "<aside dir=\"{}\"><b>{}</b> {}{}</aside>\n",
            dir(direction),
            escaped(self.words.read_also()),
            link(&card.url, &isolated(&card.title, direction)),
            source.unwrap_or_default()
        ));
    }

    fn foot(&mut self) {
        let (document, words) = (self.document, self.words);
        let own = words.direction();
        let mut lines = Vec::new();
        let said = |label: &str, what: String| format!("<b>{}</b>{}{what}", escaped(label), words.colon());
        let address = |address: &str| link(address, &format!("<bdi dir=\"ltr\">{}</bdi>", escaped(&readable(address))));
        let source = name(&document.source.name, own);
        lines.push(said(
            words.source(),
            match &document.source.url {
                Some(url) => link(url, &source),
                None => source,
            },
        ));
        lines.extend(document.url.iter().map(|url| said(words.address(), address(url))));
        lines.extend(document.canonical.iter().map(|url| said(words.canonical(), address(url))));
        if !document.tags.is_empty() {
            let tags: Vec<String> = document.tags.iter().map(|tag| name(tag, own)).collect();
            lines.push(said(words.tags(), tags.join(" · ")));
        }
        if !document.enclosures.is_empty() {
            let files: Vec<String> = document.enclosures.iter().map(|file| address(&file.url)).collect();
            lines.push(said(words.enclosures(), files.join(" · ")));
        }
        lines.push(format!(
            "{} {}. {}",
            escaped(words.origin(document.origin, document.whole)),
            self.time(words.fetched(), document.fetched),
            escaped(words.saved_with())
        ));
        let lines: Vec<String> = lines.into_iter().map(|line| format!("<p>{line}</p>\n")).collect();
        self.push(&format!("<footer dir=\"{}\" lang=\"{}\">\n{}</footer>\n", dir(own), words.tag(), lines.concat()));
    }
}

#[cfg(test)]
mod tests;
