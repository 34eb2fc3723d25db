//! What the sanitiser lets through, what it doesn't, and how long it takes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::time::{Duration, Instant};

use proptest::prelude::*;
use url::Url;

use super::{
    PENDING_PICTURE, RawHtml, SafeHtml, from_text, links, map_pictures, resanitise, sanitise, sanitise_again, to_text,
};

fn base() -> Url {
    Url::parse("https://example.org/2026/story/").unwrap()
}

fn safe(raw: &str) -> String {
    let base = base();
    let out = sanitise(&RawHtml(raw.to_owned()), Some(&base));
    check(raw, &out.html);
    out.html.as_str().to_owned()
}

/// What must hold of every answer: nothing but allowed markup, the same again on a second pass, and every picture's
/// token known.
fn check(raw: &str, html: &SafeHtml) {
    assert_eq!(resanitise(html), *html, "not the same on a second pass: {raw:?}");
    let dom = dom_query::Document::fragment(html.as_str());
    for node in dom.select("*").nodes() {
        let name = node.node_name().unwrap().to_string();
        if matches!(name.as_str(), "html" | "head" | "body") {
            continue;
        }
        let element = super::policy::ELEMENTS.iter().find(|e| e.name == name);
        let element = element.unwrap_or_else(|| panic!("<{name}> in {html:?} from {raw:?}"));
        for attribute in node.attrs() {
            let key = attribute.name.local.to_string();
            let allowed = element.attributes.contains(&key.as_str())
                || super::policy::GLOBAL_ATTRIBUTES.contains(&key.as_str())
                || (name == "a" && key == "rel");
            assert!(allowed, "{name}[{key}] in {html:?} from {raw:?}");
            match key.as_str() {
                "href" => assert!(super::links::is_allowed(&attribute.value), "{html:?} from {raw:?}"),
                "src" => assert!(attribute.value.starts_with(PENDING_PICTURE), "{html:?} from {raw:?}"),
                _ => {}
            }
        }
    }
}

#[test]
fn markup_of_articles_comes_through() {
    let link = |href: &str, text: &str| format!("<a href=\"{href}\" rel=\"noopener noreferrer\">{text}</a>");
    let cases = [
        ("<p>سلام</p>", "<p>سلام</p>".to_owned()),
        ("<h1>t</h1><h2>u</h2>", "<h2>t</h2><h2>u</h2>".to_owned()),
        (
            "<p dir=RTL lang=ar class=x id=y style='color:red' onclick=z data-q=1>أ</p><p>abcd</p>",
            "<p dir=\"rtl\" lang=\"ar\">أ</p><p>abcd</p>".to_owned(),
        ),
        ("a <b>c</b> <font color=red>d</font>", "a <b>c</b> d".to_owned()),
        ("<p>one<p>two", "<p>one</p><p>two</p>".to_owned()),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>".to_owned()),
        (
            "<table><tr><td colspan=2 width=9>x<td>y</table>",
            "<table><tbody><tr><td colspan=\"2\">x</td><td>y</td></tr></tbody></table>".to_owned(),
        ),
        (
            "<table>loose<tr><td>x</table>",
            "<table><tbody><tr><td>loose</td></tr><tr><td>x</td></tr></tbody></table>".to_owned(),
        ),
        ("<a href=/a?utm_source=x>l</a>", link("https://example.org/a", "l")),
        ("<a href=b>l</a>", link("https://example.org/2026/story/b", "l")),
        ("<a href=javascript:x>l</a>", "l".to_owned()),
        ("<a target=_top href=//o.org>l</a>", link("https://o.org/", "l")),
        ("<a href=/x>1<a href=/y>2</a>", link("https://example.org/x", "1") + &link("https://example.org/y", "2")),
        ("<pre>\n a\n  b</pre>", "<pre> a\n  b</pre>".to_owned()),
        ("x &amp;lt; y", "x &amp;lt; y".to_owned()),
        ("<p></p><div> </div><p>&nbsp;</p><p>k</p>", "<p>&nbsp;</p><p>k</p>".to_owned()),
        ("<ruby>漢<rp>(</rp><rt>k</rt></ruby>", "<ruby>漢<rp>(</rp><rt>k</rt></ruby>".to_owned()),
        (
            "<details open><summary>s</summary>t</details>",
            "<details open=\"\"><summary>s</summary>t</details>".to_owned(),
        ),
        ("<ol start=3 reversed><li>x</ol>", "<ol reversed=\"\" start=\"3\"><li>x</li></ol>".to_owned()),
        ("<script>a</script><style>b</style><svg><text>c</text></svg><form><input>d</form>", "<div>d</div>".to_owned()),
        ("<img class=emoji alt=😀 src=//s.w.org/images/core/emoji/x.png>", "😀".to_owned()),
        (
            "<iframe src=https://www.youtube.com/embed/abc></iframe>",
            format!("<p>{}</p>", link("https://www.youtube.com/watch?v=abc", "www.youtube.com")),
        ),
        ("<iframe src=https://ads.example/></iframe>x", "x".to_owned()),
        (
            "<video><source src=/v.mp4>fallback</video>",
            format!("<p>{}</p>", link("https://example.org/v.mp4", "example.org")),
        ),
        ("a<!-- x -->b<!doctype html><?php x ?>c", "abc".to_owned()),
        ("<div><div> <p>x</p></div>y</div><div>z</div>", "<p>x</p>y<div>z</div>".to_owned()),
        ("<b>x<p>y</b>z</p>", "<b>x<p>y</p></b>z".to_owned()),
    ];
    for (raw, want) in cases {
        assert_eq!(safe(raw), want, "{raw}");
    }
}

#[test]
fn pictures_become_tokens() {
    let base = base();
    let raw = r#"<p><img src="/a-300x200.jpg" srcset="/a-300x200.jpg 300w, /a.jpg 1200w" alt="وصف" width="300" height="200" onerror=x>
        <img src="data:image/gif;base64,R0" data-src="/b.jpg"><noscript><img src="/b.jpg"></noscript>
        <picture><source type="image/avif" srcset="/c.avif"><source srcset="/c.webp 800w"><img src="/c.jpg"></picture>
        <img src=/t.gif width=1 height=1><noscript>Enable JavaScript<img src="/only.jpg"></noscript>
        <img src="/a.jpg"></p>"#;
    let out = sanitise(&RawHtml(raw.to_owned()), Some(&base));
    check(raw, &out.html);
    let urls: Vec<&str> = out.pictures.iter().map(|p| p.url.as_str()).collect();
    let want = [
        "https://example.org/a.jpg",
        "https://example.org/b.jpg",
        "https://example.org/c.webp",
        "https://example.org/only.jpg",
    ];
    assert_eq!(urls, want);
    let first = format!(
        "<img src=\"{PENDING_PICTURE}{}\" alt=\"وصف\" width=\"300\" height=\"200\" loading=\"lazy\">",
        out.pictures[0].key
    );
    assert!(out.html.as_str().starts_with(&format!("<p>{first}")), "{:?}", out.html);
    assert!(!out.html.as_str().contains("Enable"));

    let hash = "ab".repeat(32);
    let mapped = map_pictures(&out.html, |key| (key == out.pictures[0].key).then(|| hash.clone()));
    assert!(mapped.as_str().contains(&format!("<img src=\"warraq-media://localhost/{hash}\" alt=\"وصف\"")));
    assert!(mapped.as_str().contains("<img alt=\"\" loading=\"lazy\">"));
    assert!(!mapped.as_str().contains("pending"));
    assert!(!map_pictures(&out.html, |_| Some("\" onerror=\"x".to_owned())).as_str().contains("onerror"));
}

#[test]
fn tokens_can_not_be_forged() {
    let key = "a".repeat(64);
    for raw in [
        format!("<img src=\"{PENDING_PICTURE}{key}\">"),
        format!("<img src=\"{PENDING_PICTURE}a\">"),
        format!("<img src=\"warraq-media://localhost/{key}\">"),
        format!("<img src=x srcset=\"{PENDING_PICTURE}{key} 2x\">"),
        format!("<a href=\"{PENDING_PICTURE}{key}\">x</a>"),
        format!("<video poster=\"warraq-media://localhost/{key}\" src=x></video>"),
    ] {
        assert!(!sanitise(&RawHtml(raw.clone()), None).html.as_str().contains("warraq-media"), "{raw}");
    }
}

#[test]
fn a_second_pass_keeps_pictures_where_nothing_is_stored() {
    let base = base();
    let raw = "<p>a<img src=/1.png alt=k><picture><source srcset='/2.webp'><img src=/2.jpg></picture><p>b";
    let once = sanitise(&RawHtml(raw.into()), Some(&base)).html;
    let again = sanitise_again(&RawHtml(once.as_str().to_owned()), Some(&base));
    assert_eq!(again.html, once);
    assert_eq!(once.as_str().matches(PENDING_PICTURE).count(), 2);
    let forged = sanitise_again(&RawHtml(format!("<img src='{PENDING_PICTURE}x\" onerror=1'>")), Some(&base));
    assert!(!forged.html.as_str().contains("warraq-media"));
}

#[test]
fn links_and_text_are_listed() {
    let base = base();
    let out = sanitise(&RawHtml("<p>a <a href=/x?a=1&amp;b=2>b</a><p>c".into()), Some(&base)).html;
    assert_eq!(links(&out), ["https://example.org/x?a=1&b=2"]);
    assert_eq!(to_text(&out), "a b\nc");
    assert_eq!(from_text("a <b>\nc\n\n\n d").as_str(), "<p>a &lt;b&gt;<br>c</p><p>d</p>");
}

/// A relative address has nothing to resolve against: its text stays.
#[test]
fn without_a_base_relative_addresses_are_text() {
    let out = sanitise(&RawHtml("<a href=/x>l</a><img src=/y>".into()), None);
    assert_eq!(out.html.as_str(), "l");
    assert!(out.pictures.is_empty());
}

/// Inputs that are quadratic in a tree builder (the faults took 4 to 65 s). Four times the input takes about four times
/// as long, where sixteen would be quadratic: a comparison that a busy machine does not upset.
#[test]
fn hostile_shapes_are_answered_in_linear_time() {
    let numbered = |n: usize, f: &dyn Fn(usize) -> String| (0..n).map(f).collect::<String>();
    let shapes = [
        ("font", numbered(20_000, &|i| format!("<font size={i}>x"))),
        ("b title", numbered(20_000, &|i| format!("<b title={i}>x"))),
        ("span dir", numbered(20_000, &|i| format!("<span lang=a{i}>x"))),
        ("a", numbered(20_000, &|i| format!("<a href=/{i}>x"))),
        ("&", "&".repeat(1_000_000)),
        ("&a", "&a".repeat(1_000_000)),
        ("&amp;", "&amp;".repeat(1_000_000)),
        ("div", "<div>x".repeat(20_000)),
        ("blockquote", "<blockquote>x".repeat(20_000) + &"</blockquote>".repeat(20_000)),
        ("table", "<table><tr><td>x".repeat(20_000)),
        ("tables", "<table>".repeat(200_000)),
        ("li", "<ul><li>".repeat(100_000)),
        ("ruby", "<ruby><rt>x".repeat(50_000)),
        ("<", "<".repeat(1_000_000)),
        ("<a", "<a ".repeat(1_000_000)),
        ("</", "</".repeat(1_000_000)),
        ("<!--", "<!--".repeat(500_000)),
        ("<svg", "<svg>".repeat(300_000)),
        ("<script", "<script>".repeat(300_000)),
        ("<video", "<video><source src=/x>".repeat(100_000)),
        ("attributes", format!("<a {}>x</a>", numbered(200_000, &|i| format!("a{i}=1 ")))),
        ("quotes", "<a href='".repeat(300_000)),
        ("p", "<p>x".repeat(1_200_000)),
        ("p empty", "<p>".repeat(1_600_000)),
        ("spaces", " ".repeat(5_000_000)),
        ("srcset", format!("<img srcset='{}'>", "/a.jpg 1w, ".repeat(100_000))),
        ("img", numbered(50_000, &|i| format!("<img src=/{i}.jpg>"))),
        ("nested b i", "<b><i>".repeat(100_000) + &"x</b></i>".repeat(100_000)),
        ("text", "كلمة عربية ".repeat(240_000)),
        ("over", "<p>كلمة".repeat(800_000)),
    ];
    for (name, raw) in shapes {
        let base = base();
        let timed = |raw: &str| {
            let (raw, started) = (RawHtml(raw.to_owned()), Instant::now());
            let out = sanitise(&raw, Some(&base));
            (out, started.elapsed())
        };
        let quarter = &raw[..raw.floor_char_boundary(raw.len() / 4)];
        // A pause of the machine's makes one of several runs long, never all of them.
        let linear = (0..3).any(|_| {
            let (small, large) = (timed(quarter).1.max(Duration::from_millis(5)), timed(&raw).1);
            println!("{name}: {} bytes, {large:?}, a quarter {small:?}", raw.len());
            large < small * 9
        });
        assert!(linear, "{name}");
        let out = timed(&raw).0;
        assert!(resanitise(&out.html) == out.html, "{name}");
    }
}

/// A thread with the least stack that a runtime gives must do.
#[test]
fn nesting_needs_no_stack() {
    let raw = RawHtml("<div><blockquote><ul><li><b>".repeat(50_000));
    let run = std::thread::Builder::new().stack_size(256 * 1024).spawn(move || sanitise(&raw, None)).unwrap();
    assert_eq!(run.join().unwrap().html.as_str(), "");
}

#[test]
fn what_is_too_long_becomes_text() {
    let raw = RawHtml("<p>كلمة <b>x</b></p>".repeat(300_000));
    let out = sanitise(&raw, None).html;
    assert!(out.as_str().starts_with("<p>كلمة x<br>"));
    assert!(out.as_str().len() > 1_000_000);
    assert!(out == resanitise(&out));
}

/// All hostile fragments of the corpus, each alone and each inside containers that change how parsers read it.
#[test]
fn hostile_markup_is_harmless() {
    let Some(folder) = std::env::var_os("WARRAQ_CORPORA") else {
        println!("skipped: no corpora");
        return;
    };
    let file = std::path::Path::new(&folder).join("hostile/markup.jsonl.xz");
    let unpacked = std::process::Command::new("xz").arg("-dc").arg(file).output().unwrap().stdout;
    let mut count = 0;
    let mut written = String::new();
    for line in String::from_utf8(unpacked).unwrap().lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let payload = row["payload"].as_str().unwrap();
        for raw in [
            payload.to_owned(),
            format!("<p>{payload}"),
            format!("<table><tr><td>{payload}"),
            format!("<noscript>{payload}"),
            format!("<select>{payload}"),
            format!("<svg>{payload}"),
            format!("<pre>{payload}</pre>"),
        ] {
            let out = safe(&raw);
            let lower = out.to_lowercase();
            for bad in ["<script", "<style", "<svg", "<math", "<iframe", "<form", "href=\"javascript", "src=\"data"] {
                assert!(!lower.contains(bad), "{bad} in {out} from {raw}");
            }
            written.push_str(&serde_json::to_string(&out).unwrap());
            written.push('\n');
            count += 1;
        }
        assert!(!super::to_line(payload).contains(['\n', '\0']));
    }
    if let Some(file) = std::env::var_os("WARRAQ_SANITISED_OUT") {
        std::fs::write(file, written).unwrap();
    }
    println!("{count} documents");
    assert!(count > 7000);
}

/// Whole pages of the corpora: their markup is odd and not hostile, so their structure must come through.
#[test]
fn pages_keep_their_structure() {
    let Some(folder) = std::env::var_os("WARRAQ_CORPORA") else {
        println!("skipped: no corpora");
        return;
    };
    let mut count = 0;
    for name in ["mozilla-readability", "scrapinghub", "arabic-real-pages", "arabic-theme-pages"] {
        let file = std::path::Path::new(&folder).join(format!("extraction/{name}.jsonl.xz"));
        let unpacked = std::process::Command::new("xz").arg("-dc").arg(file).output().unwrap().stdout;
        for line in String::from_utf8(unpacked).unwrap().lines() {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let (html, base) = (row["html"].as_str().unwrap(), base());
            assert!(!super::sanitise::fell_back(html, Some(&base)), "{}", row["id"]);
            let out = sanitise(&RawHtml(html.to_owned()), Some(&base)).html;
            assert!(resanitise(&out) == out, "{}", row["id"]);
            count += 1;
        }
    }
    println!("{count} pages");
    assert!(count > 300);
}

/// Pieces that make nesting hard, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let names = [
        "p",
        "div",
        "b",
        "i",
        "a href=/x",
        "a",
        "table",
        "tr",
        "td",
        "th",
        "caption",
        "tbody",
        "thead",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "h1",
        "h3",
        "pre",
        "code",
        "span dir=rtl",
        "span",
        "blockquote",
        "ruby",
        "rt",
        "rp",
        "br",
        "hr",
        "img src=/i.jpg",
        "figure",
        "figcaption",
        "details",
        "summary",
        "svg",
        "math",
        "script",
        "style",
        "noscript",
        "form",
        "select",
        "option",
        "template",
        "iframe",
        "textarea",
        "title",
        "plaintext",
        "video",
        "picture",
        "font",
        "em",
        "strong",
        "q",
        "bdo",
        "bdo dir=rtl",
        "wbr",
        "annotation-xml",
        "foreignObject",
        "mtext",
        "nobr",
        "button",
        "object",
        "body",
        "html",
        "frameset",
        "listing",
        "xmp",
        "menu",
        "center",
        "colgroup",
        "col",
        "sub",
        "sup",
    ];
    let piece = prop_oneof![
        4 => prop::sample::select(names.to_vec()).prop_map(|n| format!("<{n}>")),
        3 => prop::sample::select(names.to_vec()).prop_map(|n| format!("</{}>", n.split(' ').next().unwrap_or(n))),
        3 => prop::sample::select(vec!["x", " ", "\n", "\r\n", "&amp;", "&lt;b&gt;", "&#13;", "&#10;", "\u{A0}", "كلمة", "<", "&", "\0", "\t ", "<!--", "-->", "]]>", "<![CDATA[", "\"", "'", "\u{202E}"]).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_markup_is_allowed_markup_and_stays_so(raw in pieces()) {
        let out = safe(&raw);
        // The structure survives: the fall-back to plain text is for what two readers disagree on, and they don't.
        let base = base();
        prop_assert!(!super::sanitise::fell_back(&raw, Some(&base)), "{raw:?} -> {out:?}");
    }

    #[test]
    fn any_text_is_a_line(raw in "\\PC{0,200}") {
        let line = super::to_line(&raw);
        prop_assert!(line.chars().count() <= 1000);
        let forbidden = line.chars().any(|c| c.is_control() || ('\u{202A}'..='\u{202E}').contains(&c));
        prop_assert!(!forbidden);
    }
}

#[test]
fn bare_wrappers_nested_without_end_take_linear_time() {
    // The work is counted by the size of what may be searched, not by a clock: twice the depth, the same answer.
    for depth in [1_000, 100_000] {
        let out = sanitise(&RawHtml("<div>".repeat(depth) + "<p>x</p>"), None).html;
        assert!(to_text(&out).contains('x'), "{depth}");
    }
}
