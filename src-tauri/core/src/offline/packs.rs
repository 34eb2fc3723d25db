//! Getting ready for a time without a network: the packs of papers and whatever is kept and not wholly here.

use std::sync::PoisonError;

use tokio_util::sync::CancellationToken;

use super::{Patience, complete};
use crate::Core;
use crate::contract::{ApiError, ErrorCode, Prepared};
use crate::model::{CoreEvent, EntryId};
use crate::store::{entries, packs, pieces};

/// Kept articles that are taken up with a run.
const KEPT: u32 = 10_000;

/// Fetches what the packs and kept articles lack, the newest first; one run at a time. Faults stay with their pieces.
pub(crate) async fn prepare(core: &Core, patience: Patience) -> Result<Prepared, ApiError> {
    let token = CancellationToken::new();
    {
        let mut running = core.inner.preparing.lock().unwrap_or_else(PoisonError::into_inner);
        if running.is_some() {
            return Err(ApiError::new(ErrorCode::InvalidRequest, "it is running already"));
        }
        *running = Some(token.clone());
    }
    let outcome = run(core, patience, &token).await;
    core.inner.preparing.lock().unwrap_or_else(PoisonError::into_inner).take();
    outcome
}

async fn run(core: &Core, patience: Patience, token: &CancellationToken) -> Result<Prepared, ApiError> {
    let now = match patience {
        Patience::None => i64::MAX,
        Patience::WhenDue => core.now(),
    };
    let wanted: Vec<EntryId> = core
        .inner
        .store
        .read(move |db| {
            let mut wanted = entries::incomplete(db, now, KEPT)?;
            let known: std::collections::HashSet<EntryId> = wanted.iter().copied().collect();
            wanted.extend(packs::missing(db)?.into_iter().filter(|id| !known.contains(id)));
            Ok(wanted)
        })
        .await?;
    let total = u32::try_from(wanted.len()).unwrap_or(u32::MAX);
    let (mut done, mut ready) = (0, 0);
    for id in wanted {
        if token.is_cancelled() || core.inner.stop.is_cancelled() {
            return Ok(Prepared { total, ready, cancelled: true });
        }
        tokio::select! {
            () = token.cancelled() => continue,
            completed = complete(core, id, true, patience) => completed?,
        }
        done += 1;
        ready += u32::from(core.inner.store.read(move |db| pieces::is_whole(db, id)).await?);
        core.entry_ready(id);
        core.emit(CoreEvent::PreparingProgress { done, total, ready });
    }
    Ok(Prepared { total, ready, cancelled: false })
}

/// The same in the background, when nobody asked: only what is due.
pub(crate) fn prepare_later(core: &Core) {
    let this = core.clone();
    core.spawn(async move {
        let any = this.inner.store.read(|db| Ok(!packs::missing(db)?.is_empty())).await;
        if any.unwrap_or(false)
            && let Err(error) = prepare(&this, Patience::WhenDue).await
        {
            tracing::info!(%error, "what is kept ready was not brought up to date");
        }
    });
}
