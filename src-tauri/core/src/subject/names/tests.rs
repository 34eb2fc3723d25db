#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::{Name, fold_name, home, of_sections};
use crate::model::Subject::{self, *};

/// Names of sections as papers write them, apart by `|`.
const NAMED: &[(Subject, &str)] = &[
    (
        Politics,
        "سياسة|السياسة|أخبار سياسية|سياسة عربية|الشأن السياسي|politics|Politics & Policy|Politique|Siyaset|سیاسی|%d8%b3%d9%8a%d8%a7%d8%b3%d8%a9|انتخابات|البرلمان|politics-news|Category/Politics|US Politics|أحزاب وبرلمان|سياسة واقتصاد",
    ),
    (
        Economy,
        "اقتصاد|الاقتصاد|إقتصاد|أخبار الاقتصاد والمال|مال وأعمال|المال والأعمال|اقتصاد وأعمال|اقتصاد محلي|اقتصاد عالمي|أسواق|بورصة|البورصات والأسهم|عقارات|بنوك وشركات|نفط وطاقة|economy|Business|business-news|Markets|Économie|Economie|Ekonomi haberleri|اقتصادی|Finance & Banking|Real Estate|economy/oil|عملات رقمية|أخبار اقتصادية",
    ),
    (
        Sports,
        "رياضة|الرياضة|رياضة عربية|رياضة عالمية|أخبار الرياضة|كورة|كوورة|ميركاتو|كرة القدم|كرة قدم عالمية|دوري أبطال أوروبا|الملاعب|عالم الرياضة|كأس العالم|Sport|Sports|football|sports-news|Premier League football|Spor|ورزشی|فوتبال|Sport/Foot|رياضات أخرى|بطولات|محترفون",
    ),
    (
        Technology,
        "تقنية|تكنولوجيا|تكنولوجيا وعلوم|علوم وتكنولوجيا|تقنية ومعلومات|اتصالات وتقنية|تكنو|هواتف|الذكاء الاصطناعي|Tech|technology|Science & Tech|High-Tech|Teknoloji|Internet|تطبيقات وهواتف|Gaming|فناوری|social media",
    ),
    (
        Science,
        "علوم|علوم وفضاء|بيئة|البيئة والمناخ|مناخ|Science|Sciences|climate-change|Environment|Bilim|فضاء وفلك|Planète|محیط زیست",
    ),
    (
        Health,
        "صحة|صحتك|الصحة|صحة وطب|طب وصحة|صحة وجمال|صحة وتغذية|Health|health-news|Santé|Sağlık|سلامت|كورونا|أخبار كورونا|Wellness",
    ),
    (
        Culture,
        "ثقافة|ثقافة وفن|ثقافة وفنون|فن|فنون|الفن والثقافة|أخبار الفن|أخبار النجوم|مشاهير|سينما|دراما ومسلسلات|أدب|كتب|موسيقى|Culture|Arts & Entertainment|entertainment|Kültür Sanat|فرهنگ و هنر|Celebrities|Magazin|ثقافه|مسرح وسينما|آثار وتراث",
    ),
    (
        Local,
        "محليات|المحليات|أخبار محلية|محلي|محافظات|أخبار المحافظات|بلديات|الوطن والمواطن|وطنية|Local|Local News|National|Régions|مدن ومناطق|طقس|Yerel|أخبار الرياض|طنجة",
    ),
    (
        World,
        "عالم|العالم|أخبار العالم|دولي|دوليات|عربي ودولي|عرب وعالم|شؤون دولية|خارجيات|الشرق الأوسط|الخليج|World|world-news|International|Monde|Dünya|جهان|بین الملل|Middle East|Africa|Asia Pacific|العالم العربي|أوروبا|شؤون عربية|فلسطين|سوريا|مصر|Europe/France|Dış Haberler|Moyen-Orient",
    ),
    (
        Opinion,
        "رأي|آراء|الرأي|مقالات|مقالات رأي|كتاب وآراء|أعمدة|افتتاحية|أقلام|Opinion|Op-Ed|Editorials|Columnists|Tribune|Köşe Yazıları|وجهات نظر|مدونات|یادداشت|Blogs",
    ),
    (
        Society,
        "مجتمع|المجتمع|حوادث|حوادث وقضايا|جرائم|أسرة|أسرة ومجتمع|المرأة|تعليم|جامعات ومدارس|Société|Society|Crime|Education|Eğitim|Faits divers|قضايا المجتمع|عالم حواء",
    ),
    (Religion, "دين|إسلاميات|فتاوى|دين ودنيا|رمضان|Religion|الحج والعمرة|Islam"),
    (
        Misc,
        "منوعات|المنوعات|متفرقات|طرائف وغرائب|سياحة وسفر|سيارات|عالم السيارات|لايف ستايل|lifestyle|Life & Style|Travel|أزياء وموضة|مطبخ|أبراج|Variety|Divers|Food",
    ),
];

const JUNK: &str = "آخر الأخبار|أهم الأخبار|الرئيسية|رئيسية|عام|أخبار عامة|غير مصنف|غير مصنفة|بدون تصنيف|Uncategorized|uncategorised|Non classé|Home|News|Latest News|Top Stories|awards and recognitions|سلايدر|مميز|فيديو|صور|Featured|slider-home|cat-12|123|٢٠٢٦|https://a.example/feed|www.paper.example|صحيفة البيان|البيان|albayan-home-block|الأكثر قراءة|مختارات|أخبار|actualités|haberler|main|post_type_3|...|---";

/// Neither a subject nor nothing.
const OTHER: &str = "دونالد ترامب|محمد صلاح|القمة الثلاثية|حصاد العام الطويل";

#[test]
fn messy_names_fold_into_subjects() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (subject, names) in NAMED {
        for name in names.split('|') {
            count += 1;
            let found = fold_name(name, "صحيفة البيان", None);
            if found != Name::Subject(*subject) {
                wrong.push(format!("{name}: {found:?}, not {subject:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count >= 150, "{count}");
}

#[test]
fn what_says_nothing_is_junk() {
    let found: Vec<_> = JUNK
        .split('|')
        .map(|name| (name, fold_name(name, "صحيفة البيان", None)))
        .filter(|(_, found)| *found != Name::Junk)
        .collect();
    assert!(found.is_empty(), "{found:#?}");
    assert_eq!(fold_name(&"كلمة ".repeat(40), "", None), Name::Junk);
    assert_eq!(fold_name("", "", None), Name::Junk);
    for name in ["عاجل", "الأخبار العاجلة", "breaking-news", "Son Dakika"] {
        assert_eq!(fold_name(name, "", None), Name::Breaking, "{name}");
    }
    for name in OTHER.split('|') {
        assert_eq!(fold_name(name, "", None), Name::Other, "{name}");
    }
}

#[test]
fn the_same_place_is_home_to_one_paper_and_the_world_to_another() {
    let cases = [
        ("مصر", Some("eg"), Local),
        ("أخبار مصر", Some("eg"), Local),
        ("مصر", Some("ma"), World),
        ("مصر", None, World),
        ("القاهرة", None, Local),
        ("القاهرة", Some("ma"), World),
        ("اقتصاد مصر", Some("ma"), Economy),
    ];
    for (name, home, want) in cases {
        assert_eq!(fold_name(name, "", home), Name::Subject(want), "{name} {home:?}");
    }
    assert_eq!(home(Some("www.paper.com.eg"), None), Some("eg"));
    assert_eq!(home(Some("paper.example"), Some("ar-MA")), Some("ma"));
    assert_eq!(home(Some("paper.example"), Some("ar")), None);
    // Oman's name and domain, and a city of another country.
    assert_eq!(fold_name("عُمان", "", home(Some("paper.om"), None)), Name::Subject(Local));
}

#[test]
fn a_topic_goes_before_a_place_and_both_before_miscellany() {
    let of = |names: &[&str]| of_sections(&names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>(), "ورق", None);
    assert_eq!(of(&["محليات", "اقتصاد"]), Some((Economy, 1)));
    assert_eq!(of(&["منوعات", "آخر الأخبار", "العالم"]), Some((World, 2)));
    assert_eq!(of(&["رياضة", "سياسة"]), Some((Sports, 0)));
    assert_eq!(of(&["آخر الأخبار", "ورق", "42"]), None);
    assert_eq!(of(&[]), None);
}
