//! Edits are seen: versions of articles, what changed between them word by word, pages that were taken down.

use serde_json::{Value, json};
use warraq_core::model::{EntryId, Scope};
use warraq_tests::app::TestApp;
use warraq_tests::feeds::{Item, rss};
use warraq_tests::server::{Answer, FaultServer};

use crate::Outcome;

const FILLER: &str = "جملة تملأ المتن وتجعله نصا كاملا لا خلاصة له. ";

fn feed(title: &str, lines: &[&str]) -> Answer {
    let html: String = lines.iter().map(|line| format!("<p>{line}</p>")).collect();
    let html = format!("{html}<p>{}</p>", FILLER.repeat(20));
    Answer::rss(rss("صحيفة", &[Item { title: title.to_owned(), html, ..Item::numbered(1) }]))
}

async fn first(app: &TestApp) -> Result<EntryId, Box<dyn std::error::Error>> {
    Ok(app.list(Scope::All).await?.items.first().ok_or("no entry")?.id)
}

/// A comparison as one text: [-gone] [+come].
fn shown(runs: &Value) -> String {
    let runs = runs.as_array().cloned().unwrap_or_default();
    let show = |run: &Value| {
        let text = run["text"].as_str().unwrap_or_default().trim().to_owned();
        match run["kind"].as_str() {
            Some("added") => format!("[+{text}]"),
            Some("removed") => format!("[-{text}]"),
            _ => text,
        }
    };
    runs.iter().map(show).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn three_versions_give_two_comparisons() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.sequence(
        "/feed",
        vec![
            feed("مقتل ثلاثة في انفجار", &["قال المصدر إن ثلاثة قتلوا.", "لم تعرف الأسباب."]),
            feed("مقتل خمسة في انفجار", &["قال المصدر إن خمسة قتلوا.", "لم تعرف الأسباب."]),
            feed("مقتل خمسة في انفجار", &["قال المصدر إن خمسة قتلوا.", "السبب تسرب للغاز.", "لم تعرف الأسباب."]),
        ],
    );
    app.follow(server.url("/feed").as_str()).await?;
    let id = first(&app).await?;
    app.keep(id).await?;
    for _ in 0..3 {
        app.clock.advance(3_600_000);
        app.refresh().await?;
    }
    let app = app.restart().await?;
    let versions = app.call("list_versions", json!({ "id": id })).await?;
    let items = versions["items"].as_array().cloned().unwrap_or_default();
    assert_eq!(items.len(), 3, "{versions}");
    assert_eq!((&items[0]["id"], &items[0]["title"]), (&Value::Null, &json!("مقتل خمسة في انفجار")));
    assert_eq!(items[2]["title"], "مقتل ثلاثة في انفجار");
    assert_eq!(items[1]["seen_at"], items[2]["until"]);
    let from = |version: usize| json!({ "entry": id, "from": items[version]["id"], "to": items[version - 1]["id"] });
    let oldest = app.call("compare_versions", from(2)).await?;
    assert_eq!(shown(&oldest["title"]), "مقتل [-ثلاثة] [+خمسة] في انفجار");
    assert_eq!(shown(&oldest["body"][0]["runs"]), "قال المصدر إن [-ثلاثة] [+خمسة] قتلوا.");
    assert_eq!(
        (&oldest["added"], &oldest["removed"], &oldest["body"][0]["direction"]),
        (&json!(2), &json!(2), &json!("rtl"))
    );
    let newer = app.call("compare_versions", from(1)).await?;
    assert_eq!((shown(&newer["title"]).as_str(), &newer["body"][1]["kind"]), ("مقتل خمسة في انفجار", &json!("added")));
    assert_eq!(shown(&newer["body"][1]["runs"]), "[+السبب تسرب للغاز.]");
    let then = app.call("get_version", json!({ "entry": id, "version": items[2]["id"] })).await?;
    assert!(then["html"].as_str().is_some_and(|html| html.contains("ثلاثة قتلوا")));
    assert!(app.fails("get_version", json!({ "entry": id, "version": 77 })).await.is_some());
    Ok(())
}

#[tokio::test]
async fn what_was_neither_kept_nor_read_and_what_reads_the_same_leaves_no_version() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.sequence(
        "/feed",
        vec![feed("خبر أول", &["أولى."]), feed("خبر ثان", &["ثانية."]), feed("خبر ثان", &["<b>ثانية</b>."])],
    );
    app.follow(server.url("/feed").as_str()).await?;
    let id = first(&app).await?;
    app.refresh().await?;
    assert_eq!(app.call("list_versions", json!({ "id": id })).await?["items"].as_array().map(Vec::len), Some(1));
    // Read from here on: markup alone is no other version.
    app.call("set_read", json!({ "ids": [id], "read": true })).await?;
    app.refresh().await?;
    assert_eq!(app.call("list_versions", json!({ "id": id })).await?["items"].as_array().map(Vec::len), Some(1));
    Ok(())
}

fn page(words: &str) -> Answer {
    let paragraph = FILLER.repeat(12);
    Answer::html(format!(
        "<html lang=ar><head><title>خبر</title></head><body><article><h1>خبر</h1><p>{words}</p><p>{paragraph}</p>
         <p>{paragraph}</p></article></body></html>"
    ))
}

#[tokio::test]
async fn a_page_is_fetched_again_when_the_feed_changed_and_stays_when_it_was_taken_down() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let excerpt =
        |words: &str| Answer::rss(rss("صحيفة", &[Item { html: format!("<p>{words} […]</p>"), ..Item::numbered(1) }]));
    server
        .sequence("/feed", vec![excerpt("مقتطف"), excerpt("مقتطف عُدل"), excerpt("مقتطف ثالث"), excerpt("مقتطف رابع")]);
    let taken_down = Answer::html("<html><body><article><h1>خبر</h1><p>أزيل هذا المقال.</p></article></body></html>");
    server.sequence(
        "/articles/1",
        vec![page("النسخة الأولى من الخبر."), page("النسخة الثانية من الخبر."), taken_down, Answer::status(404)],
    );
    app.follow(server.url("/feed").as_str()).await?;
    let id = first(&app).await?;
    app.keep(id).await?;
    app.refresh().await?;
    app.call("complete_entry", json!({ "id": id })).await?;
    let versions = app.call("list_versions", json!({ "id": id })).await?;
    assert_eq!(
        (versions["items"].as_array().map(Vec::len), &versions["gone_at"]),
        (Some(2), &Value::Null),
        "{versions}"
    );
    for hits in [3, 4] {
        app.refresh().await?;
        let article = app.call("complete_entry", json!({ "id": id })).await?;
        assert_eq!(server.hits("/articles/1"), hits);
        assert!(article["html"].as_str().is_some_and(|html| html.contains("النسخة الثانية")), "{hits}");
        assert_eq!((&article["offline"]["kind"], &article["text_state"]["kind"]), (&json!("ready"), &json!("full")));
        let versions = app.call("list_versions", json!({ "id": id })).await?;
        assert_eq!((versions["items"].as_array().map(Vec::len), versions["gone_at"].is_null()), (Some(2), false));
    }
    // Nothing is asked of it again until the feed says that something changed.
    app.call("complete_entry", json!({ "id": id })).await?;
    assert_eq!(server.hits("/articles/1"), 4);
    assert_eq!(app.call("check_offline", json!({ "bytes": true })).await?["wrong"], 0);
    Ok(())
}
