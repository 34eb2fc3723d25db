//! The words of the contract: what commands take and give, events' companions, and the one error that leaves the core.
//! Types only; who answers them is `api`'s business, so that every layer may speak in them.

mod backups;
mod comments;
mod device;
mod dto;
mod error;
mod keeping;
mod macros;
mod searching;
mod sources;
mod versions;

pub use backups::*;
pub use comments::*;
pub use device::*;
pub use dto::*;
pub use error::{ApiError, ErrorCode};
pub use keeping::*;
pub use searching::*;
pub use sources::*;
pub use versions::*;
