//! A refresh of a thousand feeds, each at a host of its own as in life, all of them on loopback. It runs in a process of
//! its own, so that what the server uses is not counted.

use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use warraq_core::api::ImportOpml;
use warraq_core::net::{Addresses, LookUp, NetOptions};
use warraq_world::{Options, World};

use crate::report::Report;
use crate::{FEEDS, Outcome, library, processes};

/// Entries in each feed.
const ENTRIES: usize = 50;

/// Every paper is on this machine.
#[derive(Debug)]
struct Loopback;

impl LookUp for Loopback {
    fn look_up(&self, host: &str) -> Addresses {
        let known = host.ends_with(".example");
        Box::pin(async move {
            if known { Ok(vec![IpAddr::V4(Ipv4Addr::LOCALHOST)]) } else { Err(io::ErrorKind::NotFound.into()) }
        })
    }
}

/// A host of a feed's own, which leads to this machine.
pub(crate) fn host(feed: usize) -> String {
    format!("paper-{feed}.example")
}

/// The network in which those hosts are.
pub(crate) fn net() -> NetOptions {
    NetOptions { private_hosts: (0..FEEDS).map(host).collect(), names: Arc::new(Loopback), ..NetOptions::default() }
}

/// Follows the feeds and refreshes them twice: the first time everything is new, the second time nothing.
pub(crate) fn measure(folder: &Path, report: &mut Report) -> Outcome {
    let base = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    let world = World::start(Options { many_feeds: Some((FEEDS, ENTRIES)), ..Options::at(base) })?;
    let index = url::Url::parse(&world.index_url())?;
    let port = index.port().ok_or("the world has no port")?;
    library::runtime()?.block_on(async {
        let core = library::open(folder, net())?;
        let outlines: String = (0..FEEDS)
            .map(|n| format!("<outline text=\"{n}\" xmlUrl=\"http://{}:{port}/bench/feed/{n}.xml\"/>", host(n)))
            .collect();
        core.import_opml(ImportOpml { text: format!("<opml version=\"2.0\"><body>{outlines}</body></opml>") }).await?;
        core.close().await;
        Outcome::Ok(())
    })?;
    // The budgets are those of the second: a refresh that brings nothing is what runs every hour.
    for (name, time, memory) in [("all new", None, None), ("none new", Some(10.0), Some(300.0))] {
        let answer = run(folder)?;
        let figure = |key: &str| answer[key].as_f64().ok_or_else(|| format!("no {key} in {answer}"));
        report.value(format!("refresh of 1,000 feeds, {name}: time"), figure("seconds")?, "s", time);
        report.value(format!("refresh of 1,000 feeds, {name}: processor"), figure("cpu")?, "s", None);
        report.value(format!("refresh of 1,000 feeds, {name}: peak memory"), figure("memory")?, "MB", memory);
        report.note(format!(
            "refresh, {name}: {} feeds, {} failed, {} articles added",
            answer["total"], answer["failed"], answer["added"]
        ));
    }
    world.stop();
    Ok(())
}

fn run(folder: &Path) -> Outcome<Value> {
    let output = Command::new(std::env::current_exe()?).arg("measure-refresh").arg(folder).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Refreshes the library in `folder` and prints what that took.
pub(crate) fn child(folder: &Path) -> Outcome {
    library::runtime()?.block_on(async {
        let core = library::open(folder, net())?;
        let (begun, before) = (Instant::now(), processes::own_cpu().unwrap_or_default());
        let summary = core.call("refresh", json!({ "scope": { "kind": "all" } })).await?;
        let seconds = begun.elapsed().as_secs_f64();
        let cpu = processes::own_cpu().map(|cpu| (cpu - before).as_secs_f64());
        let memory = processes::own_peak_memory();
        let (total, failed, added) = (&summary["total"], &summary["failed"], &summary["added"]);
        println!(
            "{}",
            json!({ "seconds": seconds, "cpu": cpu, "memory": memory, "total": total, "failed": failed, "added": added })
        );
        core.close().await;
        Ok(())
    })
}
