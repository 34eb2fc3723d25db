//! Articles as files of their own.
//!
//! [`Document::of`] takes a stored article apart into what a file says of it; each format has one writer that makes a file
//! of a document and of the pictures that go with it. Nothing here reads a library, a clock or a disk: another format is
//! another writer, and a collection of articles is several documents.

mod address;
mod document;
pub mod html;
pub mod markdown;
mod names;
mod words;

pub use document::{Card, Document, Figure, Picture, Pictures};
pub use names::file_stem;
pub use words::Moment;
