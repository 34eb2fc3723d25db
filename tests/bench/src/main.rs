//! `make bench`: measures a large library and prints each figure beside the one in `baseline.json`.
//!
//! It never fails for being slow: a figure over its budget is marked, and a person reads it. What is measured, and how,
//! stands in docs/performance.md.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the command line talks there")]

mod comparing;
mod library;
mod papers;
mod parsing;
mod processes;
mod queries;
mod refreshing;
mod report;
#[cfg(target_os = "linux")]
mod window;
mod words;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use report::Report;

/// Anything that ends the run.
pub(crate) type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// Feeds of the library that is measured.
pub(crate) const FEEDS: usize = 1_000;
/// Its articles.
const ARTICLES: usize = 50_000;
/// Articles of the library of a reader who has collected for years.
const MANY_ARTICLES: usize = 250_000;

const USAGE: &str = "warraq-bench [--quick] [--only parse|queries|refresh|opml|window|newsboat] [--save]
  --quick  without the library of 250,000 articles; 100 papers for newsboat
  --only   one part alone
  --save   write the figures to tests/bench/baseline.json
The window is measured when there is an app: WARRAQ_BIN, or else target/release/warraq.";

struct Options {
    quick: bool,
    save: bool,
    only: Option<String>,
}

impl Options {
    fn read(arguments: &[String]) -> Option<Self> {
        let mut options = Self { quick: false, save: false, only: None };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--quick" => options.quick = true,
                "--save" => options.save = true,
                "--only" => {
                    let part = arguments.next()?;
                    options.only = ["parse", "queries", "refresh", "opml", "window", "newsboat"]
                        .contains(&part.as_str())
                        .then(|| part.clone());
                    options.only.as_ref()?;
                }
                _ => return None,
            }
        }
        Some(options)
    }

    fn wants(&self, part: &str) -> bool {
        // The comparison is a thing of its own (`make bench-refresh`).
        self.only.as_deref().map_or(part != "newsboat", |only| only == part)
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    // The first are this program's own children: what they use is counted by itself.
    let outcome = match words[..] {
        ["measure-papers", library] => comparing::child(Path::new(library), false),
        ["measure-papers", library, "--reader"] => comparing::child(Path::new(library), true),
        ["measure-refresh", library] => refreshing::child(Path::new(library)),
        #[cfg(target_os = "linux")]
        ["measure-window", library] => window::child(Path::new(library)),
        _ => match Options::read(&arguments) {
            Some(options) => measure(&options),
            None => {
                eprintln!("{USAGE}");
                return ExitCode::from(2);
            }
        },
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("warraq-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(options: &Options) -> Outcome {
    let mut report = Report::against(baseline())?;
    let folder = tempfile::tempdir()?;
    let large = folder.path().join("large");
    if options.wants("parse") {
        say("reading feeds");
        parsing::measure(&mut report)?;
    }
    if options.wants("queries") || options.wants("window") {
        say("building a library of 1,000 feeds and 50,000 articles");
        library::fill(&large, 0..ARTICLES, &mut report)?;
    }
    if options.wants("queries") {
        say("asking the library of 50,000 articles");
        queries::measure(&large, "50k", &mut report)?;
    }
    if options.wants("window") {
        window(&large, &mut report)?;
    }
    if options.wants("queries") && !options.quick {
        say("filling it up to 250,000 articles");
        library::fill(&large, ARTICLES..MANY_ARTICLES, &mut report)?;
        say("asking the library of 250,000 articles");
        queries::measure(&large, "250k", &mut report)?;
    }
    if options.wants("refresh") {
        say("refreshing 1,000 feeds over loopback");
        refreshing::measure(&folder.path().join("refreshed"), &mut report)?;
    }
    if options.wants("opml") {
        say("20,000 feeds as OPML");
        comparing::import(&folder.path().join("imported"), &mut report)?;
    }
    if options.wants("newsboat") {
        let papers = if options.quick { FEEDS / 10 } else { FEEDS };
        comparing::measure(&folder.path().join("compared"), papers, &mut report)?;
    }
    println!("\n{report}");
    if options.save {
        report.save(baseline())?;
    }
    Ok(())
}

#[cfg(target_os = "linux")]
fn window(library: &Path, report: &mut Report) -> Outcome {
    let Some(app) = window::app(root()) else {
        report.note("window: not measured: no app binary (WARRAQ_BIN, or target/release/warraq)");
        return Ok(());
    };
    say("starting the app on it");
    // The other figures are worth having although this one can't be had (no display, no driver).
    if let Err(error) = window::measure(&app, root(), library, report) {
        report.note(format!("window: not measured: {error}"));
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn window(_: &Path, report: &mut Report) -> Outcome {
    report.note("window: measured on Linux only");
    Ok(())
}

fn say(what: &str) {
    eprintln!("bench: {what}");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn baseline() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("baseline.json")
}
