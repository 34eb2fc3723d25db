//! Words: counting them, cutting at their ends, naming by their first letter.

use super::arabic::{fold, is_ignorable};
use super::letters;
use crate::model::Direction;

/// Words a minute that Arabic is read at in silence: 138 aloud (IReST, Trauzettel-Klosinski and Dietz 2012) times the
/// factor of 1.3 between silent and loud reading (Brysbaert 2019).
const ARABIC_SPEED: u32 = 180;

/// Words a minute that English is read at in silence (Brysbaert 2019).
const OTHER_SPEED: u32 = 238;

/// Tokens of one text are no more than this many; what follows is left.
const MOST_TOKENS: usize = 200_000;

/// Longest token, in characters.
const LONGEST_TOKEN: usize = 64;

/// Words that name a kind of publisher, not this one.
const KINDS: &[&str] = &["صحيفه", "جريده", "موقع", "شبكه", "وكاله", "قناه", "مجله", "اخبار", "the", "a", "an"];

/// Pieces of `text` that are words: letters, digits and what may stand inside a word.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !letters::is_inside_word(c)).filter(|w| w.chars().any(letters::is_alphanumeric))
}

/// The words of `text`, folded.
pub fn tokens(text: &str) -> Vec<String> {
    pieces(text)
        .map(|word| fold(word).chars().take(LONGEST_TOKEN).collect::<String>())
        .filter(|word| !word.is_empty())
        .take(MOST_TOKENS)
        .collect()
}

/// How many words `text` has.
pub fn count_words(text: &str) -> u32 {
    u32::try_from(text.split_whitespace().filter(|w| w.chars().any(letters::is_alphanumeric)).count())
        .unwrap_or(u32::MAX)
}

/// Minutes that `words` words take to read, at least one: 180 words a minute for Arabic, 238 for others.
pub fn reading_minutes(words: u32, language: Option<&str>, direction: Direction) -> u32 {
    let speed = match language {
        Some(language) if language.get(..2).is_some_and(|l| l.eq_ignore_ascii_case("ar")) => ARABIC_SPEED,
        Some(_) => OTHER_SPEED,
        None if direction == Direction::Rtl => ARABIC_SPEED,
        None => OTHER_SPEED,
    };
    ((words + speed / 2) / speed).max(1)
}

/// The first words of `text`, cut at a word's end, at most `limit` characters, with an ellipsis when cut.
pub fn excerpt(text: &str, limit: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let gap = usize::from(!out.is_empty());
        let needed = length + gap + word.chars().count();
        // Room for the ellipsis is kept back, except at the last word.
        let ellipsis = usize::from(words.peek().is_some());
        if needed + ellipsis > limit {
            if out.is_empty() {
                out.extend(word.chars().take(limit.saturating_sub(1)));
            }
            let end = out.trim_end_matches(['،', ',', '؛', ';', ':', '-', '–', '—', '(', '«', '“', ' ']).len();
            out.truncate(end);
            out.push('…');
            return out;
        }
        if gap == 1 {
            out.push(' ');
        }
        out.push_str(word);
        length = needed;
    }
    out
}

/// One letter that stands for a title where there is no icon: the first letter of its first word that says something,
/// «ال» skipped.
pub fn monogram(title: &str) -> String {
    let letters = |word: &str| word.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    let words: Vec<String> = pieces(title).map(letters).filter(|w| !w.is_empty()).take(12).collect();
    let telling = words.iter().find(|word| !KINDS.contains(&fold(word).as_str()));
    let Some(word) = telling.or(words.first()) else { return String::new() };
    let bare = ["ال", "أل", "آل"]
        .iter()
        .find_map(|article| word.strip_prefix(article))
        .filter(|rest| rest.chars().count() >= 2);
    bare.unwrap_or(word).chars().find(|&c| !is_ignorable(c)).map(|c| c.to_uppercase().collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{count_words, excerpt, monogram, reading_minutes, tokens};
    use crate::model::Direction::{Ltr, Rtl};

    #[test]
    fn monograms_skip_articles_and_kinds() {
        let cases = [
            ("الجزيرة نت", "ج"),
            ("صحيفة الشرق الأوسط", "ش"),
            ("«عربي21»", "ع"),
            ("BBC عربي", "B"),
            ("24 ساعة", "س"),
            ("the guardian", "G"),
            ("وكالة", "و"),
            ("", ""),
            ("123", ""),
            ("الـمدن", "م"),
            ("إيلاف", "إ"),
        ];
        for (title, want) in cases {
            assert_eq!(monogram(title), want, "{title}");
        }
    }

    #[test]
    fn excerpts_end_at_words() {
        assert_eq!(excerpt("خبر قصير", 80), "خبر قصير");
        assert_eq!(excerpt("واحد اثنان، ثلاثة", 13), "واحد اثنان…");
        assert_eq!(excerpt("a  b\nc", 5), "a b c");
        assert_eq!(excerpt("abcdefgh", 4), "abc…");
        assert_eq!(excerpt("", 4), "");
        for limit in 1..30 {
            assert!(excerpt("كلمات كثيرة في سطر واحد طويل", limit).chars().count() <= limit);
        }
    }

    #[test]
    fn words_are_counted_and_timed() {
        assert_eq!(count_words("خبر – عاجل: 3 قتلى!"), 4);
        assert_eq!(tokens("الكِتَابُ، 2026 (iPhone)"), ["الكتاب", "2026", "iphone"]);
        assert_eq!(reading_minutes(0, None, Rtl), 1);
        assert_eq!(reading_minutes(900, Some("ar-EG"), Rtl), 5);
        assert_eq!(reading_minutes(900, None, Rtl), 5);
        assert_eq!(reading_minutes(900, Some("en"), Ltr), 4);
        assert_eq!(reading_minutes(900, None, Ltr), 4);
    }
}
