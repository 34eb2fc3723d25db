//! What the client makes of servers: bodies, headers, lengths, encodings and the pace at which they come (N5, N9).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::error::Error;
use std::time::Duration;

use url::Url;
use warraq_core::net::{Client, FetchError, Kind, NetOptions, Request, Response, Validators};
use warraq_tests::server::{Answer, FaultServer, Step, brotli_stored, gzip, zlib};

/// The bounds of the app, and leave to reach loopback.
pub(crate) fn options() -> NetOptions {
    NetOptions { private_hosts: vec!["127.0.0.1".to_owned()], ..NetOptions::default() }
}

/// Lets a paused clock go on in small steps whenever nothing else is to be done: bounds of a minute pass in no time,
/// in the same order on every machine. (Left alone, a paused clock leaps to the next bound while bytes are on their
/// way.)
pub(crate) fn run_the_clock() {
    tokio::spawn(async {
        loop {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
}

/// A plain request.
pub(crate) fn request(url: Url, kind: Kind) -> Request {
    Request { url, kind, validators: Validators::default(), typed_host: None }
}

/// Fetches with the options above.
pub(crate) async fn get(url: Url) -> Result<Response, FetchError> {
    Client::new(options()).get(request(url, Kind::Feed)).await
}

/// The outcome in a few words, to be compared.
pub(crate) fn words(outcome: &Result<Response, FetchError>) -> String {
    match outcome {
        Ok(response) => format!("{} {}", response.status, String::from_utf8_lossy(&response.body)).trim().to_owned(),
        Err(FetchError::InvalidUrl(_)) => "invalid".to_owned(),
        Err(FetchError::Offline(_)) => "offline".to_owned(),
        Err(FetchError::Unreachable { .. }) => "unreachable".to_owned(),
        Err(FetchError::Timeout(stage)) => format!("timeout {stage}"),
        Err(FetchError::Tls { .. }) => "tls".to_owned(),
        Err(FetchError::Status { status, retry_after: None, .. }) => format!("status {status}"),
        Err(FetchError::Status { status, retry_after: Some(wait), .. }) => format!("status {status} after {wait}"),
        Err(FetchError::TooLarge { limit }) => format!("too large {limit}"),
        Err(FetchError::RedirectLoop) => "loop".to_owned(),
        Err(FetchError::Blocked(_)) => "blocked".to_owned(),
        Err(FetchError::Broken(_)) => "broken".to_owned(),
    }
}

/// An error with all its causes.
pub(crate) fn causes(error: &FetchError) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}

/// Plays every answer and compares what came of it.
async fn compare(table: Vec<(&str, Answer, &str)>) {
    let server = FaultServer::start().await;
    let mut wrong = Vec::new();
    for (name, answer, expected) in table {
        let path = format!("/{name}");
        server.on(&path, answer);
        let outcome = get(server.url(&path)).await;
        if words(&outcome) != expected {
            let seen = outcome.as_ref().map_or_else(causes, |_| words(&outcome));
            wrong.push(format!("{name}: {seen:.200}, expected {expected}"));
        }
        assert_eq!(server.hits(&path), 1, "{name} was asked for once");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn bytes(text: &str) -> Step {
    Step::Bytes(text.as_bytes().to_vec())
}

fn chunked(steps: Vec<Step>) -> Answer {
    Answer::after_head(&["Transfer-Encoding: chunked"], steps)
}

fn labelled(encoding: &str, body: Vec<u8>) -> Answer {
    Answer::status(200).header("content-encoding", encoding).body(body)
}

#[tokio::test(start_paused = true)]
async fn slow_servers_run_into_a_bound() {
    run_the_clock();
    let second = Duration::from_secs(1);
    let head = bytes("HTTP/1.1 200 OK\r\nx: ");
    let fast = chunked(vec![Step::Drip([&b"400\r\n"[..], &[b'x'; 1_024], b"\r\n"].concat(), second)]);
    let pauses = (0..50).flat_map(|_| [Step::Bytes(vec![b'x'; 600]), Step::Pause(second)]).collect();
    compare(vec![
        ("never-answers", Answer::never(), "timeout first byte"),
        ("slow-head", Answer::script(vec![Step::Drip(b"H".to_vec(), second)]), "timeout first byte"),
        ("slow-headers", Answer::script(vec![head, Step::Drip(b"y".to_vec(), second)]), "timeout first byte"),
        (
            "slow-drip",
            Answer::after_head(&["Content-Length: 9"], vec![Step::Drip(b"x".to_vec(), 4 * second)]),
            "timeout rate",
        ),
        ("slow-drip-chunked", chunked(vec![Step::Drip(b"1\r\nx\r\n".to_vec(), second)]), "timeout rate"),
        ("silent-body", Answer::after_head(&["Content-Length: 900"], vec![bytes("a"), Step::Hang]), "timeout rate"),
        (
            "fast-then-silent",
            Answer::after_head(&["Content-Length: 9999"], vec![Step::Bytes(vec![b'x'; 9_000]), Step::Hang]),
            "timeout rate",
        ),
        ("never-ends", fast, "timeout total"),
        (
            "slow-but-tolerable",
            Answer::after_head(&["Content-Length: 30000"], pauses),
            &format!("200 {}", "x".repeat(30_000)),
        ),
    ])
    .await;
}

#[tokio::test(start_paused = true)]
async fn the_bounds_are_the_promised_ones() {
    run_the_clock();
    let server = FaultServer::start().await;
    server.on("/never", Answer::never());
    let second = Duration::from_secs(1);
    server.on("/silent", Answer::after_head(&["Content-Length: 900"], vec![Step::Hang]));
    server.on("/endless", Answer::after_head(&[], vec![Step::Drip(vec![b'x'; 1_024], second)]));
    for n in 0..9 {
        let slow = Answer::redirect(302, &format!("/slow/{}", n + 1)).without_length();
        server.handle(&format!("/slow/{n}"), move |_, _| slow.clone().after(Duration::from_secs(15)));
    }
    for (path, least) in [("/never", 20), ("/silent", 10), ("/endless", 60), ("/slow/0", 60)] {
        let started = tokio::time::Instant::now();
        let outcome = get(server.url(path)).await;
        let took = started.elapsed();
        assert!(words(&outcome).starts_with("timeout"), "{path}: {}", words(&outcome));
        assert!(took >= least * second && took <= (least + 1) * second, "{path}: {took:?}");
    }
}

#[tokio::test]
async fn endless_interim_answers_run_into_a_bound() {
    let server = FaultServer::start().await;
    server.on("/100", Answer::script(vec![Step::Forever(b"HTTP/1.1 100 Continue\r\n\r\n".to_vec())]));
    let client = Client::new(NetOptions { first_byte_timeout: Duration::from_millis(100), ..options() });
    let outcome = client.get(request(server.url("/100"), Kind::Feed)).await;
    assert_eq!(words(&outcome), "timeout first byte");
}

#[tokio::test]
async fn heads_and_bodies_have_bounds() {
    let block = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
    let huge = |name: &str| format!("{name}: {}", "h".repeat(30_000));
    compare(vec![
        ("infinite-body", chunked(vec![Step::Forever(block.clone().into_bytes())]), "too large 20000000"),
        (
            "infinite-body-unframed",
            Answer::after_head(&[], vec![Step::Forever(vec![b'x'; 65_536])]),
            "too large 20000000",
        ),
        (
            "infinite-headers",
            Answer::script(vec![bytes("HTTP/1.1 200 OK\r\n"), Step::Forever(b"x-more: 1\r\n".to_vec())]),
            "too large 65536",
        ),
        (
            "infinite-header",
            Answer::script(vec![bytes("HTTP/1.1 200 OK\r\nx: "), Step::Forever(b"y".repeat(100))]),
            "too large 65536",
        ),
        (
            "fat-headers",
            Answer::after_head(&[&huge("a"), &huge("b"), &huge("c"), "Content-Length: 0"], vec![]),
            "too large 65536",
        ),
        (
            "two-fat-headers",
            Answer::after_head(&[&huge("a"), &huge("b"), "Content-Length: 2"], vec![bytes("ok")]),
            "200 ok",
        ),
        ("huge-length", Answer::after_head(&["Content-Length: 99999999999"], vec![Step::Hang]), "too large 20000000"),
        (
            "overflowing-length",
            Answer::after_head(&["Content-Length: 99999999999999999999999"], vec![Step::Hang]),
            "broken",
        ),
        ("negative-length", Answer::after_head(&["Content-Length: -1"], vec![bytes("x")]), "broken"),
        (
            "two-lengths",
            Answer::after_head(&["Content-Length: 2", "Content-Length: 5"], vec![bytes("hello")]),
            "broken",
        ),
        ("more-than-announced", Answer::after_head(&["Content-Length: 2"], vec![bytes("okay and more")]), "200 ok"),
        ("endless-trailers", chunked(vec![bytes("2\r\nok\r\n0\r\n"), Step::Forever(b"t: 1\r\n".to_vec())]), "broken"),
        ("endless-extension", chunked(vec![bytes("2;"), Step::Forever(b"e".repeat(1_000))]), "broken"),
    ])
    .await;
}

#[tokio::test]
async fn broken_transfers_are_errors() {
    compare(vec![
        ("truncated", Answer::after_head(&["Content-Length: 100"], vec![bytes("half"), Step::Close]), "broken"),
        ("truncated-chunk", chunked(vec![bytes("64\r\nhalf"), Step::Close]), "broken"),
        ("no-last-chunk", chunked(vec![bytes("4\r\nhalf\r\n"), Step::Close]), "broken"),
        ("bad-chunk-size", chunked(vec![bytes("zz\r\nhalf\r\n0\r\n\r\n")]), "broken"),
        ("huge-chunk-size", chunked(vec![bytes("ffffffffffffffffff\r\nhalf")]), "broken"),
        ("reset-mid-body", Answer::after_head(&["Content-Length: 100"], vec![bytes("half"), Step::Reset]), "broken"),
        ("reset-at-once", Answer::script(vec![Step::Reset]), "broken"),
        ("empty-reply", Answer::script(vec![Step::Close]), "broken"),
        ("half-a-head", Answer::script(vec![bytes("HTTP/1.1 200 OK\r\nContent-"), Step::Close]), "broken"),
        ("not-http", Answer::script(vec![bytes("220 mail.example ESMTP\r\n")]), "broken"),
        ("http-0.9", Answer::script(vec![bytes("<html>hello</html>\r\n\r\n")]), "broken"),
        ("bad-status", Answer::script(vec![bytes("HTTP/1.1 9x9 Hm\r\n\r\n")]), "broken"),
        ("nul-in-header", Answer::after_head(&["x: a\0b", "Content-Length: 0"], vec![]), "broken"),
    ])
    .await;
}

/// 60 MiB of zeros in 102 bytes: what a brotli encoder at quality 9 makes of them.
const BROTLI_BOMB: &str = "cbffff3f002400e2b14072effff8ffff078004401c1680eefd1fffffff00900088c302d0bdffe3ffff1f\
    001200715800baf77ffcffff034002200e0b40f7fe8fffff7f004800c46101e8defff1ffff0f000980382c00ddfbbffcffff012001108705a0\
    7bff03";

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len() / 2).map(|at| u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).unwrap()).collect()
}

#[tokio::test]
async fn one_layer_of_encoding_is_undone() {
    let text = b"feed feed feed";
    let mut bad_crc = gzip(text);
    let at = bad_crc.len() - 6;
    bad_crc[at] ^= 1;
    let cut = |body: Vec<u8>, by: usize| body[..body.len() - by].to_vec();
    // A zlib stream is two bytes of head, the bare deflate stream, four bytes of checksum.
    let bare = cut(zlib(text)[2..].to_vec(), 4);
    compare(vec![
        ("gzip", labelled("gzip", gzip(text)), "200 feed feed feed"),
        ("x-gzip", labelled("X-GZip", gzip(text)), "200 feed feed feed"),
        ("gzip-truncated", labelled("gzip", cut(gzip(text), 12)), "broken"),
        ("gzip-without-checksum", labelled("gzip", cut(gzip(text), 8)), "broken"),
        ("gzip-bad-checksum", labelled("gzip", bad_crc), "broken"),
        ("gzip-damaged", labelled("gzip", [&gzip(text)[..12], &[0xff; 20]].concat()), "broken"),
        ("gzip-lying", labelled("gzip", text.to_vec()), "200 feed feed feed"),
        ("gzip-padded", labelled("gzip", [gzip(text), vec![0; 64]].concat()), "200 feed feed feed"),
        ("gzip-two-members", labelled("gzip", [gzip(b"one "), gzip(b"two")].concat()), "200 one two"),
        ("gzip-unlabelled", Answer::status(200).body(gzip(text)), "200 feed feed feed"),
        ("gzip-unlabelled-bomb", Answer::status(200).body(gzip(&vec![0; 60_000_000])), "too large 4000000"),
        ("gzip-double", labelled("gzip, gzip", gzip(&gzip(text))), "broken"),
        ("gzip-then-brotli", labelled("gzip", gzip(text)).header("content-encoding", "br"), "broken"),
        (
            "gzip-twice-inside",
            labelled("gzip", gzip(&gzip(b""))),
            &format!("200 {}", String::from_utf8_lossy(&gzip(b""))),
        ),
        ("gzip-bomb", labelled("gzip", gzip(&vec![0; 60_000_000])), "too large 4000000"),
        ("deflate", labelled("deflate", zlib(text)), "200 feed feed feed"),
        ("deflate-bare", labelled("deflate", bare.clone()), "200 feed feed feed"),
        ("deflate-truncated", labelled("deflate", cut(zlib(text), 8)), "broken"),
        ("deflate-bare-truncated", labelled("deflate", cut(bare, 3)), "broken"),
        ("deflate-lying", labelled("deflate", b"<rss>".to_vec()), "broken"),
        ("deflate-bomb", labelled("deflate", zlib(&vec![0; 60_000_000])), "too large 4000000"),
        ("brotli", labelled("br", brotli_stored(text)), "200 feed feed feed"),
        (
            "brotli-compressed",
            labelled("br", unhex("1b2100f88d54b5bf061193a393696c6f414f24b0f601")),
            "200 brotli brotli brotli brotli brotli",
        ),
        ("brotli-truncated", labelled("br", cut(brotli_stored(text), 2)), "broken"),
        ("brotli-lying", labelled("br", b"<rss version='2.0'></rss>".to_vec()), "broken"),
        ("brotli-bomb", labelled("br", unhex(BROTLI_BOMB)), "too large 4000000"),
        ("encoding-is-a-charset", labelled("utf-8", text.to_vec()), "200 feed feed feed"),
        ("encoding-identity", labelled("identity", text.to_vec()), "200 feed feed feed"),
        ("empty", Answer::status(200), "200"),
        ("empty-gzip", labelled("gzip", Vec::new()), "200"),
        ("empty-brotli", labelled("br", Vec::new()), "200"),
        ("one-byte-gzip", labelled("gzip", vec![b'x']), "200 x"),
    ])
    .await;
}

#[tokio::test]
async fn each_kind_has_its_bounds() {
    let server = FaultServer::start().await;
    let client = Client::new(options());
    for (kind, most) in [(Kind::Feed, 20_000_000), (Kind::Page, 10_000_000), (Kind::Picture, 15_000_000)] {
        for (size, fits) in [(most, true), (most + 1, false)] {
            server.on("/sized", Answer::status(200).body(vec![b'x'; size]));
            // Without a length, so that the count decides and not the announcement.
            server.on("/unsized", Answer::status(200).body(vec![b'x'; size]).without_length());
            for path in ["/sized", "/unsized"] {
                let outcome = client.get(request(server.url(path), kind)).await;
                match outcome {
                    Ok(response) => assert!(fits && response.body.len() == size, "{kind:?} {path} {size}"),
                    Err(error) => assert!(!fits && error.to_string().contains(&most.to_string()), "{kind:?} {error}"),
                }
            }
        }
    }
    let lines: String = (0..500_000).map(|n| format!("<item>{n:016}</item>\n")).collect();
    server.on("/grown", labelled("gzip", gzip(lines.as_bytes())));
    let outcome = client.get(request(server.url("/grown"), Kind::Page)).await;
    assert_eq!(words(&outcome), "too large 10000000");
    let outcome = client.get(request(server.url("/grown"), Kind::Feed)).await;
    assert_eq!(outcome.unwrap().body, lines.as_bytes());
}

#[tokio::test]
async fn a_bomb_does_not_keep_the_next_request_from_its_answer() {
    let server = FaultServer::start().await;
    server.on("/bomb", labelled("br", unhex(BROTLI_BOMB))).on("/fine", Answer::rss("<rss/>"));
    let client = Client::new(options());
    assert!(client.get(request(server.url("/bomb"), Kind::Feed)).await.is_err());
    assert_eq!(words(&client.get(request(server.url("/fine"), Kind::Feed)).await), "200 <rss/>");
}

#[tokio::test]
async fn only_a_feed_is_taken_for_a_gzip_file() {
    let server = FaultServer::start().await;
    server.on("/file", Answer::ok("application/gzip", gzip(b"feed")));
    let client = Client::new(options());
    for (kind, expected) in
        [(Kind::Feed, b"feed".to_vec()), (Kind::Page, gzip(b"feed")), (Kind::Picture, gzip(b"feed"))]
    {
        assert_eq!(client.get(request(server.url("/file"), kind)).await.unwrap().body, expected, "{kind:?}");
    }
}

/// Where an answer is cut into packets is chance; what it grows into is not.
#[tokio::test]
async fn an_encoded_body_is_the_same_however_it_is_cut() {
    let server = FaultServer::start().await;
    // Long runs, of which the decoder holds more than it gives out at a time.
    let text: Vec<u8> = (0..40_u8).flat_map(|n| vec![b'a' + n % 26; 50_000]).collect();
    let client = Client::new(options());
    for (coding, body) in [("deflate", zlib(&text)), ("gzip", gzip(&text))] {
        let lines = [format!("Content-Encoding: {coding}"), format!("Content-Length: {}", body.len())];
        for cut in (1..body.len()).step_by(31) {
            let (head, tail) = body.split_at(cut);
            let steps =
                vec![Step::Bytes(head.to_vec()), Step::Pause(Duration::from_micros(200)), Step::Bytes(tail.to_vec())];
            server.on("/cut", Answer::after_head(&lines.each_ref().map(String::as_str), steps));
            let outcome = client.get(request(server.url("/cut"), Kind::Feed)).await;
            let body = outcome.map_err(|error| format!("{coding} cut at {cut}: {}", causes(&error))).unwrap().body;
            assert!(body == text, "{coding} cut at {cut}: {} bytes", body.len());
        }
    }
}
