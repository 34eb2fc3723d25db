//! Attached sound: fetched when the reader asks for it, within what it may take in all, looked at by its bytes.

use sha2::{Digest as _, Sha256};
use url::Url;

use crate::Core;
use crate::contract::{ApiError, ErrorCode, Fault};
use crate::model::{EntryId, MediaHash, Timestamp};
use crate::net::{Kind, Request, Validators};
use crate::refresh::backoff;
use crate::store::sounds::MissingSound;
use crate::store::{Durability, StoredMedia, packs, pictures, sounds};

/// Fetches what an entry lacks of the sound that was asked for. Faults are recorded with the piece.
pub(super) async fn fetch(
    core: &Core,
    id: EntryId,
    typed_host: Option<String>,
    due: Option<Timestamp>,
) -> Result<(), ApiError> {
    let missing = core.inner.store.read(move |db| sounds::missing(db, id, due)).await?;
    for sound in missing {
        // One at a time over all articles: they are large.
        let Ok(_turn) = core.inner.sound_turns.acquire().await else { return Ok(()) };
        let position = sound.position;
        let outcome = attempt(core, &sound, typed_host.clone()).await;
        let now = core.now();
        match outcome {
            Ok(file) => {
                core.inner
                    .store
                    .write(Durability::Normal, move |db| sounds::set_stored(db, id, position, &file, now))
                    .await?;
                core.entry_ready(id);
            }
            Err(error) if matches!(error.code, ErrorCode::StorageFull | ErrorCode::LibraryUnreadable) => {
                return Err(error);
            }
            Err(error) => {
                let failures = sound.failures.saturating_add(1);
                let fault = Fault::from_error(&error, now, failures, Some(backoff(now, failures, None, id.0)));
                tracing::info!(entry = %id, %error, "attached sound could not be had");
                core.inner
                    .store
                    .write(Durability::Normal, move |db| sounds::set_fault(db, id, position, &fault))
                    .await?;
            }
        }
    }
    Ok(())
}

async fn attempt(core: &Core, sound: &MissingSound, typed_host: Option<String>) -> Result<StoredMedia, ApiError> {
    let url = Url::parse(&sound.url).map_err(|error| ApiError::from_chain(ErrorCode::InvalidUrl, &error))?;
    let room = core.inner.store.read(|db| Ok(packs::sound_budget(db)?.saturating_sub(sounds::taken(db)?))).await?;
    let too_large = || ApiError::new(ErrorCode::TooLarge, "more than sound may take").with("limit", room);
    // What the publisher says of the size saves the attempt; what comes is measured all the same.
    if sound.bytes.is_some_and(|bytes| bytes > room) {
        return Err(too_large());
    }
    let request = Request { url, kind: Kind::Sound, validators: Validators::default(), typed_host };
    let answer = core.inner.http.get(request).await;
    core.note_outcome(&answer);
    let body = answer?.body;
    if body.len() as u64 > room {
        return Err(too_large());
    }
    let store = core.inner.store.clone();
    core.offload(move || {
        let mime = mime(&body)
            .ok_or_else(|| ApiError::new(ErrorCode::NotFound, "what came is not sound").with("status", "sound"))?;
        let digits: String = Sha256::digest(&body).iter().map(|byte| format!("{byte:02x}")).collect();
        let hash = MediaHash::parse(&digits).ok_or_else(|| ApiError::new(ErrorCode::Internal, "no hash"))?;
        pictures::write_file(&store.media_path(hash.as_str()), &body)?;
        Ok(StoredMedia { hash, mime: mime.to_owned(), bytes: body.len() as u64, width: None, height: None })
    })
    .await?
}

/// What a sound is, by its bytes.
fn mime(bytes: &[u8]) -> Option<&'static str> {
    let at = |from: usize, mark: &[u8]| bytes.get(from..from + mark.len()) == Some(mark);
    match bytes {
        _ if at(0, b"ID3") => Some("audio/mpeg"),
        // An MPEG frame begins with eleven bits set; layer and bit rate must not be the reserved ones.
        [0xFF, second, third, ..] if second & 0xE0 == 0xE0 && second & 0x06 != 0 && third & 0xF0 != 0xF0 => {
            Some("audio/mpeg")
        }
        [0xFF, second, ..] if second & 0xF6 == 0xF0 => Some("audio/aac"),
        _ if at(0, b"OggS") => Some("audio/ogg"),
        _ if at(0, b"fLaC") => Some("audio/flac"),
        _ if at(0, b"RIFF") && at(8, b"WAVE") => Some("audio/wav"),
        _ if at(4, b"ftypM4A") || at(4, b"ftypmp4") || at(4, b"ftypisom") || at(4, b"ftypM4B") => Some("audio/mp4"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::mime;

    #[test]
    fn sound_is_what_its_bytes_say() {
        for (bytes, expected) in [
            (&b"ID3\x04"[..], Some("audio/mpeg")),
            (b"\xFF\xFB\x90\x00", Some("audio/mpeg")),
            (b"OggS\0", Some("audio/ogg")),
            (b"RIFF\0\0\0\0WAVEfmt ", Some("audio/wav")),
            (b"\0\0\0\x20ftypM4A ", Some("audio/mp4")),
            (b"<html>", None),
            (b"", None),
            (b"\xFF\xD8\xFF\xE0", None),
        ] {
            assert_eq!(mime(bytes), expected, "{bytes:?}");
        }
    }
}
