//! Lists of blocks as markup: each item a paragraph, a heading, a list, a quotation or a picture, said by its kind.

use serde_json::{Map, Value};

/// Deepest nesting, and longest markup that is made.
const DEEPEST: usize = 30;
const LONGEST: usize = 2 * 1024 * 1024;

/// Keys that hold an item's words or further items.
const INNER: &[&str] = &[
    "content",
    "text",
    "html",
    "value",
    "body",
    "children",
    "content_elements",
    "items",
    "data",
    "paragraph",
    "nodes",
    "paragraphs",
    "blocks",
    "root",
    "document",
    "attrs",
];

/// Text or markup of its own: lines become paragraphs.
pub(super) fn from_text(text: &str, out: &mut String) {
    if out.len() + text.len() > LONGEST {
        return;
    }
    if text.contains("</") || text.contains("<br") || text.contains("<p>") {
        out.push_str(text);
    } else if text.contains("&lt;p") {
        out.push_str(&text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"));
    } else {
        for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
            wrap("p", &escaped(line), out);
        }
    }
}

fn wrap(tag: &str, inner: &str, out: &mut String) {
    if out.len() + inner.len() <= LONGEST {
        out.push_str(&format!("<{tag}>{inner}</{tag}>\n"));
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Whether a list is an element as React writes it: `["$", "p", key, {"children": …}]`.
pub(super) fn is_element(items: &[Value]) -> bool {
    items.len() >= 4 && items[0].as_str() == Some("$") && items[1].is_string()
}

/// Such an element as markup.
pub(super) fn from_element(value: &Value, out: &mut String, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::String(text) if !text.starts_with('$') => out.push_str(&escaped(text)),
        Value::Array(items) if is_element(items) => {
            let tag = items[1].as_str().unwrap_or_default();
            if matches!(
                tag,
                "script" | "style" | "link" | "meta" | "nav" | "footer" | "button" | "form" | "title" | "svg"
            ) {
                return;
            }
            let Some(props) = items[3].as_object() else { return };
            let mut inner = String::new();
            if let Some(html) =
                props.get("dangerouslySetInnerHTML").and_then(|set| set.get("__html")).and_then(Value::as_str)
            {
                inner.push_str(html);
            }
            if let Some(children) = props.get("children") {
                from_element(children, &mut inner, depth + 1);
            }
            let plain = tag.len() <= 10 && tag.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
            wrap(if plain { tag } else { "div" }, &inner, out);
        }
        Value::Array(items) => items.iter().for_each(|item| from_element(item, out, depth + 1)),
        _ => {}
    }
}

/// Whether an object holds a list of blocks (`{"type":"doc","content":[…]}`, `{"blocks":[…]}`).
pub(super) fn holds_items(object: &Map<String, Value>) -> bool {
    object.len() <= 8
        && ["content", "children", "blocks", "nodes", "items", "root", "document"]
            .iter()
            .any(|key| object.get(*key).is_some_and(|v| v.is_array() || v.is_object()))
}

/// Such an object's blocks.
pub(super) fn from_object(object: &Map<String, Value>, out: &mut String, depth: usize) {
    for key in ["content", "children", "blocks", "nodes", "items"] {
        if let Some(Value::Array(items)) = object.get(key) {
            return from_items(items, out, depth);
        }
    }
    for key in ["root", "document"] {
        if let Some(Value::Object(inner)) = object.get(key)
            && depth < DEEPEST
        {
            return from_object(inner, out, depth + 1);
        }
    }
}

/// The items of a list, each by its kind.
pub(super) fn from_items(items: &[Value], out: &mut String, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    // A list of other stories, each with a title and an address, is no text.
    let stories = items
        .iter()
        .filter_map(Value::as_object)
        .filter(|item| {
            ["title", "headline", "headlines"].iter().any(|key| item.contains_key(*key))
                && ["url", "link", "slug", "href", "canonical_url", "id", "_id"]
                    .iter()
                    .any(|key| item.contains_key(*key))
                && kind(item).is_empty()
        })
        .count();
    if stories * 2 > items.len() {
        return;
    }
    for item in items.iter().take(3_000) {
        match item {
            Value::String(text) => from_text(text, out),
            Value::Object(object) => block(object, out, depth),
            _ => {}
        }
    }
}

/// What an item says that it is, in lower case.
fn kind(item: &Map<String, Value>) -> String {
    let mut kind = String::new();
    for key in ["type", "_type", "nodeType", "kind", "style", "tag", "tagName", "__typename", "__component"] {
        if let Some(said) = item.get(key).and_then(Value::as_str).filter(|said| said.len() <= 60) {
            kind.push_str(&said.to_ascii_lowercase());
            kind.push(' ');
        }
    }
    kind
}

fn block(item: &Map<String, Value>, out: &mut String, depth: usize) {
    let kind = kind(item);
    let is = |words: &[&str]| words.iter().any(|word| kind.contains(word));
    if is(&["interstitial", "related", "promo", "advert", "newsletter", "readalso", "read_also", "comment"]) {
        return;
    }
    if is(&["image", "picture", "photo", "figure", "gallery", "video", "audio", "embed", "raw_html", "tweet", "media"])
    {
        let said = |keys: &[&str]| {
            keys.iter().find_map(|key| item.get(*key).or_else(|| item.get("data")?.get(*key))?.as_str())
        };
        if let Some(address) =
            said(&["url", "src"]).filter(|a| a.starts_with("http") && is(&["image", "picture", "photo", "figure"]))
        {
            let caption =
                said(&["caption"]).map(|c| format!("<figcaption>{}</figcaption>", escaped(&crate::html::to_line(c))));
            let address = escaped(address).replace('"', "%22");
            wrap("figure", &format!("<img src=\"{address}\">{}", caption.unwrap_or_default()), out);
        }
        return;
    }
    let mut inner = String::new();
    if !inline(item, &mut inner, depth) {
        // Its parts are blocks themselves.
        let mut parts = String::new();
        for key in INNER {
            match item.get(*key) {
                Some(Value::Array(items)) => from_items(items, &mut parts, depth + 1),
                Some(Value::Object(object)) if depth < DEEPEST => block(object, &mut parts, depth + 1),
                _ => {}
            }
        }
        if is(&["list"]) && !is(&["item"]) {
            parts = parts.replace("<p>", "<li>").replace("</p>", "</li>");
            wrap("ul", &parts, out);
        } else if is(&["quote"]) {
            wrap("blockquote", &parts, out);
        } else {
            out.push_str(&parts);
        }
        return;
    }
    if inner.trim().is_empty() {
        return;
    }
    let heading = is(&["head", "subtitle"]) || ["h1 ", "h2 ", "h3 ", "h4 "].iter().any(|h| kind.contains(h));
    if heading {
        wrap("h2", &inner, out);
    } else if is(&["quote"]) {
        wrap("blockquote", &inner, out);
    } else if inner.contains("<p") || inner.contains("<div") || inner.contains("<ul") {
        out.push_str(&inner);
    } else {
        wrap("p", &inner, out);
    }
}

/// The words of an item whose parts are pieces of one line; false when they are blocks.
fn inline(item: &Map<String, Value>, out: &mut String, depth: usize) -> bool {
    if depth > DEEPEST {
        return true;
    }
    for key in ["content", "text", "html", "value", "body", "paragraph"] {
        if let Some(text) = item.get(key).and_then(Value::as_str) {
            let markup = text.contains("</") || text.contains("<br");
            out.push_str(&if markup { text.to_owned() } else { escaped(text).replace('\n', "<br>") });
            return true;
        }
    }
    if let Some(Value::Object(data)) = item.get("data")
        && ["text", "content", "html"].iter().any(|key| data.get(*key).is_some_and(Value::is_string))
    {
        return inline(data, out, depth + 1);
    }
    for key in ["children", "content", "nodes"] {
        let Some(Value::Array(parts)) = item.get(key) else { continue };
        let leaf = |part: &Value| {
            part.is_string()
                || part.as_object().is_some_and(|o| {
                    ["text", "value"].iter().any(|key| o.get(*key).is_some_and(Value::is_string))
                        || [
                            "link",
                            "hyperlink",
                            "a ",
                            "linebreak",
                            "hardbreak",
                            "strong",
                            "em ",
                            "bold",
                            "mark",
                            "autolink",
                        ]
                        .iter()
                        .any(|word| kind(o).contains(word))
                })
        };
        if parts.is_empty() || !parts.iter().all(leaf) {
            return false;
        }
        for part in parts.iter().take(2_000) {
            match part {
                Value::String(text) => out.push_str(&escaped(text)),
                Value::Object(object) => {
                    inline(object, out, depth + 1);
                }
                _ => {}
            }
        }
        return true;
    }
    !["items", "content_elements", "data", "paragraphs", "blocks"].iter().any(|key| item.contains_key(*key))
}
