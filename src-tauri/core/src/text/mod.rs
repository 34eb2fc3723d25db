//! Words, letters and directions: pure functions over text, with Arabic as the reference.

pub mod anchor;
mod arabic;
pub mod date;
pub mod diff;
mod direction;
mod isolate;
mod language;
mod letters;
mod stem;
mod stop;
pub mod terms;
mod words;

pub use arabic::fold;
pub(crate) use direction::Strong;
pub use direction::{directed, direction};
pub use isolate::own_order;
pub use language::language;
pub use stem::{Stems, content_words, leading_stems, stem};
pub use words::{count_words, excerpt, monogram, reading_minutes, tokens};
