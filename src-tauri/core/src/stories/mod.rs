//! Stories: articles of several papers on one event, gathered as they arrive. Pure: signatures in, memberships out.
//!
//! One pass in the order of publication: an article joins the story of the nearest one of the last three days if it is
//! near enough to that one and to the story as a whole, and nothing tells the two events apart. The thresholds and what
//! they give are in docs/decisions/0024-related-and-stories.md.

mod shape;
mod window;

pub use shape::shape;
pub use window::{Joined, StoryKey, Told, Window};

use crate::model::Timestamp;

/// A story takes nothing in any more so long after its last article, and no article of that age is compared.
pub const OPEN: Timestamp = 72 * 60 * 60 * 1000;
/// Members of a story at the most.
pub const MOST: usize = 50;
