//! Journeys through the whole app. Run by `make test-desktop`, which builds it and brings the virtual display.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod confinement;
mod hostile;
mod reading;
mod starting;
