#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::{OriginKind, Question, parse};
use crate::contract::{QueryPartKind, QueryProblemCode};
use crate::search::dates::Today;

const NOON: i64 = 1_795_262_400_000;

fn read(typed: &str) -> Question {
    parse(typed, Today::at(NOON, 0))
}

fn shape(question: &Question) -> String {
    let wanted = |wanted: &super::Wanted| {
        let words: Vec<&str> = wanted.words.iter().map(|word| word.typed.as_str()).collect();
        let mark = if wanted.exact { "\"" } else { "" };
        format!("{}{mark}{}{mark}", if wanted.title { "t:" } else { "" }, words.join(" "))
    };
    let groups: Vec<String> =
        question.groups.iter().map(|group| group.iter().map(wanted).collect::<Vec<_>>().join("|")).collect();
    let excluded: Vec<String> = question.excluded.iter().map(|one| format!("-{}", wanted(one))).collect();
    [groups, excluded].concat().join(" ")
}

#[test]
fn words_quotations_alternatives_and_exclusions() {
    for (typed, want) in [
        ("رئيس الوزراء", "رئيس الوزراء"),
        ("«رئيس الوزراء» زيارة", "\"رئيس الوزراء\" زيارة"),
        ("\"رئيس الوزراء\"", "\"رئيس الوزراء\""),
        ("“prime minister”", "\"prime minister\""),
        ("قطار -أنفاق", "قطار -أنفاق"),
        ("قطار -«نفق طويل»", "قطار -\"نفق طويل\""),
        ("قطار أو سفينة ميناء", "قطار|سفينة ميناء"),
        ("train OR ship NOT port", "train|ship -port"),
        ("in:title قطار", "t:قطار"),
        ("في:العنوان قطار", "t:قطار"),
        ("في العنوان: قطار ميناء", "t:قطار ميناء"),
        ("العنوان:قطار ميناء", "t:قطار ميناء"),
        ("من هو وزير المالية", "وزير المالية"),
        ("من هو", "من هو"),
        ("iPhone17 الـiPhone", "iPhone17 الـ iPhone"),
        ("ما-بعد", "ما بعد"),
        ("--", ""),
        ("-", ""),
        ("«", ""),
        ("", ""),
    ] {
        assert_eq!(shape(&read(typed)), want, "{typed}");
    }
}

#[test]
fn operators_in_both_languages() {
    let question = read("ميزانية المصدر:الجسر -الفئة:رياضة الكاتب:«علي حسن» بعد:2026-09 قبل: أمس محفوظ: غير مقروء:");
    assert_eq!(shape(&question), "ميزانية");
    let origins: Vec<_> = question.origins.iter().map(|o| (o.kind, o.value.as_str(), o.excluded)).collect();
    assert_eq!(
        origins,
        [
            (OriginKind::Source, "الجسر", false),
            (OriginKind::Category, "رياضة", true),
            (OriginKind::Author, "علي حسن", false)
        ]
    );
    assert_eq!((question.kept, question.unread), (Some(true), Some(true)));
    assert!(question.after.is_some() && question.before.is_some());
    assert!(question.problems.is_empty(), "{:?}", question.problems);
    let english = read(
        "budget source:jisr -category:sports author:\"Ali Hasan\" after:2026-09 before:yesterday is:kept is:unread",
    );
    assert_eq!((english.after, english.before, english.kept), (question.after, question.before, question.kept));
    assert_eq!(english.origins.len(), 3);
    let week = read("قمح بعد: هذا الأسبوع القاهرة");
    assert_eq!(shape(&week), "قمح القاهرة");
    assert!(week.after.is_some());
    let part = &week.parts[1];
    assert_eq!((part.kind, part.start, part.end), (QueryPartKind::After, 4, 20));
}

#[test]
fn what_makes_no_sense_is_words_and_is_said() {
    for (typed, code, want) in [
        ("بعد:غدا القمح", QueryProblemCode::NoDate, "بعد غدا القمح"),
        ("«رئيس الوزراء", QueryProblemCode::UnclosedQuote, "رئيس الوزراء"),
        ("is:blue whale", QueryProblemCode::UnknownState, "blue whale"),
        ("المصدر:", QueryProblemCode::NoValue, "المصدر"),
        ("أو قطار", QueryProblemCode::NothingToChoose, "أو قطار"),
        ("-قطار", QueryProblemCode::OnlyExclusions, "-قطار"),
    ] {
        let question = read(typed);
        assert_eq!(question.problems.first().map(|p| p.code), Some(code), "{typed}");
        if typed != "أو قطار" && typed != "بعد:غدا القمح" && typed != "is:blue whale" {
            assert_eq!(shape(&question), want, "{typed}");
        }
    }
    assert!(read(&"كلمة ".repeat(400)).problems.iter().any(|p| p.code == QueryProblemCode::TooLong));
}

proptest! {
    #[test]
    fn nothing_typed_is_too_much(typed in "(\\PC|[\"«»:\\-\\s]|بعد:|المصدر:|OR|-|in:|is:){0,80}") {
        let question = read(&typed);
        for part in &question.parts {
            prop_assert!(part.start <= part.end);
        }
    }
}
