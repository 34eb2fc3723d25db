//! The handle.

use std::path::PathBuf;
use std::sync::Arc;

use crate::api::ApiError;
use crate::clock::Clock;
use crate::net::NetOptions;

/// What the core is opened with. Everything it does not make itself is passed in.
#[derive(Clone)]
pub struct Config {
    /// The library's folder; created when missing.
    pub library: PathBuf,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Bounds of the network.
    pub net: NetOptions,
    /// Opens addresses in the system's browser.
    pub opener: Arc<dyn Opener>,
    /// Whether the scheduler runs. The app's does; tests and the command line refresh when told.
    pub schedule: bool,
}

/// Opens an address outside.
pub trait Opener: Send + Sync + 'static {
    /// Opens `url`, which is http or https. An error's text goes to the log.
    fn open(&self, url: &url::Url) -> Result<(), String>;
}

/// The engine. Cheap to clone.
#[derive(Clone)]
pub struct Core;

impl Core {
    /// Opens a library.
    pub fn open(config: Config) -> Result<Self, ApiError> {
        let _ = config;
        Ok(Self)
    }

    /// Calls a command by its name with a JSON request: the command line's and the window's way in.
    pub async fn call(&self, command: &str, request: serde_json::Value) -> Result<serde_json::Value, ApiError> {
        crate::api::dispatch(self, command, request).await
    }

    /// What happens from now on.
    pub fn events(&self) -> tokio::sync::broadcast::Receiver<crate::model::CoreEvent> {
        tokio::sync::broadcast::channel(1).1
    }

    /// A stored picture's bytes and media type, by its hash; none when it is not stored. Never the network.
    pub async fn media(&self, hash: crate::model::MediaHash) -> Option<(Vec<u8>, String)> {
        let _ = hash;
        None
    }

    /// Lets running work end (at most three seconds), writes what is pending and closes the library.
    pub async fn close(&self) {}
}
