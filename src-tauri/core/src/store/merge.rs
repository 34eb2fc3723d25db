//! Two followed feeds that turn out to be one: the address that a feed has moved to is followed already.

use rusqlite::{Connection, OptionalExtension, params};

use super::{StoreError, copies, outbox};
use crate::model::{EntryId, FeedId};

/// What the health page of the feed that stays says.
pub(super) const MERGED: &str = "merged";

/// The followed feed at an address, other than `id`.
pub(super) fn follower(db: &Connection, id: FeedId, url: &str) -> Result<Option<FeedId>, StoreError> {
    Ok(db
        .prepare_cached("SELECT id FROM feeds WHERE feed_url = ?1 AND id <> ?2 AND unfollowed_at IS NULL")?
        .query_row(params![url, id.0], |row| row.get(0))
        .optional()?
        .map(FeedId))
}

struct Entry {
    id: i64,
    identity: String,
    url_key: Option<String>,
    title_key: String,
    read: bool,
    kept: bool,
}

/// Takes `from` into `to`, which stays with its category and settings. What the reader did with an entry of either
/// holds for the one that is left, and what was kept keeps its text; the reader's title and the longer time to keep are
/// taken over, and it is stopped only where both were.
pub(super) fn into(db: &Connection, from: FeedId, to: FeedId) -> Result<(), StoreError> {
    let mut select =
        db.prepare_cached("SELECT id, identity, url_key, title_key, read, kept_at FROM entries WHERE feed_id = ?1")?;
    let entries: Vec<Entry> = select
        .query_map([from.0], |row| {
            Ok(Entry {
                id: row.get(0)?,
                identity: row.get(1)?,
                url_key: row.get(2)?,
                title_key: row.get(3)?,
                read: row.get(4)?,
                kept: row.get::<_, Option<i64>>(5)?.is_some(),
            })
        })?
        .collect::<Result<_, _>>()?;
    for entry in entries {
        let same: Option<(i64, String, bool, bool)> = db
            .prepare_cached(
                "SELECT id, identity, read, kept_at IS NOT NULL FROM entries
                 WHERE feed_id = ?1 AND (identity = ?2 OR (url_key = ?3 AND title_key = ?4))
                 ORDER BY identity = ?2 DESC, id LIMIT 1",
            )?
            .query_row(params![to.0, entry.identity, entry.url_key, entry.title_key], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })
            .optional()?;
        let (identity, read) = match same {
            Some((id, _, read, kept)) if kept || !entry.kept => {
                db.prepare_cached(
                    "UPDATE entries SET read = ?2,
                            text_choice = coalesce(text_choice, (SELECT text_choice FROM entries WHERE id = ?3))
                     WHERE id = ?1",
                )?
                .execute(params![id, read || entry.read, entry.id])?;
                outbox::hand_over(db, EntryId(entry.id), EntryId(id))?;
                db.prepare_cached("DELETE FROM entries WHERE id = ?1")?.execute([entry.id])?;
                continue;
            }
            Some((id, identity, read, _)) => {
                outbox::hand_over(db, EntryId(id), EntryId(entry.id))?;
                db.prepare_cached("DELETE FROM entries WHERE id = ?1")?.execute([id])?;
                (identity, read || entry.read)
            }
            None => (entry.identity, entry.read),
        };
        db.prepare_cached("UPDATE entries SET feed_id = ?2, identity = ?3, read = ?4, hidden = 0 WHERE id = ?1")?
            .execute(params![entry.id, to.0, identity, read])?;
    }
    db.execute("UPDATE OR IGNORE let_go SET feed_id = ?2 WHERE feed_id = ?1", [from.0, to.0])?;
    db.execute(
        "UPDATE feeds SET custom_title = coalesce(custom_title, gone.custom), notify = max(notify, gone.told),
                keep_days = CASE WHEN keep_days = 0 OR gone.days = 0 THEN 0 ELSE max(keep_days, gone.days) END,
                paused = min(paused, gone.stopped), next_check_at = coalesce(next_check_at, gone.next), dismissed = NULL,
                repairs = (SELECT json_group_array(value) FROM (SELECT value FROM json_each(feeds.repairs)
                           UNION SELECT ?3))
         FROM (SELECT custom_title AS custom, notify AS told, keep_days AS days, paused AS stopped,
                next_check_at AS next FROM feeds WHERE id = ?1) AS gone
         WHERE id = ?2",
        params![from.0, to.0, MERGED],
    )?;
    db.execute("DELETE FROM feeds WHERE id = ?1", [from.0])?;
    copies::settle(db)?;
    copies::join(db, to)
}
