//! An article as a file: every part of it, its pictures with it, whole or not there.

use std::path::Path;

use serde_json::{Value, json};
use warraq_core::api::{ErrorCode, ExportArticle, ExportFormat};
use warraq_core::model::{EntryId, Scope};
use warraq_tests::app::TestApp;
use warraq_tests::feeds::{Item, rss};
use warraq_tests::pictures::png;
use warraq_tests::server::{Answer, FaultServer};

use crate::Outcome;

const TITLE: &str = "الميناء: «افتتاح» خط/بحري";

/// An article with a picture, a table, a story that it points to and its parts, wholly here; the site is gone.
async fn article() -> Result<(TestApp, EntryId), Box<dyn std::error::Error>> {
    let (app, server) = (TestApp::new()?, FaultServer::start().await);
    let paragraph =
        "وصلت السفينة إلى الميناء صباح اليوم وعلى متنها ثلاثمئة راكب، وقال ربانها إن الرحلة كانت هادئة. ".repeat(6);
    let page = format!(
        "<html dir=rtl lang=ar><head><title>{TITLE}</title><meta name=author content='ليلى الحداد'>
         <meta property='article:tag' content='الموانئ'></head><body><article><h1>{TITLE}</h1>
         <p>{paragraph}</p><figure><img src='/picture.png' alt='الرصيف'><figcaption>الرصيف صباحًا</figcaption></figure>
         <p>{paragraph}</p><p>اقرأ أيضاً: <a href='/other'>الميناء القديم يفتح أبوابه</a></p><p>{paragraph}</p>
         <table><tr><th>العام<th>الركاب<tr><td>٢٠٢٥<td>١٢٠</table><p>{paragraph}</p></article></body></html>"
    );
    server.on("/articles/1", Answer::html(page));
    server.on("/picture.png", Answer::ok("image/png", png(400, 300, 90)));
    let item = Item { html: "<p>مقتطف […]</p>".into(), title: TITLE.into(), ..Item::numbered(1) };
    server.on("/feed", Answer::rss(rss("صحيفة", &[item])));
    app.follow(server.url("/feed").as_str()).await?;
    let id = app.list(Scope::All).await?.items.first().ok_or("no entry")?.id;
    app.call("complete_entry", json!({ "id": id })).await?;
    app.core.settle().await;
    server.stop().await;
    Ok((app, id))
}

async fn exported(app: &TestApp, id: EntryId, format: &str) -> Result<Value, Box<dyn std::error::Error>> {
    Ok(app.call("export_article", json!({ "id": id, "format": format, "utc_offset_minutes": 180 })).await?)
}

fn names(folder: &Path) -> Result<Vec<String>, std::io::Error> {
    let mut names = std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<Vec<_>, std::io::Error>>()?;
    names.sort();
    Ok(names)
}

#[tokio::test]
async fn one_file_has_the_whole_article_and_loads_nothing() -> Outcome {
    let (app, id) = article().await?;
    let file = exported(&app, id, "html").await?;
    assert_eq!(file["file_name"], "الميناء افتتاح خط بحري.html");
    assert_eq!(file["media_type"], "text/html");
    let text = file["text"].as_str().unwrap_or_default();
    for part in [
        "الميناء: «افتتاح» خط/بحري",
        "src=\"data:image/png;base64,",
        "الرصيف صباحًا",
        "اقرأ أيضًا",
        "الميناء القديم يفتح أبوابه",
        "الموانئ",
        "ليلى الحداد",
        "النص من صفحة المقال.",
        "(+03:00)",
        "<th>الركاب</th>",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    for loads in [" src=\"http", " src=\"/", "warraq-media", "<script", "<link ", "url("] {
        assert!(!text.contains(loads), "{loads}\n{text}");
    }
    assert!(text.contains("default-src 'none'"), "{text}");
    Ok(())
}

#[tokio::test]
async fn markdown_has_the_whole_article_with_its_pictures_in_it() -> Outcome {
    let (app, id) = article().await?;
    let file = exported(&app, id, "markdown").await?;
    assert_eq!(file["file_name"], "الميناء افتتاح خط بحري.md");
    let text = file["text"].as_str().unwrap_or_default();
    for part in
        ["![الرصيف][picture-1]", "[picture-1]: <data:image/png;base64,", "| العام | الركاب |", "> **اقرأ أيضًا:**"]
    {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert_eq!(
        app.fails("export_article", json!({ "id": 98_765, "format": "html" })).await,
        Some(ErrorCode::NoSuchItem)
    );
    let unknown = json!({ "id": id, "format": "docx" });
    assert_eq!(app.fails("export_article", unknown).await, Some(ErrorCode::InvalidRequest));
    Ok(())
}

#[tokio::test]
async fn a_file_is_written_whole_under_a_safe_name_its_pictures_beside_it() -> Outcome {
    let (app, id) = article().await?;
    let folder = tempfile::tempdir()?;
    let request = |format| ExportArticle { id, format, utc_offset_minutes: 0 };
    let html = app.core.export_to(request(ExportFormat::Html), folder.path()).await?;
    let markdown = app.core.export_to(request(ExportFormat::Markdown), &folder.path().join("خبر.md")).await?;
    // Again: in the place of what is there.
    app.core.export_to(request(ExportFormat::Markdown), &markdown).await?;
    assert_eq!(html, folder.path().join("الميناء افتتاح خط بحري.html"));
    assert_eq!(names(folder.path())?, ["الميناء افتتاح خط بحري.html", "خبر-pictures", "خبر.md"]);
    assert_eq!(names(&folder.path().join("خبر-pictures"))?, ["1.png"]);
    let text = std::fs::read_to_string(&markdown)?;
    assert!(text.contains("![الرصيف](<خبر-pictures/1.png>)"), "{text}");

    // Where nothing can be written, what is there stays and the caller is told.
    let place = html.join("below a file.html");
    let refused = app.core.export_to(request(ExportFormat::Html), &place).await.err().ok_or("written")?;
    assert_eq!(refused.code, ErrorCode::InvalidRequest);
    assert!(std::fs::read_to_string(&html)?.ends_with("</html>\n"));
    Ok(())
}
