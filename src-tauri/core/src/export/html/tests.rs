//! Tests of the HTML file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::export::document::tests::{document, pictures};

#[test]
fn every_part_of_the_article_is_in_the_file() {
    let file = write(&document(), &pictures(), 180);
    for part in [
        "<html lang=\"ar\" dir=\"rtl\">",
        "<h1>خط حديدي يربط الموانئ بـ<bdi dir=\"ltr\">C++</bdi> &amp; غيرها</h1>",
        "<p class=\"subtitle\">عنوان فرعي</p>",
        "<li class=\"breaking\">عاجل</li>",
        "<li title=\"تصنيف تلقائي\">اقتصاد</li>",
        ">نقل</bdi></li>",
        ">أفق الأخبار</bdi>",
        ">رويترز</bdi>",
        ">ليلى الحدّاد</bdi>",
        "نُشر <time datetime=\"2026-11-23T06:28:00+03:00\">23 نوفمبر 2026، 06:28 (+03:00)</time>",
        "عُدّل <time datetime=\"2026-11-23T07:28:00+03:00\">",
        "<img src=\"data:image/png;base64,iVBORw==\" alt=\"قطار &quot;سريع&quot;\">",
        "<figcaption>في المحطة</figcaption>",
        "<aside dir=\"rtl\"><b>اقرأ أيضًا</b> <a href=\"https://a.example/2\" rel=\"noopener noreferrer\">أسعار القمح</a> <small>",
        "<b>المصدر</b>: <a href=\"https://a.example/1\"",
        "<bdi dir=\"ltr\">https://a.example/canonical</bdi>",
        ">سكك</bdi> · <bdi dir=\"rtl\">موانئ</bdi>",
        "https://a.example/1.mp3",
        "النص من صفحة المقال.",
        "<time datetime=\"2026-11-23T08:28:00+03:00\">",
    ] {
        assert!(file.contains(part), "{part}\n\n{file}");
    }
}

#[test]
fn it_loads_nothing_and_runs_nothing() {
    let file = write(&document(), &pictures(), 0);
    for loads in
        [" src=\"http", "url(", "@import", "<script", "<link", "<iframe", " onerror", "warraq-media", "javascript:"]
    {
        assert!(!file.contains(loads), "{loads}\n\n{file}");
    }
    let hash = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    assert!(file.contains(&format!("style-src 'sha256-{hash}'")), "{file}");
    assert!(file.contains("default-src 'none'; img-src data:"), "{file}");
    let style = file.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next()).unwrap();
    assert_eq!(style, STYLE, "the policy's hash is of the style as it stands");
}

#[test]
fn what_is_not_here_is_said_by_its_words() {
    let file = write(&document(), &Pictures::new(), 0);
    assert!(!file.contains("<img"), "{file}");
    assert!(file.contains("<span class=\"missing\">[قطار &quot;سريع&quot;]</span>"), "{file}");
}

#[test]
fn code_is_left_as_it_stands() {
    let file = write(&document(), &pictures(), 0);
    assert!(file.contains("let at = &quot;2026-11-22&quot;;"), "{file}");
}
