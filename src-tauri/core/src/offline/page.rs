//! A page: fetched, its article found, made safe, stored.

use url::Url;

use crate::Core;
use crate::contract::{ApiError, ErrorCode, Fault};
use crate::html;
use crate::model::{Direction, EntryId, TextOrigin, Timestamp};
use crate::net::{FetchError, Kind, Request, Validators};
use crate::refresh::{Loaded, backoff, load_entry, points_to};
use crate::store::{
    Durability, EntryPictures, FeedMeta, NewEntry, NewText, Parts, entries, extras, pages, pictures, subjects, texts,
    versions,
};
use crate::{extract, feed, subject, text};

/// Most characters of the first words of a page that no feed brought.
const EXCERPT: usize = 280;

/// What was found at an address.
struct Page {
    title: String,
    published: Option<Timestamp>,
    language: Option<String>,
    direction: Direction,
    text: NewText,
    pictures: EntryPictures,
    /// What its own sections name, or its whole text suggests.
    subject: subject::Found,
}

/// Why there is none.
struct Missed {
    error: ApiError,
    /// Seconds for which the server wants to be left alone.
    retry_after: Option<u64>,
}

impl From<ApiError> for Missed {
    fn from(error: ApiError) -> Self {
        Self { error, retry_after: None }
    }
}

/// Fetches an entry's page. True when its text is stored now; a fault of the page is recorded and is no error.
pub(super) async fn fetch(core: &Core, id: EntryId) -> Result<bool, ApiError> {
    let (row, extras, known) = core
        .inner
        .store
        .read(move |db| Ok((entries::one(db, id)?, extras::extras(db, id)?, texts::page_fault(db, id)?)))
        .await?;
    let Some(address) = row.url else { return Ok(false) };
    let outcome = match Url::parse(&address) {
        Ok(url) => attempt(core, url, extras.typed_host).await,
        Err(error) => Err(ApiError::from_chain(ErrorCode::InvalidUrl, &error).into()),
    };
    let now = core.now();
    match outcome {
        Ok(page) => {
            let stray = Url::parse(&address).ok().and_then(|url| as_entry(&page, &url, row.title));
            core.inner
                .store
                .write(Durability::Normal, move |db| {
                    if let Some((meta, entry)) = stray.filter(|_| pages::is_address(db, id).unwrap_or(false)) {
                        pages::fill(db, id, &meta, &entry, now)?;
                    }
                    texts::clear_page_fault(db, id)?;
                    // A page that lost most of its article, as one that says no more than that it was taken down, does
                    // not take the place of what is here.
                    if let Some(known) = texts::get(db, id, TextOrigin::Page)?
                        && page.text.words.saturating_mul(2) < known.words
                    {
                        return versions::looked_at(db, id, Some(now));
                    }
                    versions::looked_at(db, id, None)?;
                    let title = entries::one(db, id)?.title;
                    versions::remember(db, id, TextOrigin::Page, (&title, &page.text), now)?;
                    texts::set(db, id, TextOrigin::Page, &page.text, now)?;
                    extras::fill_in(db, id, &page.text.parts.categories)?;
                    subjects::set_from_page(db, id, &page.text.parts.categories, page.subject)?;
                    pictures::attach(db, id, TextOrigin::Page, &page.pictures)
                })
                .await?;
            Ok(true)
        }
        Err(Missed { error, retry_after }) => {
            let failures = known.map_or(0, |fault| fault.failures).saturating_add(1);
            let fault = Fault::from_error(&error, now, failures, Some(backoff(now, failures, retry_after, id.0)));
            tracing::info!(entry = %id, %error, "the page could not be had");
            let gone = matches!(fault.code, ErrorCode::NotFound | ErrorCode::FeedGone);
            core.inner
                .store
                .write(Durability::Normal, move |db| {
                    if gone && texts::get(db, id, TextOrigin::Page)?.is_some() {
                        versions::looked_at(db, id, Some(now))?;
                    }
                    texts::set_page_fault(db, id, &fault)
                })
                .await?;
            Ok(false)
        }
    }
}

/// Fetches an article that no feed brought, and stores it out of every list. `title` is what the link to it says, for a
/// page that does not say it better.
pub(crate) async fn fetch_stray(
    core: &Core,
    url: Url,
    title: String,
    typed_host: Option<String>,
) -> Result<EntryId, ApiError> {
    let page = attempt(core, url.clone(), typed_host).await.map_err(|missed| missed.error)?;
    let now = core.now();
    let host = host(&url).to_owned();
    let (meta, entry) = as_entry(&page, &url, title)
        .ok_or_else(|| ApiError::new(ErrorCode::NotExtractable, "the page names no article"))?;
    let write = core
        .inner
        .store
        .write(Durability::Normal, move |db| pages::put(db, (&host, meta), &entry, (&page.text, &page.pictures), now));
    Ok(write.await?)
}

/// The host whose pages an address belongs to.
pub(crate) fn host(url: &Url) -> &str {
    url.host_str().unwrap_or_default().trim_start_matches("www.")
}

/// What a page says of itself, as an entry that no feed brought; `title` is for a page that has none.
fn as_entry(page: &Page, url: &Url, title: String) -> Option<(FeedMeta, NewEntry)> {
    let plain = html::to_text(&page.text.html);
    let loaded = Loaded {
        title: if page.title.is_empty() { title } else { page.title.clone() },
        url: Some(url.as_str().to_owned()),
        source: page.text.parts.publisher.clone().unwrap_or_else(|| host(url).to_owned()),
        ..Loaded::default()
    };
    let (mut meta, mut entry) = load_entry(loaded)?;
    meta.direction = page.direction;
    entry.published = page.published;
    entry.direction = page.direction;
    entry.language.clone_from(&page.language);
    entry.excerpt = text::excerpt(&plain, EXCERPT);
    entry.authors.clone_from(&page.text.parts.authors);
    entry.categories.clone_from(&page.text.parts.categories);
    entry.subject = page.subject;
    // What its row says of its text: the page's is what there is.
    entry.is_excerpt = true;
    Some((meta, entry))
}

/// What is known of a page that is only an address yet.
pub(crate) fn planned(url: &Url, title: Option<String>) -> Option<(FeedMeta, NewEntry)> {
    let mut shown = url.as_str().split_once("://").map_or(url.as_str(), |(_, rest)| rest).to_owned();
    if let Ok(readable) = percent_decoded(&shown) {
        shown = readable;
    }
    let title = title.filter(|title| !title.trim().is_empty()).unwrap_or(shown);
    let loaded =
        Loaded { title, url: Some(url.as_str().to_owned()), source: host(url).to_owned(), ..Loaded::default() };
    load_entry(loaded)
}

/// An address as it is read, where its bytes are text.
fn percent_decoded(address: &str) -> Result<String, std::string::FromUtf8Error> {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match hex.filter(|_| *byte == b'%').and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes)
}

async fn attempt(core: &Core, url: Url, typed_host: Option<String>) -> Result<Page, Missed> {
    let asked = url.clone();
    let request = Request { url, kind: Kind::Page, validators: Validators::default(), typed_host };
    let answer = core.inner.http.get(request).await;
    core.note_outcome(&answer);
    core.offload(move || {
        let response = answer.map_err(refusal)?;
        let page = feed::decode(&response.body, response.content_type.as_deref());
        let known = extract::Answer {
            status: None,
            headers: &response.telling,
            asked: Some(&asked),
            from: Some(&response.final_url),
        };
        let found = extract::extract_answer(&known, &page).map_err(ApiError::from)?;
        Ok(read(found, &response.final_url)?)
    })
    .await?
}

/// What an answer that is none means: what stands in the article's place often comes with a status of its own.
fn refusal(error: FetchError) -> Missed {
    let FetchError::Status { status, body, telling, retry_after } = &error else { return ApiError::from(error).into() };
    let (page, retry_after) = (feed::decode(body, None), *retry_after);
    let answer = extract::Answer { status: Some(*status), headers: telling, ..extract::Answer::default() };
    let error = match extract::blocked(&answer, &page) {
        Some(wall) => walled(wall).with("status", status),
        None => error.into(),
    };
    Missed { error, retry_after }
}

/// Something that is not the article stands in its place. It is never stored; the page is tried again later.
fn walled(wall: extract::Blocked) -> ApiError {
    let code = match wall {
        extract::Blocked::Challenge => ErrorCode::PageChallenge,
        extract::Blocked::Consent => ErrorCode::PageConsent,
        extract::Blocked::Paywall => ErrorCode::PagePaywall,
        extract::Blocked::Login => ErrorCode::PageLogin,
        extract::Blocked::NotFound => ErrorCode::NotFound,
    };
    ApiError::new(code, format!("the page is not the article: {}", wall.as_str()))
}

/// What is stored of an article that was found.
fn read(found: extract::Extracted, url: &Url) -> Result<Page, ApiError> {
    if let Some(wall) = found.blocked {
        return Err(walled(wall));
    }
    let clean = html::sanitise(&found.html, Some(url));
    let plain = html::to_text(&clean.html);
    let words = text::count_words(&plain);
    if words == 0 {
        return Err(ApiError::new(ErrorCode::NotExtractable, "the page's article has no words"));
    }
    let pictures = EntryPictures {
        lead: found.lead_image.as_ref().map(html::picture),
        lead_alt: None,
        lead_caption: found.lead_caption,
        body: clean.pictures,
    };
    let home = subject::home(url.host_str(), found.language.as_deref());
    let site = found.site_name.as_deref().unwrap_or_default();
    let subject = subject::find(&found.title, &plain, &found.categories, subject::Paper { name: site, home });
    let parts = Parts {
        subtitle: found.subtitle,
        authors: found.authors,
        agency: found.agency,
        publisher: found.site_name,
        published: found.published,
        updated: found.updated,
        categories: found.categories,
        tags: found.tags,
        canonical: found.canonical.map(String::from),
        read_also: found.read_also.into_iter().map(points_to).collect(),
    };
    Ok(Page {
        title: found.title,
        published: found.published,
        language: found.language,
        direction: found.direction.unwrap_or_else(|| text::direction(&plain, Direction::Rtl)),
        text: NewText {
            html: clean.html,
            words,
            source: found.source.map(|source| (source.name, source.url.map(String::from))),
            parts,
        },
        pictures,
        subject,
    })
}
