//! What the window may write to a disk: files that it made itself (an OPML export), into the folder for downloads, under
//! a name that the platform makes unique. Nothing from an address.

use tauri::webview::DownloadEvent;

/// Whether a download goes on.
pub(crate) fn decide(event: DownloadEvent<'_>) -> bool {
    match event {
        DownloadEvent::Requested { url, .. } => {
            let own = url.scheme() == "blob";
            if !own {
                tracing::warn!(scheme = url.scheme(), "a download was refused");
            }
            own
        }
        DownloadEvent::Finished { success, .. } => {
            tracing::info!(success, "a file was written");
            true
        }
        _ => false,
    }
}
