//! Every named fault of `tests/support/faults`, played to the real core: what is answered to each, that what was stored
//! before is untouched, what the next request carries, and that a healthy feed is refreshed afterwards as ever.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use serde_json::{Value, json};
use warraq_core::api::EntryRef;
use warraq_core::model::{EntryId, FeedId, Scope};
use warraq_core::net::NetOptions;
use warraq_tests::app::{NOON, TestApp};
use warraq_tests::faults::{self, Fault, NAMES, Names, Outcome as Expected, Place, Scene};
use warraq_tests::feeds::{Item, rss};
use warraq_tests::server::{Answer, Certificate, FaultServer};

use crate::Outcome;
use crate::net::run_the_clock;

/// The servers and the reader.
struct Stage {
    app: TestApp,
    server: FaultServer,
    victim: FaultServer,
    tls: HashMap<Certificate, FaultServer>,
    closed: u16,
    table: Vec<Fault>,
}

impl Stage {
    async fn set() -> Self {
        let (server, victim) = (FaultServer::start().await, FaultServer::start().await);
        let table = faults::table(Scene { port: server.port(), victim: victim.port() });
        faults::serve(&server, &table);
        // A feed that has something new at every visit.
        server.handle("/well", |_, hits| Answer::rss(rss("صحيفة سليمة", &[Item::numbered(1_000 + hits)])));
        let mut tls = HashMap::new();
        let mut private_hosts = vec![server.host_port()];
        let mut extra_roots = Vec::new();
        for certificate in [Certificate::SelfSigned, Certificate::Expired, Certificate::WrongHost] {
            let other = FaultServer::start_tls(certificate).await;
            faults::serve(&other, &table);
            private_hosts.push(other.host_port());
            if certificate != Certificate::SelfSigned {
                extra_roots.push(other.root());
            }
            tls.insert(certificate, other);
        }
        let gone = FaultServer::start().await;
        let closed = gone.port();
        gone.stop().await;
        private_hosts.push(format!("127.0.0.1:{closed}"));
        private_hosts.extend(NAMES.iter().map(|name| format!("{name}:{}", server.port())));
        let names = Arc::new(Names::default());
        let app = TestApp::with(|config| {
            config.net = NetOptions { private_hosts, extra_roots, names, ..NetOptions::default() };
        })
        .unwrap();
        Self { app, server, victim, tls, closed, table }
    }

    async fn refresh(&self, feed: FeedId) -> Value {
        self.app.call("refresh", json!({ "scope": { "kind": "feed", "id": feed } })).await.unwrap()
    }

    /// What is stored of an entry, as far as a fault must not touch it.
    async fn entry(&self, id: EntryId) -> Value {
        let detail = self.app.core.get_entry(EntryRef { id }).await.unwrap();
        let row = &detail.summary;
        json!({
            "title": row.title, "unread": row.unread, "kept": row.kept, "offline": row.offline,
            "html": detail.html.as_str(), "published_at": row.published_at,
        })
    }

    async fn unread(&self, feed: FeedId) -> (u32, u32) {
        let page = self.app.list(Scope::Feed { id: feed }).await.unwrap();
        (page.unread, page.total)
    }

    /// Plays a fault and says everything that came out other than expected.
    async fn play(&self, fault: &Fault, well: FeedId) -> Vec<String> {
        let mut wrong = Vec::new();
        let url = faults::address(fault, &self.server, self.closed, &self.tls);
        let deferred = !matches!(fault.place, Place::Plain | Place::Named(_));
        let subscribed = self.app.call("subscribe", json!({ "feed_url": url, "deferred": deferred })).await;
        let feed = match subscribed {
            Ok(answer) => FeedId(answer["feed"]["id"].as_i64().unwrap()),
            Err(error) => return vec![format!("can't be followed: {error}")],
        };
        let before = self.app.list(Scope::Feed { id: feed }).await.unwrap().items;
        if let [read, kept, ..] = &before[..] {
            self.app.call("set_read", json!({ "ids": [read.id], "read": true })).await.unwrap();
            self.app.keep(kept.id).await.unwrap();
        }
        let mut stored = Vec::new();
        for row in &before {
            stored.push((row.id, self.entry(row.id).await));
        }
        let (mut unread_before, mut total_before) = (0, 0);
        let mut summary = Value::Null;
        for _ in 0..fault.visits() {
            (unread_before, total_before) = self.unread(feed).await;
            // Past what a server may have asked for: the last visit is made, too. A failure is met when it is due, as
            // one by hand before that counts for nothing.
            let due = summary["faults"][0]["fault"]["retry_at"].as_i64();
            let asked = summary["faults"][0]["fault"]["params"]["retry_after"].is_string();
            let wait = due.map_or(1, |at| at - NOON - self.app.clock_offset());
            self.app.clock.advance(if asked { 1 } else { wait.max(1) });
            summary = self.refresh(feed).await;
        }
        self.compare(fault, &summary, &mut wrong);
        let tree = self.app.sources().await.unwrap();
        let row = tree.categories.iter().flat_map(|c| &c.feeds).find(|row| row.id == feed).unwrap().clone();
        if let Some(minutes) = &fault.wait {
            let now = NOON + self.app.clock_offset();
            let wait = row.next_check_at.map(|at| (at - now) / 60_000);
            let fits = wait.map_or(minutes.is_empty(), |wait| minutes.contains(&wait));
            if !fits {
                wrong.push(format!("next visit after {wait:?} min, not {minutes:?}"));
            }
        }
        let edits = matches!(fault.outcome, Expected::Reads { updated, .. } if updated > 0);
        for (id, was) in &stored {
            let mut is = self.entry(*id).await;
            if edits {
                for part in ["title", "html"] {
                    is[part] = was[part].clone();
                }
            }
            if is != *was {
                wrong.push(format!("entry {id} was {was:.300} and is {is:.300}"));
            }
        }
        let (unread, total) = self.unread(feed).await;
        let added = match fault.outcome {
            Expected::Reads { added, .. } => added,
            _ => 0,
        };
        if (unread, total) != (unread_before + fault.unread.unwrap_or(added), total_before + added) {
            wrong.push(format!("unread {unread_before} → {unread}, total {total_before} → {total}"));
        }
        let titles: Vec<String> =
            self.app.list(Scope::Feed { id: feed }).await.unwrap().items.into_iter().map(|row| row.title).collect();
        for title in &fault.titles {
            if !titles.iter().any(|known| known == title) {
                wrong.push(format!("no title {title:?} in {titles:?}"));
            }
        }
        let stands = fault.moved.map_or(url.clone(), |path| self.server.url(path));
        if row.feed_url != stands.as_str() {
            wrong.push(format!("stands at {}, not {stands}", row.feed_url));
        }
        if let Some(repair) = fault.repair
            && !row.repairs.iter().any(|known| known == repair)
        {
            wrong.push(format!("repairs {:?}", row.repairs));
        }
        if let Some((header, value)) = fault.carries {
            self.refresh(feed).await;
            let path = format!("/then/{}", fault.name);
            let last = self.server.requests().into_iter().rfind(|asked| asked.path() == path).unwrap();
            if last.header(header) != value {
                wrong.push(format!("the next request has {header}: {:?}, not {value:?}", last.header(header)));
            }
        }
        let healthy = self.refresh(well).await;
        if healthy["added"] != json!(1) {
            wrong.push(format!("the healthy feed: {healthy}"));
        }
        wrong
    }

    fn compare(&self, fault: &Fault, summary: &Value, wrong: &mut Vec<String>) {
        let told = &summary["faults"][0]["fault"];
        let fits = match fault.outcome {
            Expected::Fails(code, reason) => {
                told["code"] == code && reason.is_none_or(|reason| told["params"]["reason"] == reason)
            }
            Expected::Reads { added, updated } => {
                summary["failed"] == 0 && (&summary["added"], &summary["updated"]) == (&json!(added), &json!(updated))
            }
            Expected::Unchanged => summary["unchanged"] == 1,
        };
        if !fits {
            wrong.push(format!("{summary:.500}"));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_fault_gets_its_answer_and_harms_nothing() -> Outcome {
    run_the_clock();
    let stage = Stage::set().await;
    let well = stage.app.follow(stage.server.url("/well").as_str()).await?;
    let mut wrong = Vec::new();
    for fault in &stage.table {
        let began = stage.app.clock_offset();
        for what in stage.play(fault, well).await {
            wrong.push(format!("{}: {what:.700}", fault.name));
        }
        // Each begins at noon: some faults ask for silence by the hour.
        stage.app.clock.advance(began - stage.app.clock_offset());
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), stage.table.len(), wrong.join("\n"));
    // Nothing led there: no redirect, no entity, no text, no header.
    assert_eq!((stage.victim.connections(), stage.victim.requests().len()), (0, 0));
    let strays: Vec<_> = stage.server.requests().into_iter().filter(|asked| asked.target.contains("canary")).collect();
    assert!(strays.is_empty(), "{strays:?}");
    for asked in stage.server.requests() {
        for header in ["cookie", "authorization", "referer", "x-evil"] {
            assert_eq!(asked.header(header), None, "{}", asked.target);
        }
    }
    Ok(())
}

#[tokio::test]
async fn there_are_more_than_a_hundred_faults_each_with_a_name_of_its_own() {
    let table = faults::table(Scene { port: 1, victim: 2 });
    let names: BTreeSet<&str> = table.iter().map(|fault| fault.name).collect();
    assert_eq!(names.len(), table.len(), "a name stands twice");
    assert!(names.len() >= 100, "{} faults", names.len());
    for fault in &table {
        assert!(
            fault.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte))
        );
        assert!(
            !fault.about.is_empty() && !fault.about.contains('\n') && !fault.expected().is_empty(),
            "{}",
            fault.name
        );
    }
}
