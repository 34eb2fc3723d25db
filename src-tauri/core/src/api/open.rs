//! Opening a library, and the way in by a command's name.

use super::schedule;
use crate::contract::{ApiError, ErrorCode};
use crate::core::{Config, Core};
use crate::html;
use crate::model::Timestamp;
use crate::search;
use crate::store::{Access, Durability, Store, clock_sense, feeds, is_full, outbox, pictures, subjects, texts};
use crate::subject::{self, Paper};

/// What was stored of a feed that the reader left is deleted after so many milliseconds: a day to change one's mind.
const REGRET: Timestamp = 24 * 60 * 60 * 1000;
/// Texts that are made safe again in one write.
const RENEWED_AT_ONCE: u32 = 100;
/// Entries of an older library whose subject is looked for in one go.
const SORTED_AT_ONCE: u32 = 200;

impl Core {
    /// Opens a library. Must be called within a tokio runtime: the scheduler and the downloads live on it.
    ///
    /// # Errors
    /// `library_unreadable`, `library_in_use`, `library_newer`, `library_damaged`, `storage_full`.
    pub fn open(config: Config) -> Result<Self, ApiError> {
        let access = if config.read_only { Access::ReadOnly } else { Access::ReadWrite };
        let store = Store::open(&config.library, access, config.clock.now()).map_err(|error| {
            let mut answer = ApiError::from(error).with("path", config.library.display());
            if answer.code == ErrorCode::LibraryUnreadable && is_full(&config.library) {
                answer.code = ErrorCode::StorageFull;
            }
            answer
        })?;
        let schedule = config.schedule;
        let core = Self::over(store, config);
        if access == Access::ReadWrite {
            core.start(schedule);
        }
        Ok(core)
    }

    /// Makes texts safe again that an older policy let through, a few at a time.
    async fn renew_texts(&self) -> Result<(), ApiError> {
        loop {
            let outdated = self.inner.store.read(|db| texts::outdated(db, RENEWED_AT_ONCE)).await?;
            if outdated.is_empty() {
                return Ok(());
            }
            let renewed = self
                .offload(move || {
                    outdated
                        .into_iter()
                        .map(|(id, origin, text)| (id, origin, html::resanitise(&text)))
                        .collect::<Vec<_>>()
                })
                .await?;
            let write = self.inner.store.write(Durability::Normal, move |db| {
                renewed.iter().try_for_each(|(id, origin, text)| texts::renew(db, *id, origin, text))
            });
            write.await?;
        }
    }

    /// Looks for the subjects of entries that were stored before there were any, a few at a time, newest first.
    async fn sort_entries(&self) -> Result<(), ApiError> {
        loop {
            let unsorted = self.inner.store.read(|db| subjects::unsorted(db, SORTED_AT_ONCE)).await?;
            if unsorted.is_empty() {
                return Ok(());
            }
            let found = self
                .offload(move || {
                    let find = |entry: &subjects::Unsorted| {
                        let url = url::Url::parse(&entry.feed_url).ok();
                        let home = subject::home(url.as_ref().and_then(url::Url::host_str), entry.language.as_deref());
                        let paper = Paper { name: &entry.paper, home };
                        subject::find(&entry.title, &html::to_text(&entry.text), &entry.sections, paper)
                    };
                    unsorted.into_iter().map(|entry| (find(&entry), entry)).collect::<Vec<_>>()
                })
                .await?;
            self.inner.store.write(Durability::Normal, move |db| subjects::sort(db, &found)).await?;
        }
    }

    /// Lets the database grow by so many bytes at the most, or (`None`) as it likes: a full disk for tests. Not in the
    /// contract; nothing in the program calls it.
    ///
    /// # Errors
    /// The library's own.
    pub async fn limit_growth(&self, bytes: Option<u64>) -> Result<(), ApiError> {
        Ok(self.inner.store.limit_growth(bytes).await?)
    }

    /// Deletes stored files that nothing names any more.
    pub(crate) async fn delete_files(&self, hashes: Vec<String>) {
        for hash in hashes {
            // A file that can't be deleted takes room and does no harm.
            let _ = tokio::fs::remove_file(self.inner.store.media_path(&hash)).await;
        }
    }

    /// What runs from the start.
    fn start(&self, scheduled: bool) {
        let core = self.clone();
        self.spawn(async move {
            let now = core.now();
            let woken = core.inner.store.write(Durability::Full, move |db| outbox::wake_up(db, now));
            if let Err(error) = woken.await {
                tracing::warn!(%error, "comments that were being sent keep their state");
            }
            let purge = core.inner.store.write(Durability::Normal, move |db| {
                if !clock_sense::may_delete(db, now)? {
                    return Ok(Vec::new());
                }
                let before = now - REGRET;
                if feeds::purge_unfollowed(db, before)? > 0 { pictures::sweep(db) } else { Ok(Vec::new()) }
            });
            match purge.await {
                Ok(files) => core.delete_files(files).await,
                Err(error) => {
                    tracing::warn!(%error, "what was stored of feeds left long ago could not be deleted");
                }
            }
            if let Err(error) = core.renew_texts().await {
                tracing::warn!(%error, "texts of an older policy could not be made safe again");
            }
            if scheduled {
                schedule::schedule(&core).await;
            }
        });
        let core = self.clone();
        self.spawn(async move {
            if let Err(error) = core.sort_entries().await {
                tracing::warn!(%error, "subjects of stored articles could not be looked for");
            }
            if core.inner.schedule {
                core.gather_soon();
                search::index_soon(&core);
            }
        });
    }

    /// Calls a command by its name with a JSON request: the command line's and the window's way in.
    ///
    /// # Errors
    /// `invalid_request` for an unknown name or a request that does not fit; else what the command says.
    pub async fn call(&self, command: &str, request: serde_json::Value) -> Result<serde_json::Value, ApiError> {
        crate::api::dispatch(self, command, request).await
    }
}
