//! Signing and gathering.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError};

use crate::Core;
use crate::contract::ApiError;
use crate::html;
use crate::model::{EntryId, FeedId, Timestamp};
use crate::related::{Rarity, Signature, Words};
use crate::store::signatures::{self, NewSignature, Signed, Unsigned};
use crate::store::{Durability, stories as stored};
use crate::stories::{self, Joined, OPEN, StoryKey, Told, Window};

/// Entries that are taken up in one go.
const TAKEN_UP: u32 = 20_000;
/// Entries that are signed and stored in one transaction.
const AT_ONCE: usize = 250;
/// Articles that a window holds at the most.
const IN_WINDOW: u32 = 30_000;
/// So many that wait are seen to before neighbours are looked for; more would keep the reader waiting.
const SOON: u32 = 400;

/// Signs every entry that has no signature and gathers it into a story. Answers how many it signed.
pub(crate) async fn gather(core: &Core) -> Result<u32, ApiError> {
    let _turn = core.inner.gathering.lock().await;
    let mut signed = 0;
    loop {
        let pending = core.inner.store.read(|db| signatures::pending(db, TAKEN_UP)).await?;
        let Some(last) = pending.iter().map(|(id, _)| *id).max() else { break };
        for run in runs(&pending) {
            signed += take_up(core, run).await?;
        }
        core.inner.store.write(Durability::Normal, move |db| signatures::signed_to(db, last)).await?;
    }
    renew(core).await?;
    Ok(signed)
}

/// Gathers what waits if that is soon done.
pub(crate) async fn catch_up(core: &Core) -> Result<(), ApiError> {
    let waiting = core.inner.store.read(|db| signatures::pending(db, SOON)).await?;
    if !waiting.is_empty() && waiting.len() < usize::try_from(SOON).unwrap_or(usize::MAX) {
        gather(core).await?;
    }
    Ok(())
}

/// How rare words are in the library.
pub(crate) async fn rarity(core: &Core) -> Result<Arc<Rarity>, ApiError> {
    let known = core.inner.neighbours.lock().unwrap_or_else(PoisonError::into_inner).rarity.clone();
    if let Some(known) = known {
        return Ok(known);
    }
    let read = core
        .inner
        .store
        .read(|db| Ok(Arc::new(Rarity::read(signatures::state(db)?.0, &signatures::counts(db)?))))
        .await?;
    core.inner.neighbours.lock().unwrap_or_else(PoisonError::into_inner).rarity = Some(Arc::clone(&read));
    Ok(read)
}

/// Entries in the order of publication, cut where nothing was published for as long as a story is open.
fn runs(pending: &[(EntryId, Timestamp)]) -> impl Iterator<Item = &[(EntryId, Timestamp)]> {
    pending.chunk_by(|one, next| next.1 - one.1 <= OPEN)
}

/// Signs and gathers a run.
async fn take_up(core: &Core, run: &[(EntryId, Timestamp)]) -> Result<u32, ApiError> {
    let (Some((_, from)), Some((_, to))) = (run.first(), run.last()) else { return Ok(0) };
    let span = (from - OPEN, to + OPEN);
    let (around, apart) = core
        .inner
        .store
        .read(move |db| {
            let around = signatures::between(db, span, IN_WINDOW)?;
            let apart = around.iter().map(|signed| stored::apart(db, signed.id)).collect::<Result<Vec<_>, _>>()?;
            Ok((around, apart))
        })
        .await?;
    let mut window = Window::default();
    for (signed, apart) in around.into_iter().zip(apart).rev() {
        let story = signed.story;
        if let Some(told) = told(signed, apart) {
            window.put(told, story);
        }
    }
    let mut numbers: HashMap<StoryKey, i64> = HashMap::new();
    let mut count = 0;
    for few in run.chunks(AT_ONCE) {
        let ids: Vec<EntryId> = few.iter().map(|(id, _)| *id).collect();
        let texts = core.inner.store.read(move |db| signatures::texts(db, &ids)).await?;
        let read = core.offload(move || texts.into_iter().map(look_at).collect::<Vec<_>>()).await?;
        // What a feed used before, and what it uses twice among these.
        let shapes: Vec<(FeedId, Option<i64>)> = read.iter().map(|seen| (seen.feed, seen.shape)).collect();
        let before = core
            .inner
            .store
            .read(move |db| {
                let mut among = HashSet::new();
                let mut used = |(feed, shape): (FeedId, Option<i64>)| {
                    let Some(shape) = shape else { return Ok(false) };
                    Ok(!among.insert((feed, shape)) || signatures::has_shape(db, feed, shape)?)
                };
                shapes.into_iter().map(&mut used).collect::<Result<Vec<bool>, _>>()
            })
            .await?;
        let base = rarity(core).await?;
        let (done, rarity, back) = core
            .offload(move || {
                let (mut rarity, mut window) = (Arc::unwrap_or_clone(base), window);
                let done = sign(read, &before, &mut rarity, &mut window);
                (done, rarity, window)
            })
            .await?;
        window = back;
        count += u32::try_from(done.len()).unwrap_or(u32::MAX);
        numbers = keep(core, done, rarity, numbers).await?;
    }
    Ok(count)
}

fn told(signed: Signed, apart: Vec<EntryId>) -> Option<Told> {
    let signature = Signature::read(&signed.terms)?;
    Some(Told { id: signed.id, feed: signed.feed, at: signed.at, column: signed.repeated, apart, signature })
}

/// An entry that was read.
struct Seen {
    id: EntryId,
    feed: FeedId,
    at: Timestamp,
    shape: Option<i64>,
    words: Words,
}

fn look_at(entry: Unsigned) -> Seen {
    let text = html::to_text(&entry.text);
    let words = Words::of(&entry.title, &text);
    Seen { id: entry.id, feed: entry.feed, at: entry.at, shape: stories::shape(&entry.title), words }
}

/// An entry that was signed and gathered.
struct Done {
    signature: NewSignature,
    feed: FeedId,
    at: Timestamp,
    shape: Option<i64>,
    joined: Option<Joined>,
}

fn sign(read: Vec<Seen>, repeated: &[bool], rarity: &mut Rarity, window: &mut Window) -> Vec<Done> {
    // Counted first: the words of an article are as rare as they are together with it.
    read.iter().for_each(|seen| rarity.count(seen.words.distinct()));
    let gather = |(seen, repeated): (Seen, &bool)| {
        let Seen { id, feed, at, shape, words } = seen;
        let words = if *repeated { words.without_title() } else { words };
        let signature = Signature::new(words, rarity);
        let new = NewSignature { id, bits: signature.bits(), terms: signature.write(), repeated: *repeated };
        let told = Told { id, feed, at, column: *repeated, apart: Vec::new(), signature };
        Done { signature: new, feed, at, shape, joined: window.join(told, rarity) }
    };
    read.into_iter().zip(repeated).map(gather).collect()
}

/// Stores what was signed and gathered, and takes it up in memory.
async fn keep(
    core: &Core,
    done: Vec<Done>,
    mut rarity: Rarity,
    mut numbers: HashMap<StoryKey, i64>,
) -> Result<HashMap<StoryKey, i64>, ApiError> {
    let (documents, shards) = (rarity.documents(), rarity.take_changed());
    let bits: Vec<(EntryId, [u64; 8])> = done.iter().map(|done| (done.signature.id, done.signature.bits)).collect();
    let write = core.inner.store.write(Durability::Normal, move |db| {
        let mut signed = Vec::with_capacity(done.len());
        for Done { signature, feed, at, shape, joined } in done {
            if let Some(shape) = shape {
                signatures::count_shape(db, feed, shape)?;
            }
            let id = signature.id;
            signed.push(signature);
            let Some(joined) = joined else { continue };
            let number = match (joined.story, numbers.get(&joined.story)) {
                (_, Some(number)) => *number,
                (StoryKey::Known(number), None) => number,
                (StoryKey::New(first), None) => {
                    let number = stored::begin(db, first, at)?;
                    numbers.insert(joined.story, number);
                    number
                }
            };
            stored::join(db, number, id, at)?;
        }
        signatures::put(db, &signed)?;
        signatures::put_counts(db, documents, &shards)?;
        Ok(numbers)
    });
    let numbers = write.await?;
    let mut neighbours = core.inner.neighbours.lock().unwrap_or_else(PoisonError::into_inner);
    neighbours.rarity = Some(Arc::new(rarity));
    if let Some(table) = neighbours.table.as_mut() {
        bits.into_iter().for_each(|(id, bits)| table.put(id, bits));
    }
    Ok(numbers)
}

/// Signs entries again whose text changed. The story that they are in stays theirs.
async fn renew(core: &Core) -> Result<(), ApiError> {
    loop {
        let texts = core
            .inner
            .store
            .read(|db| {
                let ids = signatures::stale(db, u32::try_from(AT_ONCE).unwrap_or(u32::MAX))?;
                signatures::texts(db, &ids)
            })
            .await?;
        if texts.is_empty() {
            return Ok(());
        }
        let rarity = rarity(core).await?;
        let signed = core
            .offload(move || {
                let again = |entry: Unsigned| {
                    let seen = look_at(entry);
                    let signature = Signature::new(seen.words, &rarity);
                    NewSignature { id: seen.id, bits: signature.bits(), terms: signature.write(), repeated: false }
                };
                texts.into_iter().map(again).collect::<Vec<_>>()
            })
            .await?;
        let bits: Vec<(EntryId, [u64; 8])> = signed.iter().map(|new| (new.id, new.bits)).collect();
        core.inner.store.write(Durability::Normal, move |db| signatures::put(db, &signed)).await?;
        let mut neighbours = core.inner.neighbours.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(table) = neighbours.table.as_mut() {
            bits.into_iter().for_each(|(id, bits)| table.put(id, bits));
        }
    }
}
