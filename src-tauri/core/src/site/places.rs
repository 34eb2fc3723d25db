//! Which addresses are worth asking: what a pasted address stands for on services whose feeds are a matter of rule, and
//! where sites keep their site maps.

use url::Url;

/// Where site maps with news usually are, the most telling names first.
const SITEMAPS: [&str; 8] = [
    "/sitemap-news.xml",
    "/news-sitemap.xml",
    "/sitemap.xml",
    "/googlenews.xml",
    "/sitemap_news.xml",
    "/sitemap_index.xml",
    "/wp-sitemap.xml",
    "/sitemap-index.xml",
];

/// Where a site's map may be when nothing says so.
pub(crate) fn sitemaps(site: &Url) -> Vec<Url> {
    SITEMAPS.iter().filter_map(|path| site.join(path).ok()).collect()
}

/// Addresses that certainly hold the posts of what a pasted address shows, on services that publish the rule.
pub(crate) fn of_service(url: &Url) -> Vec<Url> {
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").or_else(|| host.strip_prefix("m.")).unwrap_or(host);
    let parts: Vec<&str> = url.path_segments().into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let query = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    let feed = |address: String| Url::parse(&address).into_iter().collect();
    match (host, parts.as_slice()) {
        ("t.me" | "telegram.me", [name] | ["s", name]) => feed(format!("https://t.me/s/{name}")),
        ("t.me" | "telegram.me", [name, post]) if *name != "s" && post.bytes().all(|byte| byte.is_ascii_digit()) => {
            feed(format!("https://t.me/s/{name}"))
        }
        ("youtube.com", ["channel", id, ..]) => {
            feed(format!("https://www.youtube.com/feeds/videos.xml?channel_id={id}"))
        }
        ("youtube.com", ["playlist", ..]) => query("list")
            .map(|list| feed(format!("https://www.youtube.com/feeds/videos.xml?playlist_id={list}")))
            .unwrap_or_default(),
        ("medium.com", [name, ..]) if *name != "feed" => feed(format!("https://medium.com/feed/{name}")),
        ("reddit.com", ["r", name, ..]) => feed(format!("https://www.reddit.com/r/{name}/.rss")),
        (host, []) if host.ends_with(".medium.com") || host.ends_with(".substack.com") => {
            url.join("/feed").into_iter().collect()
        }
        (host, _) if host.ends_with(".blogspot.com") => url.join("/feeds/posts/default").into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The channel's own feed on a YouTube page: its number stands in the page, whatever name the address has.
pub(crate) fn of_youtube(page: &str, url: &Url) -> Option<Url> {
    if !url.host_str().is_some_and(|host| host == "youtube.com" || host.ends_with(".youtube.com")) {
        return None;
    }
    let id = ["\"externalId\":\"", "itemprop=\"channelId\" content=\"", "\"channelId\":\"", "/channel/"]
        .iter()
        .find_map(|mark| page.split_once(mark).map(|(_, after)| after))?;
    let id: String = id.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')).take(40).collect();
    (id.starts_with("UC") && id.len() == 24)
        .then(|| Url::parse(&format!("https://www.youtube.com/feeds/videos.xml?channel_id={id}")).ok())
        .flatten()
}

/// The site's front page.
pub(crate) fn home(url: &Url) -> Url {
    let mut home = url.clone();
    home.set_path("/");
    home.set_query(None);
    home.set_fragment(None);
    home
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn services_keep_their_feeds_by_rule() {
        let of = |address: &str| of_service(&Url::parse(address).unwrap()).pop().map(String::from).unwrap_or_default();
        assert_eq!(of("https://t.me/jisr_news"), "https://t.me/s/jisr_news");
        assert_eq!(of("https://t.me/jisr_news/431"), "https://t.me/s/jisr_news");
        assert_eq!(of("https://t.me/s/jisr_news"), "https://t.me/s/jisr_news");
        assert!(of("https://www.youtube.com/channel/UCabc").ends_with("?channel_id=UCabc"));
        assert!(of("https://medium.com/@layla/a-story-1f").ends_with("/feed/@layla"));
        assert_eq!(of("https://jisr.blogspot.com/2026/11/a.html"), "https://jisr.blogspot.com/feeds/posts/default");
        assert_eq!(of("https://jisr.example/x"), "");
        let page = r#"<meta itemprop="channelId" content="UC0123456789012345678901">"#;
        let video = Url::parse("https://www.youtube.com/@jisr").unwrap();
        assert!(of_youtube(page, &video).unwrap().as_str().ends_with("UC0123456789012345678901"));
        assert!(of_youtube(page, &Url::parse("https://jisr.example/").unwrap()).is_none());
    }
}
