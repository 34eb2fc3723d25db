//! Keeping: the text and every picture on the device before «متاح دون اتصال» shows, and nothing requested afterwards.

use serde_json::{Value, json};
use warraq_core::api::ErrorCode;
use warraq_core::model::{EntryId, MediaHash, Scope};
use warraq_tests::app::TestApp;
use warraq_tests::feeds::{Item, rss};
use warraq_tests::server::{Answer, FaultServer};

use crate::Outcome;

/// A picture of one colour, so that each number gives other bytes.
fn picture(n: u8) -> Vec<u8> {
    // A 1-bit grey PNG of 32 × 32 is the smallest honest picture; its colour makes it differ.
    warraq_tests::pictures::png(400, 300, n)
}

fn article(pictures: &[&str], words: usize) -> Item {
    let images: String = pictures.iter().map(|src| format!("<p><img src=\"{src}\" alt=\"صورة\"></p>")).collect();
    Item {
        html: format!("<p>{}</p>{images}<p>خاتمة المقال.</p>", "كلمة بعد كلمة ".repeat(words / 3)),
        ..Item::numbered(1)
    }
}

/// Every picture that an article's answer shows, lead and thumbnail included.
fn shown(article: &Value) -> Vec<MediaHash> {
    let html = article["html"].as_str().unwrap_or_default();
    let body = html.split("warraq-media://localhost/").skip(1).filter_map(|rest| rest.get(..64));
    let lead = article["lead"]["media"].as_str();
    let thumb = article["summary"]["thumb"].as_str();
    body.chain(lead).chain(thumb).filter_map(MediaHash::parse).collect()
}

async fn first(app: &TestApp) -> Result<EntryId, Box<dyn std::error::Error>> {
    Ok(app.list(Scope::All).await?.items.first().ok_or("no entry")?.id)
}

#[tokio::test]
async fn a_kept_article_opens_whole_after_a_restart_with_the_server_gone() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/1.png", Answer::ok("image/png", picture(1)));
    server.on("/2.png", Answer::ok("image/png", picture(2)));
    server.on("/feed", Answer::rss(rss("صحيفة", &[article(&["/1.png", "/2.png"], 300)])));
    app.follow(server.url("/feed").as_str()).await?;
    let id = first(&app).await?;
    let detail = app.keep(id).await?;
    assert_eq!(json!(detail.offline)["kind"], "ready");
    assert!(detail.summary.offline);
    let asked = server.requests().len();
    server.stop().await;

    let app = app.restart().await?;
    let article = app.call("get_entry", json!({ "id": id })).await?;
    assert_eq!(article["offline"]["kind"], "ready");
    assert!(article["html"].as_str().is_some_and(|html| html.contains("خاتمة المقال")));
    assert!(!article["html"].as_str().unwrap_or_default().contains("pending/"));
    let pictures = shown(&article);
    assert!(pictures.len() >= 2, "{article}");
    for hash in pictures {
        assert!(app.core.media(hash.clone()).await.is_some_and(|(bytes, _)| !bytes.is_empty()), "{hash}");
    }
    assert_eq!(asked, 3, "the feed and two pictures, each once");
    Ok(())
}

#[tokio::test]
async fn the_badge_waits_for_every_piece_and_says_which_one_is_missing() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/1.png", Answer::ok("image/png", picture(1)));
    server.sequence("/2.png", vec![Answer::status(500), Answer::ok("image/png", picture(2))]);
    server.on("/feed", Answer::rss(rss("صحيفة", &[article(&["/1.png", "/2.png"], 300)])));
    app.follow(server.url("/feed").as_str()).await?;
    let id = first(&app).await?;
    let offline = json!(app.keep(id).await?.offline);
    assert_eq!((&offline["kind"], &offline["done"], &offline["total"]), (&json!("partial"), &json!(2), &json!(3)));
    assert_eq!(offline["fault"]["code"], "http_status");
    assert!(!app.list(Scope::Kept).await?.items[0].offline);
    assert_eq!(app.sources().await?.counts.offline, 0);
    // Tried again, it becomes whole.
    let detail = app.call("complete_entry", json!({ "id": id })).await?;
    assert_eq!(detail["offline"]["kind"], "ready");
    assert_eq!(app.sources().await?.counts.offline, 1);
    Ok(())
}

#[tokio::test]
async fn what_is_called_a_picture_and_is_none_is_not_stored() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/1.png", Answer::ok("image/png", "<html><script>alert(1)</script></html>"));
    server.on("/feed", Answer::rss(rss("صحيفة", &[article(&["/1.png"], 300)])));
    app.follow(server.url("/feed").as_str()).await?;
    let detail = app.keep(first(&app).await?).await?;
    assert_eq!(json!(detail.offline)["kind"], "partial");
    assert!(!detail.html.as_str().contains("<img src"), "a picture that is not here has no address");
    Ok(())
}

#[tokio::test]
async fn an_excerpt_is_completed_from_its_page_before_it_counts_as_kept() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let paragraph = "هذه فقرة من متن المقال الكامل الذي لا يأتي في الخلاصة وفيها كلام كثير مفيد. ".repeat(6);
    server.on(
        "/articles/1",
        Answer::html(format!(
            "<html><head><title>خبر</title></head><body><nav>القائمة</nav><article><h1>خبر</h1>
             <p>{paragraph}</p><p>{paragraph}</p><figure><img src='/lead.png' width=800 height=600></figure>
             <p>{paragraph} النهاية الحقيقية.</p></article></body></html>"
        )),
    );
    server.on("/lead.png", Answer::ok("image/png", picture(3)));
    server
        .on("/feed", Answer::rss(rss("صحيفة", &[Item { html: "<p>مقتطف قصير […]</p>".into(), ..Item::numbered(1) }])));
    app.follow(server.url("/feed").as_str()).await?;
    let id = first(&app).await?;
    assert_eq!(app.call("get_entry", json!({ "id": id })).await?["text_state"]["kind"], "excerpt");
    let detail = app.keep(id).await?;
    assert_eq!(json!(detail.text_state)["kind"], "full");
    assert!(detail.html.as_str().contains("النهاية الحقيقية"));
    assert_eq!(json!(detail.offline)["kind"], "ready");
    // The reader may still want what the feed brought.
    let feed = detail.summary.feed_id;
    app.call("update_feeds", json!({ "ids": [feed], "full_text": "feed" })).await?;
    assert!(
        app.call("get_entry", json!({ "id": id })).await?["html"]
            .as_str()
            .is_some_and(|html| html.contains("مقتطف قصير"))
    );
    Ok(())
}

#[tokio::test]
async fn an_excerpt_whose_page_is_gone_says_so_and_stays_readable() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server
        .on("/feed", Answer::rss(rss("صحيفة", &[Item { html: "<p>مقتطف قصير […]</p>".into(), ..Item::numbered(1) }])));
    app.follow(server.url("/feed").as_str()).await?;
    let detail = app.keep(first(&app).await?).await?;
    let state = json!(detail.text_state);
    assert_eq!((&state["kind"], &state["fault"]["code"]), (&json!("failed"), &json!("not_found")));
    assert!(state["fault"]["retry_at"].as_i64().is_some());
    assert!(detail.html.as_str().contains("مقتطف قصير"));
    assert!(!detail.summary.offline);
    Ok(())
}

#[tokio::test]
async fn a_feed_that_empties_a_kept_article_does_not_empty_it_here() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let emptied = Item { html: "<p>حُذف.</p>".into(), ..Item::numbered(1) };
    server.sequence(
        "/feed",
        vec![Answer::rss(rss("صحيفة", &[article(&[], 300)])), Answer::rss(rss("صحيفة", &[emptied]))],
    );
    app.follow(server.url("/feed").as_str()).await?;
    let id = first(&app).await?;
    app.keep(id).await?;
    app.refresh().await?;
    assert!(
        app.call("get_entry", json!({ "id": id })).await?["html"]
            .as_str()
            .is_some_and(|html| html.contains("خاتمة المقال"))
    );
    Ok(())
}

#[tokio::test]
async fn a_stored_file_that_is_gone_is_noticed_and_fetched_again() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/1.png", Answer::ok("image/png", picture(1)));
    server.on("/feed", Answer::rss(rss("صحيفة", &[article(&["/1.png"], 300)])));
    app.follow(server.url("/feed").as_str()).await?;
    let id = first(&app).await?;
    let detail = json!(app.keep(id).await?);
    let hash = shown(&detail).into_iter().next().ok_or("no picture")?;
    std::fs::remove_file(app.folder().join("media").join(&hash.as_str()[..2]).join(hash.as_str()))?;
    assert!(app.core.media(hash.clone()).await.is_none());
    assert_ne!(app.call("get_entry", json!({ "id": id })).await?["offline"]["kind"], "ready", "the badge goes at once");
    app.call("complete_entry", json!({ "id": id })).await?;
    assert!(app.core.media(hash).await.is_some());
    Ok(())
}

#[tokio::test]
async fn opening_an_article_asks_the_network_for_nothing_until_it_is_completed() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/1.png", Answer::ok("image/png", picture(1)));
    server.on("/feed", Answer::rss(rss("صحيفة", &[article(&["/1.png"], 300)])));
    app.follow(server.url("/feed").as_str()).await?;
    let id = first(&app).await?;
    app.call("get_entry", json!({ "id": id })).await?;
    app.call("list_related", json!({ "id": id })).await?;
    app.core.settle().await;
    assert_eq!(server.hits("/1.png"), 0);
    // Pictures off: completing fetches none either, and the list fetches no thumbnails.
    app.call("update_settings", json!({ "load_pictures": false })).await?;
    app.call("complete_entry", json!({ "id": id })).await?;
    app.call("list_entries", json!({ "scope": { "kind": "all" } })).await?;
    app.core.settle().await;
    assert_eq!(server.hits("/1.png"), 0);
    app.call("update_settings", json!({ "load_pictures": true })).await?;
    app.call("list_entries", json!({ "scope": { "kind": "all" } })).await?;
    app.core.settle().await;
    assert_eq!(server.hits("/1.png"), 1);
    assert!(app.list(Scope::All).await?.items[0].thumb.is_some());
    Ok(())
}

#[tokio::test]
async fn only_links_that_stand_in_the_article_open_and_only_in_the_browser() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let html = format!(
        "<p>{} <a href='https://agency.example/report'>المصدر</a> <a href='javascript:alert(1)'>خدعة</a>
         <a href='file:///etc/passwd'>ملف</a></p>",
        "كلمة ".repeat(150)
    );
    server.on("/feed", Answer::rss(rss("صحيفة", &[Item { html, ..Item::numbered(1) }])));
    app.follow(server.url("/feed").as_str()).await?;
    let id = first(&app).await?;
    app.call("open_link", json!({ "entry": id, "href": "https://agency.example/report" })).await?;
    app.call("open_entry", json!({ "id": id })).await?;
    for refused in ["javascript:alert(1)", "file:///etc/passwd", "https://evil.example/", ""] {
        assert_eq!(
            app.fails("open_link", json!({ "entry": id, "href": refused })).await,
            Some(ErrorCode::InvalidRequest),
            "{refused}"
        );
    }
    assert_eq!(
        app.browser.opened(),
        ["https://agency.example/report".to_owned(), server.url("/articles/1").to_string()]
    );
    Ok(())
}

#[tokio::test]
async fn letting_go_of_a_kept_article_leaves_it_in_its_feed() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/feed", Answer::rss(rss("صحيفة", &[article(&[], 300)])));
    app.follow(server.url("/feed").as_str()).await?;
    let id = first(&app).await?;
    app.keep(id).await?;
    assert_eq!(app.call("unkeep", json!({ "id": id })).await?["offline"]["kind"], "none");
    assert_eq!((app.list(Scope::Kept).await?.total, app.list(Scope::All).await?.total), (0, 1));
    assert_eq!(app.fails("keep", json!({ "id": 4_242 })).await, Some(ErrorCode::NoSuchItem));
    Ok(())
}

#[tokio::test]
async fn an_excerpt_without_an_address_is_whole_as_it_is() -> Outcome {
    let app = TestApp::new()?;
    let loaded = json!([{ "title": "خبر بلا عنوان", "body": "سطر واحد.", "source": "صحيفة" }]);
    let id = app.core.load(serde_json::from_value(loaded)?).await?[0];
    assert_eq!(json!(app.keep(id).await?.offline)["kind"], "ready");
    Ok(())
}

#[tokio::test]
async fn an_attached_file_opens_in_the_browser() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let feed = rss("صحيفة", &[article(&[], 300)])
        .replace("</item>", "<enclosure url='https://cdn.example/a.mp3' type='audio/mpeg' length='9'/></item>");
    server.on("/feed", Answer::rss(feed));
    app.follow(server.url("/feed").as_str()).await?;
    let id = first(&app).await?;
    app.call("open_link", json!({ "entry": id, "href": "https://cdn.example/a.mp3" })).await?;
    assert_eq!(app.browser.opened(), ["https://cdn.example/a.mp3"]);
    Ok(())
}

#[tokio::test]
async fn pictures_that_nothing_shows_any_more_are_deleted_and_those_of_kept_articles_are_not() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/1.png", Answer::ok("image/png", picture(1)));
    server.on("/2.png", Answer::ok("image/png", picture(2)));
    let second = Item { html: article(&["/2.png"], 300).html, ..Item::numbered(2) };
    server.on("/feed", Answer::rss(rss("صحيفة", &[article(&["/1.png"], 300), second])));
    let feed = app.follow(server.url("/feed").as_str()).await?;
    let rows = app.list(Scope::All).await?.items;
    for row in &rows {
        app.call("complete_entry", json!({ "id": row.id })).await?;
    }
    app.keep(rows[0].id).await?;
    app.call("unsubscribe", json!({ "ids": [feed] })).await?;
    app.clock.advance(25 * 60 * 60 * 1000);
    let app = app.restart().await?;
    app.core.settle().await;
    let mut files = 0;
    for folder in std::fs::read_dir(app.folder().join("media"))? {
        files += std::fs::read_dir(folder?.path())?.count();
    }
    assert_eq!(files, 2, "the kept article's picture and its thumbnail");
    assert_eq!(app.call("get_entry", json!({ "id": rows[0].id })).await?["offline"]["kind"], "ready");
    Ok(())
}

#[tokio::test]
async fn the_badge_of_a_kept_article_goes_with_its_files() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/1.png", Answer::ok("image/png", picture(1)));
    server.on("/feed", Answer::rss(rss("صحيفة", &[article(&["/1.png"], 300)])));
    app.follow(server.url("/feed").as_str()).await?;
    let id = first(&app).await?;
    assert_eq!(json!(app.keep(id).await?.offline)["kind"], "ready");
    std::fs::remove_dir_all(app.folder().join("media"))?;
    // Nothing has asked for the picture yet: opening the article is enough to notice.
    assert_eq!(app.call("get_entry", json!({ "id": id })).await?["offline"]["kind"], "pending");
    assert!(!app.list(Scope::Kept).await?.items[0].offline);
    app.call("complete_entry", json!({ "id": id })).await?;
    assert_eq!(app.call("get_entry", json!({ "id": id })).await?["offline"]["kind"], "ready");
    Ok(())
}
