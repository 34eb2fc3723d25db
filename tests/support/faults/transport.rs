//! Faults of the way: where redirects lead, how slowly, how much, in which coding and how brokenly an answer comes.

use std::time::Duration;

use warraq_core::net::has_route;

use super::{Fault, Outcome, Place, REFUSAL, Scene, document, fails, healthy, one_more, reads};
use crate::server::{Answer, Certificate, Step, brotli_stored, gzip, zlib};

pub(super) fn table(scene: Scene) -> Vec<Fault> {
    let mut all = private(scene);
    all.extend(schemes());
    all.extend(redirects(scene));
    all.extend(moves());
    all.extend(slow());
    all.extend(large());
    all.extend(coded());
    all.extend(broken());
    all.extend(odd_but_right());
    all.extend(unreachable());
    all
}

/// Redirects to the private network, in every spelling.
fn private(scene: Scene) -> Vec<Fault> {
    const FORMS: [(&str, &str, &str); 26] = [
        ("redirect-to-loopback", "redirects to 127.0.0.1", "http://127.0.0.1:PORT/"),
        ("redirect-to-loopback-neighbour", "redirects to 127.8.9.1", "http://127.8.9.1:PORT/"),
        ("redirect-to-zero", "redirects to 0.0.0.0, which is this machine on Linux", "http://0.0.0.0:PORT/"),
        ("redirect-to-v6loop", "redirects to ::1", "http://[::1]:PORT/"),
        ("redirect-to-v6any", "redirects to ::", "http://[::]:PORT/"),
        ("redirect-to-v6mapped", "redirects to 127.0.0.1 in IPv6 clothes", "http://[::ffff:127.0.0.1]:PORT/"),
        ("redirect-to-nat64", "redirects to 127.0.0.1 behind NAT64", "http://[64:ff9b::127.0.0.1]:PORT/"),
        ("redirect-to-6to4", "redirects to 127.0.0.1 in a 6to4 address", "http://[2002:7f00:1::]:PORT/"),
        ("redirect-to-ula", "redirects to a unique local address", "http://[fd00::1]:PORT/"),
        ("redirect-to-linklocal6", "redirects to a link-local address", "http://[fe80::1]:PORT/"),
        ("redirect-to-decimal", "redirects to loopback as one number", "http://2130706433:PORT/"),
        ("redirect-to-octal", "redirects to loopback in octal", "http://0177.0.0.1:PORT/"),
        ("redirect-to-hex", "redirects to loopback in hexadecimal", "http://0x7f.1:PORT/"),
        ("redirect-to-short", "redirects to loopback with parts left out", "http://127.1:PORT/"),
        ("redirect-to-fullwidth", "redirects to loopback in full-width digits", "http://１２７.0.0.1:PORT/"),
        ("redirect-to-lan", "redirects to a router's address", "http://192.168.1.1:PORT/"),
        ("redirect-to-lan-name", "redirects to a name of the local network", "http://lan.example:PORT/"),
        ("redirect-to-lan6-name", "redirects to a name with a unique local address", "http://v6.lan.example:PORT/"),
        ("redirect-to-localhost", "redirects to localhost", "http://localhost:PORT/"),
        ("redirect-to-nip", "redirects to a public name that leads to loopback", "http://127.0.0.1.nip.example:PORT/"),
        ("redirect-to-rebind", "redirects to a name whose owner points it here", "http://rebind.example:PORT/"),
        ("redirect-to-cgnat", "redirects into a carrier's own network", "http://100.64.0.1:PORT/"),
        ("redirect-to-metadata", "redirects to a cloud's metadata", "http://169.254.169.254/latest/meta-data/"),
        ("redirect-to-multicast", "redirects to a multicast address", "http://224.0.0.1:PORT/"),
        (
            "redirect-to-userinfo",
            "redirects to loopback behind a public name and @",
            "http://a.example@127.0.0.1:PORT/",
        ),
        ("redirect-to-backslash", "redirects to loopback with backslashes", "http:\\\\127.0.0.1:PORT\\"),
    ];
    let redirect = |(name, about, to): (_, _, &str)| {
        let to: String = to.replace("PORT", &scene.victim.to_string()).bytes().map(char::from).collect();
        fails(name, about, Answer::redirect(302, &to), "blocked_address")
    };
    FORMS.into_iter().map(redirect).collect()
}

fn schemes() -> Vec<Fault> {
    let to = |name, about, to: &str| fails(name, about, Answer::redirect(302, to), "invalid_url");
    vec![
        to("redirect-to-file", "redirects to a file of the reader's", "file:///etc/passwd"),
        to("redirect-to-javascript", "redirects to a script", "javascript:alert(1)"),
        to("redirect-to-data", "redirects to a document within the address", "data:application/rss+xml,<rss/>"),
        to("redirect-to-ftp", "redirects to FTP", "ftp://127.0.0.1/feed"),
        to("redirect-to-app", "redirects to the app's own scheme", "tauri://localhost/"),
        to("redirect-to-nonsense", "redirects to what is no address", "http://["),
    ]
}

fn redirects(scene: Scene) -> Vec<Fault> {
    let looping = "redirect_loop";
    let victim = format!("http://127.0.0.1:{}/canary/creds", scene.victim);
    vec![
        fails("redirect-self", "redirects to itself", Answer::redirect(302, "/then/redirect-self"), looping),
        fails("redirect-loop", "redirects round", Answer::redirect(302, "/redirect-loop"), looping),
        fails("redirect-with-query", "redirects to itself with a query", Answer::redirect(302, "?a=1"), looping),
        fails("redirect-without-target", "redirects without saying where", Answer::status(302), "http_status"),
        fails("redirect-choices", "answers 300", Answer::redirect(300, "/elsewhere"), "http_status"),
        reads("redirect-302", "redirects for now", Answer::redirect(302, "/elsewhere"), 1),
        reads("redirect-303", "redirects with 303", Answer::redirect(303, "/elsewhere"), 1),
        reads("redirect-307", "redirects with 307", Answer::redirect(307, "/elsewhere"), 1),
        reads("redirect-301-once", "redirects for good, once", Answer::redirect(301, "/elsewhere"), 1),
        fails(
            "redirect-to-login",
            "redirects to a sign-in page",
            Answer::redirect(302, "/login"),
            "html_instead_of_feed",
        ),
        fails("auth-then-redirect", "asks for a password elsewhere", Answer::redirect(302, &victim), "blocked_address"),
        fails(
            "header-injection",
            "breaks a line in Location",
            Answer::redirect(302, "/login\rset-cookie: a=1"),
            "broken_transfer",
        ),
    ]
}

/// Redirects for good: what is believed, and what is not.
fn moves() -> Vec<Fault> {
    let times = |to: &str, status: u16, times: usize| vec![Answer::redirect(status, to); times];
    vec![
        Fault::of("redirect-301-thrice", "redirects for good three times", times("/same", 301, 3), Outcome::Unchanged)
            .moved("/same"),
        Fault::of("redirect-308-twice", "redirects for good twice", times("/same?2", 308, 2), Outcome::Unchanged),
        Fault::of("redirect-302-thrice", "redirects for now three times", times("/same?3", 302, 3), Outcome::Unchanged),
        Fault::of(
            "redirect-301-wavering",
            "redirects for good to another place each time",
            ["/same?a", "/same?b", "/same?c"].into_iter().flat_map(|to| times(to, 301, 1)).collect(),
            Outcome::Unchanged,
        ),
        Fault::of(
            "redirect-parking",
            "redirects for good to a page that sells the domain",
            times("/parked", 301, 4),
            Outcome::Fails("html_instead_of_feed", None),
        ),
        Fault::of(
            "redirect-parking-feed",
            "redirects for good to another publisher's feed",
            times("/parked-feed", 301, 5),
            Outcome::Unchanged,
        ),
        Fault::of(
            "redirect-301-then-feed-moved-back",
            "moves for good, and is back at its old address when nothing is left at the new one",
            [times("/new-home", 301, 3), vec![Answer::rss(one_more())]].concat(),
            Outcome::Reads { added: 1, updated: 0 },
        )
        .moved("/then/redirect-301-then-feed-moved-back"),
        Fault::of(
            "redirect-301-given-up",
            "redirects for good twice and then answers itself",
            [times("/same?4", 301, 2), vec![Answer::rss(document(&healthy())).header("x", "1")]].concat(),
            Outcome::Unchanged,
        ),
    ]
}

fn slow() -> Vec<Fault> {
    let second = Duration::from_secs(1);
    let head = Step::Bytes(b"HTTP/1.1 200 OK\r\nx: ".to_vec());
    let drip = |lines: &[&str], bytes: &[u8], pause| Answer::after_head(lines, vec![Step::Drip(bytes.to_vec(), pause)]);
    let chunk = [&b"400\r\n"[..], &[b'x'; 1_024], b"\r\n"].concat();
    let interim = Step::Drip(b"HTTP/1.1 100 Continue\r\n\r\n".to_vec(), second);
    let of = |name, about, answer| fails(name, about, answer, "timeout");
    vec![
        of("never-answers", "takes the request and says nothing", Answer::never()),
        of(
            "slowloris",
            "sends its headers a byte a second",
            Answer::script(vec![head, Step::Drip(b"y".to_vec(), second)]),
        ),
        of(
            "slow-status-line",
            "sends its first line a byte a second",
            Answer::script(vec![Step::Drip(b"H".to_vec(), second)]),
        ),
        of("slow-drip", "sends its body a byte every four seconds", drip(&["Content-Length: 99"], b"x", 4 * second)),
        of(
            "slow-drip-chunked",
            "sends its body in chunks of a byte",
            drip(&["Transfer-Encoding: chunked"], b"1\r\nx\r\n", second),
        ),
        of(
            "silent-body",
            "announces a body and says no more",
            Answer::after_head(&["Content-Length: 900"], vec![Step::Hang]),
        ),
        of(
            "fast-then-silent",
            "falls silent in the middle of the body",
            Answer::after_head(&["Content-Length: 99999"], vec![Step::Bytes(vec![b'x'; 9_000]), Step::Hang]),
        ),
        of("never-ends", "keeps sending, just fast enough", drip(&["Transfer-Encoding: chunked"], &chunk, second)),
        of("endless-interim", "says 100 Continue for ever", Answer::script(vec![interim])),
    ]
}

/// 60 MiB of zeros in 102 bytes: what a brotli encoder at quality 9 makes of them.
const BROTLI_BOMB: &str = "cbffff3f002400e2b14072effff8ffff078004401c1680eefd1fffffff00900088c302d0bdffe3ffff1f\
    001200715800baf77ffcffff034002200e0b40f7fe8fffff7f004800c46101e8defff1ffff0f000980382c00ddfbbffcffff012001108705a0\
    7bff03";

fn unhex(text: &str) -> Vec<u8> {
    text.as_bytes().chunks(2).filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

fn labelled(encoding: &str, body: Vec<u8>) -> Answer {
    Answer::status(200).header("content-type", "application/rss+xml").header("content-encoding", encoding).body(body)
}

fn large() -> Vec<Fault> {
    let of = |name, about, answer| fails(name, about, answer, "too_large");
    let block = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
    let line = |count| Step::Forever(b"y".repeat(count));
    let start = || Step::Bytes(b"HTTP/1.1 200 OK\r\n".to_vec());
    vec![
        of(
            "infinite-body",
            "sends chunks without end",
            Answer::after_head(&["Transfer-Encoding: chunked"], vec![Step::Forever(block.into_bytes())]),
        ),
        of("infinite-body-unframed", "sends bytes without end", Answer::after_head(&[], vec![line(65_536)])),
        of(
            "infinite-headers",
            "sends headers without end",
            Answer::script(vec![start(), Step::Forever(b"x-more: 1\r\n".to_vec())]),
        ),
        of(
            "infinite-header-line",
            "sends one header without end",
            Answer::script(vec![start(), Step::Bytes(b"x: ".to_vec()), line(100)]),
        ),
        of(
            "huge-content-length",
            "announces 99 GB",
            Answer::after_head(&["Content-Length: 99999999999"], vec![Step::Hang]),
        ),
        of("gzip-bomb", "grows a thousandfold", labelled("gzip", gzip(&vec![0; 60_000_000]))),
        of(
            "gzip-bomb-unlabelled",
            "is a file that grows a thousandfold",
            Answer::ok("application/gzip", gzip(&vec![0; 60_000_000])),
        ),
        of("deflate-bomb", "grows a thousandfold in zlib", labelled("deflate", zlib(&vec![0; 60_000_000]))),
        of("brotli-bomb", "is 60 MB in 102 bytes", labelled("br", unhex(BROTLI_BOMB))),
    ]
}

fn coded() -> Vec<Fault> {
    let text = one_more();
    let cut = |mut body: Vec<u8>, by: usize| {
        body.truncate(body.len().saturating_sub(by));
        body
    };
    let mut bad_sum = gzip(text.as_bytes());
    let at = bad_sum.len() - 6;
    bad_sum[at] ^= 1;
    let bare = cut(zlib(text.as_bytes())[2..].to_vec(), 4);
    let broken = |name, about, answer| fails(name, about, answer, "broken_transfer");
    vec![
        reads("gzip", "is compressed", labelled("gzip", gzip(text.as_bytes())), 1),
        reads("gzip-lying", "says gzip and is plain", labelled("gzip", text.clone().into_bytes()), 1),
        reads(
            "gzip-unlabelled",
            "is a gzip file without saying so",
            Answer::ok("application/xml", gzip(text.as_bytes())),
            1,
        ),
        reads(
            "gzip-padded",
            "has zeros after the gzip",
            labelled("gzip", [gzip(text.as_bytes()), vec![0; 64]].concat()),
            1,
        ),
        reads("deflate", "is zlib", labelled("deflate", zlib(text.as_bytes())), 1),
        reads("deflate-bare", "is deflate without zlib", labelled("deflate", bare), 1),
        reads("brotli", "is brotli", labelled("br", brotli_stored(text.as_bytes())), 1),
        reads(
            "encoding-is-a-charset",
            "names a charset as its coding",
            labelled("utf-8", text.clone().into_bytes()),
            1,
        ),
        broken("gzip-truncated", "breaks off within the gzip", labelled("gzip", cut(gzip(text.as_bytes()), 40))),
        broken("gzip-bad-checksum", "has a wrong checksum", labelled("gzip", bad_sum)),
        broken("gzip-double", "is compressed twice and says so", labelled("gzip, gzip", gzip(&gzip(text.as_bytes())))),
        fails(
            "gzip-twice-inside",
            "is compressed twice and says so once",
            labelled("gzip", gzip(&gzip(text.as_bytes()))),
            "not_a_feed",
        ),
        broken("deflate-lying", "says deflate and is plain", labelled("deflate", text.clone().into_bytes())),
        broken(
            "brotli-truncated",
            "breaks off within the brotli",
            labelled("br", cut(brotli_stored(text.as_bytes()), 9)),
        ),
        broken("brotli-lying", "says brotli and is plain", labelled("br", text.into_bytes())),
    ]
}

fn broken() -> Vec<Fault> {
    let of = |name, about, answer| fails(name, about, answer, "broken_transfer");
    let chunked = |text: &str, end| {
        Answer::after_head(&["Transfer-Encoding: chunked"], vec![Step::Bytes(text.as_bytes().to_vec()), end])
    };
    let body =
        |lines: &[&str], text: &str, end| Answer::after_head(lines, vec![Step::Bytes(text.as_bytes().to_vec()), end]);
    let raw = |text: &str| Answer::script(vec![Step::Bytes(text.as_bytes().to_vec())]);
    let whole = one_more();
    let half: String = whole.chars().take(900).collect();
    let half = half.as_str();
    vec![
        of(
            "truncated-length",
            "closes before the announced length",
            body(&["Content-Length: 99999"], half, Step::Close),
        ),
        of("truncated-chunk", "closes within a chunk", chunked("ffff\r\n<rss", Step::Close)),
        of("truncated-last-chunk", "closes before the last chunk", chunked("4\r\n<rss\r\n", Step::Close)),
        of("reset-at-once", "resets the connection", Answer::script(vec![Step::Reset])),
        of(
            "reset-mid-head",
            "resets within the headers",
            Answer::script(vec![Step::Bytes(b"HTTP/1.1 200 OK\r\nContent-".to_vec()), Step::Reset]),
        ),
        of("reset-mid-body", "resets within the body", body(&["Content-Length: 99999"], half, Step::Reset)),
        of("empty-reply", "closes without a word", Answer::script(vec![Step::Close])),
        of(
            "two-lengths",
            "announces two lengths",
            body(&["Content-Length: 2", "Content-Length: 5"], "hello", Step::Close),
        ),
        of("negative-length", "announces a negative length", body(&["Content-Length: -1"], "x", Step::Close)),
        of(
            "overflowing-length",
            "announces a length of 23 digits",
            body(&["Content-Length: 99999999999999999999999"], "x", Step::Close),
        ),
        of("bad-chunk-size", "has a chunk size that is no number", chunked("zz\r\n<rss", Step::Close)),
        of("huge-chunk-size", "has a chunk size of 18 digits", chunked("ffffffffffffffffff\r\n<rss", Step::Close)),
        of(
            "endless-trailers",
            "sends trailers without end",
            chunked("4\r\n<rss\r\n0\r\n", Step::Forever(b"t: 1\r\n".to_vec())),
        ),
        of("not-http", "speaks SMTP", raw("220 mail.example ESMTP\r\n")),
        of("http-0.9", "answers without a head", raw("<rss version='2.0'></rss>\r\n\r\n")),
        of("bad-status-line", "has a status that is no number", raw("HTTP/1.1 9x9 Hm\r\n\r\n")),
        of("nul-in-header", "has a NUL in a header", body(&["x: a\0b", "Content-Length: 0"], "", Step::Close)),
    ]
}

/// Unusual, and to be read all the same.
fn odd_but_right() -> Vec<Fault> {
    let text = one_more();
    let raw = |head: &str| Answer::script(vec![Step::Bytes([head.as_bytes(), text.as_bytes()].concat()), Step::Close]);
    let length = format!("Content-Length: {}\r\n\r\n", text.len());
    let size = format!("{:x}", text.len());
    let chunked = |size_line: &str, trailer: &str| {
        let body = format!("{size_line}\r\n{text}\r\n0\r\n{trailer}\r\n");
        Answer::after_head(&["Transfer-Encoding: chunked"], vec![Step::Bytes(body.into_bytes()), Step::Close])
    };
    vec![
        reads("http-1.0", "speaks HTTP/1.0", raw("HTTP/1.0 200 OK\r\n\r\n"), 1),
        reads("no-content-length", "ends with the connection", raw("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"), 1),
        reads(
            "early-hints",
            "says 103 first",
            raw(&format!(
                "HTTP/1.1 103 Early Hints\r\nlink: </canary/hint>; rel=preload\r\n\r\nHTTP/1.1 200 OK\r\n{length}"
            )),
            1,
        ),
        reads(
            "continue-unasked",
            "says 100 first",
            raw(&format!("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n{length}")),
            1,
        ),
        reads("no-reason", "gives no reason phrase", raw(&format!("HTTP/1.1 200\r\n{length}")), 1),
        reads("chunk-extensions", "has extensions on its chunks", chunked(&format!("{size};a=b;c=\"d\""), ""), 1),
        reads("chunk-trailers", "has trailers", chunked(&size, "x-sum: 1\r\n"), 1),
        reads("chunk-zeros", "has zeros before its chunk size", chunked(&format!("0000{size}"), ""), 1),
        reads(
            "more-than-announced",
            "sends more than the announced length",
            raw(&format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", text.len() - 8)),
            1,
        )
        .repair("truncated"),
    ]
}

fn unreachable() -> Vec<Fault> {
    let of = |name, about, code, reason, place| {
        let fault = Fault::of(name, about, Vec::new(), Outcome::Fails(code, reason)).at(place);
        if code == "tls_failed" { fault.wait(REFUSAL) } else { fault }
    };
    let tls = |name, about, certificate, reason| of(name, about, "tls_failed", Some(reason), Place::Tls(certificate));
    let trouble = if has_route() { ("host_unreachable", Some("not_looked_up")) } else { ("offline", None) };
    vec![
        tls("tls-self-signed", "signs its own certificate", Certificate::SelfSigned, "unknown_issuer"),
        tls("tls-expired", "has a certificate of 2019", Certificate::Expired, "expired"),
        tls("tls-wrong-host", "has another host's certificate", Certificate::WrongHost, "wrong_host"),
        of("tls-none", "speaks plain HTTP at an https address", "timeout", None, Place::NoTls),
        of("connection-refused", "does not listen", "host_unreachable", Some("refused"), Place::Closed),
        of("name-gone", "loses its name", "host_unreachable", Some("no_such_name"), Place::Named("gone.example")),
        of("name-in-trouble", "has a name server in trouble", trouble.0, trouble.1, Place::Named("trouble.example")),
        of("name-silent", "has a name server that never answers", "timeout", None, Place::Named("silent.example")),
    ]
}
