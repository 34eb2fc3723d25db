//! Texts that are words and links and nothing else: what readers write under articles. The window draws them out of
//! these parts, so that no markup of a comment ever reaches it.

use serde::Serialize;
use ts_rs::TS;
use url::Url;

use super::tokens::{Token, Tokens};
use super::{RawHtml, SafeHtml, entities, links, policy, sanitise};

/// More passages than this are not told apart.
const MOST_PASSAGES: usize = 200;
/// A picture whose `alt` has at most so many characters, none of them a letter, is a smiley.
const LONGEST_SMILEY: usize = 8;

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, TS)]
#[ts(export_to = "types.ts")]
pub struct Passage {
    /// Somebody else's words.
    pub quoted: bool,
    /// Its pieces, in order.
    pub runs: Vec<Run>,
}

/// A piece of a passage.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, TS)]
#[ts(export_to = "types.ts")]
pub struct Run {
    /// Plain text; a line break is one.
    pub text: String,
    /// Where it links to: http or https.
    pub href: Option<String>,
}

impl Passage {
    /// Its words.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// Takes white space off both ends, and pieces that are nothing else there.
    fn trim(&mut self) {
        while self.runs.last().is_some_and(|run| run.text.trim().is_empty()) {
            self.runs.pop();
        }
        let blank = self.runs.iter().take_while(|run| run.text.trim().is_empty()).count();
        self.runs.drain(..blank);
        if let Some(first) = self.runs.first_mut() {
            first.text = first.text.trim_start().to_owned();
        }
        if let Some(last) = self.runs.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        self.runs.retain(|run| !run.text.is_empty());
    }

    fn is_blank(&self) -> bool {
        self.runs.iter().all(|run| run.text.trim().is_empty())
    }
}

/// Makes a comment's markup safe: paragraphs, quotations, line breaks and links stay, everything else becomes its text,
/// and pictures go (they would tell a third party who reads what), but for smileys, which are characters.
pub fn words_and_links(raw: &RawHtml, base: Option<&Url>) -> SafeHtml {
    write(&passages(&sanitise::sanitise(raw, base).html))
}

/// Writes passages down as safe markup. What [`passages`] reads from it is what was written.
pub fn write(passages: &[Passage]) -> SafeHtml {
    let mut out = String::new();
    for passage in passages.iter().filter(|passage| !passage.is_blank()) {
        out.push_str(if passage.quoted { "<blockquote><p>" } else { "<p>" });
        for run in &passage.runs {
            if let Some(href) = &run.href {
                out.push_str("<a href=\"");
                entities::escape_attribute_into(href, &mut out);
                out.push_str("\" rel=\"");
                out.push_str(policy::LINK_REL);
                out.push_str("\">");
            }
            for (at, line) in run.text.split('\n').enumerate() {
                if at > 0 {
                    out.push_str("<br>");
                }
                entities::escape_into(line, &mut out);
            }
            if run.href.is_some() {
                out.push_str("</a>");
            }
        }
        out.push_str(if passage.quoted { "</p></blockquote>" } else { "</p>" });
    }
    SafeHtml(out)
}

/// The passages of safe markup. Links are held to today's rules whatever was stored.
pub fn passages(html: &SafeHtml) -> Vec<Passage> {
    let mut reading = Reading::default();
    for token in Tokens::new(&html.0) {
        match token {
            Token::Text(text) => reading.text(&entities::decode(text, false)),
            Token::Start(tag) => match tag.name.as_str() {
                "a" => reading.href = tag.get("href").filter(|href| links::is_allowed(href)).map(str::to_owned),
                "br" => reading.line_break(),
                "img" => {
                    let alt = tag.get("alt").unwrap_or_default();
                    if alt.chars().count() <= LONGEST_SMILEY && !alt.chars().any(char::is_alphanumeric) {
                        reading.text(alt);
                    }
                }
                "pre" => {
                    reading.part();
                    reading.preformatted += 1;
                }
                "blockquote" => {
                    reading.part();
                    reading.quotes += 1;
                }
                "li" => {
                    reading.part();
                    reading.text("• ");
                }
                "td" | "th" => reading.text(" "),
                name if is_block(name) => reading.part(),
                _ => {}
            },
            Token::End(name) => match name.as_str() {
                "a" => reading.href = None,
                "pre" => {
                    reading.part();
                    reading.preformatted = reading.preformatted.saturating_sub(1);
                }
                "blockquote" => {
                    reading.part();
                    reading.quotes = reading.quotes.saturating_sub(1);
                }
                name if is_block(name) => reading.part(),
                _ => {}
            },
        }
    }
    reading.part();
    reading.done
}

fn is_block(name: &str) -> bool {
    use policy::Kind::{Annotation, Cell, Inline, Void};
    policy::allowed(name)
        .is_some_and(|element| !matches!(element.kind, Inline | Void | Annotation | Cell) || element.name == "hr")
}

#[derive(Default)]
struct Reading {
    done: Vec<Passage>,
    open: Passage,
    href: Option<String>,
    quotes: u32,
    preformatted: u32,
}

impl Reading {
    /// The passage so far is whole; another one begins.
    fn part(&mut self) {
        let mut passage = std::mem::take(&mut self.open);
        passage.quoted = self.quotes > 0;
        passage.trim();
        if passage.is_blank() {
            return;
        }
        let full = self.done.len() >= MOST_PASSAGES;
        match self.done.last_mut() {
            Some(last) if full => {
                let mut runs = passage.runs.into_iter();
                last.runs.extend(runs.next().map(|run| Run { text: format!("\n{}", run.text), ..run }));
                last.runs.extend(runs);
            }
            _ => self.done.push(passage),
        }
    }

    fn line_break(&mut self) {
        // One at the head of a passage parts nothing.
        if self.open.is_blank() {
            return;
        }
        if let Some(last) = self.open.runs.last_mut() {
            last.text.truncate(last.text.trim_end_matches(' ').len());
        }
        self.open.runs.retain(|run| !run.text.is_empty());
        self.add("\n");
    }

    fn text(&mut self, text: &str) {
        if self.preformatted == 0 {
            return self.words(text);
        }
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.line_break();
            }
            self.words(line);
        }
    }

    fn words(&mut self, text: &str) {
        let mut folded = String::with_capacity(text.len());
        let mut last = self.open.runs.last().and_then(|run| run.text.chars().next_back());
        for c in text.chars() {
            let c = if c.is_whitespace() && c != '\u{a0}' { ' ' } else { c };
            // White space folds, also over the border of a link, and there is none at the head of a line.
            if c == ' ' && last.is_none_or(|last| last == ' ' || last == '\n') {
                continue;
            }
            folded.push(c);
            last = Some(c);
        }
        self.add(&folded);
    }

    fn add(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.open.runs.last_mut() {
            Some(run) if run.href == self.href => run.text.push_str(text),
            // A link that nobody could see is none.
            _ if text.trim().is_empty() => match self.open.runs.last_mut().filter(|run| run.href.is_none()) {
                Some(run) => run.text.push_str(text),
                None => self.open.runs.push(Run { text: text.to_owned(), href: None }),
            },
            _ => self.open.runs.push(Run { text: text.to_owned(), href: self.href.clone() }),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use proptest::prelude::*;

    use super::*;

    fn clean(raw: &str) -> String {
        let base = Url::parse("https://jisr.example/1/").unwrap();
        words_and_links(&RawHtml(raw.to_owned()), Some(&base)).as_str().to_owned()
    }

    #[test]
    fn words_and_links_stay_and_nothing_else() {
        let link = |href: &str, text: &str| format!("<a href=\"{href}\" rel=\"noopener noreferrer\">{text}</a>");
        let cases = [
            ("<p>شكرًا <b>على</b>\n  الخبر.</p>", "<p>شكرًا على الخبر.</p>".to_owned()),
            ("سطر<br>آخر<br><br>وبعده", "<p>سطر<br>آخر<br><br>وبعده</p>".to_owned()),
            ("<p>أ<img src=/track.gif alt='صورة'>ب</p>", "<p>أب</p>".to_owned()),
            ("<p>جميل <img class=wp-smiley src=https://s.w.org/1.png alt='🙂'></p>", "<p>جميل 🙂</p>".to_owned()),
            (
                "<p>انظر <a href='/2/?utm_source=x'>هنا</a>.</p>",
                format!("<p>انظر {}.</p>", link("https://jisr.example/2/", "هنا")),
            ),
            ("<a href='javascript:alert(1)'>انقر</a>", "<p>انقر</p>".to_owned()),
            ("<script>alert(1)</script><p onclick=x>ب & ج &lt;b&gt;</p>", "<p>ب &amp; ج &lt;b&gt;</p>".to_owned()),
            (
                "<blockquote><p>قال</p></blockquote><p>أجبت</p>",
                "<blockquote><p>قال</p></blockquote><p>أجبت</p>".to_owned(),
            ),
            ("<ul><li>أ<li>ب</ul>", "<p>• أ</p><p>• ب</p>".to_owned()),
            ("<h2>عنوان</h2><table><tr><td>١<td>٢</table>", "<p>عنوان</p><p>١ ٢</p>".to_owned()),
            ("<iframe src=https://x.example></iframe><form><input></form>", String::new()),
            ("<p> </p><p>&nbsp;</p>", String::new()),
        ];
        for (raw, want) in cases {
            assert_eq!(clean(raw), want, "{raw}");
        }
    }

    #[test]
    fn what_was_written_reads_back_as_it_was_and_is_what_the_sanitiser_makes() {
        for raw in [
            "<p>أ <a href=/x?a=1&b=2>ر&amp;ابط</a> ب<br>ج</p><blockquote>قول<p>وآخر</blockquote><pre>a\n b</pre>",
            "<p>\"quoted\" &lt;script&gt; 'x'</p>",
            "plain &amp; simple\n\nno paragraphs",
        ] {
            let once = clean(raw);
            assert_eq!(clean(&once), once);
            assert_eq!(sanitise::sanitise(&RawHtml(once.clone()), None).html.as_str(), once);
            assert_eq!(write(&passages(&SafeHtml(once.clone()))).as_str(), once);
        }
    }

    proptest! {
        #[test]
        fn whatever_comes_nothing_but_words_and_links_goes(
            pieces in proptest::collection::vec(proptest::sample::select(vec![
                "<p>", "</p>", "<a href=/x>", "<a href='javascript:alert(1)'>", "</a>", "<br>", "<blockquote>", "</blockquote>",
                "<script>", "</script>", "<img src=x onerror=alert(1) alt='\"><script>'>", "<svg onload=alert(1)>", "<pre>", "</pre>",
                "<table><td>", "<!--", "-->", "<style>", "&lt;script&gt;", "&#x3c;b&#x3e;", "نص", " \n", "\u{202E}", "\u{0}", "<li>", "\"'>",
            ]), 0..40)
        ) {
            let out = clean(&pieces.concat());
            for token in Tokens::new(&out) {
                let name = match &token {
                    Token::Start(tag) => tag.name.as_str(),
                    Token::End(name) => name.as_str(),
                    Token::Text(_) => "p",
                };
                prop_assert!(["p", "a", "br", "blockquote"].contains(&name), "{name} in {out}");
                if let Token::Start(tag) = &token {
                    prop_assert!(tag.get("href").is_none_or(|href| href.starts_with("https://jisr.example/")), "{out}");
                }
            }
            prop_assert_eq!(clean(&out), out);
        }
    }

    #[test]
    fn a_flood_of_paragraphs_is_bounded() {
        let html = SafeHtml("<p>كلمة</p>".repeat(20_000));
        let found = passages(&html);
        assert_eq!(found.len(), MOST_PASSAGES);
        assert_eq!(found.iter().map(|passage| passage.text().matches("كلمة").count()).sum::<usize>(), 20_000);
    }
}
