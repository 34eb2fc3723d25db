//! The library that is measured: made by the core itself, through the way that a refresh's entries take.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use warraq_core::api::{EntryRef, ListSources, LoadEntry, SetRead, SettingsPatch, UpdateFeeds};
use warraq_core::clock::SystemClock;
use warraq_core::model::{EntryId, Timestamp};
use warraq_core::net::NetOptions;
use warraq_core::{Config, Core, Opener};

use crate::report::Report;
use crate::words::Writer;
use crate::{FEEDS, Outcome};

/// Articles that are loaded in one write.
const AT_ONCE: usize = 500;
/// Milliseconds between an article and the next older one.
const APART: Timestamp = 2 * 60 * 1000;
/// Categories of the feeds; the last one holds a single feed, a list that is sparse in the library.
const CATEGORIES: usize = 20;
/// One in so many articles is kept.
const KEPT: usize = 100;

/// Opens nothing.
struct NoBrowser;

impl Opener for NoBrowser {
    fn open(&self, _: &url::Url) -> Result<(), String> {
        Err("there is no browser here".to_owned())
    }

    fn compose(&self, _: &url::Url) -> Result<(), String> {
        Err("there is no mail program here".to_owned())
    }
}

/// Opens a library without its schedule.
pub(crate) fn open(folder: &Path, net: NetOptions) -> Outcome<Core> {
    let config = Config {
        library: folder.to_owned(),
        clock: Arc::new(SystemClock),
        net,
        opener: Arc::new(NoBrowser),
        network: Arc::new(warraq_core::UnknownNetwork),
        directory: None,
        schedule: false,
        read_only: false,
    };
    Ok(Core::open(config)?)
}

/// A runtime as the command line's.
pub(crate) fn runtime() -> Outcome<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// Loads the articles of these numbers; seven in ten are read, one in a hundred is kept.
pub(crate) fn fill(folder: &Path, articles: Range<usize>, report: &mut Report) -> Outcome {
    runtime()?.block_on(async {
        let core = open(folder, NetOptions::default())?;
        // No picture can be had here; asking for them is not what is measured.
        core.update_settings(serde_json::from_value::<SettingsPatch>(serde_json::json!({ "load_pictures": false }))?)
            .await?;
        let now = Instant::now();
        let wall = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
        let newest = Timestamp::try_from(wall.as_millis())?;
        let writer = Writer::new();
        let mut loaded: Vec<(usize, EntryId)> = Vec::with_capacity(articles.len());
        let mut making = std::time::Duration::ZERO;
        let numbers: Vec<usize> = articles.clone().collect();
        for batch in numbers.chunks(AT_ONCE) {
            let begun = Instant::now();
            let entries: Vec<LoadEntry> = batch.iter().map(|number| article(&writer, *number, newest)).collect();
            making += begun.elapsed();
            loaded.extend(batch.iter().copied().zip(core.load(entries).await?));
        }
        let rate = articles.len() as f64 / (now.elapsed() - making).as_secs_f64();
        if articles.start == 0 {
            report.value("loading articles", rate, "/s", None);
            arrange(&core).await?;
        }
        let read: Vec<EntryId> = loaded.iter().filter(|(n, _)| n % 10 >= 3).map(|(_, id)| *id).collect();
        for ids in read.chunks(AT_ONCE) {
            core.set_read(SetRead { ids: ids.to_vec(), read: true }).await?;
        }
        // Without a picture: there is nothing to fetch for them.
        for (_, id) in loaded.iter().filter(|(n, _)| n % KEPT == 1 && n % 3 != 0) {
            core.keep(EntryRef { id: *id }).await?;
        }
        core.settle().await;
        core.close().await;
        Ok(())
    })
}

fn article(writer: &Writer, number: usize, newest: Timestamp) -> LoadEntry {
    let feed = number % FEEDS;
    let at = newest - Timestamp::try_from(number).unwrap_or(0) * APART;
    LoadEntry {
        id: None,
        title: writer.title(number),
        body: None,
        html: Some(writer.html(number)),
        url: Some(format!("https://paper-{feed}.example/{number}")),
        source: format!("صحيفة القياس {feed}"),
        category: Some(if number.is_multiple_of(200) { "عاجل" } else { "أخبار" }.to_owned()),
        date: Some((at / 1000).to_string()),
    }
}

/// Puts the feeds into categories.
async fn arrange(core: &Core) -> Outcome {
    let tree = core.list_sources(ListSources::default()).await?;
    let feeds = tree.categories.into_iter().flat_map(|category| category.feeds);
    for (place, feed) in feeds.enumerate() {
        let category = if place == 0 { CATEGORIES } else { place % (CATEGORIES - 1) + 1 };
        let category_title = Some(format!("باب {category}"));
        core.update_feeds(UpdateFeeds { ids: vec![feed.id], category_title, ..UpdateFeeds::default() }).await?;
    }
    Ok(())
}
