//! Front pages without a feed, of every make, with the headlines that each shows to a reader and nothing else; and pages
//! that show links as papers do and are none. All of them invented.

use crate::server::{Answer, FaultServer};

/// A page and what is to be found on it.
pub struct FrontPage {
    /// After what it is made.
    pub name: &'static str,
    /// The page.
    pub html: String,
    /// Its headlines, each once, in the page's order; none for what is no paper.
    pub headlines: Vec<&'static str>,
}

impl FrontPage {
    /// Puts the page on a server of its own.
    pub async fn serve(&self) -> FaultServer {
        let server = FaultServer::start().await;
        server.on("/", Answer::html(self.html.clone()));
        server
    }
}

const LONG: [&str; 24] = [
    "مجلس المدينة يقر موازنة النقل العام للسنة المقبلة",
    "انهيار جزئي في سقف السوق القديم ولا إصابات بين الباعة",
    "خطة لزراعة مليون شجرة على أطراف العاصمة خلال ثلاث سنوات",
    "طلاب الهندسة يصممون جهازا لتحلية المياه بالطاقة الشمسية",
    "تأجيل افتتاح خط القطار السريع إلى الربيع المقبل",
    "ارتفاع صادرات التمور بنسبة عشرين في المئة هذا الموسم",
    "وفاة الشاعر الكبير بعد صراع طويل مع المرض",
    "حارس المنتخب يغيب عن مباراة الإياب بسبب الإصابة",
    "اتفاق بين الصيادين والميناء ينهي إضرابا استمر أسبوعا",
    "دراسة: النوم الكافي يحسن ذاكرة الأطفال في سن الدراسة",
    "العثور على لوحة مسروقة منذ أربعين عاما في مخزن مهجور",
    "سباق الهجن السنوي ينطلق بمشاركة ثلاثمئة متسابق",
    "إغلاق الطريق الساحلي أسبوعين لأعمال الصيانة",
    "البنك المركزي يثبت سعر الفائدة للمرة الثالثة",
    "مسرحية «بيت الجد» تعود إلى الخشبة بعد عقدين",
    "أطباء يحذرون من الإفراط في تناول المضادات الحيوية",
    "بدء استقبال طلبات المنح الدراسية لطلبة الدكتوراه",
    "شركة ناشئة تطلق أول حافلة كهربائية محلية الصنع",
    "الفيضانات تجبر مئات العائلات على مغادرة القرى المنخفضة",
    "رئيس النادي يستقيل بعد الهزيمة الخامسة على التوالي",
    "اليونسكو تدرج فن التطريز على قائمة التراث",
    "كيف غيرت الهواتف عادات القراءة في بيوتنا؟",
    "مئة يوم بلا مطر: حكاية واد ينتظر الغيم",
    "الحكومة تبحث رفع سن التقاعد وسط رفض النقابات",
];

const SHORT: [&str; 10] = [
    "عودة المطر",
    "فوز الأخضر",
    "هدنة جديدة",
    "رحيل فنان",
    "سوق الذهب",
    "قمة طارئة",
    "إضراب عام",
    "موسم الزيتون",
    "طريق مسدود",
    "زلزال خفيف",
];

const ENGLISH: [&str; 9] = [
    "Harbour reopens after fortnight of storms",
    "Council backs plan for two new primary schools",
    "Ferry fares to rise by a tenth in the new year",
    "Farmers count the cost of a summer without rain",
    "United held to goalless draw on a frozen pitch",
    "Museum finds lost letters of the lighthouse keeper",
    "Why the old mill matters to those who left",
    "Nurses vote to accept improved pay offer",
    "Rail line closed",
];

/// «سياسة» and so on, with their addresses.
const MENU: [(&str, &str); 8] = [
    ("الرئيسية", "/"),
    ("سياسة محلية", "/politics"),
    ("اقتصاد وأعمال", "/economy"),
    ("رياضة", "/sport"),
    ("ثقافة وفنون", "/culture"),
    ("صحة", "/health"),
    ("من نحن وسياسة التحرير", "/about"),
    ("اتصل بنا", "/contact-us"),
];

const SMALL_PRINT: [(&str, &str); 6] = [
    ("سياسة الخصوصية وشروط الاستخدام", "/privacy-policy"),
    ("وظائف شاغرة في مؤسستنا الإعلامية", "/join-our-team-today"),
    ("الإعلان في الموقع ودليل المعلنين", "/ads-rates-2026"),
    ("حقوق النشر محفوظة للصحيفة وكتابها", "/info/rights"),
    ("تطبيق الصحيفة على الهواتف الذكية", "/mobile/android"),
    ("اشترك في النشرة البريدية اليومية", "/daily-letter-to-readers"),
];

fn links(list: &[(&str, &str)], before: &str, after: &str) -> String {
    list.iter().map(|(text, href)| format!("{before}<a href='{href}'>{text}</a>{after}")).collect()
}

fn each(titles: &[&str], write: impl Fn(usize, &str) -> String) -> String {
    titles.iter().enumerate().map(|(at, title)| write(at + 1, title)).collect()
}

fn document(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang='ar' dir='rtl'><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>"
    )
}

fn slug(title: &str) -> String {
    title.replace([' ', ':', '؟', '«', '»'], "-").replace("--", "-").trim_matches('-').to_owned()
}

fn top() -> String {
    format!("<div class='bar'><div class='in'>{}</div></div>", links(&MENU, "<div class='it'>", "</div>"))
}

fn bottom() -> String {
    format!("<div class='base'><div class='in'>{}</div></div>", links(&SMALL_PRINT, "<div>", "</div>"))
}

fn paper(name: &'static str, title: &str, headlines: &[&'static str], body: &str) -> FrontPage {
    FrontPage { name, html: document(title, body), headlines: headlines.to_vec() }
}

/// Papers.
pub fn papers() -> Vec<FrontPage> {
    let mut out = plain_papers();
    out.extend(card_papers());
    out.extend(large_papers());
    out
}

/// Layouts of tables, lines and bare boxes.
fn plain_papers() -> Vec<FrontPage> {
    let rows = each(&LONG[..12], |n, title| {
        format!(
            "<tr><td><img src='pix/{n}.jpg' width=90></td><td><font size=3><b><a href='story.asp?no={}'>{title}</a></b></font><br>\
             <font size=1>{n}/11/2026</font></td></tr>",
            2040 + n
        )
    });
    let lines = each(&LONG[4..14], |n, title| {
        format!("&#8226; <a href='read.php?t={n}'>{title}</a> (2026-11-{:02})<br>\n", 24 - n)
    });
    let soup = each(&LONG[2..16], |n, title| {
        format!("<div class='x7'><div class='q'><a class='l2' href='/s/{}'>{title}</a></div></div>", n + 16)
    });
    let asked =
        each(&LONG[..11], |n, title| format!("<div><a href='index.php?id={}&amp;lang=ar'>{title}</a></div>", 120 + n));
    let hashed = each(&LONG[6..15], |n, title| {
        let hash = format!("{:08x}", n * 0x01f3_5a7d);
        format!("<li class='row'><a href='/a/{hash}'>{title}</a> <span>قبل {n} ساعات</span></li>")
    });
    let glued = each(&LONG[8..17], |n, title| {
        format!("<li><a href='/news/{}'>{title} - قبل {} ساعات</a></li>", 5100 + n, n + 1)
    });
    let forty: String =
        (1..=40).map(|n| format!("<div><a href='/info/{n}'>صفحة خدمية من صفحات الموقع {n}</a></div>")).collect();
    vec![
        paper(
            "table_layout",
            "جريدة الساحل",
            &LONG[..12],
            &format!(
                "<table width=100%><tr><td valign=top>{}</td><td><table>{rows}</table></td></tr></table><center>{}</center>",
                links(&MENU, "", "<br>"),
                links(&SMALL_PRINT, "", " | ")
            ),
        ),
        paper(
            "lines_with_breaks",
            "أخبار الجبل",
            &LONG[4..14],
            &format!("{}<hr>{lines}<hr>{}", links(&MENU, "", " | "), links(&SMALL_PRINT, "", " - ")),
        ),
        paper(
            "div_soup",
            "بوابة الأخبار",
            &LONG[2..16],
            &format!(
                "<div class='x1'>{}</div><div class='x3'>{soup}</div>{}",
                links(&MENU, "<div class='x9'>", "</div>"),
                bottom()
            ),
        ),
        paper(
            "numbers_in_queries",
            "صحيفة الوادي",
            &LONG[..11],
            &format!(
                "<div>{}</div><div>{asked}</div><div><a href='index.php?page=2'>2</a> <a href='index.php?page=3'>3</a> <a href='index.php?page=2'>التالي</a></div>{}",
                links(
                    &[
                        ("سياسة", "index.php?sec=1"),
                        ("اقتصاد", "index.php?sec=2"),
                        ("رياضة محلية وعربية", "index.php?sec=3")
                    ],
                    "",
                    " "
                ),
                bottom()
            ),
        ),
        paper("hashes", "خبر اليوم", &LONG[6..15], &format!("{}<ul class='stream'>{hashed}</ul>{}", top(), bottom())),
        paper("age_glued_to_the_text", "نيوز الشرق", &LONG[8..17], &format!("{}<ul>{glued}</ul>{}", top(), bottom())),
        paper(
            "footer_of_forty",
            "صحيفة المرفأ",
            &LONG[10..20],
            &format!(
                "{}<ul class='news-list'>{}</ul><div class='end'>{forty}</div>",
                top(),
                each(&LONG[10..20], |n, title| format!("<li><a href='/article/{}'>{title}</a></li>", 300 + n))
            ),
        ),
    ]
}

/// Grids of cards.
fn card_papers() -> Vec<FrontPage> {
    let overlay = each(&LONG[..9], |n, title| {
        format!(
            "<div class='tile'><div class='ph' style=\"background-image:url('/i/{n}.jpg')\"></div><div class='tile__title'>{title}</div>\
             <span class='tile__when'>{n} نوفمبر 2026</span><a class='tile__cover' href='/stories/{}-k'></a></div>",
            700 + n
        )
    });
    let beside = each(&LONG[3..13], |n, title| {
        format!(
            "<div class='box'><a href='/news/{}'><img src='/i/{n}.jpg' alt=''></a><h2>{title}</h2><p>تفاصيل هذا الخبر كاملة مع الصور في الصفحة الداخلية من الموقع.</p></div>",
            2000 + n
        )
    });
    let flat = each(&LONG[5..12], |n, title| {
        format!("<a href='/khabar/{}'><img src='/i/{n}.jpg'></a><h3>{title}</h3>", 40 + n)
    });
    let twice = each(&LONG[12..20], |n, title| {
        format!(
            "<div class='c'><a href='/n/{0}?ref=img'><img src='/i/{n}.jpg'></a><h2><a href='/n/{0}'>{title}</a></h2><a class='cat' href='/economy'>اقتصاد</a></div>",
            810 + n
        )
    });
    let kicker = each(&LONG[9..19], |n, title| {
        let section = ["سياسة", "اقتصاد", "رياضة عربية"][n % 3];
        format!(
            "<li><a href='/article/{}.html'><span class='cat'>{section}</span><span class='t'>{title}</span><span class='d'>قبل {n} ساعات</span></a></li>",
            3000 + n
        )
    });
    let unclassed = each(&LONG[1..9], |n, title| {
        format!(
            "<div class='i'><a href='/details/{}'><span>محليات</span><span>{title}</span><span>منذ {n} دقائق</span><span>{} مشاهدة</span></a></div>",
            90 + n,
            n * 31
        )
    });
    let headed = each(&LONG[14..22], |n, title| {
        format!(
            "<article><h3><span class='k'>رأي</span> <a href='/opinion/{}/{}'>{title}</a></h3><div class='by'>بقلم <a href='/writers/{n}'>ليلى حداد</a></div>\
             <p>مقتطف من أول المقال يطول قليلا ليقرأه من يتصفح الصفحة قبل أن يفتحها.</p><a href='/opinion/{0}/{1}'>اقرأ المزيد</a></article>",
            60 + n,
            slug(title)
        )
    });
    let short = each(&SHORT, |n, title| {
        format!("<div class='m'><h4><a href='/news/{}'>{title}</a></h4><small>قبل {n} ساعات</small></div>", 4400 + n)
    });
    vec![
        paper(
            "overlay_links",
            "مجلة الأفق",
            &LONG[..9],
            &format!("{}<div class='grid'>{overlay}</div>{}", top(), bottom()),
        ),
        paper("picture_link_and_heading", "موقع الأخبار", &LONG[3..13], &format!("{}{beside}{}", top(), bottom())),
        paper(
            "pictures_and_headings_without_boxes",
            "خبر الساعة",
            &LONG[5..12],
            &format!("{}<div>{flat}</div>{}", top(), bottom()),
        ),
        paper(
            "two_links_a_card",
            "جريدة النهر",
            &LONG[12..20],
            &format!("{}<div class='g'>{twice}</div>{}", top(), bottom()),
        ),
        paper(
            "kicker_and_age_in_the_link",
            "الصحيفة",
            &LONG[9..19],
            &format!("{}<ul>{kicker}</ul>{}", top(), bottom()),
        ),
        paper(
            "spans_without_classes",
            "وكالة أنباء الريف",
            &LONG[1..9],
            &format!("{}<div>{unclassed}</div>{}", top(), bottom()),
        ),
        paper(
            "kicker_in_the_heading",
            "مجلة الرأي",
            &LONG[14..22],
            &format!("{}<section>{headed}</section>{}", top(), bottom()),
        ),
        paper(
            "short_headlines",
            "موجز الأخبار",
            &SHORT,
            &format!("{}<div class='all'>{short}</div>{}", top(), bottom()),
        ),
    ]
}

/// Portals and magazines: many groups, and much that is no article.
fn large_papers() -> Vec<FrontPage> {
    let mega: String = ["العراق", "مصر", "المغرب", "تونس", "الأردن", "لبنان", "اليمن", "السودان", "عمان", "الكويت"]
        .iter()
        .enumerate()
        .map(|(n, land)| {
            format!("<ul><li><a href='/regions/arab-world/{n}/politics-and-government'>أخبار السياسة والحكومة في {land}</a></li><li><a href='/regions/arab-world/{n}/money'>المال والأعمال في {land}</a></li></ul>")
        })
        .collect();
    let listed = each(&LONG[..10], |n, title| {
        format!(
            "<div class='entry'><h3><a href='/node/{}'>{title}</a></h3><time datetime='2026-11-{:02}'>x</time></div>",
            7400 + n,
            23 - n
        )
    });
    let lead = format!(
        "<div class='lead'><a href='/2026/11/22/81000'><img src='/i/l.jpg'><h1>{}</h1></a><p>{}</p></div>",
        LONG[0], "وقال مسؤول في البلدية إن الخطة تمتد على ثلاث سنوات وتشمل كل الأحياء."
    );
    let politics = each(&LONG[1..6], |n, title| {
        format!(
            "<div class='card'><a href='/2026/11/22/8101{n}'><img src='/i/{n}.jpg' alt='{title}'></a><h3><a href='/2026/11/22/8101{n}'>{title}</a></h3><span class='d'>22 نوفمبر 2026</span></div>"
        )
    });
    let economy = each(&LONG[6..12], |n, title| format!("<li><a href='/2026/11/21/8202{n}'>{title}</a></li>"));
    let sport = each(&LONG[12..16], |n, title| {
        format!(
            "<div class='row'><a class='pic' href='/2026/11/20/8303{n}'><img src='/i/s{n}.jpg'></a><div class='txt'><a href='/2026/11/20/8303{n}'>{title}</a></div></div>"
        )
    });
    let read = [LONG[0], LONG[7], LONG[16], LONG[17]];
    let most_read = ["/2026/11/22/81000", "/2026/11/21/82022", "/2026/11/18/80011", "/2026/11/17/80012"]
        .iter()
        .zip(read)
        .enumerate()
        .map(|(n, (path, title))| format!("<li><span class='no'>{}</span><a href='{path}'>{title}</a></li>", n + 1))
        .collect::<String>();
    let portal = format!(
        "<header>{}</header><div class='page'>{lead}<section><h2><a href='/politics'>سياسة محلية</a></h2>{politics}<a href='/politics'>المزيد من الأخبار</a></section>\
         <section><h2>اقتصاد وأعمال</h2><ul>{economy}</ul></section><section><h2>رياضة</h2>{sport}</section>\
         <aside><h4>الأكثر قراءة</h4><ol>{most_read}</ol></aside>\
         <div class='w'><h4>كتابنا</h4>{}</div><div class='k'><h4>كلمات</h4>{}</div><div class='p'><a href='/?page=2'>2</a><a href='/?page=3'>3</a><a href='/?page=2'>التالي</a></div></div>{}",
        top(),
        (1..6).map(|n| format!("<a href='/writers/{n}/ali-haddad'>علي حداد كاتب وباحث {n}</a>")).collect::<String>(),
        (1..7).map(|n| format!("<a href='/keyword/{n}'>قضايا المناخ والبيئة في المنطقة {n}</a>")).collect::<String>(),
        bottom()
    );
    let magazine = each(&LONG[13..23], |n, title| {
        format!(
            "<div class='piece'><a class='pic' href='/{0}'><img data-src='/i/{n}.jpg'></a><div class='meta'><a href='/culture'>ثقافة</a> · <a href='/authors/{n}'>سمر نجار</a> · 5 دقائق قراءة</div>\
             <h3><a href='/{0}'>{title}</a></h3><p>سطران من أول المقال يمهدان له ويدعوان القارئ إلى أن يفتحه ويقرأه كله.</p></div>",
            slug(title)
        )
    });
    let english = each(&ENGLISH, |n, title| {
        let kind = ["news", "sport", "business"][n % 3];
        format!(
            "<div class='story'><a href='/{kind}/{}/{}'><span class='story__label'>{kind}</span><h3 class='story__hed'>{title}</h3><p class='story__dek'>A sentence that tells a little more of what has happened there.</p><span>{n} hours ago</span></a></div>",
            15000 + n,
            title.to_lowercase().replace(' ', "-")
        )
    });
    let english_body = format!(
        "<div class='top'>{}</div>{english}<div class='more'><a href='/newsletters'>Sign up for our morning briefing email</a></div><footer>{}</footer>",
        links(
            &[("News", "/news"), ("Sport", "/sport"), ("Business", "/business"), ("Opinion", "/opinion")],
            "<span>",
            "</span>"
        ),
        links(&[("Terms and conditions of use", "/terms"), ("Work for the Courier", "/careers")], "", "")
    );
    let mut expected: Vec<&'static str> = LONG[..16].to_vec();
    expected.extend([LONG[16], LONG[17]]);
    vec![
        paper(
            "mega_menu",
            "شبكة الأخبار",
            &LONG[..10],
            &format!("<header><div class='mega'>{mega}</div></header><div class='list'>{listed}</div>{}", bottom()),
        ),
        paper("portal_of_sections", "بوابة الساحل الإخبارية", &expected, &portal),
        paper(
            "magazine_with_words_for_addresses",
            "مجلة الضفاف",
            &LONG[13..23],
            &format!("{}<main>{magazine}</main>{}", top(), bottom()),
        ),
        paper("english_paper", "The Coastal Courier", &ENGLISH, &english_body),
    ]
}

/// Pages that are no paper and list links as papers do.
pub fn others() -> Vec<FrontPage> {
    let none =
        |name, title: &str, body: String| FrontPage { name, html: document(title, &body), headlines: Vec::new() };
    let list = |titles: &[&str], write: &dyn Fn(usize, &str) -> String| each(titles, write);
    let practices = [
        "قضايا الأحوال الشخصية والميراث",
        "القضايا التجارية وتأسيس الشركات",
        "عقود العمل والتأمينات الاجتماعية",
        "الملكية الفكرية والعلامات التجارية",
        "التحكيم وفض المنازعات الدولية",
        "القضايا الجنائية والدفاع عن المتهمين",
    ];
    let jobs = [
        "مطلوب محاسب خبرة ثلاث سنوات للعمل فورا",
        "مطلوب مهندس مدني لمشروع في الدمام",
        "معلمة لغة عربية لمدرسة خاصة في عمان",
        "مطلوب سائق توصيل برخصة سارية",
        "مصمم جرافيك دوام جزئي عن بعد",
        "مندوب مبيعات لشركة أدوية كبرى",
        "مطلوب ممرض لمستشفى في أبوظبي",
    ];
    let services = [
        "طلب استخراج بطاقة هوية وطنية جديدة",
        "تجديد رخصة القيادة للمركبات الخاصة",
        "الاستعلام عن المخالفات المرورية المسجلة",
        "حجز موعد في مكتب الأحوال المدنية",
        "تسجيل عقد إيجار لوحدة سكنية جديدة",
        "طلب شهادة ميلاد بدل فاقد أو تالف",
    ];
    let goods = [
        "هاتف ذكي بشاشة كبيرة وذاكرة واسعة",
        "غسالة ملابس سعة ثمانية كيلو",
        "سماعات لاسلكية مانعة للضوضاء سوداء",
        "مكيف بارد فقط قدرة طن ونصف",
        "طقم أواني طهي من عشر قطع",
        "كرسي مكتب مريح بمسند رأس",
    ];
    let dishes = [
        "مشاوي مشكلة على الفحم مع الأرز",
        "كبسة لحم بالمكسرات والزبيب",
        "سلطة فتوش بدبس الرمان الطازج",
        "حمص بالطحينة وزيت الزيتون",
        "مندي دجاج مع صلصة حارة",
        "كنافة نابلسية بالقشطة والفستق",
    ];
    let features = [
        "تابع مصاريفك اليومية في مكان واحد",
        "شارك الميزانية مع أفراد عائلتك",
        "تنبيهات ذكية قبل موعد كل فاتورة",
        "تقارير شهرية بالرسوم والأرقام",
        "نسخ احتياطي مشفر لكل بياناتك",
        "يعمل بلا اتصال بالشبكة",
    ];
    let works = [
        "هوية بصرية لمقهى في وسط المدينة",
        "تصميم غلاف رواية عربية جديدة",
        "موقع لمعرض الفنون المعاصرة",
        "حملة إعلانية لمهرجان الربيع",
        "خط عربي لواجهة متحف الآثار",
        "رسوم متحركة لبرنامج أطفال",
    ];
    let flats = [
        "شقة للبيع في حي النخيل ثلاث غرف",
        "شقة مفروشة للإيجار قرب الجامعة",
        "فيلا للبيع مع حديقة ومسبح",
        "أرض سكنية للبيع على شارعين",
        "شقة للبيع بإطلالة بحرية",
        "مكتب للإيجار في برج الأعمال",
    ];
    let threads = [
        "سعر كامري ٢٠٢٠ مستعملة في الرياض",
        "استفسار عن زيت المحرك المناسب للصيف",
        "أفضل ورشة في جدة لصيانة المكيفات",
        "مشكلة في ناقل الحركة بعد تغيير الزيت",
        "نصائح لشراء سيارة أولى للطلاب",
        "للبيع جمس يوكن نظيف جدا",
    ];
    let about = &[("من نحن", "/about"), ("فريق العمل", "/team"), ("اتصل بنا", "/contact")];
    let depts: String = ["الطب", "الهندسة", "الآداب", "العلوم", "الحقوق", "التربية", "الصيدلة"].iter().enumerate().map(|(n, name)| format!("<ul><li><a href='/units/{n}/graduate-studies-and-research'>قسم الدراسات العليا والبحث العلمي في {name}</a></li></ul>")).collect();
    vec![
        none(
            "law_office",
            "مكتب العدل للمحاماة والاستشارات القانونية",
            format!(
                "<div>{}</div>{}",
                links(about, "", ""),
                list(&practices, &|n, t| format!(
                    "<div class='b'><img src='/i/{n}.png'><h3><a href='/p/{}'>{t}</a></h3><p>نقدم للأفراد والشركات خبرة ثلاثين عاما في هذا الباب من القانون.</p></div>",
                    100 + n
                ))
            ),
        ),
        none(
            "job_board",
            "فرص عمل",
            list(&jobs, &|n, t| {
                format!(
                    "<div class='item'><h3><a href='/view/{}'>{t}</a></h3><span>الدوام كامل</span><span>قبل {n} أيام</span></div>",
                    5000 + n
                )
            }),
        ),
        none(
            "ministry",
            "وزارة الخدمات العامة - البوابة الإلكترونية",
            format!(
                "{}{}",
                list(&services, &|n, t| format!(
                    "<div class='srv'><a href='/e/{}/start-your-request-now'>{t}</a></div>",
                    1200 + n
                )),
                links(&[("سياسة الخصوصية", "/privacy"), ("الأسئلة الشائعة", "/faq")], "", "")
            ),
        ),
        none(
            "shop_without_baskets",
            "بيت الأجهزة",
            list(&goods, &|n, t| {
                format!(
                    "<div class='p'><a href='/p/{}'><img src='a.jpg'><h3>{t}</h3></a><b>{} ر.س</b></div>",
                    5000 + n,
                    n * 100 + 99
                )
            }),
        ),
        none(
            "restaurant",
            "مطعم البيت الشامي",
            list(&dishes, &|n, t| {
                format!(
                    "<div class='d'><a href='/d/{n}.html'><img src='/f/{n}.jpg'><h4>{t}</h4></a><span>{} د.إ</span></div>",
                    n * 7 + 20
                )
            }),
        ),
        none(
            "app_landing",
            "ميزان: تطبيق المصاريف",
            format!(
                "{}<a href='/get-the-app-on-your-phone'>حمل التطبيق الآن على هاتفك مجانا</a>",
                list(&features, &|n, t| format!(
                    "<section><img src='/s/{n}.png'><h3><a href='/tour/{n}-step'>{t}</a></h3><p>كل ما تحتاج إليه لتعرف أين يذهب مالك، بلا جداول ولا تعقيد.</p></section>"
                ))
            ),
        ),
        none(
            "portfolio",
            "سارة منصور | مصممة",
            format!(
                "<h1>سارة منصور</h1>{}{}",
                list(&works, &|n, t| format!(
                    "<figure><a href='/w/{n}-piece'><img src='/w/{n}.jpg'></a><figcaption>{t}</figcaption></figure>"
                )),
                links(about, "", "")
            ),
        ),
        none(
            "login_page",
            "بوابة الموظفين",
            format!(
                "<form action='/session' method='post'><input name='u'><input type='password' name='p'></form>{}",
                links(&MENU, "<li>", "</li>")
            ),
        ),
        none("university_menu", "جامعة الساحل", format!("<div class='mega'>{depts}</div><p>أهلا بكم في الجامعة</p>")),
        none(
            "estate_agent",
            "دار العقار",
            list(&flats, &|n, t| {
                format!("<div class='u'><h3><a href='/u/{}'>{t}</a></h3><span>قبل {n} أيام</span></div>", 3300 + n)
            }),
        ),
        none(
            "forum",
            "منتدى السيارات",
            format!(
                "<table>{}</table>",
                list(&threads, &|n, t| format!(
                    "<tr><td><a href='showthread.php?t={}'>{t}</a></td><td><a href='member.php?u={n}'>عضو {n}</a></td></tr>",
                    100 + n
                ))
            ),
        ),
    ]
}

/// Pages written after the rules were made: what they scored before any change is in docs/decisions/0017.
pub fn held_out() -> Vec<FrontPage> {
    let definition = each(&LONG[7..17], |n, title| {
        format!(
            "<dt><a class='h' href='../nws/{}/det'>{title}</a></dt><dd>{}/11 — مراسل الموقع في المدينة وضواحيها</dd>",
            60200 + n,
            n
        )
    });
    let tabs = ["tab-a", "tab-b"]
        .iter()
        .enumerate()
        .map(|(tab, id)| {
            let part = each(&LONG[tab * 6..tab * 6 + 6], |n, title| {
                format!(
                    "<div class='swiper-slide'><a href='/ar/{}/{}' title='{title}'><figure><img data-src='/c/{n}.webp'><figcaption>{}…</figcaption></figure></a></div>",
                    ["local", "intl"][tab],
                    slug(title),
                    title.chars().take(24).collect::<String>().trim_end()
                )
            });
            format!("<div id='{id}'><div class='head'><b>قسم الأخبار</b><a href='/ar/all/{id}'>عرض الكل</a></div>{part}</div>")
        })
        .collect::<String>();
    let blog = each(&LONG[17..24], |n, title| {
        format!(
            "<div class='post'><div class='date'><span>{}</span><span>نوفمبر</span></div><h2><a href='/{n}-{}.html'>{title}</a></h2><div class='meta'><a href='/by/sami'>سامي</a> | <a href='/{n}-{}.html#c'>{n} تعليقات</a></div><p>بداية التدوينة التي تمتد على سطرين أو ثلاثة قبل أن تنقطع عند هذا الحد.</p><a href='/{n}-{}.html'>أكمل القراءة</a></div>",
            20 - n,
            slug(title),
            slug(title),
            slug(title)
        )
    });
    let wire = each(&LONG[3..15], |n, title| {
        let hot = if n % 4 == 0 { "<em class='flag'>عاجل</em> " } else { "" };
        format!(
            "<li><time>{:02}:{:02}</time> {hot}<a href='/w/{:x}{n:02}aa'><strong>{title}</strong></a></li>",
            23 - n,
            n * 4,
            0x00ab_c400 + n
        )
    });
    let english = each(&ENGLISH[..8], |n, title| {
        format!(
            "<tr><td class='rank'>{n}.</td><td><a href='story?key={}'>{title}</a> <span class='src'>(courier)</span><br><span class='sub'>{} points by ann {n} hours ago | <a href='story?key={}'>{} comments</a></span></td></tr>",
            88_000 + n,
            n * 7,
            88_000 + n,
            n * 3
        )
    });
    let side = links(
        &[
            ("مواقيت الصلاة في العاصمة اليوم", "/tools/prayer-times-for-the-capital"),
            ("أسعار العملات مقابل الدولار الآن", "/tools/currency-rates-of-today"),
            ("حالة الطقس في المدن الكبرى", "/tools/weather-in-large-cities"),
            ("جدول مباريات الأسبوع المقبل", "/tools/matches-of-next-week"),
        ],
        "<li>",
        "</li>",
    );
    vec![
        paper(
            "definition_list",
            "أخبار الضاحية",
            &LONG[7..17],
            &format!("<p>{}</p><dl>{definition}</dl>{}", links(&MENU, "", " "), bottom()),
        ),
        paper(
            "carousels_cut_short",
            "قناة الساحل",
            &LONG[..12],
            &format!("{}{tabs}<ul class='tools'>{side}</ul>{}", top(), bottom()),
        ),
        paper(
            "a_blog",
            "دفتر سامي | مدونة",
            &LONG[17..24],
            &format!(
                "{}{blog}<div><a href='/older-posts-2.html'>تدوينات أقدم</a></div>",
                links(&[("عني", "/me"), ("راسلني", "/mail")], "", " ")
            ),
        ),
        paper(
            "a_wire",
            "وكالة الجبل للأنباء",
            &LONG[3..15],
            &format!("{}<ol>{wire}</ol><ul>{side}</ul>{}", top(), bottom()),
        ),
        paper(
            "a_table_of_links_in_english",
            "Courier front page",
            &ENGLISH[..8],
            &format!(
                "<p>{}</p><table>{english}<tr><td></td><td><a href='front?p=2'>More</a></td></tr></table>",
                links(
                    &[
                        ("new", "newest"),
                        ("past", "front"),
                        ("comments", "newcomments"),
                        ("ask", "ask"),
                        ("submit", "submit")
                    ],
                    "",
                    " | "
                )
            ),
        ),
    ]
}

/// A second lot written after the first had been mended for.
pub fn held_out_again() -> Vec<FrontPage> {
    // A ticker repeats the list's articles; every card carries a share bar and a tag; the lead's picture has the headline.
    let ticker =
        each(&LONG[..5], |n, title| format!("<span class='tk'><a href='/ar/article/{}'>{title}</a></span>", 9100 + n));
    let cards = each(&LONG[..10], |n, title| {
        format!(
            "<div class='col'><div class='c'><a class='im' href='/ar/article/{0}'><img src='/m/{n}.jpg' alt='{title}'></a><a class='sec' href='/ar/sections/{n}'>شؤون عربية</a>\
             <a class='hd' href='/ar/article/{0}'>{title}</a><div class='sh'><a href='https://facebook.com/sharer?u={0}'>شارك</a><a href='https://x.com/share?u={0}'>غرد</a></div><a href='/ar/topics/{n}'>وسم الحدث الكبير</a></div></div>",
            9100 + n
        )
    });
    // Two columns of news and one of opinion with the writer's name as the bigger heading.
    let columns = each(&LONG[10..16], |n, title| {
        format!(
            "<div class='nws'><h5><a href='details.aspx?nid={}'>{title}</a></h5><span>{n} تشرين الثاني 2026</span></div>",
            700 + n
        )
    });
    let opinion = each(&LONG[16..21], |n, title| {
        format!(
            "<div class='op'><a href='writer.aspx?wid={n}'><img src='/w/{n}.jpg'></a><h4><a href='writer.aspx?wid={n}'>ليلى حداد</a></h4><a class='t' href='details.aspx?nid={}'>{title}</a></div>",
            800 + n
        )
    });
    // Everything in one paragraph of spans; the section leads the link's own text.
    let spans = each(&LONG[2..11], |n, title| {
        format!(
            "<span class='r'><a href='/{0}/{n}99/{1}'><b>اقتصاد:</b> {title}</a> <i>{n} د</i></span> ",
            "money",
            slug(title)
        )
    });
    // Headline in a div that is called a title, link around the whole card, two counts and a reading time.
    let whole = each(&LONG[5..14], |n, title| {
        format!(
            "<a class='card' href='/content/{0:04}-{1}'><div class='card__img'><img src='/z/{n}.png'></div><div class='card__body'><div class='card__cat'>مجتمع</div><div class='card__title'>{title}</div><div class='card__txt'>ملخص من سطرين للخبر يقول أكثر مما في عنوانه ثم ينقطع عند هذا الحد.</div><div class='card__foot'><span>{n} دقائق قراءة</span><span>{n}٤ مشاهدة</span></div></div></a>",
            n * 37,
            slug(title)
        )
    });
    let english = each(&ENGLISH, |n, title| {
        format!(
            "<li><h2><a href='/2026/nov/{:02}/{}'>{title}</a></h2></li>",
            23 - n,
            title.to_lowercase().replace(' ', "-")
        )
    });
    let mut both: Vec<&'static str> = LONG[10..16].to_vec();
    both.extend(&LONG[16..21]);
    vec![
        paper(
            "ticker_and_share_bars",
            "الساحل نت",
            &LONG[..10],
            &format!(
                "{}<div>{ticker}</div><div class='row'>{cards}</div><ul class='pages'><li>1</li><li><a href='/ar/?p=2'>2</a></li><li><a href='/ar/?p=3'>3</a></li></ul>{}",
                top(),
                bottom()
            ),
        ),
        paper(
            "news_and_opinion",
            "صحيفة الغد القريب",
            &both,
            &format!(
                "<div>{}</div>{columns}<div>{opinion}</div>{}",
                links(
                    &[
                        ("الرئيسية", "default.aspx"),
                        ("محليات", "list.aspx?cid=1"),
                        ("رأي ودراسات", "list.aspx?cid=2"),
                        ("رياضة", "list.aspx?cid=3")
                    ],
                    "",
                    " | "
                ),
                bottom()
            ),
        ),
        paper("spans_in_a_paragraph", "أخبار المال", &LONG[2..11], &format!("{}<p>{spans}</p>{}", top(), bottom())),
        paper("cards_that_are_links", "منصة حكايات", &LONG[5..14], &format!("{}{whole}{}", top(), bottom())),
        paper(
            "months_by_name",
            "The Valley Post",
            &ENGLISH,
            &format!(
                "<ul class='items'>{english}</ul><p><a href='/about'>About the Valley Post and its people</a></p>"
            ),
        ),
    ]
}

/// More pages that are no paper, written with them.
pub fn others_again() -> Vec<FrontPage> {
    let none =
        |name, title: &str, body: String| FrontPage { name, html: document(title, &body), headlines: Vec::new() };
    let rooms = [
        "غرفة مزدوجة بإطلالة على البحر",
        "جناح عائلي مع شرفة واسعة",
        "غرفة فردية اقتصادية هادئة",
        "جناح ملكي مع خدمة خاصة",
        "شقة فندقية بمطبخ مجهز",
        "غرفة ثلاثية للعائلات الصغيرة",
    ];
    let lessons = [
        "مقدمة في البرمجة بلغة بايثون للمبتدئين",
        "أساسيات التصميم الجرافيكي خطوة بخطوة",
        "تعلم التسويق الرقمي من الصفر",
        "الرياضيات للصف الثالث الثانوي",
        "مهارات الكتابة الإبداعية باللغة العربية",
        "إدارة المشاريع وفق المعايير الحديثة",
    ];
    let faq = [
        "كيف أستعيد كلمة المرور الخاصة بي؟",
        "هل يمكنني تغيير عنوان التوصيل بعد الطلب؟",
        "متى تصل الحوالة إلى حسابي؟",
        "كيف أتواصل مع خدمة العملاء؟",
        "ما هي الرسوم على التحويلات الدولية؟",
        "كيف أغلق حسابي نهائيا؟",
    ];
    let docs = [
        "Installing the command line tool",
        "Configuring your first project",
        "Working with remote branches",
        "Command reference for the client",
        "Frequently asked questions and answers",
        "Upgrading from an earlier version",
    ];
    let doctors = [
        "د. سمير الحسن استشاري جراحة القلب",
        "د. منى العلي أخصائية طب الأطفال",
        "د. خالد ناصر استشاري العظام والمفاصل",
        "د. هدى سالم أخصائية الجلدية",
        "د. فادي خوري استشاري العيون",
        "د. رنا قاسم أخصائية التغذية",
    ];
    vec![
        none(
            "hotel",
            "منتجع النخيل",
            each(&rooms, |n, t| {
                format!(
                    "<div class='rm'><img src='/r/{n}.jpg'><h3><a href='/stay/{}'>{t}</a></h3><p>إقامة مريحة مع إفطار مجاني وإنترنت سريع طوال مدة الإقامة.</p></div>",
                    210 + n
                )
            }),
        ),
        none(
            "courses",
            "أكاديمية المعرفة",
            each(&lessons, |n, t| {
                format!(
                    "<div class='cr'><a href='/c/{}/{}'><img src='/l/{n}.jpg'><h3>{t}</h3></a><span>{n} ساعات</span></div>",
                    40 + n,
                    slug(t)
                )
            }),
        ),
        none(
            "help_centre",
            "مركز المساعدة",
            each(&faq, |n, t| format!("<li><a href='/hc/ar/{}'>{t}</a></li>", 360_000 + n)),
        ),
        none(
            "manual",
            "Tool handbook",
            each(&docs, |n, t| {
                format!("<li><a href='/v2/{n:02}-{}.html'>{t}</a></li>", t.to_lowercase().replace(' ', "-"))
            }),
        ),
        none(
            "hospital",
            "مستشفى الأمل التخصصي",
            each(&doctors, |n, t| {
                format!("<div class='dr'><a href='/staff-list/{n}01'><img src='/d/{n}.jpg'></a><h4>{t}</h4></div>")
            }),
        ),
    ]
}
