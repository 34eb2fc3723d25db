//! An article as the reading pane shows it, put together from its tables.

use rusqlite::Connection;

use super::{StoreError, entries, extras, pictures, places, sounds, texts};
use crate::contract::{Attribution, EntryDetail, EntrySummary, LeadPicture, OfflineState, ReadAlso, TextState};
use crate::model::{EntryId, MediaHash, TextOrigin};
use crate::{html, text};

/// Puts an article together.
pub(crate) fn read(db: &Connection, id: EntryId) -> Result<EntryDetail, StoreError> {
    let summary = entries::one(db, id)?;
    let extras = extras::extras(db, id)?;
    let origin = if extras.shows_page { TextOrigin::Page } else { TextOrigin::Feed };
    let stored = texts::get(db, id, origin)?.ok_or(StoreError::NoSuch("text"))?;
    let here = pictures::stored(db, id)?;
    let lead = extras
        .lead_key
        .as_ref()
        .map(|key| {
            let hash = here.get(key);
            let size = hash.map(|hash| pictures::media(db, hash)).transpose()?.flatten();
            Ok::<_, StoreError>(LeadPicture {
                media: hash.and_then(|hash| MediaHash::parse(hash)),
                alt: extras.lead_alt.clone(),
                caption: extras.lead_caption.clone(),
                width: size.as_ref().and_then(|size| size.width),
                height: size.as_ref().and_then(|size| size.height),
            })
        })
        .transpose()?;
    let fault = texts::page_fault(db, id)?;
    let text_state = match (extras.needs_page && !extras.shows_page, fault.clone()) {
        (false, _) => TextState::Full,
        (true, None) => TextState::Excerpt,
        (true, Some(fault)) => TextState::Failed { fault },
    };
    let offline = offline(db, &summary, &text_state, extras.shows_page)?;
    let leads_body = extras.lead_key.as_deref().is_some_and(|key| html::begins_with_picture(&stored.html, key));
    let parts = stored.parts;
    let cards: Vec<usize> =
        parts.read_also.iter().map(|link| usize::try_from(link.after).unwrap_or(usize::MAX)).collect();
    let read_also = read_also(db, id, parts.read_also)?;
    let authors = if extras.authors.is_empty() { parts.authors } else { extras.authors };
    Ok(EntryDetail {
        // An agency that a feed names as the author is named once.
        authors: authors.into_iter().filter(|name| parts.agency.as_ref() != Some(name)).collect(),
        subtitle: parts.subtitle.filter(|subtitle| text::fold(subtitle) != text::fold(&summary.title)),
        agency: parts.agency,
        publisher: parts.publisher.filter(|name| text::fold(name) != text::fold(&summary.source)),
        tags: parts.tags,
        canonical: parts.canonical.filter(|address| summary.url.as_ref() != Some(address)),
        read_also,
        text_choice: extras.text_choice,
        feed_choice: extras.feed_mode,
        updated_at: extras.updated_at.or(parts.updated).filter(|at| *at > summary.published_at),
        fetched_at: stored.fetched_at,
        // A body that opens with its own lead picture shows it once.
        lead: lead.filter(|_| !leads_body),
        html: html::with_cards(&html::map_pictures(&stored.html, |key| here.get(key).cloned()), &cards),
        body_direction: html::direction(&stored.html, summary.direction),
        place: places::get(db, id)?,
        words: stored.words,
        reading_minutes: text::reading_minutes(stored.words, summary.language.as_deref(), summary.direction),
        origin,
        text_state,
        source: attribution(stored.source, &summary, extras.site_url),
        offline,
        enclosures: extras.enclosures,
        summary,
    })
}

/// «اقرأ أيضاً» as cards: what is in the library comes with its row.
fn read_also(db: &Connection, id: EntryId, links: Vec<texts::PointsTo>) -> Result<Vec<ReadAlso>, StoreError> {
    links
        .into_iter()
        .map(|link| {
            let stored = extras::at_address(db, &link.url_key, Some(id))?;
            let entry = stored.map(|stored| entries::one(db, stored)).transpose()?;
            Ok(ReadAlso { title: link.title, url: link.url, entry })
        })
        .collect()
}

/// «المصدر»: what the text names, with a link only if the text has one; else the paper with the article's own address.
fn attribution(
    named: Option<(String, Option<String>)>,
    summary: &EntrySummary,
    site_url: Option<String>,
) -> Attribution {
    match named {
        Some((name, url)) => Attribution { name, url },
        None => Attribution { name: summary.source.clone(), url: summary.url.clone().or(site_url) },
    }
}

fn offline(
    db: &Connection,
    summary: &EntrySummary,
    text: &TextState,
    shows_page: bool,
) -> Result<OfflineState, StoreError> {
    if !summary.kept {
        return Ok(OfflineState::None);
    }
    let (here, pictures, picture_fault, untried) = pictures::progress(db, summary.id, shows_page)?;
    let text_here = matches!(text, TextState::Full);
    // The comments are a piece while they are awaited; once tried, they count as done, whatever came of it.
    let comments_untried = entries::awaits_comments(db, summary.id)?;
    let sounds = sounds::missing(db, summary.id, None)?;
    let sounds_missing = u32::try_from(sounds.len()).unwrap_or(u32::MAX);
    let untried = untried || sounds.iter().any(|sound| sound.failures == 0);
    let (done, total) = (here + u32::from(text_here), pictures + 1 + u32::from(comments_untried) + sounds_missing);
    if done == total {
        return Ok(OfflineState::Ready);
    }
    let text_fault = match text {
        TextState::Failed { fault } => Some(fault.clone()),
        _ => None,
    };
    let text_untried = matches!(text, TextState::Excerpt);
    let sound_fault = if sounds.is_empty() { None } else { sounds::first_fault(db, summary.id)? };
    Ok(match text_fault.or(picture_fault).or(sound_fault) {
        Some(fault) if !untried && !text_untried && !comments_untried => OfflineState::Partial { done, total, fault },
        _ => OfflineState::Pending { done, total },
    })
}
