//! Feeds made on the fly for measuring: `/bench/feed/<n>.xml` on the index, each the same on every run.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::dates;
use crate::template::escape;
use crate::world::{Request, Response};

/// How many feeds of how many entries.
#[derive(Debug, Clone)]
pub struct Bench {
    /// Feeds 0 to `feeds` − 1 exist; others are 404.
    pub feeds: usize,
    /// Entries in each.
    pub entries: usize,
    /// Milliseconds since 1970 of the newest entry.
    pub(crate) base: i64,
    /// Where the index is served.
    pub(crate) origin: String,
}

const PLACES: [&str; 16] = [
    "مرفأ النخيل",
    "بندر الشرق",
    "وادي السنديان",
    "تل الزيتون",
    "مدينة الرصيف",
    "سهل القمح",
    "جبل اللوز",
    "واحة الملح",
    "خليج المرجان",
    "حي الوراقين",
    "ضفة النهر",
    "بلدة الينابيع",
    "رأس المنارة",
    "قرية الحجر",
    "مدينة القناطر",
    "هضبة الرياح",
];
const WHO: [&str; 16] = [
    "مجلس المدينة",
    "مكتب النقل",
    "اتحاد المزارعين",
    "اتحاد الصيادين",
    "معهد الساحل",
    "مجلس التجارة",
    "جهاز المياه",
    "فريق البحث",
    "فريق التحكيم",
    "نادي القراء",
    "ديوان المرفأ",
    "مرفق الكهرباء",
    "مشفى البلدة",
    "اتحاد المعلمين",
    "متحف المدينة",
    "نادي الجبل",
];
const DOES: [&str; 16] = [
    "يعلن خطة لتجديد",
    "يناقش مستقبل",
    "يطلق مشروعًا لحماية",
    "يفتتح مركزًا لدراسة",
    "يؤجل قرارًا بشأن",
    "يراجع أرقام",
    "يدعو إلى حوار حول",
    "ينشر تقريرًا عن",
    "يختبر طريقة جديدة في",
    "يوقّع اتفاقًا يخص",
    "يحذّر من تراجع",
    "يرحّب بعودة",
    "يستعد لموسم",
    "يقيس أثر",
    "يحتفل بنجاح",
    "يقترح قانونًا ينظم",
];
const WHAT: [&str; 16] = [
    "الري بالتنقيط",
    "النقل البحري",
    "المدارس الريفية",
    "أسواق السمك",
    "الطاقة الشمسية",
    "المخطوطات القديمة",
    "بذور القمح",
    "طرق القوافل",
    "الصحة النفسية",
    "كرة القدم المدرسية",
    "الطيور المهاجرة",
    "الذكاء الاصطناعي",
    "المسرح الجوال",
    "أسعار الخبز",
    "الواحات الصغيرة",
    "الموانئ الجافة",
];
const LINKS: [&str; 12] = [
    "وقال متحدث إن العمل يبدأ مطلع الشهر المقبل ويستمر ثلاثة فصول.",
    "وأضاف أن الكلفة وُزعت على مراحل حتى لا تثقل على الأسر.",
    "ويرى باحثون أن الخطوة تأخرت لكنها تسير في الطريق الصحيح.",
    "في المقابل طالب سكان بنشر الدراسة كاملة قبل بدء التنفيذ.",
    "وتشير الأرقام الأولية إلى تحسن لا يقل عن تسعة في المئة خلال عام.",
    "وكان مشروع مماثل قد توقف قبل خمس سنوات لنقص المعدات.",
    "ويشارك في العمل متطوعون من أربع بلدات مجاورة.",
    "وقالت معلمة شاركت في اللقاء إن الأطفال كانوا أول من سأل عن النتائج.",
    "وتبقى مسألة التمويل مفتوحة إلى أن يجتمع المجلس من جديد.",
    "وأعدّ الفريق خريطة تفصيلية متاحة للجميع.",
    "ولم يصدر تعليق من الجهات الأخرى حتى ساعة كتابة الخبر.",
    "ويُنتظر أن تُعرض النتائج في مؤتمر عام قبل نهاية السنة.",
];

/// A small generator (SplitMix64), so that the same numbers come everywhere without a dependency.
struct Dice(u64);

impl Dice {
    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let index = usize::try_from((z ^ (z >> 31)) % from.len() as u64).unwrap_or(0);
        from[index]
    }
}

impl Bench {
    fn entry(&self, feed: usize, number: usize) -> (String, String) {
        let mut dice = Dice((feed as u64) << 32 | number as u64);
        let (who, does, what, place) = (dice.pick(&WHO), dice.pick(&DOES), dice.pick(&WHAT), dice.pick(&PLACES));
        let title = format!("{who} {does} {what} في {place} ({})", feed * self.entries + number + 1);
        let mut body = String::new();
        for _ in 0..4 {
            let (who, does, what, place) = (dice.pick(&WHO), dice.pick(&DOES), dice.pick(&WHAT), dice.pick(&PLACES));
            let _ = write!(body, "<p>{who} {does} {what} في {place}.");
            for _ in 0..3 {
                body.push(' ');
                body.push_str(dice.pick(&LINKS));
            }
            body.push_str("</p>");
        }
        (title, body)
    }

    fn feed(&self, feed: usize) -> String {
        let mut out = String::with_capacity(self.entries * 3000 + 1000);
        let _ = write!(
            out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
             <channel><title>صحيفة القياس {feed}</title><link>{}/bench/{feed}/</link><description>مقالات مولّدة للقياس</description>\
             <language>ar</language>",
            self.origin
        );
        for number in 0..self.entries {
            let (title, body) = self.entry(feed, number);
            // Every feed has its own minute, so that a merged list is not in feed order.
            let minutes = i64::try_from(number * 97 + feed * 13 % 89).unwrap_or(0);
            let _ = write!(
                out,
                "<item><title>{}</title><link>{}/bench/{feed}/{number}/</link><guid isPermaLink=\"false\">bench-{feed}-{number}</guid>\
                 <pubDate>{}</pubDate><category>قياس</category><content:encoded><![CDATA[{body}]]></content:encoded></item>",
                escape(&title),
                self.origin,
                dates::rfc822(self.base - minutes * 60_000)
            );
        }
        out.push_str("</channel></rss>");
        out
    }

    fn list(&self) -> String {
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><opml version=\"2.0\"><head><title>قياس</title></head><body>",
        );
        for n in 0..self.feeds {
            let _ = write!(
                out,
                "<outline type=\"rss\" text=\"صحيفة القياس {n}\" xmlUrl=\"{}/bench/feed/{n}.xml\"/>",
                self.origin
            );
        }
        out.push_str("</body></opml>");
        out
    }

    /// The answer to a request under `/bench/`; nothing when there is no such thing.
    pub(crate) fn respond(&self, request: &Request) -> Option<Response> {
        let path = request.target.strip_prefix("/bench/")?;
        if path == "list.opml" {
            return Some(Response { media_type: "text/x-opml; charset=UTF-8", ..Response::html(200, self.list()) });
        }
        if let Some(n) = path.strip_prefix("feed/").and_then(|p| p.strip_suffix(".xml")) {
            let n = n.parse::<usize>().ok().filter(|n| *n < self.feeds)?;
            // Known without making the feed, so that an answer of "not changed" costs nothing.
            let answer = Response {
                status: 200,
                media_type: "application/rss+xml",
                body: Cow::Borrowed(b""),
                etag: Some(format!("\"bench-{n}-{}-{}\"", self.entries, self.base)),
                modified: Some(self.base),
                location: None,
            }
            .unless_known(request);
            return Some(if answer.status == 304 {
                answer
            } else {
                Response { body: self.feed(n).into_bytes().into(), ..answer }
            });
        }
        let (feed, rest) = path.split_once('/')?;
        let number = rest.strip_suffix('/').unwrap_or(rest);
        let feed = feed.parse::<usize>().ok().filter(|n| *n < self.feeds)?;
        if number.is_empty() {
            return Some(Response::html(
                200,
                format!("<!doctype html><html lang=\"ar\" dir=\"rtl\"><title>صحيفة القياس {feed}</title>"),
            ));
        }
        let number = number.parse::<usize>().ok().filter(|n| *n < self.entries)?;
        let (title, body) = self.entry(feed, number);
        let title = escape(&title);
        Some(Response::html(
            200,
            format!(
                "<!doctype html><html lang=\"ar\" dir=\"rtl\"><head><meta charset=\"utf-8\"><title>{title}</title></head><body>\
                 <article><h1>{title}</h1>{body}</article></body></html>"
            ),
        ))
    }
}
