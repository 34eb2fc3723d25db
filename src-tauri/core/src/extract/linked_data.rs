//! What a page says of itself in JSON-LD (schema.org).

use dom_query::Document;
use serde_json::Value;

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
    /// Names of a `BreadcrumbList`, outermost first.
    pub(super) breadcrumbs: Vec<String>,
}

/// Reads all JSON-LD of a page; the first article wins.
pub(super) fn read(doc: &Document) -> LinkedData {
    let mut out = LinkedData::default();
    let mut left = MOST_NODES;
    let mut found = false;
    for script in doc.select("script[type='application/ld+json']").nodes().iter().take(20) {
        let text = script.text();
        if text.len() > MOST_BYTES {
            continue;
        }
        // WordPress plugins leave line breaks inside strings.
        let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let clean = clean.trim().trim_start_matches("<!--").trim_end_matches("-->").trim().trim_end_matches(';');
        let Ok(value) = serde_json::from_str::<Value>(clean) else { continue };
        walk(&value, &mut out, &mut found, &mut left);
    }
    out
}

fn walk(value: &Value, out: &mut LinkedData, found: &mut bool, left: &mut usize) {
    if *left == 0 {
        return;
    }
    *left -= 1;
    match value {
        Value::Array(items) => items.iter().for_each(|item| walk(item, out, found, left)),
        Value::Object(object) => {
            let types = strings(object.get("@type"));
            let is = |name: &str| types.iter().any(|t| t.rsplit('/').next().is_some_and(|t| t.ends_with(name)));
            if !*found && (is("Article") || is("BlogPosting") || is("Report")) {
                *found = true;
                article(value, out);
            } else if is("BreadcrumbList") {
                breadcrumbs(value, out);
            } else if is("WebSite") && out.publisher.is_none() {
                out.publisher = line(object.get("name"));
            }
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "breadcrumb"] {
                if let Some(inner) = object.get(key).filter(|v| v.is_object() || v.is_array()) {
                    walk(inner, out, found, left);
                }
            }
        }
        _ => {}
    }
}

fn article(value: &Value, out: &mut LinkedData) {
    out.headline = line(value.get("headline")).or_else(|| line(value.get("name")));
    out.subtitle = line(value.get("alternativeHeadline"));
    out.authors = names(value.get("author"));
    if let Some(publisher) = names(value.get("publisher")).into_iter().next() {
        out.publisher = Some(publisher);
    }
    out.published = line(value.get("datePublished")).or_else(|| line(value.get("dateCreated")));
    out.modified = line(value.get("dateModified"));
    out.sections = names(value.get("articleSection"));
    out.keywords = names(value.get("keywords"))
        .iter()
        .flat_map(|k| k.split([',', '،']))
        .map(to_line)
        .filter(|k| !k.is_empty())
        .collect();
    out.image = image(value.get("image"));
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
