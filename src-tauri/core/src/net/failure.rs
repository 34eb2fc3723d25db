//! From the HTTP library's errors to ours: what the reader can do about it decides the kind, the cause goes along.

use std::error::Error;
use std::io;

use url::Url;

use super::address::PrivateAddress;
use super::names::{self, NoNetwork, NoSuchName, NotLookedUp};
use super::{Distrust, FetchError, HEADER_LIMIT, Unreached};

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
            return FetchError::Unreachable { host, why: Unreached::NoTls, source: error.into() };
        }
        return FetchError::Tls { host, why: distrust(tls), source: error.into() };
    }
    if error.is_connect() {
        if error.is_timeout() {
            return FetchError::Timeout("connect");
        }
        let no_way = find::<io::Error>(&error).is_some_and(|cause| {
            use io::ErrorKind::{HostUnreachable, NetworkDown, NetworkUnreachable};
            matches!(cause.kind(), NetworkUnreachable | NetworkDown | HostUnreachable)
        });
        // A host that has only an IPv6 address is as unreachable from a network without IPv6.
        if no_way && !names::has_route() {
            return FetchError::Offline(error.into());
        }
        let refused = find::<io::Error>(&error).is_some_and(|cause| cause.kind() == io::ErrorKind::ConnectionRefused);
        let why = if find::<NoSuchName>(&error).is_some() {
            Unreached::NoSuchName
        } else if find::<NotLookedUp>(&error).is_some() {
            Unreached::NotLookedUp
        } else if no_way {
            Unreached::NoRoute
        } else if refused {
            Unreached::Refused
        } else {
            Unreached::NoConnection
        };
        return FetchError::Unreachable { host, why, source: error.into() };
    }
    if error.is_builder() {
        return FetchError::InvalidUrl(host);
    }
    broken(error)
}

/// What is wrong with a certificate, as far as the reader can do something about it.
fn distrust(error: &rustls::Error) -> Distrust {
    use rustls::CertificateError::{
        Expired, ExpiredContext, NotValidForName, NotValidForNameContext, NotValidYet, NotValidYetContext, Revoked,
        UnknownIssuer,
    };
    match error {
        rustls::Error::InvalidCertificate(certificate) => match certificate {
            Expired | ExpiredContext { .. } => Distrust::Expired,
            NotValidYet | NotValidYetContext { .. } => Distrust::NotYetValid,
            NotValidForName | NotValidForNameContext { .. } => Distrust::WrongHost,
            // A certificate that signed itself is one whose issuer nobody knows.
            UnknownIssuer => Distrust::UnknownIssuer,
            Revoked => Distrust::Revoked,
            _ => Distrust::Other,
        },
        _ => Distrust::Other,
    }
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
