//! What stands about a headline: the line below it, and who wrote the article where no field says so.

use std::sync::LazyLock;

use dom_query::{Document, NodeRef};

use super::index::{Index, Query, query};
use super::lines::Lines;
use super::{Extracted, agency, dom, moments, people, phrases};

/// Where themes put the line below the headline.
static SUBTITLES: LazyLock<[Query; 2]> = LazyLock::new(|| {
    [
    ".entry-sub-title, .post-sub-title, .td-post-sub-title, .tdb-title-sub, .jeg_post_subtitle, .article-sub-title, .article__subtitle, .article__sub-title, .single-sub-title",
    ".post-subtitle, .article-subtitle, .entry-subtitle, .news-subtitle, .story-subtitle, .sub-title, .subtitle, .sub-headline, .subheadline, .sub-heading, .article-subheading, .article__subheading, .subheading, .article-deck, .article__deck, .deck, .dek, .article-dek, .standfirst, .article__standfirst, .article-standfirst, .article-summary, .article__summary, .article-excerpt, .article__excerpt, .single-excerpt, .post-excerpt-single, .headline-sub, .field--name-field-subtitle, .field--name-field-sub-title, .field-name-field-subtitle, .field-name-field-sub-title, [itemprop~='alternativeHeadline'], [class*='subtitle'], [class*='sub-title'], [class*='sub_title'], [class*='subTitle'], [class*='SubTitle'], [class*='subheadline'], [class*='standfirst']",
    ]
    .map(Query::new)
});

/// Where they put a line above it.
const KICKERS: &str = ".kicker, .article-kicker, .article__kicker, .pre-title, .pretitle, .upper-title, .overline, .supertitle, .headline-top";

/// Takes the sub-headline out of the page and tells it. `known`: what the page's data claims.
pub(super) fn subtitle(page: &Index<'_>, title: &str, known: Option<String>) -> Option<String> {
    let title = phrases::normal(title);
    let sound = |text: &str| {
        let normal = phrases::normal(text);
        let words = normal.split(' ').count();
        words >= 3 && text.chars().count() <= 400 && normal != title && people::in_line(text, None).is_none()
    };
    for (query, kicker) in SUBTITLES.iter().map(|query| (query, false)).chain([(query!(KICKERS), true)]) {
        for node in page.select(query).iter().take(12) {
            if !belongs(node) || dom::links(node).len() > 1 {
                continue;
            }
            let Some(text) = dom::short_text(node, 400).map(|t| crate::html::line(&t)).filter(|t| sound(t)) else {
                continue;
            };
            // A kicker of a word or two is the section's name.
            if kicker && text.split_whitespace().count() < 4 {
                continue;
            }
            node.remove_from_parent();
            return Some(text);
        }
    }
    // A heading of the second level right behind the headline.
    let headline = page.select(query!("h1")).into_iter().find(|h| phrases::normal(&h.text()) == title);
    let below = headline.and_then(|h| {
        h.next_element_sibling().or_else(|| {
            h.parent().filter(|p| p.has_name("header") || p.element_children().len() == 1)?.next_element_sibling()
        })
    });
    if let Some(node) = below.filter(|n| ["h2", "h3", "h4"].iter().any(|name| n.has_name(name)))
        && dom::links(&node).is_empty()
        && let Some(text) = dom::short_text(&node, 400)
            .map(|t| crate::html::line(&t))
            .filter(|t| sound(t) && t.split_whitespace().count() >= 4)
    {
        node.remove_from_parent();
        return Some(text);
    }
    if known.is_some() {
        return known;
    }
    described(page, headline, &sound)
}

/// The page's description, if it stands below the headline in so many words and isn't the text's own beginning.
fn described(page: &Index<'_>, headline: Option<NodeRef<'_>>, sound: &dyn Fn(&str) -> bool) -> Option<String> {
    let description = [query!("meta[property='og:description']"), query!("meta[name='description']")]
        .iter()
        .find_map(|query| page.attribute(query, "content"))?;
    let wanted = dom::letters(&description);
    if wanted.chars().count() < 20 {
        return None;
    }
    let mut next = headline?;
    for _ in 0..3 {
        let beside = std::iter::successors(next.next_element_sibling(), NodeRef::next_element_sibling).take(4);
        for node in beside {
            let Some(text) = dom::short_text(&node, 500) else { break };
            // Among paragraphs of its kind it is the first of them.
            let first_of_many = node.has_name("p") && node.next_element_sibling().is_some_and(|n| n.has_name("p"));
            if dom::letters(&text) == wanted && !first_of_many && sound(&text) {
                node.remove_from_parent();
                return Some(crate::html::line(&text));
            }
        }
        next = next.parent().filter(|p| !p.has_name("body") && !p.has_name("main"))?;
    }
    None
}

fn belongs(node: &NodeRef<'_>) -> bool {
    !node.ancestors_it(Some(20)).any(|a| {
        dom::is_aside(&a)
            || a.has_name("li")
            || dom::names(&a).iter().any(|n| {
                n.contains("related")
                    || n.contains("sidebar")
                    || n == "widget"
                    || n.starts_with("comment")
                    || n.contains("inline-rel")
                    || n.contains("read-also")
            })
    }) && !node.descendants_it().any(|n| n.has_name("h1") || n.has_name("p") && dom::short_text(&n, 400).is_none())
}

/// Lines of the text's head and foot that name its writer: they become data and leave the text.
pub(super) fn bylines(doc: &Document, lines: &mut Lines, found: &mut Extracted) {
    let title = phrases::normal(&found.title);
    let headline = lines.lines.iter().position(|line| phrases::normal(&line.text) == title && !title.is_empty());
    let inside: Vec<usize> =
        lines.lines.iter().enumerate().filter(|(_, line)| line.in_root && !line.gone).map(|(at, _)| at).collect();
    let first = inside.iter().take(3).copied();
    let last = inside.iter().rev().take(3).copied();
    let below = headline.into_iter().flat_map(|at| at + 1..at + 7);
    let mut looked: Vec<usize> = below.filter(|at| *at < lines.lines.len()).chain(first).chain(last).collect();
    looked.sort_unstable();
    looked.dedup();
    let site = found.site_name.clone();
    for at in looked {
        let line = &lines.lines[at];
        if line.gone || line.letters > 90 {
            continue;
        }
        let Some((names, from)) = people::in_line(&line.text, site.as_deref()) else { continue };
        if found.agency.is_none() {
            found.agency = from.map(str::to_owned);
        }
        if found.authors.is_empty() {
            found.authors.extend(names);
        }
        if line.in_root {
            lines.drop_line(doc, at);
        }
    }
}

/// Lines between the headline and the first paragraph that say nothing but when: the day, where no field told it, and
/// no part of the text.
pub(super) fn dates(doc: &Document, lines: &mut Lines, found: &mut Extracted) {
    const DAY_AND_A_HALF: i64 = 36 * 3_600_000;
    let title = phrases::normal(&found.title);
    let headline = lines.lines.iter().position(|line| phrases::normal(&line.text) == title && !title.is_empty());
    let Some(prose) = lines.lines.iter().position(|line| line.in_root && line.is_prose()) else { return };
    let from = headline.filter(|at| *at < prose).map_or(prose.saturating_sub(4), |at| at + 1);
    for at in from..prose.min(from + 10) {
        let line = &lines.lines[at];
        if line.gone || line.letters > 80 {
            continue;
        }
        let Some((moment, beside)) = moments::dated(&line.text) else { continue };
        if beside > 5 {
            continue;
        }
        let published = *found.published.get_or_insert(moment);
        let known = [Some(published), found.updated]
            .into_iter()
            .flatten()
            .any(|known| known.saturating_sub(moment).abs() <= DAY_AND_A_HALF);
        if known {
            lines.drop_line(doc, at);
        }
    }
}

/// The agency, where neither a field nor a byline names one: the dateline, the last words, the source, the publisher.
pub(super) fn agency(found: &Extracted) -> Option<String> {
    let caption = found.lead_caption.as_deref().unwrap_or_default();
    let mut text = found.text.lines().filter(|line| line.chars().any(char::is_alphanumeric) && *line != caption);
    let by_dateline = text.clone().take(3).find_map(agency::in_dateline);
    let by_end = || text.by_ref().last().and_then(agency::at_end);
    let by_source = || found.source.as_ref().and_then(|source| agency::in_source(&source.name));
    let by_publisher = || found.site_name.as_deref().and_then(agency::named);
    by_dateline.or_else(by_end).or_else(by_source).or_else(by_publisher).map(str::to_owned)
}
