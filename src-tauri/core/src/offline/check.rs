//! Whether what is said to be on the device is there: every kept article, piece by piece, down to the bytes of the files.
//! It looks and changes nothing.

use std::collections::HashMap;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::Core;
use crate::contract::{ApiError, IncompleteEntry, OfflineReport, Piece, PieceKind};
use crate::model::EntryId;
use crate::store::{StoreError, pieces};

/// Articles read from the library at a time.
const AT_ONCE: usize = 100;
/// Articles that the report names at the most.
const NAMED: usize = 10_000;

/// Looks at every kept article. `bytes`: at the bytes of each file, too, and not only whether it is there.
pub(crate) async fn check(core: &Core, bytes: bool) -> Result<OfflineReport, ApiError> {
    let ids = core.inner.store.read(pieces::kept).await?;
    let mut report = OfflineReport { kept: 0, ready: 0, claimed: 0, wrong: 0, bytes: 0, incomplete: Vec::new() };
    let mut sound: HashMap<String, bool> = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        let some = some.to_vec();
        let store = core.inner.store.clone();
        let known = sound;
        let (entries, looked_at) = core
            .inner
            .store
            .read(move |db| {
                let mut known = known;
                let mut entries = Vec::with_capacity(some.len());
                for id in some {
                    let mut found = match pieces::of_entry(db, id) {
                        Ok(found) => found,
                        // Let go of or deleted meanwhile.
                        Err(StoreError::NoSuch(_)) => continue,
                        Err(error) => return Err(error),
                    };
                    for piece in &mut found.pieces {
                        for (hash, size) in &piece.files {
                            let whole = *known
                                .entry(hash.clone())
                                .or_insert_with(|| is_whole(&store.media_path(hash), hash, *size, bytes));
                            piece.piece.here &= whole;
                        }
                    }
                    entries.push((id, found));
                }
                Ok((entries, known))
            })
            .await?;
        sound = looked_at;
        for (id, found) in entries {
            note(&mut report, id, found);
        }
    }
    Ok(report)
}

fn note(report: &mut OfflineReport, entry: EntryId, found: pieces::Found) {
    report.kept += 1;
    report.claimed += u32::from(found.claims);
    report.bytes += found.pieces.iter().filter_map(|piece| piece.piece.bytes).sum::<u64>();
    // An icon is the paper's, and comments may be out of reach for ever: the badge does not wait for them.
    let missing: Vec<Piece> = found.pieces.into_iter().map(|piece| piece.piece).filter(|piece| !piece.here).collect();
    let lacks = missing.iter().any(|piece| piece.kind != PieceKind::Icon);
    report.ready += u32::from(!lacks);
    report.wrong += u32::from(found.claims && lacks);
    if lacks && report.incomplete.len() < NAMED {
        report.incomplete.push(IncompleteEntry { entry, title: found.title, claims: found.claims, missing });
    }
}

/// Whether a stored file is the one that its name says.
fn is_whole(path: &Path, hash: &str, size: u64, bytes: bool) -> bool {
    if !bytes {
        return std::fs::metadata(path).is_ok_and(|file| file.len() == size);
    }
    let Ok(content) = std::fs::read(path) else { return false };
    let digits: String = Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect();
    digits == hash
}
