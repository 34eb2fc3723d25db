//! Pages without a feed: every headline that a reader sees on them is found, and nothing else; what is no paper is
//! refused.

use serde_json::{Value, json};
use warraq_core::model::{FeedId, Scope};
use warraq_tests::app::TestApp;
use warraq_tests::front_pages::{self, FrontPage};
use warraq_tests::server::{Answer, FaultServer, gzip};
use warraq_tests::sites::{self, HEADLINES};

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
        let missed: Vec<&&str> =
            page.headlines.iter().filter(|title| !found.iter().any(|found| found == *title)).collect();
        let extra: Vec<&String> = found.iter().filter(|found| !page.headlines.contains(&found.as_str())).collect();
        right += page.headlines.len() - missed.len();
        if !missed.is_empty() || !extra.is_empty() {
            wrong.push(format!(
                "{}: {} missed {missed:?}; {} too many {extra:?}",
                page.name,
                missed.len(),
                extra.len()
            ));
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
    assert!(recall >= BAR && precision >= BAR, "recall {recall:.3}, precision {precision:.3}:\n{}", wrong.join("\n"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test]
async fn pages_that_list_other_things_are_no_source() -> Outcome {
    let mut taken = Vec::new();
    for page in front_pages::others().into_iter().chain(front_pages::others_again()) {
        if let Some(found) = followed(&page).await? {
            taken.push(format!("{}: {found:?}", page.name));
        }
    }
    assert!(taken.is_empty(), "{}", taken.join("\n"));
    Ok(())
}

#[tokio::test]
async fn pages_that_the_rules_were_not_made_after_give_theirs() -> Outcome {
    let mut pages = front_pages::held_out();
    pages.extend(front_pages::held_out_again());
    let (right, found, wrong) = measured(&pages).await?;
    let wanted: usize = pages.iter().map(|page| page.headlines.len()).sum();
    let (recall, precision) = (right as f64 / wanted as f64, right as f64 / found.max(1) as f64);
    assert!(recall >= BAR && precision >= BAR, "recall {recall:.3}, precision {precision:.3}:\n{}", wrong.join("\n"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// A page without a name for itself that lists six articles of these days.
fn live_page(head: &str) -> Answer {
    let items: String = HEADLINES
        .iter()
        .enumerate()
        .map(|(n, title)| format!("<li><a href='/2026/11/2{n}/{n}.html'>{title}</a></li>", n = n % 3))
        .enumerate()
        .map(|(n, item)| item.replace(".html", &format!("-{n}.html")))
        .collect();
    Answer::html(format!("<html lang=ar><head><title>الوادي</title>{head}</head><body><ul>{items}</ul></body></html>"))
}

fn old_feed() -> String {
    sites::rss("الوادي القديم", "x").replace("22 Nov 2026", "22 Jan 2023").replace("Sun,", "")
}

/// The kinds and addresses that a look offers, best first.
async fn offered(server: &FaultServer) -> Result<Vec<(String, String, bool)>, Box<dyn std::error::Error>> {
    let app = TestApp::new()?;
    let found = app.call("discover", json!({ "address": server.url("/") })).await?;
    let root = server.url("");
    let text = |value: &Value| value.as_str().unwrap_or_default().replace(root.as_str().trim_end_matches('/'), "");
    let list = found["candidates"].as_array().cloned().unwrap_or_default();
    Ok(list.iter().map(|one| (text(&one["kind"]), text(&one["feed_url"]), one["dormant_since"].is_number())).collect())
}

fn offer(kind: &str, path: &str, dormant: bool) -> (String, String, bool) {
    (kind.to_owned(), path.to_owned(), dormant)
}

#[tokio::test]
async fn an_empty_or_forgotten_feed_comes_after_what_the_page_shows() -> Outcome {
    let named = "<link rel='alternate' type='application/rss+xml' href='/old.xml'>";
    let server = FaultServer::start().await;
    server.on("/", live_page(named)).on("/old.xml", Answer::rss(old_feed()));
    assert_eq!(offered(&server).await?, [offer("page", "/", false), offer("feed", "/old.xml", true)]);
    let empty = "<rss version='2.0'><channel><title>فارغة</title></channel></rss>".to_owned();
    let server = FaultServer::start().await;
    server.on("/", live_page(named)).on("/old.xml", Answer::rss(empty));
    assert_eq!(offered(&server).await?, [offer("page", "/", false), offer("feed", "/old.xml", false)]);
    // Where nothing else is there the old feed is offered all the same, and says so.
    let server = FaultServer::start().await;
    server.on("/", Answer::html(format!("<title>x</title>{named}<p>أهلا</p>"))).on("/old.xml", Answer::rss(old_feed()));
    assert_eq!(offered(&server).await?, [offer("feed", "/old.xml", true)]);
    Ok(())
}

#[tokio::test]
async fn feeds_are_found_in_headers_frames_refreshes_scripts_and_links_that_say_so() -> Outcome {
    let feed = || Answer::rss(sites::rss("الوادي", "x"));
    let server = FaultServer::start().await;
    let header = "</print>; rel=\"alternate\"; media=print, </x/y>; rel=\"alternate\"; type=\"application/rss+xml\"";
    server.on("/", Answer::html("<title>ص</title><p>أهلا").header("link", header)).on("/x/y", feed());
    assert_eq!(offered(&server).await?, [offer("feed", "/x/y", false)]);

    let server = FaultServer::start().await;
    let frames = "<html><title>الوادي</title><frameset cols='20%,80%'><frame src='menu.html'><frame src='news.html'></frameset></html>";
    server.on("/", Answer::html(frames)).on("/menu.html", Answer::html("<a href='/about'>من نحن</a>"));
    server.on("/news.html", live_page(""));
    assert_eq!(offered(&server).await?, [offer("page", "/news.html", false)]);

    for way in ["<meta http-equiv=refresh content='0;/ar/'>", "<script>window.location.href = \"/ar/\";</script>"] {
        let server = FaultServer::start().await;
        server.on("/", Answer::html(format!("<html><head>{way}</head></html>")));
        server.on("/ar/", Answer::html("<meta http-equiv='refresh' content='1; url=/ar/home'>"));
        server.on("/ar/home", live_page(""));
        assert_eq!(offered(&server).await?, [offer("page", "/ar/home", false)], "{way}");
    }

    for link in
        ["<a href='/services/khulasat'>خدمة الخلاصات</a>", "<a href='/services/khulasat'><img src=o.gif alt='RSS'></a>"]
    {
        let server = FaultServer::start().await;
        server.on("/services/khulasat", feed());
        server.on("/", Answer::html(format!("<title>الوادي</title><body>{link}<p>أهلا")));
        assert_eq!(offered(&server).await?, [offer("feed", "/services/khulasat", false)], "{link}");
        assert_eq!(server.requests().len(), 2);
    }
    Ok(())
}

#[tokio::test]
async fn a_refusal_that_is_a_check_of_browsers_is_called_one() -> Outcome {
    let check = "<html><head><title>Just a moment...</title></head><body><script src='/cdn-cgi/challenge-platform/h/b/x.js'></script></body></html>";
    let asked = |status: u16, body: Vec<u8>, coded: bool| async move {
        let (app, server) = (TestApp::new()?, FaultServer::start().await);
        let answer = Answer::status(status).header("content-type", "text/html").body(body);
        server.on("/", if coded { answer.header("content-encoding", "gzip") } else { answer });
        let error = app.call("discover", json!({ "address": server.url("/") })).await.err().ok_or("no error")?;
        assert!(server.requests().len() <= MOST_REQUESTS);
        Ok::<_, Box<dyn std::error::Error>>((error.code.as_str(), error.params.get("wall").cloned()))
    };
    let wall = Some("challenge".to_owned());
    assert_eq!(asked(403, check.as_bytes().to_vec(), false).await?, ("forbidden", wall.clone()));
    assert_eq!(asked(503, gzip(check.as_bytes()), true).await?, ("forbidden", wall));
    assert_eq!(asked(403, b"<title>403</title><p>no".to_vec(), false).await?, ("forbidden", None));
    // Only the beginning of an endless refusal is read.
    let endless = format!("<title>403</title>{}{check}", "<p>no</p>".repeat(1_000_000));
    assert_eq!(asked(403, endless.into_bytes(), false).await?, ("forbidden", None));
    Ok(())
}

#[tokio::test]
async fn a_scheme_that_says_feed_is_tried_without_encryption_too() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/f.xml", Answer::rss(sites::rss("الوادي", "x")));
    let address = server.url("/f.xml").as_str().replacen("http://", "feed://", 1);
    let found = app.call("discover", json!({ "address": address })).await?;
    assert_eq!(found["candidates"][0]["feed_url"], server.url("/f.xml").as_str());
    Ok(())
}
