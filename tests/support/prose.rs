//! Paragraphs of invented prose that fixtures name by number (`{1}`), so that a page's markup can be read at a glance.

/// Arabic paragraphs, `{1}` to `{6}`.
const ARABIC: [&str; 6] = [
    "أعلنت بلدية المدينة صباح اليوم بدء المرحلة الثانية من تجديد الواجهة البحرية، وقالت إن الأعمال ستشمل الأرصفة والإنارة ومواقف الحافلات وتستمر حتى الخريف المقبل.",
    "وأوضح مدير المشروع أن الكلفة بلغت نحو أربعين مليونا، وأن ثلثي العمال من أبناء الأحياء القريبة، في حين تولت شركتان محليتان توريد الحجر والأشجار.",
    "ويرى أصحاب المتاجر أن الحركة ستعود إلى سابق عهدها متى فتح الشارع الرئيس، غير أن بعضهم يطالب بتعويض عن أشهر الإغلاق الطويلة التي خسروا فيها زبائنهم.",
    "وكان المجلس المحلي قد وافق على الخطة قبل عامين بعد نقاش طويل شارك فيه السكان، واعترض يومها ثلاثة أعضاء على نقل سوق السمك من مكانه القديم.",
    "من جهته، قال مهندس الطرق إن الجسر الصغير سيبقى مفتوحا للمشاة طوال مدة العمل، ودعا السائقين إلى سلوك الطريق الدائري في ساعات الذروة.",
    "ومن المنتظر أن تنشر البلدية جدولا أسبوعيا بالشوارع التي تغلق، وأن تخصص رقما لشكاوى السكان يعمل على مدار الساعة حتى نهاية المشروع.",
];

/// English paragraphs, `{e1}` and `{e2}`.
const ENGLISH: [&str; 2] = [
    "The harbour opened again on Monday morning after two days of strong winds, and the first ferries left with more passengers than the port authority had expected.",
    "Officials said that the breakwater had held, that no vessel was lost, and that repairs to the northern quay would take about three weeks to finish.",
];

/// A French paragraph, `{f1}` and `{f2}`.
const FRENCH: [&str; 2] = [
    "Le port a rouvert lundi matin après deux jours de vents violents, et les premiers bateaux sont partis avec plus de voyageurs que prévu par les autorités.",
    "Les responsables ont indiqué que la digue avait tenu, qu’aucun navire n’était perdu et que les travaux du quai nord dureraient trois semaines environ.",
];

/// `text` with its paragraphs in their places.
pub fn filled(text: &str) -> String {
    let mut out = text.to_owned();
    for (prefix, paragraphs) in [("", &ARABIC[..]), ("e", &ENGLISH[..]), ("f", &FRENCH[..])] {
        for (at, paragraph) in paragraphs.iter().enumerate() {
            out = out.replace(&format!("{{{prefix}{}}}", at + 1), paragraph);
        }
    }
    out
}

/// The cases of a fixture: what stands behind `===` with what follows it.
pub fn cases(file: &str) -> Vec<(String, String)> {
    file.split("\n=== ")
        .skip(1)
        .map(|case| {
            let (name, rest) = case.split_once('\n').unwrap_or((case, ""));
            (name.trim().to_owned(), filled(rest))
        })
        .collect()
}
