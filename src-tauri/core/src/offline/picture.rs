//! One picture: fetched, looked at, stored by the hash of its bytes.

use url::Url;

use super::image::{self, Checked};
use crate::Core;
use crate::contract::{ApiError, ErrorCode, Fault};
use crate::net::{Kind, Request, Validators};
use crate::refresh::backoff;
use crate::store::{Durability, MissingPicture, StoredMedia, packs, pictures};

/// Fetches a picture. True when it is stored now; a fault of the picture is recorded and is no error.
pub(super) async fn fetch(core: &Core, picture: MissingPicture, typed_host: Option<String>) -> Result<bool, ApiError> {
    let Some(_claim) = core.claim(format!("picture:{}", picture.key)) else { return Ok(false) };
    let Ok(_turn) = core.inner.picture_turns.acquire().await else { return Ok(false) };
    match attempt(core, &picture.url, typed_host).await {
        Ok((whole, thumb)) => {
            let now = core.now();
            let key = picture.key;
            let store = core.inner.store.clone();
            let outcome = core
                .inner
                .store
                .write(Durability::Normal, move |db| {
                    let files: Vec<_> = std::iter::once(&whole)
                        // A small picture is its own thumbnail.
                        .chain(thumb.as_ref().filter(|thumb| thumb.hash != whole.hash))
                        .collect();
                    let new = files.iter().filter(|file| !pictures::is_stored(db, file.hash.as_str()).unwrap_or(false));
                    let bytes = new.map(|file| file.bytes).sum();
                    let Some(gone) = packs::make_room(db, &key, bytes)? else {
                        let failures = picture.failures.saturating_add(1);
                        let error = ApiError::new(ErrorCode::TooLarge, "more than pictures may take")
                            .with("limit", packs::picture_budget(db)?);
                        let fault = Fault::from_error(&error, now, failures, Some(backoff(now, failures, None, 0)));
                        pictures::set_fault(db, &key, &fault)?;
                        let loose = files.iter().map(|file| file.hash.as_str().to_owned());
                        return Ok((
                            false,
                            loose.filter(|hash| !pictures::is_stored(db, hash).unwrap_or(true)).collect(),
                        ));
                    };
                    // Deleted meanwhile, as the file of something that went: it is fetched again another time.
                    if files.iter().any(|file| !store.media_path(file.hash.as_str()).exists()) {
                        return Ok((false, gone));
                    }
                    pictures::set_stored(db, &key, &whole, thumb.as_ref(), now)?;
                    let kept = |hash: &String| files.iter().any(|file| file.hash.as_str() == hash);
                    Ok((true, gone.into_iter().filter(|hash| !kept(hash)).collect::<Vec<_>>()))
                })
                .await?;
            core.delete_files(outcome.1).await;
            Ok(outcome.0)
        }
        Err(error) if matches!(error.code, ErrorCode::StorageFull | ErrorCode::LibraryUnreadable) => Err(error),
        Err(error) => {
            let now = core.now();
            let failures = picture.failures.saturating_add(1);
            let fault = Fault::from_error(&error, now, failures, Some(backoff(now, failures, None, 0)));
            tracing::info!(url = %picture.url, %error, "a picture could not be had");
            let key = picture.key;
            core.inner.store.write(Durability::Normal, move |db| pictures::set_fault(db, &key, &fault)).await?;
            Ok(false)
        }
    }
}

pub(super) async fn attempt(
    core: &Core,
    address: &str,
    typed_host: Option<String>,
) -> Result<(StoredMedia, Option<StoredMedia>), ApiError> {
    let url = Url::parse(address).map_err(|error| ApiError::from_chain(ErrorCode::InvalidUrl, &error))?;
    let request = Request { url, kind: Kind::Picture, validators: Validators::default(), typed_host };
    let answer = core.inner.http.get(request).await;
    core.note_outcome(&answer);
    let body = answer?.body;
    let store = core.inner.store.clone();
    core.offload(move || {
        let checked = image::check(body)
            .ok_or_else(|| ApiError::new(ErrorCode::NotFound, "what came is not a picture").with("status", "image"))?;
        let checked = image::leaner(checked);
        let thumb = image::thumbnail(&checked).map(|thumb| save(&store, thumb)).transpose()?;
        Ok((save(&store, checked)?, thumb))
    })
    .await?
}

/// Writes a file to its place: on disk before the database names it.
fn save(store: &crate::store::Store, picture: Checked) -> Result<StoredMedia, ApiError> {
    pictures::write_file(&store.media_path(picture.hash.as_str()), &picture.bytes)?;
    Ok(StoredMedia {
        hash: picture.hash,
        mime: picture.mime.to_owned(),
        bytes: picture.bytes.len() as u64,
        width: picture.width,
        height: picture.height,
    })
}
