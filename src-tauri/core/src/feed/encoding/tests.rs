#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use encoding_rs::*;

use super::decode;

const HEADLINE: &str = "عاجل: اختبار الترميز في الأخبار العربية، والنص يطول قليلا";

fn feed(declaration: &str, title: &str) -> String {
    format!("{declaration}<rss version=\"2.0\"><channel><title>{title}</title></channel></rss>")
}

fn bytes(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    encoding.encode(text).0.into_owned()
}

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

#[test]
fn the_mark_beats_every_label() {
    let text = feed("<?xml version=\"1.0\" encoding=\"windows-1256\"?>", HEADLINE);
    let utf8 = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
    assert_eq!(decode(&utf8, Some("text/xml; charset=windows-1256")).text, text);
    let little = [b"\xff\xfe".to_vec(), utf16(&text, u16::to_le_bytes)].concat();
    assert_eq!(decode(&little, Some("text/xml; charset=utf-8")).text, text);
    let big: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
    assert_eq!(decode(&[b"\0\0\xfe\xff".to_vec(), big].concat(), None).text, text);
}

#[test]
fn utf16_and_utf32_are_known_by_their_zeros() {
    let text = feed("<?xml version=\"1.0\" encoding=\"utf-8\"?>", HEADLINE);
    assert_eq!(decode(&utf16(&text, u16::to_le_bytes), None).text, text);
    assert_eq!(decode(&utf16(&text, u16::to_be_bytes), Some("text/xml; charset=utf-8")).text, text);
    let little: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    assert_eq!(decode(&little, None).text, text);
}

#[test]
fn valid_utf8_beats_a_wrong_label() {
    let text = feed("<?xml version=\"1.0\" encoding=\"windows-1256\"?>", HEADLINE);
    let decoded = decode(text.as_bytes(), Some("text/xml; charset=iso-8859-1"));
    assert!(decoded.text == text && decoded.repaired);
}

#[test]
fn arabic_code_pages_are_known_by_their_letters() {
    for encoding in [WINDOWS_1256, ISO_8859_6] {
        for (declaration, header) in [
            ("", None),
            ("<?xml version=\"1.0\" encoding=\"utf-8\"?>", None),
            ("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>", None),
            ("", Some("text/xml; charset=us-ascii")),
            ("", Some("text/xml; charset=utf-8")),
            ("<?xml version=\"1.0\" encoding=\"windows-1256\"?>", None),
            ("<?xml version=\"1.0\" encoding=\"iso-8859-6\"?>", None),
        ] {
            let text = feed(declaration, HEADLINE);
            let decoded = decode(&bytes(encoding, &text), header).text.into_owned();
            assert_eq!(decoded, text, "{} {declaration} {header:?}", encoding.name());
        }
    }
    // A short title without more around it.
    let short = feed("", "أخبار اليوم");
    assert_eq!(decode(&bytes(WINDOWS_1256, &short), None).text, short);
}

#[test]
fn other_scripts_are_not_taken_for_arabic() {
    for (encoding, text) in [
        (WINDOWS_1252, "Les élèves ont été reçus à l'école, où ça va très bien cet été déjà"),
        (WINDOWS_1251, "Как пережить новогоднюю ночь и не устать от праздников совсем"),
        (WINDOWS_1255, "האם תדפיס נייר של אתר אינטרנט שמוצג על מסך משתמש"),
    ] {
        let page = feed("", text);
        assert_eq!(decode(&bytes(encoding, &page), None).text, page, "{}", encoding.name());
        let page = feed(&format!("<?xml version='1.0' encoding='{}'?>", encoding.name()), text);
        assert_eq!(decode(&bytes(encoding, &page), None).text, page, "{}", encoding.name());
    }
}

#[test]
fn one_bad_byte_does_not_unsettle_utf8() {
    let mut bytes = feed("", HEADLINE).into_bytes();
    bytes.insert(45, 0xd9);
    let decoded = decode(&bytes, None);
    assert!(decoded.text.contains("الترميز في الأخبار") && decoded.repaired);
}

#[test]
fn pages_declare_in_meta() {
    let page = "<html><head><meta http-equiv=content-type content='text/html; charset=windows-1256'><p>خبر";
    assert_eq!(decode(&bytes(WINDOWS_1256, page), None).text, page);
}

/// Texts that windows-1256 can write, shortest first. Those up to the mark ISO-8859-6 can write as well.
const ARABIC: [&str; 24] = [
    "عاجل",
    "رياضة",
    "الأخبار",
    "خبر عاجل",
    "أخبار اليوم",
    "حالة الطقس غدا",
    "أسعار الذهب في مصر",
    "القمة تنطلق في الرياض",
    "وفاة الشاعر عن 80 عاما",
    "زلزال يضرب شرق تركيا",
    "ظهور غزال نادر في ظفار",
    "iPhone 15: كل ما نعرفه عن هاتف Apple الجديد",
    "WhatsApp تختبر ميزة جديدة",
    "فوز الأهلي 3-1 على Real Madrid في نهائي كأس العالم للأندية",
    "صدر عن دار النشر كتاب (تاريخ الطباعة)، وفيه فصول عن الورق والحبر والخط؛ فهل يقرأ؟",
    // Only windows-1256 from here on.
    "«هرمز» – ما الذي تغيّر…",
    "“لا عودة”: مُحَمَّدٌ يُصَرِّحُ",
    "اخبار پارسي: گزارش چند کشور",
    "گفت‌وگو درباره کتاب و کاغذ",
    "پاکستان ميں بارش کے بعد سيلاب",
    "وزير اعظم نے کہا ہے کہ بجلي سستي ہو گي",
    "café à Beyrouth: مقهى القهوة الفرنسية",
    "الجزائر: le ministre a présenté le budget 2024 للبرلمان",
    "3 أسئلة عن «الذكاء الاصطناعي»",
];
const BOTH: usize = 15;

const DECLARATIONS: [(&str, Option<&str>); 9] = [
    ("", None),
    ("<?xml version=\"1.0\"?>", Some("text/xml")),
    ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", None),
    ("<?xml version=\"1.0\" encoding=\"windows-1252\"?>", None),
    ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>", None),
    ("<?xml version=\"1.0\" encoding=\"us-ascii\"?>", None),
    ("", Some("text/xml; charset=UTF-8")),
    ("", Some("application/rss+xml; charset=iso-8859-1")),
    ("<?xml version=\"1.0\" encoding=\"utf-8\"?>", Some("text/xml; charset=utf-8")),
];

/// One title; the same among Latin text and markup; a few entries.
fn documents(declaration: &str, text: &str) -> [String; 3] {
    let item = format!("<item><title>{text}</title><link>https://akhbar.example/?p=1</link><guid>a1</guid></item>");
    let latin = "<description>By the news desk</description><pubDate>Sun, 10 Jul 2022 08:30:00 GMT</pubDate>";
    [
        feed(declaration, text),
        feed(declaration, &format!("News</title>{latin}<item><title>{text}</title></item><x>")),
        feed(declaration, &format!("{text}</title>{}<x>", item.repeat(5))),
    ]
}

#[test]
fn arabic_of_any_length_is_known_without_a_label_or_with_a_wrong_one() {
    let mut wrong = Vec::new();
    for (at, text) in ARABIC.iter().enumerate() {
        for encoding in [WINDOWS_1256, ISO_8859_6] {
            if encoding == ISO_8859_6 && at >= BOTH {
                continue;
            }
            for (declaration, header) in DECLARATIONS {
                for document in documents(declaration, text) {
                    let bytes = bytes(encoding, &document);
                    let decoded = decode(&bytes, header);
                    if decoded.text != document || !decoded.repaired {
                        wrong.push(format!(
                            "{} as {declaration} {header:?}: {text}: {}",
                            encoding.name(),
                            decoded.text
                        ));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong, such as\n{}", wrong.len(), wrong[..wrong.len().min(12)].join("\n"));
}

#[test]
fn no_other_language_is_taken_for_arabic() {
    let mut wrong = Vec::new();
    for (encoding, text) in [
        (WINDOWS_1252, "Économie: la croissance française dépasse les prévisions, à 2 %"),
        (WINDOWS_1252, "Élections européennes"),
        (WINDOWS_1252, "Política económica: más días de teletrabajo, según el país"),
        (WINDOWS_1252, "Pääministeri Häkämies: tänään päätetään, mitä tästä jää"),
        (WINDOWS_1252, "Räikkönen jää eläkkeelle"),
        (WINDOWS_1252, "Málaga: está más allá"),
        (WINDOWS_1252, "Für größere Städte: Änderungen über Ölpreise"),
        (WINDOWS_1252, "På fjället är det åska på gång, säger SMHI"),
        (WINDOWS_1252, "São Paulo: eleições não são só números, diz ação"),
        (WINDOWS_1252, "Það er ekki hægt að segja þetta á íslensku"),
        (WINDOWS_1254, "Türkiye'de bugün yağış bekleniyor; İstanbul'da şiddetli fırtına"),
        (WINDOWS_1254, "Cumhurbaşkanı açıkladı: üç ilçede çalışma başlıyor"),
        (WINDOWS_1250, "Příliš žluťoučký kůň úpěl ďábelské ódy"),
        (WINDOWS_1250, "Zażółć gęślą jaźń w Łodzi"),
        (WINDOWS_1251, "Президент подписал закон о бюджете на следующий год"),
        (WINDOWS_1251, "Погода на завтра"),
        (KOI8_R, "Новости экономики и спорта за сегодняшний день"),
        (WINDOWS_1253, "Η κυβέρνηση ανακοίνωσε νέα μέτρα για την οικονομία"),
        (WINDOWS_1255, "ראש הממשלה הודיע על בחירות חדשות בשנה הבאה"),
        (WINDOWS_874, "นายกรัฐมนตรีประกาศมาตรการใหม่เพื่อช่วยเศรษฐกิจ"),
        (GBK, "国务院总理今天在北京会见了来访的外国客人"),
        (SHIFT_JIS, "日本の首相は今日の記者会見で新しい政策を発表しました"),
        (EUC_KR, "대통령은 오늘 기자회견에서 새로운 정책을 발표했다"),
        (BIG5, "總統今天在記者會上宣布了新的經濟政策"),
    ] {
        for (declaration, header) in DECLARATIONS {
            for document in documents(declaration, text) {
                let decoded = decode(&bytes(encoding, &document), header).text.into_owned();
                if decoded.chars().filter(|c| ('\u{620}'..='\u{64a}').contains(c)).count() > 0 {
                    wrong.push(format!("{} {declaration} {header:?}: {text}: {decoded}", encoding.name()));
                }
            }
        }
        let declared = feed(&format!("<?xml version='1.0' encoding='{}'?>", encoding.name()), text);
        assert_eq!(decode(&bytes(encoding, &declared), None).text, declared);
    }
    assert!(wrong.is_empty(), "{} wrong, such as\n{}", wrong.len(), wrong[..wrong.len().min(12)].join("\n"));
}

#[test]
fn french_and_turkish_are_read_as_such() {
    for (encoding, text) in [
        (WINDOWS_1252, "Économie: la croissance française dépasse les prévisions à l'été, où ça va déjà très bien"),
        (WINDOWS_1252, "Élections européennes: le résultat définitif est publié"),
        (WINDOWS_1254, "Türkiye'de bugün yağış bekleniyor; İstanbul'da şiddetli fırtına uyarısı yapıldı"),
    ] {
        for label in ["", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"] {
            let document = feed(label, text);
            assert_eq!(decode(&bytes(encoding, &document), None).text, document);
        }
    }
}

#[test]
fn utf16_in_every_order_with_and_without_its_mark() {
    for declaration in ["", "<?xml version=\"1.0\" encoding=\"utf-16\"?>", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"]
    {
        for text in ["عاجل", HEADLINE] {
            let text = feed(declaration, text);
            for header in [None, Some("text/xml; charset=utf-8"), Some("text/xml; charset=utf-16")] {
                for (mark, order) in
                    [(b"\xff\xfe", u16::to_le_bytes as fn(u16) -> [u8; 2]), (b"\xfe\xff", u16::to_be_bytes)]
                {
                    let plain = utf16(&text, order);
                    assert_eq!(decode(&plain, header).text, text, "{declaration} {header:?}");
                    assert_eq!(decode(&[mark.to_vec(), plain].concat(), header).text, text, "{declaration} {header:?}");
                }
                // Said to be UTF-16, and is not.
                assert_eq!(decode(text.as_bytes(), header).text, text, "{declaration} {header:?}");
                let old = bytes(WINDOWS_1256, &text);
                assert_eq!(decode(&old, header).text, text, "{declaration} {header:?}");
            }
        }
    }
    // Long Arabic text without markup between: few zeros.
    let long = feed("", &HEADLINE.repeat(40));
    assert_eq!(decode(&utf16(&long, u16::to_le_bytes), None).text, long);
}

#[test]
fn utf8_with_a_few_bad_bytes_stays_utf8() {
    let text = documents("<?xml version=\"1.0\" encoding=\"utf-8\"?>", HEADLINE)[2].clone();
    for header in [None, Some("text/xml; charset=windows-1256"), Some("text/xml; charset=iso-8859-1")] {
        for bad in [b"\xe9".as_slice(), b"\xd8", b"\xff\xfe", b"\xc7\xe1", b"\xf0\x9f\x98"] {
            let mut bytes = text.clone().into_bytes();
            let at = text.find("الترميز").unwrap();
            bytes.splice(at..at, bad.iter().copied());
            let decoded = decode(&bytes, header);
            assert!(
                decoded.repaired && decoded.text.replace('\u{fffd}', "") == text,
                "{header:?} {bad:?}: {}",
                decoded.text
            );
            // Cut in the middle of a character.
            let cut = decode(&text.as_bytes()[..at + 1], header).text.into_owned();
            assert!(text.starts_with(cut.trim_end_matches('\u{fffd}')), "{cut}");
        }
    }
}
