//! What a page says of itself outside its text.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use url::Url;

use super::index::{Index, Query, query};
use super::linked_data::{self, LinkedData};
use super::{Extracted, agency, moments, people, phrases, title};
use crate::model::Direction;

/// Most names of a list (authors, categories) and most tags.
const MOST_NAMES: usize = 8;
const MOST_TAGS: usize = 30;

/// `<meta>` of a page: names in lower case, each with its values.
pub(super) type Tags = HashMap<String, Vec<String>>;

/// Fills in everything but the body, what is lifted out of it, and the text.
pub(super) fn read(page: &Index<'_>, url: Option<&Url>) -> Extracted {
    let data = linked_data::read(page);
    let tags = meta_tags(page);
    let first = |names: &[&str]| names.iter().find_map(|name| tags.get(*name).and_then(|v| v.first()).cloned());
    let base = base(page, url);
    let address = |raw: String| web(&raw, base.as_ref());
    let site_name = first(&["og:site_name"]).or_else(|| data.publisher.clone()).or_else(|| {
        first(&["application-name", "apple-mobile-web-app-title", "publisher", "dc.publisher", "copyright-holder"])
    });
    let headings: Vec<String> = lines(page, query!("h1"), 6);
    let document_title = lines(page, query!("head title"), 1).pop().or_else(|| lines(page, query!("title"), 1).pop());
    let og_title =
        first(&["og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "title"]);
    let marked_title = lines(page, query!("[itemprop~='headline']"), 1).pop().filter(|t| t.chars().count() <= 300);
    let title = title::choose(&title::Offers {
        headline: data.headline.as_deref().or(marked_title.as_deref()),
        og: og_title.as_deref(),
        document: document_title.as_deref(),
        headings: &headings,
        site: site_name.as_deref(),
    })
    .unwrap_or_default();
    let image = first(&[
        "og:image",
        "og:image:url",
        "og:image:secure_url",
        "twitter:image",
        "twitter:image:src",
        "parsely-image-url",
        "sailthru.image.full",
        "thumbnail",
    ])
    .or_else(|| data.image.clone())
    .or_else(|| page.attribute(query!("link[rel='image_src']"), "href"))
    .or_else(|| marked_image(page));
    let root = page.first(query!("html"));
    let of_root = |name: &str| root?.attr(name).map(|value| value.to_string());
    let declared = of_root("lang")
        .or_else(|| of_root("xml:lang"))
        .filter(|l| !l.trim().is_empty())
        .or_else(|| data.language.clone())
        .or_else(|| first(&["og:locale", "language", "content-language", "dc.language"]));
    let dir = of_root("dir").or_else(|| page.attribute(query!("body"), "dir"));
    let (authors, from) = authors(page, &data, &tags, site_name.as_deref());
    let published = moments::published(page, &data, &tags);
    Extracted {
        authors,
        agency: from.map(str::to_owned),
        updated: moments::updated(page, &data, &tags),
        published,
        categories: categories(page, &data, &tags, &title, site_name.as_deref()),
        tags: keywords(page, &data, &tags),
        lead_caption: caption(page, image.as_deref()).or_else(|| data.caption.clone().filter(|c| *c != title)),
        lead_image: image.and_then(address),
        language: declared.map(|l| l.trim().replace('_', "-")).filter(|l| is_language(l)),
        direction: dir.and_then(|d| match d.trim().to_ascii_lowercase().as_str() {
            "rtl" => Some(Direction::Rtl),
            "ltr" => Some(Direction::Ltr),
            _ => None,
        }),
        canonical: page
            .attribute(query!("link[rel='canonical']"), "href")
            .filter(|h| !h.trim().is_empty())
            .or_else(|| first(&["og:url", "parsely-link"]))
            .and_then(address),
        subtitle: data.subtitle.clone().filter(|s| *s != title),
        site_name,
        title,
        ..Extracted::default()
    }
}

/// What relative addresses of the page resolve against.
pub(super) fn base(page: &Index<'_>, url: Option<&Url>) -> Option<Url> {
    let declared = page.attribute(query!("base"), "href").and_then(|href| web(&href, url));
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

fn meta_tags(page: &Index<'_>) -> Tags {
    let mut out: Tags = HashMap::new();
    for node in page.select(query!("meta[content]")).iter().take(400) {
        let content = crate::html::line(&node.attr_or("content", ""));
        if content.is_empty() {
            continue;
        }
        for key in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = node.attr(key) {
                out.entry(name.trim().to_ascii_lowercase()).or_default().push(content.clone());
            }
        }
    }
    out
}

/// The texts of the first `most` elements that match, as lines.
fn lines(page: &Index<'_>, query: &Query, most: usize) -> Vec<String> {
    page.select(query).iter().take(most).map(|n| crate::html::line(&n.text())).filter(|t| !t.is_empty()).collect()
}

/// The address of what microdata calls the image.
fn marked_image(page: &Index<'_>) -> Option<String> {
    let node = page.first(query!("[itemprop~='image']"))?;
    ["content", "src", "href", "data-src"]
        .iter()
        .find_map(|name| node.attr(name).map(|v| v.to_string()))
        .or_else(|| {
            node.descendants_it().find(|n| n.has_name("img")).and_then(|img| img.attr("src").map(|v| v.to_string()))
        })
        .filter(|value| !value.trim().is_empty())
}

/// Where themes and hand-made pages show who wrote an article, the surest first.
static BYLINES: LazyLock<Vec<Query>> = LazyLock::new(|| {
    [
    "[itemprop~='author'] [itemprop~='name']",
    "[itemprop~='author']",
    "a[rel~='author']",
    ".author-name, .meta-author a, .post-meta-author a, .td-post-author-name a, .tdb-author-name, .jeg_meta_author a, .entry-author-name, .wp-block-post-author__name, .wp-block-post-author-name",
    ".field--name-field-writer, .field--name-field-author, .field-name-field-writer, .field-name-field-author, .byline a, .byline .author, .by-author a, .author.vcard .fn, .vcard .fn, .post-author a, .article-author a, .article__author a, .writer-name, .author-title, .articleAuthor, .article_author",
    ".byline, .byLine, .by-line, .post-author, .article-author, .article__author, .author, .writer, .authorname, .articleWriter, .article-byline, .editor-name, .journalist, .writeBy, .write-by, .writer-by, .writtenBy, .written-by, [class*='byline'], [class*='author-name'], [class*='authorName'], [class*='writer-name']",
    ]
    .map(Query::new)
    .into()
});

fn authors(
    page: &Index<'_>,
    data: &LinkedData,
    tags: &Tags,
    site: Option<&str>,
) -> (Vec<String>, Option<&'static str>) {
    let mut from = data.agency.as_deref().and_then(agency::named);
    let mut read = |fields: &mut dyn Iterator<Item = String>| {
        let mut names: Vec<String> = Vec::new();
        for field in fields {
            let (found, named) = people::in_field(&field, site);
            from = from.or(named);
            names.extend(found);
        }
        distinct(names.into_iter(), MOST_NAMES)
    };
    let mut names = read(&mut data.authors.iter().cloned());
    if names.is_empty() {
        let keys = [
            "author",
            "article:author",
            "article:author_name",
            "dc.creator",
            "dcterms.creator",
            "parsely-author",
            "sailthru.author",
            "byl",
            "twitter:data1",
            "cxenseparse:author",
            "writer",
            "creator",
        ];
        let declared = keys.iter().filter_map(|key| {
            // Twitter's first datum is the writer only when its label says so.
            let labelled = *key != "twitter:data1"
                || tags.get("twitter:label1").and_then(|v| v.first()).is_some_and(|l| is_writer_label(l));
            tags.get(*key).filter(|_| labelled)
        });
        names = read(&mut declared.flatten().cloned());
    }
    for query in BYLINES.iter() {
        if !names.is_empty() {
            break;
        }
        let shown: Vec<String> = page
            .select(query)
            .iter()
            // Comments and cards of other stories have authors too.
            .filter(|n| {
                !n.ancestors_it(Some(12)).any(|a| {
                    super::dom::is_aside(&a)
                        || a.has_name("li")
                        || super::dom::names(&a).iter().any(|n| {
                            n.starts_with("comment") || n.contains("related") || n.contains("sidebar") || n == "widget"
                        })
                })
            })
            .take(3)
            .filter_map(|n| super::dom::short_text(n, 160).map(|text| crate::html::line(&text)))
            .filter(|t| !t.is_empty() && t.chars().count() <= 120)
            .collect();
        names = read(&mut shown.into_iter());
    }
    (names, from)
}

fn is_writer_label(label: &str) -> bool {
    let label = phrases::normal(label);
    ["written by", "by", "author", "كتب بواسطه", "كتبه", "الكاتب", "بقلم", "كتب", "المولف", "ecrit par"]
        .contains(&label.as_str())
}

/// Where themes show an article's sections.
const SECTIONS: &str = "a.post-cat, a[rel~='category'], .cat-links a, .post-cats a, .entry-category a, .td-post-category, .tdb-entry-category, .jeg_meta_category a, .entry-categories a, .taxonomy-category a, .post-categories a, .article-category a, .article-section a, .post-category a, .entry-cats a, .field--name-field-section a, .field--name-field-category a, .field-name-field-section a, .news-category, .article-category, .section-name, .category-name, .amp-wp-tax-category a, .amp-wp-tax-category";

/// Where pages show the way to them.
const CRUMBS: &str = "#breadcrumb a, .breadcrumb a, .breadcrumbs a, #crumbs a, .rank-math-breadcrumb a, .entry-crumbs a, .tdb-breadcrumbs a, .jeg_breadcrumbs a, .yoast-breadcrumbs a, [itemtype$='BreadcrumbList'] [itemprop~='name'], nav[aria-label*='readcrumb'] a, [class*='breadcrumb'] a, [class*='Breadcrumb'] a, [id*='breadcrumb'] a";

fn categories(page: &Index<'_>, data: &LinkedData, tags: &Tags, title: &str, site: Option<&str>) -> Vec<String> {
    let outside = |node: &dom_query::NodeRef<'_>| {
        node.ancestors_it(Some(12)).any(|a| {
            super::dom::is_aside(&a) && !a.has_name("nav")
                || super::dom::names(&a).iter().any(|n| {
                    n.contains("related")
                        || n.contains("sidebar")
                        || n == "widget"
                        || n.contains("prev-next")
                        || n.contains("most-read")
                })
        })
    };
    let mut found: Vec<String> = page
        .select(query!(SECTIONS))
        .iter()
        .filter(|n| !outside(n))
        .take(MOST_NAMES)
        .map(|n| crate::html::line(&n.text()))
        .collect();
    found.extend(data.sections.iter().cloned());
    for key in [
        "article:section",
        "parsely-section",
        "section",
        "articlesection",
        "cxenseparse:category",
        "dc.subject",
        "category",
    ] {
        found.extend(tags.get(key).into_iter().flatten().cloned());
    }
    if found.is_empty() {
        found.extend(data.breadcrumbs.iter().cloned());
    }
    if found.is_empty() {
        found = lines(page, query!(CRUMBS), MOST_NAMES);
    }
    let title = phrases::normal(title);
    let site = site.map(phrases::normal);
    let good = |name: &String| {
        let normal = phrases::normal(name);
        normal != title && Some(&normal) != site.as_ref() && phrases::is_category(&normal) && !name.contains(['/', '_'])
    };
    let parted = found
        .iter()
        .flat_map(|name| name.split([',', '،', '|', '>', '»', '›', '«']))
        .map(|name| without_label(name.trim()).to_owned());
    distinct(parted.filter(good), MOST_NAMES)
}

/// «التصنيفات: اقتصاد» without what the list is called.
fn without_label(name: &str) -> &str {
    name.split_once(':')
        .filter(|(label, _)| {
            matches!(
                phrases::normal(label).as_str(),
                "التصنيفات"
                    | "التصنيف"
                    | "تصنيف"
                    | "القسم"
                    | "الاقسام"
                    | "الفيه"
                    | "category"
                    | "categories"
                    | "section"
            )
        })
        .map_or(name, |(_, rest)| rest.trim())
}

/// Where themes show an article's tags without saying `rel=tag`.
const TAG_BOXES: &str = ".post-tags a, .tagcloud a, .entry-tags a, .tags-links a, .td-tags a, .tdb-tags a, .jeg_post_tags a, .taxonomy-post_tag a, .article-tags a, .news-tags a, .keywords a, .article-keywords a, .tags a, .tag-list a, .tags-list a, .field--name-field-tags a, .field-name-field-tags a, .post-labels a, .labels a, [class*='article-tag'] a, [class*='tags-box'] a";

fn keywords(page: &Index<'_>, data: &LinkedData, tags: &Tags) -> Vec<String> {
    let shown = |query: &Query| -> Vec<String> {
        page.select(query)
            .iter()
            .filter(|a| !a.attr_or("rel", "").contains("category"))
            .filter(|a| {
                !a.ancestors_it(Some(12)).any(|p| {
                    super::dom::is_aside(&p)
                        || super::dom::names(&p).iter().any(|n| {
                            n == "widget"
                                || n.contains("sidebar")
                                || n == "post-bottom-source"
                                || n.contains("related")
                                || n.contains("category")
                                || n.contains("post-cats")
                                || n == "cat-links"
                        })
                })
            })
            .take(MOST_TAGS)
            .map(|a| crate::html::line(&a.text()))
            .collect()
    };
    let mut found = shown(query!("a[rel~='tag']"));
    if found.is_empty() {
        found = shown(query!(TAG_BOXES));
    }
    found.extend(tags.get("article:tag").into_iter().flatten().flat_map(|t| parted(t)));
    if found.is_empty() {
        found.extend(data.keywords.iter().cloned());
    }
    for key in ["news_keywords", "parsely-tags", "sailthru.tags", "keywords"] {
        if !found.is_empty() {
            break;
        }
        found.extend(tags.get(key).into_iter().flatten().flat_map(|t| parted(t)));
    }
    distinct(
        found
            .into_iter()
            .map(|t| {
                t.trim_matches(|c: char| matches!(c, '#' | '،' | ',' | '.' | ':') || c.is_whitespace())
                    .replace('_', " ")
            })
            .filter(|t| (2..=60).contains(&t.chars().count()) && !is_tags_label(t)),
        MOST_TAGS,
    )
}

fn is_tags_label(text: &str) -> bool {
    matches!(
        phrases::normal(text).as_str(),
        "الوسوم" | "وسوم" | "كلمات دلاليه" | "الكلمات الدلاليه" | "كلمات مفتاحيه" | "tags"
    )
}

fn parted(text: &str) -> Vec<String> {
    text.split([',', '،', ';', '؛', '|']).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect()
}

/// Where themes put a caption below the lead picture.
const CAPTIONS: &str = ".single-caption-text, .single-featured-image figcaption, .featured-image figcaption, .post-thumbnail figcaption, .td-post-featured-image figcaption, .jeg_featured figcaption, .jeg_featured .wp-caption-text, .wp-block-post-featured-image figcaption, .entry-thumbnail figcaption, .article-image figcaption, .article__image figcaption, .lead-image figcaption, .main-image figcaption, .featured-area figcaption, .image-caption, .photo-caption, .article-image-caption, .img-caption, .article-featured-image figcaption, .field--name-field-image figcaption, .main-img .caption, .article-photo .caption";

/// The lead picture's caption with its credit: of the picture that the page names, or in the place that themes have.
fn caption(page: &Index<'_>, image: Option<&str>) -> Option<String> {
    let stem = image.map(picture_stem).filter(|stem| stem.len() >= 3);
    let of_picture = stem.and_then(|stem| {
        page.select(query!("figure"))
            .iter()
            .take(20)
            .find(|figure| {
                figure.descendants_it().filter(|n| n.has_name("img")).any(|img| {
                    ["src", "data-src", "data-lazy-src", "srcset"]
                        .iter()
                        .filter_map(|name| img.attr(name))
                        .any(|src| picture_stem(&src) == stem)
                })
            })
            .and_then(|figure| figure.descendants_it().find(|n| n.has_name("figcaption")))
            .map(|caption| crate::html::line(&caption.text()))
    });
    of_picture
        .or_else(|| lines(page, query!(CAPTIONS), 1).pop())
        .filter(|text| (2..=400).contains(&text.chars().count()))
}

/// A picture's file name without its size and ending: a theme shows it in another size than it names.
fn picture_stem(address: &str) -> String {
    let path = address.split(['?', '#', ' ']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let size = |tail: &str| {
        tail.split_once('x').is_some_and(|(w, h)| {
            !w.is_empty() && !h.is_empty() && [w, h].iter().all(|n| n.bytes().all(|b| b.is_ascii_digit()))
        })
    };
    let name = name.rsplit_once('-').filter(|(_, tail)| size(tail) || *tail == "scaled").map_or(name, |(stem, _)| stem);
    name.to_ascii_lowercase()
}

/// The first `most` names that differ when folded.
fn distinct(names: impl Iterator<Item = String>, most: usize) -> Vec<String> {
    let mut seen = HashSet::new();
    names.filter(|name| !name.is_empty() && seen.insert(phrases::normal(name))).take(most).collect()
}

fn is_language(tag: &str) -> bool {
    (2..=35).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}
