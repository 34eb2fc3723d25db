//! What an article is like: its signature, its neighbours in the library and why they are neighbours. Pure: values in,
//! values out. The design and its measurements are in docs/decisions/0024-related-and-stories.md.

mod facts;
mod rank;
mod rarity;
mod signature;
mod table;
mod topic;
mod why;

pub use facts::Facts;
pub use rank::{Candidate, Ranked, SAME, rank};
pub use rarity::{Prior, Rarity, SHARDS};
pub use signature::{Signature, Words, cosine};
pub use table::Table;
pub use topic::{TOPICS, Topic, topic};
pub use why::{new_words, telling_words};
