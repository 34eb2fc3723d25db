//! Entries that a page marks up for readers like this one: h-feed (<https://microformats.org/wiki/h-feed>) and the older
//! hAtom that WordPress themes write, schema.org microdata, and the messages of a public Telegram channel.

use dom_query::{Document, NodeRef};
use url::Url;

use super::{line, picture};
use crate::feed::{self, ParsedEntry};
use crate::html::RawHtml;
use crate::text::{date, excerpt};

/// Entries looked at.
const MAX_MARKED: usize = 400;
/// What has more nodes is no entry of a list.
const MAX_NODES: usize = 2_000;
/// A message's first words stand for the headline that it has not.
const HEADLINE: usize = 140;

/// h-entry, hentry and microdata entries.
pub(super) fn entries(doc: &Document, base: &Url, _: &Url) -> Vec<ParsedEntry> {
    let marked =
        doc.select(".h-entry, .hentry, [itemscope][itemtype$='Article'], [itemscope][itemtype$='BlogPosting']");
    // An entry within an entry within an entry: each would be searched through again.
    let small = |node: &&NodeRef<'_>| node.descendants_it().take(MAX_NODES + 1).count() <= MAX_NODES;
    marked.nodes().iter().take(MAX_MARKED).filter(small).filter_map(|node| entry(node, base)).collect()
}

/// The first node below `node` that one of the selectors finds, in the order of the selectors.
fn first<'a>(node: &NodeRef<'a>, selectors: &[&str]) -> Option<NodeRef<'a>> {
    let selection = dom_query::Selection::from(*node);
    selectors.iter().find_map(|selector| selection.select(selector).nodes().first().copied())
}

fn entry(node: &NodeRef<'_>, base: &Url) -> Option<ParsedEntry> {
    const TITLES: [&str; 6] = [".p-name", ".entry-title", "[itemprop='headline']", "[itemprop='name']", "h2", "h3"];
    const LINKS: [&str; 6] = [
        "a.u-url",
        ".entry-title a[href]",
        ".p-name a[href]",
        "[itemprop='url'][href]",
        "h2 a[href], h3 a[href]",
        "a[rel='bookmark']",
    ];
    let name = first(node, &TITLES)?;
    let title = name.attr("content").map_or_else(|| line(&name), |content| crate::html::line(&content));
    let own = name.has_name("a").then_some(name);
    let link = first(node, &LINKS).or(own).or_else(|| first(&name, &["a[href]"]))?;
    let mut url = feed::resolve(&link.attr("href")?, Some(base))?;
    url.set_fragment(None);
    let moment = |selectors: &[&str]| {
        let time = first(node, selectors)?;
        let written = ["datetime", "content", "title"]
            .iter()
            .find_map(|name| time.attr(name))
            .and_then(|text| date::parse(&text));
        written.or_else(|| date::parse(&line(&time)))
    };
    let names = |selector: &str| {
        let found = dom_query::Selection::from(*node).select(selector);
        let mut names: Vec<String> = Vec::new();
        for name in found.nodes().iter().take(8).map(line) {
            if !name.is_empty() && name.chars().count() <= 60 && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    };
    let markup = |selectors: &[&str]| {
        first(node, selectors).map(|part| RawHtml(part.inner_html().to_string())).filter(|raw| !raw.0.trim().is_empty())
    };
    Some(ParsedEntry {
        title: title.chars().take(super::LONGEST_HEADLINE).collect(),
        authors: names(".p-author, .author .fn, [itemprop='author'] [itemprop='name']"),
        categories: names(".p-category, [itemprop='articleSection'], a[rel~='category']"),
        published: moment(&[
            ".dt-published",
            "time.published",
            ".published",
            "[itemprop='datePublished']",
            "time[datetime]",
        ]),
        updated: moment(&[".dt-updated", ".updated[datetime]", "[itemprop='dateModified']"]),
        content: markup(&[".e-content"]),
        summary: markup(&[".p-summary", ".entry-summary", "[itemprop='description']"]),
        image: first(node, &[".u-photo", ".u-featured"])
            .and_then(|node| picture(&node, base))
            .or_else(|| picture(node, base)),
        base: Some(url.clone()),
        url: Some(url),
        ..ParsedEntry::default()
    })
}

/// The messages of a channel's public page (`t.me/s/NAME`), newest first. A message is its text; the first words of it
/// are the headline.
pub(super) fn messages(doc: &Document, base: &Url, _: &Url) -> Vec<ParsedEntry> {
    let found = doc.select("[data-post].tgme_widget_message");
    let mut out: Vec<ParsedEntry> =
        found.nodes().iter().take(MAX_MARKED).filter_map(|node| message(node, base)).collect();
    out.reverse();
    out
}

fn message(node: &NodeRef<'_>, base: &Url) -> Option<ParsedEntry> {
    let post = node.attr("data-post")?.trim().to_owned();
    let body = first(node, &[".tgme_widget_message_text"])?;
    let markup = body.inner_html().to_string();
    let text = crate::html::raw_to_text(&RawHtml(markup.clone()));
    let opening = text.lines().map(str::trim).find(|line| line.chars().any(char::is_alphabetic))?.to_owned();
    let date_link = first(node, &["a.tgme_widget_message_date"]).and_then(|link| link.attr("href"));
    // The page's own host stands for the channel: what it links to is what a reader would open.
    let url = date_link.and_then(|href| feed::resolve(&href, Some(base))).filter(|url| super::same_site(url, base));
    let url = url.or_else(|| base.join(&format!("/{post}")).ok())?;
    let time = first(node, &[".tgme_widget_message_date time[datetime]", "time[datetime]"]);
    Some(ParsedEntry {
        guid: Some(format!("telegram:{post}")),
        title: excerpt(&opening, HEADLINE),
        published: time.and_then(|time| date::parse(&time.attr("datetime")?)),
        content: Some(RawHtml(markup)),
        image: first(node, &[".tgme_widget_message_photo_wrap", ".tgme_widget_message_video_thumb"]).and_then(|node| {
            let style = node.attr("style")?.to_string();
            let (_, after) = style.split_once("url(")?;
            feed::resolve(after.split(')').next()?.trim_matches(['\'', '"']), Some(base))
        }),
        base: Some(url.clone()),
        url: Some(url),
        ..ParsedEntry::default()
    })
}
