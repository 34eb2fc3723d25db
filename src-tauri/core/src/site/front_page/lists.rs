//! Articles by the structure of a page. Links are gathered by address, each with its card; addresses made by one template
//! (the path of elements from card to link, and the pattern of the address) are a group, and groups are weighed: by their
//! addresses, by headings, times, pictures and excerpts in their cards, by the length of their texts. The pattern of
//! addresses that weighs most is the site's, and groups of it are joined in the page's order; the page as a whole must
//! then show that it is news. No names of sites, and no site's class names: what it rests on is how lists of news are
//! made anywhere.

use std::collections::{BTreeMap, HashMap, HashSet};

use dom_query::{Document, NodeRef};
use url::Url;

use super::cards::{self, Cards, MAX_LINKS, Places};
use super::headline::{self, Labels, Run};
use super::{LONGEST_HEADLINE, address, line, news, picture, same_site, wording};
use crate::feed::{self, ParsedEntry};
use crate::html::RawHtml;
use crate::model::Timestamp;
use crate::site::date_in;
use crate::text;

/// Addresses of one page that are looked into.
const MOST_ARTICLES: usize = 600;
/// Groups below this are menus and footers.
const LEAST_SCORE: f32 = 2.5;
/// A group of the site's pattern has at least this share of the best group's score …
const LEAST_SHARE: f32 = 0.4;
/// … one of another pattern this share, and this score.
const OTHER_SHARE: f32 = 0.6;
/// … and bare links below a name that the good groups do not have this one: they are tools and services as a rule.
const ELSEWHERE_SHARE: f32 = 0.85;
const OTHER_SCORE: f32 = 5.0;

/// An address that may be an article's, with what its card shows.
pub(super) struct Unit<'a> {
    pub(super) url: Url,
    pub(super) title: String,
    /// How good the text is as a headline: a heading's (3), a link's own words (2), an attribute's (1).
    rank: u8,
    pub(super) card: NodeRef<'a>,
    weight: i32,
    shape: String,
    signature: String,
    published: Option<Timestamp>,
    /// Whether the card shows a time, be it an age.
    pub(super) timed: bool,
    image: Option<Url>,
    summary: Option<String>,
}

/// Links to one address, in the page's order.
struct Address<'a> {
    url: Url,
    links: Vec<NodeRef<'a>>,
    runs: Vec<Vec<Run>>,
}

/// The articles that the page's structure shows, in its order; none when it shows too few.
pub(super) fn read(doc: &Document, base: &Url, page: &Url) -> Vec<ParsedEntry> {
    let links = doc.select("a[href]");
    let places = Places::of(links.nodes());
    let cards = Cards::of(links.nodes(), base);
    let found = gather(links.nodes(), &places, base, page);
    let mut labels = Labels::default();
    for address in &found {
        labels.note(address.runs.iter().flatten().map(|run| run.text.as_str()));
    }
    let listed = cards::listed(doc, base);
    let units: Vec<Unit<'_>> =
        found.into_iter().filter_map(|address| unit(address, &cards, &labels, &listed, base)).collect();
    let taken = choose(&units);
    let mut titles = HashSet::new();
    let units: Vec<&Unit<'_>> = units
        .iter()
        .zip(taken)
        .filter_map(|(unit, taken)| taken.then_some(unit))
        .filter(|unit| titles.insert(text::fold(&unit.title)))
        .take(super::MAX_ARTICLES)
        .collect();
    if units.len() < super::FEWEST || !news::is_news(doc, links.nodes(), &units) {
        return Vec::new();
    }
    units.into_iter().map(entry).collect()
}

fn gather<'a>(links: &[NodeRef<'a>], places: &Places, base: &Url, page: &Url) -> Vec<Address<'a>> {
    let mut order: Vec<Address<'a>> = Vec::new();
    let mut known: HashMap<Url, usize> = HashMap::new();
    for node in links.iter().take(MAX_LINKS) {
        let Some(url) = article_address(node, base, page) else { continue };
        if places.is_furniture(node) || cards::runs_in_text(node) {
            continue;
        }
        let at = *known.entry(url.clone()).or_insert_with(|| {
            order.push(Address { url, links: Vec::new(), runs: Vec::new() });
            order.len() - 1
        });
        if let Some(address) = order.get_mut(at).filter(|address| address.links.len() < 8) {
            address.links.push(*node);
            address.runs.push(headline::runs(node));
        }
    }
    order.truncate(MOST_ARTICLES);
    order
}

/// The address of a link that may be an article's.
fn article_address(node: &NodeRef<'_>, base: &Url, page: &Url) -> Option<Url> {
    let href = node.attr("href")?;
    if href.starts_with('#') || href.starts_with('?') && !href.contains('=') {
        return None;
    }
    let url = address::key(feed::resolve(&href, Some(base)).filter(|url| same_site(url, base))?);
    let rel = node.attr("rel").unwrap_or_default().to_ascii_lowercase();
    let elsewhere = |word| matches!(word, "tag" | "author" | "category" | "sponsored" | "next" | "prev");
    (!rel.split_whitespace().any(elsewhere) && url != *page && !address::is_other(&url)).then_some(url)
}

fn unit<'a>(
    address: Address<'a>,
    cards: &Cards,
    labels: &Labels,
    listed: &HashSet<Url>,
    base: &Url,
) -> Option<Unit<'a>> {
    let Address { url, links, runs } = address;
    let mut best: Option<(u8, usize, String, NodeRef<'a>)> = None;
    for (link, runs) in links.iter().zip(&runs) {
        if let Some((title, rank)) = of_link(link, runs, labels) {
            let better = (rank, title.chars().count().min(160));
            if best.as_ref().is_none_or(|(rank, length, ..)| better > (*rank, *length)) {
                best = Some((better.0, better.1, title, *link));
            }
        }
    }
    // A link without words of its own, or with few, names what its card shows beside it.
    let poor = best.as_ref().is_none_or(|(rank, _, title, _)| *rank < 3 && wording::lettered(title) <= 3);
    if poor {
        for link in &links {
            let card = cards.around(link);
            let shown = Some(card).filter(|card| card.id != link.id).and_then(|card| headline::of_card(&card, labels));
            let shown = shown.or_else(|| {
                cards
                    .behind(&card)
                    .iter()
                    .find_map(|node| headline::of_card(node, labels).filter(|(_, rank)| *rank > 1))
            });
            let words = best.as_ref().map_or(0, |(.., title, _)| wording::lettered(title));
            // The heading of a box that holds one article is longer than the box's own name would be.
            if let Some((title, rank)) = shown.filter(|(title, rank)| wording::lettered(title) > words && *rank > 0) {
                best = Some((rank, 0, title, *link));
            }
        }
    }
    let best = best.or_else(|| links.iter().find_map(|link| Some((1, 0, of_attribute(link, labels)?, *link))));
    let (rank, _, title, link) = best?;
    let card = cards.around(&link);
    let boxes: Vec<NodeRef<'a>> = links.iter().take(4).map(|link| cards.around(link)).collect();
    let (mut published, mut timed) = (None, false);
    for shown in boxes.iter().chain(&cards.behind(&card)) {
        let (moment, shown) = cards::moment(shown);
        published = published.or(moment);
        timed |= shown;
    }
    let beside = card.next_sibling().filter(NodeRef::is_text).map(|text| crate::html::line(&text.text()));
    if let Some(beside) = beside.filter(|_| !timed) {
        let beside = beside.trim_matches(['(', ')', '|', '-', '•', '[', ']', ' ']);
        timed = wording::is_moment(beside);
        published = text::date::parse(beside).filter(|_| timed);
    }
    let weight = address::weight(&url).max(2 * i32::from(listed.contains(&url)));
    Some(Unit {
        image: boxes.iter().find_map(|card| picture(card, base)),
        summary: boxes.iter().find_map(|card| cards::standfirst(card, &title)),
        shape: address::shape(&url),
        signature: cards::signature(&link, &card),
        published: published.or_else(|| date_in(&url)),
        timed,
        weight,
        rank,
        card,
        title,
        url,
    })
}

/// The headline of a link by its own words, and its rank.
fn of_link(link: &NodeRef<'_>, runs: &[Run], labels: &Labels) -> Option<(String, u8)> {
    let own = headline::pick(runs, labels);
    if let Some((title, true)) = own {
        return Some((whole(link, title), 3));
    }
    let own = own.map(|(title, _)| title);
    let around = link.ancestors_it(Some(3)).find(headline::is_heading).filter(|heading| links_in(heading) == 1);
    if around.is_some() {
        // A section's name before the link is none of the headline.
        return own.map(|title| (whole(link, title), 3));
    }
    own.map(|title| (whole(link, title), 2))
}

/// A headline that the page cut off («…»), as the link's own attribute has it in full.
fn whole(link: &NodeRef<'_>, title: String) -> String {
    let Some(start) = title.strip_suffix('…').or_else(|| title.strip_suffix("...")) else { return title };
    let full = link.attr("title").map(|full| crate::html::line(&full));
    let start = start.trim_end();
    full.filter(|full| full.starts_with(start) && full.chars().count() <= LONGEST_HEADLINE).unwrap_or(title)
}

fn of_attribute(link: &NodeRef<'_>, labels: &Labels) -> Option<String> {
    let image = link.descendants_it().take(60).find(|inner| inner.has_name("img"));
    let named = ["title", "aria-label"].iter().find_map(|name| link.attr(name));
    let named = named.or_else(|| image.and_then(|image| image.attr("alt")))?;
    let named = wording::trimmed(&crate::html::line(&named));
    (wording::lettered(&named) >= 2 && headline::may_be_title(&named, labels)).then_some(named)
}

fn links_in(node: &NodeRef<'_>) -> usize {
    node.descendants_it().take(200).filter(|inner| inner.has_name("a")).count()
}

/// A group of units that one template made.
#[derive(Default)]
struct Group {
    units: Vec<usize>,
    score: f32,
    /// Whether its cards have headings, times or dated addresses: more than bare links.
    rich: bool,
    words: usize,
}

fn share(units: &[&Unit<'_>], has: impl Fn(&Unit<'_>) -> bool) -> f32 {
    units.iter().filter(|unit| has(unit)).count() as f32 / units.len().max(1) as f32
}

fn weigh(group: &mut Group, all: &[Unit<'_>]) {
    let units: Vec<&Unit<'_>> = group.units.iter().filter_map(|at| all.get(*at)).collect();
    let mut words: Vec<usize> = units.iter().map(|unit| wording::lettered(&unit.title)).collect();
    words.sort_unstable();
    group.words = words.get(words.len() / 2).copied().unwrap_or_default();
    let distinct: HashSet<&str> = units.iter().map(|unit| unit.title.as_str()).collect();
    let dated = share(&units, |unit| date_in(&unit.url).is_some());
    let headed = share(&units, |unit| unit.rank == 3);
    let timed = share(&units, |unit| unit.timed);
    let said = share(&units, |unit| address::says(&unit.url, &unit.title));
    let sections = share(&units, |unit| wording::is_section(&unit.title));
    let weight = units.iter().map(|unit| unit.weight as f32).sum::<f32>() / units.len().max(1) as f32;
    let text = match group.words {
        5.. => 2.0,
        3 | 4 => 1.0,
        2 => 0.0,
        _ => -1.0,
    };
    let titles: Vec<&str> = units.iter().map(|unit| unit.title.as_str()).collect();
    let alike = titles.len() >= 4 && wording::sameness(&titles) >= 0.5;
    group.rich = headed.max(timed).max(dated).max(said) >= 0.5;
    group.score = weight.min(3.0)
        + 2.0 * headed
        + 1.5 * timed.max(dated)
        + 0.75 * share(&units, |unit| unit.image.is_some())
        + 0.5 * share(&units, |unit| unit.summary.is_some())
        + share(&units, |unit| address::is_named_news(&unit.url))
        + 1.5 * said
        + text
        - 3.0 * sections
        - if alike { 3.0 } else { 0.0 }
        - if distinct.len() * 5 < units.len() * 4 { 3.0 } else { 0.0 };
}

/// Which units are the page's articles.
fn choose(units: &[Unit<'_>]) -> Vec<bool> {
    let mut groups: BTreeMap<(&str, &str), Group> = BTreeMap::new();
    for (at, unit) in units.iter().enumerate() {
        groups.entry((&unit.shape, &unit.signature)).or_default().units.push(at);
    }
    let mut shapes: BTreeMap<&str, f32> = BTreeMap::new();
    for ((shape, _), group) in &mut groups {
        weigh(group, units);
        if group.score >= LEAST_SCORE {
            *shapes.entry(shape).or_default() += group.score * group.units.len() as f32;
        }
    }
    let mut taken = vec![false; units.len()];
    let Some((top, _)) = shapes.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)) else { return taken };
    // The best group of the pattern that is more than a straggler.
    let best = groups
        .iter()
        .filter(|((shape, _), _)| *shape == top)
        .map(|(_, group)| (group.score, group.units.len()))
        .max_by(|a, b| (a.0 * (a.1.min(5) as f32)).total_cmp(&(b.0 * (b.1.min(5) as f32))))
        .map_or(0.0, |(score, _)| score);
    let prefix = |at: &usize| units.get(*at).map(|unit| address::prefix(&unit.url)).unwrap_or_default();
    let mut prefixes: HashSet<String> = HashSet::new();
    let mut signatures: HashSet<&str> = HashSet::new();
    for ((shape, signature), group) in &groups {
        if *shape == top && (group.score >= best * 0.95 || group.rich && group.score >= best * 0.75) {
            prefixes.extend(group.units.iter().map(prefix));
            signatures.insert(signature);
        }
    }
    for ((shape, signature), group) in &groups {
        let score = group.score;
        let accepted = if *shape == top {
            // Bare links must at least lead to where the others do, or be nearly as good.
            let known = |at: &&usize| Some(prefix(at)).is_some_and(|own| !own.is_empty() && prefixes.contains(&own));
            let at_home = group.units.iter().filter(known).count() * 2 >= group.units.len();
            let elsewhere = !at_home && group.units.iter().all(|at| !prefix(at).is_empty());
            let share = match group.rich || at_home {
                true => LEAST_SHARE,
                false if elsewhere => ELSEWHERE_SHARE,
                false => OTHER_SHARE,
            };
            score >= LEAST_SCORE.max(best * share)
        } else {
            let same_template = signatures.contains(signature) && group.rich && score >= LEAST_SCORE;
            same_template || score >= OTHER_SCORE.max(best * OTHER_SHARE) && group.rich && group.words >= 3
        };
        if accepted {
            for at in &group.units {
                if let Some(taken) = taken.get_mut(*at) {
                    *taken = true;
                }
            }
        }
    }
    taken
}

fn entry(unit: &Unit<'_>) -> ParsedEntry {
    let escaped = |text: &String| RawHtml(text.replace('&', "&amp;").replace('<', "&lt;"));
    ParsedEntry {
        title: unit.title.clone(),
        published: unit.published,
        summary: unit.summary.as_ref().map(escaped),
        image: unit.image.clone(),
        base: Some(unit.url.clone()),
        url: Some(unit.url.clone()),
        ..ParsedEntry::default()
    }
}

/// The beginning of what a unit's card says.
pub(super) fn said(unit: &Unit<'_>) -> String {
    line(&unit.card).chars().take(400).collect()
}
