//! What tags are by their names alone: roots of feeds, of other documents, pieces of pages.

use std::borrow::Cow;

/// Splits `prefix:local`.
pub(super) fn split(tag: &str) -> (&str, &str) {
    tag.split_once(':').unwrap_or(("", tag))
}

/// ASCII letters in lower case.
pub(super) fn lower(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a tag opens or closes an entry by its name alone.
pub(super) fn is_entry_tag(tag: &str) -> bool {
    tag.eq_ignore_ascii_case("item") || tag.eq_ignore_ascii_case("entry")
}

/// Whether the document begins with two XML declarations.
pub(super) fn has_second_declaration(source: &str) -> bool {
    let second = source.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    second.is_some_and(|(_, rest)| rest.trim_start().starts_with("<?xml "))
}

/// Whether a tag may be a feed's root, by its name.
pub(super) fn is_root(tag: &str) -> bool {
    let (prefix, local) = split(tag);
    let local = lower(local);
    matches!(&*local, "rss" | "feed" | "rdf" | "channel") || (prefix.is_empty() && matches!(&*local, "item" | "entry"))
}

/// Roots of documents that are certainly no feeds; a feed inside of one is not looked for.
pub(super) fn is_other_root(tag: &str) -> bool {
    let local = lower(split(tag).1);
    matches!(
        &*local,
        "opml" | "urlset" | "sitemapindex" | "svg" | "opensearchdescription" | "rsd" | "plist" | "methodresponse"
    )
}

/// Whether a tag is one of a page's.
pub(super) fn is_html(tag: &str) -> bool {
    const NAMES: [&str; 48] = [
        "html",
        "head",
        "body",
        "title",
        "meta",
        "link",
        "script",
        "style",
        "div",
        "p",
        "br",
        "b",
        "i",
        "a",
        "span",
        "table",
        "tr",
        "td",
        "th",
        "tbody",
        "form",
        "input",
        "img",
        "h1",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
        "center",
        "font",
        "hr",
        "strong",
        "em",
        "u",
        "pre",
        "code",
        "iframe",
        "main",
        "section",
        "header",
        "nav",
        "article",
        "base",
        "noscript",
        "button",
        "blockquote",
    ];
    NAMES.iter().any(|name| tag.eq_ignore_ascii_case(name))
}
