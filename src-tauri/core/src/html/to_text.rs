//! The text of markup.

use super::tokens::{Token, Tokens};
use super::{entities, policy};

/// Elements that begin on a line of their own.
fn is_block(name: &str) -> bool {
    match policy::allowed(name) {
        Some(element) => {
            !matches!(
                element.kind,
                policy::Kind::Inline | policy::Kind::Void | policy::Kind::Annotation | policy::Kind::Cell
            ) || matches!(name, "br" | "hr")
        }
        None => false,
    }
}

/// The readable text of `markup`: a line for each paragraph, item or row, white space folded, what no one reads left
/// out. Markup need not be safe; the answer is text and nothing else.
pub(super) fn plain(markup: &str) -> String {
    let mut out = String::with_capacity(markup.len() / 2);
    let mut tokens = Tokens::new(markup);
    let mut gap = Gap::Nothing;
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => {
                let text = entities::decode(text, false);
                for (i, word) in text.split(|c: char| c.is_whitespace() || c.is_control()).enumerate() {
                    if i > 0 {
                        gap = gap.max(Gap::Space);
                    }
                    if !word.is_empty() {
                        gap.write(&mut out);
                        gap = Gap::Nothing;
                        out.push_str(word);
                    }
                }
            }
            Token::Start(tag) => {
                if policy::is_raw(&tag.name) {
                    tokens.raw_text_until_end_of(&tag.name);
                } else if policy::is_dropped_whole(&tag.name) || matches!(tag.name.as_str(), "rt" | "rp") {
                    tokens.skip_past_end_of(&tag.name);
                } else {
                    gap = gap.max(Gap::after(&tag.name));
                }
            }
            Token::End(name) => gap = gap.max(Gap::after(&name)),
        }
    }
    out
}

/// What stands between two words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    Nothing,
    Space,
    Line,
}

impl Gap {
    fn after(name: &str) -> Self {
        if is_block(name) {
            Self::Line
        } else if matches!(name, "td" | "th" | "img") {
            Self::Space
        } else {
            Self::Nothing
        }
    }

    fn write(self, out: &mut String) {
        match self {
            _ if out.is_empty() => {}
            Self::Nothing => {}
            Self::Space => out.push(' '),
            Self::Line => out.push('\n'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn text_has_a_line_for_each_paragraph() {
        let cases = [
            ("<p>أول</p><p>ثانٍ &amp; آخر</p>", "أول\nثانٍ & آخر"),
            ("a<br>b", "a\nb"),
            ("<b>a</b>b <i> c</i>", "ab c"),
            ("<ul><li>x<li>y</ul>z", "x\ny\nz"),
            ("<table><tr><td>1<td>2<tr><td>3</table>", "1 2\n3"),
            ("<script>no</script>yes", "yes"),
            ("&lt;b&gt;", "<b>"),
        ];
        for (markup, want) in cases {
            assert_eq!(plain(markup), want, "{markup}");
        }
    }
}
