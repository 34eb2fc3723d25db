//! Comment feeds. WordPress's RSS has no field for what a comment answers; it writes a line of its own above the text
//! («In reply to <a href="…#comment-7">name</a>.», in the site's language), which is read and taken away here. Atom has
//! `thr:in-reply-to` (RFC 4685).

use std::collections::HashMap;

use url::Url;

use super::{Remark, Thread, bounded, key, name, number_in};
use crate::feed::{self, Format, ParseError, ParsedEntry};
use crate::html::{RawHtml, raw_to_text};
use crate::text::fold;

/// WordPress shows so many comments in a feed unless its owner says otherwise: as many as this, or a multiple of five
/// above it, may be all or may be the newest only.
const USUAL_LENGTH: usize = 10;

/// Reads a comment feed. `known`: how many comments the article has as far as is known.
///
/// # Errors
/// When the bytes are no feed.
pub(crate) fn read(
    bytes: &[u8],
    content_type: Option<&str>,
    url: &Url,
    known: Option<u32>,
) -> Result<Thread, ParseError> {
    let parsed = feed::parse(bytes, content_type, Some(url))?;
    let post = parsed.entries.iter().find_map(post_number);
    let length = parsed.entries.len();
    let by_wordpress = parsed.entries.iter().any(|entry| comment_number(entry).is_some());
    let mut remarks: Vec<(Remark, Option<Url>)> = Vec::with_capacity(length);
    for entry in parsed.entries {
        let address = entry.url.clone();
        if let Some(remark) = remark(entry, parsed.format, by_wordpress) {
            remarks.push((remark, address));
        }
    }
    thread_by_lines(&mut remarks);
    let fewer = known.is_some_and(|known| usize::try_from(known).unwrap_or(usize::MAX) > length);
    let full = by_wordpress && length >= USUAL_LENGTH && length.is_multiple_of(5);
    Ok(Thread { remarks: remarks.into_iter().map(|(remark, _)| remark).collect(), post, partial: fewer || full })
}

/// The site's root and the post's number in a comment's GUID: `https://site/?p=7#comment-45`.
fn post_number(entry: &ParsedEntry) -> Option<(Url, u64)> {
    let guid = entry.guid.as_deref()?;
    number_in(guid)?;
    let mut url = feed::resolve(guid, None)?;
    let number = url.query_pairs().find(|(name, _)| name == "p").and_then(|(_, number)| number.parse().ok())?;
    url.set_query(None);
    url.set_fragment(None);
    Some((url, number))
}

fn comment_number(entry: &ParsedEntry) -> Option<String> {
    let address = entry.guid.as_deref().and_then(number_in);
    address.or_else(|| entry.url.as_ref().and_then(|url| number_in(url.as_str()))).map(str::to_owned)
}

fn remark(entry: ParsedEntry, format: Option<Format>, by_wordpress: bool) -> Option<Remark> {
    let number = comment_number(&entry);
    let identity = number.or_else(|| entry.guid.clone()).or_else(|| entry.url.as_ref().map(|url| url.to_string()))?;
    let markup = entry.content.or(entry.summary).unwrap_or_default();
    if by_wordpress && is_pingback(&markup) {
        return None;
    }
    let author = entry.authors.first().map(|author| name(author)).unwrap_or_default();
    // A feed of comments without authors may name them in its titles («By: name», «بواسطة: name»).
    let author = if author.is_empty() { after_colon(&entry.title) } else { author };
    // In RSS a comment may be plain text whose line breaks mean something.
    let markup = match format {
        Some(Format::Rss) if !markup.0.contains('<') => RawHtml(lines_to_breaks(&markup.0)),
        _ => markup,
    };
    Some(Remark {
        key: key(&identity),
        parent: entry.in_reply_to.as_deref().map(key),
        author,
        registered: false,
        published: entry.published.or(entry.updated),
        html: bounded(&markup.0),
    })
}

fn lines_to_breaks(text: &str) -> String {
    text.trim().replace("\r\n", "\n").replace('\n', "<br>")
}

/// What stands behind the first colon of a title.
fn after_colon(title: &str) -> String {
    title.split_once([':', '：']).map(|(_, rest)| name(rest)).unwrap_or_default()
}

/// A pingback or trackback: WordPress writes them between two of these, and they are nobody's words.
fn is_pingback(markup: &RawHtml) -> bool {
    let text = raw_to_text(markup);
    let text = text.trim();
    let marks = |at_start: bool| {
        ["[…]", "[...]", "[&#8230;]"]
            .iter()
            .any(|mark| if at_start { text.starts_with(mark) } else { text.ends_with(mark) })
    };
    text.len() > 8 && marks(true) && marks(false)
}

/// Takes the line «In reply to …» off each comment that has one, and its parent out of it. It is known by what it is,
/// not by its words, which are the site's: a first paragraph of a few words whose one link leads to another comment of
/// this very feed and is named for who wrote that.
fn thread_by_lines(remarks: &mut [(Remark, Option<Url>)]) {
    let mut authors: HashMap<String, String> = HashMap::new();
    let mut by_address: HashMap<String, String> = HashMap::new();
    for (remark, address) in remarks.iter() {
        authors.insert(remark.key.clone(), fold(&remark.author));
        if let Some(address) = address {
            by_address.insert(address.as_str().to_owned(), remark.key.clone());
        }
    }
    for (remark, _) in remarks.iter_mut() {
        let Some(line) = first_line(&remark.html.0) else { continue };
        let target = number_in(&line.href).map(str::to_owned).or_else(|| by_address.get(&line.href).cloned());
        let Some(parent) = target.filter(|parent| *parent != remark.key) else { continue };
        let named = authors.get(&parent).is_some_and(|author| !author.is_empty() && *author == fold(&line.name));
        // The parent may be older than what the feed still shows; then the words have to do.
        if named || (!authors.contains_key(&parent) && says_reply(&line.words)) {
            remark.parent.get_or_insert(parent);
            let rest = remark.html.0.get(line.end..).unwrap_or_default().trim_start().to_owned();
            remark.html = RawHtml(rest);
        }
    }
}

/// A first paragraph that holds one link.
struct Line {
    href: String,
    name: String,
    /// What stands around the link.
    words: String,
    /// Where the text goes on.
    end: usize,
}

/// The longest such paragraph, in bytes of markup: an Arabic address of a comment takes hundreds.
const LONGEST_LINE: usize = 4 * 1024;
/// The most letters around its link.
const MOST_WORDS: usize = 40;

fn first_line(markup: &str) -> Option<Line> {
    let from = markup.len() - markup.trim_start().len();
    let rest = markup.get(from..)?;
    let (inner_at, close) = match rest.strip_prefix("<p>") {
        Some(_) => (from + 3, "</p>"),
        None => (from, "\n"),
    };
    let inner = markup.get(inner_at..)?;
    let length = inner.find(close).filter(|length| *length <= LONGEST_LINE)?;
    let inner = inner.get(..length)?;
    let at = inner.find("<a ")?;
    let (before, tag) = inner.split_at(at);
    let (tag, after) = tag.split_once('>')?;
    let (link, after) = after.split_once("</a>")?;
    if after.contains("<a ") {
        return None;
    }
    let href = feed::xml::attribute(tag.strip_prefix("<a")?, "href")?;
    let words = raw_to_text(&RawHtml(format!("{before} {after}")));
    let few = words.chars().filter(|c| c.is_alphanumeric()).count() <= MOST_WORDS;
    few.then(|| Line { href, name: name(link), words, end: inner_at + length + close.len() })
}

/// «In reply to» in the languages of the sites that Arab readers follow, folded.
fn says_reply(words: &str) -> bool {
    const REPLIES: [&str; 12] = [
        "in reply to",
        "reply to",
        "ردا علي",
        "رد علي",
        "ردا ل",
        "في رد علي",
        "en reponse a",
        "en réponse à",
        "yanit olarak",
        "cevap olarak",
        "در پاسخ به",
        "als antwort auf",
    ];
    let words = fold(words);
    REPLIES.iter().any(|phrase| words.contains(&fold(phrase)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;
    use crate::comments::arrange;

    fn feed_url() -> Url {
        Url::parse("https://jisr.example/2026/khabar/feed/").unwrap()
    }

    fn item(number: u32, who: &str, body: &str) -> String {
        format!(
            "<item><title>بواسطة: {who}</title><link>https://jisr.example/2026/khabar/#comment-{number}</link>
             <dc:creator><![CDATA[{who}]]></dc:creator><pubDate>Sun, 22 Nov 2026 {number:02}:00:00 +0000</pubDate>
             <guid isPermaLink=\"false\">https://jisr.example/?p=7#comment-{number}</guid>
             <description><![CDATA[مقتطف]]></description><content:encoded><![CDATA[{body}]]></content:encoded></item>"
        )
    }

    fn rss(items: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>التعليقات على: خبر</title>{items}</channel></rss>"
        )
    }

    fn thread(document: &str, known: Option<u32>) -> Thread {
        read(document.as_bytes(), None, &feed_url(), known).unwrap()
    }

    #[test]
    fn wordpress_rss_is_threaded_by_its_reply_line_in_any_language() {
        for phrase in ["In reply to {}.", "ردًا على {}.", "{}에 답글로", "Ответ на {}."] {
            let line = |number: u32, who: &str| {
                let link = format!("<a href=\"https://jisr.example/2026/khabar/#comment-{number}\">{who}</a>");
                format!("<p>{}</p>\n\n", phrase.replace("{}", &link))
            };
            let document = rss(&(item(4, "ليلى", &format!("{}<p>العفو.</p>", line(3, "سلمى")))
                + &item(3, "سلمى", "<p>شكرًا على الخبر.</p>")));
            let found = thread(&document, Some(2));
            assert_eq!(found.post, Some((Url::parse("https://jisr.example/").unwrap(), 7)));
            assert!(!found.partial);
            let placed = arrange(found.remarks);
            assert_eq!((placed[1].remark.author.as_str(), placed[1].depth), ("ليلى", 1), "{phrase}");
            assert_eq!(placed[1].remark.html.0, "<p>العفو.</p>", "{phrase}");
        }
    }

    #[test]
    fn a_link_to_another_comment_in_a_readers_own_words_stays() {
        let own = "<p>انظر <a href=\"https://jisr.example/2026/khabar/#comment-3\">هذا التعليق</a> أيضًا.</p>";
        let found = thread(&rss(&(item(4, "ليلى", own) + &item(3, "سلمى", "<p>أ</p>"))), None);
        assert_eq!(found.remarks[0].parent, None);
        assert_eq!(found.remarks[0].html.0, own);
    }

    #[test]
    fn a_parent_that_the_feed_no_longer_shows_is_told_by_the_words() {
        let old = "<p>In reply to <a href=\"https://jisr.example/x/#comment-1\">سلمى</a>.</p><p>نعم</p>";
        let found = thread(&rss(&item(4, "ليلى", old)), None);
        assert_eq!((found.remarks[0].parent.as_deref(), found.remarks[0].html.0.as_str()), (Some("1"), "<p>نعم</p>"));
    }

    #[test]
    fn pingbacks_are_nobodys_words() {
        let ping = "<p>[&#8230;] نشر موقع آخر هذا الخبر [&#8230;]</p>";
        assert_eq!(thread(&rss(&(item(2, "موقع", ping) + &item(1, "سلمى", "<p>أ […] ب</p>"))), None).remarks.len(), 1);
    }

    #[test]
    fn a_feed_that_may_be_cut_says_so() {
        let many: String = (1..=10).map(|n| item(n, "قارئ", "<p>تعليق</p>")).collect();
        assert!(thread(&rss(&many), None).partial);
        assert!(thread(&rss(&item(1, "قارئ", "<p>تعليق</p>")), Some(4)).partial);
        assert!(!thread(&rss(&item(1, "قارئ", "<p>تعليق</p>")), Some(1)).partial);
    }

    #[test]
    fn atom_says_what_a_comment_answers() {
        let document = "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'>
            <entry><id>https://jisr.example/?p=7#comment-2</id><author><name>ب</name></author><updated>2026-11-22T10:00:00Z</updated>
              <thr:in-reply-to ref='https://jisr.example/?p=7#comment-1' href='https://jisr.example/x/#comment-1'/>
              <content type='html'>&lt;p&gt;رد&lt;/p&gt;</content></entry>
            <entry><id>https://jisr.example/?p=7#comment-1</id><author><name>أ</name></author><updated>2026-11-22T09:00:00Z</updated>
              <thr:in-reply-to ref='https://jisr.example/?p=7'/><content type='html'>&lt;p&gt;أصل&lt;/p&gt;</content></entry></feed>";
        let placed = arrange(thread(document, None).remarks);
        assert_eq!((placed[0].remark.author.as_str(), placed[0].depth), ("أ", 0), "the post is no comment");
        assert_eq!((placed[1].remark.author.as_str(), placed[1].depth), ("ب", 1));
    }

    #[test]
    fn any_feed_will_do() {
        let plain =
            "<rss version='2.0'><channel><title>x</title><item><guid>a</guid><author>reader@x.example (كريم)</author>
            <description>سطر\nثانٍ &amp;amp; ثالث</description></item></channel></rss>";
        let found = thread(plain, None);
        assert_eq!(found.remarks.len(), 1);
        assert_eq!(found.remarks[0].author, "كريم");
        assert!(found.remarks[0].html.0.contains("<br>"), "{:?}", found.remarks[0].html);
        assert!(read(b"<html><body>no</body></html>", None, &feed_url(), None).is_err());
    }
}
