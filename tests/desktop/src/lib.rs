//! Drives the built app through WebKitWebDriver: what the tests in `suite/` stand on.
//!
//! It knows nothing of Tauri and links none of it: it starts programs, speaks the W3C WebDriver protocol over loopback
//! and reads what the window shows. Every app it starts has a home folder, a driver, a port and a process group of its
//! own, and all of them end with it, even when a test panics. Linux only, as WebKitWebDriver is.

#![cfg(target_os = "linux")]

mod app;
mod driver;
mod process;
mod world;

pub use app::{App, Home};
pub use driver::{Driver, DriverError, Element, Key};
pub use world::{Paper, World};
