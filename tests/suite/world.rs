//! The main job over the demo world: follow three papers, keep an article, pull the plug, read it.

use serde_json::json;
use warraq_core::model::{MediaHash, Scope};
use warraq_tests::app::{NOON, TestApp};
use warraq_world::{Options, World};

use crate::Outcome;

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_follows_papers_keeps_an_article_and_reads_it_with_the_plug_pulled() -> Outcome {
    let world = World::start(Options::at(NOON))?;
    let app = TestApp::new()?;
    for paper in world.papers() {
        let found = app.call("discover", json!({ "address": paper.site_url })).await?;
        let candidate = &found["candidates"][0];
        assert_eq!(candidate["title"], json!(paper.name), "{}", paper.slug);
        assert!(candidate["headlines"].as_array().is_some_and(|headlines| !headlines.is_empty()), "{}", paper.slug);
        app.call("subscribe", json!({ "feed_url": candidate["feed_url"], "category": paper.topic })).await?;
    }
    let out = world.articles().iter().filter(|article| !article.held_back).count();
    let all = app.list(Scope::All).await?;
    assert_eq!(all.total as usize, out);

    // Keep one article of every paper; the paper with excerpts only must fetch its page.
    let mut kept = Vec::new();
    for paper in world.papers() {
        let row = all.items.iter().find(|row| row.source == paper.name && row.pictured).ok_or("no article")?;
        let detail = app.keep(row.id).await?;
        assert_eq!(json!(detail.offline)["kind"], "ready", "{}: {:?}", paper.slug, detail.offline);
        kept.push((row.id, row.title.clone()));
    }
    let asked = world.requests();
    world.stop();

    let app = app.restart().await?;
    for (id, title) in kept {
        let article = app.call("get_entry", json!({ "id": id })).await?;
        assert_eq!(article["summary"]["title"], json!(title));
        assert_eq!(article["offline"]["kind"], "ready", "{title}");
        let html = article["html"].as_str().unwrap_or_default();
        assert!(!html.contains("http://127.0.0.1") || !html.contains("<img src=\"http"), "{title}");
        assert!(article["words"].as_u64().is_some_and(|words| words > 60), "{title}: {}", article["words"]);
        for hash in html.split("warraq-media://localhost/").skip(1).filter_map(|rest| rest.get(..64)) {
            let hash = MediaHash::parse(hash).ok_or("a picture that is not here")?;
            assert!(app.core.media(hash).await.is_some(), "{title}");
        }
    }
    assert!(asked > 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_later_arrives_with_a_refresh_and_neighbours_are_found() -> Outcome {
    let world = World::start(Options::at(NOON))?;
    let app = TestApp::new()?;
    for paper in world.papers() {
        app.follow(&paper.feed_url).await?;
    }
    let before = app.list(Scope::All).await?.total;
    let quiet = app.refresh().await?;
    assert_eq!((&quiet["added"], &quiet["failed"]), (&json!(0), &json!(0)));
    world.publish_more();
    let summary = app.refresh().await?;
    assert_eq!(summary["added"], json!(3));
    assert_eq!(app.list(Scope::All).await?.total, before + 3);

    // The rail corridor is told by several papers: they find one another, and never the paper itself.
    let rows = app.list(Scope::All).await?.items;
    let rail = rows.iter().find(|row| row.title.starts_with("خط حديدي جديد")).ok_or("no rail story")?;
    let related = app.call("list_related", json!({ "id": rail.id })).await?;
    let near: Vec<&str> = ["same_story", "related"]
        .iter()
        .flat_map(|kind| related[kind].as_array().into_iter().flatten())
        .filter_map(|found| found["entry"]["title"].as_str())
        .collect();
    assert!(near.iter().any(|title| title.contains("الممر")), "{near:?}");
    assert!(!near.contains(&rail.title.as_str()));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_that_fails_says_so_and_the_others_go_on() -> Outcome {
    let world = World::start(Options::at(NOON))?;
    let app = TestApp::new()?;
    for paper in world.papers() {
        app.follow(&paper.feed_url).await?;
    }
    world.set_status("jisr", Some(503));
    let summary = app.refresh().await?;
    assert_eq!((&summary["failed"], &summary["unchanged"]), (&json!(1), &json!(7)));
    assert_eq!(summary["faults"][0]["fault"]["code"], "rate_limited");
    assert!(summary["faults"][0]["fault"]["retry_at"].as_i64().is_some_and(|at| at > NOON));
    Ok(())
}
