//! The library's folder: made, refused, shared, newer, damaged, full.

use std::sync::Arc;

use serde_json::json;
use warraq_core::api::{ApiError, ErrorCode};
use warraq_core::clock::FixedClock;
use warraq_core::model::Scope;
use warraq_tests::app::{NOON, Notes, TestApp, open};

use crate::Outcome;

fn try_open(folder: &std::path::Path, read_only: bool) -> Result<warraq_core::Core, ApiError> {
    open(folder, Arc::new(FixedClock::at(NOON)), Arc::new(Notes::default()), read_only)
}

#[tokio::test]
async fn a_second_copy_on_the_same_library_is_refused_and_may_only_read() -> Outcome {
    let app = TestApp::new()?;
    app.core.load(serde_json::from_value(json!([{ "title": "خبر", "source": "صحيفة" }]))?).await?;
    let refused = try_open(app.folder(), false).err().ok_or("opened twice")?;
    assert_eq!(refused.code, ErrorCode::LibraryInUse);
    assert_eq!(refused.params.get("path").map(String::as_str), app.folder().to_str());

    let beside = try_open(app.folder(), true)?;
    let page = beside.call("list_entries", json!({ "scope": { "kind": "all" } })).await?;
    assert_eq!(page["total"], 1);
    let denied = beside.call("set_read", json!({ "ids": [1], "read": true })).await.err().ok_or("wrote")?;
    assert_eq!(denied.code, ErrorCode::LibraryInUse);
    // The first one was not disturbed.
    assert_eq!(app.list(Scope::All).await?.unread, 1);
    Ok(())
}

#[tokio::test]
async fn a_library_that_was_closed_can_be_opened_again() -> Outcome {
    let app = TestApp::new()?;
    let app = app.restart().await?;
    assert_eq!(app.call("app_info", json!({})).await?["empty"], true);
    Ok(())
}

#[tokio::test]
async fn a_newer_library_is_refused_and_not_one_byte_changed() -> Outcome {
    let folder = tempfile::tempdir()?;
    let database = folder.path().join("warraq.sqlite");
    let connection = rusqlite::Connection::open(&database)?;
    connection.execute_batch("CREATE TABLE future (x); PRAGMA user_version = 4242;")?;
    drop(connection);
    let before = std::fs::read(&database)?;
    let refused = try_open(folder.path(), false).err().ok_or("opened")?;
    assert_eq!(refused.code, ErrorCode::LibraryNewer);
    assert_eq!(std::fs::read(&database)?, before);
    assert_eq!(try_open(folder.path(), true).err().map(|error| error.code), Some(ErrorCode::LibraryNewer));
    Ok(())
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_as_it_is() -> Outcome {
    let folder = tempfile::tempdir()?;
    let database = folder.path().join("warraq.sqlite");
    std::fs::write(&database, "هذا ليس قاعدة بيانات ".repeat(400))?;
    let before = std::fs::read(&database)?;
    assert_eq!(try_open(folder.path(), false).err().map(|error| error.code), Some(ErrorCode::LibraryDamaged));
    assert_eq!(std::fs::read(&database)?, before);
    Ok(())
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_says_which_one() -> Outcome {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("file");
    std::fs::write(&file, "")?;
    let refused = try_open(&file.join("library"), false).err().ok_or("opened")?;
    assert_eq!(refused.code, ErrorCode::LibraryUnreadable);
    assert!(refused.params.contains_key("path"));
    Ok(())
}

/// A full disk: the database may not grow any more. What is stored stays readable, what can't be stored says why.
#[tokio::test]
async fn a_full_disk_says_so_keeps_what_is_stored_and_goes_on_when_there_is_room() -> Outcome {
    let app = TestApp::new()?;
    app.core.load(serde_json::from_value(json!([{ "title": "خبر", "source": "صحيفة" }]))?).await?;
    app.core.limit_growth(Some(0)).await?;
    let large: Vec<_> = (0..200)
        .map(|n| json!({ "title": format!("طويل {n}"), "body": "متن طويل ".repeat(2_000), "source": "صحيفة" }))
        .collect();
    let refused = app.core.load(serde_json::from_value(json!(large))?).await.err().ok_or("stored")?;
    assert_eq!(refused.code, ErrorCode::StorageFull);
    assert_eq!(app.list(Scope::All).await?.total, 1, "all or nothing");
    app.core.limit_growth(None).await?;
    app.core.load(serde_json::from_value(json!(large))?).await?;
    assert_eq!(app.list(Scope::All).await?.total, 201);
    Ok(())
}
