//! An article's page as data: what it says beside its words, what it points to, and how the reader wants its text.

use serde_json::{Value, json};
use warraq_core::api::ErrorCode;
use warraq_core::model::{EntryId, Scope};
use warraq_tests::app::TestApp;
use warraq_tests::feeds::{Item, rss};
use warraq_tests::server::{Answer, FaultServer};

use crate::Outcome;

const PARAGRAPH: &str =
    "وصلت السفينة إلى الميناء صباح اليوم وعلى متنها ثلاثمئة راكب، وقال ربانها إن الرحلة كانت هادئة رغم الريح. ";

/// A page whose body is `inner` between long paragraphs.
fn page(title: &str, inner: &str) -> Answer {
    let paragraph = PARAGRAPH.repeat(5);
    Answer::html(format!(
        "<html dir=rtl lang=ar><head><title>{title}</title><meta property='og:site_name' content='مرفأ الأخبار'>
         <meta property='article:section' content='اقتصاد'><meta property='article:tag' content='الموانئ'></head>
         <body><article><h1>{title}</h1><p>{paragraph}</p><p>ثم قال: {paragraph}</p>{inner}<p>{paragraph} الخاتمة.</p></article></body></html>"
    ))
}

fn excerpt(n: usize) -> Item {
    Item { html: "<p>مقتطف قصير […]</p>".into(), ..Item::numbered(n) }
}

async fn first(app: &TestApp) -> Result<EntryId, Box<dyn std::error::Error>> {
    Ok(app.list(Scope::All).await?.items.first().ok_or("no entry")?.id)
}

/// A paper whose only article points to the page at `/other`.
async fn pointing(app: &TestApp, server: &FaultServer) -> Result<(EntryId, Value), Box<dyn std::error::Error>> {
    let link = format!("<p>اقرأ أيضاً: <a href='{}'>الميناء القديم يفتح أبوابه</a></p>", server.url("/other"));
    server.on("/articles/1", page("السفينة تصل", &link));
    server.on("/feed", Answer::rss(rss("صحيفة", &[excerpt(1)])));
    app.follow(server.url("/feed").as_str()).await?;
    let id = first(app).await?;
    let article = app.call("complete_entry", json!({ "id": id })).await?;
    Ok((id, article))
}

#[tokio::test]
async fn what_a_page_says_beside_its_words_is_stored_with_them() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let (id, article) = pointing(&app, &server).await?;
    assert_eq!(article["tags"], json!(["الموانئ"]));
    assert_eq!(article["publisher"], "مرفأ الأخبار");
    assert_eq!(article["summary"]["subject"]["key"], "economy", "the feed named no section");
    let also = &article["read_also"][0];
    assert_eq!((&also["title"], &also["entry"]), (&json!("الميناء القديم يفتح أبوابه"), &Value::Null));
    let html = article["html"].as_str().unwrap_or_default();
    let before = html.split("<aside data-card=\"0\">").next().unwrap_or_default();
    assert_eq!(before.matches("<p").count(), 2, "it stood after two paragraphs: {html}");
    assert!(!article["html"].as_str().unwrap_or_default().contains("اقرأ أيضا"), "{article}");
    let app = app.restart().await?;
    assert_eq!(app.call("get_entry", json!({ "id": id })).await?["read_also"], article["read_also"]);
    Ok(())
}

#[tokio::test]
async fn read_also_fetches_what_is_not_stored_into_the_reader_and_out_of_the_lists() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/other", page("الميناء القديم يفتح أبوابه", ""));
    let (id, _) = pointing(&app, &server).await?;
    let before = (app.list(Scope::All).await?.total, app.sources().await?.counts.unread);
    let opened = app.call("open_page", json!({ "entry": id, "href": server.url("/other") })).await?;
    assert_eq!(opened["summary"]["title"], "الميناء القديم يفتح أبوابه");
    assert_eq!((&opened["origin"], &opened["text_state"]["kind"]), (&json!("page"), &json!("full")));
    assert_eq!((app.list(Scope::All).await?.total, app.sources().await?.counts.unread), before);
    // Kept, it stands among what is kept and stays; the card now shows it.
    let stray = EntryId(opened["summary"]["id"].as_i64().unwrap_or_default());
    app.keep(stray).await?;
    assert_eq!(app.list(Scope::Kept).await?.items[0].id, stray);
    let card = &app.call("get_entry", json!({ "id": id })).await?["read_also"][0];
    assert_eq!(card["entry"]["id"], json!(stray));
    // Opened again, even with the paper gone, it is the stored one. With what is kept the paper's icon was looked for.
    let icons = server.hits("/favicon.ico") + server.hits("/apple-touch-icon.png");
    let asked = server.requests().len() - icons;
    server.stop().await;
    let again = app.call("open_page", json!({ "entry": id, "href": card["url"] })).await?;
    assert_eq!((&again["summary"]["id"], asked), (&json!(stray), 3));
    // A day later what was left goes; what was kept does not.
    app.clock.advance(3 * 24 * 60 * 60 * 1000);
    let app = app.restart().await?;
    assert_eq!(app.list(Scope::Kept).await?.items[0].id, stray);
    Ok(())
}

#[tokio::test]
async fn read_also_opens_the_article_that_a_feed_brought() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let (id, _) = pointing(&app, &server).await?;
    let other = Item {
        link: server.url("/other?utm_source=rss").to_string(),
        html: format!("<p>{}</p>", PARAGRAPH.repeat(30)),
        ..Item::numbered(2)
    };
    server.on("/second", Answer::rss(rss("صحيفة ثانية", &[other])));
    app.follow(server.url("/second").as_str()).await?;
    let asked = server.requests().len();
    let opened = app.call("open_page", json!({ "entry": id, "href": server.url("/other") })).await?;
    assert_eq!(opened["summary"]["source"], "صحيفة ثانية");
    assert_eq!(server.requests().len(), asked, "nothing is fetched for what is here");
    Ok(())
}

#[tokio::test]
async fn only_a_link_that_stands_in_the_article_is_opened() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let (id, _) = pointing(&app, &server).await?;
    let asked = server.requests().len();
    for href in [server.url("/elsewhere").to_string(), "http://169.254.169.254/".into(), "file:///etc/passwd".into()] {
        let refused = app.call("open_page", json!({ "entry": id, "href": href })).await;
        assert_eq!(refused.err().map(|error| error.code), Some(ErrorCode::InvalidRequest), "{href}");
    }
    assert_eq!(server.requests().len(), asked);
    Ok(())
}

#[tokio::test]
async fn a_page_that_cannot_be_had_is_said_and_stores_nothing() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/other", Answer::status(500));
    let (id, _) = pointing(&app, &server).await?;
    let refused = app.call("open_page", json!({ "entry": id, "href": server.url("/other") })).await;
    assert_eq!(refused.err().map(|error| error.code), Some(ErrorCode::HttpStatus));
    assert_eq!(app.call("get_entry", json!({ "id": id })).await?["read_also"][0]["entry"], Value::Null);
    Ok(())
}

#[tokio::test]
async fn the_reader_chooses_the_text_of_one_article() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let (id, full) = pointing(&app, &server).await?;
    assert_eq!((&full["origin"], &full["text_choice"]), (&json!("page"), &Value::Null));
    let choose = async |choice: Value| app.call("set_text_choice", json!({ "id": id, "choice": choice })).await;
    let asked = server.requests().len();
    for (choice, origin) in [("feed", "feed"), ("original", "feed"), ("page", "page")] {
        let article = choose(json!(choice)).await?;
        assert_eq!((&article["origin"], &article["text_state"]["kind"]), (&json!(origin), &json!("full")), "{choice}");
        assert_eq!(app.call("complete_entry", json!({ "id": id })).await?["origin"], origin);
    }
    assert_eq!(choose(Value::Null).await?["origin"], "page");
    assert_eq!(server.requests().len(), asked, "no choice fetches what is here, and two never do");
    Ok(())
}

#[tokio::test]
async fn a_source_read_on_its_own_pages_is_never_asked_for_them() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/articles/1", page("السفينة تصل", ""));
    server.on("/feed", Answer::rss(rss("صحيفة", &[excerpt(1)])));
    let feed = app.follow(server.url("/feed").as_str()).await?;
    app.call("update_feeds", json!({ "ids": [feed], "full_text": "original" })).await?;
    let id = first(&app).await?;
    let article = app.call("complete_entry", json!({ "id": id })).await?;
    assert_eq!((&article["origin"], &article["feed_choice"]), (&json!("feed"), &json!("original")));
    assert_eq!(server.requests().len(), 1, "the feed and nothing else");
    Ok(())
}

/// What stands in an article's place is said, never stored, and tried again.
#[tokio::test]
async fn a_wall_is_never_stored_as_the_article() -> Outcome {
    let sign_in = "<html lang=ar dir=rtl><head><title>تسجيل الدخول</title></head><body><h1>تسجيل الدخول</h1>
        <form action='/login' method=post><input name=user type=email><input name=password type=password>
        <button>دخول</button></form><p>سجّل الدخول لمتابعة القراءة.</p></body></html>";
    let challenge = "<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>
        <script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'></script></body></html>";
    let gone = "<html lang=ar dir=rtl><head><title>الصفحة غير موجودة</title></head><body><h1>الصفحة غير موجودة</h1>
        <p>عذرا، الصفحة التي تبحث عنها غير موجودة.</p></body></html>";
    for (answer, code) in [
        (Answer::html(sign_in), "page_login"),
        (Answer::status(403).header("content-type", "text/html").body(challenge), "page_challenge"),
        (Answer::html(challenge), "page_challenge"),
        (Answer::html(gone), "not_found"),
        (Answer::status(410), "not_found"),
    ] {
        let (app, server) = (TestApp::new()?, FaultServer::start().await);
        server.sequence("/articles/1", vec![answer, page("السفينة تصل", "")]);
        server.on("/feed", Answer::rss(rss("صحيفة", &[excerpt(1)])));
        app.follow(server.url("/feed").as_str()).await?;
        let id = first(&app).await?;
        let article = app.call("complete_entry", json!({ "id": id })).await?;
        let fault = &article["text_state"]["fault"];
        assert_eq!((&article["text_state"]["kind"], &fault["code"]), (&json!("failed"), &json!(code)), "{article}");
        assert!(fault["retry_at"].as_i64().is_some_and(|at| at > 0), "{code}: it is tried again");
        assert_eq!(article["origin"], "feed", "{code}: what the feed brought is what is shown");
        let again = app.call("complete_entry", json!({ "id": id })).await?;
        assert_eq!(again["text_state"]["kind"], "full", "{code}: the wall is gone");
    }
    Ok(())
}
