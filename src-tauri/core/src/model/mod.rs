//! The nouns: plain immutable values that every layer may name.
//!
//! Nothing here reads a clock, a socket or a file. Identifiers are newtypes, so that a feed's number can't be passed
//! where an entry's is meant; direction and language are values computed once, in `text`, and carried along.

mod event;
mod ids;
mod subject;
mod types;

pub use event::CoreEvent;
pub use ids::{
    CategoryId, CollectionId, EntryId, FeedId, HighlightId, MediaHash, OutboxId, SearchId, TagId, VersionId,
};
pub use subject::{Subject, SubjectFrom};
pub use types::{Direction, FullTextMode, Scope, SourceKind, TextOrigin, Timestamp, Validators};
