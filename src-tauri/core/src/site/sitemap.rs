//! Site maps (<https://www.sitemaps.org/protocol.html>): Google's news extension, plain ones as far as their entries have
//! headlines, indexes, and `robots.txt`, which says where they are.

use std::cmp::Reverse;

use url::Url;

use super::inflated;
use crate::feed::xml::{self, Step};
use crate::feed::{self, Format, MAX_ENTRIES, ParseError, ParsedEntry, ParsedFeed};
use crate::model::Timestamp;
use crate::text::date;

/// Entries read before the newest are chosen. A site map has at most 50,000 by its protocol.
const MAX_READ: usize = 60_000;
/// Children of an index that are looked at.
const MAX_CHILDREN: usize = 2_000;
/// A name in an address is a headline of its own with so many words.
const SLUG_WORDS: usize = 4;

/// What a site map is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sitemap {
    /// Entries with headlines, newest first.
    Entries(Box<ParsedFeed>),
    /// Other site maps, the most promising first.
    Index(Vec<Child>),
}

/// A site map that an index names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Child {
    /// Its address.
    pub(crate) url: Url,
    /// When it changed last.
    pub(crate) changed: Option<Timestamp>,
}

/// One `<url>`, as far as it was read.
#[derive(Debug, Default)]
struct Draft {
    location: String,
    changed: Option<Timestamp>,
    title: Option<String>,
    published: Option<Timestamp>,
    keywords: Vec<String>,
    language: Option<String>,
    image: Option<String>,
    caption: Option<String>,
}

/// Reads a site map, compressed or not.
///
/// # Errors
/// When it is none. One without headlines is one without entries.
pub(crate) fn read(bytes: &[u8], content_type: Option<&str>, url: &Url) -> Result<Sitemap, ParseError> {
    let bytes = inflated(bytes);
    let text = feed::decode(&bytes, content_type);
    if text.trim().is_empty() {
        return Err(ParseError::Empty);
    }
    let mut root = None;
    let mut path: Vec<String> = Vec::new();
    let mut draft = Draft::default();
    let mut drafts = Vec::new();
    let mut children = Vec::new();
    let mut publisher = None;
    let mut value = String::new();
    for step in xml::walk(&text) {
        match step {
            Step::Start(name, _) => {
                if root.is_none() {
                    match name.as_str() {
                        "urlset" | "sitemapindex" => root = Some(name.clone()),
                        "html" | "head" | "body" => return Err(ParseError::Html),
                        _ => {
                            return Err(ParseError::NotAFeed(format!(
                                "<{}>",
                                name.chars().take(40).collect::<String>()
                            )));
                        }
                    }
                }
                if matches!(name.as_str(), "url" | "sitemap") {
                    draft = Draft::default();
                    path.truncate(1);
                }
                value.clear();
                if path.len() < 16 {
                    path.push(name);
                }
            }
            Step::Text(part) => {
                if value.len() < 16 * 1024 {
                    value.push_str(&part);
                }
            }
            Step::End(name) => {
                let Some(at) = path.iter().rposition(|open| *open == name) else { continue };
                path.truncate(at);
                let parent = path.last().map(String::as_str).unwrap_or_default();
                match (parent, name.as_str()) {
                    ("urlset", "url") => drafts.push(std::mem::take(&mut draft)),
                    ("sitemapindex", "sitemap") => {
                        if let Some(child) = feed::resolve(&draft.location, Some(url)) {
                            children.push(Child { url: child, changed: draft.changed });
                        }
                    }
                    ("publication", "name") => {
                        publisher.get_or_insert_with(|| line(&value));
                    }
                    _ => draft.take(parent, &name, &value),
                }
                value.clear();
                if drafts.len() >= MAX_READ || children.len() >= MAX_CHILDREN {
                    break;
                }
            }
        }
    }
    match root.as_deref() {
        Some("sitemapindex") => Ok(Sitemap::Index(in_order(children))),
        Some(_) => Ok(Sitemap::Entries(Box::new(entries(drafts, publisher, url)))),
        None => Err(ParseError::NotAFeed("no markup".to_owned())),
    }
}

impl Draft {
    fn take(&mut self, parent: &str, name: &str, value: &str) {
        let text = || Some(line(value)).filter(|line| !line.is_empty());
        match (parent, name) {
            ("url" | "sitemap", "loc") => value.trim().clone_into(&mut self.location),
            ("url" | "sitemap", "lastmod") => self.changed = date::parse(value),
            ("news", "title") => self.title = text(),
            ("news", "publication_date") => self.published = date::parse(value),
            ("news", "keywords") => {
                self.keywords = value.split([',', '،']).map(line).filter(|word| !word.is_empty()).take(20).collect();
            }
            ("publication", "language") => self.language = text(),
            ("image", "loc") if self.image.is_none() => self.image = Some(value.trim().to_owned()),
            ("image", "title") if self.caption.is_none() => self.caption = text(),
            _ => {}
        }
    }

    fn moment(&self) -> Option<Timestamp> {
        self.published.or(self.changed)
    }
}

fn line(value: &str) -> String {
    // References were decoded once: what is left of them is the text's own.
    crate::html::line(value.trim())
}

fn entries(mut drafts: Vec<Draft>, publisher: Option<String>, url: &Url) -> ParsedFeed {
    let news = drafts.iter().any(|draft| draft.title.is_some());
    let too_many = drafts.len() > MAX_ENTRIES;
    drafts.sort_by_key(|draft| Reverse(draft.moment()));
    let language = drafts.iter().find_map(|draft| draft.language.clone());
    let entries = drafts.into_iter().filter_map(|draft| entry(draft, news, url)).take(MAX_ENTRIES);
    let mut site = url.clone();
    site.set_path("/");
    site.set_query(None);
    ParsedFeed {
        format: Some(Format::NewsSitemap),
        title: publisher.unwrap_or_default(),
        site_url: Some(site),
        language,
        entries: entries.collect(),
        repairs: too_many.then_some("too_many_entries").into_iter().collect(),
        ..ParsedFeed::default()
    }
}

/// An entry needs a headline. Where a map has none, a picture's title may be it, else the words of the address; a page
/// that never changed and has no such name is furniture («من نحن»).
fn entry(draft: Draft, news: bool, base: &Url) -> Option<ParsedEntry> {
    let url = feed::resolve(&draft.location, Some(base)).filter(|url| super::same_site(url, base))?;
    let changed = draft.changed.or_else(|| super::date_in(&url));
    let title = match (&draft.title, news) {
        (Some(title), _) => title.clone(),
        (None, true) => return None,
        (None, false) => {
            let caption = draft.caption.clone().filter(|caption| caption.split_whitespace().count() >= 3);
            caption.or_else(|| changed.and_then(|_| slug_title(&url)))?
        }
    };
    Some(ParsedEntry {
        image: draft.image.as_deref().and_then(|image| feed::resolve(image, Some(base))),
        published: draft.published.or(changed),
        updated: draft.changed.filter(|changed| draft.published.is_some_and(|published| *changed > published)),
        categories: draft.keywords,
        language: draft.language,
        base: Some(url.clone()),
        url: Some(url),
        title,
        ..ParsedEntry::default()
    })
}

/// The words of an address's last name, if they are enough to be a headline.
fn slug_title(url: &Url) -> Option<String> {
    let last = url.path_segments()?.rev().find(|part| !part.is_empty())?;
    let last = percent_decoded(last)?;
    let last = last.split_once('.').map_or(last.as_str(), |(name, _)| name);
    let mut words: Vec<&str> = last.split(['-', '_', ' ', '+']).filter(|word| !word.is_empty()).collect();
    // A number at either end is the publisher's, not the headline's.
    let numeric = |word: &&str| {
        word.len() >= 4 && word.bytes().all(|b| b.is_ascii_alphanumeric()) && word.bytes().any(|b| b.is_ascii_digit())
    };
    while words.last().is_some_and(numeric) {
        words.pop();
    }
    while words.first().is_some_and(numeric) {
        words.remove(0);
    }
    if words.iter().filter(|word| word.chars().any(char::is_alphabetic)).count() < SLUG_WORDS {
        return None;
    }
    let joined = words.join(" ");
    let mut letters = joined.chars();
    let first = letters.next()?;
    Some(line(&(first.to_uppercase().collect::<String>() + letters.as_str())))
}

/// The text of a percent-encoded name; none when it is not UTF-8.
pub(super) fn percent_decoded(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = (*first == b'%').then(|| tail.get(..2)).flatten().and_then(|two| std::str::from_utf8(two).ok());
        match hex.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                out.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(out).ok()
}

/// News first, then maps of posts, the ones that changed last before the others; maps of pictures, tags and the like
/// not at all.
fn in_order(children: Vec<Child>) -> Vec<Child> {
    let mut ranked: Vec<(u8, usize, Child)> =
        children.into_iter().enumerate().filter_map(|(at, child)| Some((rank(&child.url)?, at, child))).collect();
    // Numbered maps without dates grow at the end.
    ranked.sort_by_key(|(rank, at, child)| (*rank, Reverse(child.changed), Reverse(*at)));
    ranked.into_iter().map(|(_, _, child)| child).take(12).collect()
}

fn rank(url: &Url) -> Option<u8> {
    let name = format!("{}?{}", url.path(), url.query().unwrap_or_default()).to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["categor", "tag", "author", "taxonom", "user", "image", "video", "product", "page-sitemap", "pages"]) {
        return None;
    }
    Some(match () {
        () if has(&["news"]) && !has(&["newsletter"]) => 0,
        () if has(&["post", "article", "story", "stories", "latest"]) => 1,
        () => 2,
    })
}

/// Whether following an index is better than following the child it leads to: where the children are parts of a year,
/// the newest is another one tomorrow.
pub(crate) fn moves_on(child: &Child) -> bool {
    child.changed.is_some()
        && child.url.as_str().bytes().any(|byte| byte.is_ascii_digit())
        && rank(&child.url) != Some(0)
}

/// The site maps that `robots.txt` names, news first.
pub(crate) fn of_robots(bytes: &[u8], url: &Url) -> Vec<Url> {
    let text = feed::decode(bytes.get(..bytes.len().min(512 * 1024)).unwrap_or_default(), None);
    if text.trim_start().starts_with('<') {
        return Vec::new();
    }
    let mut found: Vec<Url> = Vec::new();
    for line in text.lines().take(5_000) {
        let Some((name, address)) = line.split_once(':') else { continue };
        if !name.trim().eq_ignore_ascii_case("sitemap") {
            continue;
        }
        if let Some(map) = feed::resolve(address, Some(url)).filter(|map| super::same_site(map, url))
            && !found.contains(&map)
            && found.len() < 50
        {
            found.push(map);
        }
    }
    found.retain(|map| rank(map).is_some());
    found.sort_by_key(rank);
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn url() -> Url {
        Url::parse("https://jisr.example/sitemap.xml").unwrap()
    }

    fn entries_of(text: &str) -> ParsedFeed {
        match read(text.as_bytes(), None, &url()).unwrap() {
            Sitemap::Entries(feed) => *feed,
            Sitemap::Index(children) => panic!("an index: {children:?}"),
        }
    }

    #[test]
    fn a_news_map_gives_headlines_newest_first_whatever_its_prefixes() {
        let feed = entries_of(
            "<?xml version='1.0'?><urlset xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>
             <url><loc>https://jisr.example/1</loc><n:news><n:publication><n:name>الجسر</n:name><n:language>ar</n:language>
             </n:publication><n:publication_date>2026-11-21T10:00:00+03:00</n:publication_date><n:title><![CDATA[خبر الأمس & ما بعده]]></n:title>
             <n:keywords>اقتصاد، موانئ</n:keywords></n:news><image:image><image:loc>/a.jpg</image:loc><image:title>صورة</image:title></image:image></url>
             <url><loc>/2</loc><news:news><news:title>خبر &quot;اليوم&quot;</news:title><news:publication_date>2026-11-22</news:publication_date></news:news></url>
             <url><loc>https://other.example/3</loc><n:news><n:title>غريب</n:title></n:news></url><url><loc>/about</loc></url></urlset>",
        );
        let titles: Vec<_> = feed.entries.iter().map(|entry| entry.title.as_str()).collect();
        assert_eq!(titles, ["خبر \"اليوم\"", "خبر الأمس & ما بعده"]);
        assert_eq!((feed.title.as_str(), feed.language.as_deref()), ("الجسر", Some("ar")));
        assert_eq!(feed.entries[1].categories, ["اقتصاد", "موانئ"]);
        assert_eq!(feed.entries[1].image.as_ref().unwrap().as_str(), "https://jisr.example/a.jpg");
    }

    #[test]
    fn a_plain_map_takes_its_headlines_from_pictures_and_addresses() {
        let feed = entries_of(
            "<urlset><url><loc>https://jisr.example/2026/11/%D8%A7%D9%84%D9%85%D9%8A%D9%86%D8%A7%D8%A1-%D9%8A%D9%81%D8%AA%D8%AD-%D8%A3%D8%A8%D9%88%D8%A7%D8%A8%D9%87-%D8%A7%D9%84%D9%8A%D9%88%D9%85-12345</loc><lastmod>2026-11-22</lastmod></url>
             <url><loc>/n/77</loc><lastmod>2026-11-20</lastmod><image:image><image:title>عنوان من الصورة هنا</image:title></image:image></url>
             <url><loc>/about-us</loc><lastmod>2026-11-20</lastmod></url><url><loc>/a-page-that-never-changed</loc></url></urlset>",
        );
        let titles: Vec<_> = feed.entries.iter().map(|entry| entry.title.as_str()).collect();
        assert_eq!(titles, ["الميناء يفتح أبوابه اليوم", "عنوان من الصورة هنا"]);
    }

    #[test]
    fn an_index_leads_to_news_and_to_what_changed_last() {
        let Sitemap::Index(children) = read(
            b"<sitemapindex><sitemap><loc>/category-sitemap.xml</loc></sitemap>
              <sitemap><loc>/sitemap-2026-10.xml</loc><lastmod>2026-10-31</lastmod></sitemap>
              <sitemap><loc>/sitemap-2026-11.xml</loc><lastmod>2026-11-22</lastmod></sitemap>
              <sitemap><loc>/sitemap-news.xml.gz</loc></sitemap></sitemapindex>",
            None,
            &url(),
        )
        .unwrap() else {
            panic!("no index")
        };
        let paths: Vec<_> = children.iter().map(|child| child.url.path()).collect();
        assert_eq!(paths, ["/sitemap-news.xml.gz", "/sitemap-2026-11.xml", "/sitemap-2026-10.xml"]);
        assert!(!moves_on(&children[0]) && moves_on(&children[1]));
    }

    #[test]
    fn robots_names_the_maps_of_its_own_site() {
        let robots = b"User-agent: *\r\nDisallow: /x\r\nSitemap: https://jisr.example/sitemap_index.xml\r\nsitemap:/news.xml\r\nSitemap: https://evil.example/s.xml\r\n";
        let found: Vec<_> = of_robots(robots, &url()).into_iter().map(String::from).collect();
        assert_eq!(found, ["https://jisr.example/news.xml", "https://jisr.example/sitemap_index.xml"]);
        assert!(of_robots(b"<html>Sitemap: /x.xml", &url()).is_empty());
    }

    #[test]
    fn other_documents_are_none() {
        assert_eq!(read(b"<html><body>", None, &url()), Err(ParseError::Html));
        assert!(matches!(read(b"<rss/>", None, &url()), Err(ParseError::NotAFeed(_))));
        assert_eq!(read(b"", None, &url()), Err(ParseError::Empty));
    }

    #[test]
    fn maps_are_read_to_their_bounds_newest_first_and_broken_ones_as_far_as_they_go() {
        let many: String = (0..70_000)
            .map(|n| format!("<url><loc>/{n}</loc><news:title/><news:news><news:title>خبر {n}</news:title><news:publication_date>{}</news:publication_date></news:news></url>", 1_600_000_000 + n))
            .collect();
        let feed = entries_of(&format!("<urlset>{many}</urlset>"));
        assert_eq!((feed.entries.len(), feed.repairs.as_slice()), (MAX_ENTRIES, &["too_many_entries"][..]));
        assert_eq!(feed.entries[0].title, "خبر 59999");
        let cut = "<urlset><url><loc>/1</loc><news:news><news:title>خبر تام</news:title></news:news></url><url><loc>/2</loc><news:news><news:ti";
        assert_eq!(entries_of(cut).entries.len(), 1);
        for piece in ["<url>", "<url><loc>", "</url>", "<news:news>", "<![CDATA[", "<!--"] {
            let _ = read(format!("<urlset>{}", piece.repeat(100_000)).as_bytes(), None, &url());
        }
    }
}
