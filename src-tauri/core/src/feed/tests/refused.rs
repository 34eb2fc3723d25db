//! What servers send in the place of a feed: an error each, never a feed without entries.

use super::super::*;

#[test]
fn pages_are_told_from_feeds() {
    for page in [
        "<!DOCTYPE html><html><head><title>تسجيل الدخول</title></head><body><form></form></body></html>",
        // XHTML is XML too.
        "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"x\"><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>م</title></head><body><p>نص</p></body></html>",
        "<?xml version=\"1.0\"?><h:html xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:head><h:title>م</h:title></h:head></h:html>",
        "<HTML><HEAD><META HTTP-EQUIV=\"refresh\" CONTENT=\"0;url=http://192.0.2.1/login\"></HEAD></HTML>",
        "<script>window.location=\"http://portal.example/\";</script>",
        "<html><!-- <?xml version=\"1.0\"?><WISPAccessGatewayParam/> --><body></body></html>",
        "<html><body><item><title>م</title></item><entry/><channel><title>x</title></channel></body></html>",
        "<div><entry><title>م</title></entry></div>",
        "<br />\n<b>Fatal error</b>:  Uncaught Error in <b>/srv/feed.php</b> on line <b>1</b><br />",
    ] {
        assert_eq!(parse(page.as_bytes(), Some("application/rss+xml"), None), Err(ParseError::Html), "{page}");
    }
}

#[test]
fn other_documents_are_refused() {
    for document in [
        r#"{"error":{"code":404,"message":"no"}}"#,
        r#"{"code":"rest_no_route","message":"no","data":{"status":404}}"#,
        r#"{"title":"Not Found","status":404}"#,
        r#"{"type":"about:blank","title":"Forbidden","items":[]}"#,
        r#"{"title":"Shop","items":[{"sku":1,"price":2}]}"#,
        r#"[{"id":1,"title":{"rendered":"م"}}]"#,
        r#"{"version":"1.0","items":null}"#,
        "{",
        "<?xml version=\"1.0\"?><opml version=\"2.0\"><head/><body><outline xmlUrl=\"https://a.example/\"/></body></opml>",
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>https://a.example/</loc></url></urlset>",
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault/></s:Body></s:Envelope>",
        "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
        "<error><title>م</title><message>x</message></error>",
        "<WISPAccessGatewayParam><Redirect/></WISPAccessGatewayParam>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>م</title></svg>",
        "<catalog><item><title>م</title><price>1</price></item></catalog>",
        "<response><status>error</status><entry>1</entry></response>",
        "<feed><animal>cow</animal></feed>",
        "<channel><name>TV</name></channel>",
        "Not found",
        "error code: 1020",
        "404 <not found>",
    ] {
        let outcome = parse(document.as_bytes(), None, None);
        assert!(matches!(outcome, Err(ParseError::NotAFeed(_))), "{document}: {outcome:?}");
    }
}

#[test]
fn archives_and_pictures_are_refused_whatever_stands_in_them() {
    let feed = b"<rss version=\"2.0\"><channel><title>x</title><item><title>y</title></item></channel></rss>";
    for head in [b"PK\x03\x04\x14\0\0\0".as_slice(), b"\x1f\x8b\x08\0", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"GIF89a"]
    {
        let bytes = [head, feed].concat();
        assert!(matches!(parse(&bytes, None, None), Err(ParseError::NotAFeed(_))), "{head:?}");
    }
    // The same behind a signature's first letters is a feed with junk before it.
    assert!(parse(&[b"P".as_slice(), feed].concat(), None, None).is_ok());
}

#[test]
fn a_feed_without_entries_is_a_feed() {
    for feed in [
        "<rss version=\"2.0\"><channel><title>م</title></channel></rss>",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>x</id></feed>",
        r#"{"version":"https://jsonfeed.org/version/1.1","title":"م","items":[]}"#,
    ] {
        assert_eq!(parse(feed.as_bytes(), None, None).unwrap().entries.len(), 0, "{feed}");
    }
}
