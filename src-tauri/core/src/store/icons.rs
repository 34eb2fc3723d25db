//! The icons of sources.

use rusqlite::{Connection, OptionalExtension, params};

use super::{StoreError, StoredMedia, pictures};
use crate::model::{EntryId, FeedId, Timestamp};

/// A feed whose icon is to be looked for.
#[derive(Debug, Clone)]
pub(crate) struct NoIcon {
    pub(crate) id: FeedId,
    pub(crate) icon_url: Option<String>,
    pub(crate) site_url: Option<String>,
    pub(crate) feed_url: String,
    pub(crate) typed_host: Option<String>,
}

/// Feeds that answered and whose icon was not looked for within a month.
pub(crate) fn without(db: &Connection, now: Timestamp, most: u32) -> Result<Vec<NoIcon>, StoreError> {
    const MONTH: Timestamp = 30 * 24 * 60 * 60 * 1000;
    let mut select = db.prepare_cached(
        "SELECT id, icon_url, site_url, feed_url, typed_host FROM feeds
         WHERE unfollowed_at IS NULL AND last_success_at IS NOT NULL AND (icon_at IS NULL OR icon_at <= ?1)
         ORDER BY icon_at, id LIMIT ?2",
    )?;
    let rows = select.query_map(params![now - MONTH, most], |row| {
        Ok(NoIcon {
            id: FeedId(row.get(0)?),
            icon_url: row.get(1)?,
            site_url: row.get(2)?,
            feed_url: row.get(3)?,
            typed_host: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The paper of a kept article that no feed brought, where its icon was not looked for yet.
pub(crate) fn of_stray(db: &Connection, id: EntryId) -> Result<Option<NoIcon>, StoreError> {
    Ok(db
        .prepare_cached(
            "SELECT f.id, f.icon_url, e.url, f.feed_url, f.typed_host FROM entries e JOIN feeds f ON f.id = e.feed_id
             WHERE e.id = ?1 AND e.kept_at IS NOT NULL AND f.feed_url LIKE 'pages:%' AND f.icon_at IS NULL",
        )?
        .query_row([id.0], |row| {
            Ok(NoIcon {
                id: FeedId(row.get(0)?),
                icon_url: row.get(1)?,
                site_url: row.get(2)?,
                feed_url: row.get(3)?,
                typed_host: row.get(4)?,
            })
        })
        .optional()?)
}

/// Notes that a feed's icon was looked for, and what was found.
pub(crate) fn set(db: &Connection, id: FeedId, icon: Option<&StoredMedia>, now: Timestamp) -> Result<(), StoreError> {
    if let Some(icon) = icon {
        pictures::add_media(db, icon, now)?;
    }
    db.prepare_cached("UPDATE feeds SET icon = coalesce(?2, icon), icon_at = ?3 WHERE id = ?1")?.execute(params![
        id.0,
        icon.map(|icon| icon.hash.as_str()),
        now
    ])?;
    Ok(())
}
