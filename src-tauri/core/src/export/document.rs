//! What a file says of an article, before any format.

use std::collections::HashMap;

use crate::contract::{Attribution, Enclosure, EntryDetail, TextState};
use crate::html::{self, Node};
use crate::model::{Direction, EntryId, MediaHash, Subject, TextOrigin, Timestamp};

/// A picture's bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// As they are stored.
    pub bytes: Vec<u8>,
    /// Their media type.
    pub mime: String,
}

impl Picture {
    /// What the name of a file of it ends with.
    pub fn extension(&self) -> &'static str {
        match self.mime.as_str() {
            "image/jpeg" => "jpg",
            "image/png" => "png",
            "image/gif" => "gif",
            "image/webp" => "webp",
            "image/avif" => "avif",
            "image/svg+xml" => "svg",
            _ => "img",
        }
    }
}

/// Pictures by the name of their bytes; one that is not among them is said by its words alone.
pub type Pictures = HashMap<MediaHash, Picture>;

/// A picture with what is said under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The picture; none where it is not here.
    pub media: Option<MediaHash>,
    /// Its alternative text.
    pub alt: String,
    /// Its caption.
    pub caption: String,
}

/// Another article that the author pointed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its headline.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// Its paper, where it is in the library.
    pub source: Option<String>,
}

/// An article as a file says it. All plain text but for the body; all addresses http(s).
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Its number in the library.
    pub id: EntryId,
    /// The headline's direction, which is the file's.
    pub direction: Direction,
    /// Which way the body runs.
    pub body_direction: Direction,
    /// Its language (BCP 47), where known.
    pub language: Option<String>,
    /// The headline.
    pub title: String,
    /// The sub-headline.
    pub subtitle: Option<String>,
    /// What it is about, and whether that was guessed.
    pub subject: Option<(Subject, bool)>,
    /// Whether it was breaking news.
    pub breaking: bool,
    /// The publisher's sections.
    pub categories: Vec<String>,
    /// The publisher's tags.
    pub tags: Vec<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// The news agency that it is by.
    pub agency: Option<String>,
    /// The paper that it was read from.
    pub paper: String,
    /// What the page's site calls itself, where that is another name.
    pub publisher: Option<String>,
    /// «المصدر».
    pub source: Attribution,
    /// When it was published.
    pub published: Timestamp,
    /// When it was last changed, where it was.
    pub updated: Option<Timestamp>,
    /// When this text was fetched.
    pub fetched: Timestamp,
    /// Its address.
    pub url: Option<String>,
    /// What the page says its address is, where that is another.
    pub canonical: Option<String>,
    /// Where the text came from.
    pub origin: TextOrigin,
    /// Whether the whole text is here.
    pub whole: bool,
    /// The lead picture, where the body does not open with it.
    pub lead: Option<Figure>,
    /// «اقرأ أيضاً», by number.
    pub cards: Vec<Card>,
    /// What the publisher attached.
    pub enclosures: Vec<Enclosure>,
    /// The text.
    pub(crate) body: Vec<Node>,
}

impl Document {
    /// Takes a stored article apart.
    pub fn of(article: &EntryDetail) -> Self {
        let row = &article.summary;
        let cards = article.read_also.iter().map(|story| {
            let stored = story.entry.as_ref();
            Card {
                title: stored.map_or(&story.title, |stored| &stored.title).clone(),
                url: story.url.clone(),
                source: stored.map(|stored| stored.source.clone()),
            }
        });
        Self {
            id: row.id,
            direction: row.direction,
            body_direction: article.body_direction,
            language: row.language.clone(),
            title: row.title.clone(),
            subtitle: article.subtitle.clone(),
            subject: row.subject.map(|subject| (subject.key, subject.automatic)),
            breaking: row.breaking,
            categories: row.categories.clone(),
            tags: article.tags.clone(),
            authors: article.authors.clone(),
            agency: article.agency.clone(),
            paper: row.source.clone(),
            publisher: article.publisher.clone(),
            source: article.source.clone(),
            published: row.published_at,
            updated: article.updated_at,
            fetched: article.fetched_at,
            url: row.url.clone(),
            canonical: article.canonical.clone(),
            origin: article.origin,
            whole: matches!(article.text_state, TextState::Full),
            lead: article.lead.as_ref().map(|lead| Figure {
                media: lead.media.clone(),
                alt: lead.alt.clone().unwrap_or_default(),
                caption: lead.caption.clone().unwrap_or_default(),
            }),
            cards: cards.collect(),
            enclosures: article.enclosures.clone(),
            body: html::nodes(&article.html),
        }
    }

    /// The pictures that it shows, in order, each once.
    pub fn pictures(&self) -> Vec<MediaHash> {
        fn within(nodes: &[Node], found: &mut Vec<MediaHash>) {
            for node in nodes {
                match node {
                    Node::Picture { media: Some(hash), .. } if !found.contains(hash) => found.push(hash.clone()),
                    Node::Element(element) => within(&element.children, found),
                    _ => {}
                }
            }
        }
        let mut found: Vec<MediaHash> = self.lead.iter().filter_map(|lead| lead.media.clone()).collect();
        within(&self.body, &mut found);
        found
    }
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::html::{RawHtml, map_pictures, sanitise, with_cards};

    const AT: Timestamp = 1_795_404_480_000; // 2026-11-23T03:28:00Z
    const HOUR: Timestamp = 60 * 60 * 1000;

    fn hash() -> MediaHash {
        MediaHash::parse(&"0a".repeat(32)).unwrap()
    }

    pub(in crate::export) fn pictures() -> Pictures {
        let picture = Picture { bytes: vec![0x89, b'P', b'N', b'G'], mime: "image/png".to_owned() };
        Pictures::from([(hash(), picture)])
    }

    /// An article that says nothing but its text.
    pub(in crate::export) fn of_markup(markup: &str) -> Document {
        Document {
            id: EntryId(7),
            direction: Direction::Rtl,
            body_direction: Direction::Rtl,
            language: Some("ar".to_owned()),
            title: "عنوان".to_owned(),
            subtitle: None,
            subject: None,
            breaking: false,
            categories: vec![],
            tags: vec![],
            authors: vec![],
            agency: None,
            paper: "أفق الأخبار".to_owned(),
            publisher: None,
            source: Attribution { name: "أفق الأخبار".to_owned(), url: None },
            published: AT,
            updated: None,
            fetched: AT + 2 * HOUR,
            url: None,
            canonical: None,
            origin: TextOrigin::Page,
            whole: true,
            lead: None,
            cards: vec![],
            enclosures: vec![],
            body: html::nodes(&sanitise(&RawHtml(markup.to_owned()), None).html),
        }
    }

    /// An article with every part.
    pub(in crate::export) fn document() -> Document {
        let raw = "<p>وقّعت خمس دول.</p><p>وقال:</p><img src=https://a.example/1.png alt=خريطة>\
                   <pre>let at = \"2026-11-22\";</pre>";
        let html = sanitise(&RawHtml(raw.to_owned()), None).html;
        let html = with_cards(&map_pictures(&html, |_| Some("0a".repeat(32))), &[1]);
        let url = "https://a.example/1".to_owned();
        Document {
            title: "خط حديدي يربط الموانئ بـC++ & غيرها".to_owned(),
            subtitle: Some("عنوان فرعي".to_owned()),
            subject: Some((Subject::Economy, true)),
            breaking: true,
            categories: vec!["نقل".to_owned()],
            tags: vec!["سكك".to_owned(), "موانئ".to_owned()],
            authors: vec!["ليلى الحدّاد".to_owned()],
            agency: Some("رويترز".to_owned()),
            source: Attribution { name: "أفق الأخبار".to_owned(), url: Some(url.clone()) },
            updated: Some(AT + HOUR),
            url: Some(url),
            canonical: Some("https://a.example/canonical".to_owned()),
            lead: Some(Figure {
                media: Some(hash()),
                alt: "قطار \"سريع\"".to_owned(),
                caption: "في المحطة".to_owned(),
            }),
            cards: vec![Card {
                title: "أسعار القمح".to_owned(),
                url: "https://a.example/2".to_owned(),
                source: Some("سوق وميزان".to_owned()),
            }],
            enclosures: vec![Enclosure {
                url: "https://a.example/1.mp3".to_owned(),
                mime: Some("audio/mpeg".to_owned()),
                bytes: None,
            }],
            body: html::nodes(&html),
            ..of_markup("")
        }
    }

    #[test]
    fn a_picture_that_is_shown_twice_is_one_picture() {
        assert_eq!(document().pictures(), [hash()]);
    }
}
