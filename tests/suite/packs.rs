//! What is kept ready without being kept, within its budget; limits of sources said before they act.

use serde_json::json;
use warraq_core::api::ErrorCode;
use warraq_core::model::{CoreEvent, Scope};
use warraq_tests::app::{TestApp, drain};
use warraq_tests::feeds::{Item, rss};
use warraq_tests::server::{Answer, FaultServer};

use crate::Outcome;

const DAY: i64 = 24 * 60 * 60 * 1000;
const MEGABYTE: u64 = 1_000_000;

/// A picture of about one and a half megabytes that no encoder makes smaller.
fn heavy(n: u32) -> Vec<u8> {
    let mut seed = n.wrapping_mul(2_654_435_761).wrapping_add(1);
    let mut noise = move || {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        seed.to_le_bytes()[0]
    };
    let body: Vec<u8> = std::iter::repeat_with(&mut noise).take(1_500_000).collect();
    // A GIF's frames are looked at one by one; what stands behind its end belongs to no frame.
    let mut gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;".to_vec();
    gif.extend(body);
    gif
}

async fn with_pictures(count: u32) -> Result<(TestApp, FaultServer, i64), Box<dyn std::error::Error>> {
    let quick = TestApp::with(|config| {
        config.net.private_hosts = vec!["127.0.0.1".to_owned()];
        config.net.spacing = std::time::Duration::ZERO;
    });
    let (app, server) = (quick?, FaultServer::start().await);
    let mut items = Vec::new();
    for n in 1..=count {
        server.on(&format!("/{n}.gif"), Answer::ok("image/gif", heavy(n)));
        let html = format!("<p>{}</p><img src=/{n}.gif>", "كلمة بعد كلمة ".repeat(80));
        items.push(Item { html, ..Item::numbered(usize::try_from(n)?) });
    }
    server.on("/feed", Answer::rss(rss("صحيفة", &items)));
    let feed = app.follow(server.url("/feed").as_str()).await?;
    Ok((app, server, feed.0))
}

fn on_disk(app: &TestApp) -> Result<u64, std::io::Error> {
    let mut bytes = 0;
    for folder in std::fs::read_dir(app.folder().join("media"))? {
        for file in std::fs::read_dir(folder?.path())? {
            bytes += file?.metadata()?.len();
        }
    }
    Ok(bytes)
}

#[tokio::test]
async fn the_newest_are_ready_and_the_budget_is_never_exceeded() -> Outcome {
    let (app, server, feed) = with_pictures(12).await?;
    let rows = app.list(Scope::All).await?.items;
    // The oldest is kept by hand: it is outside of the budget and never goes.
    let kept = rows.last().ok_or("no entry")?.id;
    app.keep(kept).await?;
    app.call("set_packs", json!({ "packs": [{ "feed": feed, "newest": 10 }], "picture_megabytes": 10 })).await?;
    app.core.settle().await;
    let mut events = app.core.events();
    let done = app.call("prepare_offline", json!({})).await?;
    let packs = app.call("list_packs", json!({})).await?;
    let pack = &packs["packs"][0];
    assert_eq!((&pack["newest"], &pack["total"]), (&json!(10), &json!(10)), "{packs}");
    // Six pictures of 1.5 MB fit into 10 MB; those of the newest articles.
    assert_eq!(pack["ready"], 6, "{packs} {done}");
    assert!(packs["picture_bytes"].as_u64() <= Some(10 * MEGABYTE));
    assert!(on_disk(&app)? <= 12 * MEGABYTE, "with the kept one's");
    let moved = drain(&mut events).into_iter().filter(|event| matches!(event, CoreEvent::PreparingProgress { .. }));
    assert!(moved.count() >= 4, "progress is told");
    for (place, row) in rows.iter().enumerate().take(11) {
        let pieces = app.call("get_pieces", json!({ "id": row.id })).await?;
        let here = pieces["pieces"].as_array().is_some_and(|all| all.iter().all(|piece| piece["here"] == true));
        assert_eq!(here, place < 6, "{place}");
    }
    // Newer articles take the room of the oldest ones; what is kept stays.
    let mut items: Vec<Item> = Vec::new();
    for n in 13..=14_u32 {
        server.on(&format!("/{n}.gif"), Answer::ok("image/gif", heavy(n)));
        let html = format!("<p>{}</p><img src=/{n}.gif>", "كلمة بعد كلمة ".repeat(80));
        let date = Some(format!("Sun, 22 Nov 2026 11:59:{n} GMT"));
        items.push(Item { html, date, ..Item::numbered(usize::try_from(n)?) });
    }
    server.on("/feed", Answer::rss(rss("صحيفة", &items)));
    app.refresh().await?;
    app.call("prepare_offline", json!({})).await?;
    let packs = app.call("list_packs", json!({})).await?;
    assert_eq!(packs["packs"][0]["ready"], 6);
    assert!(packs["picture_bytes"].as_u64() <= Some(10 * MEGABYTE) && on_disk(&app)? <= 12 * MEGABYTE);
    assert_eq!(app.call("check_offline", json!({ "bytes": true })).await?["wrong"], 0);
    assert_eq!(app.call("get_entry", json!({ "id": kept })).await?["offline"]["kind"], "ready");
    // Opening older articles one by one stays within it as well.
    for row in &rows {
        app.call("complete_entry", json!({ "id": row.id })).await?;
        assert!(on_disk(&app)? <= 12 * MEGABYTE);
    }
    for wrong in [json!({ "picture_megabytes": 1 }), json!({ "packs": [{ "feed": feed, "newest": 501 }] })] {
        assert_eq!(app.fails("set_packs", wrong).await, Some(ErrorCode::InvalidRequest));
    }
    Ok(())
}

#[tokio::test]
async fn a_limit_says_what_would_go_and_then_takes_exactly_that() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let items: Vec<Item> =
        (1..=10).map(|n| Item { date: Some(format!("{} Nov 2026 08:00:00 GMT", n)), ..Item::numbered(n) }).collect();
    server.on("/feed", Answer::rss(rss("صحيفة", &items)));
    let feed = app.follow(server.url("/feed").as_str()).await?;
    let rows = app.list(Scope::All).await?.items;
    app.keep(rows[9].id).await?;
    app.call("save_note", json!({ "id": rows[8].id, "body": "ملاحظة" })).await?;
    app.call("set_kept", json!({ "ids": [rows[8].id], "kept": false })).await?;
    // Seen eight days ago from here on.
    app.clock.advance(8 * DAY);
    let none = app.call("preview_retention", json!({ "ids": [feed], "keep_days": 0 })).await?;
    assert_eq!((&none["would_go"], &none["stay"]), (&json!(0), &json!(10)));
    let said = app.call("preview_retention", json!({ "ids": [feed], "keep_days": 7 })).await?;
    assert_eq!((&said["would_go"], &said["kept"], &said["marked"]), (&json!(8), &json!(1), &json!(1)), "{said}");
    assert_eq!(app.list(Scope::All).await?.total, 10, "nothing has gone yet");
    app.call("update_feeds", json!({ "ids": [feed], "keep_days": 7 })).await?;
    // The first step notes the leap of the clock; a day of an honest clock later the limit acts.
    for _ in 0..6 {
        app.core.step().await?;
        app.clock.advance(7 * 60 * 60 * 1000);
    }
    assert_eq!(app.list(Scope::All).await?.total, 2);
    assert_eq!(app.call("get_marks", json!({ "id": rows[8].id })).await?["note"]["body"], "ملاحظة");
    assert_eq!(
        app.fails("preview_retention", json!({ "ids": [77], "keep_days": 7 })).await,
        Some(ErrorCode::NoSuchItem)
    );
    Ok(())
}
