//! When an entry is a new one, when two feeds are one, whose validators go where, and what a wrong clock may do.

use serde_json::{Value, json};
use warraq_core::api::EntryRef;
use warraq_core::model::{FeedId, Scope};
use warraq_tests::app::{NOON, TestApp};
use warraq_tests::feeds::{Item, rss};
use warraq_tests::server::{Answer, FaultServer};

use crate::Outcome;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

const SUBJECTS: [(&str, &str); 6] = [
    ("السيول تملأ سد الوادي", "أعلنت هيئة السدود أن مياه الأمطار رفعت المنسوب وفتحت البوابات بعد منتصف الليل بقليل"),
    ("منتخب الشباب يبلغ النهائي", "سجل المهاجم هدفين في شوط ثان مثير حضره جمهور غفير ملأ مدرجات ملعب العاصمة كلها"),
    ("مصرف البلاد يخفض الفائدة", "قرر مجلس الإدارة ربع نقطة مئوية متوقعا تباطؤ التضخم خلال الفصل المقبل من هذه السنة"),
    ("معرض الكتاب يفتح أبوابه", "تشارك ثلاثمئة دار نشر بعناوين جديدة ويستضيف البرنامج الثقافي روائيين وشعراء من المغرب"),
    ("زلزال يضرب جزيرة نائية", "قالت محطات الرصد إن القوة بلغت خمس درجات ولم ترد أنباء عن ضحايا أو أضرار كبيرة"),
    ("لقاح جديد للملاريا", "أظهرت تجارب سريرية شملت آلاف الأطفال حماية طويلة وتنتظر الشركة موافقة منظمة الصحة"),
];

fn items(range: std::ops::RangeInclusive<usize>) -> Vec<Item> {
    range.map(Item::numbered).collect()
}

/// An article on a subject, under a GUID, published at an hour of the day.
fn article(guid: &str, subject: usize, hour: usize) -> Item {
    let (title, text) = SUBJECTS[subject % SUBJECTS.len()];
    Item {
        guid: Some(guid.to_owned()),
        link: format!("/{subject}/{hour}"),
        title: title.to_owned(),
        html: format!("<p>{text}.</p>"),
        date: Some(format!("Sun, 22 Nov 2026 {hour:02}:00:00 GMT")),
    }
}

async fn one_feed(app: &TestApp) -> Result<warraq_core::api::FeedRow, Box<dyn std::error::Error>> {
    let tree = app.sources().await?;
    let mut feeds = tree.categories.into_iter().flat_map(|category| category.feeds);
    let feed = feeds.next().ok_or("no feed")?;
    assert!(feeds.next().is_none(), "more than one feed");
    Ok(feed)
}

#[tokio::test]
async fn a_guid_that_is_used_again_brings_a_new_article() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let fixed = |hour| [article("a", 3, 1), article("b", 4, 2), article("c", 5, hour)];
    let with = |first: Item| Answer::rss(rss("صحيفة", &[&[first][..], &fixed(3)].concat()));
    server.sequence("/feed", vec![with(article("top", 0, 5)), with(article("top", 1, 7)), with(article("top", 2, 9))]);
    app.follow(server.url("/feed").as_str()).await?;
    let first = app.list(Scope::All).await?.items[0].clone();
    app.call("mark_all_read", json!({ "scope": { "kind": "all" } })).await?;
    for visit in 1..=2_u32 {
        app.clock.advance(HOUR);
        assert_eq!(app.refresh().await?["added"], json!(1), "visit {visit}");
        let page = app.list(Scope::All).await?;
        assert_eq!((page.total, page.unread), (4 + visit, visit));
    }
    let old = app.core.get_entry(EntryRef { id: first.id }).await?;
    assert_eq!((old.summary.title.as_str(), old.summary.unread), (SUBJECTS[0].0, false), "it stays as it was");
    assert!(old.html.as_str().contains("هيئة السدود"));
    // The same document again, and the article edited under its GUID: nothing new.
    let mut edited = article("top", 2, 9);
    edited.title = "مصرف البلاد المركزي يخفض سعر الفائدة".into();
    edited.link = "/2/edited".into();
    server.on("/feed", with(edited));
    let done = app.refresh().await?;
    assert_eq!((&done["added"], &done["updated"]), (&json!(0), &json!(1)));
    Ok(())
}

#[tokio::test]
async fn a_publisher_that_rewrites_everything_at_once_floods_nobody() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let all = |shift: usize, hour: usize| {
        let items: Vec<Item> = (0..6).map(|n| article(&format!("guid-{n}"), n + shift, n + hour)).collect();
        let items: Vec<Item> =
            items.into_iter().map(|item| Item { link: format!("/{shift}{}", item.link), ..item }).collect();
        Answer::rss(rss("صحيفة", &items))
    };
    // Other words under every GUID, and the dates no later: a translation, say.
    let translated: Vec<Item> = (0..6)
        .map(|n| Item {
            title: format!("Headline number {n} about something else"),
            html: format!("<p>Body {n} in words of another language, none of which was there before it.</p>"),
            link: format!("/en/{n}"),
            ..article(&format!("guid-{n}"), n, n)
        })
        .collect();
    server.sequence("/feed", vec![all(0, 0), Answer::rss(rss("Paper", &translated))]);
    app.follow(server.url("/feed").as_str()).await?;
    app.refresh().await?;
    assert_eq!(app.list(Scope::All).await?.total, 6);
    Ok(())
}

/// A feed of recordings that are all called the same: hour of the day, file.
fn bulletins(all: &[(Option<usize>, Option<&str>)]) -> Answer {
    let items: String = all
        .iter()
        .map(|(hour, file)| {
            let date = hour.map(|hour| format!("<pubDate>Sun, 22 Nov 2026 {hour:02}:00:00 GMT</pubDate>"));
            let file = file.map(|file| format!("<enclosure url=\"/{file}\" type=\"audio/mpeg\" length=\"1\"/>"));
            format!("<item><title>النشرة</title>{}{}</item>", date.unwrap_or_default(), file.unwrap_or_default())
        })
        .collect();
    Answer::rss(format!(
        "<rss version=\"2.0\"><channel><title>إذاعة</title><link>http://127.0.0.1/</link>{items}</channel></rss>"
    ))
}

#[tokio::test]
async fn bulletins_of_one_name_are_told_apart() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    type Bulletins = &'static [(Option<usize>, Option<&'static str>)];
    let cases: [(&str, Bulletins, Bulletins); 3] = [
        (
            "/dates",
            &[(Some(9), None), (Some(6), None), (Some(3), None)],
            &[(Some(11), None), (Some(9), None), (Some(6), None)],
        ),
        (
            "/files",
            &[(None, Some("c.mp3")), (None, Some("b.mp3")), (None, Some("a.mp3"))],
            &[(None, Some("d.mp3")), (None, Some("c.mp3")), (None, Some("b.mp3"))],
        ),
        ("/one", &[(None, Some("a.mp3"))], &[(None, Some("b.mp3"))]),
    ];
    for (path, before, after) in cases {
        server.sequence(path, vec![bulletins(before), bulletins(after), bulletins(before), bulletins(after)]);
        let id = app.follow(server.url(path).as_str()).await?;
        assert_eq!(app.list(Scope::Feed { id }).await?.total as usize, before.len(), "{path}");
        for visit in 1..=3 {
            app.call("refresh", json!({ "scope": { "kind": "feed", "id": id } })).await?;
            assert_eq!(app.list(Scope::Feed { id }).await?.total as usize, before.len() + 1, "{path}, visit {visit}");
        }
    }
    // A feed without a mark whose dates follow the clock brings nothing twice.
    server.handle("/drift", |_, hits| bulletins(&[(Some(1 + hits), None)]));
    let id = app.follow(server.url("/drift").as_str()).await?;
    for _ in 0..3 {
        app.call("refresh", json!({ "scope": { "kind": "feed", "id": id } })).await?;
    }
    assert_eq!(app.list(Scope::Feed { id }).await?.total, 1);
    Ok(())
}

#[tokio::test]
async fn trying_by_hand_makes_no_source_wait_longer() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.sequence("/feed", vec![Answer::rss(rss("صحيفة", &items(1..=1))), Answer::status(500)]);
    let id = app.follow(server.url("/feed").as_str()).await?;
    let by_hand = json!({ "scope": { "kind": "feed", "id": id } });
    app.call("refresh", by_hand.clone()).await?;
    let due = one_feed(&app).await?.next_check_at.ok_or("not due")?;
    for _ in 0..6 {
        app.clock.advance(MINUTE);
        app.call("refresh", by_hand.clone()).await?;
    }
    let feed = one_feed(&app).await?;
    assert_eq!((feed.next_check_at, feed.fault.map(|fault| fault.failures)), (Some(due), Some(1)));
    assert_eq!(server.hits("/feed"), 8, "each of them was tried");
    // When its time has come it counts.
    app.clock.advance(due - NOON - app.clock_offset());
    app.call("refresh", by_hand).await?;
    let feed = one_feed(&app).await?;
    let wait = feed.next_check_at.ok_or("not due")? - NOON - app.clock_offset();
    assert!((20..=22).contains(&(wait / MINUTE)), "{wait}");
    Ok(())
}

#[tokio::test]
async fn validators_go_to_nobody_but_who_sent_them() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    // Two servers that number their states alike.
    let tagged = |items: &[Item]| Answer::rss(rss("صحيفة", items)).conditional(Some("\"1\""), None);
    server.on("/old", tagged(&items(1..=2)));
    app.follow(server.url("/old").as_str()).await?;
    server.on("/old", Answer::redirect(302, "/new"));
    server.on("/new", tagged(&items(1..=4)));
    let done = app.refresh().await?;
    assert_eq!((&done["unchanged"], &done["added"]), (&json!(0), &json!(2)), "its own state, not the other's");
    // From then on the new one is asked by its own, and the one that only points there is shown none.
    assert_eq!(app.refresh().await?["unchanged"], json!(1));
    let requests = server.requests();
    let shown: Vec<(&str, bool)> = requests
        .iter()
        .rev()
        .take(2)
        .map(|request| (request.path(), request.header("if-none-match").is_some()))
        .collect();
    assert_eq!(shown, [("/new", true), ("/old", false)]);
    Ok(())
}

#[tokio::test]
async fn a_feed_that_moves_to_where_another_stands_becomes_one_with_it() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/old", Answer::rss(rss("صحيفة", &items(1..=5))));
    server.on("/new", Answer::rss(rss("صحيفة", &items(4..=8))));
    let old = app.follow(server.url("/old").as_str()).await?;
    let new = app.follow(server.url("/new").as_str()).await?;
    app.call("update_feeds", json!({ "ids": [old], "title": "كما أسميها" })).await?;
    let rows = app.list(Scope::Feed { id: old }).await?.items;
    let by = |n: usize| rows.iter().find(|row| row.title == Item::numbered(n).title).map(|row| row.id).ok_or("gone");
    let (kept, kept_in_both, read) = (by(1)?, by(5)?, by(4)?);
    app.keep(kept).await?;
    app.keep(kept_in_both).await?;
    app.call("set_read", json!({ "ids": [read], "read": true })).await?;
    server.on("/old", Answer::redirect(301, "/new"));
    for _ in 0..3 {
        assert_eq!(app.sources().await?.categories.iter().map(|c| c.feeds.len()).sum::<usize>(), 2);
        app.clock.advance(HOUR);
        app.refresh().await?;
    }
    let feed = one_feed(&app).await?;
    assert_eq!((feed.id, feed.title.as_str(), feed.feed_url), (new, "كما أسميها", server.url("/new").to_string()));
    assert!(feed.repairs.iter().any(|repair| repair == "merged"), "the reader is told: {:?}", feed.repairs);
    let page = app.list(Scope::All).await?;
    assert_eq!((page.total, page.unread), (8, 7));
    assert!(page.items.iter().all(|row| row.feed_id == new));
    let kept: Vec<String> = app.list(Scope::Kept).await?.items.into_iter().map(|row| row.title).collect();
    assert_eq!(kept, [1, 5].map(|n| Item::numbered(n).title));
    // What it says stays over the next document, and goes when the reader puts it aside.
    server.on("/new", Answer::rss(rss("صحيفة", &items(4..=9))));
    app.refresh().await?;
    assert!(one_feed(&app).await?.repairs.iter().any(|repair| repair == "merged"));
    app.call("dismiss_health", json!({ "id": new })).await?;
    assert!(one_feed(&app).await?.dismissed);
    server.on("/new", Answer::rss(rss("صحيفة", &items(4..=10))));
    app.refresh().await?;
    assert!(one_feed(&app).await?.repairs.is_empty());
    assert_eq!(app.refresh().await?["total"], json!(1));
    Ok(())
}

#[tokio::test]
async fn dates_that_a_wrong_clock_left_are_put_right() -> Outcome {
    for years in [-6_i64, 6] {
        let (app, server) = (TestApp::new()?, FaultServer::start().await);
        let undated = Item { date: None, ..Item::numbered(9) };
        let first = [items(1..=3), vec![undated.clone()]].concat();
        server.sequence(
            "/feed",
            vec![Answer::rss(rss("صحيفة", &first)), Answer::rss(rss("صحيفة", &[items(1..=4), vec![undated]].concat()))],
        );
        app.clock.advance(years * 365 * DAY);
        app.follow(server.url("/feed").as_str()).await?;
        app.clock.advance(-years * 365 * DAY);
        app.refresh().await?;
        let rows = app.list(Scope::All).await?.items;
        for n in 1..=4 {
            let row = rows.iter().find(|row| row.title == Item::numbered(n).title).ok_or("gone")?;
            let expected = NOON - (n as i64 + 1) * MINUTE;
            assert_eq!(row.published_at, expected, "{n}, {years} years off");
        }
    }
    // A date that its publisher has put into the future by mistake is no wrong clock.
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let ahead = Item { date: Some("Fri, 11 Dec 2026 10:00:00 GMT".into()), ..Item::numbered(1) };
    let more = |n| Answer::rss(rss("صحيفة", &[vec![ahead.clone()], items(2..=n)].concat()));
    server.sequence("/feed", vec![more(4), more(5)]);
    app.follow(server.url("/feed").as_str()).await?;
    app.clock.advance(30 * DAY);
    app.refresh().await?;
    let rows = app.list(Scope::All).await?.items;
    let row = rows.iter().find(|row| row.title == Item::numbered(1).title).ok_or("gone")?;
    assert_eq!(row.published_at, NOON);
    Ok(())
}

#[tokio::test]
async fn a_clock_that_leaps_deletes_nothing() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/feed", Answer::rss(rss("صحيفة", &items(1..=3))));
    let id = app.follow(server.url("/feed").as_str()).await?;
    app.call("update_feeds", json!({ "ids": [id], "keep_days": 30 })).await?;
    app.core.step().await?;
    app.clock.advance(5 * 365 * DAY);
    app.core.step().await?;
    app.clock.advance(7 * HOUR);
    app.core.step().await?;
    assert_eq!(app.list(Scope::All).await?.total, 3);
    app.clock.advance(DAY);
    app.core.step().await?;
    assert_eq!(app.list(Scope::All).await?.total, 0, "a day later it is believed");
    Ok(())
}

#[tokio::test]
async fn a_date_that_is_told_from_now_is_one() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let mut some = items(1..=2);
    some[0].date = Some("منذ ٣ ساعات".into());
    some[1].date = Some("أمس 14:00".into());
    server.on("/feed", Answer::rss(rss("صحيفة", &some)));
    app.follow(server.url("/feed").as_str()).await?;
    let times: Vec<i64> = app.list(Scope::All).await?.items.iter().map(|row| row.published_at).collect();
    assert_eq!(times, [NOON - 3 * HOUR, NOON - 22 * HOUR]);
    Ok(())
}

#[tokio::test]
async fn without_a_schedule_what_is_taken_up_again_is_not_due() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    server.on("/feed", Answer::rss(rss("صحيفة", &items(1..=1))));
    let id: FeedId = app.follow(server.url("/feed").as_str()).await?;
    app.call("update_settings", json!({ "refresh_minutes": 0 })).await?;
    let change = async |change: Value| {
        let mut request = json!({ "ids": [id] });
        if let (Some(request), Some(change)) = (request.as_object_mut(), change.as_object()) {
            request.extend(change.clone());
        }
        app.call("update_feeds", request).await?;
        Ok::<_, Box<dyn std::error::Error>>(one_feed(&app).await?.next_check_at)
    };
    change(json!({ "paused": true })).await?;
    assert_eq!(change(json!({ "paused": false })).await?, None);
    // With an interval of its own it is, and without it again it is not.
    change(json!({ "paused": true, "interval_minutes": 60 })).await?;
    assert!(change(json!({ "paused": false })).await?.is_some());
    assert_eq!(change(json!({ "interval_minutes": 0 })).await?, None);
    Ok(())
}

#[tokio::test]
async fn a_moved_category_comes_back_to_the_top_when_its_place_is_gone() -> Outcome {
    let app = TestApp::new()?;
    let make = async |title: &str, parent: Option<i64>| {
        let made = app.call("create_category", json!({ "title": title, "parent": parent })).await?;
        made["id"].as_i64().ok_or_else(|| Box::<dyn std::error::Error>::from("no id"))
    };
    let (here, there) = (make("هنا", None).await?, make("هناك", None).await?);
    let inner = make("داخل", Some(here)).await?;
    let moved = app.call("move_category", json!({ "id": inner, "parent": there })).await?;
    app.call("delete_category", json!({ "id": here })).await?;
    app.call("undo", json!({ "token": moved["undo"] })).await?;
    let tree = app.sources().await?;
    let inner = tree.categories.iter().find(|category| category.id.0 == inner).ok_or("gone")?;
    assert_eq!(inner.parent_id, None, "not where the act that was taken back had put it");
    Ok(())
}

#[tokio::test]
async fn an_import_knows_a_source_however_its_address_is_written() -> Outcome {
    let app = TestApp::new()?;
    let file = |addresses: &[&str]| {
        let lines: String = addresses.iter().map(|url| format!("<outline text=\"ص\" xmlUrl=\"{url}\"/>")).collect();
        json!({ "text": format!("<opml version=\"2.0\"><body>{lines}</body></opml>") })
    };
    let done = app.call("import_opml", file(&["https://jisr.example/feed/", "http://www.jisr.example/feed"])).await?;
    assert_eq!((&done["added"], &done["known"]), (&json!(1), &json!(1)));
    let again =
        app.call("import_opml", file(&["http://jisr.example:80/feed", "https://jisr.example/feed?a=1"])).await?;
    assert_eq!((&again["added"], &again["known"]), (&json!(1), &json!(1)));
    // One that was left comes back as it was, and is no second one.
    let feeds = app.sources().await?.categories[0].feeds.clone();
    let id = feeds.iter().find(|feed| feed.feed_url == "https://jisr.example/feed/").ok_or("gone")?.id;
    app.call("unsubscribe", json!({ "ids": [id] })).await?;
    app.call("import_opml", file(&["http://jisr.example/feed"])).await?;
    assert!(app.sources().await?.categories[0].feeds.iter().any(|feed| feed.id == id));
    Ok(())
}
