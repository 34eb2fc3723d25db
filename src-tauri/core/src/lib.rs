//! Warraq's engine: everything below the window.
//!
//! The modules tell the pipeline. `refresh` asks `net` for bytes, `feed` reads them, `html` makes their markup safe,
//! `extract` finds the article in a page, `store` keeps it, `offline` completes what the reader kept, `related` finds
//! its neighbours, `export` writes it to a file, and `api` is what all of them look like from outside. Arrows go down only; `docs/architecture.md`
//! holds the table and a test holds the code to it.

pub mod api;
pub mod clock;
pub mod contract;
pub mod export;
pub mod extract;
pub mod feed;
pub mod html;
pub mod model;
pub mod net;
pub mod search;
pub mod subject;
pub mod text;

mod commenting;
mod comments;
mod core;
mod directory;
mod gathering;
mod imports;
mod offline;
mod refresh;
pub mod related;
mod settings;
mod site;
mod store;
pub mod stories;

pub use crate::core::{APP_IDENTIFIER, Config, Core, Network, Opener, UnknownNetwork, default_library};
