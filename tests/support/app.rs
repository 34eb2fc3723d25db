//! A core over a temporary folder, with a clock that stands still and a browser that only takes notes.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};
use tempfile::TempDir;
use warraq_core::api::{ApiError, EntryDetail, EntryPage, EntryRef, ErrorCode, ListEntries, SourceTree, Subscribe};
use warraq_core::clock::FixedClock;
use warraq_core::model::{CoreEvent, EntryId, FeedId, Scope, Timestamp};
use warraq_core::net::NetOptions;
use warraq_core::{Config, Core, Opener};

/// Noon of 22 November 2026, UTC: the day on which the tests' world stands still.
pub const NOON: Timestamp = 1_795_348_800_000;

/// A browser that notes what it is told to open.
#[derive(Debug, Default)]
pub struct Notes(Mutex<Vec<String>>);

impl Notes {
    /// What was opened, in order.
    pub fn opened(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Opener for Notes {
    fn open(&self, url: &url::Url) -> Result<(), String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(url.to_string());
        Ok(())
    }

    fn compose(&self, letter: &url::Url) -> Result<(), String> {
        self.open(letter)
    }
}

/// A core for tests. Loopback counts as typed by the reader.
pub struct TestApp {
    /// The core.
    pub core: Core,
    /// Its clock.
    pub clock: Arc<FixedClock>,
    /// What it opened outside.
    pub browser: Arc<Notes>,
    folder: Arc<TempDir>,
}

impl TestApp {
    /// A core over a new, empty library.
    ///
    /// # Errors
    /// When the temporary folder or the library can't be made.
    pub fn new() -> Result<Self, Box<dyn std::error::Error>> {
        Self::over(Arc::new(tempfile::tempdir()?), NOON)
    }

    /// A core over a new, empty library, with these bounds of the network.
    ///
    /// # Errors
    /// When the temporary folder or the library can't be made.
    pub fn with_net(net: NetOptions) -> Result<Self, Box<dyn std::error::Error>> {
        Self::with(|config| config.net = net)
    }

    /// A core over a new, empty library, opened with a configuration that `change` has changed.
    ///
    /// # Errors
    /// When the temporary folder or the library can't be made.
    pub fn with(change: impl FnOnce(&mut Config)) -> Result<Self, Box<dyn std::error::Error>> {
        let (folder, clock, browser) =
            (Arc::new(tempfile::tempdir()?), Arc::new(FixedClock::at(NOON)), Arc::new(Notes::default()));
        let mut config = config(folder.path(), clock.clone(), browser.clone());
        change(&mut config);
        Ok(Self { core: Core::open(config)?, clock, browser, folder })
    }

    fn over(folder: Arc<TempDir>, now: Timestamp) -> Result<Self, Box<dyn std::error::Error>> {
        let clock = Arc::new(FixedClock::at(now));
        let browser = Arc::new(Notes::default());
        let core = open(folder.path(), clock.clone(), browser.clone(), false)?;
        Ok(Self { core, clock, browser, folder })
    }

    /// The library's folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Closes the library and opens it again, as a restart of the app does.
    ///
    /// # Errors
    /// When it can't be opened again.
    pub async fn restart(self) -> Result<Self, Box<dyn std::error::Error>> {
        use warraq_core::clock::Clock as _;
        let (folder, now) = (self.folder.clone(), self.clock.now());
        self.core.close().await;
        drop(self);
        Self::over(folder, now)
    }

    /// How far the clock has been moved from [`NOON`], in milliseconds.
    pub fn clock_offset(&self) -> i64 {
        use warraq_core::clock::Clock as _;
        self.clock.now() - NOON
    }

    /// Calls a command as the window does.
    ///
    /// # Errors
    /// The command's own.
    pub async fn call(&self, command: &str, request: Value) -> Result<Value, ApiError> {
        self.core.call(command, request).await
    }

    /// Follows a feed by its address, and waits for it.
    ///
    /// # Errors
    /// The command's own.
    pub async fn follow(&self, feed_url: &str) -> Result<FeedId, ApiError> {
        let request =
            Subscribe { feed_url: feed_url.to_owned(), kind: None, title: None, category: None, deferred: false };
        Ok(self.core.subscribe(request).await?.feed.id)
    }

    /// The first 500 entries of a scope, in the order of the list.
    ///
    /// # Errors
    /// The command's own.
    pub async fn list(&self, scope: Scope) -> Result<EntryPage, ApiError> {
        let request = ListEntries { scope, unread_only: false, cursor: None, limit: Some(500), utc_offset_minutes: 0 };
        self.core.peek_entries(request).await
    }

    /// The sidebar.
    ///
    /// # Errors
    /// The command's own.
    pub async fn sources(&self) -> Result<SourceTree, ApiError> {
        self.core.list_sources(warraq_core::api::ListSources::default()).await
    }

    /// Keeps an entry and waits until nothing runs any more.
    ///
    /// # Errors
    /// The command's own.
    pub async fn keep(&self, id: EntryId) -> Result<EntryDetail, ApiError> {
        self.core.keep(EntryRef { id }).await?;
        self.core.settle().await;
        self.core.get_entry(EntryRef { id }).await
    }

    /// The code that a command fails with; none when it succeeds.
    pub async fn fails(&self, command: &str, request: Value) -> Option<ErrorCode> {
        self.call(command, request).await.err().map(|error| error.code)
    }

    /// Refreshes everything and gives the summary as JSON.
    ///
    /// # Errors
    /// The command's own.
    pub async fn refresh(&self) -> Result<Value, ApiError> {
        self.call("refresh", json!({ "scope": { "kind": "all" } })).await
    }
}

/// Opens a library as the tests do.
///
/// # Errors
/// The core's own.
pub fn open(folder: &Path, clock: Arc<FixedClock>, browser: Arc<Notes>, read_only: bool) -> Result<Core, ApiError> {
    Core::open(Config { read_only, ..config(folder, clock, browser) })
}

/// The same with a configuration that `change` has changed.
///
/// # Errors
/// The core's own.
pub fn open_with(
    folder: &Path,
    clock: Arc<FixedClock>,
    browser: Arc<Notes>,
    change: impl FnOnce(&mut Config),
) -> Result<Core, ApiError> {
    let mut config = config(folder, clock, browser);
    change(&mut config);
    Core::open(config)
}

fn config(folder: &Path, clock: Arc<FixedClock>, browser: Arc<Notes>) -> Config {
    let net = NetOptions { private_hosts: vec!["127.0.0.1".to_owned()], ..NetOptions::default() };
    Config {
        library: folder.to_owned(),
        clock,
        net,
        opener: browser,
        network: Arc::new(warraq_core::UnknownNetwork),
        directory: None,
        schedule: false,
        read_only: false,
    }
}

/// The events that are waiting, in order.
pub fn drain(events: &mut tokio::sync::broadcast::Receiver<CoreEvent>) -> Vec<CoreEvent> {
    std::iter::from_fn(|| events.try_recv().ok()).collect()
}
