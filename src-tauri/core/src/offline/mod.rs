//! Completing what is to be read: the page where the feed brought an excerpt, and every picture. What the reader kept
//! is completed however often it takes; what is merely open is completed once.

mod check;
mod icon;
mod image;
mod packs;
mod page;
mod picture;
mod scrub;
mod sound;

pub(crate) use check::check;
pub(crate) use icon::fetch_icons;
pub(crate) use packs::{prepare, prepare_later};
pub(crate) use page::{fetch_stray, host, planned};

use crate::Core;
use crate::commenting;
use crate::contract::ApiError;
use crate::model::{EntryId, Timestamp};
use crate::store::{entries, extras, pictures, texts, versions};

/// Kept entries whose completion is taken up at a start.
const RESUMED: u32 = 200;

/// Whether to heed the times before which a piece that failed is not to be tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// The reader asked: everything is tried now.
    None,
    /// Nobody asked: only what is due.
    WhenDue,
}

/// Fetches what an entry lacks: its page if one is needed, then its pictures unless they are not wanted. Faults are
/// recorded with the piece that they belong to; only a fault of the library itself is an error here.
pub(crate) async fn complete(
    core: &Core,
    id: EntryId,
    with_pictures: bool,
    patience: Patience,
) -> Result<(), ApiError> {
    let Some(_claim) = core.claim(format!("entry:{id}")) else { return Ok(()) };
    let due = (patience == Patience::WhenDue).then(|| core.now());
    let (extras, fault, stale) = core
        .inner
        .store
        .read(move |db| Ok((extras::extras(db, id)?, texts::page_fault(db, id)?, versions::is_stale(db, id)?)))
        .await?;
    let page_due = due.is_none_or(|now| fault.and_then(|fault| fault.retry_at).is_none_or(|at| at <= now));
    let fetches = extras.needs_page && (!extras.shows_page || stale) && page_due;
    let fetched = fetches && page::fetch(core, id).await?;
    let shows_page = extras.shows_page || fetched;
    if fetched {
        core.entry_ready(id);
    }
    if with_pictures {
        fetch_pictures(core, id, shows_page, extras.typed_host.clone(), due).await?;
    }
    sound::fetch(core, id, extras.typed_host, due).await?;
    icon::fetch_stray(core, id).await?;
    // Comments come with an article that is kept; with one that is merely open they come when they are asked for.
    if commenting::fetch_for_keeping(core, id, due).await? {
        core.entry_ready(id);
    }
    Ok(())
}

/// Fetches the pictures that an entry lacks, a few at a time.
async fn fetch_pictures(
    core: &Core,
    id: EntryId,
    shows_page: bool,
    typed_host: Option<String>,
    due: Option<Timestamp>,
) -> Result<(), ApiError> {
    let missing = core.inner.store.read(move |db| pictures::missing(db, id, shows_page, due)).await?;
    let mut fetches = tokio::task::JoinSet::new();
    for picture in missing {
        let (core, typed_host) = (core.clone(), typed_host.clone());
        fetches.spawn(async move { picture::fetch(&core, picture, typed_host).await });
    }
    while let Some(fetched) = fetches.join_next().await {
        if let Ok(outcome) = fetched {
            outcome?;
            core.entry_ready(id);
        }
    }
    Ok(())
}

/// Completes an entry in the background.
pub(crate) fn complete_later(core: &Core, id: EntryId, patience: Patience) {
    let this = core.clone();
    core.spawn(async move {
        if let Err(error) = complete(&this, id, true, patience).await {
            tracing::warn!(entry = %id, %error, "an article could not be completed");
        }
        this.entry_ready(id);
    });
}

/// Completes those of some entries that are kept, in the background.
pub(crate) fn complete_kept_later(core: &Core, ids: Vec<EntryId>, patience: Patience) {
    let this = core.clone();
    core.spawn(async move {
        let kept = this.inner.store.read(move |db| entries::kept_among(db, &ids)).await;
        for id in kept.unwrap_or_default() {
            complete_later(&this, id, patience);
        }
    });
}

/// Takes up what is kept and not wholly here, as far as it is due: after a start, and whenever the schedule wakes.
pub(crate) async fn resume(core: &Core) {
    if !core.online() {
        return;
    }
    let now = core.now();
    let incomplete = core.inner.store.read(move |db| entries::incomplete(db, now, RESUMED)).await;
    for id in incomplete.unwrap_or_default() {
        complete_later(core, id, Patience::WhenDue);
    }
}

/// Fetches the lead pictures of rows that the reader looks at, in the background.
pub(crate) fn fetch_leads(core: &Core, ids: Vec<EntryId>) {
    if ids.is_empty() || !core.online() {
        return;
    }
    let this = core.clone();
    core.spawn(async move {
        let now = this.now();
        let missing = this.inner.store.read(move |db| pictures::missing_leads(db, &ids, now)).await;
        for (id, missing, typed_host) in missing.unwrap_or_default() {
            let core = this.clone();
            this.spawn(async move {
                if picture::fetch(&core, missing, typed_host).await.is_ok_and(|stored| stored) {
                    core.entry_ready(id);
                }
            });
        }
    });
}
