//! Bringing the index up to what the library holds: behind the reader's back, in small writes, newest entries first.
//!
//! What a refresh stores is only put in line (by triggers, in its own transaction), since indexing costs more than all the
//! rest of storing. Deletions need no line: the index forgets in their transaction.

use super::plan::{AUTHOR, FEED, SECTION, SUBJECT, plan};
use super::{Question, dates::Today, question, tester};
use crate::contract::ApiError;
use crate::core::Core;
use crate::html;
use crate::model::{CoreEvent, EntryId};
use crate::store::{Durability, entries, search, searches};
use crate::text::terms::{self, Indexer};

/// Entries that are indexed in one write: some tens of milliseconds, so that what the reader does waits no longer.
const AT_ONCE: u32 = 100;
/// Headlines of one announcement.
const HEADLINES: usize = 3;
/// Of so many entries at once it is told which saved searches they answer; more is a backlog.
const ANNOUNCED: usize = 400;

/// Indexes what waits in the background, unless that is being done.
pub(crate) fn index_soon(core: &Core) {
    let Some(claim) = core.claim("search-index".to_owned()) else { return };
    let core = core.clone();
    core.clone().spawn(async move {
        let outcome = pass(&core, true).await;
        drop(claim);
        if let Err(error) = outcome {
            tracing::warn!(%error, "articles wait to be indexed");
        }
    });
}

/// Indexes all that waits, and answers when it is done.
pub(crate) async fn index_now(core: &Core) -> Result<(), ApiError> {
    pass(core, false).await
}

async fn pass(core: &Core, polite: bool) -> Result<(), ApiError> {
    let store = &core.inner.store;
    store.write(Durability::Normal, |db| search::note_version(db)).await?;
    let mut indexer = Indexer::default();
    let mut fresh: Vec<EntryId> = Vec::new();
    let mut indexed = 0_usize;
    loop {
        // A refresh has the writer's time first; its end calls again.
        if polite && core.is_refreshing() {
            return Ok(());
        }
        let unindexed = store.read(|db| search::unindexed(db, AT_ONCE)).await?;
        if unindexed.is_empty() {
            break;
        }
        indexed += unindexed.len();
        fresh.extend(unindexed.iter().filter(|entry| entry.fresh).map(|entry| entry.id));
        let (back, prepared) = core
            .offload(move || {
                let prepared: Vec<_> = unindexed.iter().map(|entry| prepare(entry, &mut indexer)).collect();
                (indexer, prepared)
            })
            .await?;
        indexer = back;
        store.write(Durability::Normal, move |db| search::index(db, &prepared)).await?;
        if indexed % 10_000 < AT_ONCE as usize {
            let waiting = store.read(search::waiting).await?;
            core.emit(CoreEvent::SearchChanged { waiting });
        }
    }
    if indexed > 0 {
        while store.write(Durability::Normal, |db| search::tidy(db)).await? {
            if polite && core.is_refreshing() {
                break;
            }
        }
        core.emit(CoreEvent::SearchChanged { waiting: 0 });
        announce(core, fresh).await?;
    }
    Ok(())
}

fn prepare(entry: &search::Unindexed, indexer: &mut Indexer) -> search::Indexed {
    let text = html::to_text(&entry.text);
    let mut body = indexer.body(if text.trim().is_empty() { &entry.excerpt } else { &text });
    let mut mark = |mark: char, values: &[String]| {
        for word in values.iter().take(24).flat_map(|value| terms::words(value)) {
            if let Some(term) = terms::of_stored(word.text).first() {
                body.push(' ');
                body.push(mark);
                body.push_str(term);
            }
        }
    };
    mark(AUTHOR, &entry.authors);
    mark(SECTION, &entry.categories);
    body.push_str(&format!(" {FEED}{}", entry.feed));
    if let Some(subject) = &entry.subject {
        body.push_str(&format!(" {SUBJECT}{subject}"));
    }
    let mut words: Vec<(String, String)> = terms::words(&entry.title)
        .map(|word| terms::bare(word.text))
        .filter(|(word, _)| word.chars().count() >= 3 && !word.bytes().any(|b| b.is_ascii_digit()))
        .collect();
    words.sort();
    words.dedup_by(|a, b| a.0 == b.0);
    search::Indexed {
        id: entry.id,
        change: entry.change,
        published: entry.published,
        title: indexer.headline(&entry.title),
        body,
        words,
    }
}

/// Tells of new entries that answer a saved search of which the reader wants to be told.
async fn announce(core: &Core, fresh: Vec<EntryId>) -> Result<(), ApiError> {
    if fresh.is_empty() || fresh.len() > ANNOUNCED {
        return Ok(());
    }
    let now = core.now();
    let found = core
        .inner
        .store
        .read(move |db| {
            let mut found = Vec::new();
            for saved in searches::saved(db)?.into_iter().filter(|saved| saved.notify) {
                let question: Question = question::parse(&saved.query, Today::at(now, 0));
                let plan = plan(db, question, false)?;
                let unread = search::Lookup { unread: Some(true), ..plan.all.clone() };
                let test = tester(&plan.question);
                let ids = unread.among(db, &fresh, test.as_deref())?;
                if let Some(first) = ids.first() {
                    let titles = ids
                        .iter()
                        .take(HEADLINES)
                        .map(|id| entries::one(db, *id).map(|entry| entry.title))
                        .collect::<Result<Vec<_>, _>>()?;
                    found.push((saved.title, titles, *first));
                }
            }
            Ok(found)
        })
        .await?;
    for (source, headlines, entry) in found {
        core.emit(CoreEvent::Announced { source, headlines, entry });
    }
    Ok(())
}
