//! The app itself on the large library: from its start to its first list on the screen, its memory, opening an article.
//!
//! The window is driven as in the desktop tests. Moments inside it are taken by the page's own clock: what the driver
//! itself takes is not counted.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, UNIX_EPOCH};

use serde_json::{Value, json};
use warraq_desktop_tests::{App, Home};

use crate::report::Report;
use crate::{Outcome, processes};

/// Starts of the app.
const STARTS: usize = 7;
/// Articles that are opened.
const OPENED: usize = 12;
/// How long the window is left alone before its memory is read.
const REST: Duration = Duration::from_secs(5);

/// Answers when the first rows are on the screen: when the window said so (its `warraq:list` mark), or else two frames
/// after they were found.
const FIRST_LIST: &str = "
  const frame = () => new Promise(requestAnimationFrame);
  while (!document.querySelector('#entry-list [data-entry]')) await frame();
  await frame(); await frame();
  const mark = performance.getEntriesByName('warraq:list')[0];
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return {
    rows: document.querySelectorAll('#entry-list [data-entry]').length,
    page: performance.timeOrigin,
    paint: paint ? performance.timeOrigin + paint.startTime : null,
    list: performance.timeOrigin + (mark ? mark.startTime : performance.now()),
    marked: Boolean(mark),
  };
";

/// Opens the row at this place of the list and answers after how many milliseconds its text was drawn.
const OPEN_ARTICLE: &str = "
  const frame = () => new Promise(requestAnimationFrame);
  const rows = document.querySelectorAll('#entry-list [data-entry]');
  const row = rows[PLACE % rows.length];
  const id = row.dataset.entry;
  const begun = performance.now();
  row.click();
  const drawn = () => [...document.querySelectorAll('iframe')].some(({ contentDocument: inside }) =>
    inside?.documentElement?.dataset.key?.startsWith(`${id}-`) && inside.body?.textContent.length > 100);
  while (!drawn()) await frame();
  await frame(); await frame();
  return performance.now() - begun;
";

/// The app to measure, if there is one.
pub(crate) fn app(root: PathBuf) -> Option<PathBuf> {
    let named = std::env::var_os("WARRAQ_BIN").filter(|path| !path.is_empty()).map(PathBuf::from);
    named.unwrap_or_else(|| root.join("target/release/warraq")).canonicalize().ok()
}

/// Measures `app` on a copy of `library`.
pub(crate) fn measure(app: &Path, root: PathBuf, library: &Path, report: &mut Report) -> Outcome {
    let output = Command::new(root.join("scripts/with-display"))
        .arg(std::env::current_exe()?)
        .arg("measure-window")
        .arg(library)
        .env("WARRAQ_BIN", app)
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let answer: Value = serde_json::from_slice(&output.stdout)?;
    let times = |key: &str| -> Vec<Duration> {
        let list = answer[key].as_array().into_iter().flatten().filter_map(Value::as_f64);
        list.filter_map(|milliseconds| Duration::try_from_secs_f64(milliseconds / 1e3).ok()).collect()
    };
    report.times("start to the page, 50k", times("page"), None);
    if !times("paint").is_empty() {
        report.times("start to something on the screen, 50k", times("paint"), None);
    }
    report.times("start to the first list on the screen, 50k", times("list"), None);
    report.times("opening an article, 50k", times("open"), None);
    for (key, name) in [("memory", "after the first list"), ("memory_later", "after twelve articles")] {
        report.value(format!("memory of all processes {name}, 50k"), answer[key].as_f64().unwrap_or(0.0), "MB", None);
    }
    report.note(format!("memory after the first list by process (PSS, MB): {}", answer["processes"]));
    if answer["marked"] != true {
        report.note("the window has no warraq:list mark: its start is measured from outside, up to 50 ms too long");
    }
    Ok(())
}

/// Starts the app several times and prints what was found; runs on the virtual display.
pub(crate) fn child(library: &Path) -> Outcome {
    let home = Home::new()?;
    copy(library, &home.library())?;
    let binary = PathBuf::from(std::env::var_os("WARRAQ_BIN").ok_or("WARRAQ_BIN is not set")?).canonicalize()?;
    let (mut page, mut paint, mut list, mut open) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut last = json!({});
    for start in 0..STARTS {
        let app = App::start(&home)?;
        let seen = app.run_async(FIRST_LIST)?;
        let tree = processes::tree(std::process::id());
        let pid = tree.into_iter().find(|pid| processes::program(*pid).is_some_and(|program| program == binary));
        let pid = pid.ok_or("the app's process was not found")?;
        let started = processes::started(pid).ok_or("the app's start was not found")?;
        let started = started.duration_since(UNIX_EPOCH)?.as_secs_f64() * 1e3;
        let since = |key: &str| seen[key].as_f64().map(|at| at - started);
        page.extend(since("page"));
        paint.extend(since("paint"));
        list.extend(since("list"));
        if start + 1 == STARTS {
            std::thread::sleep(REST);
            let processes = shares(pid);
            for place in 0..OPENED {
                let taken = app.run_async(&OPEN_ARTICLE.replace("PLACE", &place.to_string()))?;
                open.extend(taken.as_f64());
            }
            std::thread::sleep(REST);
            last = json!({
                "memory": total(&processes), "memory_later": total(&shares(pid)), "marked": seen["marked"],
                "processes": processes.iter().map(|(name, mb)| format!("{name} {mb:.0}")).collect::<Vec<_>>().join(", "),
            });
        }
        app.quit()?;
    }
    last["page"] = json!(page);
    last["paint"] = json!(paint);
    last["list"] = json!(list);
    last["open"] = json!(open);
    println!("{last}");
    Ok(())
}

/// What each of the app's processes has of the memory, in MB.
fn shares(app: u32) -> Vec<(String, f64)> {
    let share = |pid| processes::memory(pid).map(|memory| (processes::name(pid), memory));
    processes::tree(app).into_iter().filter_map(share).collect()
}

fn total(shares: &[(String, f64)]) -> f64 {
    shares.iter().map(|(_, memory)| memory).sum()
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let (path, to) = {
            let entry = entry?;
            (entry.path(), to.join(entry.file_name()))
        };
        if path.is_dir() { copy(&path, &to)? } else { fs::copy(&path, &to).map(drop)? }
    }
    Ok(())
}
