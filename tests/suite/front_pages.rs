//! Pages without a feed: every headline that a reader sees on them is found, and nothing else; what is no paper is
//! refused.

use serde_json::json;
use warraq_core::model::{FeedId, Scope};
use warraq_tests::app::TestApp;
use warraq_tests::front_pages::{self, FrontPage};

use crate::Outcome;

/// The requests that a look may make.
const MOST_REQUESTS: usize = 12;
/// Of all headlines that were found or are to be found.
const BAR: f64 = 0.98;

/// The headlines that the app has of a page once it is followed, none when it finds nothing to follow.
async fn followed(page: &FrontPage) -> Result<Option<Vec<String>>, Box<dyn std::error::Error>> {
    let (app, server) = (TestApp::new()?, page.serve().await);
    let found = app.call("discover", json!({ "address": server.url("/") })).await;
    let requests = server.requests().len();
    assert!(requests <= MOST_REQUESTS, "{}: {requests} requests", page.name);
    let Ok(found) = found else {
        let forced = app.fails("subscribe", json!({ "feed_url": server.url("/"), "kind": "page" })).await;
        assert!(forced.is_some(), "{} was followed all the same", page.name);
        return Ok(None);
    };
    let best = &found["candidates"][0];
    assert_eq!(best["kind"], "page", "{}", page.name);
    let answer = app.call("subscribe", json!({ "feed_url": best["feed_url"], "kind": "page" })).await?;
    let id: FeedId = serde_json::from_value(answer["feed"]["id"].clone())?;
    let rows = app.list(Scope::Feed { id }).await?.items;
    Ok(Some(rows.into_iter().map(|row| row.title).collect()))
}

/// What was found that is none, and what is one and was not found, over all pages.
async fn measured(pages: &[FrontPage]) -> Result<(usize, usize, Vec<String>), Box<dyn std::error::Error>> {
    let (mut right, mut found_in_all, mut wrong) = (0, 0, Vec::new());
    for page in pages {
        let found = followed(page).await?.unwrap_or_default();
        found_in_all += found.len();
        let missed: Vec<&&str> = page.headlines.iter().filter(|title| !found.iter().any(|found| found == *title)).collect();
        let extra: Vec<&String> = found.iter().filter(|found| !page.headlines.contains(&found.as_str())).collect();
        right += page.headlines.len() - missed.len();
        if !missed.is_empty() || !extra.is_empty() {
            wrong.push(format!("{}: {} missed {missed:?}; {} too many {extra:?}", page.name, missed.len(), extra.len()));
        }
    }
    Ok((right, found_in_all, wrong))
}

#[tokio::test]
async fn front_pages_give_their_headlines_and_nothing_else() -> Outcome {
    let pages = front_pages::papers();
    assert!(pages.len() >= 14);
    let (right, found, wrong) = measured(&pages).await?;
    let wanted: usize = pages.iter().map(|page| page.headlines.len()).sum();
    let (recall, precision) = (right as f64 / wanted as f64, right as f64 / found.max(1) as f64);
    println!("{} pages, {wanted} headlines: recall {recall:.3}, precision {precision:.3}", pages.len());
    assert!(recall >= BAR && precision >= BAR, "recall {recall:.3}, precision {precision:.3}:\n{}", wrong.join("\n"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test]
async fn pages_that_list_other_things_are_no_source() -> Outcome {
    let mut taken = Vec::new();
    for page in front_pages::others() {
        if let Some(found) = followed(&page).await? {
            taken.push(format!("{}: {found:?}", page.name));
        }
    }
    assert!(taken.is_empty(), "{}", taken.join("\n"));
    Ok(())
}
