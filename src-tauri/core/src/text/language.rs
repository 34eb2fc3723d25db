//! What language a text is in, as far as letters tell.

/// No more characters than this are looked at.
const ENOUGH: usize = 4_000;

/// English words that no other language of the Latin script has as often.
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "in", "is", "for", "on", "with", "as", "by", "at", "from", "after", "over", "how", "why",
    "what", "its", "are", "was", "has", "this", "that", "new",
];

/// Words of its neighbours.
const NOT_ENGLISH: &[&str] = &[
    "le", "la", "les", "des", "du", "et", "une", "un", "el", "los", "las", "del", "der", "die", "das", "und", "ist",
    "den", "il", "di", "che", "per", "het", "een", "van", "de", "en", "que", "ve", "bir", "o", "os", "em", "som",
    "och", "att", "na", "w", "z",
];

/// The language of `text` (`ar`, `fa`, `ur`, `ckb`, `en`), or none where letters and little words don't tell.
///
/// Within the Arabic script the letters of one language decide, in the order Urdu, Sorani, Persian. A foreign name may
/// bring a single one of them into an Arabic text, so they have to be more than a fiftieth of all letters.
pub fn language(text: &str) -> Option<&'static str> {
    let (mut arabic, mut latin, mut urdu, mut sorani, mut persian) = (0_usize, 0_usize, 0_usize, 0_usize, 0_usize);
    for c in text.chars().take(ENOUGH) {
        match c {
            'ٹ' | 'ڈ' | 'ڑ' | 'ں' | 'ے' | 'ہ' => urdu += 1,
            'ڵ' | 'ێ' | 'ۆ' | 'ە' => sorani += 1,
            'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | 'ی' => persian += 1,
            _ => {}
        }
        match c {
            '\u{620}'..='\u{64A}'
            | '\u{66E}'..='\u{6D3}'
            | '\u{6D5}'
            | '\u{FB50}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFC}' => arabic += 1,
            c if c.is_alphabetic() && u32::from(c) < 0x250 => latin += 1,
            _ => {}
        }
    }
    if arabic == 0 && latin == 0 {
        return None;
    }
    if arabic * 2 >= latin && arabic >= 2 {
        let telling = |n: usize| n > 0 && n * 50 > arabic;
        return Some(if telling(urdu) {
            "ur"
        } else if telling(sorani) {
            "ckb"
        } else if telling(persian) {
            "fa"
        } else {
            "ar"
        });
    }
    let (mut english, mut other) = (0, 0);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).take(600) {
        let word = word.to_lowercase();
        if ENGLISH.contains(&word.as_str()) {
            english += 1;
        } else if NOT_ENGLISH.contains(&word.as_str()) {
            other += 1;
        }
    }
    (english > other).then_some("en")
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn letters_tell() {
        let cases = [
            ("مجلس الأمن يعقد جلسة طارئة بشأن السودان", Some("ar")),
            ("iPhone 17 يصل إلى الأسواق", Some("ar")),
            ("وزیر خارجه ایران به پاریس می‌رود", Some("fa")),
            ("وزیر اعظم نے کہا ہے کہ یہ فیصلہ درست ہے", Some("ur")),
            ("سەرۆکی هەرێمی کوردستان گەیشتە بەغدا", Some("ckb")),
            ("Government of the day falls", Some("en")),
            ("Le gouvernement de la France et les autres", None),
            ("123 – 456", None),
            ("", None),
        ];
        for (text, want) in cases {
            assert_eq!(language(text), want, "{text}");
        }
        let long =
            "قالت الحكومة إن المفاوضات مع شركة گوگل مستمرة ".to_owned() + &"وأضافت أن القرار سيصدر قريبا ".repeat(10);
        assert_eq!(language(&long), Some("ar"));
    }
}
