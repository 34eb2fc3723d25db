//! Stories and neighbours: gathered from two weeks of a made-up world, split and remembered, shown with their reasons.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};
use warraq_core::model::EntryId;
use warraq_tests::app::TestApp;

use crate::Outcome;

/// A labelled week: `event` says which articles tell one event; those that begin with `hn-` are hard negatives.
fn week(name: &str) -> Result<Vec<Value>, Box<dyn std::error::Error>> {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/stories").join(name);
    std::fs::read_to_string(file)?.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

async fn load(app: &TestApp, articles: &[Value]) -> Result<Vec<EntryId>, Box<dyn std::error::Error>> {
    let ids = app.core.load(serde_json::from_value(Value::Array(articles.to_vec()))?).await?;
    app.core.gather_stories().await?;
    Ok(ids)
}

/// The story of each article; one that is in none is one by itself.
async fn stories(app: &TestApp) -> Result<HashMap<EntryId, i64>, Box<dyn std::error::Error>> {
    Ok(app.core.all_stories().await?.into_iter().map(|(id, story)| (id, story.unwrap_or(-id.0))).collect())
}

/// B³ (Bagga and Baldwin 1998): precision and recall of each article's cluster, averaged, and their harmonic mean.
fn b_cubed(labels: &[(&str, i64)]) -> f64 {
    let (mut precision, mut recall) = (0.0, 0.0);
    for (event, story) in labels {
        let together = labels.iter().filter(|(_, other)| other == story).count() as f64;
        let alike = labels.iter().filter(|(other, _)| other == event).count() as f64;
        let both = labels.iter().filter(|(e, s)| e == event && s == story).count() as f64;
        precision += both / together;
        recall += both / alike;
    }
    let count = labels.len() as f64;
    let (precision, recall) = (precision / count, recall / count);
    2.0 * precision * recall / (precision + recall)
}

async fn score(name: &str) -> Result<f64, Box<dyn std::error::Error>> {
    let app = TestApp::new()?;
    let articles = week(name)?;
    assert!(articles.len() >= 300);
    let ids = load(&app, &articles).await?;
    let stories = stories(&app).await?;
    let labels: Vec<(&str, i64)> = articles
        .iter()
        .zip(&ids)
        .map(|(article, id)| (article["event"].as_str().unwrap_or_default(), stories[id]))
        .collect();
    // Nothing that only looks alike is in one story with anything.
    let mut merged = Vec::new();
    for (place, (event, story)) in labels.iter().enumerate() {
        let others = labels.iter().enumerate().filter(|(other, (_, its))| *other != place && its == story);
        merged.extend(others.filter(|_| event.starts_with("hn-")).map(|(other, _)| (place, other)));
    }
    let titles: Vec<_> =
        merged.iter().map(|(one, other)| (&articles[*one]["title"], &articles[*other]["title"])).collect();
    assert!(titles.is_empty(), "{titles:#?}");
    Ok(b_cubed(&labels))
}

#[tokio::test]
async fn a_week_of_events_is_gathered_and_what_only_looks_alike_is_not() -> Outcome {
    let score = score("articles.jsonl").await?;
    assert!(score >= 0.90, "B³ F1 {score:.3}");
    Ok(())
}

#[tokio::test]
async fn the_week_that_was_kept_back_is_gathered_as_well() -> Outcome {
    let score = score("kept_back.jsonl").await?;
    assert!(score >= 0.90, "B³ F1 {score:.3}");
    Ok(())
}

async fn corridor(app: &TestApp) -> Result<(Vec<EntryId>, Vec<Value>), Box<dyn std::error::Error>> {
    let articles = week("articles.jsonl")?;
    let ids = load(app, &articles).await?;
    let of: Vec<EntryId> =
        articles.iter().zip(&ids).filter(|(article, _)| article["event"] == "corridor").map(|(_, id)| *id).collect();
    Ok((of, articles))
}

#[tokio::test]
async fn a_story_has_its_sources_its_first_and_its_copies_folded() -> Outcome {
    let app = TestApp::new()?;
    let (members, _) = corridor(&app).await?;
    let page = app.call("list_stories", json!({ "limit": 100 })).await?;
    let rows = page["items"].as_array().ok_or("rows")?;
    assert!(rows.len() >= 8, "{}", rows.len());
    let row = rows.iter().find(|row| row["first"] == json!(members[0])).ok_or("the corridor's story")?;
    assert_eq!(row["total"], row["unread"]);
    assert!(row["sources"].as_u64() >= Some(3), "{row}");
    let told: u64 = row["headlines"]
        .as_array()
        .ok_or("headlines")?
        .iter()
        .map(|told| 1 + told["copies"].as_array().map_or(0, |copies| copies.len() as u64))
        .sum();
    assert_eq!(Some(told), row["total"].as_u64(), "each article is there once, a copy under the text that it copies");
    let detail = app.call("get_story", json!({ "id": row["id"] })).await?;
    let timeline = detail["timeline"].as_array().ok_or("timeline")?;
    let times: Vec<i64> = timeline.iter().filter_map(|told| told["entry"]["published_at"].as_i64()).collect();
    assert!(times.is_sorted());
    assert_eq!(detail["story"]["latest_at"], row["latest_at"]);
    // Marked as one, and taken back as one.
    let done = app.call("mark_story_read", json!({ "id": row["id"] })).await?;
    assert_eq!(done["count"], row["total"]);
    let read = app.call("get_story", json!({ "id": row["id"] })).await?;
    assert_eq!(read["story"]["unread"], 0);
    app.call("undo", json!({ "token": done["undo"] })).await?;
    assert_eq!(app.call("get_story", json!({ "id": row["id"] })).await?["story"]["unread"], row["total"]);
    // Page by page there are the same stories.
    let (mut seen, mut cursor) = (Vec::new(), Value::Null);
    loop {
        let page = app.call("list_stories", json!({ "limit": 3, "cursor": cursor })).await?;
        seen.extend(page["items"].as_array().ok_or("rows")?.iter().map(|row| row["id"].clone()));
        cursor = page["next"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!(seen, rows.iter().map(|row| row["id"].clone()).collect::<Vec<_>>());
    Ok(())
}

#[tokio::test]
async fn a_story_that_was_split_stays_split_until_that_is_taken_back() -> Outcome {
    let app = TestApp::new()?;
    let (members, articles) = corridor(&app).await?;
    let before = stories(&app).await?;
    let story = before[&members[0]];
    let out = members.iter().copied().find(|id| *id != members[0] && before[id] == story).ok_or("a second member")?;
    let done = app.call("split_story", json!({ "id": story, "entries": [out] })).await?;
    assert_eq!(done["count"], 1);
    let after = stories(&app).await?;
    assert_ne!(after[&out], after[&members[0]]);
    // Another article like it comes: the two do not come together again by it.
    let mut again = articles.iter().find(|article| article["event"] == "corridor").ok_or("one")?.clone();
    again["id"] = json!("again");
    again["source"] = json!("صحيفة أخرى");
    load(&app, &[again]).await?;
    let later = stories(&app).await?;
    assert_ne!(later[&out], later[&members[0]]);
    let related = app.call("list_related", json!({ "id": out })).await?;
    let told: HashSet<Option<i64>> =
        related["same_story"].as_array().ok_or("list")?.iter().map(|each| each["entry"]["id"].as_i64()).collect();
    assert!(!told.contains(&Some(members[0].0)), "what was taken apart is no telling of the same");
    app.call("undo", json!({ "token": done["undo"] })).await?;
    assert_eq!(stories(&app).await?[&out], story);
    assert!(app.fails("get_story", json!({ "id": 1_000_000 })).await.is_some());
    Ok(())
}

#[tokio::test]
async fn neighbours_say_why_and_no_paper_has_more_than_two() -> Outcome {
    let app = TestApp::new()?;
    let (members, _) = corridor(&app).await?;
    let stories = stories(&app).await?;
    let lonely = app.core.load(serde_json::from_value(json!([{ "title": "؟", "source": "صحيفة الجسر" }]))?).await?;
    let answer = app.call("list_related", json!({ "id": lonely[0] })).await?;
    assert_eq!(answer["none"], "too_short", "never empty without a reason");
    let answer = app.call("list_related", json!({ "id": members[0] })).await?;
    let ids = |list: &str| -> Vec<i64> {
        answer[list].as_array().into_iter().flatten().filter_map(|each| each["entry"]["id"].as_i64()).collect()
    };
    for other in members.iter().filter(|id| **id != members[0] && stories[id] == stories[&members[0]]) {
        assert!(ids("same_story").contains(&other.0) && !ids("related").contains(&other.0), "{other}");
    }
    for id in stories.keys().take(60) {
        let answer = app.call("list_related", json!({ "id": id })).await?;
        let related = answer["related"].as_array().ok_or("list")?;
        assert!(related.len() <= 5);
        let mut of: HashMap<i64, usize> = HashMap::new();
        for each in related {
            *of.entry(each["entry"]["feed_id"].as_i64().unwrap_or_default()).or_default() += 1;
            let shared = each["shared"].as_array().ok_or("words")?;
            assert!((1..=3).contains(&shared.len()), "{each}");
            let text = format!("{} {}", each["entry"]["title"], each["entry"]["excerpt"]);
            assert!(shared.iter().filter_map(Value::as_str).all(|word| text.contains(word)), "{each}");
        }
        assert!(of.values().all(|count| *count <= 2), "{answer}");
        assert_eq!(
            answer["none"].is_null(),
            !related.is_empty() || !answer["same_story"].as_array().ok_or("list")?.is_empty()
        );
    }
    Ok(())
}

#[tokio::test]
async fn signatures_survive_a_restart_and_follow_an_edit() -> Outcome {
    let app = TestApp::new()?;
    let (members, articles) = corridor(&app).await?;
    let before = app.call("list_related", json!({ "id": members[0] })).await?;
    let app = app.restart().await?;
    assert_eq!(app.core.gather_stories().await?, 0, "nothing is signed twice");
    let after = app.call("list_related", json!({ "id": members[0] })).await?;
    assert_eq!(before["same_story"], after["same_story"]);
    assert_eq!(app.core.loaded_names().await?.len(), articles.len());
    Ok(())
}
