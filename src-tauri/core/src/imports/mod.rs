//! What other programs write when their readers leave: lists of kept articles, read into one shape. Pure: text in, values
//! out; an address that is none is counted and left out.
//!
//! The shapes were taken from what the programs write: Pocket's and Instapaper's CSV, Omnivore's, wallabag's and
//! Karakeep's JSON, the bookmark file of browsers (“NETSCAPE-Bookmark-file-1”).

mod bookmarks;
mod csv;
mod json;

use url::Url;

use crate::contract::ImportFormat;
use crate::model::Timestamp;

/// Articles that a file may hold.
pub(crate) const MOST: usize = 50_000;

/// A kept article of another program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Saved {
    pub(crate) url: String,
    pub(crate) title: String,
    pub(crate) tags: Vec<String>,
    /// The folder that it was in, if that is the reader's own.
    pub(crate) folder: Option<String>,
    pub(crate) added: Option<Timestamp>,
    pub(crate) published: Option<Timestamp>,
    /// Put away as read.
    pub(crate) read: bool,
    pub(crate) note: Option<String>,
    /// Passages that were marked, and notes on them.
    pub(crate) quotes: Vec<(String, Option<String>)>,
    /// Its text, where the file has it.
    pub(crate) html: Option<String>,
}

/// A file that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Read {
    pub(crate) saved: Vec<Saved>,
    /// Rows without an address of the web.
    pub(crate) refused: usize,
}

/// Reads a file, and says which program wrote it; none for one that is of none of them.
pub(crate) fn read(text: &str) -> Option<(ImportFormat, Read)> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let (format, saved) = if text.starts_with(['[', '{']) {
        json::read(text)?
    } else if text
        .get(..400.min(text.len()))
        .is_some_and(|head| head.to_ascii_lowercase().contains("<!doctype netscape"))
        || text.to_ascii_lowercase().contains("<dt><a ")
    {
        (ImportFormat::Bookmarks, bookmarks::read(text))
    } else {
        csv::read(text)?
    };
    let all = saved.len();
    let saved: Vec<Saved> = saved
        .into_iter()
        .filter(|saved| Url::parse(saved.url.trim()).is_ok_and(|url| matches!(url.scheme(), "http" | "https")))
        .collect();
    Some((format, Read { refused: all - saved.len(), saved }))
}

/// Seconds since 1970, or milliseconds, or microseconds: programs differ.
fn moment(number: i64) -> Option<Timestamp> {
    match number {
        ..=0 => None,
        1..=99_999_999_999 => number.checked_mul(1_000),
        100_000_000_000..=99_999_999_999_999 => Some(number),
        _ => Some(number / 1_000),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::{Saved, moment, read};
    use crate::contract::ImportFormat;

    #[test]
    fn pocket_and_instapaper_are_told_by_their_heads() {
        let pocket = "title,url,time_added,tags,status\n\
            \"ميناء، وسكة \"\"جديدة\"\"\",https://p.example/1,1763700000,موانئ|سكك,unread\nx,javascript:alert(1),1,,archive\n\
            https://p.example/2,https://p.example/2,1763700001,,archive\n";
        let (format, found) = read(pocket).unwrap();
        assert_eq!((format, found.refused, found.saved.len()), (ImportFormat::Pocket, 1, 2));
        let first = &found.saved[0];
        assert_eq!(
            (first.title.as_str(), first.tags.as_slice()),
            ("ميناء، وسكة \"جديدة\"", &["موانئ".to_owned(), "سكك".to_owned()][..])
        );
        assert_eq!((first.added, first.read, found.saved[1].read), (Some(1_763_700_000_000), false, true));
        let instapaper = "URL,Title,Selection,Folder,Timestamp,Tags\r\n\
            https://p.example/1,عنوان,\"سطر\r\nثان\",أبحاث,1763700000,\"[\"\"أ\"\",\"\"ب\"\"]\"\r\nhttps://p.example/2,ثان,,Archive,1763700001,[]\r\n";
        let (format, found) = read(instapaper).unwrap();
        assert_eq!(format, ImportFormat::Instapaper);
        assert_eq!((found.saved[0].folder.as_deref(), found.saved[0].tags.len()), (Some("أبحاث"), 2));
        assert_eq!(found.saved[0].quotes, [("سطر\r\nثان".to_owned(), None)]);
        assert_eq!((found.saved[1].folder.as_deref(), found.saved[1].read), (None, true));
    }

    #[test]
    fn json_of_three_programs() {
        let omnivore = r#"[{"id":"a","slug":"s","title":"عنوان","description":"d","url":"https://p.example/1","state":"Archived","labels":["سكك"],"savedAt":"2024-10-01T08:00:00.000Z","publishedAt":null}]"#;
        let (format, found) = read(omnivore).unwrap();
        assert_eq!((format, found.saved[0].read, found.saved[0].tags.len()), (ImportFormat::Omnivore, true, 1));
        let wallabag = r#"[{"is_archived":0,"is_starred":1,"tags":["سكك"],"id":7,"title":"عنوان","url":"https://p.example/1","content":"<p>متن</p>","created_at":"2024-10-01T08:00:00+00:00","annotations":[{"text":"تعليق","quote":"متن"}],"domain_name":"p.example"}]"#;
        let (format, found) = read(wallabag).unwrap();
        assert_eq!((format, found.saved[0].html.as_deref()), (ImportFormat::Wallabag, Some("<p>متن</p>")));
        assert_eq!(found.saved[0].quotes, [("متن".to_owned(), Some("تعليق".to_owned()))]);
        let karakeep = r#"{"bookmarks":[{"createdAt":1727769600,"title":null,"tags":["سكك"],"content":{"type":"link","url":"https://p.example/1"},"note":"ملاحظة","archived":false},{"createdAt":1,"title":"نص","tags":[],"content":{"type":"text","text":"كلام"},"note":null}]}"#;
        let (format, found) = read(karakeep).unwrap();
        assert_eq!((format, found.saved.len(), found.refused), (ImportFormat::Karakeep, 1, 1));
        assert_eq!((found.saved[0].note.as_deref(), found.saved[0].added), (Some("ملاحظة"), Some(1_727_769_600_000)));
    }

    #[test]
    fn bookmarks_keep_their_folders() {
        let file = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<H1>Menu</H1>\n<DL><p>\n\
            <DT><A HREF=\"https://p.example/?a=1&amp;b=2\" ADD_DATE=\"1763700000\" TAGS=\"سكك,رسوم\">عنوان &quot;أول&quot;</A>\n<DD>ملاحظة\n\
            <DT><H3 ADD_DATE=\"1\">أبحاث</H3>\n<DL><p>\n<DT><A HREF='https://p.example/2'>ثان</A>\n</DL><p>\n\
            <DT><A HREF=\"place:sort=8\">x</A>\n<DT><A HREF=\"https://p.example/3\">ثالث</A></DL>";
        let (format, found) = read(file).unwrap();
        assert_eq!((format, found.saved.len(), found.refused), (ImportFormat::Bookmarks, 3, 1));
        let expected = Saved {
            url: "https://p.example/?a=1&b=2".into(),
            title: "عنوان \"أول\"".into(),
            tags: vec!["سكك".into(), "رسوم".into()],
            added: Some(1_763_700_000_000),
            note: Some("ملاحظة".into()),
            ..Saved::default()
        };
        assert_eq!(found.saved[0], expected);
        assert_eq!((found.saved[1].folder.as_deref(), found.saved[2].folder.as_deref()), (Some("أبحاث"), None));
    }

    #[test]
    fn what_is_of_none_of_them_is_said_so() {
        for other in ["", "hello", "a,b,c\n1,2,3", "[]", "{}", "[1,2]", "{\"bookmarks\":3}", "<html><p>x</html>"] {
            assert!(read(other).is_none_or(|(_, found)| found.saved.is_empty()), "{other}");
        }
        assert_eq!((moment(0), moment(1_700_000_000_000_000)), (None, Some(1_700_000_000_000)));
    }
}
