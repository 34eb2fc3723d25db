//! Spellings that readers treat as equal.

use unicode_normalization::char::decompose_compatible;

use super::letters::{self, Folded};

/// Folds spelling that readers treat as equal: vowel marks, tatweel, hamza seats, alef and ya forms, ta marbuta,
/// presentation forms, Persian kaf and ya, digits, case, bidi controls. Accents of other scripts fold as well.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, &mut out);
    }
    // «مسئول» and «مسؤول» are one word: a hamza between ya seat and waw is written either way.
    if out.contains("يو") && text.contains('\u{626}') { merge_hamza_seats(text) } else { out }
}

fn merge_hamza_seats(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\u{626}' && chars.peek() == Some(&'و') {
            out.push('و');
        } else {
            fold_char(c, &mut out);
        }
    }
    out
}

/// Whether a character takes no part in a word's identity: marks, tatweel, joiners, bidi controls.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}'
        | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E8}'
        | '\u{6EA}'..='\u{6ED}' | '\u{8D3}'..='\u{8FF}' | '\u{640}' | '\u{61C}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}')
}

/// Whether a character steers the direction of text and is nothing else.
pub(super) fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

pub(super) fn fold_char(c: char, out: &mut String) {
    match letters::folded(c) {
        Folded::Nothing => {}
        Folded::One(folded) => out.push(folded),
        Folded::Other => fold_slowly(c, out),
    }
}

/// Folds a character without the table, which is made from this.
pub(super) fn fold_slowly(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    if c.is_whitespace() {
        out.push(' ');
        return;
    }
    // Hangul would fall apart to letters that no one types.
    if ('\u{AC00}'..='\u{D7A3}').contains(&c) {
        out.push(c);
        return;
    }
    decompose_compatible(c, |c| {
        if is_ignorable(c) {
            return;
        }
        let folded = match c {
            '\u{671}'..='\u{673}' | '\u{675}' => 'ا',
            'ى' | 'ی' | '\u{6CD}' | '\u{6CE}' | '\u{6D0}' | '\u{6D1}' | '\u{678}' => 'ي',
            '\u{6A9}' | '\u{6AA}' | '\u{63B}' | '\u{63C}' => 'ك',
            'ة' | '\u{6BE}' | '\u{6C0}'..='\u{6C3}' | '\u{6D5}' => 'ه',
            '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' => {
                let zero = if c < '\u{6F0}' { 0x660 } else { 0x6F0 };
                char::from_digit(u32::from(c) - zero, 10).unwrap_or(c)
            }
            c => c,
        };
        // A compatibility form may decompose to a space with a mark (U+FE70): the space isn't the word's.
        if folded != ' ' {
            out.extend(folded.to_lowercase());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn spellings_fold_to_one() {
        let same = [
            ("أحمد", "احمد"),
            ("إيران", "ايران"),
            ("آسيا", "اسيا"),
            ("ٱلله", "الله"),
            ("مُحَمَّد", "محمد"),
            ("كتـــاب", "كتاب"),
            ("مدرسة", "مدرسه"),
            ("مصطفى", "مصطفي"),
            ("على", "علي"),
            ("مسؤول", "مسئول"),
            ("شؤون", "شئون"),
            ("ﷲ", "الله"),
            ("ﻻ", "لا"),
            ("ﻛﺘﺎﺏ", "كتاب"),
            ("کتاب", "كتاب"),
            ("ایران", "ايران"),
            ("٢٠٢٦", "2026"),
            ("۲۰۲۶", "2026"),
            ("ک\u{200C}تاب", "كتاب"),
            ("كتاب\u{200F}", "كتاب"),
            ("Café", "cafe"),
            ("İstanbul", "istanbul"),
            ("ÉTAT", "etat"),
            ("ﬁne", "fine"),
            ("أيضاً", "ايضا"),
            ("أيضًا", "ايضا"),
        ];
        for (a, b) in same {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
        let apart = [("كتاب", "كتب"), ("مصر", "مصرف"), ("على", "عليه"), ("سماء", "سما")];
        for (a, b) in apart {
            assert_ne!(fold(a), fold(b), "{a} {b}");
        }
        assert_eq!(fold("خبر عاجل\nثانٍ"), "خبر عاجل\nثان");
    }
}
