//! Broken plurals: a lexicon of those that the news is full of, and the shapes that are safe to guess.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::plain;

/// What a plural is the plural of.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// The terms of the singulars: «حوادث» is of «حادث» and of «حادثة».
    pub(super) singulars: Vec<String>,
    /// The plural is another word's singular as well.
    pub(super) both: bool,
    /// The plural is written with its hamza below: «إخوة».
    pub(super) below: bool,
}

/// Singular and plurals, a line each.
const LEXICON: &str = include_str!("plurals.txt");

static KNOWN: LazyLock<HashMap<String, Known>> = LazyLock::new(|| {
    let lines = || LEXICON.lines().filter(|line| !line.starts_with('#')).map(|line| line.split_ascii_whitespace());
    let singulars: Vec<String> = lines().filter_map(|mut forms| forms.next()).map(plain).collect();
    let mut known: HashMap<String, Known> = HashMap::new();
    for mut forms in lines() {
        let Some(singular) = forms.next() else { continue };
        // As the singular's own term has it: «قضية» is found as «قضي».
        let term = plain(singular);
        let term = if singular.ends_with("ية") && super::len(&term) >= 4 {
            term.strip_suffix('ه').unwrap_or(&term).to_owned()
        } else {
            term
        };
        for form in forms {
            let plural = plain(form);
            let bare = term.strip_suffix('ه').unwrap_or(&term);
            let regular = super::len(bare) >= 3
                && ["ون", "ين", "ات"].iter().any(|ending| plural.strip_suffix(ending) == Some(bare));
            if regular || plural == term {
                continue;
            }
            let both = singulars.contains(&plural);
            let entry = known.entry(plural).or_insert_with(|| Known {
                singulars: Vec::new(),
                both,
                below: form.starts_with('إ'),
            });
            if !entry.singulars.contains(&term) {
                entry.singulars.push(term.clone());
            }
        }
    }
    known
});

/// What a folded word without clitics is the plural of, where the lexicon has it.
pub(super) fn singular(word: &str) -> Option<Known> {
    KNOWN.get(word).cloned()
}

/// Singulars whose plural of regular shape would be another common word: «مقتل» and «مقاتل», «ممثل» and «مماثل».
const NOT_BY_SHAPE: &str =
    "مقتل مسلم ممثل مرسل مشرك منفس مسعد معرض محرب مهجر مرقب مدفع محمد مسفر مصلح محضر مقبل مجهد مخلف منضل مهجم عرقي";

/// Plurals that a term may have by its shape alone, as terms. Those of other shapes are the lexicon's.
pub(super) fn shapes(term: &str) -> Vec<String> {
    let letters: Vec<char> = term.chars().collect();
    let long = |c: char| matches!(c, 'ا' | 'و' | 'ي');
    let plain = |c: char| !long(c) && c != 'ه' && c != 'ء';
    let mut found: Vec<String> = Vec::new();
    let mut add = |letters: &[char]| found.push(letters.iter().collect());
    match *letters.as_slice() {
        // «عاصمة» عواصم, «شارع» شوارع.
        [a, 'ا', b, c] | [a, 'ا', b, c, 'ه'] if !long(a) && c != 'ه' && b != 'ا' => add(&[a, 'و', 'ا', b, c]),
        // «قانون» قوانين, «صاروخ» صواريخ.
        [a, 'ا', b, 'و', c] if !long(a) => add(&[a, 'و', 'ا', b, 'ي', c]),
        // «وثيقة» وثائق, «رسالة» رسائل.
        [a, b, 'ي' | 'ا' | 'و', c, 'ه'] if c != 'ي' => add(&[a, b, 'ا', 'ي', c]),
        // «مدرسة» مدارس, «مكتب» مكاتب, «تجربة» تجارب.
        [a, b, c, d] | [a, b, c, d, 'ه']
            if [b, c, d].into_iter().all(plain)
                && !long(a)
                && !NOT_BY_SHAPE.split_ascii_whitespace().any(|not| term.starts_with(not)) =>
        {
            add(&[a, b, 'ا', c, d]);
        }
        // «مشروع» مشاريع, «تقرير» تقارير, «صندوق» صناديق, «إقليم» أقاليم.
        [a, b, c, 'ا' | 'و' | 'ي', d]
            if plain(b) && plain(c) && d != 'ه' && d != 'ي' && !is_derived(a, b, c, letters[3]) =>
        {
            add(&[a, b, 'ا', c, 'ي', d]);
        }
        // «دولاب» دواليب.
        [a, 'و', b, 'ا', c] if plain(b) && plain(c) => add(&[a, 'و', 'ا', b, 'ي', c]),
        // «وزير» وزراء, «رغيف» أرغفة.
        [a, b, 'ي', c] if !long(b) && plain(c) => {
            add(&[a, b, c, 'ا', 'ء']);
            add(&['ا', a, b, c, 'ه']);
        }
        // «جهاز» أجهزة.
        [a, b, 'ا', c] if !long(a) && !long(b) && plain(c) => add(&['ا', a, b, c, 'ه']),
        _ => {}
    }
    // In the index stands what the lexicon made of it, if it knows the plural.
    found.retain(|plural| singular(plural).is_none());
    found
}

/// «انتاج», «اقتراح»: verbal nouns, which have other plurals.
fn is_derived(a: char, b: char, c: char, long: char) -> bool {
    a == 'ا' && (long == 'ا' || b == 'ن' || c == 'ت')
}

#[cfg(test)]
mod tests {
    use super::{KNOWN, shapes};
    use crate::text::terms::of_stored;

    #[test]
    fn every_plural_of_the_lexicon_is_found_by_its_singular() {
        for line in super::LEXICON.lines().filter(|line| !line.starts_with('#')) {
            let mut forms = line.split_ascii_whitespace();
            let Some(singular) = forms.next() else { continue };
            let asked = super::super::of_asked(singular);
            for plural in forms {
                let stored = of_stored(plural);
                assert!(stored.iter().any(|term| asked.contains(term)), "{singular} {asked:?}: {plural} {stored:?}");
            }
        }
        assert!(KNOWN.len() > 300, "{}", KNOWN.len());
    }

    #[test]
    fn shapes_give_plurals() {
        for (singular, plural) in [
            ("عاطفه", "عواطف"),
            ("كابوس", "كوابيس"),
            ("حقيبه", "حقايب"),
            ("مخزن", "مخازن"),
            ("منشور", "مناشير"),
            ("تقليد", "تقاليد"),
            ("دولاب", "دواليب"),
        ] {
            assert_eq!(shapes(singular), [plural.to_owned()], "{singular}");
        }
        for none in ["مقتل", "حزب", "انتاج", "مال"] {
            assert!(shapes(none).is_empty(), "{none}");
        }
    }
}
