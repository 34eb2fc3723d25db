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
        "<div>".repeat(25_000),
        "<b title=x>y".repeat(25_000),
        "&".repeat(1_000_000),
        "<p>كلمة كلمة كلمة".repeat(10_000),
        "<table><tr><td>".repeat(3_000),
        format!("<a {}>x</a>", "b=1 ".repeat(100_000)),
        format!("<script type='application/ld+json'>{}</script><p>text of a page", "[".repeat(100_000)),
        format!("<body><p>text</p>{}", "<span>اقرأ أيضا</span> ".repeat(5_000)),
        "<h3>مقالات ذات صلة</h3>".repeat(3_000),
        format!(
            "<body><h1>x</h1>{}",
            "<div class='image caption share'><span>".repeat(500) + &"<i></i>".repeat(45_000)
        ),
        format!("<body><article>{}", "<h3><a href='/x'>عنوان خبر آخر من الموقع</a></h3><p>سطر".repeat(4_000)),
        format!("<body><article>{}", "<p><a href='/x'>عنوان خبر آخر من الموقع</a></p><p>Related</p>".repeat(4_000)),
        format!("<body><div class='post-content'>{}", "<p>جملة قصيرة تنتهي بنقطة واحدة فقط.</p>\n<br>".repeat(8_000)),
    ] {
        let each = Instant::now();
        for url in &odd {
            let _ = extract(&raw, url.as_ref());
        }
        println!("{:.40}: {:?}", raw, each.elapsed());
    }
    assert!(started.elapsed() < Duration::from_secs(120), "{:?}", started.elapsed());
}

/// Words of pictures stay with their pictures and leave the text, however the page marks them.
#[test]
fn captions_are_no_sentences() {
    let prose = "<p>فتحت المكتبة أبوابها صباح اليوم أمام زوارها بعد ترميم دام ثلاث سنوات كاملة.</p>".repeat(6);
    let found = page(
        &format!(
            "<html><body><article>{prose}<div class='img-box'><img src='a.jpg'><p>واجهة المكتبة كما بدت أمس</p></div>\
             {prose}<figure><img src='b.jpg'><figcaption>قاعة المخطوطات</figcaption></figure>{prose}\
             <div class='photo-caption'>رفوف الطابق الثاني</div>{prose}<p>تصوير: سالم علي</p>{prose}\
             <img src='c.jpg' alt='مدير المكتبة يستقبل الزوار عند المدخل الرئيسي'>\
             <p>مدير المكتبة يستقبل الزوار عند المدخل الرئيسي صباح اليوم</p>{prose}</article></body></html>"
        ),
        "https://x.example/",
    );
    let captions = ["واجهة المكتبة", "قاعة المخطوطات", "رفوف الطابق", "سالم علي", "مدير المكتبة يستقبل"];
    holds(&found, &["فتحت المكتبة"], &captions);
    for caption in captions {
        assert!(found.html.0.contains(caption), "{caption}");
        let before = &found.html.0[..found.html.0.rfind(caption).unwrap()];
        let open = before.matches("<figcaption").count();
        assert_eq!(open, before.matches("</figcaption").count() + 1, "{caption} is no caption");
    }
}

/// What a site puts round and between paragraphs goes; what the paper wrote stays.
#[test]
fn lines_that_lead_elsewhere_go() {
    let prose = "<p>قال رئيس البلدية إن الأعمال ستبدأ في الربيع المقبل وتنتهي قبل نهاية العام القادم.</p>".repeat(3);
    let cards = (1..6)
        .map(|n| format!("<h3><a href='/story/{n}'>عنوان قصة أخرى رقم {n}</a></h3><p>سطر عنها</p>"))
        .collect::<String>();
    let found = page(
        &format!(
            "<html><body><article><p>By Salma Khatib</p><p>Published 4:00 am, Wednesday, November 20, 2019</p>{prose}\
             <p><a href='https://x.example/other'>خبر آخر من الموقع نفسه لا صلة له</a></p>{prose}\
             <h2>أسباب التأخير</h2>{prose}<ul><li>تمويل الطريق</li><li>موافقة الوزارة</li></ul>\
             <p>ومن المراجع:</p><ul><li><a href='https://other.example/1'>تقرير هيئة الطرق السنوي</a></li></ul>\
             <blockquote><p>سنفتح الجسر قريبا</p></blockquote>{prose}<p>Related stories</p>{cards}\
             <p>الآراء الواردة لا تعبر بالضرورة عن رأي الصحيفة وإنما عن رأي كاتبها وحده.</p></article></body></html>"
        ),
        "https://x.example/story",
    );
    holds(
        &found,
        &["رئيس البلدية", "أسباب التأخير", "تمويل الطريق", "تقرير هيئة الطرق", "سنفتح الجسر قريبا"],
        &["Salma", "Published", "خبر آخر من", "Related", "قصة أخرى", "سطر عنها", "لا تعبر بالضرورة"],
    );
}

/// A notice that is longer than the article isn't taken for it.
#[test]
fn a_short_article_wins_over_a_notice() {
    let found = page(
        "<html><body><div class='page'><div class='post-content'><p>أغلق الجسر القديم اليوم.</p>\
         <p>ويفتح غدا في المساء.</p><p>والدخول مجاني للجميع.</p><p>وتبقى الطريق مغلقة.</p></div></div>\
         <div><p>نستخدم ملفات تعريف الارتباط لنحسن هذا الموقع، ولنعرف ما يقرأ منه، ولنعرض ما يهم. \
         بمتابعة القراءة توافق على ذلك، ولك أن تغير رأيك متى شئت من صفحة الخصوصية في أسفل الموقع.</p></div></body></html>",
        "https://x.example/",
    );
    holds(&found, &["أغلق الجسر", "الطريق مغلقة"], &["تعريف الارتباط"]);
}

/// The first paragraph of many papers stands in the head of the page.
#[test]
fn the_lead_is_found_in_the_header() {
    let lead = "وافق المجلس البلدي في جلسته أمس على خطة تطوير الواجهة البحرية، وتشمل الخطة ممشى جديدا وحدائق عامة \
                ومواقف للسيارات، على أن تنتهي الأعمال خلال عامين من الآن.";
    let prose = "<p>وتبلغ كلفة المرحلة الأولى عشرين مليون دينار تدفع من ميزانية البلدية على ثلاث سنوات.</p>".repeat(8);
    let found = page(
        &format!(
            "<html><head><title>خطة الواجهة البحرية الجديدة</title></head><body><div class='page-head'>\
             <h1>خطة الواجهة البحرية الجديدة</h1><p class='intro'>{lead}</p></div>\
             <div class='ads'></div><div class='wrap'><div class='story-text'>{prose}</div></div></body></html>"
        ),
        "https://x.example/",
    );
    assert_eq!(found.text.matches("الواجهة البحرية، وتشمل").count(), 1, "{}", found.text);
    assert!(found.text.starts_with("وافق المجلس"), "{}", found.text);
    assert!(found.html.0.contains("وتشمل الخطة"));
}
