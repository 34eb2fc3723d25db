//! The one window: its size, where it may go (nowhere) and how it comes back to the front.

use tauri::plugin::TauriPlugin;
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager as _, Runtime, Url, WebviewUrl, WebviewWindowBuilder, Wry};
use tauri_plugin_window_state::StateFlags;

use crate::downloads;

/// The window's label, which the capability in `src-tauri/capabilities/main.json` is given to.
pub(crate) const LABEL: &str = "main";

/// The most characters of a title.
const LONGEST_TITLE: usize = 300;

/// Opens the window.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    let dev_url = if tauri::is_dev() { app.config().build.dev_url.clone() } else { None };
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("ورّاق")
        .inner_size(1240.0, 820.0)
        .min_inner_size(380.0, 560.0)
        .devtools(cfg!(debug_assertions))
        .on_navigation(move |url| {
            let stays = is_own_page(url, dev_url.as_ref());
            if !stays {
                tracing::warn!(scheme = url.scheme(), "a page tried to lead the window elsewhere");
            }
            stays
        })
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, event| downloads::decide(event))
        // The page says what is read; it begins with a mark of its direction, since a title bar knows only plain text.
        .on_document_title_changed(|window, title| {
            let title: String = title.chars().filter(|c| !c.is_control()).take(LONGEST_TITLE).collect();
            if let Err(error) = window.set_title(&title) {
                tracing::info!(%error, "the window's title could not be set");
            }
        })
        .build()?;
    #[cfg(target_os = "linux")]
    crate::context_menu::restrict(&window)?;
    #[cfg(not(target_os = "linux"))]
    drop(window);
    Ok(())
}

/// Brings the window to the front, from wherever it is.
pub(crate) fn focus<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let shown = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
        if let Err(error) = shown {
            tracing::warn!(%error, "the window could not be brought to the front");
        }
    }
}

/// Remembers size, place and whether the window was maximised.
pub(crate) fn remembered_geometry() -> TauriPlugin<Wry> {
    tauri_plugin_window_state::Builder::new()
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
        .build()
}

/// The window shows the app's page and, in it, articles as documents without an address (`about:srcdoc`). This is asked
/// for every frame, not only for the whole window.
fn is_own_page(url: &Url, dev_url: Option<&Url>) -> bool {
    match url.scheme() {
        "about" => matches!(url.path(), "srcdoc" | "blank"),
        // A file that the page made for saving passes here before it becomes a download.
        "blob" => Url::parse(url.path()).is_ok_and(|maker| is_own_origin(&maker, dev_url)),
        _ => is_own_origin(url, dev_url) && (dev_url.is_some() || matches!(url.path(), "" | "/" | "/index.html")),
    }
}

/// Whether what lies at `url` was served by the app, or in development by its server.
fn is_own_origin(url: &Url, dev_url: Option<&Url>) -> bool {
    match url.scheme() {
        // Linux and macOS.
        "tauri" => url.host_str() == Some("localhost"),
        // Windows.
        "http" | "https" if url.host_str() == Some("tauri.localhost") => url.port().is_none(),
        _ => dev_url.is_some_and(|own| own.origin() == url.origin()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Url, is_own_page};

    #[test]
    fn the_window_stays_on_its_page() {
        for own in [
            "tauri://localhost",
            "tauri://localhost/",
            "http://tauri.localhost/index.html#list",
            "about:srcdoc",
            "blob:tauri://localhost/8b1c",
        ] {
            assert!(is_own_page(&Url::parse(own).unwrap(), None), "{own}");
        }
        for other in [
            "https://example.org/",
            "http://localhost:5173/",
            "http://tauri.localhost.evil.example/",
            "tauri://evil/",
            "http://tauri.localhost:8080/",
            "tauri://localhost/news/1",
            "file:///etc/passwd",
            "data:text/html,x",
            "javascript:alert(1)",
            "blob:null/1",
            "blob:https://evil.example/1",
            "warraq-media://localhost/x",
            "ipc://localhost/x",
            "about:config",
        ] {
            assert!(!is_own_page(&Url::parse(other).unwrap(), None), "{other}");
        }
    }

    #[test]
    fn the_development_server_is_a_page_only_in_development() {
        let server = Url::parse("http://localhost:5173").unwrap();
        assert!(is_own_page(&Url::parse("http://localhost:5173/src/main.ts").unwrap(), Some(&server)));
        assert!(!is_own_page(&Url::parse("http://localhost:5174/").unwrap(), Some(&server)));
    }
}
