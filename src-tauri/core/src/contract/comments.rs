//! What readers say under an article, and what this reader says there.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Fault, macros::dto};
use crate::html::{Passage, SafeHtml};
use crate::model::{Direction, EntryId, OutboxId, Timestamp};

dto!(
    /// An article's comments as the library has them.
    answer CommentThread {
        /// The article.
        entry: EntryId,
        /// How many comments it has, as far as is known: at the site, not only here.
        count: u32,
        /// Those that are here, in reading order: the oldest first, each followed by its answers.
        comments: Vec<Comment>,
        /// There are more at the site than were taken.
        partial: bool,
        /// When they were last fetched; none until then.
        #[ts(type = "number | null")]
        fetched_at: Option<Timestamp>,
        /// Why the last attempt failed, if it did.
        fault: Option<Fault>,
        /// Whether there is anywhere to ask: the article has a page or names its comments.
        available: bool,
        /// What the site's form was when it was last looked at.
        form: Option<CommentForm>,
        /// What the reader has begun to write.
        draft: Option<CommentDraft>,
        /// What the reader has sent, oldest first.
        outbox: Vec<SentComment>,
        /// Who the reader comments as, where that is remembered.
        commenter: Option<Commenter>,
    }
);

dto!(
    /// A comment.
    answer Comment {
        /// What the site calls it.
        key: String,
        /// The comment that it answers.
        parent: Option<String>,
        /// How many comments it stands below, 0 to 6.
        depth: u32,
        /// Who says so, plain text; may be empty.
        author: String,
        /// The first letter of the name.
        monogram: String,
        /// The article's own author says so, and the site vouches for it.
        by_writer: bool,
        /// When.
        #[ts(type = "number | null")]
        published_at: Option<Timestamp>,
        /// Its words and links. There is nothing else in a comment.
        passages: Vec<Passage>,
        /// The same as markup, for exports.
        html: SafeHtml,
        /// Direction of its text, by the majority of its letters.
        direction: Direction,
        /// Its language (BCP 47), where the letters tell it.
        language: Option<String>,
    }
);

/// What a site's comment form is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum CommentForm {
    /// It takes comments from here.
    Open {
        /// It wants a name.
        author_required: bool,
        /// It wants an e-mail address.
        email_required: bool,
        /// Comments can be answered.
        takes_replies: bool,
        /// What the site says above it, plain text.
        rules: Option<String>,
    },
    /// It does not.
    Unusable {
        /// Why.
        obstacle: Obstacle,
    },
}

/// Why a site takes no comment from here; the reader can go on in the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum Obstacle {
    /// The page has no comment form.
    NotFound,
    /// Comments are closed.
    Closed,
    /// Only who has signed in may comment.
    SignIn,
    /// A riddle, or a check that only a browser passes.
    Captcha,
    /// Comments are another service's.
    External,
    /// The form wants something that is not asked for here.
    Extra,
    /// The form would send the reader's address without encryption, or to another site.
    Unsafe,
}

dto!(
    /// What the reader is writing under an article.
    answer CommentDraft {
        /// The comment that it answers.
        parent: Option<String>,
        /// What is written so far.
        body: String,
    }
);

dto!(
    /// Who the reader comments as.
    answer Commenter {
        /// The name that is shown.
        author: String,
        /// The e-mail address, which sites do not show.
        email: String,
    }
);

dto!(
    /// Who the reader comments as, where the reader asked to have that remembered.
    answer RememberedCommenter {
        /// The name and the address; none where nothing is remembered.
        commenter: Option<Commenter>,
    }
);

dto!(
    /// A comment that the reader has sent.
    answer SentComment {
        /// Its number here.
        id: OutboxId,
        /// The article.
        entry: EntryId,
        /// The comment that it answers.
        parent: Option<String>,
        /// What it says, plain text.
        body: String,
        /// Direction of its text.
        direction: Direction,
        /// The name under which it was sent.
        author: String,
        /// What became of it.
        state: SentState,
        /// The site's own sentence, plain text, where it gave one.
        reason: Option<String>,
        /// When the reader pressed send.
        #[ts(type = "number")]
        created_at: Timestamp,
        /// When its state last changed.
        #[ts(type = "number")]
        changed_at: Timestamp,
    }
);

/// What became of a comment that the reader sent.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum SentState {
    /// It goes as soon as the site can be reached.
    Waiting {
        /// Why it could not go yet, once that was tried.
        fault: Option<Fault>,
    },
    /// It is on its way.
    Sending,
    /// It may have arrived and may not: the connection or the program ended in the middle. The reader decides.
    Unknown,
    /// It stands under the article.
    Published,
    /// The site shows it once somebody there has approved it.
    Held,
    /// The site took it without saying whether it shows.
    Accepted,
    /// The site has it already.
    Duplicate,
    /// The site wants a pause between comments.
    TooFast {
        /// From when on it may be tried again.
        #[ts(type = "number")]
        retry_at: Timestamp,
    },
    /// The site refused it.
    Refused,
    /// The site takes no comment from here.
    Blocked {
        /// Why.
        obstacle: Obstacle,
    },
    /// It could not be sent.
    Failed {
        /// Why.
        fault: Fault,
    },
}

dto!(
    /// Parameters of `save_comment_draft`. An empty text deletes the draft.
    request SaveCommentDraft {
        /// The article.
        entry: EntryId,
        /// The comment that it answers.
        #[serde(default)]
        parent: Option<String>,
        /// What is written so far, at most 65,525 characters.
        body: String,
    }
);

dto!(
    /// Parameters of `send_comment`.
    request SendComment {
        /// The article.
        entry: EntryId,
        /// The comment that it answers.
        #[serde(default)]
        parent: Option<String>,
        /// What it says.
        body: String,
        /// The name to show.
        #[serde(default)]
        author: String,
        /// The e-mail address.
        #[serde(default)]
        email: String,
        /// Whether name and e-mail are remembered on this device from now on; when not, what was remembered is deleted.
        #[serde(default)]
        remember: bool,
    }
);

dto!(
    /// What `send_comment` did.
    answer CommentSent {
        /// What has to be put right first; nothing was sent or stored then.
        problems: Vec<CommentProblem>,
        /// The comment in the outbox, with what became of it.
        sent: Option<SentComment>,
    }
);

/// What is wrong with a comment before it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum CommentProblem {
    /// Nothing is written.
    BodyMissing,
    /// More than 65,525 characters.
    BodyTooLong,
    /// The site wants a name.
    AuthorMissing,
    /// More than 245 characters.
    AuthorTooLong,
    /// The site wants an e-mail address.
    EmailMissing,
    /// That is no e-mail address.
    EmailInvalid,
}

dto!(
    /// Names a sent comment.
    request OutboxRef {
        /// Its number.
        id: OutboxId,
    }
);
