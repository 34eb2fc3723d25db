//! An article as CommonMark with tables (GitHub's), behind a YAML head.
//!
//! Pictures lie in a folder beside the file, or in the file itself as `data:` addresses at its end.

mod inline;
mod table;

#[cfg(test)]
mod tests;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::address::readable;
use super::document::{Card, Document, Figure, Pictures};
use super::words::{Moment, Words};
use crate::html::{Element, Node, is_inline};
use crate::model::{Direction, MediaHash};
use crate::text;
use inline::Inline;

/// The file. `offset` is how many minutes the reader's local time is ahead of UTC. With `folder`, a picture is a link to
/// the file of that name in it ([`picture_name`]); without, it is in this file.
pub fn write(document: &Document, pictures: &Pictures, folder: Option<&str>, offset: i32) -> String {
    let writer = Writer {
        document,
        pictures,
        folder,
        words: Words::of(document.language.as_deref(), document.direction),
        offset,
        order: document.pictures(),
    };
    let mut out = writer.head();
    let mut blocks = writer.title();
    blocks.extend(writer.document.lead.iter().flat_map(|lead| writer.figure(lead)));
    blocks.extend(writer.blocks(&document.body, document.body_direction));
    blocks.extend(writer.foot());
    out.push_str(&blocks.join("\n\n"));
    out.push('\n');
    if folder.is_none() {
        out.push_str(&writer.definitions());
    }
    out
}

/// The name of a picture's file: its number in the article, from 1, and what it is.
pub fn picture_name(document: &Document, pictures: &Pictures, media: &MediaHash) -> Option<String> {
    let number = document.pictures().iter().position(|each| each == media)? + 1;
    Some(format!("{number}.{}", pictures.get(media)?.extension()))
}

struct Writer<'a> {
    document: &'a Document,
    pictures: &'a Pictures,
    folder: Option<&'a str>,
    words: Words,
    offset: i32,
    /// The pictures in their order.
    order: Vec<MediaHash>,
}

/// A YAML text: JSON's are.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_else(|_| "\"\"".to_owned())
}

fn list(names: &[String]) -> String {
    format!("[{}]", names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", "))
}

impl Writer<'_> {
    fn moment(&self, at: i64) -> Moment {
        Moment { at, offset: self.offset }
    }

    /// What programs read of it.
    fn head(&self) -> String {
        let document = self.document;
        let mut out = String::from("---\n");
        let mut line = |key: &str, value: String| out.push_str(&format!("{key}: {value}\n"));
        line("title", quoted(&document.title));
        let texts = [
            ("subtitle", document.subtitle.as_ref()),
            ("agency", document.agency.as_ref()),
            ("paper", Some(&document.paper)),
            ("publisher", document.publisher.as_ref()),
            ("source", Some(&document.source.name)),
            ("source_url", document.source.url.as_ref()),
            ("url", document.url.as_ref()),
            ("canonical", document.canonical.as_ref()),
            ("lang", document.language.as_ref()),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                line(key, quoted(text));
            }
        }
        let times = [
            ("published", Some(document.published)),
            ("updated", document.updated),
            ("fetched", Some(document.fetched)),
        ];
        for (key, at) in times {
            if let Some(at) = at {
                line(key, quoted(&self.moment(at).machine()));
            }
        }
        for (key, names) in
            [("authors", &document.authors), ("categories", &document.categories), ("tags", &document.tags)]
        {
            if !names.is_empty() {
                line(key, list(names));
            }
        }
        if let Some((subject, guessed)) = document.subject {
            line("subject", quoted(subject.as_str()));
            line("subject_guessed", guessed.to_string());
        }
        if document.breaking {
            line("breaking", "true".to_owned());
        }
        line("dir", (if document.direction == Direction::Rtl { "rtl" } else { "ltr" }).to_owned());
        out.push_str("---\n\n");
        out
    }

    /// The headline and what stands under it.
    fn title(&self) -> Vec<String> {
        let document = self.document;
        let direction = document.direction;
        let mut blocks = vec![format!("# {}", inline::line(&document.title, direction))];
        blocks.extend(document.subtitle.iter().map(|subtitle| format!("**{}**", inline::line(subtitle, direction))));
        let names = [Some(&document.paper), document.publisher.as_ref(), document.agency.as_ref()];
        let by: Vec<String> =
            names.into_iter().flatten().chain(&document.authors).map(|name| inline::isolated_name(name)).collect();
        blocks.push(inline::at_line_start(&by.join(" · ")));
        let said = |label: &str, at| format!("{label} {}", self.moment(at).readable(self.words));
        let mut dates = vec![said(self.words.published(), document.published)];
        dates.extend(document.updated.map(|at| said(self.words.updated(), at)));
        blocks.push(dates.join(" · "));
        let mut badges: Vec<String> = Vec::new();
        badges.extend(document.breaking.then(|| self.words.breaking().to_owned()));
        badges.extend(document.subject.map(|(subject, guessed)| {
            let name = self.words.subject(subject);
            if guessed { format!("{name} ({})", self.words.guessed()) } else { name.to_owned() }
        }));
        badges.extend(document.categories.iter().map(|name| inline::isolated_name(name)));
        if !badges.is_empty() {
            blocks.push(inline::at_line_start(&badges.join(" · ")));
        }
        blocks
    }

    fn figure(&self, figure: &Figure) -> Vec<String> {
        let direction = self.document.direction;
        let mut blocks = vec![self.picture(figure.media.as_ref(), &figure.alt)];
        if !figure.caption.is_empty() {
            blocks.push(format!("*{}*", inline::line(&figure.caption, direction)));
        }
        blocks.retain(|block| !block.is_empty());
        blocks
    }

    /// A picture in a line; of one that is not here, its words.
    fn picture(&self, media: Option<&MediaHash>, alt: &str) -> String {
        let alt = inline::plain(alt);
        let here = media.filter(|media| self.pictures.contains_key(*media));
        let place = here.and_then(|media| self.order.iter().position(|each| each == media));
        match (here, place) {
            (Some(media), Some(number)) => match self.folder {
                Some(folder) => {
                    let name = self.pictures.get(media).map_or("img", |picture| picture.extension());
                    format!("![{alt}](<{}/{}.{name}>)", inline::path(folder), number + 1)
                }
                None => format!("![{alt}][picture-{}]", number + 1),
            },
            _ if alt.is_empty() => String::new(),
            _ => format!("\\[{alt}\\]"),
        }
    }

    /// The pictures themselves, where the file has them in it.
    fn definitions(&self) -> String {
        let mut out = String::new();
        for (number, media) in self.order.iter().enumerate() {
            if let Some(picture) = self.pictures.get(media) {
                let bytes = STANDARD.encode(&picture.bytes);
                out.push_str(&format!("\n[picture-{}]: <data:{};base64,{bytes}>\n", number + 1, picture.mime));
            }
        }
        out
    }

    /// Blocks, each a text of one or more lines.
    fn blocks(&self, nodes: &[Node], direction: Direction) -> Vec<String> {
        let mut done = Vec::new();
        let mut line: Vec<&Node> = Vec::new();
        for node in nodes {
            match node {
                Node::Element(element) if !is_inline(element.name) => {
                    self.paragraph(&mut line, direction, &mut done);
                    self.block(element, element.direction.unwrap_or(direction), &mut done);
                }
                Node::Card(number) => {
                    self.paragraph(&mut line, direction, &mut done);
                    done.extend(self.document.cards.get(*number).map(|card| self.card(card)));
                }
                _ => line.push(node),
            }
        }
        self.paragraph(&mut line, direction, &mut done);
        done
    }

    fn paragraph(&self, line: &mut Vec<&Node>, direction: Direction, done: &mut Vec<String>) {
        let text = self.inline(line.iter().copied(), direction);
        line.clear();
        if !text.is_empty() {
            done.push(inline::at_line_start(&text));
        }
    }

    fn inline<'a>(&self, nodes: impl Iterator<Item = &'a Node>, direction: Direction) -> String {
        Inline { picture: &|media, alt| self.picture(media, alt) }.write(nodes, direction)
    }

    fn block(&self, element: &Element, direction: Direction, done: &mut Vec<String>) {
        let children = &element.children;
        match element.name {
            "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = element.name.trim_start_matches('h').parse().unwrap_or(2);
                // A heading is one line.
                let text = self.inline(children.iter(), direction).replace("\\\n", " ").replace('\n', " ");
                if !text.is_empty() {
                    done.push(format!("{} {text}", "#".repeat(level)));
                }
            }
            "blockquote" => {
                let inner = self.blocks(children, direction).join("\n\n");
                if !inner.is_empty() {
                    done.push(prefixed(&inner, "> ", "> "));
                }
            }
            "ul" | "ol" => self.list(element, direction, done),
            "dt" | "summary" => {
                let text = self.inline(children.iter(), direction);
                if !text.is_empty() {
                    done.push(format!("**{}**", text.trim()));
                }
            }
            "figcaption" | "caption" => {
                let text = self.blocks(children, direction).join(" ");
                // Emphasis inside a caption would end the caption's own.
                if text.contains(['*', '\n']) {
                    done.push(inline::at_line_start(&text));
                } else if !text.is_empty() {
                    done.push(format!("*{text}*"));
                }
            }
            "pre" => self.preformatted(element, direction, done),
            "table" => self.table(element, direction, done),
            "hr" => done.push("* * *".to_owned()),
            _ => done.extend(self.blocks(children, direction)),
        }
    }

    fn list(&self, element: &Element, direction: Direction, done: &mut Vec<String>) {
        let first = element.start.unwrap_or(1).clamp(0, 99_999_999);
        let mut items: Vec<Vec<String>> = Vec::new();
        for node in &element.children {
            match node {
                Node::Element(item) if item.name == "li" => {
                    items.push(self.blocks(&item.children, item.direction.unwrap_or(direction)));
                }
                Node::Text(text) if text.trim().is_empty() => {}
                other => items.push(self.blocks(std::slice::from_ref(other), direction)),
            }
        }
        items.retain(|item| !item.is_empty());
        let is_tight = items.iter().all(|item| item.len() == 1);
        let items = items.into_iter().zip(first..).map(|(item, number)| {
            let mark = if element.name == "ol" { format!("{number}. ") } else { "- ".to_owned() };
            let rest = " ".repeat(mark.len());
            prefixed(&item.join("\n\n"), &mark, &rest)
        });
        let items: Vec<String> = items.collect();
        if !items.is_empty() {
            done.push(items.join(if is_tight { "\n" } else { "\n\n" }));
        }
    }

    /// Code in a fence; words in lines of their own (a poem) as lines.
    fn preformatted(&self, element: &Element, direction: Direction, done: &mut Vec<String>) {
        let raw = inline::raw(&element.children);
        let raw = raw.trim_matches('\n');
        if raw.trim().is_empty() {
            return;
        }
        if text::direction(raw, Direction::Ltr) == Direction::Rtl {
            let lines: Vec<String> = raw.lines().map(|line| inline::line(line.trim(), direction)).collect();
            for stanza in lines.split(String::is_empty).filter(|stanza| !stanza.is_empty()) {
                done.push(inline::at_line_start(&stanza.join("\\\n")));
            }
            return;
        }
        let ticks = raw.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(ticks.max(2) + 1);
        done.push(format!("{fence}\n{raw}\n{fence}"));
    }

    /// A table as rows; one that only arranges a page, as what is in it.
    fn table(&self, element: &Element, direction: Direction, done: &mut Vec<String>) {
        let cell = |element: &Element| {
            let direction = element.direction.unwrap_or(direction);
            self.blocks(&element.children, direction).join(" ").replace("\\\n", " ").replace('\n', " ")
        };
        for caption in table::captions(element) {
            self.block(caption, direction, done);
        }
        match table::rows(element, &cell) {
            Some(rows) => done.push(rows),
            None => {
                for cell in table::cells(element) {
                    done.extend(self.blocks(&cell.children, cell.direction.unwrap_or(direction)));
                }
            }
        }
    }

    fn card(&self, card: &Card) -> String {
        let direction = text::direction(&card.title, self.document.direction);
        let source = card.source.as_ref().map(|source| format!(" — {}", inline::isolated_name(source)));
        format!(
            "> **{}{}** {}{}",
            self.words.read_also(),
            self.words.colon().trim_end(),
            inline::link(&card.url, &inline::line(&card.title, direction)),
            source.unwrap_or_default()
        )
    }

    /// Where it comes from.
    fn foot(&self) -> Vec<String> {
        let (document, words) = (self.document, self.words);
        let said = |label: &str, what: String| format!("**{label}{}** {what}", words.colon().trim_end());
        let address = |url: &String| inline::link(url, &inline::plain(&readable(url)));
        let source = inline::isolated_name(&document.source.name);
        let mut lines = vec![said(
            words.source(),
            match &document.source.url {
                Some(url) => inline::link(url, &source),
                None => source,
            },
        )];
        lines.extend(document.url.iter().map(|url| said(words.address(), address(url))));
        lines.extend(document.canonical.iter().map(|url| said(words.canonical(), address(url))));
        if !document.tags.is_empty() {
            let tags: Vec<String> = document.tags.iter().map(|tag| inline::isolated_name(tag)).collect();
            lines.push(said(words.tags(), tags.join(" · ")));
        }
        if !document.enclosures.is_empty() {
            let files: Vec<String> = document.enclosures.iter().map(|file| address(&file.url)).collect();
            lines.push(said(words.enclosures(), files.join(" · ")));
        }
        lines.push(format!(
            "{} {} {}. {}",
            words.origin(document.origin, document.whole),
            words.fetched(),
            self.moment(document.fetched).readable(words),
            words.saved_with()
        ));
        vec!["* * *".to_owned(), lines.join("\\\n")]
    }
}

/// The text with `first` before its first line and `rest` before the others.
fn prefixed(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for (at, line) in text.split('\n').enumerate() {
        let before = if at == 0 { first } else { rest };
        if at > 0 {
            out.push('\n');
        }
        out.push_str(if line.is_empty() { before.trim_end() } else { before });
        out.push_str(line);
    }
    out
}
