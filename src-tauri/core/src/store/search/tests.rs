#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::{IN_SPAN, Indexed, Lookup, SPAN, free_number, index, note_version, state, unindexed, waiting};
use crate::model::EntryId;
use crate::store::{Db, in_memory};

fn library(times: &[i64]) -> Db {
    let db = in_memory();
    db.execute_batch(
        "INSERT INTO categories (id, title, folded, position) VALUES (1, '', '', 0);
         INSERT INTO feeds (id, category_id, feed_url, title, direction, created_at) VALUES (1, 1, 'a', 'a', 'rtl', 0);",
    )
    .unwrap();
    for (n, at) in times.iter().enumerate() {
        db.execute(
            "INSERT INTO entries (id, feed_id, identity, title, title_key, excerpt, direction, published_at, first_seen_at,
                 content_hash) VALUES (?1, 1, ?1, 'خبر', '', '', 'rtl', ?2, ?2, '')",
            [i64::try_from(n).unwrap() + 1, *at],
        )
        .unwrap();
    }
    db
}

fn index_all(db: &Db, body: &str) {
    let entries: Vec<Indexed> = unindexed(db, 10_000)
        .unwrap()
        .into_iter()
        .map(|entry| Indexed {
            id: entry.id,
            change: entry.change,
            published: entry.published,
            title: "خبر".into(),
            body: body.into(),
            words: vec![("خبر".into(), "خبر".into())],
        })
        .collect();
    index(db, &entries).unwrap();
}

fn newest(db: &Db, expression: &str, skip: usize, limit: usize) -> Vec<i64> {
    let lookup = Lookup { expression: Some(expression.into()), ..Lookup::default() };
    lookup.newest(db, skip, limit, None).unwrap().into_iter().map(|hit| hit.id.0).collect()
}

#[test]
fn pages_are_in_the_order_of_time_whatever_the_order_of_arrival() {
    let times: Vec<i64> = (0..500).map(|n| (n * 7_919 % 500) * 3_600_000).collect();
    let db = library(&times);
    index_all(&db, "كلمه");
    let mut want: Vec<i64> = (1..=500).collect();
    want.sort_by_key(|id| std::cmp::Reverse((times[usize::try_from(*id).unwrap() - 1], *id)));
    let got: Vec<i64> = (0..10).flat_map(|page| newest(&db, "\"كلمه\"", page * 50, 50)).collect();
    assert_eq!(got, want);
}

#[test]
fn a_span_that_is_full_spills_over_and_is_found_by_its_date_all_the_same() {
    let db = library(&[SPAN * 10 + 5]);
    db.execute(
        "WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < ?1 - 1)
         INSERT INTO search_docs (doc, entry_id, version) SELECT 10 * ?1 + n, 1000 + n, 0 FROM n",
        [IN_SPAN],
    )
    .unwrap();
    assert_eq!(free_number(&db, SPAN * 10 + 5).unwrap(), 11 * IN_SPAN);
    assert_eq!(state(&db, "spilled").unwrap(), Some(1));
    index_all(&db, "كلمه");
    let lookup = Lookup { expression: Some("\"كلمه\"".into()), before: Some(SPAN * 10 + 6), ..Lookup::default() };
    assert_eq!(lookup.newest(&db, 0, 5, None).unwrap().len(), 1);
    let lookup = Lookup { before: Some(SPAN * 10 + 5), ..lookup };
    assert_eq!(lookup.newest(&db, 0, 5, None).unwrap().len(), 0);
}

#[test]
fn what_is_written_waits_and_what_is_deleted_is_forgotten_at_once() {
    let db = library(&[0, 1]);
    assert_eq!(waiting(&db).unwrap(), 2);
    index_all(&db, "كلمه");
    assert_eq!(waiting(&db).unwrap(), 0);
    assert_eq!(newest(&db, "\"كلمه\"", 0, 9), [2, 1]);
    db.execute(
        "INSERT INTO texts (entry_id, origin, html, words, fetched_at, policy) VALUES (1, 'page', 'x', 1, 0, 0)",
        [],
    )
    .unwrap();
    assert_eq!(waiting(&db).unwrap(), 1);
    index_all(&db, "اخري");
    assert_eq!((newest(&db, "\"كلمه\"", 0, 9), newest(&db, "\"اخري\"", 0, 9)), (vec![2], vec![1]));
    db.execute("UPDATE entries SET read = 1", []).unwrap();
    assert_eq!(waiting(&db).unwrap(), 0, "states are not indexed");
    db.execute("DELETE FROM entries WHERE id = 1", []).unwrap();
    assert_eq!(newest(&db, "\"اخري\"", 0, 9), [0_i64; 0]);
    let docs: i64 = db.query_row("SELECT count(*) FROM search_docs", [], |row| row.get(0)).unwrap();
    assert_eq!(docs, 1);
}

#[test]
fn a_change_while_an_entry_is_indexed_is_not_lost() {
    let db = library(&[0]);
    let before = unindexed(&db, 9).unwrap();
    db.execute("UPDATE entries SET title = 'آخر'", []).unwrap();
    let stale = Indexed {
        id: before[0].id,
        change: before[0].change,
        published: 0,
        title: "خبر".into(),
        body: String::new(),
        words: Vec::new(),
    };
    index(&db, &[stale]).unwrap();
    assert_eq!(waiting(&db).unwrap(), 1);
}

#[test]
fn another_analysis_indexes_again_and_search_answers_meanwhile() {
    let db = library(&[0, 1]);
    index_all(&db, "كلمه");
    note_version(&db).unwrap();
    db.execute_batch("UPDATE search_state SET value = 0 WHERE key = 'version'; UPDATE search_docs SET version = 0;")
        .unwrap();
    note_version(&db).unwrap();
    assert_eq!(waiting(&db).unwrap(), 2);
    assert_eq!(newest(&db, "\"كلمه\"", 0, 9), [2, 1]);
    index_all(&db, "جديده");
    assert_eq!(newest(&db, "\"جديده\"", 0, 9), [2, 1]);
    let docs: i64 = db.query_row("SELECT docs FROM search_words WHERE word = 'خبر'", [], |row| row.get(0)).unwrap();
    assert_eq!(docs, 2, "words are counted once");
    let lookup = Lookup { expression: Some("\"جديده\"".into()), ..Lookup::default() };
    assert_eq!(lookup.among(&db, &[EntryId(2), EntryId(7)], None).unwrap(), [EntryId(2)]);
}
