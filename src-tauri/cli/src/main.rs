//! Warraq without a window. A verb unpacks its arguments, calls the core and prints; it decides nothing.

mod args;
mod batch;
mod messages;
mod print;
mod verbs;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let args = args::Args::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_env("WARRAQ_LOG").unwrap_or_else(|_| "off".into()))
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return print::failure(&format!("The program could not start: {error}")),
    };
    match runtime.block_on(verbs::run(args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => print::failure(&messages::sentence(&error)),
    }
}
