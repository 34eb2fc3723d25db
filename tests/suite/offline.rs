//! What keeping stores, piece by piece, and the proof that the badges say the truth.

use std::io::Write as _;
use std::path::PathBuf;

use serde_json::{Value, json};
use warraq_core::model::{EntryId, Scope};
use warraq_tests::app::TestApp;
use warraq_tests::feeds::{Item, rss};
use warraq_tests::pictures::png;
use warraq_tests::server::{Answer, FaultServer};

use crate::Outcome;

fn article(n: usize, markup: &str) -> Item {
    Item { html: format!("<p>{}</p>{markup}", "كلمة بعد كلمة ".repeat(80)), ..Item::numbered(n) }
}

/// Every stored file of the library.
fn files(app: &TestApp) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut files = Vec::new();
    for folder in std::fs::read_dir(app.folder().join("media"))? {
        for file in std::fs::read_dir(folder?.path())? {
            files.push(file?.path());
        }
    }
    files.sort();
    Ok(files)
}

async fn keep_all(app: &TestApp) -> Result<Vec<EntryId>, Box<dyn std::error::Error>> {
    let ids: Vec<EntryId> = app.list(Scope::All).await?.items.iter().map(|row| row.id).collect();
    app.call("set_kept", json!({ "ids": ids, "kept": true })).await?;
    app.core.settle().await;
    Ok(ids)
}

#[tokio::test]
async fn the_best_size_is_stored_however_the_page_names_it() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let cases = [
        ("<img src=/a-300.png srcset='/a-300.png 300w, /a-1200.png 1200w, /a-5000.png 5000w'>", "/a-1200.png"),
        (
            "<picture><source type=image/webp srcset='/b-1400.png 1400w, /b-200.png 200w'><img src=/b-200.png></picture>",
            "/b-1400.png",
        ),
        ("<img src='data:image/gif;base64,R0lGOD' data-src=/c.png>", "/c.png"),
        (
            "<figure><img class=lazyload data-lazy-src=/d.png src=/blank.gif><figcaption>شرح</figcaption></figure>",
            "/d.png",
        ),
        ("<a href=/p/e.png><img src=/p/e-300x200.png></a>", "/p/e.png"),
        ("<img src=/blank.gif data-hi-res-src=/f.png>", "/f.png"),
        ("<noscript><img src=/g.png></noscript>", "/g.png"),
    ];
    let items: Vec<Item> = cases.iter().enumerate().map(|(n, (markup, _))| article(n + 1, markup)).collect();
    for (n, (_, path)) in cases.iter().enumerate() {
        server.on(path, Answer::ok("image/png", png(400, 300, u8::try_from(n)?)));
    }
    server.on("/feed", Answer::rss(rss("صحيفة", &items)));
    app.follow(server.url("/feed").as_str()).await?;
    keep_all(&app).await?;
    for (markup, path) in cases {
        assert_eq!(server.hits(path), 1, "{markup}");
    }
    let report = app.call("check_offline", json!({ "bytes": true })).await?;
    assert_eq!((&report["kept"], &report["ready"], &report["wrong"]), (&json!(7), &json!(7), &json!(0)), "{report}");
    Ok(())
}

#[tokio::test]
async fn five_hundred_kept_articles_open_whole_without_a_request() -> Outcome {
    let quick = TestApp::with(|config| {
        config.net.private_hosts = vec!["127.0.0.1".to_owned()];
        config.net.spacing = std::time::Duration::ZERO;
    });
    let (app, server) = (quick?, FaultServer::start().await);
    for shade in 0..50_u8 {
        server.on(&format!("/p{shade}.png"), Answer::ok("image/png", png(320, 200, shade)));
    }
    for feed in 0..5 {
        let items: Vec<Item> = (0..100)
            .map(|n| {
                let n = feed * 100 + n;
                let pictures = format!("<img src=/p{}.png alt=صورة><img data-src=/p{}.png>", n % 50, (n * 7) % 50);
                Item { guid: Some(format!("g{n}")), ..article(n, &pictures) }
            })
            .collect();
        let path = format!("/feed{feed}");
        server.on(&path, Answer::rss(rss(&format!("صحيفة {feed}"), &items)));
        app.follow(server.url(&path).as_str()).await?;
    }
    let ids = keep_all(&app).await?;
    assert_eq!(ids.len(), 500);
    let asked = server.connections();
    let app = app.restart().await?;
    let report = app.call("check_offline", json!({ "bytes": true })).await?;
    assert_eq!((&report["kept"], &report["ready"], &report["claimed"]), (&json!(500), &json!(500), &json!(500)));
    for id in ids {
        let article = app.call("get_entry", json!({ "id": id })).await?;
        let html = article["html"].as_str().unwrap_or_default();
        let (pictures, shown) =
            (html.matches("<img").count(), html.matches("<img src=\"warraq-media://localhost/").count());
        assert_eq!((article["offline"]["kind"].as_str(), pictures), (Some("ready"), shown), "{id}");
        assert!(pictures > 0 && !html.contains("pending/"));
        for hash in html.split("warraq-media://localhost/").skip(1).filter_map(|rest| rest.get(..64)) {
            let hash = warraq_core::model::MediaHash::parse(hash).ok_or("no hash")?;
            assert!(app.core.media(hash).await.is_some());
        }
    }
    app.core.settle().await;
    assert_eq!(server.connections(), asked, "nothing was asked of anybody");
    assert!(files(&app)?.len() <= 100, "fifty pictures and their thumbnails, each once");
    Ok(())
}

#[tokio::test]
async fn the_check_finds_what_is_gone_changed_or_was_never_there() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    for n in 1..=4_u8 {
        server.on(&format!("/{n}.png"), Answer::ok("image/png", png(400, 300, n)));
    }
    let mut items: Vec<Item> = (1..=4).map(|n| article(n, &format!("<img src=/{n}.png>"))).collect();
    items.push(article(5, "<img src=/missing.png>"));
    server.on("/feed", Answer::rss(rss("صحيفة", &items)));
    app.follow(server.url("/feed").as_str()).await?;
    let ids = keep_all(&app).await?;
    let report = app.call("check_offline", json!({ "bytes": true })).await?;
    assert_eq!((&report["claimed"], &report["wrong"]), (&json!(4), &json!(0)));
    let lacking = &report["incomplete"][0];
    assert_eq!((&lacking["claims"], &lacking["missing"][0]["kind"]), (&json!(false), &json!("picture")));
    assert_eq!(lacking["missing"][0]["fault"]["code"], "not_found");
    // A file gone, a byte turned over: presence tells the first, bytes the second.
    let all = files(&app)?;
    let large: Vec<&PathBuf> =
        all.iter().filter(|file| std::fs::metadata(file).is_ok_and(|file| file.len() > 0)).collect();
    let mut turned = std::fs::read(large[0])?;
    let last = turned.len() - 1;
    turned[last] ^= 1;
    std::fs::write(large[0], turned)?;
    std::fs::remove_file(large[1])?;
    let shallow = app.call("check_offline", json!({})).await?["wrong"].as_u64();
    let deep = app.call("check_offline", json!({ "bytes": true })).await?["wrong"].as_u64();
    assert!(shallow >= Some(1) && deep > shallow, "{shallow:?} {deep:?}");
    // It changed nothing: the next one says the same.
    assert_eq!(app.call("check_offline", json!({ "bytes": true })).await?["wrong"].as_u64(), deep);
    let pieces = app.call("get_pieces", json!({ "id": ids[0] })).await?;
    assert_eq!(pieces["pieces"][0]["kind"], "text");
    // On the command line the exit status says it.
    let folder = app.folder().to_owned();
    app.core.close().await;
    let run = std::process::Command::new(warraq_tests::program("warraq-cli")?)
        .args(["--library"])
        .arg(&folder)
        .args(["--json", "offline-check"])
        .output()?;
    assert!(!run.status.success());
    let said: Value = serde_json::from_slice(&run.stdout)?;
    assert_eq!(said["wrong"].as_u64(), deep);
    Ok(())
}

#[tokio::test]
async fn sound_comes_when_it_is_asked_for_and_within_its_budget() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let mut sound = b"ID3\x04".to_vec();
    sound.write_all(&[7; 60_000])?;
    server.on("/a.mp3", Answer::ok("audio/mpeg", sound));
    server.on("/b.mp3", Answer::ok("audio/mpeg", "<html>تسجيل الدخول</html>"));
    let feed = |name: &str| {
        let enclosure = format!("<enclosure url='/{name}.mp3' type='audio/mpeg' length='9'/></item>");
        rss("صحيفة", &[article(name.len() + usize::from(name == "b"), "")]).replace("</item>", &enclosure)
    };
    server.on("/feed", Answer::rss(feed("a")));
    server.on("/other", Answer::rss(feed("b")));
    let one = app.follow(server.url("/feed").as_str()).await?;
    app.follow(server.url("/other").as_str()).await?;
    let rows = app.list(Scope::All).await?.items;
    let (good, bad): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.feed_id == one);
    app.call("keep", json!({ "id": good[0].id })).await?;
    app.core.settle().await;
    assert_eq!(server.hits("/a.mp3"), 0, "keeping alone fetches none");
    let asked = app.call("set_sound", json!({ "id": good[0].id, "wanted": true })).await?;
    assert_eq!(asked["offline"]["kind"], "pending");
    app.core.settle().await;
    assert_eq!(app.call("get_entry", json!({ "id": good[0].id })).await?["offline"]["kind"], "ready");
    let pieces = app.call("get_pieces", json!({ "id": good[0].id })).await?;
    let piece = pieces["pieces"].as_array().and_then(|all| all.iter().find(|piece| piece["kind"] == "sound").cloned());
    assert_eq!(piece.as_ref().map(|piece| &piece["bytes"]), Some(&json!(60_004)));
    // A refresh does not take it away; an answer that is none is said so.
    server.on("/feed", Answer::rss(feed("a").replace("خاتمة", "ختام")));
    app.refresh().await?;
    assert_eq!(app.call("check_offline", json!({ "bytes": true })).await?["wrong"], 0);
    app.call("set_sound", json!({ "id": bad[0].id, "wanted": true })).await?;
    app.core.settle().await;
    let offline = app.call("get_entry", json!({ "id": bad[0].id })).await?["offline"].clone();
    assert_eq!((&offline["kind"], &offline["fault"]["code"]), (&json!("partial"), &json!("not_found")));
    Ok(())
}
