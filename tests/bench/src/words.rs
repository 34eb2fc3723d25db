//! Invented Arabic text, the same on every run: a vocabulary of which few words are frequent and many rare, as in a paper.

use std::fmt::Write as _;

const STEMS: &str = "المدينة المجلس الميناء الخطة المشروع الطريق المدرسة المزارعون الصيادون المياه الكهرباء السوق الأسعار \
القمح الخبز الزيتون النخيل الواحة الجسر القطار الحافلة المطار السفينة الشاطئ المرفأ المخطوطة المكتبة المتحف المسرح الرواية \
القصيدة الفيلم المعرض الجامعة الباحثون الدراسة التجربة المختبر الطبيب المستشفى اللقاح التغذية النوم الرياضة الفريق البطولة \
المباراة الهدف المدرب الملعب الاقتصاد الميزانية الضريبة الاستثمار المصرف العملة التجارة التصدير الاستيراد المصنع العمال النقابة \
الإضراب القانون المحكمة القاضي المحامي البرلمان الحكومة الوزارة الانتخابات الناخبون الحزب المعارضة الاتفاق المفاوضات الهدنة \
الحدود اللاجئون الإغاثة المخيم الزلزال الفيضان الجفاف المناخ الطقس الأمطار الرياح الطاقة الشمس الرياحين الغابة الطيور السلاحف \
المرجان النهر السد البئر الري البذور التربة الحصاد المحصول الفلاح القرية البلدة الحي الشارع العمارة الترميم الآثار القلعة السور \
الكنوز الفخار النسيج الحرفيون السجاد الخط الموسيقى العود الأغنية المهرجان الجائزة الكاتب الشاعر الناشر القارئ الصحيفة الخبر \
المراسل التحقيق الصورة الإذاعة الشبكة الحاسوب البرنامج الهاتف البيانات الخوارزمية الروبوت القمر المرصد الكوكب المجرة الصاروخ \
الفضاء المسبار الفيزياء الكيمياء الأحياء الجينات الخلية الدماغ الذاكرة القلب السكري الوباء الأسرة الأطفال المعلمون الطلاب";
const VERBS: [&str; 24] = [
    "يناقش",
    "يعلن",
    "يطلق",
    "يدعم",
    "يراجع",
    "يختبر",
    "يحذر",
    "يستعد",
    "ينشر",
    "يفتتح",
    "يؤجل",
    "يدرس",
    "يقترح",
    "يقيس",
    "يحتفل",
    "يرحب",
    "ينتقد",
    "يطالب",
    "يوقع",
    "يتابع",
    "يكشف",
    "يواجه",
    "يعيد",
    "يبدأ",
];
const LINKS: [&str; 16] =
    ["في", "من", "إلى", "على", "بعد", "قبل", "خلال", "بسبب", "رغم", "حول", "ضمن", "منذ", "نحو", "عند", "مع", "بين"];

/// A small generator (SplitMix64): the same numbers everywhere, without a dependency.
pub(crate) struct Dice(u64);

impl Dice {
    /// Throws that depend on `seed` alone.
    pub(crate) fn new(seed: usize) -> Self {
        Self((seed as u64).wrapping_mul(0xd134_2543_de82_ef95))
    }

    /// A number below `end` (which is not 0).
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % end as u64).unwrap_or(0)
    }
}

/// Writes headlines and texts.
pub(crate) struct Writer {
    stems: Vec<&'static str>,
}

impl Writer {
    /// With its vocabulary.
    pub(crate) fn new() -> Self {
        Self { stems: STEMS.split_whitespace().collect() }
    }

    fn phrase(&self, dice: &mut Dice) -> String {
        // The product of two throws: small numbers, the frequent words, come more often.
        let mut stem = || {
            let place = dice.below(self.stems.len()) * dice.below(self.stems.len()) / self.stems.len();
            self.stems[place]
        };
        let (first, second, third) = (stem(), stem(), stem());
        format!("{first} {} {second} {} {third}", VERBS[dice.below(VERBS.len())], LINKS[dice.below(LINKS.len())])
    }

    /// The headline of article `number`.
    pub(crate) fn title(&self, number: usize) -> String {
        format!("{} ({number})", self.phrase(&mut Dice::new(number)))
    }

    /// Its text, of about 180 words, as markup; a third of the articles have a picture.
    pub(crate) fn html(&self, number: usize) -> String {
        let mut dice = Dice::new(number + 1_000_000_007);
        let mut html = String::new();
        if number.is_multiple_of(3) {
            let _ = write!(html, "<figure><img src=\"https://pictures.example/{number}.jpg\" alt=\"\"></figure>");
        }
        for _ in 0..4 {
            html.push_str("<p>");
            for _ in 0..9 {
                let _ = write!(html, "{}. ", self.phrase(&mut dice));
            }
            html.push_str("</p>");
        }
        html
    }
}
