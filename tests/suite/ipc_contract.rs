//! What the window may ask for is written in three places: the core's list of commands, the permissions and the
//! capability. They are compared here, with the configuration that holds the window in.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;
use warraq_core::api::COMMANDS;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn json(path: &str) -> Value {
    serde_json::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn files(folder: &str) -> Vec<PathBuf> {
    std::fs::read_dir(root().join(folder)).unwrap().map(|file| file.unwrap().path()).collect()
}

/// The quoted strings of the lines that `wanted` accepts, of a TOML file that keeps one thing a line.
fn quoted(toml: &str, wanted: impl Fn(&str) -> bool) -> Vec<&str> {
    toml.lines().map(str::trim).filter(|line| wanted(line)).filter_map(|line| line.split('"').nth(1)).collect()
}

#[test]
fn the_permissions_name_exactly_the_commands_of_the_core() {
    assert_eq!(files("src-tauri/permissions").len(), 1);
    let toml = read("src-tauri/permissions/app.toml");
    let permitted = quoted(&toml, |line| line.starts_with('"'));
    let commands: BTreeSet<&str> = COMMANDS.iter().map(|command| command.name).collect();
    assert_eq!(permitted.len(), commands.len(), "a command is permitted twice, or one is missing: {permitted:?}");
    assert_eq!(permitted.into_iter().collect::<BTreeSet<_>>(), commands);
}

#[test]
fn the_window_gets_these_permissions_and_listening_and_nothing_else() {
    assert_eq!(files("src-tauri/capabilities").len(), 1);
    let capability = json("src-tauri/capabilities/main.json");
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert!(capability.get("remote").is_none() && capability.get("webviews").is_none());
    let toml = read("src-tauri/permissions/app.toml");
    let mut expected = quoted(&toml, |line| line.starts_with("identifier"));
    expected.extend(["core:event:allow-listen", "core:event:allow-unlisten"]);
    assert_eq!(capability["permissions"], serde_json::json!(expected));
}

#[test]
fn the_configuration_holds_the_window_in() {
    let config = json("tauri.conf.json");
    let security = &config["app"]["security"];
    assert_eq!(config["app"]["withGlobalTauri"], false);
    assert_eq!(config["app"]["windows"], serde_json::json!([]), "the window is made in src-tauri/src/window.rs");
    assert_eq!(security["assetProtocol"]["enable"], false);
    assert_eq!(security["capabilities"], serde_json::json!(["main"]));
    assert!(security.get("dangerousDisableAssetCspModification").is_none());
    assert!(security.get("devCsp").is_none());
}

#[test]
fn the_content_security_policy_names_nothing_remote() {
    let config = json("tauri.conf.json");
    let policy = config["app"]["security"]["csp"].as_object().unwrap();
    assert_eq!(policy["default-src"], "'none'");
    for forbidden in ["frame-src", "object-src", "base-uri", "form-action"] {
        assert_eq!(policy[forbidden], "'none'", "{forbidden}");
    }
    // Windows serves the app's own schemes from names below `localhost`, which never leave the machine.
    let own = ["'none'", "'self'", "ipc:", "warraq-media:", "http://ipc.localhost", "http://warraq-media.localhost"];
    for (directive, sources) in policy {
        for source in sources.as_str().unwrap().split_whitespace() {
            assert!(own.contains(&source), "{directive} {source}");
        }
    }
}
