//! The library on disk: the only module that writes SQL.
//!
//! One thread owns the only connection that writes; reads run on a few connections of their own that can't write. What
//! the reader did is written with `synchronous=FULL` and is on disk before it is answered; what a refresh brought is
//! written with `NORMAL`, because it can be fetched again, and rides to disk with the next act of the reader (both go
//! through the same write-ahead log). If a caller opened a second writing connection, that order would break.

pub(crate) mod backup;
pub(crate) mod categories;
pub(crate) mod checks;
pub(crate) mod clock_sense;
mod columns;
pub(crate) mod comments;
mod copies;
pub(crate) mod detail;
pub(crate) mod entries;
mod error;
pub(crate) mod extras;
pub(crate) mod feeds;
pub(crate) mod health;
pub(crate) mod icons;
mod journal;
pub(crate) mod kept;
pub(crate) mod marks;
mod matching;
mod merge;
mod migrate;
pub(crate) mod older;
mod open;
pub(crate) mod outbox;
pub(crate) mod outlines;
pub(crate) mod packs;
pub(crate) mod pages;
pub(crate) mod pictures;
pub(crate) mod pieces;
pub(crate) mod places;
pub(crate) mod portable;
pub(crate) mod recovery;
pub(crate) mod rhythm;
pub(crate) mod rows;
mod salvage;
pub(crate) mod search;
pub(crate) mod searches;
pub(crate) mod settings;
pub(crate) mod signatures;
pub(crate) mod sounds;
pub(crate) mod stories;
pub(crate) mod subjects;
pub(crate) mod texts;
pub(crate) mod undo;
pub(crate) mod versions;
pub(crate) mod visits;
mod window;
mod writer;

pub(crate) use entries::{Edited, EntryPictures, NewEntry};
pub(crate) use error::StoreError;
pub(crate) use feeds::{Decision, DueFeed, FeedMeta, NewFeed, RefreshOutcome};
pub(crate) use journal::Journal;
pub(crate) use open::{Access, Store, is_full};
pub(crate) use pictures::{MissingPicture, StoredMedia, write_whole};
pub(crate) use texts::{NewText, Parts, PointsTo};
pub(crate) use undo::Act;
pub(crate) use window::Window;
pub(crate) use writer::Durability;

/// The library's database, as it is handed to a piece of work.
pub(crate) type Db = rusqlite::Connection;

#[cfg(test)]
mod tests;

/// An empty library in memory, for the tests of those who decide what is stored.
#[cfg(test)]
#[allow(clippy::panic)]
pub(crate) fn in_memory() -> rusqlite::Connection {
    let mut db = rusqlite::Connection::open_in_memory().unwrap_or_else(|error| panic!("{error}"));
    migrate::migrate(&mut db).unwrap_or_else(|error| panic!("{error}"));
    db
}
