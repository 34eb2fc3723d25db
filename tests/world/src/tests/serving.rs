//! What the world answers over a socket.

use std::io::{Read as _, Write as _};

use super::BASE;
use crate::{Options, World};

/// One request over a socket: status, head in lower case, body.
fn ask(address: &str, method: &str, headers: &str, body: &str) -> (u16, String, Vec<u8>) {
    let rest = address.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = std::net::TcpStream::connect(host).unwrap();
    write!(
        stream,
        "{method} /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap() + 4;
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    (head[9..12].parse().unwrap(), head, answer[end..].to_vec())
}

fn header<'a>(head: &'a str, name: &str) -> &'a str {
    head.lines().find_map(|l| l.strip_prefix(&format!("{name}: "))).unwrap_or_default()
}

#[test]
fn answers_conditional_requests_with_304() {
    let running = World::start(Options::at(BASE)).unwrap();
    for paper in running.papers() {
        let (status, head, body) = ask(&paper.feed_url, "GET", "", "");
        assert_eq!(status, 200, "{}", paper.slug);
        assert!(body.len() > 2000, "{} has next to nothing in its feed", paper.slug);
        assert_eq!(body.len().to_string(), header(&head, "content-length"));
        for condition in ["If-None-Match: {etag}", "If-Modified-Since: {date}"] {
            let modified = crate::dates::http(BASE);
            assert!(header(&head, "last-modified").len() == modified.len());
            let original_case = ask(&paper.feed_url, "HEAD", "", "");
            assert!(original_case.2.is_empty());
            let condition = condition.replace("{etag}", header(&head, "etag")).replace("{date}", &{
                let at = running.papers().iter().position(|p| p.slug == paper.slug).unwrap();
                crate::dates::http(World::at(BASE).newest(at))
            });
            let (status, _, body) = ask(&paper.feed_url, "GET", &format!("{condition}\r\n"), "");
            assert_eq!((status, body.len()), (304, 0), "{} {condition}", paper.slug);
        }
        assert_eq!(ask(&paper.feed_url, "GET", "If-None-Match: \"other\"\r\n", "").0, 200);
    }
    assert_eq!(running.requests(), running.log().len() as u64);
    running.stop();
}

#[test]
fn more_news_changes_the_feed() {
    let running = World::start(Options::at(BASE)).unwrap();
    let paper = running.paper("jisr").unwrap();
    let (_, head, before) = ask(&paper.feed_url, "GET", "", "");
    running.publish_more();
    let known = format!("If-None-Match: {}\r\n", header(&head, "etag"));
    let (status, _, after) = ask(&paper.feed_url, "GET", &known, "");
    assert_eq!(status, 200);
    assert!(after.len() > before.len());
}

#[test]
fn an_article_is_revised_under_its_old_address() {
    let running = World::start(Options::at(BASE)).unwrap();
    let address = running.article_url("ufuq/quake-breaking").unwrap();
    let read = || String::from_utf8(ask(&address, "GET", "", "").2).unwrap();
    let before = read();
    running.publish_more();
    let after = read();
    assert!(!before.contains("تحديث:") && after.contains("تحديث:"));
    assert!(
        before.contains("<h1 class=\"post-title entry-title\">عاجل") && after.contains("entry-title\">هزة بقوة 4.1")
    );
    assert!(!after.contains("entry-title\">عاجل"));
}

#[test]
fn a_paper_can_be_made_to_fail() {
    let running = World::start(Options::at(BASE)).unwrap();
    let feed = running.paper("taqa").unwrap().feed_url;
    running.set_status("taqa", Some(503));
    let (status, head, _) = ask(&feed, "GET", "", "");
    assert_eq!((status, header(&head, "retry-after")), (503, "3600"));
    assert_eq!(ask(&running.paper("ufuq").unwrap().feed_url, "GET", "", "").0, 200);
    running.set_status("taqa", None);
    assert_eq!(ask(&feed, "GET", "", "").0, 200);
}

#[test]
fn comments_are_taken_as_wordpress_takes_them() {
    let running = World::start(Options::at(BASE)).unwrap();
    let article = running.article_url("jisr/press-law").unwrap();
    let page = String::from_utf8(ask(&article, "GET", "", "").2).unwrap();
    let id = page.split("name=\"comment_post_ID\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let form = format!("{}wp-comments-post.php", running.paper("jisr").unwrap().site_url);
    let post = |body: &str| ask(&form, "POST", "Content-Type: application/x-www-form-urlencoded\r\n", body);
    let whole = format!("comment_post_ID={id}&author=a&email=a%40example.org&comment=%D8%B4&ak_js=184");
    let (status, head, _) = post(&whole);
    assert_eq!(status, 302);
    assert!(header(&head, "location").contains("unapproved="));
    assert_eq!(post(&whole).0, 409);
    assert!(String::from_utf8(post(&format!("comment_post_ID={id}&author=a")).2).unwrap().contains("الحقول المطلوبة"));
    assert_eq!(ask(&form, "GET", "", "").0, 405);
}

#[test]
fn unknown_pages_are_404_in_arabic() {
    let running = World::start(Options::at(BASE)).unwrap();
    let (status, _, body) = ask(&format!("{}nowhere/", running.paper("ufuq").unwrap().site_url), "GET", "", "");
    assert_eq!(status, 404);
    assert!(String::from_utf8(body).unwrap().contains("غير موجودة"));
}

#[test]
fn feeds_for_measuring_are_the_same_every_time() {
    let options = Options { many_feeds: Some((3, 20)), ..Options::at(BASE) };
    let (a, b) = (World::start(options.clone()).unwrap(), World::start(options).unwrap());
    let strip = |r: &crate::Running, n: usize| {
        let (_, head, body) = ask(&r.bench_feed_urls()[n], "GET", "", "");
        (String::from_utf8(body).unwrap().replace(&r.index_url(), "/"), header(&head, "etag").to_owned())
    };
    let first = strip(&a, 1);
    assert_eq!(first, strip(&b, 1));
    assert_eq!(first.0.matches("<item>").count(), 20);
    assert!(first.0.len() / 20 > 1500, "bodies are too short: {}", first.0.len() / 20);
    assert_eq!(ask(&a.bench_feed_urls()[1], "GET", &format!("If-None-Match: {}\r\n", first.1), "").0, 304);
    assert_eq!(ask(&a.bench_feed_urls()[1].replace("/1.xml", "/3.xml"), "GET", "", "").0, 404);
}
