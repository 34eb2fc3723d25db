//! Hostile markup on the whole way: through the core into a library, and out of it into the app's own web view.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use warraq_desktop_tests::{App, Home};

/// A few of our own, for machines without the corpus.
const OWN: &[&str] = &[
    "<script>fired()</script>",
    "<img src=x onerror=\"fired()\">",
    "<svg onload=\"fired()\"></svg>",
    "<iframe srcdoc=\"<script>parent.fired();top.fired()</script>\"></iframe>",
    "<iframe src=\"javascript:parent.fired()\"></iframe>",
    "<body onload=\"fired()\">",
    "<details open ontoggle=\"fired()\"><summary>x</summary></details>",
    "<meta http-equiv=\"refresh\" content=\"0;url=javascript:fired()\">",
    "<base href=\"https://evil.example/\"><script src=\"a.js\"></script>",
    "<input autofocus onfocus=\"fired()\">",
    "<form action=\"javascript:fired()\"><button autofocus onfocus=\"fired()\">x</button></form>",
    "<object data=\"javascript:fired()\"></object>",
    "<math><mtext><script>fired()</script></mtext></math>",
    "<a href=\"javascript:fired()\">x</a>",
    "<style>@import \"https://evil.example/a.css\";</style>",
    "<img name=body><img name=documentElement><p>x</p>",
    "</body></html><script>fired()</script>",
    "\"><script>fired()</script>",
];

/// Arms the window and the article's document, and opens the next `COUNT` articles one after the other; in each, what
/// waits for a hand is given one. Answers what ran, what was asked for elsewhere, and how many were drawn.
const PLAY: &str = r"
  const fired = [], asked = [];
  const arm = view => {
    for (const name of ['fired', 'alert', 'confirm', 'prompt', 'print', 'xss', 'XSS']) {
      Object.defineProperty(view, name, { configurable: true, writable: true, value: () => fired.push(name) });
    }
  };
  arm(window);
  const pause = () => new Promise(done => setTimeout(done, 3));
  let drawn = 0;
  for (let i = 0; i < COUNT; i++) {
    const before = document.querySelector('main iframe')?.contentDocument?.documentElement?.dataset.key;
    const until = performance.now() + 8000;
    let again = 0;
    while (performance.now() < until) {
      // Pressed again where the list had yet to bring its next rows.
      if (performance.now() >= again) {
        document.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyJ', key: 'ت', bubbles: true, cancelable: true }));
        again = performance.now() + 1500;
      }
      const now = document.querySelector('main iframe')?.contentDocument?.documentElement?.dataset.key;
      if (now && now !== before && !now.startsWith('0-')) break;
      await pause();
    }
    const frame = document.querySelector('main iframe');
    if (frame?.contentDocument?.documentElement?.dataset.key === before) return { stuck: before, title: document.querySelector('#headline')?.textContent, fired, asked, drawn };
    drawn++;
    arm(frame.contentWindow);
    for (const element of frame.contentDocument.querySelectorAll('a, button, [onclick], [onmouseover], summary, img')) {
      element.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
      if (element.localName !== 'a') element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    }
    await pause();
    for (const view of [window, frame.contentWindow]) {
      for (const { name } of view.performance.getEntriesByType('resource')) {
        if (!/^(tauri|warraq-media|ipc|http:\/\/ipc\.localhost)/.test(name)) asked.push(name.slice(0, 200));
      }
      view.performance.clearResourceTimings();
    }
  }
  return { fired, asked, drawn, whole: document.querySelector('.window .columns') !== null };
";

/// Articles that one script opens.
const AT_ONCE: usize = 60;

/// The hostile corpus where there is one, else our own.
fn fragments() -> Vec<String> {
    let corpus = std::env::var_os("WARRAQ_CORPORA").map(|folder| PathBuf::from(folder).join("hostile/markup.jsonl.xz"));
    let Some(corpus) = corpus.filter(|corpus| corpus.exists()) else {
        return OWN.iter().map(|&fragment| fragment.to_owned()).collect();
    };
    let lines = Command::new("xz").arg("-dc").arg(corpus).output().unwrap().stdout;
    let lines = String::from_utf8(lines).unwrap();
    let all: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["payload"].as_str().unwrap().to_owned())
        .collect();
    assert!(all.len() > 1_000);
    all
}

#[test]
fn no_hostile_fragment_runs_or_asks_for_anything_on_its_way_to_the_screen() {
    let home = Home::new().unwrap();
    let fragments = fragments();
    let mut lines = tempfile::tempfile().unwrap();
    for (n, fragment) in fragments.iter().enumerate() {
        let article = json!({
            "title": fragment, "category": fragment, "source": "صحيفة",
            "html": format!("{fragment}<p>نصٌّ {n} بعد ما سبقه، وفيه من الكلام ما يكفي ليُقرأ.</p>"),
            "url": format!("http://127.0.0.1:9/{n}"), "date": "2026-11-22T10:00:00Z",
        });
        writeln!(lines, "{article}").unwrap();
    }
    std::io::Seek::rewind(&mut lines).unwrap();
    App::cli_reading(&home, &["load", "--batch"], Stdio::from(lines)).unwrap();

    let app = App::start(&home).unwrap();
    let page = app.url().unwrap();
    app.until("the list", "return document.querySelector('.window .columns')", &[]).unwrap();
    app.press(warraq_desktop_tests::Key::Char('3')).unwrap();
    app.find("article a[data-entry]").unwrap();
    let mut drawn = 0;
    while drawn < fragments.len() {
        let count = AT_ONCE.min(fragments.len() - drawn);
        let seen = app.run_async(&PLAY.replace("COUNT", &count.to_string())).unwrap();
        assert_eq!((&seen["fired"], &seen["asked"]), (&json!([]), &json!([])), "after {drawn}");
        assert_eq!(seen["drawn"], json!(count), "after {drawn}: {seen}");
        assert!(seen["whole"] == true && app.url().unwrap() == page);
        drawn += count;
    }
}
