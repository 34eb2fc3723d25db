//! Sources in and out, as OPML.

use std::collections::{HashMap, HashSet};
use std::sync::PoisonError;

use tokio_util::sync::CancellationToken;

use super::sources::{line, placeholder, typed_address};
use crate::Core;
use crate::api::*;
use crate::feed::opml::{self, Attributes, Opml, OpmlFeed, OpmlFolder};
use crate::model::{CategoryId, CoreEvent, SourceKind, Timestamp};
use crate::refresh::url_key;
use crate::store::categories::{self, Category};
use crate::store::{Act, Db, Durability, FeedMeta, NewFeed, StoreError, feeds, outlines, undo};

/// Refused outlines that are named.
const REFUSED_TOLD: usize = 50;
/// Feeds between two tidings of an import; of a large one there are about a hundred in all.
const TOLD_EVERY: usize = 100;

impl Core {
    /// Follows the feeds of an OPML file: all of them in one write, fetched afterwards. Can be undone, and cancelled
    /// while it runs. A second import while one runs is refused as `invalid_request` (`running`).
    pub async fn import_opml(&self, request: ImportOpml) -> Result<OpmlImported, ApiError> {
        let importing = Importing::begin(self)?;
        let file = self.offload(move || opml::parse(&request.text)).await??;
        let now = self.now();
        let core = self.clone();
        let write = self.inner.store.write(Durability::Full, move |db| {
            // Held until the write is over, even when nobody waits for it any more.
            let importing = importing;
            import(&core, db, file, &importing.token, now)
        });
        let imported = write.await?;
        self.emit(CoreEvent::SourcesChanged);
        self.inner.wake.notify_one();
        Ok(imported)
    }

    /// Ends the running import; nothing of it stays.
    pub async fn cancel_import(&self, _: Nothing) -> Result<Done, ApiError> {
        let running = self.inner.import.lock().unwrap_or_else(PoisonError::into_inner);
        running.iter().for_each(CancellationToken::cancel);
        Ok(Done {})
    }

    /// All feeds as an OPML 2.0 file.
    pub async fn export_opml(&self, _: Nothing) -> Result<OpmlFile, ApiError> {
        let file = self.inner.store.read(|db| Ok((categories::all(db)?, outlines::all(db)?)));
        let (categories, feeds) = file.await?;
        let created = jiff::Timestamp::from_millisecond(self.now()).unwrap_or_default();
        let day = created.strftime("%Y-%m-%d").to_string();
        let created = created.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let text = self.offload(move || opml::write("Warraq", &created, &document(categories, feeds))).await?;
        Ok(OpmlFile { text, file_name: format!("warraq-{day}.opml") })
    }
}

/// The import that is going on; over when it is dropped.
pub(super) struct Importing {
    core: Core,
    pub(super) token: CancellationToken,
}

impl Importing {
    pub(super) fn begin(core: &Core) -> Result<Self, ApiError> {
        let mut running = core.inner.import.lock().unwrap_or_else(PoisonError::into_inner);
        if running.is_some() {
            return Err(ApiError::new(ErrorCode::InvalidRequest, "an import is running").with("running", true));
        }
        let token = core.inner.stop.child_token();
        *running = Some(token.clone());
        Ok(Self { core: core.clone(), token })
    }
}

impl Drop for Importing {
    fn drop(&mut self) {
        *self.core.inner.import.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Writes what a file names, in the transaction of `db`.
fn import(
    core: &Core,
    db: &Db,
    file: Opml,
    token: &CancellationToken,
    now: Timestamp,
) -> Result<OpmlImported, StoreError> {
    let Opml { folders, feeds, mut refused } = file;
    let total = feeds.len();
    let tell = |done: usize| {
        let [done, total] = [done, total].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        core.emit(CoreEvent::ImportProgress { done, total });
    };
    let step = TOLD_EVERY.max(total / 100);
    tell(0);
    let mut places = Places { made: Vec::new(), folders: Vec::with_capacity(folders.len()), default: None };
    for folder in &folders {
        if token.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        places.make(db, folder)?;
    }
    // By the keys of their addresses: however an address is written, it is one source.
    let parsed = |address: &str| url::Url::parse(address).ok();
    let mut followed: HashSet<String> =
        feeds::addresses(db)?.keys().filter_map(|address| Some(url_key(&parsed(address)?))).collect();
    let left_before: HashMap<String, url::Url> = feeds::left_addresses(db)?
        .iter()
        .filter_map(|address| parsed(address))
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .map(|url| (url_key(&url), url))
        .collect();
    let (mut added, mut returned, mut known) = (Vec::new(), Vec::new(), 0);
    for (place, outline) in feeds.into_iter().enumerate() {
        if token.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        if place > 0 && place % step == 0 {
            tell(place);
        }
        let Ok(url) = typed_address(outline.feed_url.trim()) else {
            if refused.len() < REFUSED_TOLD {
                refused.push(if outline.title.is_empty() { line(&outline.feed_url) } else { outline.title });
            }
            continue;
        };
        let key = url_key(&url);
        if !followed.insert(key.clone()) {
            known += 1;
            continue;
        }
        // One that was left comes back, however its address is written in the file.
        let url = left_before.get(&key).cloned().unwrap_or(url);
        let left = undo::left_feed(db, url.as_str())?;
        let category = places.of(db, outline.folder)?;
        let id = feeds::add(db, &new_feed(outline, &url, category), now)?;
        match left {
            Some(left) => returned.push(left),
            None => added.push(id),
        }
    }
    if token.is_cancelled() {
        return Err(StoreError::Cancelled);
    }
    tell(total);
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let mut done = OpmlImported {
        added: count(added.len() + returned.len()),
        known,
        refused,
        categories: count(places.made.len()),
        undo: None,
    };
    if done.added > 0 || done.categories > 0 {
        done.undo = undo::remember(db, &Act::Imported { added, returned, made: places.made }, now)?;
    }
    Ok(done)
}

/// The categories of a file's folders.
struct Places {
    /// The new ones, each behind the one that it stands in.
    made: Vec<i64>,
    folders: Vec<CategoryId>,
    default: Option<CategoryId>,
}

impl Places {
    /// Finds or makes the category of the next folder; folders of one name in one place are one category.
    fn make(&mut self, db: &Db, folder: &OpmlFolder) -> Result<(), StoreError> {
        let parent = folder.parent.and_then(|parent| self.folders.get(parent).copied());
        let (id, new) = categories::child(db, parent, &folder.title)?;
        if new {
            self.made.push(id.0);
            // One that was there keeps what it came with.
            if !folder.attributes.is_empty() {
                categories::set_outline(db, id, &json(&folder.attributes)?)?;
            }
        }
        self.folders.push(id);
        Ok(())
    }

    fn of(&mut self, db: &Db, folder: Option<usize>) -> Result<CategoryId, StoreError> {
        if let Some(id) = folder.and_then(|folder| self.folders.get(folder)).or(self.default.as_ref()) {
            return Ok(*id);
        }
        let (id, new) = categories::child(db, None, categories::DEFAULT_CATEGORY)?;
        self.made.extend(new.then_some(id.0));
        self.default = Some(id);
        Ok(id)
    }
}

fn json(attributes: &Attributes) -> Result<String, StoreError> {
    serde_json::to_string(attributes).map_err(|error| StoreError::Value(error.to_string()))
}

/// A feed as an outline names it. Its name there is the reader's own; the first visit drops it where the publisher
/// calls the feed the same.
fn new_feed(outline: OpmlFeed, url: &url::Url, category: CategoryId) -> NewFeed {
    let OpmlFeed { title, own_title, site_url, kind, attributes, .. } = outline;
    let custom_title = Some(title.clone()).filter(|title| !title.is_empty());
    let called = own_title.or_else(|| custom_title.clone());
    let site_url = site_url.and_then(|site| typed_address(&site).ok()).map(String::from);
    NewFeed {
        feed_url: url.clone().into(),
        kind: kind.and_then(|kind| SourceKind::parse(&kind)).unwrap_or_default(),
        typed_host: None,
        custom_title,
        category,
        outline: json(&attributes).unwrap_or_else(|_| "{}".to_owned()),
        meta: FeedMeta {
            site_url,
            ..placeholder(called.unwrap_or_else(|| url.host_str().unwrap_or_default().to_owned()))
        },
    }
}

/// The library as a file says it.
fn document(categories: Vec<Category>, feeds: Vec<outlines::Outline>) -> Opml {
    let kept = |outline: &str| serde_json::from_str::<Attributes>(outline).unwrap_or_default();
    let paths: HashMap<&str, i64> = categories.iter().map(|c| (c.folded.as_str(), c.id)).collect();
    // Feeds that came without a folder go out without one, as long as they are where that put them.
    let mut loose: HashSet<i64> = HashSet::new();
    let mut written: Vec<(Option<CategoryId>, OpmlFeed)> = Vec::with_capacity(feeds.len());
    let mut holds: HashSet<i64> = HashSet::new();
    for feed in feeds {
        let kept = kept(&feed.outline);
        let is_loose = opml::implied_folder(&kept)
            .is_some_and(|names| paths.get(categories::folded_path(&names).as_str()) == Some(&feed.category.0));
        let title = feed.custom_title.as_deref().unwrap_or(&feed.title);
        let attributes = opml::feed_attributes(
            kept,
            opml::Current {
                title,
                feed_url: &feed.feed_url,
                site_url: feed.site_url.as_deref(),
                description: feed.description.as_deref(),
                language: feed.language.as_deref(),
                kind: Some(feed.kind.as_str()).filter(|_| feed.kind != SourceKind::Feed),
            },
        );
        if is_loose { &mut loose } else { &mut holds }.insert(feed.category.0);
        written.push(((!is_loose).then_some(feed.category), OpmlFeed { attributes, ..OpmlFeed::default() }));
    }
    // A category that is there for such feeds alone is not written: the file that they came in had no folder for it.
    let parents: HashMap<i64, i64> = categories.iter().filter_map(|c| Some((c.id, c.parent_id?))).collect();
    let mut implied: HashSet<i64> = HashSet::new();
    for category in &categories {
        if loose.contains(&category.id) {
            let mut place = Some(category.id);
            while let Some(id) = place.filter(|id| implied.insert(*id)) {
                place = parents.get(&id).copied();
            }
        }
        let explicit = category.outline != "{}" || holds.contains(&category.id);
        if explicit {
            let mut place = Some(category.id);
            while let Some(id) = place {
                holds.insert(id);
                place = parents.get(&id).copied();
            }
        }
    }
    let mut places: HashMap<i64, usize> = HashMap::new();
    let mut folders = Vec::new();
    for category in categories {
        if implied.contains(&category.id) && !holds.contains(&category.id) {
            continue;
        }
        places.insert(category.id, folders.len());
        folders.push(OpmlFolder {
            parent: category.parent_id.and_then(|parent| places.get(&parent).copied()),
            attributes: opml::folder_attributes(kept(&category.outline), &category.title),
            title: category.title,
        });
    }
    let feeds = written
        .into_iter()
        .map(|(category, feed)| OpmlFeed { folder: category.and_then(|id| places.get(&id.0).copied()), ..feed })
        .collect();
    Opml { folders, feeds, refused: Vec::new() }
}
