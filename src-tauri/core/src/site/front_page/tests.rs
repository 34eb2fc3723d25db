//! Front pages of every make, and pages that are none.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use url::Url;

use super::*;

fn url() -> Url {
    Url::parse("https://jisr.example/").unwrap()
}

fn list(page: &str) -> ParsedFeed {
    look(page, &url()).list.unwrap_or_default()
}

const HEADLINES: [&str; 6] = [
    "الميناء الجديد يستقبل أول سفينة شحن بعد عامين من البناء",
    "جامعة الساحل تفتح باب التسجيل في برنامج علوم البحار",
    "مزارعو الوادي يبدؤون موسم الزيتون وسط توقعات بمحصول وفير",
    "فريق المدينة يتأهل إلى نهائي كأس الجمهورية لكرة السلة",
    "افتتاح معرض المخطوطات في المكتبة العامة حتى نهاية الشهر",
    "الأرصاد تتوقع أمطارا متفرقة على المرتفعات مساء الثلاثاء",
];

fn cards(card: impl Fn(usize, &str) -> String) -> String {
    HEADLINES.iter().enumerate().map(|(at, title)| card(at + 1, title)).collect()
}

#[test]
fn cards_give_headlines_pictures_and_times() {
    let body = cards(|n, title| {
        format!(
            "<div class='card c-{n}'><a href='/news/{n}0123'><img data-src='/p/{n}.jpg' alt=''></a>
             <h3><a href='/news/{n}0123'>{title}</a></h3><span class=d>{n} نوفمبر 2026</span>
             <a href='/author/ali'>علي</a><a href='/tag/x'>وسم طويل من كلمات كثيرة هنا</a></div>"
        )
    });
    let page = format!(
        "<html dir=rtl lang=ar><title>الجسر</title><body><nav><a href='/news/99999'>رابط طويل في شريط التنقل أعلى الصفحة</a></nav>
         <main>{body}</main><div class=w><h4>الأكثر قراءة</h4><ul><li><a href='/news/10123'>{}</a></li></ul></div>
         <div class=w><h4>روابط سريعة</h4><ul><li><a href='/news/55555'>رابط طويل في قائمة لا تضم أخبارا</a></li></ul></div>
         <footer><a href='/news/77777'>رابط طويل في تذييل الصفحة لا يعد خبرا</a></footer></body></html>",
        HEADLINES[0]
    );
    let feed = list(&page);
    assert_eq!(feed.entries.iter().map(|entry| entry.title.as_str()).collect::<Vec<_>>(), HEADLINES);
    assert_eq!((feed.title.as_str(), feed.language.as_deref()), ("الجسر", Some("ar")));
    let first = &feed.entries[0];
    assert_eq!(first.image.as_ref().unwrap().as_str(), "https://jisr.example/p/1.jpg");
    assert_eq!(first.published, crate::text::date::parse("2026-11-01"));
}

#[test]
fn bare_lists_with_dates_in_their_addresses_do() {
    let body = cards(|n, title| format!("<li><a href='/2026/11/{n:02}/story-{n}.html'>{title}</a>"));
    let feed = list(&format!("<ul>{body}</ul>"));
    assert_eq!(feed.entries.len(), 6);
    assert_eq!(feed.entries[5].published, crate::text::date::parse("2026-11-06"));
}

#[test]
fn linked_data_is_preferred_and_completed() {
    let elements: Vec<_> = HEADLINES
        .iter()
        .enumerate()
        .map(|(n, title)| serde_json::json!({ "@type": "ListItem", "position": n, "url": format!("/a/{n}"), "name": title }))
        .collect();
    let data = serde_json::json!({ "@context": "https://schema.org", "@graph": [
        { "@type": "BreadcrumbList", "itemListElement": [{ "@type": "ListItem", "name": "الصفحة الرئيسية للموقع هنا", "item": "/x" }] },
        { "@type": "ItemList", "itemListElement": elements }] });
    let body = cards(|n, title| {
        format!("<article><h2><a href='/a/{}'>{title} …</a></h2><img src='/p/{n}.jpg'></article>", n - 1)
    });
    let feed = list(&format!("<script type='application/ld+json'>{data}</script>{body}"));
    assert_eq!(feed.entries.iter().map(|entry| entry.title.as_str()).collect::<Vec<_>>(), HEADLINES);
    assert_eq!(feed.entries[0].image.as_ref().unwrap().path(), "/p/1.jpg");
}

#[test]
fn microformats_and_messages_are_read() {
    let body = cards(|n, title| {
        format!("<article class='h-entry'><a class='u-url' href='/p/{n}'><span class='p-name'>{title}</span></a>
            <time class='dt-published' datetime='2026-11-{n:02}T08:00:00Z'></time><div class='e-content'><p>متن</p></div><a class='p-category'>سياسة</a></article>")
    });
    let feed = list(&format!("<main class='h-feed'>{body}</main>"));
    assert_eq!((feed.entries.len(), feed.entries[2].published), (6, crate::text::date::parse("2026-11-03T08:00:00Z")));
    assert_eq!(feed.entries[0].categories, ["سياسة"]);

    let body = cards(|n, title| {
        format!("<div class='tgme_widget_message' data-post='jisr/{n}'><a class='tgme_widget_message_photo_wrap' style=\"background-image:url('/f/{n}.jpg')\"></a>
            <div class='tgme_widget_message_text'>{title}<br/>تفاصيل أخرى.</div><a class='tgme_widget_message_date' href='https://jisr.example/jisr/{n}'><time datetime='2026-11-{n:02}T08:00:00+00:00'></time></a></div>")
    });
    let feed = list(&body);
    assert_eq!((feed.entries.len(), feed.entries[0].title.as_str()), (6, HEADLINES[5]));
    assert_eq!(feed.entries[0].guid.as_deref(), Some("telegram:jisr/6"));
    assert_eq!(feed.entries[0].image.as_ref().unwrap().path(), "/f/6.jpg");
}

#[test]
fn too_few_foreign_or_walled_links_are_no_list() {
    let four =
        cards(|n, title| if n > 4 { String::new() } else { format!("<h2><a href='/news/{n}0001'>{title}</a></h2>") });
    assert!(look(&four, &url()).list.is_none());
    let foreign = cards(|n, title| format!("<h2><a href='https://other.example/news/{n}0001'>{title}</a></h2>"));
    assert!(look(&foreign, &url()).list.is_none());
    let menu = ["من نحن", "اتصل بنا", "سياسة الخصوصية", "شروط الاستخدام", "أعلن معنا", "وظائف"];
    let menu: String =
        menu.iter().enumerate().map(|(n, title)| format!("<li><a href='/page-{n}'>{title}</a>")).collect();
    assert!(look(&menu, &url()).list.is_none());
    let read = |page: &str| read(page.as_bytes(), None, &url());
    assert_eq!(read(""), Err(ParseError::Empty));
    assert_eq!(read("<form action=/login><input type=password></form>"), Err(ParseError::Html));
    assert!(matches!(read("<div id=root></div>"), Err(ParseError::NotAFeed(_))));
}

#[test]
fn links_within_sentences_and_an_articles_neighbours_are_no_news() {
    let text = "هذه جملة طويلة من متن المقال تسبق الرابط وتتبعه حتى لا يبقى شك في أنه من النص نفسه";
    let body = cards(|n, title| format!("<p>{text} <a href='/news/{n}0001'>{title}</a> {text}.</p>"));
    assert!(look(&body, &url()).list.is_none());
    let article = url().join("/2026/11/22/story").unwrap();
    let cards = cards(|n, title| format!("<h3><a href='/news/{n}0001'>{title}</a></h3>"));
    assert!(look(&cards, &article).article && !look(&cards, &url()).article);
}

#[test]
fn pages_of_hostile_shape_are_looked_at_in_time() {
    let link = "<a href='/news/10001'>خبر طويل من كلمات كثيرة جدا في هذه الصفحة</a>";
    for page in [
        format!("<p>{}", link.repeat(20_000)),
        format!("{}{link}", "<div class=nav>".repeat(1_000)),
        format!("{}{}", "<article class=hentry>".repeat(1_000), link.repeat(2_000)),
        format!("{}{}", "<nav><ul><li>".repeat(300), link.repeat(100)),
        format!("<p>{}{}", "كلمة ".repeat(400_000), link.repeat(3_000)),
        "<ul><li><a href=/category/x>".repeat(400),
        "<a".repeat(200_000),
    ] {
        let _ = look(&page, &url());
    }
}
