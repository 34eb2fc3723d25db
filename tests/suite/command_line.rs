//! The command line as a person or a script uses it: the built program, its output and its exit status.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use warraq_tests::app::NOON;
use warraq_tests::feeds::{Item, rss};
use warraq_tests::server::{Answer, FaultServer};

use crate::Outcome;

fn cli(library: &Path, arguments: &[&str], input: &str) -> Result<Output, Box<dyn std::error::Error>> {
    let mut child = Command::new(warraq_tests::program("warraq-cli")?)
        .arg("--library")
        .arg(library)
        .args(arguments)
        .env("WARRAQ_PRIVATE_HOSTS", "127.0.0.1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    child.stdin.take().ok_or("no input")?.write_all(input.as_bytes())?;
    Ok(child.wait_with_output()?)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>, std::io::Error> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes)?;
    writer.finish()
}

fn answer(output: &Output) -> Result<Value, Box<dyn std::error::Error>> {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn lines(output: &Output) -> Result<Vec<Value>, Box<dyn std::error::Error>> {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout.clone())?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_on_the_command_line_from_adding_to_reading_offline() -> Outcome {
    let folder = tempfile::tempdir()?;
    let server = FaultServer::start().await;
    let items: Vec<Item> = (1..=3).map(Item::numbered).collect();
    server.on("/feed", Answer::rss(rss("صحيفة الاختبار", &items)));
    let address = server.url("/feed").to_string();
    let library = folder.path().join("library");

    let added = answer(&cli(&library, &["--json", "add", &address], "")?)?;
    assert_eq!(added["title"], "صحيفة الاختبار");
    assert!(answer(&cli(&library, &["--json", "refresh"], "")?)?["unchanged"] == 1);
    let list = answer(&cli(&library, &["--json", "list"], "")?)?;
    let row = &list[0];
    for field in ["id", "title", "url", "source", "published", "unread", "kept", "offline"] {
        assert!(row.get(field).is_some(), "{field}: {row}");
    }
    assert_eq!((list.as_array().map(Vec::len), &row["source"]), (Some(3), &json!("صحيفة الاختبار")));
    let id = row["id"].to_string();
    let kept = answer(&cli(&library, &["--json", "keep", &id], "")?)?;
    assert_eq!((&kept["kept"], &kept["offline"]), (&json!(true), &json!(true)));
    server.stop().await;

    let read = answer(&cli(&library, &["--json", "read", &id], "")?)?;
    assert!(read["text"].as_str().is_some_and(|text| text.contains("فقرة الخبر")));
    let plain = cli(&library, &["read", &id], "")?;
    assert!(String::from_utf8(plain.stdout)?.contains("offline: ready"));

    // What fails says so in one sentence and in the exit status.
    let failed = cli(&library, &["refresh"], "")?;
    assert!(!failed.status.success());
    let again = cli(&library, &["add", &address], "")?;
    let said = String::from_utf8(again.stderr)?;
    assert!(!again.status.success() && again.stdout.is_empty());
    assert_eq!(said.trim().lines().count(), 1, "{said}");
    assert!(said.contains("host_unreachable"), "{said}");
    assert!(!cli(&library, &["read", "4242"], "")?.status.success());
    assert!(!cli(&library, &["list", "--scope", "nowhere"], "")?.status.success());
    assert!(!cli(&library, &["call", "list_entries", "{not json"], "")?.status.success());
    let called = answer(&cli(&library, &["call", "list_entries", "{\"scope\":{\"kind\":\"kept\"}}"], "")?)?;
    assert_eq!(called["total"], 1);

    // An article out of the library, offline.
    let page = folder.path().join("article.html");
    let out = page.to_string_lossy();
    let written = answer(&cli(&library, &["--json", "export", "--id", &id, "--format", "html", "--out", &out], "")?)?;
    assert_eq!(written["file"], json!(page));
    assert!(std::fs::read_to_string(&page)?.contains("فقرة الخبر"));
    let place = folder.path().to_string_lossy();
    let named = cli(&library, &["export", "--id", &id, "--format", "md", "--out", &place], "")?;
    assert!(String::from_utf8(named.stdout)?.trim().ends_with(".md"));
    assert!(!cli(&library, &["export", "--id", "4242", "--format", "md", "--out", &place], "")?.status.success());

    // OPML out of one library into another.
    let opml = folder.path().join("feeds.opml");
    std::fs::write(&opml, cli(&library, &["export-opml"], "")?.stdout)?;
    let other = folder.path().join("other");
    let imported = answer(&cli(&other, &["--json", "import-opml", &opml.to_string_lossy()], "")?)?;
    assert_eq!(imported["added"], 1);
    assert!(!cli(&other, &["import-opml", "/nowhere.opml"], "")?.status.success());
    Ok(())
}

#[test]
fn a_bad_line_does_not_end_a_batch() -> Outcome {
    use std::fmt::Write as _;
    let folder = tempfile::tempdir()?;
    let feed = rss("صحيفة", &[Item::numbered(1)]);
    let encoded = |bytes: &[u8]| {
        // Base64 by hand: three bytes to four letters.
        const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        bytes.chunks(3).fold(String::new(), |mut out, three| {
            let number =
                three.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
            for place in 0..4 {
                let letter =
                    if place <= three.len() { LETTERS[(number >> (18 - 6 * place) & 63) as usize] } else { b'=' };
                let _ = write!(out, "{}", char::from(letter));
            }
            out
        })
    };
    let input = format!(
        "\u{feff}{}\nnot json\n{}\n\n{}\n{}\n",
        json!({ "id": "good", "b64": encoded(feed.as_bytes()), "ctype": "application/rss+xml", "url": "https://jisr.example/feed" }),
        json!({ "id": "page", "b64": encoded(b"<!doctype html><html><body>x</body></html>") }),
        json!({ "id": 3, "b64": "***" }),
        json!({ "id": "gzip", "b64": encoded(&gzip(feed.as_bytes())?) }),
    );
    let mut answers = lines(&cli(folder.path(), &["parse-feed", "--batch"], &input)?)?;
    assert_eq!(answers.len(), 5);
    // Kept as it came over the wire.
    assert_eq!(answers.pop().map(|answer| answer["title"].clone()), Some(json!("صحيفة")));
    assert_eq!(
        (&answers[0]["title"], &answers[0]["entries"][0]["url"]),
        (&json!("صحيفة"), &json!("https://jisr.example/articles/1"))
    );
    assert_eq!(answers[0]["entries"][0]["published"], "2026-11-22T11:58:00Z");
    assert!(answers[0]["entries"][0]["html"].as_str().is_some_and(|html| html.starts_with("<p>")));
    assert!(answers[1..].iter().all(|answer| answer["error"].is_string()), "{answers:?}");
    assert_eq!((&answers[2]["id"], &answers[3]["id"]), (&json!("page"), &json!(3)));

    let safe = lines(&cli(
        folder.path(),
        &["sanitise", "--batch"],
        &json!({ "id": 1, "payload": "<p onclick=x()>نص</p><script>1</script>" }).to_string(),
    )?)?;
    assert_eq!(safe[0], json!({ "id": 1, "html": "<p>نص</p>" }));

    let paragraph = "فقرة طويلة من متن المقال فيها كلام كثير مفيد. ".repeat(8);
    let page = format!(
        "<html><body><nav>قائمة</nav><article><h1>عنوان</h1><p>{paragraph}</p><p>{paragraph}</p></article></body></html>"
    );
    let found = lines(&cli(
        folder.path(),
        &["extract", "--batch"],
        &format!(
            "{}\n{}\n",
            json!({ "id": 1, "url": "https://a.example/1", "html": page }),
            json!({ "id": 2, "html": "" })
        ),
    )?)?;
    assert!(found[0]["text"].as_str().is_some_and(|text| text.contains("فقرة طويلة")), "{}", found[0]);
    assert!(found[1]["error"].is_string());
    Ok(())
}

#[test]
fn articles_are_loaded_straight_into_a_library() -> Outcome {
    let folder = tempfile::tempdir()?;
    let input = format!(
        "{}\n{}\n{}\n",
        json!({ "id": "a", "title": "خبر أول", "body": "متن", "source": "صحيفة", "category": "سياسة", "date": "2026-11-22T10:00:00Z", "url": "https://a.example/1" }),
        json!({ "id": "b" }),
        json!({ "id": "c", "title": "Second", "html": "<p>text<script>x</script></p>", "source": "Paper", "date": (NOON / 1000).to_string() }),
    );
    let answers = lines(&cli(folder.path(), &["load", "--batch"], &input)?)?;
    let by_id = |id: &str| answers.iter().find(|answer| answer["id"] == id).cloned().unwrap_or_default();
    assert!(
        by_id("a")["entry"].is_number() && by_id("b")["error"].is_string() && by_id("c")["entry"].is_number(),
        "{answers:?}"
    );
    let list = answer(&cli(folder.path(), &["--json", "list"], "")?)?;
    let titles: Vec<_> = list.as_array().into_iter().flatten().map(|row| row["title"].clone()).collect();
    assert_eq!(titles, ["Second", "خبر أول"]);
    Ok(())
}
