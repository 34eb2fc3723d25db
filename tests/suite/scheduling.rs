//! The schedule, step by step: what is due, what the system and the clock do to it, what it looks after by itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};
use warraq_core::Network;
use warraq_core::api::{ErrorCode, FeedRow, HealthState, WaitReason};
use warraq_core::model::{CoreEvent, FeedId, Scope};
use warraq_tests::app::{TestApp, drain};
use warraq_tests::feeds::{Item, rss};
use warraq_tests::pictures::png;
use warraq_tests::server::{Answer, FaultServer};

use crate::Outcome;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

fn items(range: std::ops::RangeInclusive<usize>) -> Vec<Item> {
    range.map(Item::numbered).collect()
}

async fn feeds(app: &TestApp) -> Result<Vec<FeedRow>, Box<dyn std::error::Error>> {
    Ok(app.sources().await?.categories.into_iter().flat_map(|category| category.feeds).collect())
}

async fn feed(app: &TestApp, id: FeedId) -> Result<FeedRow, Box<dyn std::error::Error>> {
    feeds(app).await?.into_iter().find(|feed| feed.id == id).ok_or_else(|| "no such feed".into())
}

async fn health(app: &TestApp, id: FeedId) -> Result<Value, Box<dyn std::error::Error>> {
    let all = app.call("list_health", json!({})).await?;
    let list = all["feeds"].as_array().cloned().unwrap_or_default();
    list.into_iter().find(|health| health["feed"]["id"] == json!(id)).ok_or_else(|| "no health".into())
}

/// A network that a test switches.
#[derive(Default)]
struct Switch {
    away: AtomicBool,
    metered: AtomicBool,
}

impl Network for Switch {
    fn is_available(&self) -> Option<bool> {
        Some(!self.away.load(Ordering::Relaxed))
    }

    fn is_metered(&self) -> Option<bool> {
        Some(self.metered.load(Ordering::Relaxed))
    }
}

#[tokio::test]
async fn a_step_visits_what_is_due_and_nothing_else() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    for path in ["/a", "/b"] {
        server.on(path, Answer::rss(rss("صحيفة", &items(1..=2))));
        app.follow(server.url(path).as_str()).await?;
    }
    let b = feeds(&app).await?[1].id;
    app.call("update_feeds", json!({ "ids": [b], "interval_minutes": 1440 })).await?;
    assert_eq!(app.core.step().await?.refreshed, None, "nothing is due yet");
    app.clock.advance(70 * MINUTE);
    let step = app.core.step().await?;
    assert_eq!(step.refreshed.map(|run| run.total), Some(1));
    assert_eq!((server.hits("/a"), server.hits("/b")), (2, 1), "the one with the longer interval waits");
    let status = app.call("schedule_status", json!({})).await?;
    assert_eq!((&status["due"], &status["waiting"], &status["running"]), (&json!(0), &Value::Null, &Value::Null));
    assert_eq!(status["next"].as_array().map(Vec::len), Some(2));
    assert!(status["next"][0]["at"].as_i64() < status["next"][1]["at"].as_i64(), "soonest first");
    // Three weeks asleep: each is visited once, not once for each time that was missed.
    app.clock.advance(21 * DAY);
    assert_eq!(app.core.step().await?.refreshed.map(|run| run.total), Some(2));
    assert_eq!(app.core.step().await?.refreshed, None);
    assert_eq!((server.hits("/a"), server.hits("/b")), (3, 2));
    Ok(())
}

#[tokio::test]
async fn a_clock_that_was_wrong_neither_stops_the_schedule_nor_sets_off_a_storm() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    app.clock.advance(365 * DAY);
    for path in ["/a", "/b"] {
        server.on(path, Answer::rss(rss("صحيفة", &items(1..=2))));
        app.follow(server.url(path).as_str()).await?;
    }
    app.clock.advance(-365 * DAY);
    assert_eq!(app.core.step().await?.refreshed, None, "not all at once");
    app.clock.advance(HOUR);
    assert_eq!(app.core.step().await?.refreshed.map(|run| run.total), Some(2), "and not in a year");
    Ok(())
}

#[tokio::test]
async fn off_metered_and_absent_networks_are_respected_and_can_be_seen() -> Outcome {
    let network = Arc::new(Switch::default());
    let handle = Arc::clone(&network);
    let (app, server) = (TestApp::with(|config| config.network = handle)?, FaultServer::start().await);
    server.on("/feed", Answer::rss(rss("صحيفة", &items(1..=2))));
    let id = app.follow(server.url("/feed").as_str()).await?;
    app.clock.advance(2 * HOUR);
    for (switch, reason) in [(&network.away, WaitReason::Offline), (&network.metered, WaitReason::Metered)] {
        switch.store(true, Ordering::Relaxed);
        let step = app.core.step().await?;
        assert_eq!((step.refreshed, step.waiting), (None, Some(reason)));
        let status = app.call("schedule_status", json!({})).await?;
        assert_eq!((&status["waiting"], &status["due"]), (&json!(reason), &json!(1)));
        if reason == WaitReason::Offline {
            switch.store(false, Ordering::Relaxed);
        }
    }
    assert_eq!(server.hits("/feed"), 1);
    // Asked for by hand it is fetched all the same; and on its own where the reader allowed it.
    app.refresh().await?;
    assert_eq!(server.hits("/feed"), 2);
    app.call("update_settings", json!({ "refresh_on_metered": true })).await?;
    app.clock.advance(2 * HOUR);
    assert!(app.core.step().await?.refreshed.is_some());
    app.call("update_settings", json!({ "refresh_minutes": 0 })).await?;
    assert_eq!(app.call("schedule_status", json!({})).await?["waiting"], json!("off"));
    app.clock.advance(DAY);
    assert_eq!(app.core.step().await?.refreshed, None);
    // A source with an interval of its own goes on.
    app.call("update_feeds", json!({ "ids": [id], "interval_minutes": 30 })).await?;
    assert!(app.core.step().await?.refreshed.is_some());
    Ok(())
}

#[tokio::test]
async fn a_source_that_publishes_rarely_is_visited_rarely() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let dated =
        |n: usize, day: usize| Item { date: Some(format!("{day:02} Nov 2026 08:00:00 GMT")), ..Item::numbered(n) };
    let daily: Vec<Item> = (1..=6).map(|n| dated(n, 22 - n)).collect();
    server.on("/daily", Answer::rss(rss("يومية", &daily)));
    server.on("/busy", Answer::rss(rss("كثيرة", &items(1..=20))));
    let daily = app.follow(server.url("/daily").as_str()).await?;
    let busy = app.follow(server.url("/busy").as_str()).await?;
    app.refresh().await?;
    let wait = async |id| -> Result<i64, Box<dyn std::error::Error>> {
        Ok((feed(&app, id).await?.next_check_at.ok_or("not due")? - warraq_tests::app::NOON) / MINUTE)
    };
    assert!((360..=396).contains(&wait(daily).await?), "{}", wait(daily).await?);
    assert!((60..=66).contains(&wait(busy).await?));
    assert_eq!(health(&app, daily).await?["pace_minutes"], json!(1440));
    Ok(())
}

#[tokio::test]
async fn a_network_that_reaches_nobody_is_not_the_papers_fault() -> Outcome {
    let server = FaultServer::start().await;
    let hosts: Vec<String> = (1..=4).map(|n| format!("127.0.0.{n}")).collect();
    let app = TestApp::with(|config| config.net.private_hosts = hosts)?;
    server.on("/feed", Answer::rss(rss("صحيفة", &items(1..=2))));
    let well = app.follow(server.url("/feed").as_str()).await?;
    let port = server.port();
    for host in 2..=4 {
        let url = format!("http://127.0.0.{host}:{port}/feed");
        app.call("subscribe", json!({ "feed_url": url, "deferred": true })).await?;
    }
    // One paper answers: the others are to blame.
    let run = app.refresh().await?;
    assert_eq!((&run["failed"], &run["faults"][0]["fault"]["code"]), (&json!(3), &json!("host_unreachable")));
    assert_eq!(feeds(&app).await?.iter().filter(|feed| feed.state == HealthState::Failing).count(), 3);
    // Nobody answers: the network is, and nothing is counted.
    let address = server.url("/feed");
    server.stop().await;
    let mut events = app.core.events();
    let run = app.refresh().await?;
    assert_eq!(run["failed"], json!(4));
    assert!(run["faults"].as_array().is_some_and(|all| all.iter().all(|told| told["fault"]["code"] == "offline")));
    assert!(drain(&mut events).contains(&CoreEvent::ConnectivityChanged { online: false }));
    let row = feed(&app, well).await?;
    assert_eq!(
        (row.state, row.fault.map(|fault| (fault.code, fault.failures))),
        (HealthState::Fine, Some((ErrorCode::Offline, 0)))
    );
    assert_eq!(health(&app, well).await?["days"][13]["failed"], json!(0));
    assert!(
        feeds(&app).await?.iter().all(|feed| feed.next_check_at.is_some_and(|at| at <= app_now(&app) + 5 * MINUTE)),
        "{address}"
    );
    Ok(())
}

fn app_now(app: &TestApp) -> i64 {
    use warraq_core::clock::Clock as _;
    app.clock.now()
}

#[tokio::test]
async fn what_is_older_than_the_reader_keeps_it_goes_and_does_not_come_back() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.handle("/feed", |_, hits| {
        let last = if hits == 0 { 3 } else { 4 };
        Answer::rss(rss("صحيفة", &items(1..=last)))
    });
    let id = app.follow(server.url("/feed").as_str()).await?;
    let rows = app.list(Scope::All).await?.items;
    app.keep(rows[1].id).await?;
    app.call("update_feeds", json!({ "ids": [id], "keep_days": 30 })).await?;
    app.clock.advance(29 * DAY);
    app.core.step().await?;
    assert_eq!(app.list(Scope::All).await?.total, 4, "none is thirty days old, and one is new");
    app.clock.advance(2 * DAY);
    app.core.step().await?;
    let left: Vec<_> =
        app.list(Scope::All).await?.items.into_iter().map(|row| (row.id == rows[1].id, row.kept)).collect();
    assert_eq!(left, [(true, true), (false, false)], "the kept one and the new one stay");
    app.clock.advance(DAY);
    app.refresh().await?;
    assert_eq!(app.list(Scope::All).await?.total, 2, "the feed lists them still; they are not new");
    Ok(())
}

#[tokio::test]
async fn a_reader_who_asked_is_told_of_new_articles_and_not_of_the_first_ones() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.handle("/feed", |_, hits| Answer::rss(rss("صحيفة", &items(1..=2 + 5 * hits.min(1)))));
    server.handle("/other", |_, hits| Answer::rss(rss("أخرى", &items(1..=2 + hits))));
    let id = app.follow(server.url("/feed").as_str()).await?;
    app.follow(server.url("/other").as_str()).await?;
    app.call("update_feeds", json!({ "ids": [id], "notify": true })).await?;
    app.clock.advance(HOUR);
    let mut events = app.core.events();
    app.refresh().await?;
    let told: Vec<CoreEvent> =
        drain(&mut events).into_iter().filter(|event| matches!(event, CoreEvent::Announced { .. })).collect();
    let [CoreEvent::Announced { source, headlines, .. }] = told.as_slice() else {
        return Err(format!("{told:?}").into());
    };
    assert_eq!((source.as_str(), headlines.len()), ("صحيفة", 3));
    assert!(headlines.iter().all(|title| !title.contains("رقم 1 ") && !title.contains("رقم 2 ")), "{headlines:?}");
    Ok(())
}

#[tokio::test]
async fn icons_are_fetched_once_and_never_when_pictures_are_not_wanted() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let site = server.url("/");
    let feed_with_site = |title: &str| rss(title, &items(1..=1)).replace("http://127.0.0.1/", site.as_str());
    server.on("/feed", Answer::rss(feed_with_site("صحيفة")));
    server.on("/favicon.ico", Answer::ok("image/x-icon", png(32, 32, 90)));
    app.call("update_settings", json!({ "load_pictures": false })).await?;
    let id = app.follow(server.url("/feed").as_str()).await?;
    app.clock.advance(2 * HOUR);
    app.core.step().await?;
    assert_eq!((feed(&app, id).await?.icon, server.hits("/favicon.ico")), (None, 0));
    app.call("update_settings", json!({ "load_pictures": true })).await?;
    app.clock.advance(2 * HOUR);
    app.core.step().await?;
    let icon = feed(&app, id).await?.icon.ok_or("no icon")?;
    assert!(app.core.media(icon).await.is_some_and(|(_, mime)| mime == "image/png"));
    app.clock.advance(2 * HOUR);
    app.core.step().await?;
    assert_eq!(server.hits("/favicon.ico"), 1);
    Ok(())
}

fn directory(server: &FaultServer, lines: &[(&str, &str, &str)]) -> String {
    let mut text = "title\tcountries\ttopic\tkind\turl\tlevel\tprovenance\n".to_owned();
    for (title, kind, path) in lines {
        text.push_str(&format!("{title}\tEG\tgeneral\t{kind}\t{}\tA\tfor the test\n", server.url(path)));
    }
    text
}

#[tokio::test]
async fn a_dead_feed_of_the_directory_is_replaced_by_its_fallback_and_the_reader_is_told() -> Outcome {
    let server = FaultServer::start().await;
    let lines = [("حية", "feed", "/alive"), ("ميتة", "feed", "/dead"), ("ميتة", "feed", "/fallback")];
    let text = directory(&server, &lines);
    let app = TestApp::with(|config| config.directory = Some(text))?;
    server.on("/alive", Answer::rss(rss("حية", &items(1..=2))));
    server.on("/fallback", Answer::rss(rss("ميتة", &items(1..=5))));
    server.sequence("/dead", vec![Answer::rss(rss("ميتة", &items(1..=3))), Answer::status(404)]);
    let alive = app.follow(server.url("/alive").as_str()).await?;
    let dead = app.follow(server.url("/dead").as_str()).await?;
    let kept = app.list(Scope::Feed { id: dead }).await?.items[0].id;
    app.keep(kept).await?;
    for failures in 1..=2_u32 {
        app.clock.advance(3 * HOUR);
        app.core.step().await?;
        let row = feed(&app, dead).await?;
        assert_eq!(row.fault.map(|fault| fault.failures), Some(failures), "it may pass");
        assert_eq!(row.state, HealthState::Failing);
    }
    app.clock.advance(3 * HOUR);
    app.core.step().await?;
    app.core.step().await?;
    let row = feed(&app, dead).await?;
    assert_eq!((row.feed_url.as_str(), row.state), (server.url("/fallback").as_str(), HealthState::Switched));
    let told = health(&app, dead).await?;
    assert_eq!(told["switched_from"], json!(server.url("/dead").as_str()));
    let list = app.list(Scope::Feed { id: dead }).await?;
    assert_eq!((list.total, list.items.iter().filter(|row| row.kept).count()), (5, 1), "nothing twice, nothing lost");
    assert_eq!(feed(&app, alive).await?.state, HealthState::Fine);
    app.call("dismiss_health", json!({ "id": dead })).await?;
    assert_eq!(health(&app, dead).await?["dismissed"], json!(true));
    Ok(())
}

#[tokio::test]
async fn the_directory_is_looked_through_when_it_is_opened_at_most_once_a_week() -> Outcome {
    let server = FaultServer::start().await;
    let lines = [
        ("حية", "feed", "/alive"),
        ("ميتة", "feed", "/dead"),
        ("ميتة", "feed", "/fallback"),
        ("بلا بديل", "feed", "/gone"),
    ];
    let text = directory(&server, &lines);
    let app = TestApp::with(|config| config.directory = Some(text))?;
    server.on("/alive", Answer::rss(rss("حية", &items(1..=2))));
    server.on("/fallback", Answer::rss(rss("ميتة", &items(1..=5))));
    let look = async || -> Result<Vec<Value>, Box<dyn std::error::Error>> {
        app.call("check_directory", json!({})).await?;
        app.core.settle().await;
        Ok(app.call("list_directory", json!({})).await?["papers"].as_array().cloned().unwrap_or_default())
    };
    app.call("update_settings", json!({ "check_directory": false })).await?;
    assert_eq!(look().await?.len(), 3);
    assert!(server.requests().is_empty(), "switched off, nobody is asked");
    app.call("update_settings", json!({ "check_directory": true })).await?;
    let papers = look().await?;
    assert_eq!(papers[0]["success_at"], json!(warraq_tests::app::NOON));
    assert_eq!(
        (&papers[1]["fallback"], &papers[1]["feed_url"]),
        (&json!(true), &json!(server.url("/fallback").as_str()))
    );
    assert_eq!((&papers[2]["fault"], &papers[2]["fallback"]), (&json!("not_found"), &json!(false)));
    app.clock.advance(2 * DAY);
    look().await?;
    assert_eq!(
        (server.hits("/alive"), server.hits("/dead"), server.hits("/gone")),
        (1, 2, 2),
        "the sound one waits a week"
    );
    app.clock.advance(6 * DAY);
    look().await?;
    assert_eq!(server.hits("/alive"), 2);
    Ok(())
}
