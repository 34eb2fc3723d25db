//! Arranging sources, and taking each act back: the tables are what they were, byte for byte, and what was done since
//! stays.

use std::fmt::Write as _;

use rusqlite::types::Value as Cell;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use warraq_core::api::{ErrorCode, SourceTree};
use warraq_tests::app::TestApp;
use warraq_tests::feeds::{Item, rss};
use warraq_tests::server::{Answer, FaultServer};

use crate::Outcome;

const FILE: &str = r#"<opml version="2.0"><body>
  <outline text="أ" kept="1"><outline text="ب"><outline text="ج">
    <outline text="1" xmlUrl="https://1.example/" x="y"/></outline>
    <outline text="2" xmlUrl="https://2.example/"/></outline>
    <outline text="3" xmlUrl="https://3.example/"/></outline>
  <outline text="د"><outline text="ب"><outline text="4" xmlUrl="https://4.example/"/></outline></outline>
  <outline text="هـ"/>
  <outline text="5" xmlUrl="https://5.example/"/>
  <outline text="6" xmlUrl="https://6.example/"/>
</body></opml>"#;

/// Every table that an act may change, row for row.
fn dump(app: &TestApp) -> Result<String, Box<dyn std::error::Error>> {
    let path = app.folder().join("warraq.sqlite");
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut out = String::new();
    for table in ["categories", "feeds", "entries", "texts", "visits", "let_go"] {
        let mut select = db.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2"))?;
        let columns: Vec<String> = select.column_names().map(str::to_owned).collect();
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            write!(out, "{table}")?;
            for (place, column) in columns.iter().enumerate() {
                write!(out, " {column}={:?}", row.get::<_, Cell>(place)?)?;
            }
            out.push('\n');
        }
    }
    Ok(out)
}

fn category(tree: &SourceTree, path: &[&str]) -> Option<i64> {
    let mut parent = None;
    for title in path {
        let found = tree.categories.iter().find(|c| c.title == *title && c.parent_id == parent)?;
        parent = Some(found.id);
    }
    parent.map(|id| id.0)
}

fn feed(tree: &SourceTree, title: &str) -> Option<i64> {
    tree.categories.iter().flat_map(|c| &c.feeds).find(|feed| feed.title == title).map(|feed| feed.id.0)
}

async fn arranged() -> Result<TestApp, Box<dyn std::error::Error>> {
    let app = TestApp::new()?;
    app.call("import_opml", json!({ "text": FILE })).await?;
    Ok(app)
}

#[tokio::test]
async fn each_act_is_taken_back_byte_for_byte() -> Outcome {
    let app = arranged().await?;
    let tree = app.sources().await?;
    let at = |path: &[&str]| category(&tree, path).ok_or_else(|| format!("no {path:?}"));
    let of = |title: &str| feed(&tree, title).ok_or_else(|| format!("no {title}"));
    let (a, ab, abc, d, db) = (at(&["أ"])?, at(&["أ", "ب"])?, at(&["أ", "ب", "ج"])?, at(&["د"])?, at(&["د", "ب"])?);
    let all: Vec<i64> = ["1", "2", "3", "4", "5", "6"].iter().map(|title| of(title)).collect::<Result<_, _>>()?;
    let acts = [
        ("unsubscribe", json!({ "ids": all })),
        (
            "update_feeds",
            json!({ "ids": all, "paused": true, "notify": true, "keep_days": 30, "interval_minutes": 60 }),
        ),
        ("update_feeds", json!({ "ids": all, "category": d, "full_text": "page" })),
        ("update_feeds", json!({ "ids": all, "category_title": "جديد" })),
        ("update_feeds", json!({ "ids": [of("1")?], "title": "لي" })),
        ("update_feeds", json!({ "ids": [of("1")?], "title": "" })),
        ("create_category", json!({ "title": "و" })),
        ("create_category", json!({ "title": "و", "parent": abc })),
        ("rename_category", json!({ "id": a, "title": "ز" })),
        // It meets another, which has one of the same title inside.
        ("rename_category", json!({ "id": a, "title": "د" })),
        ("rename_category", json!({ "id": d, "title": "أ" })),
        ("move_category", json!({ "id": a, "parent": db })),
        ("move_category", json!({ "id": abc, "parent": null, "before": a })),
        ("move_category", json!({ "id": db, "parent": a })),
        ("move_category", json!({ "id": d, "parent": null, "before": a })),
        ("delete_category", json!({ "id": a })),
        ("delete_category", json!({ "id": ab })),
        ("delete_category", json!({ "id": at(&["هـ"])? })),
        ("import_opml", json!({ "text": include_str!("../fixtures/opml/liferea.opml") })),
    ];
    let before = dump(&app)?;
    for (command, request) in &acts {
        let done = app.call(command, request.clone()).await?;
        let changed = dump(&app)?;
        assert_ne!(changed, before, "{command} {request}");
        app.call("undo", json!({ "token": done["undo"] })).await?;
        assert_eq!(dump(&app)?, before, "{command} {request}");
    }
    // The category that holds feeds without another can't go, and says so.
    let default = json!({ "id": at(&["أخبار"])? });
    assert_eq!(app.fails("delete_category", default).await, Some(ErrorCode::DefaultCategory));
    assert_eq!(dump(&app)?, before);
    // What changes nothing has nothing to take back.
    let nothing = app.call("rename_category", json!({ "id": d, "title": "د" })).await?;
    assert_eq!((&nothing["count"], &nothing["undo"]), (&json!(0), &json!(null)));
    // One on top of the other, and back from the last to the first.
    let mut steps = Vec::new();
    for (command, request) in acts.iter().skip(1).chain(acts.iter().take(1)) {
        let before = dump(&app)?;
        if let Ok(done) = app.call(command, request.clone()).await {
            steps.push((command, request, before, done["undo"].clone()));
        }
    }
    assert!(steps.len() >= 10, "most of them make sense after another");
    for (command, request, before, token) in steps.into_iter().rev().filter(|(.., token)| !token.is_null()) {
        app.call("undo", json!({ "token": token })).await?;
        assert_eq!(dump(&app)?, before, "{command} {request}");
    }
    assert_eq!(dump(&app)?, before);
    Ok(())
}

#[tokio::test]
async fn what_was_done_since_stays() -> Outcome {
    let app = arranged().await?;
    let tree = app.sources().await?;
    let at = |path: &[&str]| category(&tree, path).ok_or_else(|| format!("no {path:?}"));
    let one = feed(&tree, "1").ok_or("no feed")?;
    let moved = app.call("move_category", json!({ "id": at(&["د"])?, "parent": at(&["أ"])? })).await?;
    app.call("update_feeds", json!({ "ids": [one], "title": "لي", "paused": true, "category": at(&["هـ"])? })).await?;
    app.call("rename_category", json!({ "id": at(&["د"])?, "title": "دال" })).await?;
    app.call("undo", json!({ "token": moved["undo"] })).await?;
    let after = app.sources().await?;
    assert!(category(&after, &["دال"]).is_some(), "back at the top, with its new title");
    let kept = after.categories.iter().flat_map(|c| &c.feeds).find(|f| f.id.0 == one).ok_or("gone")?;
    assert_eq!((kept.title.as_str(), kept.paused, kept.category_id.0), ("لي", true, at(&["هـ"])?));

    // A removed one comes back where somebody has made another of its title since.
    let gone = app.call("delete_category", json!({ "id": at(&["أ"])? })).await?;
    let made = app.call("create_category", json!({ "title": "أ" })).await?;
    app.call("update_feeds", json!({ "ids": [one], "category": made["id"] })).await?;
    app.call("undo", json!({ "token": gone["undo"] })).await?;
    let after = app.sources().await?;
    assert_eq!(after.categories.iter().filter(|c| c.title == "أ").count(), 1);
    let three = after.categories.iter().find(|c| c.feeds.iter().any(|f| f.title == "3")).ok_or("gone")?;
    assert_eq!(three.title, "أ");
    let one = after.categories.iter().find(|c| c.feeds.iter().any(|f| f.id.0 == one)).ok_or("gone")?;
    assert_eq!(one.title, "أ");

    // Taken back when what it was about stands inside by now: no circle comes of it.
    let out = app.call("move_category", json!({ "id": at(&["أ", "ب"])?, "parent": null })).await;
    if let Ok(out) = out {
        let tree = app.sources().await?;
        let (a, b) = (category(&tree, &["أ"]).ok_or("no أ")?, category(&tree, &["ب"]).ok_or("no ب")?);
        app.call("move_category", json!({ "id": a, "parent": b })).await?;
        app.call("undo", json!({ "token": out["undo"] })).await?;
        assert_eq!(category(&app.sources().await?, &["ب", "أ"]), Some(a));
    }
    Ok(())
}

#[tokio::test]
async fn an_import_is_taken_back_and_what_it_brought_back_is_left_again() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let items: Vec<Item> = (1..=3).map(Item::numbered).collect();
    server.on("/left", Answer::rss(rss("متروكة", &items)).conditional(Some("\"1\""), None));
    let id = app.follow(server.url("/left").as_str()).await?;
    app.call("unsubscribe", json!({ "ids": [id] })).await?;
    let before = dump(&app)?;
    let text =
        format!("<opml><outline text='م'><outline text='اسم' xmlUrl='{}'/></outline></opml>", server.url("/left"));
    let done = app.call("import_opml", json!({ "text": text })).await?;
    assert_eq!((&done["added"], &done["known"]), (&json!(1), &json!(0)));
    assert_eq!(app.sources().await?.categories.iter().flat_map(|c| &c.feeds).filter(|f| f.total == 3).count(), 1);
    app.call("undo", json!({ "token": done["undo"] })).await?;
    assert_eq!(dump(&app)?, before);
    Ok(())
}

#[tokio::test]
async fn a_move_that_was_accepted_and_a_state_put_aside_come_back() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let items: Vec<Item> = (1..=3).map(Item::numbered).collect();
    server.on("/old", Answer::rss(rss("صحيفة", &items)));
    let id = app.follow(server.url("/old").as_str()).await?;
    server.on("/old", Answer::redirect(301, server.url("/new").as_str()));
    server.on("/new", Answer::rss(rss("صحيفة", &items)));
    app.refresh().await?;
    for command in ["dismiss_health", "accept_move"] {
        let before = dump(&app)?;
        let done = app.call(command, json!({ "id": id })).await?;
        assert_ne!(dump(&app)?, before, "{command}");
        app.call("undo", json!({ "token": done["undo"] })).await?;
        assert_eq!(dump(&app)?, before, "{command}");
    }
    Ok(())
}

/// Random numbers that are the same on every run (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % most as u64).unwrap_or(0)
    }
}

/// An act that a reader might do to this tree, sensible or not.
fn act(dice: &mut Dice, tree: &SourceTree) -> (&'static str, Value) {
    const TITLES: [&str; 5] = ["أ", "ب", "ج", "د", "أخبار"];
    let categories: Vec<i64> = tree.categories.iter().map(|c| c.id.0).collect();
    let feeds: Vec<i64> = tree.categories.iter().flat_map(|c| &c.feeds).map(|feed| feed.id.0).collect();
    let category = |dice: &mut Dice| match categories.len() {
        0 => json!(null),
        most => json!(categories[dice.below(most)]),
    };
    let some: Vec<i64> = feeds.iter().copied().filter(|_| dice.below(3) == 0).collect();
    let title = TITLES[dice.below(TITLES.len())];
    match dice.below(8) {
        0 => ("create_category", json!({ "title": title, "parent": category(dice) })),
        1 => ("rename_category", json!({ "id": category(dice), "title": title })),
        2 | 3 => {
            let parent = if dice.below(3) == 0 { json!(null) } else { category(dice) };
            let before = if dice.below(2) == 0 { json!(null) } else { category(dice) };
            ("move_category", json!({ "id": category(dice), "parent": parent, "before": before }))
        }
        4 => ("delete_category", json!({ "id": category(dice) })),
        5 => ("update_feeds", json!({ "ids": some, "category": category(dice), "paused": dice.below(2) == 0 })),
        6 => ("update_feeds", json!({ "ids": some, "category_title": title })),
        _ => ("unsubscribe", json!({ "ids": some })),
    }
}

/// The tree is one: every parent is there and stands before what is in it, no title twice in one place.
fn sound(tree: &SourceTree) {
    let mut seen = std::collections::HashSet::new();
    let mut titles = std::collections::HashSet::new();
    for category in &tree.categories {
        assert!(category.parent_id.is_none_or(|parent| seen.contains(&parent)), "{category:?}");
        seen.insert(category.id);
        assert!(titles.insert((category.parent_id, category.title.clone())), "twice: {category:?}");
    }
}

#[tokio::test]
async fn whatever_is_done_in_whatever_order_is_taken_back() -> Outcome {
    for seed in 0..12 {
        let app = arranged().await?;
        let mut dice = Dice(seed);
        let mut steps = Vec::new();
        for _ in 0..15 {
            let (command, request) = act(&mut dice, &app.sources().await?);
            let before = dump(&app)?;
            match app.call(command, request.clone()).await {
                Ok(done) => steps.push((command, request, before, done["undo"].clone())),
                Err(_) => assert_eq!(dump(&app)?, before, "refused, and yet done: {command} {request}"),
            }
            sound(&app.sources().await?);
        }
        let feeds = app.sources().await?.categories.iter().map(|c| c.feeds.len()).sum::<usize>();
        if seed % 2 == 0 {
            for (command, request, before, token) in steps.iter().rev().filter(|(.., token)| !token.is_null()) {
                app.call("undo", json!({ "token": token })).await?;
                assert_eq!(&dump(&app)?, before, "seed {seed}: {command} {request}");
            }
        } else {
            // In any other order: nothing is lost, and the tree stays one.
            while !steps.is_empty() {
                let (.., token) = steps.remove(dice.below(steps.len()));
                if !token.is_null() {
                    app.call("undo", json!({ "token": token })).await?;
                }
                sound(&app.sources().await?);
            }
            let after = app.sources().await?.categories.iter().map(|c| c.feeds.len()).sum::<usize>();
            assert!(after >= feeds && after == 6, "seed {seed}: {after} feeds, {feeds} before");
        }
    }
    Ok(())
}
