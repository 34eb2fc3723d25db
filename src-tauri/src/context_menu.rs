//! The menu of the right button: what one does with text, and nothing of a browser (reload, back, open in a new window).

use tauri::WebviewWindow;
use webkit2gtk::{ContextMenuAction, ContextMenuExt as _, ContextMenuItemExt as _, WebViewExt as _};

/// Leaves only acts on text, links' addresses and pictures in the web view's menu.
pub(crate) fn restrict(window: &WebviewWindow) -> tauri::Result<()> {
    window.with_webview(|webview| {
        webview.inner().connect_context_menu(|_, menu, _, _| {
            for item in menu.items() {
                if !is_offered(item.stock_action()) {
                    menu.remove(&item);
                }
            }
            // True: no menu at all, where nothing is left of it.
            menu.n_items() == 0
        });
    })
}

fn is_offered(action: ContextMenuAction) -> bool {
    use ContextMenuAction::{
        Copy, CopyImageToClipboard, CopyLinkToClipboard, Cut, Delete, IgnoreSpelling, LearnSpelling, NoGuessesFound,
        Paste, SelectAll, SpellingGuess,
    };
    matches!(
        action,
        Copy | Cut
            | Paste
            | Delete
            | SelectAll
            | CopyLinkToClipboard
            | CopyImageToClipboard
            | SpellingGuess
            | NoGuessesFound
            | IgnoreSpelling
            | LearnSpelling
    )
}

#[cfg(test)]
mod tests {
    use super::{ContextMenuAction, is_offered};

    #[test]
    fn nothing_of_a_browser_is_offered() {
        use ContextMenuAction::*;
        for browser in [
            Reload,
            GoBack,
            GoForward,
            Stop,
            InspectElement,
            OpenLink,
            OpenLinkInNewWindow,
            DownloadLinkToDisk,
            OpenFrameInNewWindow,
            NoAction,
        ] {
            assert!(!is_offered(browser), "{browser:?}");
        }
        assert!(is_offered(Copy) && is_offered(Paste));
    }
}
