//! Any address leads to something to read: sites of every make, pages that are none, sources without a feed refreshed
//! like any other, and the way back to older articles.

use serde_json::{Value, json};
use warraq_core::api::ErrorCode;
use warraq_core::model::{FeedId, Scope};
use warraq_tests::app::TestApp;
use warraq_tests::server::{Answer, FaultServer};
use warraq_tests::sites::{self, HEADLINES, Site};

use crate::Outcome;

/// The requests that a look may make.
const MOST_REQUESTS: usize = 12;

fn count(sections: &Value) -> usize {
    sections.as_array().into_iter().flatten().map(|section| 1 + count(&section["children"])).sum()
}

/// What is wrong with what a site gave; nothing when it is usable.
async fn wrong_with(site: &Site) -> Result<Option<String>, Box<dyn std::error::Error>> {
    let (app, server) = (TestApp::new()?, site.serve().await);
    let found = match app.call("discover", json!({ "address": server.url(site.pasted) })).await {
        Ok(found) => found,
        Err(error) => return Ok(Some(format!("{error}"))),
    };
    let requests = server.requests().len();
    let best = &found["candidates"][0];
    let headlines: Vec<&str> =
        best["headlines"].as_array().into_iter().flatten().filter_map(|line| line["title"].as_str()).collect();
    let sections = count(&found["sections"]);
    if Some(best["kind"].as_str().unwrap_or_default()) != site.kind {
        return Ok(Some(format!("kind {} and not {:?}", best["kind"], site.kind)));
    }
    if headlines.len() != 5 || best["title"] == "" {
        return Ok(Some(format!("a preview of {headlines:?} under {}", best["title"])));
    }
    if requests > MOST_REQUESTS || sections < site.sections {
        return Ok(Some(format!("{requests} requests, {sections} sections of {}", site.sections)));
    }
    // What was previewed can be followed, and has what the preview showed.
    let answer = app.call("subscribe", json!({ "feed_url": best["feed_url"], "kind": best["kind"] })).await;
    let feed = match answer {
        Ok(answer) => answer["feed"].clone(),
        Err(error) => return Ok(Some(format!("can't be followed: {error}"))),
    };
    let id: FeedId = serde_json::from_value(feed["id"].clone())?;
    let page = app.list(Scope::Feed { id }).await?;
    let titles: Vec<&str> = page.items.iter().map(|row| row.title.as_str()).collect();
    if !titles.contains(&site.headline) || titles.len() < 5 || page.items.iter().any(|row| row.title.is_empty()) {
        return Ok(Some(format!("entries {titles:?}")));
    }
    Ok(None)
}

#[tokio::test]
async fn every_paper_gives_something_to_follow() -> Outcome {
    let papers = sites::papers();
    assert!(papers.len() >= 20);
    let mut wrong = Vec::new();
    for site in &papers {
        if let Some(what) = wrong_with(site).await? {
            wrong.push(format!("{}: {what}", site.name));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), papers.len(), wrong.join("\n"));
    Ok(())
}

#[tokio::test]
async fn what_is_no_paper_is_refused_with_its_reason() -> Outcome {
    for (site, code) in sites::refused() {
        let (app, server) = (TestApp::new()?, site.serve().await);
        let answer = app.call("discover", json!({ "address": server.url(site.pasted) })).await;
        let error = answer.err().map(|error| error.code.as_str());
        assert_eq!(error, Some(code), "{}", site.name);
        let requests = server.requests().len();
        assert!(requests <= MOST_REQUESTS, "{}: {requests} requests", site.name);
        // To follow it as a list is refused too.
        let refused = app.fails("subscribe", json!({ "feed_url": server.url(site.pasted), "kind": "page" })).await;
        assert!(refused.is_some(), "{} was followed", site.name);
    }
    Ok(())
}

#[tokio::test]
async fn a_sites_second_feed_is_offered_when_the_first_is_followed() -> Outcome {
    let papers = sites::papers();
    let site = papers.iter().find(|site| site.name == "two_feeds").ok_or("no such site")?;
    let (app, server) = (TestApp::new()?, site.serve().await);
    let id = app.follow(server.url("/a.xml").as_str()).await?;
    let found = app.call("discover", json!({ "address": server.url("/") })).await?;
    let of = |at: usize| (found["candidates"][at]["title"].clone(), found["candidates"][at]["subscribed"].clone());
    assert_eq!(of(0), (json!("صحيفة الجسر"), json!(id)));
    assert_eq!(of(1), (json!("رياضة"), Value::Null));
    Ok(())
}

#[tokio::test]
async fn the_category_tree_has_counts_and_feeds_that_work() -> Outcome {
    let papers = sites::papers();
    let by_name = |name: &str| papers.iter().find(|site| site.name == name).ok_or("no such site");
    let (app, server) = (TestApp::new()?, by_name("wordpress")?.serve().await);
    let found = app.call("discover", json!({ "address": server.url("/") })).await?;
    let news = &found["sections"][0];
    assert_eq!((&news["title"], &news["count"], &news["direction"]), (&json!("أخبار"), &json!(40), &json!("rtl")));
    assert_eq!(news["feed_url"], server.url("/category/news/feed/").as_str());
    assert_eq!(news["children"][0]["title"], "محليات");
    assert_eq!(found["sections"][2]["title"], "ثقافة & فن");

    // A section is previewed before it is followed.
    let (app, server) = (TestApp::new()?, by_name("jannah_theme")?.serve().await);
    let found = app.call("discover", json!({ "address": server.url("/") })).await?;
    let section = &found["sections"][0];
    let preview = app.call("preview", json!({ "feed_url": section["feed_url"], "kind": section["kind"] })).await?;
    assert_eq!(preview["headlines"][0]["title"], HEADLINES[0]);
    assert_eq!(section["children"][1]["title"], "عالم");

    // Without feeds the sections are read through the interface, and say so.
    let (app, server) = (TestApp::new()?, by_name("wordpress_feed_switched_off")?.serve().await);
    let found = app.call("discover", json!({ "address": server.url("/") })).await?;
    let section = &found["sections"][1];
    assert_eq!(section["kind"], "wordpress");
    let preview = app.call("preview", json!({ "feed_url": section["feed_url"], "kind": section["kind"] })).await?;
    assert_eq!((&preview["title"], &preview["format"]), (&json!("صحيفة الجسر"), &json!("WordPress")));
    Ok(())
}

fn list_page(numbers: &[usize]) -> String {
    let item =
        |n: &usize| format!("<li><a href='/2026/11/20/{n}.html'>{} ({n})</a></li>", HEADLINES[n % HEADLINES.len()]);
    format!("<html lang=ar><title>الوادي</title><ul>{}</ul>", numbers.iter().map(item).collect::<String>())
}

#[tokio::test]
async fn a_page_is_refreshed_like_a_feed() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let first = list_page(&[1, 2, 3, 4, 5, 6]);
    let second = list_page(&[8, 7, 6, 5, 4, 3]);
    server.sequence(
        "/",
        vec![
            Answer::html(first.clone()),
            // The same bytes, then a 304, then two new articles and two gone, then a sign-in page.
            Answer::html(first).conditional(Some("\"a\""), None),
            Answer::status(304),
            Answer::html(second),
            Answer::captive_portal(),
        ],
    );
    let followed = app.call("subscribe", json!({ "feed_url": server.url("/"), "kind": "page" })).await?;
    let id: FeedId = serde_json::from_value(followed["feed"]["id"].clone())?;
    assert_eq!((&followed["feed"]["title"], &followed["feed"]["kind"]), (&json!("الوادي"), &json!("page")));
    let page = app.list(Scope::Feed { id }).await?;
    assert_eq!((page.total, page.unread), (6, 6));
    let kept = page.items.iter().find(|row| row.title.ends_with("(1)")).ok_or("no first article")?.id;
    app.call("keep", json!({ "id": kept })).await?;

    for unchanged in 1..=2 {
        let summary = app.refresh().await?;
        assert_eq!((&summary["unchanged"], &summary["added"]), (&json!(1), &json!(0)), "visit {unchanged}");
    }
    let requests = server.requests();
    let last = requests.iter().rfind(|request| request.path() == "/").and_then(|last| last.header("if-none-match"));
    assert_eq!(last, Some("\"a\""));
    let summary = app.refresh().await?;
    assert_eq!((&summary["added"], &summary["updated"]), (&json!(2), &json!(0)));
    assert_eq!(app.list(Scope::Feed { id }).await?.total, 8, "what left the page stays");

    let summary = app.refresh().await?;
    assert_eq!(summary["faults"][0]["fault"]["code"], "html_instead_of_feed");
    assert_eq!(app.list(Scope::Feed { id }).await?.total, 8);
    let kept_rows = app.list(Scope::Kept).await?.items;
    assert_eq!(kept_rows.iter().map(|row| row.id).collect::<Vec<_>>(), [kept]);
    Ok(())
}

#[tokio::test]
async fn posts_and_site_maps_are_refreshed_under_the_name_they_were_followed_by() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let json_answer = |value: Value| Answer::ok("application/json", value.to_string());
    server.sequence("/wp-json/wp/v2/posts", vec![json_answer(sites::posts(3, 4)), json_answer(sites::posts(1, 4))]);
    server.on("/wp-json/", json_answer(json!({ "name": "الجسر &amp; الوادي" })));
    let map = |count| Answer::ok("text/xml", sites::news_sitemap(count));
    server.sequence("/news.xml", vec![map(5), map(7)]);
    let posts = server.url("/wp-json/wp/v2/posts?per_page=20&_embed=1");
    let posts = app.call("subscribe", json!({ "feed_url": posts, "kind": "wordpress" })).await?;
    app.call("subscribe", json!({ "feed_url": server.url("/news.xml"), "kind": "news_sitemap" })).await?;
    assert_eq!(posts["feed"]["title"], "الجسر & الوادي");
    let summary = app.refresh().await?;
    assert_eq!((&summary["failed"], &summary["added"]), (&json!(0), &json!(4)));
    let feeds = app.sources().await?.categories.into_iter().flat_map(|category| category.feeds);
    let titles: Vec<String> = feeds.map(|feed| feed.title).collect();
    assert_eq!(titles, ["الجسر & الوادي", "صحيفة الجسر"]);
    // What WordPress brings is the whole text: nothing is fetched to read it.
    let id: FeedId = serde_json::from_value(posts["feed"]["id"].clone())?;
    let first = app.list(Scope::Feed { id }).await?.items[0].id;
    let entry = app.call("get_entry", json!({ "id": first })).await?;
    assert!(entry["html"].as_str().is_some_and(|html| html.contains("متن الخبر")));
    Ok(())
}

#[tokio::test]
async fn an_index_whose_newest_map_changes_is_followed_itself() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let index = |month: u8| {
        let child =
            |m: u8| format!("<sitemap><loc>/map-2026-{m:02}.xml</loc><lastmod>2026-{m:02}-22</lastmod></sitemap>");
        Answer::ok("text/xml", format!("<sitemapindex>{}</sitemapindex>", (10..=month).map(child).collect::<String>()))
    };
    server.on("/", Answer::html("<p>أهلا</p>")).on("/sitemap.xml", index(11));
    server.on("/map-2026-11.xml", Answer::ok("text/xml", sites::news_sitemap(5)));
    let found = app.call("discover", json!({ "address": server.url("/") })).await?;
    assert_eq!(found["candidates"][0]["feed_url"], server.url("/sitemap.xml").as_str());
    let id = app
        .call("subscribe", json!({ "feed_url": found["candidates"][0]["feed_url"], "kind": "news_sitemap" }))
        .await?;
    let id: FeedId = serde_json::from_value(id["feed"]["id"].clone())?;
    server.on("/sitemap.xml", index(12)).on("/map-2026-12.xml", Answer::ok("text/xml", sites::news_sitemap(8)));
    app.refresh().await?;
    assert_eq!(app.list(Scope::Feed { id }).await?.total, 8);
    Ok(())
}

// ---- older articles --------------------------------------------------------------------------------------------------

/// An item of a month ago and more: number 1 is the newest.
fn item(n: usize) -> (String, String) {
    (format!("خبر قديم من أيام الصحيفة الأولى رقم {n}"), format!("2026-{:02}-{:02}T08:00:00Z", 11 - n / 20, 28 - n % 20))
}

fn atom(numbers: std::ops::Range<usize>, links: &str) -> Answer {
    let entries: String = numbers
        .map(|n| {
            let (title, date) = item(n);
            format!("<entry><id>urn:{n}</id><title>{title}</title><link href='/e/{n}'/><published>{date}</published><content>متن</content></entry>")
        })
        .collect();
    Answer::ok(
        "application/atom+xml",
        format!("<feed xmlns='http://www.w3.org/2005/Atom'><title>ت</title>{links}{entries}</feed>"),
    )
}

fn rss(numbers: std::ops::Range<usize>, head: &str) -> String {
    let items: String = numbers
        .map(|n| {
            let (title, date) = item(n);
            format!("<item><guid>http://a.example/?p={n}</guid><title>{title}</title><link>/e/{n}</link><pubDate>{date}</pubDate></item>")
        })
        .collect();
    format!("<rss version='2.0'><channel><title>ت</title>{head}{items}</channel></rss>")
}

const WORDPRESS: &str = "<generator>https://wordpress.org/?v=6.8</generator>";

/// Follows, then goes back page by page until the end; answers how many were added each time.
async fn all_the_way_back(
    app: &TestApp,
    address: &str,
    kind: &str,
) -> Result<(FeedId, Vec<u64>), Box<dyn std::error::Error>> {
    let followed = app.call("subscribe", json!({ "feed_url": address, "kind": kind })).await?;
    let id: FeedId = serde_json::from_value(followed["feed"]["id"].clone())?;
    let mut added = Vec::new();
    for _ in 0..10 {
        let loaded = app.call("load_older", json!({ "id": id })).await?;
        added.push(loaded["added"].as_u64().unwrap_or_default());
        if loaded["more"] == false {
            break;
        }
    }
    Ok((id, added))
}

#[tokio::test]
async fn wordpress_is_paged_back_to_its_first_article() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/feed/", Answer::rss(rss(1..11, WORDPRESS)));
    server.on("/feed/?paged=2", Answer::rss(rss(11..21, WORDPRESS)));
    server.on("/feed/?paged=3", Answer::rss(rss(21..25, WORDPRESS)));
    // Past the end WordPress says 404 with an empty feed as its body.
    server.on(
        "/feed/?paged=4",
        Answer::status(404).header("content-type", "application/rss+xml").body(rss(0..0, WORDPRESS)),
    );
    let (id, added) = all_the_way_back(&app, server.url("/feed/").as_str(), "feed").await?;
    assert_eq!(added, [10, 4, 0]);
    let page = app.list(Scope::Feed { id }).await?;
    assert_eq!((page.total, page.unread), (24, 10), "older articles come as read");
    let dates: Vec<_> = page.items.iter().map(|row| row.published_at).collect();
    assert!(dates.is_sorted_by(|a, b| a >= b));
    assert!(page.items[23].title.ends_with(" 24"), "{}", page.items[23].title);
    // The end is remembered: nobody is asked again, and a refresh changes nothing of it.
    let before = server.requests().len();
    assert_eq!(app.call("load_older", json!({ "id": id })).await?, json!({ "added": 0, "more": false }));
    assert_eq!(server.requests().len(), before);
    assert!(!app.sources().await?.categories[0].feeds[0].can_load_older);
    Ok(())
}

#[tokio::test]
async fn a_call_goes_one_page_back_and_begins_where_the_last_one_ended() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/feed", atom(1..6, "<link rel='prev-archive' href='/2026-10'/>"));
    server.on("/2026-10", atom(6..12, "<link rel='prev-archive' href='/2026-09'/>"));
    server.on("/2026-09", atom(12..15, ""));
    let followed = app.call("subscribe", json!({ "feed_url": server.url("/feed") })).await?;
    let id = &followed["feed"]["id"];
    assert_eq!(app.call("load_older", json!({ "id": id })).await?, json!({ "added": 6, "more": true }));
    assert_eq!((server.hits("/2026-10"), server.hits("/2026-09")), (1, 0));
    let app = app.restart().await?;
    assert_eq!(app.call("load_older", json!({ "id": id })).await?, json!({ "added": 3, "more": false }));
    assert_eq!((server.hits("/feed"), server.hits("/2026-10"), server.hits("/2026-09")), (2, 1, 1));
    Ok(())
}

#[tokio::test]
async fn links_numbers_and_interfaces_lead_back_too() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    // RFC 5005 paging within RSS.
    let next = |to: &str| format!("<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='next' href='{to}'/>");
    server.on("/rss", Answer::rss(rss(1..6, &next("/rss?page=2"))));
    server.on("/rss?page=2", Answer::rss(rss(6..9, "")));
    assert_eq!(all_the_way_back(&app, server.url("/rss").as_str(), "feed").await?.1, [3]);
    // JSON Feed.
    let feed = |numbers: std::ops::Range<usize>, next: Option<&str>| {
        let items: Vec<Value> = numbers
            .map(|n| json!({ "id": n, "title": item(n).0, "content_text": "متن", "date_published": item(n).1 }))
            .collect();
        Answer::ok(
            "application/feed+json",
            json!({ "version": "https://jsonfeed.org/version/1.1", "title": "ت", "items": items, "next_url": next })
                .to_string(),
        )
    };
    server.on("/feed.json", feed(1..6, Some("/feed.json?page=2"))).on("/feed.json?page=2", feed(6..10, None));
    assert_eq!(all_the_way_back(&app, server.url("/feed.json").as_str(), "feed").await?.1, [4]);
    // WordPress's interface: a page behind the last is 400 rest_post_invalid_page_number.
    let posts = |first, count| Answer::ok("application/json", sites::posts(first, count).to_string());
    let address = "/wp-json/wp/v2/posts?per_page=20&_embed=1";
    server.on(address, posts(1, 5)).on(&format!("{address}&page=2"), posts(6, 3));
    server.on(
        &format!("{address}&page=3"),
        Answer::status(400)
            .header("content-type", "application/json")
            .body("{\"code\":\"rest_post_invalid_page_number\"}"),
    );
    assert_eq!(all_the_way_back(&app, server.url(address).as_str(), "wordpress").await?.1, [3, 0]);
    // Blogger counts entries; behind the last it answers a feed without any.
    let generator = "<generator>Blogger</generator>";
    server.on("/feeds/posts/default", atom(1..6, generator));
    server.on("/feeds/posts/default?start-index=6", atom(6..8, generator));
    server.on("/feeds/posts/default?start-index=8", atom(8..8, generator));
    assert_eq!(all_the_way_back(&app, server.url("/feeds/posts/default").as_str(), "feed").await?.1, [2, 0]);
    // No way back: one look, and never again.
    server.on("/plain.xml", Answer::rss(rss(1..6, "").replace("?p=", "/")));
    assert_eq!(all_the_way_back(&app, server.url("/plain.xml").as_str(), "feed").await?.1, [0]);
    Ok(())
}

#[tokio::test]
async fn servers_that_repeat_themselves_or_fail_end_nothing_but_themselves() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    // `paged` is ignored: the same page again is the end.
    server.on("/feed/", Answer::rss(rss(1..11, WORDPRESS)));
    assert_eq!(all_the_way_back(&app, server.url("/feed/").as_str(), "feed").await?.1, [0]);
    assert_eq!(server.hits("/feed/"), 3);
    // A link in a circle, and one to another host.
    server.on("/a", atom(1..4, "<link rel='next' href='/b'/>")).on("/b", atom(4..6, "<link rel='next' href='/a'/>"));
    let (_, added) = all_the_way_back(&app, server.url("/a").as_str(), "feed").await?;
    assert_eq!(added.iter().sum::<u64>(), 2);
    assert!(added.len() < 10, "a circle ends: {added:?}");
    server.on("/c", atom(1..4, "<link rel='next' href='http://127.0.0.2/d'/>"));
    assert_eq!(all_the_way_back(&app, server.url("/c").as_str(), "feed").await?.1, [0]);
    // A failure is said and forgotten: the next call tries the same page again.
    server.on("/e", atom(1..4, "<link rel='next' href='/f'/>"));
    server.sequence("/f", vec![Answer::status(503), Answer::captive_portal(), atom(4..6, "")]);
    let followed = app.call("subscribe", json!({ "feed_url": server.url("/e") })).await?;
    let id = &followed["feed"]["id"];
    assert_eq!(app.fails("load_older", json!({ "id": id })).await, Some(ErrorCode::HttpStatus));
    assert_eq!(app.fails("load_older", json!({ "id": id })).await, Some(ErrorCode::HtmlInsteadOfFeed));
    assert_eq!(app.call("load_older", json!({ "id": id })).await?, json!({ "added": 2, "more": false }));
    assert_eq!(app.fails("load_older", json!({ "id": 99 })).await, Some(ErrorCode::NoSuchItem));
    Ok(())
}

#[tokio::test]
async fn what_was_collected_over_months_is_not_asked_for_again() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let page = |n: usize| Answer::rss(rss(n * 10 - 9..n * 10 + 1, WORDPRESS));
    server.sequence("/feed/", (1..=6).rev().map(page).collect());
    for n in 2..=8 {
        server.on(&format!("/feed/?paged={n}"), page(n));
    }
    let id = app.follow(server.url("/feed/").as_str()).await?;
    for _ in 0..5 {
        app.refresh().await?;
    }
    assert_eq!(app.list(Scope::Feed { id }).await?.total, 60);
    let before = server.requests().len();
    assert_eq!(app.call("load_older", json!({ "id": id })).await?, json!({ "added": 10, "more": true }));
    let asked: Vec<String> = server.requests().into_iter().skip(before).map(|request| request.target).collect();
    assert_eq!(asked, ["/feed/", "/feed/?paged=6", "/feed/?paged=7"]);
    Ok(())
}

#[tokio::test]
async fn pages_that_are_here_already_are_passed_over() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    // Followed for a while: what is now on the second page came as news.
    server.sequence("/feed/", vec![Answer::rss(rss(11..21, WORDPRESS)), Answer::rss(rss(1..11, WORDPRESS))]);
    server.on("/feed/?paged=2", Answer::rss(rss(11..21, WORDPRESS)));
    server.on("/feed/?paged=3", Answer::rss(rss(21..31, WORDPRESS)));
    server.on("/feed/?paged=4", Answer::rss(rss(31..33, WORDPRESS)));
    let id = app.follow(server.url("/feed/").as_str()).await?;
    app.refresh().await?;
    let loaded = app.call("load_older", json!({ "id": id })).await?;
    assert_eq!(loaded, json!({ "added": 10, "more": true }));
    let page = app.list(Scope::Feed { id }).await?;
    assert_eq!((page.total, page.unread), (30, 20));
    Ok(())
}
