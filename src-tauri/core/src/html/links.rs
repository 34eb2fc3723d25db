//! Addresses of links: which are let through, and what is taken off them.

use url::Url;

/// Longest address that is kept, in bytes (browsers and servers agree on less).
const LONGEST_URL: usize = 8 * 1024;

/// Query parameters that only follow the reader about.
const TRACKING: &[&str] = &[
    "__hsfp",
    "__hssc",
    "__hstc",
    "__s",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_openstat",
    "at_campaign",
    "at_custom1",
    "at_custom2",
    "at_custom3",
    "at_custom4",
    "at_medium",
    "cmpid",
    "dclid",
    "fb_action_ids",
    "fb_action_types",
    "fb_source",
    "fbclid",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "guccounter",
    "hsctatracking",
    "igsh",
    "igshid",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mibextid",
    "mkt_tok",
    "msclkid",
    "ncid",
    "oly_anon_id",
    "oly_enc_id",
    "ref_src",
    "ref_url",
    "s_cid",
    "scid",
    "smid",
    "srsltid",
    "taid",
    "ttclid",
    "twclid",
    "vero_conv",
    "vero_id",
    "wbraid",
    "wickedid",
    "wt_mc",
    "xtor",
    "yclid",
];

/// Resolves `raw` against `base` and gives an absolute http(s) address, or none. Nothing else ever leaves here, so no
/// relative or protocol-relative address can end up as one of the app's own.
pub(super) fn web_address(raw: &str, base: Option<&Url>) -> Option<Url> {
    if raw.len() > LONGEST_URL {
        return None;
    }
    let raw = raw.trim_matches(|c: char| c <= ' ' || c == '\u{A0}');
    if raw.is_empty() {
        return None;
    }
    let base = base.filter(|b| matches!(b.scheme(), "http" | "https"));
    let url = match (Url::parse(raw), base) {
        (Ok(url), _) => url,
        (Err(url::ParseError::RelativeUrlWithoutBase), Some(base)) => base.join(raw).ok()?,
        (Err(url::ParseError::RelativeUrlWithoutBase), None) if raw.starts_with("//") => {
            Url::parse(&format!("https:{raw}")).ok()?
        }
        _ => return None,
    };
    let good = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some_and(|h| !h.is_empty())
        && url.as_str().len() <= LONGEST_URL;
    good.then_some(url)
}

/// The address of a link: http(s) without tracking parameters. Everything else, `mailto:` included, becomes text: the
/// window opens nothing but the web.
pub(super) fn href(raw: &str, base: Option<&Url>) -> Option<String> {
    // A place in the same text: the page's own address isn't where a footnote stands.
    if raw.trim_start().starts_with('#') {
        return None;
    }
    let mut url = web_address(raw, base)?;
    strip_tracking(&mut url);
    Some(url.into())
}

/// Whether `value` is an address that [`href`] could have made.
pub(super) fn is_allowed(value: &str) -> bool {
    href(value, None).as_deref() == Some(value)
}

/// Takes tracking parameters off; the bytes of the others stay as they are.
pub(crate) fn strip_tracking(url: &mut Url) {
    let Some(query) = url.query() else { return };
    let kept: Vec<&str> =
        query.split('&').filter(|pair| !is_tracking(pair.split('=').next().unwrap_or(pair))).collect();
    if kept.len() == query.split('&').count() {
        return;
    }
    let kept = kept.join("&");
    url.set_query(if kept.is_empty() { None } else { Some(&kept) });
}

fn is_tracking(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("utm_") || TRACKING.binary_search(&name.as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::{TRACKING, href, is_allowed};
    use url::Url;

    #[test]
    fn only_the_web_is_linked() {
        assert!(TRACKING.is_sorted());
        let base = Url::parse("https://example.org/a/b.html").unwrap();
        let cases = [
            ("https://x.org/?utm_source=rss&id=7&fbclid=1#t", Some("https://x.org/?id=7#t")),
            ("/c?utm_medium=x", Some("https://example.org/c")),
            ("//cdn.org/x", Some("https://cdn.org/x")),
            ("  HTTP://X.org/%D8%A7 ", Some("http://x.org/%D8%A7")),
            ("https://x.org/?a=%26&b=c+d", Some("https://x.org/?a=%26&b=c+d")),
            ("#fn1", None),
            ("mailto:a@b.org?subject=x&attach=/etc/passwd", None),
            ("javascript:alert(1)", None),
            ("java\nscript:alert(1)", None),
            ("\u{1}javascript:alert(1)", None),
            ("data:text/html,x", None),
            ("warraq-media://localhost/x", None),
            ("tauri://localhost/", None),
            ("file:///etc/passwd", None),
            ("tel:+1", None),
            ("intent://x#Intent;end", None),
            ("https://", None),
            ("", None),
        ];
        for (raw, want) in cases {
            assert_eq!(href(raw, Some(&base)).as_deref(), want, "{raw:?}");
            if let Some(want) = want {
                assert!(is_allowed(want), "{want}");
            }
        }
        assert_eq!(href("/c", None), None);
        assert_eq!(href("//cdn.org/x", None).as_deref(), Some("https://cdn.org/x"));
        assert_eq!(href(&format!("https://x.org/{}", "a".repeat(100_000)), None), None);
        let own = Url::parse("tauri://localhost/").unwrap();
        assert_eq!(href("/c", Some(&own)), None);
    }
}
