//! Collections, tags, notes, highlights, the list of what was kept, and pages that no feed brought.

use serde_json::{Value, json};
use warraq_core::api::{ApiError, ErrorCode};
use warraq_core::model::{EntryId, Scope};
use warraq_tests::app::TestApp;
use warraq_tests::feeds::{Item, rss};
use warraq_tests::server::{Answer, FaultServer};

use crate::Outcome;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// A library with loaded articles, newest last.
async fn loaded(count: usize) -> Result<(TestApp, Vec<EntryId>), Box<dyn std::error::Error>> {
    let app = TestApp::new()?;
    let articles: Vec<Value> = (1..=count)
        .map(|n| {
            json!({ "title": format!("عنوان المقال {n}"), "body": format!("متن المقال {n} عن الموانئ والسكك."),
                    "source": if n % 2 == 0 { "أفق" } else { "مرصد" }, "url": format!("https://paper.example/{n}"),
                    "date": format!("2026-11-{:02}T08:00:00Z", n) })
        })
        .collect();
    let ids = app.core.load(serde_json::from_value(Value::Array(articles))?).await?;
    Ok((app, ids))
}

async fn kept_titles(app: &TestApp, request: Value) -> Result<Vec<String>, ApiError> {
    let page = app.call("list_kept", request).await?;
    let rows = page["items"].as_array().cloned().unwrap_or_default();
    Ok(rows.iter().map(|row| row["entry"]["title"].as_str().unwrap_or_default().to_owned()).collect())
}

async fn undo(app: &TestApp, done: &Value) -> Result<Value, ApiError> {
    app.call("undo", json!({ "token": done["undo"] })).await
}

#[tokio::test]
async fn what_is_filed_tagged_or_noted_is_kept_and_stays_over_a_restart() -> Outcome {
    let (app, ids) = loaded(4).await?;
    let collection = app.call("create_collection", json!({ "title": "بحث الموانئ" })).await?["id"].clone();
    app.call("set_collected", json!({ "ids": [ids[0], ids[1]], "collection": collection, "member": true })).await?;
    app.call("set_tags", json!({ "ids": [ids[1], ids[2]], "add": ["#سكك", "رسوم"] })).await?;
    app.call("save_note", json!({ "id": ids[3], "body": "أقارنها بمقال آخر." })).await?;
    let app = app.restart().await?;
    assert_eq!(app.list(Scope::Kept).await?.total, 4, "each act keeps");
    let shelves = app.call("list_shelves", json!({})).await?;
    assert_eq!((&shelves["kept"], &shelves["noted"], &shelves["unfiled"]), (&json!(4), &json!(1), &json!(2)));
    assert_eq!(shelves["collections"][0]["count"], 2);
    assert_eq!(shelves["tags"].as_array().map(Vec::len), Some(2));
    assert_eq!(kept_titles(&app, json!({ "collection": collection })).await?.len(), 2);
    assert_eq!(kept_titles(&app, json!({ "tag": shelves["tags"][0]["id"] })).await?.len(), 2);
    assert_eq!(kept_titles(&app, json!({ "noted": true })).await?, ["عنوان المقال 4"]);
    let marks = app.call("get_marks", json!({ "id": ids[1] })).await?;
    assert_eq!((&marks["tags"], &marks["collections"]), (&json!(["رسوم", "سكك"]), &json!([collection])));
    // Words are found however they are spelt, in notes and tags too.
    assert_eq!(kept_titles(&app, json!({ "words": "اقارنها" })).await?, ["عنوان المقال 4"]);
    assert_eq!(kept_titles(&app, json!({ "words": "سِكَك مرصد", "tag": shelves["tags"][0]["id"] })).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn every_act_can_be_taken_back_and_spares_what_was_done_since() -> Outcome {
    let (app, ids) = loaded(3).await?;
    let made = app.call("create_collection", json!({ "title": "أولى" })).await?;
    let again = app.call("create_collection", json!({ "title": "اولي" })).await?;
    assert_eq!((&again["id"], &again["undo"]), (&made["id"], &Value::Null), "one title however it is spelt");
    let filed = app.call("set_collected", json!({ "ids": ids, "collection": made["id"], "member": true })).await?;
    assert_eq!(filed["count"], 3);
    let gone = app.call("delete_collection", json!({ "id": made["id"] })).await?;
    assert_eq!(app.list(Scope::Kept).await?.total, 3, "what was in it stays kept");
    undo(&app, &gone).await?;
    assert_eq!(kept_titles(&app, json!({ "collection": made["id"] })).await?.len(), 3);
    // Two notes: taking the first back must not take the second's words.
    let first = app.call("save_note", json!({ "id": ids[0], "body": "أول" })).await?;
    let second = app.call("save_note", json!({ "id": ids[0], "body": "ثان" })).await?;
    undo(&app, &first).await?;
    assert_eq!(app.call("get_marks", json!({ "id": ids[0] })).await?["note"]["body"], "ثان");
    undo(&app, &second).await?;
    assert_eq!(app.call("get_marks", json!({ "id": ids[0] })).await?["note"]["body"], "أول");
    // Filing kept them: taking it back lets them go, except the one that got a note since.
    undo(&app, &filed).await?;
    let kept = app.list(Scope::Kept).await?.total;
    assert_eq!((kept, app.fails("undo", json!({ "token": filed["undo"] })).await), (0, Some(ErrorCode::NoSuchItem)));
    let dropped = app.call("set_kept", json!({ "ids": ids, "kept": true })).await?;
    let before = app.call("list_kept", json!({})).await?["items"][0]["kept_at"].clone();
    app.clock.advance(DAY);
    let let_go = app.call("set_kept", json!({ "ids": ids, "kept": false })).await?;
    assert_eq!((dropped["count"].clone(), let_go["count"].clone()), (json!(3), json!(3)));
    undo(&app, &let_go).await?;
    assert_eq!(app.call("list_kept", json!({})).await?["items"][0]["kept_at"], before, "kept when it was kept");
    Ok(())
}

#[tokio::test]
async fn the_list_goes_by_the_day_of_keeping_and_never_repeats_a_row() -> Outcome {
    let (app, ids) = loaded(9).await?;
    for (n, id) in ids.iter().enumerate() {
        if n % 3 == 0 {
            app.clock.advance(DAY);
        }
        app.call("set_kept", json!({ "ids": [id], "kept": true })).await?;
    }
    for order in ["newest", "oldest", "published"] {
        let (mut seen, mut cursor) = (Vec::new(), Value::Null);
        loop {
            let page = app.call("list_kept", json!({ "order": order, "limit": 2, "cursor": cursor })).await?;
            assert_eq!(page["total"], 9);
            let rows = page["items"].as_array().cloned().unwrap_or_default();
            seen.extend(rows.iter().map(|row| row["entry"]["id"].as_i64().unwrap_or_default()));
            cursor = page["next"].clone();
            if cursor.is_null() {
                break;
            }
        }
        let mut wanted: Vec<i64> = ids.iter().map(|id| id.0).collect();
        if order != "oldest" {
            wanted.reverse();
        }
        assert_eq!(seen, wanted, "{order}");
    }
    let paper = app.call("list_shelves", json!({})).await?["papers"][0].clone();
    assert_eq!((&paper["count"], kept_titles(&app, json!({ "feed": paper["feed"] })).await?.len()), (&json!(5), 5));
    Ok(())
}

#[tokio::test]
async fn titles_that_meet_become_one_and_orders_hold() -> Outcome {
    let (app, ids) = loaded(2).await?;
    let mut collections = Vec::new();
    for title in ["ألف", "باء", "تاء"] {
        collections.push(app.call("create_collection", json!({ "title": title })).await?["id"].clone());
    }
    app.call("move_collection", json!({ "id": collections[2], "before": collections[0] })).await?;
    let titles = |shelves: &Value, of: &str| -> Vec<String> {
        let rows = shelves[of].as_array().cloned().unwrap_or_default();
        rows.iter().map(|row| row["title"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(titles(&app.call("list_shelves", json!({})).await?, "collections"), ["تاء", "ألف", "باء"]);
    app.call("set_collected", json!({ "ids": [ids[0]], "collection": collections[0], "member": true })).await?;
    app.call("set_collected", json!({ "ids": [ids[1]], "collection": collections[1], "member": true })).await?;
    let merged = app.call("rename_collection", json!({ "id": collections[0], "title": "بَاء" })).await?;
    assert_eq!(titles(&app.call("list_shelves", json!({})).await?, "collections"), ["تاء", "باء"]);
    assert_eq!(kept_titles(&app, json!({ "collection": collections[1] })).await?.len(), 2);
    undo(&app, &merged).await?;
    assert_eq!(kept_titles(&app, json!({ "collection": collections[1] })).await?.len(), 1);
    app.call("set_tags", json!({ "ids": ids, "add": ["موانئ"] })).await?;
    app.call("set_tags", json!({ "ids": ids, "remove": ["موانىء", "موانئ"] })).await?;
    assert!(titles(&app.call("list_shelves", json!({})).await?, "tags").is_empty(), "a tag of nothing goes");
    for (command, request, code) in [
        ("create_collection", json!({ "title": "  " }), ErrorCode::InvalidRequest),
        ("create_collection", json!({ "title": "ط".repeat(301) }), ErrorCode::TooLarge),
        ("set_tags", json!({ "ids": ids, "add": ["#"] }), ErrorCode::InvalidRequest),
        ("set_tags", json!({ "ids": [4242], "add": ["س"] }), ErrorCode::NoSuchItem),
        ("set_kept", json!({ "ids": [], "kept": true }), ErrorCode::InvalidRequest),
        ("set_collected", json!({ "ids": ids, "collection": 77, "member": true }), ErrorCode::NoSuchItem),
        ("delete_highlight", json!({ "id": 77 }), ErrorCode::NoSuchItem),
        ("save_note", json!({ "id": ids[0], "body": "ن".repeat(100_001) }), ErrorCode::TooLarge),
    ] {
        assert_eq!(app.fails(command, request).await, Some(code), "{command}");
    }
    Ok(())
}

/// The text nodes of an article's markup, as the window counts in them.
fn content(html: &str) -> Vec<u16> {
    let text: String = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect();
    text.encode_utf16().collect()
}

#[tokio::test]
async fn a_highlight_is_found_again_after_the_page_was_cleaned_anew_and_kept_when_it_is_not() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let filler = "جملة تملأ المتن وتجعله نصا كاملا لا خلاصة. ".repeat(30);
    let feed = |html: String| Answer::rss(rss("صحيفة", &[Item { html, ..Item::numbered(1) }]));
    let first = format!("<p>قال الباحث إن المشروع ليس سكة فحسب، بل خريطة مصالح جديدة.</p><p>{filler}</p>");
    let second = format!(
        "<div class=x><p>تحديث: تصدر الجلسة قرارها اليوم.</p><blockquote>قال الباحث إن <b>المشروع</b> ليس\n سِكة فحسب،
         <i>بل خريطة</i> مصالح جديدة.</blockquote></div><p>{filler}</p>"
    );
    let third = format!("<p>حُذفت الفقرة من الخبر كلها وبقي غيرها من المتن.</p><p>{filler}</p>");
    server.sequence("/feed", vec![feed(first), feed(second), feed(third)]);
    app.follow(server.url("/feed").as_str()).await?;
    let id = app.list(Scope::All).await?.items[0].id;
    let saved = app
        .call(
            "save_highlight",
            json!({ "entry": id, "text": "ليس سكة فحسب، بل خريطة مصالح جديدة", "before": "قال الباحث إن المشروع ",
                    "after": ".", "start": 22, "color": "green", "note": "مهم" }),
        )
        .await?;
    let highlight = saved["highlight"]["id"].clone();
    assert_eq!(
        app.fails("save_highlight", json!({ "entry": id, "text": "كلام لم يقله أحد" })).await,
        Some(ErrorCode::InvalidRequest)
    );
    assert_eq!(app.list(Scope::Kept).await?.total, 1);
    for _ in 0..2 {
        let html = app.call("get_entry", json!({ "id": id })).await?["html"].as_str().unwrap_or_default().to_owned();
        let marks = app.call("get_marks", json!({ "id": id })).await?;
        let place = &marks["highlights"][0]["place"];
        let (start, end) = (place["start"].as_u64().ok_or("lost")?, place["end"].as_u64().ok_or("lost")?);
        let shown = String::from_utf16(&content(&html)[usize::try_from(start)?..usize::try_from(end)?])?;
        assert!(shown.starts_with("ليس") && shown.ends_with("جديدة"), "{shown}");
        app.refresh().await?;
    }
    let marks = app.call("get_marks", json!({ "id": id })).await?;
    let lost = &marks["highlights"][0];
    assert_eq!((&lost["place"], &lost["note"], &lost["color"]), (&Value::Null, &json!("مهم"), &json!("green")));
    assert_eq!(lost["text"], "ليس سكة فحسب، بل خريطة مصالح جديدة");
    // Colour and note change, the mark goes and comes back.
    app.call("update_highlight", json!({ "id": highlight, "color": "rose", "note": "" })).await?;
    let list = app.call("list_highlights", json!({ "color": "rose" })).await?;
    assert_eq!((&list["total"], &list["items"][0]["highlight"]["note"]), (&json!(1), &Value::Null));
    let gone = app.call("delete_highlight", json!({ "id": highlight })).await?;
    assert_eq!(app.call("list_highlights", json!({})).await?["total"], 0);
    undo(&app, &gone).await?;
    assert_eq!(app.call("list_highlights", json!({})).await?["items"][0]["highlight"]["id"], highlight);
    Ok(())
}

#[tokio::test]
async fn nothing_of_the_readers_goes_with_a_feed_that_is_left_or_a_limit() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let items: Vec<Item> = (1..=3).map(Item::numbered).collect();
    server.on("/feed", Answer::rss(rss("صحيفة", &items)));
    let feed = app.follow(server.url("/feed").as_str()).await?;
    let rows = app.list(Scope::All).await?.items;
    app.call("save_note", json!({ "id": rows[0].id, "body": "ملاحظة" })).await?;
    app.call("set_tags", json!({ "ids": [rows[1].id], "add": ["وسم"] })).await?;
    // Let go of, and still noted: the note is the reader's, and the article stays for it.
    app.call("set_kept", json!({ "ids": [rows[0].id, rows[1].id], "kept": false })).await?;
    app.call("unsubscribe", json!({ "ids": [feed] })).await?;
    app.clock.advance(2 * DAY);
    let app = app.restart().await?;
    app.core.settle().await;
    assert_eq!(app.call("get_marks", json!({ "id": rows[0].id })).await?["note"]["body"], "ملاحظة");
    assert_eq!(app.call("get_marks", json!({ "id": rows[1].id })).await?["tags"], json!(["وسم"]));
    assert_eq!(app.fails("get_entry", json!({ "id": rows[2].id })).await, Some(ErrorCode::NoSuchItem));
    Ok(())
}

#[tokio::test]
async fn a_page_of_no_feed_is_kept_at_once_and_filled_when_it_can_be_had() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let paragraph = "هذه فقرة من متن المقال المحفوظ من عنوانه وفيها كلام كثير مفيد. ".repeat(8);
    let page = format!(
        "<html lang=ar><head><title>ميناء جديد</title><meta property='og:site_name' content='أفق'></head><body>
         <article><h1>ميناء جديد</h1><p>{paragraph}</p><p>{paragraph}</p><p>الخاتمة.</p></article></body></html>"
    );
    server.sequence("/n/1", vec![Answer::status(503), Answer::html(page)]);
    let address = server.url("/n/1").to_string();
    let kept = app.call("keep_page", json!({ "address": address })).await?;
    let id = kept["article"]["summary"]["id"].clone();
    assert_eq!(kept["article"]["summary"]["kept"], true);
    app.core.settle().await;
    // No page yet: it stands in the list by its address, and says why.
    let app = app.restart().await?;
    let row = &app.call("list_kept", json!({})).await?["items"][0];
    assert!(row["entry"]["title"].as_str().is_some_and(|title| title.contains("/n/1")), "{row}");
    assert_eq!(row["entry"]["offline"], false);
    let article = app.call("complete_entry", json!({ "id": id })).await?;
    assert_eq!((&article["summary"]["title"], &article["offline"]["kind"]), (&json!("ميناء جديد"), &json!("ready")));
    assert_eq!(article["summary"]["source"], "أفق");
    assert!(article["html"].as_str().is_some_and(|html| html.contains("الخاتمة")));
    // The same address is the same article; taking it back takes it out of the list; nothing of it is in others.
    assert_eq!(app.call("keep_page", json!({ "address": address })).await?["article"]["summary"]["id"], id);
    assert_eq!(app.list(Scope::All).await?.total, 0);
    undo(&app, &kept).await?;
    assert_eq!(app.list(Scope::Kept).await?.total, 0);
    assert_eq!(app.fails("keep_page", json!({ "address": "javascript:alert(1)" })).await, Some(ErrorCode::InvalidUrl));
    Ok(())
}

#[tokio::test]
async fn a_link_from_outside_may_not_lead_into_a_private_network() -> Outcome {
    let app = TestApp::with_net(warraq_core::net::NetOptions::default())?;
    let kept = app.call("keep_page", json!({ "address": "http://127.0.0.1:9/x", "from_link": true })).await?;
    app.core.settle().await;
    let article = app.call("get_entry", json!({ "id": kept["article"]["summary"]["id"] })).await?;
    assert_eq!(article["text_state"]["fault"]["code"], "blocked_address");
    Ok(())
}
