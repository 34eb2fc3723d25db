//! The core as the window sees it: open, or not to be opened and why.
//!
//! A library that can't be opened (in use, damaged, from a newer version, no room) does not end the app: the window opens
//! all the same and every command answers with that error, so that the message and its next step stand in the reader's
//! language and in one place only, the window's message files. Asking `app_info` again tries again.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use serde_json::Value;
use tauri::AppHandle;
use warraq_core::api::{ApiError, ErrorCode};
use warraq_core::clock::SystemClock;
use warraq_core::net::NetOptions;
use warraq_core::{Config, Core, Network, UnknownNetwork};

use crate::network::SystemNetwork;
use crate::opener::SystemBrowser;
use crate::paths::Library;
use crate::{events, notify};

/// The window's first question; after a failed start it is also the way to try again.
const FIRST_COMMAND: &str = "app_info";

/// How long the app waits for the library to close before it ends anyway. The core itself waits three seconds.
const CLOSE_WITHIN: Duration = Duration::from_secs(4);

/// The core, or why there is none.
pub(crate) struct Engine {
    app: AppHandle,
    config: Config,
    state: RwLock<Result<Core, ApiError>>,
}

impl Engine {
    /// Opens the library. A failure is kept for the window to show.
    pub(crate) fn start(app: AppHandle, library: Library) -> Self {
        // Papers on this machine are reached whatever the system says of the network.
        let network: Arc<dyn Network> =
            if library.private_hosts.is_empty() { Arc::new(SystemNetwork::watch()) } else { Arc::new(UnknownNetwork) };
        let net = NetOptions { private_hosts: library.private_hosts, ..NetOptions::default() };
        let config = Config {
            library: library.folder,
            clock: Arc::new(SystemClock),
            net,
            opener: Arc::new(SystemBrowser),
            network,
            directory: None,
            schedule: true,
            read_only: false,
        };
        // The core starts tasks when it opens, so it is opened inside the runtime.
        let state = tauri::async_runtime::block_on(async { open(&app, &config) });
        Self { app, config, state: RwLock::new(state) }
    }

    /// Calls a command. A panic in one is an `internal` error of that one; the app and the next command live on.
    pub(crate) async fn call(&self, command: &'static str, request: Value) -> Result<Value, ApiError> {
        let core = self.core(command == FIRST_COMMAND)?;
        match tauri::async_runtime::spawn(async move { core.call(command, request).await }).await {
            Ok(answer) => answer,
            Err(error) => {
                tracing::error!(command, %error, "a command ended abnormally");
                Err(ApiError::new(ErrorCode::Internal, format!("{command}: {error}")))
            }
        }
    }

    /// The open core. With `retry`, one that failed to open is opened again.
    pub(crate) fn core(&self, retry: bool) -> Result<Core, ApiError> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner).clone();
        if state.is_ok() || !retry {
            return state;
        }
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if state.is_err() {
            *state = open(&self.app, &self.config);
        }
        state.clone()
    }

    /// Closes the library, in bounded time.
    pub(crate) async fn close(&self) {
        if let Ok(core) = self.core(false)
            && tokio::time::timeout(CLOSE_WITHIN, core.close()).await.is_err()
        {
            tracing::warn!("the library took too long to close");
        }
    }
}

fn open(app: &AppHandle, config: &Config) -> Result<Core, ApiError> {
    match Core::open(config.clone()) {
        Ok(core) => {
            events::forward(app.clone(), core.events());
            notify::announce(app.clone(), core.events());
            Ok(core)
        }
        Err(error) => {
            tracing::error!(%error, library = %config.library.display(), "the library could not be opened");
            Err(error)
        }
    }
}
