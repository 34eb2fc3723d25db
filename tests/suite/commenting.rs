//! Comments: fetched when they are asked for and not before, kept with a kept article; written through the site's own form,
//! sent once and only when the reader says so, with the true outcome told.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};
use warraq_core::api::ErrorCode;
use warraq_core::model::{CoreEvent, EntryId, Scope};
use warraq_core::net::{Addresses, Client, FetchError, LookUp, NetOptions, Submission};
use warraq_tests::app::TestApp;
use warraq_tests::discussion::{ARTICLE, Discussion, POST, Theme, fields};
use warraq_tests::server::{Answer, Gate, Step};

use crate::Outcome;

async fn start() -> Result<(TestApp, Discussion, EntryId), Box<dyn std::error::Error>> {
    let (app, site) = (TestApp::new()?, Discussion::start().await);
    let id = follow(&app, &site).await?;
    Ok((app, site, id))
}

async fn follow(app: &TestApp, site: &Discussion) -> Result<EntryId, Box<dyn std::error::Error>> {
    app.follow(site.server.url("/feed/").as_str()).await?;
    Ok(app.list(Scope::All).await?.items.first().ok_or("no entry")?.id)
}

fn comment(id: EntryId, body: &str) -> Value {
    json!({ "entry": id, "body": body, "author": "يوسف عمران", "email": "yusuf@example.org" })
}

async fn thread(app: &TestApp, id: EntryId) -> Result<Value, Box<dyn std::error::Error>> {
    Ok(app.call("get_comments", json!({ "id": id })).await?)
}

/// Sends a comment and gives its state.
async fn send(app: &TestApp, request: Value) -> Result<Value, Box<dyn std::error::Error>> {
    let answer = app.call("send_comment", request).await?;
    assert_eq!(answer["problems"], json!([]), "{answer}");
    Ok(answer["sent"].clone())
}

fn authors(thread: &Value) -> Vec<(&str, i64)> {
    let comments = thread["comments"].as_array().map(Vec::as_slice).unwrap_or_default();
    comments.iter().map(|each| (each["author"].as_str().unwrap_or(""), each["depth"].as_i64().unwrap_or(-1))).collect()
}

#[tokio::test]
async fn a_thread_is_fetched_when_it_is_asked_for_and_not_before() -> Outcome {
    let (app, site, id) = start().await?;
    app.call("get_entry", json!({ "id": id })).await?;
    app.call("complete_entry", json!({ "id": id })).await?;
    let before = thread(&app, id).await?;
    assert_eq!((&before["count"], &before["fetched_at"]), (&json!(2), &json!(null)), "the feed says how many");
    assert_eq!((&before["comments"], &before["available"]), (&json!([]), &json!(true)));
    assert_eq!(site.server.requests().len(), 1, "nothing but the feed was asked for");

    let got = app.call("fetch_comments", json!({ "id": id })).await?;
    assert_eq!(authors(&got), [("سلمى الكيلاني", 0), ("ليلى حداد", 1)]);
    assert_eq!(
        got["comments"][1]["passages"],
        json!([{ "quoted": false, "runs": [{ "text": "تُنشر مع المناقصة.", "href": null }] }])
    );
    assert_eq!((&got["comments"][1]["parent"], &got["comments"][1]["direction"]), (&json!("1"), &json!("rtl")));
    assert_eq!(site.server.requests().len(), 2, "one request for the thread");

    // Asked again, the site says that nothing changed; a new comment comes.
    app.call("fetch_comments", json!({ "id": id })).await?;
    let asked = site.server.requests();
    assert_eq!(asked.last().and_then(|request| request.header("if-none-match")), Some("\"2\""));
    site.say(2, "حمزة", "<p>شكرًا.</p>");
    let got = app.call("fetch_comments", json!({ "id": id })).await?;
    assert_eq!(authors(&got), [("سلمى الكيلاني", 0), ("ليلى حداد", 1), ("حمزة", 2)]);
    assert_eq!(got["count"], 3);

    // What is here stays readable without the site, and a fault is said beside it.
    site.server.on(&format!("{ARTICLE}feed/"), Answer::status(500));
    site.server.on(ARTICLE, Answer::status(500));
    let got = app.call("fetch_comments", json!({ "id": id })).await?;
    assert_eq!((authors(&got).len(), &got["fault"]["code"]), (3, &json!("http_status")));
    let app = app.restart().await?;
    assert_eq!(authors(&thread(&app, id).await?).len(), 3);
    Ok(())
}

#[tokio::test]
async fn hostile_comments_are_words_and_links_and_load_nothing() -> Outcome {
    let (app, site, id) = start().await?;
    site.say(
        0,
        "<b>مهاجم</b> \u{202E}",
        "<script>alert(1)</script><p onclick=x>نص <img src=/pixel.gif onerror=alert(1)> <a href='javascript:alert(1)'>انقر</a>
         <a href='/2026/11/akhar/?utm_source=x'>رابط</a></p><iframe src=//x.example></iframe><form><input name=q></form>",
    );
    let got = app.call("fetch_comments", json!({ "id": id })).await?;
    let last = &got["comments"][2];
    let html = last["html"].as_str().unwrap_or_default();
    for never in ["script", "onclick", "img", "javascript", "iframe", "form", "input", "utm_source"] {
        assert!(!html.contains(never), "{never}: {html}");
    }
    let link = site.server.url("/2026/11/akhar/").to_string();
    assert!(html.contains(&link), "{html}");
    assert_eq!(last["passages"][0]["runs"][1]["href"], json!(link));
    assert_eq!(last["author"], "مهاجم");
    assert_eq!(site.server.hits("/pixel.gif"), 0);
    // A link of a comment may be opened; one that stands nowhere may not.
    app.call("open_link", json!({ "entry": id, "href": link })).await?;
    assert_eq!(app.browser.opened(), [link]);
    let other = json!({ "entry": id, "href": site.server.url("/other").as_str() });
    assert_eq!(app.fails("open_link", other).await, Some(ErrorCode::InvalidRequest));
    Ok(())
}

#[tokio::test]
async fn a_long_thread_comes_whole_from_the_interface_or_says_that_it_is_cut() -> Outcome {
    let (app, site, id) = start().await?;
    for n in 0..118 {
        site.say(if n % 3 == 0 { 1 } else { 0 }, &format!("قارئ {n}"), "<p>تعليق</p>");
    }
    let got = app.call("fetch_comments", json!({ "id": id })).await?;
    assert_eq!((authors(&got).len(), &got["count"], &got["partial"]), (120, &json!(120), &json!(false)));
    assert!(got["comments"].as_array().is_some_and(|all| all.iter().any(|each| each["by_writer"] == json!(true))));
    assert_eq!(site.server.hits("/wp-json/wp/v2/comments"), 2, "two pages of a hundred");

    // Where the interface is closed, the newest ten are better than none, and the rest is not denied.
    let (app, closed, id) = start().await?;
    closed.change(|state| state.without_rest = true);
    for n in 0..18 {
        closed.say(0, &format!("قارئ {n}"), "<p>تعليق</p>");
    }
    app.refresh().await?;
    let got = app.call("fetch_comments", json!({ "id": id })).await?;
    assert_eq!((authors(&got).len(), &got["partial"], &got["fault"]), (10, &json!(true), &json!(null)));
    assert_eq!(got["count"], 20);
    Ok(())
}

#[tokio::test]
async fn the_page_tells_where_comments_are_when_the_feed_does_not() -> Outcome {
    let (app, site) = (TestApp::new()?, Discussion::start().await);
    let page = site.server.url(ARTICLE);
    let item = warraq_tests::feeds::Item { link: page.to_string(), ..warraq_tests::feeds::Item::numbered(1) };
    site.server.on("/plain", Answer::rss(warraq_tests::feeds::rss("صحيفة", &[item])));
    app.follow(site.server.url("/plain").as_str()).await?;
    let id = app.list(Scope::All).await?.items.first().ok_or("no entry")?.id;
    let got = app.call("fetch_comments", json!({ "id": id })).await?;
    assert_eq!(authors(&got), [("سلمى الكيلاني", 0), ("ليلى حداد", 1)], "{got}");
    assert_eq!(got["form"]["kind"], "open", "the page was there anyway");
    // Next time the place is known.
    let before = site.server.hits(ARTICLE);
    app.call("fetch_comments", json!({ "id": id })).await?;
    assert_eq!(site.server.hits(ARTICLE), before);
    Ok(())
}

#[tokio::test]
async fn atom_threads_by_its_own_field() -> Outcome {
    let (app, site) = (TestApp::new()?, Discussion::start().await);
    let feed = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'><title>x</title><id>x</id>
         <entry><id>1</id><title>خبر</title><updated>2026-11-22T09:00:00Z</updated><link href='{page}'/>
         <link rel='replies' type='application/atom+xml' href='{page}feed/atom/' thr:count='2'/><content type='html'>نص</content></entry></feed>",
        page = site.server.url(ARTICLE)
    );
    site.server.on("/atom", Answer::ok("application/atom+xml", feed));
    app.follow(site.server.url("/atom").as_str()).await?;
    let id = app.list(Scope::All).await?.items.first().ok_or("no entry")?.id;
    let got = app.call("fetch_comments", json!({ "id": id })).await?;
    assert_eq!(authors(&got), [("سلمى الكيلاني", 0), ("ليلى حداد", 1)], "{got}");
    Ok(())
}

#[tokio::test]
async fn comments_are_kept_with_a_kept_article_and_never_stand_in_its_way() -> Outcome {
    let (app, site, id) = start().await?;
    let detail = app.keep(id).await?;
    assert_eq!(json!(detail.offline)["kind"], "ready");
    assert_eq!(authors(&thread(&app, id).await?).len(), 2, "there before anybody asked");

    // A thread that can't be had is tried, and the article is ready all the same; later it is tried again.
    let (app, site2, id) = start().await?;
    site2.server.sequence(&format!("{ARTICLE}feed/"), vec![Answer::status(503)]);
    let detail = app.keep(id).await?;
    assert_eq!(json!(detail.offline)["kind"], "ready", "the article is whole");
    assert_eq!(thread(&app, id).await?["fault"]["code"], "http_status");
    let asked = site2.server.requests().len();
    app.core.step().await?;
    app.core.settle().await;
    assert_eq!(site2.server.requests().len(), asked, "not before its time");
    drop(site);
    Ok(())
}

#[tokio::test]
async fn the_badge_waits_for_comments_that_were_never_tried() -> Outcome {
    let (app, site, id) = start().await?;
    let gate = Gate::new();
    let whole = format!("{ARTICLE}feed/");
    site.server.on(&whole, Answer::status(404).behind(&gate));
    site.server.on(ARTICLE, Answer::status(404));
    app.call("keep", json!({ "id": id })).await?;
    site.server.asked(&whole, 1).await;
    let entry = app.call("get_entry", json!({ "id": id })).await?;
    assert_eq!(entry["offline"]["kind"], "pending", "{}", entry["offline"]);
    gate.open();
    app.core.settle().await;
    let entry = app.call("get_entry", json!({ "id": id })).await?;
    assert_eq!(entry["offline"]["kind"], "ready");
    Ok(())
}

#[tokio::test]
async fn nothing_is_sent_before_the_reader_says_so_and_then_once() -> Outcome {
    let (app, site, id) = start().await?;
    app.call("fetch_comments", json!({ "id": id })).await?;
    let form = app.call("check_comment_form", json!({ "id": id })).await?;
    assert_eq!(
        form,
        json!({ "kind": "open", "author_required": true, "email_required": true, "takes_replies": true,
            "rules": "لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *" })
    );
    app.call("save_comment_draft", json!({ "entry": id, "parent": "1", "body": "أول كلامي" })).await?;
    let app = app.restart().await?;
    assert_eq!(thread(&app, id).await?["draft"], json!({ "parent": "1", "body": "أول كلامي" }), "a draft survives");
    app.core.step().await?;
    app.core.settle().await;
    let problems = app.call("send_comment", json!({ "entry": id, "body": " ", "email": "x" })).await?;
    assert_eq!(problems["problems"], json!(["author_missing", "email_invalid", "body_missing"]));
    assert_eq!((&problems["sent"], site.posts().len()), (&json!(null), 0), "not a byte was posted");
    assert_eq!(thread(&app, id).await?["draft"]["body"], "أول كلامي");

    let mut reply = comment(id, "في الملحق خريطة\nللمسار البديل & «تفاصيل».");
    reply["parent"] = json!("1");
    let sent = send(&app, reply).await?;
    assert_eq!(sent["state"]["kind"], "published", "{sent}");
    let posts = site.posts();
    assert_eq!(posts.len(), 1);
    let posted = fields(&posts[0].body);
    let value = |name: &str| posted.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    assert_eq!(value("comment"), Some("في الملحق خريطة\r\nللمسار البديل & «تفاصيل»."));
    assert_eq!((value("author"), value("email")), (Some("يوسف عمران"), Some("yusuf@example.org")));
    assert_eq!((value("comment_post_ID"), value("comment_parent"), value("url")), (Some("7"), Some("1"), Some("")));
    assert_eq!(value("wp-comment-cookies-consent"), None);
    let header = |name: &str| posts[0].header(name);
    assert_eq!(header("referer"), Some(site.server.url(ARTICLE).as_str()));
    assert_eq!(header("origin"), Some(site.server.url("/").as_str().trim_end_matches('/')));
    assert_eq!((header("cookie"), header("content-type")), (None, Some("application/x-www-form-urlencoded")));

    // It stands in the thread, which takes its place in the outbox; the draft is gone.
    let got = app.call("fetch_comments", json!({ "id": id })).await?;
    assert_eq!(authors(&got), [("سلمى الكيلاني", 0), ("ليلى حداد", 1), ("يوسف عمران", 1)]);
    assert_eq!((&got["outbox"], &got["draft"]), (&json!([]), &json!(null)));
    for _ in 0..3 {
        app.core.step().await?;
        app.core.settle().await;
    }
    assert_eq!(site.posts().len(), 1, "sent once");
    Ok(())
}

#[tokio::test]
async fn every_outcome_is_told_as_it_is() -> Outcome {
    type Change = fn(&mut warraq_tests::discussion::State);
    let cases: [(&str, Change, Value, Option<&str>, usize); 12] = [
        ("held", |state| state.moderated = true, json!({ "kind": "held" }), None, 1),
        (
            "closed",
            |state| state.closed = true,
            json!({ "kind": "blocked", "obstacle": "closed" }),
            Some("Sorry, comments are closed for this item."),
            1,
        ),
        (
            "members",
            |state| state.members_only = true,
            json!({ "kind": "blocked", "obstacle": "sign_in" }),
            Some("عفوًا، يجب تسجيل الدخول للتعليق."),
            1,
        ),
        (
            "refused",
            |state| state.refuses_with = Some("<b>كلمة ممنوعة</b> &lt;هنا&gt;".into()),
            json!({ "kind": "refused" }),
            Some("كلمة ممنوعة <هنا>"),
            1,
        ),
        ("guarded", |state| state.theme = Theme::Guarded, json!({ "kind": "published" }), None, 1),
        ("own", |state| state.theme = Theme::Own, json!({ "kind": "published" }), None, 1),
        ("no form", |state| state.theme = Theme::Bare, json!({ "kind": "blocked", "obstacle": "not_found" }), None, 0),
        (
            "closed page",
            |state| state.theme = Theme::Closed,
            json!({ "kind": "blocked", "obstacle": "closed" }),
            None,
            0,
        ),
        ("sign in", |state| state.theme = Theme::Members, json!({ "kind": "blocked", "obstacle": "sign_in" }), None, 0),
        ("captcha", |state| state.theme = Theme::Captcha, json!({ "kind": "blocked", "obstacle": "captcha" }), None, 0),
        (
            "moderated and guarded",
            |state| {
                state.theme = Theme::Guarded;
                state.moderated = true;
            },
            json!({ "kind": "held" }),
            None,
            1,
        ),
        ("plain", |_| {}, json!({ "kind": "published" }), None, 1),
    ];
    for (name, change, state, reason, posts) in cases {
        let (app, site, id) = start().await?;
        site.change(change);
        let sent = send(&app, comment(id, "تعليق القارئ")).await?;
        assert_eq!((&sent["state"], sent["reason"].as_str()), (&state, reason), "{name}: {sent}");
        assert_eq!(site.posts().len(), posts, "{name}");
        assert_eq!(thread(&app, id).await?["outbox"][0]["state"], state, "{name}: stored as told");
    }
    Ok(())
}

#[tokio::test]
async fn the_same_words_again_and_words_in_haste_are_told_apart() -> Outcome {
    let (app, site, id) = start().await?;
    site.change(|state| state.moderated = true);
    assert_eq!(send(&app, comment(id, "رأيي")).await?["state"]["kind"], "held");
    let again = send(&app, comment(id, "رأيي")).await?;
    assert_eq!(
        (&again["state"]["kind"], &again["reason"]),
        (&json!("duplicate"), &json!("تم اكتشاف تعليق مكرر؛ يبدو أنك قلت ذلك بالفعل!"))
    );
    let number = again["id"].clone();
    assert_eq!(app.fails("resend_comment", json!({ "id": number })).await, Some(ErrorCode::InvalidRequest));
    app.call("discard_comment", json!({ "id": number })).await?;

    site.change(|state| state.flooded = true);
    let hasty = send(&app, comment(id, "رأي آخر")).await?;
    assert_eq!(hasty["state"], json!({ "kind": "too_fast", "retry_at": warraq_tests::app::NOON + 90_000 }), "{hasty}");
    let posts = site.posts().len();
    app.core.step().await?;
    app.core.settle().await;
    assert_eq!(site.posts().len(), posts, "it waits for the reader");
    site.change(|state| state.flooded = false);
    let sent = app.call("resend_comment", json!({ "id": hasty["id"] })).await?;
    assert_eq!(sent["state"]["kind"], "held");
    assert_eq!(thread(&app, id).await?["outbox"].as_array().map(Vec::len), Some(2));
    Ok(())
}

/// A resolver with a plug.
#[derive(Debug, Default)]
struct Plug(AtomicBool);

impl LookUp for Plug {
    fn look_up(&self, _: &str) -> Addresses {
        let plugged = self.0.load(Ordering::SeqCst);
        Box::pin(async move {
            if plugged { Ok(vec![IpAddr::from([127, 0, 0, 1])]) } else { Err(io::ErrorKind::NetworkUnreachable.into()) }
        })
    }
}

#[tokio::test]
async fn what_was_sent_without_a_network_goes_when_it_is_back_and_not_twice() -> Outcome {
    let (site, plug) = (Discussion::start_as("ufuq.example").await, Arc::new(Plug::default()));
    let app = TestApp::with_net(NetOptions {
        private_hosts: vec!["127.0.0.1".into(), "ufuq.example".into()],
        names: plug.clone(),
        ..NetOptions::default()
    })?;
    let id = follow(&app, &site).await?;
    let sent = send(&app, comment(id, "كتبته في الطائرة")).await?;
    assert_eq!(
        (&sent["state"]["kind"], &sent["state"]["fault"]["code"]),
        (&json!("waiting"), &json!("offline")),
        "{sent}"
    );
    assert_eq!(app.call("app_info", json!({})).await?["online"], json!(false));
    app.core.step().await?;
    app.core.settle().await;
    assert_eq!(thread(&app, id).await?["outbox"][0]["state"]["kind"], "waiting");
    assert_eq!(site.posts().len(), 0);

    plug.0.store(true, Ordering::SeqCst);
    let mut events = app.core.events();
    for _ in 0..3 {
        app.core.step().await?;
        app.core.settle().await;
    }
    assert_eq!(thread(&app, id).await?["outbox"][0]["state"]["kind"], "published");
    assert_eq!(site.posts().len(), 1);
    let changed = CoreEvent::CommentsChanged { entry: id };
    assert!(warraq_tests::app::drain(&mut events).contains(&changed), "the window is told");
    Ok(())
}

#[tokio::test]
async fn a_comment_that_may_have_arrived_is_never_posted_again_unasked() -> Outcome {
    // The connection ends after the form was read: nobody knows.
    let (app, site, id) = start().await?;
    site.server.on(POST, Answer::script(vec![Step::Reset]));
    let sent = send(&app, comment(id, "هل وصل؟")).await?;
    assert_eq!(sent["state"]["kind"], "unknown", "{sent}");
    for _ in 0..3 {
        app.core.step().await?;
        app.core.settle().await;
    }
    assert_eq!(site.posts().len(), 1);

    // The program ends while the form is on its way.
    let (app, site, id) = start().await?;
    let gate = Gate::new();
    site.server.on(POST, Answer::status(500).behind(&gate));
    let core = app.core.clone();
    let request = comment(id, "انقطع البرنامج");
    let sending = tokio::spawn(async move { core.call("send_comment", request).await });
    site.server.asked(POST, 1).await;
    assert_eq!(thread(&app, id).await?["outbox"][0]["state"]["kind"], "sending");
    let number = thread(&app, id).await?["outbox"][0]["id"].clone();
    assert_eq!(app.fails("discard_comment", json!({ "id": number })).await, Some(ErrorCode::InvalidRequest));
    assert_eq!(app.fails("resend_comment", json!({ "id": number })).await, Some(ErrorCode::InvalidRequest));
    // Whoever asked goes away first; the sending does not end with that.
    sending.abort();
    let _ = sending.await;
    assert_eq!(thread(&app, id).await?["outbox"][0]["state"]["kind"], "sending");
    let app = app.restart().await?;
    app.core.settle().await;
    assert_eq!(thread(&app, id).await?["outbox"][0]["state"]["kind"], "unknown");
    for _ in 0..3 {
        app.core.step().await?;
        app.core.settle().await;
    }
    assert_eq!(site.posts().len(), 1, "only the reader may have it sent again");
    gate.open();
    Ok(())
}

/// A second press of the button, or a second window, is no second comment.
#[tokio::test]
async fn the_same_comment_on_its_way_is_sent_once() -> Outcome {
    let (app, site, id) = start().await?;
    let gate = Gate::new();
    site.server.on(POST, Answer::status(302).header("location", "/thanks").behind(&gate));
    let request = comment(id, "مرة واحدة");
    let (core, first) = (app.core.clone(), request.clone());
    let sending = tokio::spawn(async move { core.call("send_comment", first).await });
    site.server.asked(POST, 1).await;
    let again = send(&app, request).await?;
    assert_eq!(again["state"]["kind"], "sending", "{again}");
    gate.open();
    let done = sending.await??;
    assert_eq!((&done["sent"]["id"], &done["sent"]["state"]["kind"]), (&again["id"], &json!("accepted")), "{done}");
    app.core.settle().await;
    assert_eq!(site.posts().len(), 1);
    assert_eq!(thread(&app, id).await?["outbox"].as_array().map(Vec::len), Some(1));
    // Other words are another comment.
    send(&app, comment(id, "مرة أخرى")).await?;
    assert_eq!(site.posts().len(), 2);
    Ok(())
}

#[tokio::test]
async fn what_waits_is_tried_when_due_and_taken_back_when_the_reader_likes() -> Outcome {
    let (app, site, id) = start().await?;
    site.server.on(ARTICLE, Answer::status(503));
    let sent = send(&app, comment(id, "ينتظر")).await?;
    assert_eq!(
        (&sent["state"]["kind"], &sent["state"]["fault"]["code"]),
        (&json!("waiting"), &json!("http_status")),
        "{sent}"
    );
    let hits = site.server.hits(ARTICLE);
    app.core.step().await?;
    app.core.settle().await;
    assert_eq!(site.server.hits(ARTICLE), hits, "not before its time");
    // Another one is discarded while it waits.
    let other = send(&app, comment(id, "عدلت عن هذا")).await?;
    app.call("discard_comment", json!({ "id": other["id"] })).await?;
    let (app, site) = (app.restart().await?, site);
    site.server.handle(ARTICLE, |_, _| Answer::html("<form action='/wp-comments-post.php' method=post><textarea name=comment></textarea><input name=author><input name=email><input type=hidden name=comment_post_ID value=7></form>"));
    app.clock.advance(24 * 60 * 60 * 1000);
    app.core.step().await?;
    app.core.settle().await;
    assert_eq!(site.posts().len(), 1, "the one that was not taken back");
    assert_eq!(thread(&app, id).await?["outbox"][0]["state"]["kind"], "published");
    Ok(())
}

#[tokio::test]
async fn a_form_is_not_sent_on_to_another_host() -> Outcome {
    let (app, site, id) = start().await?;
    let elsewhere = Discussion::start().await;
    site.server.on(POST, Answer::redirect(307, elsewhere.server.url(POST).as_str()));
    let sent = send(&app, comment(id, "سر")).await?;
    assert_eq!(
        (&sent["state"]["kind"], &sent["state"]["fault"]["code"]),
        (&json!("failed"), &json!("blocked_address"))
    );
    assert_eq!(elsewhere.posts().len(), 0, "name and address went nowhere else");
    // Within the host it may be sent on; a redirect that means «look there» is not followed at all.
    site.server.on(POST, Answer::redirect(308, "/moved"));
    site.server.on("/moved", Answer::redirect(302, &format!("{ARTICLE}#comment-9")));
    let asked = site.server.hits(ARTICLE);
    let sent = send(&app, comment(id, "سر آخر")).await?;
    assert_eq!(sent["state"]["kind"], "published");
    assert_eq!((site.server.hits("/moved"), site.server.hits(ARTICLE)), (1, asked + 1), "the page once, for its form");
    Ok(())
}

#[tokio::test]
async fn name_and_address_are_remembered_only_when_asked_and_can_be_forgotten() -> Outcome {
    let (app, site, id) = start().await?;
    let address = "yusuf@example.org";
    let everywhere = |app: &TestApp| -> Result<String, Box<dyn std::error::Error>> {
        let library = rusqlite::Connection::open(app.folder().join("warraq.sqlite"))?;
        let mut found = String::new();
        for table in ["settings", "comment_outbox", "comment_drafts", "comment_threads", "undo"] {
            let mut select = library.prepare(&format!("SELECT * FROM {table}"))?;
            let columns = select.column_count();
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    found.push_str(&format!("{:?} ", row.get_ref(column)?));
                    if let Ok(text) = row.get::<_, String>(column) {
                        found.push_str(&text);
                    }
                }
            }
        }
        Ok(found)
    };
    send(&app, comment(id, "أول")).await?;
    assert_eq!(thread(&app, id).await?["commenter"], json!(null));
    assert!(!everywhere(&app)?.contains(address), "sent, and not kept");

    let mut asked = comment(id, "ثانٍ");
    asked["remember"] = json!(true);
    send(&app, asked).await?;
    let app = app.restart().await?;
    assert_eq!(thread(&app, id).await?["commenter"], json!({ "author": "يوسف عمران", "email": address }));
    assert!(everywhere(&app)?.contains(address));
    let remembered = json!({ "commenter": { "author": "يوسف عمران", "email": address } });
    assert_eq!(app.call("get_commenter", json!({})).await?, remembered);
    app.call("forget_commenter", json!({})).await?;
    assert_eq!(app.call("get_commenter", json!({})).await?, json!({ "commenter": null }));
    assert_eq!(thread(&app, id).await?["commenter"], json!(null));
    assert!(!everywhere(&app)?.contains(address));
    assert_eq!(site.posts().len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_readers_own_words_are_not_deleted_by_a_limit() -> Outcome {
    let (app, _site, id) = start().await?;
    app.call("save_comment_draft", json!({ "entry": id, "body": "مسودة" })).await?;
    let feed = app.list(Scope::All).await?.items.first().ok_or("no entry")?.feed_id;
    app.call("update_feeds", json!({ "ids": [feed], "keep_days": 7 })).await?;
    app.clock.advance(40 * 24 * 60 * 60 * 1000);
    app.core.step().await?;
    app.core.settle().await;
    assert_eq!(thread(&app, id).await?["draft"]["body"], "مسودة");
    Ok(())
}

#[tokio::test]
async fn requests_that_make_no_sense_are_refused() -> Outcome {
    let (app, _site, id) = start().await?;
    let none = json!({ "id": 999_999 });
    for command in ["get_comments", "fetch_comments", "check_comment_form", "resend_comment", "discard_comment"] {
        assert_eq!(app.fails(command, none.clone()).await, Some(ErrorCode::NoSuchItem), "{command}");
    }
    let draft = json!({ "entry": 999_999, "body": "x" });
    assert_eq!(app.fails("save_comment_draft", draft).await, Some(ErrorCode::NoSuchItem));
    assert_eq!(app.fails("send_comment", comment(EntryId(999_999), "x")).await, Some(ErrorCode::NoSuchItem));
    let long = json!({ "entry": id, "body": "ن".repeat(65_526) });
    assert_eq!(app.fails("save_comment_draft", long.clone()).await, Some(ErrorCode::InvalidRequest));
    let odd = json!({ "entry": id, "body": "x", "parent": "" });
    assert_eq!(app.fails("save_comment_draft", odd).await, Some(ErrorCode::InvalidRequest));
    Ok(())
}

#[tokio::test]
async fn a_form_is_held_to_the_guard_of_private_addresses() -> Outcome {
    let site = Discussion::start().await;
    let client = Client::new(NetOptions::default());
    let submission = Submission {
        url: site.server.url(POST),
        body: b"a=b".to_vec(),
        page: site.server.url(ARTICLE),
        typed_host: None,
    };
    let refused = client.post(submission).await.err().ok_or("it was posted")?;
    assert!(matches!(refused.source, FetchError::Blocked(_)) && !refused.may_have_arrived, "{refused:?}");
    assert_eq!(site.server.connections(), 0);
    Ok(())
}
