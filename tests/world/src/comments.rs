//! Taking in a comment as WordPress does: the form's fields, its statuses and its words.

use crate::address;
use crate::world::{Request, Response, World};

/// Longest comment text that is taken, in characters (WordPress: 65 525).
const LONGEST_TEXT: usize = 65_525;

fn refusal(status: u16, why: &str) -> Response {
    Response::html(
        status,
        format!(
            "<!doctype html><html lang=\"ar\" dir=\"rtl\"><head><meta charset=\"utf-8\"><title>فشل إرسال التعليق</title></head>\
             <body id=\"error-page\"><div class=\"wp-die-message\"><p>{why}</p></div><p><a href=\"javascript:history.back()\">\
             &laquo; العودة</a></p></body></html>"
        ),
    )
}

/// Answers a request to `/wp-comments-post.php`. What is sent is never shown: it waits for approval for ever.
pub(crate) fn receive(world: &World, paper: usize, request: &Request) -> Response {
    if request.method != "POST" {
        return Response::html(405, String::new());
    }
    let fields = address::fields(&String::from_utf8_lossy(&request.body));
    let field = |name: &str| fields.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v.trim());
    let Some(article) = world.published(paper).find(|a| a.number.to_string() == field("comment_post_ID")) else {
        return refusal(404, "<strong>خطأ:</strong> المقال غير موجود.");
    };
    let (author, email, text) = (field("author"), field("email"), field("comment"));
    if author.is_empty() || email.is_empty() {
        return refusal(200, "<strong>خطأ:</strong> من فضلك أدخل الحقول المطلوبة (الاسم والبريد الإلكتروني).");
    }
    if !email.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.')) {
        return refusal(200, "<strong>خطأ:</strong> من فضلك أدخل عنوان بريد إلكتروني صحيح.");
    }
    if text.is_empty() {
        return refusal(200, "<strong>خطأ:</strong> من فضلك اكتب نص التعليق.");
    }
    if text.chars().count() > LONGEST_TEXT {
        return refusal(200, "<strong>خطأ:</strong> تعليقك طويل جدًا.");
    }
    // The page's own hidden field has to come back, as spam filters ask for it.
    if field("ak_js").is_empty() {
        return refusal(403, "<strong>خطأ:</strong> تعذّر التحقق من النموذج.");
    }
    let mut sent = world.sent_comments.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let this = (article.number, author.to_owned(), text.to_owned());
    if sent.contains(&this) {
        return refusal(409, "تم اكتشاف تعليق مكرر؛ يبدو أنك قلت ذلك بالفعل!");
    }
    sent.push(this);
    let id = 900 + sent.len();
    Response::redirect(
        302,
        format!("{}?unapproved={id}&moderation-hash=5f2c91#comment-{id}", world.article_url(paper, article)),
    )
}
