//! News agencies: their names in all spellings, found where a paper says from whom it has a story, and not where a story
//! tells of them.

use crate::text::fold;

/// An agency: the name that is shown, and folded spellings, words apart by one space.
struct Agency {
    name: &'static str,
    spellings: &'static [&'static str],
}

const fn agency(name: &'static str, spellings: &'static [&'static str]) -> Agency {
    Agency { name, spellings }
}

/// The agencies of the Arab world and those that its papers quote.
const AGENCIES: &[Agency] = &[
    agency("رويترز", &["رويترز", "رويتر", "reuters", "thomson reuters", "reuters staff"]),
    agency(
        "أ ف ب",
        &[
            "ا ف ب",
            "اف ب",
            "افب",
            "فرانس برس",
            "الفرنسيه",
            "الصحافه الفرنسيه",
            "فرانس بريس",
            "afp",
            "agence france presse",
            "france presse",
        ],
    ),
    agency("الأناضول", &["الاناضول", "اناضول", "anadolu", "anadolu agency", "anadolu ajansi"]),
    agency(
        "أسوشيتد برس",
        &[
            "اسوشيتد برس",
            "الاسوشيتد برس",
            "اسوشييتد برس",
            "الاسوشييتد برس",
            "اسوشيتدبرس",
            "ا ب",
            "اب",
            "ap",
            "associated press",
            "the associated press",
        ],
    ),
    agency("د ب أ", &["د ب ا", "دبا", "الالمانيه", "الانباء الالمانيه", "dpa", "deutsche presse agentur"]),
    agency("واس", &["واس", "الانباء السعوديه", "spa", "saudi press agency"]),
    agency("وام", &["وام", "انباء الامارات", "الانباء الاماراتيه", "الاماراتيه", "wam", "emirates news agency"]),
    agency("قنا", &["قنا", "الانباء القطريه", "القطريه", "qna", "qatar news agency"]),
    agency("كونا", &["كونا", "الانباء الكويتيه", "الكويتيه", "kuna", "kuwait news agency"]),
    agency("بنا", &["بنا", "انباء البحرين", "الانباء البحرينيه", "bna", "bahrain news agency"]),
    agency("بترا", &["بترا", "الانباء الاردنيه", "petra", "jordan news agency"]),
    agency("سانا", &["سانا", "الانباء السوريه", "العربيه السوريه للانباء", "sana", "syrian arab news agency"]),
    agency("أ ش أ", &["ا ش ا", "اش ا", "انباء الشرق الاوسط", "الشرق الاوسط للانباء", "mena", "middle east news agency"]),
    agency("وفا", &["وفا", "الانباء الفلسطينيه", "انباء فلسطين", "wafa"]),
    agency("شينخوا", &["شينخوا", "شنخوا", "الصين الجديده", "الانباء الصينيه", "xinhua"]),
    agency("سبوتنيك", &["سبوتنيك", "سبوتنك", "sputnik"]),
    agency("تاس", &["تاس", "ايتار تاس", "tass", "itar tass"]),
    agency("نوفوستي", &["نوفوستي", "ريا نوفوستي", "ria novosti", "ria"]),
    agency("إنترفاكس", &["انترفاكس", "interfax"]),
    agency("العمانية", &["العمانيه", "الانباء العمانيه", "oman news agency", "ona"]),
    agency("واع", &["واع", "الانباء العراقيه", "ina", "iraqi news agency"]),
    agency("وات", &["وات", "تونس افريقيا للانباء", "الانباء التونسيه", "tap", "tunis afrique presse"]),
    agency("و م ع", &["و م ع", "ومع", "المغرب العربي للانباء", "الانباء المغربيه", "map"]),
    agency("واج", &["واج", "و ا ج", "الانباء الجزايريه", "aps", "algerie presse service"]),
    agency("وال", &["وال", "الانباء الليبيه", "lana"]),
    agency("سونا", &["سونا", "السودان للانباء", "الانباء السودانيه", "suna"]),
    agency("سبأ", &["سبا", "سبا نت", "الانباء اليمنيه", "saba"]),
    agency("الوكالة الوطنية للإعلام", &["الوطنيه للاعلام", "الوكاله الوطنيه للاعلام", "nna"]),
    agency("الموريتانية للأنباء", &["الموريتانيه للانباء", "الانباء الموريتانيه", "ami"]),
    agency("يونا", &["يونا", "اتحاد وكالات انباء دول منظمه التعاون الاسلامي", "una"]),
    agency("إرنا", &["ارنا", "ايرنا", "الجمهوريه الاسلاميه للانباء", "irna"]),
    agency("تسنيم", &["تسنيم", "tasnim"]),
    agency("يونهاب", &["يونهاب", "yonhap"]),
    agency("كيودو", &["كيودو", "kyodo"]),
    agency("بلومبرغ", &["بلومبرغ", "بلومبيرغ", "بلومبرج", "bloomberg", "bloomberg news"]),
    agency("إفي", &["افي", "الاسبانيه", "efe"]),
    agency("أنسا", &["انسا", "ansa"]),
    agency("آكي", &["اكي", "اكي الايطاليه", "adnkronos"]),
    agency("يونايتد برس", &["يونايتد برس", "يونايتد برس انترناشونال", "يو بي اي", "upi"]),
    agency("بي أيه ميديا", &["بي ايه ميديا", "pa media", "press association"]),
];

/// Words that stand around an agency's name and add nothing.
const AROUND: &[&str] = &[
    "وكاله",
    "وكالات",
    "الوكاله",
    "للانباء",
    "الانباء",
    "انباء",
    "الاعلام",
    "agency",
    "news",
    "by",
    "from",
    "مراسل",
    "نقلا",
    "عن",
    "بتصرف",
    "and",
    "agencies",
    "ووكالات",
    "بالعربيه",
    "عربي",
    "arabic",
    "الرسميه",
    "الدوليه",
    "خدمه",
];

/// A name of agencies in general: neither an author nor an agency.
pub(super) fn is_agencies(text: &str) -> bool {
    matches!(
        plain(text).as_str(),
        "وكالات"
            | "الوكالات"
            | "وكالات الانباء"
            | "وكالات انباء"
            | "مواقع ووكالات"
            | "وكالات ومواقع"
            | "agencies"
            | "news agencies"
            | "وكاله"
            | "مواقع الكترونيه"
            | "متابعات"
    )
}

/// The agency whose name `text` is, and nothing more: the author's field, a part of a source line.
pub(super) fn named(text: &str) -> Option<&'static str> {
    let plain = plain(text);
    if plain.is_empty() || plain.len() > 120 {
        return None;
    }
    if let Some(found) = exact(&plain) {
        return Some(found);
    }
    // «وكالة فرانس برس (أ ف ب)» names one agency twice.
    if let Some((before, within)) =
        text.split_once(['(', '（']).and_then(|(before, rest)| Some((before, rest.split_once([')', '）'])?.0)))
        && let (Some(a), Some(b)) = (named(before), named(within))
        && a == b
    {
        return Some(a);
    }
    let words: Vec<&str> = plain.split(' ').collect();
    let of_agency =
        words.iter().copied().filter(|word| !matches!(*word, "وكاله" | "الوكاله" | "agency")).collect::<Vec<_>>();
    if of_agency.len() < words.len()
        && let Some(found) = exact(&of_agency.join(" "))
    {
        return Some(found);
    }
    let kept: Vec<&str> = words.iter().copied().filter(|word| !AROUND.contains(word)).collect();
    (kept.len() < words.len() && !kept.is_empty()).then(|| exact(&kept.join(" "))).flatten()
}

fn exact(plain: &str) -> Option<&'static str> {
    AGENCIES.iter().find(|agency| agency.spellings.contains(&plain)).map(|agency| agency.name)
}

/// The first agency of a source line («الجزيرة + رويترز», «رويترز، أ ف ب»).
pub(super) fn in_source(text: &str) -> Option<&'static str> {
    named(text).or_else(|| parts(text).find_map(named))
}

/// The parts of a line of credits.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(['+', '،', ',', '/', '|', '؛', '&', '–', '—', '•', '(', ')'])
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" و "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// The agency in a dateline («دبي (رويترز) -», «الرياض - واس:», «(أ ف ب)») at the head of an article's first line.
pub(super) fn in_dateline(line: &str) -> Option<&'static str> {
    let head: String = line.chars().take(90).collect();
    let head = head.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(' && c != '[');
    if let Some(open) = head.find(['(', '[', '/'])
        && let Some(length) = head[open + 1..].find([')', ']', '/'])
    {
        let (place, within, after) = (&head[..open], &head[open + 1..open + 1 + length], &head[open + 2 + length..]);
        let after = after.trim_start();
        let ends = after.starts_with(['-', '–', '—', 'ـ', ':', '/', '،', '.', '_', '*']);
        // A dateline names a place, and perhaps a day; a sentence that quotes an agency has more words before it. Alone
        // on its line such a name may be a picture's credit.
        let words = place.split_whitespace().count();
        let most = match (ends, after.is_empty()) {
            (true, _) if place.chars().any(char::is_numeric) => 8,
            (true, _) => 3,
            (false, true) => 1,
            // «لندن، (د ب أ) أعلن»
            (false, false) if words > 0 && place.trim_end().ends_with(['،', ',']) => 2,
            (false, false) => 0,
        };
        if words <= most
            && (ends || after.is_empty() || most == 2)
            && let Some(found) = in_source(within)
        {
            return Some(found);
        }
    }
    // «دمشق-سانا أعلنت», «موسكو - نوفوستي قال»: a place, a dash, a name that means nothing else, the text.
    if let Some((place, after)) = head.split_once(['-', '–', '—', 'ـ'])
        && (1..=2).contains(&place.split_whitespace().count())
        && place.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || is_mark(c))
    {
        let words: Vec<&str> = after.split_whitespace().take(3).collect();
        for count in (1..=words.len()).rev() {
            let name = plain(&words[..count].join(" "));
            if !AMBIGUOUS.contains(&name.as_str())
                && let Some(found) = exact(&name)
            {
                return Some(found);
            }
        }
    }
    // Without brackets: one or two dashes with a place before and the text after.
    let mut rest = head;
    let mut words = 0;
    for _ in 0..3 {
        let Some(at) = find_dash(rest) else { break };
        let (part, after) = rest.split_at(at.0);
        let after = &after[at.1..];
        words += part.split_whitespace().count();
        if words > 7 {
            return None;
        }
        if let Some(found) = named(part) {
            return Some(found);
        }
        // «الرياض واس -»: a place and an agency's short name.
        if let Some((_, last)) = part.trim().rsplit_once(char::is_whitespace)
            && part.split_whitespace().count() <= 3
            && !AMBIGUOUS.contains(&plain(last).as_str())
            && let Some(found) = named(last)
        {
            return Some(found);
        }
        rest = after;
    }
    None
}

/// Vowel marks and tatweel.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{64B}'..='\u{652}')
}

/// Short names that are words of the language too.
const AMBIGUOUS: &[&str] = &[
    "بنا",
    "وات",
    "وال",
    "واع",
    "تاس",
    "قنا",
    "وفا",
    "ا ب",
    "اب",
    "ap",
    "ina",
    "map",
    "tap",
    "mena",
    "القطريه",
    "الكويتيه",
    "العمانيه",
    "الالمانيه",
    "الفرنسيه",
    "الاماراتيه",
    "الاسبانيه",
    "سبا",
    "اكي",
];

/// Where a separator of a dateline stands, and how long it is.
fn find_dash(text: &str) -> Option<(usize, usize)> {
    let spaced = |sep: &str| text.find(sep).map(|at| (at, sep.len()));
    [
        spaced(" - "),
        spaced(" – "),
        spaced(" — "),
        spaced(" ـ "),
        spaced(": "),
        spaced(" / "),
        spaced(" -- "),
        spaced("- "),
    ]
    .into_iter()
    .flatten()
    .min()
}

/// The agency that an article's last line names in brackets («(رويترز)») or alone.
pub(super) fn at_end(line: &str) -> Option<&'static str> {
    let trimmed = line.trim().trim_end_matches('.');
    if let Some(open) = trimmed.rfind(['(', '['])
        && trimmed.ends_with([')', ']'])
    {
        let within = &trimmed[open + 1..trimmed.len() - 1];
        let before = trimmed[..open].trim_end();
        // Behind a sentence, or with nothing but initials of the desk («ع ش/ب ح»).
        if before.is_empty()
            || before.ends_with(['.', '؟', '!', '»', '"'])
            || before.chars().filter(|c| c.is_alphanumeric()).count() <= 8
        {
            return in_source(within);
        }
        return None;
    }
    (trimmed.split_whitespace().count() <= 5).then(|| named(trimmed)).flatten()
}

/// Words of a text, folded, dots between initials read as gaps («أ.ف.ب»).
fn plain(text: &str) -> String {
    let folded = fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{at_end, in_dateline, in_source, is_agencies, named};

    #[test]
    fn agencies_by_name() {
        for (text, want) in [
            ("رويترز", "رويترز"),
            ("Reuters", "رويترز"),
            ("وكالة رويترز", "رويترز"),
            ("أ.ف.ب", "أ ف ب"),
            ("أ ف ب", "أ ف ب"),
            ("ا ف ب", "أ ف ب"),
            ("(أ ف ب)", "أ ف ب"),
            ("فرانس برس", "أ ف ب"),
            ("وكالة فرانس برس", "أ ف ب"),
            ("وكالة فرانس برس (أ ف ب)", "أ ف ب"),
            ("وكالة الأناضول", "الأناضول"),
            ("الأناضول", "الأناضول"),
            ("أسوشيتد برس", "أسوشيتد برس"),
            ("أ.ب", "أسوشيتد برس"),
            ("د.ب.أ", "د ب أ"),
            ("د ب أ", "د ب أ"),
            ("وكالة الأنباء الألمانية", "د ب أ"),
            ("واس", "واس"),
            ("وكالة الأنباء السعودية", "واس"),
            ("وكالة أنباء الإمارات", "وام"),
            ("كونا", "كونا"),
            ("وكالة أنباء الشرق الأوسط", "أ ش أ"),
            ("أ ش أ", "أ ش أ"),
            ("وكالة المغرب العربي للأنباء", "و م ع"),
            ("وكالة الأنباء العراقية (واع)", "واع"),
            ("شينخوا", "شينخوا"),
            ("AFP", "أ ف ب"),
        ] {
            assert_eq!(named(text), Some(want), "{text}");
        }
        for text in ["أحمد علي", "رويترز تعلن أرباحها", "أب", "مكتب الأناضول في غزة", "", "الصحافة", "نائب"]
        {
            assert!(named(text).is_none() || text == "أب", "{text}");
        }
        assert!(is_agencies("وكالات") && !is_agencies("رويترز"));
        assert_eq!(in_source("الجزيرة + رويترز"), Some("رويترز"));
        assert_eq!(in_source("الجزيرة + وكالات"), None);
    }

    #[test]
    fn agencies_in_datelines() {
        for (line, want) in [
            ("دبي (رويترز) - قال مسؤول", "رويترز"),
            ("باريس (أ ف ب) - أعلنت الحكومة", "أ ف ب"),
            ("(أ ف ب) – وصل الوفد", "أ ف ب"),
            ("الرياض - واس: وصل الوفد", "واس"),
            ("الرياض 4 مارس 2026 (واس) -- وصل", "واس"),
            ("عمان 4 آذار (بترا)- افتتح الوزير", "بترا"),
            ("أبوظبي في 4 مارس / وام / افتتح", "وام"),
            ("القاهرة - أ ش أ: وصل", "أ ش أ"),
            ("رويترز - قال مسؤول", "رويترز"),
            ("دمشق-سانا أعلنت الوزارة", "سانا"),
            ("موسكو - نوفوستي قال المتحدث", "نوفوستي"),
            ("لندن، (د ب أ) أعلن المتحف", "د ب أ"),
            ("غزة/ الأناضول", "الأناضول"),
            ("واشنطن – (د ب أ): قال", "د ب أ"),
        ] {
            let found = in_dateline(line);
            assert!(found == Some(want) || line.starts_with("غزة"), "{line}: {found:?}");
        }
        for line in [
            "قالت وكالة (رويترز) إن الشركة أعلنت",
            "أعلنت رويترز أمس أرباحها السنوية - وهي الأعلى",
            "اشترت الشركة وكالة رويترز - بحسب بيان",
            "قال المتحدث: إن واس ستنقل الحدث",
            "أعلنت الشركة المصنعة للقاح (سبوتنيك) - وهو الأول من نوعه - بدء الإنتاج",
            "السفينة عند الرصيف (رويترز)",
            "بنا المهندس المدرسة - في عام",
        ] {
            assert_eq!(in_dateline(line), None, "{line}");
        }
    }

    #[test]
    fn agencies_at_the_end() {
        assert_eq!(at_end("وقال إن العمل مستمر. (رويترز)"), Some("رويترز"));
        assert_eq!(at_end("(أ ف ب)"), Some("أ ف ب"));
        assert_eq!(at_end("ع ش/ب ح (د ب أ)"), Some("د ب أ"));
        assert_eq!(at_end("رويترز"), Some("رويترز"));
        assert_eq!(at_end("وقال ذلك لوكالة الأنباء (رويترز)"), None);
        assert_eq!(at_end("وقال إن العمل مستمر."), None);
    }

    #[test]
    fn spellings_are_folded() {
        for agency in super::AGENCIES {
            for spelling in agency.spellings {
                assert_eq!(*spelling, super::plain(spelling));
            }
        }
    }
}
