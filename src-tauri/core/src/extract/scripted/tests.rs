#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use serde_json::json;

use super::super::{Extracted, extract};

const TEXT: [&str; 3] = [
    "وصلت السفينة إلى الميناء صباح اليوم وعلى متنها ثلاثمئة راكب من مدن الساحل الجنوبي.",
    "وقال ربانها إن الرحلة كانت هادئة رغم الريح التي هبت ليلاً وأجبرتهم على الإبطاء.",
    "وتبحر السفينة من جديد مساء الخميس بعد أن تتزود بالوقود والماء وتفرغ حمولتها.",
];

fn drawn(head: &str, body: &str) -> Extracted {
    let page = format!(
        "<!doctype html><html lang='ar' dir='rtl'><head><title>وصول السفينة إلى الميناء | المرفأ</title>{head}</head>\
         <body><div id='root'>جاري التحميل…</div>{body}</body></html>"
    );
    extract(&page, None).unwrap()
}

fn whole(found: &Extracted) {
    for line in TEXT {
        assert!(found.text.contains(line), "{}", found.text);
    }
    assert_eq!(found.title, "وصول السفينة إلى الميناء");
    assert!(!found.text.contains("التحميل") && !found.text.contains("خبر آخر"), "{}", found.text);
}

#[test]
fn articles_in_scripts_of_all_shapes() {
    let title = "وصول السفينة إلى الميناء";
    let markup = TEXT.map(|line| format!("<p>{line}</p>")).concat();
    let shapes = [
        json!({"page": {"story": {"title": title, "body": markup, "related": [{"title": "خبر آخر", "body": "<p>خبر آخر طويل عن شيء آخر لا يراد هنا في هذا النص ولا في غيره من النصوص أبداً</p>"}]}}}),
        json!({"data": {"headline": title, "authors": [{"name": "سلمى"}], "paragraphs": TEXT}}),
        json!({"title": title, "blocks": TEXT.map(|line| json!({"type": "paragraph", "data": {"text": line}}))}),
        json!({"post": {"title": title, "body": TEXT.map(|line| json!({"_type": "block", "style": "normal", "children": [{"_type": "span", "text": line}]}))}}),
        json!({"article": {"title": title, "content": {"type": "doc", "content": TEXT.map(|line| json!({"type": "paragraph", "content": [{"type": "text", "text": line}]}))}}}),
    ];
    for shape in shapes {
        whole(&drawn("", &format!("<script type='application/json'>{shape}</script>")));
        whole(&drawn("", &format!("<script>window.__STATE__ = {shape};\nrun();</script>")));
    }
    let linked = json!({"@type": "NewsArticle", "headline": title, "articleBody": TEXT.join("\n\n")});
    whole(&drawn(&format!("<script type='application/ld+json'>{linked}</script>"), ""));
    let rows = format!(
        "5:{}\n",
        json!(["$", "article", null, {"children": TEXT.map(|line| json!(["$", "p", null, {"children": line}]))}])
    );
    whole(&drawn("", &format!("<script>self.__next_f.push({})</script>", json!([1, rows]))));
}

#[test]
fn a_page_that_is_still_loading_holds_no_article() {
    let page =
        "<html><head><title>وصول السفينة</title></head><body><div id='root'><p>جاري التحميل…</p></div></body></html>";
    assert!(extract(page, None).is_err());
}
