//! Fetching the followed feeds: which are due, one feed from its address to the store, runs that can be watched and
//! cancelled.

mod older;
mod pipeline;
mod plan;
mod run;
mod source;
mod timing;

pub(crate) use older::load as load_older;
pub(crate) use pipeline::prepare_feed;
#[cfg(test)]
pub(crate) use plan::prepare;
pub(crate) use plan::{Loaded, body_hash, load_entry, points_to, url_key};
pub(crate) use run::{cancel, is_running, progress, run};
pub(crate) use source::{name, read};
pub(crate) use timing::{backoff, interval, next_visit};
