//! From the HTTP library's errors to ours: what the reader can do about it decides the kind, the cause goes along.

use std::error::Error;
use std::io;

use url::Url;

use super::address::PrivateAddress;
use super::names::{self, NoNetwork};
use super::{FetchError, HEADER_LIMIT};

/// Sorts what stopped a request before its answer began.
pub(super) fn sort(error: reqwest::Error, url: &Url) -> FetchError {
    let host = url.host_str().unwrap_or_default().to_owned();
    // The URL may hold a password; the host is named anyway.
    let error = error.without_url();
    if let Some(private) = find::<PrivateAddress>(&error) {
        return FetchError::Blocked(private.host.clone());
    }
    if find::<NoNetwork>(&error).is_some() {
        return FetchError::Offline(error.into());
    }
    if let Some(tls) = find::<rustls::Error>(&error) {
        // What came is no TLS at all: nobody answers https there, which is no question of trust.
        if matches!(tls, rustls::Error::InvalidMessage(_)) {
            return FetchError::Unreachable { host, source: error.into() };
        }
        return FetchError::Tls { host, source: error.into() };
    }
    if error.is_connect() {
        if error.is_timeout() {
            return FetchError::Timeout("connect");
        }
        let no_way = find::<io::Error>(&error).is_some_and(|cause| {
            matches!(cause.kind(), io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown)
        });
        // A host that has only an IPv6 address is as unreachable from a network without IPv6.
        if no_way && !names::has_route() {
            return FetchError::Offline(error.into());
        }
        return FetchError::Unreachable { host, source: error.into() };
    }
    if error.is_builder() {
        return FetchError::InvalidUrl(host);
    }
    broken(error)
}

/// Sorts what broke off an exchange that had begun.
pub(super) fn broken(error: reqwest::Error) -> FetchError {
    let error = error.without_url();
    // hyper has a predicate for this, but builds it for servers only.
    if chain(&error).any(|cause| cause.to_string() == "message head is too large") {
        return FetchError::TooLarge { limit: HEADER_LIMIT };
    }
    FetchError::Broken(error.into())
}

/// Looks for a cause of type `T`.
fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    chain(error).find_map(|cause| cause.downcast_ref::<T>())
}

/// An error and its causes; also those inside `io::Error`s, whose `source` passes over what they wrap.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| {
        let error: &'a (dyn Error + 'static) = *error;
        match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => error.source(),
        }
    })
}
