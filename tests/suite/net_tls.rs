//! Certificates (N8): a bad one is an error with its reason, never a way around, never silently http.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use url::Url;
use warraq_core::net::{Client, Kind, NetOptions};
use warraq_tests::server::{Answer, Certificate, FaultServer};

use crate::net::{causes, options, request, words};

fn trusting(server: &FaultServer) -> Client {
    Client::new(NetOptions { extra_roots: vec![server.root()], ..options() })
}

#[tokio::test]
async fn a_good_certificate_of_a_known_authority_is_taken() {
    let server = FaultServer::start_tls(Certificate::Good).await;
    server.on("/feed", Answer::rss("<rss/>"));
    let outcome = trusting(&server).get(request(server.url("/feed"), Kind::Feed)).await;
    assert_eq!(words(&outcome), "200 <rss/>");
}

#[tokio::test]
async fn bad_certificates_are_refused_with_the_reason() {
    for (certificate, trusted, reason) in [
        (Certificate::Good, false, "UnknownIssuer"),
        (Certificate::SelfSigned, false, ""),
        (Certificate::Expired, true, "expired"),
        (Certificate::WrongHost, true, "not valid for name"),
    ] {
        let server = FaultServer::start_tls(certificate).await;
        server.on("/feed", Answer::rss("<rss/>"));
        let client = if trusted { trusting(&server) } else { Client::new(options()) };
        let outcome = client.get(request(server.url("/feed"), Kind::Feed)).await;
        assert_eq!(words(&outcome), "tls", "{certificate:?}");
        let told = outcome.map_err(|error| causes(&error)).unwrap_err();
        assert!(told.contains("127.0.0.1") && told.contains(reason), "{certificate:?}: {told}");
        assert_eq!(server.requests(), [], "{certificate:?}: nothing is asked over such a connection");
    }
}

#[tokio::test]
async fn a_step_down_to_http_is_noted_and_not_for_good() {
    let (server, plain) = (FaultServer::start_tls(Certificate::Good).await, FaultServer::start().await);
    plain.on("/feed", Answer::rss("open"));
    server.on("/down", Answer::redirect(301, plain.url("/feed").as_str()));
    server.on("/over", Answer::redirect(301, "/down"));
    let response = trusting(&server).get(request(server.url("/over"), Kind::Feed)).await.unwrap();
    assert!(response.downgraded);
    assert_eq!((response.final_url, response.moved_to), (plain.url("/feed"), Some(server.url("/down"))));
}

#[tokio::test]
async fn a_step_up_to_https_may_be_for_good() {
    let (server, plain) = (FaultServer::start_tls(Certificate::Good).await, FaultServer::start().await);
    server.on("/feed", Answer::rss("safe"));
    plain.on("/feed", Answer::redirect(301, server.url("/feed").as_str()));
    let response = trusting(&server).get(request(plain.url("/feed"), Kind::Feed)).await.unwrap();
    assert!(!response.downgraded);
    assert_eq!(response.moved_to, Some(server.url("/feed")));
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_no_https_server() {
    let silent = FaultServer::start().await;
    let mut url = silent.url("/feed");
    assert!(url.set_scheme("https").is_ok());
    let client = Client::new(NetOptions { connect_timeout: Duration::from_millis(100), ..options() });
    assert_eq!(words(&client.get(request(url, Kind::Feed)).await), "timeout connect");
    // And the other way round: plain words on a TLS port.
    let server = FaultServer::start_tls(Certificate::Good).await;
    let url = Url::parse(&format!("http://{}/feed", server.host_port())).unwrap();
    assert_eq!(words(&client.get(request(url, Kind::Feed)).await), "broken");
}
