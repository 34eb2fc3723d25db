#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]
use std::time::{Duration, Instant};

use url::Url;

use super::{ExtractError, Extracted, extract};
use crate::model::Direction;

fn page(markup: &str, url: &str) -> Extracted {
    extract(markup, Some(&Url::parse(url).unwrap())).unwrap()
}

fn holds(found: &Extracted, keep: &[&str], drop: &[&str]) {
    for text in keep {
        assert!(found.text.contains(text), "lost: {text}\n{}", found.text);
    }
    for text in drop {
        assert!(!found.text.contains(text), "kept: {text}\n{}", found.text);
    }
}

#[test]
fn a_page_of_the_commonest_arabic_theme() {
    let found =
        page(include_str!("../../../../tests/fixtures/pages/tielabs.html"), "https://almarfa.example/2026/03/library/");
    assert_eq!(found.title, "افتتاح مكتبة عامة في الحي القديم بعد ترميم دام ثلاث سنوات");
    assert_eq!(found.subtitle.as_deref(), Some("المبنى يضم قاعة للأطفال وأخرى للمخطوطات"));
    assert_eq!(found.authors, ["سلمى الخطيب"]);
    assert_eq!(found.site_name.as_deref(), Some("صحيفة المرفأ"));
    assert_eq!((found.published, found.updated), (Some(1_772_608_500_000), Some(1_772_614_800_000)));
    assert_eq!(found.categories, ["ثقافة"]);
    assert_eq!(found.tags, ["كتب", "تراث"]);
    assert_eq!(
        found.lead_image.as_ref().unwrap().as_str(),
        "https://almarfa.example/wp-content/uploads/2026/03/library.jpg"
    );
    assert_eq!(found.lead_caption.as_deref(), Some("واجهة المكتبة بعد ترميمها"));
    let source = found.source.clone().unwrap();
    assert_eq!((source.name.as_str(), source.url.unwrap().as_str()), ("وكالة الميناء", "https://agency.example/"));
    let read_also: Vec<&str> = found.read_also.iter().map(|story| story.title.as_str()).collect();
    assert_eq!(read_also, ["معرض الكتاب يعلن قائمة ضيوفه لهذا العام", "كيف ترمم المخطوطات القديمة خطوة بخطوة"]);
    assert_eq!((found.language.as_deref(), found.direction), (Some("ar"), Some(Direction::Rtl)));
    assert_eq!(found.canonical.as_ref().unwrap().as_str(), "https://almarfa.example/2026/03/library/");
    holds(
        &found,
        &["فتحت المكتبة العامة", "ستين ألف كتاب", "قاعة للمخطوطات", "أربعمئة مخطوط", "الثامنة مساء"],
        &[
            "شاركها",
            "فيسبوك",
            "إعلان",
            "اقرأ",
            "إقرأ",
            "معرض الكتاب",
            "تابعونا",
            "المصدر",
            "الوسوم",
            "صحفية تكتب",
            "النشرة",
            "إغلاق الجسر",
            "مقالات ذات صلة",
            "متحف جديد",
            "اترك تعليق",
            "لن يتم نشر",
            "الأكثر قراءة",
            "جميع الحقوق",
            "زر الذهاب",
            "الرئيسية",
            "مارس 4",
            "وصول أول قطار",
            "افتتاح مكتبة عامة في",
        ],
    );
}

#[test]
fn a_page_of_no_theme() {
    let found = page(include_str!("../../../../tests/fixtures/pages/no-theme.html"), "https://safina.example/story/11");
    assert_eq!(found.title, "الميناء يستقبل أول سفينة شحن كهربائية “كاملة”");
    assert_eq!(found.authors, ["عمر ناصر"]);
    assert_eq!(found.published, Some(1_778_050_800_000));
    assert_eq!(found.categories, ["اقتصاد"]);
    assert_eq!(found.tags, ["شحن", "موانئ"]);
    assert_eq!(found.source.as_ref().map(|source| source.name.as_str()), Some("هيئة الموانئ"));
    assert_eq!(found.read_also.len(), 2);
    assert_eq!(found.read_also[0].url.as_str(), "https://safina.example/story/12");
    assert_eq!(found.language.as_deref(), Some("ar"));
    holds(
        &found,
        &["رست في الميناء", "الرصيف الثالث", "قبل نهاية العام"],
        &["شاهد أيضا", "بطاريات السفن", "المصدر", "شارك هذا", "سياسة", "موقع السفينة"],
    );
}

#[test]
fn a_latin_word_first_does_not_turn_the_page() {
    let found = page(
        &format!(
            "<html><body><article><p>{}</p></article></body></html>",
            "OpenAI تطلق نموذجا جديدا يفهم العربية، وتقول إنه أسرع من سابقه. ".repeat(8)
        ),
        "https://x.example/",
    );
    assert_eq!(found.direction, Some(Direction::Rtl));
}

#[test]
fn nothing_is_no_article() {
    assert_eq!(extract("  ", None), Err(ExtractError::Empty));
    assert_eq!(extract("<html><body></body></html>", None), Err(ExtractError::NoArticle));
    assert_eq!(extract("<html><body><script>x</script></body></html>", None), Err(ExtractError::NoArticle));
}

/// Hostile fragments inside an article neither panic nor hide it for good.
#[test]
fn hostile_fragments_are_survived() {
    let Some(folder) = std::env::var_os("WARRAQ_CORPORA") else {
        println!("skipped: no corpora");
        return;
    };
    let file = std::path::Path::new(&folder).join("hostile/markup.jsonl.xz");
    let unpacked = std::process::Command::new("xz").arg("-dc").arg(file).output().unwrap().stdout;
    let prose = "<p>نص طويل بما يكفي ليكون خبرا، فيه جمل وفواصل، ولا شيء غير ذلك مما يقرأ.</p>".repeat(4);
    let mut found = 0;
    for line in String::from_utf8(unpacked).unwrap().lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let payload = row["payload"].as_str().unwrap();
        let raw = format!("<html><body><article>{prose}{payload}</article></body></html>");
        let url = Url::parse("https://x.example/").unwrap();
        if let Ok(out) = super::article(&raw, Some(&url)) {
            found += usize::from(out.text.contains("نص طويل"));
        }
    }
    println!("{found} articles found");
    assert!(found > 1000);
}

/// Shapes that are quadratic in tree builders, and odd addresses, end soon and without a panic.
#[test]
fn hostile_pages_end_soon() {
    let started = Instant::now();
    let odd = [None, Url::parse("data:text/html,x").ok(), Url::parse("file:///etc/passwd").ok()];
    for raw in [
        "<div>".repeat(50_000),
        "<b title=x>y".repeat(50_000),
        "&".repeat(2_000_000),
        "<p>كلمة كلمة كلمة".repeat(20_000),
        "<table><tr><td>".repeat(3_000),
        format!("<a {}>x</a>", "b=1 ".repeat(100_000)),
        format!("<script type='application/ld+json'>{}</script><p>text of a page", "[".repeat(100_000)),
        format!("<body><p>text</p>{}", "<span>اقرأ أيضا</span> ".repeat(5_000)),
        "<h3>مقالات ذات صلة</h3>".repeat(3_000),
    ] {
        let each = Instant::now();
        for url in &odd {
            let _ = extract(&raw, url.as_ref());
        }
        println!("{:.40}: {:?}", raw, each.elapsed());
    }
    assert!(started.elapsed() < Duration::from_secs(40), "{:?}", started.elapsed());
}
