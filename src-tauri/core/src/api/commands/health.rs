//! How sources fare, and what the reader decides about that.

use crate::Core;
use crate::api::*;
use crate::store::{Act, health, undo};

impl Core {
    /// How every followed source fares.
    pub async fn list_health(&self, _: Nothing) -> Result<Health, ApiError> {
        let now = self.now();
        Ok(Health { feeds: self.inner.store.read(move |db| health::list(db, now)).await? })
    }

    /// Takes the new address of a source that says that it has moved. Can be undone.
    pub async fn accept_move(&self, request: FeedRef) -> Result<Undoable, ApiError> {
        let now = self.now();
        let done = self
            .arrange(1, move |db| {
                let feeds = undo::feeds_before(db, &[request.id])?;
                health::accept_move(db, request.id, now)?;
                Ok(Act::Arranged { feeds, categories: Vec::new(), made: Vec::new(), added: Vec::new() })
            })
            .await?;
        self.inner.wake.notify_one();
        Ok(done)
    }

    /// Puts a source's state aside until it becomes another. Can be undone.
    pub async fn dismiss_health(&self, request: FeedRef) -> Result<Undoable, ApiError> {
        let now = self.now();
        self.arrange(1, move |db| {
            let before = undo::feeds_before(db, &[request.id])?;
            health::dismiss(db, request.id, now)?;
            Ok(Act::Arranged { feeds: before, categories: Vec::new(), made: Vec::new(), added: Vec::new() })
        })
        .await
    }
}
