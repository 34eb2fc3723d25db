//! Articles that other programs kept: looked at before they are taken in, taken in all or none, taken back by one undo.

use std::collections::{HashMap, HashSet};

use url::Url;

use super::opml::Importing;
use crate::Core;
use crate::api::*;
use crate::html;
use crate::imports::{self, Read, Saved};
use crate::model::{CoreEvent, Timestamp};
use crate::offline;
use crate::refresh::{self, Loaded, load_entry};
use crate::store::{Act, Durability, FeedMeta, Journal, NewEntry, StoreError, extras, marks, pages, undo};
use crate::text;

/// A file of more bytes is not read.
const LARGEST_FILE: usize = 100_000_000;
/// Names that a preview tells.
const NAMES: usize = 100;
const TITLES: usize = 5;
/// Articles between two tellings of how far it has come.
const TOLD_EVERY: usize = 50;
/// Of a title, a tag, a note, a passage, so many characters are taken.
const TITLE: usize = 300;
const TAG: usize = 100;
const NOTE: usize = 100_000;
const PASSAGE: usize = 10_000;
/// Tags and passages of one article that are taken.
const MANY: usize = 200;

/// An article that is ready to be stored.
struct Ready {
    key: String,
    host: String,
    meta: FeedMeta,
    entry: NewEntry,
    saved: Saved,
}

impl Core {
    /// What importing a file would do. Changes nothing.
    pub async fn preview_import(&self, request: ArticlesFile) -> Result<ImportPreview, ApiError> {
        let (format, file) = self.read_saved(request.text).await?;
        let keys: Vec<Option<String>> = file.saved.iter().map(|saved| key(&saved.url)).collect();
        let known = self.kept_keys(keys.iter().flatten().cloned().collect()).await?;
        let mut seen = HashSet::new();
        let (mut tags, mut folders): (HashMap<String, usize>, HashMap<String, usize>) = Default::default();
        let mut preview = ImportPreview {
            format,
            total: 0,
            known: 0,
            repeated: 0,
            refused: count(file.refused),
            with_text: 0,
            marks: 0,
            tags: Vec::new(),
            folders: Vec::new(),
            titles: Vec::new(),
        };
        for (saved, key) in file.saved.into_iter().zip(keys) {
            let Some(key) = key else { continue };
            preview.known += u32::from(!seen.contains(&key) && known.contains(&key));
            if !seen.insert(key) {
                preview.repeated += 1;
                continue;
            }
            preview.total += 1;
            preview.with_text += u32::from(saved.html.is_some());
            preview.marks += count(saved.quotes.len()) + u32::from(saved.note.is_some());
            saved.tags.into_iter().for_each(|tag| *tags.entry(tag).or_default() += 1);
            saved.folder.into_iter().for_each(|folder| *folders.entry(folder).or_default() += 1);
            if preview.titles.len() < TITLES {
                preview.titles.push(if saved.title.is_empty() { saved.url } else { html::to_line(&saved.title) });
            }
        }
        let most_used = |names: HashMap<String, usize>| {
            let mut names: Vec<(String, usize)> = names.into_iter().collect();
            names.sort_by(|(one, uses), (other, others)| others.cmp(uses).then_with(|| one.cmp(other)));
            names.into_iter().take(NAMES).map(|(name, _)| name).collect()
        };
        (preview.tags, preview.folders) = (most_used(tags), most_used(folders));
        Ok(preview)
    }

    /// Keeps the articles of a file: all of them or none. Their pages are fetched afterwards. Can be undone.
    pub async fn import_articles(&self, request: ArticlesFile) -> Result<ArticlesImported, ApiError> {
        let importing = Importing::begin(self)?;
        let (_, file) = self.read_saved(request.text).await?;
        let refused = count(file.refused);
        let ready = self.offload(move || file.saved.into_iter().filter_map(ready).collect::<Vec<_>>()).await?;
        let (core, now) = (self.clone(), self.now());
        let write = self.inner.store.write(Durability::Full, move |db| {
            let importing = importing;
            let total = count(ready.len());
            let mut act = Journal::new(db);
            let (mut added, mut known, mut about) = (0, 0, 0);
            let mut seen = HashSet::new();
            for (place, article) in ready.into_iter().enumerate() {
                if importing.token.is_cancelled() {
                    return Err(StoreError::Cancelled);
                }
                if place % TOLD_EVERY == 0 {
                    core.emit(CoreEvent::ImportProgress { done: count(place), total });
                }
                let first = seen.insert(article.key.clone());
                let new = store(&mut act, article, now)?;
                added += u32::from(new);
                known += u32::from(first && !new);
                about += 1;
            }
            core.emit(CoreEvent::ImportProgress { done: total, total });
            let undo = undo::remember(db, &Act::Marked { changes: act.finish(), about }, now)?;
            Ok(ArticlesImported { added, known, refused, undo })
        });
        let imported = write.await?;
        self.emit(CoreEvent::StatesChanged { entries: Vec::new() });
        if self.online() {
            let core = self.clone();
            self.spawn(async move { offline::resume(&core).await });
        }
        Ok(imported)
    }

    async fn read_saved(&self, file: String) -> Result<(ImportFormat, Read), ApiError> {
        if file.len() > LARGEST_FILE {
            return Err(ApiError::new(ErrorCode::TooLarge, "the file is too large").with("limit", LARGEST_FILE));
        }
        let read = self.offload(move || imports::read(&file)).await?;
        let (format, file) =
            read.ok_or_else(|| ApiError::new(ErrorCode::InvalidImport, "a file of no known program"))?;
        if file.saved.len() > imports::MOST {
            return Err(ApiError::new(ErrorCode::TooMany, "too many articles").with("limit", imports::MOST));
        }
        Ok((format, file))
    }

    async fn kept_keys(&self, keys: Vec<String>) -> Result<HashSet<String>, ApiError> {
        let read = self.inner.store.read(move |db| {
            let mut known = HashSet::new();
            for key in keys {
                if extras::is_kept_at(db, &key)? {
                    known.insert(key);
                }
            }
            Ok(known)
        });
        Ok(read.await?)
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn key(address: &str) -> Option<String> {
    Url::parse(address.trim()).ok().map(|url| refresh::url_key(&url))
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

fn ready(saved: Saved) -> Option<Ready> {
    let mut url = Url::parse(saved.url.trim()).ok()?;
    url.set_fragment(None);
    let has_title = !saved.title.is_empty() && saved.title != saved.url;
    let title = has_title.then(|| html::to_line(&saved.title));
    let (meta, mut entry) = offline::planned(&url, title.clone())?;
    let host = offline::host(&url).to_owned();
    if let Some(markup) = saved.html.as_ref().filter(|markup| !markup.trim().is_empty()) {
        let loaded = Loaded {
            title: title.unwrap_or_else(|| entry.title.clone()),
            html: Some(markup.clone()),
            url: Some(url.as_str().to_owned()),
            source: host.clone(),
            ..Loaded::default()
        };
        entry = load_entry(loaded)?.1;
    }
    entry.published = saved.published.or(saved.added);
    Some(Ready { key: refresh::url_key(&url), host, meta, entry, saved })
}

/// Stores one article. True when it was not kept before.
fn store(act: &mut Journal<'_>, article: Ready, now: Timestamp) -> Result<bool, StoreError> {
    let Ready { key, host, meta, entry, saved } = article;
    let known = extras::at_address(act.db(), &key, None)?;
    let id = match known {
        Some(id) => id,
        None => pages::take_in(act.db(), (&host, meta), &entry, saved.read, now)?,
    };
    // When it was kept there; a time to come is a mistake.
    let at = saved.added.filter(|at| *at > 0 && *at <= now).unwrap_or(now);
    let new = marks::keep(act, id, at)?;
    for tag in saved.tags.iter().take(MANY) {
        let tag = html::line(&cut(tag.trim().trim_start_matches('#'), TAG));
        if !text::fold(&tag).trim().is_empty() {
            marks::add_tag(act, id, &tag, now)?;
        }
    }
    if let Some(folder) = saved.folder.map(|folder| html::line(&cut(&folder, TITLE)))
        && !text::fold(&folder).trim().is_empty()
    {
        let (collection, _) = marks::collection(act, &folder)?;
        marks::set_collected(act, id, collection, true, now)?;
    }
    if let Some(note) = saved.note.map(|note| cut(&note, NOTE))
        && !marks::has_note(act.db(), id)?
    {
        marks::set_note(act, id, &note, now)?;
    }
    for (quote, note) in saved.quotes.into_iter().take(MANY) {
        let quote = marks::NewHighlight {
            exact: cut(&quote, PASSAGE),
            note: note.map(|note| cut(&note, PASSAGE)),
            created_at: at,
            ..marks::NewHighlight::default()
        };
        if !marks::has_highlight(act.db(), id, &quote.exact)? {
            marks::add_highlight(act, id, &quote, now)?;
        }
    }
    Ok(new)
}
