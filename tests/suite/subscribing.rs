//! From a site's or a feed's address to a followed feed, and every way in which that fails.

use serde_json::json;
use warraq_core::api::ErrorCode;
use warraq_core::model::Scope;
use warraq_tests::app::TestApp;
use warraq_tests::feeds::{Item, rss};
use warraq_tests::server::{Answer, FaultServer};

use crate::Outcome;

fn items(count: usize) -> Vec<Item> {
    (1..=count).map(Item::numbered).collect()
}

#[tokio::test]
async fn a_feeds_address_gives_a_preview_and_then_the_feed() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/feed", Answer::rss(rss("صحيفة الاختبار", &items(7))));
    let found = app.call("discover", json!({ "address": server.url("/feed") })).await?;
    let candidate = &found["candidates"][0];
    assert_eq!(
        (&candidate["title"], &candidate["format"], &candidate["entries"]),
        (&json!("صحيفة الاختبار"), &json!("RSS"), &json!(7))
    );
    assert_eq!(candidate["headlines"].as_array().map(Vec::len), Some(5));
    assert_eq!(candidate["headlines"][0]["title"], "خبر رقم 1 من صحيفة الاختبار", "newest first");
    assert!(app.sources().await?.categories.is_empty(), "looking follows nothing");

    let id = app.follow(candidate["feed_url"].as_str().unwrap_or_default()).await?;
    let page = app.list(Scope::Feed { id }).await?;
    assert_eq!((page.total, page.unread), (7, 7));
    let tree = app.sources().await?;
    assert_eq!((tree.categories[0].unread, tree.counts.unread), (7, 7));

    let again = app.call("discover", json!({ "address": server.url("/feed") })).await?;
    assert_eq!(again["candidates"][0]["subscribed"], json!(id));
    assert_eq!(
        app.fails("subscribe", json!({ "feed_url": server.url("/feed") })).await,
        Some(ErrorCode::AlreadySubscribed)
    );
    Ok(())
}

#[tokio::test]
async fn a_sites_address_leads_to_its_feed_with_the_comments_feed_behind() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on(
        "/",
        Answer::html(
            "<html><head><link rel=alternate type='application/rss+xml' title='تعليقات' href='/comments/feed/'>
             <link rel=alternate type='application/rss+xml' title='الخلاصة' href='/feed/'></head><body>صفحة</body></html>",
        ),
    );
    server.on("/feed/", Answer::rss(rss("الموقع", &items(3))));
    server.on("/comments/feed/", Answer::rss(rss("تعليقات", &items(1))));
    let found = app.call("discover", json!({ "address": server.url("/") })).await?;
    let titles: Vec<_> = found["candidates"].as_array().into_iter().flatten().map(|c| c["title"].clone()).collect();
    assert_eq!(titles, ["الموقع", "تعليقات"]);
    Ok(())
}

#[tokio::test]
async fn a_site_that_names_no_feed_is_tried_where_feeds_usually_are() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/", Answer::html("<html><body><p>لا خلاصة هنا</p></body></html>"));
    server.on("/feed/", Answer::rss(rss("المخبأة", &items(2))));
    let found = app.call("discover", json!({ "address": server.url("/") })).await?;
    assert_eq!(found["candidates"][0]["title"], "المخبأة");
    Ok(())
}

#[tokio::test]
async fn every_address_that_is_no_feed_says_why_and_changes_nothing() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/page", Answer::html("<html><body><p>صفحة بلا خلاصة</p></body></html>"));
    server.on("/empty", Answer::ok("application/rss+xml", ""));
    server.on("/loop", Answer::redirect(302, "/loop"));
    server.on("/forbidden", Answer::status(403));
    server.on("/broken", Answer::status(500));
    let cases = [
        ("/page", ErrorCode::NotAFeed),
        ("/empty", ErrorCode::EmptyBody),
        ("/loop", ErrorCode::RedirectLoop),
        ("/forbidden", ErrorCode::Forbidden),
        ("/broken", ErrorCode::HttpStatus),
        ("/nothing-here", ErrorCode::NotFound),
    ];
    for (path, code) in cases {
        assert_eq!(app.fails("discover", json!({ "address": server.url(path) })).await, Some(code), "{path}");
    }
    // To follow a page as if it were a feed is refused with what came instead.
    assert_eq!(
        app.fails("subscribe", json!({ "feed_url": server.url("/page") })).await,
        Some(ErrorCode::HtmlInsteadOfFeed)
    );
    for refused in ["", "مرحبا", "javascript:alert(1)", "file:///etc/passwd"] {
        assert_eq!(
            app.fails("discover", json!({ "address": refused })).await,
            Some(ErrorCode::InvalidUrl),
            "{refused}"
        );
    }
    let dead = server.url("/feed");
    server.stop().await;
    assert_eq!(app.fails("discover", json!({ "address": dead })).await, Some(ErrorCode::HostUnreachable));
    assert!(app.sources().await?.categories.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_paper_of_the_directory_is_followed_without_a_network() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let address = server.url("/feed");
    server.stop().await;
    let feed = app.call("subscribe", json!({ "feed_url": address, "category": "سياسة", "deferred": true })).await?;
    assert_eq!(feed["feed"]["last_success_at"], json!(null));
    let tree = app.sources().await?;
    assert_eq!((tree.categories[0].title.as_str(), tree.categories[0].feeds.len()), ("سياسة", 1));
    let summary = app.refresh().await?;
    assert_eq!((&summary["failed"], &summary["faults"][0]["fault"]["code"]), (&json!(1), &json!("host_unreachable")));
    assert!(app.sources().await?.categories[0].feeds[0].fault.is_some());
    Ok(())
}

#[tokio::test]
async fn a_feed_of_a_hundred_thousand_entries_is_read_to_its_bound() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    // Small items, so that the whole stays below the bound on bytes and only their number is too much.
    let many: String = (1..=100_000).map(|n| format!("<item><guid>{n}</guid><title>خبر {n}</title></item>")).collect();
    server
        .on("/feed", Answer::rss(format!("<rss version='2.0'><channel><title>الطوفان</title>{many}</channel></rss>")));
    let id = app.follow(server.url("/feed").as_str()).await?;
    assert_eq!(app.list(Scope::Feed { id }).await?.total, 5_000);
    let feed = &app.sources().await?.categories[0].feeds[0];
    assert!(feed.repairs.contains(&"too_many_entries".to_owned()), "{:?}", feed.repairs);
    Ok(())
}

#[tokio::test]
async fn leaving_a_feed_can_be_taken_back_and_what_was_kept_stays() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/feed", Answer::rss(rss("صحيفة", &items(4))));
    let id = app.follow(server.url("/feed").as_str()).await?;
    let kept = app.list(Scope::All).await?.items[1].id;
    app.keep(kept).await?;

    let left = app.call("unsubscribe", json!({ "ids": [id] })).await?;
    assert!(app.sources().await?.categories.iter().all(|category| category.feeds.is_empty()));
    assert_eq!(app.list(Scope::All).await?.total, 0);
    let row = &app.list(Scope::Kept).await?.items[0];
    assert_eq!((row.id, row.source.as_str(), row.offline), (kept, "صحيفة", true));

    app.call("undo", json!({ "token": left["undo"] })).await?;
    assert_eq!((app.list(Scope::All).await?.total, app.sources().await?.categories[0].feeds.len()), (4, 1));

    // A day after leaving, a start clears what was not kept; the kept one outlives even that.
    app.call("unsubscribe", json!({ "ids": [id] })).await?;
    app.clock.advance(25 * 60 * 60 * 1000);
    let app = app.restart().await?;
    app.core.settle().await;
    assert_eq!(app.fails("undo", json!({ "token": 99 })).await, Some(ErrorCode::NoSuchItem));
    let kept_rows = app.list(Scope::Kept).await?.items;
    assert_eq!(kept_rows.iter().map(|row| row.id).collect::<Vec<_>>(), [kept]);
    assert!(
        app.call("get_entry", json!({ "id": kept })).await?["html"]
            .as_str()
            .is_some_and(|html| html.contains("فقرة الخبر 2"))
    );
    // Following it again begins afresh and knows the kept entry.
    let again = app.follow(server.url("/feed").as_str()).await?;
    let page = app.list(Scope::Feed { id: again }).await?;
    assert_eq!((page.total, page.items.iter().filter(|row| row.kept).count()), (4, 1));
    Ok(())
}

#[tokio::test]
async fn a_feed_is_renamed_moved_and_its_category_renamed_into_another() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/a", Answer::rss(rss("الأولى", &items(1))));
    server.on("/b", Answer::rss(rss("الثانية", &items(2))));
    let (a, b) = (app.follow(server.url("/a").as_str()).await?, app.follow(server.url("/b").as_str()).await?);
    app.call("update_feeds", json!({ "ids": [a], "title": "اسم من عندي", "category_title": "سياسة" })).await?;
    app.call("update_feeds", json!({ "ids": [b], "category_title": "اقتصاد" })).await?;
    let mut tree = app.sources().await?;
    // The one that both stood in is empty, and there until the reader removes it.
    assert!(tree.categories.remove(0).feeds.is_empty());
    let titles: Vec<_> = tree.categories.iter().map(|c| (c.title.as_str(), c.feeds[0].title.as_str())).collect();
    assert_eq!(titles, [("سياسة", "اسم من عندي"), ("اقتصاد", "الثانية")]);
    // «سياسه» folds to the same category.
    app.call("rename_category", json!({ "id": tree.categories[1].id, "title": "سياسه" })).await?;
    let tree = app.sources().await?;
    assert_eq!((tree.categories.len(), tree.categories[1].feeds.len()), (2, 2));
    app.call("update_feeds", json!({ "ids": [a], "title": "" })).await?;
    assert!(app.sources().await?.categories[1].feeds.iter().any(|feed| feed.title == "الأولى"));
    assert_eq!(app.fails("rename_category", json!({ "id": 99, "title": "x" })).await, Some(ErrorCode::NoSuchItem));
    Ok(())
}

#[tokio::test]
async fn what_is_followed_is_the_address_that_was_typed_unless_it_moved_for_good() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/for-now", Answer::redirect(302, "/cdn?token=1"));
    server.on("/for-good", Answer::redirect(301, "/cdn"));
    server.on("/cdn", Answer::rss(rss("صحيفة", &items(1))));
    let found = async |path: &str| -> Result<String, Box<dyn std::error::Error>> {
        let found = app.call("discover", json!({ "address": server.url(path) })).await?;
        Ok(found["candidates"][0]["feed_url"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(found("/for-now").await?, server.url("/for-now").to_string());
    assert_eq!(found("/for-good").await?, server.url("/cdn").to_string());
    Ok(())
}
