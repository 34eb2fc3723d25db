//! Looking names up. The answer that is checked is the answer that is connected to: a name that changes its mind
//! between the check and the connection (DNS rebinding, promise N2) has nothing to change.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::time::Instant;

use super::address::{self, PrivateAddress};

/// The addresses of a name, to come.
pub type Addresses = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Turns a host name into addresses. The system does so in the app; tests put a table here.
pub trait LookUp: fmt::Debug + Send + Sync + 'static {
    /// The addresses of `host`, in the order in which they should be tried.
    fn look_up(&self, host: &str) -> Addresses;
}

/// Asks the operating system.
#[derive(Debug, Default)]
pub struct SystemNames;

impl LookUp for SystemNames {
    fn look_up(&self, host: &str) -> Addresses {
        let host = host.to_owned();
        Box::pin(async move {
            // Off the async threads, as it blocks. The system's own words are translated where a locale is set, so the
            // codes behind them are asked for.
            let asked = tokio::task::spawn_blocking(move || dns_lookup::lookup_host(&host)).await;
            asked.map_err(io::Error::other)?.map(Iterator::collect).map_err(sorted)
        })
    }
}

/// The look-up failed for now (`EAI_AGAIN`): no resolver answered, or it had trouble of its own.
#[derive(Debug, thiserror::Error)]
#[error("temporary failure in name resolution")]
pub struct TemporaryFailure(#[source] io::Error);

impl TemporaryFailure {
    /// With what the system said.
    pub fn new(cause: io::Error) -> Self {
        Self(cause)
    }
}

/// `NotFound` for a name that does not exist (`EAI_NONAME`, `EAI_NODATA`), [`TemporaryFailure`] for one that may.
fn sorted(error: dns_lookup::LookupError) -> io::Error {
    use dns_lookup::LookupErrorKind::{Again, NoData, NoName};
    match error.kind() {
        NoName | NoData => io::Error::new(io::ErrorKind::NotFound, io::Error::from(error)),
        Again => io::Error::other(TemporaryFailure(error.into())),
        _ => error.into(),
    }
}

/// The machine seems to have no network; the cause is what the look-up said.
#[derive(Debug, thiserror::Error)]
#[error("no name can be looked up")]
pub(super) struct NoNetwork(#[source] io::Error);

/// The name does not resolve.
#[derive(Debug, thiserror::Error)]
#[error("the name does not resolve")]
pub(super) struct NoSuchName(#[source] pub(super) io::Error);

/// The name could not be looked up now; it may exist.
#[derive(Debug, thiserror::Error)]
#[error("the name could not be looked up")]
pub(super) struct NotLookedUp(#[source] pub(super) io::Error);

/// After a name was found, a failing look-up is that name's own trouble for this long.
const NETWORK_SEEN: Duration = Duration::from_secs(60);

/// When a look-up last succeeded; both clients share it.
pub(super) type LastAnswer = Arc<Mutex<Option<Instant>>>;

/// The connector's resolver: looks up, and keeps private addresses out when `guarded`.
pub(super) struct Resolver {
    pub(super) names: Arc<dyn LookUp>,
    pub(super) guarded: bool,
    pub(super) last_answer: LastAnswer,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        let answer = self.names.look_up(&host);
        let guarded = self.guarded;
        let last_answer = Arc::clone(&self.last_answer);
        Box::pin(async move {
            let found = match answer.await {
                Ok(found) if !found.is_empty() => found,
                Ok(_) => return Err(NoSuchName(io::Error::from(io::ErrorKind::NotFound)).into()),
                Err(error) => {
                    let seen = *last_answer.lock().unwrap_or_else(PoisonError::into_inner);
                    let recently = seen.is_some_and(|at| at.elapsed() < NETWORK_SEEN);
                    return Err(if is_offline(&error, recently) {
                        NoNetwork(error).into()
                    } else if error.kind() == io::ErrorKind::NotFound {
                        NoSuchName(error).into()
                    } else {
                        NotLookedUp(error).into()
                    });
                }
            };
            *last_answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
            let refused = found.iter().copied().find(|address| guarded && address::is_private(*address));
            let allowed: Vec<SocketAddr> = found
                .into_iter()
                .filter(|address| !(guarded && address::is_private(*address)))
                // Port 0 stands for the URL's.
                .map(|address| SocketAddr::new(address, 0))
                .collect();
            match refused {
                Some(address) if allowed.is_empty() => Err(PrivateAddress { host, address }.into()),
                _ => Ok(Box::new(allowed.into_iter()) as Addrs),
            }
        })
    }
}

/// Tells a machine without network from a name that does not exist.
///
/// A name that the resolver says does not exist is nobody's network. Else: without a route it is the machine; with one,
/// it is the machine when the failure is temporary and no other name was found lately.
fn is_offline(error: &io::Error, found_another_lately: bool) -> bool {
    if matches!(error.kind(), io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown) {
        return true;
    }
    if error.kind() == io::ErrorKind::NotFound {
        return false;
    }
    let temporary = error.get_ref().is_some_and(|cause| cause.is::<TemporaryFailure>())
        || error.to_string().to_ascii_lowercase().contains("temporary failure");
    (temporary && !found_another_lately) || !has_route()
}

/// Whether the system would know where to send a packet for the Internet. Connecting a datagram socket sends none; the
/// addresses are those kept for documentation (RFC 5737, RFC 3849).
pub fn has_route() -> bool {
    let reach = |from: &str, to: &str| UdpSocket::bind(from).and_then(|socket| socket.connect(to)).is_ok();
    reach("0.0.0.0:0", "192.0.2.1:9") || reach("[::]:0", "[2001:db8::1]:9")
}
