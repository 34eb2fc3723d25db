//! Backups: made every day, before a migration, and when the reader asks.

use crate::Core;
use crate::api::*;
use crate::model::CoreEvent;
use crate::store::{StoreError, backup, portable};

impl Core {
    /// The backups and where they are.
    pub async fn list_backups(&self, _: Nothing) -> Result<Backups, ApiError> {
        let folder = self.inner.store.folder().join(backup::BACKUPS);
        self.offload(move || Backups { items: backup::list(&folder), folder: folder.display().to_string() }).await
    }

    /// Makes a backup now.
    pub async fn create_backup(&self, _: Nothing) -> Result<Backup, ApiError> {
        self.back_up(BackupReason::Hand).await
    }

    /// Puts a backup in the library's place, in one transaction; what was there is backed up first.
    pub async fn restore_backup(&self, request: RestoreBackup) -> Result<Restored, ApiError> {
        let folder = self.inner.store.folder().join(backup::BACKUPS);
        let chosen = backup::path(&folder, &request.name)?;
        self.put_in_place(chosen).await
    }

    /// Writes the whole library to one file, with or without the stored pictures and sounds. Answers how many files went
    /// in beside the database. Not a command: the window names no paths; the shell and the command line do.
    ///
    /// # Errors
    /// `storage_full`, `library_unreadable`.
    pub async fn export_library(&self, target: std::path::PathBuf, with_media: bool) -> Result<u32, ApiError> {
        let work = self.inner.store.folder().join("moving");
        let (now, beside, store) = (self.now(), work.clone(), self.inner.store.clone());
        let written = self.inner.store.read(move |db| {
            let made = backup::make(db, &beside, BackupReason::Hand, now)?;
            portable::write(&beside.join(made.name), |hash| store.media_path(hash), with_media, &target)
        });
        let written = written.await;
        let _ = tokio::fs::remove_dir_all(&work).await;
        Ok(written?)
    }

    /// Puts the library of such a file in the place of this one; what was here is backed up first.
    ///
    /// # Errors
    /// `library_damaged` for a file that is none, or not sound; `library_newer`; `storage_full`.
    pub async fn import_library(&self, from: std::path::PathBuf) -> Result<Restored, ApiError> {
        let work = self.inner.store.folder().join("moving");
        let (beside, store) = (work.clone(), self.inner.store.clone());
        let taken = self
            .offload(move || {
                std::fs::create_dir_all(&beside).map_err(StoreError::io(&beside))?;
                let database = beside.join("arrived.sqlite");
                portable::read(&from, &database, |hash| store.media_path(hash))?;
                Ok::<_, StoreError>(database)
            })
            .await?;
        let restored = match taken {
            Ok(database) => self.put_in_place(database).await,
            Err(error) => Err(error.into()),
        };
        let _ = tokio::fs::remove_dir_all(&work).await;
        restored
    }

    async fn put_in_place(&self, chosen: std::path::PathBuf) -> Result<Restored, ApiError> {
        let ready = self.inner.store.folder().join("restoring.sqlite");
        let beside = ready.clone();
        self.offload(move || backup::prepared(&chosen, &beside)).await??;
        let before = self.back_up(BackupReason::Restore).await;
        let restored = match before {
            Ok(before) => self
                .inner
                .store
                .pour(ready.clone())
                .await
                .map(|missing| Restored { before, missing })
                .map_err(ApiError::from),
            Err(error) => Err(error),
        };
        let _ = tokio::fs::remove_file(&ready).await;
        if restored.is_ok() {
            self.emit(CoreEvent::SettingsChanged);
            self.emit(CoreEvent::SourcesChanged);
            self.emit(CoreEvent::StatesChanged { entries: Vec::new() });
        }
        restored
    }

    pub(in crate::api) async fn back_up(&self, reason: BackupReason) -> Result<Backup, ApiError> {
        let folder = self.inner.store.folder().join(backup::BACKUPS);
        let now = self.now();
        Ok(self.inner.store.read(move |db| backup::make(db, &folder, reason, now)).await?)
    }

    /// The day's backup, where it was not made yet.
    pub(in crate::api) async fn back_up_daily(&self) {
        let folder = self.inner.store.folder().join(backup::BACKUPS);
        if backup::is_due(&folder, self.now())
            && let Err(error) = self.back_up(BackupReason::Daily).await
        {
            tracing::warn!(%error, "the day's backup could not be made");
        }
    }
}
