//! Refreshing: conditional requests, what a publisher may change, faults, cancelling.

use serde_json::json;
use warraq_core::model::{CoreEvent, Scope};
use warraq_tests::app::{TestApp, drain};
use warraq_tests::feeds::{Item, rss};
use warraq_tests::server::{Answer, FaultServer, Gate};

use crate::Outcome;

/// What a publisher does to an item.
type Change = fn(&mut Item);

fn items(range: std::ops::RangeInclusive<usize>) -> Vec<Item> {
    range.map(Item::numbered).collect()
}

#[tokio::test]
async fn validators_are_replayed_byte_for_byte_and_304_changes_nothing() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let body = rss("صحيفة", &items(1..=3));
    server.on("/feed", Answer::rss(body).conditional(Some("W/\"abc 1\""), Some("Sun, 22 Nov 2026 11:00:00 GMT")));
    app.follow(server.url("/feed").as_str()).await?;
    let summary = app.refresh().await?;
    assert_eq!((&summary["unchanged"], &summary["failed"]), (&json!(1), &json!(0)));
    let last = server.requests().pop().ok_or("no request")?;
    assert_eq!(last.header("if-none-match"), Some("W/\"abc 1\""));
    assert_eq!(last.header("if-modified-since"), Some("Sun, 22 Nov 2026 11:00:00 GMT"));
    Ok(())
}

#[tokio::test]
async fn the_same_bytes_without_validators_are_not_read_twice() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/feed", Answer::rss(rss("صحيفة", &items(1..=3))));
    app.follow(server.url("/feed").as_str()).await?;
    app.refresh().await?;
    assert_eq!(app.refresh().await?["unchanged"], json!(1));
    Ok(())
}

#[tokio::test]
async fn new_entries_come_edits_show_and_read_marks_stay() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let mut second = items(1..=4);
    second[1].title = "عنوان معدّل".into();
    server.sequence("/feed", vec![Answer::rss(rss("صحيفة", &items(2..=4))), Answer::rss(rss("صحيفة", &second))]);
    app.follow(server.url("/feed").as_str()).await?;
    let before = app.list(Scope::All).await?.items;
    app.call("set_read", json!({ "ids": [before[0].id], "read": true })).await?;
    let mut events = app.core.events();
    let summary = app.refresh().await?;
    assert_eq!((&summary["added"], &summary["updated"]), (&json!(1), &json!(1)));
    let after = app.list(Scope::All).await?.items;
    assert_eq!(after.len(), 4);
    let edited = after.iter().find(|row| row.title == "عنوان معدّل").ok_or("the edit is gone")?;
    assert_eq!((edited.id, edited.unread), (before[0].id, false), "an edited entry that was read stays read");
    let seen = drain(&mut events);
    assert!(
        seen.iter().any(|event| matches!(event, CoreEvent::EntriesChanged { added: 1, updated: 1, .. })),
        "{seen:?}"
    );
    assert!(
        matches!(seen.last(), Some(CoreEvent::RefreshFinished { total: 1, failed: 0, added: 1, cancelled: false })),
        "{seen:?}"
    );
    Ok(())
}

#[tokio::test]
async fn changed_guids_or_addresses_flood_nobody() -> Outcome {
    let change = |how: Change| {
        let mut items = items(1..=6);
        items.iter_mut().for_each(how);
        items
    };
    let cases: [(&str, Change); 5] = [
        ("guids", |item| item.guid = item.guid.take().map(|guid| format!("new-{guid}"))),
        ("guids gone", |item| item.guid = None),
        ("guids and links", |item| {
            item.guid = item.guid.take().map(|guid| format!("new-{guid}"));
            item.link = format!("/moved{}", item.link);
        }),
        ("percent case and www", |item| item.link = format!("{}/", item.link)),
        ("titles", |item| item.title.push_str(" (محدّث)")),
    ];
    for (name, how) in cases {
        let (app, server) = (TestApp::new()?, FaultServer::start().await);
        server
            .sequence("/feed", vec![Answer::rss(rss("صحيفة", &items(1..=6))), Answer::rss(rss("صحيفة", &change(how)))]);
        app.follow(server.url("/feed").as_str()).await?;
        let first = app.list(Scope::All).await?.items;
        let kept = first[2].id;
        app.keep(kept).await?;
        app.call("mark_all_read", json!({ "scope": { "kind": "all" } })).await?;
        app.refresh().await?;
        let page = app.list(Scope::All).await?;
        assert_eq!((page.total, page.unread), (6, 0), "{name}");
        assert!(
            page.items.iter().any(|row| row.id == kept && row.kept),
            "{name}: the kept entry is still the same one"
        );
    }
    Ok(())
}

#[tokio::test]
async fn entries_that_share_a_guid_are_told_apart_by_their_addresses() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let same: Vec<Item> = (1..=5).map(|n| Item { guid: Some("same".into()), ..Item::numbered(n) }).collect();
    server.on("/feed", Answer::rss(rss("صحيفة", &same)));
    app.follow(server.url("/feed").as_str()).await?;
    assert_eq!(app.list(Scope::All).await?.total, 5);
    Ok(())
}

#[tokio::test]
async fn two_feeds_may_use_the_same_guids() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/a", Answer::rss(rss("الأولى", &items(1..=3))));
    let others = (1..=3).map(|n| Item { link: format!("/others/{n}"), ..Item::numbered(n) }).collect::<Vec<_>>();
    server.on("/b", Answer::rss(rss("الثانية", &others)));
    app.follow(server.url("/a").as_str()).await?;
    app.follow(server.url("/b").as_str()).await?;
    assert_eq!(app.list(Scope::All).await?.total, 6);
    Ok(())
}

#[tokio::test]
async fn a_feed_that_empties_or_breaks_takes_nothing_away() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.sequence(
        "/feed",
        vec![
            Answer::rss(rss("صحيفة", &items(1..=5))),
            Answer::rss(rss("صحيفة", &[])),
            Answer::html("<html><body>سجّل الدخول</body></html>"),
            Answer::ok("application/rss+xml", ""),
            Answer::status(500),
            Answer::rss(rss("صحيفة", &items(1..=6))),
        ],
    );
    let id = app.follow(server.url("/feed").as_str()).await?;
    let codes = [None, Some("html_instead_of_feed"), Some("empty_body"), Some("http_status"), None];
    for (visit, code) in codes.into_iter().enumerate() {
        let summary = app.refresh().await?;
        assert_eq!(summary["faults"][0]["fault"]["code"].as_str(), code, "visit {visit}");
        let feed = &app.sources().await?.categories[0].feeds[0];
        assert_eq!(feed.fault.as_ref().map(|fault| fault.code.as_str()), code, "visit {visit}");
        let wanted = if visit == 4 { 6 } else { 5 };
        assert_eq!(app.list(Scope::Feed { id }).await?.total, wanted, "visit {visit}");
    }
    Ok(())
}

#[tokio::test]
async fn an_entry_from_the_future_takes_its_place_by_when_it_was_first_seen() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let mut two = items(1..=2);
    two[1].date = Some("Fri, 01 Jan 2100 00:00:00 GMT".into());
    server.on("/feed", Answer::rss(rss("صحيفة", &two)));
    app.follow(server.url("/feed").as_str()).await?;
    let rows = app.list(Scope::All).await?.items;
    assert_eq!(rows[0].published_at, warraq_tests::app::NOON);
    Ok(())
}

#[tokio::test]
async fn failures_back_off_and_410_ends_the_visits() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.sequence(
        "/feed",
        vec![Answer::rss(rss("صحيفة", &items(1..=2))), Answer::status(410), Answer::status(410), Answer::status(410)],
    );
    app.follow(server.url("/feed").as_str()).await?;
    let mut waits = Vec::new();
    for _ in 0..3 {
        app.refresh().await?;
        let now = warraq_tests::app::NOON + app.clock_offset();
        let feed = app.sources().await?.categories[0].feeds[0].clone();
        waits.push(feed.next_check_at.map(|at| (at - now) / 60_000));
        app.clock.advance(feed.next_check_at.map_or(0, |at| at - now));
    }
    assert!(matches!(waits[..], [Some(60..=66), Some(120..=132), None]), "{waits:?}");
    // All sources by hand leave it alone; asked for by itself it is visited.
    let visits = server.hits("/feed");
    let all = app.refresh().await?;
    assert_eq!((server.hits("/feed"), &all["total"]), (visits, &json!(0)));
    let id = app.sources().await?.categories[0].feeds[0].id;
    app.call("refresh", json!({ "scope": { "kind": "feed", "id": id } })).await?;
    assert_eq!(server.hits("/feed"), visits + 1);
    assert_eq!(app.list(Scope::All).await?.total, 2);
    Ok(())
}

#[tokio::test]
async fn a_permanent_redirect_is_believed_at_the_third_time() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/old", Answer::redirect(301, "/new"));
    server.on("/new", Answer::rss(rss("صحيفة", &items(1..=2))));
    let old = server.url("/old").to_string();
    app.call("subscribe", json!({ "feed_url": old, "deferred": true })).await?;
    let mut addresses = Vec::new();
    for _ in 0..3 {
        app.refresh().await?;
        addresses.push(app.sources().await?.categories[0].feeds[0].feed_url.clone());
    }
    assert_eq!(addresses, [old.clone(), old, server.url("/new").to_string()]);
    Ok(())
}

#[tokio::test]
async fn a_run_is_watched_and_cancelled_and_a_second_one_is_refused() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let gate = Gate::default();
    for n in 0..30 {
        server.on(&format!("/{n}"), Answer::rss(rss("صحيفة", &items(1..=1))).behind(&gate));
        app.call("subscribe", json!({ "feed_url": server.url(&format!("/{n}")), "deferred": true })).await?;
    }
    let mut events = app.core.events();
    let core = app.core.clone();
    let run = tokio::spawn(async move { core.call("refresh", json!({ "scope": { "kind": "all" } })).await });
    server.asked("/0", 1).await;
    let refused = app.call("refresh", json!({ "scope": { "kind": "all" } })).await;
    assert!(refused.is_err_and(|error| error.params.contains_key("running")));
    app.call("cancel_refresh", json!({})).await?;
    let summary = run.await??;
    assert_eq!(summary["cancelled"], json!(true));
    let seen = drain(&mut events);
    assert!(
        seen.iter()
            .any(|event| matches!(event, CoreEvent::RefreshProgress { total: 30, running, .. } if !running.is_empty()))
    );
    assert!(seen.iter().any(|event| matches!(event, CoreEvent::RefreshFinished { cancelled: true, .. })));
    assert!(server.most_in_flight() <= 2, "at most two connections a host");
    gate.open();
    assert_eq!(app.refresh().await?["added"], json!(30));
    Ok(())
}

#[tokio::test]
async fn entries_that_share_an_address_are_told_apart_by_their_guids() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    // A live blog or a podcast: one page, many entries; a title may repeat as well.
    let live = |range: std::ops::RangeInclusive<usize>| -> Vec<Item> {
        range.map(|n| Item { link: "/live".into(), title: "تغطية مباشرة".into(), ..Item::numbered(n) }).collect()
    };
    server.sequence("/feed", vec![Answer::rss(rss("مباشر", &live(1..=5))), Answer::rss(rss("مباشر", &live(1..=7)))]);
    app.follow(server.url("/feed").as_str()).await?;
    assert_eq!(app.list(Scope::All).await?.total, 5);
    let summary = app.refresh().await?;
    assert_eq!((&summary["added"], &summary["updated"]), (&json!(2), &json!(0)));
    Ok(())
}

#[tokio::test]
async fn the_schedule_follows_the_readers_interval() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/feed", Answer::rss(rss("صحيفة", &items(1..=1))));
    app.follow(server.url("/feed").as_str()).await?;
    let minutes = async |app: &TestApp| -> Result<Option<i64>, Box<dyn std::error::Error>> {
        let at = app.sources().await?.categories[0].feeds[0].next_check_at;
        Ok(at.map(|at| (at - warraq_tests::app::NOON) / 60_000))
    };
    assert!(matches!(minutes(&app).await?, Some(60..=66)));
    app.call("update_settings", json!({ "refresh_minutes": 0 })).await?;
    app.refresh().await?;
    assert_eq!(minutes(&app).await?, None, "switched off");
    app.call("update_settings", json!({ "refresh_minutes": 15 })).await?;
    assert_eq!(minutes(&app).await?, Some(15), "switched on again");
    app.call("update_settings", json!({ "refresh_minutes": 1440 })).await?;
    assert_eq!(minutes(&app).await?, Some(15), "what is due soon stays due soon");
    Ok(())
}

#[tokio::test]
async fn a_server_that_asks_to_be_left_alone_is_not_asked_by_any_run_until_then() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.sequence(
        "/feed",
        vec![
            Answer::rss(rss("صحيفة", &items(1..=3))),
            Answer::status(429).header("retry-after", "7200"),
            Answer::rss(rss("صحيفة", &items(1..=4))),
        ],
    );
    app.follow(server.url("/feed").as_str()).await?;
    app.refresh().await?;
    assert_eq!(server.hits("/feed"), 2);
    for _ in 0..3 {
        app.clock.advance(30 * 60 * 1000);
        let summary = app.refresh().await?;
        assert_eq!(summary["faults"][0]["fault"]["code"], "rate_limited", "the reader is told why");
    }
    assert_eq!(server.hits("/feed"), 2, "nobody asked");
    app.clock.advance(40 * 60 * 1000);
    assert_eq!(app.refresh().await?["added"], json!(1));
    // A clock that was put back holds nothing.
    server.on("/feed", Answer::status(429).header("retry-after", "7200"));
    app.refresh().await?;
    app.clock.advance(-24 * 60 * 60 * 1000);
    app.refresh().await?;
    assert_eq!(server.hits("/feed"), 5);
    Ok(())
}

#[tokio::test]
async fn what_the_preview_fetched_is_not_fetched_again_to_follow_it() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/feed", Answer::rss(rss("صحيفة", &items(1..=3))).conditional(Some("\"a\""), None));
    server.on("/", Answer::html("<link rel=alternate type='application/rss+xml' href='/feed'>"));
    let follow = async |address: &str| -> Outcome {
        let found = app.call("discover", json!({ "address": server.url(address) })).await?;
        let feed = app.call("subscribe", json!({ "feed_url": found["candidates"][0]["feed_url"] })).await?;
        assert_eq!(feed["feed"]["total"], json!(3));
        app.call("unsubscribe", json!({ "ids": [feed["feed"]["id"]] })).await?;
        Ok(())
    };
    follow("/feed").await?;
    assert_eq!(server.hits("/feed"), 1);
    follow("/").await?;
    assert_eq!((server.hits("/"), server.hits("/feed")), (1, 2));
    // The validators of that one answer are the ones that the next visit sends.
    app.call("subscribe", json!({ "feed_url": server.url("/feed") })).await?;
    assert_eq!(server.hits("/feed"), 3, "given away once");
    assert_eq!(app.refresh().await?["unchanged"], json!(1));
    // After five minutes it is old.
    app.call("discover", json!({ "address": server.url("/feed") })).await?;
    app.call("unsubscribe", json!({ "ids": [app.sources().await?.categories[0].feeds[0].id] })).await?;
    app.clock.advance(6 * 60 * 1000);
    app.call("subscribe", json!({ "feed_url": server.url("/feed") })).await?;
    assert_eq!(server.hits("/feed"), 6);
    Ok(())
}

#[tokio::test]
async fn without_a_schedule_a_fault_sets_no_visit() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    app.call("update_settings", json!({ "refresh_minutes": 0 })).await?;
    server.sequence("/feed", vec![Answer::rss(rss("صحيفة", &items(1..=3))), Answer::status(500)]);
    app.follow(server.url("/feed").as_str()).await?;
    app.refresh().await?;
    assert_eq!(app.sources().await?.categories[0].feeds[0].next_check_at, None);
    Ok(())
}

#[tokio::test]
async fn a_library_full_of_floods_is_used_as_ever() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let short = |n: usize| Item { html: format!("<p>خبر {n} في سطر.</p>"), date: None, ..Item::numbered(n) };
    server.handle("/feed", move |_, hits| {
        let from = hits * 5_000;
        Answer::rss(rss("طوفان", &(from..from + 5_000).map(short).collect::<Vec<_>>()))
    });
    let id = app.follow(server.url("/feed").as_str()).await?;
    assert_eq!(
        (app.list(Scope::All).await?.total, app.list(Scope::All).await?.unread),
        (5_000, 200),
        "at first all, few unread"
    );
    let kept = app.list(Scope::All).await?.items[0].id;
    app.keep(kept).await?;
    for visit in 1..=3 {
        let summary = app.refresh().await?;
        assert_eq!(summary["added"], json!(1_000), "visit {visit}");
    }
    let page = app.list(Scope::Feed { id }).await?;
    assert_eq!((page.total, page.unread), (8_000, 800));
    assert!(app.list(Scope::Kept).await?.items.iter().any(|row| row.id == kept && row.offline));
    // The newest in the document are the ones that stay unread.
    assert!(page.items.iter().filter(|row| row.unread).any(|row| row.title == short(15_000).title));
    Ok(())
}

#[tokio::test]
async fn a_kept_article_is_not_given_up_for_another_that_uses_its_guid_again() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let slot = |n: usize, more: &str| Item {
        guid: Some("first-place".to_owned()),
        html: format!("<p>{more} {}</p>", format!("متن الخبر {n} وحده. ").repeat(40)),
        ..Item::numbered(n)
    };
    server.sequence(
        "/feed",
        vec![
            Answer::rss(rss("صحيفة", &[slot(1, "")])),
            Answer::rss(rss("صحيفة", &[slot(2, "")])),
            Answer::rss(rss("صحيفة", &[slot(2, "كلمة زيدت.")])),
        ],
    );
    app.follow(server.url("/feed").as_str()).await?;
    let kept = app.list(Scope::All).await?.items[0].id;
    app.keep(kept).await?;
    for _ in 0..2 {
        app.clock.advance(60 * 60 * 1000);
        app.refresh().await?;
    }
    let detail = app.core.get_entry(warraq_core::api::EntryRef { id: kept }).await?;
    assert_eq!(detail.summary.title, "خبر رقم 1 من صحيفة الاختبار");
    assert!(detail.html.as_str().contains("متن الخبر 1 وحده") && detail.summary.kept);
    Ok(())
}

#[tokio::test]
async fn a_schedule_switched_off_and_on_again_forgets_no_source_that_failed() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.sequence("/feed", vec![Answer::rss(rss("صحيفة", &items(1..=1))), Answer::status(503)]);
    let id = app.follow(server.url("/feed").as_str()).await?;
    app.refresh().await?;
    app.call("update_settings", json!({ "refresh_minutes": 0 })).await?;
    app.call("update_settings", json!({ "refresh_minutes": 60 })).await?;
    assert!(app.sources().await?.categories[0].feeds[0].next_check_at.is_some());
    // A long interval of its own that is taken back holds no longer.
    server.on("/feed", Answer::rss(rss("صحيفة", &items(1..=2))));
    app.refresh().await?;
    app.call("update_feeds", json!({ "ids": [id], "interval_minutes": 10_080 })).await?;
    app.call("update_feeds", json!({ "ids": [id], "interval_minutes": 0 })).await?;
    let due = app.sources().await?.categories[0].feeds[0].next_check_at.ok_or("not due")?;
    assert!(due <= warraq_tests::app::NOON + 2 * 60 * 60 * 1000);
    Ok(())
}
