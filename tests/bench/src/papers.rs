//! A thousand invented papers in one process: RSS, Atom and RDF, three in five of them Arabic, each made beforehand so
//! that serving them costs little. They have editions: from one to the next one in twenty has news, or all of them do.

use std::fmt::Write as _;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::Outcome;
use crate::words::{Dice, Writer};

/// Entries in each.
pub(crate) const ENTRIES: usize = 30;
/// One paper in so many has news in the second edition.
pub(crate) const WITH_NEWS: usize = 20;
/// New entries of those.
pub(crate) const NEWS: usize = 2;

/// The editions, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edition {
    /// As they are first seen.
    First = 0,
    /// One in [`WITH_NEWS`] has [`NEWS`] new entries.
    Second = 1,
    /// Every entry of every paper is new.
    Third = 2,
}

/// The papers and their server.
pub(crate) struct Papers {
    /// Where they are served, on loopback.
    pub(crate) port: u16,
    count: usize,
    shared: Arc<Shared>,
}

struct Shared {
    /// The bodies of an edition by paper; those of the second are there where they differ.
    editions: [Vec<Option<Vec<u8>>>; 3],
    edition: AtomicUsize,
    fresh: AtomicUsize,
    unchanged: AtomicUsize,
}

/// How a paper is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Rss,
    RssExcerpts,
    Atom,
    Rdf,
    Json,
}

impl Format {
    fn of(paper: usize, json: bool) -> Self {
        match paper / 5 % 10 {
            _ if json => Self::Json,
            0..=3 => Self::Rss,
            4..=6 => Self::Atom,
            7..=8 => Self::RssExcerpts,
            _ => Self::Rdf,
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Rss | Self::RssExcerpts => "application/rss+xml; charset=utf-8",
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::Rdf => "application/rdf+xml; charset=utf-8",
            Self::Json => "application/feed+json",
        }
    }
}

impl Papers {
    /// Makes `count` papers, of entries dated before `newest` (seconds since 1970), and serves them. `json`: as JSON
    /// Feeds, one and all.
    pub(crate) fn start(count: usize, newest: i64, json: bool) -> Outcome<Self> {
        let writer = Writer::new();
        let make = |from: usize| -> Vec<Option<Vec<u8>>> {
            (0..count).map(|paper| Some(body(&writer, paper, json, from, newest))).collect()
        };
        let (first, third) = (make(0), make(1_000));
        let second = (0..count)
            .map(|paper| paper.is_multiple_of(WITH_NEWS).then(|| body(&writer, paper, json, NEWS, newest)))
            .collect();
        let shared = Arc::new(Shared {
            editions: [first, second, third],
            edition: AtomicUsize::new(0),
            fresh: AtomicUsize::new(0),
            unchanged: AtomicUsize::new(0),
        });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let served = Arc::clone(&shared);
        // It ends with the process.
        std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let served = Arc::clone(&served);
                // A reader that goes away in the middle is its own affair.
                std::thread::spawn(move || drop(serve(&connection, &served, json)));
            }
        });
        Ok(Self { port, count, shared })
    }

    /// Lets another edition out and forgets what was answered so far.
    pub(crate) fn publish(&self, edition: Edition) {
        self.shared.edition.store(edition as usize, Ordering::SeqCst);
        self.shared.fresh.store(0, Ordering::SeqCst);
        self.shared.unchanged.store(0, Ordering::SeqCst);
    }

    /// How often a paper was sent, and how often a 304, since the edition came out.
    pub(crate) fn answered(&self) -> (usize, usize) {
        (self.shared.fresh.load(Ordering::SeqCst), self.shared.unchanged.load(Ordering::SeqCst))
    }

    /// The address of each at `host`.
    pub(crate) fn addresses(&self, host: impl Fn(usize) -> String) -> Vec<String> {
        (0..self.count).map(|paper| format!("http://{}:{}/{paper}.xml", host(paper), self.port)).collect()
    }

    /// Bytes of an edition as it is fetched by somebody who knows the one before.
    pub(crate) fn bytes(&self, edition: Edition) -> usize {
        self.shared.editions.get(edition as usize).into_iter().flatten().flatten().map(Vec::len).sum()
    }
}

fn serve(connection: &TcpStream, shared: &Shared, json: bool) -> io::Result<()> {
    connection.set_nodelay(true)?;
    connection.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut reader = BufReader::new(connection);
    loop {
        let (mut line, mut target, mut known) = (String::new(), String::new(), None);
        loop {
            line.clear();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let text = line.trim();
            if text.is_empty() {
                break;
            }
            if target.is_empty() {
                target = text.split(' ').nth(1).unwrap_or_default().to_owned();
            } else if let Some((name, value)) = text.split_once(':')
                && name.eq_ignore_ascii_case("if-none-match")
            {
                known = Some(value.trim().to_owned());
            }
        }
        answer(connection, shared, json, &target, known.as_deref())?;
    }
}

fn answer(
    mut connection: &TcpStream,
    shared: &Shared,
    json: bool,
    target: &str,
    known: Option<&str>,
) -> io::Result<()> {
    let paper = target.trim_start_matches('/').strip_suffix(".xml").and_then(|number| number.parse::<usize>().ok());
    let edition = shared.edition.load(Ordering::SeqCst);
    // The newest edition in which this paper is another.
    let found = paper.and_then(|paper| {
        let found = (0..=edition)
            .rev()
            .find_map(|edition| Some((edition, shared.editions.get(edition)?.get(paper)?.as_deref()?)));
        found.map(|(edition, body)| (paper, format!("\"{paper}-{edition}\""), body))
    });
    let Some((paper, etag, body)) = found else {
        return connection.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    };
    if known == Some(etag.as_str()) {
        shared.unchanged.fetch_add(1, Ordering::SeqCst);
        return connection.write_all(format!("HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n").as_bytes());
    }
    shared.fresh.fetch_add(1, Ordering::SeqCst);
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {}\r\nETag: {etag}\r\nLast-Modified: Sun, 22 Nov 2026 10:0{}:00 GMT\r\n\
         Content-Length: {}\r\n\r\n",
        Format::of(paper, json).media_type(),
        edition,
        body.len()
    );
    connection.write_all(head.as_bytes())?;
    connection.write_all(body)
}

/// An entry: its title, excerpt and markup.
fn entry(writer: &Writer, paper: usize, number: usize, arabic: bool) -> (String, String, String) {
    let id = paper * 10_000 + number;
    if arabic {
        let (title, html) = (writer.title(id), writer.html(id));
        let excerpt = html.split("<p>").nth(1).unwrap_or_default().chars().take(200).collect();
        return (title, excerpt, html);
    }
    const WORDS: &str = "harbour council ferry orchard bakery library signal market river turbine museum school railway \
        glacier festival clinic archive satellite vineyard bridge reservoir theatre quarry lighthouse committee engineers \
        farmers sailors teachers readers report plan budget season storm survey repair opening closing delay record";
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut dice = Dice::new(id + 7);
    let mut phrase = |length: usize| {
        (0..length)
            .map(|_| words.get(dice.below(words.len())).copied().unwrap_or_default())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let title = format!("The {} ({id})", phrase(5));
    let mut html = String::new();
    for _ in 0..4 {
        let _ = write!(html, "<p>{}. {}. {} &amp; {}.</p>", phrase(14), phrase(12), phrase(9), phrase(6));
    }
    (title, phrase(24), html)
}

/// A paper of [`ENTRIES`] entries, the oldest of which is number `from`.
fn body(writer: &Writer, paper: usize, json: bool, from: usize, newest: i64) -> Vec<u8> {
    let arabic = paper % 5 < 3;
    let format = Format::of(paper, json);
    let site = format!("http://paper-{paper}.example");
    let name = if arabic { format!("صحيفة القياس {paper}") } else { format!("The Measured Paper {paper}") };
    let language = if arabic { "ar" } else { "en" };
    let mut out = String::with_capacity(ENTRIES * 3_000);
    if format == Format::Json {
        let items: Vec<serde_json::Value> = (from..from + ENTRIES)
            .rev()
            .map(|number| {
                let (title, summary, html) = entry(writer, paper, number, arabic);
                let url = format!("{site}/{number}");
                serde_json::json!({ "id": url, "url": url, "title": title, "summary": summary, "content_html": html,
                    "date_published": rfc3339(newest, number) })
            })
            .collect();
        let feed = serde_json::json!({ "version": "https://jsonfeed.org/version/1.1", "title": name,
            "home_page_url": site, "language": language, "items": items });
        return feed.to_string().into_bytes();
    }
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = match format {
        Format::Rss | Format::RssExcerpts | Format::Json => write!(
            out,
            "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>{name}</title>\
             <link>{site}/</link><description>{name}</description><language>{language}</language>"
        ),
        Format::Atom => write!(
            out,
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{language}\"><title>{name}</title><id>{site}/</id>\
             <link href=\"{site}/\"/><updated>{}</updated>",
            rfc3339(newest, from + ENTRIES)
        ),
        Format::Rdf => {
            let _ = write!(
                out,
                "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" \
                 xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
                 <channel rdf:about=\"{site}/\"><title>{name}</title><link>{site}/</link><description>{name}</description>\
                 <dc:language>{language}</dc:language><items><rdf:Seq>"
            );
            for number in (from..from + ENTRIES).rev() {
                let _ = write!(out, "<rdf:li resource=\"{site}/{number}\"/>");
            }
            write!(out, "</rdf:Seq></items></channel>")
        }
    };
    for number in (from..from + ENTRIES).rev() {
        let (title, excerpt, html) = entry(writer, paper, number, arabic);
        let url = format!("{site}/{number}");
        let _ = match format {
            Format::Rss | Format::Json => write!(
                out,
                "<item><title>{title}</title><link>{url}</link><guid>{url}</guid><pubDate>{}</pubDate>\
                 <description>{excerpt}</description><content:encoded><![CDATA[{html}]]></content:encoded></item>",
                rfc822(newest, number)
            ),
            Format::RssExcerpts => write!(
                out,
                "<item><title>{title}</title><link>{url}</link><guid>{url}</guid><pubDate>{}</pubDate>\
                 <description>{excerpt}</description></item>",
                rfc822(newest, number)
            ),
            Format::Atom => write!(
                out,
                "<entry><title>{title}</title><id>{url}</id><link href=\"{url}\"/><updated>{0}</updated>\
                 <published>{0}</published><content type=\"html\">{1}</content></entry>",
                rfc3339(newest, number),
                html.replace('&', "&amp;").replace('<', "&lt;")
            ),
            Format::Rdf => write!(
                out,
                "<item rdf:about=\"{url}\"><title>{title}</title><link>{url}</link><description>{excerpt}</description>\
                 <dc:date>{}</dc:date><content:encoded><![CDATA[{html}]]></content:encoded></item>",
                rfc3339(newest, number)
            ),
        };
    }
    out.push_str(match format {
        Format::Rss | Format::RssExcerpts | Format::Json => "</channel></rss>",
        Format::Atom => "</feed>",
        Format::Rdf => "</rdf:RDF>",
    });
    out.into_bytes()
}

/// Entry 1,029, the last of the third edition, is the newest of all; each older one came half an hour before.
fn at(newest: i64, number: usize) -> i64 {
    newest - i64::try_from(1_000 + ENTRIES - number).unwrap_or(0) * 1_800
}

/// The day, month, year, hour, minute and second of a time (Howard Hinnant's `civil_from_days`).
fn civil(at: i64) -> (i64, i64, i64, i64, i64, i64) {
    let (days, seconds) = (at.div_euclid(86_400) + 719_468, at.rem_euclid(86_400));
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (day, month, year, seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

fn rfc3339(newest: i64, number: usize) -> String {
    let (day, month, year, hour, minute, second) = civil(at(newest, number));
    format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

fn rfc822(newest: i64, number: usize) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (day, month, year, hour, minute, second) = civil(at(newest, number));
    let month = usize::try_from(month - 1).ok().and_then(|month| MONTHS.get(month)).copied().unwrap_or("Jan");
    format!("{day:02} {month} {year} {hour:02}:{minute:02}:{second:02} +0000")
}
