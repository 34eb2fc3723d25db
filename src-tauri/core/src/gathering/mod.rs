//! The pass in the background that signs what is new and gathers it into stories, and the finding of neighbours.
//!
//! Nothing of it is on the way of an entry: a refresh stores, and when it is over this takes up what was stored, a few
//! hundred at a time in transactions of their own, in the order of publication.

mod near;
mod pass;

pub(crate) use near::neighbours;
pub(crate) use pass::{catch_up, gather, rarity};
