//! Identity against a model (K10): whatever a publisher does to what its entries are known by, each stays the row that it
//! was, nothing is stored twice, and the unread count rises by what is truly new and no more.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use url::Url;

use crate::feed::{ParsedEntry, ParsedFeed};
use crate::html::RawHtml;
use crate::model::{Direction, EntryId, FeedId};
use crate::refresh::prepare;
use crate::store::{Edited, FeedMeta, NewFeed, categories, entries, feeds, migrate};

const NOW: i64 = 1_795_348_800_000;

/// Numbers that are the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).unwrap()
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// An entry as its publisher has it. `number` is what it truly is; nothing that is compared shows it.
#[derive(Debug, Clone)]
struct Truth {
    number: u32,
    guid: Option<String>,
    link: String,
    title: String,
    text: String,
    date: i64,
}

const WORDS: [&str; 24] = [
    "الحكومة",
    "أعلنت",
    "اليوم",
    "خطة",
    "جديدة",
    "لدعم",
    "المزارعين",
    "في",
    "الوادي",
    "بعد",
    "مطر",
    "غزير",
    "هطل",
    "ليلة",
    "أمس",
    "وقال",
    "الوزير",
    "إن",
    "السدود",
    "امتلأت",
    "والمحصول",
    "وفير",
    "هذا",
    "العام",
];

fn phrase(dice: &mut Dice, words: usize) -> String {
    (0..words).map(|_| WORDS[dice.below(WORDS.len())]).collect::<Vec<_>>().join(" ")
}

fn fresh(dice: &mut Dice, number: u32) -> Truth {
    let bulletin = dice.one_in(6);
    Truth {
        number,
        guid: (!dice.one_in(12)).then(|| format!("urn:{}", dice.0)),
        link: format!("https://paper.example/{}/{}", 2_026 - dice.below(3), dice.0 % 1_000_000_007),
        // Some are called the same, day after day.
        title: if bulletin { "نشرة الأخبار".to_owned() } else { phrase(dice, 7) },
        text: phrase(dice, 30),
        date: NOW - i64::try_from(dice.below(1_000_000)).unwrap() * 1_000,
    }
}

/// What a publisher does to all of its entries in one night. At least one of GUID, address and text stays, so that there
/// is something to know them by.
fn upheaval(dice: &mut Dice, all: &mut [Truth]) -> String {
    let stays = dice.below(3);
    let mut done = Vec::new();
    let scheme = dice.0;
    if stays != 0 && dice.one_in(2) {
        done.push("guids");
        let none = dice.one_in(4);
        for (place, truth) in all.iter_mut().enumerate() {
            truth.guid = (!none).then(|| format!("g{scheme}-{place}"));
        }
    }
    if stays != 1 && dice.one_in(2) {
        done.push("links");
        // One that has no GUID of its own to be known by keeps its address.
        let own = |truth: &Truth| truth.guid.as_deref().is_some_and(|guid| guid != "same");
        for (place, truth) in all.iter_mut().enumerate().filter(|(_, truth)| stays != 0 || own(truth)) {
            truth.link = format!("https://paper.example/{scheme}/{place}");
        }
    }
    if stays != 2 && dice.one_in(2) {
        done.push("texts");
        all.iter_mut().for_each(|truth| truth.text = phrase(dice, 30));
    }
    if dice.one_in(2) {
        done.push("titles");
        all.iter_mut().for_each(|truth| truth.title = phrase(dice, 6));
    }
    if dice.one_in(3) {
        done.push("dates");
        all.iter_mut().for_each(|truth| truth.date -= 3_600_000);
    }
    done.join("+")
}

/// A smaller change, of the addresses' spelling or the entries' places.
fn mischief(dice: &mut Dice, all: &mut [Truth]) -> &'static str {
    match dice.below(8) {
        0 => {
            let guids: Vec<_> = all.iter().map(|truth| truth.guid.clone()).rev().collect();
            all.iter_mut().zip(guids).for_each(|(truth, guid)| truth.guid = guid);
            "guids exchanged"
        }
        1 => {
            all.iter_mut().enumerate().for_each(|(place, truth)| truth.guid = Some(format!("place-{place}")));
            "guids by place"
        }
        2 => {
            all.iter_mut().for_each(|truth| truth.guid = Some("same".into()));
            "one guid"
        }
        3 => {
            all.reverse();
            "turned around"
        }
        4 => {
            all.iter_mut().for_each(|truth| truth.link = truth.link.replace("https://paper", "http://www.paper"));
            "www"
        }
        5 => {
            all.iter_mut().for_each(|truth| truth.link.push_str("?utm_source=rss"));
            "tracking"
        }
        6 => {
            all.iter_mut().for_each(|truth| truth.link = truth.link.replace("paper.example", "moved.example"));
            "another domain"
        }
        _ => "nothing",
    }
}

fn document(all: &[Truth]) -> ParsedFeed {
    let entry = |truth: &Truth| ParsedEntry {
        guid: truth.guid.clone(),
        url: Url::parse(&truth.link).ok(),
        title: truth.title.clone(),
        content: Some(RawHtml(format!("<p>{}</p>", truth.text))),
        published: Some(truth.date),
        // Carried along and never compared: by it the test knows the entry again.
        comment_count: Some(truth.number),
        ..ParsedEntry::default()
    };
    ParsedFeed { title: "صحيفة".into(), entries: all.iter().map(entry).collect(), ..ParsedFeed::default() }
}

fn library() -> (Connection, FeedId) {
    let mut db = Connection::open_in_memory().unwrap();
    migrate::migrate(&mut db).unwrap();
    let meta = FeedMeta {
        title: "صحيفة".into(),
        site_url: None,
        description: None,
        language: None,
        direction: Direction::Rtl,
    };
    let feed = NewFeed {
        feed_url: "https://paper.example/feed".into(),
        kind: crate::model::SourceKind::Feed,
        typed_host: None,
        custom_title: None,
        category: categories::category(&db, "").unwrap(),
        outline: "{}".into(),
        meta,
    };
    let id = feeds::add(&db, &feed, NOW).unwrap();
    (db, id)
}

fn store(db: &Connection, feed: FeedId, all: &[Truth]) -> Edited {
    let url = Url::parse("https://paper.example/feed").unwrap();
    let prepared = prepare(document(all), &url);
    entries::upsert(db, feed, &prepared.entries, NOW).unwrap()
}

/// What is stored: row by true number, and what is unread.
fn stored(db: &Connection, story: &[String]) -> (BTreeMap<u32, EntryId>, usize, BTreeSet<EntryId>) {
    let mut select = db.prepare("SELECT comment_count, id, read, kept_at IS NOT NULL FROM entries").unwrap();
    let rows: Vec<(u32, i64, bool, bool)> = select
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let by_number: BTreeMap<u32, EntryId> = rows.iter().map(|row| (row.0, EntryId(row.1))).collect();
    assert_eq!(by_number.len(), rows.len(), "an entry is stored twice, or one in another's place: {story:?}");
    let kept = rows.iter().filter(|row| row.3).map(|row| EntryId(row.1)).collect();
    (by_number, rows.iter().filter(|row| !row.2).count(), kept)
}

#[test]
fn whatever_a_publisher_does_nothing_floods_gets_lost_or_comes_twice() {
    for seed in 1..=60_u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let (db, feed) = library();
        let mut number = 0;
        let mut more = |dice: &mut Dice, count: usize| -> Vec<Truth> {
            (0..count)
                .map(|_| {
                    number += 1;
                    fresh(dice, number)
                })
                .collect()
        };
        let mut all = more(&mut dice, 12);
        let mut gone: Vec<Truth> = Vec::new();
        store(&db, feed, &all);
        let mut story = vec!["12 entries".to_owned()];
        for _ in 0..10 {
            let (rows, ..) = stored(&db, &story);
            // The reader reads and keeps meanwhile.
            let ids: Vec<EntryId> = rows.values().copied().collect();
            entries::set_read(&db, &[ids[dice.below(ids.len())], ids[dice.below(ids.len())]], true).unwrap();
            entries::set_kept(&db, ids[dice.below(ids.len())], Some(NOW)).unwrap();
            let (_, unread, kept) = stored(&db, &story);
            let mut new = 0;
            match dice.below(4) {
                0 => story.push(upheaval(&mut dice, &mut all)),
                1 => story.push(mischief(&mut dice, &mut all).to_owned()),
                2 => {
                    new = dice.below(4);
                    let fresh = more(&mut dice, new);
                    all.splice(0..0, fresh);
                    // The oldest fall out at the end, as in every feed.
                    gone.extend(all.split_off(14.min(all.len())));
                    story.push(format!("{new} new"));
                }
                _ => {
                    if let Some(back) = gone.pop() {
                        all.push(back);
                        story.push("one is back".into());
                    }
                }
            }
            let edited = store(&db, feed, &all);
            let case = format!("seed {seed}: {}", story.join(", "));
            story[0] = format!("seed {seed}");
            let (after, unread_after, kept_after) = stored(&db, &story);
            assert_eq!(edited.added as usize, new, "{case}");
            assert_eq!(unread_after, unread + new, "{case}");
            assert_eq!(kept_after, kept, "{case}");
            for (number, id) in &rows {
                assert_eq!(after.get(number), Some(id), "entry {number} is another row: {case}");
            }
            // The same document again is nothing at all.
            let again = store(&db, feed, &all);
            assert_eq!((again.added, again.updated), (0, 0), "again: {case}");
        }
    }
}

#[test]
fn what_is_truly_new_is_never_taken_for_something_known() {
    for seed in 1..=60_u64 {
        let mut dice = Dice(seed.wrapping_mul(0xD134_2543_DE82_EF95));
        let (db, feed) = library();
        let mut number = 0;
        // A window of ten that moves on by one to ten entries at a time; half of them share a set phrase as their text.
        let mut window: Vec<Truth> = Vec::new();
        let mut total = 0;
        for _ in 0..12 {
            let new = 1 + dice.below(10);
            for _ in 0..new {
                number += 1;
                let mut truth = fresh(&mut dice, number);
                truth.guid = Some(format!("urn:{number}"));
                if dice.one_in(2) {
                    truth.text = "تابعونا على قناتنا في كل منصات التواصل الاجتماعي لحظة بلحظة".into();
                }
                window.insert(0, truth);
            }
            window.truncate(10);
            total += new;
            let edited = store(&db, feed, &window);
            assert_eq!(edited.added as usize, new, "seed {seed}");
        }
        assert_eq!(stored(&db, &[]).0.len(), total, "seed {seed}");
    }
}
