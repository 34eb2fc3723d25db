//! Which addresses belong to a private network, and who may go there (promise N1).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Why an address was refused. Travels through the connector as the cause of its error.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{host} leads to {address}, an address of a private network")]
pub(super) struct PrivateAddress {
    /// The name or literal asked for.
    pub(super) host: String,
    /// Where it led.
    pub(super) address: IpAddr,
}

/// True when `address` isn't one of the public Internet: a feed, a picture or a redirect may not send the reader there.
///
/// The ranges are those of the IANA special-purpose registries (RFC 6890) that some network may route. The ranges for
/// documentation are left out: nothing answers there.
pub fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_private_v4(v4),
        IpAddr::V6(v6) => is_private_v6(v6),
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    match (a, b, c) {
        (0 | 10 | 127, _, _) => true, // this network (0.0.0.0/8 reaches loopback on Linux), RFC 1918, loopback
        (100, 64..=127, _) => true,   // carrier-grade NAT, RFC 6598
        (169, 254, _) => true,        // link-local, where clouds keep their metadata
        (172, 16..=31, _) => true,    // RFC 1918
        (192, 168, _) => true,        // RFC 1918
        (192, 0, 0) => true,          // IETF protocol assignments
        (192, 88, 99) => true,        // 6to4 relays, withdrawn
        (198, 18 | 19, _) => true,    // benchmarking
        (224..=255, _, _) => true,    // multicast, reserved, broadcast
        _ => false,
    }
}

fn is_private_v6(address: Ipv6Addr) -> bool {
    // An IPv4 address in an IPv6 coat is judged by what it wears: mapped, compatible, NAT64 (RFC 6052), 6to4.
    if let Some(v4) = embedded_v4(address) {
        return is_private_v4(v4);
    }
    let segments = address.segments();
    match segments[0] {
        // ::/8 holds the unspecified address, loopback and nothing that is routed. 64:ff9b:1::/48 (RFC 8215) is
        // NAT64 within one's own network.
        0x0000..=0x00ff => true,
        0x0100 => true,                     // discard-only, RFC 6666
        0x2001 if segments[1] == 0 => true, // Teredo: an IPv4 address of the sender's choice
        0xfc00..=0xfdff => true,            // unique local
        0xfe80..=0xfeff => true,            // link-local and the withdrawn site-local
        0xff00..=0xffff => true,            // multicast
        _ => false,
    }
}

fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let s = address.segments();
    let join = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        Ipv4Addr::new(a, b, c, d)
    };
    match s {
        [0, 0, 0, 0, 0, 0xffff, high, low] => Some(join(high, low)),
        [0, 0, 0, 0, 0xffff, 0, high, low] => Some(join(high, low)), // translated, RFC 2765
        [0, 0, 0, 0, 0, 0, high, low] if high != 0 => Some(join(high, low)),
        [0x0064, 0xff9b, 0, 0, 0, 0, high, low] => Some(join(high, low)),
        [0x2002, high, low, ..] => Some(join(high, low)),
        _ => None,
    }
}

/// True when this hop may lead into a private network: its host is the very one that the reader typed, or is listed.
pub(super) fn may_be_private(url: &Url, typed_host: Option<&str>, listed: &[String]) -> bool {
    let Some(host) = url.host_str() else { return false };
    if typed_host.is_some_and(|typed| typed.eq_ignore_ascii_case(host)) {
        return true;
    }
    is_listed(url, listed)
}

/// True when the URL's host, or host and port, is in the list.
pub(super) fn is_listed(url: &Url, listed: &[String]) -> bool {
    let Some(host) = url.host_str() else { return false };
    let with_port = url.port_or_known_default().map(|port| format!("{host}:{port}"));
    listed.iter().any(|entry| {
        entry.eq_ignore_ascii_case(host) || with_port.as_deref().is_some_and(|full| entry.eq_ignore_ascii_case(full))
    })
}

/// Checks an address written into the URL itself; the connector asks no resolver about those. The `url` crate has
/// already turned decimal, octal, hexadecimal and short forms into an address.
pub(super) fn check_literal(url: &Url) -> Result<(), PrivateAddress> {
    let address = match url.host() {
        Some(Host::Ipv4(v4)) => IpAddr::V4(v4),
        Some(Host::Ipv6(v6)) => IpAddr::V6(v6),
        Some(Host::Domain(_)) | None => return Ok(()),
    };
    if is_private(address) {
        return Err(PrivateAddress { host: url.host_str().unwrap_or_default().to_owned(), address });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn every_private_form_is_known() {
        for text in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "192.0.0.8",
            "192.88.99.1",
            "198.18.0.1",
            "198.19.255.255",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:0:127.0.0.1",
            "64:ff9b::127.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001:0:1::1",
            "2002:7f00:1::1",
            "2002:c0a8:101::",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "ff0e::1",
        ] {
            assert!(is_private(text.parse().unwrap()), "{text} must be private");
        }
    }

    #[test]
    fn public_addresses_stay_public() {
        for text in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.1",
            "169.253.255.255",
            "172.15.255.255",
            "172.32.0.0",
            "192.167.255.255",
            "192.169.0.0",
            "192.0.2.1",
            "198.17.255.255",
            "198.20.0.0",
            "203.0.113.7",
            "223.255.255.255",
            "2606:4700::1111",
            "2001:db8::1",
            "2a00:1450::1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "2002:808:808::",
        ] {
            assert!(!is_private(text.parse().unwrap()), "{text} must be public");
        }
    }

    #[test]
    fn literals_are_refused_in_every_spelling() {
        for text in [
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0177.0.0.1/",
            "http://0x7f.1/",
            "http://127.1/",
            "http://0/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://user@127.0.0.1/",
            "http:\\\\127.0.0.1\\",
            "http://１２７.0.0.1/",
            "http://[fe80::1]/",
        ] {
            assert!(check_literal(&Url::parse(text).unwrap()).is_err(), "{text} must be refused");
        }
        assert!(check_literal(&Url::parse("http://93.184.216.34/").unwrap()).is_ok());
    }

    #[test]
    fn only_the_typed_host_or_a_listed_one_may_be_private() {
        let url = Url::parse("http://127.0.0.1:8080/feed").unwrap();
        let listed = |entry: &str| may_be_private(&url, None, &[entry.to_owned()]);
        assert!(!may_be_private(&url, None, &[]));
        assert!(!may_be_private(&url, Some("localhost"), &[]));
        assert!(may_be_private(&url, Some("127.0.0.1"), &[]));
        assert!(listed("127.0.0.1"));
        assert!(listed("127.0.0.1:8080"));
        assert!(!listed("127.0.0.1:80"));
        assert!(!listed("127.0.0"));
    }
}
