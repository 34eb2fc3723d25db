//! An RSS `item` or an Atom `entry`, with the modules that both carry. The two vocabularies are read as one: feeds mix
//! them, and no name means two things in them.

use url::Url;

use super::context::{Context, MAX_LIST, add};
use super::element::{Element, Ns, within};
use super::markup::Kind;
use super::media::Pictures;
use super::{ParsedEnclosure, ParsedEntry};
use crate::html::RawHtml;
use crate::model::Timestamp;

/// An identifier is kept up to so many bytes.
const MAX_GUID: usize = 2 * 1024;

/// What is collected on the way: values of which the best, not the last, is taken.
#[derive(Default)]
struct Draft {
    entry: ParsedEntry,
    title_rank: u8,
    link_rank: u8,
    content_rank: u8,
    summary_rank: u8,
    guid_link: Option<Url>,
    published_rank: u8,
    updated_rank: u8,
    pictures: Pictures,
}

/// Reads an entry. `context` is the feed's.
pub(super) fn read(element: &Element<'_>, context: &Context<'_>) -> ParsedEntry {
    let context = context.inside(element);
    let mut draft = Draft::default();
    draft.entry.language = context.attribute(element, "xml:lang");
    // CDF: `<ITEM HREF=… LASTMOD=…>`; RSS 1.0: `<item rdf:about=…>`.
    draft.link(context.address_in(element, "href"), 2);
    draft.updated(context.attribute(element, "lastmod").and_then(|date| crate::text::date::parse(&date)), 2);
    let about = context.attribute(element, "rdf:about");
    for child in &element.children {
        draft.take(child, &context);
    }
    let Draft { mut entry, guid_link, pictures, .. } = draft;
    if entry.guid.is_none() {
        entry.guid = about.clone().map(bounded_guid);
    }
    entry.url = entry.url.or(guid_link).or_else(|| about.and_then(|about| context.resolve(&about)));
    pictures.finish(&mut entry);
    let own_base = context.attribute(element, "xml:base").is_some();
    entry.base = match (&entry.base, own_base) {
        (Some(_), _) => entry.base,
        (None, true) => context.base,
        // RSS names no base: what stands in an entry means its page before it means the feed.
        (None, false) if context.default == Kind::Html => entry.url.clone().or(context.base),
        (None, false) => context.base.or_else(|| entry.url.clone()),
    };
    entry
}

fn bounded_guid(guid: String) -> String {
    within(&guid, MAX_GUID).to_owned()
}

impl Draft {
    fn title(&mut self, title: Option<String>, rank: u8) {
        if let Some(title) = title.filter(|_| rank > self.title_rank) {
            self.entry.title = title;
            self.title_rank = rank;
        }
    }

    fn link(&mut self, link: Option<Url>, rank: u8) {
        if let Some(link) = link.filter(|_| rank > self.link_rank) {
            self.entry.url = Some(link);
            self.link_rank = rank;
        }
    }

    fn content(&mut self, content: Option<RawHtml>, rank: u8) {
        if let Some(content) = content.filter(|_| rank > self.content_rank) {
            self.entry.content = Some(content);
            self.content_rank = rank;
        }
    }

    fn summary(&mut self, summary: Option<RawHtml>, rank: u8) {
        if let Some(summary) = summary.filter(|_| rank > self.summary_rank) {
            self.entry.summary = Some(summary);
            self.summary_rank = rank;
        }
    }

    fn published(&mut self, date: Option<Timestamp>, rank: u8) {
        if date.is_some() && rank > self.published_rank {
            self.entry.published = date;
            self.published_rank = rank;
        }
    }

    fn updated(&mut self, date: Option<Timestamp>, rank: u8) {
        if date.is_some() && rank > self.updated_rank {
            self.entry.updated = date;
            self.updated_rank = rank;
        }
    }

    fn take(&mut self, element: &Element<'_>, context: &Context<'_>) {
        match element.ns {
            Ns::Core | Ns::Atom => self.take_core(element, context),
            Ns::Media => self.take_media(element, context),
            _ => self.take_module(element, context),
        }
    }

    fn take_core(&mut self, element: &Element<'_>, context: &Context<'_>) {
        match &*element.name {
            "title" => self.title(context.line(element), 4),
            "link" => self.take_link(element, context),
            "guid" | "id" => self.take_guid(element, context),
            "description" => self.summary(context.html(element), 3),
            "summary" | "abstract" => self.summary(context.html(element), 4),
            "content" => self.take_content(element, context),
            "pubdate" | "published" => {
                let date = context.date(element);
                if date.is_none() {
                    self.entry.relative = context.text(element).and_then(|text| crate::text::date::relative(&text));
                }
                self.published(date, 5);
            }
            "issued" | "date" => self.published(context.date(element), 4),
            "created" => self.published(context.date(element), 1),
            "updated" => self.updated(context.date(element), 4),
            "modified" => self.updated(context.date(element), 3),
            "author" | "contributor" if element.name == "author" || self.entry.authors.is_empty() => {
                add(&mut self.entry.authors, context.person(element));
            }
            "category" => self.take_category(element, context),
            "comments" => {
                let address = context.address(element);
                self.entry.comments_url = self.entry.comments_url.take().or(address);
            }
            "enclosure" => self.take_enclosure(element, context, "url"),
            "source" => self.take_source(element, context),
            "image" | "thumbnail" | "logo" => {
                let nested = element.children.iter().find(|child| child.name == "url");
                let address = nested.map_or_else(|| context.address(element), |url| context.address(url));
                self.pictures.other(address.or_else(|| context.address_in(element, "href")));
            }
            _ => {}
        }
    }

    fn take_module(&mut self, element: &Element<'_>, context: &Context<'_>) {
        match (element.ns, &*element.name) {
            (Ns::Dc, "title") => self.title(context.line(element), 3),
            (Ns::Itunes, "title") => self.title(context.line(element), 1),
            (Ns::Dc, "creator" | "author") => add(&mut self.entry.authors, context.person(element)),
            (Ns::Itunes, "author") if self.entry.authors.is_empty() => {
                add(&mut self.entry.authors, context.person(element));
            }
            (Ns::Dc, "subject") => self.take_category(element, context),
            (Ns::Dc, "date") => self.published(context.date(element), 3),
            (Ns::DcTerms, "issued" | "available") => self.published(context.date(element), 3),
            (Ns::DcTerms, "created") => self.published(context.date(element), 2),
            (Ns::DcTerms, "modified") => self.updated(context.date(element), 2),
            (Ns::Dc, "identifier") if self.entry.guid.is_none() => {
                self.entry.guid = context.text(element).map(bounded_guid);
            }
            (Ns::Dc, "language") => self.entry.language = context.text(element),
            (Ns::Dc, "description") => self.summary(context.html(element), 2),
            (Ns::DcTerms, "abstract") => self.summary(context.html(element), 2),
            (Ns::Itunes, "summary" | "subtitle") => self.summary(context.html(element), 1),
            (Ns::Content, "encoded") => self.content(context.html(element), 4),
            (Ns::Xhtml, "body" | "div") => {
                let markup = super::markup::html(element, context.entities, Kind::Xhtml);
                self.content(markup, 2);
            }
            (Ns::Feedburner, "origlink") => self.link(context.address(element), 4),
            (Ns::Wfw, "commentrss") => {
                let address = context.address(element);
                self.entry.comments_feed = self.entry.comments_feed.take().or(address);
            }
            (Ns::Wfw, "comment") => {}
            (Ns::Slash, "comments") | (Ns::Thr, "total") => {
                self.entry.comment_count = context.text(element).and_then(|text| text.parse().ok());
            }
            (Ns::Thr, "in-reply-to") => {
                let reference = context.attribute(element, "ref").or_else(|| context.attribute(element, "href"));
                self.entry.in_reply_to = self.entry.in_reply_to.take().or(reference.map(bounded_guid));
            }
            (Ns::Itunes, "image") => {
                self.pictures.other(context.address_in(element, "href").or_else(|| context.address(element)));
            }
            _ => {}
        }
    }

    /// Media RSS; `media:group` holds the same again.
    fn take_media(&mut self, element: &Element<'_>, context: &Context<'_>) {
        match &*element.name {
            "group" => {
                for child in element.children.iter().filter(|child| child.ns == Ns::Media) {
                    self.take_media(child, context);
                }
            }
            "content" => {
                if let Some(enclosure) = self.pictures.content(element, context) {
                    self.add_enclosure(enclosure);
                }
                for child in element.children.iter().filter(|child| child.ns == Ns::Media && child.name != "group") {
                    self.take_media(child, context);
                }
            }
            "thumbnail" => self.pictures.thumbnail(element, context),
            "title" => self.title(context.line(element), 2),
            "description" => self.summary(context.html(element), 1),
            _ => {}
        }
    }

    /// RSS: `<link>address</link>`. Atom: `<link rel=… href=…>`, of which `self` is never the page.
    fn take_link(&mut self, element: &Element<'_>, context: &Context<'_>) {
        let Some(href) = context.address_in(element, "href") else {
            if !element.has("href") {
                self.link(context.address(element), 3);
            }
            return;
        };
        let kind = context.attribute(element, "type").unwrap_or_default().to_ascii_lowercase();
        let rel = context.attribute(element, "rel").unwrap_or_default().to_ascii_lowercase();
        let rel = rel.rsplit('/').next().unwrap_or_default();
        match rel {
            "" | "alternate" => {
                // Other formats of the page (PDF, a feed of its own) are second to the page.
                let page = kind.is_empty() || kind.contains("html");
                self.link(Some(href), if page { 3 } else { 1 });
            }
            "enclosure" => self.take_enclosure(element, context, "href"),
            "replies" => {
                let feed = kind.contains("atom") || kind.contains("rss") || kind.contains("xml");
                let place = if feed && !kind.contains("html") {
                    &mut self.entry.comments_feed
                } else {
                    &mut self.entry.comments_url
                };
                *place = place.take().or(Some(href));
                if let Some(count) = context.attribute(element, "thr:count").and_then(|count| count.parse().ok()) {
                    self.entry.comment_count.get_or_insert(count);
                }
            }
            _ => {}
        }
    }

    fn take_guid(&mut self, element: &Element<'_>, context: &Context<'_>) {
        let Some(guid) = context.text(element) else { return };
        let permalink = context.attribute(element, "ispermalink");
        let absolute = guid.starts_with("http://") || guid.starts_with("https://");
        // Relative identifiers are links only where the feed says so.
        let said = permalink.as_deref().is_some_and(|value| value.eq_ignore_ascii_case("true"));
        let denied = permalink.as_deref().is_some_and(|value| value.eq_ignore_ascii_case("false"));
        if !denied && (absolute || said && !guid.contains(char::is_whitespace)) {
            self.guid_link = self.guid_link.take().or_else(|| context.inside(element).resolve(&guid));
        }
        if self.entry.guid.is_none() || element.name == "guid" {
            self.entry.guid = Some(bounded_guid(guid));
        }
    }

    fn take_content(&mut self, element: &Element<'_>, context: &Context<'_>) {
        if element.has("src") {
            // The text is elsewhere; a page there is as good as a link.
            let kind = context.attribute(element, "type").unwrap_or_default();
            if kind.is_empty() || kind.contains("html") {
                self.link(context.address_in(element, "src"), 1);
            }
            return;
        }
        if let Some(content) = context.html(element) {
            if element.has("xml:base") {
                self.entry.base = context.inside(element).base;
            }
            if self.entry.language.is_none() {
                self.entry.language = context.attribute(element, "xml:lang");
            }
            self.content(Some(content), 3);
        }
    }

    fn take_category(&mut self, element: &Element<'_>, context: &Context<'_>) {
        if self.entry.categories.len() >= MAX_LIST {
            return;
        }
        let attribute = |name| context.attribute(element, name).map(|value| crate::html::to_line(&value));
        let name = attribute("label").or_else(|| attribute("term")).or_else(|| {
            // Elements in a category are somebody else's (pictures): its own text comes before them.
            let inner = if element.children.is_empty() { element.inner } else { element.inner.split('<').next()? };
            Some(crate::html::to_line(&super::element::text(inner, context.entities)))
        });
        add(&mut self.entry.categories, name);
    }

    fn take_enclosure(&mut self, element: &Element<'_>, context: &Context<'_>, attribute: &str) {
        let url = context.address_in(element, attribute).or_else(|| context.address_in(element, "href"));
        let Some(url) = url else { return };
        let mime = context.attribute(element, "type").map(|mime| mime.to_ascii_lowercase());
        let bytes = context.attribute(element, "length").and_then(|length| length.parse().ok());
        self.pictures.enclosure(&url, mime.as_deref());
        self.add_enclosure(ParsedEnclosure { url, mime, bytes });
    }

    fn add_enclosure(&mut self, enclosure: ParsedEnclosure) {
        let list = &mut self.entry.enclosures;
        if list.len() < MAX_LIST && !list.iter().any(|known| known.url == enclosure.url) {
            list.push(enclosure);
        }
    }

    /// RSS: `<source url="the feed">the paper</source>`. Atom: the head of the feed that the entry came from.
    fn take_source(&mut self, element: &Element<'_>, context: &Context<'_>) {
        let context = context.inside(element);
        let title = element.children.iter().find(|child| child.name == "title");
        let name = match title {
            Some(title) => context.line(title),
            None if element.children.is_empty() => context.text(element).map(|text| crate::html::to_line(&text)),
            None => None,
        };
        let mut link = context.address_in(element, "url");
        for child in element.children.iter().filter(|child| child.name == "link") {
            let rel = context.attribute(child, "rel").unwrap_or_default();
            if link.is_none() && matches!(rel.as_str(), "" | "alternate") {
                link = context.address_in(child, "href");
            }
        }
        if self.entry.authors.is_empty() {
            for author in element.children.iter().filter(|child| child.name == "author") {
                add(&mut self.entry.authors, context.person(author));
            }
        }
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            self.entry.source = Some((name, link));
        }
    }
}
