//! The talk under an article of a real WordPress, read and joined: `tests/wordpress/start` runs it. Where the package is not
//! installed, the stand-in of `commenting` answers as this one was measured to, and this test says that it was skipped.

use std::io::Write as _;

use serde_json::{Value, json};
use warraq_core::model::{EntryId, Scope};
use warraq_tests::app::TestApp;

use crate::Outcome;
use crate::wordpress::Site;

async fn send(
    app: &TestApp,
    id: EntryId,
    parent: Option<&str>,
    body: &str,
) -> Result<Value, Box<dyn std::error::Error>> {
    let request =
        json!({ "entry": id, "parent": parent, "body": body, "author": "يوسف عمران", "email": "yusuf@example.org" });
    let answer = app.call("send_comment", request).await?;
    assert_eq!(answer["problems"], json!([]), "{answer}");
    Ok(answer["sent"].clone())
}

/// How often the site's form was posted.
fn posted(site: &Site) -> Result<usize, Box<dyn std::error::Error>> {
    Ok(site.requests()?.iter().filter(|request| request.contains("/wp-comments-post.php")).count())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_readers_comments_reach_a_real_wordpress_and_its_answers_are_told() -> Outcome {
    let Some(mut site) = Site::start()? else {
        // Past the test's own output, which nobody sees when it succeeds.
        writeln!(std::io::stderr(), "skipped: WordPress is not installed (tests/wordpress/start says what it needs)")?;
        return Ok(());
    };
    let app = TestApp::new()?;
    app.follow(&site.at("/feed/")).await?;
    let rows = app.list(Scope::All).await?.items;
    let id = rows.iter().find(|row| row.title.contains("عودة السفن")).ok_or("no main article")?.id;

    // The thread, in order, without what was neither approved nor wanted, and harmless.
    let before = app.call("get_comments", json!({ "id": id })).await?;
    assert_eq!((&before["count"], &before["comments"]), (&json!(3), &json!([])), "{before}");
    let thread = app.call("fetch_comments", json!({ "id": id })).await?;
    let all = thread["comments"].as_array().ok_or("no comments")?;
    let seen: Vec<_> = all.iter().map(|each| (each["author"].as_str().unwrap_or(""), each["depth"].as_i64())).collect();
    assert_eq!(seen, [("قارئة", Some(0)), ("حارس المنارة", Some(1)), ("زائر", Some(0))], "{thread}");
    assert_eq!(all[1]["passages"][0]["runs"][0]["text"], "العفو.", "without WordPress's own line: {thread}");
    assert!(!thread.to_string().contains("<script") && !thread.to_string().contains("javascript:"), "{thread}");
    let first = all[0]["key"].as_str().ok_or("no key")?.to_owned();
    // Nothing new: the site says so in a word.
    app.call("fetch_comments", json!({ "id": id })).await?;
    let last = site.requests()?.pop().ok_or("no request")?;
    assert!(last.starts_with("304 "), "{last}");

    let form = app.call("check_comment_form", json!({ "id": id })).await?;
    assert_eq!(
        (&form["kind"], &form["author_required"], &form["email_required"]),
        (&json!("open"), &json!(true), &json!(true)),
        "{form}"
    );
    assert_eq!(posted(&site)?, 0);

    // Published, as an answer; the same words again; other words in haste.
    let words = "شكرًا على المتابعة،\nوهل من صور؟ & «أخرى» <b>🌊</b>";
    let sent = send(&app, id, Some(&first), words).await?;
    assert_eq!(sent["state"]["kind"], "published", "{sent}");
    let thread = app.call("fetch_comments", json!({ "id": id })).await?;
    let own = thread["comments"].as_array().and_then(|all| all.iter().find(|each| each["author"] == "يوسف عمران"));
    let own = own.ok_or_else(|| format!("it is not shown: {thread}"))?;
    assert_eq!((&own["parent"], &own["depth"]), (&json!(first), &json!(1)));
    assert!(own["html"].as_str().is_some_and(|html| html.contains("وهل من صور؟ &amp; «أخرى»")), "{own}");
    assert_eq!(thread["outbox"], json!([]), "what stands there is no longer in the outbox");
    let again = send(&app, id, Some(&first), words).await?;
    assert_eq!(again["state"]["kind"], "duplicate", "{again}");
    let hasty = send(&app, id, None, "وشيء آخر").await?;
    assert_eq!(hasty["state"]["kind"], "too_fast", "{hasty}");
    assert!(hasty["reason"].as_str().is_some_and(|reason| !reason.is_empty()), "{hasty}");

    // Awaiting review.
    site.tell("calm")?;
    site.tell("moderated")?;
    let held = app.call("resend_comment", json!({ "id": hasty["id"] })).await?;
    assert_eq!(held["state"]["kind"], "held", "{held}");
    let thread = app.call("fetch_comments", json!({ "id": id })).await?;
    assert!(!thread["comments"].to_string().contains("وشيء آخر"), "nobody else sees it");
    assert!(thread["outbox"].to_string().contains("وشيء آخر"), "its writer does");

    // For those who have signed in; then for nobody. Nothing is posted where there is no form.
    let before = posted(&site)?;
    site.tell("calm")?;
    site.tell("members")?;
    let sent = send(&app, id, None, "للأعضاء").await?;
    assert_eq!(sent["state"], json!({ "kind": "blocked", "obstacle": "sign_in" }), "{sent}");
    site.tell("closed")?;
    let sent = send(&app, id, None, "بعد الإغلاق").await?;
    assert_eq!(sent["state"], json!({ "kind": "blocked", "obstacle": "closed" }), "{sent}");
    assert_eq!(posted(&site)?, before);

    // Atom and the interface tell the same thread.
    for place in ["/feed/atom/", "/wp-json/wp/v2/posts"] {
        let kind = if place.contains("json") { json!("wordpress") } else { json!(null) };
        let followed = app.call("subscribe", json!({ "feed_url": site.at(place), "kind": kind })).await?;
        let feed = serde_json::from_value(followed["feed"]["id"].clone())?;
        let rows = app.list(Scope::Feed { id: feed }).await?.items;
        let other = rows.iter().find(|row| row.title.contains("عودة السفن")).ok_or("no main article")?.id;
        let same = app.call("fetch_comments", json!({ "id": other })).await?;
        let keys = |thread: &Value| -> Vec<Value> {
            thread["comments"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|each| json!([each["key"], each["parent"], each["depth"]]))
                .collect()
        };
        assert_eq!(keys(&same), keys(&thread), "{place}: {same}");
    }
    Ok(())
}
