//! Sending a comment through the site's own form. The live page is fetched, its form filled, and posted once: the state
//! `sending` is on disk before a byte of the form leaves, so that whatever ends the program in the middle, nothing is
//! posted a second time unasked. Nothing is sent but what the reader pressed send for.

use serde_json::json;
use url::Url;

use super::{COMMENTER, described, obstacle};
use crate::Core;
use crate::comments::{self, Entered, Form, NoForm, Outcome};
use crate::contract::{
    ApiError, CommentForm, CommentProblem, CommentSent, ErrorCode, Fault, Obstacle, SendComment, SentComment, SentState,
};
use crate::feed;
use crate::model::{CoreEvent, EntryId, OutboxId, Timestamp, Validators};
use crate::net::{Kind, PostError, Posted, Request, Submission};
use crate::refresh::backoff;
use crate::store::outbox::{Fate, NewSent, Sendable};
use crate::store::{Durability, comments as stored, outbox, settings};

/// The longest comment, in characters: WordPress's own bound (`wp_get_comment_fields_max_lengths`).
const LONGEST_BODY: usize = 65_525;
/// The longest name, in characters: WordPress's own bound.
const LONGEST_AUTHOR: usize = 245;
/// The longest e-mail address, in characters: WordPress's own bound.
const LONGEST_EMAIL: usize = 100;
/// After so many failures in a row a comment waits no more.
const MOST_ATTEMPTS: u32 = 8;
/// A pause between two comments where the site names none, in milliseconds. WordPress wants fifteen seconds.
const PAUSE: Timestamp = 20_000;

/// What has to be put right before a comment can be sent. `form`: what is known of the site's form; a site of which
/// nothing is known wants name and e-mail, as WordPress does unless its owner says otherwise.
fn problems(request: &SendComment, form: Option<&CommentForm>) -> Vec<CommentProblem> {
    let (author_required, email_required) = match form {
        Some(CommentForm::Open { author_required, email_required, .. }) => (*author_required, *email_required),
        _ => (true, true),
    };
    let mut problems = Vec::new();
    let mut note = |wrong: bool, problem| problems.extend(wrong.then_some(problem));
    note(author_required && request.author.trim().is_empty(), CommentProblem::AuthorMissing);
    note(request.author.chars().count() > LONGEST_AUTHOR, CommentProblem::AuthorTooLong);
    let email = request.email.trim();
    note(email_required && email.is_empty(), CommentProblem::EmailMissing);
    note(!email.is_empty() && !is_email(email), CommentProblem::EmailInvalid);
    note(request.body.trim().is_empty(), CommentProblem::BodyMissing);
    note(request.body.chars().count() > LONGEST_BODY, CommentProblem::BodyTooLong);
    problems
}

/// Whether WordPress takes a text for an e-mail address (its `is_email`), so that nobody is refused later.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let local_fits = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
    let label_fits = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    (6..=LONGEST_EMAIL).contains(&text.chars().count())
        && !local.is_empty()
        && local.chars().all(local_fits)
        && domain.contains('.')
        && domain.split('.').all(label_fits)
}

/// Takes a comment into the outbox and tries to send it. Problems are answered and nothing is stored then.
pub(crate) async fn send(core: &Core, request: SendComment) -> Result<CommentSent, ApiError> {
    let entry = request.entry;
    let form = core.inner.store.read(move |db| {
        stored::declared(db, entry)?;
        Ok(stored::thread(db, entry)?.form)
    });
    let problems = problems(&request, form.await?.as_ref());
    if !problems.is_empty() {
        return Ok(CommentSent { problems, sent: None });
    }
    let now = core.now();
    let (author, email) = (request.author.trim().to_owned(), request.email.trim().to_owned());
    let commenter = if request.remember { json!({ "author": author, "email": email }) } else { json!(null) };
    let new = NewSent { entry, parent: request.parent, body: request.body.trim().to_owned(), author, email };
    let taken = core.inner.store.write(Durability::Full, move |db| {
        settings::set(db, COMMENTER, &commenter)?;
        stored::set_draft(db, entry, None, now)?;
        outbox::add(db, &new, now)
    });
    let id = taken.await?;
    core.emit(CoreEvent::CommentsChanged { entry });
    try_now(core, id).await;
    let sent = core.inner.store.read(move |db| outbox::one(db, id)).await?;
    Ok(CommentSent { problems, sent: Some(sent) })
}

/// Sends a comment of the outbox again, because the reader says so.
pub(crate) async fn send_again(core: &Core, id: OutboxId) -> Result<SentComment, ApiError> {
    let now = core.now();
    core.inner.store.write(Durability::Full, move |db| outbox::again(db, id, now)).await?;
    try_now(core, id).await;
    Ok(core.inner.store.read(move |db| outbox::one(db, id)).await?)
}

/// Sends what waits and is due, in the background: when the network comes back, and whenever the schedule wakes.
pub(crate) fn send_waiting(core: &Core) {
    let this = core.clone();
    core.spawn(async move {
        let now = this.now();
        let waiting = this.inner.store.read(move |db| outbox::waiting(db, now)).await;
        for id in waiting.unwrap_or_default() {
            attempt_quietly(&this, id).await;
        }
    });
}

/// Tries a comment as a task of its own, which does not end when whoever asked goes away, and waits for it.
async fn try_now(core: &Core, id: OutboxId) {
    let (done, wait) = tokio::sync::oneshot::channel::<()>();
    let this = core.clone();
    core.spawn(async move {
        attempt_quietly(&this, id).await;
        drop(done);
    });
    let _ = wait.await;
}

async fn attempt_quietly(core: &Core, id: OutboxId) {
    if let Err(error) = attempt(core, id).await {
        tracing::warn!(comment = %id, %error, "a comment could not be sent");
    }
}

/// Looks at what an article's page offers for commenting now.
pub(crate) async fn check_form(core: &Core, entry: EntryId) -> Result<CommentForm, ApiError> {
    let declared = core.inner.store.read(move |db| stored::declared(db, entry)).await?;
    let page = declared.page.ok_or_else(|| ApiError::new(ErrorCode::InvalidUrl, "the entry has no address"))?;
    let (_, form) = look_at(core, entry, &page, declared.typed_host).await?;
    Ok(described(&form))
}

/// Fetches the page and finds its form; notes what it is.
async fn look_at(
    core: &Core,
    entry: EntryId,
    page: &str,
    typed_host: Option<String>,
) -> Result<(Url, Result<Form, NoForm>), ApiError> {
    let url = Url::parse(page).map_err(|error| ApiError::from_chain(ErrorCode::InvalidUrl, &error))?;
    let request = Request { url, kind: Kind::Page, validators: Validators::default(), typed_host };
    let answer = core.inner.http.get(request).await;
    core.note_outcome(&answer);
    let response = answer?;
    let page = response.final_url.clone();
    let form = core.offload(move || {
        let text = feed::decode(&response.body, response.content_type.as_deref());
        comments::find_form(&text, response.content_type.as_deref(), &response.final_url)
    });
    let form = form.await?;
    let known = described(&form);
    core.inner.store.write(Durability::Normal, move |db| stored::set_form(db, entry, &known)).await?;
    Ok((page, form))
}

/// One attempt at one comment, from the page to what became of it.
async fn attempt(core: &Core, id: OutboxId) -> Result<(), ApiError> {
    let Some(_claim) = core.claim(format!("outbox:{id}")) else { return Ok(()) };
    let Some(sendable) = core.inner.store.read(move |db| outbox::sendable(db, id)).await? else { return Ok(()) };
    let entry = sendable.content.entry;
    let fate = fate(core, &sendable).await?;
    if let Some(fate) = fate {
        let now = core.now();
        core.inner.store.write(Durability::Full, move |db| outbox::settle(db, id, &fate, now)).await?;
    }
    core.emit(CoreEvent::CommentsChanged { entry });
    Ok(())
}

/// Sends a comment and says what became of it; none when it turned out not to wait any more.
async fn fate(core: &Core, sendable: &Sendable) -> Result<Option<Fate>, ApiError> {
    let content = &sendable.content;
    let entry = content.entry;
    let declared = core.inner.store.read(move |db| stored::declared(db, entry)).await?;
    let Some(address) = declared.page else { return Ok(Some(blocked(Obstacle::NotFound))) };
    let (page, form) = match look_at(core, entry, &address, declared.typed_host.clone()).await {
        Ok(found) => found,
        Err(error) => return Ok(Some(put_off(core, sendable, &error))),
    };
    let form = match form {
        Ok(form) => form,
        Err(why) => return Ok(Some(blocked(obstacle(why)))),
    };
    // An answer that would stand anywhere else is not what the reader wrote.
    let is_number = |key: &str| key.bytes().all(|byte| byte.is_ascii_digit());
    if content.parent.as_deref().is_some_and(|parent| !form.takes_replies || !is_number(parent)) {
        return Ok(Some(blocked(Obstacle::Extra)));
    }
    let entered = Entered {
        body: &content.body,
        author: &content.author,
        email: &content.email,
        parent: content.parent.as_deref(),
    };
    let Some(body) = form.filled(&entered) else { return Ok(Some(blocked(Obstacle::Extra))) };
    let (id, now) = (sendable.id, core.now());
    // Written down before the form leaves.
    if !core.inner.store.write(Durability::Full, move |db| outbox::begin(db, id, now)).await? {
        return Ok(None);
    }
    core.emit(CoreEvent::CommentsChanged { entry });
    let submission = Submission { url: form.action, body, page, typed_host: declared.typed_host };
    Ok(Some(match core.inner.http.post(submission).await {
        Ok(posted) => answered(core, posted, &content.body).await?,
        Err(error) if error.may_have_arrived => {
            tracing::warn!(comment = %id, error = %error, "nobody knows whether a comment arrived");
            Fate::from(SentState::Unknown)
        }
        Err(PostError { source, .. }) => put_off(core, sendable, &ApiError::from(source)),
    }))
}

fn blocked(obstacle: Obstacle) -> Fate {
    SentState::Blocked { obstacle }.into()
}

/// What cannot go now goes later when that is nobody's decision (no network, a busy server); else it has failed.
fn put_off(core: &Core, sendable: &Sendable, error: &ApiError) -> Fate {
    let passing = match error.code {
        ErrorCode::Offline
        | ErrorCode::HostUnreachable
        | ErrorCode::Timeout
        | ErrorCode::BrokenTransfer
        | ErrorCode::RateLimited => true,
        ErrorCode::HttpStatus => error.params.get("status").is_some_and(|status| status.starts_with('5')),
        _ => false,
    };
    let now = core.now();
    // Having no network is no failed attempt: it may last for days.
    let failures = sendable.failures.saturating_add(u32::from(error.code != ErrorCode::Offline));
    // The network's return is noticed; there is no need to wait for longer.
    let retry_at =
        if error.code == ErrorCode::Offline { now } else { backoff(now, failures.max(1), None, sendable.id.0) };
    let fault = Fault::from_error(error, now, failures, Some(retry_at));
    if passing && failures < MOST_ATTEMPTS {
        SentState::Waiting { fault: Some(fault) }.into()
    } else {
        SentState::Failed { fault: Fault { retry_at: None, ..fault } }.into()
    }
}

/// Reads what the site answered.
async fn answered(core: &Core, posted: Posted, said: &str) -> Result<Fate, ApiError> {
    let retry_at = core.now() + posted.retry_after.map_or(PAUSE, |seconds| i64::try_from(seconds).unwrap_or(60) * 1000);
    let said = said.to_owned();
    let outcome = core.offload(move || {
        let (status, location) = (posted.status, posted.location.as_ref());
        comments::read_answer(status, location, &posted.body, posted.content_type.as_deref(), &said)
    });
    let fate = |state, reason, key| Fate { state, reason, key };
    Ok(match outcome.await? {
        Outcome::Published(key) => fate(SentState::Published, None, key),
        Outcome::Held(key) => fate(SentState::Held, None, key),
        Outcome::Accepted => fate(SentState::Accepted, None, None),
        Outcome::Duplicate(reason) => fate(SentState::Duplicate, reason, None),
        Outcome::TooFast(reason) => fate(SentState::TooFast { retry_at }, reason, None),
        Outcome::Closed(reason) => fate(SentState::Blocked { obstacle: Obstacle::Closed }, reason, None),
        Outcome::SignIn(reason) => fate(SentState::Blocked { obstacle: Obstacle::SignIn }, reason, None),
        Outcome::Captcha => blocked(Obstacle::Captcha),
        Outcome::Refused(reason) => fate(SentState::Refused, reason, None),
        Outcome::Unknown => SentState::Unknown.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(author: &str, email: &str, body: &str) -> SendComment {
        SendComment {
            entry: EntryId(1),
            parent: None,
            body: body.to_owned(),
            author: author.to_owned(),
            email: email.to_owned(),
            remember: false,
        }
    }

    #[test]
    fn what_is_missing_is_said_before_anything_is_sent() {
        use CommentProblem::{AuthorMissing, AuthorTooLong, BodyMissing, BodyTooLong, EmailInvalid, EmailMissing};
        let none = |author_required, email_required| CommentForm::Open {
            author_required,
            email_required,
            takes_replies: true,
            rules: None,
        };
        assert_eq!(problems(&request(" ", "", " \n"), None), [AuthorMissing, EmailMissing, BodyMissing]);
        assert_eq!(problems(&request("", "", "نص"), Some(&none(false, false))), []);
        assert_eq!(problems(&request("", "x", "نص"), Some(&none(false, false))), [EmailInvalid]);
        assert_eq!(problems(&request("", "", "نص"), Some(&none(true, false))), [AuthorMissing]);
        assert_eq!(problems(&request("سلمى", "salma@x.example", "نص"), None), []);
        let long = request(&"س".repeat(246), "salma@x.example", &"ن".repeat(65_526));
        assert_eq!(problems(&long, None), [AuthorTooLong, BodyTooLong]);
    }

    #[test]
    fn an_address_is_one_when_wordpress_takes_it() {
        for good in ["a@b.co", "salma.k+news@mail.x.example", "o'brien@x.example"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "a@b",
            "a b@x.example",
            "@x.example",
            "a@",
            "a@-x.example",
            "a@x..example",
            "a@x.example.",
            "سلمى@x.example",
            "a@x@y.example",
            "a@b.c",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
