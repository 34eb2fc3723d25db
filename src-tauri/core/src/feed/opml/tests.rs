#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;

/// The path of each feed, outermost first, and its name and address.
fn shape(opml: &Opml) -> Vec<(String, &str, &str)> {
    let path = |mut place: Option<usize>| {
        let mut names = Vec::new();
        while let Some(folder) = place.map(|place| &opml.folders[place]) {
            names.insert(0, folder.title.as_str());
            place = folder.parent;
        }
        names.join(" › ")
    };
    opml.feeds.iter().map(|feed| (path(feed.folder), feed.title.as_str(), feed.feed_url.as_str())).collect()
}

#[test]
fn sloppy_files_are_read_as_meant() {
    let opml = parse(include_str!("../../../../../tests/fixtures/opml/sloppy.opml")).unwrap();
    let expected = [
        ("عربية › سياسة".to_owned(), "أخبار & رياضة", "https://a.example/?x=1&y=2"),
        ("مال › أسواق".to_owned(), "اقتصاد", "https://b.example/rss"),
        (String::new(), "بلا مجلد", "https://c.example/rss"),
    ];
    assert_eq!(shape(&opml), expected);
    assert!(opml.folders.iter().any(|folder| folder.title == "مجلد فارغ"));
    assert_eq!(opml.refused, ["رابط"], "a link is no folder");
}

#[test]
fn what_is_written_is_read_the_same() {
    let text = "<opml xmlns:frss='https://freshrss.org/opml'><body>\
        <outline text='أ &quot;ب&quot; &lt;ج&gt; &amp; د' frss:x='1' isOpen=\"true\"><outline text='ع\u{200f}‏ 📰'>\
        <outline text='مصدر&#10;بسطرين' title='The Source' type='rss' xmlUrl='http://a.example' htmlUrl='http://a.example/?a=1&amp;b=2' \
        frss:cssFullContent='.a &gt; p' undeclared:y='2' category='/x,y' isComment='false' created='Sun, 22 Nov 2026'/></outline></outline>\
        <outline text='فارغ'/><outline text='فوق' xmlUrl='https://b.example/f'/></body></opml>";
    let first = parse(text).unwrap();
    let again = write("w", "d", &first);
    let mut second = parse(&again).unwrap();
    assert!(again.contains("xmlns:undeclared=\"unknown:undeclared\""), "{again}");
    for attributes in second.feeds.iter_mut().map(|feed| &mut feed.attributes) {
        attributes.remove("xmlns:undeclared");
    }
    assert_eq!(first, second);
    assert_eq!(write("w", "d", &parse(&again).unwrap()), again);
}

#[test]
fn one_prefix_may_stand_for_two_namespaces() {
    let text = "<opml><body><outline text='1' xmlns:p='urn:a' p:x='1'><outline text='2' xmlns:p='urn:b' p:x='2' xmlUrl='https://a.example/'/></outline></body></opml>";
    let first = parse(text).unwrap();
    let again = write("w", "d", &first);
    assert!(
        again.contains("<opml version=\"2.0\" xmlns:p=\"urn:a\">") && again.contains("xmlns:p=\"urn:b\""),
        "{again}"
    );
    assert_eq!(parse(&again).unwrap(), first);
}

#[test]
fn a_name_is_text_first_and_title_is_the_publishers() {
    let of = |attributes: &str| {
        let opml = parse(&format!("<opml><outline xmlUrl='https://a.example/' {attributes}/></opml>")).unwrap();
        (opml.feeds[0].title.clone(), opml.feeds[0].own_title.clone())
    };
    assert_eq!(of("text='لي' title='له'"), ("لي".to_owned(), Some("له".to_owned())));
    assert_eq!(of("text='لي' title='لي'"), ("لي".to_owned(), None));
    assert_eq!(of("title='له'"), ("له".to_owned(), None));
    assert_eq!(of(""), (String::new(), None));
}

fn now<'a>(title: &'a str, feed_url: &'a str, site_url: Option<&'a str>) -> Current<'a> {
    Current { title, feed_url, site_url, description: None, language: None, kind: None }
}

#[test]
fn attributes_hold_until_the_library_knows_better() {
    let kept: Attributes = [
        ("text", " الجسر "),
        ("title", "El Gisr"),
        ("xmlUrl", "HTTP://Jisr.example"),
        ("htmlUrl", "http://jisr.example"),
        ("x", "y"),
        ("", "top"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    let same = feed_attributes(kept.clone(), now("الجسر", "http://jisr.example/", Some("http://jisr.example/")));
    let mut expected = kept.clone();
    expected.remove("");
    assert_eq!(same, expected);
    let later = feed_attributes(kept, now("جسري", "https://jisr.example/new", Some("https://www.jisr.example/")));
    let get = |name: &str| later.get(name).map(String::as_str);
    assert_eq!((get("text"), get("title"), get("x")), (Some("جسري"), Some("جسري"), Some("y")));
    assert_eq!((get("xmlUrl"), get("htmlUrl")), (Some("https://jisr.example/new"), Some("https://www.jisr.example/")));
}

#[test]
fn a_feed_of_no_file_is_described_in_full() {
    let described = Current {
        description: Some("وصف\nبسطرين"),
        language: Some("ar"),
        kind: Some("wordpress"),
        ..now("ورق", "https://name:word@a.example/wp-json/", Some("https://a.example/"))
    };
    let attributes = feed_attributes(Attributes::new(), described);
    let feed = OpmlFeed { attributes, ..OpmlFeed::default() };
    let text = write("w", "d", &Opml { feeds: vec![feed], ..Opml::default() });
    assert!(
        text.contains(
            "<outline text=\"ورق\" title=\"ورق\" type=\"warraq\" xmlUrl=\"https://a.example/wp-json/\" \
         htmlUrl=\"https://a.example/\" description=\"وصف بسطرين\" language=\"ar\" warraq:kind=\"wordpress\"/>"
        ),
        "{text}"
    );
    let read = parse(&text).unwrap();
    assert_eq!(read.feeds[0].kind.as_deref(), Some("wordpress"));
    assert!(!read.feeds[0].attributes.contains_key(KIND), "it is a column, not a thing to pass on");
}

#[test]
fn nothing_that_lets_somebody_in_is_kept_or_passed_on() {
    let text = "<opml><body><outline text='س' xmlUrl='https://me:hunter2@a.example/f' htmlUrl='https://me:hunter2@a.example/' \
        username='me' password='hunter2' frss:CURLOPT_COOKIE='hunter2' comment='see https://x:hunter2@b.example/'\
        other='ftp://x:hunter2@b.example/'/></body></opml>";
    let opml = parse(text).unwrap();
    // The reader may still fetch with it; the file does not say it again.
    assert!(opml.feeds[0].feed_url.contains("hunter2"));
    let attributes = feed_attributes(opml.feeds[0].attributes.clone(), now("س", &opml.feeds[0].feed_url, None));
    let out = write("w", "d", &Opml { feeds: vec![OpmlFeed { attributes, ..OpmlFeed::default() }], ..Opml::default() });
    assert_eq!(out.matches("hunter2").count(), 0, "{out}");
    let cases = [
        ("https://u:p@a.example/x", "https://a.example/x"),
        ("feed:https://u:p@a.example/x", "feed:https://a.example/x"),
        ("feed://u:p@a.example/x", "feed://a.example/x"),
        ("https://u:p@/x", "https:///x"),
        ("https://a.example/@name", "https://a.example/@name"),
        ("mail@a.example", "mail@a.example"),
    ];
    for (value, expected) in cases {
        assert_eq!(without_login(value), expected);
    }
}

#[test]
fn hostile_files_are_bounded() {
    assert_eq!(parse(&" ".repeat(MAX_MEGABYTES * 1024 * 1024 + 1)), Err(OpmlError::TooLarge(MAX_MEGABYTES)));
    let feeds = |count: usize| format!("<opml><body>{}", "<outline xmlUrl='http://a/'/>".repeat(count));
    assert_eq!(parse(&feeds(MAX_FEEDS)).map(|opml| opml.feeds.len()), Ok(MAX_FEEDS));
    assert_eq!(parse(&feeds(MAX_FEEDS + 1)), Err(OpmlError::TooMany(MAX_FEEDS)));
    let folders = format!("<opml>{}", "<outline text='م'></outline>".repeat(MAX_FEEDS + 1));
    assert_eq!(parse(&folders), Err(OpmlError::TooMany(MAX_FEEDS)));
    let deep = format!("<opml>{}<outline xmlUrl='http://a/'/>", "<outline text='م'>".repeat(100_000));
    let opml = parse(&deep).unwrap();
    assert_eq!((opml.feeds.len(), opml.folders.len()), (1, MAX_DEPTH));
    let long =
        format!("<opml>{}<outline xmlUrl='http://a/'/>", format!("<outline text='{}'>", "م".repeat(300)).repeat(32));
    assert!(parse(&long).unwrap().folders.len() < 8, "names joined to a path are bounded");
    let laughs = "<!DOCTYPE o [<!ENTITY a 'ha'><!ENTITY b SYSTEM 'file:///etc/passwd'>]><opml><outline text='&a;&b;' xmlUrl='x'/></opml>";
    assert_eq!(parse(laughs).unwrap().feeds[0].title, "&a;&b;");
    let fat =
        format!("<opml><outline xmlUrl='http://a/' {}/>", format!("{}='{}' ", "a", "x".repeat(9_000)).repeat(100));
    assert!(parse(&fat).unwrap().feeds[0].attributes["a"].len() <= MAX_VALUE);
    assert!(matches!(parse("<html><body>"), Err(OpmlError::NotOpml(_))));
    assert!(matches!(parse(""), Err(OpmlError::NotOpml(_))));
}

#[test]
fn deep_closing_and_opening_stay_in_step() {
    // Deeper than is noted, closed again, then a folder at the top.
    let text = format!(
        "<opml>{}{}<outline text='فوق'><outline xmlUrl='http://a/'/></outline></opml>",
        "<outline text='م'>".repeat(5_000),
        "</outline>".repeat(5_000)
    );
    assert_eq!(shape(&parse(&text).unwrap())[0].0, "فوق");
}

#[test]
fn an_outliners_document_is_no_list_of_folders() {
    let notes = "<opml><body><outline text='chapter'><outline text='note'/></outline></body></opml>";
    assert_eq!(parse(notes), Ok(Opml::default()));
}

#[test]
fn a_feed_with_outlines_in_it_stands_beside_them() {
    let text = "<opml><outline text='م'><outline text='أ' xmlUrl='http://a/'><outline text='ب' xmlUrl='http://b/'/></outline></outline></opml>";
    assert_eq!(shape(&parse(text).unwrap()), [("م".to_owned(), "أ", "http://a/"), ("م".to_owned(), "ب", "http://b/")]);
}

#[test]
fn a_name_that_is_cut_ends_with_a_letter() {
    let name = "كلمة ".repeat(100);
    let text = format!(
        r#"<opml><body><outline text="{name}"><outline text="{name}" xmlUrl="https://a.example/"/></outline></body></opml>"#
    );
    let read = parse(&text).unwrap();
    for title in [&read.folders[0].title, &read.feeds[0].title] {
        assert!(title.chars().count() > 290 && title.ends_with('ة'), "{title:?}");
    }
}
