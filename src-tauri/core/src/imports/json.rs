//! JSON: Omnivore's, wallabag's and Karakeep's.

use serde_json::Value;

use super::{MOST, Saved, moment};
use crate::contract::ImportFormat;
use crate::text;

fn string(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A list of names, or of things that have one.
fn names(value: &Value, key: &str) -> Vec<String> {
    let list = value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let name = |item: &Value| {
        item.as_str().map(str::to_owned).or_else(|| string(item, "name")).or_else(|| string(item, "label"))
    };
    list.iter().take(50).filter_map(name).collect()
}

/// A date as text or as a number.
fn date(value: &Value, key: &str) -> Option<i64> {
    let found = value.get(key)?;
    found.as_i64().and_then(moment).or_else(|| found.as_str().and_then(text::date::parse))
}

fn truth(value: &Value, key: &str) -> bool {
    value.get(key).is_some_and(|value| value.as_bool() == Some(true) || value.as_i64() == Some(1))
}

/// Reads a file by what its items say.
pub(super) fn read(text: &str) -> Option<(ImportFormat, Vec<Saved>)> {
    let value: Value = serde_json::from_str(text).ok()?;
    if let Some(bookmarks) = value.get("bookmarks").and_then(Value::as_array) {
        return Some((ImportFormat::Karakeep, bookmarks.iter().take(MOST + 1).map(karakeep).collect()));
    }
    let items = value.as_array()?;
    let first = items.first()?;
    let has = |key: &str| first.get(key).is_some();
    if has("is_archived") || has("hashed_url") {
        Some((ImportFormat::Wallabag, items.iter().take(MOST + 1).map(wallabag).collect()))
    } else if has("savedAt") || has("labels") {
        Some((ImportFormat::Omnivore, items.iter().take(MOST + 1).map(omnivore).collect()))
    } else {
        None
    }
}

fn omnivore(item: &Value) -> Saved {
    let quotes = item.get("highlights").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    Saved {
        url: string(item, "url").or_else(|| string(item, "originalArticleUrl")).unwrap_or_default(),
        title: string(item, "title").unwrap_or_default(),
        tags: names(item, "labels"),
        added: date(item, "savedAt"),
        published: date(item, "publishedAt"),
        read: string(item, "state").is_some_and(|state| state.eq_ignore_ascii_case("archived")),
        quotes: quotes
            .iter()
            .filter_map(|quote| Some((string(quote, "quote")?, string(quote, "annotation"))))
            .collect(),
        html: string(item, "content"),
        ..Saved::default()
    }
}

fn wallabag(item: &Value) -> Saved {
    let quotes = item.get("annotations").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    Saved {
        url: string(item, "url").or_else(|| string(item, "given_url")).unwrap_or_default(),
        title: string(item, "title").unwrap_or_default(),
        tags: names(item, "tags"),
        added: date(item, "created_at"),
        published: date(item, "published_at"),
        read: truth(item, "is_archived"),
        quotes: quotes.iter().filter_map(|quote| Some((string(quote, "quote")?, string(quote, "text")))).collect(),
        html: string(item, "content"),
        ..Saved::default()
    }
}

fn karakeep(item: &Value) -> Saved {
    let content = item.get("content").cloned().unwrap_or_default();
    Saved {
        url: string(&content, "url").or_else(|| string(&content, "sourceUrl")).unwrap_or_default(),
        title: string(item, "title").or_else(|| string(&content, "title")).unwrap_or_default(),
        tags: names(item, "tags"),
        added: date(item, "createdAt"),
        read: truth(item, "archived"),
        note: string(item, "note"),
        html: string(&content, "htmlContent"),
        ..Saved::default()
    }
}
