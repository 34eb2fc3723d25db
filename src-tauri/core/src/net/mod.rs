//! The only module that opens sockets. It returns bytes and headers, never parsed things; everything it takes in is
//! bounded, and where it may connect is checked on the socket's address at every hop.

mod address;
mod body;
mod exchange;
mod failure;
mod freshness;
mod names;
mod post;
mod recent;
mod slots;

use std::sync::Arc;
use std::time::Duration;

use url::Url;

pub use crate::model::Validators;
pub use address::is_private;
pub use names::{Addresses, LookUp, SystemNames, TemporaryFailure, has_route};
pub(crate) use recent::Recent;

/// The largest header block of an answer, in bytes (promise N5).
const HEADER_LIMIT: u64 = 64 * 1024;

/// Bounds and habits of the client. The defaults are the promises' (N5).
#[derive(Debug, Clone)]
pub struct NetOptions {
    /// To connect, name look-up and handshake included.
    pub connect_timeout: Duration,
    /// To the head of the answer, counted from the beginning of the hop.
    pub first_byte_timeout: Duration,
    /// For the whole exchange, redirects included; waiting for another request to the same host isn't counted.
    pub total_timeout: Duration,
    /// Slowest tolerated rate of a body, bytes a second on the wire, averaged over `rate_window`.
    pub min_rate: u64,
    /// How long the rate is measured before it is judged.
    pub rate_window: Duration,
    /// Redirects followed.
    pub max_redirects: usize,
    /// `host:port` pairs and hosts that may be private although the reader did not type them. Empty in the app; tests
    /// and the demo put their loopback servers here.
    pub private_hosts: Vec<String>,
    /// Most requests in flight to one host.
    pub per_host: usize,
    /// Time between two requests for feeds of one host, after the first few. Hosts in `private_hosts` are not spared.
    pub spacing: Duration,
    /// Certificate authorities (DER) that are trusted besides the system's. Empty in the app; tests put theirs here.
    pub extra_roots: Vec<Vec<u8>>,
    /// Who turns names into addresses.
    pub names: Arc<dyn LookUp>,
}

impl Default for NetOptions {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            first_byte_timeout: Duration::from_secs(20),
            total_timeout: Duration::from_secs(60),
            min_rate: 512,
            rate_window: Duration::from_secs(10),
            max_redirects: 10,
            private_hosts: Vec::new(),
            per_host: 2,
            spacing: Duration::from_millis(500),
            extra_roots: Vec::new(),
            names: Arc::new(SystemNames),
        }
    }
}

/// What is being fetched; it decides the `Accept` header and the size bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A feed or an OPML file: 20 MB on the wire, 50 MB inflated. MB are 10⁶ bytes.
    Feed,
    /// Whatever a reader typed: as a feed. Of an answer that refuses the beginning is kept, which may say what to do.
    Address,
    /// A page: 10 MB inflated.
    Page,
    /// A picture: 15 MB.
    Picture,
    /// Attached sound: 150 MB, and ten times the time of anything else.
    Sound,
}

/// A request.
#[derive(Debug, Clone)]
pub struct Request {
    /// Where.
    pub url: Url,
    /// What for.
    pub kind: Kind,
    /// For a conditional GET.
    pub validators: Validators,
    /// A host that the reader typed (`Url::host_str`): it alone may be in a private network.
    pub typed_host: Option<String>,
}

/// An answer: 2xx with a body, or 304.
#[derive(Debug, Clone)]
pub struct Response {
    /// The status of the last hop.
    pub status: u16,
    /// True for 304.
    pub not_modified: bool,
    /// Where the body came from in the end.
    pub final_url: Url,
    /// Where an unbroken chain of 301/308 from the first hop on led, if it led anywhere. The chain ends before a step
    /// from https to http.
    pub moved_to: Option<Url>,
    /// True when a redirect led from https to http on the way.
    pub downgraded: bool,
    /// `Content-Type` as received, a character for each byte.
    pub content_type: Option<String>,
    /// `Link` (RFC 8288) as received, all of them joined by commas.
    pub links: Option<String>,
    /// For the next conditional GET.
    pub validators: Validators,
    /// `Cache-Control: max-age` or `Expires`, in seconds, capped to a day; none when neither says anything.
    pub fresh_for: Option<u64>,
    /// Those of its headers that tell what stands before a site, in the order of [`TELLING`]: names in lower case.
    pub telling: Vec<(String, String)>,
    /// The body, inflated.
    pub body: Vec<u8>,
}

/// Headers by which checks of browsers and firewalls can be known.
pub const TELLING: &[&str] = &[
    "cf-mitigated",
    "server",
    "x-datadome",
    "x-amzn-waf-action",
    "x-sucuri-id",
    "x-sucuri-block",
    "x-iinfo",
    "x-px-block",
    "x-kpsdk-ct",
    "x-vercel-mitigated",
];

/// A filled form.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Where it posts.
    pub url: Url,
    /// `application/x-www-form-urlencoded`.
    pub body: Vec<u8>,
    /// The page that the form stood in: sites refuse comments that come from nowhere (`Referer`, `Origin`).
    pub page: Url,
    /// A host that the reader typed (`Url::host_str`): it alone may be in a private network.
    pub typed_host: Option<String>,
}

/// What a site answered to a form, whatever the status.
#[derive(Debug, Clone)]
pub struct Posted {
    /// The status.
    pub status: u16,
    /// Where it redirects, fragment included. It is not visited: the address is the answer.
    pub location: Option<Url>,
    /// `Content-Type` as received.
    pub content_type: Option<String>,
    /// `Retry-After` in seconds, bounded to one minute … one day.
    pub retry_after: Option<u64>,
    /// The body, inflated.
    pub body: Vec<u8>,
}

/// Why a form could not be posted.
#[derive(Debug, thiserror::Error)]
#[error("{source}")]
pub struct PostError {
    /// True when the form may have arrived all the same: it must not be posted again unasked.
    pub may_have_arrived: bool,
    /// What went wrong.
    #[source]
    pub source: FetchError,
}

/// Why a host could not be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreached {
    /// The resolver says that there is no such name, or none with an address.
    NoSuchName,
    /// The name could not be looked up now.
    NotLookedUp,
    /// The host is there and refuses the connection.
    Refused,
    /// No way leads there, though there is a network.
    NoRoute,
    /// What answers at an https address speaks no TLS.
    NoTls,
    /// Anything else.
    NoConnection,
}

impl Unreached {
    /// As the parameter `reason` of an error.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoSuchName => "no_such_name",
            Self::NotLookedUp => "not_looked_up",
            Self::Refused => "refused",
            Self::NoRoute => "no_route",
            Self::NoTls => "no_tls",
            Self::NoConnection => "no_connection",
        }
    }
}

/// What is wrong with a certificate or the handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distrust {
    /// Its time is over.
    Expired,
    /// Its time has not begun.
    NotYetValid,
    /// It is another host's.
    WrongHost,
    /// Signed by itself, or by nobody that this system trusts.
    UnknownIssuer,
    /// Withdrawn by its issuer.
    Revoked,
    /// Anything else.
    Other,
}

impl Distrust {
    /// As the parameter `reason` of an error.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::WrongHost => "wrong_host",
            Self::UnknownIssuer => "unknown_issuer",
            Self::Revoked => "revoked",
            Self::Other => "other",
        }
    }
}

/// Why a fetch failed. `error.source()` has the cause.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// Not http(s), or unusable.
    #[error("not an http(s) address: {0}")]
    InvalidUrl(String),
    /// The machine has no network at all.
    #[error("no network")]
    Offline(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The name does not resolve, or nothing answers there.
    #[error("the host {host} can't be reached")]
    Unreachable {
        /// Which host.
        host: String,
        /// How far it came.
        why: Unreached,
        /// The cause.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Too slow, at the named stage: `connect`, `first byte`, `rate` or `total`.
    #[error("timed out: {0}")]
    Timeout(&'static str),
    /// The certificate or the handshake.
    #[error("the connection to {host} can't be trusted")]
    Tls {
        /// Which host.
        host: String,
        /// What is wrong with it.
        why: Distrust,
        /// The cause.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A status other than 2xx and 304; also a 206 or 304 that nobody asked for and a redirect without target.
    /// `retry_after` in seconds, bounded to one minute … one day, whichever status it came with.
    #[error("HTTP status {status}")]
    Status {
        /// The status.
        status: u16,
        /// What the server asked for.
        retry_after: Option<u64>,
        /// The beginning of the body, at most 64 kB of it, of an answer to [`Kind::Address`] and
        /// [`Kind::Page`]; else nothing.
        body: Vec<u8>,
        /// As [`Response::telling`].
        telling: Vec<(String, String)>,
    },
    /// A body or header block beyond its bound.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The bound.
        limit: u64,
    },
    /// Redirects that come round, or more of them than are followed.
    #[error("redirects without end")]
    RedirectLoop,
    /// The address leads into a private network.
    #[error("{0} is an address of a private network")]
    Blocked(String),
    /// The transfer broke off.
    #[error("the transfer broke off")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Fetches.
#[derive(Debug, Clone)]
pub struct Client {
    exchange: Arc<exchange::Exchange>,
}

impl Client {
    /// A client with these bounds. Cheap to clone; clones share connections and the queues of hosts.
    pub fn new(options: NetOptions) -> Self {
        Self { exchange: Arc::new(exchange::Exchange::new(options)) }
    }

    /// One GET. Sends no cookie, no referrer and nothing about the reader; credentials in the URL go to its origin
    /// only. Needs a Tokio runtime with time and I/O.
    pub async fn get(&self, request: Request) -> Result<Response, FetchError> {
        self.exchange.get(request).await
    }

    /// One POST of a form. Sends no cookie; is never repeated by itself, and follows no redirect but 307 and 308 within
    /// its own host (RFC 9110 §15.4: only those mean the same request again), and those only when no form has been taken
    /// in yet.
    pub async fn post(&self, submission: Submission) -> Result<Posted, PostError> {
        self.exchange.post(submission).await
    }
}
