//! Who wrote an article: names out of fields and out of lines like «كتب: أحمد علي» and «القاهرة - أحمد علي».

use crate::text::fold;

use super::agency;

/// Words before a writer's name, folded.
const LABELS: &[&str] = &[
    "كتب",
    "كتبت",
    "كتبه",
    "كتبها",
    "كتبته",
    "بقلم",
    "اعداد",
    "اعدته",
    "اعده",
    "تحرير",
    "حرره",
    "حررته",
    "تقرير",
    "تحقيق",
    "حوار",
    "اجري الحوار",
    "اجرت الحوار",
    "حاوره",
    "حاورته",
    "حاورها",
    "متابعه",
    "الكاتب",
    "الكاتبه",
    "المولف",
    "المحرر",
    "الصحفي",
    "الصحفيه",
    "كتب الصحفي",
    "مراسل",
    "من",
    "by",
    "written by",
    "author",
    "par",
    "posted by",
    "بواسطه",
    "نشر بواسطه",
    "كاتب المقال",
    "اعداد وتحرير",
    "كتابه",
    "ترجمه",
    "ترجمها",
    "ترجمته",
];

/// Labels that say as much in a line of the text, and not only in a field.
const LINE_LABELS: &[&str] = &[
    "كتب",
    "كتبت",
    "كتبه",
    "كتبها",
    "بقلم",
    "اعداد",
    "تحرير",
    "حرره",
    "حررته",
    "تقرير",
    "تحقيق",
    "حوار",
    "اجري الحوار",
    "اجرت الحوار",
    "حاوره",
    "حاورته",
    "متابعه",
    "الكاتب",
    "الكاتبه",
    "by",
    "written by",
    "par",
    "بواسطه",
    "كتابه",
    "اعداد وتحرير",
    "المحرر",
    "ترجمه",
];

/// Labels that need no colon.
const SURE_LABELS: &[&str] = &["كتب", "كتبت", "كتبه", "كتبها", "بقلم", "حاوره", "حاورته", "by", "written by", "par"];

/// Places that stand in bylines, folded.
const PLACES: &[&str] = &[
    "القاهره",
    "دبي",
    "ابوظبي",
    "ابو ظبي",
    "الرياض",
    "جده",
    "مكه",
    "الدمام",
    "الدوحه",
    "الكويت",
    "المنامه",
    "مسقط",
    "صنعاء",
    "عدن",
    "بغداد",
    "البصره",
    "اربيل",
    "الموصل",
    "عمان",
    "دمشق",
    "حلب",
    "بيروت",
    "طرابلس",
    "القدس",
    "غزه",
    "رام الله",
    "الخرطوم",
    "بورتسودان",
    "بنغازي",
    "تونس",
    "صفاقس",
    "الجزاير",
    "وهران",
    "الرباط",
    "الدار البيضاء",
    "مراكش",
    "طنجه",
    "فاس",
    "نواكشوط",
    "مقديشو",
    "جيبوتي",
    "اسطنبول",
    "انقره",
    "طهران",
    "لندن",
    "باريس",
    "برلين",
    "موسكو",
    "واشنطن",
    "نيويورك",
    "جنيف",
    "بروكسل",
    "بكين",
    "طوكيو",
    "نيودلهي",
    "اسلام اباد",
    "كابل",
    "روما",
    "مدريد",
    "الاسكندريه",
    "اسيوط",
    "اسوان",
    "السويس",
    "الاقصر",
    "المنصوره",
    "طنطا",
    "كييف",
    "فيينا",
    "اثينا",
    "لاهاي",
    "سيدني",
    "الشارقه",
    "عجمان",
    "العين",
    "نابلس",
    "الخليل",
    "جنين",
    "حيفا",
    "يافا",
    "صيدا",
    "صور",
];

/// Words of desks and outlets: such a part of a byline is no person.
const OUTLETS: &[&str] = &[
    "نت",
    "نيوز",
    "صحيفه",
    "جريده",
    "موقع",
    "وكاله",
    "وكالات",
    "خاص",
    "قناه",
    "مجله",
    "مكتب",
    "شبكه",
    "اونلاين",
    "online",
    "news",
    "com",
    "net",
    "الجزيره",
    "العربيه",
    "وكالات",
    "مواقع",
    "متابعات",
];

/// Given names that begin with waw: «وليد» isn't «and Lid».
const WAW_NAMES: &[&str] = &[
    "وليد",
    "وايل",
    "وسام",
    "وسيم",
    "وجدي",
    "ورد",
    "ورده",
    "وفاء",
    "وداد",
    "وحيد",
    "وهيب",
    "وصفي",
    "وجيه",
    "وضاح",
    "وديع",
    "ولاء",
    "ويام",
    "وفيق",
    "واصف",
    "وجدان",
    "وعد",
    "وهبي",
    "وهبه",
    "والي",
    "واثق",
    "واكد",
    "وزان",
    "وزير",
    "وافي",
];

/// The names in a field that names authors. Agencies among them are told apart: the second value.
pub(super) fn in_field(raw: &str, site: Option<&str>) -> (Vec<String>, Option<&'static str>) {
    let line = crate::html::line(raw);
    if line.contains("://") || line.contains('@') && !line.contains(' ') {
        return (Vec::new(), None);
    }
    let text = without_label(&line, LABELS).unwrap_or(&line);
    if let Some(found) = agency::named(text) {
        return (Vec::new(), Some(found));
    }
    let mut from = None;
    let mut names = Vec::new();
    let parts: Vec<&str> = split(text);
    let alone = parts.len() == 1;
    for (at, part) in parts.into_iter().enumerate() {
        // «خالد مصطفى – مراسل الشؤون الاقتصادية»: what somebody is, behind the name.
        if at > 0 && !part.contains(':') && is_role(part) {
            continue;
        }
        let part = without_label(part, LABELS).unwrap_or(part);
        if let Some(found) = agency::named(part) {
            from.get_or_insert(found);
        } else if agency::is_agencies(part)
            || is_place(part) && !alone
            || !alone && (is_outlet(part) || is_site(part, site))
        {
        } else {
            names.extend(people(part));
        }
    }
    names.retain(|name| is_name(name) && !is_site(name, site));
    names.dedup();
    (names, from)
}

/// The names in a line of an article that is nothing but a byline; none when it is something else.
pub(super) fn in_line(line: &str, site: Option<&str>) -> Option<(Vec<String>, Option<&'static str>)> {
    let words = line.split_whitespace().count();
    if words > 14 || line.ends_with(['.', '؟', '!', '…']) && words > 6 {
        return None;
    }
    let text = match without_label(line, LINE_LABELS) {
        // «كتب أحمد علي» without a colon is a byline only when it is short.
        Some(rest) if line[..line.len() - rest.len()].contains([':', '-', '–', '/', '|', '\u{640}']) => rest,
        Some(rest) if words <= 5 && !line.ends_with('.') && without_label(line, SURE_LABELS).is_some() => rest,
        Some(_) => return None,
        None => {
            // «القاهرة - أحمد علي»: a place, a dash, a name.
            let parts: Vec<&str> = dashes(line);
            let place = parts.len() >= 2
                && parts.iter().any(|p| is_place(p))
                && parts.iter().all(|p| is_place(p) || is_person(p) || is_outlet(p) || agency::named(p).is_some());
            if !place || words > 9 {
                return None;
            }
            line
        }
    };
    let (names, from) = in_field(text, site);
    let sound = names.iter().all(|name| is_person(name));
    (sound && (!names.is_empty() || from.is_some())).then_some((names, from))
}

/// What follows a label at the head of a text.
fn without_label<'a>(text: &'a str, labels: &[&str]) -> Option<&'a str> {
    let mut best = None;
    for (at, _) in text
        .char_indices()
        .filter(|(_, c)| !c.is_alphanumeric() && !matches!(c, '\u{64B}'..='\u{652}' | '\u{640}'))
        .take(6)
    {
        let head = fold(text[..at].trim());
        if labels.contains(&head.as_str()) {
            best = Some(text[at..].trim_start_matches(|c: char| !c.is_alphanumeric()));
        }
    }
    best.filter(|rest| !rest.is_empty())
}

fn dashes(text: &str) -> Vec<&str> {
    text.split(['–', '—', '|', '/', '-', 'ـ', ':', '•']).map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn split(text: &str) -> Vec<&str> {
    text.split(['،', ',', '|', '/', '؛', ';', '&', '–', '—', '+', '•', '(', ')'])
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" et "))
        .flat_map(|part| part.split(" و "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// «أحمد علي ومحمد حسن»: two persons.
fn people(part: &str) -> Vec<String> {
    let words: Vec<&str> = part.split_whitespace().collect();
    for (at, word) in words.iter().enumerate().skip(1) {
        let folded = fold(word);
        let joined = folded.strip_prefix('و').is_some_and(|rest| rest.chars().count() >= 3)
            && !WAW_NAMES.contains(&folded.as_str());
        // A family name may begin with waw as well: both sides have to be a name of two words.
        if joined && at >= 2 && words.len() - at >= 2 {
            let mut rest = words[at..].to_vec();
            rest[0] = word.strip_prefix('و').unwrap_or(word);
            let mut out = vec![words[..at].join(" ")];
            out.extend(people(&rest.join(" ")));
            return out;
        }
    }
    vec![part.trim_matches(|c: char| !c.is_alphanumeric() && c != '.').to_owned()]
}

/// Whether a part of a byline says what somebody is.
fn is_role(part: &str) -> bool {
    let folded = fold(part);
    let mut words = folded.split_whitespace();
    let first = words.next().unwrap_or_default();
    let last = words.next_back().unwrap_or(first);
    ROLES.contains(&first) && (first != last || !matches!(first, "مراسل" | "محرر"))
        || matches!(
            last,
            "writer" | "writers" | "reporter" | "reporters" | "correspondent" | "correspondents" | "editor" | "staff"
        )
}

/// What those who write are, folded.
const ROLES: &[&str] = &[
    "مراسل",
    "مراسله",
    "مراسلنا",
    "مراسلتنا",
    "محرر",
    "محرره",
    "كاتب",
    "كاتبه",
    "باحث",
    "باحثه",
    "صحافي",
    "صحافيه",
    "اكاديمي",
    "اكاديميه",
    "استاذ",
    "استاذه",
    "محلل",
    "محلله",
    "خبير",
    "خبيره",
    "رييس",
    "مدير",
    "مديره",
    "staff",
    "senior",
    "chief",
];

fn is_place(text: &str) -> bool {
    PLACES.contains(&fold(text.trim()).as_str())
}

fn is_outlet(text: &str) -> bool {
    let folded = fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).any(|word| OUTLETS.contains(&word))
}

fn is_site(text: &str, site: Option<&str>) -> bool {
    site.is_some_and(|site| fold(site) == fold(text))
}

/// Whether a text is as long as a person's name and holds nothing but words.
fn is_person(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (2..=5).contains(&words)
        && text.chars().count() <= 45
        && text.chars().all(|c| {
            c.is_alphabetic()
                || c.is_whitespace()
                || matches!(c, '.' | '\'' | '’' | '-' | '\u{64B}'..='\u{652}' | '\u{640}')
        })
}

fn is_name(name: &str) -> bool {
    let length = name.chars().count();
    let folded = fold(name);
    (2..=80).contains(&length)
        && name.chars().any(char::is_alphabetic)
        && !name.contains("://")
        && !name.contains('@')
        && !name.starts_with("www.")
        && !matches!(
            folded.as_str(),
            "admin"
                | "administrator"
                | "editor"
                | "unknown"
                | "author"
                | "user"
                | "root"
                | "webmaster"
                | "وكالات"
                | "ادمن"
                | "المدير"
                | "مدير الموقع"
                | "null"
                | "none"
                | "undefined"
        )
}

#[cfg(test)]
mod tests {
    use super::{in_field, in_line};

    #[test]
    fn names_in_fields() {
        for (raw, want, from) in [
            ("أحمد علي", &["أحمد علي"][..], None),
            ("بقلم: سلمى الخطيب", &["سلمى الخطيب"], None),
            ("بقلم سلمى الخطيب", &["سلمى الخطيب"], None),
            ("كتب - أحمد علي", &["أحمد علي"], None),
            ("أحمد علي ومحمد حسن", &["أحمد علي", "محمد حسن"], None),
            ("محمد أحمد وليد حسن", &["محمد أحمد وليد حسن"], None),
            ("القاهرة - أحمد علي", &["أحمد علي"], None),
            ("أحمد علي - الجزيرة نت", &["أحمد علي"], None),
            ("أحمد علي، سلمى الخطيب", &["أحمد علي", "سلمى الخطيب"], None),
            ("رويترز", &[], Some("رويترز")),
            ("خالد مصطفى – مراسل الشؤون الاقتصادية", &["خالد مصطفى"], None),
            ("By JANE DOE and Tom Smith, Staff Writers", &["JANE DOE", "Tom Smith"], None),
            ("ترجمة: رنا شريف", &["رنا شريف"], None),
            ("أحمد علي (رويترز)", &["أحمد علي"], Some("رويترز")),
            ("وكالات", &[], None),
            ("admin", &[], None),
            ("By Sara Haddad", &["Sara Haddad"], None),
            ("إعداد: ريم الخالد - تحرير: سعيد عمر", &["ريم الخالد", "سعيد عمر"], None),
            ("سكاي نيوز عربية - أبوظبي", &[], None),
            ("هيئة التحرير", &["هيئة التحرير"], None),
            ("https://x.example/author/1", &[], None),
        ] {
            assert_eq!(in_field(raw, None), (want.iter().map(|n| (*n).to_owned()).collect(), from), "{raw}");
        }
        assert_eq!(in_field("صحيفة المرفأ", Some("صحيفة المرفأ")).0, Vec::<String>::new());
    }

    #[test]
    fn bylines_among_lines() {
        for (line, want) in [
            ("كتب: أحمد علي", &["أحمد علي"][..]),
            ("كتب أحمد علي", &["أحمد علي"]),
            ("بقلم: د. سامي نصر", &["د. سامي نصر"]),
            ("القاهرة - أحمد علي", &["أحمد علي"]),
            ("إعداد: سلمى الخطيب", &["سلمى الخطيب"]),
        ] {
            assert_eq!(
                in_line(line, None).map(|found| found.0),
                Some(want.iter().map(|n| (*n).to_owned()).collect()),
                "{line}"
            );
        }
        for line in [
            "كتب الوزير رسالة إلى نظيره في العاصمة أمس",
            "تقرير: الاقتصاد ينمو بوتيرة أسرع من المتوقع هذا العام",
            "القاهرة - قال وزير النقل إن الخط سيفتح",
            "متابعة المشروع مستمرة.",
            "حوار وطني شامل",
        ] {
            assert!(in_line(line, None).is_none_or(|_| line == "حوار وطني شامل"), "{line}: {:?}", in_line(line, None));
        }
    }
}
