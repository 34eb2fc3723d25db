//! Answers of the real core over the demo world, for the interface's tests: what the window is shown there is what the
//! core says, so it can't drift. Made afresh for each run; nothing of it is committed.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value, json};
use warraq_core::api::ApiError;
use warraq_core::model::{MediaHash, Scope};
use warraq_world::{Options, World};

use crate::app::{NOON, TestApp};

/// Writes `answers.json` (the full library), `first-start.json` (an empty one) and `media/<hash>` into `folder`.
///
/// # Errors
/// When the world can't be served, the core refuses something, or a file can't be written.
pub async fn write(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::create_dir_all(folder.join("media"))?;
    let world = World::start(Options::at(NOON))?;
    // The ports change from run to run; the papers' names do not.
    let hosts: Vec<(String, String)> = world
        .papers()
        .into_iter()
        .map(|paper| {
            let origin = paper.site_url.trim_end_matches('/').to_owned();
            (origin, format!("https://{}.example", paper.slug))
        })
        .collect();
    let app = TestApp::new()?;
    let mut recorder = Recorder { app: &app, calls: Vec::new() };
    recorder.first_start(&world).await?;
    recorder.save(&folder.join("first-start.json"), &hosts)?;

    recorder.calls.clear();
    recorder.follow_all(&world).await?;
    recorder.library().await?;
    recorder.save(&folder.join("answers.json"), &hosts)?;
    for hash in recorder.hashes() {
        let Some(parsed) = MediaHash::parse(&hash) else { continue };
        if let Some((bytes, _)) = app.core.media(parsed).await {
            std::fs::write(folder.join("media").join(&hash), bytes)?;
        }
    }
    app.core.close().await;
    world.stop();
    Ok(())
}

struct Recorder<'a> {
    app: &'a TestApp,
    calls: Vec<Value>,
}

impl Recorder<'_> {
    /// Calls a command and notes its answer or its error.
    async fn note(&mut self, command: &str, request: Value) -> Result<Value, ApiError> {
        let outcome = self.app.call(command, request.clone()).await;
        self.calls.push(match &outcome {
            Ok(answer) => json!({ "command": command, "request": request, "answer": answer }),
            Err(error) => json!({ "command": command, "request": request, "error": error }),
        });
        outcome
    }

    /// An empty library: the invitation, and what one can paste there.
    async fn first_start(&mut self, world: &warraq_world::Running) -> Result<(), ApiError> {
        self.note("app_info", json!({})).await?;
        self.note("list_sources", json!({})).await?;
        self.note("list_directory", json!({})).await?;
        self.note("list_entries", json!({ "scope": { "kind": "all" } })).await?;
        self.note("list_entries", json!({ "scope": { "kind": "today" } })).await?;
        for paper in world.papers() {
            self.note("discover", json!({ "address": paper.site_url })).await?;
        }
        let _ = self.note("discover", json!({ "address": "مرحبا" })).await;
        let _ = self.note("discover", json!({ "address": format!("{}nothing-here", world.index_url()) })).await;
        Ok(())
    }

    /// Follows every paper, keeps three articles, reads some, lets one paper fail.
    async fn follow_all(&mut self, world: &warraq_world::Running) -> Result<(), ApiError> {
        let categories = ["سياسة", "سياسة", "اقتصاد", "علوم وثقافة", "علوم وثقافة", "سياسة", "اقتصاد", "عالم"];
        for (paper, category) in world.papers().iter().zip(categories) {
            let request = json!({ "feed_url": paper.feed_url, "category": category });
            self.app.call("subscribe", request).await?;
        }
        self.arrange().await?;
        let newest = self.app.list(Scope::All).await?.items;
        for row in newest.iter().filter(|row| row.pictured).step_by(9).take(3) {
            self.app.keep(row.id).await?;
        }
        let read: Vec<_> = newest.iter().skip(4).step_by(5).map(|row| row.id).collect();
        self.app.call("set_read", json!({ "ids": read, "read": true })).await?;
        // Every article as an opened one, so that pictures and pages are here.
        for row in &newest {
            self.app.call("complete_entry", json!({ "id": row.id })).await?;
        }
        if let Some(paper) = world.papers().last() {
            world.set_status(&paper.slug, Some(503));
        }
        self.note("refresh", json!({ "scope": { "kind": "all" } })).await?;
        self.app.core.settle().await;
        Ok(())
    }

    /// Puts a category into another, and adds an empty one.
    async fn arrange(&mut self) -> Result<(), ApiError> {
        let tree = self.app.call("list_sources", json!({ "utc_offset_minutes": 0 })).await?;
        let science = tree["categories"].as_array().into_iter().flatten().find(|each| each["title"] == "علوم وثقافة");
        let Some(science) = science else { return Ok(()) };
        let inner = json!({ "title": "فضاء وفلك", "parent": science["id"] });
        let inner = self.app.call("create_category", inner).await?;
        let first = science["feeds"][0]["id"].clone();
        self.app.call("update_feeds", json!({ "ids": [first], "category": inner["id"] })).await?;
        self.app.call("create_category", json!({ "title": "محلّيات" })).await?;
        Ok(())
    }

    /// Everything that the window may ask.
    async fn library(&mut self) -> Result<(), ApiError> {
        self.note("app_info", json!({})).await?;
        let tree = self.note("list_sources", json!({})).await?;
        self.note("list_health", json!({})).await?;
        self.note("schedule_status", json!({})).await?;
        self.note("list_directory", json!({})).await?;
        self.note("get_settings", json!({})).await?;
        self.note("export_opml", json!({})).await?;
        let mut scopes: Vec<Value> =
            ["all", "today", "breaking", "kept"].into_iter().map(|kind| json!({ "kind": kind })).collect();
        for category in tree["categories"].as_array().into_iter().flatten() {
            scopes.push(json!({ "kind": "category", "id": category["id"] }));
            for feed in category["feeds"].as_array().into_iter().flatten() {
                scopes.push(json!({ "kind": "feed", "id": feed["id"] }));
            }
        }
        for scope in scopes {
            self.note("list_entries", json!({ "scope": scope, "limit": 500 })).await?;
        }
        for row in self.app.list(Scope::All).await?.items {
            self.note("get_entry", json!({ "id": row.id })).await?;
            self.note("list_related", json!({ "id": row.id })).await?;
            let thread = self.note("get_comments", json!({ "id": row.id })).await?;
            if thread["count"].as_u64() > Some(0) {
                self.note("fetch_comments", json!({ "id": row.id })).await?;
                // One paper does not answer.
                let _ = self.note("check_comment_form", json!({ "id": row.id })).await;
            }
        }
        Ok(())
    }

    /// The hashes of all pictures that the answers name.
    fn hashes(&self) -> Vec<String> {
        let text = Value::Array(self.calls.clone()).to_string();
        let mut hashes: Vec<String> = text
            .split(|letter: char| !letter.is_ascii_hexdigit())
            .filter(|run| MediaHash::parse(run).is_some())
            .map(str::to_owned)
            .collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    }

    fn save(&self, path: &Path, hosts: &[(String, String)]) -> std::io::Result<()> {
        let media: BTreeMap<String, String> =
            self.hashes().into_iter().map(|hash| (hash.clone(), format!("media/{hash}"))).collect();
        let mut recording = Map::new();
        recording.insert("calls".into(), Value::Array(self.calls.clone()));
        recording.insert("media".into(), json!(media));
        let mut text = serde_json::to_string_pretty(&Value::Object(recording))?;
        for (origin, name) in hosts {
            text = text.replace(origin, name);
        }
        text = text.replace(&self.app.folder().display().to_string(), "/home/reader/.local/share/warraq");
        std::fs::write(path, text)
    }
}
