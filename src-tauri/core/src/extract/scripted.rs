//! Articles that a page holds as data only, drawn by a script: JSON-LD's `articleBody`, the state that frameworks leave
//! in the page (`__NEXT_DATA__`, `self.__next_f`, `Fusion.globalContent`, any object that a script is given).
//!
//! No format is known by name. A body is a string of prose, or a list whose items hold prose; the object that holds it
//! says its title, its writers and its time in fields of the usual names. Looked for only where the page's own markup
//! holds no article.

mod blocks;

use dom_query::Document;
use serde_json::{Map, Value};

use super::phrases;

/// Longest script that is read and most of them, in bytes.
const MOST_BYTES: usize = 4 * 1024 * 1024;
const MOST_SCRIPTS: usize = 200;

/// Most values that are looked at, and how deep.
const MOST_VALUES: usize = 60_000;
const DEEPEST: usize = 60;

/// Fewest letters of a body.
const FEWEST: usize = 80;

/// What a page's data says of its article.
#[derive(Debug, Default)]
pub(super) struct Scripted {
    pub(super) title: Option<String>,
    pub(super) subtitle: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<String>,
    /// The body: markup that is not safe yet.
    pub(super) html: String,
    /// Letters of it.
    pub(super) letters: usize,
}

/// Looks for an article in the scripts of a page. `title`: what the page is called.
pub(super) fn find(doc: &Document, title: &str) -> Option<Scripted> {
    let mut search = Search { wanted: phrases::normal(title), best: None, left: MOST_VALUES };
    let mut pushed = String::new();
    for script in doc.select("script").nodes().iter().take(MOST_SCRIPTS) {
        let text = script.text();
        let text = text.trim();
        if text.len() < FEWEST || text.len() > MOST_BYTES {
            continue;
        }
        if text.contains("__next_f.push(") {
            if pushed.len() < MOST_BYTES {
                pushes(text, &mut pushed);
            }
            continue;
        }
        for value in values(text) {
            search.value(&value, &[], 0);
        }
    }
    for value in rows(&pushed) {
        search.value(&value, &[], 0);
    }
    search.best.map(|(_, found)| found)
}

/// The JSON values of a script: all of it, or what it gives to names.
fn values(text: &str) -> Vec<Value> {
    if text.starts_with(['{', '['])
        && let Ok(value) = serde_json::from_str(text)
    {
        return vec![value];
    }
    let mut found = Vec::new();
    let mut at = 0;
    // `name = {…}`, `name = JSON.parse("…")`, `({…})`.
    for _ in 0..40 {
        let Some(next) = text[at..].find(['=', '(']).map(|i| at + i + 1) else { break };
        at = next;
        let rest = text[next..].trim_start();
        let rest = rest.strip_prefix("JSON.parse(").unwrap_or(rest);
        if !rest.starts_with("{\"") && !rest.starts_with("[{") && !rest.starts_with('"') {
            continue;
        }
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        let Some(Ok(value)) = stream.next() else { continue };
        at = text.len() - rest.len() + stream.byte_offset();
        match value {
            Value::String(inner) => found.extend(serde_json::from_str::<Value>(&inner).ok().filter(|v| !v.is_string())),
            other => found.push(other),
        }
        if found.len() >= 20 {
            break;
        }
    }
    found
}

/// The strings of `self.__next_f.push([1,"…"])`, joined.
fn pushes(text: &str, out: &mut String) {
    for part in text.split("__next_f.push(").skip(1).take(400) {
        let Some(Ok(Value::Array(items))) = serde_json::Deserializer::from_str(part).into_iter::<Value>().next() else {
            continue;
        };
        out.extend(items.iter().filter_map(Value::as_str));
    }
}

/// The rows of such a stream: `5:["$","article",…]`, `6:T2f,` and text of so many bytes.
fn rows(stream: &str) -> Vec<Value> {
    let mut out = Vec::new();
    let mut rest = stream;
    while let Some((id, after)) = rest.split_once(':').filter(|_| out.len() < 2_000) {
        if id.len() > 12 {
            rest = rest.split_once('\n').map_or("", |(_, next)| next);
            continue;
        }
        if let Some((length, text)) = after.strip_prefix('T').and_then(|t| t.split_once(','))
            && let Ok(length) = usize::from_str_radix(length, 16)
            && let Some(whole) = text.get(..length)
        {
            out.push(Value::String(whole.to_owned()));
            rest = text.get(length..).unwrap_or_default();
            continue;
        }
        let (line, next) = after.split_once('\n').unwrap_or((after, ""));
        let line = line.trim_start_matches(|c: char| c.is_ascii_uppercase());
        out.extend(serde_json::from_str::<Value>(line).ok());
        rest = next;
    }
    out
}

struct Search {
    /// The page's title, folded.
    wanted: String,
    best: Option<(u64, Scripted)>,
    left: usize,
}

/// Keys under which other stories stand.
const BESIDE: &[&str] = &[
    "related",
    "recommended",
    "recommendations",
    "latest",
    "mostread",
    "popular",
    "trending",
    "sidebar",
    "footer",
    "menu",
    "navigation",
    "comments",
    "translations",
    "messages",
    "locale",
    "ads",
    "config",
    "widgets",
    "nextarticle",
    "previousarticle",
    "morenews",
    "readalso",
];

/// Keys of a body, the surest first.
const BODIES: &[&str] = &[
    "articlebody",
    "contentelements",
    "body",
    "bodyhtml",
    "content",
    "contenthtml",
    "html",
    "fulltext",
    "text",
    "story",
    "articletext",
    "details",
    "paragraphs",
    "blocks",
    "description",
];

/// Keys of a title.
const TITLES: &[&str] = &["headline", "title", "headlines", "name", "articletitle", "maintitle"];

/// Keys of what is no prose.
const SILENT: &[&str] = &[
    "url",
    "href",
    "src",
    "css",
    "style",
    "styles",
    "script",
    "classname",
    "caption",
    "alt",
    "description",
    "excerpt",
    "summary",
    "metadescription",
    "seo",
    "bio",
    "about",
    "copyright",
    "terms",
    "privacy",
];

impl Search {
    fn value<'a>(&mut self, value: &'a Value, around: &[&'a Map<String, Value>], depth: usize) {
        if self.left == 0 || depth > DEEPEST {
            return;
        }
        self.left -= 1;
        match value {
            Value::Object(object) => {
                let mut around = around.to_vec();
                around.push(object);
                for (key, inner) in object {
                    let key = plain_key(key);
                    if BESIDE.iter().any(|beside| key.contains(beside)) {
                        continue;
                    }
                    self.body(&key, inner, &around);
                    self.value(inner, &around, depth + 1);
                }
            }
            Value::Array(items) => {
                if blocks::is_element(items) {
                    self.body("content", value, around);
                }
                for item in items.iter().take(2_000) {
                    self.value(item, around, depth + 1);
                }
            }
            Value::String(_) if around.is_empty() => self.body("text", value, around),
            _ => {}
        }
    }

    /// Looks at what may be a body.
    fn body(&mut self, key: &str, value: &Value, around: &[&Map<String, Value>]) {
        if SILENT.contains(&key) && key != "description" {
            return;
        }
        let mut html = String::new();
        match value {
            Value::String(text) => blocks::from_text(text, &mut html),
            Value::Array(items) if blocks::is_element(items) => blocks::from_element(value, &mut html, 0),
            Value::Array(items) => blocks::from_items(items, &mut html, 0),
            Value::Object(object) if blocks::holds_items(object) => blocks::from_object(object, &mut html, 0),
            _ => return,
        }
        let letters = prose(&html);
        if letters < FEWEST {
            return;
        }
        // The object that says the title: this one, or one that it stands in.
        let titled = around.iter().rev().take(4).find_map(|object| Some((*object, title_of(object)?)));
        let same = titled.as_ref().is_some_and(|(_, title)| {
            let title = phrases::normal(title);
            !title.is_empty()
                && (self.wanted.contains(&title) || !self.wanted.is_empty() && title.contains(&self.wanted))
        });
        let rank = BODIES.iter().position(|body| *body == key).map_or(0, |at| BODIES.len() - at) as u64;
        if !same && (rank == 0 || key == "description") {
            return;
        }
        let score = (letters as u64 + 10 * rank) * if same { 4 } else { 1 };
        if self.best.as_ref().is_some_and(|(best, _)| *best >= score) {
            return;
        }
        let mut found = Scripted { html, letters, ..Scripted::default() };
        if let Some((object, title)) = titled {
            found.title = Some(title);
            found.subtitle = ["subheadline", "subheadlines", "subtitle", "alternativeheadline", "standfirst"]
                .iter()
                .find_map(|key| said(field(object, key)?));
            found.authors = ["authors", "author", "byline", "credits", "writer", "writers", "creator"]
                .iter()
                .find_map(|key| field(object, key).map(people).filter(|names| !names.is_empty()))
                .unwrap_or_default();
            found.published = [
                "datepublished",
                "publishedat",
                "publishdate",
                "publisheddate",
                "displaydate",
                "firstpublishdate",
                "publicationdate",
                "published",
                "pubdate",
                "date",
                "createdat",
            ]
            .iter()
            .find_map(|key| field(object, key).and_then(Value::as_str).map(str::to_owned));
        }
        self.best = Some((score, found));
    }
}

/// A key without case and marks: `content_elements`, `contentElements`.
fn plain_key(key: &str) -> String {
    key.chars().filter(|c| c.is_alphanumeric()).take(40).flat_map(char::to_lowercase).collect()
}

fn field<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object.iter().find(|(key, _)| plain_key(key) == name).map(|(_, value)| value)
}

fn title_of(object: &Map<String, Value>) -> Option<String> {
    TITLES.iter().find_map(|key| said(field(object, key)?)).filter(|title| title.chars().count() <= 300)
}

/// A line: a string, or the first string of an object (`{"basic": "…"}`).
fn said(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.as_str(),
        Value::Object(object) => {
            ["basic", "rendered", "default", "text", "value", "ar"].iter().find_map(|key| object.get(*key)?.as_str())?
        }
        _ => return None,
    };
    Some(crate::html::to_line(text)).filter(|line| !line.is_empty())
}

/// Names of persons: strings, objects with a name, lists of either, one level further in at most (`credits.by`).
fn people(value: &Value) -> Vec<String> {
    let name = |value: &Value| match value {
        Value::Object(object) => {
            ["name", "fullname", "displayname", "title"].iter().find_map(|key| said(field(object, key)?))
        }
        other => said(other),
    };
    match value {
        Value::Array(items) => items.iter().take(8).filter_map(name).collect(),
        Value::Object(object) => match object.get("by").and_then(Value::as_array) {
            Some(items) => items.iter().take(8).filter_map(name).collect(),
            None => name(value).into_iter().collect(),
        },
        other => name(other).into_iter().collect(),
    }
}

/// Letters of markup that reads like prose; none when it reads like anything else.
fn prose(html: &str) -> usize {
    let text = crate::html::raw_to_text(&crate::html::RawHtml(html.to_owned()));
    let all = text.chars().filter(|c| !c.is_whitespace()).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let words = text.split_whitespace().count();
    let code = text.chars().filter(|c| matches!(c, '{' | '}' | '=' | '_' | '\\' | '<')).count();
    if all == 0 || letters * 10 < all * 7 || code * 40 > all || words < 12 || letters > words * 14 {
        0
    } else {
        letters
    }
}

#[cfg(test)]
mod tests;
