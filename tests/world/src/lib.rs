//! An invented news world on loopback: papers with their pages, feeds, pictures and comments, for the demonstration, for
//! tests and for pictures of the program. Every person, paper, company and event in it is invented.
//!
//! ```
//! use warraq_world::{Options, World};
//! let world = World::start(Options::at(1_795_340_880_000)).unwrap();
//! assert!(world.papers().iter().all(|p| p.feed_url.starts_with("http://127.0.0.1:")));
//! world.stop();
//! ```
//!
//! What is written stands in `content/`, how the papers' pages look in `themes/`, and what they show in `pictures/`.

mod address;
mod bench;
mod comments;
mod content;
mod dates;
mod markup;
mod server;
mod template;
mod view;
mod world;

#[cfg(test)]
mod tests;

pub use bench::Bench;
pub use server::Running;
pub use world::World;

/// How a world is to be served.
#[derive(Debug, Clone)]
pub struct Options {
    /// The moment that every date is counted back from, in milliseconds since 1970 (UTC).
    pub base: i64,
    /// Where to listen.
    pub ports: Ports,
    /// Feeds made on the fly for measuring: how many, and of how many entries (about 2 kB each).
    pub many_feeds: Option<(usize, usize)>,
}

impl Options {
    /// Any free ports, and no feeds for measuring.
    pub fn at(base: i64) -> Self {
        Self { base, ports: Ports::Ephemeral, many_feeds: None }
    }
}

/// Which ports of 127.0.0.1 to listen on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ports {
    /// Whatever is free.
    Ephemeral,
    /// The index on this one, the papers on those after it.
    From(u16),
}

/// A paper and where it is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PaperInfo {
    /// A short name in Latin letters (`ufuq`).
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it writes about, in its own language.
    pub topic: String,
    /// Its front page.
    pub site_url: String,
    /// Its feed.
    pub feed_url: String,
    /// Its language (BCP 47).
    pub language: String,
    /// How many articles are out.
    pub articles: usize,
}

/// An article and what it tells of.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ArticleInfo {
    /// `paper/name`.
    pub id: String,
    /// Its headline.
    pub title: String,
    /// Its page.
    pub url: String,
    /// The event it reports, shared by the articles of several papers; none for one that stands alone.
    pub event: Option<String>,
    /// Whether it waits for `publish_more`.
    pub held_back: bool,
}

/// A request that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// The paper that was asked; none for the index.
    pub paper: Option<String>,
    /// GET, HEAD, POST.
    pub method: String,
    /// Path and query as they came.
    pub path: String,
    /// The status of the answer.
    pub status: u16,
}
