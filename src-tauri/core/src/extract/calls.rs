//! Lines within a text that speak to the reader of the site, by their shape: a call to follow or subscribe, a button's
//! words, a label with a number or a date. A sentence of an article must never pass for one: what a verb alone doesn't
//! settle is settled by «our channel», by a link, or by being all of the line.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::furniture;
use crate::text::fold;

/// Verbs that call to something, and infinitives behind «to». Many are also a past tense.
const VERBS: &[&str] = &[
    "تابع",
    "تابعوا",
    "تابعي",
    "تابعونا",
    "تابعنا",
    "اشترك",
    "اشتركوا",
    "اشتركي",
    "انضم",
    "انضموا",
    "حمل",
    "حملوا",
    "نزل",
    "نزلوا",
    "سجل",
    "سجلوا",
    "للاشتراك",
    "لمتابعه",
    "لمتابعتنا",
    "لتحميل",
    "للانضمام",
    "اضغط",
    "اضغطوا",
    "انقر",
    "follow",
    "subscribe",
    "join",
    "download",
];

/// Those of them that tell no story.
const SURE_VERBS: &[&str] =
    &["تابعونا", "للاشتراك", "لمتابعتنا", "لتحميل", "للانضمام", "follow", "subscribe", "join", "download"];

/// What belongs to the paper that speaks.
const OURS: &[&str] = &[
    "قناتنا",
    "قنواتنا",
    "نشرتنا",
    "تطبيقنا",
    "تطبيقاتنا",
    "صفحتنا",
    "صفحاتنا",
    "حسابنا",
    "حساباتنا",
    "منصاتنا",
    "مجموعتنا",
    "our",
];

/// Where one follows.
const PLATFORMS: &[&str] = &[
    "واتساب",
    "واتس",
    "الواتساب",
    "تليغرام",
    "تلغرام",
    "تيليغرام",
    "تيليجرام",
    "تلجرام",
    "تليجرام",
    "التليغرام",
    "تيلغرام",
    "فيسبوك",
    "تويتر",
    "انستغرام",
    "انستجرام",
    "انستقرام",
    "يوتيوب",
    "جوجل",
    "غوغل",
    "google",
    "whatsapp",
    "telegram",
    "facebook",
    "twitter",
    "instagram",
    "youtube",
    "نبض",
    "تطبيق",
    "النشره",
    "newsletter",
];

/// What else stands in a row of buttons for sharing.
const SHARED: &[&str] = &[
    "x",
    "اكس",
    "ايميل",
    "البريد",
    "بريد",
    "الكتروني",
    "الالكتروني",
    "لينكد",
    "ان",
    "لينكدان",
    "بنترست",
    "مسنجر",
    "ماسنجر",
    "ثريدز",
    "سناب",
    "شات",
    "شارك",
    "مشاركه",
    "email",
    "linkedin",
    "pinterest",
    "messenger",
    "threads",
    "share",
    "print",
    "طباعه",
];

/// Words of buttons and what they answer: all of a line.
const BUTTONS: &[&str] = &[
    "استمع",
    "استمع الي المقال",
    "استمع الي الخبر",
    "استمع الي التقرير",
    "استمع الي الماده",
    "استمع للمقال",
    "استمع للخبر",
    "استماع",
    "تم النسخ",
    "تم نسخ الرابط",
    "نسخ الرابط",
    "انسخ الرابط",
    "مشاركه",
    "شارك برايك",
    "شاركنا رايك",
    "شاركنا برايك",
    "شاركونا ارايكم",
    "اضف رايك",
    "اكتب رايك",
    "طباعه",
    "طباعه الخبر",
    "طباعه المقال",
    "طباعه الصفحه",
    "ارسل الي صديق",
    "ارسال الي صديق",
    "حفظ المقال",
    "احفظ المقال",
    "تكبير الخط",
    "تصغير الخط",
    "اظهر المزيد",
    "عرض المزيد",
    "اظهار المزيد",
    "تحميل المزيد",
    "اضف تعليقا",
    "لا توجد تعليقات",
    "لا يوجد تعليقات",
    "كن اول من يعلق",
    "هل اعجبك المقال",
    "هل اعجبك الخبر",
    "هل اعجبك هذا المقال",
    "هل كان هذا المقال مفيدا",
    "هل كان المقال مفيدا",
    "هل وجدت هذا المقال مفيدا",
    "هل اعجبك الموضوع",
    "copy link",
    "link copied",
    "listen to this article",
    "رابط مختصر",
    "عوده للاعلي",
    "العوده الي الاعلي",
];

/// Labels before a number, an address or no more than a few words.
const COUNTED: &[&str] = &[
    "وقت القراءه",
    "مده القراءه",
    "زمن القراءه",
    "عدد القراءات",
    "عدد المشاهدات",
    "عدد الزيارات",
    "عدد التعليقات",
    "المشاهدات",
    "القراءات",
    "حجم الخط",
    "رابط مختصر",
    "الرابط المختصر",
    "رابط الخبر",
    "reading time",
    "min read",
];

/// Labels before a date.
const DATED: &[&str] = &[
    "نشر في",
    "نشر بتاريخ",
    "نشرت في",
    "تاريخ النشر",
    "اخر تحديث",
    "حدث في",
    "تم النشر",
    "تم التحديث",
    "تاريخ التحديث",
    "تحديث",
];

/// Labels before keywords.
const TAGGED: &[&str] = &[
    "الوسوم",
    "وسوم",
    "الكلمات الدلاليه",
    "كلمات دلاليه",
    "الكلمات المفتاحيه",
    "كلمات مفتاحيه",
    "كلمات داله",
    "الكلمات الداله",
    "هاشتاغ",
    "تاغ",
    "تاج",
    "تاجات",
    "tags",
    "keywords",
];

/// Nouns after a number: «3 دقائق قراءة», «0 تعليق».
const COUNTS: &[&str] = &[
    "تعليق",
    "تعليقات",
    "تعليقا",
    "مشاهده",
    "مشاهدات",
    "قراءه",
    "اعجاب",
    "اعجابات",
    "مشاركه",
    "مشاركات",
    "دقيقه قراءه",
    "دقايق قراءه",
    "دقيقه للقراءه",
    "دقايق للقراءه",
    "comments",
    "comment",
    "min read",
    "views",
];

/// Most words of a call, and of a label with what it labels.
const MOST_WORDS: usize = 18;
const FEW_WORDS: usize = 8;

/// Whether the first word of a text begins such a line.
pub(super) fn may_be(text: &str) -> bool {
    static FIRST: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        [VERBS, BUTTONS, COUNTED, DATED, TAGGED]
            .into_iter()
            .chain([PLATFORMS, SHARED])
            .flatten()
            .filter_map(|phrase| phrase.split_whitespace().next())
            .collect()
    });
    let first = text
        .split(|c: char| c.is_whitespace() || matches!(c, ':' | '،' | '؟' | '|' | '.'))
        .find(|word| word.chars().any(char::is_alphanumeric));
    first.is_some_and(|word| {
        let folded = fold(word.trim_matches(|c: char| !c.is_alphanumeric()));
        FIRST.contains(folded.as_str()) || folded.chars().all(|c| c.is_ascii_digit())
    })
}

/// Whether a line speaks of the site. `text` as it stands, `normal` the same folded, `linked`: whether a link is in it.
pub(super) fn is(text: &str, normal: &str, linked: bool) -> bool {
    let words: Vec<&str> = normal.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let Some(first) = words.first() else { return false };
    if words.len() > MOST_WORDS {
        return is_tags(text, normal);
    }
    let plain = words.join(" ");
    if linked && words.iter().all(|word| PLATFORMS.contains(word) || SHARED.contains(word)) {
        return true;
    }
    if BUTTONS.contains(&plain.as_str()) || BUTTONS.contains(&plain.trim_end_matches(" نعم لا").trim()) {
        return true;
    }
    let holds = |list: &[&str]| words.iter().any(|word| list.contains(word));
    if VERBS.contains(first) {
        return holds(OURS) || holds(PLATFORMS) && (linked || SURE_VERBS.contains(first));
    }
    if let Some(rest) = plain.strip_prefix(first).filter(|_| first.chars().all(|c| c.is_ascii_digit())) {
        return COUNTS.contains(&rest.trim());
    }
    let ends = text.trim_end().ends_with(['.', '!', '؟', '…']);
    let begins = |list: &[&str]| list.iter().any(|label| after(&plain, label).is_some());
    if begins(COUNTED) && words.len() <= FEW_WORDS && !ends {
        return normal.contains(':') || plain.chars().any(|c| c.is_ascii_digit()) || words.len() <= 3;
    }
    if begins(DATED) && words.len() <= 14 && !ends {
        return furniture::has_date(normal);
    }
    is_tags(text, normal)
}

/// Whether a folded line names a place where papers are followed.
pub(super) fn names_a_platform(normal: &str) -> bool {
    normal.split(|c: char| !c.is_alphanumeric()).any(|word| PLATFORMS.contains(&word))
}

/// «الوسوم: القمح، الزراعة».
fn is_tags(text: &str, normal: &str) -> bool {
    let label = TAGGED.iter().find_map(|label| after(normal, label));
    label.is_some_and(|rest| rest.trim_start().starts_with([':', '|'])) && !text.trim_end().ends_with(['.', '؟', '!'])
}

/// What follows a phrase at the head of a text, at a word's end.
fn after<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    text.strip_prefix(phrase).filter(|rest| !rest.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::{BUTTONS, COUNTED, COUNTS, DATED, OURS, PLATFORMS, SHARED, TAGGED, VERBS, is, may_be};
    use crate::extract::phrases::normal;

    #[test]
    fn calls_and_labels_are_told_from_sentences() {
        for (line, linked) in [
            ("تابعوا قناتنا على واتساب من هنا", true),
            ("اشترك في نشرتنا البريدية", false),
            ("استمع إلى المقال", false),
            ("وقت القراءة: 3 دقائق", false),
            ("3 دقائق قراءة", false),
            ("نُشر في: 20 نوفمبر 2026", false),
            ("تم النسخ", false),
            ("0 تعليق", false),
            ("هل أعجبك المقال؟ نعم لا", false),
            ("تابعونا على أخبار جوجل", true),
            ("لتحميل التطبيق من جوجل بلاي", false),
            ("الوسوم: كرة، كأس", false),
            ("رابط مختصر: https://mada.example/?p=123", false),
        ] {
            assert!(may_be(line) && is(line, &normal(line), linked), "{line}");
        }
        for (line, linked) in [
            ("تابعوا حياتهم رغم القصف.", false),
            ("تابع الجمهور الحفل عبر يوتيوب وصفق طويلاً", false),
            ("اشترك في الجريمة أربعة رجال.", true),
            ("انضم إلى الفريق لاعب جديد من البرازيل", false),
            ("سجل الفريق ثلاثة أهداف", true),
            ("3 دقائق كانت كافية لإنهاء المباراة", false),
            ("12 تعليقاً على الخطاب وصلت إلى الصحيفة", false),
            ("نشر في العام الماضي كتابه الأول.", false),
            ("آخر تحديث للقانون كان قبل عشرين عاماً", false),
            ("وقت القراءة عند الأطفال يقل عاماً بعد عام في كل المدن", false),
            ("مشاركة واسعة في المؤتمر", false),
            ("تحديث الشبكات يحتاج إلى المال", false),
        ] {
            assert!(!is(line, &normal(line), linked), "{line}");
        }
    }

    #[test]
    fn lists_are_folded() {
        for phrase in [VERBS, OURS, PLATFORMS, BUTTONS, COUNTED, DATED, TAGGED, COUNTS, SHARED].into_iter().flatten() {
            assert_eq!(*phrase, crate::text::fold(phrase));
        }
    }
}
