//! Tests of the queries: that each list, count and act is answered from its index, in a library whose statistics were
//! never taken and in one where they were.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::{Window, entries, migrate, rows, subjects};
use crate::contract::Cursor;
use crate::model::{CategoryId, EntryId, FeedId, Scope, Subject};

/// An empty library's schema, and the same with the statistics of one in which no entry is hidden and few are unread.
fn libraries() -> [Connection; 2] {
    let fresh = || {
        let mut db = Connection::open_in_memory().unwrap();
        migrate::migrate(&mut db).unwrap();
        db
    };
    let analysed = fresh();
    analysed
        .execute_batch(
            "INSERT INTO categories (id, title, folded, position) VALUES (1, 'a', 'a', 1), (2, 'b', 'b', 2);
             WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 40)
             INSERT INTO feeds (id, category_id, feed_url, title, direction, created_at)
                 SELECT n, 1 + (n > 1), 'http://a.example/' || n, 'f', 'rtl', 0 FROM n;
             WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 4000)
             INSERT INTO entries (feed_id, identity, title, title_key, excerpt, direction, published_at, first_seen_at,
                     content_hash, read, kept_at, breaking, subject, subject_from)
                 SELECT n % 40 + 1, 'g:' || n, 't', 't', 'e', 'rtl', n, n, 'h', n % 10 > 0,
                     CASE WHEN n % 50 = 0 THEN n END, n % 100 = 0,
                     CASE n % 3 WHEN 0 THEN 'sports' WHEN 1 THEN 'world' END, 'publisher' FROM n;
             UPDATE entries SET duplicate_of = id - 3, read = (SELECT o.read FROM entries o WHERE o.id = entries.id - 3)
                 WHERE id % 10 = 5;
             ANALYZE;",
        )
        .unwrap();
    [fresh(), analysed]
}

/// How SQLite would go about it, a step a line.
fn plan(db: &Connection, statement: &str, values: Vec<Value>) -> Vec<String> {
    let mut explain = db.prepare(&format!("EXPLAIN QUERY PLAN {statement}")).unwrap();
    let steps = explain.query_map(params_from_iter(values), |row| row.get(3)).unwrap();
    steps.collect::<Result<_, _>>().unwrap()
}

/// Every window that a list can have.
fn windows() -> impl Iterator<Item = Window> {
    let scopes = [
        Scope::All,
        Scope::Today,
        Scope::Breaking,
        Scope::Kept,
        Scope::Category { id: CategoryId(2) },
        Scope::Feed { id: FeedId(7) },
        Scope::Subject { subject: Subject::Sports },
    ];
    let window = |(scope, unread_only)| Window { scope, unread_only, today: 3_500, breaking: 3_500 };
    scopes.into_iter().flat_map(|scope| [(scope, false), (scope, true)]).map(window)
}

#[test]
fn a_page_comes_from_its_index_in_order_and_reads_no_table_through() {
    for db in libraries() {
        for window in windows() {
            for cursor in [None, Some(Cursor { at: 2_000, id: EntryId(5) })] {
                let (statement, values) = entries::page_statement(&window, cursor, 61);
                let steps = plan(&db, &statement, values);
                let case = format!("{window:?} {cursor:?}: {steps:#?}");
                assert!(steps[0].contains(&format!(" e USING INDEX {}", window.order())), "{case}");
                assert!(!steps.iter().any(|step| step.contains("TEMP B-TREE")), "{case}");
                // A page further down begins at its place; a lane begins where its time does.
                let bounded =
                    cursor.is_some() || !matches!(window.scope, Scope::All | Scope::Kept | Scope::Category { .. });
                assert_eq!(steps[0].starts_with("SEARCH"), bounded, "{case}");
                // What is read through is small: the rows of feeds and categories, to find those of a category.
                let through = steps[1..].iter().filter(|step| step.starts_with("SCAN"));
                assert!(
                    through
                        .into_iter()
                        .all(|step| ["SCAN f", "SCAN inside", "SCAN CONSTANT ROW"].iter().any(|small| step == small)),
                    "{case}"
                );
            }
        }
    }
}

#[test]
fn counts_come_from_the_indexes_alone() {
    for db in libraries() {
        for window in windows() {
            let (statement, values) = entries::count_statement(&window);
            let steps = plan(&db, &statement, values);
            let from = steps.iter().find(|step| step.contains(" e USING")).unwrap();
            assert!(from.contains(window.members()), "{window:?}: {steps:#?}");
            let narrow = matches!(window.scope, Scope::Category { .. } | Scope::Feed { .. });
            assert_eq!(from.contains("(feed_id=?)"), narrow, "{window:?}: {steps:#?}");
        }
        let counts = [
            (rows::TOTALS, "entries_by_feed"),
            (rows::UNREAD, "entries_unread_by_feed"),
            (subjects::UNREAD, "entries_unread_by_subject (subject>?)"),
        ];
        for (statement, index) in counts {
            let steps = plan(&db, statement, vec![]);
            assert!(steps.len() == 1 && steps[0].contains(index), "{steps:#?}");
        }
    }
}

#[test]
fn pages_and_counts_hold_the_same_entries_as_a_plain_question() {
    let [_, db] = libraries();
    for window in windows() {
        let (condition, values) = window.condition();
        let mut plain = db
            .prepare(&format!(
                "SELECT id FROM entries e NOT INDEXED WHERE {condition} ORDER BY published_at DESC, id DESC"
            ))
            .unwrap();
        let ids = plain.query_map(params_from_iter(values), |row| row.get(0).map(EntryId)).unwrap();
        let ids: Vec<EntryId> = ids.collect::<Result<_, _>>().unwrap();
        let page = entries::page(&db, &window, None, 40).unwrap();
        let listed: Vec<EntryId> = page.items.iter().map(|row| row.id).collect();
        assert_eq!(listed, ids[..ids.len().min(40)], "{window:?}");
        assert_eq!((page.total as usize, page.next.is_some()), (ids.len(), ids.len() > 40), "{window:?}");
        let unread = Window { unread_only: true, ..window };
        assert_eq!(page.unread, entries::count(&db, &unread).unwrap(), "{window:?}");
    }
    for count in subjects::unread(&db).unwrap() {
        let scope = Scope::Subject { subject: count.subject };
        let list = Window { scope, unread_only: true, today: 0, breaking: 0 };
        assert_eq!(count.unread, entries::count(&db, &list).unwrap(), "{count:?}");
    }
    assert_eq!(subjects::unread(&db).unwrap().len(), 2);
}
