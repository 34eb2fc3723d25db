//! What articles are about: found when they come, listed, corrected, and learned for their source.

use serde_json::{Value, json};
use warraq_core::model::{Scope, Subject};
use warraq_tests::app::{NOON, TestApp};
use warraq_tests::feeds::{Item, rss};
use warraq_tests::server::{Answer, FaultServer};

use crate::Outcome;

/// An article on a football match, in words that no headline of the tests has.
const MATCH: &str = "سجل المهاجم هدفين في الشوط الثاني من المباراة على ملعب النادي، وقال مدرب الفريق بعد المباراة إن اللاعبين \
    استحقوا الفوز في الدوري، وإن المنتخب سيستعد لتصفيات كأس العالم بمباراة ودية أمام فريق البطولة.";

/// A paper's document: number, headline and sections of each item.
fn paper(items: &[(usize, &str, &[&str])]) -> String {
    let entries: Vec<Item> = items
        .iter()
        .map(|(n, title, _)| Item {
            title: (*title).to_owned(),
            html: format!("<p>{}</p>", MATCH.repeat(4)),
            ..Item::numbered(*n)
        })
        .collect();
    items.iter().fold(rss("صحيفة البيان", &entries), |document, (_, title, sections)| {
        let named: String = sections.iter().map(|name| format!("<category>{name}</category>")).collect();
        document.replace(&format!("<title>{title}</title><link>"), &format!("<title>{title}</title>{named}<link>"))
    })
}

/// Headline, subject, and whether it was guessed, of every entry, by headline.
async fn subjects(app: &TestApp) -> Result<Vec<(String, Option<Subject>, bool)>, Box<dyn std::error::Error>> {
    let mut rows: Vec<_> = app
        .list(Scope::All)
        .await?
        .items
        .into_iter()
        .map(|row| (row.title, row.subject.map(|s| s.key), row.subject.is_some_and(|s| s.automatic)))
        .collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(rows)
}

async fn id_of(app: &TestApp, title: &str) -> Result<Value, Box<dyn std::error::Error>> {
    let rows = app.list(Scope::All).await?.items;
    Ok(json!(rows.iter().find(|row| row.title == title).ok_or("no such row")?.id))
}

#[tokio::test]
async fn the_publishers_sections_decide_and_where_they_say_nothing_the_words_do() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let document = paper(&[
        (1, "أ", &["الرئيسية", "أخبار الاقتصاد والمال", "آخر الأخبار"]),
        (2, "ب", &["غير مصنف", "صحيفة البيان", "12", "بطولة الأندية الصيفية للناشئين في المدينة"]),
        (3, "ج", &[]),
    ]);
    server.on("/feed", Answer::rss(document));
    app.follow(server.url("/feed").as_str()).await?;
    let got = subjects(&app).await?;
    assert_eq!(got[0], ("أ".into(), Some(Subject::Economy), false));
    assert_eq!(got[2], ("ج".into(), Some(Subject::Sports), true), "guessed from the text");
    let rows = app.list(Scope::All).await?.items;
    for row in &rows {
        for junk in ["الرئيسية", "آخر الأخبار", "غير مصنف", "صحيفة البيان", "12", "أخبار الاقتصاد والمال"]
        {
            assert!(!row.categories.iter().any(|name| name == junk), "{junk} is no badge: {:?}", row.categories);
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_subject_has_a_list_with_counts_that_can_be_marked_read() -> Outcome {
    let app = TestApp::new()?;
    let articles: Vec<Value> = (0..30)
        .map(|n| {
            json!({ "title": format!("خبر {n}"), "body": "متن", "url": format!("https://a.example/{n}"),
                "source": format!("صحيفة {}", n % 2), "category": if n % 3 == 0 { "رياضة" } else { "سياسة" },
                "date": ((NOON - n * 60_000) / 1000).to_string() })
        })
        .collect();
    app.core.load(serde_json::from_value(Value::Array(articles))?).await?;
    let scope = json!({ "kind": "subject", "subject": "sports" });
    let (mut seen, mut cursor) = (Vec::new(), Value::Null);
    loop {
        let page = app.call("list_entries", json!({ "scope": scope, "limit": 4, "cursor": cursor })).await?;
        assert_eq!((&page["total"], &page["unread"]), (&json!(10), &json!(10)));
        seen.extend(page["items"].as_array().cloned().unwrap_or_default());
        cursor = page["next"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!(seen.len(), 10);
    let counts = json!([{ "subject": "politics", "unread": 20 }, { "subject": "sports", "unread": 10 }]);
    assert_eq!(app.call("list_sources", json!({})).await?["subjects"], counts);
    assert!(seen.iter().all(|row| row["subject"] == json!({ "key": "sports", "automatic": false })));
    let done = app.call("mark_all_read", json!({ "scope": scope })).await?;
    assert_eq!(done["count"], 10);
    let left = json!([{ "subject": "politics", "unread": 20 }]);
    assert_eq!(app.call("list_sources", json!({})).await?["subjects"], left);
    assert_eq!(
        (app.list(Scope::Subject { subject: Subject::Sports }).await?.unread, app.list(Scope::All).await?.unread),
        (0, 20)
    );
    Ok(())
}

#[tokio::test]
async fn a_correction_survives_edits_and_holds_for_the_sections_later_articles() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let section: &[&str] = &["ملاعب ومدرجات", "آخر الأخبار"];
    server.sequence(
        "/feed",
        vec![
            Answer::rss(paper(&[(1, "أ", section), (2, "ب", &["سياسة"])])),
            Answer::rss(paper(&[(1, "أ معدّل", section), (2, "ب", &["سياسة"]), (3, "ج", section)])),
        ],
    );
    app.follow(server.url("/feed").as_str()).await?;
    assert_eq!(subjects(&app).await?[0].1, Some(Subject::Sports));
    let id = id_of(&app, "أ").await?;
    let done = app.call("set_subject", json!({ "id": id, "subject": "society" })).await?;
    assert_eq!(done["count"], 1);
    app.refresh().await?;
    let want = [("أ معدّل", Subject::Society), ("ب", Subject::Politics), ("ج", Subject::Society)];
    let got = subjects(&app).await?;
    for (row, (title, subject)) in got.iter().zip(want) {
        assert_eq!((row.0.as_str(), row.1, row.2), (title, Some(subject), false));
    }
    // Another paper's section of that name is its own.
    server.on("/other", Answer::rss(paper(&[(9, "د", section)])));
    app.follow(server.url("/other").as_str()).await?;
    assert_eq!(subjects(&app).await?[3].1, Some(Subject::Sports));
    Ok(())
}

#[tokio::test]
async fn guesses_of_a_source_are_changed_by_two_corrections_alike_and_not_by_one() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let none: &[&str] = &[];
    server.sequence(
        "/feed",
        vec![
            Answer::rss(paper(&[(1, "أ", none), (2, "ب", none)])),
            Answer::rss(paper(&[(1, "أ", none), (2, "ب", none), (3, "ج", none)])),
            Answer::rss(paper(&[(1, "أ", none), (2, "ب", none), (3, "ج", none), (4, "د", none)])),
        ],
    );
    app.follow(server.url("/feed").as_str()).await?;
    app.call("set_subject", json!({ "id": id_of(&app, "أ").await?, "subject": "misc" })).await?;
    // A second thought about the same article is no second correction.
    app.call("set_subject", json!({ "id": id_of(&app, "أ").await?, "subject": "culture" })).await?;
    app.call("set_subject", json!({ "id": id_of(&app, "أ").await?, "subject": "misc" })).await?;
    app.refresh().await?;
    assert_eq!(subjects(&app).await?[2], ("ج".into(), Some(Subject::Sports), true));
    app.call("set_subject", json!({ "id": id_of(&app, "ب").await?, "subject": "misc" })).await?;
    app.refresh().await?;
    assert_eq!(subjects(&app).await?[3], ("د".into(), Some(Subject::Misc), false));
    Ok(())
}

#[tokio::test]
async fn a_correction_can_be_taken_back_with_what_it_taught() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let section: &[&str] = &["سياسة"];
    server.sequence(
        "/feed",
        vec![Answer::rss(paper(&[(1, "أ", section)])), Answer::rss(paper(&[(1, "أ", section), (2, "ب", section)]))],
    );
    app.follow(server.url("/feed").as_str()).await?;
    let id = id_of(&app, "أ").await?;
    let done = app.call("set_subject", json!({ "id": id, "subject": "world" })).await?;
    let again = app.call("set_subject", json!({ "id": id, "subject": "world" })).await?;
    assert_eq!((&again["count"], &again["undo"]), (&json!(0), &Value::Null), "nothing changed");
    assert_eq!(subjects(&app).await?[0].1, Some(Subject::World));
    assert_eq!(app.call("undo", json!({ "token": done["undo"] })).await?["count"], 1);
    app.refresh().await?;
    let got = subjects(&app).await?;
    assert_eq!((got[0].1, got[1].1), (Some(Subject::Politics), Some(Subject::Politics)));
    // None at all may be said as well.
    app.call("set_subject", json!({ "id": id, "subject": null })).await?;
    assert_eq!(subjects(&app).await?[0].1, None);
    Ok(())
}

#[tokio::test]
async fn a_page_names_the_subject_of_an_article_whose_feed_did_not() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let words = "وصلت السفينة إلى الميناء صباح اليوم وعلى متنها ثلاثمئة راكب في رحلة هادئة. ".repeat(8);
    server.on(
        "/articles/1",
        Answer::html(format!(
            "<html dir=rtl lang=ar><head><title>السفينة</title><meta property='article:section' content='تكنولوجيا وعلوم'></head>
             <body><article><h1>السفينة</h1><p>{words}</p><p>{words}</p></article></body></html>"
        )),
    );
    let short =
        Item { html: "<p>مقتطف قصير […]</p>".into(), title: "السفينة".into(), ..Item::numbered(1) };
    server.on("/feed", Answer::rss(rss("صحيفة", &[short])));
    app.follow(server.url("/feed").as_str()).await?;
    let id = id_of(&app, "السفينة").await?;
    let article = app.call("complete_entry", json!({ "id": id })).await?;
    assert_eq!(article["summary"]["subject"], json!({ "key": "technology", "automatic": false }));
    Ok(())
}

#[tokio::test]
async fn a_library_from_before_is_sorted_in_the_background() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/feed", Answer::rss(paper(&[(1, "أ", &["اقتصاد"]), (2, "ب", &[])])));
    app.follow(server.url("/feed").as_str()).await?;
    let folder = app.folder().join("warraq.sqlite");
    app.core.close().await;
    // As the migration leaves what was stored before it.
    rusqlite::Connection::open(&folder)?.execute_batch("UPDATE entries SET subject = NULL, subject_from = NULL")?;
    let app = app.restart().await?;
    app.core.settle().await;
    let got = subjects(&app).await?;
    assert_eq!((got[0].1, got[1].1), (Some(Subject::Economy), Some(Subject::Sports)));
    Ok(())
}
