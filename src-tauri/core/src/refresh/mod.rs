//! Fetching the followed feeds: which are due, one feed from its address to the store, runs that can be watched and
//! cancelled, and the schedule.

mod pipeline;
mod plan;
mod run;
mod schedule;

pub(crate) use pipeline::prepare_feed;
pub(crate) use plan::{Loaded, backoff, body_hash, load_entry};
pub(crate) use run::{cancel, run};
pub(crate) use schedule::schedule;
