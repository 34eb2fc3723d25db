//! What the behaviour tests stand on: a core over a temporary folder, scripted loopback servers, a fixed clock.

pub mod app;
pub mod bindings;
pub mod discussion;
pub mod faults;
pub mod feeds;
pub mod front_pages;
pub mod pictures;
pub mod prose;
pub mod recording;
pub mod server;
pub mod sites;
pub mod soak;

/// A program of the workspace, built: beside the running test's own. `make test` builds all of them first and says so
/// (`WARRAQ_BUILT`); a test run by itself builds it.
///
/// # Errors
/// When it is not there and can't be built.
pub fn program(name: &str) -> Result<std::path::PathBuf, Box<dyn std::error::Error>> {
    static BUILT: std::sync::Once = std::sync::Once::new();
    BUILT.call_once(|| {
        if std::env::var_os("WARRAQ_BUILT").is_some() {
            return;
        }
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let _ = std::process::Command::new(cargo)
            .args(["build", "--quiet", "--package", "warraq-cli"])
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
            .status();
    });
    let own = std::env::current_exe()?;
    let folder = own.parent().and_then(std::path::Path::parent).ok_or("no target folder")?;
    let program = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if program.exists() { Ok(program) } else { Err(format!("{} was not built", program.display()).into()) }
}
