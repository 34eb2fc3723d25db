//! Followed feeds as an OPML file names them.

use rusqlite::Connection;

use super::StoreError;
use crate::model::{CategoryId, SourceKind};

/// A followed feed as an OPML file names it.
#[derive(Debug, Clone)]
pub(crate) struct Outline {
    pub(crate) category: CategoryId,
    /// The reader's title for it.
    pub(crate) custom_title: Option<String>,
    /// The publisher's.
    pub(crate) title: String,
    pub(crate) feed_url: String,
    pub(crate) site_url: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) kind: SourceKind,
    /// Attributes that came with an import, a JSON object.
    pub(crate) outline: String,
}

/// Every followed feed for an OPML file, in the order in which they were added.
pub(crate) fn all(db: &Connection) -> Result<Vec<Outline>, StoreError> {
    let mut select = db.prepare_cached(
        "SELECT f.category_id, f.custom_title, f.title, f.feed_url, f.site_url, f.description, f.language, f.kind,
                f.outline
         FROM feeds f WHERE f.unfollowed_at IS NULL AND f.feed_url NOT LIKE 'loaded:%'
         ORDER BY f.id",
    )?;
    let rows = select.query_map([], |row| {
        let kind: String = row.get(7)?;
        Ok(Outline {
            category: CategoryId(row.get(0)?),
            custom_title: row.get(1)?,
            title: row.get(2)?,
            feed_url: row.get(3)?,
            site_url: row.get(4)?,
            description: row.get(5)?,
            language: row.get(6)?,
            kind: SourceKind::parse(&kind).unwrap_or_default(),
            outline: row.get(8)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
