//! Lists: order, keyset pages, scopes, counts, read marks and their undo.

use serde_json::{Value, json};
use warraq_core::api::ErrorCode;
use warraq_core::model::Scope;
use warraq_tests::app::{NOON, TestApp};

use crate::Outcome;

const HOUR: i64 = 3_600_000;

/// Loads `count` articles, one an hour back in time, in turn by three papers.
async fn load(app: &TestApp, count: i64) -> Outcome {
    let articles = (0..count).map(|n| {
        let at = NOON - n * HOUR;
        json!({
            "title": format!("خبر {n}"),
            "body": format!("متن الخبر {n}. {}", "كلمات ".repeat(140)),
            "url": format!("https://paper-{}.example/{n}", n % 3),
            "source": format!("صحيفة {}", n % 3),
            "category": if n % 10 == 0 { "عاجل" } else { "سياسة" },
            "date": (at / 1000).to_string(),
        })
    });
    let articles: Vec<Value> = articles.collect();
    app.core.load(serde_json::from_value(Value::Array(articles))?).await?;
    Ok(())
}

#[tokio::test]
async fn pages_follow_one_another_without_a_gap_or_a_repeat_while_new_ones_arrive() -> Outcome {
    let app = TestApp::new()?;
    load(&app, 130).await?;
    let (mut seen, mut cursor, mut pages) = (Vec::new(), Value::Null, 0);
    loop {
        let request = json!({ "scope": { "kind": "all" }, "limit": 50, "cursor": cursor });
        let page = app.call("list_entries", request).await?;
        assert_eq!(page["total"], if pages == 0 { 130 } else { 131 });
        seen.extend(page["items"].as_array().cloned().unwrap_or_default());
        cursor = page["next"].clone();
        pages += 1;
        if cursor.is_null() {
            break;
        }
        // A newer one arrives in the middle of the scroll.
        let newer =
            json!([{ "title": "وصل الآن", "body": "متن", "source": "صحيفة 0", "date": (NOON / 1000).to_string() }]);
        app.core.load(serde_json::from_value(newer)?).await?;
    }
    assert_eq!((pages, seen.len()), (3, 130));
    let times: Vec<i64> = seen.iter().filter_map(|row| row["published_at"].as_i64()).collect();
    assert!(times.is_sorted_by(|a, b| a > b), "newest first, each once");
    Ok(())
}

#[tokio::test]
async fn entries_of_one_moment_are_not_lost_between_pages() -> Outcome {
    let app = TestApp::new()?;
    let same: Vec<Value> = (0..25)
        .map(|n| json!({ "title": format!("خبر {n}"), "source": "صحيفة", "url": format!("https://a.example/{n}"), "date": (NOON / 1000).to_string() }))
        .collect();
    app.core.load(serde_json::from_value(Value::Array(same))?).await?;
    let (mut ids, mut cursor) = (std::collections::BTreeSet::new(), Value::Null);
    loop {
        let page =
            app.call("list_entries", json!({ "scope": { "kind": "all" }, "limit": 7, "cursor": cursor })).await?;
        ids.extend(page["items"].as_array().into_iter().flatten().filter_map(|row| row["id"].as_i64()));
        cursor = page["next"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!(ids.len(), 25);
    Ok(())
}

#[tokio::test]
async fn scopes_hold_what_their_names_say_and_counts_equal_a_recount() -> Outcome {
    let app = TestApp::new()?;
    load(&app, 60).await?;
    let all = app.list(Scope::All).await?;
    // Noon in UTC: since midnight thirteen hourly articles; in Baghdad, three hours ahead, sixteen.
    let today =
        |offset: i32| app.call("list_entries", json!({ "scope": { "kind": "today" }, "utc_offset_minutes": offset }));
    assert_eq!((today(0).await?["total"].clone(), today(180).await?["total"].clone()), (json!(13), json!(16)));
    assert_eq!(app.list(Scope::Breaking).await?.total, 3, "of the last day: 0, 10, 20");
    app.keep(all.items[5].id).await?;
    app.call("set_read", json!({ "ids": all.items[..10].iter().map(|row| row.id).collect::<Vec<_>>(), "read": true }))
        .await?;

    let tree = app.sources().await?;
    let recount = app.list(Scope::All).await?.items;
    let unread = recount.iter().filter(|row| row.unread).count() as u32;
    assert_eq!((tree.counts.unread, unread), (50, 50));
    assert_eq!((tree.counts.kept, tree.counts.offline), (1, 1));
    for category in &tree.categories {
        let page = app.list(Scope::Category { id: category.id }).await?;
        assert_eq!(category.unread, page.unread);
        assert_eq!(category.unread, category.feeds.iter().map(|feed| feed.unread).sum::<u32>());
        for feed in &category.feeds {
            let page = app.list(Scope::Feed { id: feed.id }).await?;
            let unread = page.items.iter().filter(|row| row.unread).count() as u32;
            assert_eq!((feed.unread, feed.total, page.unread), (unread, page.total, unread));
        }
    }
    Ok(())
}

#[tokio::test]
async fn marking_all_read_spares_what_came_later_and_can_be_taken_back() -> Outcome {
    let app = TestApp::new()?;
    load(&app, 20).await?;
    let looked = NOON;
    app.clock.advance(HOUR);
    app.core.load(serde_json::from_value(json!([{ "title": "بعد النظر", "source": "صحيفة 0" }]))?).await?;
    let done = app.call("mark_all_read", json!({ "scope": { "kind": "all" }, "seen_before": looked })).await?;
    assert_eq!(done["count"], 20);
    assert_eq!(app.sources().await?.counts.unread, 1);
    let undone = app.call("undo", json!({ "token": done["undo"] })).await?;
    assert_eq!(undone["count"], 20);
    assert_eq!(app.sources().await?.counts.unread, 21);
    assert_eq!(app.fails("undo", json!({ "token": done["undo"] })).await, Some(ErrorCode::NoSuchItem), "once only");
    // Nothing to mark gives nothing to take back.
    app.call("mark_all_read", json!({ "scope": { "kind": "all" } })).await?;
    let nothing = app.call("mark_all_read", json!({ "scope": { "kind": "all" } })).await?;
    assert_eq!((nothing["count"].clone(), nothing["undo"].clone()), (json!(0), Value::Null));
    Ok(())
}

#[tokio::test]
async fn a_read_mark_taken_back_spares_what_was_read_before() -> Outcome {
    let app = TestApp::new()?;
    load(&app, 5).await?;
    let read = app.list(Scope::All).await?.items[2].id;
    app.call("set_read", json!({ "ids": [read], "read": true })).await?;
    let done = app.call("mark_all_read", json!({ "scope": { "kind": "all" } })).await?;
    app.call("undo", json!({ "token": done["undo"] })).await?;
    let rows = app.list(Scope::All).await?.items;
    assert_eq!(rows.iter().filter(|row| !row.unread).map(|row| row.id).collect::<Vec<_>>(), [read]);
    Ok(())
}

#[tokio::test]
async fn requests_are_bounded_and_wrong_ones_refused() -> Outcome {
    let app = TestApp::new()?;
    load(&app, 3).await?;
    let cases = [
        ("list_entries", json!({ "scope": { "kind": "elsewhere" } })),
        ("list_entries", json!({ "scope": { "kind": "all" }, "limit": -1 })),
        ("list_entries", json!({ "scope": { "kind": "all" }, "limit": 1e99 })),
        ("list_entries", json!({ "scope": { "kind": "all" }, "unknown": 1 })),
        ("set_read", json!({ "ids": (0..501).collect::<Vec<_>>(), "read": true })),
        ("save_ui_state", json!({ "json": "x".repeat(65 * 1024) })),
        ("update_settings", json!({ "theme": "neon" })),
        ("update_settings", json!({ "reading_size": 4 })),
        ("get_entry", json!({ "id": "1" })),
        ("get_entry", json!([])),
        ("no_such_command", json!({})),
    ];
    for (command, request) in cases {
        let text = request.to_string();
        let short: String = text.chars().take(60).collect();
        assert_eq!(app.fails(command, request).await, Some(ErrorCode::InvalidRequest), "{command} {short}");
    }
    let page = app
        .call(
            "list_entries",
            json!({ "scope": { "kind": "all" }, "limit": 4_000_000, "utc_offset_minutes": 2_000_000_000 }),
        )
        .await?;
    assert_eq!(page["total"], 3);
    Ok(())
}

#[tokio::test]
async fn directions_come_from_the_content_not_from_the_first_letter() -> Outcome {
    let app = TestApp::new()?;
    let titles = [
        ("iPhone 17 يصل إلى الأسواق العربية", "rtl"),
        ("OpenRail تطلق نظامًا مفتوحًا", "rtl"),
        ("Five states sign overland rail corridor", "ltr"),
        ("«المتحف» يعرض مخطوطة", "rtl"),
    ];
    let articles: Vec<Value> = titles.iter().map(|(title, _)| json!({ "title": title, "source": "صحيفة" })).collect();
    let ids = app.core.load(serde_json::from_value(Value::Array(articles))?).await?;
    for (id, (title, direction)) in ids.iter().zip(titles) {
        let article = app.call("get_entry", json!({ "id": id })).await?;
        assert_eq!(article["summary"]["direction"], direction, "{title}");
    }
    Ok(())
}

#[tokio::test]
async fn settings_and_the_windows_memory_survive_a_restart() -> Outcome {
    let app = TestApp::new()?;
    app.call("update_settings", json!({ "theme": "dark", "language": "en", "reading_size": 22 })).await?;
    app.call("save_ui_state", json!({ "json": "{\"columns\":[1,2]}" })).await?;
    let app = app.restart().await?;
    let info = app.call("app_info", json!({})).await?;
    assert_eq!((&info["settings"]["theme"], &info["settings"]["language"]), (&json!("dark"), &json!("en")));
    assert_eq!((&info["settings"]["reading_size"], &info["ui_state"]), (&json!(22), &json!("{\"columns\":[1,2]}")));
    Ok(())
}
