//! What the behaviour tests stand on: a core over a temporary folder, scripted loopback servers, a fixed clock.

pub mod bindings;
pub mod server;
