//! One article in several feeds of its paper: shown once where feeds stand together, and read or let go as one.

use serde_json::{Value, json};
use warraq_core::model::{EntryId, FeedId, Scope};
use warraq_tests::app::TestApp;
use warraq_tests::feeds::{Item, rss};
use warraq_tests::server::{Answer, FaultServer};

use crate::Outcome;

fn items(range: std::ops::RangeInclusive<usize>) -> Vec<Item> {
    range.map(Item::numbered).collect()
}

/// A paper with its main feed (1 to 6) and two sections (1 to 3 and 3 to 8), the sections in a category of their own.
async fn paper(server: &FaultServer, app: &TestApp) -> Result<[FeedId; 3], Box<dyn std::error::Error>> {
    let guids_of_its_own = |range| {
        let mut items = items(range);
        items.iter_mut().for_each(|item| item.guid = None);
        items
    };
    server.on("/main", Answer::rss(rss("الجسر", &items(1..=6))));
    server.on("/economy", Answer::rss(rss("الجسر: اقتصاد", &guids_of_its_own(1..=3))));
    server.on("/world", Answer::rss(rss("الجسر: عالم", &guids_of_its_own(3..=8))));
    let follow = async |path: &str, category: &str| {
        let request = json!({ "feed_url": server.url(path), "category": category });
        let done = app.call("subscribe", request).await?;
        done["feed"]["id"].as_i64().map(FeedId).ok_or_else(|| Box::<dyn std::error::Error>::from("no id"))
    };
    Ok([follow("/main", "عام").await?, follow("/economy", "أقسام").await?, follow("/world", "أقسام").await?])
}

/// Every count that the window shows, beside the lists counted row by row.
async fn recount(app: &TestApp) -> Outcome {
    let tree = app.sources().await?;
    let mut scopes = vec![(Scope::All, tree.counts.unread), (Scope::Today, tree.counts.today)];
    for category in &tree.categories {
        scopes.push((Scope::Category { id: category.id }, category.unread));
        scopes.extend(category.feeds.iter().map(|feed| (Scope::Feed { id: feed.id }, feed.unread)));
    }
    for (scope, unread) in scopes {
        let page = app.list(scope).await?;
        let rows = u32::try_from(page.items.iter().filter(|row| row.unread).count())?;
        assert_eq!((page.unread, page.total as usize), (rows, page.items.len()), "{scope:?}");
        assert_eq!(unread, rows, "{scope:?}: the sidebar says another number");
        let mut titles: Vec<&str> = page.items.iter().map(|row| row.title.as_str()).collect();
        titles.sort_unstable();
        let all = titles.len();
        titles.dedup();
        assert_eq!(titles.len(), all, "{scope:?}: an article twice");
    }
    Ok(())
}

async fn total(app: &TestApp, scope: Scope) -> Result<usize, Box<dyn std::error::Error>> {
    Ok(app.list(scope).await?.total as usize)
}

/// The entry of an article in a feed.
async fn entry(app: &TestApp, feed: FeedId, n: usize) -> Result<EntryId, Box<dyn std::error::Error>> {
    let title = Item::numbered(n).title;
    let page = app.list(Scope::Feed { id: feed }).await?;
    page.items.iter().find(|row| row.title == title).map(|row| row.id).ok_or_else(|| format!("no {n}").into())
}

#[tokio::test]
async fn an_article_of_several_feeds_is_shown_once_and_counted_once() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let [main, economy, world] = paper(&server, &app).await?;
    recount(&app).await?;
    assert_eq!(total(&app, Scope::All).await?, 8);
    for (feed, all) in [(main, 6), (economy, 3), (world, 6)] {
        assert_eq!(total(&app, Scope::Feed { id: feed }).await?, all, "a feed shows all of its own");
    }
    // The sections share the third; the main feed's entries don't stand in their category.
    let sections = app.sources().await?.categories.iter().find(|c| c.title == "أقسام").map(|c| c.id);
    assert_eq!(total(&app, Scope::Category { id: sections.ok_or("no category")? }).await?, 8);
    // Neighbours: the same article is no other paper's story.
    let related = app.call("list_related", json!({ "id": entry(&app, world, 3).await? })).await?;
    let story = related["same_story"].as_array().ok_or("no story")?;
    let same = Item::numbered(3).title;
    let rows = [story.as_slice(), related["related"].as_array().ok_or("none")?.as_slice()].concat();
    assert!(rows.iter().all(|row| row["entry"]["title"] != json!(same)), "{rows:?}");
    Ok(())
}

#[tokio::test]
async fn reading_one_reads_them_all_and_back() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let [main, economy, world] = paper(&server, &app).await?;
    let unread = async |feed| Ok::<_, Box<dyn std::error::Error>>(app.list(Scope::Feed { id: feed }).await?.unread);
    app.call("set_read", json!({ "ids": [entry(&app, economy, 3).await?], "read": true })).await?;
    assert_eq!((unread(main).await?, unread(economy).await?, unread(world).await?), (5, 2, 5));
    recount(&app).await?;
    app.call("set_read", json!({ "ids": [entry(&app, main, 3).await?], "read": false })).await?;
    assert_eq!((unread(main).await?, unread(economy).await?, unread(world).await?), (6, 3, 6));
    // A whole list, and back: the reader is told of the articles, not of their copies.
    let done = app.call("mark_all_read", json!({ "scope": { "kind": "feed", "id": world } })).await?;
    assert_eq!(done["count"], json!(6));
    assert_eq!((unread(main).await?, unread(economy).await?, unread(world).await?), (2, 2, 0));
    recount(&app).await?;
    app.call("undo", json!({ "token": done["undo"] })).await?;
    assert_eq!((unread(main).await?, unread(economy).await?, unread(world).await?), (6, 3, 6));
    recount(&app).await?;
    // What comes later comes as read as it is elsewhere.
    app.call("mark_all_read", json!({ "scope": { "kind": "all" } })).await?;
    server.on("/economy", Answer::rss(rss("الجسر: اقتصاد", &items(1..=5))));
    app.refresh().await?;
    assert_eq!((total(&app, Scope::Feed { id: economy }).await?, unread(economy).await?), (5, 0));
    recount(&app).await
}

#[tokio::test]
async fn keeping_and_letting_go() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let [main, economy, _] = paper(&server, &app).await?;
    let (first, copy) = (entry(&app, main, 2).await?, entry(&app, economy, 2).await?);
    app.keep(copy).await?;
    assert_eq!(app.list(Scope::Kept).await?.items.iter().map(|row| row.id).collect::<Vec<_>>(), [copy]);
    app.keep(first).await?;
    assert_eq!((total(&app, Scope::Kept).await?, app.sources().await?.counts.kept), (1, 1), "kept twice, shown once");
    app.call("unkeep", json!({ "id": first })).await?;
    assert_eq!(total(&app, Scope::Kept).await?, 0);
    Ok(())
}

#[tokio::test]
async fn leaving_the_feed_of_the_shown_one_brings_the_other_to_light() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let [main, economy, world] = paper(&server, &app).await?;
    let read = entry(&app, main, 3).await?;
    app.call("set_read", json!({ "ids": [read], "read": true })).await?;
    let left = app.call("unsubscribe", json!({ "ids": [main] })).await?;
    assert_eq!(total(&app, Scope::All).await?, 8, "1 to 3 of the one, 4 to 8 of the other");
    recount(&app).await?;
    assert!(app.list(Scope::All).await?.items.iter().any(|row| row.title == Item::numbered(3).title && !row.unread));
    app.call("undo", json!({ "token": left["undo"] })).await?;
    assert_eq!(total(&app, Scope::All).await?, 8);
    recount(&app).await?;
    // Followed again after something came meanwhile.
    app.call("unsubscribe", json!({ "ids": [main] })).await?;
    app.call("unsubscribe", json!({ "ids": [economy, world] })).await?;
    assert_eq!(total(&app, Scope::All).await?, 0);
    for path in ["/world", "/main", "/economy"] {
        app.follow(server.url(path).as_str()).await?;
        recount(&app).await?;
    }
    assert_eq!(total(&app, Scope::All).await?, 8);
    Ok(())
}

#[tokio::test]
async fn what_only_looks_like_it_is_no_copy() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    // Another article at the address of a programme, and a collector of other papers' articles.
    let page = |n: usize, date: &str| Item { link: "/programme".into(), date: Some(date.into()), ..Item::numbered(n) };
    server.on("/a", Answer::rss(rss("الجسر", &[page(1, "Sun, 22 Nov 2026 08:00:00 GMT")])));
    server.on("/b", Answer::rss(rss("الجسر: عالم", &[page(2, "Sun, 22 Nov 2026 09:00:00 GMT")])));
    let elsewhere: Vec<Item> = items(3..=4)
        .into_iter()
        .map(|item| Item { link: format!("https://jisr.example{}", item.link), ..item })
        .collect();
    server.on("/collector", Answer::rss(rss("مختارات", &elsewhere)));
    server.on("/another", Answer::rss(rss("مختارات أخرى", &elsewhere)));
    for path in ["/a", "/b", "/collector", "/another"] {
        app.follow(server.url(path).as_str()).await?;
    }
    let titles: Vec<Value> = app.list(Scope::All).await?.items.iter().map(|row| json!(row.title)).collect();
    assert_eq!(titles.len(), 6, "{titles:?}");
    Ok(())
}
