//! Search: found in the reader's own spelling, newest first or most relevant, marked, counted, suggested and saved.

use proptest::prelude::*;
use serde_json::{Value, json};
use warraq_core::model::CoreEvent;
use warraq_tests::app::{NOON, TestApp};

use crate::Outcome;

const HOUR: i64 = 3_600_000;

/// An article: number of hours before noon, paper, category, headline, text.
fn article((age, paper, category, title, body): (i64, &str, &str, &str, &str)) -> Value {
    json!({ "title": title, "body": body, "url": format!("https://{}.example/{age}", paper.len()), "source": paper,
        "category": category, "date": ((NOON - age * HOUR) / 1000).to_string() })
}

async fn library(articles: &[(i64, &str, &str, &str, &str)]) -> Result<TestApp, Box<dyn std::error::Error>> {
    let app = TestApp::new()?;
    let articles = articles.iter().map(|one| serde_json::from_value(article(*one))).collect::<Result<Vec<_>, _>>()?;
    app.core.load(articles).await?;
    app.core.index_now().await?;
    Ok(app)
}

async fn trains() -> Result<TestApp, Box<dyn std::error::Error>> {
    library(&[
        (1, "أفق الأخبار", "اقتصاد", "خط حديدي جديد يربط الموانئ", "يقطع القطار المسافة بين المرفأين في أربعة أيام."),
        (2, "صحيفة الجسر", "ثقافة", "قصيدة منسية", "وَمَضَى القِطَارُ كَأَنَّهُ سَطْرٌ يُخَطُّ عَلَى الرِّمَالِ."),
        (
            30,
            "صحيفة الجسر",
            "سياسة",
            "رئيس الوزراء يزور كازاخستان",
            "سافر رئيس الوزراء ولكازاخستان مكانة، وفيها وزراء وكتب.",
        ),
        (
            60,
            "أفق الأخبار",
            "رياضة",
            "الوزراء يستقبلون رئيس الاتحاد",
            "بلغ عدد الحضور ١٬٥٠٠ في مباراة ودية مع iPhone 17.",
        ),
        (24 * 40, "نشرة الطاقة", "اقتصاد", "أسعار النفط ترتفع", "قال نتنياهو إن سفينة وصلت إلى الميناء بعد القطارات."),
    ])
    .await
}

async fn titles(app: &TestApp, query: &str) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    titles_by(app, json!({ "query": query, "sort": "newest" })).await
}

async fn titles_by(app: &TestApp, request: Value) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let found = app.call("search", request).await?;
    let hits = found["hits"].as_array().cloned().unwrap_or_default();
    Ok(hits.iter().filter_map(|hit| hit["entry"]["title"].as_str().map(str::to_owned)).collect())
}

fn shown(pieces: &Value) -> String {
    let piece = |piece: &Value| {
        let text = piece["text"].as_str().unwrap_or_default().to_owned();
        if piece["marked"] == true { format!("[{text}]") } else { text }
    };
    pieces.as_array().into_iter().flatten().map(piece).collect()
}

#[tokio::test]
async fn words_are_found_in_their_other_forms_newest_first_and_marked_whole() -> Outcome {
    let app = trains().await?;
    let request = json!({ "query": "قطار", "sort": "newest" });
    let found = app.call("search", request).await?;
    let hits = found["hits"].as_array().ok_or("no hits")?;
    assert_eq!((found["total"].clone(), found["widened"].clone()), (json!(3), json!(false)));
    let snippets: Vec<String> = hits.iter().map(|hit| shown(&hit["snippet"])).collect();
    assert_eq!(snippets[0], "يقطع [القطار] المسافة بين المرفأين في أربعة أيام.");
    assert_eq!(snippets[1], "وَمَضَى [القِطَارُ] كَأَنَّهُ سَطْرٌ يُخَطُّ عَلَى الرِّمَالِ.");
    assert_eq!(snippets[2], "قال نتنياهو إن سفينة وصلت إلى الميناء بعد [القطارات].");
    for (query, want) in [
        ("كازاخستان", 1),
        ("وزير", 2),
        ("1500", 1),
        ("۱۵۰۰", 1),
        ("IPHONE مباراه", 1),
        ("کتاب", 1),
        ("ميناء", 2),
        ("وزارة", 0),
    ] {
        assert_eq!(titles(&app, query).await?.len(), want, "{query}");
    }
    Ok(())
}

#[tokio::test]
async fn the_language_narrows_in_arabic_and_in_english() -> Outcome {
    let app = trains().await?;
    for (query, want) in [
        ("«رئيس الوزراء»", vec!["رئيس الوزراء يزور كازاخستان"]),
        ("\"رئيس الوزراء\"", vec!["رئيس الوزراء يزور كازاخستان"]),
        ("«رئيس وزراء»", vec![]),
        ("رئيس الوزراء", vec!["رئيس الوزراء يزور كازاخستان", "الوزراء يستقبلون رئيس الاتحاد"]),
        ("رئيس -كازاخستان", vec!["الوزراء يستقبلون رئيس الاتحاد"]),
        ("رئيس -«رئيس الوزراء»", vec!["الوزراء يستقبلون رئيس الاتحاد"]),
        ("قصيدة أو النفط", vec!["قصيدة منسية", "أسعار النفط ترتفع"]),
        ("قطار المصدر:الجسر", vec!["قصيدة منسية"]),
        ("قطار source:الجسر", vec!["قصيدة منسية"]),
        ("قطار -source:«صحيفة الجسر»", vec!["خط حديدي جديد يربط الموانئ", "أسعار النفط ترتفع"]),
        ("الفئة:رياضة", vec!["الوزراء يستقبلون رئيس الاتحاد"]),
        ("category:culture", vec!["قصيدة منسية"]),
        ("قطار بعد: أمس", vec!["خط حديدي جديد يربط الموانئ", "قصيدة منسية"]),
        ("قطار قبل: هذا الأسبوع", vec!["أسعار النفط ترتفع"]),
        ("قطار after:2026-10 before:2026-11", vec!["أسعار النفط ترتفع"]),
        ("in:title قطار", vec![]),
        ("في:العنوان الوزراء", vec!["رئيس الوزراء يزور كازاخستان", "الوزراء يستقبلون رئيس الاتحاد"]),
        ("المصدر:الطاقة", vec!["أسعار النفط ترتفع"]),
        ("is:kept", vec![]),
        ("-قطار", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(titles(&app, query).await?, want, "{query}");
    }
    let id = app.call("search", json!({ "query": "قصيدة" })).await?["hits"][0]["entry"]["id"].clone();
    app.call("keep", json!({ "id": id })).await?;
    app.call("set_read", json!({ "ids": [id], "read": true })).await?;
    assert_eq!(titles(&app, "قطار محفوظ:").await?, ["قصيدة منسية"]);
    assert_eq!(titles(&app, "is:kept").await?, ["قصيدة منسية"]);
    assert_eq!(titles(&app, "قطار غير مقروء:").await?.len(), 2);
    assert_eq!(titles(&app, "is:unread").await?.len(), 4);
    Ok(())
}

#[tokio::test]
async fn what_makes_no_sense_is_said_and_looked_for_as_words() -> Outcome {
    let app = trains().await?;
    for (query, code, hits) in [
        ("المصدر:القطار", "unknown_source", 3),
        ("قطار الفئة:لاشيء", "unknown_category", 3),
        ("«قطار", "unclosed_quote", 3),
        ("قطار بعد:غدا", "no_date", 3),
        ("قطار is:new_", "unknown_state", 3),
    ] {
        let found = app.call("search", json!({ "query": query })).await?;
        assert_eq!(found["problems"][0]["code"], code, "{query}");
        assert_eq!(found["hits"].as_array().map(Vec::len), Some(hits), "{query}: {found}");
    }
    let found = app.call("search", json!({ "query": "قطار المصدر:الجسر" })).await?;
    assert_eq!(
        found["parts"][1],
        json!({ "kind": "source", "value": "الجسر", "excluded": false, "start": 5, "end": 17 })
    );
    Ok(())
}

#[tokio::test]
async fn where_all_words_find_too_little_what_has_some_follows() -> Outcome {
    let app = trains().await?;
    let found = app.call("search", json!({ "query": "قصيدة القطار زلزال" })).await?;
    assert_eq!(found["widened"], true);
    let scores: Vec<f64> =
        found["hits"].as_array().ok_or("no hits")?.iter().filter_map(|hit| hit["score"].as_f64()).collect();
    assert_eq!(scores.len(), 3);
    assert!(scores.windows(2).all(|pair| pair[0] >= pair[1]), "{scores:?}");
    assert_eq!(found["hits"][0]["entry"]["title"], "قصيدة منسية");
    let strict = app.call("search", json!({ "query": "«قصيدة» زلزال" })).await?;
    assert_eq!(strict["hits"].as_array().map(Vec::len), Some(1), "what is quoted stays wanted");
    Ok(())
}

#[tokio::test]
async fn misspelt_words_are_asked_about_and_beginnings_found_while_typing() -> Outcome {
    let app = library(&[
        (1, "أ", "سياسة", "نتنياهو يلتقي الوفد", "نص"),
        (2, "أ", "سياسة", "خطاب نتنياهو", "نص"),
        (3, "أ", "سياسة", "المفاوضات تستأنف", "نص"),
    ])
    .await?;
    let found = app.call("search", json!({ "query": "خطاب نتياهو" })).await?;
    assert_eq!(found["did_you_mean"], "خطاب نتنياهو");
    let found = app.call("search", json!({ "query": "نتنياهو" })).await?;
    assert_eq!(found["did_you_mean"], Value::Null);
    assert_eq!(titles_by(&app, json!({ "query": "المفاو", "typing": true })).await?, ["المفاوضات تستأنف"]);
    assert_eq!(titles_by(&app, json!({ "query": "المفاو " })).await?, [""; 0]);
    let found = app.call("suggest", json!({ "text": "خطاب نتن" })).await?;
    assert_eq!(found["items"][0], json!({ "kind": "word", "text": "خطاب نتنياهو", "query": "خطاب نتنياهو" }));
    Ok(())
}

#[tokio::test]
async fn what_is_found_is_counted_by_paper_subject_and_month() -> Outcome {
    let app = trains().await?;
    let found = app.call("search_facets", json!({ "query": "قطار", "utc_offset_minutes": 180 })).await?;
    let papers: Vec<(&str, u64)> = found["papers"]
        .as_array()
        .ok_or("none")?
        .iter()
        .filter_map(|one| Some((one["title"].as_str()?, one["count"].as_u64()?)))
        .collect();
    assert_eq!(papers, [("أفق الأخبار", 1), ("صحيفة الجسر", 1), ("نشرة الطاقة", 1)]);
    assert_eq!(found["subjects"][0], json!({ "subject": "economy", "count": 2 }));
    assert_eq!(found["months"], json!([{ "month": "2026-10", "count": 1 }, { "month": "2026-11", "count": 2 }]));
    assert_eq!((&found["counted"], &found["more"]), (&json!(3), &json!(false)));
    Ok(())
}

#[tokio::test]
async fn searches_are_saved_with_a_count_of_their_own_and_remembered() -> Outcome {
    let app = trains().await?;
    let mut events = app.core.events();
    let saved = app.call("save_search", json!({ "query": " قطار  أو سفينة ", "notify": true })).await?;
    assert_eq!((&saved["title"], &saved["unread"]), (&json!("قطار أو سفينة"), &json!(3)));
    let other = app.call("save_search", json!({ "query": "النفط", "title": "طاقة" })).await?;
    app.call("update_saved_search", json!({ "id": other["id"], "position": 0, "title": "نفط" })).await?;
    let ids: Vec<i64> = app.call("search", json!({ "query": "قطار" })).await?["hits"]
        .as_array()
        .ok_or("none")?
        .iter()
        .filter_map(|hit| hit["entry"]["id"].as_i64())
        .collect();
    app.call("set_read", json!({ "ids": [ids[0]], "read": true })).await?;
    let list = app.call("list_searches", json!({})).await?;
    let named: Vec<(&str, u64)> = list["saved"]
        .as_array()
        .ok_or("none")?
        .iter()
        .filter_map(|one| Some((one["title"].as_str()?, one["unread"].as_u64()?)))
        .collect();
    assert_eq!(named, [("نفط", 1), ("قطار أو سفينة", 2)]);
    // A new article that it finds is announced once; another is not.
    let new = [(0, "ج", "سياسة", "وصول السفينة", "نص"), (0, "ججج", "سياسة", "لقاء", "نص")];
    let new = new.iter().map(|one| serde_json::from_value(article(*one))).collect::<Result<Vec<_>, _>>()?;
    app.core.load(new).await?;
    app.core.index_now().await?;
    let mut announced = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let CoreEvent::Announced { source, headlines, .. } = event {
            announced.push((source, headlines));
        }
    }
    assert_eq!(announced, [("قطار أو سفينة".to_owned(), vec!["وصول السفينة".to_owned()])]);
    app.call("delete_saved_search", json!({ "id": other["id"] })).await?;
    assert!(app.call("delete_saved_search", json!({ "id": other["id"] })).await.is_err());
    for query in ["قطار", "ميناء", "قِطار"] {
        app.call("save_recent_search", json!({ "query": query })).await?;
    }
    let list = app.call("list_searches", json!({})).await?;
    assert_eq!(list["recent"], json!(["قِطار", "ميناء"]));
    app.call("forget_recent_searches", json!({})).await?;
    assert_eq!(app.call("list_searches", json!({})).await?["recent"], json!([]));
    Ok(())
}

#[tokio::test]
async fn what_is_edited_left_or_deleted_is_found_as_it_is_now() -> Outcome {
    let app = trains().await?;
    let edited = [(1, "أفق الأخبار", "اقتصاد", "خط حديدي جديد يربط الموانئ", "الحافلة بدل السكة.")];
    let edited = edited.iter().map(|one| serde_json::from_value(article(*one))).collect::<Result<Vec<_>, _>>()?;
    app.core.load(edited).await?;
    let waiting = app.call("search", json!({ "query": "قطار" })).await?["waiting"].clone();
    assert_eq!(waiting, 1);
    app.core.index_now().await?;
    assert_eq!(titles(&app, "الحافلات").await?, ["خط حديدي جديد يربط الموانئ"]);
    assert_eq!(titles(&app, "قطار").await?.len(), 2);
    let feed = app.call("search", json!({ "query": "قصيدة" })).await?["hits"][0]["entry"]["feed_id"].clone();
    app.call("unsubscribe", json!({ "ids": [feed] })).await?;
    assert_eq!(titles(&app, "قطار").await?, ["أسعار النفط ترتفع"]);
    let app = app.restart().await?;
    assert_eq!(titles(&app, "قطار").await?, ["أسعار النفط ترتفع"]);
    Ok(())
}

#[test]
fn nothing_typed_is_an_error() -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let app = runtime.block_on(trains())?;
    let typed = "(\\PC|[\"«»'*():^+\\-\\s{}\\\\]|AND|NEAR|title : |OR|NOT|بعد:|قبل:أمس|المصدر:|الفئة:|أو|is:kept|is:unread|قطار|وزير ){0,24}";
    proptest!(ProptestConfig::with_cases(300), |(query in typed, newest in any::<bool>(), typing in any::<bool>())| {
        let sort = if newest { "newest" } else { "relevant" };
        let request = json!({ "query": query, "sort": sort, "typing": typing });
        let found = runtime.block_on(app.call("search", request.clone()));
        prop_assert!(found.is_ok(), "{query:?}: {found:?}");
        let counted = runtime.block_on(app.call("search_facets", json!({ "query": query })));
        prop_assert!(counted.is_ok(), "{query:?}: {counted:?}");
        let suggested = runtime.block_on(app.call("suggest", json!({ "text": query })));
        prop_assert!(suggested.is_ok(), "{query:?}: {suggested:?}");
    });
    Ok(())
}

#[test]
fn a_text_and_a_question_meet_without_a_library_as_they_do_in_one() {
    for (query, text, want) in [
        ("كتاب", "قرأت الكتب", true),
        ("كتاب", "مهنة الكتابة", false),
        ("«رئيس الوزراء»", "رئيس الوزراء", true),
        ("«رئيس الوزراء»", "رئيس وزراء", false),
        ("قطار -سفينة", "القطار والسفينة", false),
        ("قطار أو سفينة", "وصلت سفن", true),
        ("على", "علي", true),
        ("", "نص", false),
    ] {
        assert_eq!(warraq_core::search::matches(query, text), want, "{query} / {text}");
    }
}
