//! Finds the feeds of a page: those that it names in `<link rel=alternate>`, then addresses worth a try.

use std::collections::HashSet;

use url::Url;

use super::context::resolve;
use super::element::within;
use super::entity::Entities;
use super::lexer::{Lexer, Token, attributes};
use super::{FeedLink, PageFeeds};
use crate::html::to_line;

/// So many bytes of a page are looked at.
const MAX_PAGE: usize = 4 * 1024 * 1024;
/// At most so many feeds that a page names are kept.
const MAX_DECLARED: usize = 30;
/// At most so many addresses are worth a try.
const MAX_GUESSES: usize = 6;
/// Where sites put their feeds, the most common first (WordPress, then the generators of static sites).
const USUAL_PLACES: [&str; 6] = ["feed/", "rss.xml", "feed.xml", "atom.xml", "index.xml", "rss"];

/// Looks for feeds in a page. `url` is where the page is; relative addresses resolve against its `<base>`, and only
/// http and https addresses are returned. The site's own feed comes before feeds of comments, tags and authors.
pub fn discover(page: &str, url: &Url) -> PageFeeds {
    let entities = Entities::default();
    let mut lexer = Lexer::new(within(page, MAX_PAGE));
    let mut base = url.clone();
    let mut declared: Vec<(u8, FeedLink)> = Vec::new();
    let mut anchors: Vec<(u8, Url)> = Vec::new();
    while let Some(token) = lexer.next() {
        let Token::Start { name, attributes: raw, .. } = token else { continue };
        let is = |tag: &str| name.eq_ignore_ascii_case(tag);
        if is("script") || is("style") {
            skip_raw_text(&mut lexer, name);
            continue;
        }
        let attribute = |wanted: &str| {
            let found = attributes(raw).take(40).find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| entities.decode(value).trim().to_owned())
        };
        if is("base") {
            if let Some(href) = attribute("href").and_then(|href| resolve(&href, Some(url))) {
                base = href;
            }
        } else if is("link") {
            let rel = attribute("rel").unwrap_or_default().to_ascii_lowercase();
            let named = rel.split_whitespace().any(|word| word == "alternate" || word == "feed");
            let kind = attribute("type").unwrap_or_default().to_ascii_lowercase();
            let typed = is_feed_type(&kind) || rel.split_whitespace().any(|word| word == "feed");
            let Some(address) = attribute("href").filter(|_| named && typed && declared.len() < MAX_DECLARED) else {
                continue;
            };
            let address = address.strip_prefix("feed:").map_or(address.as_str(), |rest| rest.trim_start_matches("//"));
            let Some(feed) = resolve(address, Some(&base)) else { continue };
            let title = attribute("title").map(|title| to_line(&title)).filter(|title| !title.is_empty());
            if declared.iter().all(|(_, known)| known.url != feed) {
                declared.push((rank(&feed, title.as_deref()), FeedLink { url: feed, title }));
            }
        } else if is("a") && anchors.len() < 200 {
            let Some(href) = attribute("href") else { continue };
            if let Some(feed) = resolve(&href, Some(&base)).filter(looks_like_feed) {
                anchors.push((rank(&feed, None), feed));
            }
        }
    }
    declared.sort_by_key(|(rank, _)| *rank);
    anchors.sort_by_key(|(rank, feed)| (feed.host_str() != url.host_str(), *rank));
    let mut seen: HashSet<Url> = declared.iter().map(|(_, link)| link.url.clone()).collect();
    seen.insert(url.clone());
    let mut guesses = Vec::new();
    // Half of the tries at most go to links of the page: the usual places are the better bet on most sites.
    let linked = anchors.into_iter().map(|(_, feed)| feed).take(MAX_GUESSES / 2);
    for guess in linked.chain(usual_places(url)) {
        if guesses.len() < MAX_GUESSES && seen.insert(guess.clone()) {
            guesses.push(guess);
        }
    }
    PageFeeds { declared: declared.into_iter().map(|(_, link)| link).collect(), guesses }
}

fn is_feed_type(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim();
    matches!(
        kind,
        "application/rss+xml" | "application/atom+xml" | "application/feed+json" | "application/rdf+xml" | "text/rss+xml"
            | "application/x-rss+xml" | "application/rss" | "application/atom" | "text/atom+xml" | "text/rss"
    )
    // WordPress names its REST address with `application/json`; only JSON feeds may use that type.
    || kind == "application/json+feed"
}

/// 0 is the site's feed; more is less.
fn rank(feed: &Url, title: Option<&str>) -> u8 {
    let path = feed.path().to_ascii_lowercase();
    let query = feed.query().unwrap_or_default().to_ascii_lowercase();
    let title = title.unwrap_or_default().to_lowercase();
    let comments = path.contains("/comments/")
        || query.contains("comments")
        || path.ends_with("comments")
        || ["تعليق", "comment", "commentaires", "ردود"].iter().any(|word| title.contains(word));
    if comments {
        return 9;
    }
    let part =
        ["/tag/", "/tags/", "/author/", "/category/", "/categories/", "/topic/"].iter().any(|part| path.contains(part));
    // A post's page names the feed of its own comments: `/2024/05/post/feed/`, with the post's title.
    let deep = path.trim_matches('/').split('/').filter(|part| !part.is_empty()).count() > 2;
    u8::from(part) * 3 + u8::from(deep) * 2
}

fn looks_like_feed(url: &Url) -> bool {
    let path = url.path().trim_end_matches('/').to_ascii_lowercase();
    let last = path.rsplit('/').next().unwrap_or_default();
    let named = matches!(
        last,
        "feed" | "rss" | "atom" | "feeds" | "rss2" | "feed.json" | "rss.php" | "rss.aspx" | "rss.xml" | "rdf"
    );
    let ends = [".rss", ".atom", ".rdf"].iter().any(|end| last.ends_with(end));
    let xml = last.ends_with(".xml") && ["rss", "feed", "atom", "index"].iter().any(|word| last.contains(word));
    let query = url.query().unwrap_or_default().to_ascii_lowercase();
    let asked = query.split('&').any(|part| part.starts_with("feed=") || part == "format=feed" || part == "format=rss");
    let feedburner = url.host_str().is_some_and(|host| host == "feeds.feedburner.com" || host.starts_with("feeds."));
    named || ends || xml || asked || feedburner && !path.is_empty()
}

/// The usual places: below the section the page stands for when it is one, and at the root.
fn usual_places(url: &Url) -> Vec<Url> {
    let Ok(root) = url.join("/") else { return Vec::new() };
    let mut places: Vec<Url> = USUAL_PLACES.iter().filter_map(|place| root.join(place).ok()).collect();
    // WordPress: a category's page has its feed below it.
    let path = url.path().trim_end_matches('/');
    if path.contains("/category/") || path.contains("/tag/") {
        let section = format!("{path}/feed/");
        if let Ok(section) = root.join(&section) {
            places.insert(0, section);
        }
    }
    places.truncate(MAX_GUESSES);
    places
}

/// Scripts and styles are no markup: passes to their end tag.
fn skip_raw_text(lexer: &mut Lexer<'_>, tag: &str) {
    while let Some(token) = lexer.next() {
        if matches!(token, Token::End { name } if name.eq_ignore_ascii_case(tag)) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn found(page: &str, url: &str) -> PageFeeds {
        discover(page, &Url::parse(url).unwrap())
    }

    fn declared(page: &str) -> Vec<String> {
        found(page, "https://akhbar.example/a/page.html").declared.iter().map(|link| link.url.to_string()).collect()
    }

    #[test]
    fn the_sites_feed_comes_before_its_comments() {
        let page = r#"<head><link rel="alternate" type="application/rss+xml" title="الأخبار &laquo; خلاصة التعليقات" href="/comments/feed/">
            <LINK REL='alternate' TYPE='application/rss+xml' TITLE='الأخبار &laquo; الخلاصة' HREF='/feed/'></head>"#;
        let feeds = found(page, "https://akhbar.example/").declared;
        assert_eq!(feeds[0].url.as_str(), "https://akhbar.example/feed/");
        assert!(feeds[0].title.as_deref().unwrap().contains("الخلاصة"));
        assert_eq!(feeds[1].url.as_str(), "https://akhbar.example/comments/feed/");
    }

    #[test]
    fn addresses_resolve_against_the_base_and_must_be_web_ones() {
        let page = r#"<base href="https://cdn.example/x/"><link rel=alternate type=application/atom+xml href=atom.xml>
            <link rel=alternate type=application/rss+xml href="javascript:alert(1)">
            <link rel=alternate type=application/rss+xml href="file:///etc/passwd">
            <link rel=alternate type=text/html hreflang=en href=/en/>
            <link rel=alternate type=application/json href=/wp-json/wp/v2/posts/1>
            <link rel=stylesheet type=text/css href=a.css>
            <body><link rel=alternate type="application/feed+json" href="//other.example/feed.json">"#;
        assert_eq!(declared(page), ["https://cdn.example/x/atom.xml", "https://other.example/feed.json"]);
    }

    #[test]
    fn links_in_scripts_and_comments_are_none() {
        let link = r#"<link rel="alternate" type="application/rss+xml" href="/x/feed/">"#;
        assert!(declared(&format!("<script>document.write('{link}')</script><!-- {link} -->")).is_empty());
    }

    #[test]
    fn guesses_are_few_and_the_pages_own_links_come_first() {
        let page = r#"<a href="/rss/politics.xml">سياسة</a><a href="/about">من نحن</a><a href="mailto:a@b.c">x</a>"#;
        let guesses = found(page, "https://akhbar.example/").guesses;
        assert_eq!(guesses.len(), 6);
        assert_eq!(guesses[0].as_str(), "https://akhbar.example/feed/");
        let page = r#"<a href="/politics/rss.xml">سياسة</a>"#;
        let guesses = found(page, "https://akhbar.example/").guesses;
        assert_eq!(guesses[0].as_str(), "https://akhbar.example/politics/rss.xml");
        assert_eq!(guesses[1].as_str(), "https://akhbar.example/feed/");
    }
}
