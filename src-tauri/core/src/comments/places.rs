//! Where an article's comments may be had.

use dom_query::Document;
use url::Url;

use crate::extract;
use crate::feed;
use crate::site::{same_site, wordpress};

/// Where comments are fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// A comment feed.
    Feed(Url),
    /// The REST interface of a WordPress: its first page of a post's comments.
    Rest(Url),
}

impl Place {
    /// The address that is asked first.
    pub(crate) fn url(&self) -> &Url {
        match self {
            Self::Feed(url) | Self::Rest(url) => url,
        }
    }

    /// As it is stored: the kind beside the address.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Feed(_) => "feed",
            Self::Rest(_) => "rest",
        }
    }

    /// From how it is stored.
    pub(crate) fn stored(kind: &str, url: &str) -> Option<Self> {
        let url = feed::resolve(url, None)?;
        match kind {
            "feed" => Some(Self::Feed(url)),
            "rest" => Some(Self::Rest(url)),
            _ => None,
        }
    }

    /// Page `number` (from 1) of a REST place; none for a feed, which has one.
    pub(crate) fn page(&self, number: usize) -> Option<Url> {
        let Self::Rest(url) = self else { return None };
        let query: Vec<String> = url
            .query()
            .unwrap_or_default()
            .split('&')
            .map(|pair| if pair.starts_with("page=") { format!("page={number}") } else { pair.to_owned() })
            .collect();
        let mut page = url.clone();
        page.set_query(Some(&query.join("&")));
        Some(page)
    }
}

/// The REST places of a post whose number is known, the likelier first. `home` is where its comments say that the site
/// is; a site that moved still says where it was, so it is believed only when `near` is of one site with it.
pub(crate) fn of_post(home: &Url, post: u64, near: &Url) -> Vec<Place> {
    let root = if same_site(home, near) && home.scheme() == near.scheme() { home.clone() } else { near.clone() };
    let folder = if same_site(home, near) { root.path().trim_end_matches('/').to_owned() } else { String::new() };
    let pretty = root.join(&format!("{folder}/wp-json/"));
    let plain = root.join(&format!("{folder}/?rest_route=/"));
    [pretty, plain].into_iter().flatten().map(|root| Place::Rest(wordpress::comments_address(&root, post, 1))).collect()
}

/// The places that an article's page names, the fullest first.
pub(crate) fn of_page(page: &str, url: &Url) -> Vec<Place> {
    let Some(page) = extract::bounded(page) else { return Vec::new() };
    // The tree is other people's code, fed with whatever the web holds.
    std::panic::catch_unwind(|| named(page, url)).unwrap_or_default()
}

fn named(page: &str, url: &Url) -> Vec<Place> {
    let doc = Document::from(page);
    let mut places = Vec::new();
    let post = post_number(&doc);
    if let (Some(root), Some(post)) = (wordpress::api_root(page, url), post) {
        places.push(Place::Rest(wordpress::comments_address(&root, post, 1)));
    }
    for link in doc.select("link[rel~='alternate'][href]").nodes().iter().take(60) {
        let kind = link.attr("type").unwrap_or_default().to_ascii_lowercase();
        if !(kind.contains("rss") || kind.contains("atom")) {
            continue;
        }
        let address = link.attr("href").and_then(|href| feed::resolve(&href, Some(url)));
        let Some(address) = address.filter(|address| same_site(address, url)) else { continue };
        // `…/an-article/feed/`: below the article's own address, which the site's feeds are not.
        let below = address.path().strip_prefix(url.path().trim_end_matches('/'));
        let own = url.path().len() > 1 && below.is_some_and(|rest| rest.starts_with('/') && rest.len() > 1);
        let of_number = post.is_some_and(|post| {
            let has = |name: &str, value: &str| address.query_pairs().any(|(n, v)| n == name && v == value);
            address.query_pairs().any(|(name, _)| name == "feed") && has("p", &post.to_string())
        });
        let blogger = address.path().starts_with("/feeds/") && address.path().contains("/comments/");
        if own || of_number || blogger {
            places.push(Place::Feed(address));
        }
    }
    places
}

/// The number that WordPress gives the article of this page: in the comment form, the class of the body, the short link.
fn post_number(doc: &Document) -> Option<u64> {
    let number = |text: &str| text.trim().parse::<u64>().ok().filter(|number| *number > 0);
    let form = doc.select("input[name='comment_post_ID']").attr("value").and_then(|value| number(&value));
    form.or_else(|| {
        let class = doc.select("body").attr("class")?;
        class
            .split_whitespace()
            .find_map(|name| name.strip_prefix("postid-").or_else(|| name.strip_prefix("page-id-")).and_then(number))
    })
    .or_else(|| {
        let link = feed::resolve(&doc.select("link[rel='shortlink']").attr("href")?, None)?;
        link.query_pairs().find(|(name, _)| name == "p").and_then(|(_, value)| number(&value))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn addresses(places: &[Place]) -> Vec<&str> {
        places.iter().map(|place| place.url().as_str()).collect()
    }

    #[test]
    fn a_wordpress_page_names_its_interface_and_its_comment_feed() {
        let page = "<html><head><link rel='https://api.w.org/' href='https://jisr.example/wp-json/'>
            <link rel=alternate type='application/rss+xml' href='/feed/'>
            <link rel=alternate type='application/rss+xml' href='/comments/feed/'>
            <link rel=alternate type='application/rss+xml' title='خبر « تعليقات' href='/2026/khabar/feed/'></head>
            <body class='single postid-7'></body></html>";
        let places = of_page(page, &url("https://jisr.example/2026/khabar/"));
        assert_eq!(
            addresses(&places),
            [
                "https://jisr.example/wp-json/wp/v2/comments?post=7&per_page=100&page=1",
                "https://jisr.example/2026/khabar/feed/"
            ]
        );
        assert_eq!(
            places[0].page(3).unwrap().as_str(),
            "https://jisr.example/wp-json/wp/v2/comments?post=7&per_page=100&page=3"
        );
        assert_eq!(places[1].page(2), None);
    }

    #[test]
    fn feeds_of_the_site_and_of_others_are_no_comments() {
        let page = "<link rel=alternate type='application/rss+xml' href='/feed/'>
            <link rel=alternate type='application/rss+xml' href='https://other.example/2026/khabar/feed/'>
            <link rel=alternate type='application/json' href='/2026/khabar/feed/'>";
        assert!(of_page(page, &url("https://jisr.example/2026/khabar/")).is_empty());
        assert!(of_page(page, &url("https://jisr.example/")).is_empty(), "a front page has no comments");
    }

    #[test]
    fn a_post_that_its_comments_number_is_found_in_the_interface() {
        let near = url("https://jisr.example/ar/2026/khabar/feed/");
        assert_eq!(
            addresses(&of_post(&url("https://jisr.example/ar/"), 7, &near)),
            [
                "https://jisr.example/ar/wp-json/wp/v2/comments?post=7&per_page=100&page=1",
                "https://jisr.example/ar/?rest_route=/wp/v2/comments&post=7&per_page=100&page=1"
            ]
        );
        let moved = of_post(&url("http://old.example/"), 7, &near);
        assert!(moved[0].url().as_str().starts_with("https://jisr.example/wp-json/"), "{moved:?}");
    }
}
