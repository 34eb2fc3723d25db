//! Everything that may go wrong between a reader and a publisher, by name: what the server does, and what the reader is
//! to make of it. `tests/suite/faults.rs` plays all of it against the core; the program `fault-server` plays it to a
//! person's app.
//!
//! Each fault has two addresses: `/then/NAME` gives a healthy feed of six entries on the first visit and the fault from
//! the second on; `/NAME` gives the fault at once.

mod answers;
mod documents;
mod identity;
mod transport;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::ops::RangeInclusive;
use std::sync::{Mutex, PoisonError};

use url::Url;
use warraq_core::net::{Addresses, LookUp, TemporaryFailure};

use crate::feeds::{Item, rss};
use crate::server::{Answer, Certificate, FaultServer};

/// The address of a fault's feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On the fault server.
    Plain,
    /// On a server with this certificate; there is no healthy visit before.
    Tls(Certificate),
    /// An https address at which plain HTTP is spoken.
    NoTls,
    /// A port that nobody listens at.
    Closed,
    /// On the fault server, under a name of [`Names`].
    Named(&'static str),
}

/// What a fault's last visit comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It fails with this code of the contract, and with this `reason` where one is told. What is stored stays.
    Fails(&'static str, Option<&'static str>),
    /// It succeeds: so many entries are new, so many edited.
    Reads {
        /// New ones.
        added: u32,
        /// Edited ones.
        updated: u32,
    },
    /// It succeeds and brings nothing.
    Unchanged,
}

/// A fault, and what the reader makes of it.
#[derive(Clone)]
pub struct Fault {
    /// Its name, which is its path.
    pub name: &'static str,
    /// What the server does, in a line.
    pub about: &'static str,
    /// Where.
    pub place: Place,
    /// What the last visit comes to.
    pub outcome: Outcome,
    /// Minutes until the next visit; empty when there is none any more; none when it is not looked at.
    pub wait: Option<RangeInclusive<i64>>,
    /// Titles that are there afterwards.
    pub titles: Vec<&'static str>,
    /// A header of the visit after the last (in lower case) and its value; none for a header that must not be sent.
    pub carries: Option<(&'static str, Option<&'static str>)>,
    /// Unread entries more than before, where that is not the number of new ones.
    pub unread: Option<u32>,
    /// The path at which the feed stands afterwards, where it moved.
    pub moved: Option<&'static str>,
    /// A repair that the feed's row names afterwards.
    pub repair: Option<&'static str>,
    /// Whether the healthy answer brings validators.
    pub validators: bool,
    answers: Vec<Answer>,
}

impl Fault {
    /// How many visits are played after the healthy one.
    pub fn visits(&self) -> usize {
        self.answers.len().max(1)
    }

    fn of(name: &'static str, about: &'static str, answers: Vec<Answer>, outcome: Outcome) -> Self {
        Self {
            name,
            about,
            place: Place::Plain,
            outcome,
            wait: None,
            titles: Vec::new(),
            carries: None,
            unread: None,
            moved: None,
            repair: None,
            validators: true,
            answers,
        }
    }

    fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    fn wait(self, minutes: RangeInclusive<i64>) -> Self {
        Self { wait: Some(minutes), ..self }
    }

    fn title(mut self, title: &'static str) -> Self {
        self.titles.push(title);
        self
    }

    fn carries(self, header: &'static str, value: Option<&'static str>) -> Self {
        Self { carries: Some((header, value)), ..self }
    }

    fn unread(self, unread: u32) -> Self {
        Self { unread: Some(unread), ..self }
    }

    fn moved(self, path: &'static str) -> Self {
        Self { moved: Some(path), ..self }
    }

    fn repair(self, repair: &'static str) -> Self {
        Self { repair: Some(repair), ..self }
    }

    fn without_validators(self) -> Self {
        Self { validators: false, ..self }
    }

    /// What the reader makes of it, in a line.
    pub fn expected(&self) -> String {
        let mut text = match &self.outcome {
            Outcome::Fails(code, None) => format!("fails: {code}"),
            Outcome::Fails(code, Some(reason)) => format!("fails: {code} ({reason})"),
            Outcome::Reads { added, updated } => format!("reads: {added} new, {updated} edited"),
            Outcome::Unchanged => "nothing new".to_owned(),
        };
        match &self.wait {
            Some(minutes) if minutes.is_empty() => text.push_str("; not visited again"),
            Some(minutes) => {
                let _ = write!(text, "; again after {}–{} min", minutes.start(), minutes.end());
            }
            None => {}
        }
        if let Some((header, value)) = self.carries {
            let _ = write!(text, "; then {header}: {}", value.unwrap_or("(not sent)"));
        }
        if let Some(path) = self.moved {
            let _ = write!(text, "; the feed then stands at {path}");
        }
        text
    }
}

/// A failure that may have passed in a moment is followed by another visit after ten minutes …
const PASSING: RangeInclusive<i64> = 10..=11;
/// … and a refusal not before a healthy feed's interval.
const REFUSAL: RangeInclusive<i64> = 60..=66;

fn fails(name: &'static str, about: &'static str, answer: Answer, code: &'static str) -> Fault {
    let passing = matches!(
        code,
        "timeout" | "broken_transfer" | "host_unreachable" | "empty_body" | "html_instead_of_feed" | "rate_limited"
    );
    Fault::of(name, about, vec![answer], Outcome::Fails(code, None)).wait(if passing { PASSING } else { REFUSAL })
}

fn reads(name: &'static str, about: &'static str, answer: Answer, added: u32) -> Fault {
    Fault::of(name, about, vec![answer], Outcome::Reads { added, updated: 0 })
}

/// The healthy feed's entries.
pub fn healthy() -> Vec<Item> {
    (1..=6).map(Item::numbered).collect()
}

/// A document with these items under the healthy feed's title.
fn document(items: &[Item]) -> String {
    rss("صحيفة الأعطال", items)
}

/// The healthy entries and one more.
fn one_more() -> String {
    let mut items = healthy();
    items.insert(0, Item::numbered(7));
    document(&items)
}

/// The healthy answer.
fn healthy_answer(validators: bool) -> Answer {
    let answer = Answer::rss(document(&healthy()));
    if validators {
        answer.header("etag", "\"healthy\"").header("last-modified", "Sun, 22 Nov 2026 09:00:00 GMT")
    } else {
        answer
    }
}

/// Where the parts of the scene are.
#[derive(Debug, Clone, Copy)]
pub struct Scene {
    /// The fault server's port.
    pub port: u16,
    /// The port of a server that nobody may be led to.
    pub victim: u16,
}

/// Every fault.
pub fn table(scene: Scene) -> Vec<Fault> {
    let mut all = transport::table(scene);
    all.extend(answers::table());
    all.extend(documents::table(scene));
    all.extend(identity::table());
    all
}

/// Puts every fault and what belongs to it onto the server.
pub fn serve(server: &FaultServer, table: &[Fault]) {
    for fault in table {
        let first = healthy_answer(fault.validators);
        // Under a name, each visit looks the name up again.
        let first = if matches!(fault.place, Place::Named(_)) { first.without_length() } else { first };
        let rest = if fault.answers.is_empty() { vec![first.clone()] } else { fault.answers.clone() };
        server.sequence(&format!("/{}", fault.name), rest.clone());
        server.sequence(&format!("/then/{}", fault.name), [vec![first], rest].concat());
    }
    server.on("/elsewhere", Answer::rss(one_more()));
    server.on("/same", Answer::rss(document(&healthy())));
    server.on("/parked", Answer::html("<title>This domain is for sale</title><a href='/buy'>Buy it</a>"));
    let strangers: Vec<Item> = (50..55).map(Item::numbered).collect();
    server.on("/parked-feed", Answer::rss(rss("Domain deals", &strangers)));
    server.on("/login", Answer::html("<title>Sign in</title><form><input type=password name=p></form>"));
    server.sequence(
        "/new-home",
        // Found there three times, and then gone: the feed is at its old address again.
        [vec![Answer::rss(document(&healthy())); 3], vec![Answer::status(404)]].concat(),
    );
}

/// Names that change their minds: each leads to this machine when it is first asked for.
#[derive(Debug, Default)]
pub struct Names(Mutex<HashMap<String, usize>>);

/// The names that a healthy visit is allowed for.
pub const NAMES: [&str; 3] = ["gone.example", "silent.example", "trouble.example"];

impl LookUp for Names {
    fn look_up(&self, host: &str) -> Addresses {
        let before = {
            let mut asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let count = asked.entry(host.to_owned()).or_default();
            *count += 1;
            *count - 1
        };
        let host = host.to_owned();
        let here = || Ok(vec![IpAddr::V4(Ipv4Addr::LOCALHOST)]);
        Box::pin(async move {
            match host.as_str() {
                "gone.example" | "silent.example" | "trouble.example" if before == 0 => here(),
                "gone.example" => Err(io::Error::from(io::ErrorKind::NotFound)),
                "trouble.example" => Err(io::Error::other(TemporaryFailure::new(io::Error::other("SERVFAIL")))),
                "silent.example" => std::future::pending().await,
                "localhost" | "127.0.0.1.nip.example" | "rebind.example" => here(),
                "lan.example" => Ok(vec![IpAddr::V4(Ipv4Addr::new(192, 168, 1, 1))]),
                "v6.lan.example" => Ok("fd00::1".parse().into_iter().collect()),
                _ => Err(io::Error::from(io::ErrorKind::NotFound)),
            }
        })
    }
}

/// The address of a fault's feed, healthy first where that can be.
///
/// # Panics
/// When it makes no URL.
#[allow(clippy::expect_used)]
pub fn address(fault: &Fault, server: &FaultServer, closed: u16, tls: &HashMap<Certificate, FaultServer>) -> Url {
    let path = format!("/then/{}", fault.name);
    let text = match fault.place {
        Place::Plain => return server.url(&path),
        Place::Tls(certificate) => return tls.get(&certificate).expect("a server for each").url(&path),
        Place::NoTls => format!("https://{}{path}", server.host_port()),
        Place::Closed => format!("http://127.0.0.1:{closed}{path}"),
        Place::Named(name) => format!("http://{name}:{}{path}", server.port()),
    };
    Url::parse(&text).expect("an address")
}
