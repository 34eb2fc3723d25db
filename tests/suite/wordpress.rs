//! A WordPress as Debian packages it, with an Arabic site, followed for real: `tests/wordpress/start` runs it. Where the
//! package is not installed there is nothing to follow, and the test says so.

use std::io::{BufRead as _, BufReader, Lines, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::json;
use tempfile::TempDir;
use warraq_core::api::{EntryDetail, EntryRef};
use warraq_core::model::{FeedId, Scope};
use warraq_tests::app::TestApp;

use crate::Outcome;

/// The feed of «أخبار محلية», as WordPress writes its address.
const LOCAL: &str = "/category/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1-%D9%85%D8%AD%D9%84%D9%8A%D8%A9/feed/";

pub(crate) struct Site {
    address: String,
    folder: TempDir,
    child: Child,
    words: Option<ChildStdin>,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Site {
    /// Nothing where WordPress is not installed.
    pub(crate) fn start() -> Result<Option<Self>, Box<dyn std::error::Error>> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("wordpress/start");
        let installed = Command::new(&script).arg("--installed").stderr(Stdio::null()).status();
        if !installed.is_ok_and(|status| status.success()) {
            return Ok(None);
        }
        let folder = tempfile::tempdir()?;
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut child = Command::new(&script)
            .arg(folder.path())
            .arg(port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let words = child.stdin.take();
        let mut answers = BufReader::new(child.stdout.take().ok_or("no output")?).lines();
        let address = answers.next().ok_or("WordPress did not start")??;
        Ok(Some(Self { address, folder, child, words, answers }))
    }

    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// Has it do something.
    pub(crate) fn tell(&mut self, word: &str) -> Outcome {
        writeln!(self.words.as_mut().ok_or("no input")?, "{word}")?;
        self.answers.next().ok_or("no answer")??;
        Ok(())
    }

    /// What it was asked so far and how it answered, as «304 /feed/».
    pub(crate) fn requests(&self) -> Result<Vec<String>, std::io::Error> {
        let log = std::fs::read_to_string(self.folder.path().join("requests"))?;
        Ok(log.lines().map(str::to_owned).collect())
    }

    /// The bytes that it answers with to anybody.
    fn raw(&self, path: &str) -> Result<String, std::io::Error> {
        let host = self.address.trim_start_matches("http://");
        let mut connection = TcpStream::connect(host)?;
        write!(connection, "GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n")?;
        let mut answer = Vec::new();
        connection.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // The end of its input is the end of it.
        drop(self.words.take());
        let _ = self.child.wait();
    }
}

async fn entries(app: &TestApp, id: FeedId) -> Result<Vec<EntryDetail>, Box<dyn std::error::Error>> {
    let mut all = Vec::new();
    for row in app.list(Scope::Feed { id }).await?.items {
        all.push(app.core.get_entry(EntryRef { id: row.id }).await?);
    }
    Ok(all)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_arabic_wordpress_is_found_read_and_asked_politely() -> Outcome {
    let Some(mut site) = Site::start()? else {
        // Past the test's own output, which nobody sees when it succeeds.
        writeln!(std::io::stderr(), "skipped: WordPress is not installed (tests/wordpress/start says what it needs)")?;
        return Ok(());
    };
    let app = TestApp::new()?;

    // Its front page leads to its articles, not to their comments.
    let found = app.call("discover", json!({ "address": site.address })).await?;
    let candidates = found["candidates"].as_array().ok_or("no candidates")?;
    let address = |place: usize| candidates.get(place).and_then(|found| found["feed_url"].as_str()).unwrap_or_default();
    let place = |url: String| (0..candidates.len()).find(|place| address(*place) == url);
    let main_place = place(site.at("/feed/")).ok_or_else(|| format!("no main feed: {found}"))?;
    assert!(!address(0).contains("comments"), "{found}");
    assert!(place(site.at("/comments/feed/")).is_none_or(|comments| comments > main_place), "{found}");
    assert_eq!(candidates[main_place]["title"], "منارة البلدة");

    let main = app.follow(&site.at("/feed/")).await?;
    let local = app.follow(&site.at(LOCAL)).await?;
    let comments = app.follow(&site.at("/comments/feed/")).await?;
    let atom = app.follow(&site.at("/feed/atom/")).await?;
    let rdf = app.follow(&site.at("/feed/rdf/")).await?;

    let articles = entries(&app, main).await?;
    assert_eq!(articles.len(), 15, "as many as its settings say");
    let titles: Vec<&str> = articles.iter().map(|entry| entry.summary.title.as_str()).collect();
    for hidden in ["مسودة لا تُنشر", "خبر لم يحن وقته", "خبر خاص"] {
        assert!(!titles.iter().any(|title| title.contains(hidden)), "{titles:?}");
    }
    assert!(titles.contains(&"قياس المدّ: «ثلاثة أمتار» & رياح 40 كم/س 🌊"), "{titles:?}");
    assert!(titles.iter().all(|title| !title.trim().is_empty()), "{titles:?}");
    for (feed, name) in [(atom, "Atom"), (rdf, "RDF")] {
        let same = entries(&app, feed).await?;
        let mut same: Vec<&str> = same.iter().map(|entry| entry.summary.title.as_str()).collect();
        let mut titles = titles.clone();
        same.sort_unstable();
        titles.sort_unstable();
        // A post without a title is called by its text, of which these formats give more or less.
        let without = |all: &[&str]| {
            all.iter().filter(|title| !title.contains("بلا عنوان")).map(|t| (*t).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(without(&same), without(&titles), "{name}");
    }
    let by_title =
        |part: &str| articles.iter().find(|entry| entry.summary.title.contains(part)).ok_or(format!("no {part}"));
    let hostile = by_title("ما لا يُؤمن")?.html.as_str();
    for never in ["<script", "onerror", "onload", "javascript:", "<form", "<input", "position:fixed", "frames.invalid"]
    {
        assert!(!hostile.contains(never), "{never}: {hostile}");
    }
    assert!(hostile.contains("حارس المنارة"), "{hostile}");
    let guarded = by_title("كلمة سر")?.html.as_str();
    assert!(!guarded.contains("المحجوب") && !guarded.contains("<form") && !guarded.contains("<input"), "{guarded}");
    let linked = by_title("عودة السفن")?;
    assert!(linked.html.as_str().contains(&site.at("/about/")), "links lead to the site");

    let section = entries(&app, local).await?;
    assert!(section.len() >= 5 && section.iter().all(|entry| !entry.summary.title.contains("قياس")), "{section:?}");
    let said = entries(&app, comments).await?;
    assert_eq!(said.len(), 3, "what was neither approved nor wanted is not there");
    assert!(said.iter().all(|entry| !entry.html.as_str().contains("script")));

    // Both validators go back as they came, and nothing is sent again.
    let before = site.requests()?.len();
    let summary = app.refresh().await?;
    assert_eq!((&summary["unchanged"], &summary["failed"]), (&json!(5), &json!(0)), "{summary}");
    let asked = site.requests()?.split_off(before);
    assert_eq!(asked.len(), 5, "{asked:?}");
    assert!(asked.iter().all(|request| request.starts_with("304 ")), "{asked:?}");

    // An article more arrives once in each.
    site.tell("news")?;
    let summary = app.refresh().await?;
    assert_eq!((&summary["added"], &summary["failed"]), (&json!(4), &json!(0)), "{summary}");
    let before = site.requests()?.len();
    assert_eq!(app.refresh().await?["unchanged"], 5);
    let asked = site.requests()?.split_off(before);
    assert!(asked.len() == 5 && asked.iter().all(|request| request.starts_with("304 ")), "{asked:?}");
    let first = app.list(Scope::Feed { id: local }).await?.items;
    assert!(first.iter().any(|row| row.title == "خبر جديد بعد الزيارة الأولى"));

    // Its sections are shown, each with a feed of its own.
    let sections = found["sections"].as_array().ok_or("no sections")?;
    let shown = sections.iter().find(|section| section["title"] == "أخبار محلية").ok_or_else(|| format!("{found}"))?;
    // WordPress writes the address in lower case, with the sub-category inside; it is the one that is followed.
    assert_eq!(shown["feed_url"].as_str().map(str::to_uppercase), Some(site.at(LOCAL).to_uppercase()), "{shown}");
    assert_eq!(shown["children"][0]["title"], json!("الميناء"), "{shown}");
    let preview = app.call("preview", json!({ "feed_url": shown["feed_url"], "kind": shown["kind"] })).await?;
    assert_eq!(preview["subscribed"], json!(local), "however its address is written");
    assert!(preview["headlines"].as_array().is_some_and(|all| !all.is_empty()), "{preview}");

    // Its posts by the REST interface are the same articles, and are refreshed like any other source.
    let pasted = app.call("discover", json!({ "address": site.at("/wp-json/wp/v2/posts") })).await?;
    let posts = &pasted["candidates"][0];
    assert_eq!((&posts["kind"], &posts["title"]), (&json!("wordpress"), &json!("منارة البلدة")), "{pasted}");
    let followed = app.call("subscribe", json!({ "feed_url": posts["feed_url"], "kind": "wordpress" })).await?;
    let rest = FeedId(followed["feed"]["id"].as_i64().ok_or("no number")?);
    let by_rest = entries(&app, rest).await?;
    let rest_titles: Vec<&str> = by_rest.iter().map(|entry| entry.summary.title.as_str()).collect();
    assert!(rest_titles.contains(&"خبر جديد بعد الزيارة الأولى"), "{rest_titles:?}");
    assert!(rest_titles.contains(&"قياس المدّ: «ثلاثة أمتار» & رياح 40 كم/س 🌊"), "{rest_titles:?}");
    assert!(by_rest.iter().all(|entry| !entry.html.as_str().contains("<script")));
    let summary = app.call("refresh", json!({ "scope": { "kind": "feed", "id": rest } })).await?;
    assert_eq!((&summary["unchanged"], &summary["failed"]), (&json!(1), &json!(0)), "{summary}");

    // What is older than the feed shows is had page by page, as read, and comes to an end.
    let (before, unread) = (app.list(Scope::Feed { id: main }).await?, app.sources().await?.counts.unread);
    let mut more = true;
    for _ in 0..10 {
        if more {
            more = app.call("load_older", json!({ "id": main })).await?["more"] == json!(true);
        }
    }
    let after = app.list(Scope::Feed { id: main }).await?;
    assert!(!more, "there is an end");
    assert!(after.total > before.total, "{} articles before and after", before.total);
    assert_eq!(app.sources().await?.counts.unread, unread, "older articles are no news");

    // Its feeds say of themselves that they are at an address without the port, where there is nothing.
    assert!(site.raw("/feed/")?.contains("href=\"http://127.0.0.1/feed/\""), "the link to itself is no longer wrong");
    let health = app.call("list_health", json!({})).await?;
    for feed in health["feeds"].as_array().ok_or("no feeds")? {
        assert_eq!((&feed["moved_to"], &feed["feed"]["fault"]), (&json!(null), &json!(null)), "{feed}");
        assert!(feed["feed"]["feed_url"].as_str().is_some_and(|url| url.starts_with(&site.address)), "{feed}");
    }
    Ok(())
}
