//! A walk over XML that is no feed (site maps), with the forgiveness that feeds get: broken markup never ends it.

use std::borrow::Cow;

use super::entity::Entities;
use super::lexer::{Lexer, Token, attributes};

/// A step of the walk. Names are local and in lower case: `news:title` is `title`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step<'a> {
    /// An element begins; its attributes as written.
    Start(String, &'a str),
    /// An element ends.
    End(String),
    /// Text, references decoded.
    Text(Cow<'a, str>),
}

/// Walks `source` from front to end; linear in its length.
pub(crate) fn walk(source: &str) -> Walk<'_> {
    Walk { lexer: Lexer::new(source), entities: Entities::default(), pending: None }
}

/// The value of an attribute of [`Step::Start`], references decoded.
pub(crate) fn attribute(raw: &str, wanted: &str) -> Option<String> {
    let entities = Entities::default();
    let found = attributes(raw).take(40).find(|(name, _)| name.eq_ignore_ascii_case(wanted));
    found.map(|(_, value)| entities.decode(value).trim().to_owned())
}

/// See [`walk`].
#[derive(Debug)]
pub(crate) struct Walk<'a> {
    lexer: Lexer<'a>,
    entities: Entities,
    /// The end of an empty element.
    pending: Option<String>,
}

fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase()
}

impl<'a> Iterator for Walk<'a> {
    type Item = Step<'a>;

    fn next(&mut self) -> Option<Step<'a>> {
        if let Some(name) = self.pending.take() {
            return Some(Step::End(name));
        }
        loop {
            return Some(match self.lexer.next()? {
                Token::Start { name, attributes, empty } => {
                    let name = local(name);
                    self.pending = empty.then(|| name.clone());
                    Step::Start(name, attributes)
                }
                Token::End { name } => Step::End(local(name)),
                Token::Text(text) => Step::Text(self.entities.decode(text)),
                Token::CData(text) => Step::Text(Cow::Borrowed(text)),
                Token::Doctype(_) => continue,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, attribute, walk};

    #[test]
    fn prefixes_fall_away_and_empty_elements_end() {
        let steps: Vec<_> = walk("<News:Title a='1 &amp; 2'>خبر &amp; خبر</news:title><x/><![CDATA[<b>]]>").collect();
        assert_eq!(steps[0], Step::Start("title".to_owned(), " a='1 &amp; 2'"));
        assert_eq!(steps[1], Step::Text("خبر & خبر".into()));
        assert_eq!(steps[4], Step::End("x".to_owned()));
        assert_eq!(steps[5], Step::Text("<b>".into()));
        assert_eq!(attribute(" a='1 &amp; 2'", "A").as_deref(), Some("1 & 2"));
    }
}
