//! The headline among what a link or its card shows: the section, the age, the count and the excerpt beside it are told
//! from it, whatever elements they are in.

use std::collections::HashMap;

use dom_query::{NodeId, NodeRef};

use super::wording::{has_price, is_byline, is_count, is_time, leads_on, lettered, trimmed};
use super::{LONGEST_HEADLINE, line};

/// Nodes looked at within one link or heading.
const MOST_NODES: usize = 200;
/// Elements within elements that are looked at.
const DEEPEST: usize = 24;
/// A text of so many words may be a section's name beside a longer headline.
const LONGEST_LABEL: usize = 3;
/// A headline at its longest, where an excerpt may be meant.
const COMMON_LENGTH: usize = 180;

/// Names in classes of a headline's own element.
const TITLES: &[&str] = &["title", "headline", "heading", "header", "ttl", "caption", "head", "subject"];
/// Names in classes of an excerpt.
const EXCERPTS: &[&str] = &[
    "desc",
    "description",
    "excerpt",
    "summary",
    "lead",
    "teaser",
    "intro",
    "snippet",
    "body",
    "text",
    "details",
    "dek",
];

/// Text that stands in one element: what is set in bold within it belongs to it.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) text: String,
    host: NodeId,
    parent: Option<NodeId>,
    heading: bool,
    paragraph: bool,
    classed: bool,
    titled: bool,
    excerpt: bool,
}

/// Whether it is a heading.
pub(super) fn is_heading(node: &NodeRef<'_>) -> bool {
    node.node_name().is_some_and(|name| matches!(&*name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6"))
        || node.attr("role").is_some_and(|role| &*role == "heading")
}

/// The names in an element's classes, in lower case and part by part (`card__title` has `title`).
fn has_class_of(node: &NodeRef<'_>, names: &[&str]) -> bool {
    node.class().is_some_and(|class| {
        class.to_ascii_lowercase().split(|c: char| !c.is_ascii_alphabetic()).any(|part| names.contains(&part))
    })
}

/// The runs of text within a node, in order.
pub(super) fn runs(node: &NodeRef<'_>) -> Vec<Run> {
    let mut out = Vec::new();
    let mut left = MOST_NODES;
    collect(node, node, false, &mut out, &mut left, 0);
    for run in &mut out {
        run.text = crate::html::line(&run.text);
    }
    out.retain(|run| !run.text.is_empty());
    joined(out)
}

fn collect<'a>(
    node: &NodeRef<'a>,
    host: &NodeRef<'a>,
    heading: bool,
    out: &mut Vec<Run>,
    left: &mut usize,
    depth: usize,
) {
    const WITHIN: &[&str] = &[
        "b", "strong", "em", "i", "u", "font", "mark", "bdi", "bdo", "sup", "sub", "abbr", "q", "wbr", "big", "cite",
        "tt",
    ];
    const UNSEEN: &[&str] = &["script", "style", "noscript", "svg", "img", "template", "button", "select"];
    let heading = heading || is_heading(host);
    for child in node.children_it(false) {
        if *left == 0 {
            return;
        }
        *left -= 1;
        if child.is_text() {
            let text = child.text();
            match out.last_mut().filter(|run| run.host == host.id) {
                Some(run) => run.text.push_str(&text),
                None => out.push(Run {
                    text: text.to_string(),
                    host: host.id,
                    parent: host.parent().map(|parent| parent.id),
                    heading,
                    paragraph: host.has_name("p"),
                    classed: host.has_attr("class"),
                    titled: has_class_of(host, TITLES),
                    excerpt: has_class_of(host, EXCERPTS),
                }),
            }
            continue;
        }
        let Some(name) = child.node_name().filter(|_| depth < DEEPEST) else { continue };
        if &*name == "br" {
            if let Some(run) = out.last_mut() {
                run.text.push(' ');
            }
        } else if WITHIN.contains(&&*name) {
            collect(&child, host, heading, out, left, depth + 1);
        } else if !UNSEEN.contains(&&*name) {
            collect(&child, &child, heading, out, left, depth + 1);
        }
    }
}

/// Runs that are one text for a reader: what surrounds an inline element, and spans without a class that go on.
fn joined(runs: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::with_capacity(runs.len());
    let mut rest = runs.into_iter().peekable();
    while let Some(run) = rest.next() {
        let aside = is_time(&run.text) || is_count(&run.text) && !run.text.chars().any(char::is_alphanumeric);
        let Some(last) = out.last_mut() else {
            out.push(run);
            continue;
        };
        // «الرئيس <span>محمود</span> يزور»: text of one element on both sides.
        let around = rest.peek().is_some_and(|next| next.host == last.host) && run.parent == Some(last.host);
        // Text of the element goes on behind an element of it, or before one without a class.
        let goes_on = run.host == last.host;
        let within = run.parent == Some(last.host) && !run.classed;
        let opened = last.parent == Some(run.host) && !last.classed && lettered(&last.text) > 0;
        let spans = run.parent == last.parent
            && !run.classed
            && !last.classed
            && !run.paragraph
            && lettered(&last.text) > LONGEST_LABEL
            && lettered(&run.text) <= LONGEST_LABEL;
        let same_kind = run.heading == last.heading;
        if !aside
            && !is_time(&last.text)
            && same_kind
            && (around || goes_on || within || opened || spans && last.heading)
        {
            last.text.push(' ');
            last.text.push_str(&run.text);
            last.host = if opened { run.host } else { last.host };
            last.parent = if opened { run.parent } else { last.parent };
        } else {
            out.push(run);
        }
    }
    out
}

/// How often each run stands in links to different addresses: what stands in many is a label.
#[derive(Debug, Default)]
pub(super) struct Labels(HashMap<String, usize>);

impl Labels {
    /// Notes the runs of one address's links, each once an address.
    pub(super) fn note<'t>(&mut self, texts: impl Iterator<Item = &'t str>) {
        let mut seen = std::collections::HashSet::new();
        for text in texts {
            if seen.insert(text) {
                *self.0.entry(text.to_owned()).or_default() += 1;
            }
        }
    }

    fn is_label(&self, text: &str) -> bool {
        self.0.get(text).is_some_and(|times| *times >= 3)
    }
}

/// Whether a text may be a headline at all: not a time, a count, a price, a label, or a word that leads on.
pub(super) fn may_be_title(text: &str, labels: &Labels) -> bool {
    let length = text.chars().count();
    (2..=LONGEST_HEADLINE).contains(&length)
        && text.chars().any(char::is_alphabetic)
        && !is_time(text)
        && !is_count(text)
        && !leads_on(text)
        && !labels.is_label(text)
        && !(lettered(text) <= 2 && has_price(text))
}

/// The headline among runs, and whether it is a heading's; none where nothing is one.
pub(super) fn pick(runs: &[Run], labels: &Labels) -> Option<(String, bool)> {
    let fit: Vec<&Run> = runs.iter().filter(|run| may_be_title(&run.text, labels)).collect();
    let headed: Vec<&&Run> = fit.iter().filter(|run| run.heading).collect();
    if !headed.is_empty() {
        let of_heading: Vec<&Run> = headed.into_iter().copied().collect();
        return choose(&of_heading).map(|title| (title, true));
    }
    if let Some(run) = fit.iter().find(|run| run.titled && !is_byline(&run.text)) {
        return Some((trimmed(&run.text), false)).filter(|(title, _)| !title.is_empty());
    }
    choose(&fit).map(|title| (title, false))
}

fn choose(fit: &[&Run]) -> Option<String> {
    let without = |runs: &[&Run], drop: &dyn Fn(&Run) -> bool| -> Vec<Run> {
        let kept: Vec<Run> = runs.iter().filter(|run| !drop(run)).map(|run| (*run).clone()).collect();
        if kept.is_empty() { runs.iter().map(|run| (*run).clone()).collect() } else { kept }
    };
    let kept = without(fit, &|run| is_byline(&run.text));
    let kept = without(&kept.iter().collect::<Vec<_>>(), &|run| run.paragraph || run.excerpt && !run.titled);
    let long = kept.iter().any(|run| lettered(&run.text) > LONGEST_LABEL);
    let kept = without(&kept.iter().collect::<Vec<_>>(), &|run| long && lettered(&run.text) <= LONGEST_LABEL);
    // All are short: the section stands before the headline or is shorter. All are long: the excerpt comes behind it.
    let chosen = if long {
        kept.iter().find(|run| run.text.chars().count() <= COMMON_LENGTH).or(kept.first())
    } else {
        kept.iter().max_by_key(|run| run.text.chars().count())
    };
    chosen.map(|run| trimmed(&run.text)).filter(|title| !title.is_empty())
}

/// The headline that a card shows outside of its links: a heading, else an element that is called a title, else the
/// first text of a headline's length. With its rank: 3, 2, 1.
pub(super) fn of_card(card: &NodeRef<'_>, labels: &Labels) -> Option<(String, u8)> {
    let mut titled = None;
    for node in std::iter::once(*card).chain(card.descendants_it().take(MOST_NODES)).filter(NodeRef::is_element) {
        let heading = is_heading(&node);
        if !heading && (titled.is_some() || !has_class_of(&node, TITLES)) {
            continue;
        }
        let text = line(&node);
        if text.chars().count() > LONGEST_HEADLINE {
            continue;
        }
        let found = pick(&runs(&node), labels).map(|(title, _)| title);
        match found {
            Some(title) if heading => return Some((title, 3)),
            Some(title) if lettered(&title) >= 2 => titled = Some(title),
            _ => {}
        }
    }
    titled.map(|title| (title, 2)).or_else(|| {
        let runs = runs(card);
        let long: Vec<Run> =
            runs.into_iter().filter(|run| lettered(&run.text) > LONGEST_LABEL && !run.paragraph).collect();
        pick(&long, labels).map(|(title, _)| (title, 1))
    })
}
