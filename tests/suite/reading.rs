//! What the reading page asks of the core: where the reader stopped, letters, directions and the reader's choices.

use serde_json::json;
use warraq_core::api::ErrorCode;
use warraq_core::model::{EntryId, Scope};
use warraq_tests::app::TestApp;
use warraq_tests::feeds::{Item, rss};
use warraq_tests::server::{Answer, FaultServer};

use crate::Outcome;

async fn one(html: &str, title: &str) -> Result<(TestApp, EntryId), Box<dyn std::error::Error>> {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let item = Item { html: html.to_owned(), title: title.to_owned(), ..Item::numbered(1) };
    server.on("/feed", Answer::rss(rss("صحيفة", &[item])));
    app.follow(server.url("/feed").as_str()).await?;
    let id = app.list(Scope::All).await?.items.first().ok_or("no entry")?.id;
    Ok((app, id))
}

#[tokio::test]
async fn the_place_where_one_stopped_survives_a_restart_and_goes_with_the_end() -> Outcome {
    let (app, id) = one("<p>فقرة</p>", "خبر").await?;
    assert!(app.call("get_entry", json!({ "id": id })).await?["place"].is_null());
    let place = json!({ "block": 14, "offset": 350 });
    app.call("save_place", json!({ "id": id, "place": { "block": 3, "offset": 1000 } })).await?;
    app.call("save_place", json!({ "id": id, "place": place })).await?;

    let app = app.restart().await?;
    assert_eq!(app.call("get_entry", json!({ "id": id })).await?["place"], place);
    app.call("save_place", json!({ "id": id, "place": null })).await?;
    assert!(app.call("get_entry", json!({ "id": id })).await?["place"].is_null());
    Ok(())
}

#[tokio::test]
async fn a_place_is_bounded_and_belongs_to_an_article() -> Outcome {
    let (app, id) = one("<p>فقرة</p>", "خبر").await?;
    for place in [json!({ "block": 100_001, "offset": 0 }), json!({ "block": 0, "offset": 1_001 })] {
        let code = app.fails("save_place", json!({ "id": id, "place": place })).await;
        assert_eq!(code, Some(ErrorCode::InvalidRequest), "{place}");
    }
    let nobody = json!({ "id": 987_654, "place": { "block": 0, "offset": 0 } });
    assert_eq!(app.fails("save_place", nobody).await, Some(ErrorCode::NoSuchItem));
    Ok(())
}

#[tokio::test]
async fn a_source_that_never_said_what_its_site_is_has_one_all_the_same() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/members/feed", Answer::status(403));
    let asked = json!({ "feed_url": server.url("/members/feed"), "title": "صحيفة المشتركين", "deferred": true });
    let feed = app.call("subscribe", asked).await?["feed"].clone();
    app.refresh().await?;
    let tree = app.sources().await?;
    let row = tree.categories.iter().flat_map(|category| &category.feeds).next().ok_or("no feed")?;
    assert_eq!((row.state, row.site_url.as_ref()), (warraq_core::api::HealthState::SignIn, None));
    app.call("open_site", json!({ "id": feed["id"] })).await?;
    assert_eq!(app.browser.opened().last(), Some(&server.url("/").to_string()));
    Ok(())
}

#[tokio::test]
async fn a_letter_names_the_article_and_nobody() -> Outcome {
    let (app, id) = one("<p>فقرة</p>", "خبر & عاجل?cc=a@b.example").await?;
    app.call("mail_entry", json!({ "id": id })).await?;
    let opened = app.browser.opened();
    let letter = url::Url::parse(opened.last().ok_or("nothing was opened")?)?;
    assert_eq!((letter.scheme(), letter.path()), ("mailto", ""));
    let fields: Vec<(String, String)> = letter.query_pairs().into_owned().collect();
    assert_eq!(fields.first(), Some(&("subject".to_owned(), "خبر & عاجل?cc=a@b.example".to_owned())));
    let (name, body) = fields.last().ok_or("no body")?;
    let lines: Vec<&str> = body.split("\r\n").collect();
    assert_eq!((name.as_str(), fields.len(), lines.len()), ("body", 2, 3), "{body}");
    assert_eq!(lines.get(1), Some(&"صحيفة"));
    assert!(lines.last().is_some_and(|address| address.starts_with("http")), "{body}");
    Ok(())
}

#[tokio::test]
async fn the_text_says_its_directions_block_by_block() -> Outcome {
    let html =
        "<p dir=\"ltr\">iPhone 17 يصل إلى الأسواق اليوم</p><p>“A quote in English.”</p><p>وهذا ما قالته الشركة.</p>";
    let (app, id) = one(html, "BBC عربي").await?;
    let article = app.call("get_entry", json!({ "id": id })).await?;
    assert_eq!(article["summary"]["direction"], "rtl");
    assert_eq!(article["body_direction"], "rtl");
    let text = article["html"].as_str().unwrap_or_default();
    assert!(text.starts_with("<p>iPhone"), "{text}");
    assert!(text.contains("<p dir=\"ltr\">“A quote"), "{text}");

    let (app, id) =
        one("<p>All of this text is English, whatever its headline says.</p>", "من صحف العالم اليوم").await?;
    assert_eq!(app.call("get_entry", json!({ "id": id })).await?["body_direction"], "ltr");
    Ok(())
}

#[tokio::test]
async fn reading_choices_are_kept_and_bounded() -> Outcome {
    let app = TestApp::new()?;
    let choices = json!({
        "months": "morocco", "hijri_shift": -1, "latin_font": "sans", "reading_align": "justify", "hide_vowels": true,
        "theme": "white",
    });
    app.call("update_settings", choices.clone()).await?;
    let app = app.restart().await?;
    let settings = app.call("get_settings", json!({})).await?;
    for (key, value) in choices.as_object().into_iter().flatten() {
        assert_eq!(&settings[key], value, "{key}");
    }
    for bad in [
        json!({ "hijri_shift": 2 }),
        json!({ "months": "" }),
        json!({ "latin_font": "x" }),
        json!({ "reading_align": "end" }),
    ] {
        assert_eq!(app.fails("update_settings", bad.clone()).await, Some(ErrorCode::InvalidRequest), "{bad}");
    }
    Ok(())
}
