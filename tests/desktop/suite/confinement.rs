//! The running window holds in what it shows: promises that only the real web view can keep or break.

use warraq_desktop_tests::{App, Home};

/// Loads what would run or fetch if anything let it, in the app's own page, and gives the policy's refusals.
const VIOLATE: &str = r"
  const refused = new Set();
  document.addEventListener('securitypolicyviolation', event => refused.add(event.effectiveDirective));
  window.ran = [];
  const put = html => { const box = document.createElement('div'); box.innerHTML = html; document.body.append(box); };
  const script = document.createElement('script'); script.textContent = 'window.ran.push(`inline script`)'; document.body.append(script);
  const remote = document.createElement('script'); remote.src = 'https://127.0.0.1:9/x.js'; document.body.append(remote);
  put('<img src=x onerror=window.ran.push(`handler`)>');
  put('<img src=https://127.0.0.1:9/pixel.png>');
  put('<img src=data:image/gif;base64,R0lGODlhAQABAAAAACw=>');
  put('<iframe src=https://127.0.0.1:9/></iframe>');
  put('<object data=https://127.0.0.1:9/></object>');
  put('<link rel=stylesheet href=https://127.0.0.1:9/x.css>');
  put('<p style=background:red>x');
  const base = document.createElement('base'); base.href = 'https://127.0.0.1:9/'; document.head.append(base);
  try { window.ran.push(eval('`eval`')); } catch {}
  await fetch('https://127.0.0.1:9/').then(() => window.ran.push('fetch'), () => {});
  await new Promise(done => setTimeout(done, 500));
  return { refused: [...refused].sort(), ran: window.ran };
";

#[test]
fn the_running_windows_policy_refuses_what_would_run_or_fetch() {
    let home = Home::new().unwrap();
    let app = App::start(&home).unwrap();
    let seen = app.run_async(VIOLATE).unwrap();
    assert_eq!(seen["ran"], serde_json::json!([]), "{seen}");
    let refused: Vec<&str> = seen["refused"].as_array().unwrap().iter().filter_map(|d| d.as_str()).collect();
    // A frame is refused before the policy is asked: by the window, which goes nowhere (below).
    for directive in ["base-uri", "connect-src", "img-src", "object-src", "script-src-elem", "style-src-elem"] {
        assert!(refused.contains(&directive), "{directive} is not among {refused:?}");
    }
}

#[test]
fn the_window_never_leaves_its_page() {
    let home = Home::new().unwrap();
    let app = App::start(&home).unwrap();
    let page = app.url().unwrap();
    for attempt in [
        "location.href = 'http://127.0.0.1:9/'",
        "location.assign('data:text/html,x')",
        "location.href = 'tauri://localhost/elsewhere'",
        "window.open('http://127.0.0.1:9/')",
        "const a = document.createElement('a'); a.href = 'http://127.0.0.1:9/'; a.target = '_blank'; document.body.append(a); a.click()",
        "const a = document.createElement('a'); a.href = 'http://127.0.0.1:9/'; a.target = '_top'; document.body.append(a); a.click()",
        "const f = document.createElement('form'); f.action = 'http://127.0.0.1:9/'; document.body.append(f); f.submit()",
        "const m = document.createElement('meta'); m.httpEquiv = 'refresh'; m.content = '0;url=http://127.0.0.1:9/'; document.head.append(m)",
    ] {
        app.run("window.here = true;", &[]).unwrap();
        app.run(attempt, &[]).ok();
        app.run_async("await new Promise(done => setTimeout(done, 300));").unwrap();
        assert_eq!(app.url().unwrap(), page, "{attempt}");
        assert_eq!(app.run("return window.here === true", &[]).unwrap(), true, "{attempt}");
    }
}

#[test]
fn the_window_may_call_our_commands_and_no_others() {
    let home = Home::new().unwrap();
    let app = App::start(&home).unwrap();
    let call = |command: &str| {
        let script = format!("return await window.__TAURI_INTERNALS__.invoke('{command}', {{ request: {{}} }});");
        app.run_async(&script)
    };
    assert!(call("get_settings").is_ok(), "{:?}", call("get_settings"));
    for forbidden in [
        "plugin:window|close",
        "plugin:event|emit",
        "plugin:path|resolve_directory",
        "plugin:opener|open_url",
        "plugin:fs|read_file",
        "plugin:shell|execute",
        "plugin:webview|create_webview_window",
        "no_such_command",
    ] {
        assert!(call(forbidden).is_err(), "{forbidden} was answered");
    }
}

/// A hostile document in a frame as the reader's: the page's policy is inherited there.
#[test]
fn an_article_frame_shows_its_document_and_runs_nothing() {
    let home = Home::new().unwrap();
    let app = App::start(&home).unwrap();
    app.run(
        r#"window.ran = [];
           const frame = document.createElement('iframe');
           frame.id = 'probe';
           frame.setAttribute('sandbox', 'allow-same-origin allow-scripts');
           frame.srcdoc = '<p id=text>نصّ</p><script>parent.ran.push(1)</script><img src=x onerror=parent.ran.push(2)>'
             + '<a id=out href=http://127.0.0.1:9/>x</a><a id=top target=_top href=http://127.0.0.1:9/>x</a>';
           document.body.append(frame);"#,
        &[],
    )
    .unwrap();
    let text = app.until(
        "the frame's document",
        "return document.getElementById('probe').contentDocument?.getElementById('text')?.textContent",
        &[],
    );
    assert_eq!(text.unwrap(), "نصّ");
    let page = app.url().unwrap();
    for link in ["out", "top"] {
        app.run(
            "document.getElementById('probe').contentDocument.getElementById(arguments[0]).click()",
            &[link.into()],
        )
        .unwrap();
        app.run_async("await new Promise(done => setTimeout(done, 300));").unwrap();
        assert_eq!(app.url().unwrap(), page, "{link}");
        let still = app
            .run("return document.getElementById('probe').contentDocument?.getElementById('text')?.textContent", &[]);
        assert_eq!(still.unwrap(), "نصّ", "{link}");
    }
    assert_eq!(app.run("return window.ran", &[]).unwrap(), serde_json::json!([]));
}

/// Saving is the one way out of the page: a file that the page made, into the folder for downloads.
#[test]
fn a_file_that_the_page_made_is_saved_and_an_address_is_not() {
    let home = Home::new().unwrap();
    let app = App::start(&home).unwrap();
    app.run(
        "const save = (href, name) => { const a = document.createElement('a'); a.href = href; a.download = name; document.body.append(a); a.click(); };
         save('data:text/plain,x', 'data.txt');
         save('http://127.0.0.1:9/x', 'remote.txt');
         save(URL.createObjectURL(new Blob(['<opml/>'], { type: 'text/x-opml' })), 'warraq.opml');",
        &[],
    )
    .unwrap();
    let saved = home.downloads().join("warraq.opml");
    for _ in 0..100 {
        if std::fs::read_to_string(&saved).is_ok_and(|text| text == "<opml/>") {
            break;
        }
        app.run_async("await new Promise(done => setTimeout(done, 100));").unwrap();
    }
    assert_eq!(std::fs::read_to_string(&saved).unwrap(), "<opml/>");
    assert_eq!(std::fs::read_dir(home.downloads()).unwrap().count(), 1);
}
