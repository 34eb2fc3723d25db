//! The contract as its other side sees it: generated bindings that are up to date, every code with its words.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use warraq_core::api::{COMMANDS, ErrorCode};

use crate::Outcome;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn the_typescript_bindings_are_what_the_core_says() -> Outcome {
    let made = tempfile::tempdir()?;
    warraq_tests::bindings::write(made.path())?;
    for file in ["types.ts", "commands.ts"] {
        let committed = std::fs::read_to_string(root().join("ui/src/lib/api/bindings").join(file))?;
        let fresh = std::fs::read_to_string(made.path().join(file))?;
        assert!(committed == fresh, "{file} is out of date: run `make bindings`");
    }
    Ok(())
}

#[test]
fn every_error_says_what_happened_and_what_to_do_next_in_both_languages() -> Outcome {
    for language in ["ar", "en"] {
        let file = root().join(format!("ui/src/lib/i18n/{language}.json"));
        let messages: BTreeMap<String, Value> = serde_json::from_str(&std::fs::read_to_string(file)?)?;
        for code in ErrorCode::ALL {
            for part in ["what", "next"] {
                let key = format!("error.{}.{part}", code.as_str());
                let text = messages.get(&key).and_then(Value::as_str).unwrap_or_default();
                assert!(!text.trim().is_empty(), "{language}: {key}");
            }
        }
        for reason in ["expired", "not_yet_valid", "wrong_host", "unknown_issuer", "revoked"] {
            assert!(messages.contains_key(&format!("error.tls_failed.what.{reason}")), "{language}: {reason}");
        }
        for reason in ["no_such_name", "not_looked_up", "refused", "no_route", "no_tls"] {
            assert!(messages.contains_key(&format!("error.host_unreachable.what.{reason}")), "{language}: {reason}");
        }
    }
    Ok(())
}

#[test]
fn commands_are_verb_noun_and_documented() {
    let verbs = [
        "app",
        "list",
        "discover",
        "subscribe",
        "unsubscribe",
        "update",
        "rename",
        "delete",
        "import",
        "export",
        "refresh",
        "cancel",
        "get",
        "complete",
        "set",
        "mark",
        "undo",
        "keep",
        "unkeep",
        "save",
        "open",
        "report",
        "preview",
        "create",
        "move",
        "accept",
        "dismiss",
        "load",
        "check",
        "mail",
        "schedule",
        "fetch",
        "send",
        "resend",
        "discard",
        "forget",
        "split",
        "search",
        "suggest",
        "compare",
        "restore",
        "prepare",
    ];
    for command in COMMANDS {
        let verb = command.name.split('_').next().unwrap_or_default();
        assert!(verbs.contains(&verb), "{}", command.name);
        assert!(command.doc.trim().len() > 10, "{}", command.name);
    }
}
