//! JSON Feed 1.0 and 1.1 (<https://jsonfeed.org/version/1.1>), as loosely as it is written in the wild: numbers for
//! identifiers, no `version`, a document that was cut off.

use std::borrow::Cow;

use serde_json::{Map, Value};
use url::Url;

use super::context::{MAX_LIST, add, resolve};
use super::element::within;
use super::{Format, MAX_ENTRIES, ParseError, ParsedEnclosure, ParsedEntry, ParsedFeed};
use super::{json_repair, json_value};
use crate::html::{RawHtml, to_line};

/// An identifier is kept up to so many bytes.
const MAX_GUID: usize = 2 * 1024;
/// A text is kept up to so many bytes.
const MAX_TEXT: usize = 4 * 1024 * 1024;

type Object = Map<String, Value>;

/// Reads a JSON feed, and what had to be repaired.
pub(super) fn read(text: &str, url: Option<&Url>) -> Result<(ParsedFeed, Vec<&'static str>), ParseError> {
    let mut repairs = Vec::new();
    let not_json = |error: serde_json::Error| ParseError::NotAFeed(format!("JSON: {error}"));
    let escaped = escape_line_breaks(text);
    if matches!(escaped, Cow::Owned(_)) {
        repairs.push("control_character");
    }
    let text = &*escaped;
    let value = match json_value::first(text) {
        Ok(value) => value,
        Err(error) if error.is_eof() => cut_off(text, &mut repairs).ok_or_else(|| not_json(error))?,
        Err(_) => {
            // Not JSON to the letter: once more with what is usually wrong put right.
            let repaired = json_repair::repair(text);
            repairs.push("json_syntax");
            match json_value::first(&repaired) {
                Ok(value) => value,
                Err(error) if error.is_eof() => cut_off(&repaired, &mut repairs).ok_or_else(|| not_json(error))?,
                Err(error) => return Err(not_json(error)),
            }
        }
    };
    let Value::Object(feed) = value else { return Err(ParseError::NotAFeed("JSON without an object".to_owned())) };
    let items = feed.get("items").and_then(Value::as_array);
    let version = feed.get("version").and_then(Value::as_str).is_some_and(|version| version.contains("jsonfeed.org"));
    let named = ["title", "home_page_url", "feed_url"].iter().any(|key| feed.contains_key(*key));
    let filled = items.is_some_and(|items| items.iter().any(is_item));
    if !(version || named && filled) {
        return Err(ParseError::NotAFeed("JSON, but no JSON Feed".to_owned()));
    }
    let items = items.map(Vec::as_slice).unwrap_or_default();
    if items.len() > MAX_ENTRIES {
        repairs.push("too_many_entries");
    }
    let site_url = address(&feed, "home_page_url", url);
    let base = url.or(site_url.as_ref());
    let language = string(&feed, "language");
    let feed_authors = authors(&feed);
    let entries = items.iter().filter_map(Value::as_object).take(MAX_ENTRIES);
    let entries = entries.map(|item| entry(item, base, &feed_authors)).collect();
    let parsed = ParsedFeed {
        format: Some(Format::Json),
        title: line(&feed, "title").unwrap_or_default(),
        description: line(&feed, "description"),
        icon: address(&feed, "icon", base).or_else(|| address(&feed, "favicon", base)),
        older: address(&feed, "next_url", url),
        site_url,
        language,
        entries,
        ..ParsedFeed::default()
    };
    Ok((parsed, repairs))
}

/// Whether a value looks like an item of a JSON Feed: another service's `{"title": …, "items": […]}` is none.
fn is_item(item: &Value) -> bool {
    const KEYS: [&str; 6] = ["url", "content_html", "content_text", "date_published", "external_url", "summary"];
    item.as_object().is_some_and(|item| {
        KEYS.iter().any(|key| item.contains_key(*key)) || item.contains_key("id") && item.contains_key("title")
    })
}

/// The value of a document that was cut off: what its whole items say.
fn cut_off(text: &str, repairs: &mut Vec<&'static str>) -> Option<Value> {
    let whole = whole_items(text)?;
    repairs.push("truncated");
    json_value::first(&whole).ok()
}

fn entry(item: &Object, base: Option<&Url>, feed_authors: &[String]) -> ParsedEntry {
    let url = address(item, "url", base).or_else(|| address(item, "external_url", base));
    let guid = match item.get("id") {
        Some(Value::String(id)) => Some(id.trim().to_owned()).filter(|id| !id.is_empty()),
        Some(Value::Number(id)) => Some(id.to_string()),
        _ => None,
    };
    let guid = guid.map(|guid| within(&guid, MAX_GUID).to_owned());
    let html = |key: &str| string(item, key).map(|text| RawHtml(within(&text, MAX_TEXT).to_owned()));
    let plain =
        |key: &str| string(item, key).map(|text| RawHtml(super::markup::plain_to_html(within(&text, MAX_TEXT))));
    let date = |key: &str| item.get(key).and_then(Value::as_str).and_then(crate::text::date::parse);
    let mut own_authors = authors(item);
    if own_authors.is_empty() {
        own_authors = feed_authors.to_vec();
    }
    let mut categories = Vec::new();
    for tag in item.get("tags").and_then(Value::as_array).into_iter().flatten() {
        add(&mut categories, tag.as_str().map(to_line));
    }
    let mut enclosures: Vec<ParsedEnclosure> = Vec::new();
    let attachments = item.get("attachments").and_then(Value::as_array).into_iter().flatten();
    for attachment in attachments.filter_map(Value::as_object).take(MAX_LIST) {
        let Some(url) = address(attachment, "url", base) else { continue };
        let mime = string(attachment, "mime_type").map(|mime| mime.to_ascii_lowercase());
        let bytes = attachment.get("size_in_bytes").and_then(Value::as_u64);
        enclosures.push(ParsedEnclosure { url, mime, bytes });
    }
    let pictures = enclosures.iter().filter(|file| file.mime.as_deref().is_some_and(|mime| mime.starts_with("image/")));
    let attached = pictures.map(|file| file.url.clone()).next();
    ParsedEntry {
        guid,
        title: line(item, "title").unwrap_or_default(),
        authors: own_authors,
        categories,
        published: date("date_published"),
        updated: date("date_modified"),
        content: html("content_html").or_else(|| plain("content_text")),
        summary: plain("summary"),
        base: url.clone().or_else(|| base.cloned()),
        language: string(item, "language"),
        image: address(item, "image", base).or_else(|| address(item, "banner_image", base)).or(attached),
        enclosures,
        url,
        ..ParsedEntry::default()
    }
}

/// `authors` of 1.1, `author` of 1.0.
fn authors(object: &Object) -> Vec<String> {
    let mut names = Vec::new();
    let many = object.get("authors").and_then(Value::as_array).into_iter().flatten();
    for author in many.chain(object.get("author")) {
        let name = author.get("name").unwrap_or(author);
        add(&mut names, name.as_str().map(to_line));
    }
    names
}

fn string(object: &Object, key: &str) -> Option<String> {
    let text = object.get(key)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Titles and descriptions are plain text in JSON Feed.
fn line(object: &Object, key: &str) -> Option<String> {
    let line = to_line(&super::entity::escape(&string(object, key)?));
    (!line.is_empty()).then_some(line)
}

fn address(object: &Object, key: &str, base: Option<&Url>) -> Option<Url> {
    resolve(&string(object, key)?, base)
}

/// Line breaks and tabs within strings, which JSON forbids, as escapes.
fn escape_line_breaks(text: &str) -> Cow<'_, str> {
    let (mut in_string, mut escaped) = (false, false);
    let mut broken = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'\n' | b'\r' | b'\t' if in_string => broken.push(at),
            _ => {}
        }
    }
    if broken.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + broken.len());
    let mut from = 0;
    for at in broken {
        out.push_str(text.get(from..at).unwrap_or_default());
        out.push_str(if text.as_bytes().get(at) == Some(&b'\t') { "\\t" } else { "\\n" });
        from = at + 1;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(out)
}

/// A document that was cut off, closed behind its last whole item.
fn whole_items(text: &str) -> Option<String> {
    let (mut depth, mut in_string, mut escaped, mut last) = (0usize, false, false, None);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                if byte == b'}' && depth == 2 {
                    last = Some(at + 1);
                }
            }
            _ => {}
        }
    }
    Some(format!("{}]}}", text.get(..last?)?))
}
