//! Backups: made every day, before a migration, and when the reader asks.

use crate::Core;
use crate::api::*;
use crate::model::CoreEvent;
use crate::store::backup;

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
