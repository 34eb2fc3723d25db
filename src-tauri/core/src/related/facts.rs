//! What tells an event from another one like it: results, days, stages, instalments, figures. Two reports of one match
//! name one result; last week's match of the same teams has another one.

use crate::text;

/// Words of a text that facts are looked for in: what happened is said at once.
const LEAD_WORDS: usize = 70;
/// Facts that are kept.
const MOST: usize = 24;

const DAY: u32 = 1 << 24;
const FIGURE: u32 = 2 << 24;
const RESULT: u32 = 3 << 24;
const STAGE: u32 = 4 << 24;
const INSTALMENT: u32 = 5 << 24;
const PLACE: u32 = 6 << 24;
const DATE: u32 = 7 << 24;
const KIND: u32 = 0xff << 24;

/// Days of the week, folded, with and without article.
const DAYS: [&[&str]; 7] = [
    &["السبت", "saturday"],
    &["الاحد", "sunday"],
    &["الاثنين", "الاثنين", "monday"],
    &["الثلاثاء", "الثلاثا", "tuesday"],
    &["الاربعاء", "الاربعا", "wednesday"],
    &["الخميس", "thursday"],
    &["الجمعه", "friday"],
];

/// Stages of a competition or of proceedings: what is said of one is not said of another.
const STAGES: [&[&str]; 8] = [
    &["ذهاب", "الذهاب"],
    &["اياب", "الاياب"],
    &["نصف"],
    &["ربع"],
    &["افتتاح", "الافتتاح", "الافتتاحيه"],
    &["ختام", "الختام", "اختتام", "الختاميه"],
    &["وديه", "الوديه", "وديا"],
    &["تحضيريه", "التحضيريه"],
];

/// What counts instalments: the number behind it is which one.
const COUNTED: &[&str] = &[
    "الحلقه",
    "حلقه",
    "العدد",
    "عدد",
    "الجوله",
    "جوله",
    "الاسبوع",
    "اسبوع",
    "الدوره",
    "النسخه",
    "الجزء",
    "الدور",
    "المرحله",
    "round",
    "week",
    "episode",
    "issue",
    "part",
];

/// Months: a number before one is a date.
const MONTHS: &[&str] = &[
    "يناير",
    "فبراير",
    "مارس",
    "ابريل",
    "مايو",
    "يونيو",
    "يوليو",
    "اغسطس",
    "سبتمبر",
    "اكتوبر",
    "نوفمبر",
    "ديسمبر",
    "كانون",
    "شباط",
    "اذار",
    "نيسان",
    "ايار",
    "حزيران",
    "تموز",
    "اب",
    "ايلول",
    "تشرين",
    "محرم",
    "صفر",
    "ربيع",
    "جمادي",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// What names of places stand behind.
const BEFORE_PLACES: &[&str] = &[
    "حي",
    "بلده",
    "مدينه",
    "قريه",
    "وادي",
    "ساحل",
    "منطقه",
    "ضاحيه",
    "محافظه",
    "ولايه",
    "بلديه",
    "مخيم",
    "جزيره",
    "جبل",
    "مطار",
    "ميناء",
];

/// Ordinals, folded, from the first on.
const ORDINALS: [&[&str]; 12] = [
    &["الاول", "الاولي"],
    &["الثاني", "الثانيه"],
    &["الثالث", "الثالثه"],
    &["الرابع", "الرابعه"],
    &["الخامس", "الخامسه"],
    &["السادس", "السادسه"],
    &["السابع", "السابعه"],
    &["الثامن", "الثامنه"],
    &["التاسع", "التاسعه"],
    &["العاشر", "العاشره"],
    &["الحادي", "الحاديه"],
    &["الثانيعشر"],
];

/// Facts of an article, sorted, each once: a kind in the upper byte, its value below.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts(pub(super) Vec<u32>);

/// How much two articles' facts stand against their being of one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Against {
    /// They name different results, stages or instalments: never one event.
    pub certain: bool,
    /// Signs that they are not: other days, dates and figures, and three times as much other places.
    pub signs: u32,
}

impl Facts {
    /// The facts of a headline and of the beginning of a text.
    pub fn of(title: &str, body: &str) -> Self {
        let mut found = Vec::new();
        find(title, &mut found);
        let end = body
            .split_whitespace()
            .nth(LEAD_WORDS)
            .map_or(body.len(), |word| word.as_ptr().addr() - body.as_ptr().addr());
        find(body.get(..end).unwrap_or(body), &mut found);
        found.sort_unstable();
        found.dedup();
        found.truncate(MOST);
        Self(found)
    }

    fn kind(&self, kind: u32) -> impl Iterator<Item = u32> + Clone {
        self.0.iter().copied().filter(move |fact| fact & KIND == kind)
    }

    /// Whether both have facts of a kind, and none in common.
    fn differ(&self, other: &Self, kind: u32, least: usize) -> bool {
        let (own, others) = (self.kind(kind), other.kind(kind));
        own.clone().count() >= least
            && others.clone().count() >= least
            && !own.into_iter().any(|fact| others.clone().any(|other| other == fact))
    }

    /// What of these facts stands against those being of the same event.
    pub fn against(&self, other: &Self) -> Against {
        let certain = [RESULT, STAGE, INSTALMENT].iter().any(|kind| self.differ(other, *kind, 1));
        let signs = u32::from(self.differ(other, DAY, 1))
            + u32::from(self.differ(other, FIGURE, 2))
            + u32::from(self.differ(other, DATE, 1))
            + 3 * u32::from(self.differ(other, PLACE, 1));
        Against { certain, signs }
    }
}

fn find(text: &str, found: &mut Vec<u32>) {
    let (mut counted, mut place, mut before) = (false, false, None);
    for raw in text.split_whitespace() {
        let word = text::fold(raw);
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if word.is_empty() {
            continue;
        }
        let at = |lists: &[&[&str]]| {
            let bare = word.strip_prefix('و').unwrap_or(word);
            let known = |list: &&[&str]| list.contains(&word) || list.contains(&bare);
            lists.iter().position(known).and_then(|place| u32::try_from(place).ok())
        };
        if let Some(day) = at(&DAYS) {
            found.push(DAY | day);
        } else if let Some(stage) = at(&STAGES) {
            found.push(STAGE | stage);
        } else if let Some(result) = result(word) {
            found.push(RESULT | result);
        } else if counted && let Some(ordinal) = at(&ORDINALS) {
            found.push(INSTALMENT | (ordinal + 1));
        } else if let Some(number) = number(word) {
            if counted {
                found.push(INSTALMENT | (number & 0xffff));
            } else if !is_year(number) && word.len() >= 2 {
                found.push(FIGURE | (number & 0x00ff_ffff));
            }
        }
        let small = number(word).filter(|number| (1..=31).contains(number));
        if let Some(day) = before.filter(|_| MONTHS.contains(&word)) {
            found.push(DATE | day);
        }
        before = small;
        if place && let Some(name) = super::signature::term(word) {
            found.push(PLACE | (name & 0x00ff_ffff));
        }
        place = BEFORE_PLACES.contains(&word) || BEFORE_PLACES.contains(&word.trim_start_matches(['ل', 'ب', 'و']));
        let behind = ["ال", "بال", "لل"].iter().find_map(|article| word.strip_prefix(article)).unwrap_or(word);
        counted = COUNTED.contains(&word) || COUNTED.iter().any(|name| name.strip_prefix("ال") == Some(behind));
    }
}

fn is_year(number: u32) -> bool {
    (1900..=2100).contains(&number)
}

/// «2-1» as 0x0201, the higher first; none for a date or a span.
fn result(word: &str) -> Option<u32> {
    let (one, other) = word.split_once(['-', '–', '/'])?;
    let goals = |digits: &str| {
        let short = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        short.then(|| digits.parse::<u32>().ok()).flatten().filter(|goals| *goals <= 20)
    };
    let (one, other) = (goals(one)?, goals(other)?);
    Some((one.max(other) << 8) | one.min(other))
}

/// A number written in digits, its separators left out; a share is another than the number itself.
fn number(word: &str) -> Option<u32> {
    let share = word.ends_with(['%', '٪']);
    let digits: String = word.chars().filter(|c| !matches!(c, ',' | '،' | '٬' | '%' | '٪')).collect();
    let (whole, part) = digits.split_once(['.', '٫']).unwrap_or((&digits, ""));
    if whole.is_empty() || whole.len() > 9 || !whole.bytes().chain(part.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value: u32 = whole.parse().ok()?;
    if part.is_empty() && !share {
        return Some(value);
    }
    let part: u32 = part.get(..part.len().min(2)).unwrap_or("").parse().unwrap_or(0);
    Some(value.wrapping_mul(1000).wrapping_add(part).wrapping_add(if share { 500_009 } else { 250_007 }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::Facts;

    #[test]
    fn another_result_stage_or_instalment_is_another_event() {
        let cases = [
            ("الميناء يفوز على النجم 2-1", "النجم يخسر أمام الميناء ٢–١ في الدوري", false),
            ("الميناء يفوز على النجم 2-1", "الميناء يتعادل مع النجم 0-0", true),
            ("ذهاب نصف النهائي", "الإياب يوم الأحد", true),
            ("برنامج الحوار: الحلقة 12", "برنامج الحوار: الحلقة 13", true),
            ("الجولة الثالثة من المفاوضات", "الجولة الرابعة من المفاوضات", true),
            ("الجولة الثالثة من المفاوضات", "المفاوضات في جولتها المقبلة", false),
        ];
        for (one, other, certain) in cases {
            assert_eq!(Facts::of(one, "").against(&Facts::of(other, "")).certain, certain, "{one} | {other}");
        }
    }

    #[test]
    fn other_days_and_figures_are_signs() {
        let one = Facts::of("أسعار الذهب الثلاثاء", "بلغ العيار 3250 جنيها و 2890 جنيها");
        let other = Facts::of("أسعار الذهب الأربعاء", "بلغ العيار 3310 جنيها و 2944 جنيها");
        assert_eq!(one.against(&other).signs, 2);
        assert_eq!(one.against(&one).signs, 0);
        // A year is no figure.
        assert_eq!(Facts::of("في 2026 و 2027", "").against(&Facts::of("في 2024 و 2025", "")).signs, 0);
    }
}
