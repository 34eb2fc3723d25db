//! Comments: reading them, writing one, what became of it.

use serde_json::Value;

use crate::Core;
use crate::api::*;
use crate::commenting;
use crate::model::CoreEvent;
use crate::store::{self, Durability, comments, outbox};

/// The longest draft, in characters: as long as a comment may be.
const LONGEST_DRAFT: usize = 65_525;
/// The longest name of a comment to answer, in bytes.
const LONGEST_KEY: usize = 500;

impl Core {
    /// An article's comments, from the store alone: never the network.
    pub async fn get_comments(&self, request: EntryRef) -> Result<CommentThread, ApiError> {
        commenting::read(self, request.id).await
    }

    /// Fetches an article's comments, then gives them. A failure is part of the answer.
    pub async fn fetch_comments(&self, request: EntryRef) -> Result<CommentThread, ApiError> {
        commenting::fetch(self, request.id).await?;
        commenting::read(self, request.id).await
    }

    /// Looks at the article's page and says what its comment form is now.
    pub async fn check_comment_form(&self, request: EntryRef) -> Result<CommentForm, ApiError> {
        commenting::check_form(self, request.id).await
    }

    /// Stores what the reader is writing under an article; an empty text deletes it.
    pub async fn save_comment_draft(&self, request: SaveCommentDraft) -> Result<Done, ApiError> {
        parent_fits(request.parent.as_deref())?;
        if request.body.chars().count() > LONGEST_DRAFT {
            return Err(ApiError::new(ErrorCode::InvalidRequest, "too long").with("limit", LONGEST_DRAFT));
        }
        let now = self.now();
        let draft = CommentDraft { parent: request.parent, body: request.body };
        let draft = (!draft.body.trim().is_empty()).then_some(draft);
        let write = self.inner.store.write(Durability::Full, move |db| {
            comments::declared(db, request.entry)?;
            comments::set_draft(db, request.entry, draft.as_ref(), now)
        });
        write.await?;
        Ok(Done {})
    }

    /// Sends a comment through the site's own form, now or when the network is back, and says what became of it.
    pub async fn send_comment(&self, request: SendComment) -> Result<CommentSent, ApiError> {
        parent_fits(request.parent.as_deref())?;
        commenting::send(self, request).await
    }

    /// Sends a comment of the outbox again: one that waits, failed, came too fast or may not have arrived.
    pub async fn resend_comment(&self, request: OutboxRef) -> Result<SentComment, ApiError> {
        commenting::send_again(self, request.id).await
    }

    /// Takes a comment out of the outbox; what the site has of it stays there.
    pub async fn discard_comment(&self, request: OutboxRef) -> Result<Done, ApiError> {
        let entry = self.inner.store.write(Durability::Full, move |db| outbox::discard(db, request.id)).await?;
        self.emit(CoreEvent::CommentsChanged { entry });
        Ok(Done {})
    }

    /// The name and the e-mail address that are remembered for comments.
    pub async fn get_commenter(&self, _: Nothing) -> Result<RememberedCommenter, ApiError> {
        Ok(RememberedCommenter { commenter: self.inner.store.read(commenting::remembered).await? })
    }

    /// Forgets the name and the e-mail address that were remembered for comments.
    pub async fn forget_commenter(&self, _: Nothing) -> Result<Done, ApiError> {
        let write = self
            .inner
            .store
            .write(Durability::Full, |db| store::settings::set(db, commenting::COMMENTER, &Value::Null));
        write.await?;
        Ok(Done {})
    }
}

fn parent_fits(parent: Option<&str>) -> Result<(), ApiError> {
    match parent {
        Some(key) if key.is_empty() || key.len() > LONGEST_KEY => {
            Err(ApiError::new(ErrorCode::InvalidRequest, "no such comment"))
        }
        _ => Ok(()),
    }
}
