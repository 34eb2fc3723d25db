//! `make bench-refresh`: a thousand papers fetched by Warraq and by newsboat from the same server on the same machine in
//! the same minutes, first all of them, then with one in twenty changed. Both are processes of their own, and what they
//! use is what the system counted when they had ended (getrusage's children); the server's share is not in it. Then
//! Warraq alone, with a reader who lists, opens and marks while everything is new.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use warraq_core::api::ImportOpml;
use warraq_core::{Core, net::NetOptions};

use crate::papers::{Edition, Papers};
use crate::report::Report;
use crate::{Outcome, library, processes, refreshing, say};

/// Papers as JSON Feeds, which newsboat of 2021 can't read: Warraq alone.
const JSON_PAPERS: usize = 200;
/// Threads that newsboat fetches with.
const THREADS: u32 = 24;
/// A reader's act takes no longer while a refresh runs, in milliseconds.
const ACT: f64 = 50.0;
/// Peak memory, in MB.
const MEMORY: f64 = 150.0;
/// Milliseconds between a reader's acts.
const PAUSE: Duration = Duration::from_millis(5);

/// The host of a paper.
type Host = fn(usize) -> String;

/// What a process took.
#[derive(Debug, Clone, Copy)]
struct Taken {
    wall: f64,
    cpu: f64,
    /// MB, where it could be seen.
    memory: f64,
}

/// Compares the two; `papers` of them.
pub(crate) fn measure(folder: &Path, papers: usize, report: &mut Report) -> Outcome {
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())?;
    say(&format!("making {papers} papers"));
    let server = Papers::start(papers, now, false)?;
    let (ours, theirs) = (folder.join("warraq"), folder.join("newsboat"));
    // At one host, as newsboat sees them, and each at a host of its own, as in life.
    let hosts: [(&str, Host); 2] = [("a host each", refreshing::host), ("one host", |_| "127.0.0.1".to_owned())];
    for (place, (_, host)) in hosts.iter().enumerate() {
        follow(&ours.join(place.to_string()), &server.addresses(host))?;
    }
    let newsboat = Newsboat::new(&theirs, &server.addresses(|_| "127.0.0.1".to_owned()))?;
    if newsboat.is_none() {
        report.note("newsboat: not measured: it is not installed (Debian: apt-get install newsboat)");
    }
    for (edition, name) in [(Edition::First, "all new"), (Edition::Second, "one in 20 changed")] {
        let mut best = None;
        for (place, (hosts, _)) in hosts.iter().enumerate() {
            server.publish(edition);
            say(&format!("Warraq: {name}, {hosts}"));
            let taken = refresh(&ours.join(place.to_string()), report)?;
            told(report, &format!("Warraq, {name}, {hosts}"), taken, Some(MEMORY));
            report.note(format!("Warraq, {name}, {hosts}: {}", answers(&server)));
            best.get_or_insert(taken);
        }
        let Some(newsboat) = &newsboat else { continue };
        if edition == Edition::Second {
            // It asks conditionally from its third visit on: what the first answered was noted before there was a row
            // to note it in. This visit is not measured.
            server.publish(Edition::First);
            newsboat.reload()?;
        }
        server.publish(edition);
        say(&format!("newsboat: {name}"));
        let theirs = newsboat.reload()?;
        told(report, &format!("newsboat, {name}"), theirs, None);
        report.note(format!("newsboat, {name}: {}; {}", answers(&server), newsboat.unread()?));
        if let Some(ours) = best {
            report.value(format!("Warraq to newsboat, {name}: time"), ours.wall / theirs.wall, "×", Some(0.5));
            report.value(format!("Warraq to newsboat, {name}: processor"), ours.cpu / theirs.cpu, "×", Some(0.5));
        }
    }
    report.note(format!(
        "the papers: {:.0} MB at first, {:.1} MB of changed ones",
        server.bytes(Edition::First) as f64 / 1e6,
        server.bytes(Edition::Second) as f64 / 1e6
    ));
    say("Warraq: all new again, with a reader at it");
    server.publish(Edition::Third);
    let answer = child_answer(&ours.join("0"), &["--reader"])?;
    for act in ["list", "open", "mark"] {
        let times = answer[act].as_array().cloned().unwrap_or_default();
        let mut times: Vec<f64> = times.iter().filter_map(Value::as_f64).collect();
        times.sort_by(f64::total_cmp);
        let at = |share: usize| times.get((times.len() * share / 100).min(times.len().saturating_sub(1))).copied();
        let worst = at(99).ok_or_else(|| format!("no {act} in {answer}"))?;
        report.value(format!("{act} while refreshing, 99 %"), worst, "ms", Some(ACT));
        report.note(format!(
            "{act} while refreshing: {} times, typically {:.2} ms",
            times.len(),
            at(50).unwrap_or(0.0)
        ));
    }
    report.value("memory with a reader at it", answer["memory"].as_f64().unwrap_or(0.0), "MB", Some(MEMORY));
    say("Warraq: papers as JSON Feeds");
    let json = Papers::start(JSON_PAPERS.min(papers), now, true)?;
    follow(&ours.join("json"), &json.addresses(refreshing::host))?;
    let taken = refresh(&ours.join("json"), report)?;
    told(report, &format!("Warraq, {} JSON Feeds, all new", JSON_PAPERS.min(papers)), taken, None);
    Ok(())
}

fn answers(server: &Papers) -> String {
    let (fresh, unchanged) = server.answered();
    format!("{fresh} papers and {unchanged} times 304 were sent")
}

fn told(report: &mut Report, name: &str, taken: Taken, memory: Option<f64>) {
    say(&format!("{name}: {:.2} s, processor {:.2} s, {:.0} MB", taken.wall, taken.cpu, taken.memory));
    report.value(format!("{name}: time"), taken.wall, "s", None);
    report.value(format!("{name}: processor"), taken.cpu, "s", None);
    report.value(format!("{name}: peak memory"), taken.memory, "MB", memory);
}

/// How long 20,000 feeds in 400 folders take in, out and back.
pub(crate) fn import(folder: &Path, report: &mut Report) -> Outcome {
    const FOLDERS: usize = 400;
    let feeds = |folder: usize| -> String {
        let of = |n: usize| {
            let n = folder * 50 + n;
            format!(
                "<outline type=\"rss\" text=\"صحيفة القياس {n}\" title=\"صحيفة القياس {n}\" \
                 xmlUrl=\"https://paper-{n}.example/feed/\" htmlUrl=\"https://paper-{n}.example/\"/>"
            )
        };
        (0..50).map(of).collect()
    };
    let body: String = (0..FOLDERS).map(|n| format!("<outline text=\"مجلد {n}\">{}</outline>", feeds(n))).collect();
    library::runtime()?.block_on(async {
        let core = library::open(folder, NetOptions::default())?;
        let text = format!("<opml version=\"2.0\"><body>{body}</body></opml>");
        let mut times = Vec::new();
        let begun = Instant::now();
        let done = core.call("import_opml", json!({ "text": text })).await?;
        times.push(("in", begun.elapsed()));
        let begun = Instant::now();
        core.call("export_opml", json!({})).await?;
        times.push(("out", begun.elapsed()));
        let begun = Instant::now();
        core.call("undo", json!({ "token": done["undo"] })).await?;
        times.push(("taken back", begun.elapsed()));
        core.close().await;
        for (name, time) in times {
            report.value(format!("OPML of 20,000 feeds, {name}"), time.as_secs_f64(), "s", None);
        }
        report.note(format!("OPML: {} feeds added", done["added"]));
        Ok(())
    })
}

/// Makes a library that follows these.
fn follow(folder: &Path, addresses: &[String]) -> Outcome {
    let outlines: String =
        addresses.iter().enumerate().map(|(n, url)| format!("<outline text=\"{n}\" xmlUrl=\"{url}\"/>")).collect();
    library::runtime()?.block_on(async {
        let core = library::open(folder, NetOptions::default())?;
        core.import_opml(ImportOpml { text: format!("<opml version=\"2.0\"><body>{outlines}</body></opml>") }).await?;
        core.close().await;
        Ok(())
    })
}

/// Runs a program to its end: how long that took, and what it used.
fn run(command: &mut Command) -> Outcome<(Taken, Vec<u8>)> {
    let before = processes::children_cpu().ok_or("what children use can't be read here")?;
    let begun = Instant::now();
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let pid = child.id();
    let over = Arc::new(AtomicBool::new(false));
    let ended = Arc::clone(&over);
    // Its peak is gone with it: looked at as long as it runs.
    let watch = std::thread::spawn(move || {
        let mut peak = 0.0_f64;
        while !ended.load(Ordering::Relaxed) {
            peak = peak.max(processes::peak_memory(pid).unwrap_or(0.0));
            std::thread::sleep(Duration::from_millis(20));
        }
        peak
    });
    let output = child.wait_with_output();
    let wall = begun.elapsed().as_secs_f64();
    over.store(true, Ordering::Relaxed);
    let memory = watch.join().unwrap_or(0.0);
    let output = output?;
    if !output.status.success() {
        return Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let cpu = processes::children_cpu().map_or(0.0, |after| (after - before).as_secs_f64());
    Ok((Taken { wall, cpu, memory }, output.stdout))
}

fn refresh(folder: &Path, report: &mut Report) -> Outcome<Taken> {
    let (taken, answer) = run(Command::new(std::env::current_exe()?).arg("measure-papers").arg(folder))?;
    let answer: Value = serde_json::from_slice(&answer)?;
    if answer["failed"] != 0 {
        report.note(format!("FAILED feeds: {answer}"));
    }
    Ok(taken)
}

fn child_answer(folder: &Path, more: &[&str]) -> Outcome<Value> {
    let (_, answer) = run(Command::new(std::env::current_exe()?).arg("measure-papers").arg(folder).args(more))?;
    Ok(serde_json::from_slice(&answer)?)
}

/// Refreshes the library in `folder`, with a reader at it or without, and prints what came of it.
pub(crate) fn child(folder: &Path, reader: bool) -> Outcome {
    library::runtime()?.block_on(async {
        let private_hosts = vec!["127.0.0.1".to_owned()];
        let net = NetOptions {
            private_hosts: [private_hosts, refreshing::net().private_hosts].concat(),
            ..refreshing::net()
        };
        let core = library::open(folder, net)?;
        let refresh = core.call("refresh", json!({ "scope": { "kind": "all" } }));
        let mut answer = if reader {
            let over = Arc::new(AtomicBool::new(false));
            let acts = tokio::spawn(read(core.clone(), Arc::clone(&over)));
            let mut answer = refresh.await?;
            over.store(true, Ordering::Relaxed);
            let [list, open, mark] = acts.await?.map_err(|error| error.to_string())?;
            answer["list"] = json!(list);
            answer["open"] = json!(open);
            answer["mark"] = json!(mark);
            answer
        } else {
            refresh.await?
        };
        answer["memory"] = json!(processes::own_peak_memory());
        println!("{answer}");
        core.close().await;
        Ok(())
    })
}

/// Lists, opens and marks until it is over; how long each took, in milliseconds.
async fn read(core: Core, over: Arc<AtomicBool>) -> Result<[Vec<f64>; 3], warraq_core::api::ApiError> {
    let mut times: [Vec<f64>; 3] = Default::default();
    let [list, open, mark] = &mut times;
    let since = |begun: Instant| begun.elapsed().as_secs_f64() * 1e3;
    let mut turn = 0;
    while !over.load(Ordering::Relaxed) {
        let begun = Instant::now();
        let scope = if turn % 2 == 0 { "all" } else { "today" };
        let page = core.call("list_entries", json!({ "scope": { "kind": scope }, "limit": 60 })).await?;
        list.push(since(begun));
        let rows = page["items"].as_array().cloned().unwrap_or_default();
        if let Some(row) = rows.get(turn % rows.len().max(1)) {
            let begun = Instant::now();
            core.call("get_entry", json!({ "id": row["id"] })).await?;
            open.push(since(begun));
            let begun = Instant::now();
            core.call("set_read", json!({ "ids": [row["id"]], "read": turn % 3 != 0 })).await?;
            mark.push(since(begun));
        }
        turn += 1;
        tokio::time::sleep(PAUSE).await;
    }
    Ok(times)
}

/// newsboat with a home of its own.
struct Newsboat {
    home: std::path::PathBuf,
}

impl Newsboat {
    /// Nothing where it is not installed.
    fn new(home: &Path, addresses: &[String]) -> Outcome<Option<Self>> {
        if Command::new("newsboat").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
            return Ok(None);
        }
        std::fs::create_dir_all(home)?;
        std::fs::write(home.join("config"), format!("reload-threads {THREADS}\n"))?;
        std::fs::write(home.join("urls"), addresses.join("\n") + "\n")?;
        Ok(Some(Self { home: home.to_owned() }))
    }

    fn command(&self, word: &str) -> Command {
        let mut command = Command::new("newsboat");
        let file = |name: &str| self.home.join(name);
        command.env("HOME", &self.home).env_remove("XDG_CONFIG_HOME").env_remove("XDG_DATA_HOME");
        command.env("LC_ALL", "C.UTF-8").current_dir(&self.home);
        command.arg("-C").arg(file("config")).arg("-u").arg(file("urls")).arg("-c").arg(file("cache.db"));
        command.arg("-x").arg(word);
        command
    }

    fn reload(&self) -> Outcome<Taken> {
        Ok(run(&mut self.command("reload"))?.0)
    }

    /// What it says that it holds.
    fn unread(&self) -> Outcome<String> {
        let (_, said) = run(&mut self.command("print-unread"))?;
        Ok(String::from_utf8_lossy(&said).trim().to_owned())
    }
}
