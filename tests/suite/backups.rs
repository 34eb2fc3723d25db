//! Backups, putting one back, a damaged library, and a newer one.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use warraq_core::Core;
use warraq_core::api::ErrorCode;
use warraq_core::clock::FixedClock;
use warraq_core::model::{EntryId, Scope};
use warraq_tests::app::{NOON, Notes, TestApp, open};

use crate::Outcome;

const DAY: i64 = 24 * 60 * 60 * 1000;

async fn load(app: &TestApp, from: usize, to: usize) -> Result<Vec<EntryId>, Box<dyn std::error::Error>> {
    let articles: Vec<Value> = (from..to)
        .map(|n| {
            let body = format!("متن المقال {n} وفيه كلام. ").repeat(40);
            json!({ "title": format!("مقال {n}"), "body": body, "source": "صحيفة", "url": format!("https://p.example/{n}") })
        })
        .collect();
    Ok(app.core.load(serde_json::from_value(Value::Array(articles))?).await?)
}

#[tokio::test]
async fn a_backup_is_made_a_day_and_kept_in_turns() -> Outcome {
    let app = TestApp::new()?;
    load(&app, 0, 3).await?;
    for _ in 0..40 {
        app.core.step().await?;
        app.core.step().await?;
        app.clock.advance(DAY);
    }
    let backups = app.call("list_backups", json!({})).await?;
    let items = backups["items"].as_array().cloned().unwrap_or_default();
    let days: Vec<i64> = items.iter().filter_map(|item| Some(item["at"].as_i64()?.div_euclid(DAY))).collect();
    assert!((8..=11).contains(&days.len()), "seven days and some weeks: {days:?}");
    assert_eq!(days.iter().take(7).copied().collect::<Vec<_>>(), (0..7).map(|n| days[0] - n).collect::<Vec<_>>());
    assert!(items.iter().all(|item| item["reason"] == "daily" && item["bytes"].as_u64() > Some(0)));
    // Each opens by itself and has what was there.
    let folder = backups["folder"].as_str().ok_or("no folder")?;
    for item in &items {
        let path = Path::new(folder).join(item["name"].as_str().unwrap_or_default());
        let database = rusqlite::Connection::open(path)?;
        assert_eq!(database.query_row("SELECT count(*) FROM entries", [], |row| row.get::<_, i64>(0))?, 3);
    }
    Ok(())
}

#[tokio::test]
async fn a_backup_is_put_back_and_that_can_be_taken_back() -> Outcome {
    let app = TestApp::new()?;
    let ids = load(&app, 0, 4).await?;
    app.call("save_note", json!({ "id": ids[0], "body": "قبل" })).await?;
    let made = app.call("create_backup", json!({})).await?;
    app.clock.advance(1_000);
    app.call("save_note", json!({ "id": ids[0], "body": "بعد" })).await?;
    load(&app, 4, 9).await?;
    let restored = app.call("restore_backup", json!({ "name": made["name"] })).await?;
    assert_eq!(app.list(Scope::All).await?.total, 4);
    assert_eq!(app.call("get_marks", json!({ "id": ids[0] })).await?["note"]["body"], "قبل");
    // It is the library from here on, over a restart too.
    app.call("save_note", json!({ "id": ids[1], "body": "جديد" })).await?;
    let app = app.restart().await?;
    assert_eq!((app.list(Scope::All).await?.total, app.list(Scope::Kept).await?.total), (4, 2));
    app.clock.advance(1_000);
    app.call("restore_backup", json!({ "name": restored["before"]["name"] })).await?;
    assert_eq!(app.list(Scope::All).await?.total, 9);
    assert_eq!(app.call("get_marks", json!({ "id": ids[0] })).await?["note"]["body"], "بعد");
    for wrong in ["../warraq.sqlite", "00000000000001-hand.sqlite", "", "/etc/passwd"] {
        assert_eq!(app.fails("restore_backup", json!({ "name": wrong })).await, Some(ErrorCode::NoSuchItem), "{wrong}");
    }
    Ok(())
}

#[tokio::test]
async fn a_backup_that_is_damaged_is_not_put_back_and_one_that_cannot_be_made_says_why() -> Outcome {
    let app = TestApp::new()?;
    load(&app, 0, 400).await?;
    let made = app.call("create_backup", json!({})).await?;
    let name = made["name"].as_str().ok_or("no name")?;
    let path = app.folder().join("backups").join(name);
    let mut bytes = std::fs::read(&path)?;
    let middle = bytes.len() / 2;
    bytes[middle..middle + 60_000].fill(0xA5);
    std::fs::write(&path, bytes)?;
    assert_eq!(app.fails("restore_backup", json!({ "name": name })).await, Some(ErrorCode::LibraryDamaged));
    assert_eq!(app.list(Scope::All).await?.total, 400);
    std::fs::remove_dir_all(app.folder().join("backups"))?;
    std::fs::write(app.folder().join("backups"), "")?;
    assert_eq!(app.fails("create_backup", json!({})).await, Some(ErrorCode::LibraryUnreadable));
    app.call("save_note", json!({ "id": 1, "body": "ما زالت تعمل" })).await?;
    Ok(())
}

fn try_open(folder: &Path) -> Result<Core, warraq_core::api::ApiError> {
    open(folder, Arc::new(FixedClock::at(NOON)), Arc::new(Notes::default()), false)
}

#[tokio::test]
async fn a_damaged_library_is_set_aside_and_nothing_that_can_be_read_is_lost() -> Outcome {
    let folder = tempfile::tempdir()?;
    let app = TestApp::new()?;
    let ids = load(&app, 0, 300).await?;
    app.call("set_kept", json!({ "ids": ids[..50], "kept": true })).await?;
    app.call("create_backup", json!({})).await?;
    // After the backup: more kept, a note, an article.
    app.call("set_kept", json!({ "ids": ids[50..90], "kept": true })).await?;
    app.call("save_note", json!({ "id": ids[99], "body": "بعد النسخة" })).await?;
    let late = load(&app, 300, 310).await?;
    app.call("save_note", json!({ "id": late[0], "body": "على مقال متأخر" })).await?;
    app.core.close().await;
    for name in ["warraq.sqlite", "backups"] {
        let from = app.folder().join(name);
        if from.is_dir() {
            std::fs::create_dir(folder.path().join(name))?;
            for file in std::fs::read_dir(from)? {
                let file = file?;
                std::fs::copy(file.path(), folder.path().join(name).join(file.file_name()))?;
            }
        } else {
            std::fs::copy(from, folder.path().join(name))?;
        }
    }
    // Pages of the texts are overwritten, and a log is left behind: the last process did not end by itself.
    let database = folder.path().join("warraq.sqlite");
    let (page, text_pages): (usize, Vec<i64>) = {
        let connection = rusqlite::Connection::open(&database)?;
        let root: i64 =
            connection.query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'texts'", [], |row| row.get(0))?;
        (usize::try_from(connection.query_row("PRAGMA page_size", [], |row| row.get::<_, i64>(0))?)?, vec![root])
    };
    let mut bytes = std::fs::read(&database)?;
    for root in text_pages {
        let at = (usize::try_from(root)? - 1) * page;
        bytes[at..at + page].fill(0x5A);
    }
    std::fs::write(&database, &bytes)?;
    std::fs::write(folder.path().join("warraq.sqlite-wal"), [0_u8; 64])?;
    let log = std::fs::read(folder.path().join("warraq.sqlite-wal"))?;
    assert_eq!(try_open(folder.path()).err().map(|error| error.code), Some(ErrorCode::LibraryDamaged));
    assert!(std::fs::read(&database)? == bytes && std::fs::read(folder.path().join("warraq.sqlite-wal"))? == log);

    let found = Core::inspect_damage(folder.path())?;
    assert!(found.readable && std::fs::read(&database)? == bytes, "looking changes nothing");
    let offered = found.backups.first().ok_or("no backup")?;
    assert_eq!((offered.kept, offered.lacks_kept, offered.lacks_marks), (50, Some(42), Some(2)));

    let done = Core::recover(folder.path(), None, NOON)?;
    assert!(std::fs::read(Path::new(&done.set_aside).join("warraq.sqlite"))? == bytes, "set aside untouched");
    assert_eq!(done.salvaged.map(|salvaged| salvaged.kept), Some(42));
    let core = try_open(folder.path())?;
    let call = async |command: &str, request: Value| core.call(command, request).await;
    assert_eq!(call("list_kept", json!({})).await?["total"], 92);
    assert_eq!(call("get_marks", json!({ "id": late[0] })).await?["note"]["body"], "على مقال متأخر");
    assert!(
        call("get_entry", json!({ "id": ids[3] })).await?["html"]
            .as_str()
            .is_some_and(|html| html.contains("متن المقال 3"))
    );
    core.close().await;
    let connection = rusqlite::Connection::open(&database)?;
    assert_eq!(connection.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0))?, "ok");
    assert!(!connection.prepare("PRAGMA foreign_key_check")?.exists([])?);
    Ok(())
}

#[tokio::test]
async fn a_file_that_is_no_database_at_all_gives_way_to_the_backup() -> Outcome {
    let app = TestApp::new()?;
    load(&app, 0, 5).await?;
    app.call("create_backup", json!({})).await?;
    let folder = app.folder().to_owned();
    app.core.close().await;
    std::fs::write(folder.join("warraq.sqlite"), "ليست قاعدة بيانات ".repeat(500))?;
    assert_eq!(try_open(&folder).err().map(|error| error.code), Some(ErrorCode::LibraryDamaged));
    assert!(!Core::inspect_damage(&folder)?.readable);
    let done = Core::recover(&folder, None, NOON)?;
    assert!(done.backup.is_some() && done.salvaged.is_none());
    let core = try_open(&folder)?;
    assert_eq!(core.call("list_entries", json!({ "scope": { "kind": "all" } })).await?["total"], 5);
    core.close().await;
    Ok(())
}

#[tokio::test]
async fn an_older_schema_is_backed_up_before_it_is_changed() -> Outcome {
    let folder = tempfile::tempdir()?;
    // The first schema, as its version made it.
    let first = include_str!("../../src-tauri/core/migrations/0001_initial.sql");
    let database = folder.path().join("warraq.sqlite");
    let connection = rusqlite::Connection::open(&database)?;
    connection.execute_batch(first)?;
    connection.execute_batch(
        "PRAGMA user_version = 1;
         INSERT INTO categories VALUES (1, 'أخبار', 'اخبار', 0);
         INSERT INTO feeds (id, category_id, feed_url, title, direction, created_at)
             VALUES (1, 1, 'https://p.example/feed', 'صحيفة', 'rtl', 0);
         INSERT INTO entries (id, feed_id, identity, title, title_key, excerpt, direction, published_at, first_seen_at,
             content_hash, kept_at) VALUES (7, 1, 'a', 'قديم', 'قديم', '', 'rtl', 5, 5, 'h', 9);
         INSERT INTO texts VALUES (7, 'feed', '<p>متن</p>', 1, 5, 0, NULL, NULL);",
    )?;
    drop(connection);
    let core = try_open(folder.path())?;
    assert_eq!(core.call("list_kept", json!({})).await?["items"][0]["entry"]["title"], "قديم");
    let backups = core.call("list_backups", json!({})).await?;
    assert_eq!(backups["items"][0]["reason"], "migration");
    let name = backups["items"][0]["name"].as_str().ok_or("no backup")?.to_owned();
    let copy = rusqlite::Connection::open(folder.path().join("backups").join(&name))?;
    assert_eq!(copy.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))?, 1);
    drop(copy);
    // An older schema can be put back: a copy of it is brought up to date, the backup stays as it is.
    core.call("restore_backup", json!({ "name": name })).await?;
    assert_eq!(core.call("list_kept", json!({})).await?["total"], 1);
    core.close().await;
    Ok(())
}

#[tokio::test]
async fn a_newer_library_with_a_log_left_behind_is_refused_and_not_one_byte_changed() -> Outcome {
    let folder = tempfile::tempdir()?;
    let database = folder.path().join("warraq.sqlite");
    let other = tempfile::tempdir()?;
    let made = other.path().join("made.sqlite");
    let connection = rusqlite::Connection::open(&made)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; CREATE TABLE future (x); PRAGMA user_version = 4242; INSERT INTO future VALUES (1);",
    )?;
    // Copied while it is open: the log is as a crash leaves it.
    std::fs::copy(&made, &database)?;
    std::fs::copy(other.path().join("made.sqlite-wal"), folder.path().join("warraq.sqlite-wal"))?;
    let bytes = |name: &str| std::fs::read(folder.path().join(name));
    let before = (bytes("warraq.sqlite")?, bytes("warraq.sqlite-wal")?);
    assert_eq!(try_open(folder.path()).err().map(|error| error.code), Some(ErrorCode::LibraryNewer));
    assert!((bytes("warraq.sqlite")?, bytes("warraq.sqlite-wal")?) == before);
    Ok(())
}
