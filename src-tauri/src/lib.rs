//! The shell: the only place that knows Tauri.
//!
//! It finds the library's folder, opens the core, shows the one window and carries commands, events and stored pictures
//! between them. Nothing is decided here about feeds or articles; that is `warraq-core`.

mod commands;
#[cfg(target_os = "linux")]
mod context_menu;
mod downloads;
mod engine;
mod events;
mod log;
mod media;
mod network;
mod notify;
mod opener;
mod paths;
mod window;

use std::process::ExitCode;

use tauri::{Manager as _, RunEvent};

use crate::engine::Engine;
use crate::paths::Library;

/// Runs the app until its window is closed.
pub fn run() -> ExitCode {
    let context = tauri::generate_context!();
    let explicit = Library::from_environment();
    let mut builder = tauri::Builder::default();
    if let Some(id) = paths::instance_id(explicit.as_ref()) {
        // First of all plug-ins: a second start hands over before it touches the library.
        let plugin = tauri_plugin_single_instance::Builder::new().dbus_id(id);
        builder = builder.plugin(plugin.callback(|app, _arguments, _folder| window::focus(app)).build());
    }
    let built = builder
        .plugin(window::remembered_geometry())
        .plugin(tauri_plugin_notification::init())
        .register_asynchronous_uri_scheme_protocol(media::SCHEME, media::serve)
        .invoke_handler(commands::handler())
        .setup(move |app| {
            if let Ok(folder) = app.path().app_log_dir() {
                log::start(&folder);
            }
            tracing::info!(version = env!("CARGO_PKG_VERSION"), "warraq starts");
            let library = explicit.or_else(Library::of_the_app).ok_or("the system names no home folder")?;
            app.manage(Engine::start(app.handle().clone(), library));
            window::open(app.handle())?;
            end_when_asked(app.handle());
            Ok(())
        })
        .build(context);
    match built {
        Ok(app) => ExitCode::from(u8::try_from(app.run_return(on_event)).unwrap_or(1)),
        Err(error) => {
            // No log yet and no window to show it in: the terminal is all there is.
            tracing::error!(%error, "the app could not start");
            eprintln_error(&error);
            ExitCode::FAILURE
        }
    }
}

/// Ends in good order when the session ends or somebody presses Ctrl+C, instead of being cut off.
#[cfg(target_os = "linux")]
fn end_when_asked(app: &tauri::AppHandle) {
    // The signals' numbers are fixed by POSIX's list and the kernel's: interrupt, terminate, hang-up.
    for signal in [2, 15, 1] {
        let app = app.clone();
        glib::unix_signal_add(signal, move || {
            app.exit(0);
            glib::ControlFlow::Continue
        });
    }
}

/// Elsewhere the system closes the window, which ends the app.
#[cfg(not(target_os = "linux"))]
fn end_when_asked(_: &tauri::AppHandle) {}

/// Closes the library when the app ends, whichever way.
fn on_event(app: &tauri::AppHandle, event: RunEvent) {
    if let RunEvent::Exit = event
        && let Some(engine) = app.try_state::<Engine>()
    {
        tauri::async_runtime::block_on(engine.close());
        tracing::info!("warraq ends");
    }
}

#[expect(clippy::print_stderr, reason = "there is no window and perhaps no log at this point")]
fn eprintln_error(error: &tauri::Error) {
    eprintln!("warraq: {error}");
}
