//! OPML out: what is known now, said as the file said it that it came from.

use std::collections::{BTreeMap, BTreeSet};

use super::{Attributes, KIND, NAMESPACE, Opml, TOP, category_path, line, without_login};
use crate::feed::entity::{escape, is_forbidden};

/// Attributes that stand first, in this order; the others follow by name.
const FIRST: &[&str] = &["text", "title", "type", "version", "xmlUrl", "htmlUrl", "description", "language"];

/// What is known of a feed when it is written.
#[derive(Debug, Clone, Copy)]
pub struct Current<'a> {
    /// The title that the reader sees.
    pub title: &'a str,
    /// The address.
    pub feed_url: &'a str,
    /// The site's address.
    pub site_url: Option<&'a str>,
    /// What it says of itself.
    pub description: Option<&'a str>,
    /// Its language.
    pub language: Option<&'a str>,
    /// How it is read, when it is no feed.
    pub kind: Option<&'a str>,
}

/// The attributes of a feed's outline: those that it came with, where they still hold, else what is known now. One that
/// was never in a file is described in full.
pub fn feed_attributes(kept: Attributes, now: Current<'_>) -> Attributes {
    let came = !kept.is_empty();
    let mut attributes = named(kept, now.title);
    let normal = |text: &str| url::Url::parse(text.trim()).map(String::from).ok();
    let feed_url = without_login(now.feed_url);
    // A fragment is no part of what is asked for.
    let holds = |attributes: &Attributes, name: &str, url: &str| {
        let kept = attributes.get(name).and_then(|kept| normal(kept));
        kept.is_some_and(|kept| kept.starts_with("http") && kept.split('#').next() == url.split('#').next())
    };
    if !holds(&attributes, "xmlUrl", &feed_url) {
        attributes.insert("xmlUrl".to_owned(), feed_url);
    }
    match now.site_url.map(without_login) {
        Some(site_url) if holds(&attributes, "htmlUrl", &site_url) => {}
        Some(site_url) => drop(attributes.insert("htmlUrl".to_owned(), site_url)),
        // What can't be opened is not passed on.
        None => attributes.retain(|name, value| name != "htmlUrl" || value.is_empty()),
    }
    if !came {
        attributes.insert("type".to_owned(), if now.kind.is_some() { "warraq" } else { "rss" }.to_owned());
        for (name, value) in [("description", now.description), ("language", now.language)] {
            let value = value.map(line).filter(|value| !value.is_empty());
            attributes.extend(value.map(|value| (name.to_owned(), value)));
        }
    }
    if let Some(kind) = now.kind {
        attributes.insert(KIND.to_owned(), kind.to_owned());
        attributes.insert("xmlns:warraq".to_owned(), NAMESPACE.to_owned());
    }
    attributes
}

/// The attributes of a folder's outline: those that it came with, under the title that it has now.
pub fn folder_attributes(kept: Attributes, title: &str) -> Attributes {
    named(kept, title)
}

/// Where a feed that came without a folder was put: the names of its `category` path, none for the default folder.
/// Nothing for a feed that stood in one, or that never was in a file.
pub fn implied_folder(kept: &Attributes) -> Option<Vec<String>> {
    kept.contains_key(TOP).then(|| category_path(kept.get("category").map_or("", String::as_str)))
}

/// `text` and `title` hold while the outline's name is what they say; else both are the name that it has now, as other
/// readers read the one or the other.
fn named(kept: Attributes, title: &str) -> Attributes {
    let came = !kept.is_empty();
    let mut attributes = kept;
    attributes.remove(TOP);
    let says = |name: &str| attributes.get(name).map(|value| line(value)).filter(|value| !value.is_empty());
    let (text, own) = (says("text"), says("title"));
    if text.as_deref().or(own.as_deref()) != Some(title) {
        if own.is_some() || !came {
            attributes.insert("title".to_owned(), title.to_owned());
        }
        attributes.insert("text".to_owned(), title.to_owned());
    } else if text.is_none() {
        // OPML requires it.
        attributes.insert("text".to_owned(), title.to_owned());
    }
    attributes
}

/// Writes an OPML 2.0 document: folders as they stand in one another, in each first its folders, then its feeds, both in
/// the order given. `created` is RFC 822.
pub fn write(title: &str, created: &str, opml: &Opml) -> String {
    let mut out = String::with_capacity(512 + opml.feeds.len() * 256);
    let namespaces = namespaces(opml);
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\"");
    for (prefix, namespace) in &namespaces {
        out.push_str(&format!(" xmlns:{prefix}=\"{}\"", value(namespace)));
    }
    out.push_str(">\n  <head>\n    <title>");
    out.push_str(&value(title));
    out.push_str("</title>\n    <dateCreated>");
    out.push_str(&value(created));
    out.push_str("</dateCreated>\n  </head>\n  <body>\n");
    // What stands in each folder; the last place is the top.
    let top = opml.folders.len();
    let mut inside: Vec<(Vec<usize>, Vec<usize>)> = vec![Default::default(); top + 1];
    for (place, folder) in opml.folders.iter().enumerate() {
        inside.get_mut(folder.parent.unwrap_or(top)).into_iter().for_each(|(folders, _)| folders.push(place));
    }
    for (place, feed) in opml.feeds.iter().enumerate() {
        inside.get_mut(feed.folder.unwrap_or(top)).into_iter().for_each(|(_, feeds)| feeds.push(place));
    }
    // By hand and not by recursion, as depth comes from outside.
    let mut open = vec![(top, 0)];
    while let Some((place, next)) = open.last_mut() {
        let Some((folders, feeds)) = inside.get(*place) else { break };
        if let Some(folder) = folders.get(*next) {
            *next += 1;
            let folder = *folder;
            indent(&mut out, open.len());
            outline(&mut out, opml.folders.get(folder).map(|folder| &folder.attributes), &namespaces);
            out.push_str(">\n");
            open.push((folder, 0));
            continue;
        }
        for feed in feeds {
            indent(&mut out, open.len());
            outline(&mut out, opml.feeds.get(*feed).map(|feed| &feed.attributes), &namespaces);
            out.push_str("/>\n");
        }
        open.pop();
        if !open.is_empty() {
            indent(&mut out, open.len());
            out.push_str("</outline>\n");
        }
    }
    out.push_str("  </body>\n</opml>\n");
    out
}

fn indent(out: &mut String, depth: usize) {
    (0..=depth).for_each(|_| out.push_str("  "));
}

/// The namespace of each prefix that is used; where a prefix has several, the first by name. The others stay with the
/// outlines that they belong to. A prefix that no file declared gets one, as a strict reader refuses it otherwise.
fn namespaces(opml: &Opml) -> BTreeMap<String, String> {
    let outlines =
        opml.folders.iter().map(|folder| &folder.attributes).chain(opml.feeds.iter().map(|feed| &feed.attributes));
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for attributes in outlines {
        for name in attributes.keys() {
            let Some((prefix, _)) = name.split_once(':').filter(|(prefix, _)| !matches!(*prefix, "xml" | "xmlns"))
            else {
                continue;
            };
            let namespace = attributes.get(&format!("xmlns:{prefix}")).filter(|namespace| !namespace.is_empty());
            let namespace = namespace.cloned().unwrap_or_else(|| format!("unknown:{prefix}"));
            found.entry(prefix.to_owned()).or_default().insert(namespace);
        }
    }
    found.into_iter().filter_map(|(prefix, all)| Some((prefix, all.into_iter().next()?))).collect()
}

fn outline(out: &mut String, attributes: Option<&Attributes>, namespaces: &BTreeMap<String, String>) {
    let Some(attributes) = attributes else { return };
    out.push_str("<outline");
    let mut say = |name: &str, text: &str| {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        out.push_str(&value(text));
        out.push('"');
    };
    for name in FIRST {
        attributes.get(*name).into_iter().for_each(|value| say(name, value));
    }
    for (name, value) in attributes {
        if name == TOP || FIRST.contains(&name.as_str()) {
            continue;
        }
        if let Some(prefix) = name.strip_prefix("xmlns:")
            && namespaces.get(prefix) == Some(value)
        {
            continue;
        }
        say(name, &without_login(value));
    }
}

/// Text for an attribute: escaped, without what XML forbids. White space other than the plain space is written as a
/// reference, as a reader of XML makes spaces of it otherwise.
fn value(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for character in escape(text).chars().filter(|c| !is_forbidden(*c)) {
        match character {
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            other => out.push(other),
        }
    }
    out
}
