//! `make bench-search`: what the search finds and how fast, beside FTS5's own tokenizers and Tantivy's Arabic.
//!
//! Known items need a corpus: `WARRAQ_CORPUS` names a file of JSON lines with `title` and `body` (none is part of this
//! project). Each question is the three rarest words of a headline that stand in any text; the texts alone are indexed.
//! Times are measured on invented libraries, the same on every run, while a writer writes.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the command line talks there")]

mod known_items;
mod others;
mod speed;
mod words;

use std::sync::Arc;

use warraq_core::clock::SystemClock;
use warraq_core::net::NetOptions;
use warraq_core::{Config, Core, Opener};

pub(crate) type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

struct NoBrowser;

impl Opener for NoBrowser {
    fn open(&self, _: &url::Url) -> Result<(), String> {
        Err("there is no browser here".to_owned())
    }

    fn compose(&self, _: &url::Url) -> Result<(), String> {
        Err("there is no mail program here".to_owned())
    }
}

/// Opens a library without its schedule.
pub(crate) fn open(folder: &std::path::Path) -> Outcome<Core> {
    Ok(Core::open(Config {
        library: folder.to_owned(),
        clock: Arc::new(SystemClock),
        net: NetOptions::default(),
        opener: Arc::new(NoBrowser),
        network: Arc::new(warraq_core::UnknownNetwork),
        directory: None,
        schedule: false,
        read_only: false,
    })?)
}

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str, default: usize| {
        let given = arguments.iter().position(|one| one == name).and_then(|at| arguments.get(at + 1));
        given.and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match std::env::var("WARRAQ_CORPUS") {
        Ok(corpus) => runtime.block_on(known_items::measure(corpus.as_ref(), number("--questions", 600)))?,
        Err(_) => eprintln!("bench-search: known items not measured: WARRAQ_CORPUS names no corpus"),
    }
    for (name, documents, length) in
        [("full articles", number("--full", 250_000), 250), ("short ones", number("--short", 1_000_000), 40)]
    {
        if documents > 0 {
            runtime.block_on(speed::measure(name, documents, length))?;
        }
    }
    Ok(())
}
