//! Times of answers on a large invented library, while a writer writes.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use warraq_core::api::{LoadEntry, Search, SearchSort, SetRead};
use warraq_core::model::EntryId;

use crate::words::{Dice, Writer};
use crate::{Outcome, open};

/// Papers of the library.
const FEEDS: usize = 200;
/// Milliseconds between an article and the next.
const APART: i64 = 60_000;
/// Words of a headline.
const HEADLINE: usize = 8;
/// Questions of each kind.
const QUESTIONS: usize = 200;

pub(crate) async fn measure(name: &str, documents: usize, length: usize) -> Outcome {
    let folder = tempfile::tempdir()?;
    let writer = Writer::new();
    let first = open(folder.path())?;
    let papers = (0..FEEDS).map(|n| article(&writer, n as u64, &format!("صحيفة {n}"), 1)).collect();
    first.load(papers).await?;
    first.close().await;
    let bytes = fill(folder.path(), &writer, documents, length)?;
    let core = open(folder.path())?;
    let begun = Instant::now();
    core.index_now().await?;
    let taken = begun.elapsed().as_secs_f64();
    println!(
        "\n{documents} {name}: indexed at {:.0}/s, {:.1} MB/s",
        documents as f64 / taken,
        bytes as f64 / 1e6 / taken
    );
    print_size(folder.path(), bytes)?;

    let stop = Arc::new(AtomicBool::new(false));
    let writing = tokio::spawn({
        let (core, stop) = (core.clone(), stop.clone());
        async move {
            let writer = Writer::new();
            let mut number = 1_u64 << 40;
            while !stop.load(Ordering::Relaxed) {
                let entries = (0..20).map(|n| article(&writer, number + n, "صحيفة 1", 120)).collect();
                let ids: Vec<EntryId> = core.load(entries).await.unwrap_or_default();
                let _ = core.index_now().await;
                let _ = core.set_read(SetRead { ids, read: true }).await;
                number += 20;
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    });
    println!("{:<28} {:>10} {:>10} {:>10} ms", "", "p50", "p99", "worst");
    let mut dice = Dice::new(3);
    for sort in [SearchSort::Relevant, SearchSort::Newest] {
        for count in 1..=3_usize {
            let mut times = Vec::new();
            for _ in 0..QUESTIONS {
                let number = FEEDS as u64 + dice.below(documents) as u64;
                let title = writer.text(number, HEADLINE);
                let mut words: Vec<&str> = title.split(' ').filter(|word| word.chars().count() > 2).collect();
                while words.len() > count {
                    words.remove(dice.below(words.len()));
                }
                let request = Search {
                    query: words.join(" "),
                    sort,
                    typing: false,
                    offset: 0,
                    limit: Some(20),
                    utc_offset_minutes: 0,
                };
                let begun = Instant::now();
                core.search(request).await?;
                times.push(begun.elapsed().as_secs_f64() * 1e3);
            }
            times.sort_by(f64::total_cmp);
            let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
            let label = format!("{count} word{}, {sort:?}", if count == 1 { "" } else { "s" });
            println!("{label:<28} {:>10.2} {:>10.2} {:>10.2}", at(0.5), at(0.99), at(1.0));
        }
    }
    stop.store(true, Ordering::Relaxed);
    writing.await?;
    core.close().await;
    Ok(())
}

fn article(writer: &Writer, number: u64, source: &str, length: usize) -> LoadEntry {
    LoadEntry {
        id: None,
        title: writer.text(number, HEADLINE),
        body: Some(writer.text(number ^ (1 << 41), length)),
        html: None,
        url: Some(format!("https://paper.example/{number}")),
        source: source.to_owned(),
        category: None,
        date: None,
    }
}

/// Puts rows straight into the library's file: a million articles through the whole way in would take an hour.
/// Answers the bytes of text.
fn fill(folder: &Path, writer: &Writer, documents: usize, length: usize) -> Outcome<usize> {
    let mut db = rusqlite::Connection::open(folder.join("warraq.sqlite"))?;
    db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;")?;
    let now = i64::try_from(std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_millis())?;
    let mut bytes = 0;
    let numbers: Vec<usize> = (0..documents).collect();
    for chunk in numbers.chunks(20_000) {
        let write = db.transaction()?;
        {
            let mut entry = write.prepare(
                "INSERT INTO entries (id, feed_id, identity, title, title_key, excerpt, direction, published_at,
                     first_seen_at, content_hash, subject_from, read)
                 VALUES (?1, ?2, ?1, ?3, '', '', 'rtl', ?4, ?4, '', 'none', ?5)",
            )?;
            let mut text = write.prepare(
                "INSERT INTO texts (entry_id, origin, html, words, fetched_at, policy) VALUES (?1, 'feed', ?2, ?3, 0, 1000)",
            )?;
            for number in chunk {
                let id = FEEDS + 1 + number;
                let title = writer.text((FEEDS + number) as u64, HEADLINE);
                let body = writer.text((FEEDS + number) as u64 ^ (1 << 41), length);
                bytes += title.len() + body.len();
                let at = now - i64::try_from(documents - number)? * APART;
                entry.execute(rusqlite::params![
                    i64::try_from(id)?,
                    i64::try_from(number % FEEDS)? + 1,
                    title,
                    at,
                    number % 10 >= 3
                ])?;
                text.execute(rusqlite::params![i64::try_from(id)?, format!("<p>{body}</p>"), i64::try_from(length)?])?;
            }
        }
        write.commit()?;
    }
    Ok(bytes)
}

/// The index's share of the text.
pub(crate) fn print_size(folder: &Path, bytes: usize) -> Outcome {
    let db = rusqlite::Connection::open(folder.join("warraq.sqlite"))?;
    let size = |pattern: &str| -> Outcome<i64> {
        let sql = format!("SELECT coalesce(sum(length(block)), 0) FROM {pattern}_data");
        Ok(db.query_row(&sql, [], |row| row.get(0))?)
    };
    let sizes: i64 =
        db.query_row("SELECT coalesce(sum(length(sz)), 0) FROM search_index_docsize", [], |row| row.get(0))?;
    let words: i64 = db.query_row(
        "SELECT coalesce(sum(length(word) * 2 + length(shown) * 2 + 3), 0) FROM search_words",
        [],
        |row| row.get(0),
    )?;
    let index = size("search_index")? + sizes;
    println!(
        "index: {:.1} MB for {:.1} MB of text: {:.2} (words of headlines: {:.1} MB)",
        index as f64 / 1e6,
        bytes as f64 / 1e6,
        index as f64 / bytes.max(1) as f64,
        words as f64 / 1e6
    );
    Ok(())
}
