//! Moving in and out: what other programs kept, and the whole library as one file.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use warraq_core::api::ErrorCode;
use warraq_core::model::{CoreEvent, Scope};
use warraq_tests::app::{NOON, TestApp, drain};
use warraq_tests::feeds::{Item, rss};
use warraq_tests::server::{Answer, FaultServer};

use crate::Outcome;

/// wallabag's JSON of so many articles, with texts, tags, marks.
fn wallabag(count: usize) -> String {
    let items: Vec<Value> = (1..=count)
        .map(|n| {
            let body = format!("<p>متن المقال {n} المحفوظ هناك. وفيه جملة مهمة.</p><script>x()</script>");
            json!({ "is_archived": n % 2, "is_starred": 0, "tags": ["سكك", format!("وسم {}", n % 3)], "id": n,
                    "title": format!("مقال {n}"), "url": format!("https://p{}.example/{n}?utm_source=x", n % 4),
                    "content": body, "created_at": format!("2024-10-{:02}T08:00:00+00:00", n % 28 + 1),
                    "annotations": [{ "text": "تعليق", "quote": "جملة مهمة" }], "domain_name": "p.example" })
        })
        .collect();
    Value::Array(items).to_string()
}

#[tokio::test]
async fn a_file_is_looked_at_taken_in_once_and_taken_back() -> Outcome {
    let app = TestApp::new()?;
    app.core
        .load(serde_json::from_value(json!([{ "title": "هنا", "source": "صحيفة", "url": "https://p1.example/1" }]))?)
        .await?;
    let file = json!({ "text": wallabag(60) });
    let seen = app.call("preview_import", file.clone()).await?;
    assert_eq!((&seen["format"], &seen["total"], &seen["known"]), (&json!("wallabag"), &json!(60), &json!(0)));
    assert_eq!((&seen["with_text"], &seen["tags"][0]), (&json!(60), &json!("سكك")));
    assert_eq!(app.list(Scope::Kept).await?.total, 0, "looking changes nothing");
    let mut events = app.core.events();
    let done = app.call("import_articles", file.clone()).await?;
    assert_eq!((&done["added"], &done["known"], &done["refused"]), (&json!(60), &json!(0), &json!(0)));
    assert!(drain(&mut events).iter().any(|event| matches!(event, CoreEvent::ImportProgress { done: 50, total: 60 })));
    let list = app.call("list_kept", json!({ "order": "oldest", "limit": 1 })).await?;
    let first = &list["items"][0];
    assert_eq!(list["total"], 60, "the one that was here is kept, not doubled");
    assert!(first["kept_at"].as_i64() < Some(NOON - 300 * 86_400_000), "kept when it was kept there");
    let id = first["entry"]["id"].clone();
    let article = app.call("get_entry", json!({ "id": id })).await?;
    let html = article["html"].as_str().unwrap_or_default();
    assert!(html.contains("المحفوظ هناك") && !html.contains("script"), "{html}");
    let marks = app.call("get_marks", json!({ "id": id })).await?;
    assert!(marks["highlights"][0]["place"]["start"].is_u64() && marks["highlights"][0]["note"] == "تعليق", "{marks}");
    // Again: nothing new.
    assert_eq!(app.call("preview_import", file.clone()).await?["known"], 60);
    let again = app.call("import_articles", file).await?;
    assert_eq!((&again["added"], &again["known"], &again["undo"]), (&json!(0), &json!(60), &Value::Null));
    app.call("undo", json!({ "token": done["undo"] })).await?;
    let shelves = app.call("list_shelves", json!({})).await?;
    assert_eq!((&shelves["kept"], &shelves["highlights"], &shelves["tags"]), (&json!(0), &json!(0), &json!([])));
    assert_eq!(app.list(Scope::All).await?.total, 1);
    assert_eq!(app.fails("preview_import", json!({ "text": "a,b\n1,2" })).await, Some(ErrorCode::InvalidImport));
    Ok(())
}

#[tokio::test]
async fn folders_become_collections_and_addresses_are_fetched_afterwards() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let paragraph = "هذه فقرة من متن المقال المحفوظ من عنوانه وفيها كلام كثير مفيد. ".repeat(8);
    server.on("/1", Answer::html(format!("<html lang=ar><title>من الصفحة</title><article><h1>من الصفحة</h1><p>{paragraph}</p><p>{paragraph}</p></article></html>")));
    let csv = format!(
        "URL,Title,Selection,Folder,Timestamp\n{},من هناك,,أبحاث,1727769600\n{},ثان,,Archive,1727769601\nhttps://x.example/a,مكرر,,Unread,1\nhttps://x.example/a#b,مكرر,,Unread,1\nftp://x,,,Unread,1\n",
        server.url("/1"),
        server.url("/missing"),
    );
    let seen = app.call("preview_import", json!({ "text": csv })).await?;
    assert_eq!((&seen["total"], &seen["repeated"], &seen["refused"]), (&json!(3), &json!(1), &json!(1)));
    assert_eq!(seen["folders"], json!(["أبحاث"]));
    // The addresses were typed by nobody: only here, where loopback is allowed, do they lead anywhere.
    let done = app.call("import_articles", json!({ "text": csv })).await?;
    assert_eq!((&done["added"], &done["refused"]), (&json!(3), &json!(1)));
    app.core.settle().await;
    let shelves = app.call("list_shelves", json!({})).await?;
    assert_eq!(
        (&shelves["collections"][0]["title"], &shelves["collections"][0]["count"]),
        (&json!("أبحاث"), &json!(1))
    );
    let filed = app.call("list_kept", json!({ "collection": shelves["collections"][0]["id"] })).await?;
    let row = &filed["items"][0]["entry"];
    assert_eq!((&row["title"], &row["offline"]), (&json!("من الصفحة"), &json!(true)));
    assert_eq!(app.call("list_kept", json!({ "unread": true })).await?["total"], 2, "what was put away is read");
    Ok(())
}

/// Every row of a library, table by table, without what belongs to the program's own running.
fn content(library: &Path) -> Result<BTreeMap<String, Vec<String>>, Box<dyn std::error::Error>> {
    let db = rusqlite::Connection::open(library.join("warraq.sqlite"))?;
    let mut select = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")?;
    let tables: Vec<String> = select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut content = BTreeMap::new();
    for table in tables {
        let mut select = db.prepare(&format!("SELECT * FROM {table}"))?;
        let columns = select.column_count();
        let rows = select.query_map([], |row| {
            (0..columns)
                .map(|at| row.get::<_, rusqlite::types::Value>(at).map(|value| format!("{value:?}")))
                .collect::<Result<Vec<_>, _>>()
        })?;
        let mut rows: Vec<String> = rows.map(|row| row.map(|row| row.join("|"))).collect::<Result<_, _>>()?;
        rows.sort();
        content.insert(table, rows);
    }
    Ok(content)
}

#[tokio::test]
async fn a_library_moves_house_in_one_file_and_is_equal() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let mut items: Vec<Item> = (1..=5).map(Item::numbered).collect();
    for (n, item) in items.iter_mut().enumerate() {
        server
            .on(&format!("/{n}.png"), Answer::ok("image/png", warraq_tests::pictures::png(400, 300, u8::try_from(n)?)));
        item.html.push_str(&format!("<img src=/{n}.png>"));
    }
    server.on("/feed", Answer::rss(rss("صحيفة", &items)));
    app.follow(server.url("/feed").as_str()).await?;
    let rows = app.list(Scope::All).await?.items;
    app.call("set_kept", json!({ "ids": rows.iter().map(|row| row.id).collect::<Vec<_>>(), "kept": true })).await?;
    app.core.settle().await;
    app.call("save_note", json!({ "id": rows[0].id, "body": "ملاحظة" })).await?;
    app.call("set_tags", json!({ "ids": [rows[1].id], "add": ["سكك"] })).await?;
    app.call("save_highlight", json!({ "entry": rows[2].id, "text": "كلمات كثيرة تملأ المتن" })).await?;
    app.call("update_settings", json!({ "theme": "sepia" })).await?;
    let house = tempfile::tempdir()?;
    let file = house.path().join("library.tar");
    assert_eq!(app.core.export_library(file.clone(), true).await?, 10, "five pictures and their thumbnails");
    // Ordinary tools open it.
    let listed = std::process::Command::new("tar").arg("tf").arg(&file).output()?;
    assert!(listed.status.success() && String::from_utf8(listed.stdout)?.starts_with("warraq.sqlite\n"));
    let other = TestApp::new()?;
    other.core.load(serde_json::from_value(json!([{ "title": "يزول", "source": "أخرى" }]))?).await?;
    other.core.import_library(file.clone()).await?;
    let report = other.call("check_offline", json!({ "bytes": true })).await?;
    assert_eq!((&report["kept"], &report["ready"], &report["wrong"]), (&json!(5), &json!(5), &json!(0)));
    let (here, there) = (app.folder().to_owned(), other.folder().to_owned());
    app.core.close().await;
    other.core.close().await;
    let (one, two) = (content(&here)?, content(&there)?);
    assert!(one.len() > 15 && one["notes"].len() == 1 && one["highlights"].len() == 1);
    for (table, rows) in &one {
        assert_eq!(Some(rows), two.get(table), "{table}");
    }
    // A file that is none, cut short or turned over changes nothing.
    let whole = std::fs::read(&file)?;
    let app = TestApp::new()?;
    app.core.load(serde_json::from_value(json!([{ "title": "يبقى", "source": "أخرى" }]))?).await?;
    let mut turned = whole.clone();
    turned[512 + 4096..512 + 30_000].fill(0x5A);
    for wrong in [b"not a library".to_vec(), whole[..whole.len() / 3].to_vec(), turned, Vec::new()] {
        std::fs::write(&file, wrong)?;
        assert!(app.core.import_library(file.clone()).await.is_err());
        assert_eq!(app.list(Scope::All).await?.total, 1);
    }
    Ok(())
}
