//! The terms that a text is found by, the same for what is stored and for what is asked.
//!
//! A word becomes its folded form without what is written onto it (article, conjunction, preposition, pronoun) and
//! without its regular plural or dual. Nothing is taken off that may be the word's own letter, as far as rules and short
//! lists can tell; where both readings are possible, the word has both as terms. The ending «ـة» stays («كتاب» is not
//! «كتابة»), and so does the «ـي» of an adjective («مال» is not «مالي»), with its feminine and plurals folded into it.
//! Broken plurals meet their singular through a small lexicon; those of regular shape are added when a word is asked for.
//!
//! A change of what this module answers needs a new [`VERSION`]: stored indexes are made again by it.

mod indexed;
mod latin;
mod lists;
mod plurals;

pub use indexed::Indexer;

use super::arabic::{fold, is_ignorable};
use super::stop;

/// The number of this analysis, which an index carries.
pub const VERSION: i64 = 1;

/// A longer word is cut: no one types it.
const LONGEST: usize = 40;

/// Article with what is written before it, longest first; what has to stay behind it.
const ARTICLES: &[(&str, usize)] = &[
    ("وبال", 3),
    ("فبال", 3),
    ("وكال", 3),
    ("فكال", 3),
    ("ولل", 3),
    ("فلل", 3),
    ("وال", 2),
    ("فال", 3),
    ("بال", 2),
    ("كال", 3),
    ("لل", 2),
    ("ال", 2),
];

/// A word of a text: where it stands, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'t> {
    /// As it is written.
    pub text: &'t str,
    /// Its first byte.
    pub start: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Arabic,
    Digits,
    Other,
}

fn script(c: char) -> Option<Script> {
    match c {
        c if is_ignorable(c) => None,
        '\u{620}'..='\u{64A}'
        | '\u{66E}'..='\u{6D5}'
        | '\u{6EE}'..='\u{6EF}'
        | '\u{6FA}'..='\u{6FF}'
        | '\u{750}'..='\u{77F}'
        | '\u{8A0}'..='\u{8C9}'
        | '\u{FB50}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFC}'
            if c.is_alphabetic() =>
        {
            Some(Script::Arabic)
        }
        '0'..='9' | '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' => Some(Script::Digits),
        c if c.is_alphanumeric() => Some(Script::Other),
        _ => None,
    }
}

/// The words of `text`: runs of letters and digits. Where Arabic meets Latin letters or digits a word ends («الـiPhone»,
/// «و2026»); the separators of thousands stay inside a number.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = text.get(from..)?;
        let mut start = None;
        let mut current = Script::Other;
        let mut end = rest.len();
        let mut letters = 0_usize;
        let mut chars = rest.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let kind = script(c);
            match (start, kind) {
                (None, Some(kind)) => (start, current) = (Some(at), kind),
                (None, None) => {}
                (Some(_), None) if is_ignorable(c) => {}
                (Some(_), None)
                    if current == Script::Digits
                        && matches!(c, ',' | '٬' | '\'')
                        && chars.peek().is_some_and(|(_, next)| script(*next) == Some(Script::Digits))
                        && is_thousands(rest.get(at + c.len_utf8()..).unwrap_or_default()) => {}
                (Some(_), None) => {
                    end = at;
                    break;
                }
                (Some(_), Some(kind)) => {
                    // Latin letters and digits stay together: «G20», «covid19».
                    let joins = kind == current || (kind != Script::Arabic && current != Script::Arabic);
                    if !joins || letters >= 4 * LONGEST {
                        end = at;
                        break;
                    }
                    if kind == Script::Other {
                        current = Script::Other;
                    }
                }
            }
            letters += usize::from(start.is_some());
        }
        let start = start?;
        let word = Word { text: rest.get(start..end)?, start: from + start };
        from += end;
        Some(word)
    })
}

/// Whether exactly three digits follow.
fn is_thousands(rest: &str) -> bool {
    let digits = rest.chars().take_while(|c| script(*c) == Some(Script::Digits)).count();
    digits == 3
}

/// The folded spelling by which a word is compared to the letter: the form of a quotation.
pub fn plain(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in fold(word).chars() {
        match c {
            // How letters that Arabic lacks are written without them.
            'پ' => out.push('ب'),
            'چ' => out.push('ج'),
            'ژ' => out.push('ز'),
            'ڤ' | 'ڥ' => out.push('ف'),
            'گ' | 'ڭ' | 'ݣ' => out.push('ك'),
            'ٹ' => out.push('ت'),
            'ڈ' => out.push('د'),
            'ڑ' => out.push('ر'),
            'ں' => out.push('ن'),
            'ے' | 'ۓ' => out.push('ي'),
            'ۋ' | 'ۆ' | 'ۇ' => out.push('و'),
            'ڵ' => out.push('ل'),
            c if c.is_alphanumeric() => out.push(c),
            _ => {}
        }
    }
    if out.len() > LONGEST
        && let Some((end, _)) = out.char_indices().nth(LONGEST)
    {
        out.truncate(end);
    }
    if out == "مائه" { "مييه".to_owned() } else { out }
}

/// Whether a word is so common that only headlines are found by it, and that a question with other words passes over it.
pub fn is_function_word(plain: &str) -> bool {
    // «على» and the name «علي» are one in sloppy spelling.
    plain != "علي" && stop::is_grammar(plain)
}

/// The terms that a stored word is found by; the first is the word's own.
pub fn of_stored(word: &str) -> Vec<String> {
    let plain = plain(word);
    if !plain.chars().any(|c| script(c) == Some(Script::Arabic)) {
        return if plain.is_empty() { Vec::new() } else { vec![latin::stem(&plain)] };
    }
    let marks = Marks::of(word);
    let mut terms: Vec<String> = Vec::with_capacity(3);
    for base in bases(&plain, &marks) {
        for term in endings(&base, &marks) {
            if !terms.contains(&term) {
                terms.push(term);
            }
        }
    }
    terms
}

/// The terms to look for when a word is asked for: its own, and the plurals of regular shape that it may have.
pub fn of_asked(word: &str) -> Vec<String> {
    let mut terms = of_stored(word);
    let own: Vec<String> = terms.clone();
    for term in &own {
        for more in plurals::shapes(term) {
            if !terms.contains(&more) {
                terms.push(more);
            }
        }
    }
    terms
}

/// What folding takes away and the ending is told by.
/// A word without what is written before it, folded: what a headline's word is listed by as a suggestion. With it the
/// letters of the word as written, so many from its end.
pub fn bare(word: &str) -> (String, String) {
    let plain = plain(word);
    let marks = Marks::of(word);
    let base = bases(&plain, &marks).into_iter().next().unwrap_or(plain);
    let letters = len(&base);
    let written = marks.letters.iter().skip(marks.letters.len().saturating_sub(letters)).collect();
    (base, written)
}

struct Marks {
    /// Ends in «ة».
    ta: bool,
    /// Ends in «ه».
    ha: bool,
    /// Has a hamza on a seat of waw or ya: «وزرائها».
    seat: bool,
    /// The letters before folding, marks left out: an alef with a hamza is no article's.
    letters: Vec<char>,
    /// Has an alef with a hamza below, or above.
    below: bool,
    above: bool,
    /// Ends in the mark of an indefinite accusative.
    tanwin: bool,
}

impl Marks {
    fn of(word: &str) -> Self {
        let letters: Vec<char> = word.chars().filter(|c| !is_ignorable(*c)).collect();
        let last = letters.last();
        Self {
            ta: matches!(last, Some('ة' | 'ۃ' | '\u{FE93}' | '\u{FE94}')),
            ha: matches!(last, Some('ه' | 'ہ' | 'ە' | 'ھ' | '\u{FEE9}'..='\u{FEEC}')),
            seat: word.contains(['ئ', 'ؤ']),
            letters,
            below: word.contains('إ'),
            above: word.contains(['أ', 'آ']),
            tanwin: word.chars().rev().take(2).any(|c| c == '\u{64B}'),
        }
    }

    /// «هيئة» ends in no «ـية».
    fn seat_before_last(&self) -> bool {
        self.seat_at(2)
    }

    /// A hamza on its seat so many letters from the end.
    fn seat_at(&self, from_end: usize) -> bool {
        self.letters.len().checked_sub(from_end).and_then(|at| self.letters.get(at)) == Some(&'ئ')
    }

    fn has_hamza(&self, place: usize) -> bool {
        matches!(self.letters.get(place), Some('أ' | 'إ' | 'آ'))
    }
}

fn len(word: &str) -> usize {
    word.chars().count()
}

/// The word without what is written before it; both readings where it may be either.
fn bases(word: &str, marks: &Marks) -> Vec<String> {
    if lists::is_whole(word) {
        return vec![word.to_owned()];
    }
    let own = lists::begins_itself(word);
    if !own {
        if word == "لله" {
            return vec!["الله".to_owned()];
        }
        for (article, least) in ARTICLES {
            let Some(rest) = word.strip_prefix(article).filter(|rest| len(rest) >= *least) else { continue };
            if let Some(before) = article.strip_suffix("ال") {
                // «بألمانيا»: no article has a hamza; nor is there one in «بالمانيا».
                let whole = format!("ال{rest}");
                if marks.has_hamza(len(before)) || lists::begins_itself(&whole) {
                    return if before.is_empty() { vec![whole] } else { with(&whole, prepositions(word)) };
                }
            }
            if article.ends_with("لل") {
                // «للجنة» is written for «لِ + اللجنة» as well.
                let whole = format!("ل{rest}");
                if lists::begins_itself(&whole) {
                    return vec![whole, rest.to_owned()];
                }
            }
            return vec![rest.to_owned()];
        }
        if let Some(rest) = word.strip_prefix('و')
            && (len(rest) >= 3 || stop::is_stop(rest))
        {
            return prepositions(rest);
        }
    }
    if own { vec![word.to_owned()] } else { prepositions(word) }
}

/// The word, and the word behind a letter that may be a preposition or conjunction.
fn prepositions(word: &str) -> Vec<String> {
    let mut found = vec![word.to_owned()];
    if lists::begins_itself(word) || lists::is_whole(word) {
        return found;
    }
    let Some(first) = word.chars().next().filter(|c| matches!(c, 'ف' | 'ب' | 'ل' | 'ك')) else { return found };
    let rest = word.get(first.len_utf8()..).unwrap_or_default();
    if is_word_behind(word, rest) {
        found.push(rest.to_owned());
    }
    // «فلمصر», «فبعدن».
    if first == 'ف'
        && let Some(second) = rest.strip_prefix(['ب', 'ل'])
        && !lists::begins_itself(rest)
        && len(second) >= 4
    {
        found.push(second.to_owned());
    }
    found
}

/// Whether what stands behind a first letter may be a word of its own. Of three letters, one that is known, or one in a
/// word whose shape isn't that of «بعيد», «كمال», «لزوم».
fn is_word_behind(word: &str, rest: &str) -> bool {
    match len(rest) {
        0..=2 => false,
        3 if lists::is_brief(rest) => true,
        3 => {
            let third = word.chars().nth(2);
            !matches!(third, Some('ا' | 'و' | 'ي')) && !rest.ends_with(['ي', 'ا'])
        }
        _ => true,
    }
}

/// The word without its ending; both readings where it may be either.
fn endings(word: &str, marks: &Marks) -> Vec<String> {
    if lists::is_whole(word) {
        return singular(word);
    }
    // «إعلام» is no plural of «علم», as «أعلام» is; without its hamza it may be either.
    if let Some(known) = plurals::singular(word).filter(|known| known.below || !(marks.below && word.starts_with('ا')))
    {
        // «كُتّاب» is «كاتب», and more often «كتاب».
        let unsure = known.both || (word.starts_with('ا') && !marks.above && !known.below);
        return if unsure { with(word, known.singulars) } else { known.singulars };
    }
    let cut = |ending: &str, least: usize| word.strip_suffix(ending).filter(|rest| len(rest) >= least);
    if marks.ta {
        // «سعودية» and «سعودي», but not «حكومة» and «حكوم».
        return match cut("يه", 2).filter(|_| !marks.seat_before_last()) {
            Some(rest) => vec![format!("{rest}ي")],
            None => vec![word.to_owned()],
        };
    }
    if let Some(rest) = ["هما", "كما"].iter().find_map(|ending| cut(ending, 4)) {
        return owned(rest, marks);
    }
    if let Some(rest) = ["ها", "هم", "هن", "كم"].iter().find_map(|ending| cut(ending, 3)) {
        return owned(rest, marks);
    }
    if let Some(rest) = cut("نا", 3) {
        // «أوكرانيا» ends otherwise; «برشلونا» may be a name.
        return if len(rest) >= 4 || rest.ends_with('ت') {
            owned(rest, marks)
        } else {
            with(word, owned(rest, marks))
        };
    }
    if marks.ha && word.ends_with('ه') {
        return match cut("ه", 2) {
            Some(rest) if rest.ends_with('ي') && len(rest) >= 3 && !marks.seat_before_last() => vec![rest.to_owned()],
            Some(rest) if rest.ends_with('ت') && len(rest) >= 4 => owned(rest, marks),
            // «كتابه» is «his book», or «كتابة» in haste.
            Some(rest) if len(rest) >= 3 => with(word, owned(rest, marks)),
            _ => vec![word.to_owned()],
        };
    }
    if let Some(rest) = ["تين", "تان"].iter().find_map(|ending| cut(ending, 2)) {
        return if rest.ends_with('ي') && len(rest) >= 3 { vec![rest.to_owned()] } else { vec![format!("{rest}ه")] };
    }
    if let Some(rest) = cut("يات", 2).filter(|_| !marks.seat_at(3)) {
        return vec![format!("{rest}ي"), format!("{rest}اه")];
    }
    if let Some(rest) = cut("ات", 2) {
        return feminine_plural(rest);
    }
    if let Some(rest) = ["يون", "يين"].iter().find_map(|ending| cut(ending, 3)) {
        return vec![format!("{rest}ي")];
    }
    if let Some(rest) = ["ون", "ين"].iter().find_map(|ending| cut(ending, 3)).filter(|_| !is_of_own_shape(word)) {
        return singular(rest);
    }
    if let Some(rest) = cut("ان", 4).filter(|_| !is_of_own_shape(word)) {
        return singular(rest);
    }
    if let Some(rest) = cut("يا", 3) {
        return vec![format!("{rest}ي")];
    }
    if let Some(rest) = cut("وا", 3) {
        return vec![rest.to_owned()];
    }
    if let Some(rest) = cut("ا", if marks.tanwin { 2 } else { 4 }).filter(|rest| !rest.ends_with('ي')) {
        return singular(rest);
    }
    vec![word.to_owned()]
}

/// «تدوين», «مخزون», «امتحان»: shapes whose nun is a root's.
fn is_of_own_shape(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    matches!(
        letters.as_slice(),
        ['ت', _, _, 'ي', 'ن']
            | ['م', _, _, 'و', 'ن']
            | ['ا', _, 'ت' | 'د' | 'ط', _, 'ا', 'ن']
            | ['ا', 'س', 'ت', _, _, 'ا', 'ن']
    )
}

fn with(word: &str, mut terms: Vec<String>) -> Vec<String> {
    if !terms.iter().any(|term| term == word) {
        terms.push(word.to_owned());
    }
    terms
}

/// The singular of a word that is a broken plural, else the word.
fn singular(word: &str) -> Vec<String> {
    plurals::singular(word).map_or_else(|| vec![word.to_owned()], |known| known.singulars)
}

/// What «سيارات» is the plural of: «سيارة», or as «انتخابات» of a word without that ending.
fn feminine_plural(rest: &str) -> Vec<String> {
    if len(rest) < 3 { vec![format!("{rest}ه")] } else { vec![format!("{rest}ه"), rest.to_owned()] }
}

/// The word that a pronoun was taken off: its ta may be that of «حكومتها», its hamza that of «وزرائها».
fn owned(rest: &str, marks: &Marks) -> Vec<String> {
    if let Some(plural) = rest.strip_suffix("يات").filter(|plural| len(plural) >= 3) {
        return vec![format!("{plural}ي"), format!("{plural}اه")];
    }
    if let Some(plural) = rest.strip_suffix("ات").filter(|plural| len(plural) >= 3) {
        return feminine_plural(plural);
    }
    if let Some(bare) = rest.strip_suffix("يت").filter(|bare| len(bare) >= 3) {
        return vec![format!("{bare}ي")];
    }
    if let Some(bare) = rest.strip_suffix('ت').filter(|bare| len(bare) >= 2) {
        return vec![format!("{bare}ه"), rest.to_owned()];
    }
    if marks.seat
        && let Some(bare) = rest.strip_suffix("اي").or_else(|| rest.strip_suffix("او"))
    {
        return singular(&format!("{bare}اء"));
    }
    if let Some(bare) = rest.strip_suffix('ا').filter(|bare| len(bare) >= 4) {
        // «مستواها» is of «مستوى».
        return vec![format!("{bare}ي"), rest.to_owned()];
    }
    if lists::is_whole(rest) {
        return vec![rest.to_owned()];
    }
    singular(rest)
}

#[cfg(test)]
mod tests;
