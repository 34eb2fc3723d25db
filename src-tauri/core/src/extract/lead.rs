//! The lead: the paragraph between the headline and the body that readability's choice leaves out, because it stands
//! in the header of the page.

use dom_query::{Document, NodeRef};

use super::blocks::{is_block, named};
use super::{dom, furniture, names, phrases};

/// Words of names of leads.
const NAMES: &[&str] = &[
    "lead",
    "lede",
    "intro",
    "introduction",
    "standfirst",
    "teaser",
    "abstract",
    "summary",
    "subtitle",
    "subline",
    "subheadline",
    "subhead",
    "dek",
    "deck",
    "excerpt",
    "description",
    "chapeau",
    "entradilla",
    "bajada",
    "sapo",
    "vorspann",
    "ingress",
];

/// Words of names of what may stand there besides.
const NOT: &[&str] = &[
    "caption",
    "credit",
    "author",
    "byline",
    "bio",
    "share",
    "social",
    "related",
    "newsletter",
    "ad",
    "ads",
    "breadcrumb",
    "breadcrumbs",
    "comment",
    "comments",
    "image",
    "img",
    "signature",
];

/// Lines that are looked at below the headline.
const MOST_LINES: usize = 24;

/// Lengths of a lead, in characters that aren't white space.
const LENGTH: std::ops::RangeInclusive<usize> = 100..=900;

/// Most nodes below the headline that are looked at.
const MOST_NODES: usize = 3_000;

/// Characters of the body in which the lead is looked for.
const BEGINNING: usize = 6_000;

/// A line below the headline.
#[derive(Debug)]
pub(super) struct Line {
    text: String,
    /// Characters that aren't white space; none when much of it is links.
    chars: usize,
    /// Whether it, or what holds it, is named as a lead or as a header.
    named: bool,
}

/// The lines below the headline, in order.
pub(super) fn lines(doc: &Document, title: &str) -> Vec<Line> {
    let Some(body) = doc.body() else { return Vec::new() };
    let wanted = phrases::normal(title);
    let mut out = Vec::new();
    let mut below = false;
    let mut whole = None;
    let mut walked = 0;
    for node in body.descendants_it() {
        if !node.is_element() {
            continue;
        }
        if whole.is_some_and(|id| node.ancestors_it(Some(12)).any(|a| a.id == id)) {
            continue;
        }
        if !below {
            if named(&node, &["h1", "h2"]) && phrases::normal(&node.text()) == wanted {
                below = true;
                whole = Some(node.id);
            }
            continue;
        }
        walked += 1;
        if walked > MOST_NODES {
            break;
        }
        if !named(&node, &["p", "h2", "h3", "h4", "div", "li", "section", "strong", "span"])
            || node.descendants_it().take(200).any(|n| is_block(&n))
        {
            continue;
        }
        whole = Some(node.id);
        if std::iter::once(node).chain(node.ancestors_it(Some(3))).any(|n| {
            named(&n, &["figure", "figcaption", "nav", "form", "footer"])
                || names::words(&n).is_some_and(|words| words.iter().any(|w| NOT.contains(&w.as_str())))
        }) {
            continue;
        }
        let text = said(&node).split_whitespace().collect::<Vec<_>>().join(" ");
        let chars = text.chars().filter(|c| !c.is_whitespace()).count();
        if chars == 0 {
            continue;
        }
        let linked: usize = node.descendants_it().filter(|n| n.has_name("a")).map(|n| n.text().chars().count()).sum();
        let called = std::iter::once(node).chain(node.ancestors_it(Some(2))).any(|n| {
            named(&n, &["header", "hgroup"])
                || names::words(&n).is_some_and(|words| words.iter().any(|w| NAMES.contains(&w.as_str())))
        });
        out.push(Line { chars: if linked * 3 > chars { 0 } else { chars }, named: called, text });
        if out.len() >= MOST_LINES {
            break;
        }
    }
    out
}

/// The text of a node without what no one reads.
fn said(node: &NodeRef<'_>) -> String {
    node.descendants_it()
        .filter(|inner| inner.is_text() && inner.parent().is_none_or(|parent| !dom::is_unread(&parent)))
        .map(|text| text.text().to_string())
        .collect()
}

/// The lead that `text`, the chosen body, lacks. `description` is what the page says of itself.
pub(super) fn missing<'a>(lines: &'a [Line], text: &str, description: Option<&str>) -> Option<&'a str> {
    if !lines.iter().any(|line| LENGTH.contains(&line.chars)) {
        return None;
    }
    let flat = phrases::normal(&text.chars().take(BEGINNING).collect::<String>());
    let description = description.map(phrases::normal).filter(|d| d.chars().count() >= 40);
    for (i, line) in lines.iter().enumerate() {
        let normal = phrases::normal(&line.text);
        let start: String = normal.chars().take(60).collect();
        if line.chars >= 25 && flat.contains(&start) {
            return None;
        }
        if !LENGTH.contains(&line.chars) || furniture::begins_line(&normal) || furniture::is_credit(&line.text, &normal)
        {
            continue;
        }
        let said = description.as_ref().is_some_and(|d| {
            let part: String = d.chars().take(40).collect();
            normal.starts_with(&part)
        });
        if said || line.named || i == 0 && line.chars >= 140 {
            return Some(&line.text);
        }
    }
    None
}

/// Whether a sub-headline has the length of a lead and `text`, the chosen body, doesn't begin with it.
pub(super) fn is_lead(subtitle: &str, text: &str) -> bool {
    if !LENGTH.contains(&subtitle.chars().filter(|c| !c.is_whitespace()).count()) {
        return false;
    }
    let start: String = phrases::normal(subtitle).chars().take(60).collect();
    !phrases::normal(&text.chars().take(BEGINNING).collect::<String>()).contains(&start)
}

/// What the page says of itself in `og:description` or `description`.
pub(super) fn description(doc: &Document) -> Option<String> {
    let head = doc.head()?;
    let of = |key: &str| {
        head.descendants_it().find_map(|n| {
            let name = n.attr("property").or_else(|| n.attr("name")).filter(|_| n.has_name("meta"))?;
            (name.as_ref() == key).then(|| n.attr("content")).flatten()
        })
    };
    of("og:description").or_else(|| of("description")).map(|d| d.to_string())
}
