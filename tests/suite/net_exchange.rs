//! Statuses, redirects, validators, freshness, and what a request tells about the reader (N3, N4, N7, P1, P4).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use warraq_core::net::{Client, Kind, NetOptions, Request, Validators};
use warraq_tests::server::{Answer, FaultServer, Gate};

use crate::net::{get, options, request, run_the_clock, words};

#[tokio::test]
async fn statuses_are_told_apart() {
    let server = FaultServer::start().await;
    let noon = "Sun, 06 Nov 1994 12:00:00 GMT";
    for (name, answer, expected) in [
        ("no-content", Answer::status(204), "204"),
        ("non-authoritative", Answer::status(203).body("x"), "203 x"),
        ("partial-unasked", Answer::status(206).header("content-range", "bytes 0-1/9").body("x"), "status 206"),
        ("not-modified-unasked", Answer::status(304), "status 304"),
        ("choices", Answer::redirect(300, "/elsewhere"), "status 300"),
        ("redirect-to-nowhere", Answer::status(302), "status 302"),
        ("unauthorised", Answer::status(401).header("www-authenticate", "Basic realm=x"), "status 401"),
        ("gone", Answer::status(410), "status 410"),
        ("teapot", Answer::status(418).body("short and stout"), "status 418"),
        ("error", Answer::status(500).header("retry-after", "120"), "status 500 after 120"),
        ("refused-for-now", Answer::status(403).header("retry-after", "7200"), "status 403 after 7200"),
        ("unknown", Answer::status(799), "status 799"),
        ("busy", Answer::status(429), "status 429"),
        ("busy-seconds", Answer::status(429).header("retry-after", "120"), "status 429 after 120"),
        ("busy-soon", Answer::status(429).header("retry-after", "1"), "status 429 after 60"),
        ("busy-negative", Answer::status(503).header("retry-after", "-7"), "status 503 after 60"),
        ("busy-huge", Answer::status(503).header("retry-after", "99999999999999999999"), "status 503 after 86400"),
        ("busy-junk", Answer::status(503).header("retry-after", "when we are back"), "status 503"),
        (
            "busy-date",
            Answer::status(503).header("date", noon).header("retry-after", "Sun, 06 Nov 1994 12:30:00 GMT"),
            "status 503 after 1800",
        ),
        ("captive-portal", Answer::html("<title>Pay here</title>"), "200 <title>Pay here</title>"),
    ] {
        let path = format!("/{name}");
        server.on(&path, answer);
        assert_eq!(words(&get(server.url(&path)).await), expected, "{name}");
    }
}

#[tokio::test]
async fn redirects_are_followed_within_bounds() {
    let server = FaultServer::start().await;
    server.on("/end", Answer::rss("here"));
    for n in 0..12 {
        server.on(
            &format!("/chain/{n}"),
            Answer::redirect(302, &if n == 0 { "/end".into() } else { format!("{}", n - 1) }),
        );
    }
    server.on("/self", Answer::redirect(302, "/self"));
    server.on("/a", Answer::redirect(302, "/b")).on("/b", Answer::redirect(307, "/a#again"));
    server.handle("/endless", |_, hits| Answer::redirect(302, &format!("/endless?{hits}")));
    for (path, expected) in [
        ("/chain/0", "200 here"),
        ("/chain/9", "200 here"),
        ("/chain/10", "loop"),
        ("/self", "loop"),
        ("/a", "loop"),
        ("/endless", "loop"),
    ] {
        assert_eq!(words(&get(server.url(path)).await), expected, "{path}");
    }
    assert_eq!((server.hits("/self"), server.hits("/a"), server.hits("/b")), (1, 1, 1));
    assert_eq!(server.hits("/endless"), 11, "the request and ten redirects");
}

#[tokio::test]
async fn redirects_lead_only_to_http() {
    let server = FaultServer::start().await;
    for to in [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "blob:http://127.0.0.1/1",
        "tauri://localhost/",
        "mailto:a@b.example",
        "http://[",
        "http://",
        "https://:80/",
        &format!("/{}", "long".repeat(5_000)),
    ] {
        server.on("/away", Answer::redirect(302, to));
        assert_eq!(words(&get(server.url("/away")).await), "invalid", "{to:.60}");
    }
    let outcome = get("file:///etc/passwd".parse().unwrap()).await;
    assert_eq!(words(&outcome), "invalid");
}

#[tokio::test]
async fn a_move_is_for_good_only_along_an_unbroken_permanent_chain() {
    let server = FaultServer::start().await;
    server.on("/end", Answer::rss("here"));
    let hop = |path: &str, status: u16, to: &str| {
        server.on(path, Answer::redirect(status, to));
    };
    hop("/301", 301, "/end");
    hop("/308", 308, "/end");
    hop("/302", 302, "/end");
    hop("/303", 303, "/end");
    hop("/307", 307, "/end");
    hop("/301-308", 301, "/308");
    hop("/301-302", 301, "/302");
    hop("/302-301", 302, "/301");
    hop("/301-302-301", 301, "/302-301");
    for (path, moved_to) in [
        ("/end", None),
        ("/301", Some("/end")),
        ("/308", Some("/end")),
        ("/302", None),
        ("/303", None),
        ("/307", None),
        ("/301-308", Some("/end")),
        ("/301-302", Some("/302")),
        ("/302-301", None),
        ("/301-302-301", Some("/302-301")),
    ] {
        let response = get(server.url(path)).await.unwrap();
        assert_eq!(response.moved_to, moved_to.map(|to| server.url(to)), "{path}");
        assert_eq!(response.final_url, server.url("/end"), "{path}");
        assert!(!response.downgraded, "{path}");
    }
}

#[tokio::test]
async fn a_location_is_read_as_browsers_read_it() {
    let server = FaultServer::start().await;
    server.on("/dir/end", Answer::rss("relative")).on("/%D8%B9", Answer::rss("arabic")).on("/end", Answer::rss("here"));
    // The bytes of «/ع» unescaped, a character for each.
    for (to, expected) in [
        ("end", "200 relative"),
        ("../end", "200 here"),
        ("  /end ", "200 here"),
        ("/\u{d8}\u{b9}", "200 arabic"),
        ("/end#part", "200 here"),
    ] {
        server.on("/dir/start", Answer::redirect(302, to));
        let outcome = get(server.url("/dir/start")).await;
        assert_eq!(words(&outcome), expected, "{to}");
        assert_eq!(outcome.unwrap().final_url.fragment(), None, "{to}");
    }
}

#[tokio::test]
async fn validators_come_back_byte_for_byte() {
    let server = FaultServer::start().await;
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    for (etag, last_modified) in [
        (Some("\"strong\""), Some(date)),
        (Some("W/\"weak\""), None),
        (Some("unquoted"), Some("yesterday, more or less")),
        (Some("\"\u{e9}\u{ff}\u{80}\""), None),
        (Some("\"a, b\""), None),
        (None, Some(date)),
    ] {
        server.on("/feed", Answer::rss("<rss/>").conditional(etag, last_modified));
        let first = get(server.url("/feed")).await.unwrap();
        assert!(!first.not_modified && first.body == b"<rss/>");
        assert_eq!(first.validators.etag.as_deref(), etag);
        assert_eq!(first.validators.last_modified.as_deref(), last_modified);
        let again = Request { validators: first.validators.clone(), ..request(server.url("/feed"), Kind::Feed) };
        let second = Client::new(options()).get(again).await.unwrap();
        assert!(second.not_modified && second.body.is_empty(), "{etag:?}");
        assert_eq!((second.status, second.validators), (304, first.validators));
    }
}

#[tokio::test]
async fn a_304_keeps_the_validators_it_does_not_repeat() {
    let server = FaultServer::start().await;
    server.on("/feed", Answer::status(304).header("etag", "\"new\""));
    let old = Validators { etag: Some("\"old\"".into()), last_modified: Some("then".into()), issuer: None };
    let asked = Request { validators: old, ..request(server.url("/feed"), Kind::Feed) };
    let response = Client::new(options()).get(asked).await.unwrap();
    let expected = Validators {
        etag: Some("\"new\"".into()),
        last_modified: Some("then".into()),
        issuer: Some(server.url("/feed").into()),
    };
    assert_eq!(response.validators, expected);
}

#[tokio::test]
async fn a_validator_can_not_smuggle_a_header_in() {
    let server = FaultServer::start().await;
    server.on("/feed", Answer::rss("x"));
    let evil =
        Validators { etag: Some("a\r\nx-evil: 1".into()), last_modified: Some("ورّاق".into()), issuer: None };
    let asked = Request { validators: evil, ..request(server.url("/feed"), Kind::Feed) };
    assert_eq!(words(&Client::new(options()).get(asked).await), "200 x");
    let seen = &server.requests()[0];
    for name in ["x-evil", "if-none-match", "if-modified-since"] {
        assert_eq!(seen.header(name), None, "{name}");
    }
}

#[tokio::test]
async fn freshness_is_what_the_server_says_up_to_a_day() {
    let server = FaultServer::start().await;
    for (value, expected) in [
        ("max-age=600", Some(600)),
        ("max-age=31536000", Some(86_400)),
        ("max-age=99999999999999999999999", Some(86_400)),
        ("no-cache", None),
        ("\u{ff}", None),
    ] {
        server.on("/feed", Answer::rss("x").header("cache-control", value));
        assert_eq!(get(server.url("/feed")).await.unwrap().fresh_for, expected, "{value}");
    }
}

#[tokio::test]
async fn a_request_tells_nothing_about_the_reader() {
    let server = FaultServer::start().await;
    let other = FaultServer::start().await;
    other.on("/picture", Answer::ok("image/png", "png"));
    server.on("/page", Answer::html("x").header("set-cookie", "id=1; Path=/"));
    server.on("/away", Answer::redirect(302, other.url("/picture").as_str()).header("set-cookie", "id=2"));
    let client = Client::new(options());
    for path in ["/page", "/page", "/away"] {
        client.get(request(server.url(path), Kind::Picture)).await.unwrap();
    }
    let seen: Vec<_> = server.requests().into_iter().chain(other.requests()).collect();
    assert_eq!(seen.len(), 4);
    for asked in seen {
        let mut names: Vec<&str> = asked.headers.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"], "{}", asked.target);
        let agent = asked.header("user-agent").unwrap();
        assert!(agent.starts_with("Warraq/") && !agent.contains(' '), "{agent}");
        assert!(asked.header("accept").unwrap().contains("image/*"));
        assert_eq!((asked.method.as_str(), asked.body.len()), ("GET", 0));
    }
}

#[tokio::test]
async fn credentials_go_to_their_origin_only() {
    let server = FaultServer::start().await;
    let other = FaultServer::start().await;
    other.on("/seen", Answer::rss("x"));
    server.on("/same", Answer::redirect(301, "/end")).on("/end", Answer::rss("x"));
    server.on("/away", Answer::redirect(301, other.url("/seen").as_str()));
    let smuggled = other.url("/seen").as_str().replace("http://", "http://evil:pw@");
    server.on("/smuggled", Answer::redirect(302, &smuggled));
    let with = |path: &str| {
        let mut url = server.url(path);
        url.set_username("me").unwrap();
        url.set_password(Some("se%20cret")).unwrap();
        url
    };
    let kept = get(with("/same")).await.unwrap();
    assert_eq!(kept.final_url, server.url("/end"), "an answer's address carries no password");
    assert_eq!(kept.moved_to, Some(with("/end")), "what replaces the reader's address keeps it");
    let basic = "Basic bWU6c2UgY3JldA==";
    assert!(server.requests().iter().all(|asked| asked.header("authorization") == Some(basic)));
    let moved = get(with("/away")).await.unwrap();
    assert_eq!(moved.moved_to, Some(other.url("/seen")));
    get(with("/smuggled")).await.unwrap();
    assert_eq!(other.hits("/seen"), 2);
    assert!(other.requests().iter().all(|asked| asked.header("authorization").is_none()));
}

#[tokio::test]
async fn at_most_two_requests_to_a_host_at_a_time() {
    let (server, other, gate) = (FaultServer::start().await, FaultServer::start().await, Gate::new());
    server.on("/held", Answer::rss("x").behind(&gate));
    other.on("/free", Answer::rss("y"));
    let client = Client::new(options());
    let tasks: Vec<_> = (0..6)
        .map(|_| {
            let (client, asked) = (client.clone(), request(server.url("/held"), Kind::Feed));
            tokio::spawn(async move { client.get(asked).await })
        })
        .collect();
    server.asked("/held", 2).await;
    // Another host is served meanwhile, with time enough for a third request to show.
    for _ in 0..20 {
        assert!(client.get(request(other.url("/free"), Kind::Feed)).await.is_ok());
    }
    assert_eq!(server.hits("/held"), 2);
    gate.open();
    for task in tasks {
        assert!(task.await.unwrap().is_ok());
    }
    assert_eq!((server.hits("/held"), server.most_in_flight()), (6, 2));
}

#[tokio::test(start_paused = true)]
async fn waiting_for_a_slot_is_not_the_servers_delay() {
    run_the_clock();
    let server = FaultServer::start().await;
    server.on("/slow", Answer::rss("x").after(Duration::from_secs(18)));
    let client = Client::new(NetOptions { per_host: 1, ..options() });
    let asked = || request(server.url("/slow"), Kind::Feed);
    let get = || client.get(asked());
    // The last one begins after 72 s, when an exchange would long have been given up.
    let outcomes = tokio::join!(get(), get(), get(), get(), get());
    let all = [outcomes.0, outcomes.1, outcomes.2, outcomes.3, outcomes.4];
    assert_eq!(all.each_ref().map(words), ["200 x"; 5]);
    assert_eq!(server.most_in_flight(), 1);
}

#[tokio::test]
async fn a_request_given_up_frees_its_slot() {
    let server = FaultServer::start().await;
    server.on("/never", Answer::never()).on("/fine", Answer::rss("x"));
    let client = Client::new(NetOptions { per_host: 1, ..options() });
    let held = client.clone();
    let asked = request(server.url("/never"), Kind::Feed);
    let task = tokio::spawn(async move { held.get(asked).await });
    server.asked("/never", 1).await;
    task.abort();
    assert_eq!(words(&client.get(request(server.url("/fine"), Kind::Feed)).await), "200 x");
}

#[tokio::test]
async fn connections_are_used_again() {
    let server = FaultServer::start().await;
    server.on("/feed", Answer::rss("x"));
    let client = Client::new(options());
    for _ in 0..5 {
        client.get(request(server.url("/feed"), Kind::Feed)).await.unwrap();
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_plug_pulled_is_a_host_that_can_not_be_reached() {
    let server = FaultServer::start().await;
    server.on("/feed", Answer::rss("x"));
    let url = server.url("/feed");
    assert!(get(url.clone()).await.is_ok());
    server.stop().await;
    assert_eq!(words(&get(url).await), "unreachable");
}

#[tokio::test(start_paused = true)]
async fn the_feeds_of_one_host_are_not_asked_for_all_at_once() {
    run_the_clock();
    let (server, other) = (FaultServer::start().await, FaultServer::start().await);
    server.on("/feed", Answer::rss("x"));
    other.on("/feed", Answer::rss("y"));
    // Typed by the reader and not listed: a listed host is the tests' own and is not spared.
    let client = Client::new(NetOptions { private_hosts: vec![other.host_port()], ..NetOptions::default() });
    let started = tokio::time::Instant::now();
    let ask = |server: &FaultServer, kind| {
        let asked = Request { typed_host: Some("127.0.0.1".into()), ..request(server.url("/feed"), kind) };
        let client = client.clone();
        tokio::spawn(async move {
            client.get(asked).await.unwrap();
            started.elapsed().as_millis()
        })
    };
    let feeds: Vec<_> = (0..20).map(|_| ask(&server, Kind::Feed)).collect();
    let (picture, elsewhere) = (ask(&server, Kind::Picture), ask(&other, Kind::Feed));
    assert!(picture.await.unwrap() < 450 && elsewhere.await.unwrap() < 450);
    let mut times = Vec::new();
    for feed in feeds {
        times.push(feed.await.unwrap());
    }
    times.sort_unstable();
    // Four at once, then two a second: the last one 16 steps later.
    for (place, at) in times.iter().enumerate().skip(4) {
        assert!(*at >= 500 * (place as u128 - 3), "{times:?}");
    }
    assert!(times[19] < 9_000 && server.most_in_flight() <= 2, "{times:?}");
}
