//! The arrows of docs/architecture.md, held to by reading the code: which module of the core names which, where SQL may
//! stand, and who may know Tauri.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::Outcome;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every Rust file below a folder, with its text.
fn sources(folder: &Path) -> Result<Vec<(PathBuf, String)>, std::io::Error> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path)?;
                files.push((path, text));
            }
        }
    }
    Ok(files)
}

/// The table of docs/architecture.md: module → modules that it may name.
fn table() -> Result<BTreeMap<String, BTreeSet<String>>, Box<dyn std::error::Error>> {
    let page = fs::read_to_string(root().join("docs/architecture.md"))?;
    let rows = page.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| `")?.split('|').map(str::trim);
        let module = cells.next()?.trim_matches('`').to_owned();
        let named = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        Some((module, named(cells.next()?)))
    });
    Ok(rows.collect())
}

/// The lines of code: comments, documentation and test modules left out.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let end = text.find("#[cfg(test)]\nmod tests").unwrap_or(text.len());
    text[..end].lines().filter(|line| !line.trim_start().starts_with("//"))
}

#[test]
fn modules_name_only_what_the_table_allows() -> Outcome {
    let core = root().join("src-tauri/core/src");
    let table = table()?;
    assert!(table.len() >= 14, "the table was not found: {table:?}");
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for (path, text) in sources(&core)? {
        let relative = path.strip_prefix(&core)?;
        let first = relative
            .components()
            .next()
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .unwrap_or_default();
        let module = first.trim_end_matches(".rs").to_owned();
        if module == "lib" || relative.ends_with("tests.rs") {
            continue;
        }
        let Some(allowed) = table.get(&module) else {
            wrong.push(format!("{module} is not in the table"));
            continue;
        };
        seen.insert(module.clone());
        for line in code(&text) {
            let named = line.split("crate::").skip(1).flat_map(|rest| match rest.strip_prefix('{') {
                // `use crate::{a, b::c};`
                Some(list) => {
                    list.split(['}', ';']).next().unwrap_or("").split(',').map(first_word).collect::<Vec<_>>()
                }
                None => vec![first_word(rest)],
            });
            for target in named.filter(|target| table.contains_key(target) || target == "Core") {
                let target = if target == "Core" { "core".to_owned() } else { target };
                if target != module && !allowed.contains(&target) {
                    wrong.push(format!("{}: {module} → {target}: {}", relative.display(), line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let unknown: Vec<_> = table.keys().filter(|module| !seen.contains(*module)).collect();
    assert!(unknown.is_empty(), "in the table but not in the code: {unknown:?}");
    Ok(())
}

fn first_word(text: &str) -> String {
    text.trim().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

#[test]
fn the_table_has_no_circle() -> Outcome {
    let mut left = table()?;
    while let Some(bottom) = left
        .iter()
        .find(|(_, named)| named.iter().all(|name| !left.contains_key(name)))
        .map(|(module, _)| module.clone())
    {
        left.remove(&bottom);
    }
    assert!(left.is_empty(), "these name one another in a circle: {left:?}");
    Ok(())
}

#[test]
fn only_the_store_writes_sql_and_only_net_opens_sockets() -> Outcome {
    let core = root().join("src-tauri/core/src");
    let rules: [(&str, &[&str]); 3] = [
        ("store", &["rusqlite", "SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "PRAGMA "]),
        ("net", &["reqwest", "TcpStream", "UdpSocket", "lookup_host"]),
        ("html", &["SafeHtml("]),
    ];
    let mut wrong = Vec::new();
    for (path, text) in sources(&core)? {
        let relative = path.strip_prefix(&core)?.to_owned();
        for (home, words) in rules {
            if relative.starts_with(home) {
                continue;
            }
            for line in code(&text) {
                for word in words.iter().filter(|word| line.contains(**word)) {
                    wrong.push(format!("{}: {word} belongs to {home}: {}", relative.display(), line.trim()));
                }
            }
        }
        if !relative.starts_with("store") && text.contains("SafeHtml::from_store") {
            wrong.push(format!("{}: only the store may vouch for stored markup", relative.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn the_pure_modules_know_neither_time_nor_threads_nor_files() -> Outcome {
    let core = root().join("src-tauri/core/src");
    let banned = ["tokio::", "std::fs", "std::thread", "SystemTime", "Instant::now", "std::env", "clock::"];
    let mut wrong = Vec::new();
    for module in ["model", "contract", "text", "html", "feed", "extract", "site", "related", "stories"] {
        for (path, text) in sources(&core.join(module))? {
            if path.ends_with("tests.rs") {
                continue;
            }
            for line in code(&text) {
                for word in banned.iter().filter(|word| line.contains(**word)) {
                    wrong.push(format!("{}: {word}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn the_core_compiles_without_a_window() -> Outcome {
    let tree = std::process::Command::new(env!("CARGO"))
        .args([
            "tree",
            "--package",
            "warraq-core",
            "--package",
            "warraq-cli",
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--offline",
        ])
        .current_dir(root())
        .output()?;
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8(tree.stdout)?;
    assert!(tree.contains("rusqlite "), "cargo tree said something else:\n{tree}");
    for window in ["tauri ", "wry ", "webkit2gtk", "gtk "] {
        assert!(!tree.lines().any(|line| line.starts_with(window)), "{window} is in the core's tree");
    }
    Ok(())
}

#[test]
fn only_the_shell_names_tauri() -> Outcome {
    for folder in ["src-tauri/core", "src-tauri/cli", "tests"] {
        for (path, text) in sources(&root().join(folder))? {
            let names = code(&text).any(|line| line.contains("tauri::") && !line.contains("\"tauri"));
            assert!(!names || path.ends_with("architecture.rs"), "{}", path.display());
        }
    }
    Ok(())
}
