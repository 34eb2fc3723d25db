//! What went wrong, in one sentence. The words are the window's own English ones, so that they are written once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use warraq_core::api::{ApiError, ErrorCode};

static ENGLISH: LazyLock<BTreeMap<String, serde_json::Value>> = LazyLock::new(|| {
    // A test holds the file to be one flat object.
    serde_json::from_str(include_str!("../../../ui/src/lib/i18n/en.json")).unwrap_or_default()
});

/// The sentence for an error: what happened, then what to do next.
pub(crate) fn sentence(error: &ApiError) -> String {
    let code = error.code.as_str();
    if error.code == ErrorCode::InvalidRequest {
        // The window is never shown this by a reader's doing; a command line is.
        let what = error.params.values().next().map(|value| format!(" ({value})")).unwrap_or_default();
        return format!("Not understood: {}{what}. See `warraq-cli --help`. ({code})", error.detail);
    }
    let part = |key: &str| {
        // An error whose reason is known may have a sentence of its own.
        let reason = error.params.get("reason").map(String::as_str).unwrap_or_default();
        let exact = ENGLISH.get(&format!("error.{code}.{key}.{reason}"));
        let text = exact.or_else(|| ENGLISH.get(&format!("error.{code}.{key}"))).and_then(serde_json::Value::as_str)?;
        Some(
            error
                .params
                .iter()
                .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value)),
        )
    };
    match (part("what"), part("next")) {
        (Some(what), Some(next)) => format!("{what} {next} ({code})"),
        (Some(what), None) => format!("{what} ({code})"),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_known_reason_has_a_sentence_of_its_own() {
        let with = |reason| sentence(&ApiError::new(ErrorCode::TlsFailed, "detail").with("reason", reason));
        assert!(with("expired").contains("has expired") && with("wrong_host").contains("another site"));
        assert_eq!(with("unheard of"), sentence(&ApiError::new(ErrorCode::TlsFailed, "detail")));
    }

    #[test]
    fn every_code_has_a_sentence_without_holes() {
        for code in ErrorCode::ALL {
            let mut error = ApiError::new(*code, "detail");
            for name in ["status", "limit", "path", "host", "address", "setting", "command"] {
                error = error.with(name, "value");
            }
            let sentence = sentence(&error);
            assert!(sentence.ends_with(&format!("({})", code.as_str())), "{sentence}");
            assert!(!sentence.contains(['{', '}']), "{sentence}");
        }
    }
}
