//! The handle: what is open, who listens, what runs in the background.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, Semaphore, broadcast};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::Clock;
use crate::contract::{ApiError, ErrorCode, RunProgress};
use crate::directory::{self, Paper};
use crate::model::{CoreEvent, EntryId, MediaHash, Timestamp};
use crate::net::{self, Client, FetchError, NetOptions, Recent};
use crate::related::{Rarity, Table};
use crate::store::{Durability, Store, feeds, pictures};

/// Events that a slow listener may fall behind before it is told that everything changed.
const EVENTS: usize = 256;
/// Pictures fetched at a time, over all articles.
const PICTURES: usize = 4;
/// How long closing waits for what is running.
const CLOSE: Duration = Duration::from_secs(3);

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
    /// What the system says of the network.
    pub network: Arc<dyn Network>,
    /// The directory of papers to choose from, in the shape of the bundled file; none for that one.
    pub directory: Option<String>,
    /// Whether the scheduler runs. The app's does; tests and the command line refresh when told.
    pub schedule: bool,
    /// Open for reading only, beside a process that writes.
    pub read_only: bool,
}

/// The app's identifier, which names its folders; the same as in tauri.conf.json (a test compares them).
pub const APP_IDENTIFIER: &str = "org.warraq.reader";

/// The app's own library: in the folder for application data that the XDG base directory specification, macOS or
/// Windows names. `WARRAQ_LIBRARY` names another. None when the system names no home.
pub fn default_library() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(folder) = set("WARRAQ_LIBRARY") {
        return Some(folder);
    }
    let data = if cfg!(target_os = "windows") {
        set("APPDATA")
    } else if cfg!(target_os = "macos") {
        set("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        set("XDG_DATA_HOME").or_else(|| set("HOME").map(|home| home.join(".local/share")))
    };
    data.map(|data| data.join(APP_IDENTIFIER).join("library"))
}

/// What the system says of the network, where it says anything. Asked before each scheduled run, never kept.
pub trait Network: Send + Sync + 'static {
    /// Whether there is one at all.
    fn is_available(&self) -> Option<bool>;
    /// Whether it is paid for by volume.
    fn is_metered(&self) -> Option<bool>;
}

/// A system that says nothing of its network.
#[derive(Debug, Clone, Copy, Default)]
pub struct UnknownNetwork;

impl Network for UnknownNetwork {
    fn is_available(&self) -> Option<bool> {
        None
    }

    fn is_metered(&self) -> Option<bool> {
        None
    }
}

/// A refresh that is going on.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) token: CancellationToken,
    pub(crate) progress: RunProgress,
}

/// What neighbours are found by: how rare words are, and the hashes of all entries. Loaded when first asked for.
#[derive(Debug, Default)]
pub(crate) struct Neighbours {
    pub(crate) rarity: Option<Arc<Rarity>>,
    pub(crate) table: Option<Table>,
}

/// Opens an address outside.
pub trait Opener: Send + Sync + 'static {
    /// Opens `url`, which is http or https. An error's text goes to the log.
    fn open(&self, url: &url::Url) -> Result<(), String>;

    /// Opens a letter that the core composed, a `mailto:` address without a recipient, in the mail program. An error's
    /// text goes to the log.
    fn compose(&self, letter: &url::Url) -> Result<(), String>;
}

/// The engine. Cheap to clone; clones are one and the same library.
#[derive(Clone)]
pub struct Core {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) store: Arc<Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) http: Client,
    /// What a preview fetched, for following it.
    pub(crate) recent: Recent,
    pub(crate) opener: Arc<dyn Opener>,
    pub(crate) network: Arc<dyn Network>,
    pub(crate) papers: Arc<Vec<Paper>>,
    /// The refresh that is going on, if any.
    pub(crate) run: Mutex<Option<Run>>,
    /// The import that is going on, if any.
    pub(crate) import: Mutex<Option<CancellationToken>>,
    /// The fetching of what is kept ready, if it is going on.
    pub(crate) preparing: Mutex<Option<CancellationToken>>,
    /// Wakes the scheduler before its time.
    pub(crate) wake: Notify,
    /// Turns at fetching pictures.
    pub(crate) picture_turns: Semaphore,
    /// Turns at fetching sound.
    pub(crate) sound_turns: Semaphore,
    /// Turns at work that keeps a processor busy: parsing, sanitising, extracting.
    cpu_turns: Arc<Semaphore>,
    /// Entries and picture keys that are being completed, so that nothing is fetched twice at a time.
    pub(crate) in_work: Mutex<HashSet<String>>,
    /// What neighbours are found by, as far as it was loaded.
    pub(crate) neighbours: Mutex<Neighbours>,
    /// Held by the one pass that signs entries and gathers stories.
    pub(crate) gathering: tokio::sync::Mutex<()>,
    /// Hosts that the reader typed in this session: they alone may be in a private network.
    pub(crate) typed_hosts: Mutex<HashSet<String>>,
    events: broadcast::Sender<CoreEvent>,
    online: AtomicBool,
    /// When the last round of housekeeping was, by the clock.
    pub(crate) housekept_at: AtomicI64,
    /// Whether work in the background begins by itself.
    pub(crate) schedule: bool,
    pub(crate) stop: CancellationToken,
    pub(crate) tasks: TaskTracker,
}

impl std::fmt::Debug for Core {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Core").field("library", &self.inner.store.folder()).finish_non_exhaustive()
    }
}

impl Core {
    /// The handle over an open library.
    pub(crate) fn over(store: Store, config: Config) -> Self {
        // Without a way out of the machine the first screen says so at once. Where papers on this machine are allowed,
        // that says nothing: the first fetch will tell.
        let online = !config.net.private_hosts.is_empty() || net::has_route();
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            inner: Arc::new(Inner {
                store: Arc::new(store),
                clock: config.clock,
                http: Client::new(config.net),
                recent: Recent::default(),
                opener: config.opener,
                network: config.network,
                papers: Arc::new(directory::read(config.directory.as_deref().unwrap_or(directory::BUNDLED))),
                run: Mutex::default(),
                import: Mutex::default(),
                preparing: Mutex::default(),
                wake: Notify::new(),
                picture_turns: Semaphore::new(PICTURES),
                sound_turns: Semaphore::new(1),
                cpu_turns: Arc::new(Semaphore::new(cores.saturating_sub(1).max(1))),
                in_work: Mutex::default(),
                neighbours: Mutex::default(),
                gathering: tokio::sync::Mutex::default(),
                typed_hosts: Mutex::default(),
                events: broadcast::channel(EVENTS).0,
                online: AtomicBool::new(online),
                housekept_at: AtomicI64::new(0),
                schedule: config.schedule,
                stop: CancellationToken::new(),
                tasks: TaskTracker::new(),
            }),
        }
    }

    /// What happens from now on. A listener that falls behind gets `Lagged` and should ask for everything again.
    pub fn events(&self) -> broadcast::Receiver<CoreEvent> {
        self.inner.events.subscribe()
    }

    /// A stored picture's bytes and media type, by its hash; none when it is not stored. Never the network. A file that
    /// is not what was stored is forgotten, so that it is fetched again.
    pub async fn media(&self, hash: MediaHash) -> Option<(Vec<u8>, String)> {
        let digits = hash.as_str().to_owned();
        let known = self.inner.store.read(move |db| pictures::media(db, &digits)).await.ok().flatten()?;
        let path = self.inner.store.media_path(hash.as_str());
        let bytes = tokio::fs::read(&path).await.ok();
        match bytes {
            Some(bytes) if bytes.len() as u64 == known.bytes => Some((bytes, known.mime)),
            _ => {
                tracing::warn!(%hash, "a stored picture is missing or cut short");
                let digits = hash.as_str().to_owned();
                let _ = self.inner.store.write(Durability::Normal, move |db| pictures::forget(db, &digits)).await;
                None
            }
        }
    }

    /// Lets running work end (at most three seconds), writes what is pending and closes the library.
    pub async fn close(&self) {
        self.inner.stop.cancel();
        self.inner.tasks.close();
        let _ = tokio::time::timeout(CLOSE, self.inner.tasks.wait()).await;
        self.inner.store.close().await;
    }

    /// Waits until nothing runs in the background: what a command set going is done or has failed.
    pub async fn settle(&self) {
        while !self.inner.tasks.is_empty() {
            self.inner.tasks.close();
            self.inner.tasks.wait().await;
            self.inner.tasks.reopen();
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// Whether a refresh is going on.
    pub(crate) fn is_refreshing(&self) -> bool {
        self.inner.run.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    pub(crate) fn emit(&self, event: CoreEvent) {
        // Nobody listening is no fault.
        let _ = self.inner.events.send(event);
    }

    pub(crate) fn entry_ready(&self, entry: EntryId) {
        self.emit(CoreEvent::EntryReady { entry });
    }

    /// Whether the network answered when it was last tried.
    pub(crate) fn online(&self) -> bool {
        self.inner.online.load(Ordering::Relaxed)
    }

    /// Learns from the outcome of a fetch whether there is a network.
    pub(crate) fn note_outcome<T>(&self, outcome: &Result<T, FetchError>) {
        let online = match outcome {
            Ok(_) | Err(FetchError::Status { .. }) => true,
            Err(FetchError::Offline(_)) => false,
            Err(_) => return,
        };
        self.set_online(online);
    }

    /// Notes whether there is a network, and tells whoever listens when that changed.
    pub(crate) fn set_online(&self, online: bool) {
        if self.inner.online.swap(online, Ordering::Relaxed) != online {
            self.emit(CoreEvent::ConnectivityChanged { online });
            if online {
                let (core, now) = (self.clone(), self.now());
                self.spawn(async move {
                    let due = core.inner.store.write(Durability::Normal, move |db| feeds::due_after_offline(db, now));
                    if let Err(error) = due.await {
                        tracing::warn!(%error, "feeds that waited for the network keep waiting");
                    }
                    core.inner.wake.notify_one();
                });
            }
        }
    }

    /// Runs in the background until done or until the core is closed.
    pub(crate) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let stop = self.inner.stop.clone();
        self.inner.tasks.spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = work => {}
            }
        });
    }

    /// Runs work that keeps a processor busy, off the async threads, at most one less than there are processors. A
    /// panic in it is caught here: outside data may fail, it may not end the program.
    pub(crate) async fn offload<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, ApiError> {
        let turn = Arc::clone(&self.inner.cpu_turns).acquire_owned().await;
        let outcome = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        outcome.await.map_err(|error| ApiError::from_chain(ErrorCode::Internal, &error))
    }

    /// Marks a piece of work as being done; none when somebody does it already.
    pub(crate) fn claim(&self, work: String) -> Option<Claim> {
        let mut in_work = self.inner.in_work.lock().unwrap_or_else(PoisonError::into_inner);
        in_work.insert(work.clone()).then(|| Claim { core: self.clone(), work })
    }
}

/// Work that is being done; let go of when it is dropped.
pub(crate) struct Claim {
    core: Core,
    work: String,
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.core.inner.in_work.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.work);
    }
}
