//! WordPress: its posts and categories as its REST interface gives them
//! (<https://developer.wordpress.org/rest-api/reference/posts/>), and the addresses of both.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use url::Url;

use super::sections::Section;
use crate::feed::{self, Format, MAX_ENTRIES, ParseError, ParsedEntry, ParsedFeed};
use crate::html::{RawHtml, to_line};
use crate::model::SourceKind;
use crate::text::date;

/// Posts asked for at a time. The interface gives at most 100; the texts come along, so fewer are enough.
const PER_PAGE: u32 = 20;
/// Categories read of one site.
const MAX_CATEGORIES: usize = 100;
/// Categories below categories are shown so deep.
const DEEPEST: usize = 4;
/// A text is kept up to so many bytes.
const MAX_TEXT: usize = 4 * 1024 * 1024;

/// The root of the interface that a page names: `<link rel="https://api.w.org/" href=…>`.
pub(crate) fn api_root(page: &str, url: &Url) -> Option<Url> {
    let at = page.find("https://api.w.org/")?;
    let start = page.get(..at)?.rfind('<')?;
    let tag = page.get(start..)?.split('>').next()?;
    let href = feed::xml::attribute(tag.trim_start_matches(|c: char| !c.is_whitespace()), "href")?;
    feed::resolve(&href, Some(url)).filter(|root| super::same_site(root, url))
}

/// Whether a page was made by WordPress.
pub(crate) fn made_by_wordpress(page: &str) -> bool {
    ["/wp-content/", "/wp-includes/", "content=\"WordPress", "https://api.w.org/"]
        .iter()
        .any(|mark| page.contains(mark))
}

/// Where the root usually is: with pretty addresses, and without.
pub(crate) fn usual_roots(site: &Url) -> Vec<Url> {
    ["/wp-json/", "/?rest_route=/"].iter().filter_map(|path| site.join(path).ok()).collect()
}

/// An address of the interface: `route` below `root`, in whichever of its two forms the root has.
fn route(root: &Url, route: &str, query: &str) -> Url {
    let mut url = root.clone();
    let plain = root.query_pairs().find(|(name, _)| name == "rest_route").map(|(_, value)| value.into_owned());
    match plain {
        Some(base) => url.set_query(Some(&format!("rest_route={}/{route}&{query}", base.trim_end_matches('/')))),
        None => {
            url.set_path(&format!("{}/{route}", root.path().trim_end_matches('/')));
            url.set_query(Some(query));
        }
    }
    url
}

/// Where the newest posts are, all or those of one category.
pub(crate) fn posts_address(root: &Url, category: Option<u64>) -> Url {
    let category = category.map(|id| format!("&categories={id}")).unwrap_or_default();
    route(root, "wp/v2/posts", &format!("per_page={PER_PAGE}&_embed=1{category}"))
}

/// Where the categories are.
pub(crate) fn categories_address(root: &Url) -> Url {
    route(root, "wp/v2/categories", "per_page=100&hide_empty=1")
}

/// Where the comments of a post are, newest first, from page 1 on.
pub(crate) fn comments_address(root: &Url, post: u64, page: usize) -> Url {
    route(root, "wp/v2/comments", &format!("post={post}&per_page=100&page={page}"))
}

/// Where the site says its name.
pub(crate) fn about_address(root: &Url) -> Url {
    route(root, "", "_fields=name,description,home,url")
}

/// The root that an address of the interface stands below, if it is one.
pub(crate) fn root_of(url: &Url) -> Option<Url> {
    if let Some((_, value)) = url.query_pairs().find(|(name, _)| name == "rest_route") {
        let mut root = url.clone();
        root.set_query(value.starts_with('/').then_some("rest_route=/"));
        return Some(root);
    }
    let at = url.path().find("/wp-json/")?;
    let mut root = url.clone();
    root.set_path(url.path().get(..at + "/wp-json/".len())?);
    root.set_query(None);
    Some(root)
}

/// Name, description and home page of a site, from [`about_address`].
pub(crate) fn about(bytes: &[u8]) -> Option<(String, Option<String>, Option<Url>)> {
    let value: Value = serde_json::from_slice(bytes).ok()?;
    let line = |key: &str| value.get(key).and_then(Value::as_str).map(to_line).filter(|line| !line.is_empty());
    let home = ["home", "url"].iter().find_map(|key| feed::resolve(value.get(*key)?.as_str()?, None));
    Some((line("name")?, line("description"), home))
}

/// Reads an answer with posts. Posts behind a password come without their text.
///
/// # Errors
/// When it holds no posts: an error of the interface, another document, nothing.
pub(crate) fn posts(bytes: &[u8], content_type: Option<&str>, url: &Url) -> Result<ParsedFeed, ParseError> {
    let text = feed::decode(bytes, content_type);
    // Warnings of PHP may stand before the answer.
    let start =
        text.find(['[', '{']).ok_or(if text.trim().is_empty() { ParseError::Empty } else { ParseError::Html })?;
    if text.get(..start).is_some_and(|junk| junk.contains("<html") || junk.contains("<!DOCTYPE")) {
        return Err(ParseError::Html);
    }
    let mut values = serde_json::Deserializer::from_str(text.get(start..).unwrap_or_default()).into_iter::<Value>();
    let value = match values.next() {
        Some(Ok(value)) => value,
        Some(Err(_)) if text.trim_start().starts_with('<') => return Err(ParseError::Html),
        Some(Err(error)) => return Err(ParseError::NotAFeed(format!("JSON: {error}"))),
        None => return Err(ParseError::Empty),
    };
    let list = match &value {
        Value::Array(list) => list,
        Value::Object(error) => {
            let code = error.get("code").and_then(Value::as_str).unwrap_or("an object");
            return Err(ParseError::NotAFeed(format!("REST: {}", code.chars().take(80).collect::<String>())));
        }
        _ => return Err(ParseError::NotAFeed("REST: no list".to_owned())),
    };
    let entries: Vec<ParsedEntry> = list.iter().take(MAX_ENTRIES).filter_map(|post| entry(post, url)).collect();
    if entries.is_empty() && !list.is_empty() {
        return Err(ParseError::NotAFeed("REST: a list without posts".to_owned()));
    }
    let mut site = url.clone();
    site.set_path("/");
    site.set_query(None);
    let language = entries.first().and_then(|entry| crate::text::language(&entry.title)).map(str::to_owned);
    Ok(ParsedFeed { format: Some(Format::WordPress), site_url: Some(site), language, entries, ..ParsedFeed::default() })
}

fn entry(post: &Value, base: &Url) -> Option<ParsedEntry> {
    let text = |key: &str| post.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let rendered = |key: &str| post.get(key)?.get("rendered")?.as_str().filter(|text| !text.trim().is_empty());
    let protected =
        |key: &str| post.get(key).and_then(|part| part.get("protected")).and_then(Value::as_bool) == Some(true);
    if text("status").is_some_and(|status| status != "publish") {
        return None;
    }
    let link = text("link").and_then(|link| feed::resolve(link, Some(base)))?;
    let title = to_line(rendered("title")?);
    let html = |key: &str| {
        let markup = rendered(key).filter(|_| !protected(key))?;
        Some(RawHtml(markup.chars().take(MAX_TEXT).collect()))
    };
    let moment = |utc: &str, local: &str| text(utc).or_else(|| text(local)).and_then(date::parse);
    let embedded = post.get("_embedded");
    let mut authors = Vec::new();
    for author in list(embedded, "author").take(16) {
        add(&mut authors, author.get("name"));
    }
    let mut categories = Vec::new();
    // Terms come as a list of lists, one a taxonomy.
    for terms in list(embedded, "wp:term").filter_map(Value::as_array).take(8) {
        for term in terms.iter().take(40) {
            let kind = term.get("taxonomy").and_then(Value::as_str).unwrap_or("category");
            if matches!(kind, "category" | "post_tag") {
                add(&mut categories, term.get("name"));
            }
        }
    }
    let picture = list(embedded, "wp:featuredmedia").find_map(|media| {
        let large = media.get("media_details")?.get("sizes")?.get("large")?.get("source_url");
        large.or_else(|| media.get("source_url"))?.as_str()
    });
    let picture =
        picture.or_else(|| list(embedded, "wp:featuredmedia").find_map(|media| media.get("source_url")?.as_str()));
    let picture = picture.or_else(|| text("jetpack_featured_media_url")).or_else(|| text("jetpack_featured_image_url"));
    let guid = rendered("guid").map(str::to_owned);
    let replies = post.get("_links").and_then(|links| links.get("replies")).is_some();
    Some(ParsedEntry {
        // The feed's own GUID: a site that opens its feed again does not come twice.
        guid: guid.or_else(|| post.get("id").and_then(Value::as_u64).map(|id| id.to_string())),
        title,
        authors,
        categories,
        published: moment("date_gmt", "date"),
        updated: moment("modified_gmt", "modified"),
        content: html("content"),
        summary: html("excerpt"),
        base: Some(link.clone()),
        image: picture.and_then(|address| feed::resolve(address, Some(base))),
        comments_url: replies.then(|| link.join("#comments").ok()).flatten(),
        url: Some(link),
        ..ParsedEntry::default()
    })
}

fn list<'v>(value: Option<&'v Value>, key: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    value.and_then(|value| value.get(key)).and_then(Value::as_array).into_iter().flatten()
}

fn add(names: &mut Vec<String>, name: Option<&Value>) {
    let line = name.and_then(Value::as_str).map(to_line).unwrap_or_default();
    if !line.is_empty() && !names.contains(&line) {
        names.push(line);
    }
}

/// The tree of a site's categories out of [`categories_address`]'s answer, most posts first. With `feeds`, each leads to
/// its feed, else to its posts through the interface. Empty when the answer is something else.
pub(crate) fn categories(bytes: &[u8], root: &Url, feeds: bool) -> Vec<Section> {
    let Ok(Value::Array(list)) = serde_json::from_slice::<Value>(bytes) else { return Vec::new() };
    let mut below: HashMap<u64, Vec<(u64, Section)>> = HashMap::new();
    let mut known = HashSet::new();
    let mut parents = Vec::new();
    for category in list.iter().take(MAX_CATEGORIES) {
        let number = |key: &str| category.get(key).and_then(Value::as_u64);
        let text = |key: &str| category.get(key).and_then(Value::as_str).unwrap_or_default();
        let (Some(id), Some(link)) = (number("id"), feed::resolve(text("link"), Some(root))) else { continue };
        let title = to_line(text("name"));
        // What an editor files nowhere is no section.
        if title.is_empty() || text("slug") == "uncategorized" || !known.insert(id) {
            continue;
        }
        let url = if feeds { feed_of_category(&link) } else { posts_address(root, Some(id)) };
        let count = number("count").and_then(|count| u32::try_from(count).ok());
        parents.push((
            id,
            number("parent").unwrap_or(0),
            Section::new(title, count, url, if feeds { SourceKind::Feed } else { SourceKind::Wordpress }),
        ));
    }
    for (id, parent, section) in parents {
        // A parent that is not in the answer leaves its children at the top.
        let parent = if parent != id && known.contains(&parent) { parent } else { 0 };
        below.entry(parent).or_default().push((id, section));
    }
    take(&mut below, 0, DEEPEST)
}

fn take(below: &mut HashMap<u64, Vec<(u64, Section)>>, parent: u64, depth: usize) -> Vec<Section> {
    // Taken out of the map, so that categories that are each other's parents end.
    let mut list = below.remove(&parent).unwrap_or_default();
    list.sort_by_key(|(_, section)| std::cmp::Reverse(section.count));
    list.into_iter()
        .map(|(id, mut section)| {
            if depth > 1 {
                section.children = take(below, id, depth - 1);
            }
            section
        })
        .filter(|section| section.count != Some(0) || !section.children.is_empty())
        .collect()
}

/// A category's feed: below its page, or by its number where the site has no pretty addresses.
pub(crate) fn feed_of_category(link: &Url) -> Url {
    let mut url = link.clone();
    url.set_fragment(None);
    if link.query_pairs().any(|(name, _)| name == "cat" || name == "category_name") {
        url.query_pairs_mut().append_pair("feed", "rss2");
    } else {
        url.set_query(None);
        url.set_path(&format!("{}/feed/", link.path().trim_end_matches('/')));
    }
    url
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use serde_json::json;

    use super::*;

    fn root() -> Url {
        Url::parse("https://jisr.example/wp-json/").unwrap()
    }

    #[test]
    fn both_forms_of_addresses_are_built_and_taken_apart() {
        let plain = Url::parse("https://jisr.example/?rest_route=/").unwrap();
        let pretty = posts_address(&root(), Some(7));
        assert_eq!(pretty.as_str(), "https://jisr.example/wp-json/wp/v2/posts?per_page=20&_embed=1&categories=7");
        assert_eq!(root_of(&pretty), Some(root()));
        let asked = posts_address(&plain, None);
        assert_eq!(asked.as_str(), "https://jisr.example/?rest_route=/wp/v2/posts&per_page=20&_embed=1");
        assert_eq!(root_of(&asked), Some(plain));
        let page = r#"<link rel="https://api.w.org/" href="https://jisr.example/wp-json/" /><link rel=x>"#;
        assert_eq!(api_root(page, &root()), Some(root()));
        assert_eq!(api_root(&page.replace("jisr.example/wp", "other.test/wp"), &root()), None);
    }

    #[test]
    fn a_post_becomes_an_entry_with_its_entities_decoded_once() {
        let post = json!([{ "id": 12, "date_gmt": "2026-11-22T09:30:00", "modified_gmt": "2026-11-22T10:00:00",
            "guid": { "rendered": "https://jisr.example/?p=12" }, "link": "https://jisr.example/12/", "status": "publish",
            "title": { "rendered": "الميناء &#8220;يفتح&#8221; &amp;amp; يعمل" },
            "content": { "rendered": "<p>نص</p>", "protected": false },
            "excerpt": { "rendered": "<p>مختصر</p>", "protected": false },
            "_embedded": { "author": [{ "name": "ليلى حداد" }],
                "wp:featuredmedia": [{ "source_url": "https://jisr.example/a.jpg" }],
                "wp:term": [[{ "taxonomy": "category", "name": "اقتصاد &amp; مال" }], [{ "taxonomy": "nav_menu", "name": "x" }]] } },
            { "id": 13, "link": "https://jisr.example/13/", "title": { "rendered": "مقال محمي" },
              "content": { "rendered": "<form>", "protected": true }, "excerpt": { "rendered": "", "protected": true } },
            { "id": 14, "status": "future", "link": "https://jisr.example/14/", "title": { "rendered": "غد" } }]);
        let feed = posts(post.to_string().as_bytes(), None, &root()).unwrap();
        assert_eq!(feed.entries.len(), 2);
        let entry = &feed.entries[0];
        assert_eq!(entry.title, "الميناء “يفتح” &amp; يعمل");
        assert_eq!(entry.guid.as_deref(), Some("https://jisr.example/?p=12"));
        assert_eq!(
            (entry.authors[0].as_str(), entry.categories.as_slice()),
            ("ليلى حداد", &["اقتصاد & مال".to_owned()][..])
        );
        assert_eq!(entry.published, date::parse("2026-11-22T09:30:00Z"));
        assert_eq!(entry.image.as_ref().unwrap().as_str(), "https://jisr.example/a.jpg");
        assert!(feed.entries[1].content.is_none());
    }

    #[test]
    fn what_is_no_list_of_posts_is_refused() {
        let read = |text: &str| posts(text.as_bytes(), None, &root());
        assert!(
            matches!(read(r#"{"code":"rest_no_route"}"#), Err(ParseError::NotAFeed(why)) if why.contains("rest_no_route"))
        );
        assert_eq!(read("<!DOCTYPE html><html>[x]"), Err(ParseError::Html));
        assert_eq!(read(" "), Err(ParseError::Empty));
        assert!(read("[1,2]").is_err());
        assert!(read("[]").unwrap().entries.is_empty());
    }

    #[test]
    fn categories_become_a_tree_whatever_their_parents() {
        let list = json!([
            { "id": 1, "count": 3, "slug": "uncategorized", "name": "غير مصنف", "parent": 0, "link": "https://jisr.example/category/uncategorized/" },
            { "id": 2, "count": 40, "slug": "a", "name": "أخبار", "parent": 0, "link": "https://jisr.example/category/akhbar/" },
            { "id": 3, "count": 12, "slug": "b", "name": "محليات", "parent": 2, "link": "https://jisr.example/category/akhbar/local/" },
            { "id": 4, "count": 90, "slug": "c", "name": "رياضة", "parent": 77, "link": "https://jisr.example/?cat=4" },
            { "id": 5, "count": 1, "slug": "d", "name": "أ", "parent": 6, "link": "https://jisr.example/d/" },
            { "id": 6, "count": 1, "slug": "e", "name": "ب", "parent": 5, "link": "https://jisr.example/e/" }]);
        let tree = categories(list.to_string().as_bytes(), &root(), true);
        let titles: Vec<_> = tree.iter().map(|section| section.title.as_str()).collect();
        assert_eq!(titles, ["رياضة", "أخبار"]);
        assert_eq!(tree[0].url.as_str(), "https://jisr.example/?cat=4&feed=rss2");
        assert_eq!(tree[1].children[0].url.as_str(), "https://jisr.example/category/akhbar/local/feed/");
        let closed = categories(list.to_string().as_bytes(), &root(), false);
        assert_eq!(closed[1].url, posts_address(&root(), Some(2)));
    }
}
