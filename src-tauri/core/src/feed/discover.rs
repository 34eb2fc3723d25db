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
/// Where sites put their feeds, the most common first (WordPress, then papers' own systems, then static sites).
const USUAL_PLACES: [&str; 7] = ["feed/", "rss.xml", "rss", "feed.xml", "atom.xml", "index.xml", "?feed=rss2"];
/// Marks that a publishing system leaves in its pages, and where it puts the feed.
const SYSTEMS: [(&str, &[&str]); 10] = [
    ("/wp-content/", &["feed/", "?feed=rss2"]),
    ("content=\"WordPress", &["feed/", "?feed=rss2"]),
    ("content=\"blogger\"", &["feeds/posts/default"]),
    ("content='blogger'", &["feeds/posts/default"]),
    ("content=\"Drupal", &["rss.xml"]),
    ("/sites/default/files/", &["rss.xml"]),
    ("/pf/dist/", &["arc/outboundfeeds/rss/?outputType=xml"]),
    ("Fusion.globalContent", &["arc/outboundfeeds/rss/?outputType=xml"]),
    ("content=\"Ghost", &["rss/"]),
    ("content=\"Joomla", &["?format=feed&type=rss"]),
];
/// Names in paths of pages that stand for a part of a site.
const PARTS: [&str; 9] =
    ["category", "categories", "section", "sections", "tag", "topic", "topics", "%d9%82%d8%b3%d9%85", "channel"];

/// Looks for feeds in a page. `url` is where the page is; relative addresses resolve against its `<base>`, and only
/// http and https addresses are returned. The site's own feed comes before feeds of comments, tags and authors.
pub fn discover(page: &str, url: &Url) -> PageFeeds {
    let entities = Entities::default();
    let mut lexer = Lexer::new(within(page, MAX_PAGE));
    let mut base = url.clone();
    let mut declared: Vec<(u8, FeedLink)> = Vec::new();
    let mut anchors: Vec<(u8, Url)> = Vec::new();
    let mut fainter: Vec<Url> = Vec::new();
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
                declared.push((rank(&feed, title.as_deref(), url), FeedLink { url: feed, title }));
            }
        } else if is("a") && anchors.len() < 200 {
            let Some(href) = attribute("href") else { continue };
            match resolve(&href, Some(&base)) {
                Some(feed) if is_named_feed(&feed) => anchors.push((rank(&feed, None, url), feed)),
                Some(feed) if looks_like_feed(&feed) && fainter.len() < MAX_GUESSES => fainter.push(feed),
                _ => {}
            }
        }
    }
    declared.sort_by_key(|(rank, _)| *rank);
    anchors.sort_by_key(|(rank, feed)| (feed.host_str() != url.host_str(), *rank));
    let mut seen: HashSet<Url> = declared.iter().map(|(_, link)| link.url.clone()).collect();
    seen.insert(url.clone());
    let mut guesses = Vec::new();
    // Half of the tries at most go to links of the page: the usual places are the better bet on most sites. Feeds below
    // a folder of feeds («/rss/politics.xml») are sections' more often than the site's.
    let linked = anchors.into_iter().map(|(_, feed)| feed).take(MAX_GUESSES / 2);
    let (surest, others) = usual_places(page, url);
    for guess in linked.chain(surest).chain(fainter.into_iter().take(2)).chain(others) {
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

/// 0 is the feed of what the page shows, 1 the site's; more is less.
fn rank(feed: &Url, title: Option<&str>, page: &Url) -> u8 {
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
    if is_part(page) && stands_below(feed, page) {
        return 0;
    }
    let part =
        ["/tag/", "/tags/", "/author/", "/category/", "/categories/", "/topic/"].iter().any(|part| path.contains(part));
    // A post's page names the feed of its own comments: `/2024/05/post/feed/`, with the post's title.
    let deep = path.trim_matches('/').split('/').filter(|part| !part.is_empty()).count() > 2;
    1 + u8::from(part) * 3 + u8::from(deep) * 2
}

/// Whether a page stands for a part of its site.
fn is_part(page: &Url) -> bool {
    let path = page.path().to_ascii_lowercase();
    path.split('/').any(|part| PARTS.contains(&part)) || page.query().is_some_and(|query| query.contains("cat="))
}

/// Whether a feed is the page's own: below its path, or of its number.
fn stands_below(feed: &Url, page: &Url) -> bool {
    let own = page.path().trim_end_matches('/');
    let below = !own.is_empty() && feed.path().strip_prefix(own).is_some_and(|rest| rest.starts_with('/'));
    let number = page.query_pairs().find(|(name, _)| name == "cat");
    below || number.is_some_and(|number| feed.query_pairs().any(|pair| pair == number))
}

/// Whether an address is that of a feed by its last name or its query: `/feed/`, `/rss.xml`, `?feed=rss2`.
fn is_named_feed(url: &Url) -> bool {
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

/// Whether an address looks like a feed's: by its last name, or below a folder of feeds as papers' own systems have it
/// (`/rss/politics.xml`, `/rssFeed/1`, `/rss/rssfeeds?id=2`, `/arc/outboundfeeds/…`, `/RssFeeds.php?cat=1`).
pub(crate) fn looks_like_feed(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    let folder = path.split('/').any(|part| {
        let part = part.split('.').next().filter(|name| !name.is_empty()).unwrap_or(part);
        matches!(
            part,
            "rss" | ".mrss" | "rssfeed" | "rssfeeds" | "rss-feed" | "rss-feeds" | "outboundfeeds" | "feed" | "feeds"
        ) || part.starts_with("rss") && part.len() <= 12
    });
    let page = [".html", ".htm", ".jpg", ".png"].iter().any(|end| path.ends_with(end));
    is_named_feed(url) || folder && !page
}

/// The usual places, those that the page's system suggests first: the surest two, and the others. Below the part of the
/// site that the page stands for when it is one, below its language, and at the root.
fn usual_places(page: &str, url: &Url) -> (Vec<Url>, Vec<Url>) {
    let Ok(root) = url.join("/") else { return Default::default() };
    let mut places: Vec<String> = Vec::new();
    let path = url.path().trim_end_matches('/');
    if is_part(url) && !path.is_empty() {
        // WordPress and its like: a category's page has its feed below it.
        places.push(format!("{path}/feed/"));
        places.push(format!("{path}/rss.xml"));
    }
    let head = within(page, MAX_PAGE);
    let systems = SYSTEMS.iter().filter(|(mark, _)| head.contains(mark)).flat_map(|(_, places)| places.iter());
    places.extend(systems.map(|place| format!("/{place}")));
    let language =
        path.split('/').nth(1).filter(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_lowercase()));
    if let Some(language) = language {
        places.extend(["rss.xml", "rss", "feed"].iter().map(|place| format!("/{language}/{place}")));
    }
    places.extend(USUAL_PLACES.iter().map(|place| format!("/{place}")));
    let mut urls: Vec<Url> = Vec::new();
    for place in places {
        if let Ok(place) = root.join(&place)
            && !urls.contains(&place)
        {
            urls.push(place);
        }
    }
    let others = urls.split_off(urls.len().min(2));
    (urls, others)
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
        assert_eq!(guesses[2].as_str(), "https://akhbar.example/rss/politics.xml");
        let page = r#"<a href="/politics/rss.xml">سياسة</a>"#;
        let guesses = found(page, "https://akhbar.example/").guesses;
        assert_eq!(guesses[0].as_str(), "https://akhbar.example/politics/rss.xml");
        assert_eq!(guesses[1].as_str(), "https://akhbar.example/feed/");
    }

    #[test]
    fn a_sections_page_puts_its_own_feed_first() {
        let page = r#"<link rel="alternate" type="application/rss+xml" title="الجسر" href="/feed/">
            <link rel="alternate" type="application/rss+xml" title="الجسر - تعليقات" href="/category/a/b/c/comments/feed/">
            <link rel="alternate" type="application/rss+xml" title="الجسر - اقتصاد" href="/category/news/economy/feed/">"#;
        let feeds = found(page, "https://akhbar.example/category/news/economy/").declared;
        assert_eq!(feeds[0].url.path(), "/category/news/economy/feed/");
        assert_eq!(feeds[1].url.path(), "/feed/");
        let guesses = found("", "https://akhbar.example/section/economy").guesses;
        assert_eq!(guesses[0].path(), "/section/economy/feed/");
    }

    #[test]
    fn a_pages_system_tells_where_its_feed_is() {
        let first = |page: &str, url: &str| found(page, url).guesses.first().map(Url::to_string).unwrap_or_default();
        assert_eq!(
            first("<script src=/pf/dist/x.js></script>", "https://a.example/"),
            "https://a.example/arc/outboundfeeds/rss/?outputType=xml"
        );
        assert_eq!(
            first("<meta content='blogger' name=generator>", "https://a.example/"),
            "https://a.example/feeds/posts/default"
        );
        assert_eq!(first("<p>", "https://a.example/ar/"), "https://a.example/ar/rss.xml");
        for feed in [
            "/rssFeed/1",
            "/rss/latestNews",
            "/RssFeeds.php?cat=1",
            "/.mrss/ar.xml",
            "/Rss/x/ar",
            "/feed/health",
            "/section/1110/rss.xml",
            "/rss/rssfeeds",
        ] {
            assert!(looks_like_feed(&Url::parse("https://a.example").unwrap().join(feed).unwrap()), "{feed}");
        }
        assert!(!looks_like_feed(&Url::parse("https://a.example/news/1.html").unwrap()));
    }
}
