//! Little sites as data: what each path answers. They are made after the ways in which papers publish (WordPress open and
//! closed, systems of papers' own with nothing but a site map, lists without any markup for machines), with articles
//! invented for them.

use serde_json::{Value, json};

use crate::server::{Answer, FaultServer, gzip};

/// A site.
pub struct Site {
    /// After what it is made.
    pub name: &'static str,
    /// What a reader pastes, a path.
    pub pasted: &'static str,
    /// Targets (path and query) and their answers. What is not there is 404.
    pub answers: Vec<(String, Answer)>,
    /// The kind of its best source; none for what must be refused.
    pub kind: Option<&'static str>,
    /// The headline that must be among those of the preview.
    pub headline: &'static str,
    /// Sections that it has, at least.
    pub sections: usize,
}

impl Site {
    /// Puts the site on a server of its own.
    pub async fn serve(&self) -> FaultServer {
        let server = FaultServer::start().await;
        for (target, answer) in &self.answers {
            server.on(target, answer.clone());
        }
        server
    }
}

/// Headlines of the invented papers.
pub const HEADLINES: [&str; 8] = [
    "الميناء الجديد يستقبل أول سفينة شحن بعد عامين من البناء",
    "جامعة الساحل تفتح باب التسجيل في برنامج علوم البحار",
    "مزارعو الوادي يبدؤون موسم الزيتون وسط توقعات بمحصول وفير",
    "فريق المدينة يتأهل إلى نهائي كأس الجمهورية لكرة السلة",
    "افتتاح معرض المخطوطات في المكتبة العامة حتى نهاية الشهر",
    "الأرصاد تتوقع أمطارا متفرقة على المرتفعات مساء الثلاثاء",
    "البلدية تعلن مواعيد صيانة شبكة المياه في الأحياء الشرقية",
    "باحثون يرصدون عودة طيور مهاجرة إلى البحيرة بعد غياب طويل",
];

fn html(body: &str) -> Answer {
    Answer::html(body.to_owned())
}

fn page(head: &str, body: &str) -> Answer {
    html(&format!(
        "<!DOCTYPE html><html lang='ar' dir='rtl'><head><meta charset='utf-8'><title>صحيفة الجسر</title>{head}</head><body>{body}</body></html>"
    ))
}

fn each(write: impl Fn(usize, &str) -> String) -> String {
    HEADLINES.iter().enumerate().map(|(at, title)| write(at + 1, title)).collect()
}

/// An RSS 2.0 feed of the paper, made by `generator`.
pub fn rss(title: &str, generator: &str) -> String {
    let items = each(|n, headline| {
        format!(
            "<item><title>{headline}</title><link>/{n}/</link><guid isPermaLink='false'>/?p={n}</guid>\
             <pubDate>Sun, 22 Nov 2026 {:02}:00:00 +0000</pubDate><description>ملخص الخبر {n}</description></item>",
            11 - n
        )
    });
    format!(
        "<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'><channel><title>{title}</title><link>/</link>\
         <generator>{generator}</generator>{items}</channel></rss>"
    )
}

/// A news site map of the headlines.
pub fn news_sitemap(count: usize) -> String {
    let urls = each(|n, headline| {
        if n > count {
            return String::new();
        }
        format!(
            "<url><loc>/article/{n}0{n}</loc><news:news><news:publication><news:name>صحيفة الجسر</news:name>\
             <news:language>ar</news:language></news:publication><news:publication_date>2026-11-22T{:02}:00:00Z\
             </news:publication_date><news:title>{headline}</news:title></news:news></url>",
            11 - n
        )
    });
    format!(
        "<?xml version='1.0' encoding='UTF-8'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' \
         xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>{urls}</urlset>"
    )
}

/// Posts as WordPress's REST interface gives them, numbered from `first`.
pub fn posts(first: usize, count: usize) -> Value {
    let post = |n: usize| {
        let headline = HEADLINES[(n - 1) % HEADLINES.len()];
        let title = if n > HEADLINES.len() { format!("{headline} ({n})") } else { headline.to_owned() };
        json!({ "id": n, "status": "publish", "link": format!("/{n}/"), "guid": { "rendered": format!("/?p={n}") },
            "date_gmt": format!("2026-11-{:02}T08:00:00", 22 - (n / 2).min(20)), "title": { "rendered": title },
            "content": { "rendered": format!("<p>متن الخبر {n}</p>"), "protected": false },
            "excerpt": { "rendered": "<p>مقتطف</p>", "protected": false },
            "_embedded": { "author": [{ "name": "ليلى حداد" }], "wp:term": [[{ "taxonomy": "category", "name": "محليات" }]] } })
    };
    Value::Array((first..first + count).map(post).collect())
}

fn categories() -> Answer {
    let category = |id: u32, parent: u32, count: u32, name: &str, link: &str| json!({ "id": id, "parent": parent, "count": count, "name": name, "slug": link, "link": link });
    json(&json!([
        category(2, 0, 40, "أخبار", "/category/news/"),
        category(3, 2, 12, "محليات", "/category/news/local/"),
        category(4, 0, 31, "رياضة", "/category/sport/"),
        category(5, 0, 9, "ثقافة &amp; فن", "/category/culture/"),
    ]))
}

fn json(value: &Value) -> Answer {
    Answer::ok("application/json; charset=utf-8", value.to_string())
}

fn xml(text: &str) -> Answer {
    Answer::ok("application/xml", text.to_owned())
}

const FEED_LINK: &str = "<link rel='alternate' type='application/rss+xml' title='الجسر &laquo; الخلاصة' href='/feed/'>\
    <link rel='alternate' type='application/rss+xml' title='الجسر &laquo; خلاصة التعليقات' href='/comments/feed/'>";
const API_LINK: &str =
    "<link rel=\"https://api.w.org/\" href=\"/wp-json/\"><link rel='stylesheet' href='/wp-content/themes/x/style.css'>";
const POSTS: &str = "/wp-json/wp/v2/posts?per_page=20&_embed=1";
const WORDPRESS: &str = "https://wordpress.org/?v=6.8";

fn jannah_menu() -> String {
    let item = |kind: &str, path: &str, title: &str, inner: &str| {
        format!("<li class='menu-item menu-item-type-taxonomy {kind}'><a href='{path}'>{title}</a>{inner}</li>")
    };
    let inner = format!(
        "<ul class='sub-menu'>{}{}</ul>",
        item("menu-item-object-category", "/local/", "محليات", ""),
        item("menu-item-object-category", "/world/", "عالم", "")
    );
    format!(
        "<div class='main-menu-wrapper'><nav id='main-nav'><div class='main-menu header-menu'><ul id='menu-main' class='menu'>{}{}{}{}</ul></div></nav></div>",
        item("menu-item-home", "/", "الرئيسية", ""),
        item("menu-item-object-category", "/news/", "أخبار", &inner),
        item("menu-item-object-category", "/sport/", "رياضة", ""),
        item("menu-item-object-page", "/about/", "من نحن", ""),
    )
}

/// An article's page as any system writes it.
fn article(head: &str) -> Answer {
    let text = "فقرة من متن الخبر تطول حتى تملأ السطر وتزيد عليه قليلا. ".repeat(12);
    page(
        head,
        &format!("<nav><ul><li><a href='/'>الرئيسية</a></ul></nav><main><h1>{}</h1><p>{text}</p></main>", HEADLINES[0]),
    )
}

fn cards() -> String {
    each(|n, title| {
        format!(
            "<div class='news-card'><a class='thumb' href='/news/{n}4{n}7'><img data-src='/img/{n}.jpg' alt=''></a>\
             <h3 class='t'><a href='/news/{n}4{n}7'>{title}</a></h3><span class='when'>{n} نوفمبر 2026</span></div>"
        )
    })
}

fn furniture(body: &str) -> String {
    format!(
        "<header><nav><ul><li><a href='/section/politics'>سياسة</a><li><a href='/section/economy'>اقتصاد</a>\
         <li><a href='/section/sport'>رياضة</a></ul></nav></header><main>{body}</main>\
         <aside class='widget'><h4>الأكثر قراءة</h4><ul><li><a href='/news/9999'>خبر قديم من أكثر ما قرأ الناس هذا الأسبوع</a></ul></aside>\
         <footer><a href='/about'>من نحن</a><a href='/privacy'>سياسة الخصوصية لزوار هذا الموقع</a></footer>"
    )
}

fn linked_list() -> String {
    let elements: Vec<Value> = HEADLINES
        .iter()
        .enumerate()
        .map(|(at, title)| json!({ "@type": "ListItem", "position": at + 1, "item": { "@type": "NewsArticle", "headline": title,
            "url": format!("/story/{at}"), "datePublished": format!("2026-11-22T{:02}:00:00+03:00", 11 - at), "image": format!("/i/{at}.jpg") } }))
        .collect();
    json!({ "@context": "https://schema.org", "@type": "CollectionPage", "mainEntity": { "@type": "ItemList", "itemListElement": elements } }).to_string()
}

fn linked_graph() -> String {
    let articles: Vec<Value> = HEADLINES
        .iter()
        .enumerate()
        .map(|(at, title)| json!({ "@type": ["NewsArticle"], "headline": title, "mainEntityOfPage": { "@id": format!("/g/{at}") },
            "datePublished": format!("2026-11-22T{:02}:00:00Z", 11 - at) }))
        .chain([json!({ "@type": "BreadcrumbList", "itemListElement": [{ "@type": "ListItem", "name": "الصفحة الرئيسية لهذا الموقع", "item": "/" }] })])
        .collect();
    json!({ "@context": "https://schema.org", "@graph": articles }).to_string()
}

fn site(name: &'static str, kind: &'static str, answers: Vec<(&str, Answer)>) -> Site {
    Site {
        name,
        pasted: "/",
        answers: answers.into_iter().map(|(target, answer)| (target.to_owned(), answer)).collect(),
        kind: Some(kind),
        headline: HEADLINES[0],
        sections: 0,
    }
}

/// Sites that have something to follow.
pub fn papers() -> Vec<Site> {
    let mut out = wordpress_papers();
    out.extend(sitemap_papers());
    out.extend(list_papers());
    out.extend(other_papers());
    out
}

fn wordpress_papers() -> Vec<Site> {
    let feed = || Answer::rss(rss("صحيفة الجسر", WORDPRESS));
    vec![
        Site {
            sections: 3,
            ..site(
                "wordpress",
                "feed",
                vec![
                    ("/", page(&format!("{FEED_LINK}{API_LINK}"), "<p>أهلا</p>")),
                    ("/feed/", feed()),
                    ("/comments/feed/", Answer::rss(rss("تعليقات", WORDPRESS))),
                    ("/wp-json/wp/v2/categories", categories()),
                ],
            )
        },
        Site {
            sections: 3,
            ..site(
                "wordpress_without_pretty_links",
                "feed",
                vec![
                    (
                        "/",
                        page(
                            "<link rel='alternate' type='application/rss+xml' href='/?feed=rss2'><link rel='https://api.w.org/' href='/index.php?rest_route=/'>",
                            "<p>أهلا</p>",
                        ),
                    ),
                    ("/?feed=rss2", feed()),
                    ("/index.php?rest_route=/wp/v2/categories&per_page=100&hide_empty=1", categories()),
                ],
            )
        },
        Site {
            sections: 2,
            ..site(
                "wordpress_rest_closed",
                "feed",
                vec![
                    (
                        "/",
                        page(
                            &format!("{FEED_LINK}{API_LINK}"),
                            "<nav><ul class=menu><li><a href='/category/news/'>أخبار</a><li><a href='/category/sport/'>رياضة</a></ul></nav>",
                        ),
                    ),
                    ("/feed/", feed()),
                    ("/wp-json/wp/v2/categories", Answer::status(401)),
                ],
            )
        },
        Site {
            sections: 3,
            ..site(
                "wordpress_feed_switched_off",
                "wordpress",
                vec![
                    ("/", page(API_LINK, "<p>أهلا</p>")),
                    ("/feed/", Answer::redirect(301, "/")),
                    ("/wp-json/wp/v2/posts", json(&posts(1, 8))),
                    ("/wp-json/wp/v2/categories", categories()),
                    ("/wp-json/", json(&json!({ "name": "صحيفة الجسر", "description": "أخبار الساحل", "home": "/" }))),
                ],
            )
        },
        Site {
            sections: 2,
            ..site(
                "jannah_theme",
                "feed",
                vec![
                    ("/", page("<link rel='stylesheet' href='/wp-content/themes/jannah/style.css'>", &jannah_menu())),
                    ("/feed/", feed()),
                    ("/news/feed/", feed()),
                ],
            )
        },
        Site {
            pasted: "/category/sport/",
            sections: 3,
            ..site(
                "wordpress_category_page",
                "feed",
                vec![
                    (
                        "/category/sport/",
                        page(
                            &format!(
                                "{FEED_LINK}<link rel='alternate' type='application/rss+xml' title='رياضة' href='/category/sport/feed/'>{API_LINK}"
                            ),
                            "<p>أهلا</p>",
                        ),
                    ),
                    ("/category/sport/feed/", Answer::rss(rss("رياضة – صحيفة الجسر", WORDPRESS))),
                    ("/feed/", feed()),
                    ("/wp-json/wp/v2/categories", categories()),
                ],
            )
        },
        Site {
            pasted: POSTS,
            sections: 3,
            ..site(
                "wordpress_rest_address",
                "wordpress",
                vec![
                    (POSTS, json(&posts(1, 8))),
                    ("/wp-json/wp/v2/categories", categories()),
                    ("/wp-json/", json(&json!({ "name": "صحيفة الجسر" }))),
                ],
            )
        },
    ]
}

fn sitemap_papers() -> Vec<Site> {
    let shell = || page("", "<div id='app'></div><script src='/app.js'></script>");
    let utf16 = |text: &str| [b"\xff\xfe".to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    let plain = {
        let urls = each(|n, title| {
            format!(
                "<url><loc>/news/{n}/{}</loc><lastmod>2026-11-{:02}</lastmod></url>",
                title.replace(' ', "-"),
                22 - n
            )
        });
        format!(
            "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}<url><loc>/about</loc></url></urlset>"
        )
    };
    vec![
        site(
            "news_sitemap_only",
            "news_sitemap",
            vec![("/", page("", "<p>أهلا بكم</p>")), ("/sitemap-news.xml", xml(&news_sitemap(8)))],
        ),
        site(
            "robots_names_the_map",
            "news_sitemap",
            vec![
                ("/", page("", "<p>أهلا بكم</p>")),
                (
                    "/robots.txt",
                    Answer::ok("text/plain", "User-agent: *\nDisallow: /admin\nSitemap: /maps/latest.ashx\n"),
                ),
                ("/maps/latest.ashx", xml(&news_sitemap(8))),
            ],
        ),
        site(
            "index_and_gzip",
            "news_sitemap",
            vec![
                ("/", page("", "<p>أهلا بكم</p>")),
                (
                    "/sitemap.xml",
                    xml(
                        "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>/tags.xml</loc></sitemap><sitemap><loc>/articles-2026-10.xml.gz</loc><lastmod>2026-10-31</lastmod></sitemap><sitemap><loc>/articles-2026-11.xml.gz</loc><lastmod>2026-11-22</lastmod></sitemap></sitemapindex>",
                    ),
                ),
                ("/articles-2026-11.xml.gz", Answer::ok("application/x-gzip", gzip(news_sitemap(8).as_bytes()))),
            ],
        ),
        site(
            "google_news_in_utf16",
            "news_sitemap",
            vec![
                ("/", page("", "<p>أهلا بكم</p>")),
                ("/googlenews.xml", Answer::ok("text/xml", utf16(&news_sitemap(8)))),
            ],
        ),
        // A shell that answers every path with itself.
        site(
            "shell_with_a_plain_sitemap",
            "news_sitemap",
            vec![
                ("/", shell()),
                ("/feed/", shell()),
                ("/rss.xml", shell()),
                ("/rss", shell()),
                ("/feed.xml", shell()),
                ("/robots.txt", Answer::ok("text/plain", "Sitemap: /sitemap.xml")),
                ("/sitemap.xml", xml(&plain)),
            ],
        ),
        Site {
            pasted: "/sitemap-news.xml",
            ..site("news_sitemap_address", "news_sitemap", vec![("/sitemap-news.xml", xml(&news_sitemap(8)))])
        },
    ]
}

fn list_papers() -> Vec<Site> {
    let dated = each(|n, title| format!("<li><a href='/2026/11/{:02}/{n}.html'>{title}</a></li>", 23 - n));
    let entries = each(|n, title| {
        format!(
            "<article class='h-entry'><h2><a class='p-name u-url' href='/posts/{n}'>{title}</a></h2><time class='dt-published' datetime='2026-11-{:02}T09:00:00Z'>قبل أيام</time><p class='p-summary'>ملخص</p></article>",
            23 - n
        )
    });
    let old = format!(
        "<html><head><meta http-equiv='Content-Type' content='text/html; charset=windows-1256'><title>جريدة الوادي</title></head><body dir=rtl><table>{}</table></body></html>",
        each(|n, title| format!(
            "<tr><td><a href='/news.asp?id=10{n}'><b>{title}</b></a></td><td><font>{n}/11/2026</font></td></tr>"
        ))
    );
    let legacy = encoding_rs::WINDOWS_1256.encode(&old).0.into_owned();
    let messages = each(|n, title| {
        format!(
            "<div class='tgme_widget_message_wrap'><div class='tgme_widget_message' data-post='jisr/{n}'><div class='tgme_widget_message_text'>{title}<br>وتفاصيل أخرى للقراء.</div>\
            <a class='tgme_widget_message_date' href='/jisr/{n}'><time datetime='2026-11-22T{:02}:00:00+00:00'></time></a></div></div>",
            10 - n
        )
    });
    vec![
        site(
            "item_list",
            "page",
            vec![(
                "/",
                page(&format!("<script type='application/ld+json'>{}</script>", linked_list()), &furniture("")),
            )],
        ),
        site(
            "graph_of_articles",
            "page",
            vec![(
                "/",
                page(&format!("<script type='application/ld+json'>{}</script>", linked_graph()), "<div id=root></div>"),
            )],
        ),
        Site { sections: 3, ..site("cards", "page", vec![("/", page("", &furniture(&cards())))]) },
        site("bare_list_with_dates", "page", vec![("/", page("", &format!("<ul>{dated}</ul>")))]),
        site("microformats", "page", vec![("/", page("", &format!("<main class='h-feed'>{entries}</main>")))]),
        site("windows_1256_table", "page", vec![("/", Answer::ok("text/html", legacy))]),
        Site {
            pasted: "/s/jisr",
            ..site(
                "telegram_channel",
                "page",
                vec![("/s/jisr", page("<meta property='og:title' content='الجسر'>", &messages))],
            )
        },
        Site {
            pasted: "/section/economy",
            ..site(
                "section_without_feed",
                "page",
                vec![("/section/economy", page("", &furniture(&cards()))), ("/", page("", "<p>أهلا</p>"))],
            )
        },
    ]
}

fn other_papers() -> Vec<Site> {
    let atom = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>مدونة الجسر</title><generator uri='http://www.blogger.com'>Blogger</generator>{}</feed>",
        each(|n, title| format!(
            "<entry><id>tag:blogger.com,{n}</id><title>{title}</title><link href='/2026/11/{n}.html'/><published>2026-11-{:02}T08:00:00Z</published></entry>",
            23 - n
        ))
    );
    let feed = |generator: &str| Answer::rss(rss("صحيفة الجسر", generator));
    vec![
        site(
            "blogger",
            "feed",
            vec![
                ("/", page("<meta content='blogger' name='generator'>", "<p>أهلا</p>")),
                ("/feeds/posts/default", Answer::ok("application/atom+xml", atom)),
            ],
        ),
        site(
            "drupal",
            "feed",
            vec![
                (
                    "/",
                    page("<meta name=\"Generator\" content=\"Drupal 10\">", "<img src='/sites/default/files/a.jpg'>"),
                ),
                ("/rss.xml", feed("Drupal")),
            ],
        ),
        site(
            "arc",
            "feed",
            vec![
                ("/", page("<script src='/pf/dist/engine/react.js'></script>", "<div id=fusion-app></div>")),
                ("/arc/outboundfeeds/rss/?outputType=xml", feed("Arc")),
            ],
        ),
        Site {
            pasted: "/amp/",
            ..site(
                "amp_home",
                "feed",
                vec![
                    (
                        "/amp/",
                        html(
                            "<!doctype html><html ⚡ lang=ar><head><link rel=canonical href='/'><title>الجسر</title></head><body><p>أهلا</p></body></html>",
                        ),
                    ),
                    ("/", page("<link rel='alternate' type='application/rss+xml' href='/xml/latest'>", "<p>أهلا</p>")),
                    ("/xml/latest", feed("x")),
                ],
            )
        },
        Site {
            pasted: "/2026/11/22/a-story",
            ..site(
                "article_page",
                "feed",
                vec![
                    ("/2026/11/22/a-story", article("<meta property='og:type' content='article'>")),
                    ("/", page("<link rel='alternate' type='application/rss+xml' href='/xml/latest'>", "<p>أهلا</p>")),
                    ("/xml/latest", feed("x")),
                ],
            )
        },
        Site {
            sections: 3,
            ..site(
                "feeds_by_section",
                "feed",
                vec![
                    (
                        "/",
                        page(
                            "",
                            "<div class=services><a href='/rssFeed/1'>سياسة</a><a href='/rssFeed/2'>اقتصاد</a><a href='/rssFeed/3'>رياضة</a></div>",
                        ),
                    ),
                    ("/rssFeed/1", feed("x")),
                ],
            )
        },
        Site {
            sections: 2,
            ..site(
                "page_of_feeds",
                "feed",
                vec![
                    ("/", page("", "<p>أهلا</p><footer><a href='/rss'>RSS</a></footer>")),
                    (
                        "/rss",
                        page(
                            "",
                            "<h1>خلاصات الجسر</h1><p><a href='/rss/section.aspx?id=1'>سياسة</a> <a href='/rss/section.aspx?id=2'>رياضة</a></p>",
                        ),
                    ),
                    ("/rss/section.aspx?id=1", feed("x")),
                ],
            )
        },
        site(
            "front_page_that_sends_on",
            "feed",
            vec![
                ("/", html("<html><head><meta http-equiv='Refresh' content='0; URL=/ar/index'></head></html>")),
                (
                    "/ar/index",
                    page("<link rel='alternate' type='application/rss+xml' href='/xml/latest'>", "<p>أهلا</p>"),
                ),
                ("/xml/latest", feed("x")),
            ],
        ),
        Site {
            pasted: "/",
            ..site(
                "two_feeds",
                "feed",
                vec![
                    (
                        "/",
                        page(
                            "<link rel=alternate type=application/rss+xml title=الأخبار href=/a.xml><link rel=alternate type=application/rss+xml title=الرياضة href=/b.xml>",
                            "",
                        ),
                    ),
                    ("/a.xml", feed("x")),
                    ("/b.xml", Answer::rss(rss("رياضة", "x"))),
                ],
            )
        },
    ]
}

/// Pages that are no paper, with the code that each must be refused with.
pub fn refused() -> Vec<(Site, &'static str)> {
    let none = |name, answers| Site { kind: None, ..site(name, "", answers) };
    let product = |n: usize| {
        format!(
            "<li class='product'><a href='/product/{n}123'><h2>حذاء رياضي خفيف للجري رقم {n}</h2></a><span>٢٩٩ ر.س</span><a href='?add={n}'>أضف إلى السلة</a></li>"
        )
    };
    let portal = || Answer::captive_portal();
    vec![
        (
            none(
                "login",
                vec![(
                    "/",
                    page(
                        "",
                        "<form action='/login' method=post><input name=user><input type=password name=pass></form><a href=/forgot>نسيت كلمة المرور</a>",
                    ),
                )],
            ),
            "html_instead_of_feed",
        ),
        (
            none("shop", vec![("/", page("", &format!("<ul>{}</ul>", (1..12).map(product).collect::<String>())))]),
            "not_a_feed",
        ),
        (none("empty_shell", vec![("/", page("", "<div id=root></div><script src=/main.js></script>"))]), "not_a_feed"),
        (
            none(
                "parked",
                vec![(
                    "/",
                    html(
                        "<html><title>jisr.example</title><body><h1>هذا النطاق معروض للبيع</h1><a href='/buy'>اشتر</a></body></html>",
                    ),
                )],
            ),
            "not_a_feed",
        ),
        (
            none(
                "captive_portal",
                vec![
                    ("/", portal()),
                    ("/feed/", portal()),
                    ("/rss.xml", portal()),
                    ("/robots.txt", portal()),
                    ("/sitemap.xml", portal()),
                ],
            ),
            "html_instead_of_feed",
        ),
        (
            none(
                "challenge",
                vec![(
                    "/",
                    html(
                        "<html><head><title>Just a moment...</title></head><body><script src='/cdn-cgi/challenge-platform/h/b/x.js'></script></body></html>",
                    ),
                )],
            ),
            "forbidden",
        ),
        (
            none(
                "challenge_with_403",
                vec![
                    (
                        "/",
                        Answer::status(403)
                            .header("content-type", "text/html")
                            .header("cf-mitigated", "challenge")
                            .body("<title>Just a moment...</title>"),
                    ),
                    ("/feed/", Answer::status(403)),
                ],
            ),
            "forbidden",
        ),
        (
            none(
                "company_page",
                vec![(
                    "/",
                    page(
                        "",
                        "<nav><ul><li><a href='/about'>من نحن</a><li><a href='/services'>خدماتنا</a></ul></nav><h1>شركة المقاولات العامة للبناء</h1><p><a href='/contact'>اتصل بنا اليوم لنبدأ مشروعك القادم</a></p>",
                    ),
                )],
            ),
            "not_a_feed",
        ),
    ]
}
