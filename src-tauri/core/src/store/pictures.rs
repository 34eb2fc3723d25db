//! Pictures by address, and the stored files by the hash of their bytes.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};

use super::{EntryPictures, StoreError, extras, open, rows};
use crate::contract::Fault;
use crate::html::Picture;
use crate::model::{EntryId, MediaHash, TextOrigin, Timestamp};

/// A picture that is not here yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MissingPicture {
    pub(crate) key: String,
    pub(crate) url: String,
    pub(crate) failures: u32,
}

/// A stored file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredMedia {
    pub(crate) hash: MediaHash,
    pub(crate) mime: String,
    pub(crate) bytes: u64,
    pub(crate) width: Option<u32>,
    pub(crate) height: Option<u32>,
}

/// Says which pictures an entry's text of that origin shows, and which one leads it. A page's lead takes the feed's
/// place only where the feed names none.
pub(crate) fn attach(
    db: &Connection,
    id: EntryId,
    origin: TextOrigin,
    pictures: &EntryPictures,
) -> Result<(), StoreError> {
    let origin_text = match origin {
        TextOrigin::Feed => "feed",
        TextOrigin::Page => "page",
    };
    db.prepare_cached("DELETE FROM entry_pictures WHERE entry_id = ?1 AND origin = ?2")?
        .execute(params![id.0, origin_text])?;
    for (position, picture) in pictures.body.iter().enumerate() {
        link(db, id, origin_text, position, picture)?;
    }
    let Some(lead) = &pictures.lead else { return Ok(()) };
    let has_lead = db.prepare_cached("SELECT 1 FROM entries WHERE id = ?1 AND lead_key IS NOT NULL")?.exists([id.0])?;
    if origin == TextOrigin::Page && has_lead {
        db.prepare_cached("UPDATE entries SET lead_caption = coalesce(lead_caption, ?2) WHERE id = ?1")?
            .execute(params![id.0, pictures.lead_caption])?;
        return Ok(());
    }
    db.prepare_cached("DELETE FROM entry_pictures WHERE entry_id = ?1 AND origin = 'lead'")?.execute([id.0])?;
    link(db, id, "lead", 0, lead)?;
    db.prepare_cached("UPDATE entries SET lead_key = ?2, lead_alt = ?3, lead_caption = ?4 WHERE id = ?1")?
        .execute(params![id.0, lead.key, pictures.lead_alt, pictures.lead_caption])?;
    Ok(())
}

/// The same for a new entry, whose row names its lead already.
pub(super) fn attach_first(db: &Connection, id: EntryId, pictures: &EntryPictures) -> Result<(), StoreError> {
    for (position, picture) in pictures.body.iter().enumerate() {
        link(db, id, "feed", position, picture)?;
    }
    pictures.lead.as_ref().map_or(Ok(()), |lead| link(db, id, "lead", 0, lead))
}

fn link(db: &Connection, id: EntryId, origin: &str, position: usize, picture: &Picture) -> Result<(), StoreError> {
    db.prepare_cached("INSERT INTO pictures (key, url) VALUES (?1, ?2) ON CONFLICT (key) DO NOTHING")?
        .execute(params![picture.key, picture.url.as_str()])?;
    db.prepare_cached(
        "INSERT INTO entry_pictures (entry_id, origin, position, key) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    )?
    .execute(params![id.0, origin, i64::try_from(position).unwrap_or(i64::MAX), picture.key])?;
    Ok(())
}

const SHOWN: &str = "ep.entry_id = ?1 AND ep.origin IN ('lead', ?2)";

fn shown_origin(shows_page: bool) -> &'static str {
    if shows_page { "page" } else { "feed" }
}

/// The pictures of an entry that are not here. With `due`, only those whose next attempt may be made by then.
pub(crate) fn missing(
    db: &Connection,
    id: EntryId,
    shows_page: bool,
    due: Option<Timestamp>,
) -> Result<Vec<MissingPicture>, StoreError> {
    let mut select = db.prepare_cached(&format!(
        "SELECT DISTINCT p.key, p.url, p.failures FROM entry_pictures ep JOIN pictures p ON p.key = ep.key
         WHERE {SHOWN} AND p.hash IS NULL AND (?3 IS NULL OR p.retry_at IS NULL OR p.retry_at <= ?3)"
    ))?;
    let rows = select.query_map(params![id.0, shown_origin(shows_page), due], |row| {
        Ok(MissingPicture { key: row.get(0)?, url: row.get(1)?, failures: row.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many pictures an entry shows, how many of them are here, and the first fault among the others.
pub(crate) fn progress(
    db: &Connection,
    id: EntryId,
    shows_page: bool,
) -> Result<(u32, u32, Option<Fault>, bool), StoreError> {
    let mut select = db.prepare_cached(&format!(
        "SELECT p.hash IS NOT NULL, p.failures, p.retry_at, p.fault_code, p.fault_params, p.fault_at
         FROM entry_pictures ep JOIN pictures p ON p.key = ep.key WHERE {SHOWN} GROUP BY p.key"
    ))?;
    let mut rows = select.query(params![id.0, shown_origin(shows_page)])?;
    let (mut total, mut here, mut first, mut untried) = (0, 0, None, false);
    while let Some(row) = rows.next()? {
        total += 1;
        if row.get::<_, bool>(0)? {
            here += 1;
            continue;
        }
        let fault = rows::fault(row, 3, row.get(1)?, row.get(2)?)?;
        untried |= fault.is_none();
        first = first.or(fault);
    }
    Ok((here, total, first, untried))
}

/// How many pieces of an entry are here, of how many: its text and each picture that it shows.
pub(crate) fn pieces(db: &Connection, id: EntryId) -> Result<(u32, u32), StoreError> {
    let extras = extras::extras(db, id)?;
    let (here, total, ..) = progress(db, id, extras.shows_page)?;
    Ok((here + u32::from(!extras.needs_page || extras.shows_page), total + 1))
}

/// The stored pictures of an entry by key.
pub(crate) fn stored(db: &Connection, id: EntryId) -> Result<HashMap<String, String>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT DISTINCT p.key, p.hash FROM entry_pictures ep JOIN pictures p ON p.key = ep.key
         WHERE ep.entry_id = ?1 AND p.hash IS NOT NULL",
    )?;
    let rows = select.query_map([id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Records that a picture is here, with its thumbnail if one was made.
pub(crate) fn set_stored(
    db: &Connection,
    key: &str,
    picture: &StoredMedia,
    thumb: Option<&StoredMedia>,
    now: Timestamp,
) -> Result<(), StoreError> {
    for media in std::iter::once(picture).chain(thumb) {
        add_media(db, media, now)?;
    }
    db.prepare_cached(
        "UPDATE pictures SET hash = ?2, thumb = ?3, fault_code = NULL, fault_params = NULL, fault_at = NULL,
                failures = 0, retry_at = NULL
         WHERE key = ?1",
    )?
    .execute(params![key, picture.hash.as_str(), thumb.map(|thumb| thumb.hash.as_str())])?;
    Ok(())
}

/// Whether the library names a stored file.
pub(crate) fn is_stored(db: &Connection, hash: &str) -> Result<bool, StoreError> {
    Ok(db.prepare_cached("SELECT 1 FROM media WHERE hash = ?1")?.exists([hash])?)
}

/// Names a file that is on disk.
pub(super) fn add_media(db: &Connection, media: &StoredMedia, now: Timestamp) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO media (hash, mime, bytes, width, height, stored_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (hash) DO NOTHING",
    )?
    .execute(params![
        media.hash.as_str(),
        media.mime,
        i64::try_from(media.bytes).unwrap_or(i64::MAX),
        media.width,
        media.height,
        now
    ])?;
    Ok(())
}

/// Records why a picture could not be had.
pub(crate) fn set_fault(db: &Connection, key: &str, fault: &Fault) -> Result<(), StoreError> {
    let parameters = serde_json::to_string(&fault.params).unwrap_or_else(|_| "{}".to_owned());
    db.prepare_cached(
        "UPDATE pictures SET fault_code = ?2, fault_params = ?3, fault_at = ?4, failures = ?5, retry_at = ?6
         WHERE key = ?1 AND hash IS NULL",
    )?
    .execute(params![key, fault.code.as_str(), parameters, fault.at, fault.failures, fault.retry_at])?;
    Ok(())
}

/// A file that was found missing or damaged on disk is fetched again.
pub(crate) fn forget(db: &Connection, hash: &str) -> Result<(), StoreError> {
    db.execute("UPDATE pictures SET hash = NULL, retry_at = NULL WHERE hash = ?1", [hash])?;
    db.execute("UPDATE pictures SET thumb = NULL WHERE thumb = ?1", [hash])?;
    db.execute("UPDATE enclosures SET hash = NULL, retry_at = NULL WHERE hash = ?1", [hash])?;
    db.execute("UPDATE feeds SET icon = NULL, icon_at = NULL WHERE icon = ?1", [hash])?;
    db.execute("DELETE FROM media WHERE hash = ?1", [hash])?;
    Ok(())
}

/// Forgets pictures that no entry shows any more and answers the files that nothing names now: to be deleted once this is
/// committed.
pub(crate) fn sweep(db: &Connection) -> Result<Vec<String>, StoreError> {
    db.execute(
        "DELETE FROM pictures WHERE NOT EXISTS (SELECT 1 FROM entry_pictures ep WHERE ep.key = pictures.key)",
        [],
    )?;
    let mut delete = db.prepare(
        "DELETE FROM media WHERE hash NOT IN (
             SELECT hash FROM pictures WHERE hash IS NOT NULL UNION ALL SELECT thumb FROM pictures WHERE thumb IS NOT NULL
             UNION ALL SELECT icon FROM feeds WHERE icon IS NOT NULL
             UNION ALL SELECT hash FROM enclosures WHERE hash IS NOT NULL)
         RETURNING hash",
    )?;
    let rows = delete.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What is known of a stored file.
pub(crate) fn media(db: &Connection, hash: &str) -> Result<Option<StoredMedia>, StoreError> {
    Ok(db
        .prepare_cached("SELECT mime, bytes, width, height FROM media WHERE hash = ?1")?
        .query_row([hash], |row| {
            let bytes: i64 = row.get(1)?;
            Ok((row.get(0)?, bytes, row.get(2)?, row.get(3)?))
        })
        .optional()?
        .and_then(|(mime, bytes, width, height)| {
            Some(StoredMedia {
                hash: MediaHash::parse(hash)?,
                mime,
                bytes: u64::try_from(bytes).unwrap_or(0),
                width,
                height,
            })
        }))
}

/// The lead pictures of these entries that are not here and may be tried by `due`.
pub(crate) fn missing_leads(
    db: &Connection,
    ids: &[EntryId],
    due: Timestamp,
) -> Result<Vec<(EntryId, MissingPicture, Option<String>)>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT p.key, p.url, p.failures, f.typed_host
         FROM entries e JOIN pictures p ON p.key = e.lead_key JOIN feeds f ON f.id = e.feed_id
         WHERE e.id = ?1 AND p.hash IS NULL AND (p.retry_at IS NULL OR p.retry_at <= ?2)",
    )?;
    let mut missing = Vec::new();
    for id in ids {
        let row = select
            .query_row(params![id.0, due], |row| {
                let picture = MissingPicture { key: row.get(0)?, url: row.get(1)?, failures: row.get(2)? };
                Ok((*id, picture, row.get(3)?))
            })
            .optional()?;
        missing.extend(row);
    }
    Ok(missing)
}

/// Writes a file that is named by its bytes, unless it is there.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    if fs::metadata(path).is_ok_and(|known| known.len() == bytes.len() as u64) {
        return Ok(());
    }
    write_whole(path, bytes)
}

/// Writes a file so that it is whole or not there: beside its place, synced, renamed, the folder synced.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(StoreError::io(folder))?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let beside = path.with_file_name(name);
    let mut file = File::create(&beside).map_err(StoreError::io(&beside))?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if let Err(source) = written {
        // What was written so far is of no use and takes room that may be what was missing.
        let _ = fs::remove_file(&beside);
        return Err(StoreError::Io { path: beside, source });
    }
    fs::rename(&beside, path).map_err(StoreError::io(path))?;
    open::sync_folder(folder)
}
