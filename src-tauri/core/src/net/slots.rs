//! At most so many requests in flight to one host, and requests for its feeds not all at once (promise N7).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};
use url::Url;

/// Below this many hosts the map isn't swept.
const SWEEP_AT: usize = 64;

/// A queue a host. First come, first served, as the semaphore is fair.
#[derive(Debug)]
pub(super) struct Slots {
    per_host: usize,
    hosts: Mutex<Hosts>,
}

#[derive(Debug)]
struct Hosts {
    /// A host that nobody waits for or holds is dead and swept.
    queues: HashMap<String, Weak<Semaphore>>,
    sweep_at: usize,
}

impl Slots {
    pub(super) fn new(per_host: usize) -> Self {
        Self {
            per_host: per_host.clamp(1, Semaphore::MAX_PERMITS),
            hosts: Mutex::new(Hosts { queues: HashMap::new(), sweep_at: SWEEP_AT }),
        }
    }

    /// Waits for a slot at the URL's host and port. The slot is free again when the answer is dropped. None only if
    /// the semaphore were closed, which nothing does.
    pub(super) async fn take(&self, url: &Url) -> Option<OwnedSemaphorePermit> {
        let host = url.host_str().unwrap_or_default();
        let key = format!("{host}:{}", url.port_or_known_default().unwrap_or_default());
        self.queue(key).acquire_owned().await.ok()
    }

    fn queue(&self, key: String) -> Arc<Semaphore> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(queue) = hosts.queues.get(&key).and_then(Weak::upgrade) {
            return queue;
        }
        if hosts.queues.len() >= hosts.sweep_at {
            hosts.queues.retain(|_, queue| queue.strong_count() > 0);
            hosts.sweep_at = SWEEP_AT.max(hosts.queues.len() * 2);
        }
        let queue = Arc::new(Semaphore::new(self.per_host));
        hosts.queues.insert(key, Arc::downgrade(&queue));
        queue
    }
}

/// Requests for feeds of a host that may follow one another without a pause: a page and the feeds that it names.
const AT_ONCE: u32 = 4;

/// Spreads the requests for the feeds of one host over time: twenty feeds of one publisher, due together, come one
/// after the other and not as a burst. The moment of each is counted on from the last one's (generic cell rate).
#[derive(Debug)]
pub(super) struct Pace {
    spacing: Duration,
    /// When each host will have got over what was asked of it.
    hosts: Mutex<HashMap<String, Instant>>,
}

impl Pace {
    pub(super) fn new(spacing: Duration) -> Self {
        Self { spacing, hosts: Mutex::default() }
    }

    /// Waits for the next request's moment.
    pub(super) async fn wait(&self, url: &Url) {
        if let Some(at) = self.moment(url.host_str().unwrap_or_default()) {
            sleep_until(at).await;
        }
    }

    fn moment(&self, host: &str) -> Option<Instant> {
        let now = Instant::now();
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() >= SWEEP_AT {
            hosts.retain(|_, over| *over > now);
        }
        let over = hosts.entry(host.to_owned()).or_insert(now);
        let from = (*over).max(now);
        *over = from + self.spacing;
        from.checked_sub(self.spacing * (AT_ONCE - 1)).filter(|at| *at > now)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn a_third_request_to_one_host_waits_and_others_do_not() {
        let slots = Slots::new(2);
        let first = slots.take(&url("http://a.example/1")).await.unwrap();
        let _second = slots.take(&url("http://a.example:80/2")).await.unwrap();
        let third_url = url("http://a.example/3");
        let mut third = Box::pin(slots.take(&third_url));
        let short = std::time::Duration::from_millis(1);
        assert!(tokio::time::timeout(short, &mut third).await.is_err());
        assert!(slots.take(&url("http://a.example:8080/")).await.is_some());
        assert!(slots.take(&url("https://a.example/")).await.is_some());
        drop(first);
        assert!(tokio::time::timeout(short, third).await.is_ok());
    }

    #[tokio::test]
    async fn the_map_does_not_grow_with_the_hosts_seen() {
        let slots = Slots::new(2);
        let _held = slots.take(&url("http://held.example/")).await;
        for n in 0..10_000 {
            let _ = slots.take(&url(&format!("http://h{n}.example/"))).await;
        }
        let hosts = slots.hosts.lock().unwrap();
        assert!(hosts.queues.len() <= SWEEP_AT, "{} hosts kept", hosts.queues.len());
        assert!(hosts.queues.contains_key("held.example:80"));
    }

    #[tokio::test(start_paused = true)]
    async fn feeds_of_one_host_are_asked_for_one_after_the_other() {
        let pace = Pace::new(Duration::from_millis(500));
        let started = Instant::now();
        let mut times = Vec::new();
        for n in 0..8 {
            pace.wait(&url(&format!("http://a.example/{n}"))).await;
            times.push(started.elapsed().as_millis());
        }
        assert!(times[..4].iter().all(|at| *at < 5), "{times:?}");
        assert!((4..8).all(|n| times[n] >= 500 * (n as u128 - 3)), "{times:?}");
        pace.wait(&url("https://b.example/")).await;
        assert!(started.elapsed().as_millis() <= times[7] + 5, "another host waits for nothing");
    }

    #[tokio::test(start_paused = true)]
    async fn the_paces_of_hosts_long_gone_are_forgotten() {
        let pace = Pace::new(Duration::from_millis(500));
        for n in 0..1_000 {
            pace.wait(&url(&format!("http://h{n}.example/"))).await;
            tokio::time::advance(Duration::from_millis(20)).await;
        }
        assert!(pace.hosts.lock().unwrap().len() <= SWEEP_AT);
    }
}
