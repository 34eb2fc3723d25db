//! A scripted HTTP server on loopback. It is written down to the byte, so that it can do what no well-behaved server
//! would: never answer, drip, lie about lengths and encodings, break off, hold out a bad certificate.

mod answer;
mod certificate;
mod connection;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;
use url::Url;

pub use answer::{Answer, Gate, Step, brotli_stored, gzip, zlib};
pub use certificate::Certificate;

/// A request as it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// `GET`, `POST` …
    pub method: String,
    /// Path and query, as in the request line.
    pub target: String,
    /// Names in lower case; values byte for byte, a character for each.
    pub headers: Vec<(String, String)>,
    /// What was sent along.
    pub body: Vec<u8>,
}

impl Recorded {
    /// The value of the first header so named (in lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The target without its query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }
}

type Handler = Arc<dyn Fn(&Recorded, usize) -> Answer + Send + Sync>;

/// What the server knows; connections share it.
#[derive(Default)]
pub(crate) struct State {
    routes: Mutex<HashMap<String, Handler>>,
    requests: Mutex<Vec<Recorded>>,
    connections: AtomicUsize,
    in_flight: AtomicUsize,
    most_in_flight: AtomicUsize,
    arrived: Notify,
}

impl State {
    /// Records a request and finds its answer: by path and query, then by path, then 404.
    pub(crate) fn answer(&self, request: Recorded) -> Answer {
        let hits = {
            let mut requests = lock(&self.requests);
            let before = requests.iter().filter(|known| known.path() == request.path()).count();
            requests.push(request.clone());
            before
        };
        // Kept for a waiter that is just about to wait.
        self.arrived.notify_one();
        let handler = {
            let routes = lock(&self.routes);
            routes.get(&request.target).or_else(|| routes.get(request.path())).cloned()
        };
        handler.map_or_else(|| Answer::status(404), |handler| handler(&request, hits))
    }

    pub(crate) fn begin(&self) {
        let now = self.in_flight.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_in_flight.fetch_max(now, Ordering::SeqCst);
    }

    pub(crate) fn end(&self) {
        self.in_flight.fetch_sub(1, Ordering::SeqCst);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The server. Stops when dropped: its connections break off and new ones are refused.
pub struct FaultServer {
    address: SocketAddr,
    scheme: &'static str,
    root: Option<Vec<u8>>,
    state: Arc<State>,
    running: JoinHandle<()>,
}

impl FaultServer {
    /// Starts on a free port of 127.0.0.1.
    ///
    /// # Panics
    /// When loopback can't be bound.
    pub async fn start() -> Self {
        Self::bind(None, None).await
    }

    /// Starts with TLS and this certificate.
    ///
    /// # Panics
    /// When loopback can't be bound or the certificate can't be made.
    pub async fn start_tls(certificate: Certificate) -> Self {
        let (acceptor, root) = certificate.acceptor();
        Self::bind(Some(acceptor), Some(root)).await
    }

    #[allow(clippy::expect_used)] // without a server there is no test
    async fn bind(tls: Option<TlsAcceptor>, root: Option<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback can be bound");
        let address = listener.local_addr().expect("a bound socket has an address");
        let state = Arc::new(State::default());
        let scheme = if tls.is_some() { "https" } else { "http" };
        let running = tokio::spawn(accept(listener, Arc::clone(&state), tls));
        Self { address, scheme, root, state, running }
    }

    /// The URL of a path (with leading slash).
    ///
    /// # Panics
    /// When `path` makes no URL.
    #[allow(clippy::expect_used)]
    pub fn url(&self, path: &str) -> Url {
        Url::parse(&format!("{}://{}{path}", self.scheme, self.address)).expect("a path that makes a URL")
    }

    /// `127.0.0.1:port`, as it goes into `NetOptions::private_hosts`.
    pub fn host_port(&self) -> String {
        self.address.to_string()
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The authority (DER) that signed the certificate, or the certificate itself when nobody did. Empty without TLS.
    pub fn root(&self) -> Vec<u8> {
        self.root.clone().unwrap_or_default()
    }

    /// Answers `path` with `answer` from now on.
    pub fn on(&self, path: &str, answer: Answer) -> &Self {
        self.handle(path, move |_, _| answer.clone())
    }

    /// Answers `path` with one answer after the other; the last one stays. The count goes by the requests made to the
    /// path since the server started.
    ///
    /// # Panics
    /// When there is no answer.
    pub fn sequence(&self, path: &str, answers: Vec<Answer>) -> &Self {
        assert!(!answers.is_empty(), "a sequence has at least one answer");
        self.handle(path, move |_, hits| answers.get(hits).or_else(|| answers.last()).cloned().unwrap_or_default())
    }

    /// Answers `path` with what `handler` makes of the request and the number of requests made to it before.
    pub fn handle(&self, path: &str, handler: impl Fn(&Recorded, usize) -> Answer + Send + Sync + 'static) -> &Self {
        lock(&self.state.routes).insert(path.to_owned(), Arc::new(handler));
        self
    }

    /// Every request so far, in the order of arrival.
    pub fn requests(&self) -> Vec<Recorded> {
        lock(&self.state.requests).clone()
    }

    /// How many requests were made to `path`, whatever their query.
    pub fn hits(&self, path: &str) -> usize {
        lock(&self.state.requests).iter().filter(|request| request.path() == path).count()
    }

    /// Waits until `path` was asked for so many times.
    ///
    /// # Panics
    /// When that doesn't happen within ten seconds.
    #[allow(clippy::panic)]
    pub async fn asked(&self, path: &str, times: usize) {
        let waited = async {
            while self.hits(path) < times {
                self.state.arrived.notified().await;
            }
        };
        if tokio::time::timeout(Duration::from_secs(10), waited).await.is_err() {
            panic!("{path} was asked for {} times, not {times}", self.hits(path));
        }
    }

    /// Connections accepted so far.
    pub fn connections(&self) -> usize {
        self.state.connections.load(Ordering::SeqCst)
    }

    /// The most requests that were being answered at one time.
    pub fn most_in_flight(&self) -> usize {
        self.state.most_in_flight.load(Ordering::SeqCst)
    }

    /// Pulls the plug. When this returns, connections are refused.
    pub async fn stop(mut self) {
        self.running.abort();
        let _ = (&mut self.running).await;
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        self.running.abort();
    }
}

async fn accept(listener: TcpListener, state: Arc<State>, tls: Option<TlsAcceptor>) {
    // Dropped with this task, and with it every connection.
    let mut connections = JoinSet::new();
    while let Ok((socket, _)) = listener.accept().await {
        state.connections.fetch_add(1, Ordering::SeqCst);
        while connections.try_join_next().is_some() {}
        let (state, tls) = (Arc::clone(&state), tls.clone());
        connections.spawn(async move {
            let _ = socket.set_nodelay(true);
            match tls {
                None => connection::serve(socket, &state).await,
                Some(tls) => {
                    if let Ok(stream) = tls.accept(socket).await {
                        connection::serve(stream, &state).await;
                    }
                }
            }
        });
    }
}
