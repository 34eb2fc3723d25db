//! The one thread that writes.

use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};
use std::thread::JoinHandle;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use super::StoreError;

/// How sure a write must be before it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// On disk: what the reader did. `synchronous=FULL`, about 4 ms.
    Full,
    /// In the write-ahead log, to disk with the next checkpoint or full write: what can be fetched again.
    Normal,
}

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// Writes that may wait; more than this and senders wait too.
const QUEUE: usize = 64;

/// Hands closures to the writing thread. Each is one `BEGIN IMMEDIATE … COMMIT`.
#[derive(Debug)]
pub(super) struct Writer {
    jobs: Mutex<Option<mpsc::SyncSender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the thread over its connection. `when_done` runs on it at the end, with the connection.
    pub(super) fn start(mut connection: Connection, when_done: fn(Connection)) -> std::io::Result<Self> {
        let (jobs, queue) = mpsc::sync_channel::<Job>(QUEUE);
        let thread = std::thread::Builder::new().name("warraq-writer".into()).spawn(move || {
            for job in queue {
                // A fault in one write must not end all writing: its sender sees `Closed`, the next one works.
                let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| job(&mut connection)));
                if outcome.is_err() {
                    tracing::error!("a write panicked and was rolled back");
                }
            }
            when_done(connection);
        })?;
        Ok(Self { jobs: Mutex::new(Some(jobs)), thread: Mutex::new(Some(thread)) })
    }

    /// Runs `work` in a transaction; commits when it is `Ok`, rolls back when it is not.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        durability: Durability,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, wait) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            // Nobody waits any more when the asking task was dropped; what it wanted written is written all the same.
            let _ = answer.send(transact(connection, durability, work));
        });
        let jobs = lock(&self.jobs).clone().ok_or(StoreError::Closed)?;
        match jobs.try_send(job) {
            Ok(()) => {}
            Err(mpsc::TrySendError::Disconnected(_)) => return Err(StoreError::Closed),
            Err(mpsc::TrySendError::Full(job)) => {
                // The queue is full: wait for room off the async threads.
                tokio::task::spawn_blocking(move || jobs.send(job))
                    .await
                    .map_err(|_| StoreError::Closed)?
                    .map_err(|_| StoreError::Closed)?;
            }
        }
        wait.await.map_err(|_| StoreError::Closed)?
    }

    /// Ends the thread after the writes that wait; later ones are refused. Blocks until it is done.
    pub(super) fn close(&self) {
        lock(&self.jobs).take();
        let thread = lock(&self.thread).take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.close();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn transact<T>(
    connection: &mut Connection,
    durability: Durability,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let level = match durability {
        Durability::Full => "FULL",
        Durability::Normal => "NORMAL",
    };
    connection.pragma_update(None, "synchronous", level)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let value = work(&transaction)?;
    transaction.commit()?;
    Ok(value)
}
