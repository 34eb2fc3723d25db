//! What Arabic (and English) pages call their furniture. All phrases are folded ([`crate::text::fold`]), so that
//! «اقرأ أيضاً», «إقرأ ايضا» and «اقرا أيضًا» are one.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::calls;
use crate::text::fold;

/// Headings of what follows an article; what stands under them is no part of it.
const FURNITURE_HEADINGS: &[&str] = &[
    "مقالات ذات صله",
    "مقالات متعلقه",
    "مواضيع ذات صله",
    "موضوعات ذات صله",
    "اخبار ذات صله",
    "اخبار متعلقه",
    "شاهد ايضا",
    "اترك تعليقا",
    "اترك تعليقك",
    "اضف تعليقا",
    "اضف تعليق",
    "اكتب تعليقا",
    "التعليقات",
    "تعليقات",
    "تعليقات القراء",
    "الوسوم",
    "وسوم",
    "كلمات دلاليه",
    "كلمات مفتاحيه",
    "الكلمات الدلاليه",
    "الكلمات المفتاحيه",
    "تاج",
    "شاركها",
    "شارك",
    "شارك الخبر",
    "شارك المقال",
    "شارك هذا الموضوع",
    "شارك الموضوع",
    "مشاركه",
    "عن الكاتب",
    "نبذه عن الكاتب",
    "الاكثر قراءه",
    "الاكثر مشاهده",
    "الاكثر تداولا",
    "الاكثر شيوعا",
    "اخر الاخبار",
    "احدث الاخبار",
    "قد يعجبك ايضا",
    "قد يهمك ايضا",
    "اشترك في النشره البريديه",
    "النشره البريديه",
    "اشترك في النشره الاخباريه",
    "المزيد من الاخبار",
    "المزيد من",
    "تابعنا علي",
    "تابعونا علي",
    "محتوي مدفوع",
    "محتوي ترويجي",
    "اعلان مدفوع",
    "ماده اعلانيه",
    "sponsored content",
    "paid content",
    "leave a reply",
    "leave a comment",
    "related posts",
    "related articles",
    "share this",
    "tags",
    "about the author",
    "most read",
    "most popular",
    "you may also like",
    "post navigation",
];

/// Headings of lists of other stories, where such a list stands below them.
const LIST_HEADINGS: &[&str] = &[
    "اخبار اخري",
    "مواضيع اخري",
    "موضوعات اخري",
    "مقالات اخري",
    "قصص اخري",
    "فيديوهات اخري",
    "المزيد",
    "مختارات",
    "اختيارات المحرر",
    "اختيارات المحررين",
    "من اختيار المحرر",
    "الاعلي مشاهده",
    "الاعلي قراءه",
    "الاكثر تفاعلا",
    "الاكثر تعليقا",
    "الاكثر مشاركه",
    "الاكثر زياره",
    "الاكثر قراءه اليوم",
    "الاكثر متابعه",
    "ابرز الاخبار",
    "اهم الاخبار",
    "احدث المقالات",
    "احدث المواضيع",
    "احدث الموضوعات",
    "اخر المقالات",
    "اخر المواضيع",
    "احدث ما نشر",
    "احدث المنشورات",
    "من نفس القسم",
    "في نفس القسم",
    "المزيد من هذا القسم",
    "المزيد في هذا القسم",
    "اخبار القسم",
    "اخبار مشابهه",
    "جديد الموقع",
    "ترند",
    "رايج",
    "رايج الان",
    "latest",
    "latest news",
    "latest stories",
    "recent posts",
    "recent articles",
    "more stories",
    "more news",
    "top stories",
    "trending",
    "editors picks",
    "popular",
];

/// Beginnings of paragraphs that speak of the site, not of the matter.
const FURNITURE_LINES: &[&str] = &[
    "تابعونا علي",
    "تابعنا علي",
    "تابع اخبارنا",
    "تابعوا اخبارنا",
    "تابعوا اخر الاخبار",
    "تابع اخر الاخبار",
    "لمتابعه اخر الاخبار",
    "لمتابعه اخر",
    "للاشتراك في",
    "اشترك في قناتنا",
    "اشتركوا في قناتنا",
    "انضم الي قناتنا",
    "انضموا الي قناتنا",
    "حمل تطبيق",
    "حملوا تطبيق",
    "شارك هذا الموضوع",
    "شاركها",
    "لن يتم نشر عنوان بريدك",
    "احفظ اسمي",
    "زر الذهاب الي الاعلي",
    "جميع الحقوق محفوظه",
    "follow us on",
    "sign up for our newsletter",
    "subscribe to our newsletter",
];

/// Whole texts of blocks that say nothing.
const FURNITURE_WORDS: &[&str] =
    &["اعلان", "اعلانات", "advertisement", "ad", "sponsored", "شاركها", "share", "طباعه", "الاعلي"];

/// Labels of the source that a page names.
const SOURCE: &[&str] = &[
    "المصدر",
    "مصدر",
    "مصدر الخبر",
    "مصدر المقال",
    "المصادر",
    "مصادر",
    "مصدر المعلومات",
    "مصادر الخبر",
    "source",
    "sources",
    "via",
];

/// Labels in breadcrumbs and categories that are none.
const NO_CATEGORY: &[&str] = &[
    "الرييسيه",
    "الصفحه الرييسيه",
    "رييسيه",
    "بيت",
    "home",
    "عام",
    "غير مصنف",
    "بدون تصنيف",
    "uncategorized",
    "اخبار",
    "الاخبار",
    "اخر الاخبار",
    "news",
    "article",
    "مقالات",
];

/// `text` folded, its white space folded too, without what may stand round a label.
pub(super) fn normal(text: &str) -> String {
    let folded = fold(text);
    let joined = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    joined.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '»' | ')')).to_owned()
}

/// Whether the folded `text` begins with one of `phrases`, at a word's end.
fn begins<'a>(text: &'a str, phrases: &[&str]) -> Option<&'a str> {
    phrases.iter().find_map(|phrase| {
        let rest = text.strip_prefix(phrase)?;
        (!rest.starts_with(char::is_alphanumeric)).then(|| rest.trim_start_matches(|c: char| !c.is_alphanumeric()))
    })
}

/// Whether the first word of a text begins a phrase of [`is_furniture_heading`] or [`is_furniture_line`]: most texts
/// needn't be folded to know that they are neither.
pub(super) fn may_be_furniture(text: &str) -> bool {
    if calls::may_be(text) {
        return true;
    }
    static FIRST: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        [FURNITURE_HEADINGS, FURNITURE_LINES, FURNITURE_WORDS]
            .into_iter()
            .flatten()
            .filter_map(|phrase| phrase.split_whitespace().next())
            .collect()
    });
    let mut words = text.split(|c: char| !c.is_alphanumeric() && !is_mark(c)).filter(|word| !word.is_empty());
    words.next().is_some_and(|word| FIRST.contains(fold(word).as_str()))
}

/// Marks that stand within words and that folding takes away.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{300}'..='\u{36F}' | '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2069}')
}

/// Whether folded text heads what follows an article.
pub(super) fn is_furniture_heading(normal: &str) -> bool {
    FURNITURE_HEADINGS.contains(&normal)
}

/// Whether folded text may head a list of other stories.
pub(super) fn heads_a_list(normal: &str) -> bool {
    is_furniture_heading(normal) || LIST_HEADINGS.contains(&normal)
}

/// Whether folded text heads what readers wrote: «التعليقات (3)», «تعليقات الزوار».
pub(super) fn heads_comments(normal: &str) -> bool {
    let words = normal.trim_matches(|c: char| !c.is_alphabetic());
    matches!(
        words,
        "التعليقات"
            | "تعليقات"
            | "تعليقات القراء"
            | "تعليقات الزوار"
            | "تعليقات الزايرين"
            | "اراء القراء"
            | "تعليقات المتابعين"
            | "اراء الزوار"
    )
}

/// Whether the first word of a text begins a phrase of [`heads_a_list`].
pub(super) fn may_head_a_list(text: &str) -> bool {
    static FIRST: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        [FURNITURE_HEADINGS, LIST_HEADINGS].into_iter().flatten().filter_map(|p| p.split_whitespace().next()).collect()
    });
    let mut words = text.split(|c: char| !c.is_alphanumeric() && !is_mark(c)).filter(|word| !word.is_empty());
    words.find(|word| !word.chars().all(char::is_numeric)).is_some_and(|word| {
        let word = fold(word);
        FIRST.contains(word.as_str()) || word == "اراء"
    })
}

/// Whether a folded paragraph speaks of the site.
pub(super) fn is_furniture_line(normal: &str) -> bool {
    FURNITURE_WORDS.contains(&normal) || begins(normal, FURNITURE_LINES).is_some()
}

/// Beginnings of what stands in a page until a script has drawn it.
const LOADING: &[&str] = &[
    "جاري التحميل",
    "جار التحميل",
    "جاري تحميل",
    "يتم التحميل",
    "التحميل جار",
    "تحميل",
    "يرجي الانتظار",
    "الرجاء الانتظار",
    "انتظر من فضلك",
    "يرجي تفعيل جافا سكريبت",
    "يرجي تفعيل javascript",
    "loading",
    "please wait",
    "you need to enable javascript",
    "please enable javascript",
    "javascript is required",
    "javascript is disabled",
    "chargement",
];

/// Whether a text says nothing but that the page is being drawn.
pub(super) fn is_loading(text: &str) -> bool {
    let mut lines = text.lines().map(normal).filter(|line| !line.is_empty()).peekable();
    lines.peek().is_some() && lines.all(|line| line.chars().count() <= 70 && begins(&line, LOADING).is_some())
}

/// Whether folded text is a label like «المصدر» and nothing more.
pub(super) fn is_source_label(normal: &str) -> bool {
    SOURCE.contains(&normal)
}

/// What a line like «المصدر: الجزيرة» names. A colon or dash is needed: «المصدر نفسه قال» is a sentence.
pub(super) fn source_named(line: &str) -> Option<&str> {
    let (label, rest) = line.split_once([':', '：', '–', '-', '|', '/', 'ـ'])?;
    let name = rest.trim().trim_end_matches(['.', ')', ']']).trim();
    (is_source_label(&normal(label))
        && !name.is_empty()
        && name.chars().count() <= 80
        && name.split_whitespace().count() <= 12)
        .then_some(name)
}

/// What follows a label «المصدر» in a box of a theme, where nothing parts the two.
pub(super) fn without_source_label(text: &str) -> Option<&str> {
    let at = text.find(char::is_whitespace)?;
    is_source_label(&normal(&text[..at])).then(|| text[at..].trim()).filter(|name| !name.is_empty())
}

/// What a short line like «نقلا عن وكالة رويترز» names.
pub(super) fn quoted_from(line: &str) -> Option<&str> {
    let mut words = line.split_whitespace();
    let (first, second) = (words.next()?, words.next()?);
    let count = words.count();
    if !(1..=6).contains(&count)
        || !matches!(crate::text::fold(first).as_str(), "نقلا" | "منقول")
        || normal(second) != "عن"
    {
        return None;
    }
    let at = line.find(second)? + second.len();
    Some(line[at..].trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | ')' | '(')))
        .filter(|name| !name.is_empty())
}

/// Whether a folded name is one of a category.
pub(super) fn is_category(normal: &str) -> bool {
    let length = normal.chars().count();
    (2..=40).contains(&length) && !NO_CATEGORY.contains(&normal) && normal.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::{is_furniture_line, normal, source_named};

    #[test]
    fn spellings_of_labels_are_known() {
        assert!(is_furniture_line(&normal("تابعونا على تيليجرام")) && is_furniture_line(&normal("إعلان")));
        assert!(!is_furniture_line(&normal("إعلان بيروت")));
    }

    #[test]
    fn sources_are_named_behind_a_colon() {
        assert_eq!(source_named("المصدر: الجزيرة + وكالات"), Some("الجزيرة + وكالات"));
        assert_eq!(source_named("المصدر : رويترز."), Some("رويترز"));
        assert_eq!(source_named("المصدر نفسه قال إن الأمر انتهى"), None);
    }

    #[test]
    fn lists_are_folded() {
        for list in [
            super::FURNITURE_HEADINGS,
            super::FURNITURE_LINES,
            super::FURNITURE_WORDS,
            super::SOURCE,
            super::NO_CATEGORY,
            super::LOADING,
            super::LIST_HEADINGS,
        ] {
            for phrase in list {
                assert_eq!(*phrase, crate::text::fold(phrase));
            }
        }
    }
}
