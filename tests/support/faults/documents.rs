//! Faults of what is sent: charsets, hostile and broken XML, pages in the feed's place, dates, markup.

use encoding_rs::{Encoding, ISO_8859_6, WINDOWS_1256};

use super::{Fault, Outcome, REFUSAL, Scene, document, fails, healthy, one_more, reads};
use crate::feeds::{Item, rss};
use crate::server::Answer;

pub(super) fn table(scene: Scene) -> Vec<Fault> {
    let mut all = charsets();
    all.extend(xml(scene));
    all.extend(in_its_place());
    all.extend(contents());
    all
}

const CHARSET_TITLE: &str = "عاجل: اختبار الترميز";

/// A document whose one new entry has the title above, with a declaration of its own.
fn arabic(declaration: &str) -> String {
    let item = Item { title: CHARSET_TITLE.to_owned(), ..Item::numbered(7) };
    let text = document(&[item]);
    let start = text.find("<rss").unwrap_or(0);
    format!("{declaration}{}", &text[start..])
}

fn in_charset(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    encoding.encode(text).0.into_owned()
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
    mark.then_some(0xfeff).into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
}

fn charsets() -> Vec<Fault> {
    let plain = "application/rss+xml";
    let of =
        |name, about, kind: &str, bytes: Vec<u8>| reads(name, about, Answer::ok(kind, bytes), 1).title(CHARSET_TITLE);
    let none = arabic("");
    let declared = |label: &str| arabic(&format!("<?xml version=\"1.0\" encoding=\"{label}\"?>\n"));
    let utf8 = |label| declared(label).into_bytes();
    let mixed = {
        let mut bytes = utf8("utf-8");
        let at = bytes.windows(8).rposition(|window| window == "كلمات".as_bytes()[..8].to_vec()).unwrap_or(0);
        bytes.splice(at..at, [0xe1, 0xff]);
        bytes
    };
    let kind = |label: &str| format!("application/rss+xml; charset={label}");
    vec![
        of("cs-utf8", "is UTF-8 and says so", &kind("utf-8"), utf8("utf-8")),
        of("cs-utf8-undeclared", "is UTF-8 and says nothing", plain, none.clone().into_bytes()),
        of(
            "cs-bom-beats-http",
            "has UTF-8's mark and says windows-1256",
            &kind("windows-1256"),
            [&b"\xef\xbb\xbf"[..], &utf8("utf-8")].concat(),
        ),
        of(
            "cs-utf16le",
            "is UTF-16, little end first, with a mark",
            plain,
            utf16(&declared("utf-16"), u16::to_le_bytes, true),
        ),
        of(
            "cs-utf16be",
            "is UTF-16, big end first, with a mark",
            plain,
            utf16(&declared("utf-16"), u16::to_be_bytes, true),
        ),
        of("cs-utf16le-undeclared", "is UTF-16 without a mark", plain, utf16(&none, u16::to_le_bytes, false)),
        of(
            "cs-utf16be-undeclared",
            "is UTF-16, big end first, without a mark",
            plain,
            utf16(&none, u16::to_be_bytes, false),
        ),
        of(
            "cs-windows-1256-http",
            "is windows-1256 by its header",
            &kind("windows-1256"),
            in_charset(WINDOWS_1256, &none),
        ),
        of(
            "cs-windows-1256-xml",
            "is windows-1256 by its declaration",
            plain,
            in_charset(WINDOWS_1256, &declared("windows-1256")),
        ),
        of("cs-windows-1256-undeclared", "is windows-1256 and says nothing", plain, in_charset(WINDOWS_1256, &none)),
        of("cs-iso-8859-6", "is ISO 8859-6", plain, in_charset(ISO_8859_6, &declared("iso-8859-6"))),
        of(
            "cs-http-beats-xml",
            "is windows-1256 and declares Latin 1",
            &kind("windows-1256"),
            in_charset(WINDOWS_1256, &declared("iso-8859-1")),
        ),
        of("cs-utf8-labelled-1256", "is UTF-8 and its header says windows-1256", &kind("windows-1256"), utf8("utf-8")),
        of("cs-utf8-labelled-latin1", "is UTF-8 and declares Latin 1", plain, utf8("iso-8859-1")),
        of("cs-utf8-labelled-utf16", "is UTF-8 and declares UTF-16", plain, utf8("utf-16")),
        of("cs-unknown-label", "is UTF-8 under a name that nobody knows", &kind("x-arabic-old"), utf8("x-arabic-old")),
        of("cs-mixed-bytes", "has two bytes that are no UTF-8", &kind("utf-8"), mixed),
    ]
}

/// Hostile and broken XML. Whatever is asked for at `/canary` has been asked for by mistake.
fn xml(scene: Scene) -> Vec<Fault> {
    let canary = format!("http://127.0.0.1:{}/canary", scene.victim);
    let of = |name, about, text: String| reads(name, about, Answer::rss(text), 1);
    let one = |title: &str| document(&[Item { title: title.to_owned(), ..Item::numbered(7) }]);
    let with_types = |types: &str, text: String| text.replacen("<rss", &format!("<!DOCTYPE rss [{types}]>\n<rss"), 1);
    let laughs: String =
        (1..=9).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
    let whole = one_more();
    let cut_item = whole.rfind("<item>").unwrap_or(0) + 40;
    vec![
        of(
            "xml-billion-laughs",
            "has entities that grow without end",
            with_types(&format!("<!ENTITY l0 \"ha\">{laughs}"), one("خبر &l9;")),
        ),
        of(
            "xml-quadratic",
            "has a large entity many times",
            with_types(
                &format!("<!ENTITY a \"{}\">", "a".repeat(100_000)),
                one(&format!("خبر {}", "&a;".repeat(1_000))),
            ),
        ),
        of(
            "xml-xxe-file",
            "has an entity that is a file",
            with_types("<!ENTITY x SYSTEM \"file:///etc/passwd\">", one("خبر &x;")),
        ),
        of(
            "xml-xxe-http",
            "has an entity that is an address",
            with_types(&format!("<!ENTITY x SYSTEM \"{canary}/xxe\">"), one("خبر &x;")),
        ),
        of(
            "xml-parameter-entities",
            "has a parameter entity that is an address",
            with_types(&format!("<!ENTITY % p SYSTEM \"{canary}/p\"> %p;"), one("خبر")),
        ),
        of(
            "xml-external-dtd",
            "has a DTD elsewhere",
            one("خبر").replacen("<rss", &format!("<!DOCTYPE rss SYSTEM \"{canary}/rss.dtd\">\n<rss"), 1),
        ),
        of(
            "xml-xinclude",
            "includes an address",
            one("خبر <xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='HERE'/>")
                .replace("HERE", &format!("{canary}/include")),
        ),
        of(
            "xml-stylesheet",
            "names a style sheet",
            one("خبر").replacen(
                "<rss",
                &format!("<?xml-stylesheet type=\"text/xsl\" href=\"{canary}/x.xsl\"?>\n<rss"),
                1,
            ),
        ),
        of(
            "xml-deep",
            "has elements in elements, fifty thousand deep",
            one("خبر").replacen("<item>", &format!("{}{}<item>", "<x>".repeat(50_000), "</x>".repeat(50_000)), 1),
        ),
        of(
            "xml-attribute-flood",
            "has ten thousand attributes",
            one("خبر").replacen(
                "<item>",
                &format!("<item {}>", (0..10_000).map(|n| format!("a{n}='x' ")).collect::<String>()),
                1,
            ),
        ),
        of(
            "xml-namespace-flood",
            "has ten thousand namespaces",
            one("خبر").replacen(
                "<item>",
                &format!(
                    "<item {}>",
                    (0..10_000).map(|n| format!("xmlns:n{n}='http://n{n}.example/' ")).collect::<String>()
                ),
                1,
            ),
        ),
        of("xml-bare-ampersand", "has an ampersand that is none", one("نفط & غاز"))
            .title("نفط & غاز")
            .repair("bare_ampersand"),
        of("xml-html-entities", "has HTML's entities", one("قبل&nbsp;&laquo;بعد&raquo;")).title("قبل «بعد»"),
        of("xml-double-escaped", "escapes twice", one("أ &amp;amp; ب")).title("أ & ب"),
        of("xml-control-characters", "has characters that XML forbids", one("خبر\u{b}\u{1b} ورقي"))
            .title("خبر ورقي")
            .repair("control_character"),
        of("xml-nul", "has NULs", one("خبر\0 ورقي")).title("خبر ورقي"),
        of(
            "xml-junk-before",
            "begins with a warning of PHP's",
            format!("\nWarning: mysql_connect() in /srv/x.php on line 3\n{}", one("خبر")),
        )
        .repair("junk_before"),
        of("xml-blank-before", "begins with blank lines", format!("\n\n  {}", one("خبر"))),
        of("xml-unclosed", "leaves tags open", one("خبر").replace("</title><link>", "<link>")),
        of(
            "xml-undeclared-prefix",
            "uses prefixes that it never declares",
            one("خبر").replace(" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"", ""),
        ),
        of("xml-truncated", "ends in the middle of an entry and is a whole answer", whole[..cut_item].to_owned())
            .repair("truncated"),
        Fault::of(
            "xml-truncated-with-etag",
            "ends in the middle of an entry, under an ETag",
            vec![Answer::rss(&whole[..cut_item]).header("etag", "\"cut\"")],
            Outcome::Reads { added: 1, updated: 0 },
        )
        .carries("if-none-match", None),
    ]
}

/// What is sent where the feed should be.
fn in_its_place() -> Vec<Fault> {
    let page = "html_instead_of_feed";
    let rss_kind = "application/rss+xml";
    vec![
        fails("html-page", "sends a page", Answer::html("<!doctype html><html><body><p>أهلا</p></body></html>"), page),
        fails("html-as-rss", "sends a page as RSS", Answer::ok(rss_kind, "<!doctype html><html><body>أهلا</body></html>"), page),
        fails("captive-portal", "is a network that wants to be paid", Answer::captive_portal(), page),
        fails("login-page", "sends a sign-in page", Answer::html("<title>Login</title><form><input type=password></form>"), page),
        fails("challenge-page", "sends a page that tests for robots", Answer::html("<!DOCTYPE html><title>Just a moment...</title><script>x()</script>"), page),
        fails("maintenance-page", "sends a page about maintenance", Answer::html("<html><head><title>صيانة</title></head></html>"), page),
        fails("empty", "sends nothing", Answer::ok(rss_kind, ""), "empty_body"),
        fails("blank", "sends blank lines", Answer::ok(rss_kind, " \n\t\n "), "empty_body"),
        fails("only-a-mark", "sends a byte order mark", Answer::ok(rss_kind, "\u{feff}"), "empty_body"),
        fails("binary", "sends bytes without sense", Answer::ok(rss_kind, (0..=255).rev().collect::<Vec<u8>>()), "not_a_feed"),
        fails("picture", "sends a picture", Answer::ok("image/png", crate::pictures::png(4, 4, 9)), "not_a_feed"),
        fails("json-error", "sends an error in JSON", Answer::ok("application/json", "{\"error\":\"no\"}"), "not_a_feed"),
        fails("json-broken", "sends JSON that breaks off", Answer::ok("application/feed+json", "{\"version\":\"https://json"), "not_a_feed"),
        fails("text-error", "sends an error in words", Answer::ok("text/plain", "Error establishing a database connection"), "not_a_feed"),
        fails("sitemap", "sends a sitemap", Answer::ok("text/xml", "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://a.example/</loc></url></urlset>"), "not_a_feed"),
        fails("soap-fault", "sends a fault in SOAP", Answer::ok("text/xml", "<?xml version='1.0'?><Envelope><Body><Fault>no</Fault></Body></Envelope>"), "not_a_feed"),
        fails("svg", "sends a drawing", Answer::ok("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'><title>x</title></svg>"), "not_a_feed"),
        reads("no-entries", "sends a feed without entries", Answer::rss(document(&[])), 0),
        reads("another-feed", "sends another feed", Answer::rss(rss("صحيفة أخرى", &(20..23).map(Item::numbered).collect::<Vec<_>>())), 3),
        reads("type-html", "calls the feed a page", Answer::ok("text/html", one_more()), 1),
        reads("type-text", "calls the feed text", Answer::ok("text/plain", one_more()), 1),
        reads("type-bytes", "calls the feed bytes", Answer::ok("application/octet-stream", one_more()), 1),
        reads("type-picture", "calls the feed a picture", Answer::ok("image/png", one_more()), 1),
        reads("type-none", "does not say what it is", Answer::status(200).body(one_more()), 1),
        reads("type-nonsense", "has a type that is none", Answer::ok(";;charset=", one_more()), 1),
        reads("content-disposition", "wants to be saved as a file", Answer::rss(one_more()).header("content-disposition", "attachment; filename=\"../../evil.exe\""), 1),
        reads("refresh-header", "wants to be left for another address", Answer::rss(one_more()).header("refresh", "0; url=/canary/refresh"), 1),
        reads("link-header", "names things to load", Answer::rss(one_more()).header("link", "</canary/style.css>; rel=preload"), 1),
        reads("alt-svc", "offers another protocol elsewhere", Answer::rss(one_more()).header("alt-svc", "h3=\":1\"; ma=86400"), 1),
    ]
    .into_iter()
    .map(|fault| if matches!(fault.outcome, Outcome::Fails("not_a_feed", _)) { fault.wait(REFUSAL) } else { fault })
    .collect()
}

fn contents() -> Vec<Fault> {
    let new = |change: &dyn Fn(&mut Item)| {
        let mut item = Item::numbered(7);
        change(&mut item);
        let mut items = healthy();
        items.insert(0, item);
        Answer::rss(document(&items))
    };
    let many = |items: Vec<Item>| Answer::rss(document(&items));
    let payloads = [
        "<script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<![CDATA[<img src=x onerror=alert(1)>]]>",
        "&lt;img src=x onerror=alert(1)&gt; خبر",
        "خبر &amp;lt;svg onload=alert(1)&amp;gt;",
        "\" onmouseover=\"alert(1)",
    ];
    let titled = |(n, title): (usize, &&str)| Item { title: format!("{title} رقم {n}"), ..Item::numbered(60 + n) };
    let dates = [
        "Sun, 22 Nov 2026 10:00:00 GMT",
        "Sun, 22 Nov 2026 10:00:00 +0300",
        "22 Nov 2026 10:00",
        "2026-11-22T10:00:00Z",
        "2026-11-22T10:00:00+03:00",
        "2026-11-22 10:00:00",
        "2026-11-22",
        "22/11/2026",
        "٢٢ نوفمبر ٢٠٢٦",
        "22 تشرين الثاني 2026 10:00",
        "الأحد، 22 نوفمبر 2026 10:00 ص",
        "1795348800",
        "1795348800000",
        "Sun, 22 Nov 0001 10:00:00 GMT",
        "Sun, 22 Nov 9999 10:00:00 GMT",
        "+9999-11-22T00:00:00Z",
        "Sun, 99 Nov 2026 99:99:99",
        "tomorrow",
        "0",
        "-1",
        "",
        "Mon, 23 Nov 2026 10:00:00 GMT",
    ];
    let dated = |(n, date): (usize, &&str)| Item { date: Some((*date).to_owned()), ..Item::numbered(70 + n) };
    let links =
        ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "tauri://localhost/", "//[bad", "smb://a/b"];
    let linked = |(n, link): (usize, &&str)| Item { link: (*link).to_owned(), ..Item::numbered(100 + n) };
    let html = "<p>نص الخبر مع ما لا ينبغي.</p><script>fetch('/canary/s')</script><img src='/canary/i.png' \
                onerror=alert(1)><iframe src='/canary/f'></iframe><link rel=stylesheet href='/canary/l'>\
                <object data='/canary/o'></object><a href='javascript:alert(1)'>خدعة</a><svg onload=alert(1)></svg>\
                <style>@import '/canary/c'</style><meta http-equiv=refresh content='0;url=/canary/m'>";
    vec![
        reads("xss-titles", "has scripts for titles", many(payloads.iter().enumerate().map(titled).collect()), 6),
        reads("xss-body", "has scripts in its text", new(&|item| item.html = html.to_owned()), 1),
        reads("dates", "dates its entries in 22 ways", many(dates.iter().enumerate().map(dated).collect()), 22),
        reads(
            "date-future",
            "dates an entry in the year 2100",
            new(&|item| item.date = Some("Fri, 01 Jan 2100 00:00:00 GMT".into())),
            1,
        ),
        reads("links-evil", "links to what is no page", many(links.iter().enumerate().map(linked).collect()), 6),
        reads(
            "link-endless",
            "has a link of a hundred kilobytes",
            new(&|item| item.link = format!("/{}", "a".repeat(100_000))),
            1,
        ),
        reads(
            "title-endless",
            "has a title of a hundred kilobytes",
            new(&|item| item.title = "خبر طويل ".repeat(6_000)),
            1,
        ),
        reads("title-missing", "leaves a title out", new(&|item| item.title = String::new()), 1),
        reads(
            "guid-endless",
            "has a GUID of a hundred kilobytes",
            new(&|item| item.guid = Some("g".repeat(100_000))),
            1,
        ),
        reads(
            "guid-with-lines",
            "has line ends in a GUID",
            new(&|item| item.guid = Some("a\r\nx-evil: 1\r\n".into())),
            1,
        ),
        reads(
            "titles-bidi",
            "turns a title around with marks",
            new(&|item| item.title = "خبر \u{202e}gpj.exe".into()),
            1,
        ),
    ]
}
