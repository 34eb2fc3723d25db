//! «المصدر»: where a paper says that it has a story from.

use dom_query::{Document, NodeRef};
use url::Url;

use super::lines::Lines;
use super::meta::web;
use super::{Source, dom, phrases};

/// Longest name of a source, in characters.
const LONGEST: usize = 80;

/// Where themes put it: TieLabs' below the text, tagDiv's and JNews' beside the tags, and hand-made names.
const BOXES: &[&str] = &[
    "post-bottom-source",
    "td-post-source-via",
    "jeg_post_source",
    "jeg_source",
    "jnews_post_source",
    "entry-source",
    "article-source",
    "article__source",
    "news-source",
    "post-source",
    "story-source",
    "source-box",
    "content-source",
    "field--name-field-source",
    "field-name-field-source",
    "article-sources",
    "sources-box",
    "source-name",
    "post-sources",
];

/// Takes a theme's box out of `doc` and tells what it says.
pub(super) fn from_box(doc: &Document, base: Option<&Url>) -> Option<Source> {
    let body = doc.body()?;
    let node = body.descendants_it().filter(NodeRef::is_element).find(|n| {
        dom::has_name_like(n, |name| BOXES.contains(&name))
            && !n.ancestors_it(Some(12)).any(|a| dom::is_aside(&a))
            && dom::short_text(n, 240).is_some_and(|text| !text.is_empty())
    })?;
    let links: Vec<(String, Option<Url>)> = dom::links(&node)
        .iter()
        .map(|link| (crate::html::line(&link.text()), link.attr("href").and_then(|href| web(&href, base))))
        .filter(|(name, _)| !name.is_empty() && !phrases::is_source_label(&phrases::normal(name)))
        .take(6)
        .collect();
    let text = dom::short_text(&node, 240)?;
    node.remove_from_parent();
    let url = links.iter().find_map(|(_, url)| url.clone());
    let named = phrases::source_named(&text).map(str::to_owned).or_else(|| {
        let names: Vec<String> = links.iter().map(|(name, _)| name.clone()).collect();
        (!names.is_empty()).then(|| names.join("، "))
    });
    source(&named.or_else(|| phrases::without_source_label(&text).map(str::to_owned))?, url)
}

/// Takes «المصدر: …» out of the text and tells it: on one line, or the label above the name.
pub(super) fn from_lines(doc: &Document, lines: &mut Lines, base: Option<&Url>) -> Option<Source> {
    let mut found = None;
    let prose = lines.lines.iter().position(|line| line.in_root && line.is_prose())?;
    let last_inside = lines.lines.iter().rposition(|line| line.in_root).unwrap_or_default();
    for at in 0..lines.lines.len() {
        let line = &lines.lines[at];
        if line.gone || line.letters > 110 {
            continue;
        }
        let text = line
            .text
            .trim_matches(|c: char| {
                matches!(c, '(' | ')' | '[' | ']' | '*' | '•' | '-' | '–' | '«' | '»') || c.is_whitespace()
            })
            .to_owned();
        let target = line
            .links()
            .first()
            .and_then(|id| doc.tree.get(id))
            .and_then(|a| a.attr("href"))
            .and_then(|href| web(&href, base));
        if phrases::is_source_label(&phrases::normal(&text)) {
            let next = lines.lines.iter().enumerate().skip(at + 1).find(|(_, l)| !l.gone).map(|(i, _)| i);
            let below = next.filter(|&next| {
                let line = &lines.lines[next];
                let alone = line.linked == 0 && line.in_root && line.text.split_whitespace().count() <= 6;
                line.text.chars().count() <= LONGEST && (line.is_mostly_links() || alone) && at > prose
            });
            if let Some(next) = below {
                let line = &lines.lines[next];
                let target = line
                    .links()
                    .first()
                    .and_then(|id| doc.tree.get(id))
                    .and_then(|a| a.attr("href"))
                    .and_then(|href| web(&href, base));
                let name = line.text.clone();
                lines.drop_line(doc, next);
                found = found.or_else(|| source(&name, target));
            }
            if lines.lines[at].in_root || below.is_some() {
                lines.drop_line(doc, at);
            }
            continue;
        }
        let near_end = at >= prose && at + 4 > last_inside;
        let named = phrases::source_named(&text).or_else(|| phrases::quoted_from(&text).filter(|_| near_end));
        if let Some(named) = named.map(str::to_owned) {
            lines.drop_line(doc, at);
            found = found.or_else(|| source(&named, target));
        }
    }
    found
}

fn source(name: &str, url: Option<Url>) -> Option<Source> {
    let name = crate::html::line(name);
    // A quotation mark whose other half went with the line's end.
    let name = if name.contains('«') == name.contains('»') { name } else { name.replace(['«', '»'], "") };
    // An address in a name's place: its host says who it is.
    let name = match Url::parse(&name) {
        Ok(address) if matches!(address.scheme(), "http" | "https") => {
            let host = address.host_str().unwrap_or_default();
            let host = host.strip_prefix("www.").unwrap_or(host).to_owned();
            return Some(Source { name: host, url: url.or(Some(address)) });
        }
        _ => name,
    };
    ((1..=LONGEST).contains(&name.chars().count())).then_some(Source { name, url })
}
