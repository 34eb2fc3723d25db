//! The commands (being written).

use super::*;
use crate::Core;

impl Core {
    /// See the list.
    pub async fn app_info(&self, request: Nothing) -> Result<AppInfo, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn list_sources(&self, request: ListSources) -> Result<SourceTree, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn discover(&self, request: Discover) -> Result<Discovery, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn subscribe(&self, request: Subscribe) -> Result<Subscribed, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn unsubscribe(&self, request: FeedRef) -> Result<Undoable, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn update_feed(&self, request: UpdateFeed) -> Result<Subscribed, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn rename_category(&self, request: RenameCategory) -> Result<Done, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn delete_category(&self, request: CategoryRef) -> Result<Done, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn list_directory(&self, request: Nothing) -> Result<Directory, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn import_opml(&self, request: ImportOpml) -> Result<OpmlImported, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn export_opml(&self, request: Nothing) -> Result<OpmlFile, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn refresh(&self, request: Refresh) -> Result<RefreshSummary, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn cancel_refresh(&self, request: Nothing) -> Result<Done, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn list_entries(&self, request: ListEntries) -> Result<EntryPage, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn get_entry(&self, request: EntryRef) -> Result<EntryDetail, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn complete_entry(&self, request: EntryRef) -> Result<EntryDetail, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn set_read(&self, request: SetRead) -> Result<Done, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn mark_all_read(&self, request: MarkAllRead) -> Result<Undoable, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn undo(&self, request: Undo) -> Result<Undoable, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn list_related(&self, request: EntryRef) -> Result<Related, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn keep(&self, request: EntryRef) -> Result<EntryDetail, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn unkeep(&self, request: EntryRef) -> Result<EntryDetail, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn get_settings(&self, request: Nothing) -> Result<Settings, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn update_settings(&self, request: SettingsPatch) -> Result<Settings, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn save_ui_state(&self, request: UiState) -> Result<Done, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn open_link(&self, request: OpenLink) -> Result<Done, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn open_entry(&self, request: EntryRef) -> Result<Done, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn open_site(&self, request: FeedRef) -> Result<Done, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }

    /// See the list.
    pub async fn report_ui_error(&self, request: UiErrorReport) -> Result<Done, ApiError> {
        let _ = request;
        Err(ApiError::new(ErrorCode::Internal, "not written yet"))
    }
}
