//! Publishers' section names folded into subjects. `<category>` holds whatever a paper's system has: topics in several
//! words and languages, slugs, places, the front page, the paper itself, prizes. Words decide, not whole names: «أخبار
//! الاقتصاد والمال», "economy-news" and "Ekonomi haberleri" share one.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::words::{CITIES, COUNTRIES, EMPTY, PLACES, TOPICS};
use crate::model::Subject;
use crate::text;

/// A longer name is a sentence or a mistake.
const LONGEST: usize = 80;
/// A name of more words is a headline.
const MOST_WORDS: usize = 9;

/// What a section's name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// It stands for a subject.
    Subject(Subject),
    /// It says no more than that the news is new.
    Breaking,
    /// It says nothing of the article: never shown.
    Junk,
    /// It says something that is no subject: a person, an event, a series.
    Other,
}

/// What a word says.
#[derive(Debug, Clone, Copy)]
enum Word {
    Topic(Subject),
    Place(Subject),
    Country(&'static str),
    City(&'static str),
    Empty,
}

static WORDS: LazyLock<HashMap<&'static str, Word>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    let mut add = |list: &'static str, word: Word| {
        for name in list.split_whitespace() {
            words.entry(name).or_insert(word);
        }
    };
    TOPICS.iter().for_each(|(subject, list)| add(list, Word::Topic(*subject)));
    PLACES.iter().for_each(|(subject, list)| add(list, Word::Place(*subject)));
    COUNTRIES.iter().for_each(|(country, list)| add(list, Word::Country(country)));
    CITIES.iter().for_each(|(country, list)| add(list, Word::City(country)));
    add(EMPTY, Word::Empty);
    words
});

/// Names that mean something else than their words. Folded; articles are as written.
const WHOLE: &[(&str, Name)] = &[
    ("عاجل", Name::Breaking),
    ("خبر عاجل", Name::Breaking),
    ("اخبار عاجله", Name::Breaking),
    ("الاخبار العاجله", Name::Breaking),
    ("breaking", Name::Breaking),
    ("breaking news", Name::Breaking),
    ("son dakika", Name::Breaking),
    ("خبر فوري", Name::Breaking),
    ("الشرق الاوسط", Name::Subject(Subject::World)),
    ("شرق اوسط", Name::Subject(Subject::World)),
    ("middle east", Name::Subject(Subject::World)),
    ("middle east news", Name::Subject(Subject::World)),
    ("moyen orient", Name::Subject(Subject::World)),
    ("proche orient", Name::Subject(Subject::World)),
    ("orta dogu", Name::Subject(Subject::World)),
    ("orta dogu", Name::Subject(Subject::World)),
    ("بين الملل", Name::Subject(Subject::World)),
    ("دنيا ودين", Name::Subject(Subject::Religion)),
    ("دين ودنيا", Name::Subject(Subject::Religion)),
    ("بيت القصيد", Name::Subject(Subject::Culture)),
    ("القلم الحر", Name::Subject(Subject::Opinion)),
    ("كتاب واراء", Name::Subject(Subject::Opinion)),
    ("كتاب الراي", Name::Subject(Subject::Opinion)),
    ("كتاب", Name::Subject(Subject::Opinion)),
    ("الكتاب", Name::Subject(Subject::Opinion)),
    ("وجهه نظر", Name::Subject(Subject::Opinion)),
    ("وجهات نظر", Name::Subject(Subject::Opinion)),
    ("point of view", Name::Subject(Subject::Opinion)),
    ("op ed", Name::Subject(Subject::Opinion)),
    ("kose yazilari", Name::Subject(Subject::Opinion)),
    ("كوره", Name::Subject(Subject::Sports)),
    ("ذكاء اصطناعي", Name::Subject(Subject::Technology)),
    ("real estate", Name::Subject(Subject::Economy)),
    ("high tech", Name::Subject(Subject::Technology)),
    ("faits divers", Name::Subject(Subject::Society)),
    ("fait divers", Name::Subject(Subject::Society)),
    ("امن وقضاء", Name::Subject(Subject::Society)),
    ("لايف ستايل", Name::Subject(Subject::Misc)),
    ("life style", Name::Subject(Subject::Misc)),
    ("life & style", Name::Subject(Subject::Misc)),
    ("علم وصحه", Name::Subject(Subject::Health)),
    ("طب وعلوم", Name::Subject(Subject::Health)),
    ("صحه وعلوم", Name::Subject(Subject::Health)),
    ("us & canada", Name::Subject(Subject::World)),
    ("us canada", Name::Subject(Subject::World)),
    ("united states", Name::Subject(Subject::World)),
    ("united kingdom", Name::Subject(Subject::World)),
    ("مقالات الراي", Name::Subject(Subject::Opinion)),
    ("home & garden", Name::Subject(Subject::Misc)),
    ("عالم حواء", Name::Subject(Subject::Society)),
    ("social media", Name::Subject(Subject::Technology)),
    ("تواصل اجتماعي", Name::Subject(Subject::Technology)),
    ("سوشيال ميديا", Name::Subject(Subject::Technology)),
    ("التواصل الاجتماعي", Name::Subject(Subject::Technology)),
    ("محيط زيست", Name::Subject(Subject::Science)),
    ("kultur sanat", Name::Subject(Subject::Culture)),
    ("dis haberler", Name::Subject(Subject::World)),
    ("سبك زندگي", Name::Subject(Subject::Misc)),
    ("سبك زندكي", Name::Subject(Subject::Misc)),
    ("وفيات", Name::Subject(Subject::Society)),
    ("home", Name::Junk),
    ("home page", Name::Junk),
    ("كل الاخبار", Name::Junk),
];

/// Articles and what is written before them, longest first.
const ARTICLES: &[&str] = &["وبال", "وال", "بال", "لل", "ال"];

/// What a word of a name says: as it stands, else without conjunction and article.
fn word(folded: &str) -> Option<Word> {
    let known = |word: &str| WORDS.get(word).copied();
    if let Some(found) = known(folded) {
        return Some(found);
    }
    if let Some(found) = ARTICLES.iter().find_map(|article| folded.strip_prefix(article).and_then(known)) {
        return Some(found);
    }
    if let Some(found) = folded.strip_prefix('و').filter(|rest| rest.chars().count() > 2).and_then(known) {
        return Some(found);
    }
    // "l'économie", "d'Afrique".
    ["l’", "l'", "d’", "d'", "s’"].iter().find_map(|article| folded.strip_prefix(article).and_then(known))
}

/// What the section `name` of a paper says. `paper` is the paper's own name and `home` the country that it is made in, as
/// its top-level domain has it (`eg`), where known: «مصر» is local news in Cairo and the world in Rabat.
pub fn fold_name(name: &str, paper: &str, home: Option<&str>) -> Name {
    let name = name.trim().trim_start_matches('#');
    let written = if name.contains('%') { percent_decoded(name) } else { name.to_owned() };
    let is_address = written.contains("://") || written.starts_with("www.") || written.contains(".com");
    if is_address || written.chars().count() > LONGEST {
        return Name::Junk;
    }
    // A slug's words stand apart by hyphens; a path says most in its last part.
    let is_slug = written.contains(['-', '_', '/']) && !written.contains(' ');
    let spaced: String = written.chars().map(|c| if "-_–—/|>»«,،؛;:.()[]+".contains(c) { ' ' } else { c }).collect();
    let folded = text::fold(&spaced).replace('ı', "i");
    let words: Vec<&str> = folded.split_whitespace().filter(|word| *word != "&").collect();
    let whole = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = without_articles(&whole);
    if let Some((_, found)) =
        WHOLE.iter().find(|(known, _)| *known == whole || *known == bare || *known == words.join(" "))
    {
        return *found;
    }
    if words.len() > MOST_WORDS || !whole.chars().any(char::is_alphabetic) {
        return Name::Junk;
    }
    let paper = text::fold(paper);
    if whole.chars().count() >= 3 && (same_name(&whole, &paper)) {
        return Name::Junk;
    }
    let mut topic = None;
    let mut place = None;
    let mut unknown = 0;
    for folded in &words {
        match word(folded) {
            Some(Word::Topic(subject)) => {
                topic = match (topic, subject) {
                    // «علوم وتكنولوجيا» is filled with telephones.
                    (Some(Subject::Science), Subject::Technology) => Some(subject),
                    (topic, subject) => topic.or(Some(subject)),
                }
            }
            Some(Word::Place(subject)) => place = place.or(Some(subject)),
            Some(Word::Country(country)) => {
                // A country says more than «عربي» or «محلي» beside it.
                place = Some(if home == Some(country) { Subject::Local } else { Subject::World });
            }
            Some(Word::City(country)) => {
                let abroad = home.is_some_and(|home| home != country);
                place = place.or(Some(if abroad { Subject::World } else { Subject::Local }));
            }
            Some(Word::Empty) => {}
            None if folded.chars().all(|c| !c.is_alphabetic()) => {}
            None => unknown += 1,
        }
    }
    match (topic, place, unknown) {
        // A topic among many words that are none is a headline's or a name's, as «كأس» in «تراجيديا كأس الشاي الأخيرة».
        (Some(subject), _, unknown) if unknown <= 2 => Name::Subject(subject),
        (None, Some(subject), 0 | 1) => Name::Subject(subject),
        (None, None, 0) => Name::Junk,
        _ if is_slug && written.is_ascii() => Name::Junk,
        _ => Name::Other,
    }
}

/// The country in which a paper is made, as its top-level domain or else the region of its language says.
pub fn home(host: Option<&str>, language: Option<&str>) -> Option<&'static str> {
    let known =
        |code: &str| COUNTRIES.iter().map(|(country, _)| *country).find(|country| country.eq_ignore_ascii_case(code));
    let domain = host.and_then(|host| host.rsplit('.').next()).and_then(known);
    domain.or_else(|| language.and_then(|tag| tag.split(['-', '_']).nth(1)).and_then(known))
}

/// Each word without its article.
fn without_articles(folded: &str) -> String {
    let bare = |word: &str| word.strip_prefix("ال").filter(|rest| rest.chars().count() > 2).unwrap_or(word).to_owned();
    folded.split(' ').map(bare).collect::<Vec<_>>().join(" ")
}

/// Whether a section is called as the paper is, kinds of papers («صحيفة», «نيوز») left out.
fn same_name(name: &str, paper: &str) -> bool {
    let telling = |text: &str| -> HashSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.filter(|w| !matches!(word(w), Some(Word::Empty))).map(without_articles).collect()
    };
    let (name, paper) = (telling(name), telling(paper));
    !name.is_empty() && name == paper
}

/// The bytes behind `%d8%b1`; what is no such code stays.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, others @ ..] = rest {
        let code = others.get(..2).filter(|_| *first == b'%').and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = others.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = others;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The subject that a publisher's sections name, and the place of the section that names it. A topic goes before a
/// place («محليات» beside «اقتصاد»), whichever stands first; of two topics the first is the paper's own choice, unless
/// it is «منوعات».
pub fn of_sections(sections: &[String], paper: &str, home: Option<&str>) -> Option<(Subject, usize)> {
    let found = sections.iter().take(24).enumerate().filter_map(|(at, name)| match fold_name(name, paper, home) {
        Name::Subject(subject) => Some((subject, at)),
        _ => None,
    });
    found.min_by_key(|(subject, at)| {
        let general = match subject {
            Subject::Local | Subject::World => 1,
            Subject::Misc => 2,
            _ => 0,
        };
        (general, *at)
    })
}

#[cfg(test)]
mod tests;
