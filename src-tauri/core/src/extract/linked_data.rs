//! What a page says of itself in JSON-LD (schema.org).

use std::collections::HashMap;

use serde_json::Value;

use super::index::{Index, query};
use crate::html::to_line;

/// Longest script that is read, in bytes.
const MOST_BYTES: usize = 512 * 1024;

/// Most nodes of all graphs that are looked at.
const MOST_NODES: usize = 400;

/// The parts of a page's linked data that matter here.
#[derive(Debug, Default)]
pub(super) struct LinkedData {
    pub(super) headline: Option<String>,
    pub(super) subtitle: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) publisher: Option<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) sections: Vec<String>,
    pub(super) keywords: Vec<String>,
    pub(super) image: Option<String>,
    pub(super) language: Option<String>,
    /// The picture's caption.
    pub(super) caption: Option<String>,
    /// The organisation that a story comes from.
    pub(super) agency: Option<String>,
    /// Names of a `BreadcrumbList`, outermost first.
    pub(super) breadcrumbs: Vec<String>,
}

/// How much a node has to say of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Weight {
    #[default]
    Nothing,
    /// A page: its name and its times.
    Page,
    /// A film or a gallery that the page is about.
    Media,
    Article,
}

/// Reads all JSON-LD of a page; the first article wins, else a film, else the page.
pub(super) fn read(page: &Index<'_>) -> LinkedData {
    let mut walk = Walk { out: LinkedData::default(), found: Weight::Nothing, left: MOST_NODES, by_id: HashMap::new() };
    let mut values = Vec::new();
    for script in page.select(query!("script[type*='ld+json']")).iter().take(20) {
        let text = script.text();
        if text.len() > MOST_BYTES {
            continue;
        }
        match parse(&text) {
            Some(value) => values.push(value),
            None => salvage(&text, &mut walk.out),
        }
    }
    for value in &values {
        let mut left = MOST_NODES;
        index(value, &mut walk.by_id, &mut left);
    }
    for value in &values {
        walk.node(value);
    }
    walk.out
}

/// The script's JSON, mended where plugins and templates break it: raw line breaks, comments, trailing commas.
fn parse(text: &str) -> Option<Value> {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut clean = clean.trim();
    for mark in ["<!--", "/*", "//", "<![CDATA[", "*/"] {
        clean = clean.strip_prefix(mark).unwrap_or(clean).trim_start();
    }
    for mark in ["-->", "*/", "]]>", "/*", "//", ";"] {
        clean = clean.strip_suffix(mark).unwrap_or(clean).trim_end();
    }
    serde_json::from_str(clean).ok().or_else(|| serde_json::from_str(&without_stray_commas(clean)).ok()).or_else(|| {
        // Several objects one after another.
        let values: Vec<Value> =
            serde_json::Deserializer::from_str(clean).into_iter().take(20).map_while(Result::ok).collect();
        (!values.is_empty()).then_some(Value::Array(values))
    })
}

/// Without commas that stand before the end of a list or an object.
fn without_stray_commas(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_string, mut escaped) = (false, false);
    for c in text.chars() {
        if in_string {
            (in_string, escaped) = (c != '"' || escaped, c == '\\' && !escaped);
        } else if c == '"' {
            in_string = true;
        } else if matches!(c, '}' | ']') {
            let end = out.trim_end().len();
            if out[..end].ends_with(',') {
                out.truncate(end - 1);
            }
        }
        out.push(c);
    }
    out
}

/// What can be had of JSON that is none: the plain fields of an article, each between its quotation marks.
fn salvage(text: &str, out: &mut LinkedData) {
    if !text.contains("Article") && !text.contains("BlogPosting") {
        return;
    }
    let field = |name: &str| {
        let at = text.find(&format!("\"{name}\""))?;
        let rest = text[at + name.len() + 2..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        // A value that holds quotation marks of its own ends where a field or the object does.
        let end = rest.char_indices().take(2_000).find(|(i, c)| {
            *c == '"' && {
                let after = rest[i + 1..].trim_start();
                after.starts_with('}')
                    || after.starts_with(']')
                    || after.strip_prefix(',').is_some_and(|a| a.trim_start().starts_with(['"', '{', '}']))
            }
        })?;
        let value: String = serde_json::from_str(&format!("\"{}\"", rest[..end.0].replace(['\n', '\r', '\t'], " ")))
            .unwrap_or_else(|_| rest[..end.0].to_owned());
        Some(to_line(&value)).filter(|line| !line.is_empty())
    };
    let set = |slot: &mut Option<String>, value: Option<String>| {
        if slot.is_none() {
            *slot = value;
        }
    };
    set(&mut out.headline, field("headline"));
    set(&mut out.published, field("datePublished").or_else(|| field("dateCreated")));
    set(&mut out.modified, field("dateModified"));
    set(&mut out.image, field("image").filter(|image| image.starts_with("http")));
    if out.sections.is_empty() {
        out.sections.extend(field("articleSection"));
    }
    if out.authors.is_empty()
        && let Some(at) = text.find("\"author\"")
        && let Some(name) = text[at..].find("\"name\"").filter(|n| *n < 300)
    {
        let rest = &text[at + name + 6..];
        out.authors.extend(rest.split('"').nth(1).map(to_line).filter(|line| !line.is_empty()));
    }
}

/// Nodes by their `@id`: a graph tells its parts apart so.
fn index<'a>(value: &'a Value, by_id: &mut HashMap<&'a str, &'a Value>, left: &mut usize) {
    if *left == 0 {
        return;
    }
    *left -= 1;
    match value {
        Value::Array(items) => items.iter().for_each(|item| index(item, by_id, left)),
        Value::Object(object) => {
            if let Some(id) = object.get("@id").and_then(Value::as_str)
                && object.len() > 1
            {
                by_id.entry(id).or_insert(value);
            }
            if let Some(graph) = object.get("@graph") {
                index(graph, by_id, left);
            }
        }
        _ => {}
    }
}

struct Walk<'a> {
    out: LinkedData,
    found: Weight,
    left: usize,
    by_id: HashMap<&'a str, &'a Value>,
}

impl<'a> Walk<'a> {
    fn node(&mut self, value: &'a Value) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.node(item)),
            Value::Object(object) => {
                let types = strings(object.get("@type"));
                let is =
                    |name: &str| types.iter().any(|t| t.rsplit(['/', ':']).next().is_some_and(|t| t.ends_with(name)));
                let weight = if is("Article") || is("BlogPosting") || is("Report") {
                    Weight::Article
                } else if is("VideoObject")
                    || is("ImageGallery")
                    || is("MediaGallery")
                    || is("AudioObject")
                    || is("PodcastEpisode")
                {
                    Weight::Media
                } else if is("WebPage") || is("ItemPage") {
                    Weight::Page
                } else {
                    Weight::Nothing
                };
                if weight > self.found {
                    self.found = weight;
                    self.article(value, weight);
                } else if is("BreadcrumbList") {
                    breadcrumbs(value, &mut self.out);
                } else if is("WebSite") && self.out.publisher.is_none() {
                    self.out.publisher = line(object.get("name"));
                }
                for key in ["@graph", "mainEntity", "mainEntityOfPage", "breadcrumb", "video"] {
                    if let Some(inner) = object.get(key).filter(|v| v.is_object() || v.is_array()) {
                        self.node(inner);
                    }
                }
            }
            _ => {}
        }
    }

    /// A value, or what it names by `@id`.
    fn resolved(&self, value: Option<&'a Value>) -> Option<&'a Value> {
        let value = value?;
        let id = value
            .as_object()
            .filter(|object| object.len() <= 2 && !object.contains_key("name"))
            .and_then(|object| object.get("@id"))
            .and_then(Value::as_str);
        Some(id.and_then(|id| self.by_id.get(id).copied()).unwrap_or(value))
    }

    fn names(&self, value: Option<&'a Value>) -> Vec<String> {
        match value {
            Some(Value::Array(items)) => items.iter().take(30).flat_map(|item| self.names(Some(item))).collect(),
            other => names(self.resolved(other)),
        }
    }

    fn article(&mut self, value: &'a Value, weight: Weight) {
        let publisher = self.names(value.get("publisher")).into_iter().next();
        let authors = self.names(value.get("author"));
        let picture = self.resolved(
            value.get("image").or_else(|| value.get("thumbnailUrl")).or_else(|| value.get("primaryImageOfPage")),
        );
        let agency = ["sourceOrganization", "provider", "isBasedOn", "creditText"]
            .iter()
            .find_map(|key| self.names(value.get(*key)).into_iter().next());
        let out = &mut self.out;
        let previous = std::mem::take(out);
        article(value, out);
        out.authors = authors;
        out.publisher = publisher.or(previous.publisher);
        out.image = image(picture);
        out.caption = picture.and_then(|p| line(p.get("caption")));
        out.agency = agency;
        out.breadcrumbs = previous.breadcrumbs;
        if weight == Weight::Page {
            // A page's name is the document's title, its author whoever made the site.
            (out.headline, out.subtitle) = (None, None);
            out.authors.clear();
        }
        // What a lesser node said stands where the greater says nothing.
        out.headline = out.headline.take().or(previous.headline);
        out.published = out.published.take().or(previous.published);
        out.modified = out.modified.take().or(previous.modified);
        out.image = out.image.take().or(previous.image);
        out.language = out.language.take().or(previous.language);
        if out.authors.is_empty() {
            out.authors = previous.authors;
        }
        if out.sections.is_empty() {
            out.sections = previous.sections;
        }
    }
}

fn article(value: &Value, out: &mut LinkedData) {
    out.headline = line(value.get("headline")).or_else(|| line(value.get("name")));
    out.subtitle = line(value.get("alternativeHeadline"));
    out.published = ["datePublished", "uploadDate", "dateCreated"].iter().find_map(|key| line(value.get(*key)));
    out.modified = line(value.get("dateModified"));
    out.sections = names(value.get("articleSection"));
    out.keywords = names(value.get("keywords"))
        .iter()
        .flat_map(|k| k.split([',', '،', ';', '|']))
        .map(to_line)
        .filter(|k| !k.is_empty())
        .collect();
    out.language = line(value.get("inLanguage"));
}

fn breadcrumbs(value: &Value, out: &mut LinkedData) {
    let Some(items) = value.get("itemListElement").and_then(Value::as_array) else { return };
    out.breadcrumbs = items
        .iter()
        .take(12)
        .filter_map(|item| line(item.get("name")).or_else(|| line(item.get("item")?.get("name"))))
        .collect();
}

fn strings(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).take(20).collect(),
        _ => Vec::new(),
    }
}

/// A text of linked data as one line; the first of several.
pub(crate) fn line(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => text.as_str(),
        Value::Array(items) => items.first()?.as_str()?,
        _ => return None,
    };
    Some(to_line(text)).filter(|line| !line.is_empty())
}

/// Names of persons or things: strings, objects with a name, or lists of both.
pub(crate) fn names(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(items)) => items.iter().take(30).flat_map(|item| names(Some(item))).collect(),
        Some(Value::Object(object)) => line(object.get("name")).into_iter().collect(),
        other => line(other).into_iter().collect(),
    }
}

fn image(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => image(items.first()),
        Value::Object(object) => image(object.get("url").or_else(|| object.get("contentUrl"))),
        _ => None,
    }
}
