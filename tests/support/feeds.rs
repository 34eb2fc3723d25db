//! Small feeds for tests, written on the spot.

use std::fmt::Write as _;

/// An item of a made feed.
#[derive(Debug, Clone)]
pub struct Item {
    /// GUID; none leaves it out.
    pub guid: Option<String>,
    /// Link.
    pub link: String,
    /// Headline.
    pub title: String,
    /// The whole text.
    pub html: String,
    /// RFC 822; none leaves it out.
    pub date: Option<String>,
}

impl Item {
    /// Item number `n` with a text of its own, long enough not to pass for an excerpt.
    pub fn numbered(n: usize) -> Self {
        Self {
            guid: Some(format!("guid-{n}")),
            link: format!("/articles/{n}"),
            title: format!("خبر رقم {n} من صحيفة الاختبار"),
            html: format!("<p>فقرة الخبر {n}. {}</p>", "كلمات كثيرة تملأ المتن وتجعله نصا كاملا. ".repeat(24)),
            date: Some(format!("Sun, 22 Nov 2026 {:02}:{:02}:00 GMT", 11 - (n / 60) % 12, 59 - n % 60)),
        }
    }
}

/// An RSS 2.0 document.
pub fn rss(title: &str, items: &[Item]) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>{title}</title>\
         <link>http://127.0.0.1/</link><description>للاختبار</description><language>ar</language>\n"
    );
    for item in items {
        let guid = item.guid.as_ref().map(|guid| format!("<guid isPermaLink=\"false\">{guid}</guid>"));
        let date = item.date.as_ref().map(|date| format!("<pubDate>{date}</pubDate>"));
        let _ = writeln!(
            out,
            "<item><title>{}</title><link>{}</link>{}{}<content:encoded><![CDATA[{}]]></content:encoded></item>",
            item.title,
            item.link,
            guid.unwrap_or_default(),
            date.unwrap_or_default(),
            item.html
        );
    }
    out.push_str("</channel></rss>\n");
    out
}
