//! Where the entries older than those of a document are, for the sources that page back: WordPress's feeds and its REST
//! interface, the links of RFC 5005, JSON Feed, Blogger.

use url::Url;

use crate::feed::{Format, ParsedFeed};

/// No source is paged back further: `?paged=10000` is an attack on its server.
const LAST_PAGE: u32 = 2_000;

/// The address of the page of older entries behind `feed`, which was read at `url`; none where the source has no way
/// back that is known. Never on another host.
pub(crate) fn older(feed: &ParsedFeed, url: &Url) -> Option<Url> {
    if feed.entries.is_empty() {
        return None;
    }
    let next = feed.older.clone().or_else(|| match feed.format? {
        Format::WordPress => numbered(url, "page", 2),
        Format::Rss | Format::Atom if is_blogger(feed, url) => behind(feed, url),
        Format::Rss | Format::Atom if is_wordpress(feed, url) => numbered(url, "paged", 2),
        _ => None,
    })?;
    let same = next.host_str() == url.host_str() && next.port_or_known_default() == url.port_or_known_default();
    (same && next != *url).then_some(next)
}

/// The next number of a parameter that counts pages from 1.
fn numbered(url: &Url, name: &str, second: u32) -> Option<Url> {
    let at = parameter(url, name).and_then(|value| value.parse::<u32>().ok());
    let next = at.map_or(Some(second), |at| at.checked_add(1)).filter(|next| *next <= LAST_PAGE)?;
    Some(with_parameter(url, name, &next.to_string()))
}

/// Blogger counts entries, from 1.
fn behind(feed: &ParsedFeed, url: &Url) -> Option<Url> {
    let start: usize = parameter(url, "start-index").and_then(|value| value.parse().ok()).unwrap_or(1);
    let next = start.checked_add(feed.entries.len()).filter(|next| *next <= LAST_PAGE as usize * 25)?;
    Some(with_parameter(url, "start-index", &next.to_string()))
}

/// Where to begin in a source that counts its pages, when `stored` entries of it are here: what was followed for long has
/// what stands on its first pages, `per_page` each. None where that is no further than `next`.
pub(crate) fn skip(next: &Url, per_page: usize, stored: usize) -> Option<Url> {
    let pages = stored / per_page.max(1);
    if pages <= 2 {
        return None;
    }
    // The last page that is here as a whole, so that nothing lies between.
    let page = pages.min(LAST_PAGE as usize);
    let counted =
        |name: &str| parameter(next, name).is_some_and(|value| value.bytes().all(|byte| byte.is_ascii_digit()));
    if counted("start-index") {
        return Some(with_parameter(next, "start-index", &((page - 1) * per_page + 1).to_string()));
    }
    // Only numbers that were made here: what a publisher calls `page` in a link of its own may be anything.
    let name = ["paged", "page"].into_iter().find(|name| parameter(next, name).as_deref() == Some("2"))?;
    Some(with_parameter(next, name, &page.to_string()))
}

fn is_wordpress(feed: &ParsedFeed, url: &Url) -> bool {
    if feed.generator.as_deref().is_some_and(|generator| generator.to_ascii_lowercase().contains("wordpress")) {
        return true;
    }
    // Plugins hide the generator; the GUIDs stay.
    let by_path = url.path().trim_end_matches('/').ends_with("/feed") || parameter(url, "feed").is_some();
    by_path && feed.entries.iter().any(|entry| entry.guid.as_deref().is_some_and(|guid| guid.contains("?p=")))
}

fn is_blogger(feed: &ParsedFeed, url: &Url) -> bool {
    url.path().contains("/feeds/posts/")
        || feed.generator.as_deref().is_some_and(|generator| generator.to_ascii_lowercase().contains("blogger"))
}

fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// The address with one parameter set; the others stay as they are written.
fn with_parameter(url: &Url, name: &str, value: &str) -> Url {
    let mut kept: Vec<String> = url
        .query()
        .into_iter()
        .flat_map(|query| query.split('&'))
        .filter(|part| !part.is_empty() && part.split('=').next() != Some(name))
        .map(str::to_owned)
        .collect();
    kept.push(format!("{name}={value}"));
    let mut url = url.clone();
    url.set_query(Some(&kept.join("&")));
    url
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;
    use crate::feed;

    fn next(document: &str, url: &str) -> Option<String> {
        let url = Url::parse(url).unwrap();
        older(&feed::parse(document.as_bytes(), None, Some(&url)).unwrap(), &url).map(String::from)
    }

    #[test]
    fn wordpress_counts_its_pages() {
        let named = "<rss version='2.0'><channel><generator>https://wordpress.org/?v=6.8</generator><item><title>خ</title></item></channel></rss>";
        assert_eq!(next(named, "https://a.example/feed/").as_deref(), Some("https://a.example/feed/?paged=2"));
        assert_eq!(
            next(named, "https://a.example/?feed=rss2&paged=9").as_deref(),
            Some("https://a.example/?feed=rss2&paged=10")
        );
        assert_eq!(next(named, "https://a.example/feed/?paged=2000"), None);
        let hidden = "<rss version='2.0'><channel><item><title>خ</title><guid>https://a.example/?p=1</guid></item></channel></rss>";
        assert_eq!(
            next(hidden, "https://a.example/category/x/feed/").as_deref(),
            Some("https://a.example/category/x/feed/?paged=2")
        );
        assert_eq!(next(hidden, "https://a.example/rss.xml"), None);
        assert_eq!(
            next(
                "<rss version='2.0'><channel><generator>WordPress</generator></channel></rss>",
                "https://a.example/feed/"
            ),
            None
        );
    }

    #[test]
    fn documents_that_link_back_are_followed_on_their_host_only() {
        let atom = |rel: &str, href: &str| {
            format!(
                "<feed xmlns='http://www.w3.org/2005/Atom'><link rel='{rel}' href='{href}'/><entry><title>خ</title><id>1</id></entry></feed>"
            )
        };
        assert_eq!(
            next(&atom("prev-archive", "/2026-10"), "https://a.example/feed").as_deref(),
            Some("https://a.example/2026-10")
        );
        assert_eq!(
            next(&atom("next", "?page=2"), "https://a.example/feed").as_deref(),
            Some("https://a.example/feed?page=2")
        );
        assert_eq!(next(&atom("next", "https://b.example/2"), "https://a.example/feed"), None);
        assert_eq!(next(&atom("next", "/feed"), "https://a.example/feed"), None);
        let rss = "<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel><atom:link rel='next' href='/p2'/><item><title>خ</title></item></channel></rss>";
        assert_eq!(next(rss, "https://a.example/feed").as_deref(), Some("https://a.example/p2"));
        let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"ت","next_url":"/feed.json?page=2","items":[{"id":"1","content_text":"خ"}]}"#;
        assert_eq!(next(json, "https://a.example/feed.json").as_deref(), Some("https://a.example/feed.json?page=2"));
    }

    #[test]
    fn what_is_here_already_is_skipped() {
        let skip = |next: &str, stored| skip(&Url::parse(next).unwrap(), 10, stored).map(String::from);
        assert_eq!(skip("https://a.example/feed/?paged=2", 29), None);
        assert_eq!(skip("https://a.example/feed/?paged=2", 935).as_deref(), Some("https://a.example/feed/?paged=93"));
        assert_eq!(
            skip("https://a.example/p?start-index=11", 105).as_deref(),
            Some("https://a.example/p?start-index=91")
        );
        assert_eq!(skip("https://a.example/2026-10", 935), None);
    }

    #[test]
    fn blogger_counts_its_entries() {
        let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><generator uri='http://www.blogger.com'>Blogger</generator><entry><title>1</title></entry><entry><title>2</title></entry></feed>";
        assert_eq!(
            next(atom, "https://a.example/feeds/posts/default").as_deref(),
            Some("https://a.example/feeds/posts/default?start-index=3")
        );
        assert_eq!(
            next(atom, "https://a.example/feeds/posts/default?alt=rss&start-index=3").as_deref(),
            Some("https://a.example/feeds/posts/default?alt=rss&start-index=5")
        );
    }
}
