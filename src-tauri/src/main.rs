//! The program: everything is in the library, which tests can reach.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    warraq_app::run()
}
