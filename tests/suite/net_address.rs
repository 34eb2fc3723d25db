//! Where the client may connect (N1, N2): nothing private unless the reader typed that very host.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use url::Url;
use warraq_core::net::{Addresses, Client, FetchError, Kind, LookUp, NetOptions, Request};
use warraq_tests::server::{Answer, FaultServer};

use crate::net::{causes, options, request, words};

/// Names as a table. An entry without addresses never answers.
#[derive(Debug, Default)]
struct Table {
    names: HashMap<String, Vec<IpAddr>>,
    asked: AtomicUsize,
    failure: Mutex<Option<String>>,
}

impl Table {
    fn of(entries: &[(&str, &[&str])]) -> Arc<Self> {
        let parse = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
        let names = entries.iter().map(|(name, addresses)| ((*name).to_owned(), parse(addresses))).collect();
        Arc::new(Self { names, ..Self::default() })
    }

    fn failing(words: &str) -> Arc<Self> {
        Arc::new(Self { failure: Mutex::new(Some(words.to_owned())), ..Self::default() })
    }
}

impl LookUp for Table {
    fn look_up(&self, host: &str) -> Addresses {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let failure = self.failure.lock().unwrap().clone();
        let found = self.names.get(host).cloned();
        Box::pin(async move {
            match (failure, found) {
                (Some(words), _) => Err(io::Error::other(words)),
                (None, Some(found)) if found.is_empty() => std::future::pending().await,
                (None, Some(found)) => Ok(found),
                (None, None) => Err(io::Error::from(io::ErrorKind::NotFound)),
            }
        })
    }
}

fn strict() -> NetOptions {
    NetOptions { private_hosts: Vec::new(), ..options() }
}

/// Every way to write down this machine or its neighbourhood that the promises name, and some more.
const PRIVATE_FORMS: [&str; 26] = [
    "127.0.0.1",
    "127.8.9.1",
    "0.0.0.0",
    "0",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0x7f.1",
    "127.1",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fd00::1]",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "224.0.0.1",
    "255.255.255.255",
    "１２７.０.０.１",
];

#[tokio::test]
async fn the_default_options_refuse_every_private_form() {
    assert!(NetOptions::default().private_hosts.is_empty());
    let server = FaultServer::start().await;
    server.on("/", Answer::rss("secret"));
    let client = Client::new(NetOptions::default());
    for form in PRIVATE_FORMS {
        for prefix in ["http://", "http://public.example@", "https://"] {
            let url = Url::parse(&format!("{prefix}{form}:{}/", server.port())).unwrap();
            let outcome = client.get(request(url, Kind::Picture)).await;
            assert_eq!(words(&outcome), "blocked", "{prefix}{form}");
        }
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_redirect_reaches_no_private_address() {
    let (server, victim) = (FaultServer::start().await, FaultServer::start().await);
    victim.on("/", Answer::rss("secret"));
    let names = Table::of(&[
        ("localhost", &["::1", "127.0.0.1"]),
        ("app.localhost", &["127.0.0.1"]),
        ("127.0.0.1.nip.example", &["127.0.0.1"]),
        ("lan.example", &["192.168.1.1"]),
        ("mapped.example", &["::ffff:127.0.0.1"]),
        ("several.example", &["10.0.0.1", "127.0.0.1", "fd00::1"]),
    ]);
    let client = Client::new(NetOptions { private_hosts: vec![server.host_port()], names, ..options() });
    let port = victim.port();
    let mut targets: Vec<String> = PRIVATE_FORMS.iter().map(|form| format!("http://{form}:{port}/")).collect();
    for name in [
        "localhost",
        "LOCALHOST",
        "app.localhost",
        "127.0.0.1.nip.example",
        "lan.example",
        "mapped.example",
        "several.example",
    ] {
        targets.push(format!("http://{name}:{port}/"));
    }
    targets.extend([
        format!("//127.0.0.1:{port}/"),
        format!("\\\\127.0.0.1:{port}\\"),
        format!("http:/\\127.0.0.1:{port}/"),
        format!("http://public.example@127.0.0.1:{port}/"),
    ]);
    for target in targets {
        // Written as bytes, as a server would.
        let bytes: String = target.bytes().map(char::from).collect();
        server.on("/start", Answer::redirect(302, &bytes));
        let outcome = client.get(request(server.url("/start"), Kind::Feed)).await;
        assert_eq!(words(&outcome), "blocked", "{target}");
    }
    assert_eq!((victim.connections(), victim.requests().len()), (0, 0));
}

#[tokio::test]
async fn the_host_that_was_typed_may_be_private() {
    let server = FaultServer::start().await;
    server.on("/feed", Answer::rss("mine")).on("/away", Answer::redirect(302, "http://127.0.0.2/"));
    let client = Client::new(strict());
    let typed =
        |path: &str, host: &str| Request { typed_host: Some(host.to_owned()), ..request(server.url(path), Kind::Feed) };
    assert_eq!(words(&client.get(typed("/feed", "127.0.0.1")).await), "200 mine");
    // Another one's private host is as private as ever, and so is the neighbour of this one.
    assert_eq!(words(&client.get(typed("/feed", "localhost")).await), "blocked");
    assert_eq!(words(&client.get(typed("/away", "127.0.0.1")).await), "blocked");
    assert_eq!(words(&client.get(request(server.url("/feed"), Kind::Feed)).await), "blocked");
}

#[tokio::test]
async fn an_open_connection_is_no_way_around_the_guard() {
    let server = FaultServer::start().await;
    server.on("/feed", Answer::rss("mine"));
    let names = Table::of(&[("home.example", &["127.0.0.1"])]);
    let client = Client::new(NetOptions { names, ..strict() });
    let url = Url::parse(&format!("http://home.example:{}/feed", server.port())).unwrap();
    let typed = Request { typed_host: Some("home.example".into()), ..request(url.clone(), Kind::Feed) };
    assert_eq!(words(&client.get(typed.clone()).await), "200 mine");
    assert_eq!(words(&client.get(request(url, Kind::Picture)).await), "blocked");
    assert_eq!(words(&client.get(typed).await), "200 mine");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn the_address_checked_is_the_address_connected_to() {
    let server = FaultServer::start().await;
    let names = Table::of(&[("rebind.example", &["127.0.0.1"])]);
    let client = Client::new(NetOptions { names: Arc::clone(&names) as Arc<dyn LookUp>, ..strict() });
    let url = Url::parse(&format!("http://rebind.example:{}/", server.port())).unwrap();
    let outcome = client.get(request(url, Kind::Feed)).await;
    assert!(matches!(outcome, Err(FetchError::Blocked(host)) if host == "rebind.example"));
    // One look-up: there is no second answer that could differ from the first.
    assert_eq!(names.asked.load(Ordering::SeqCst), 1);
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn names_that_fail_are_told_apart() {
    let url = || Url::parse("http://some.example/").unwrap();
    for (names, expected) in [
        (Table::of(&[]), "unreachable"),
        (Table::of(&[("some.example", &[])]), "timeout connect"),
        (Table::failing("failed to lookup address information: Temporary failure in name resolution"), "offline"),
    ] {
        let client = Client::new(NetOptions { names, connect_timeout: Duration::from_millis(60), ..options() });
        let outcome = client.get(request(url(), Kind::Feed)).await;
        assert_eq!(words(&outcome), expected);
        if let Err(error) = outcome {
            assert!(expected.starts_with("timeout") || causes(&error).contains("name"), "{}", causes(&error));
        }
    }
}

#[tokio::test]
async fn a_name_found_lately_means_that_the_network_is_there() {
    let server = FaultServer::start().await;
    server.on("/", Answer::rss("x"));
    let names = Table::of(&[("home.example", &["127.0.0.1"])]);
    let client = Client::new(NetOptions { names: Arc::clone(&names) as Arc<dyn LookUp>, ..options() });
    let home = Url::parse(&format!("http://home.example:{}/", server.port())).unwrap();
    let typed = Request { typed_host: Some("home.example".into()), ..request(home, Kind::Feed) };
    assert!(client.get(typed).await.is_ok());
    *names.failure.lock().unwrap() = Some("Temporary failure in name resolution".into());
    let outcome = client.get(request(Url::parse("http://some.example/").unwrap(), Kind::Feed)).await;
    // Without any route the machine is offline whatever was found before; loopback needs none.
    let routed = std::net::UdpSocket::bind("0.0.0.0:0").and_then(|socket| socket.connect("192.0.2.1:9")).is_ok();
    assert_eq!(words(&outcome), if routed { "unreachable" } else { "offline" });
}
