//! Light stemming: words that differ only by article, conjunction, pronoun, number or gender become one.
//!
//! Arabic takes off what is written onto a word, longest first and only while enough of the word is left, and never
//! looks for roots: «كتاب» and «مكتب» have one root and nothing else in common. Broken plurals stay apart; no rule
//! finds them. Words that only look as if they ended in a plural or dual (countries, mostly) are listed.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::arabic::fold;
use super::stop;
use super::words::pieces;

/// Article with what is written before it, longest first.
const ARTICLES: &[&str] = &["وبال", "فبال", "وكال", "ولل", "فلل", "وال", "فال", "بال", "كال", "لل", "ال"];

/// Beginnings of words whose waw is their own.
const OWN_WAW: &[&str] = &[
    "واجب",
    "واجه",
    "واحد",
    "وادي",
    "وارد",
    "واسع",
    "واشنطن",
    "واصل",
    "واضح",
    "واقع",
    "والد",
    "والي",
    "وباء",
    "وتير",
    "وثائ",
    "وثيق",
    "وجب",
    "وجه",
    "وجود",
    "وحد",
    "وحش",
    "وحي",
    "وداع",
    "ودائ",
    "ورث",
    "ورد",
    "ورش",
    "ورط",
    "ورق",
    "وزار",
    "وزرا",
    "وزن",
    "وزير",
    "وسائ",
    "وسام",
    "وسط",
    "وسيط",
    "وسيل",
    "وصف",
    "وصل",
    "وصول",
    "وضع",
    "وضوح",
    "وطن",
    "وظائ",
    "وظيف",
    "وعد",
    "وعي",
    "وفاء",
    "وفات",
    "وفاه",
    "وفد",
    "وفود",
    "وفي",
    "وقائ",
    "وقاي",
    "وقع",
    "وقف",
    "وقود",
    "وكال",
    "وكلا",
    "وكيل",
    "ولاء",
    "ولاد",
    "ولاه",
    "ولاي",
    "ولد",
    "وليد",
    "وهم",
    "ويلز",
    "ويكي",
];

/// Words that are whole as they stand.
const WHOLE: &[&str] = &[
    "الله",
    "ايران",
    "لبنان",
    "سودان",
    "طهران",
    "برلمان",
    "سلطان",
    "رمضان",
    "انسان",
    "ميدان",
    "عثمان",
    "سليمان",
    "سلمان",
    "عدنان",
    "غسان",
    "مروان",
    "باكستان",
    "افغانستان",
    "كازاخستان",
    "كردستان",
    "اوزبكستان",
    "طاجيكستان",
    "تركمانستان",
    "قرغيزستان",
    "داغستان",
    "فلسطين",
    "ارجنتين",
    "فلبين",
    "اوكرانيا",
    "حسين",
    "ياسين",
    "مسلمين",
    "بنزين",
    "تامين",
    "تخمين",
    "تمرين",
    "تدوين",
    "تكوين",
    "تلوين",
    "تموين",
    "تعيين",
    "قانون",
    "مليون",
    "مليار",
    "بليون",
    "تريليون",
    "تلفزيون",
    "زيتون",
    "كانون",
    "صهيون",
    "كارون",
    "نيسان",
    "حزيران",
    "تايوان",
    "يابان",
    "المان",
    "فنان",
    "سرطان",
    "عدوان",
    "لجان",
    "ضمان",
    "طيران",
    "عنوان",
    "ديوان",
    "بركان",
    "فيضان",
    "بيان",
    "نيران",
    "جيران",
    "بلدان",
    "خسران",
    "غفران",
    "جثمان",
];

fn is_whole(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| WHOLE.iter().copied().collect());
    WORDS.contains(word)
}

/// The stem of a word, folded. A word that isn't Arabic loses the commonest English endings.
pub fn stem(word: &str) -> String {
    stem_of_folded(&fold(word))
}

fn stem_of_folded(folded: &str) -> String {
    if folded.chars().any(|c| ('\u{620}'..='\u{6FF}').contains(&c)) { arabic(folded) } else { english(folded) }
}

fn len(word: &str) -> usize {
    word.chars().count()
}

fn arabic(word: &str) -> String {
    let bare = without_prefix(word);
    if is_whole(bare) {
        return bare.to_owned();
    }
    without_suffix(bare).to_owned()
}

fn without_prefix(word: &str) -> &str {
    if is_whole(word) {
        return word;
    }
    for article in ARTICLES {
        if let Some(rest) = word.strip_prefix(article) {
            if len(rest) >= 3 {
                return rest;
            }
            // «الام»: two letters are enough behind the bare article.
            if *article == "ال" && len(rest) == 2 {
                return rest;
            }
        }
    }
    match word.strip_prefix('و') {
        // «وقال»: what is said of nothing may be short.
        Some(rest) if stop::is_stop(rest) => rest,
        Some(rest) if len(rest) >= 4 && !OWN_WAW.iter().any(|own| word.starts_with(own)) => rest,
        _ => word,
    }
}

fn without_suffix(word: &str) -> &str {
    let cut = |ending: &str, least: usize| word.strip_suffix(ending).filter(|rest| len(rest) >= least);
    // The ta of a feminine word comes to light before pronouns: «حكومتها».
    let without_ta = |rest| match str::strip_suffix(rest, 'ت') {
        Some(bare) if len(bare) >= 3 => bare,
        _ => rest,
    };
    if let Some(rest) = ["هما", "كما"].iter().find_map(|e| cut(e, 4)) {
        return without_ta(rest);
    }
    if let Some(rest) = ["ها", "هم", "هن", "نا", "كم"].iter().find_map(|e| cut(e, 3)) {
        return without_ta(rest);
    }
    if let Some(rest) = ["تين", "تان", "يات"].iter().find_map(|e| cut(e, 3)) {
        return rest;
    }
    if let Some(rest) = ["يين", "يون", "يه", "يا"].iter().find_map(|e| cut(e, 4)) {
        return rest;
    }
    if let Some(rest) = cut("ان", 4).or_else(|| ["ات", "ون", "ين"].iter().find_map(|e| cut(e, 3))) {
        return rest;
    }
    if let Some(rest) = cut("ه", 3) {
        // «مباراه» and «مباريات», «سورية» and «سوريا».
        return match rest.strip_suffix('ا') {
            Some(bare) if len(bare) >= 4 => bare,
            _ => without_ta(rest),
        };
    }
    cut("ي", 4).or_else(|| cut("ك", 4)).or_else(|| cut("ا", 4)).unwrap_or(word)
}

fn english(word: &str) -> String {
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
    let cut = |ending: &str, least: usize| word.strip_suffix(ending).filter(|rest| len(rest) >= least);
    if let Some(rest) = cut("ies", 3) {
        return format!("{rest}y");
    }
    if let Some(rest) = cut("sses", 2) {
        return format!("{rest}ss");
    }
    if let Some(rest) = cut("ing", 4).or_else(|| cut("ed", 4)) {
        return rest.to_owned();
    }
    if ["ss", "us", "is"].iter().any(|e| word.ends_with(e)) {
        return word.to_owned();
    }
    cut("s", 3).unwrap_or(word).to_owned()
}

/// The words of `text` that tell what it is about, as (stem, word as written); stop words, lone letters and short
/// numbers are left out.
pub fn content_words(text: &str) -> Vec<(String, String)> {
    pieces(text).filter_map(|word| Some((content_stem(word)?, word.to_owned()))).collect()
}

/// The stems of the first `most` words of `text` that tell what it is about: [`content_words`] without reading on.
pub fn leading_stems(text: &str, most: usize) -> Vec<String> {
    pieces(text).filter_map(content_stem).take(most).collect()
}

/// The stem of a word as written; none for one that says nothing.
fn content_stem(word: &str) -> Option<String> {
    let folded = fold(word);
    let letters = len(&folded);
    let short_number = folded.chars().all(|c| c.is_ascii_digit()) && letters < 4;
    if !(2..=40).contains(&letters) || short_number || stop::is_stop(&folded) {
        return None;
    }
    Some(stem_of_folded(&folded))
}

/// Numbers stems, from 0 on, and remembers the stem of each word that it met: thousands of texts share most of their
/// words, and finding a stem costs far more than finding it again.
#[derive(Debug, Default)]
pub struct Stems {
    written: HashMap<String, Option<usize>>,
    numbers: HashMap<String, usize>,
}

impl Stems {
    /// The words of `text` as in [`content_words`], each as (number of its stem, word as written).
    pub fn content_words<'t>(&mut self, text: &'t str) -> Vec<(usize, &'t str)> {
        pieces(text).filter_map(|word| Some((self.number(word)?, word))).collect()
    }

    fn number(&mut self, word: &str) -> Option<usize> {
        if let Some(known) = self.written.get(word) {
            return *known;
        }
        let number = content_stem(word).map(|stem| {
            let next = self.numbers.len();
            *self.numbers.entry(stem).or_insert(next)
        });
        self.written.insert(word.to_owned(), number);
        number
    }

    /// How many stems were numbered.
    pub fn count(&self) -> usize {
        self.numbers.len()
    }
}

#[cfg(test)]
mod tests {
    use super::{Stems, content_words, stem};

    #[test]
    fn numbered_stems_are_the_stems() {
        let mut stems = Stems::default();
        let text = "قال الوزير إن وزير المالية والوزير يلتقيان في 2026 أو 27";
        for _ in 0..2 {
            let numbered = stems.content_words(text);
            let named = content_words(text);
            assert_eq!(numbered.len(), named.len());
            for ((number, word), (stem, written)) in numbered.iter().zip(&named) {
                assert_eq!((*word, stems.numbers.get(stem)), (written.as_str(), Some(number)));
            }
        }
        assert_eq!(stems.count(), stems.numbers.values().max().map_or(0, |most| most + 1));
    }

    #[test]
    fn forms_of_a_word_meet() {
        let groups = [
            "كتاب الكتاب والكتاب بالكتاب للكتاب كالكتاب فالكتاب كتابه كتابها كتابهم كتابنا كتابي",
            "رئيس الرئيس والرئيس للرئيس بالرئيس رئيسه رئيسها رئيسهم رئيسنا",
            "حكومة الحكومة والحكومة للحكومة بالحكومة حكومته حكومتها حكومتهم حكومتنا حكومي",
            "سيارة سيارات السيارات سيارتين سيارتان سيارته",
            "مهندس مهندسون مهندسين المهندسين مهندسان",
            "انتخاب انتخابات الانتخابات",
            "مسؤول مسؤولون المسؤولين مسئول",
            "شركة شركات الشركات شركتين شركته",
            "مباراة مباريات المباريات",
            "سعودي سعودية السعودية السعوديين سعوديون",
            "روسي روسيا الروسية وروسيا",
            "سوريا سورية السوري",
            "كازاخستان وكازاخستان",
            "فرنسا وفرنسا",
            "قال وقال",
            "إيران وإيران ايران",
            "وزير ووزير الوزير",
        ];
        for group in groups {
            let mut forms = group.split(' ');
            let first = forms.next().map(stem);
            for form in forms {
                assert_eq!(Some(stem(form)), first, "{form}");
            }
        }
        assert_eq!(stem("elections"), stem("election"));
        assert_eq!(stem("parties"), stem("party"));
    }

    #[test]
    fn other_words_stay_apart() {
        let pairs = [
            ("كتاب", "مكتب"),
            ("مصر", "مصرف"),
            ("مصر", "مصران"),
            ("لبنان", "لبن"),
            ("وزير", "زير"),
            ("والد", "ولد"),
            ("جامعة", "جماعة"),
            ("مال", "كمال"),
            ("بيان", "بي"),
            ("حزب", "حزين"),
            ("مال", "مالي"),
            ("نفط", "نقط"),
            ("عيد", "بعيد"),
            ("وزارة", "زارة"),
        ];
        for (a, b) in pairs {
            assert_ne!(stem(a), stem(b), "{a} {b}");
        }
    }

    #[test]
    fn stop_words_are_left_out() {
        let words = content_words("وقال الرئيس في القاهرة إن 12 من the elections 2026");
        let stems: Vec<&str> = words.iter().map(|(stem, _)| stem.as_str()).collect();
        assert_eq!(stems, ["رييس", "قاهر", "election", "2026"]);
        assert_eq!(words[0].1, "الرئيس");
    }
}
