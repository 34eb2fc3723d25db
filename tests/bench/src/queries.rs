//! How long the core's answers take, as the window gets them: by name and as JSON.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use warraq_core::Core;
use warraq_core::net::NetOptions;

use crate::report::Report;
use crate::words::Dice;
use crate::{Outcome, library};

/// Measurements of a quick answer.
const MANY: usize = 200;
/// Measurements of a slow one.
const FEW: usize = 40;

/// Asks the library in `folder`; `size` says how large it is.
pub(crate) fn measure(folder: &Path, size: &str, report: &mut Report) -> Outcome {
    library::runtime()?.block_on(async {
        let begun = Instant::now();
        let core = library::open(folder, NetOptions::default())?;
        report.value(format!("opening the library, {size}"), begun.elapsed().as_secs_f64() * 1e3, "ms", None);
        lists(&core, size, report).await?;
        articles(&core, size, report).await?;
        marks(&core, size, report).await?;
        core.close().await;
        Ok(())
    })
}

async fn lists(core: &Core, size: &str, report: &mut Report) -> Outcome {
    let page = Some(if size == "50k" { 20.0 } else { 50.0 });
    let tree = core.call("list_sources", json!({})).await?;
    let categories = || tree["categories"].as_array().into_iter().flatten();
    let feeds_of = |category: &Value| category["feeds"].as_array().map_or(0, Vec::len);
    let wide = categories().max_by_key(|category| feeds_of(category)).ok_or("no categories")?;
    let narrow = categories().min_by_key(|category| feeds_of(category)).ok_or("no categories")?;
    let all = json!({ "kind": "all" });
    let category = |category: &Value| json!({ "kind": "category", "id": category["id"] });
    let cases = [
        ("all".to_owned(), json!({ "scope": all })),
        ("unread".to_owned(), json!({ "scope": all, "unread_only": true })),
        ("today".to_owned(), json!({ "scope": { "kind": "today" } })),
        ("breaking".to_owned(), json!({ "scope": { "kind": "breaking" } })),
        (format!("a category of {} feeds", feeds_of(wide)), json!({ "scope": category(wide) })),
        ("a category of 1 feed".to_owned(), json!({ "scope": category(narrow) })),
        ("its unread".to_owned(), json!({ "scope": category(narrow), "unread_only": true })),
        ("a feed".to_owned(), json!({ "scope": { "kind": "feed", "id": wide["feeds"][0]["id"] } })),
        ("kept".to_owned(), json!({ "scope": { "kind": "kept" } })),
    ];
    for (name, request) in cases {
        let times = ask(core, "list_entries", MANY, |_| request.clone()).await?;
        report.times(format!("first page, {name}, {size}"), times, page);
    }
    // Half-way down, by the age of the oldest.
    let middle = json!({ "at": middle(core).await?, "id": 1 });
    let times = ask(core, "list_entries", MANY, |_| json!({ "scope": all, "cursor": middle })).await?;
    report.times(format!("a page half-way down, all, {size}"), times, page);
    let sources = (size == "50k").then_some(30.0);
    let times = ask(core, "list_sources", MANY, |_| json!({})).await?;
    report.times(format!("the sidebar with 1,000 feeds, {size}"), times, sources);
    Ok(())
}

/// A time in the middle of the library's.
async fn middle(core: &Core) -> Outcome<i64> {
    let at = |page: Value| page["items"][0]["published_at"].as_i64().ok_or("the library is empty");
    let first = core.call("list_entries", json!({ "scope": { "kind": "all" }, "limit": 1 })).await?;
    let total = first["total"].as_i64().unwrap_or(0);
    Ok(at(first)? - total * 60 * 1000)
}

async fn articles(core: &Core, size: &str, report: &mut Report) -> Outcome {
    let newest = core.call("list_entries", json!({ "scope": { "kind": "all" } })).await?["total"].as_u64();
    let count = usize::try_from(newest.unwrap_or(1))?;
    let mut dice = Dice::new(7);
    let mut any = move |_| json!({ "id": 1 + dice.below(count) });
    let times = ask(core, "get_entry", MANY, &mut any).await?;
    report.times(format!("an article's text, {size}"), times, Some(5.0));
    let times = ask(core, "list_related", FEW, &mut any).await?;
    report.times(format!("an article's neighbours, {size}"), times, Some(60.0));
    Ok(())
}

async fn marks(core: &Core, size: &str, report: &mut Report) -> Outcome {
    let times = ask(core, "set_read", MANY, |n| json!({ "ids": [n / 2 + 1], "read": n.is_multiple_of(2) })).await?;
    report.times(format!("marking one read or unread, {size}"), times, None);
    let (mut marking, mut undoing, mut count) = (Vec::new(), Vec::new(), 0);
    for _ in 0..5 {
        let begun = Instant::now();
        let marked = core.call("mark_all_read", json!({ "scope": { "kind": "all" } })).await?;
        marking.push(begun.elapsed());
        count = marked["count"].as_u64().unwrap_or(0);
        let begun = Instant::now();
        core.call("undo", json!({ "token": marked["undo"] })).await?;
        undoing.push(begun.elapsed());
    }
    report.times(format!("marking all read, {size}"), marking, None);
    report.times(format!("taking that back, {size}"), undoing, None);
    report.note(format!("«all», {size}: {count} unread articles were marked read"));
    Ok(())
}

/// Asks so many times, once more at first to warm up.
async fn ask(
    core: &Core,
    command: &str,
    times: usize,
    mut request: impl FnMut(usize) -> Value,
) -> Outcome<Vec<Duration>> {
    let mut taken = Vec::with_capacity(times);
    core.call(command, request(0)).await?;
    for time in 0..times {
        let request = request(time);
        let begun = Instant::now();
        core.call(command, request).await?;
        taken.push(begun.elapsed());
    }
    Ok(taken)
}
