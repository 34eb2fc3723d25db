#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;

mod broken;
mod refused;

/// The fixtures of this folder, by name.
macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../../../../../tests/fixtures/feeds/", $name)).as_slice()
    };
}

fn read(bytes: &[u8]) -> ParsedFeed {
    parse(bytes, None, Some(&Url::parse("https://akhbar.example/feed/").unwrap())).unwrap()
}

fn address(url: &Option<Url>) -> &str {
    url.as_ref().map_or("", Url::as_str)
}

const FIXTURES: [&[u8]; 15] = [
    fixture!("rss2_wordpress.xml"),
    fixture!("rss2_windows1256_undeclared.xml"),
    fixture!("rss2_php_warning.xml"),
    fixture!("rss2_bare_ampersand.xml"),
    fixture!("rss2_html_entities.xml"),
    fixture!("rss2_unclosed_tags.xml"),
    fixture!("rss2_truncated.xml"),
    fixture!("rss2_arabic_dates.xml"),
    fixture!("rss2_undeclared_prefixes.xml"),
    fixture!("rss1_rdf.xml"),
    fixture!("atom10.xml"),
    fixture!("atom03_escaped.xml"),
    fixture!("cdf.xml"),
    fixture!("json_numeric_ids.json"),
    fixture!("rss2_laughs.xml"),
];

#[test]
fn a_wordpress_feed_gives_all_that_it_holds() {
    let feed = read(fixture!("rss2_wordpress.xml"));
    assert_eq!((feed.format, feed.title.as_str()), (Some(Format::Rss), "أخبار العالم"));
    assert_eq!(address(&feed.site_url), "https://akhbar.example/");
    assert_eq!((feed.language.as_deref(), feed.ttl_minutes), (Some("ar"), Some(30)));
    assert_eq!(address(&feed.icon), "https://akhbar.example/icon.png");
    assert_eq!(feed.repairs, [""; 0]);
    let entry = &feed.entries[0];
    assert_eq!(entry.title, "«هرمز»: ما الذي تغيّر & لماذا؟");
    assert_eq!(address(&entry.url), "https://akhbar.example/2026/11/hormuz/");
    assert_eq!(entry.guid.as_deref(), Some("https://akhbar.example/?p=4711"));
    assert_eq!((entry.authors.as_slice(), entry.categories.len()), (["سلمى".to_owned()].as_slice(), 2));
    assert_eq!(entry.published, crate::text::date::parse("2026-11-20T06:15:00Z"));
    assert_eq!(entry.content.as_ref().unwrap().0, "<p>النص <a href=\"/x\">كله</a></p>");
    assert_eq!(entry.summary.as_ref().unwrap().0, "<p>الملخص [&#8230;]</p>");
    assert_eq!(address(&entry.comments_url), "https://akhbar.example/2026/11/hormuz/#comments");
    assert_eq!(address(&entry.comments_feed), "https://akhbar.example/2026/11/hormuz/feed/");
    assert_eq!(entry.comment_count, Some(7));
    assert_eq!(address(&entry.image), "https://akhbar.example/wide.jpg");
    assert_eq!(address(&entry.base), "https://akhbar.example/2026/11/hormuz/");
    assert_eq!(entry.source.as_ref().unwrap().0, "رويترز");
    let sound = &entry.enclosures[0];
    assert_eq!((sound.mime.as_deref(), sound.bytes), (Some("audio/mpeg"), Some(1234)));
    // Only http and https addresses leave this module.
    assert!(feed.entries[1].url.is_none() && feed.entries[1].enclosures.is_empty() && feed.entries[1].image.is_none());
}

#[test]
fn every_kind_of_broken_feed_is_read_and_says_so() {
    for (bytes, title, repair) in [
        (fixture!("rss2_windows1256_undeclared.xml"), "انطلاق معرض الكتاب في بغداد", "charset"),
        (fixture!("rss2_php_warning.xml"), "خبر بعد التحذير", "junk_before"),
        (fixture!("rss2_bare_ampersand.xml"), "نفط & غاز", "bare_ampersand"),
        (fixture!("rss2_html_entities.xml"), "«خبر» – عاجل", "html_entity"),
        (fixture!("rss2_unclosed_tags.xml"), "عنوان أول", "unclosed_tag"),
        (fixture!("rss2_truncated.xml"), "خبر كامل", "truncated"),
        (fixture!("rss2_undeclared_prefixes.xml"), "خبر بلا تعريف", "undeclared_prefix"),
    ] {
        let feed = read(bytes);
        assert_eq!(feed.entries[0].title, title);
        assert!(feed.repairs.contains(&repair), "{title}: {:?}", feed.repairs);
    }
}

#[test]
fn unclosed_tags_lose_no_entry() {
    let feed = read(fixture!("rss2_unclosed_tags.xml"));
    let titles: Vec<_> = feed.entries.iter().map(|entry| entry.title.as_str()).collect();
    assert_eq!(titles, ["عنوان أول", "عنوان ثان", "عنوان ثالث"]);
    assert_eq!(feed.entries[0].summary.as_ref().unwrap().0, "سطر<br>وسطر");
    assert_eq!(address(&feed.entries[1].url), "https://akhbar.example/2");
}

#[test]
fn a_torn_entry_is_left_out_unless_it_is_all_there_is() {
    let feed = read(fixture!("rss2_truncated.xml"));
    assert_eq!(feed.entries.len(), 1);
    let one = "<rss><channel><title>م</title><item><title>واحد</title><description>نص مقطو";
    assert_eq!(read(one.as_bytes()).entries[0].title, "واحد");
}

#[test]
fn arabic_dates_are_read() {
    let feed = read(fixture!("rss2_arabic_dates.xml"));
    let expected = crate::text::date::parse("2026-11-20T06:15:00Z");
    assert_eq!(feed.entries.len(), 5);
    for entry in &feed.entries {
        assert_eq!(entry.published, expected, "{}", entry.title);
    }
}

#[test]
fn the_other_vocabularies() {
    let rdf = read(fixture!("rss1_rdf.xml"));
    assert_eq!((rdf.title.as_str(), rdf.entries.len()), ("خلاصة قديمة", 2));
    assert_eq!(rdf.entries[0].guid.as_deref(), Some("https://akhbar.example/1"));
    assert_eq!(rdf.entries[0].authors, ["كاتب"]);

    let atom = read(fixture!("atom10.xml"));
    assert_eq!((atom.format, atom.title.as_str()), (Some(Format::Atom), "1 < 2 & 3"));
    let entry = &atom.entries[0];
    assert_eq!((entry.title.as_str(), address(&entry.url)), ("<b> نص لا وسم", "https://akhbar.example/a/1"));
    assert_eq!(entry.content.as_ref().unwrap().0, "<div><p>نص <br>ثان</p></div>");
    assert_eq!((address(&entry.base), entry.language.as_deref()), ("https://cdn.example/b/", Some("ar-LB")));
    assert_eq!((entry.authors.as_slice(), entry.comment_count), (["محررة".to_owned()].as_slice(), Some(3)));
    assert_eq!(entry.source.as_ref().unwrap().0, "صحيفة أخرى");
    assert_eq!(address(&entry.comments_feed), "https://akhbar.example/a/1/comments");
    assert!(entry.updated > entry.published);

    let old = read(fixture!("atom03_escaped.xml"));
    assert_eq!((old.title.as_str(), old.entries[0].title.as_str()), ("قديم & جديد", "عنوان مائل"));
    assert_eq!(old.entries[0].content.as_ref().unwrap().0, "<p>أهلا</p>");

    let cdf = read(fixture!("cdf.xml"));
    assert_eq!((cdf.title.as_str(), address(&cdf.entries[0].url)), ("قناة", "https://akhbar.example/c/1"));

    let json = read(fixture!("json_numeric_ids.json"));
    assert_eq!((json.format, json.title.as_str(), json.entries.len()), (Some(Format::Json), "خلاصة <JSON>", 2));
    assert_eq!(json.entries[0].guid.as_deref(), Some("17"));
    assert_eq!(json.entries[1].content.as_ref().unwrap().0, "1 &lt; 2<br>ثم");
}

#[test]
fn entities_of_the_document_are_inert() {
    let feed = read(fixture!("rss2_laughs.xml"));
    let title = &feed.entries[0].title;
    assert!(title.len() < 1_000 && title.starts_with("ضحك") && !title.contains("root:"), "{title}");
}

#[test]
fn what_is_no_feed_is_refused() {
    let refused = |text: &str| parse(text.as_bytes(), None, None).unwrap_err();
    for empty in ["", " \n\t ", "\u{feff}", "\0\0"] {
        assert_eq!(refused(empty), ParseError::Empty, "{empty:?}");
    }
    for page in [
        "<!DOCTYPE html><html><head><title>تسجيل الدخول</title><form>",
        "<html><body><p>wifi</p></body></html>",
        "<meta http-equiv=refresh content='0; url=https://portal.example/'>",
        "<script>location='/login'</script><noscript><rss-like></noscript>",
        "\n<div class=\"captive\">Welcome</div>",
        // A page that names a feed is not one.
        "<html><head><link rel=alternate type=application/rss+xml href=/feed/></head><body><rss version=2.0></body>",
    ] {
        assert_eq!(refused(page), ParseError::Html, "{page}");
    }
    for other in [
        "{}",
        "[1, 2]",
        "{\"error\": \"not found\"}",
        "just text",
        "<opml version=\"2.0\"><body/></opml>",
        "<urlset><url><loc>https://a.example/</loc></url></urlset>",
        "<?xml version=\"1.0\"?><error>no</error>",
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><foaf:Person/></rdf:RDF>",
        "{\"version\": ",
    ] {
        assert!(matches!(refused(other), ParseError::NotAFeed(_)), "{other}: {}", refused(other));
    }
    assert!(parse("<rss version=\"2.0\"><channel><title>م</title></channel></rss>".as_bytes(), None, None).is_ok());
}

#[test]
fn counts_and_depths_are_bounded() {
    let many = format!("<rss><channel>{}</channel></rss>", "<item><title>م</title></item>".repeat(MAX_ENTRIES + 10));
    let feed = read(many.as_bytes());
    assert_eq!(feed.entries.len(), MAX_ENTRIES);
    assert_eq!(feed.repairs, ["too_many_entries"]);
    let deep = format!("<rss><channel><title>م</title>{}<item><title>عميق</title></item>", "<x>".repeat(100_000));
    assert_eq!(read(deep.as_bytes()).title, "م");
}

#[test]
fn repetition_takes_linear_time() {
    // Half a million bytes of each: a quadratic step would take minutes here.
    let head = "<rss><channel><title>م</title><item>";
    for piece in [
        "<title>",
        "<description>",
        "<description><b>",
        "<item><title>",
        "<a b=\"",
        "<![CDATA[",
        "&a;",
        "&",
        "<link>",
        "</x>",
        "<title>x</link>",
        "<x:title>",
        "<a xmlns:b=\"c\">",
        "<content><div>",
        "<title><description>",
        "<x xmlns:y=''><title>",
    ] {
        let text = format!("{head}{}", piece.repeat(500_000 / piece.len()));
        let _ = parse(text.as_bytes(), None, None);
    }
}

#[test]
fn self_links_are_never_the_page() {
    let feed = read(
        br#"<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><link rel="self" href="http://evil.example/"/>
        <entry><title>x</title><link rel="self" href="http://evil.example/e"/></entry></feed>"#,
    );
    assert!(feed.site_url.is_none() && feed.entries[0].url.is_none());
}

proptest! {
    #[test]
    fn random_bytes_do_not_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = parse(&bytes, Some("text/xml; charset=windows-1256"), None);
        let _ = decode(&bytes, None);
    }

    #[test]
    fn random_markup_does_not_panic(
        text in "(<|</|>|/|=|\"|'|&|;|!|\\[|\\]|-|\\?|rss|item|title|link|feed|entry|content|description|xmlns|:|CDATA| |ع|\\{|\\}){0,80}"
    ) {
        let _ = parse(text.as_bytes(), None, None);
        let _ = opml::parse(&text);
        let _ = discover(&text, &Url::parse("https://a.example/").unwrap());
    }

    #[test]
    fn damaged_fixtures_do_not_panic(
        which in 0..FIXTURES.len(),
        at in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
        noise in proptest::collection::vec(any::<u8>(), 0..6),
    ) {
        let mut bytes = FIXTURES[which].to_vec();
        let at = at.index(bytes.len());
        let end = (at + noise.len()).min(bytes.len());
        bytes.splice(at..end, noise);
        bytes.truncate(cut.index(bytes.len() + 1));
        let _ = parse(&bytes, None, None);
    }
}
