//! A small HTTP/1.1 server on loopback: one listener for the index and one a paper, all on one thread of their own, so
//! that it can be started from anywhere and stops when it is dropped.

use std::collections::VecDeque;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener as StdListener};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use crate::world::{Request, Response, World};
use crate::{ArticleInfo, Logged, Options, PaperInfo, Ports, dates};

const LARGEST_HEAD: usize = 16 * 1024;
const LARGEST_BODY: usize = 256 * 1024;
const IDLE: Duration = Duration::from_secs(30);
/// The log keeps the newest of this many requests.
const LONGEST_LOG: usize = 100_000;

#[derive(Debug)]
struct Shared {
    world: World,
    count: AtomicU64,
    log: Mutex<VecDeque<Logged>>,
    stop: Notify,
}

/// A world that is being served; dropping it stops it.
#[derive(Debug)]
pub struct Running {
    shared: Arc<Shared>,
    index: String,
    thread: Option<JoinHandle<()>>,
}

impl World {
    /// Serves the world on 127.0.0.1 from a thread of its own. Errors when a port cannot be had.
    pub fn start(options: Options) -> io::Result<Running> {
        let mut world = World::at(options.base);
        let listeners = bind(options.ports, world.papers.len() + 1)?;
        let mut origins = Vec::new();
        for listener in &listeners {
            listener.set_nonblocking(true)?;
            origins.push(format!("http://{}", listener.local_addr()?));
        }
        let index = origins.remove(0);
        world = world.with_origins(index.clone(), origins);
        world.bench = options.many_feeds.map(|(feeds, entries)| crate::Bench {
            feeds,
            entries,
            base: options.base,
            origin: index.clone(),
        });
        let shared =
            Arc::new(Shared { world, count: AtomicU64::new(0), log: Mutex::new(VecDeque::new()), stop: Notify::new() });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
        let serving = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("news world".to_owned()).spawn(move || {
            runtime.block_on(async {
                for (host, listener) in listeners.into_iter().enumerate() {
                    if let Ok(listener) = TcpListener::from_std(listener) {
                        tokio::spawn(accept(listener, host, Arc::clone(&serving)));
                    }
                }
                serving.stop.notified().await;
            });
        })?;
        Ok(Running { shared, index, thread: Some(thread) })
    }
}

impl Running {
    /// The papers and where they are.
    pub fn papers(&self) -> Vec<PaperInfo> {
        self.shared.world.papers()
    }

    /// The paper with this slug.
    pub fn paper(&self, slug: &str) -> Option<PaperInfo> {
        self.papers().into_iter().find(|p| p.slug == slug)
    }

    /// Every article, held back or not.
    pub fn articles(&self) -> Vec<ArticleInfo> {
        self.shared.world.articles()
    }

    /// The page that lists the papers; `/world.opml` and `/papers.json` stand beside it.
    pub fn index_url(&self) -> String {
        format!("{}/", self.index)
    }

    /// The feeds made for measuring, when [`Options::many_feeds`] asked for some.
    pub fn bench_feed_urls(&self) -> Vec<String> {
        let feeds = self.shared.world.bench.as_ref().map_or(0, |b| b.feeds);
        (0..feeds).map(|n| format!("{}/bench/feed/{n}.xml", self.index)).collect()
    }

    /// The address of an article by its id (`paper/name`, the file's name without its number), published or not.
    pub fn article_url(&self, id: &str) -> Option<String> {
        let world = &self.shared.world;
        world.article_by_id(id).map(|(paper, article)| world.article_url(paper, article))
    }

    /// Requests answered since the start.
    pub fn requests(&self) -> u64 {
        self.shared.count.load(Ordering::SeqCst)
    }

    /// The newest requests, oldest first.
    pub fn log(&self) -> Vec<Logged> {
        self.shared.log.lock().unwrap_or_else(std::sync::PoisonError::into_inner).iter().cloned().collect()
    }

    /// Brings out the articles that were held back.
    pub fn publish_more(&self) {
        self.shared.world.publish_more();
    }

    /// Makes a paper answer every request with this status (503 and 429 with `Retry-After: 3600`), or nothing: as usual.
    pub fn set_status(&self, slug: &str, status: Option<u16>) {
        self.shared.world.set_status(slug, status);
    }

    /// Stops serving and waits until the ports are free.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.shared.stop.notify_one();
        if let Some(thread) = self.thread.take() {
            // A panic there has been printed already, and there is nothing left to stop.
            let _ = thread.join();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

fn bind(ports: Ports, count: usize) -> io::Result<Vec<StdListener>> {
    (0..count)
        .map(|n| {
            let port = match ports {
                Ports::Ephemeral => 0,
                Ports::From(first) => u16::try_from(n)
                    .ok()
                    .and_then(|n| first.checked_add(n))
                    .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "no such port"))?,
            };
            StdListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
        })
        .collect()
}

async fn accept(listener: TcpListener, host: usize, shared: Arc<Shared>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(converse(stream, host, Arc::clone(&shared)));
            }
            // Out of file handles, most likely: let others finish.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

/// Answers the requests of one connection until it is closed, idle for too long, or wrong.
async fn converse(mut stream: TcpStream, host: usize, shared: Arc<Shared>) {
    let _ = stream.set_nodelay(true);
    let mut buffer = Vec::new();
    loop {
        let Ok(Some(request)) = tokio::time::timeout(IDLE, read(&mut stream, &mut buffer)).await else { return };
        let response = match host.checked_sub(1) {
            Some(paper) => shared.world.respond(paper, &request),
            None => shared.world.respond_index(&request),
        };
        shared.count.fetch_add(1, Ordering::SeqCst);
        {
            let mut log = shared.log.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if log.len() >= LONGEST_LOG {
                log.pop_front();
            }
            log.push_back(Logged {
                paper: host.checked_sub(1).and_then(|n| shared.world.papers.get(n)).map(|p| p.slug.clone()),
                method: request.method.clone(),
                path: request.target.clone(),
                status: response.status,
            });
        }
        let close = request.header("connection").is_some_and(|c| c.eq_ignore_ascii_case("close"));
        if stream.write_all(&head(&response, close)).await.is_err() {
            return;
        }
        if request.method != "HEAD" && stream.write_all(&response.body).await.is_err() {
            return;
        }
        if close {
            return;
        }
    }
}

/// Reads one request; nothing when the other side has closed or what came is not a request of reasonable size.
async fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<Request> {
    let end = loop {
        if let Some(end) = buffer.windows(4).position(|w| w == b"\r\n\r\n") {
            break end + 4;
        }
        if buffer.len() > LARGEST_HEAD || stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    };
    let text = String::from_utf8_lossy(&buffer[..end]).into_owned();
    let mut lines = text.lines();
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: Vec<(String, String)> = lines
        .filter_map(|l| l.split_once(':'))
        .map(|(n, v)| (n.trim().to_ascii_lowercase(), v.trim().to_owned()))
        .collect();
    let request = Request { method, target, headers, body: Vec::new() };
    let length = request.header("content-length").map_or(Ok(0), str::parse::<usize>).ok()?;
    if length > LARGEST_BODY {
        return None;
    }
    while buffer.len() < end + length {
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
    let body = buffer[end..end + length].to_vec();
    buffer.drain(..end + length);
    Some(Request { body, ..request })
}

fn head(response: &Response, close: bool) -> Vec<u8> {
    let reason = match response.status {
        200 => "OK",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        410 => "Gone",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Status",
    };
    let mut out = format!("HTTP/1.1 {} {reason}\r\nServer: warraq-world\r\n", response.status);
    if response.status != 304 {
        out.push_str(&format!("Content-Type: {}\r\nContent-Length: {}\r\n", response.media_type, response.body.len()));
    }
    if matches!(response.status, 429 | 503) {
        out.push_str("Retry-After: 3600\r\n");
    }
    if response.status == 405 {
        out.push_str("Allow: GET, HEAD, POST\r\n");
    }
    if let Some(etag) = &response.etag {
        out.push_str(&format!("ETag: {etag}\r\n"));
    }
    if let Some(modified) = response.modified {
        out.push_str(&format!("Last-Modified: {}\r\n", dates::http(modified)));
    }
    if let Some(location) = &response.location {
        out.push_str(&format!("Location: {location}\r\n"));
    }
    out.push_str(if close { "Connection: close\r\n\r\n" } else { "Connection: keep-alive\r\n\r\n" });
    out.into_bytes()
}
