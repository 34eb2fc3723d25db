//! Embeds the configuration, the icons and what the window may call.
//!
//! The root package's build script runs in the repository's root, so both patterns lead into `src-tauri/`.

use std::path::Path;

/// Stands in for the user interface where it has not been built, so that `cargo build` and `cargo clippy` work in a
/// fresh clone; `npm --prefix ui run build` replaces it.
const PLACEHOLDER: &str = "<!doctype html><html lang=\"ar\" dir=\"rtl\"><meta charset=\"utf-8\"><title>ورّاق</title>\
<p>لم تُبنَ الواجهة بعد: <code dir=\"ltr\">make run</code><p dir=\"ltr\">The interface is not built yet: <code>make run</code>";

fn main() {
    let page = Path::new("ui/dist/index.html");
    if !page.exists()
        && let Err(error) = std::fs::create_dir_all("ui/dist").and_then(|()| std::fs::write(page, PLACEHOLDER))
    {
        println!("cargo::error=ui/dist can't be written: {error}");
    }
    println!("cargo::rerun-if-changed=ui/dist");
    println!("cargo::rerun-if-changed=src-tauri/capabilities");
    println!("cargo::rerun-if-changed=src-tauri/permissions");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*.json")
        .app_manifest(tauri_build::AppManifest::new().permissions_path_pattern("./src-tauri/permissions/**/*.toml"));
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
