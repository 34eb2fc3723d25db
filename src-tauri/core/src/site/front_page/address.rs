//! What an address tells of what stands there: an article's has a number, a date, a headline's words or a hash in it, and
//! all articles of a site are made after one or a few patterns.

use url::Url;

use crate::feed;
use crate::site::{date_in, sections, sitemap};

/// Names in paths that lead to no article, wherever they stand before the last: tags, writers, searches and the like.
const NEVER: &[&str] = &[
    "tag",
    "tags",
    "keyword",
    "keywords",
    "label",
    "labels",
    "hashtag",
    "author",
    "authors",
    "writer",
    "writers",
    "columnist",
    "columnists",
    "user",
    "users",
    "member",
    "members",
    "profile",
    "profiles",
    "search",
    "page",
    "pages",
    "login",
    "account",
    "cart",
    "cdn-cgi",
    "share",
    "print",
    "وسم",
    "وسوم",
    "كاتب",
    "كتاب",
    "الكتاب",
    "الكاتب",
];
/// First names of paths that are a site's services, goods or words about itself, and no news.
const NOT_NEWS: &[&str] = &[
    "showthread",
    "viewtopic",
    "forum",
    "forums",
    "thread",
    "threads",
    "register",
    "signup",
    "signin",
    "about",
    "about-us",
    "aboutus",
    "contact",
    "contact-us",
    "contactus",
    "privacy",
    "privacy-policy",
    "policy",
    "policies",
    "terms",
    "legal",
    "copyright",
    "advertise",
    "advertising",
    "ads",
    "subscribe",
    "subscription",
    "newsletter",
    "newsletters",
    "feed",
    "rss",
    "sitemap",
    "faq",
    "help",
    "support",
    "careers",
    "career",
    "jobs",
    "job",
    "vacancies",
    "vacancy",
    "apply",
    "services",
    "service",
    "eservices",
    "e-services",
    "products",
    "product",
    "shop",
    "store",
    "catalog",
    "catalogue",
    "order",
    "orders",
    "cart",
    "checkout",
    "booking",
    "bookings",
    "reservation",
    "menu",
    "menus",
    "dish",
    "hotel",
    "hotels",
    "rooms",
    "tours",
    "dept",
    "department",
    "departments",
    "faculty",
    "faculties",
    "programs",
    "courses",
    "course",
    "portfolio",
    "work",
    "works",
    "projects",
    "project",
    "clients",
    "team",
    "staff",
    "doctors",
    "clinics",
    "practice",
    "practices",
    "practice-areas",
    "case-studies",
    "app",
    "apps",
    "download",
    "downloads",
    "features",
    "pricing",
    "docs",
    "property",
    "properties",
    "listing",
];
/// Names in paths under which sites keep their news.
const NEWS: &[&str] = &[
    "news",
    "article",
    "articles",
    "story",
    "stories",
    "post",
    "posts",
    "blog",
    "akhbar",
    "khabar",
    "newsdetails",
    "news-details",
    "details",
    "archives",
    "politics",
    "economy",
    "business",
    "sport",
    "sports",
    "world",
    "culture",
    "opinion",
    "local",
    "arts",
    "technology",
    "tech",
    "science",
    "health",
    "life",
    "lifestyle",
    "reports",
    "report",
    "magazine",
    "video",
    "videos",
    "press",
    "media",
    "خبر",
    "اخبار",
    "الاخبار",
    "مقال",
    "مقالات",
    "تقارير",
    "سياسه",
    "رياضه",
];
/// Names in queries that choose something else than an article.
const OTHER_KEYS: &[&str] =
    &["q", "s", "search", "tag", "author", "writer", "keyword", "page", "paged", "add", "add-to-cart", "lang", "sort"];

/// The names of a path, decoded and in lower case.
fn names(url: &Url) -> Vec<String> {
    let parts = url.path_segments().into_iter().flatten().filter(|part| !part.is_empty());
    parts.map(|part| sitemap::percent_decoded(part).unwrap_or_else(|| part.to_owned()).to_lowercase()).collect()
}

fn is_language(name: &str) -> bool {
    matches!(name, "ar" | "en" | "fr" | "es" | "tr" | "fa" | "ur" | "de" | "arabic" | "english")
}

/// A name without its ending: `news.asp` is `news`.
fn stem(name: &str) -> (&str, bool) {
    match name.rsplit_once('.') {
        Some((stem, end)) if !stem.is_empty() && end.len() <= 5 && end.bytes().all(|b| b.is_ascii_alphabetic()) => {
            (stem, true)
        }
        _ => (name, false),
    }
}

fn words(name: &str) -> usize {
    name.split(['-', '_', '+', ' ', '.', ',']).filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

fn longest_number(text: &str) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c.is_ascii_digit() { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// Whether a name holds a hash: six and more letters and digits mixed.
fn is_hashed(name: &str) -> bool {
    name.split(['-', '_', '.']).any(|part| {
        part.len() >= 6
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && part.bytes().any(|byte| byte.is_ascii_alphabetic())
            && part.bytes().filter(u8::is_ascii_digit).count() >= 2
    })
}

/// The pattern of an address: names that vary from article to article give way to what they are made of. A section's
/// name at the front varies as well.
pub(super) fn shape(url: &Url) -> String {
    let names = names(url);
    let deep = names.len() >= 2;
    let last = names.len().saturating_sub(1);
    let mut out = String::new();
    for (at, name) in names.iter().enumerate() {
        let (plain, ended) = if at == last { stem(name) } else { (name.as_str(), false) };
        let numbers = plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '_' | '.'));
        let letters = plain.chars().any(char::is_alphabetic);
        out.push('/');
        out.push(if numbers {
            '#'
        } else if at == last && (words(plain) >= if deep { 2 } else { 3 } || letters && longest_number(plain) > 0) {
            '*'
        } else {
            'w'
        });
        if ended {
            out.push('.');
        }
    }
    let mut keys: Vec<String> = url
        .query_pairs()
        .take(8)
        .map(|(key, value)| {
            let kind = match value.chars().next() {
                Some(first) if first.is_ascii_digit() => "#".to_owned(),
                _ if words(&value) >= 3 || is_hashed(&value) => "*".to_owned(),
                _ => value.chars().take(20).collect(),
            };
            format!("{key}={kind}")
        })
        .collect();
    keys.sort();
    if !keys.is_empty() {
        // `news.asp?id=7` and `page.asp?id=7` are not of one pattern.
        out.push_str(&format!("?{}?{}", names.last().map(String::as_str).unwrap_or_default(), keys.join("&")));
    }
    out
}

/// What stands before the part that varies: `/news` of `/news/1207/a-story`.
pub(super) fn prefix(url: &Url) -> String {
    let names = names(url);
    let before = names.len().saturating_sub(1);
    let mut first = names.iter().take(before).filter(|name| !is_language(name) && longest_number(name) == 0);
    first.next().cloned().unwrap_or_default()
}

/// Whether an address stands under a name that sites give their news.
pub(super) fn is_named_news(url: &Url) -> bool {
    names(url).iter().any(|name| {
        let folded = crate::text::fold(stem(name).0);
        NEWS.contains(&folded.as_str())
    })
}

/// Front pages, sections, tags, authors, services and files are no articles.
pub(super) fn is_other(url: &Url) -> bool {
    let names = names(url);
    let keyed = url.query_pairs().any(|(_, value)| value.chars().any(|c| c.is_ascii_digit()) || words(&value) >= 3);
    let chosen = url.query_pairs().any(|(key, _)| OTHER_KEYS.contains(&&*key.to_ascii_lowercase()));
    let identified = url.query_pairs().any(|(key, value)| {
        !OTHER_KEYS.contains(&&*key.to_ascii_lowercase()) && value.chars().any(|c| c.is_ascii_digit())
    });
    if chosen && !identified && (names.is_empty() || weight(url) < 2) {
        return true;
    }
    let mut shown = names.iter().filter(|name| !is_language(name));
    let Some(first) = shown.next() else { return !keyed };
    let (first, _) = stem(first);
    let before = names.len().saturating_sub(1);
    let inner = names.iter().take(before).any(|name| NEVER.contains(&name.as_str()));
    let ends = |ends: &[&str]| ends.iter().any(|end| names.last().is_some_and(|last| last.ends_with(end)));
    inner
        || NEVER.contains(&first) && !(identified && matches!(first, "page" | "pages"))
        || NOT_NEWS.contains(&first)
        || names.last().is_some_and(|last| matches!(last.as_str(), "comment" | "comments"))
        || sections::is_section(url)
        || feed::looks_like_feed(url)
        || ends(&[".jpg", ".jpeg", ".png", ".gif", ".webp", ".pdf", ".mp3", ".mp4", ".zip", ".apk", ".xml", ".doc"])
}

/// How much an address looks like an article's, 0 to 4.
pub(super) fn weight(url: &Url) -> i32 {
    let names = names(url);
    let last = names.last().map(String::as_str).unwrap_or_default();
    let (plain, ended) = stem(last);
    let number = names.iter().map(|name| longest_number(name)).max().unwrap_or_default();
    let asked = url
        .query_pairs()
        .filter(|(key, _)| !OTHER_KEYS.contains(&&*key.to_ascii_lowercase()))
        .map(|(_, value)| longest_number(&value).max(3 * usize::from(is_hashed(&value) || words(&value) >= 4)))
        .max()
        .unwrap_or_default();
    let mut weight = 0;
    weight += 3 * i32::from(date_in(url).is_some());
    weight += match (number, asked) {
        (3.., _) | (_, 1..) => 2,
        (1.., _) if longest_number(plain) > 0 => 1,
        _ => 0,
    };
    weight += match words(plain) {
        4.. => 2,
        3 => 1,
        _ => 0,
    };
    weight += if number < 3 { 2 * i32::from(is_hashed(plain)) } else { 0 };
    weight += i32::from(ended && (number > 0 || asked > 0 || words(plain) >= 3));
    weight += i32::from(names.iter().filter(|name| !is_language(name)).count() >= 2);
    weight.min(4)
}

/// Whether an address says its headline: most of its last name's words, two at least, are the headline's.
pub(super) fn says(url: &Url, title: &str) -> bool {
    let names = names(url);
    let Some(last) = names.last() else { return false };
    let title: std::collections::HashSet<String> = super::wording::words(title).into_iter().collect();
    let words: Vec<String> = super::wording::words(stem(last).0)
        .into_iter()
        .filter(|word| word.chars().count() > 2 && word.chars().any(char::is_alphabetic))
        .collect();
    let said = words.iter().filter(|word| title.contains(*word)).count();
    said >= 2 && said * 3 >= words.len() * 2
}

/// The address by which an article is known: without its fragment and without marks of where it was clicked.
pub(super) fn key(mut url: Url) -> Url {
    url.set_fragment(None);
    let marked = |name: &str| name.starts_with("utm_") || matches!(name, "fbclid" | "gclid" | "ref" | "src" | "from");
    if url.query_pairs().any(|(name, _)| marked(&name)) {
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(name, _)| !marked(name))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        url.set_query(None);
        if !kept.is_empty() {
            url.query_pairs_mut().extend_pairs(kept);
        }
    }
    url
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn url(path: &str) -> Url {
        Url::parse("https://jisr.example/").unwrap().join(path).unwrap()
    }

    #[test]
    fn articles_of_one_site_have_one_pattern() {
        for (one, other) in [
            ("/news/1207", "/news/99"),
            ("/politics/1207-harbour-opens", "/sport/1310-a-long-evening"),
            ("/2026/11/22/a-b-c", "/2026/1/2/c-d-e"),
            ("show.php?no=1", "show.php?no=412"),
            ("/الميناء-يستقبل-أول-سفينة", "/جامعة-الساحل-تفتح-الباب"),
            ("/p/9f3ab2c1", "/p/17dd20fe"),
        ] {
            assert_eq!(shape(&url(one)), shape(&url(other)), "{one} {other}");
        }
        for (one, other) in
            [("/news/1207", "/politics"), ("show.php?no=1", "page.php?no=1"), ("/a-long-story", "/about-them")]
        {
            assert_ne!(shape(&url(one)), shape(&url(other)), "{one} {other}");
        }
    }

    #[test]
    fn articles_weigh_more_than_menus() {
        for path in
            ["/2026/11/22/x", "/news/1207", "/a/the-harbour-opens-again", "?id=41", "/p/9f3ab2c1", "/n/x-77.html"]
        {
            assert!(weight(&url(path)) >= 2 && !is_other(&url(path)), "{path}");
        }
        for path in ["/politics", "/economy", "/our-story", "/world"] {
            assert!(weight(&url(path)) < 1, "{path}");
        }
        for path in
            ["/", "/tag/x", "/ar/writer/77", "/page/3", "/?page=3", "/jobs/5000", "/services/12", "?lang=en", "/a.pdf"]
        {
            assert!(is_other(&url(path)), "{path}");
        }
    }

    #[test]
    fn an_address_may_say_its_headline() {
        assert!(says(&url("/12-الميناء-يستقبل-أول-سفينة.html"), "الميناء يستقبل أول سفينة شحن"));
        assert!(!says(&url("/join-our-team-today"), "وظائف في الصحيفة") && !says(&url("/news/7"), "عنوان"));
    }

    #[test]
    fn where_it_was_clicked_is_no_part_of_an_address() {
        assert_eq!(key(url("/a?id=7&utm_source=x&ref=top#c")).as_str(), "https://jisr.example/a?id=7");
        assert_eq!(key(url("/a?ref=top")).as_str(), "https://jisr.example/a");
    }
}
