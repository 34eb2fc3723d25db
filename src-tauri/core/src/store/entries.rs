//! Entries: storing what a refresh brought, lists by keyset, counts, read and kept states.

use std::collections::HashSet;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use super::columns::{color, direction, direction_text, json};
use super::copies;
use super::health::was_let_go;
use super::matching::{self, Known};
use super::sounds::{self, SOUND_AWAITED};
use super::subjects;
use super::texts::NewText;
use super::{StoreError, Window, pictures, texts, versions};
use crate::contract::{Cursor, Enclosure, EntryPage, EntrySubject, EntrySummary, LaneCounts};
use crate::html::Picture;
use crate::model::{Direction, EntryId, FeedId, MediaHash, Scope, Subject, SubjectFrom, TextOrigin, Timestamp};
use crate::subject::{Found, Name, fold_name};
use crate::text;

/// An entry as a refresh prepared it.
#[derive(Debug, Clone)]
pub(crate) struct NewEntry {
    pub(crate) identity: String,
    pub(crate) url: Option<String>,
    pub(crate) url_key: Option<String>,
    pub(crate) title: String,
    pub(crate) title_key: String,
    /// A hash of the text without its markup; none for a text of a few words.
    pub(crate) text_key: Option<String>,
    pub(crate) excerpt: String,
    pub(crate) direction: Direction,
    pub(crate) language: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) categories: Vec<String>,
    pub(crate) published: Option<Timestamp>,
    pub(crate) updated: Option<Timestamp>,
    pub(crate) content_hash: String,
    pub(crate) breaking: bool,
    pub(crate) is_excerpt: bool,
    pub(crate) pictures: EntryPictures,
    pub(crate) enclosures: Vec<Enclosure>,
    pub(crate) comments_url: Option<String>,
    pub(crate) comments_feed: Option<String>,
    pub(crate) comment_count: Option<u32>,
    pub(crate) text: NewText,
    /// What it is about, as far as it tells itself.
    pub(crate) subject: Found,
}

/// The pictures of a text and the one that leads it.
#[derive(Debug, Clone, Default)]
pub(crate) struct EntryPictures {
    pub(crate) lead: Option<Picture>,
    pub(crate) lead_alt: Option<String>,
    pub(crate) lead_caption: Option<String>,
    pub(crate) body: Vec<Picture>,
}

/// What storing a feed's entries changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Edited {
    pub(crate) added: u32,
    pub(crate) updated: u32,
    /// Entries of the document that were stored before, edited or not.
    pub(crate) known: u32,
}

/// So many new entries of one visit are unread; a flood's older ones come in as read (docs/decisions/0016-floods.md).
const UNREAD_AT_ONCE: usize = 200;
/// More new entries than this at one visit may be an archive rather than news.
const FLOOD: usize = 50;
/// So many new entries are taken at a visit to a feed that has entries already, the newest first.
const NEW_AT_ONCE: usize = 1_000;

/// Stores the entries of a feed: new ones are added, known ones edited, none removed.
pub(crate) fn upsert(
    db: &Connection,
    feed: FeedId,
    entries: &[NewEntry],
    now: Timestamp,
) -> Result<Edited, StoreError> {
    let mut identities = HashSet::new();
    let entries: Vec<&NewEntry> = entries.iter().filter(|entry| identities.insert(entry.identity.as_str())).collect();
    let first = !db.prepare_cached("SELECT 1 FROM entries WHERE feed_id = ?1 LIMIT 1")?.exists([feed.0])?;
    // Of a feed that has none nothing is known, and no identity has to change hands.
    let known = if first { vec![None; entries.len()] } else { matching::assign(db, feed, &entries)? };
    let fresh = newest_first(&entries, &known, now);
    let most = if first { fresh.len() } else { NEW_AT_ONCE };
    let mut read: HashSet<usize> = fresh.iter().skip(UNREAD_AT_ONCE).copied().collect();
    if !first && fresh.len() > FLOOD {
        // Of many at once, what is older than what is here is an archive that came to light.
        let newest: Timestamp = db
            .prepare_cached("SELECT max(published_at) FROM entries WHERE feed_id = ?1")?
            .query_row([feed.0], |row| row.get(0))?;
        read.extend(
            fresh.iter().filter(|place| entries.get(**place).is_some_and(|entry| sort_time(entry, now) < newest)),
        );
    }
    let left_out: HashSet<usize> = fresh.iter().skip(most).copied().collect();
    if !first {
        free_identities(db, feed, &entries, &known)?;
    }
    let mut edited = Edited::default();
    let any_let_go = db.prepare_cached("SELECT 1 FROM let_go WHERE feed_id = ?1 LIMIT 1")?.exists([feed.0])?;
    // From the last to the first: of entries of one time the first in the document is then the first in the list.
    for (place, (entry, known)) in entries.into_iter().zip(&known).enumerate().rev() {
        match known {
            Some(known) => {
                edited.known += 1;
                edited.updated += u32::from(edit(db, known, entry, now)?);
            }
            None if left_out.contains(&place) => {}
            // The reader's own limit let it go: it is no news that the feed lists it still.
            None if any_let_go && was_let_go(db, feed, entry)? => edited.known += 1,
            None => {
                insert(db, feed, entry, now, read.contains(&place))?;
                edited.added += 1;
            }
        }
    }
    Ok(edited)
}

/// Stores one entry and answers its number.
pub(crate) fn put(db: &Connection, feed: FeedId, entry: &NewEntry, now: Timestamp) -> Result<EntryId, StoreError> {
    let mut known = matching::assign(db, feed, &[entry])?;
    // One by itself, without the document that it stood in: what is merely alike is another one.
    known.iter_mut().for_each(|known| {
        *known = known.take().filter(|known| {
            known.identity == entry.identity
                || (entry.url_key.is_some() && known.url_key == entry.url_key)
                || known.content_hash == entry.content_hash
        });
    });
    free_identities(db, feed, &[entry], &known)?;
    match known.into_iter().flatten().next() {
        Some(known) => {
            edit(db, &known, entry, now)?;
            Ok(known.id)
        }
        None => insert(db, feed, entry, now, false),
    }
}

/// The places of the new entries, newest first; those without a date by their order in the document.
fn newest_first(entries: &[&NewEntry], known: &[Option<Known>], now: Timestamp) -> Vec<usize> {
    let mut fresh: Vec<(Timestamp, usize)> = entries
        .iter()
        .zip(known)
        .enumerate()
        .filter(|(_, (_, known))| known.is_none())
        .map(|(place, (entry, _))| (sort_time(entry, now), place))
        .collect();
    fresh.sort_by_key(|(at, place)| (std::cmp::Reverse(*at), *place));
    fresh.into_iter().map(|(_, place)| place).collect()
}

/// Lets go of the identities that change hands, so that none is held twice on the way. A row that is left without one
/// is still found by its address, title and text.
fn free_identities(
    db: &Connection,
    feed: FeedId,
    entries: &[&NewEntry],
    known: &[Option<Known>],
) -> Result<(), StoreError> {
    let mut free = db.prepare_cached(
        "UPDATE entries SET identity = 'x:' || id WHERE feed_id = ?1 AND identity = ?2 AND id IS NOT ?3",
    )?;
    for (entry, known) in entries.iter().zip(known) {
        if known.as_ref().is_none_or(|known| known.identity != entry.identity) {
            free.execute(params![feed.0, entry.identity, known.as_ref().map(|known| known.id.0)])?;
        }
    }
    Ok(())
}

/// Takes over what is new of a known entry. Answers whether there was anything new to read.
fn edit(db: &Connection, known: &Known, entry: &NewEntry, now: Timestamp) -> Result<bool, StoreError> {
    // What the reader keeps is not overwritten by something that shares no more than a GUID with it, then or ever after.
    // By what it is known the next time is noted all the same.
    let guarded = known.kept && (known.guarded || known.by_guid_alone);
    if guarded && known.content_hash != entry.content_hash {
        db.prepare_cached(
            "UPDATE entries SET url_key = coalesce(?2, url_key), title_key = ?3, text_key = ?4, content_hash = ?5,
                    guarded = 1
             WHERE id = ?1",
        )?
        .execute(params![known.id.0, entry.url_key, entry.title_key, entry.text_key, entry.content_hash])?;
        return Ok(false);
    }
    let moved = known.identity != entry.identity
        || (entry.url.is_some() && (known.url != entry.url || known.url_key != entry.url_key))
        || known.text_key != entry.text_key
        || (entry.comment_count.is_some() && known.comment_count != entry.comment_count);
    let taken = known.content_hash != entry.content_hash && update(db, known, entry, now)?;
    mend_time(db, known, entry, now)?;
    if moved {
        // What makes it the same entry the next time follows the publisher, whether or not the text does.
        db.prepare_cached(
            "UPDATE entries SET identity = ?2, url = coalesce(?3, url), url_key = coalesce(?4, url_key), text_key = ?5,
                    comment_count = coalesce(?6, comment_count) WHERE id = ?1",
        )?
        .execute(params![
            known.id.0,
            entry.identity,
            entry.url,
            entry.url_key,
            entry.text_key,
            entry.comment_count
        ])?;
    }
    if known.duplicate_of.is_some() && entry.url_key.is_some() && known.url_key != entry.url_key {
        // It went elsewhere: another article may be the same by now, or none.
        let original = copies::original(db, known.feed, entry)?.filter(|original| original.id != known.id);
        db.prepare_cached("UPDATE entries SET duplicate_of = ?2 WHERE id = ?1")?
            .execute(params![known.id.0, original.map(|original| original.id.0)])?;
    }
    Ok(taken)
}

/// When an entry takes its place. A time to come is a mistake or a scheduled post: then when it was first seen.
/// The first day of 1970 and what is before it is a program's zero, not a date.
fn sort_time(entry: &NewEntry, now: Timestamp) -> Timestamp {
    const FIRST_DAY: Timestamp = 24 * 60 * 60 * 1000;
    entry.published.filter(|at| (FIRST_DAY..=now).contains(at)).unwrap_or(now)
}

/// Gives an entry the publisher's date where a clock that was wrong when it came has left another: one that lies in what
/// is the future now, or the moment of a visit long before the article was published. A publisher's own mistake (a day
/// and a month exchanged) looks like the second, so that one needs the date to be past and a whole document of them.
fn mend_time(db: &Connection, known: &Known, entry: &NewEntry, now: Timestamp) -> Result<(), StoreError> {
    const DAY: Timestamp = 24 * 60 * 60 * 1000;
    let Some(at) = entry.published.filter(|at| *at == sort_time(entry, now)) else { return Ok(()) };
    let ahead = known.published_at > now + DAY || known.first_seen_at > now + DAY;
    let behind = known.came_before_its_time && known.published_at == known.first_seen_at;
    if ahead || behind {
        db.prepare_cached("UPDATE entries SET published_at = ?2, first_seen_at = ?3 WHERE id = ?1")?
            .execute(params![known.id.0, at, now])?;
    }
    Ok(())
}

fn insert(db: &Connection, feed: FeedId, entry: &NewEntry, now: Timestamp, read: bool) -> Result<EntryId, StoreError> {
    // Brought by another feed of the paper already: as read as it is there.
    let original = copies::original(db, feed, entry)?;
    if let Some(original) = original.filter(|_| entry.breaking) {
        db.prepare_cached("UPDATE entries SET breaking = 1 WHERE id = ?1")?.execute([original.id.0])?;
    }
    let read = original.map_or(read, |original| original.read);
    let (subject, subject_from) = subjects::of_found(db, feed, &entry.categories, entry.subject)?;
    let lead = entry.pictures.lead.as_ref();
    db.prepare_cached(
        "INSERT INTO entries (feed_id, identity, url, url_key, title, title_key, excerpt, direction, language, authors,
             categories, published_at, updated_at, first_seen_at, content_hash, breaking, is_excerpt, lead_key,
             lead_alt, lead_caption, comments_url, comments_feed, comment_count, text_key, read,
             duplicate_of, subject, subject_from)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
             ?23, ?24, ?25, ?26, ?27, ?28)",
    )?
    .execute(params![
        feed.0,
        entry.identity,
        entry.url,
        entry.url_key,
        entry.title,
        entry.title_key,
        entry.excerpt,
        direction_text(entry.direction),
        entry.language,
        strings(&entry.authors),
        strings(&entry.categories),
        sort_time(entry, now),
        entry.updated,
        now,
        entry.content_hash,
        entry.breaking,
        entry.is_excerpt,
        lead.map(|lead| lead.key.as_str()),
        lead.and(entry.pictures.lead_alt.as_deref()),
        lead.and(entry.pictures.lead_caption.as_deref()),
        entry.comments_url,
        entry.comments_feed,
        entry.comment_count,
        entry.text_key,
        read,
        original.map(|original| original.id.0),
        subject,
        subject_from,
    ])?;
    let id = EntryId(db.last_insert_rowid());
    texts::set(db, id, TextOrigin::Feed, &entry.text, now)?;
    pictures::attach_first(db, id, &entry.pictures)?;
    sounds::attach(db, id, &entry.enclosures)?;
    Ok(id)
}

/// Takes a publisher's edit over. For a kept entry a text that has shrunk to less than half is refused: a publisher that
/// empties its feed must not empty what the reader kept. Answers whether anything was taken over.
fn update(db: &Connection, known: &Known, entry: &NewEntry, now: Timestamp) -> Result<bool, StoreError> {
    if known.kept {
        let before = texts::get(db, known.id, TextOrigin::Feed)?.map_or(0, |text| text.words);
        if entry.text.words.saturating_mul(2) < before {
            return Ok(false);
        }
    }
    versions::remember(db, known.id, TextOrigin::Feed, (&entry.title, &entry.text), now)?;
    versions::page_is_stale(db, known.id)?;
    db.prepare_cached(
        "UPDATE entries SET title = ?2, title_key = ?3, excerpt = ?4, direction = ?5, language = ?6, authors = ?7,
                categories = ?8, updated_at = ?9, content_hash = ?10, breaking = ?11, is_excerpt = ?12,
                comments_url = ?13, comments_feed = ?14
         WHERE id = ?1",
    )?
    .execute(params![
        known.id.0,
        entry.title,
        entry.title_key,
        entry.excerpt,
        direction_text(entry.direction),
        entry.language,
        strings(&entry.authors),
        strings(&entry.categories),
        entry.updated.unwrap_or(now),
        entry.content_hash,
        entry.breaking,
        entry.is_excerpt,
        entry.comments_url,
        entry.comments_feed,
    ])?;
    attach(db, known.id, entry, now)?;
    subjects::set_found(db, known.id, known.feed, &entry.categories, entry.subject)?;
    Ok(true)
}

/// Stores what hangs on an entry in the place of what hung there: text, pictures, enclosures.
fn attach(db: &Connection, id: EntryId, entry: &NewEntry, now: Timestamp) -> Result<(), StoreError> {
    texts::set(db, id, TextOrigin::Feed, &entry.text, now)?;
    pictures::attach(db, id, TextOrigin::Feed, &entry.pictures)?;
    sounds::attach(db, id, &entry.enclosures)
}

/// Whether the text that the reader is to get is here: the page's where one is needed.
pub(super) const TEXT_HERE: &str = "(coalesce(e.text_choice, f.full_text) IN ('feed', 'original') OR e.url IS NULL
    OR (coalesce(e.text_choice, f.full_text) = 'auto' AND e.is_excerpt = 0)
    OR EXISTS (SELECT 1 FROM texts t WHERE t.entry_id = e.id AND t.origin = 'page'))";

/// The article's comments belong to it when its feed names where they are and says that there are any. They count as
/// missing until they were tried once: what is said under an article may be out of reach for ever, and the article is no
/// less whole for it (docs/decisions/0020-comments.md).
pub(super) const COMMENTS_AWAITED: &str = "(e.comments_feed IS NOT NULL AND e.comment_count > 0
    AND NOT EXISTS (SELECT 1 FROM comment_threads ct WHERE ct.entry_id = e.id
                    AND (ct.fetched_at IS NOT NULL OR ct.fault_code IS NOT NULL)))";

/// Which text is shown.
pub(super) const SHOWN_ORIGIN: &str = "CASE WHEN coalesce(e.text_choice, f.full_text) NOT IN ('feed', 'original')
    AND EXISTS (SELECT 1 FROM texts t WHERE t.entry_id = e.id AND t.origin = 'page') THEN 'page' ELSE 'feed' END";

/// The columns of a row of the list, for [`summary`].
fn summary_columns() -> String {
    format!(
        "e.id, e.feed_id, coalesce(f.custom_title, f.title), e.title, e.excerpt, e.direction, e.language, e.url,
         e.published_at, e.read, e.kept_at IS NOT NULL, e.breaking, p.thumb, e.lead_key IS NOT NULL, e.categories,
         e.subject, e.subject_from,
         CASE WHEN e.kept_at IS NULL THEN 0 ELSE {TEXT_HERE} AND NOT EXISTS (
             SELECT 1 FROM entry_pictures ep JOIN pictures ip ON ip.key = ep.key
             WHERE ep.entry_id = e.id AND ip.hash IS NULL AND ep.origin IN ('lead', {SHOWN_ORIGIN}))
             AND NOT {COMMENTS_AWAITED} AND NOT {SOUND_AWAITED} END"
    )
}

/// What the columns of [`summary_columns`] come from, beside `entries e`. CROSS JOIN: SQLite then keeps entries in the
/// outer loop, where their index brings them in the order of the list.
const SUMMARY_JOINS: &str = "CROSS JOIN feeds f ON f.id = e.feed_id LEFT JOIN pictures p ON p.key = e.lead_key";

/// Kept entries.
const KEPT: &str = "entries e INDEXED BY entries_kept";

fn summary(row: &Row<'_>) -> Result<EntrySummary, StoreError> {
    let feed: i64 = row.get(1)?;
    let source: String = row.get(2)?;
    let way: String = row.get(5)?;
    let thumb: Option<String> = row.get(12)?;
    let categories: String = row.get(14)?;
    let subject = row.get::<_, Option<String>>(15)?.as_deref().and_then(Subject::parse);
    let from: Option<String> = row.get(16)?;
    Ok(EntrySummary {
        id: EntryId(row.get(0)?),
        feed_id: FeedId(feed),
        monogram: text::monogram(&source),
        color: color(feed),
        title: row.get(3)?,
        excerpt: row.get(4)?,
        direction: direction(&way),
        language: row.get(6)?,
        url: row.get(7)?,
        published_at: row.get(8)?,
        unread: !row.get::<_, bool>(9)?,
        kept: row.get(10)?,
        breaking: row.get(11)?,
        thumb: thumb.as_deref().and_then(MediaHash::parse),
        pictured: row.get(13)?,
        categories: telling(json(&categories)?, &source, subject),
        source,
        offline: row.get(17)?,
        subject: subject
            .map(|key| EntrySubject { key, automatic: from.as_deref() == Some(SubjectFrom::Automatic.as_str()) }),
    })
}

/// The publisher's sections without those that say nothing, or nothing beside the subject.
fn telling(sections: Vec<String>, source: &str, subject: Option<Subject>) -> Vec<String> {
    let is_telling = |name: &String| match fold_name(name, source, None) {
        Name::Subject(named) => Some(named) != subject,
        Name::Other => true,
        Name::Junk | Name::Breaking => false,
    };
    sections.into_iter().filter(is_telling).collect()
}

/// The statement of a page and its values.
pub(super) fn page_statement(window: &Window, cursor: Option<Cursor>, limit: u32) -> (String, Vec<Value>) {
    let (mut condition, mut values) = window.condition();
    if let Some(cursor) = cursor {
        condition.push_str(" AND (e.published_at, e.id) < (?, ?)");
        values.extend([Value::from(cursor.at), Value::from(cursor.id.0)]);
    }
    values.push(Value::from(i64::from(limit)));
    let statement = format!(
        "SELECT {} FROM entries e INDEXED BY {} {SUMMARY_JOINS} WHERE {condition}
         ORDER BY e.published_at DESC, e.id DESC LIMIT ?",
        summary_columns(),
        window.order()
    );
    (statement, values)
}

/// A page of a list, newest first.
pub(crate) fn page(
    db: &Connection,
    window: &Window,
    cursor: Option<Cursor>,
    limit: u32,
) -> Result<EntryPage, StoreError> {
    let (statement, values) = page_statement(window, cursor, limit.saturating_add(1));
    let mut select = db.prepare_cached(&statement)?;
    let mut rows = select.query(params_from_iter(values))?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        items.push(summary(row)?);
    }
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > wanted;
    items.truncate(wanted);
    let next = items.last().filter(|_| more).map(|last| Cursor { at: last.published_at, id: last.id });
    let total = count(db, window)?;
    let unread = if window.unread_only { total } else { count(db, &Window { unread_only: true, ..*window })? };
    Ok(EntryPage { items, next, total, unread })
}

/// The statement of a count and its values.
pub(super) fn count_statement(window: &Window) -> (String, Vec<Value>) {
    if matches!(window.scope, Scope::All) {
        // A whole index is counted four times as fast as its rows are looked at, and copies are few.
        let [shown, copy] =
            ["e", "c"].map(|row| if window.unread_only { format!(" AND {row}.read = 0") } else { String::new() });
        let statement = format!(
            "SELECT (SELECT count(*) FROM entries e INDEXED BY {} WHERE e.hidden = 0{shown})
                - (SELECT count(*) FROM entries c INDEXED BY entries_copies
                   WHERE c.duplicate_of IS NOT NULL AND c.hidden = 0{copy})",
            window.members()
        );
        return (statement, Vec::new());
    }
    let (condition, values) = window.condition();
    (format!("SELECT count(*) FROM entries e INDEXED BY {} WHERE {condition}", window.members()), values)
}

/// How many entries a window has.
pub(crate) fn count(db: &Connection, window: &Window) -> Result<u32, StoreError> {
    let (statement, values) = count_statement(window);
    Ok(db.prepare_cached(&statement)?.query_row(params_from_iter(values), |row| row.get(0))?)
}

/// The counts of the lanes.
pub(crate) fn lanes(db: &Connection, today: Timestamp, breaking: Timestamp) -> Result<LaneCounts, StoreError> {
    let window = |scope, unread_only| Window { scope, unread_only, today, breaking };
    let offline = db
        .prepare_cached(&format!(
            "SELECT count(*) FROM (SELECT {} AS offline FROM {KEPT} {SUMMARY_JOINS} WHERE {})
             WHERE offline",
            summary_columns(),
            copies::KEPT_ONCE
        ))?
        .query_row([], |row| row.get(0))?;
    Ok(LaneCounts {
        breaking: count(db, &window(Scope::Breaking, true))?,
        today: count(db, &window(Scope::Today, true))?,
        unread: count(db, &window(Scope::All, true))?,
        kept: count(db, &window(Scope::Kept, false))?,
        offline,
    })
}

/// One row.
pub(crate) fn one(db: &Connection, id: EntryId) -> Result<EntrySummary, StoreError> {
    db.prepare_cached(&format!("SELECT {} FROM entries e {SUMMARY_JOINS} WHERE e.id = ?1", summary_columns()))?
        .query_row([id.0], |row| Ok(summary(row)))
        .optional()?
        .ok_or(StoreError::NoSuch("entry"))?
}

/// Number and title of a feed's unread entries that arrived since `since` and that no other feed brought, newest first.
pub(crate) fn arrived(
    db: &Connection,
    feed: FeedId,
    since: Timestamp,
    most: u32,
) -> Result<Vec<(EntryId, String)>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT id, title FROM entries INDEXED BY entries_unread_by_feed
         WHERE feed_id = ?1 AND hidden = 0 AND read = 0 AND duplicate_of IS NULL AND first_seen_at >= ?2
         ORDER BY published_at DESC, id DESC LIMIT ?3",
    )?;
    let rows = select.query_map(params![feed.0, since, most], |row| Ok((EntryId(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether an entry's comments belong to it and were not tried yet.
pub(super) fn awaits_comments(db: &Connection, id: EntryId) -> Result<bool, StoreError> {
    let sql = format!("SELECT 1 FROM entries e WHERE e.id = ?1 AND {COMMENTS_AWAITED}");
    Ok(db.prepare_cached(&sql)?.exists([id.0])?)
}

/// Marks entries, and the same articles in other feeds; answers those that changed.
pub(crate) fn set_read(db: &Connection, ids: &[EntryId], read: bool) -> Result<Vec<EntryId>, StoreError> {
    let mut update = db.prepare_cached("UPDATE entries SET read = ?2 WHERE id = ?1 AND read <> ?2")?;
    let mut changed = Vec::new();
    for id in ids {
        for id in copies::group(db, *id)? {
            if update.execute(params![id.0, read])? > 0 {
                changed.push(id);
            }
        }
    }
    Ok(changed)
}

/// Marks a window read; answers those that changed, first the window's own, and how many those are.
pub(crate) fn mark_all_read(
    db: &Connection,
    window: &Window,
    seen_before: Timestamp,
) -> Result<(Vec<EntryId>, usize), StoreError> {
    let unread = Window { unread_only: true, ..*window };
    let (condition, mut values) = unread.condition();
    values.push(Value::from(seen_before));
    let sql = format!(
        "UPDATE entries SET read = 1 WHERE id IN (
             SELECT e.id FROM entries e INDEXED BY {} WHERE {condition} AND e.first_seen_at <= ?) RETURNING id",
        unread.members()
    );
    let mut update = db.prepare_cached(&sql)?;
    let rows = update.query_map(params_from_iter(values), |row| row.get(0).map(EntryId))?;
    let mut changed: Vec<EntryId> = rows.collect::<Result<_, _>>()?;
    let own = changed.len();
    if own > 0 {
        changed.extend(copies::read_too(db)?);
    }
    Ok((changed, own))
}

/// Keeps an entry (`Some(now)`), or lets it go together with the same article in other feeds. Answers those that it
/// is about.
pub(crate) fn set_kept(db: &Connection, id: EntryId, kept_at: Option<Timestamp>) -> Result<Vec<EntryId>, StoreError> {
    let known = db.prepare_cached("SELECT 1 FROM entries WHERE id = ?1")?.exists([id.0])?;
    if !known {
        return Err(StoreError::NoSuch("entry"));
    }
    // One is enough to read it by; keeping it again does not change when it was kept.
    if let Some(now) = kept_at {
        db.prepare_cached("UPDATE entries SET kept_at = coalesce(kept_at, ?2) WHERE id = ?1")?
            .execute(params![id.0, now])?;
        return Ok(vec![id]);
    }
    let all = copies::group(db, id)?;
    let mut update = db.prepare_cached("UPDATE entries SET kept_at = NULL WHERE id = ?1")?;
    for id in &all {
        update.execute([id.0])?;
    }
    Ok(all)
}

/// Those of some entries that are kept and not wholly here.
pub(crate) fn kept_among(db: &Connection, ids: &[EntryId]) -> Result<Vec<EntryId>, StoreError> {
    let rows = ids.iter().map(|id| one(db, *id)).filter(|row| !matches!(row, Err(StoreError::NoSuch(_))));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(rows.into_iter().filter(|row| row.kept && !row.offline).map(|row| row.id).collect())
}

/// Kept entries that are not wholly here and of which a piece may be tried by `due`: what `offline` has still to do.
pub(crate) fn incomplete(db: &Connection, due: Timestamp, limit: u32) -> Result<Vec<EntryId>, StoreError> {
    let mut select = db.prepare_cached(&format!(
        "SELECT id FROM (SELECT {} AS offline FROM {KEPT} {SUMMARY_JOINS} WHERE e.kept_at IS NOT NULL) AS row
         WHERE NOT offline AND (
             EXISTS (SELECT 1 FROM entry_pictures ep JOIN pictures ip ON ip.key = ep.key
                     WHERE ep.entry_id = row.id AND ip.hash IS NULL AND coalesce(ip.retry_at, 0) <= ?1)
             OR EXISTS (SELECT 1 FROM enclosures n WHERE n.entry_id = row.id AND n.wanted_at IS NOT NULL
                        AND n.hash IS NULL AND coalesce(n.retry_at, 0) <= ?1)
             OR NOT EXISTS (SELECT 1 FROM page_faults pf WHERE pf.entry_id = row.id AND pf.retry_at > ?1))
         UNION SELECT e.id FROM entries e INDEXED BY entries_page_stale
         WHERE e.page_stale = 1 AND e.kept_at IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM page_faults pf WHERE pf.entry_id = e.id AND pf.retry_at > ?1)
         UNION SELECT e.id FROM {KEPT} JOIN comment_threads ct ON ct.entry_id = e.id
         WHERE e.kept_at IS NOT NULL AND e.comments_feed IS NOT NULL AND e.comment_count > 0
           AND ct.fetched_at IS NULL AND ct.failures < 8 AND ct.retry_at <= ?1
         LIMIT ?2",
        summary_columns()
    ))?;
    let rows = select.query_map(params![due, limit], |row| row.get(0).map(EntryId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn strings(list: &[String]) -> String {
    serde_json::to_string(list).unwrap_or_else(|_| "[]".to_owned())
}
