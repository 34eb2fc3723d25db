//! What an address tells of the page behind it, without asking for it.

use url::Url;

/// Names of paths that list stories instead of telling one.
const LISTS: &[&str] = &[
    "tag",
    "tags",
    "category",
    "categories",
    "cat",
    "author",
    "authors",
    "writer",
    "writers",
    "topic",
    "topics",
    "section",
    "sections",
    "keyword",
    "keywords",
    "label",
    "search",
    "archive",
    "archives",
    "page",
    "team",
    "profile",
    "users",
    "columnists",
    "وسم",
    "وسوم",
    "تصنيف",
    "قسم",
    "الكاتب",
    "كاتب",
    "كتاب",
    "بحث",
];

/// Those of [`LISTS`] under which nothing is a story.
const ONLY_LISTS: &[&str] = &[
    "tag", "tags", "author", "authors", "writer", "writers", "label", "search", "keyword", "keywords", "profile",
    "وسم", "كاتب",
];

/// Names of paths that lead out, to a shop, or to a form.
const NO_STORY: &[&str] = &[
    "ad",
    "ads",
    "adv",
    "advert",
    "advertisement",
    "advertorial",
    "sponsored",
    "sponsor",
    "promo",
    "promotion",
    "promoted",
    "out",
    "redirect",
    "go",
    "click",
    "shop",
    "store",
    "product",
    "products",
    "cart",
    "checkout",
    "deal",
    "deals",
    "offers",
    "affiliate",
    "share",
    "login",
    "signin",
    "register",
    "subscribe",
    "subscription",
    "subscriptions",
    "newsletter",
    "newsletters",
    "feed",
    "rss",
    "wp-login.php",
    "wp-admin",
    "contact",
    "contact-us",
    "about",
    "about-us",
    "privacy",
    "privacy-policy",
    "terms",
    "app",
    "apps",
    "intent",
    "print",
    "coupon",
    "coupons",
];

/// First labels of hosts that carry no stories.
const NO_STORY_HOSTS: &[&str] = &[
    "ad",
    "ads",
    "adserver",
    "adv",
    "banner",
    "banners",
    "click",
    "go",
    "out",
    "promo",
    "shop",
    "store",
    "track",
    "tracking",
    "redirect",
    "login",
    "accounts",
    "account",
    "subscribe",
    "newsletter",
    "offers",
    "deals",
    "sponsored",
];

/// Endings of files that are no pages.
const FILES: &[&str] = &[
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx",
    ".zip", ".rar", ".mp3", ".mp4", ".m4a", ".apk", ".xml", ".csv", ".epub",
];

/// Second labels that stand before a country's own (`com.eg`): not a name that anyone registered.
const SECOND_LEVEL: &[&str] =
    &["com", "net", "org", "co", "gov", "edu", "ac", "info", "med", "sch", "pub", "mil", "or", "ne", "gob", "press"];

/// The registrable part of a host, as far as it shows without the public suffix list.
pub(super) fn registrable(host: &str) -> &str {
    let host = host.trim_end_matches('.');
    let labels: Vec<&str> = host.split('.').collect();
    let count = labels.len();
    if count <= 2 {
        return host;
    }
    let (second, top) = (labels[count - 2], labels[count - 1]);
    let take = if top.len() == 2 && SECOND_LEVEL.contains(&second) { 3 } else { 2 };
    let skip: usize = labels[..count - take.min(count)].iter().map(|label| label.len() + 1).sum();
    host.get(skip..).unwrap_or(host)
}

/// Whether two pages are one publisher's: the same registered name, or the same name under another ending
/// (`paper.net` and `paper.com`).
pub(super) fn same_publisher(a: &Url, b: &Url) -> bool {
    let (Some(a), Some(b)) = (a.host_str(), b.host_str()) else { return false };
    let (a, b) = (registrable(a), registrable(b));
    let name = |domain: &str| domain.split('.').next().unwrap_or_default().to_ascii_lowercase();
    a.eq_ignore_ascii_case(b) || name(a).len() >= 5 && name(a) == name(b)
}

/// The page that an address names, written one way: without scheme, `www.`, `m.` and `amp.`, the marks of AMP and
/// print, a trailing slash, fragment and tracking parameters.
pub(super) fn story_key(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    let host = ["www.", "m.", "amp.", "mobile."].iter().find_map(|p| host.strip_prefix(p)).unwrap_or(&host).to_owned();
    let path = decoded(url.path());
    let mut path = path.trim_end_matches('/');
    for mark in ["/amp", "/amp.html", ".amp"] {
        path = path.strip_suffix(mark).unwrap_or(path);
    }
    let path = path.strip_prefix("/amp/").map_or_else(|| path.to_owned(), |rest| format!("/{rest}"));
    let mut query: Vec<&str> = url.query().unwrap_or_default().split('&').filter(|pair| !is_noise(pair)).collect();
    query.sort_unstable();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    format!("{host}{}{query}", path.trim_end_matches('/'))
}

/// Parameters that don't say which story is meant.
fn is_noise(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
    name.is_empty()
        || name.starts_with("utm_")
        || name.starts_with("at_")
        || matches!(
            name.as_str(),
            "fbclid"
                | "gclid"
                | "amp"
                | "outputtype"
                | "ref"
                | "source"
                | "src"
                | "from"
                | "traffic_source"
                | "cmpid"
                | "ocid"
                | "m"
                | "share"
                | "replytocom"
        )
}

/// Percent-encoding undone where it gives text.
pub(super) fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let raw = path.as_bytes();
    let mut at = 0;
    while at < raw.len() {
        let code = (raw[at] == b'%')
            .then(|| raw.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(byte) => {
                bytes.push(byte);
                at += 3;
            }
            None => {
                bytes.push(raw[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&bytes).to_lowercase()
}

/// Whether a path is a file's by its ending.
pub(super) fn is_file(path: &str) -> bool {
    FILES
        .iter()
        .any(|end| path.get(path.len().saturating_sub(end.len())..).is_some_and(|last| last.eq_ignore_ascii_case(end)))
}

/// Whether an address may be that of one story: no list, no shop, no advertisement, no file, not a site's root.
pub(super) fn may_be_story(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
    if host.split('.').count() > 2 && host.split('.').next().is_some_and(|first| NO_STORY_HOSTS.contains(&first)) {
        return false;
    }
    let path = decoded(url.path());
    if is_file(&path) {
        return false;
    }
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let query: Vec<(String, String)> =
        url.query_pairs().take(30).map(|(k, v)| (k.to_ascii_lowercase(), v.into_owned())).collect();
    if query.iter().any(|(k, _)| {
        matches!(k.as_str(), "s" | "cat" | "tag" | "author" | "q" | "search" | "add-to-cart" | "share" | "paged")
    }) {
        return false;
    }
    let names_story = query.iter().any(|(k, v)| {
        matches!(
            k.as_str(),
            "p" | "id"
                | "newsid"
                | "articleid"
                | "aid"
                | "nid"
                | "story"
                | "article"
                | "itemid"
                | "storyid"
                | "cid"
                | "serial"
                | "secid"
                | "news"
                | "post"
        ) && !v.is_empty()
    });
    if parts.is_empty() {
        return names_story;
    }
    if parts.iter().any(|part| NO_STORY.contains(part)) {
        return false;
    }
    if names_story {
        return true;
    }
    let Some(list) = parts.iter().position(|part| LISTS.contains(part)) else { return true };
    let below = &parts[list + 1..];
    // `/section/economy/2026/3/4/title` and `/archive/2025/ferries/12` are stories; `/tag/title-of-many-words`,
    // `/archive/2025/03` and `/category/economy/page/2` are none.
    let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let story_below = below.len() >= 2
        && !parts.contains(&"page")
        && below.last().is_some_and(|last| looks_like_slug(last) || number(last))
        && below.iter().any(|part| !number(part));
    !ONLY_LISTS.contains(&parts[list]) && story_below
}

/// A number of an article or a title of several words.
fn looks_like_slug(part: &str) -> bool {
    let digits = part.bytes().filter(u8::is_ascii_digit).count();
    digits >= 3
        || part.split(['-', '_', ' ', '+']).filter(|word| !word.is_empty()).count() >= 3
        || part.ends_with(".html")
        || part.ends_with(".aspx")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{may_be_story, registrable, same_publisher, story_key};
    use url::Url;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn hosts_have_a_registered_part() {
        for (host, want) in [
            ("www.paper.example", "paper.example"),
            ("a.b.paper.com.eg", "paper.com.eg"),
            ("paper.com.eg", "paper.com.eg"),
            ("paper.net", "paper.net"),
            ("localhost", "localhost"),
            ("www.spa.gov.sa", "spa.gov.sa"),
        ] {
            assert_eq!(registrable(host), want);
        }
        assert!(same_publisher(&url("https://www.safina.net/1"), &url("https://arabic.safina.com/2")));
        assert!(!same_publisher(&url("https://safina.net/1"), &url("https://marsa.net/2")));
    }

    #[test]
    fn one_story_has_one_key() {
        let key = |text| story_key(&url(text));
        assert_eq!(key("https://www.safina.net/a/b/?utm_source=x#c"), key("http://m.safina.net/a/b/amp/"));
        assert_eq!(key("https://safina.net/%D8%A3-1"), key("https://safina.net/%d8%a3-1/"));
        assert_ne!(key("https://safina.net/?p=1"), key("https://safina.net/?p=2"));
    }

    #[test]
    fn stories_are_told_from_lists_and_shops() {
        for yes in [
            "https://s.net/news/2026/3/4/title-of-story",
            "https://s.net/politics/123456",
            "https://s.net/?p=12",
            "https://s.net/section/economy/2026/a-title-here",
            "https://s.net/archive/2025/ferries/12/",
            "https://s.net/%D8%B9%D9%86%D9%88%D8%A7%D9%86-%D9%85%D9%86-%D9%83%D9%84%D9%85%D8%A7%D8%AA/",
            "https://s.net/story.aspx?id=77",
        ] {
            assert!(may_be_story(&url(yes)), "{yes}");
        }
        for no in [
            "https://s.net/",
            "https://s.net/tag/a-title-here",
            "https://s.net/category/economy",
            "https://s.net/category/economy/oil",
            "https://s.net/category/economy/page/2",
            "https://s.net/archive/2025/03",
            "https://s.net/author/ali-hasan-omar",
            "https://shop.s.net/a/1",
            "https://s.net/ads/1234",
            "https://s.net/file/report-of-year.pdf",
            "https://s.net/?s=oil",
            "https://s.net/subscribe/now",
        ] {
            assert!(!may_be_story(&url(no)), "{no}");
        }
    }
}
