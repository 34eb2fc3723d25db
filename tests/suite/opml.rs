//! OPML in and out.

use serde_json::json;
use warraq_core::api::ErrorCode;
use warraq_tests::app::TestApp;

use crate::Outcome;

const FILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>مصادري</title></head><body>
  <outline text="سياسة">
    <outline type="rss" text="صحيفة الجسر" xmlUrl="https://jisr.example/feed/" htmlUrl="https://jisr.example/"/>
    <outline type="rss" text="مرصد &amp; الشرق" xmlUrl="https://marsad.example/feed.json"/>
  </outline>
  <outline text="اقتصاد"><outline text="سوق وميزان" xmlUrl="https://souq.example/feed/"/></outline>
  <outline text="بلا تصنيف" xmlUrl="https://alone.example/rss"/>
  <outline text="خدعة" xmlUrl="javascript:alert(1)"/>
  <outline text="مكرر" xmlUrl="https://jisr.example/feed/"/>
</body></opml>"#;

#[tokio::test]
async fn a_file_goes_in_with_its_folders_and_comes_out_the_same() -> Outcome {
    let app = TestApp::new()?;
    let done = app.call("import_opml", json!({ "text": FILE })).await?;
    assert_eq!((&done["added"], &done["known"], &done["categories"]), (&json!(4), &json!(1), &json!(3)));
    assert_eq!(done["refused"], json!(["خدعة"]));
    let tree = app.sources().await?;
    let shape: Vec<(&str, Vec<&str>)> = tree
        .categories
        .iter()
        .map(|category| (category.title.as_str(), category.feeds.iter().map(|feed| feed.title.as_str()).collect()))
        .collect();
    assert_eq!(shape[0], ("سياسة", vec!["صحيفة الجسر", "مرصد & الشرق"]));

    let file = app.call("export_opml", json!({})).await?;
    assert_eq!(file["file_name"], "warraq-2026-11-22.opml");
    let other = TestApp::new()?;
    let again = other.call("import_opml", json!({ "text": file["text"] })).await?;
    assert_eq!(again["added"], 4);
    let out = other.call("export_opml", json!({})).await?;
    assert_eq!(out["text"], file["text"], "a round trip changes nothing");
    Ok(())
}

#[tokio::test]
async fn what_is_no_opml_is_refused_and_changes_nothing() -> Outcome {
    let app = TestApp::new()?;
    for text in ["", "<html><body>لا</body></html>", "{}", "<rss version='2.0'><channel/></rss>"] {
        assert_eq!(app.fails("import_opml", json!({ "text": text })).await, Some(ErrorCode::InvalidOpml), "{text}");
    }
    let bomb =
        format!("<opml><body>{}</body></opml>", "<outline text='x' xmlUrl='https://a.example/'/>".repeat(200_000));
    assert_eq!(app.fails("import_opml", json!({ "text": bomb })).await, Some(ErrorCode::TooLarge));
    assert!(app.sources().await?.categories.is_empty());
    Ok(())
}
