//! Labels in front of links to other stories: «اقرأ أيضاً» in all its spellings, its Latin sisters, and what is a label
//! only when nothing but links follows.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::text::fold;

/// How surely words are a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strength {
    /// «اقرأ أيضاً»: nothing else begins so.
    Sure,
    /// «مقالات ذات صلة»: heads lists, in an article and below it.
    List,
    /// «شاهد», «للمزيد»: a label before a colon or when nothing but a link follows; else a sentence's first word.
    Perhaps,
}

/// A label at the head of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label<'a> {
    pub(super) strength: Strength,
    /// What follows, without the colon and what else parts the two.
    pub(super) rest: &'a str,
    /// Whether a colon, a bar or an arrow parts the two.
    pub(super) parted: bool,
}

use Strength::{List, Perhaps, Sure};

/// Verbs that call to reading or watching, in the forms for one and for many.
const VERBS: &[&str] = &[
    "اقرا",
    "اقراء",
    "اقرء",
    "اقري",
    "اقريي",
    "اقرءي",
    "اقراي",
    "اقروا",
    "اقراوا",
    "اقرووا",
    "اقرءوا",
    "اقرو",
    "شاهد",
    "شاهدي",
    "شاهدوا",
    "طالع",
    "طالعي",
    "طالعوا",
    "تابع",
    "تابعي",
    "تابعوا",
    "انظر",
    "انظري",
    "انظروا",
    "استمع",
    "استمعوا",
    "تصفح",
    "تصفحوا",
    "راجع",
    "قرا",
    "تعرف",
    "تعرفوا",
];

/// What follows a verb and makes it a label.
const AFTER_VERBS: &[&str] = &["ايضا", "ايضن", "كذلك", "المزيد", "ايضاء", "ايظا", "التالي"];

/// Folded phrases.
const PHRASES: &[(&str, Strength)] = &[
    ("قد يهمك", Sure),
    ("قد يهمكم", Sure),
    ("قد تهمك", Sure),
    ("قد تهمكم", Sure),
    ("ربما يهمك", Sure),
    ("ربما يعجبك", Sure),
    ("قد يعجبك", Sure),
    ("قد يعجبكم", Sure),
    ("قد ترغب في قراءه", Sure),
    ("قد تود قراءه", Sure),
    ("ننصحك بقراءه", Sure),
    ("ننصح بقراءه", Sure),
    ("نرشح لك", Sure),
    ("رشحنا لك", Sure),
    ("لا يفوتك", Sure),
    ("لا تفوت قراءه", Sure),
    ("اخترنا لك", Sure),
    ("اخترنا لكم", Sure),
    ("ومن اخبارنا", Sure),
    ("من اخبارنا", Sure),
    ("اقرا للكاتب", Sure),
    ("اقرا علي موقعنا", Sure),
    ("اقرا في هذا الموضوع", Sure),
    ("مواضيع قد تهمك", Sure),
    ("موضوعات قد تهمك", Sure),
    ("مقالات قد تهمك", Sure),
    ("اخبار قد تهمك", Sure),
    ("قد يهمك هذا", Sure),
    ("للمزيد اقرا", Sure),
    ("خبر ذو صله", Sure),
    ("موضوع ذو صله", Sure),
    ("مقال ذو صله", Sure),
    ("تقرير ذو صله", Sure),
    ("موضوع متعلق", Sure),
    ("خبر متعلق", Sure),
    ("يهمك ايضا", Sure),
    ("يهمكم ايضا", Sure),
    ("تعرف ايضا علي", Sure),
    ("تعرفوا ايضا علي", Sure),
    ("يمكنك ايضا قراءه", Sure),
    ("يمكنكم ايضا قراءه", Sure),
    ("يمكنك قراءه", Sure),
    ("ويمكنك قراءه", Sure),
    ("ينصح بقراءه", Sure),
    ("ننصحكم بقراءه", Sure),
    ("مقالات قد تعجبك", Sure),
    ("مواضيع قد تعجبك", Sure),
    ("قد تعجبك", Sure),
    ("قد ترغب ايضا في قراءه", Sure),
    ("اقرا في الموقع", Sure),
    ("اقرا في موقعنا", Sure),
    ("من ارشيفنا", Perhaps),
    ("من الارشيف", Perhaps),
    ("لمطالعه المزيد", Perhaps),
    ("وللاطلاع علي المزيد", Perhaps),
    ("للاطلاع علي المزيد", Perhaps),
    ("لمزيد من القراءه", Perhaps),
    ("وللمزيد", Perhaps),
    ("طالع المزيد", Sure),
    ("بالفيديو", Perhaps),
    ("بالصور", Perhaps),
    ("فيديو", Perhaps),
    ("مقالات ذات علاقه", List),
    ("مواضيع ذات علاقه", List),
    ("موضوعات ذات علاقه", List),
    ("اخبار ذات علاقه", List),
    ("ذات علاقه", List),
    ("read also", Sure),
    ("also read", Sure),
    ("see also", Sure),
    ("watch also", Sure),
    ("also watch", Sure),
    ("read next", Sure),
    ("read more on", Sure),
    ("more on this story", Sure),
    ("you may also like", Sure),
    ("you might also like", Sure),
    ("don t miss", Sure),
    ("in case you missed it", Sure),
    ("lire aussi", Sure),
    ("a lire aussi", Sure),
    ("lisez aussi", Sure),
    ("lire egalement", Sure),
    ("a lire egalement", Sure),
    ("voir aussi", Sure),
    ("a voir aussi", Sure),
    ("a lire", Perhaps),
    ("sur le meme sujet", Sure),
    ("dans la meme rubrique", Sure),
    ("موضوعات متعلقه", List),
    ("الموضوعات المتعلقه", List),
    ("مواضيع متعلقه", List),
    ("المواضيع المتعلقه", List),
    ("اخبار متعلقه", List),
    ("الاخبار المتعلقه", List),
    ("مقالات متعلقه", List),
    ("تقارير متعلقه", List),
    ("موضوعات ذات صله", List),
    ("مواضيع ذات صله", List),
    ("مقالات ذات صله", List),
    ("اخبار ذات صله", List),
    ("تقارير ذات صله", List),
    ("قصص ذات صله", List),
    ("محتوي ذو صله", List),
    ("محتوي ذات صله", List),
    ("ذات صله", List),
    ("روابط اخري", List),
    ("روابط ذات صله", List),
    ("موضوعات اخري", List),
    ("مواضيع مشابهه", List),
    ("مقالات مشابهه", List),
    ("المزيد حول هذا الموضوع", List),
    ("المزيد حول هذه القصه", List),
    ("قصص مقترحه", List),
    ("قصص موصي بها", List),
    ("موصي بقراءته", List),
    ("مقالات مقترحه", List),
    ("مواضيع مقترحه", List),
    ("موضوعات مقترحه", List),
    ("اخبار مرتبطه", List),
    ("موضوعات مرتبطه", List),
    ("مواضيع مرتبطه", List),
    ("مقالات مرتبطه", List),
    ("related articles", List),
    ("related article", List),
    ("related stories", List),
    ("related story", List),
    ("related posts", List),
    ("related post", List),
    ("related news", List),
    ("related coverage", List),
    ("related reading", List),
    ("related topics", List),
    ("related content", List),
    ("related", List),
    ("recommended", List),
    ("articles lies", List),
    ("articles connexes", List),
    ("articles similaires", List),
    ("لمزيد من التفاصيل", Perhaps),
    ("للمزيد من التفاصيل", Perhaps),
    ("لمزيد من المعلومات", Perhaps),
    ("للمزيد من المعلومات", Perhaps),
    ("لمزيد من الاخبار", Perhaps),
    ("لقراءه المزيد", Perhaps),
    ("لقراءه التفاصيل", Perhaps),
    ("لمعرفه المزيد", Perhaps),
    ("لمعرفه التفاصيل", Perhaps),
    ("للمزيد", Perhaps),
    ("المزيد", Perhaps),
    ("المزيد عن", Perhaps),
    ("المزيد من", Perhaps),
    ("التفاصيل", Perhaps),
    ("تفاصيل اكثر", Perhaps),
    ("تفاصيل", Perhaps),
    ("read more", Perhaps),
    ("read", Perhaps),
    ("watch", Perhaps),
    ("lire plus", Perhaps),
    ("lire", Perhaps),
    ("voir", Perhaps),
    ("must read", Perhaps),
    ("further reading", List),
];

/// What may stand between a label and what it labels.
const TAILS: &[&[&str]] = &[
    &["ايضا"],
    &["كذلك"],
    &["هنا"],
    &["في", "هذا", "السياق"],
    &["في", "هذا", "الموضوع"],
    &["في", "الموضوع", "نفسه"],
    &["حول", "هذا", "الموضوع"],
    &["علي", "موقعنا"],
    &["عن", "الموضوع"],
    &["بالموضوع"],
    &["قراءه"],
    &["مشاهده"],
];

/// The words of a text with where they end, folded.
fn words(text: &str) -> impl Iterator<Item = (String, usize)> {
    let part_of_word = |c: char| c.is_alphanumeric() || !c.is_whitespace() && is_mark(c);
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while chars.next_if(|(_, c)| !c.is_alphanumeric()).is_some() {}
        let &(start, _) = chars.peek()?;
        let mut end = start;
        while let Some((at, c)) = chars.next_if(|(_, c)| part_of_word(*c)) {
            end = at + c.len_utf8();
        }
        Some((fold(&text[start..end]), end))
    })
}

/// Marks that belong to a word: vowel signs, tatweel, joiners, direction marks.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{200B}'..='\u{200F}' | '\u{300}'..='\u{36F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The words that labels begin with: nearly all lines are done with after one look.
static FIRST_WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    PHRASES.iter().filter_map(|(phrase, _)| phrase.split(' ').next()).chain(VERBS.iter().copied()).collect()
});

/// The label at the head of `text`, if one is there.
pub(super) fn label(text: &str) -> Option<Label<'_>> {
    let (first, _) = words(text).next()?;
    if !FIRST_WORDS.contains(first.as_str()) && !first.strip_prefix('و').is_some_and(|rest| VERBS.contains(&rest)) {
        return None;
    }
    let words: Vec<(String, usize)> = words(text).take(8).collect();
    let mut best: Option<(usize, Strength)> = None;
    let mut offer = |count: usize, strength: Strength| {
        if best.is_none_or(|(have, _)| count > have) {
            best = Some((count, strength));
        }
    };
    if let Some((first, _)) = words.first() {
        let bare = first.strip_prefix('و').filter(|rest| VERBS.contains(rest)).unwrap_or(first);
        if VERBS.contains(&bare) {
            offer(1, Perhaps);
            if words.get(1).is_some_and(|(second, _)| AFTER_VERBS.contains(&second.as_str())) {
                offer(2, Sure);
            }
        }
    }
    for (phrase, strength) in PHRASES {
        let count = phrase.split(' ').count();
        if count <= words.len() && phrase.split(' ').zip(&words).all(|(want, (have, _))| want == have) {
            offer(count, *strength);
        }
    }
    let (mut count, strength) = best?;
    while let Some(tail) = TAILS.iter().find(|tail| {
        words
            .get(count..count + tail.len())
            .is_some_and(|have| tail.iter().zip(have).all(|(want, (word, _))| want == word))
    }) {
        count += tail.len();
    }
    let end = words.get(count - 1).map(|(_, end)| *end)?;
    let after = text.get(end..)?;
    let rest = after
        .trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '«' | '"' | '“' | '(' | '[' | '‘' | '\''));
    // A bracket or a quotation mark that the label itself stood in is no part of what follows.
    let rest = if rest.chars().any(char::is_alphanumeric) { rest } else { "" };
    let between = &after[..after.len() - rest.len()];
    let parted = rest.is_empty()
        || between.contains([':', '：', '|', '؛', '…', '>', '<', '»', '←', '⬅', '►', '▶', '👇', '👈', '–', '—'])
        || between.contains("..")
        || between.contains(" - ")
        || between.contains('\n');
    Some(Label { strength, rest: rest.trim(), parted })
}

#[cfg(test)]
mod tests {
    use super::{Strength, label};

    #[test]
    fn all_spellings_of_the_label() {
        for text in [
            "اقرأ أيضاً:",
            "اقرأ أيضًا",
            "إقرأ ايضا :",
            "اقرأ ايضاً",
            "أقرأ أيضا",
            "اقــرأ أيضـــاً",
            "اقرأ أيضا..",
            "👈 اقرأ أيضاً",
            "🔴 اقرئي أيضاً:",
            "اقرؤوا أيضاً",
            "إقرأوا أيضا",
            "» اقرأ أيضاً «",
            "(اقرأ أيضاً)",
            "[ إقرأ أيضًا ]",
            "شاهد أيضاً:",
            "شاهدي أيضاً",
            "طالع أيضاً",
            "تابع أيضا",
            "اقرأ المزيد",
            "اقرأ كذلك:",
            "قد يهمك أيضا:",
            "قد يهمك",
            "ومن أخبارنا أيضاً:",
            "تعرف أيضا على:",
            "يمكنك أيضا قراءة:",
            "يُنصح بقراءة:",
            "يهمك أيضا:",
            "Read also:",
            "READ MORE ON",
            "See also",
            "Lire aussi :",
            "À lire aussi :",
            "➡️ اقرأ أيضا",
        ] {
            let found = label(text);
            assert!(found.is_some_and(|l| l.strength == Strength::Sure && l.rest.is_empty()), "{text}: {found:?}");
        }
    }

    #[test]
    fn what_follows_a_label() {
        let cases = [
            ("اقرأ أيضاً: قمة ثلاثية في بغداد", Strength::Sure, "قمة ثلاثية في بغداد", true),
            ("اقرأ أيضاً.. «الميناء» يفتح أبوابه", Strength::Sure, "«الميناء» يفتح أبوابه", true),
            ("اقرأ أيضا قمة ثلاثية", Strength::Sure, "قمة ثلاثية", false),
            ("شاهد: لحظة وصول القطار", Strength::Perhaps, "لحظة وصول القطار", true),
            ("شاهد لحظة وصول القطار", Strength::Perhaps, "لحظة وصول القطار", false),
            ("للمزيد من التفاصيل: خطة المترو", Strength::Perhaps, "خطة المترو", true),
            ("مقالات ذات صلة", Strength::List, "", true),
            ("Lire aussi : Le port rouvre", Strength::Sure, "Le port rouvre", true),
        ];
        for (text, strength, rest, parted) in cases {
            let found = label(text);
            assert!(
                found.is_some_and(|l| l.strength == strength && l.rest == rest && l.parted == parted),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn sentences_are_no_labels() {
        for text in ["اقتصاد اليوم", "قرأت الصحيفة", "قال الوزير", "متابعة", "قد يهم القارئ", "Relatedly, the port", ""]
        {
            assert_eq!(label(text), None, "{text}");
        }
    }

    #[test]
    fn lists_are_folded() {
        for phrase in super::PHRASES.iter().map(|(phrase, _)| *phrase).chain(super::VERBS.iter().copied()) {
            assert_eq!(phrase, crate::text::fold(phrase));
        }
    }
}
