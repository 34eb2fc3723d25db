//! The ways out: the system's browser and mail program.

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

    fn compose(&self, letter: &Url) -> Result<(), String> {
        if !is_letter(letter) {
            return Err(format!("not a letter of ours: {}:", letter.scheme()));
        }
        tauri_plugin_opener::open_url(letter.as_str(), None::<&str>).map_err(|error| error.to_string())
    }
}

/// Only what the core composes: a letter to nobody yet, with a subject and a body and no other field. Mail programs take
/// more from such an address, attachments among them.
fn is_letter(url: &Url) -> bool {
    let mut fields: Vec<String> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
    fields.sort_unstable();
    url.scheme() == "mailto" && url.path().is_empty() && url.fragment().is_none() && fields == ["body", "subject"]
}

/// Only http and https, with a host. A serialised `Url` holds no space, quote or control character and starts with its
/// scheme, so it can't pass for an option of the program that is started.
fn is_web_address(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.host().is_some()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{SystemBrowser, Url, is_letter, is_web_address};
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

    #[test]
    fn only_letters_of_the_core_are_begun() {
        assert!(is_letter(&Url::parse("mailto:?subject=%D8%AE&body=a%0D%0Ab").unwrap()));
        for bad in [
            "mailto:a@b.org?subject=x&body=y",
            "mailto:?subject=x&body=y&attach=/etc/passwd",
            "mailto:?subject=x&body=y&cc=a@b.org",
            "mailto:?subject=x&subject=y",
            "mailto:?subject=x&body=y#z",
            "https://example.org/?subject=x&body=y",
            "file:///?subject=x&body=y",
        ] {
            let url = Url::parse(bad).unwrap();
            assert!(!is_letter(&url), "{bad}");
            assert!(SystemBrowser.compose(&url).is_err(), "{bad}");
        }
    }
}
