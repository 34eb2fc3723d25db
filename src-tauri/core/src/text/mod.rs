//! Words, letters and directions: pure functions over text, with Arabic as the reference.

pub mod anchor;
mod arabic;
pub mod date;
pub mod diff;
mod direction;
mod language;
mod stem;
mod stop;
mod words;

pub use arabic::fold;
pub(crate) use direction::Strong;
pub use direction::{directed, direction};
pub use language::language;
pub use stem::{Stems, content_words, stem};
pub use words::{count_words, excerpt, monogram, reading_minutes, tokens};
