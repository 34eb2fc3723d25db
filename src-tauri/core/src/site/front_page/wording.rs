//! What short texts of a page are: a time, a count, a word that leads on, the name of a section — or a headline.

use std::collections::{HashMap, HashSet};

use super::vocabulary::{COUNTS, MONEY, ONWARD, ONWARD_ALONE, PRESS, SECTIONS, TELLING, TIME, TRADE};
use crate::text::{date, fold};

/// Longer than this, in words, no time is written.
const LONGEST_TIME: usize = 10;

/// The words of a text, folded.
pub(super) fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(200)
        .map(str::to_owned)
        .collect()
}

fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit())
}

/// How many words of letters a text has.
pub(super) fn lettered(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count()
}

/// Whether a text is a time and nothing else: «قبل ساعتين», «22 نوفمبر 2026 - 10:30 م», `3 hours ago`.
pub(super) fn is_time(text: &str) -> bool {
    if text.len() > 160 {
        return false;
    }
    let words = words(text);
    if words.is_empty() || words.len() > LONGEST_TIME {
        return false;
    }
    let known = |word: &String| {
        let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
        letters.is_empty() || TIME.contains(&letters)
    };
    let telling = words.iter().any(|word| TELLING.contains(&word.as_str()));
    let numbers = words.iter().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).count();
    let clock = numbers >= 2 && words.len() <= 4 && text.contains(':');
    words.iter().all(known) && (telling || numbers >= 2 && words.len() > numbers || clock)
        || numbers >= 2 && words.len() <= 8 && date::parse(text).is_some()
}

/// Whether a text says when something was: a time that is no mere length («6 ساعات», `5 min read`).
pub(super) fn is_moment(text: &str) -> bool {
    const SINCE: [&str; 12] =
        ["قبل", "منذ", "مضت", "امس", "اليوم", "الان", "للتو", "ago", "yesterday", "today", "now", "just"];
    is_time(text)
        && (text.contains(':')
            || date::parse(text).is_some()
            || words(text).iter().any(|word| SINCE.contains(&word.as_str())))
}

/// Whether a text is a number, a count, or has no letters at all.
pub(super) fn is_count(text: &str) -> bool {
    let words = words(text);
    let letters: Vec<&String> = words.iter().filter(|word| !is_number(word)).collect();
    letters.is_empty() || words.len() <= 3 && letters.iter().all(|word| COUNTS.contains(&word.as_str()))
}

/// Whether a text leads on and says nothing itself.
pub(super) fn leads_on(text: &str) -> bool {
    let words = words(text);
    let text = words.join(" ");
    ONWARD_ALONE.contains(&text.as_str())
        || words.len() <= 6
            && ONWARD
                .iter()
                .any(|known| text.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

/// Whether a short text names who wrote something.
pub(super) fn is_byline(text: &str) -> bool {
    let words = words(text);
    words.len() <= 6 && words.first().is_some_and(|first| matches!(first.as_str(), "بقلم" | "كتب" | "كتبت" | "by"))
}

/// Whether a link's text is the name of a section of a paper.
pub(super) fn is_section(text: &str) -> bool {
    const NOT: &[&str] = &["الخصوصيه", "الاستخدام", "التحرير", "الاسترجاع", "privacy", "letter"];
    let words = words(text);
    (1..=4).contains(&words.len())
        && words.first().is_some_and(|first| SECTIONS.contains(&first.as_str()))
        && !words.iter().any(|word| NOT.contains(&word.as_str()))
}

/// Whether a name is one that papers have.
pub(super) fn is_press(name: &str) -> bool {
    words(name).iter().any(|word| PRESS.contains(&word.as_str()))
}

/// Whether a text speaks of goods, services or posts to be filled.
pub(super) fn is_trade(text: &str) -> bool {
    words(text).iter().any(|word| TRADE.contains(&word.as_str()))
}

/// Whether a short text is a price: a number beside a currency.
pub(super) fn has_price(text: &str) -> bool {
    let folded = fold(text);
    let pieces: Vec<&str> = folded.split_whitespace().collect();
    let numbered = |word: &str| word.chars().any(|c| c.is_ascii_digit());
    pieces.iter().enumerate().any(|(at, word)| {
        let money = MONEY.iter().any(|money| *word == *money || word.starts_with(money) && numbered(word));
        let glued = word.ends_with(['$', '€', '£', '﷼']) && numbered(word);
        let beside = at.checked_sub(1).and_then(|before| pieces.get(before)).is_some_and(|word| numbered(word))
            || pieces.get(at + 1).is_some_and(|word| numbered(word));
        glued || money && (numbered(word) || beside)
    })
}

/// Whether a headline has a verb of the present among its first words, as most Arabic headlines have that begin with who
/// does something. Nouns of the same letters are left out as far as their pattern tells them.
pub(super) fn has_verb(title: &str) -> bool {
    const NOUNS: &[&str] = &[
        "يوم",
        "يوميا",
        "يمكن",
        "يمكنك",
        "يناير",
        "يونيو",
        "يوليو",
        "يسار",
        "يمين",
        "يد",
        "تونس",
        "تركيا",
        "تحت",
        "تلك",
        "تعرف",
        "تمر",
        "تراث",
        "تجاره",
    ];
    words(title).iter().take(5).any(|word| {
        let letters: Vec<char> = word.chars().collect();
        let verbal = match letters.as_slice() {
            ['ي', _, _, ..] => letters.len() >= 4 || letters.len() == 3 && !NOUNS.contains(&word.as_str()),
            // «تقرير», «تسجيل»: the noun of the second form; «تعاون», «تطبيقات» and what ends as feminine nouns do.
            ['ت', _, _, 'ي', _] | ['ت', _, 'ا', _, _] | ['ت', _, _, 'ي', _, 'ا', 'ت'] => false,
            ['ت', _, _, _, ..] => !word.ends_with('ه') && !word.ends_with("ات"),
            _ => false,
        };
        verbal && !NOUNS.contains(&word.as_str())
    })
}

/// How much texts are made of the same words: the mean share of a text's words that half of all texts have.
pub(super) fn sameness(titles: &[&str]) -> f32 {
    let all: Vec<HashSet<String>> = titles
        .iter()
        .map(|title| words(title).into_iter().filter(|word| word.chars().any(char::is_alphabetic)).collect())
        .collect();
    let mut times: HashMap<&String, usize> = HashMap::new();
    for word in all.iter().flatten() {
        *times.entry(word).or_default() += 1;
    }
    let common = |word: &&String| times.get(*word).is_some_and(|times| times * 2 >= titles.len());
    let shares = all.iter().map(|words| words.iter().filter(common).count() as f32 / words.len().max(1) as f32);
    shares.sum::<f32>() / all.len().max(1) as f32
}

/// A headline without the time, the counts and the marks at its ends.
pub(super) fn trimmed(text: &str) -> String {
    const MARKS: [char; 9] = ['|', '•', '·', '►', '▪', '-', '–', '—', '»'];
    let mut text = text.trim().trim_start_matches(['|', '•', '·', '►', '▪', '-', '–', '—']).trim().to_owned();
    let at =
        text.char_indices().filter(|(_, c)| matches!(c, '|' | '•' | '·' | '-' | '–' | '—' | '(')).map(|(at, _)| at);
    let ends: Vec<usize> = at.collect();
    for at in ends.into_iter().rev().take(3) {
        let (before, after) = text.split_at(at);
        if lettered(before) >= 2 && is_time(after.trim_matches(['(', ')', ' '])) {
            text = before.to_owned();
            break;
        }
    }
    // «عنوان الخبر قبل 3 ساعات», without any mark between them.
    for word in [" قبل ", " منذ "] {
        if let Some(at) = text.rfind(word)
            && let (before, after) = text.split_at(at)
            && lettered(before) >= 2
            && after.chars().any(char::is_numeric)
            && is_time(after)
        {
            text = before.to_owned();
        }
    }
    // «اقتصاد: عنوان الخبر»: the section is none of the headline.
    if let Some((section, title)) = text.split_once([':', '|'])
        && section.split_whitespace().count() <= 2
        && is_section(section)
        && lettered(title) >= 3
    {
        text = title.trim().to_owned();
    }
    let open = text.matches('«').count() > text.matches('»').count().saturating_sub(1);
    let trimmed = if open { text.trim_end_matches(&MARKS[..8]) } else { text.trim_end_matches(MARKS) };
    trimmed.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_counts_and_ways_on_are_told_from_headlines() {
        for time in [
            "قبل ساعتين",
            "منذ 3 ساعات",
            "قبل ٢ ساعات",
            "22/11/2026",
            "22 نوفمبر 2026",
            "الأحد، 22 نوفمبر 2026 - 10:30 م",
            "3 hours ago",
            "10:45",
            "أمس",
            "5 min read",
            "Nov 22, 2026",
        ] {
            assert!(is_time(time), "{time}");
        }
        for title in ["كأس العالم 2026", "يوم الأرض", "انقطاع الكهرباء 3 ساعات", "قبل الانتخابات", "30 قتيلا"]
        {
            assert!(!is_time(title), "{title}");
        }
        assert!(
            is_moment("قبل ساعتين") && is_moment("22/11/2026") && !is_moment("6 ساعات") && !is_moment("5 min read")
        );
        assert!(is_count("12") && is_count("34 تعليقات") && !is_count("12 قتيلا"));
        assert!(leads_on("اقرأ المزيد ←") && leads_on("المزيد من الأخبار") && leads_on("Next »"));
        assert!(
            !leads_on("المزيد من السفن تصل إلى الميناء الجديد هذا الصباح")
                && !leads_on("More rain expected in the north this week")
        );
        assert!(is_section("سياسة محلية ودولية") && !is_section("سياسة الخصوصية") && !is_section("سياسة التحرير"));
    }

    #[test]
    fn a_headline_loses_what_hangs_on_it() {
        assert_eq!(trimmed("عنوان الخبر الطويل - قبل 2 ساعات"), "عنوان الخبر الطويل");
        assert_eq!(trimmed("عنوان الخبر الطويل قبل 2 ساعات"), "عنوان الخبر الطويل");
        assert_eq!(trimmed("• Harbour opens | 22 Nov 2026"), "Harbour opens");
        assert_eq!(trimmed("اقتصاد: عنوان الخبر الطويل"), "عنوان الخبر الطويل");
        assert_eq!(trimmed("الوزير: «لن نتراجع»"), "الوزير: «لن نتراجع»");
        assert_eq!(trimmed("هدنة تبدأ قبل 3 أيام من الموعد"), "هدنة تبدأ قبل 3 أيام من الموعد");
    }

    #[test]
    fn verbs_and_prices_show() {
        assert!(has_verb("الميناء الجديد يستقبل أول سفينة") && has_verb("وزارة التعليم تعلن جدول الامتحانات"));
        assert!(!has_verb("تجديد رخصة القيادة") && !has_verb("حجز موعد في المكتب") && !has_verb("تسجيل عقد إيجار"));
        assert!(has_price("٢٩٩ ر.س") && has_price("$12.50") && has_price("45 درهم") && !has_price("ارتفاع الدولار"));
    }
}
