//! What a page says of itself outside its text.

use std::collections::HashMap;

use dom_query::Document;
use url::Url;

use super::linked_data::{self, LinkedData};
use super::{Extracted, phrases, title};
use crate::model::Direction;
use crate::text;

/// Most names of a list (authors, categories) and most tags.
const MOST_NAMES: usize = 8;
const MOST_TAGS: usize = 30;

/// Fills in everything but the body, what is lifted out of it, and the text.
pub(super) fn read(doc: &Document, url: Option<&Url>) -> Extracted {
    let data = linked_data::read(doc);
    let tags = meta_tags(doc);
    let first = |names: &[&str]| names.iter().find_map(|name| tags.get(*name).and_then(|v| v.first()).cloned());
    let base = base(doc, url);
    let address = |raw: String| web(&raw, base.as_ref());
    let site_name = first(&["og:site_name", "application-name"]).or_else(|| data.publisher.clone());
    let headings: Vec<String> = lines(doc, "h1", 6);
    let document_title =
        lines(doc, "head title", 1).into_iter().next().or_else(|| lines(doc, "title", 1).into_iter().next());
    let og_title = first(&["og:title", "twitter:title", "dc.title"]);
    let title = title::choose(&title::Offers {
        headline: data.headline.as_deref(),
        og: og_title.as_deref(),
        document: document_title.as_deref(),
        headings: &headings,
        site: site_name.as_deref(),
    });
    let published = data.published.clone().or_else(|| first(PUBLISHED)).or_else(|| marked_time(doc, "datePublished"));
    let updated = data.modified.clone().or_else(|| first(UPDATED)).or_else(|| marked_time(doc, "dateModified"));
    let image = first(&["og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"]);
    let root = doc.select("html");
    let declared = root
        .attr("lang")
        .map(|l| l.to_string())
        .or_else(|| data.language.clone())
        .or_else(|| first(&["og:locale", "language"]));
    let dir = root.attr("dir").or_else(|| doc.select("body").attr("dir"));
    let title = title.unwrap_or_default();
    Extracted {
        subtitle: data.subtitle.clone().or_else(|| lines(doc, ".entry-sub-title, .post-subtitle, .article-subtitle", 1).into_iter().next()).filter(|s| *s != title),
        authors: authors(doc, &data, &tags),
        agency: None,
        published: published.as_deref().and_then(crate::text::date::parse),
        updated: updated.as_deref().and_then(crate::text::date::parse),
        categories: categories(doc, &data, &tags, &title),
        tags: keywords(doc, &data, &tags),
        lead_image: data.image.clone().filter(|_| image.is_none()).or(image).and_then(address),
        lead_caption: lines(doc, ".single-caption-text, .single-featured-image figcaption, .featured-image figcaption, .post-thumbnail figcaption", 1).into_iter().next(),
        language: declared.map(|l| l.trim().replace('_', "-")).filter(|l| is_language(l)),
        direction: dir.and_then(|d| match d.trim().to_ascii_lowercase().as_str() {
            "rtl" => Some(Direction::Rtl),
            "ltr" => Some(Direction::Ltr),
            _ => None,
        }),
        canonical: doc.select("link[rel='canonical']").attr("href").map(|h| h.to_string()).or_else(|| first(&["og:url"])).and_then(address),
        site_name,
        title,
        ..Extracted::default()
    }
}

const PUBLISHED: &[&str] = &[
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "pubdate",
    "publishdate",
    "parsely-pub-date",
    "og:published_time",
    "sailthru.date",
];
const UPDATED: &[&str] = &["article:modified_time", "og:updated_time", "datemodified", "lastmod", "dc.date.modified"];

/// What relative addresses of the page resolve against.
pub(super) fn base(doc: &Document, url: Option<&Url>) -> Option<Url> {
    let declared = doc.select("base").attr("href").and_then(|href| web(&href, url));
    declared.or_else(|| url.cloned())
}

/// An absolute http(s) address.
pub(super) fn web(raw: &str, base: Option<&Url>) -> Option<Url> {
    let raw = raw.trim();
    let url = match base {
        Some(base) => base.join(raw).ok()?,
        None => Url::parse(raw).ok()?,
    };
    (matches!(url.scheme(), "http" | "https") && url.host_str().is_some() && url.as_str().len() <= 8 * 1024)
        .then_some(url)
}

fn meta_tags(doc: &Document) -> HashMap<String, Vec<String>> {
    let mut out: HashMap<String, Vec<String>> = HashMap::new();
    for node in doc.select("meta[content]").nodes().iter().take(400) {
        let Some(name) = node.attr("property").or_else(|| node.attr("name")).or_else(|| node.attr("itemprop")) else {
            continue;
        };
        let content = crate::html::line(&node.attr_or("content", ""));
        if !content.is_empty() {
            out.entry(name.trim().to_ascii_lowercase()).or_default().push(content);
        }
    }
    out
}

/// The texts of the first `most` elements that match, as lines.
fn lines(doc: &Document, selector: &str, most: usize) -> Vec<String> {
    doc.select(selector)
        .nodes()
        .iter()
        .take(most)
        .map(|n| crate::html::line(&n.text()))
        .filter(|t| !t.is_empty())
        .collect()
}

fn marked_time(doc: &Document, property: &str) -> Option<String> {
    let marked = doc.select(&format!("[itemprop='{property}']"));
    let value = marked.attr("datetime").or_else(|| marked.attr("content"));
    let value = value.or_else(|| {
        let time = if property == "datePublished" {
            "article time[datetime], time.published[datetime], time[pubdate]"
        } else {
            "time.updated[datetime]"
        };
        doc.select(time).attr("datetime")
    });
    value.map(|v| v.trim().to_owned())
}

fn authors(doc: &Document, data: &LinkedData, tags: &HashMap<String, Vec<String>>) -> Vec<String> {
    let mut found = data.authors.clone();
    if found.is_empty() {
        found.extend(
            ["author", "article:author", "dc.creator", "parsely-author", "byl"]
                .iter()
                .filter_map(|n| tags.get(*n))
                .flatten()
                .cloned(),
        );
    }
    if !found.iter().any(|a| is_author(a)) {
        found = lines(
            doc,
            "[rel~='author'], .author-name, .meta-author a, .post-meta-author a, [itemprop='author'] [itemprop='name'], .byline a, .byline .author",
            3,
        );
    }
    let cleaned = found.iter().map(|name| {
        let name = name.trim();
        ["بقلم", "كتب", "كتبت", "By", "by", "BY"]
            .iter()
            .find_map(|label| name.strip_prefix(label).filter(|rest| rest.starts_with([' ', ':'])))
            .map_or(name, |rest| rest.trim_start_matches([' ', ':', '/']))
            .to_owned()
    });
    distinct(cleaned.filter(|name| is_author(name)), MOST_NAMES)
}

fn is_author(name: &str) -> bool {
    let length = name.chars().count();
    (2..=80).contains(&length)
        && !name.contains("://")
        && !name.contains('@')
        && !matches!(text::fold(name).as_str(), "admin" | "administrator" | "editor" | "unknown")
}

fn categories(doc: &Document, data: &LinkedData, tags: &HashMap<String, Vec<String>>, title: &str) -> Vec<String> {
    let mut found =
        lines(doc, "a.post-cat, a[rel~='category'], .cat-links a, .post-cats a, .entry-category a", MOST_NAMES);
    found.extend(data.sections.iter().cloned());
    found.extend(tags.get("article:section").into_iter().flatten().cloned());
    if found.is_empty() {
        found.extend(data.breadcrumbs.iter().cloned());
    }
    if found.is_empty() {
        found =
            lines(doc, "#breadcrumb a, .breadcrumb a, .breadcrumbs a, #crumbs a, .rank-math-breadcrumb a", MOST_NAMES);
    }
    let title = phrases::normal(title);
    let good = |name: &String| {
        let normal = phrases::normal(name);
        normal != title && phrases::is_category(&normal) && !name.contains(['/', '_'])
    };
    distinct(found.into_iter().filter(good), MOST_NAMES)
}

fn keywords(doc: &Document, data: &LinkedData, tags: &HashMap<String, Vec<String>>) -> Vec<String> {
    let mut found: Vec<String> = doc
        .select("a[rel~='tag']")
        .nodes()
        .iter()
        .filter(|a| !a.attr_or("rel", "").contains("category"))
        .take(MOST_TAGS)
        .map(|a| crate::html::line(&a.text()))
        .collect();
    found.extend(tags.get("article:tag").into_iter().flatten().cloned());
    if found.is_empty() {
        found.extend(data.keywords.iter().cloned());
    }
    distinct(
        found
            .into_iter()
            .map(|t| t.trim_start_matches('#').to_owned())
            .filter(|t| (2..=60).contains(&t.chars().count())),
        MOST_TAGS,
    )
}

/// The first `most` names that differ when folded.
fn distinct(names: impl Iterator<Item = String>, most: usize) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    names.filter(|name| seen.insert(phrases::normal(name))).take(most).collect()
}

fn is_language(tag: &str) -> bool {
    (2..=35).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}
