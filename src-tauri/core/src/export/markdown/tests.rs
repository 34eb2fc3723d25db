//! Tests of the Markdown file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::export::document::tests::{document, of_markup, pictures};

/// The body alone, without isolates.
fn body(markup: &str) -> String {
    let file = write(&of_markup(markup), &Pictures::new(), Some("p"), 0);
    let rest = file.split("\n# ").nth(1).unwrap();
    let blocks: Vec<&str> = rest.split("\n\n").skip(3).collect();
    let end = blocks.iter().rposition(|block| *block == "* * *").unwrap();
    blocks[..end].join("\n\n").replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "")
}

#[test]
fn every_part_of_the_article_is_in_the_file() {
    let file = write(&document(), &pictures(), Some("خبر-pictures"), 180);
    for part in [
        "---\ntitle: \"خط حديدي يربط الموانئ بـC++ & غيرها\"\nsubtitle: \"عنوان فرعي\"\nagency: \"رويترز\"\n",
        "url: \"https://a.example/1\"\ncanonical: \"https://a.example/canonical\"\nlang: \"ar\"\n",
        "published: \"2026-11-23T06:28:00+03:00\"\nupdated: \"2026-11-23T07:28:00+03:00\"\n",
        "authors: [\"ليلى الحدّاد\"]\ncategories: [\"نقل\"]\ntags: [\"سكك\", \"موانئ\"]\nsubject: \"economy\"\nsubject_guessed: true\nbreaking: true\ndir: rtl\n---\n",
        "\n# خط حديدي يربط الموانئ بـ\u{2066}C++\u{2069} & غيرها\n\n**عنوان فرعي**\n\n",
        "نُشر 23 نوفمبر 2026، 06:28 (+03:00) · عُدّل",
        "![قطار \"سريع\"](<خبر-pictures/1.png>)\n\n*في المحطة*\n\n",
        "> **اقرأ أيضًا:** [أسعار القمح](<https://a.example/2>) — ",
        "**المصدر:** [",
        "**الوسوم:** ",
        "https://a.example/1.mp3",
        "النص من صفحة المقال. حُفظ نصّه 23 نوفمبر 2026، 08:28 (+03:00).",
    ] {
        assert!(file.contains(part), "{part}\n\n{file}");
    }
    assert_eq!(picture_name(&document(), &pictures(), &document().pictures()[0]).as_deref(), Some("1.png"));
}

#[test]
fn pictures_may_be_in_the_file_itself() {
    let file = write(&document(), &pictures(), None, 0);
    assert!(file.contains("![قطار \"سريع\"][picture-1]"), "{file}");
    assert!(file.ends_with("\n[picture-1]: <data:image/png;base64,iVBORw==>\n"), "{file}");
}

#[test]
fn markup_becomes_its_markdown() {
    let cases = [
        ("<p>قال <b>محمد</b> إن <em>الأمر</em> انتهى</p><p>ثم</p>", "قال **محمد** إن *الأمر* انتهى\n\nثم"),
        ("<p><b>قال </b>محمد<b> ثم</b></p>", "**قال** محمد **ثم**"),
        // Emphasis that CommonMark would not see is left out rather than shown as asterisks.
        ("<p><b>«قال»</b>محمد</p>", "«قال»محمد"),
        ("<h2>عنوان</h2><h3>أصغر</h3><p>نص</p>", "## عنوان\n\n### أصغر\n\nنص"),
        ("<ul><li>أ<li>ب<ul><li>ج</ul></ul>", "- أ\n\n- ب\n\n  - ج"),
        ("<ol start=3><li>أ<li>ب</ol>", "3. أ\n4. ب"),
        ("<blockquote><p>أ</p><p>ب</p></blockquote>", "> أ\n>\n> ب"),
        ("<p>سطر<br>آخر</p>", "سطر\\\nآخر"),
        ("<p><a href=https://a.example/a_b>رابط</a></p>", "[رابط](<https://a.example/a_b>)"),
        ("<p>2. ليس قائمة</p><p># ولا عنوانًا</p><p>- ولا هذه</p>", "2\\. ليس قائمة\n\n\\# ولا عنوانًا\n\n\\- ولا هذه"),
        ("<p>a*b_c [d] &lt;e&gt; `f` &amp;amp; ~g~</p>", "a\\*b\\_c \\[d\\] \\<e> \\`f\\` \\&amp; \\~g\\~"),
        ("<p>انظر <code>a `b` c</code></p>", "انظر ``a `b` c``"),
        ("<pre>let a = 1;\n  b</pre>", "```\nlet a = 1;\n  b\n```"),
        ("<pre>قفا نبك\nمن ذكرى</pre>", "قفا نبك\\\nمن ذكرى"),
        ("<hr><p>أ</p>", "* * *\n\nأ"),
        (
            "<table><tr><th>البلد<th>العدد<tr><td>أ|ب<td>١<tr><td colspan=2>كل</table>",
            "| البلد | العدد |\n| --- | --- |\n| أ\\|ب | ١ |\n| كل |  |",
        ),
        (
            "<table><tr><td>أ<td>١<tr><td rowspan=2>ب<td>٢<tr><td>٣</table>",
            "|  |  |\n| --- | --- |\n| أ | ١ |\n| ب | ٢ |\n|  | ٣ |",
        ),
        ("<table><tr><td><p>وحده</p><p>في إطار</p></table>", "وحده\n\nفي إطار"),
        ("<p>قال <q>نعم</q></p>", "قال «نعم»"),
        ("<dl><dt>مصطلح<dd>شرح</dl>", "**مصطلح**\n\nشرح"),
    ];
    for (markup, want) in cases {
        assert_eq!(body(markup), want, "{markup}");
    }
}

#[test]
fn what_has_an_order_of_its_own_is_isolated() {
    let file = write(&of_markup("<p>راسل @user في 2026-11-22</p>"), &Pictures::new(), Some("p"), 0);
    assert!(file.contains("راسل \u{2066}@user\u{2069} في \u{2066}2026-11-22\u{2069}"), "{file}");
}

#[test]
fn nothing_of_the_head_can_end_it() {
    let mut document = of_markup("<p>نص</p>");
    document.title = "أ\"\n---\nkey: x".to_owned();
    let file = write(&document, &Pictures::new(), None, 0);
    assert!(file.starts_with("---\ntitle: \"أ\\\"\\n---\\nkey: x\"\n"), "{file}");
}
