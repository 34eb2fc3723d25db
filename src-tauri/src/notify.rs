//! The system's notifications: new articles of the sources for which the reader asked. A notification holds the source's
//! title and headlines as text, never markup, and nothing of the interface's own words.

use tauri::AppHandle;
use tauri_plugin_notification::NotificationExt as _;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use warraq_core::model::{CoreEvent, Direction};
use warraq_core::text::directed;

/// Shows what the core announces until it is closed.
pub(crate) fn announce(app: AppHandle, mut events: Receiver<CoreEvent>) {
    tauri::async_runtime::spawn(async move {
        loop {
            match events.recv().await {
                Ok(CoreEvent::Announced { source, headlines, .. }) => {
                    // Each line tells its direction: the system takes the first strong letter for it.
                    let line = |text: &str| plain(&directed(text, Direction::Rtl));
                    let body = headlines.iter().map(|headline| line(headline)).collect::<Vec<_>>().join("\n");
                    if let Err(error) = app.notification().builder().title(line(&source)).body(body).show() {
                        tracing::info!(%error, "a notification could not be shown");
                    }
                }
                // What was missed was not worth catching up with.
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            }
        }
    });
}

/// Text for a notification server, some of which read the body as markup (the Desktop Notifications Specification, §4).
fn plain(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_headline_is_never_markup() {
        assert_eq!(plain("<b>عاجل</b> & <img src=x>"), "&lt;b&gt;عاجل&lt;/b&gt; &amp; &lt;img src=x&gt;");
    }
}
