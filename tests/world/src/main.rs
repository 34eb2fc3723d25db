//! `warraq-world`: serves the invented news world until its input closes or it is told to stop.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the command line talks there")]

use std::io::{self, BufRead as _};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::mpsc;
use warraq_world::{Options, Ports, Running, World};

const USAGE: &str = "warraq-world [--port N] [--base MILLISECONDS] [--many FEEDS ENTRIES] [--stay]
  --port   the index here, the papers on the ports after it (otherwise any free ports)
  --base   the moment that dates are counted back from (otherwise now)
  --many   serve feeds for measuring at /bench/feed/<n>.xml
  --stay   do not stop when the input closes
A line `publish` on the input brings out the articles held back; `status PAPER 503` makes a paper answer everything so,
and `status PAPER` lets it be.
Prints a line of JSON with the papers, and the count of requests at the end.";

fn arguments() -> Option<(Options, bool)> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|d| i64::try_from(d.as_millis()).ok())?;
    let (mut options, mut stay) = (Options::at(now), false);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--port" => options.ports = Ports::From(arguments.next()?.parse().ok()?),
            "--base" => options.base = arguments.next()?.parse().ok()?,
            "--many" => options.many_feeds = Some((arguments.next()?.parse().ok()?, arguments.next()?.parse().ok()?)),
            "--stay" => stay = true,
            _ => return None,
        }
    }
    Some((options, stay))
}

/// Does what a line of the input says; a line that says nothing is passed over.
fn obey(running: &Running, line: &str) {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words[..] {
        ["publish"] => running.publish_more(),
        ["status", paper] => running.set_status(paper, None),
        ["status", paper, status] => {
            running.set_status(paper, status.parse().ok().filter(|s| (200..600).contains(s)));
        }
        _ => {}
    }
}

/// Returns when it is time to stop.
async fn told_to_stop(running: &Arc<Running>, stay: bool) -> io::Result<()> {
    let (closed, mut input) = mpsc::channel::<()>(1);
    let told = Arc::clone(running);
    std::thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            obey(&told, &line);
        }
        if stay {
            // Kept open for ever: only a signal ends the wait.
            std::mem::forget(closed);
        }
    });
    #[cfg(unix)]
    {
        let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            _ = input.recv() => Ok(()),
            _ = terminated.recv() => Ok(()),
            interrupted = tokio::signal::ctrl_c() => interrupted,
        }
    }
    #[cfg(not(unix))]
    tokio::select! {
        _ = input.recv() => Ok(()),
        interrupted = tokio::signal::ctrl_c() => interrupted,
    }
}

fn serve(options: Options, stay: bool) -> io::Result<()> {
    let running = Arc::new(World::start(options)?);
    println!("{}", serde_json::json!({"index": running.index_url(), "papers": running.papers()}));
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(told_to_stop(&running, stay))?;
    eprintln!("requests: {}", running.requests());
    Ok(())
}

fn main() -> ExitCode {
    let Some((options, stay)) = arguments() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match serve(options, stay) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("warraq-world: {error}");
            ExitCode::FAILURE
        }
    }
}
