//! Articles put straight into a library, without a feed to fetch: for benchmarks, experiments and tests. They take the
//! same way through sanitising, counting and storing as a refresh's.

use serde::Deserialize;

use crate::contract::{ApiError, ErrorCode};
use crate::core::Core;
use crate::model::{CoreEvent, EntryId, SourceKind};
use crate::refresh::{self, Loaded};
use crate::store::{Durability, NewFeed, categories, entries, feeds, signatures};

/// An article to load.
#[derive(Debug, Clone, Deserialize)]
pub struct LoadEntry {
    /// What the one who loads it calls it: any JSON, which measurements name it by.
    #[serde(default)]
    pub id: Option<serde_json::Value>,
    /// Headline.
    #[serde(default)]
    pub title: String,
    /// Plain text; paragraphs apart by a line break.
    #[serde(default)]
    pub body: Option<String>,
    /// Markup; wins over `body`.
    #[serde(default)]
    pub html: Option<String>,
    /// The page.
    #[serde(default)]
    pub url: Option<String>,
    /// The paper's name; a feed of that name is made when there is none.
    #[serde(default)]
    pub source: String,
    /// The publisher's category.
    #[serde(default)]
    pub category: Option<String>,
    /// When it was published, in any form that feeds use.
    #[serde(default)]
    pub date: Option<String>,
}

impl Core {
    /// Loads articles, all or none; answers the entries' numbers in the order given.
    ///
    /// # Errors
    /// `invalid_request` for an article with neither title nor text; else the library's own.
    pub async fn load(&self, articles: Vec<LoadEntry>) -> Result<Vec<EntryId>, ApiError> {
        let prepared = self
            .offload(move || {
                articles
                    .into_iter()
                    .map(|article| {
                        let name = article.id.filter(|id| !id.is_null()).map(|id| id.to_string());
                        refresh::load_entry(Loaded {
                            title: article.title,
                            body: article.body,
                            html: article.html,
                            url: article.url,
                            source: article.source,
                            category: article.category,
                            date: article.date,
                        })
                        .map(|(meta, entry)| (meta, entry, name))
                        .ok_or_else(|| ApiError::new(ErrorCode::InvalidRequest, "an article without title and text"))
                    })
                    .collect::<Result<Vec<_>, _>>()
            })
            .await??;
        let now = self.now();
        let ids = self
            .inner
            .store
            .write(Durability::Normal, move |db| {
                let mut ids = Vec::with_capacity(prepared.len());
                for (meta, entry, name) in prepared {
                    // Not an http address: the scheduler never visits it.
                    let feed_url = format!("loaded:{}", crate::text::fold(&meta.title));
                    let feed = match feeds::find(db, &feed_url)? {
                        Some(feed) => feed,
                        None => {
                            let new = NewFeed {
                                feed_url,
                                kind: SourceKind::Feed,
                                typed_host: None,
                                custom_title: None,
                                category: categories::category(db, "")?,
                                outline: "{}".to_owned(),
                                meta,
                            };
                            let feed = feeds::add(db, &new, now)?;
                            feeds::never_visit(db, feed)?;
                            feed
                        }
                    };
                    let id = entries::put(db, feed, &entry, now)?;
                    if let Some(name) = name {
                        signatures::set_loaded(db, id, &name)?;
                    }
                    ids.push(id);
                }
                Ok(ids)
            })
            .await?;
        self.emit(CoreEvent::SourcesChanged);
        Ok(ids)
    }
}
