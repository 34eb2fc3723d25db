//! What the behaviour tests stand on: a core over a temporary folder, scripted loopback servers, a fixed clock.

pub mod app;
pub mod bindings;
pub mod feeds;
pub mod pictures;
pub mod recording;
pub mod server;
