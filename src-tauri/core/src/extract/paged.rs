//! The next page of an article that is told on several.

use std::sync::LazyLock;

use url::Url;

use super::address;
use super::index::{Index, Query};
use super::meta::web;

/// Most links that are looked at.
const MOST: usize = 20;

/// The address that `rel=next` names, if it is of the same article: `page/2`, `?page=2`, `story-2.html` behind the
/// article's own address. A link to the next article in a list isn't.
pub(super) fn next(index: &Index<'_>, own: &[Url], base: Option<&Url>) -> Option<Url> {
    static NEXT: LazyLock<Query> = LazyLock::new(|| Query::new("link[rel~='next'], a[rel~='next']"));
    let links = index.select(&NEXT);
    links
        .into_iter()
        .take(MOST)
        .filter_map(|node| web(&node.attr("href")?, base))
        .find(|next| own.iter().any(|own| follows(own, next)))
}

/// Whether `next` is a later page of the article at `own`.
fn follows(own: &Url, next: &Url) -> bool {
    if !address::same_publisher(own, next) {
        return false;
    }
    let (own_stem, own_page) = parted(own);
    let (stem, page) = parted(next);
    stem == own_stem && page.is_some_and(|page| page == own_page.unwrap_or(1) + 1)
}

/// An address without what numbers its page, and that number.
fn parted(url: &Url) -> (String, Option<u32>) {
    let number = |text: &str| text.parse::<u32>().ok().filter(|n| (1..=200).contains(n));
    let mut page = None;
    let mut query: Vec<String> = Vec::new();
    for (key, value) in url.query_pairs().take(30) {
        match number(&value) {
            Some(n) if matches!(&*key, "page" | "pg" | "paged" | "pagenum" | "pageno") => page = Some(n),
            _ => query.push(format!("{key}={value}")),
        }
    }
    let path = address::decoded(url.path());
    let mut path = path.trim_end_matches('/').to_owned();
    if page.is_none() {
        let (stem, end) = match path.rsplit_once('.') {
            Some((stem, end)) if end.len() <= 5 && !end.contains('/') => (stem.to_owned(), format!(".{end}")),
            _ => (path.clone(), String::new()),
        };
        // `/story/page/2`, `/story/2`; `story-2.html`, `story_2.html`.
        let marks: &[char] = if end.is_empty() { &['/'] } else { &['-', '_', '/'] };
        if let Some((before, last)) = stem.rsplit_once(marks)
            && let Some(n) = number(last)
            && let Some(name) = before.rsplit('/').next()
            // `/news/12` is a story's number; behind a story's name, or its own number, it is a page's.
            && (name == "page" || !end.is_empty() || name.len() >= 12 || name.len() >= 4 && number(name).is_none() && name.bytes().all(|b| b.is_ascii_digit()))
        {
            page = Some(n);
            path = format!("{}{end}", before.trim_end_matches("/page"));
        }
    }
    query.sort();
    (format!("{path}?{}", query.join("&")), page)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn pages_of_one_article() {
        let url = |text: &str| Url::parse(text).unwrap();
        for (own, next, is) in [
            ("https://p.example/2026/11/story", "https://p.example/2026/11/story/page/2/", true),
            ("https://p.example/2026/11/story-of-wheat/", "https://p.example/2026/11/story-of-wheat/2/", true),
            ("https://p.example/2026/11/story/page/2", "https://p.example/2026/11/story/page/3", true),
            ("https://p.example/a?id=7", "https://p.example/a?id=7&page=2", true),
            ("https://p.example/news/story.html", "https://p.example/news/story-2.html", true),
            ("https://p.example/2026/11/story/", "https://p.example/2026/11/other/", false),
            ("https://p.example/2026/11/story/", "https://p.example/page/2/", false),
            ("https://p.example/news/12", "https://p.example/news/13", false),
            ("https://p.example/a?id=7", "https://p.example/a?id=8", false),
            ("https://p.example/2026/11/story", "https://x.example/2026/11/story/page/2/", false),
        ] {
            assert_eq!(follows(&url(own), &url(next)), is, "{own} {next}");
        }
    }
}
