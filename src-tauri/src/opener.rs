//! The way out: the system's browser.

use url::Url;
use warraq_core::Opener;

/// Opens addresses with the system's own means.
pub(crate) struct SystemBrowser;

impl Opener for SystemBrowser {
    fn open(&self, url: &Url) -> Result<(), String> {
        // The core has looked already. This is the last line before a program outside is started, so it looks again.
        if !is_web_address(url) {
            return Err(format!("not a web address: {}:", url.scheme()));
        }
        tauri_plugin_opener::open_url(url.as_str(), None::<&str>).map_err(|error| error.to_string())
    }
}

/// Only http and https, with a host. A serialised `Url` holds no space, quote or control character and starts with its
/// scheme, so it can't pass for an option of the program that is started.
fn is_web_address(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.host().is_some()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{SystemBrowser, Url, is_web_address};
    use warraq_core::Opener as _;

    #[test]
    fn only_web_addresses_leave_the_app() {
        for good in ["http://example.org/", "https://مثال.example/خبر?a=1#b"] {
            assert!(is_web_address(&Url::parse(good).unwrap()), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "smb://host/share",
            "vbscript:x",
            "tauri://localhost/",
            "ipc://localhost/",
            "asset://localhost/x",
            "blob:https://a/b",
            "intent://x#Intent;end",
            "ms-msdt:/id",
            "tel:1",
            "ssh://host",
            "mailto:a@b",
            "view-source:http://a/",
            "warraq-media://localhost/a",
        ] {
            let url = Url::parse(bad).unwrap();
            assert!(!is_web_address(&url), "{bad}");
            assert!(SystemBrowser.open(&url).is_err(), "{bad}");
        }
    }
}
