//! What is said under an article: fetched when the reader asks for it, or with an article that is kept; never before. And
//! what the reader says there: see [`send`].

mod send;

pub(crate) use send::{check_form, send, send_again, send_waiting};

use url::Url;

use crate::Core;
use crate::comments::{self, MOST_COMMENTS, PER_PAGE, Place, Placed, Remark};
use crate::contract::{ApiError, CommentForm, CommentThread, Commenter, ErrorCode, Fault, Obstacle};
use crate::feed;
use crate::html;
use crate::model::{CoreEvent, Direction, EntryId, Validators};
use crate::net::{Kind, Request, Response};
use crate::refresh::backoff;
use crate::store::comments::{Declared, NewComment, NewThread};
use crate::store::{Db, Durability, StoreError, comments as stored, outbox, settings};
use crate::text;

/// Pages of the REST interface that are asked for.
const MOST_PAGES: usize = MOST_COMMENTS.div_ceil(PER_PAGE);
/// The setting that holds who the reader comments as.
pub(crate) const COMMENTER: &str = "comment.commenter";

/// An article's comments as the library has them; never the network.
pub(crate) async fn read(core: &Core, id: EntryId) -> Result<CommentThread, ApiError> {
    let thread = core.inner.store.read(move |db| {
        let declared = stored::declared(db, id)?;
        let thread = stored::thread(db, id)?;
        let comments = stored::of_entry(db, id)?;
        let here = u32::try_from(comments.len()).unwrap_or(u32::MAX);
        let said = declared.count.unwrap_or(0);
        // Feeds count pingbacks, too: after a whole fetch only what they say more than then is news.
        let count = match thread.fetched_at {
            Some(_) if !thread.partial => here + said.saturating_sub(thread.declared.unwrap_or(said)),
            _ => here.max(said),
        };
        Ok(CommentThread {
            entry: id,
            count,
            comments,
            partial: thread.partial,
            fetched_at: thread.fetched_at,
            fault: thread.fault,
            available: declared.page.is_some() || declared.feed.is_some(),
            form: thread.form,
            draft: stored::draft(db, id)?,
            outbox: outbox::of_entry(db, id)?,
            commenter: remembered(db)?,
        })
    });
    Ok(thread.await?)
}

/// Who the reader comments as, where that is remembered.
pub(crate) fn remembered(db: &Db) -> Result<Option<Commenter>, StoreError> {
    Ok(settings::get(db, COMMENTER)?.as_ref().and_then(commenter))
}

fn commenter(value: &serde_json::Value) -> Option<Commenter> {
    let text = |key: &str| value.get(key).and_then(serde_json::Value::as_str).map(str::to_owned);
    Some(Commenter { author: text("author")?, email: text("email")? })
}

/// Fetches an article's comments. A fault is recorded with the thread and is no error; what is here stays then.
pub(crate) async fn fetch(core: &Core, id: EntryId) -> Result<(), ApiError> {
    // Somebody is at it already.
    let Some(_claim) = core.claim(format!("comments:{id}")) else { return Ok(()) };
    let (declared, known) =
        core.inner.store.read(move |db| Ok((stored::declared(db, id)?, stored::thread(db, id)?))).await?;
    let failures = known.fault.as_ref().map_or(0, |fault| fault.failures);
    let outcome = Fetching { core, id, declared }.fetch(known.place, known.validators).await;
    let now = core.now();
    match outcome {
        Ok(Fetched::Same) => {
            core.inner.store.write(Durability::Normal, move |db| stored::confirm(db, id, now)).await?;
        }
        Ok(Fetched::New(thread)) => {
            let write = core.inner.store.write(Durability::Normal, move |db| {
                stored::set(db, id, &thread, now)?;
                outbox::forget_shown(db, id)
            });
            write.await?;
        }
        Err(error) => {
            let failures = failures.saturating_add(1);
            let fault = Fault::from_error(&error, now, failures, Some(backoff(now, failures, None, id.0)));
            tracing::info!(entry = %id, %error, "the comments could not be had");
            core.inner.store.write(Durability::Normal, move |db| stored::set_fault(db, id, &fault)).await?;
        }
    }
    core.emit(CoreEvent::CommentsChanged { entry: id });
    Ok(())
}

/// Fetches the comments of a kept article that are not here yet, as part of keeping it. With `due`, only when the time for
/// another attempt has come.
pub(crate) async fn fetch_for_keeping(core: &Core, id: EntryId, due: Option<i64>) -> Result<bool, ApiError> {
    let wanted = core.inner.store.read(move |db| stored::wanted_for_keeping(db, id, due)).await?;
    if wanted {
        fetch(core, id).await?;
    }
    Ok(wanted)
}

enum Fetched {
    /// What is here is what the site has.
    Same,
    New(Box<NewThread>),
}

struct Fetching<'c> {
    core: &'c Core,
    id: EntryId,
    declared: Declared,
}

/// What a place gave.
struct Taken {
    remarks: Vec<Remark>,
    validators: Validators,
    partial: bool,
    /// The place that it was had from in the end.
    place: Place,
}

impl Fetching<'_> {
    async fn fetch(&self, known: Option<(String, String)>, validators: Validators) -> Result<Fetched, ApiError> {
        let known = known.and_then(|(kind, url)| Place::stored(&kind, &url));
        let declared = self.declared.feed.as_deref().and_then(|url| Place::stored("feed", url));
        let mut last = None;
        let first = known.clone().into_iter().chain(declared.filter(|place| known.as_ref() != Some(place)));
        for place in first {
            let validators = if known.as_ref() == Some(&place) { validators.clone() } else { Validators::default() };
            match self.take(place, validators).await {
                Ok(found) => return self.arranged(found).await,
                Err(error) if is_elsewhere(&error) => last = Some(error),
                Err(error) => return Err(error),
            }
        }
        let Some(page) = self.declared.page.as_deref().and_then(|url| Url::parse(url).ok()) else {
            return Err(last.unwrap_or_else(|| ApiError::new(ErrorCode::NoComments, "nothing names the comments")));
        };
        for place in self.look_at(page).await? {
            match self.take(place, Validators::default()).await {
                Ok(found) => return self.arranged(found).await,
                Err(error) if is_elsewhere(&error) => last = Some(error),
                Err(error) => return Err(error),
            }
        }
        Err(last.unwrap_or_else(|| ApiError::new(ErrorCode::NoComments, "the page names no comments")))
    }

    /// The places that the article's page names. As the page is here, what its form is gets noted, too.
    async fn look_at(&self, page: Url) -> Result<Vec<Place>, ApiError> {
        let response = self.get(page, Kind::Page, Validators::default()).await?;
        let found = self.core.offload(move || {
            let page = feed::decode(&response.body, response.content_type.as_deref());
            let form = comments::find_form(&page, response.content_type.as_deref(), &response.final_url);
            (comments::of_page(&page, &response.final_url), described(&form))
        });
        let (places, form) = found.await?;
        let id = self.id;
        self.core.inner.store.write(Durability::Normal, move |db| stored::set_form(db, id, &form)).await?;
        Ok(places)
    }

    async fn get(&self, url: Url, kind: Kind, validators: Validators) -> Result<Response, ApiError> {
        let request = Request { url, kind, validators, typed_host: self.declared.typed_host.clone() };
        let answer = self.core.inner.http.get(request).await;
        self.core.note_outcome(&answer);
        Ok(answer?)
    }

    /// The comments of a place; none when they are the same as before.
    async fn take(&self, place: Place, validators: Validators) -> Result<Option<Taken>, ApiError> {
        let asked_conditionally = validators != Validators::default();
        let response = self.get(place.url().clone(), Kind::Feed, validators).await?;
        if response.not_modified && asked_conditionally {
            return Ok(None);
        }
        let validators = response.validators.clone();
        if matches!(place, Place::Rest(_)) {
            let (remarks, partial) = self.pages(&place, response).await?;
            return Ok(Some(Taken { remarks, validators, partial, place }));
        }
        let (count, url) = (self.declared.count, response.final_url.clone());
        let read =
            move || comments::read_feed(&response.body, response.content_type.as_deref(), &response.final_url, count);
        let thread = self.core.offload(read).await??;
        // A feed shows the newest comments only: the interface has all of them, with their parents.
        if thread.partial
            && let Some((home, post)) = &thread.post
        {
            for fuller in comments::of_post(home, *post, &url) {
                if let Some(found) = self.fuller(fuller, thread.remarks.len()).await {
                    return Ok(Some(found));
                }
            }
        }
        let taken = Taken { remarks: thread.remarks, validators, partial: thread.partial, place };
        Ok(Some(taken))
    }

    /// What the interface has, if it is open and has no less.
    async fn fuller(&self, place: Place, least: usize) -> Option<Taken> {
        let response = self.get(place.url().clone(), Kind::Feed, Validators::default()).await.ok()?;
        let validators = response.validators.clone();
        let (remarks, partial) = self.pages(&place, response).await.ok()?;
        (remarks.len() >= least).then_some(Taken { remarks, validators, partial, place })
    }

    /// A post's comments, page by page. True when there are more than were taken.
    async fn pages(&self, place: &Place, first: Response) -> Result<(Vec<Remark>, bool), ApiError> {
        let read = |response: Response| {
            self.core.offload(move || comments::read_rest(&response.body, response.content_type.as_deref()))
        };
        let mut remarks = read(first).await??;
        let mut last = remarks.len();
        let mut page = 1;
        while last >= PER_PAGE && page < MOST_PAGES {
            page += 1;
            let Some(next) = place.page(page) else { break };
            // Past the end the interface answers 400: a full page was the last.
            let Ok(response) = self.get(next, Kind::Feed, Validators::default()).await else {
                return Ok((remarks, true));
            };
            let more = read(response).await??;
            last = more.len();
            remarks.extend(more);
        }
        Ok((remarks, last >= PER_PAGE))
    }

    /// Puts what was taken in order and makes it safe.
    async fn arranged(&self, taken: Option<Taken>) -> Result<Fetched, ApiError> {
        let Some(taken) = taken else { return Ok(Fetched::Same) };
        let base = self.declared.page.as_deref().and_then(|url| Url::parse(url).ok());
        let base = base.unwrap_or_else(|| taken.place.url().clone());
        let authors: Vec<String> = self.declared.authors.iter().map(|name| text::fold(name)).collect();
        let fallback = self.declared.direction.unwrap_or(Direction::Rtl);
        let made = self.core.offload(move || {
            let place = (taken.place.kind().to_owned(), taken.place.url().to_string());
            let placed = comments::arrange(taken.remarks);
            let comments = placed.into_iter().filter_map(|placed| comment(placed, &base, &authors, fallback)).collect();
            NewThread { place, validators: taken.validators, partial: taken.partial, comments }
        });
        Ok(Fetched::New(Box::new(made.await?)))
    }
}

fn comment(placed: Placed, base: &Url, authors: &[String], fallback: Direction) -> Option<NewComment> {
    let Placed { remark, depth } = placed;
    let html = html::words_and_links(&remark.html, Some(base));
    if html.as_str().is_empty() {
        return None;
    }
    let plain = html::to_text(&html);
    Some(NewComment {
        by_writer: remark.registered && authors.contains(&text::fold(&remark.author)),
        key: remark.key,
        parent: remark.parent,
        depth,
        author: remark.author,
        published: remark.published,
        direction: text::direction(&plain, fallback),
        language: text::language(&plain).map(str::to_owned),
        html,
    })
}

/// Whether a failure says that the comments are not at this place, so that another one is worth a try. A server in trouble
/// says no such thing.
fn is_elsewhere(error: &ApiError) -> bool {
    match error.code {
        ErrorCode::NotFound
        | ErrorCode::FeedGone
        | ErrorCode::NotAFeed
        | ErrorCode::HtmlInsteadOfFeed
        | ErrorCode::EmptyBody
        | ErrorCode::Forbidden => true,
        ErrorCode::HttpStatus => error.params.get("status").is_some_and(|status| status.starts_with('4')),
        _ => false,
    }
}

/// A form as the contract has it.
fn described(form: &Result<comments::Form, comments::NoForm>) -> CommentForm {
    match form {
        Ok(form) => CommentForm::Open {
            author_required: form.author_required,
            email_required: form.email_required,
            takes_replies: form.takes_replies,
            rules: form.rules.clone(),
        },
        Err(why) => CommentForm::Unusable { obstacle: obstacle(*why) },
    }
}

fn obstacle(why: comments::NoForm) -> Obstacle {
    use comments::NoForm::{Captcha, Closed, External, Extra, NotFound, SignIn, Unsafe};
    match why {
        NotFound => Obstacle::NotFound,
        Closed => Obstacle::Closed,
        SignIn => Obstacle::SignIn,
        Captcha => Obstacle::Captcha,
        External => Obstacle::External,
        Extra => Obstacle::Extra,
        Unsafe => Obstacle::Unsafe,
    }
}
