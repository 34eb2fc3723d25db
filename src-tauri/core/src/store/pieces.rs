//! The pieces that a kept article consists of, and what is known of each.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::entries::{self, SHOWN_ORIGIN};
use super::{StoreError, extras, rows, texts};
use crate::contract::{Fault, Piece, PieceKind};
use crate::html;
use crate::model::{EntryId, MediaHash, TextOrigin};

/// A piece, and the stored files that it needs: hash and length.
pub(crate) struct FoundPiece {
    pub(crate) piece: Piece,
    pub(crate) files: Vec<(String, u64)>,
}

/// An article's pieces.
pub(crate) struct Found {
    pub(crate) title: String,
    /// Whether the lists show it as available offline.
    pub(crate) claims: bool,
    pub(crate) pieces: Vec<FoundPiece>,
}

/// Every kept entry.
pub(crate) fn kept(db: &Connection) -> Result<Vec<EntryId>, StoreError> {
    let mut select = db.prepare_cached("SELECT id FROM entries WHERE kept_at IS NOT NULL ORDER BY kept_at, id")?;
    let rows = select.query_map([], |row| row.get(0).map(EntryId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The pieces of an entry as the library knows them; whether the files are there is for the caller to see.
pub(crate) fn of_entry(db: &Connection, id: EntryId) -> Result<Found, StoreError> {
    let row = entries::one(db, id)?;
    let extras = extras::extras(db, id)?;
    let origin = if extras.shows_page { TextOrigin::Page } else { TextOrigin::Feed };
    let text = texts::get(db, id, origin)?;
    let mut pieces = vec![FoundPiece {
        piece: Piece {
            kind: PieceKind::Text,
            url: row.url.clone(),
            here: text.is_some() && (!extras.needs_page || extras.shows_page),
            media: None,
            bytes: text.as_ref().map(|text| text.html.as_str().len() as u64),
            fault: texts::page_fault(db, id)?,
        },
        files: Vec::new(),
    }];
    pictures(db, id, &mut pieces)?;
    // A picture that the text shows and no row knows would stay empty for ever.
    let known: HashSet<String> = db
        .prepare_cached("SELECT key FROM entry_pictures WHERE entry_id = ?1")?
        .query_map([id.0], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for key in text.iter().flat_map(|text| html::picture_keys(&text.html)).filter(|key| !known.contains(key)) {
        let piece =
            Piece { kind: PieceKind::Picture, url: Some(key), here: false, media: None, bytes: None, fault: None };
        pieces.push(FoundPiece { piece, files: Vec::new() });
    }
    comments(db, id, &mut pieces)?;
    sounds(db, id, &mut pieces)?;
    icon(db, id, &mut pieces)?;
    Ok(Found { title: row.title, claims: row.kept && row.offline, pieces })
}

/// Whether every piece of an entry is here, kept or not, as far as the library knows.
pub(crate) fn is_whole(db: &Connection, id: EntryId) -> Result<bool, StoreError> {
    let found = of_entry(db, id)?;
    Ok(found.pieces.iter().all(|piece| piece.piece.here || piece.piece.kind == PieceKind::Icon))
}

fn pictures(db: &Connection, id: EntryId, pieces: &mut Vec<FoundPiece>) -> Result<(), StoreError> {
    let mut select = db.prepare_cached(&format!(
        "SELECT p.url, p.hash, m.bytes, p.thumb, t.bytes, p.failures, p.retry_at, p.fault_code, p.fault_params, p.fault_at
         FROM entries e JOIN feeds f ON f.id = e.feed_id JOIN entry_pictures ep ON ep.entry_id = e.id
              JOIN pictures p ON p.key = ep.key LEFT JOIN media m ON m.hash = p.hash LEFT JOIN media t ON t.hash = p.thumb
         WHERE e.id = ?1 AND ep.origin IN ('lead', {SHOWN_ORIGIN}) GROUP BY p.key ORDER BY min(ep.position)"
    ))?;
    let mut found = select.query([id.0])?;
    while let Some(row) = found.next()? {
        let file = |hash: usize| -> Result<Option<(String, u64)>, StoreError> {
            let (name, bytes): (Option<String>, Option<i64>) = (row.get(hash)?, row.get(hash + 1)?);
            Ok(name.zip(Some(bytes.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or(0))))
        };
        let (whole, thumb) = (file(1)?, file(3)?);
        let piece = Piece {
            kind: PieceKind::Picture,
            url: row.get(0)?,
            here: whole.is_some(),
            media: None,
            bytes: whole.as_ref().map(|(_, bytes)| *bytes),
            fault: rows::fault(row, 7, row.get(5)?, row.get(6)?)?,
        };
        pieces.push(FoundPiece { piece, files: whole.into_iter().chain(thumb).collect() });
    }
    Ok(())
}

fn comments(db: &Connection, id: EntryId, pieces: &mut Vec<FoundPiece>) -> Result<(), StoreError> {
    let belongs: bool = db
        .prepare_cached("SELECT comments_feed IS NOT NULL AND comment_count > 0 FROM entries WHERE id = ?1")?
        .query_row([id.0], |row| row.get::<_, Option<bool>>(0))?
        .unwrap_or(false);
    if !belongs {
        return Ok(());
    }
    let known: Option<(bool, Option<Fault>)> = db
        .prepare_cached(
            "SELECT fetched_at IS NOT NULL, failures, retry_at, fault_code, fault_params, fault_at FROM comment_threads
             WHERE entry_id = ?1",
        )?
        .query_row([id.0], |row| Ok((row.get(0)?, rows::fault(row, 3, row.get(1)?, row.get(2)?).ok().flatten())))
        .optional()?;
    let (fetched, fault) = known.unwrap_or((false, None));
    // Once tried they count as done (docs/decisions/0020-comments.md).
    let here = fetched || fault.is_some();
    let piece = Piece { kind: PieceKind::Comments, url: None, here, media: None, bytes: None, fault };
    pieces.push(FoundPiece { piece, files: Vec::new() });
    Ok(())
}

fn sounds(db: &Connection, id: EntryId, pieces: &mut Vec<FoundPiece>) -> Result<(), StoreError> {
    let mut select = db.prepare_cached(
        "SELECT n.url, n.hash, coalesce(m.bytes, n.bytes), n.failures, n.retry_at, n.fault_code, n.fault_params, n.fault_at
         FROM enclosures n LEFT JOIN media m ON m.hash = n.hash
         WHERE n.entry_id = ?1 AND n.wanted_at IS NOT NULL ORDER BY n.position",
    )?;
    let mut found = select.query([id.0])?;
    while let Some(row) = found.next()? {
        let (hash, bytes): (Option<String>, Option<i64>) = (row.get(1)?, row.get(2)?);
        let bytes = bytes.and_then(|bytes| u64::try_from(bytes).ok());
        let piece = Piece {
            kind: PieceKind::Sound,
            url: row.get(0)?,
            here: hash.is_some(),
            media: hash.as_deref().and_then(MediaHash::parse),
            bytes,
            fault: rows::fault(row, 5, row.get(3)?, row.get(4)?)?,
        };
        pieces.push(FoundPiece { piece, files: hash.map(|hash| (hash, bytes.unwrap_or(0))).into_iter().collect() });
    }
    Ok(())
}

fn icon(db: &Connection, id: EntryId, pieces: &mut Vec<FoundPiece>) -> Result<(), StoreError> {
    let found: Option<(Option<String>, Option<i64>, Option<String>)> = db
        .prepare_cached(
            "SELECT f.icon, m.bytes, f.icon_url FROM entries e JOIN feeds f ON f.id = e.feed_id
             LEFT JOIN media m ON m.hash = f.icon WHERE e.id = ?1 AND f.icon_at IS NOT NULL",
        )?
        .query_row(params![id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    if let Some((Some(hash), bytes, url)) = found {
        let bytes = bytes.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or(0);
        let media = MediaHash::parse(&hash);
        let piece = Piece { kind: PieceKind::Icon, url, here: true, media, bytes: Some(bytes), fault: None };
        pieces.push(FoundPiece { piece, files: vec![(hash, bytes)] });
    }
    Ok(())
}
