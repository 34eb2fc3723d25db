//! How fast feeds are read, sanitising left out: an ordinary one, and documents made to be slow.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use warraq_core::feed;

use crate::report::Report;
use crate::words::Writer;
use crate::{Outcome, processes};

/// The ordinary feed has at least so many bytes.
const ORDINARY: usize = 300_000;
/// It is read so often.
const TIMES: usize = 200;
/// What a feed of that size should at least be read with, in MB/s.
const SPEED: f64 = 100.0;
/// The hostile ones have so many bytes.
const HOSTILE: usize = 20_000_000;

/// Measures both.
pub(crate) fn measure(report: &mut Report) -> Outcome {
    let document = wordpress();
    let entries = feed::parse(document.as_bytes(), None, None)?.entries.len();
    let times: Vec<Duration> = (0..TIMES).map(|_| time(document.as_bytes())).collect();
    let mut sorted = times.clone();
    sorted.sort();
    let median = sorted.get(TIMES / 2).copied().unwrap_or_default();
    report.note(format!("parsing: {} kB, {entries} entries", document.len() / 1_000));
    report.times("parsing a WordPress feed of 300 kB", times, None);
    let speed = document.len() as f64 / 1e6 / median.as_secs_f64();
    report.value("parsing a WordPress feed of 300 kB, MB", speed, "/s", Some(SPEED));
    for (name, document) in hostile() {
        // Made one at a time: the peak of memory is to be the reader's, not the sum of these.
        let document = document();
        report.value(format!("parsing 20 MB of {name}"), time(document.as_bytes()).as_secs_f64(), "s", Some(2.0));
    }
    if let Some(peak) = processes::own_peak_memory() {
        report.value("parsing: peak memory over all of them", peak, "MB", None);
    }
    Ok(())
}

fn time(document: &[u8]) -> Duration {
    let begun = Instant::now();
    let outcome = feed::parse(document, Some("application/rss+xml; charset=UTF-8"), None);
    let took = begun.elapsed();
    drop(std::hint::black_box(outcome));
    took
}

/// What WordPress writes at `/feed/`, with whole texts.
fn wordpress() -> String {
    let writer = Writer::new();
    let mut out = String::from(
        r#"<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:wfw="http://wellformedweb.org/CommentAPI/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:atom="http://www.w3.org/2005/Atom"
	xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
	xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
	>

<channel>
	<title>أخبار الميناء</title>
	<atom:link href="https://akhbar.example/feed/" rel="self" type="application/rss+xml" />
	<link>https://akhbar.example</link>
	<description>صحيفة المدينة</description>
	<lastBuildDate>Sun, 22 Nov 2026 08:00:00 +0000</lastBuildDate>
	<language>ar</language>
	<sy:updatePeriod>hourly</sy:updatePeriod>
	<sy:updateFrequency>1</sy:updateFrequency>
	<generator>https://wordpress.org/?v=6.1.9</generator>
"#,
    );
    let mut number = 1;
    while out.len() < ORDINARY {
        let (title, text) = (writer.title(number), writer.html(number));
        let summary: String = text.chars().filter(|c| !matches!(c, '<' | '>')).take(300).collect();
        let _ = write!(
            out,
            r#"
	<item>
		<title>{title} &#8211; &#171;خاص&#187;</title>
		<link>https://akhbar.example/2026/11/22/{number}/</link>
		<comments>https://akhbar.example/2026/11/22/{number}/#comments</comments>
		<dc:creator><![CDATA[هيئة التحرير]]></dc:creator>
		<pubDate>Sun, 22 Nov 2026 07:{:02}:00 +0000</pubDate>
		<category><![CDATA[محليات]]></category>
		<category><![CDATA[اقتصاد]]></category>
		<guid isPermaLink="false">https://akhbar.example/?p={number}</guid>
		<description><![CDATA[<p>{summary} [&#8230;]</p>]]></description>
		<content:encoded><![CDATA[{text}{text}]]></content:encoded>
		<wfw:commentRss>https://akhbar.example/2026/11/22/{number}/feed/</wfw:commentRss>
		<slash:comments>3</slash:comments>
	</item>
"#,
            number % 60,
        );
        number += 1;
    }
    out.push_str("\t</channel>\n</rss>\n");
    out
}

/// Items whose titles, as long as one is read, are made of `piece`, and end with a bracket.
fn titles(piece: &str) -> String {
    let title = format!("<item><title><![CDATA[{}>]]></title></item>", piece.repeat(16_000 / piece.len()));
    format!("<rss version=\"2.0\"><channel><title>x</title>{}", title.repeat(HOSTILE / title.len()))
}

/// A hostile document's name and what writes it.
type Hostile = (&'static str, Box<dyn Fn() -> String>);

/// Documents in which a step that looks at the same text twice would take minutes or gigabytes.
fn hostile() -> Vec<Hostile> {
    const HEAD: &str = "<rss version=\"2.0\"><channel><title>x</title><item><title>";
    let of = |piece: &'static str| -> Box<dyn Fn() -> String> {
        Box::new(move || format!("{HEAD}{}", piece.repeat(HOSTILE / piece.len())))
    };
    let laughs = || {
        let mut doctype = String::from("<!DOCTYPE r [<!ENTITY a0 \"ha\">");
        for at in 1..60 {
            let before = at - 1;
            let _ = write!(doctype, "<!ENTITY a{at} \"{}\">", format!("&a{before};").repeat(10));
        }
        format!("{doctype}]>{HEAD}{}", "&a9;&a0;".repeat(HOSTILE / 8))
    };
    let attributes = || {
        let mut tag = format!("{HEAD}</title><a");
        for at in 0..HOSTILE / 12 {
            let _ = write!(tag, " a{at}=\"b\"");
        }
        tag + "/>"
    };
    let braces = || format!("{{\"items\":[{}", "{\"a\":[".repeat(HOSTILE / 6));
    let items =
        || format!("{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{}", "{\"id\":1},".repeat(HOSTILE / 9));
    vec![
        ("<", of("<")),
        ("&", of("&")),
        ("&amp", of("&amp")),
        ("open tags", of("<a>")),
        ("open descriptions", of("<description>")),
        ("open items", of("<item>")),
        ("open sections", of("<![CDATA[")),
        ("open sections in titles", of("</title><title><![CDATA[x")),
        ("open quotes", of("<a b=\"")),
        ("attributes of one tag", Box::new(attributes)),
        ("namespaces", of("<a xmlns:b=\"c\">")),
        ("references to entities of its own", Box::new(laughs)),
        ("items", of("x</title></item><item><title>")),
        ("titles of open tags", Box::new(|| titles("<a "))),
        ("titles of open comments", Box::new(|| titles("<!--"))),
        ("JSON braces", Box::new(braces)),
        ("JSON items", Box::new(items)),
    ]
}
