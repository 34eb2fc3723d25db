//! Neighbours of an article: near hashes, exact nearness, reasons.

use std::collections::HashMap;
use std::sync::PoisonError;

use super::pass;
use crate::Core;
use crate::contract::{ApiError, EntrySummary, NoNeighbours, Related, RelatedEntry};
use crate::model::EntryId;
use crate::related::{Candidate, Ranked, Rarity, Signature, Table, rank, telling_words};
use crate::store::signatures::{self, Signed};
use crate::store::{entries, stories as stored};

/// Articles whose hashes are nearest and that are looked at.
const LOOKED_AT: usize = 200;
/// Words that an article needs to be like another.
const FEWEST_TERMS: usize = 4;

/// Neighbours with their scores, in the order in which they are given.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) ranked: Ranked,
    pub(crate) answer: Related,
}

/// Finds the neighbours of an entry.
pub(crate) async fn neighbours(core: &Core, id: EntryId) -> Result<Found, ApiError> {
    let none = |why| Found {
        ranked: Ranked::default(),
        answer: Related { same_story: Vec::new(), related: Vec::new(), none: Some(why) },
    };
    let (entry, own) = core.inner.store.read(move |db| Ok((entries::one(db, id)?, signatures::one(db, id)?))).await?;
    let Some(own) = own else { return Ok(none(NoNeighbours::NotLookedAtYet)) };
    let Some(signature) = Signature::read(&own.terms) else { return Ok(none(NoNeighbours::NotLookedAtYet)) };
    if signature.terms.len() < FEWEST_TERMS {
        return Ok(none(NoNeighbours::TooShort));
    }
    load(core).await?;
    let (near, alone) = {
        let neighbours = core.inner.neighbours.lock().unwrap_or_else(PoisonError::into_inner);
        let table = neighbours.table.as_ref();
        let near = table.map(|table| table.nearest(&signature.bits(), LOOKED_AT)).unwrap_or_default();
        (near, table.is_none_or(|table| table.len() < 2))
    };
    if alone {
        return Ok(none(NoNeighbours::LibraryEmpty));
    }
    let rarity = pass::rarity(core).await?;
    let story = own.story.map(|(story, _)| story);
    let found = core
        .inner
        .store
        .read(move |db| {
            let mut ids = near;
            if let Some(story) = story {
                ids.extend(stored::members(db, story)?);
            }
            ids.sort_unstable();
            ids.dedup();
            ids.retain(|other| *other != id);
            let apart = stored::apart(db, id)?;
            let signed = signatures::shown(db, id, &ids)?;
            let candidate = |signed: Signed| {
                Some(Candidate {
                    id: signed.id,
                    feed: signed.feed,
                    at: signed.at,
                    kept: signed.kept,
                    told: story.is_some() && signed.story.map(|(story, _)| story) == story,
                    apart: apart.contains(&signed.id),
                    signature: Signature::read(&signed.terms)?,
                })
            };
            let candidates: Vec<Candidate> = signed.into_iter().filter_map(candidate).collect();
            let own_text = text_of(&entry);
            // A row is read when it may be given, and its reason looked for once.
            let mut rows: HashMap<EntryId, (EntrySummary, Vec<String>)> = HashMap::new();
            let fault = std::cell::RefCell::new(None);
            let cell = std::cell::RefCell::new(&mut rows);
            let explained = |candidate: &Candidate| match row(db, candidate, &signature, &rarity, &own_text) {
                Ok(found) => {
                    let says_why = !found.1.is_empty();
                    cell.borrow_mut().insert(candidate.id, found);
                    says_why
                }
                Err(error) => {
                    *fault.borrow_mut() = Some(error);
                    false
                }
            };
            let ranked = rank(&signature, (entry.feed_id, entry.published_at), &candidates, explained);
            if let Some(error) = fault.into_inner() {
                return Err(error);
            }
            for (id, _) in &ranked.same_story {
                if let (false, Some(candidate)) =
                    (rows.contains_key(id), candidates.iter().find(|candidate| candidate.id == *id))
                {
                    rows.insert(*id, row(db, candidate, &signature, &rarity, &own_text)?);
                }
            }
            let mut take = |ids: &[(EntryId, f32)]| -> Vec<RelatedEntry> {
                let given = ids.iter().filter_map(|(id, _)| rows.remove(id));
                given.map(|(entry, shared)| RelatedEntry { entry, shared }).collect()
            };
            let (same_story, related) = (take(&ranked.same_story), take(&ranked.related));
            let none = (same_story.is_empty() && related.is_empty()).then_some(NoNeighbours::NothingNear);
            Ok(Found { ranked, answer: Related { same_story, related, none } })
        })
        .await?;
    Ok(found)
}

fn row(
    db: &crate::store::Db,
    candidate: &Candidate,
    own: &Signature,
    rarity: &Rarity,
    own_text: &str,
) -> Result<(EntrySummary, Vec<String>), crate::store::StoreError> {
    let row = entries::one(db, candidate.id)?;
    let shared = telling_words(own, &candidate.signature, rarity, (own_text, &text_of(&row)));
    Ok((row, shared))
}

fn text_of(entry: &EntrySummary) -> String {
    format!("{}\n\n{}", entry.title, entry.excerpt)
}

/// Loads the hashes, or those that came since.
async fn load(core: &Core) -> Result<(), ApiError> {
    if core.inner.neighbours.lock().unwrap_or_else(PoisonError::into_inner).table.is_some() {
        return Ok(());
    }
    // A pass that runs meanwhile must not add to a table that is not there yet and is lost then.
    let _turn = core.inner.gathering.lock().await;
    let table = core
        .inner
        .store
        .read(|db| {
            let mut table = Table::default();
            signatures::each_bits(db, EntryId(0), |id, bits| table.put(id, bits))?;
            Ok(table)
        })
        .await?;
    core.inner.neighbours.lock().unwrap_or_else(PoisonError::into_inner).table = Some(table);
    Ok(())
}
