//! An entry's page: fetched, its article found, made safe, stored.

use url::Url;

use crate::Core;
use crate::contract::{ApiError, ErrorCode, Fault};
use crate::html;
use crate::model::{EntryId, Subject, TextOrigin};
use crate::net::{Kind, Request, Validators};
use crate::refresh::backoff;
use crate::store::{Durability, EntryPictures, NewText, entries, pictures, subjects, texts};
use crate::{extract, feed, subject, text};

/// Fetches the page. True when its text is stored now; a fault of the page is recorded and is no error.
pub(super) async fn fetch(core: &Core, id: EntryId) -> Result<bool, ApiError> {
    let (row, extras, known) = core
        .inner
        .store
        .read(move |db| Ok((entries::one(db, id)?, entries::extras(db, id)?, texts::page_fault(db, id)?)))
        .await?;
    let Some(address) = row.url else { return Ok(false) };
    let outcome = match Url::parse(&address) {
        Ok(url) => attempt(core, url, extras.typed_host).await,
        Err(error) => Err(ApiError::from_chain(ErrorCode::InvalidUrl, &error)),
    };
    let now = core.now();
    match outcome {
        Ok((found, shown, subject)) => {
            core.inner
                .store
                .write(Durability::Normal, move |db| {
                    texts::set(db, id, TextOrigin::Page, &found, now)?;
                    texts::clear_page_fault(db, id)?;
                    if let Some(subject) = subject {
                        subjects::set_from_page(db, id, subject)?;
                    }
                    pictures::attach(db, id, TextOrigin::Page, &shown)
                })
                .await?;
            Ok(true)
        }
        Err(error) => {
            let failures = known.map_or(0, |fault| fault.failures).saturating_add(1);
            let fault = Fault::from_error(&error, now, failures, Some(backoff(now, failures, None, id.0)));
            tracing::info!(entry = %id, %error, "the page could not be had");
            core.inner.store.write(Durability::Normal, move |db| texts::set_page_fault(db, id, &fault)).await?;
            Ok(false)
        }
    }
}

/// The page's text, its pictures, and the subject that its sections name.
async fn attempt(
    core: &Core,
    url: Url,
    typed_host: Option<String>,
) -> Result<(NewText, EntryPictures, Option<Subject>), ApiError> {
    let request = Request { url, kind: Kind::Page, validators: Validators::default(), typed_host };
    let answer = core.inner.http.get(request).await;
    core.note_outcome(&answer);
    let response = answer?;
    core.offload(move || {
        let page = feed::decode(&response.body, response.content_type.as_deref());
        let found = extract::extract(&page, Some(&response.final_url))?;
        let clean = html::sanitise(&found.html, Some(&response.final_url));
        let words = text::count_words(&html::to_text(&clean.html));
        if words == 0 {
            return Err(ApiError::new(ErrorCode::NotExtractable, "the page's article has no words"));
        }
        let pictures = EntryPictures {
            lead: found.lead_image.as_ref().map(html::picture),
            lead_alt: None,
            lead_caption: found.lead_caption,
            body: clean.pictures,
        };
        let source = found.source.map(|(name, url)| (name, url.map(String::from)));
        let home = subject::home(response.final_url.host_str(), found.language.as_deref());
        let site = found.site_name.as_deref().unwrap_or_default();
        let subject = subject::of_sections(&found.categories, site, home).map(|(subject, _)| subject);
        Ok((NewText { html: clean.html, words, source }, pictures, subject))
    })
    .await?
}
