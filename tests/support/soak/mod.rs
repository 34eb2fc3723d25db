//! A reader's day that ends at any moment: a process that keeps, notes, follows, refreshes and leaves as a script made of
//! a seed says, and says aloud what it was told is done; and what must be true of its library however it ended.

pub mod power;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use serde_json::{Value, json};
use warraq_core::Core;
use warraq_core::api::ApiError;
use warraq_core::clock::FixedClock;

use crate::app::{NOON, Notes, open_with};
use crate::feeds::{Item, rss};
use crate::server::{Answer, FaultServer};

/// What a soak may end with.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Entries that each visit brings: all of them are there, or none.
const AT_ONCE: usize = 12;
/// The passage that is marked in articles.
const PASSAGE: &str = "جملة ثابتة يمكن تعليمها في كل مقال";

/// A small generator of numbers (Steele and others, `SplitMix64`): the same for the same seed, everywhere.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice that fall as the seed says.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 where that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { usize::try_from(self.roll() % end as u64).unwrap_or(0) }
    }
}

/// What a reader was told is done.
#[derive(Debug, Clone, Default)]
pub struct Told {
    kept: BTreeSet<i64>,
    notes: BTreeMap<i64, u64>,
    drafts: BTreeMap<i64, u64>,
    tags: BTreeSet<(i64, String)>,
    highlights: BTreeSet<i64>,
    collected: BTreeSet<(i64, i64)>,
    followed: BTreeSet<String>,
    left: BTreeSet<String>,
    /// The last setting told, and those tried since.
    setting: Option<(u64, Vec<u64>)>,
    /// Acts in all.
    pub acts: u64,
}

impl Told {
    /// Takes in a line of the day.
    pub fn hear(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let number = |at: usize| words.get(at).and_then(|word| word.parse::<i64>().ok()).unwrap_or_default();
        let sequence = |at: usize| words.get(at).and_then(|word| word.parse::<u64>().ok()).unwrap_or_default();
        let word = |at: usize| words.get(at).copied().unwrap_or_default().to_owned();
        match words.first().copied() {
            Some("kept") => drop(self.kept.insert(number(1))),
            Some("note") => drop(self.notes.insert(number(1), sequence(2))),
            Some("draft") => drop(self.drafts.insert(number(1), sequence(2))),
            Some("tag") => drop(self.tags.insert((number(1), word(2)))),
            Some("highlight") => drop(self.highlights.insert(number(1))),
            Some("collected") => drop(self.collected.insert((number(1), number(2)))),
            Some("followed") => {
                self.followed.insert(word(1));
            }
            // An act that may or may not have happened: from here on neither is wrong.
            Some("leaving") => drop(self.followed.remove(&word(1))),
            Some("following") => drop(self.left.remove(&word(1))),
            Some("left") => drop(self.left.insert(word(1))),
            Some("setting?") => {
                if let Some((_, tried)) = &mut self.setting {
                    tried.push(sequence(1));
                }
                return;
            }
            Some("setting") => self.setting = Some((sequence(1), Vec::new())),
            _ => return,
        }
        self.acts += 1;
    }

    /// What of it is not in a library's database; empty when nothing is lost.
    ///
    /// # Errors
    /// When the database can't be asked.
    pub fn lost(&self, db: &Connection) -> Outcome<Vec<String>> {
        let mut lost = Vec::new();
        let mut need = |what: String, sql: &str, values: &[&dyn rusqlite::ToSql]| -> Outcome<()> {
            if !db.prepare_cached(sql)?.exists(values)? {
                lost.push(what);
            }
            Ok(())
        };
        for id in &self.kept {
            need(format!("kept {id}"), "SELECT 1 FROM entries WHERE id = ?1 AND kept_at IS NOT NULL", &[id])?;
        }
        for (table, told) in [("notes", &self.notes), ("comment_drafts", &self.drafts)] {
            let sql = format!("SELECT 1 FROM {table} WHERE entry_id = ?1 AND CAST(substr(body, 2) AS INTEGER) >= ?2");
            for (id, sequence) in told {
                need(format!("{table} {id} {sequence}"), &sql, &[id, &i64::try_from(*sequence)?])?;
            }
        }
        for (id, tag) in &self.tags {
            need(
                format!("tag {tag} of {id}"),
                "SELECT 1 FROM tagged g JOIN tags t ON t.id = g.tag_id WHERE g.entry_id = ?1 AND t.title = ?2",
                &[id, tag],
            )?;
        }
        for id in &self.highlights {
            need(format!("highlight {id}"), "SELECT 1 FROM highlights WHERE id = ?1", &[id])?;
        }
        for (collection, id) in &self.collected {
            let sql = "SELECT 1 FROM collected WHERE collection_id = ?1 AND entry_id = ?2";
            need(format!("{id} in collection {collection}"), sql, &[collection, id])?;
        }
        for url in &self.followed {
            need(
                format!("followed {url}"),
                "SELECT 1 FROM feeds WHERE feed_url = ?1 AND unfollowed_at IS NULL",
                &[url],
            )?;
        }
        for url in &self.left {
            let sql = "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM feeds WHERE feed_url = ?1 AND unfollowed_at IS NULL)";
            need(format!("left {url}"), sql, &[url])?;
        }
        if let Some((value, tried)) = &self.setting {
            let now: Option<String> =
                db.query_row("SELECT value FROM settings WHERE key = 'reading_size'", [], |row| row.get(0)).ok();
            let allowed = |now: &String| now.parse::<u64>().is_ok_and(|now| now == *value || tried.contains(&now));
            if !now.as_ref().is_some_and(allowed) {
                lost.push(format!("setting {value}: {now:?}"));
            }
        }
        Ok(lost)
    }
}

/// What is wrong with a library's database itself: unsound, loose ends, half of a visit.
///
/// # Errors
/// When the database can't be asked.
pub fn unsound(db: &Connection) -> Outcome<Vec<String>> {
    let mut wrong = Vec::new();
    let verdict: String = db.query_row("PRAGMA integrity_check(3)", [], |row| row.get(0))?;
    if verdict != "ok" {
        wrong.push(verdict);
    }
    if db.prepare("PRAGMA foreign_key_check")?.exists([])? {
        wrong.push("a row names one that is not there".to_owned());
    }
    let mut select = db.prepare(
        "SELECT substr(title, 1, instr(title, '#') - 1), count(*) FROM entries WHERE instr(title, '#') > 0
         GROUP BY 1 HAVING count(*) <> ?1",
    )?;
    let mut rows = select.query([i64::try_from(AT_ONCE)?])?;
    while let Some(row) = rows.next()? {
        wrong.push(format!("half a visit: {} has {}", row.get::<_, String>(0)?, row.get::<_, i64>(1)?));
    }
    Ok(wrong)
}

async fn quick(library: &Path, minutes: u64) -> Result<Core, ApiError> {
    let clock = Arc::new(FixedClock::at(NOON + i64::try_from(minutes).unwrap_or(0) * 60_000));
    open_with(library, clock, Arc::new(Notes::default()), |config| config.net.spacing = Duration::ZERO)
}

/// Lives a day over a library until it is ended, or for so many acts.
///
/// # Errors
/// The core's own.
pub async fn live(library: &Path, seed: u64, most: usize) -> Outcome<()> {
    let mut dice = Dice::new(seed);
    let server = FaultServer::start().await;
    let port = server.port();
    for feed in 0..4 {
        server.handle(&format!("/{feed}"), move |_, visit| {
            let items: Vec<Item> = (0..AT_ONCE)
                .map(|n| {
                    let key = format!("{port}-{feed}-{visit}");
                    let words = "كلمات كثيرة تملأ المتن وتجعله نصا كاملا لا خلاصة. ".repeat(14);
                    Item {
                        guid: Some(format!("{key}-{n}")),
                        link: format!("/{key}/{n}"),
                        title: format!("{key}#{n}"),
                        html: format!("<p>{PASSAGE} {n}. {words}</p>"),
                        date: None,
                    }
                })
                .collect();
            Answer::rss(rss(&format!("صحيفة {port} {feed}"), &items))
        });
    }
    let core = quick(library, seed % 600).await?;
    say("ready");
    let mut followed: Vec<(i64, String)> = Vec::new();
    let mut sequence = seed.wrapping_mul(1_000);
    for _ in 0..most {
        sequence += 1;
        if let Err(error) = act(&core, &mut dice, &server, &mut followed, sequence).await {
            return Err(format!("an act failed: {error}").into());
        }
    }
    core.close().await;
    Ok(())
}

async fn act(
    core: &Core,
    dice: &mut Dice,
    server: &FaultServer,
    followed: &mut Vec<(i64, String)>,
    sequence: u64,
) -> Outcome<()> {
    let call = async |command: &str, request: Value| core.call(command, request).await;
    if followed.is_empty() {
        return follow(core, dice, server, followed).await;
    }
    let page = call("list_entries", json!({ "scope": { "kind": "all" }, "limit": 60 })).await?;
    let rows = page["items"].as_array().map_or(0, Vec::len);
    let id = page["items"][dice.below(rows)]["id"].as_i64().unwrap_or_default();
    match dice.below(14) {
        0 | 1 => {
            let (feed, _) = followed.get(dice.below(followed.len())).cloned().unwrap_or_default();
            call("refresh", json!({ "scope": { "kind": "feed", "id": feed } })).await?;
        }
        2 => {
            call("keep", json!({ "id": id })).await?;
            say(&format!("kept {id}"));
        }
        3 => {
            call("save_note", json!({ "id": id, "body": format!("n{sequence}") })).await?;
            say(&format!("note {id} {sequence}"));
        }
        4 => {
            call("save_comment_draft", json!({ "entry": id, "body": format!("d{sequence}") })).await?;
            say(&format!("draft {id} {sequence}"));
        }
        5 => {
            let tag = format!("وسم{}", dice.below(9));
            call("set_tags", json!({ "ids": [id], "add": [tag] })).await?;
            say(&format!("tag {id} {tag}"));
        }
        6 => {
            let saved = call("save_highlight", json!({ "entry": id, "text": PASSAGE, "color": "blue" })).await?;
            say(&format!("highlight {}", saved["highlight"]["id"]));
        }
        7 => {
            let made = call("create_collection", json!({ "title": format!("مجموعة {}", dice.below(5)) })).await?;
            call("set_collected", json!({ "ids": [id], "collection": made["id"], "member": true })).await?;
            say(&format!("collected {} {id}", made["id"]));
        }
        8 if followed.len() > 1 => {
            let (feed, url) = followed.swap_remove(dice.below(followed.len()));
            say(&format!("leaving {url}"));
            call("unsubscribe", json!({ "ids": [feed] })).await?;
            say(&format!("left {url}"));
        }
        9 => {
            let url = format!("http://127.0.0.1:9/{sequence}");
            let text = format!("<opml version='2.0'><body><outline type='rss' text='x' xmlUrl='{url}'/></body></opml>");
            call("import_opml", json!({ "text": text })).await?;
            say(&format!("followed {url}"));
        }
        10 => {
            let size = 14 + dice.below(19);
            say(&format!("setting? {size}"));
            call("update_settings", json!({ "reading_size": size })).await?;
            say(&format!("setting {size}"));
        }
        11 => {
            call("list_kept", json!({ "words": "صحيفة" })).await?;
        }
        12 => {
            call("mark_all_read", json!({ "scope": { "kind": "all" } })).await?;
        }
        _ => follow(core, dice, server, followed).await?,
    }
    Ok(())
}

async fn follow(core: &Core, dice: &mut Dice, server: &FaultServer, followed: &mut Vec<(i64, String)>) -> Outcome<()> {
    let url = server.url(&format!("/{}", dice.below(4))).to_string();
    if followed.iter().any(|(_, known)| *known == url) {
        return Ok(());
    }
    say(&format!("following {url}"));
    let done = core.call("subscribe", json!({ "feed_url": url })).await?;
    say(&format!("followed {url}"));
    followed.push((done["feed"]["id"].as_i64().unwrap_or_default(), url));
    Ok(())
}

/// One line on standard output, out before anything else happens.
#[allow(clippy::print_stdout)]
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(format!("{line}\n").as_bytes());
    let _ = out.flush();
}

/// Kills a day at random moments, so many times, over one library, and looks after each.
///
/// # Errors
/// With all that was lost or wrong, and the round's seed.
pub async fn soak(program: &Path, rounds: u64, seed: u64, mut progress: impl FnMut(u64, &Told)) -> Outcome<Told> {
    let folder = tempfile::tempdir()?;
    let library = folder.path().join("library");
    let mut told = Told::default();
    let mut dice = Dice::new(seed);
    for round in 0..rounds {
        // The later round has the greater number, so that what it writes is newer than what was told before.
        let own = round * 1_000_000 + dice.roll() % 1_000_000;
        let mut child = Command::new(program)
            .arg("live")
            .arg(&library)
            .arg(own.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let out = child.stdout.take().ok_or("no output")?;
        let (sender, lines) = std::sync::mpsc::channel();
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        // Most end a moment after some act, in the middle of another; some while the library is being opened.
        let early = dice.below(10) == 0;
        let wait = Duration::from_millis(dice.below(if early { 120 } else { 60 }) as u64);
        let mut awaited = 1 + dice.below(9);
        let mut ends = early.then(|| Instant::now() + wait);
        let give_up = Instant::now() + Duration::from_secs(60);
        loop {
            let until = ends.unwrap_or(give_up);
            match lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    told.hear(&line);
                    awaited = awaited.saturating_sub(1);
                    if awaited == 0 && ends.is_none() {
                        ends = Some(Instant::now() + wait);
                    }
                }
                Err(_) => break,
            }
        }
        if let Some(status) = child.try_wait()? {
            return Err(format!("round {round} (seed {own}) ended by itself: {status}").into());
        }
        child.kill()?;
        child.wait()?;
        let _ = reader.join();
        while let Ok(line) = lines.try_recv() {
            told.hear(&line);
        }
        let wrong = look(&library, &told).await?;
        if !wrong.is_empty() {
            let kept = folder.keep();
            return Err(format!("round {round} (seed {seed}), {}: {}", kept.display(), wrong.join("; ")).into());
        }
        progress(round + 1, &told);
    }
    Ok(told)
}

/// Opens a library after its process was ended, and says what is wrong with it.
async fn look(library: &Path, told: &Told) -> Outcome<Vec<String>> {
    if !library.join("warraq.sqlite").exists() {
        return Ok(if told.acts == 0 { Vec::new() } else { vec!["the library is gone".to_owned()] });
    }
    let core = quick(library, 0).await?;
    let tree = core.call("list_sources", json!({})).await?;
    let kept = core.call("list_kept", json!({ "limit": 1 })).await?["total"].as_i64().unwrap_or(-1);
    core.close().await;
    let db = Connection::open(library.join("warraq.sqlite"))?;
    let mut wrong = unsound(&db)?;
    wrong.extend(told.lost(&db)?);
    let number = |sql: &str, id: i64| db.prepare_cached(sql)?.query_row([id], |row| row.get::<_, i64>(0));
    let mut seen = HashSet::new();
    for category in tree["categories"].as_array().into_iter().flatten() {
        for feed in category["feeds"].as_array().into_iter().flatten() {
            let id = feed["id"].as_i64().unwrap_or_default();
            seen.insert(id);
            for (field, more) in [("total", ""), ("unread", " AND +read = 0")] {
                let sql = format!("SELECT count(*) FROM entries NOT INDEXED WHERE feed_id = ?1 AND hidden = 0{more}");
                let counted = number(&sql, id)?;
                if feed[field].as_i64() != Some(counted) {
                    wrong.push(format!("feed {id}: {field} says {}, there are {counted}", feed[field]));
                }
            }
        }
    }
    let counted = number("SELECT count(*) FROM entries NOT INDEXED WHERE kept_at IS NOT NULL AND id <> ?1", 0)?;
    if kept != counted {
        wrong.push(format!("{kept} kept, there are {counted}"));
    }
    if number("SELECT count(*) FROM feeds WHERE unfollowed_at IS NULL AND id <> ?1", 0)? != i64::try_from(seen.len())? {
        wrong.push("the sidebar does not show every source".to_owned());
    }
    Ok(wrong)
}
