//! One defect each, and what is left when it is repaired: two whole entries and a title, mostly.

use std::collections::BTreeSet;

use super::super::*;

const FIRST: &str = "<item><title>أول</title><link>https://akhbar.example/1</link></item>";
const SECOND: &str = "<item><title>ثان</title><link>https://akhbar.example/2</link></item>";
const END: &str = "</channel></rss>";

/// An RSS feed of these items.
fn rss(items: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel><title>قناة</title>{items}{END}")
}

/// An RSS feed of an item with this in it, and of a second one.
fn with(inside: &str) -> String {
    rss(&format!("<item>{inside}</item>{SECOND}"))
}

fn titled(title: &str) -> String {
    with(&format!("<title>{title}</title><link>https://akhbar.example/1</link>"))
}

fn described(description: &str) -> String {
    with(&format!("<title>أول</title><description>{description}</description>"))
}

fn open(items: &str) -> String {
    rss(items).replace(END, "")
}

fn json(items: &str) -> String {
    format!(r#"{{"version":"https://jsonfeed.org/version/1.1","title":"قناة","items":[{items}]}}"#)
}

/// A document, the titles of its entries, and the repairs that it takes.
type Case = (String, &'static [&'static str], &'static [&'static str]);

fn cases() -> Vec<Case> {
    const BOTH: &[&str] = &["أول", "ثان"];
    let sound = rss(&format!("{FIRST}{SECOND}"));
    let php = "<br />\n<b>Warning</b>:  Undefined variable $x in <b>/srv/feed.php</b> on line <b>3</b><br />\n";
    vec![
        (sound.clone(), BOTH, &[]),
        // Ampersands and entities.
        (titled("نفط & غاز"), &["نفط & غاز", "ثان"], &["bare_ampersand"]),
        (titled("أ&ب; &copy2024"), &["أ&ب; ©2024", "ثان"], &["bare_ampersand"]),
        (with("<title>أول</title><link>https://akhbar.example/?a=1&b=2</link>"), BOTH, &["bare_ampersand"]),
        (titled("&laquo;خبر&raquo;&nbsp;&ndash; عاجل"), &["«خبر» – عاجل", "ثان"], &["html_entity"]),
        // Tags.
        (described("سطر<br>وسطر"), BOTH, &[]),
        (described("<p>فقرة<p>وفقرة"), BOTH, &[]),
        (described("<b><i>متشابك</b></i>"), BOTH, &[]),
        (with("<title>أول<link>https://akhbar.example/1</link>"), BOTH, &["unclosed_tag"]),
        (rss(&format!("<item><title>أول</title>{SECOND}")), BOTH, &["unclosed_tag"]),
        (with("<title>أول</title><author><name>كاتب</author>"), BOTH, &["unclosed_tag"]),
        (with("<title>أول</title></b></channel>"), BOTH, &["unclosed_tag"]),
        (sound.replacen("</title><item>", "</titel><item>", 1), BOTH, &["unclosed_tag"]),
        (sound.replace("</channel>", ""), BOTH, &["unclosed_tag"]),
        (sound.replace("rss", "RSS").replace("channel", "CHANNEL").replace("title", "TITLE"), BOTH, &["letter_case"]),
        (sound.replace("<item>", "<Item>").replace("</item>", "</ITEM>"), BOTH, &[]),
        // Before, behind and between.
        (format!("{php}{sound}"), BOTH, &["junk_before"]),
        (format!("Notice: Undefined index: a in feed.php\n{sound}"), BOTH, &["junk_before"]),
        (format!("<!-- cached --><!-- <html> -->\n{sound}"), BOTH, &[]),
        (format!("\u{feff}\n\n{sound}"), BOTH, &[]),
        (format!("<?xml version=\"1.0\"?>{sound}"), BOTH, &["junk_before"]),
        (rss(&format!("{FIRST}{php}{SECOND}")), BOTH, &[]),
        (with(&format!("<title>أول</title>{php}<link>https://akhbar.example/1</link>")), BOTH, &[]),
        (format!("{sound}<script>track()</script>"), BOTH, &["junk_after"]),
        (format!("{sound}\n42 queries & 0.3 seconds"), BOTH, &["junk_after"]),
        (format!("{sound}</body></html>"), BOTH, &["junk_after"]),
        (format!("{sound}\n<!-- 42 queries -->\n"), BOTH, &[]),
        // Broken off: whole entries stay.
        (open(&format!("{FIRST}{SECOND}")), BOTH, &["truncated"]),
        (open(&format!("{FIRST}{SECOND}<item><title>ثا")), BOTH, &["truncated"]),
        (open(&format!("{FIRST}{SECOND}<item><title>ثالث</title><link>https://akhb")), BOTH, &["truncated"]),
        (open(&format!("{FIRST}{SECOND}<item><title>ثالث</title><enclosure url=\"htt")), BOTH, &["truncated"]),
        (open(&format!("{FIRST}{SECOND}<item><description><![CDATA[<p>نص")), BOTH, &["truncated"]),
        (open(&format!("{FIRST}{SECOND}<item><!-- ")), BOTH, &["truncated"]),
        (open(&format!("{FIRST}{SECOND}</chan")), BOTH, &["truncated", "unclosed_tag"]),
        // Characters.
        (titled("أو\u{7}ل"), BOTH, &["control_character"]),
        (titled("أو&#7;ل"), BOTH, &["control_character"]),
        (titled("أو\0ل"), BOTH, &["control_character"]),
        (titled("سعر < 5"), &["سعر < 5", "ثان"], &["bare_less_than"]),
        (titled("أنا <3 القراءة"), &["أنا <3 القراءة", "ثان"], &["bare_less_than"]),
        (titled("أول <كلمة> بعد"), &["أول <كلمة> بعد", "ثان"], &[]),
        (titled("أول <كلمة وأخرى"), &["أول <كلمة وأخرى", "ثان"], &[]),
        // Attributes.
        (sound.replace("\"2.0\"", "2.0"), BOTH, &["bad_attribute"]),
        (with("<title>أول</title><guid isPermaLink=false>1</guid>"), BOTH, &["bad_attribute"]),
        (with("<title>أول</title><a b=\"1\" b=\"2\"/>"), BOTH, &["bad_attribute"]),
        (with("<title type=\"html>أول</title>"), BOTH, &["bad_attribute"]),
        // CDATA.
        (titled("أول ]]>"), &["أول ]]>", "ثان"], &[]),
        (titled("<![CDATA[أول <![CDATA[و]]> بعد]]>"), &["أول و بعد", "ثان"], &["unclosed_section"]),
        (titled("<![CDATA[أول"), BOTH, &["unclosed_section"]),
        (
            rss("<item><title><![CDATA[أول</title></item><item><title><![CDATA[ثان]]></title></item>"),
            BOTH,
            &["unclosed_section"],
        ),
        (
            with("<title>أول</title><dc:creator><![CDATA[كاتب</dc:creator>"),
            BOTH,
            &["undeclared_prefix", "unclosed_section"],
        ),
        (titled("<![CDATA[شرح <item></title> فيه]]>"), &["شرح <item> فيه", "ثان"], &[]),
        // Namespaces.
        (with("<title>أول</title><content:encoded>نص</content:encoded>"), BOTH, &["undeclared_prefix"]),
        // Escaped twice.
        (described("&amp;lt;p&amp;gt;نص&amp;lt;/p&amp;gt;"), BOTH, &["double_escaped"]),
        (described("<![CDATA[&lt;div&gt;نص &lt;b&gt;هام&lt;/b&gt;&lt;/div&gt;]]>"), BOTH, &["double_escaped"]),
        (described("&lt;p&gt;الوسم &amp;lt;b&amp;gt; للخط الغليظ&lt;/p&gt;"), BOTH, &[]),
        (titled("&amp;lt;b&amp;gt; &amp;amp;lt;"), &["<b> &lt;", "ثان"], &[]),
        // JSON.
        (json(r#"{"id":1,"title":"أول"},{"id":"2","title":"ثان"}"#), BOTH, &[]),
        (json(r#"{"id":1,"title":"أول",},{"id":2,"title":"ثان"},"#), BOTH, &["json_syntax"]),
        (
            json(r#"{"id":1,"title":"أول \ud83d"},{"id":2,"title":"ثان \ud83d\ude00"}"#),
            &["أول \u{fffd}", "ثان 😀"],
            &["json_syntax"],
        ),
        (
            json("{\"id\":1,\"title\":\"أول\"},{\"id\":1e999,\"title\":\"ثان\n\"}"),
            BOTH,
            &["json_syntax", "control_character"],
        ),
        (format!("\u{feff}{}\n<!-- 1 s -->", json(r#"{"id":1,"title":"أول"},null,{"id":2,"title":"ثان"}"#)), BOTH, &[]),
        (format!(")]}}',\n{}", json(r#"{"id":1,"title":"أول"},{"id":2,"title":"ثان"}"#)), BOTH, &["junk_before"]),
        (format!("{php}{}", json(r#"{"id":1,"title":"أول"},{"id":2,"title":"ثان"}"#)), BOTH, &["junk_before"]),
        (json(r#"{"id":1,"title":"أول"},{"id":2,"title":"ثان"},{"id":3,"ti"#).replace("]}", ""), BOTH, &["truncated"]),
    ]
}

#[test]
fn every_defect_is_repaired_and_named() {
    let mut wrong = Vec::new();
    for (document, titles, repairs) in cases() {
        match parse(document.as_bytes(), None, None) {
            Ok(feed) => {
                let found: Vec<&str> = feed.entries.iter().map(|entry| entry.title.as_str()).collect();
                let said: BTreeSet<&str> = feed.repairs.iter().copied().collect();
                if found != titles || feed.title != "قناة" || said != repairs.iter().copied().collect() {
                    wrong.push(format!("{document}\n  {} {found:?} {said:?}", feed.title));
                }
            }
            Err(error) => wrong.push(format!("{document}\n  {error}")),
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_was_escaped_twice_is_markup() {
    let feed = parse(described("&amp;lt;p&amp;gt;نص&amp;lt;/p&amp;gt;").as_bytes(), None, None).unwrap();
    assert_eq!(feed.entries[0].summary.as_ref().unwrap().0, "<p>نص</p>");
    let feed = parse(described("&lt;p&gt;الوسم &amp;lt;b&amp;gt;&lt;/p&gt;").as_bytes(), None, None).unwrap();
    assert_eq!(feed.entries[0].summary.as_ref().unwrap().0, "<p>الوسم &lt;b&gt;</p>");
}

#[test]
fn every_repair_is_seen_and_has_its_messages() {
    let mut seen: BTreeSet<&str> = cases().iter().flat_map(|(_, _, repairs)| repairs.iter().copied()).collect();
    // Tested beside the code that finds them.
    seen.extend(["charset", "too_many_entries"]);
    assert_eq!(seen, REPAIRS.into_iter().collect());
    for (language, messages) in [
        ("ar", include_str!("../../../../../ui/src/lib/i18n/ar.json")),
        ("en", include_str!("../../../../../ui/src/lib/i18n/en.json")),
    ] {
        let messages: serde_json::Value = serde_json::from_str(messages).unwrap();
        for key in REPAIRS {
            let message = messages.get(format!("repair.{key}")).and_then(|message| message.as_str());
            assert!(message.is_some_and(|message| !message.is_empty()), "{language}: repair.{key}");
        }
    }
}

#[test]
fn a_document_that_ends_within_a_character_is_cut_short_and_its_charset_is_right() {
    let whole = open(&format!("{FIRST}{SECOND}<item><title>ثا"));
    let feed = parse(&whole.as_bytes()[..whole.len() - 1], Some("application/rss+xml"), None).unwrap();
    assert_eq!(feed.entries.first().map(|entry| entry.title.as_str()), Some("أول"));
    assert!(feed.repairs.contains(&"truncated"), "{:?}", feed.repairs);
    assert!(!feed.repairs.contains(&"charset"), "{:?}", feed.repairs);
}
