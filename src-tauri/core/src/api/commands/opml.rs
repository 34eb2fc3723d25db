//! Sources in and out, as OPML.

use std::collections::HashMap;

use super::sources::{line, placeholder, typed_address};
use crate::Core;
use crate::api::*;
use crate::feed::opml;
use crate::model::{CoreEvent, SourceKind};
use crate::store::{Durability, FeedMeta, NewFeed, categories, feeds, outlines};

impl Core {
    /// Follows the feeds of an OPML file: all of them in one write, fetched afterwards.
    pub async fn import_opml(&self, request: ImportOpml) -> Result<OpmlImported, ApiError> {
        let outlines = self.offload(move || opml::parse(&request.text)).await??;
        let now = self.now();
        let imported = self
            .inner
            .store
            .write(Durability::Full, move |db| {
                let mut done = OpmlImported { added: 0, known: 0, refused: Vec::new(), categories: 0, undo: None };
                let before = categories::count(db)?;
                for outline in outlines {
                    let Ok(url) = typed_address(outline.feed_url.trim()) else {
                        if done.refused.len() < 50 {
                            done.refused.push(line(&outline.title));
                        }
                        continue;
                    };
                    let title = line(&outline.title);
                    let new = NewFeed {
                        feed_url: url.clone().into(),
                        kind: SourceKind::Feed,
                        typed_host: None,
                        custom_title: None,
                        category: categories::category(db, &line(outline.category.as_deref().unwrap_or_default()))?,
                        outline: "{}".to_owned(),
                        meta: FeedMeta {
                            site_url: outline
                                .site_url
                                .as_deref()
                                .and_then(|site| typed_address(site).ok())
                                .map(String::from),
                            ..placeholder(if title.is_empty() {
                                url.host_str().unwrap_or_default().to_owned()
                            } else {
                                title
                            })
                        },
                    };
                    match feeds::add(db, &new, now) {
                        Ok(_) => done.added += 1,
                        Err(crate::store::StoreError::Known) => done.known += 1,
                        Err(error) => return Err(error),
                    }
                }
                done.categories = categories::count(db)?.saturating_sub(before);
                Ok(done)
            })
            .await?;
        self.emit(CoreEvent::SourcesChanged);
        self.inner.wake.notify_one();
        Ok(imported)
    }

    /// Ends the running import; nothing of it stays.
    pub async fn cancel_import(&self, _: Nothing) -> Result<Done, ApiError> {
        Ok(Done {})
    }

    /// All feeds as an OPML 2.0 file.
    pub async fn export_opml(&self, _: Nothing) -> Result<OpmlFile, ApiError> {
        let (stored, titles) = self
            .inner
            .store
            .read(|db| {
                let titles: HashMap<i64, String> =
                    categories::all(db)?.into_iter().map(|category| (category.id, category.title)).collect();
                Ok((outlines::all(db)?, titles))
            })
            .await?;
        let outlines: Vec<opml::OpmlFeed> = stored
            .into_iter()
            .map(|feed| opml::OpmlFeed {
                title: feed.custom_title.unwrap_or(feed.title),
                feed_url: feed.feed_url,
                site_url: feed.site_url,
                category: titles.get(&feed.category.0).cloned(),
            })
            .collect();
        let created = jiff::Timestamp::from_millisecond(self.now()).unwrap_or_default();
        let day = created.strftime("%Y-%m-%d").to_string();
        let created = created.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        Ok(OpmlFile { text: opml::write("Warraq", &created, &outlines), file_name: format!("warraq-{day}.opml") })
    }
}
