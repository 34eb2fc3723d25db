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
    /// In the write-ahead log, to disk with the next checkpoint or full write, and before whatever a refresh has brought
    /// and waits: read marks, of which a power cut may take the last seconds.
    Prompt,
    /// In the write-ahead log too, in its turn: what can be fetched again.
    Normal,
}

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// Writes of a kind that may wait; more than this and senders wait too.
const QUEUE: usize = 64;

/// The ways to the writing thread.
#[derive(Debug, Clone)]
struct Queues {
    /// What the reader did: it goes before whatever a refresh has brought and waits.
    reader: mpsc::SyncSender<Job>,
    refresh: mpsc::SyncSender<Job>,
    /// Rung once for every job, after it was handed in.
    bell: mpsc::Sender<()>,
}

impl Queues {
    fn of(&self, durability: Durability) -> &mpsc::SyncSender<Job> {
        match durability {
            Durability::Full | Durability::Prompt => &self.reader,
            Durability::Normal => &self.refresh,
        }
    }
}

/// Hands closures to the writing thread. Each is one `BEGIN IMMEDIATE … COMMIT`.
#[derive(Debug)]
pub(super) struct Writer {
    jobs: Mutex<Option<Queues>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the thread over its connection. `when_done` runs on it at the end, with the connection.
    pub(super) fn start(mut connection: Connection, when_done: fn(Connection)) -> std::io::Result<Self> {
        let (reader, first) = mpsc::sync_channel::<Job>(QUEUE);
        let (refresh, second) = mpsc::sync_channel::<Job>(QUEUE);
        let (bell, rung) = mpsc::channel();
        let thread = std::thread::Builder::new().name("warraq-writer".into()).spawn(move || {
            for () in rung {
                let Ok(job) = first.try_recv().or_else(|_| second.try_recv()) else { continue };
                // A fault in one write must not end all writing: its sender sees `Closed`, the next one works.
                let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| job(&mut connection)));
                if outcome.is_err() {
                    tracing::error!("a write panicked and was rolled back");
                }
            }
            when_done(connection);
        })?;
        Ok(Self { jobs: Mutex::new(Some(Queues { reader, refresh, bell })), thread: Mutex::new(Some(thread)) })
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
        match jobs.of(durability).try_send(job) {
            Ok(()) => jobs.bell.send(()).map_err(|_| StoreError::Closed)?,
            Err(mpsc::TrySendError::Disconnected(_)) => return Err(StoreError::Closed),
            Err(mpsc::TrySendError::Full(job)) => {
                // The queue is full: wait for room off the async threads.
                let sent = tokio::task::spawn_blocking(move || {
                    jobs.of(durability).send(job).is_ok() && jobs.bell.send(()).is_ok()
                });
                if !sent.await.unwrap_or(false) {
                    return Err(StoreError::Closed);
                }
            }
        }
        wait.await.map_err(|_| StoreError::Closed)?
    }

    /// Runs `work` on the connection itself, outside of any transaction.
    pub(super) async fn whole<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, wait) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            connection.flush_prepared_statement_cache();
            let _ = answer.send(work(connection));
        });
        let jobs = lock(&self.jobs).clone().ok_or(StoreError::Closed)?;
        let handed = tokio::task::spawn_blocking(move || jobs.reader.send(job).is_ok() && jobs.bell.send(()).is_ok());
        if !handed.await.unwrap_or(false) {
            return Err(StoreError::Closed);
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
        Durability::Prompt | Durability::Normal => "NORMAL",
    };
    connection.pragma_update(None, "synchronous", level)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let value = work(&transaction)?;
    transaction.commit()?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use std::sync::{Arc, Mutex, mpsc};

    use super::{Durability, Writer};

    #[tokio::test(flavor = "multi_thread")]
    async fn what_the_reader_does_goes_before_what_a_refresh_brought() {
        let writer = Arc::new(Writer::start(crate::store::in_memory(), drop).unwrap());
        let order = Arc::new(Mutex::new(Vec::new()));
        let (open, gate) = mpsc::channel::<()>();
        let (begun, begins) = mpsc::channel::<()>();
        let mut waiting = tokio::task::JoinSet::new();
        let busy = Arc::clone(&writer);
        waiting.spawn(async move {
            let held = busy.write(Durability::Normal, move |_| {
                let _ = begun.send(());
                let _ = gate.recv();
                Ok(())
            });
            held.await.unwrap();
        });
        tokio::task::spawn_blocking(move || begins.recv()).await.unwrap().unwrap();
        // Handed in while the thread is held up: first what may wait, then what may not.
        for (durability, name) in
            [(Durability::Normal, "fetched"), (Durability::Full, "kept"), (Durability::Prompt, "read")]
        {
            let (writer, order) = (Arc::clone(&writer), Arc::clone(&order));
            let (told, tells) = mpsc::channel::<()>();
            waiting.spawn(async move {
                let write = writer.write(durability, move |_| {
                    order.lock().unwrap().push(name);
                    Ok(())
                });
                let mut write = std::pin::pin!(write);
                // Polled once, it stands in its queue.
                let first = std::future::poll_fn(|context| std::task::Poll::Ready(write.as_mut().poll(context))).await;
                let _ = told.send(());
                if first.is_pending() {
                    write.await.unwrap();
                }
            });
            tokio::task::spawn_blocking(move || tells.recv()).await.unwrap().unwrap();
        }
        open.send(()).unwrap();
        while let Some(done) = waiting.join_next().await {
            done.unwrap();
        }
        assert_eq!(*order.lock().unwrap(), ["kept", "read", "fetched"]);
    }
}
