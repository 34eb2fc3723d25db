//! What the templates are filled with: papers and articles as trees of named values.

use serde_json::{Value, json};

use crate::content::{Article, Comment, FeedForm, Paper};
use crate::markup::{self, Block, Form, Links};
use crate::world::World;
use crate::{address, dates};

/// Most entries in a feed: what WordPress has by default is ten; these papers are generous.
const FEED_ENTRIES: usize = 20;

/// The links of one paper's markup.
pub(crate) struct PaperLinks<'a> {
    pub(crate) world: &'a World,
    pub(crate) paper: usize,
}

impl Links for PaperLinks<'_> {
    fn article(&self, id: &str) -> Option<(String, String)> {
        self.world
            .article_by_id(id)
            .map(|(paper, article)| (self.world.article_url(paper, article), self.world.title(article).to_owned()))
    }

    fn picture(&self, file: &str) -> String {
        format!("{}/wp-content/uploads/{file}", self.world.origin(self.paper))
    }
}

fn labels(language: &str) -> Value {
    if language.starts_with("ar") {
        json!({
            "home": "الرئيسية", "related": "مقالات ذات صلة", "source": "المصدر", "comments": "التعليقات",
            "leave": "اترك تعليقاً", "notice": "لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *",
            "comment": "التعليق", "name": "الاسم", "email": "البريد الإلكتروني", "website": "الموقع الإلكتروني",
            "remember": "احفظ اسمي، بريدي الإلكتروني، والموقع الإلكتروني في هذا المتصفح لاستخدامها المرة المقبلة في تعليقي.",
            "send": "إرسال التعليق", "top": "زر الذهاب إلى الأعلى", "share": "شاركها", "tags": "الوسوم", "by": "بقلم",
            "reply": "رد", "latest": "آخر الأخبار", "about": "من نحن", "contact": "اتصل بنا", "privacy": "سياسة الخصوصية",
            "cookies": "نستخدم ملفات تعريف الارتباط لتحسين تجربتك. بمواصلة التصفح فأنت توافق على ذلك.", "accept": "موافق",
            "follow": "تابعونا على", "advert": "إعلان", "newsletter": "اشترك في نشرتنا البريدية ليصلك جديدنا كل صباح",
            "rights": "جميع الحقوق محفوظة", "most_read": "الأكثر قراءة", "search": "بحث", "all_by": "مقالات الكاتب",
            "read_more": "أكمل القراءة »", "bio": "صحفي في", "minutes": "دقائق قراءة", "said": "يقول"
        })
    } else {
        json!({
            "home": "Home", "related": "Related stories", "source": "Source", "comments": "Comments",
            "leave": "Leave a comment", "notice": "Your email address will not be published. Required fields are marked *",
            "comment": "Comment", "name": "Name", "email": "Email", "website": "Website",
            "remember": "Save my name, email, and website in this browser for the next time I comment.",
            "send": "Post comment", "top": "Back to top", "share": "Share", "tags": "Tags", "by": "By",
            "reply": "Reply", "latest": "Latest", "about": "About us", "contact": "Contact", "privacy": "Privacy policy",
            "cookies": "We use cookies to improve your experience. By browsing on you agree to this.", "accept": "Accept",
            "follow": "Follow us on", "advert": "Advertisement", "newsletter": "Get our morning briefing by email",
            "rights": "All rights reserved", "most_read": "Most read", "search": "Search", "all_by": "More by",
            "read_more": "Continue reading »", "bio": "Reporter at", "minutes": "min read", "said": "says"
        })
    }
}

/// The paper itself: name, addresses, navigation.
pub(crate) fn paper(world: &World, at: usize) -> Value {
    let paper = &world.papers[at];
    let origin = world.origin(at);
    let mut nav: Vec<&str> = Vec::new();
    for category in paper.articles.iter().flat_map(|a| &a.categories) {
        if !nav.contains(&category.as_str()) {
            nav.push(category);
        }
    }
    json!({
        "name": paper.name, "slug": paper.slug, "topic": paper.topic, "tagline": paper.tagline, "lang": paper.language,
        "dir": if paper.language.starts_with("ar") { "rtl" } else { "ltr" }, "url": origin,
        "feed": format!("{origin}{}", paper.feed_path), "feed_type": paper.form.media_type(),
        "comments_feed": format!("{origin}/comments/feed/"), "icon": format!("{origin}/icon.png"),
        "nav": nav.iter().map(|c| json!({"name": c, "url": address::category(&origin, c),
            "feed": address::category_feed(&origin, c)})).collect::<Vec<_>>(),
        "built": dates::rfc822(world.newest(at)), "built_iso": dates::rfc3339(world.newest(at)),
        "json": paper.form == FeedForm::Json,
        "t": labels(&paper.language),
    })
}

/// The opening of an article: its excerpt, or its first paragraph cut at a word.
pub(crate) fn excerpt(article: &Article) -> String {
    if !article.excerpt.is_empty() {
        return article.excerpt.clone();
    }
    let first = article.body.iter().find_map(|b| match b {
        Block::Paragraph(text) => Some(markup::plain(text)),
        _ => None,
    });
    let words: Vec<String> = first.unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    if words.len() <= 40 { words.join(" ") } else { format!("{} […]", words[..40].join(" ")) }
}

fn comment(world: &World, paper: &Paper, url: &str, c: &Comment) -> Value {
    let ms = world.moment(c.minutes);
    json!({
        "id": c.id, "author": c.author, "text": c.text, "date": dates::spoken(ms, &paper.language),
        "iso": dates::rfc3339(ms), "rfc": dates::rfc822(ms), "url": format!("{url}#comment-{}", c.id),
        "answers": c.answers.iter().map(|a| comment(world, paper, url, a)).collect::<Vec<_>>(),
    })
}

/// What lists and feeds need of an article.
pub(crate) fn card(world: &World, at: usize, article: &Article) -> Value {
    let paper = &world.papers[at];
    let origin = world.origin(at);
    let url = world.article_url(at, article);
    let links = PaperLinks { world, paper: at };
    let feed_form = Form { theme: paper.theme, language: &paper.language, page: false, later: world.is_released() };
    let mut feed_html =
        article.picture.as_ref().map_or_else(String::new, |(n, c)| markup::figure(n, c, feed_form, &links));
    feed_html.push_str(&markup::html(&article.body, feed_form, &links));
    if paper.pixel {
        feed_html.push_str(&format!(
            "<img src=\"{origin}/pixel.gif?p={}\" width=\"1\" height=\"1\" alt=\"\" style=\"display:none\">",
            article.number
        ));
    }
    let ms = world.moment(article.minutes);
    json!({
        "id": article.number, "title": world.title(article), "url": url, "excerpt": excerpt(article),
        "guid": format!("{origin}/?p={}", article.number),
        "date": dates::spoken(ms, &paper.language), "iso": dates::rfc3339(ms), "rfc": dates::rfc822(ms),
        "updated": dates::rfc3339(world.modified(article)),
        "author": article.author, "author_url": address::author(&origin, &article.author),
        "category": article.categories.first(),
        "categories": article.categories.iter().map(|c| json!({"name": c, "url": address::category(&origin, c)}))
            .collect::<Vec<_>>(),
        "tags": article.tags.iter().map(|t| json!({"name": t, "url": address::tag(&origin, t)})).collect::<Vec<_>>(),
        "picture": article.picture.as_ref().map(|(name, caption)| json!({
            "name": name, "caption": caption, "url": links.picture(&format!("{name}.jpg")),
            "small": links.picture(&format!("{name}-640x360.jpg")), "webp": links.picture(&format!("{name}.webp")),
            "bytes": crate::content::file(&format!("pictures/{name}.jpg")).map_or(0, <[u8]>::len),
        })),
        "comment_count": article.comment_count(), "comment_feed": format!("{url}feed/"),
        "commented": article.comment_count() > 0,
        "feed_html": feed_html,
    })
}

/// All that an article's own page needs.
pub(crate) fn article(world: &World, at: usize, article: &Article) -> Value {
    let paper = &world.papers[at];
    let mut value = card(world, at, article);
    let url = world.article_url(at, article);
    let links = PaperLinks { world, paper: at };
    let form = Form { theme: paper.theme, language: &paper.language, page: true, later: world.is_released() };
    let mut related: Vec<&Article> = world.published(at).filter(|a| a.id != article.id).collect();
    related.sort_by_key(|a| (!a.categories.iter().any(|c| article.categories.contains(c)), a.minutes));
    let ms = world.moment(article.minutes);
    let author_bio = if paper.language.starts_with("ar") {
        format!("من أسرة تحرير {}. للتواصل مع الكاتب راسل هيئة التحرير.", paper.name)
    } else {
        format!("On the staff of {}. Write to the editors to reach the author.", paper.name)
    };
    let linked_data = json!({
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": world.title(article), "inLanguage": paper.language,
        "datePublished": dates::rfc3339(ms), "dateModified": dates::rfc3339(world.modified(article)), "mainEntityOfPage": url,
        "author": {"@type": "Person", "name": article.author}, "articleSection": article.categories.first(),
        "publisher": {"@type": "Organization", "name": paper.name, "logo": format!("{}/icon.png", world.origin(at))},
        "image": article.picture.as_ref().map(|(n, _)| links.picture(&format!("{n}.jpg"))),
    });
    let source = article.source.as_ref().map(|(name, id)| {
        let inside = id.as_deref().and_then(|id| world.article_by_id(id));
        let url = inside.map_or_else(|| world.index_origin() + "/agency/", |(p, a)| world.article_url(p, a));
        json!({"name": name, "url": url})
    });
    if let Value::Object(map) = &mut value {
        map.insert("p".into(), self::paper(world, at));
        map.insert("body".into(), markup::html(&article.body, form, &links).into());
        map.insert("bio".into(), author_bio.into());
        map.insert("linked_data".into(), linked_data.to_string().replace("</", "<\\/").into());
        map.insert("source".into(), source.unwrap_or(Value::Null));
        map.insert("comments".into(), article.comments.iter().map(|c| comment(world, paper, &url, c)).collect());
        map.insert("related".into(), related.into_iter().take(3).map(|a| card(world, at, a)).collect());
    }
    value
}

/// A list of articles, for front pages, categories and feeds.
pub(crate) fn listing<'a>(
    world: &World,
    at: usize,
    heading: &str,
    self_url: &str,
    articles: impl Iterator<Item = &'a Article>,
) -> Value {
    let items: Vec<Value> = articles.take(FEED_ENTRIES).map(|a| card(world, at, a)).collect();
    json!({"p": paper(world, at), "heading": heading, "self": self_url, "items": items})
}

/// A comment feed: of one article, or of all when there is none.
pub(crate) fn comment_feed(world: &World, at: usize, only: Option<&Article>) -> Value {
    let paper_value = paper(world, at);
    let mut items = Vec::new();
    for article in world.published(at).filter(|a| only.is_none_or(|o| o.id == a.id)) {
        let url = world.article_url(at, article);
        for above in &article.comments {
            for (c, answers) in std::iter::once((above, false)).chain(above.answers.iter().map(|c| (c, true))) {
                let mut value = comment(world, &world.papers[at], &url, c);
                if answers {
                    // As WordPress says in its RSS what a comment answers.
                    let to = if world.papers[at].language == "ar" { "ردًا على" } else { "In reply to" };
                    value["above"] =
                        json!({"to": to, "author": above.author, "url": format!("{url}#comment-{}", above.id)});
                }
                items.push((c.minutes, c.id, json!({"title": world.title(article), "c": value})));
            }
        }
    }
    items.sort_by_key(|(minutes, id, _)| (*minutes, *id));
    let items: Vec<Value> = items.into_iter().map(|(_, _, v)| v).collect();
    let (title, link) = match only {
        Some(a) => (world.title(a).to_owned(), world.article_url(at, a)),
        None => (world.papers[at].name.clone(), world.origin(at)),
    };
    json!({"p": paper_value, "title": title, "link": link, "items": items})
}

/// A JSON Feed 1.1 (jsonfeed.org).
pub(crate) fn json_feed(list: &Value) -> String {
    let items: Vec<Value> = list["items"]
        .as_array()
        .map(|items| {
            items
                .iter()
                .map(|i| {
                    json!({
                        "id": i["guid"], "url": i["url"], "title": i["title"], "content_html": i["feed_html"],
                        "summary": i["excerpt"], "image": i["picture"]["url"], "date_published": i["iso"], "date_modified": i["updated"],
                        "authors": [{"name": i["author"]}], "language": list["p"]["lang"],
                        "tags": i["categories"].as_array().map(|c| c.iter().map(|c| c["name"].clone()).collect::<Vec<_>>()),
                    })
                })
                .collect()
        })
        .unwrap_or_default();
    json!({
        "version": "https://jsonfeed.org/version/1.1", "title": list["p"]["name"], "home_page_url": list["p"]["url"],
        "feed_url": list["self"], "description": list["p"]["tagline"], "language": list["p"]["lang"],
        "icon": list["p"]["icon"], "favicon": list["p"]["icon"], "items": items,
    })
    .to_string()
}
