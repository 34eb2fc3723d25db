#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;

fn library() -> Connection {
    crate::store::in_memory()
}

fn make(db: &Connection, parent: Option<CategoryId>, title: &str) -> CategoryId {
    child(db, parent, title).unwrap().0
}

fn feed(db: &Connection, category: CategoryId, name: &str) {
    db.execute(
        "INSERT INTO feeds (category_id, feed_url, title, direction, created_at) VALUES (?1, ?2, ?2, 'rtl', 0)",
        params![category.0, name],
    )
    .unwrap();
}

/// Every category as «outer/inner: its feeds», in order.
fn shape(db: &Connection) -> Vec<String> {
    let all = all(db).unwrap();
    let title = |id: i64| all.iter().find(|category| category.id == id).unwrap();
    all.iter()
        .map(|category| {
            let mut names = vec![category.title.clone()];
            let mut above = category.parent_id;
            while let Some(id) = above {
                names.insert(0, title(id).title.clone());
                above = title(id).parent_id;
            }
            let expected: Vec<String> = names.iter().map(|name| folded(name)).collect();
            assert_eq!(category.folded, expected.join("\u{1f}"), "every path is what the tree says");
            let mut select = db.prepare("SELECT title FROM feeds WHERE category_id = ?1 ORDER BY title").unwrap();
            let feeds: Vec<String> =
                select.query_map([category.id], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
            format!("{}: {}", names.join("/"), feeds.join(" "))
        })
        .collect()
}

#[test]
fn one_title_may_stand_in_two_places() {
    let db = library();
    let (a, b) = (make(&db, None, "أ"), make(&db, None, "ب"));
    let inside = make(&db, Some(a), "سياسة");
    assert_ne!(inside, make(&db, Some(b), "سياسة"));
    assert_eq!(child(&db, Some(a), "سياسه").unwrap(), (inside, false), "spelled otherwise it is the same");
    assert_eq!(shape(&db), ["أ: ", "أ/سياسة: ", "ب: ", "ب/سياسة: "]);
}

#[test]
fn a_renamed_one_takes_what_is_in_it_along_and_may_meet_another() {
    let db = library();
    let (a, b) = (make(&db, None, "a"), make(&db, None, "b"));
    let (ax, bx) = (make(&db, Some(a), "x"), make(&db, Some(b), "x"));
    let axy = make(&db, Some(ax), "y");
    feed(&db, axy, "1");
    feed(&db, bx, "2");
    rename(&db, a, "c").unwrap();
    assert_eq!(shape(&db), ["c: ", "c/x: ", "c/x/y: 1", "b: ", "b/x: 2"]);
    rename(&db, a, "B").unwrap();
    assert_eq!(shape(&db), ["b: ", "b/x: 2", "b/x/y: 1"]);
    rename(&db, b, "B").unwrap();
    assert_eq!(shape(&db)[0], "B: ", "another spelling of its own name meets nobody");
}

#[test]
fn a_moved_one_stays_a_tree() {
    let db = library();
    let (a, b) = (make(&db, None, "a"), make(&db, None, "b"));
    let ax = make(&db, Some(a), "x");
    feed(&db, ax, "1");
    for inside in [a, ax] {
        assert!(matches!(move_to(&db, a, Some(inside), None), Err(StoreError::Refused(_))));
    }
    assert!(matches!(move_to(&db, a, Some(CategoryId(99)), None), Err(StoreError::NoSuch(_))));
    move_to(&db, a, Some(b), None).unwrap();
    assert_eq!(shape(&db), ["b: ", "b/a: ", "b/a/x: 1"]);
    move_to(&db, ax, None, Some(b)).unwrap();
    assert_eq!(shape(&db), ["x: 1", "b: ", "b/a: "]);
    // One that has the title of the one that it leaves.
    let inner = make(&db, Some(b), "b");
    move_to(&db, inner, None, None).unwrap();
    assert_eq!(shape(&db), ["x: 1", "b: ", "b/a: "], "it meets the one that it stood in");
}

#[test]
fn nothing_stands_too_deep() {
    let db = library();
    let mut place = None;
    for _ in 0..MAX_DEPTH {
        place = Some(make(&db, place, "د"));
    }
    assert!(matches!(child(&db, place, "د"), Err(StoreError::Refused(_))));
    let top = make(&db, None, "م");
    make(&db, Some(top), "ن");
    let deepest = all(&db).unwrap()[MAX_DEPTH - 1].parent_id.unwrap();
    assert!(matches!(move_to(&db, top, Some(CategoryId(deepest)), None), Err(StoreError::Refused(_))));
    let above = all(&db).unwrap()[MAX_DEPTH - 2].parent_id.unwrap();
    move_to(&db, top, Some(CategoryId(above)), None).unwrap();
}

#[test]
fn what_a_removed_one_held_goes_where_it_stood() {
    let db = library();
    let a = make(&db, None, "a");
    let (ax, aa) = (make(&db, Some(a), "x"), make(&db, Some(a), "a"));
    feed(&db, a, "1");
    feed(&db, ax, "2");
    feed(&db, aa, "3");
    delete(&db, ax).unwrap();
    assert_eq!(shape(&db), ["a: 1 2", "a/a: 3"]);
    delete(&db, a).unwrap();
    assert_eq!(shape(&db), ["a: 3", "أخبار: 1 2"], "the inner one of the same title comes up in its place");
    let default = category(&db, "").unwrap();
    assert!(matches!(delete(&db, default), Err(StoreError::DefaultCategory)));
    assert_eq!(shape(&db)[1], "أخبار: 1 2", "feeds stand somewhere");
    delete(&db, aa).unwrap();
    assert_eq!(shape(&db), ["أخبار: 1 2 3"]);
}

#[test]
fn an_empty_one_goes_without_a_trace() {
    let db = library();
    let a = make(&db, None, "a");
    delete(&db, a).unwrap();
    let default = make(&db, None, "أخبار");
    delete(&db, default).unwrap();
    assert!(shape(&db).is_empty());
    assert!(make(&db, None, "b").0 > default.0, "no number is given twice");
}
