//! OPML in and out.

use serde_json::json;
use warraq_core::api::{CategoryNode, ErrorCode, SourceTree};
use warraq_core::model::{CoreEvent, SourceKind};
use warraq_tests::app::{TestApp, drain};
use warraq_tests::feeds::{Item, rss};
use warraq_tests::server::{Answer, FaultServer};

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

/// Files as other readers write them, made up after their kinds.
const FILES: &[(&str, &str, u32, u32)] = &[
    ("Feedly", include_str!("../fixtures/opml/feedly.opml"), 4, 0),
    ("Inoreader", include_str!("../fixtures/opml/inoreader.opml"), 4, 0),
    ("NetNewsWire", include_str!("../fixtures/opml/netnewswire.opml"), 3, 0),
    ("Liferea", include_str!("../fixtures/opml/liferea.opml"), 3, 0),
    ("FreshRSS", include_str!("../fixtures/opml/freshrss.opml"), 3, 0),
];

/// The names of the outlines around one, and its attributes.
type Found = (Vec<String>, Vec<(String, String)>);

/// Every outline of a file with the names of those that it stands in and its attributes, as a strict reader of XML
/// finds them; sorted, as the order of a folder's contents is not a thing that readers agree on.
fn outlines(text: &str) -> Result<Vec<Found>, roxmltree::Error> {
    let document = roxmltree::Document::parse(text)?;
    let mut all = Vec::new();
    for outline in document.descendants().filter(|node| node.has_tag_name("outline")) {
        let mut path: Vec<String> = outline
            .ancestors()
            .skip(1)
            .filter(|node| node.has_tag_name("outline"))
            .map(|node| node.attribute("text").unwrap_or_default().to_owned())
            .collect();
        path.reverse();
        let mut attributes: Vec<(String, String)> = outline
            .attributes()
            .map(|a| (format!("{}{}", a.namespace().unwrap_or_default(), a.name()), a.value().to_owned()))
            .collect();
        attributes.sort();
        all.push((path, attributes));
    }
    all.sort();
    Ok(all)
}

async fn exported(app: &TestApp) -> Result<String, Box<dyn std::error::Error>> {
    let file = app.call("export_opml", json!({})).await?;
    Ok(file["text"].as_str().ok_or("no text")?.to_owned())
}

#[tokio::test]
async fn files_of_other_readers_come_out_as_they_went_in() -> Outcome {
    for (reader, text, feeds, refused) in FILES {
        let app = TestApp::new()?;
        let done = app.call("import_opml", json!({ "text": text })).await?;
        let counts = (done["added"].clone(), done["refused"].as_array().map(Vec::len));
        assert_eq!(counts, (json!(feeds), Some(*refused as usize)), "{reader}: {done}");
        let second = exported(&app).await?;
        assert_eq!(outlines(&second)?, outlines(text)?, "{reader}");
        let other = TestApp::new()?;
        other.call("import_opml", json!({ "text": second })).await?;
        assert_eq!(exported(&other).await?, second, "{reader}");
        // The other library is the same to its reader, too.
        let tree = |tree: SourceTree| {
            let category = |c: CategoryNode| {
                (c.title, c.depth, c.feeds.into_iter().map(|f| (f.title, f.feed_url, f.site_url)).collect::<Vec<_>>())
            };
            let mut all: Vec<_> = tree.categories.into_iter().map(category).collect();
            all.sort();
            all
        };
        assert_eq!(tree(app.sources().await?), tree(other.sources().await?), "{reader}");
    }
    Ok(())
}

#[tokio::test]
async fn one_file_after_another_adds_up_and_none_twice() -> Outcome {
    let app = TestApp::new()?;
    for (_, text, ..) in FILES {
        app.call("import_opml", json!({ "text": text })).await?;
    }
    let all = exported(&app).await?;
    for (reader, text, feeds, _) in FILES {
        let again = app.call("import_opml", json!({ "text": text })).await?;
        assert_eq!(
            (&again["added"], &again["known"], &again["categories"], &again["undo"]),
            (&json!(0), &json!(feeds), &json!(0), &json!(null)),
            "{reader}"
        );
    }
    assert_eq!(exported(&app).await?, all);
    Ok(())
}

#[tokio::test]
async fn what_the_reader_changes_goes_out_in_the_place_of_what_came_in() -> Outcome {
    let app = TestApp::new()?;
    app.call("import_opml", json!({ "text": FILES[0].1 })).await?;
    let tree = app.sources().await?;
    let loose = tree.categories.iter().flat_map(|c| &c.feeds).find(|feed| feed.title == "بلا مجلد").ok_or("no feed")?;
    let tech = tree.categories.iter().find(|c| c.title.starts_with("Tech")).ok_or("no category")?;
    app.call("update_feeds", json!({ "ids": [loose.id], "title": "لي & لك", "category": tech.id })).await?;
    app.call("rename_category", json!({ "id": tech.id, "title": "تقنية" })).await?;
    let out = outlines(&exported(&app).await?)?;
    let value = |text: &str, path: &[&str], name: &str| {
        let outline = out
            .iter()
            .find(|(at, all)| at.iter().eq(path) && all.iter().any(|(name, value)| name == "text" && value == text));
        outline.and_then(|(_, all)| all.iter().find(|(known, _)| known == name)).map(|(_, value)| value.clone())
    };
    assert_eq!(value("تقنية", &[], "title").as_deref(), Some("تقنية"));
    // Other readers read the one or the other.
    assert_eq!(value("لي & لك", &["تقنية"], "title").as_deref(), Some("لي & لك"));
    assert_eq!(value("لي & لك", &["تقنية"], "xmlUrl").as_deref(), Some("https://loose.example/atom.xml"));
    Ok(())
}

#[tokio::test]
async fn a_name_from_another_reader_stays_when_the_publisher_says_its_own() -> Outcome {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let items: Vec<Item> = (1..=2).map(Item::numbered).collect();
    for path in ["/named", "/same"] {
        server.on(path, Answer::rss(rss("صحيفة الجسر", &items)));
    }
    let text = format!(
        "<opml><body><outline text=\"اسمي لها\" title=\"صحيفة\" xmlUrl=\"{}\"/>\
         <outline text=\"صحيفة الجسر\" xmlUrl=\"{}\"/></body></opml>",
        server.url("/named"),
        server.url("/same")
    );
    app.call("import_opml", json!({ "text": text })).await?;
    app.refresh().await?;
    let before = exported(&app).await?;
    let titles: Vec<String> =
        app.sources().await?.categories.into_iter().flat_map(|c| c.feeds).map(|feed| feed.title).collect();
    assert_eq!(titles, ["اسمي لها", "صحيفة الجسر"]);
    // What was only the publisher's own name follows the publisher.
    for path in ["/named", "/same"] {
        server.on(path, Answer::rss(rss("صحيفة الجسر الجديدة", &items)));
    }
    app.refresh().await?;
    let titles: Vec<String> =
        app.sources().await?.categories.into_iter().flat_map(|c| c.feeds).map(|feed| feed.title).collect();
    assert_eq!(titles, ["اسمي لها", "صحيفة الجسر الجديدة"]);
    assert!(before.contains("text=\"اسمي لها\" title=\"صحيفة\""), "{before}");
    Ok(())
}

#[tokio::test]
async fn sources_that_are_no_feeds_travel_and_logins_do_not() -> Outcome {
    let app = TestApp::new()?;
    for (kind, address) in
        [("wordpress", "https://a.example/wp-json/wp/v2/posts"), ("feed", "https://reader:hunter2@b.example/feed")]
    {
        app.call("subscribe", json!({ "feed_url": address, "kind": kind, "deferred": true })).await?;
    }
    let out = exported(&app).await?;
    assert!(!out.contains("hunter2") && !out.contains("reader:"), "{out}");
    roxmltree::Document::parse(&out)?;
    let other = TestApp::new()?;
    other.call("import_opml", json!({ "text": out })).await?;
    let feeds: Vec<_> = other.sources().await?.categories.into_iter().flat_map(|c| c.feeds).collect();
    assert!(feeds.iter().any(|feed| feed.kind == SourceKind::Wordpress && feed.feed_url.contains("/wp-json/")));
    assert!(feeds.iter().any(|feed| feed.kind == SourceKind::Feed && feed.feed_url == "https://b.example/feed"));
    assert_eq!(exported(&other).await?, out);
    Ok(())
}

fn many(feeds: usize) -> String {
    let outlines: String = (0..feeds)
        .map(|n| {
            let folder = if n % 100 == 0 { format!("<outline text=\"مجلد {}\">", n / 100) } else { String::new() };
            let end = if n % 100 == 99 || n + 1 == feeds { "</outline>" } else { "" };
            format!("{folder}<outline type=\"rss\" text=\"صحيفة {n}\" xmlUrl=\"https://paper-{n}.example/feed\"/>{end}")
        })
        .collect();
    format!("<opml version=\"2.0\"><body>{outlines}</body></opml>")
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_thousand_feeds_go_in_with_tidings_and_one_more_is_refused() -> Outcome {
    let app = TestApp::new()?;
    assert_eq!(app.fails("import_opml", json!({ "text": many(20_001) })).await, Some(ErrorCode::TooMany));
    assert!(app.sources().await?.categories.is_empty());
    let mut events = app.core.events();
    let done = app.call("import_opml", json!({ "text": many(20_000) })).await?;
    assert_eq!((&done["added"], &done["categories"]), (&json!(20_000), &json!(200)));
    let told: Vec<u32> = drain(&mut events)
        .into_iter()
        .filter_map(|event| match event {
            CoreEvent::ImportProgress { done, total: 20_000 } => Some(done),
            _ => None,
        })
        .collect();
    assert_eq!((told.first(), told.last(), told.len()), (Some(&0), Some(&20_000), 101));
    assert!(told.is_sorted());
    let out = exported(&app).await?;
    assert_eq!(outlines(&out)?.len(), 20_200);
    let undone = app.call("undo", json!({ "token": done["undo"] })).await?;
    assert_eq!(undone["count"], 20_000);
    assert!(app.sources().await?.categories.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_import_leaves_nothing_and_a_second_one_waits_for_no_one() -> Outcome {
    let app = TestApp::new()?;
    app.call("import_opml", json!({ "text": FILES[3].1 })).await?;
    let before = exported(&app).await?;
    let mut events = app.core.events();
    let core = app.core.clone();
    let import = tokio::spawn(async move { core.call("import_opml", json!({ "text": many(20_000) })).await });
    loop {
        if let CoreEvent::ImportProgress { .. } = events.recv().await? {
            break;
        }
    }
    let refused = app.call("import_opml", json!({ "text": FILES[0].1 })).await.err().ok_or("two at a time")?;
    assert_eq!(
        (refused.code, refused.params.get("running").map(String::as_str)),
        (ErrorCode::InvalidRequest, Some("true"))
    );
    app.call("cancel_import", json!({})).await?;
    assert_eq!(import.await?.err().map(|error| error.code), Some(ErrorCode::Cancelled));
    assert_eq!(exported(&app).await?, before);
    // Nothing to cancel is no fault, and the next import is not cancelled by it.
    app.call("cancel_import", json!({})).await?;
    assert_eq!(app.call("import_opml", json!({ "text": FILES[0].1 })).await?["added"], 4);
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

#[test]
fn the_command_line_reads_what_others_wrote_in_whatever_letters() -> Outcome {
    let folder = tempfile::tempdir()?;
    let program = warraq_tests::program("warraq-cli")?;
    let run = |library: &str, words: &[&str]| {
        std::process::Command::new(&program).arg("--library").arg(folder.path().join(library)).args(words).output()
    };
    let said = "<?xml version=\"1.0\" encoding=\"ENCODING\"?><opml version=\"1.0\"><body><outline text=\"سياسة\">\
                <outline text=\"خبر\" xmlUrl=\"https://a.example/\"/></outline></body></opml>";
    // The letters of «سياسة» and «خبر» in windows-1256.
    let windows: Vec<u8> = said
        .replace("ENCODING", "windows-1256")
        .chars()
        .map(|c| match c {
            'س' => 0xd3,
            'ي' => 0xed,
            'ا' => 0xc7,
            'ة' => 0xc9,
            'خ' => 0xce,
            'ب' => 0xc8,
            'ر' => 0xd1,
            other => u8::try_from(u32::from(other)).unwrap_or(b'?'),
        })
        .collect();
    let wide: Vec<u8> = std::iter::once(0xfeff)
        .chain(said.replace("ENCODING", "UTF-16").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    for (name, bytes) in [("windows-1256", windows), ("utf-16", wide)] {
        let file = folder.path().join(name).with_extension("opml");
        std::fs::write(&file, bytes)?;
        let done = run(name, &["import-opml", &file.to_string_lossy()])?;
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        assert!(done.stderr.is_empty(), "nobody is told how far it is where there is no terminal");
        let out = String::from_utf8(run(name, &["export-opml"])?.stdout)?;
        assert!(out.contains("<outline text=\"سياسة\">") && out.contains("text=\"خبر\""), "{name}: {out}");
    }
    Ok(())
}
