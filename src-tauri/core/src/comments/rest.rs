//! Comments as WordPress's REST interface gives them (`wp/v2/comments`): with their parents, without pingbacks, a hundred
//! at a time.

use serde_json::Value;

use super::{Remark, bounded, name};
use crate::feed::{self, ParseError};
use crate::text::date;

/// Comments asked for at a time: as many as the interface gives.
pub(crate) const PER_PAGE: usize = 100;

/// Reads one page of comments.
///
/// # Errors
/// When it is no list of comments: an error of the interface, another document, nothing.
pub(crate) fn read(bytes: &[u8], content_type: Option<&str>) -> Result<Vec<Remark>, ParseError> {
    let text = feed::decode(bytes, content_type);
    // Warnings of PHP may stand before the answer.
    let start =
        text.find(['[', '{']).ok_or(if text.trim().is_empty() { ParseError::Empty } else { ParseError::Html })?;
    let mut values = serde_json::Deserializer::from_str(text.get(start..).unwrap_or_default()).into_iter::<Value>();
    let list = match values.next() {
        Some(Ok(Value::Array(list))) => list,
        _ if text.trim_start().starts_with('<') => return Err(ParseError::Html),
        Some(Ok(Value::Object(error))) => {
            let code = error.get("code").and_then(Value::as_str).unwrap_or("an object");
            return Err(ParseError::NotAFeed(format!("REST: {}", code.chars().take(80).collect::<String>())));
        }
        Some(Ok(_)) => return Err(ParseError::NotAFeed("REST: no list".to_owned())),
        Some(Err(error)) => return Err(ParseError::NotAFeed(format!("JSON: {error}"))),
        None => return Err(ParseError::Empty),
    };
    let remarks: Vec<Remark> = list.iter().take(PER_PAGE).filter_map(remark).collect();
    if remarks.is_empty() && list.iter().any(|value| value.get("content").is_none()) {
        return Err(ParseError::NotAFeed("REST: a list without comments".to_owned()));
    }
    Ok(remarks)
}

fn remark(value: &Value) -> Option<Remark> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let number = |key: &str| value.get(key).and_then(Value::as_u64);
    if text("type").is_some_and(|kind| kind != "comment") || text("status").is_some_and(|status| status != "approved") {
        return None;
    }
    let markup = value.get("content")?.get("rendered")?.as_str()?;
    Some(Remark {
        key: number("id")?.to_string(),
        parent: number("parent").filter(|parent| *parent > 0).map(|parent| parent.to_string()),
        author: text("author_name").map(name).unwrap_or_default(),
        registered: number("author").is_some_and(|author| author > 0),
        published: text("date_gmt").or_else(|| text("date")).and_then(date::parse),
        html: bounded(markup),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn comments_come_with_their_parents_and_others_do_not_come() {
        let text = r#"Warning: x in y.php
            [{"id":5,"parent":4,"author":2,"author_name":"ليلى &amp; سامي","date_gmt":"2026-11-22T10:00:00","content":{"rendered":"<p>ب</p>"},"status":"approved","type":"comment"},
             {"id":4,"parent":0,"author":0,"author_name":"سلمى","date":"2026-11-22T09:00:00","content":{"rendered":"<p>أ</p>"},"type":"comment"},
             {"id":6,"parent":0,"content":{"rendered":"x"},"type":"pingback"},{"id":"junk"}]"#;
        let found = read(text.as_bytes(), None).unwrap();
        assert_eq!(found.iter().map(|each| each.key.as_str()).collect::<Vec<_>>(), ["5", "4"]);
        assert_eq!((found[0].parent.as_deref(), found[0].author.as_str()), (Some("4"), "ليلى & سامي"));
        assert!(found[0].registered && !found[1].registered);
        assert!(found[0].published > found[1].published);
    }

    #[test]
    fn refusals_are_no_comments() {
        assert_eq!(read(b"[]", None), Ok(Vec::new()));
        for bad in
            [r#"{"code":"rest_forbidden","message":"no"}"#, "<html>[x]</html>", "", r#"[{"id":1,"title":"a post"}]"#]
        {
            assert!(read(bad.as_bytes(), None).is_err(), "{bad}");
        }
    }
}
