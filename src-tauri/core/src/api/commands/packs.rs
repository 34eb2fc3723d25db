//! What is kept ready without being kept, and limits of sources.

use std::sync::PoisonError;

use crate::Core;
use crate::api::*;
use crate::model::CoreEvent;
use crate::offline::{self, Patience};
use crate::store::{Durability, packs, settings as stored, sounds};

/// Bounds of a pack, of the budgets in megabytes, of the sources of a preview and its days.
const LARGEST_PACK: u32 = 500;
const LEAST_PICTURES: u32 = 10;
const LARGEST_BUDGET: u32 = 100_000;
const MOST_SOURCES: usize = 1_000;
const MOST_DAYS: u32 = 36_500;

impl Core {
    /// What is kept ready of papers, and within which bounds.
    pub async fn list_packs(&self, _: Nothing) -> Result<Packs, ApiError> {
        let running = self.inner.preparing.lock().unwrap_or_else(PoisonError::into_inner).is_some();
        let read = self.inner.store.read(move |db| {
            let megabytes = |bytes: u64| u32::try_from(bytes / 1_000_000).unwrap_or(u32::MAX);
            Ok(Packs {
                packs: packs::list(db)?,
                picture_megabytes: megabytes(packs::picture_budget(db)?),
                picture_bytes: packs::unkept_bytes(db)?,
                sound_megabytes: megabytes(packs::sound_budget(db)?),
                sound_bytes: sounds::taken(db)?,
                running,
            })
        });
        Ok(read.await?)
    }

    /// Says what to keep ready of which papers, and within which bounds. A smaller budget holds at once.
    pub async fn set_packs(&self, request: SetPacks) -> Result<Packs, ApiError> {
        let bounded =
            |value: Option<u32>, least: u32, most: u32| value.is_none_or(|value| (least..=most).contains(&value));
        if request.packs.iter().any(|pack| pack.newest > LARGEST_PACK)
            || request.packs.len() > MOST_SOURCES
            || !bounded(request.picture_megabytes, LEAST_PICTURES, LARGEST_BUDGET)
            || !bounded(request.sound_megabytes, 0, LARGEST_BUDGET)
        {
            return Err(ApiError::new(ErrorCode::InvalidRequest, "out of bounds"));
        }
        let write = self.inner.store.write(Durability::Full, move |db| {
            for pack in &request.packs {
                packs::set(db, pack.feed, pack.newest)?;
            }
            for (key, value) in [(packs::PICTURES, request.picture_megabytes), (packs::SOUND, request.sound_megabytes)]
            {
                if let Some(value) = value {
                    stored::set(db, key, &serde_json::Value::from(value))?;
                }
            }
            Ok(packs::trim(db, packs::picture_budget(db)?, None)?.0)
        });
        let files = write.await?;
        self.delete_files(files).await;
        self.emit(CoreEvent::SettingsChanged);
        if self.online() {
            offline::prepare_later(self);
        }
        self.list_packs(Nothing {}).await
    }

    /// Fetches everything that packs and kept articles lack, now; answers when it is done.
    pub async fn prepare_offline(&self, _: Nothing) -> Result<Prepared, ApiError> {
        offline::prepare(self, Patience::None).await
    }

    /// Ends the running preparation; what was fetched stays.
    pub async fn cancel_prepare(&self, _: Nothing) -> Result<Done, ApiError> {
        if let Some(token) = self.inner.preparing.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            token.cancel();
        }
        Ok(Done {})
    }

    /// What a limit would take from sources, before it is set.
    pub async fn preview_retention(&self, request: PreviewRetention) -> Result<RetentionPreview, ApiError> {
        if request.ids.is_empty() || request.ids.len() > MOST_SOURCES || request.keep_days > MOST_DAYS {
            return Err(ApiError::new(ErrorCode::InvalidRequest, "no source, too many, or too many days"));
        }
        let now = self.now();
        Ok(self.inner.store.read(move |db| packs::retention(db, &request.ids, request.keep_days, now)).await?)
    }
}
