//! What a headline looks like without what changes from one time to the next: «حالة الطقس ليوم الثلاثاء 14» and «حالة
//! الطقس ليوم الأربعاء 15» have one shape. A paper that uses a shape again writes a column, not an event.

use crate::text;

/// Words that stand for a day or its part.
const DAYS: &[&str] = &[
    "السبت",
    "الاحد",
    "الاثنين",
    "الثلاثاء",
    "الاربعاء",
    "الخميس",
    "الجمعه",
    "اليوم",
    "امس",
    "غدا",
    "صباح",
    "مساء",
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
    "محرم",
    "صفر",
    "رمضان",
    "شوال",
    "شعبان",
    "رجب",
];

/// A headline's shape, hashed; none for one of nothing but days and numbers.
pub fn shape(title: &str) -> Option<i64> {
    let words = text::tokens(title);
    let kept = words.iter().filter(|word| {
        let bare = word.strip_prefix(['و', 'ل', 'ب']).unwrap_or(word);
        !word.chars().any(|c| c.is_ascii_digit()) && !DAYS.contains(&word.as_str()) && !DAYS.contains(&bare)
    });
    let mut count = 0;
    let hash = kept.fold(0xcbf2_9ce4_8422_2325_u64, |hash, word| {
        count += 1;
        word.bytes().chain([b' ']).fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
    });
    (count > 0).then(|| i64::from_ne_bytes(hash.to_ne_bytes()))
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn days_and_numbers_do_not_change_a_shape() {
        let one = shape("حالة الطقس ليوم الثلاثاء 14 نوفمبر");
        assert_eq!(one, shape("حالة الطقس ليوم الأربعاء 15 نوفمبر"));
        assert_ne!(one, shape("حالة الطرق ليوم الأربعاء 15 نوفمبر"));
        assert_eq!(shape("12 / 13"), None);
    }
}
