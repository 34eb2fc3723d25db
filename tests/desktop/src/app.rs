//! One running app with a home of its own.

use std::net::{Ipv4Addr, TcpListener};
use std::ops::Deref;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::driver::{Driver, DriverError};
use crate::process::{Program, built, wait_for};
use crate::world::World;

/// A reader's home folder, which outlives the apps that are started in it.
pub struct Home {
    folder: TempDir,
}

impl Home {
    /// An empty one.
    pub fn new() -> std::io::Result<Self> {
        let folder = tempfile::tempdir()?;
        for name in ["data", "config", "cache", "downloads", "bin"] {
            std::fs::create_dir(folder.path().join(name))?;
        }
        let downloads = folder.path().join("downloads");
        let known = format!("XDG_DOWNLOAD_DIR=\"{}\"\n", downloads.display());
        std::fs::write(folder.path().join("config/user-dirs.dirs"), known)?;
        // What stands for the system's browser writes down what it was asked to open.
        let browser = folder.path().join("bin/xdg-open");
        std::fs::write(
            &browser,
            "#!/bin/sh\nfor address; do printf '%s\\n' \"$address\" >>\"$HOME/opened.txt\"; done\n",
        )?;
        std::fs::set_permissions(&browser, PermissionsExt::from_mode(0o755))?;
        Ok(Self { folder })
    }

    /// The addresses that the system's browser was asked to open, oldest first.
    pub fn opened(&self) -> Vec<String> {
        let opened = std::fs::read_to_string(self.folder.path().join("opened.txt")).unwrap_or_default();
        opened.lines().map(str::to_owned).collect()
    }

    /// Where the library is.
    pub fn library(&self) -> PathBuf {
        self.folder.path().join("library")
    }

    /// Where the app writes exported files.
    pub fn downloads(&self) -> PathBuf {
        self.folder.path().join("downloads")
    }

    /// The home folder itself.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The variables that make a program live here. `TAURI_*` are what the app's web view needs to be driven.
    pub(crate) fn environment(&self) -> Vec<(String, String)> {
        let path = |name: &str| self.folder.path().join(name).display().to_string();
        [
            ("HOME", self.folder.path().display().to_string()),
            ("PATH", format!("{}:{}", path("bin"), std::env::var("PATH").unwrap_or_default())),
            ("XDG_DATA_HOME", path("data")),
            ("XDG_CONFIG_HOME", path("config")),
            ("XDG_CACHE_HOME", path("cache")),
            ("WARRAQ_LIBRARY", path("library")),
            ("WARRAQ_PRIVATE_HOSTS", "127.0.0.1".to_owned()),
            ("TAURI_AUTOMATION", "true".to_owned()),
            ("TAURI_WEBVIEW_AUTOMATION", "true".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }
}

/// The app, started and driven. Dropping it ends it and its driver.
pub struct App {
    driver: Driver,
    process: Program,
}

impl App {
    /// Starts the app in `home` and waits for its page.
    pub fn start(home: &Home) -> Result<Self, DriverError> {
        let binary = built("WARRAQ_BIN", "warraq");
        let binary =
            binary.canonicalize().map_err(|error| format!("{}: {error}; run `make test-desktop`", binary.display()))?;
        let port = free_port()?;
        let output = home.path().join(format!("driver-{port}.txt"));
        let arguments = [format!("--port={port}"), "--host=127.0.0.1".to_owned()];
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let process = Program::start("WebKitWebDriver".as_ref(), &arguments, &home.environment(), output)?;
        let driver = Driver::open(port, &binary.display().to_string())
            .map_err(|error| format!("{error}\n{}", process.output()))?;
        let app = Self { driver, process };
        app.until("the page", "return document.readyState === 'complete' && location.protocol === 'tauri:'", &[])?;
        Ok(app)
    }

    /// Ends the app as a power cut would: nothing is asked, nothing is closed.
    pub fn kill(mut self) {
        self.process.kill();
    }

    /// Asks the app to end, as the system does when the session ends, and waits until it has closed its library.
    pub fn quit(mut self) -> Result<(), DriverError> {
        self.process.ask_to_end();
        wait_for("the app to end", || Ok(self.process.output().contains("warraq ends").then_some(())))
    }

    /// Starts the program once more on the same library, without a driver, and gives its exit status.
    pub fn start_again(home: &Home) -> Result<std::process::ExitStatus, DriverError> {
        let output = home.path().join("again.txt");
        let mut again = Program::start(&built("WARRAQ_BIN", "warraq"), &[], &home.environment(), output)?;
        wait_for("the second start to end", || Ok(again.ended()))
    }

    /// What the app and its driver wrote to the terminal.
    pub fn output(&self) -> String {
        self.process.output()
    }

    /// Starts the command line on the same library and gives what it printed.
    pub fn cli(home: &Home, arguments: &[&str]) -> Result<String, DriverError> {
        Self::cli_reading(home, arguments, std::process::Stdio::null())
    }

    /// As [`App::cli`], with this to read.
    pub fn cli_reading(home: &Home, arguments: &[&str], input: std::process::Stdio) -> Result<String, DriverError> {
        let binary = built("WARRAQ_CLI_BIN", "warraq-cli");
        let library = home.library().display().to_string();
        let output = std::process::Command::new(&binary)
            .arg("--library")
            .arg(&library)
            .args(arguments)
            .envs(home.environment())
            .stdin(input)
            .output()
            .map_err(|error| format!("{}: {error}", binary.display()))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() {
            Ok(text)
        } else {
            Err(format!("warraq-cli {arguments:?}: {text}{}", String::from_utf8_lossy(&output.stderr)))
        }
    }

    /// A library in `home` that follows the papers of `world`, made without the window.
    pub fn follow_all(home: &Home, world: &World) -> Result<(), DriverError> {
        for paper in world.papers() {
            Self::cli(home, &["add", "--category", &paper.topic, &paper.feed])?;
        }
        Ok(())
    }
}

impl Deref for App {
    type Target = Driver;

    fn deref(&self) -> &Driver {
        &self.driver
    }
}

/// A port that nothing listens on now.
fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|error| error.to_string())?;
    listener.local_addr().map(|address| address.port()).map_err(|error| error.to_string())
}
