//! Lists of articles in JSON-LD (schema.org): `ItemList`, `CollectionPage`, `Blog`, graphs of articles.

use dom_query::Document;
use serde_json::{Map, Value};
use url::Url;

use crate::extract::{line, names};
use crate::feed::{self, ParsedEntry};
use crate::html::RawHtml;
use crate::text::date;

/// Longest script that is read, in bytes, and most scripts and nodes.
const MOST_BYTES: usize = 2 * 1024 * 1024;
const MOST_SCRIPTS: usize = 40;
const MOST_NODES: usize = 4_000;
const DEEPEST: usize = 12;

/// All articles that the page's linked data names, in its order.
pub(super) fn read(doc: &Document, base: &Url, _: &Url) -> Vec<ParsedEntry> {
    let mut out = Vec::new();
    let mut left = MOST_NODES;
    for script in doc.select("script[type='application/ld+json']").nodes().iter().take(MOST_SCRIPTS) {
        let text = script.text();
        if text.len() > MOST_BYTES {
            continue;
        }
        // Plugins leave line breaks inside strings, and comments or a semicolon around it all.
        let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let clean = clean.trim().trim_start_matches("<!--").trim_end_matches("-->").trim().trim_end_matches(';');
        if let Ok(value) = serde_json::from_str::<Value>(clean) {
            walk(&value, base, &mut out, &mut left, DEEPEST, false);
        }
    }
    out
}

/// Whether a node is of one of these types.
fn is(object: &Map<String, Value>, ends: &[&str]) -> bool {
    let types: Vec<&str> = match object.get("@type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).take(10).collect(),
        _ => Vec::new(),
    };
    types
        .iter()
        .any(|kind| ends.iter().any(|end| kind.rsplit(['/', ':']).next().is_some_and(|kind| kind.ends_with(end))))
}

/// `listed`: the node is an element of a list, where a name and an address are enough to be an article.
fn walk(value: &Value, base: &Url, out: &mut Vec<ParsedEntry>, left: &mut usize, depth: usize, listed: bool) {
    if *left == 0 || depth == 0 {
        return;
    }
    *left -= 1;
    let object = match value {
        Value::Array(items) => {
            items.iter().for_each(|item| walk(item, base, out, left, depth - 1, listed));
            return;
        }
        Value::Object(object) => object,
        _ => return,
    };
    // Ways about, goods and the like are lists as well.
    const OTHERS: [&str; 11] = [
        "BreadcrumbList",
        "SiteNavigationElement",
        "Product",
        "Offer",
        "Event",
        "Organization",
        "Person",
        "Recipe",
        "JobPosting",
        "FAQPage",
        "Question",
    ];
    if is(object, &OTHERS) {
        return;
    }
    if is(object, &["Article", "BlogPosting", "Report", "LiveBlogPosting", "SocialMediaPosting"]) {
        out.extend(article(object, base));
        return;
    }
    if is(object, &["ListItem"]) || listed && !object.contains_key("itemListElement") {
        // The element is the article, or wraps it.
        match object.get("item") {
            Some(item @ Value::Object(inner)) if inner.contains_key("@type") => {
                walk(item, base, out, left, depth - 1, true);
            }
            Some(Value::Object(inner)) => out.extend(article(inner, base).or_else(|| article(object, base))),
            _ => out.extend(article(object, base)),
        }
        return;
    }
    for key in
        ["@graph", "mainEntity", "mainEntityOfPage", "hasPart", "blogPost", "blogPosts", "itemListElement", "about"]
    {
        if let Some(inner) = object.get(key).filter(|inner| inner.is_object() || inner.is_array()) {
            walk(inner, base, out, left, depth - 1, key == "itemListElement");
        }
    }
}

fn article(object: &Map<String, Value>, base: &Url) -> Option<ParsedEntry> {
    let text = |key: &str| line(object.get(key));
    let title = text("headline").or_else(|| text("name")).filter(|title| super::is_headline(title))?;
    let addresses = [
        object.get("url"),
        object.get("mainEntityOfPage").filter(|page| page.is_string()),
        object.get("mainEntityOfPage").and_then(|page| page.get("@id")),
        object.get("item").filter(|item| item.is_string()),
        object.get("item").and_then(|item| item.get("@id")),
        object.get("@id"),
    ];
    let mut url = addresses
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .find_map(|address| feed::resolve(address, Some(base)))?;
    url.set_fragment(None);
    if url.path() == "/" && url.query().is_none() {
        return None;
    }
    Some(ParsedEntry {
        title,
        authors: names(object.get("author")),
        categories: names(object.get("articleSection")),
        published: text("datePublished").or_else(|| text("dateCreated")).and_then(|text| date::parse(&text)),
        updated: text("dateModified").and_then(|text| date::parse(&text)),
        summary: text("description").map(|text| RawHtml(text.replace('&', "&amp;").replace('<', "&lt;"))),
        image: image(object.get("image"))
            .or_else(|| image(object.get("thumbnailUrl")))
            .and_then(|address| feed::resolve(&address, Some(base))),
        base: Some(url.clone()),
        url: Some(url),
        ..ParsedEntry::default()
    })
}

fn image(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => items.iter().find_map(|item| image(Some(item))),
        Value::Object(object) => {
            ["url", "contentUrl", "@id"].iter().find_map(|key| object.get(*key)?.as_str().map(str::to_owned))
        }
        _ => None,
    }
}
