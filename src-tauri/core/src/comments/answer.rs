//! What a site made of a comment, as its answer to the form tells. WordPress speaks by status and address (6.1: 302 means
//! taken, 200 refused); its words, in any language, are passed on and not relied on.

use dom_query::{Document, NodeRef};
use url::Url;

use super::form::{says_closed, says_sign_in};
use super::number_in;
use crate::extract;
use crate::feed;
use crate::html::{RawHtml, line, raw_to_text};
use crate::site::walls;
use crate::text::fold;

/// Characters of a site's reason that are kept.
const MOST_REASON: usize = 400;
/// Letters of a comment that are looked for in a page that may show it.
const SAMPLE: usize = 120;

/// What became of a comment. `reason` is the site's own sentence, plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It stands there for everybody, under this number if it has one.
    Published(Option<String>),
    /// It waits for approval.
    Held(Option<String>),
    /// It was taken; the site does not say whether it shows.
    Accepted,
    /// The site has it already.
    Duplicate(Option<String>),
    /// Too soon after another.
    TooFast(Option<String>),
    /// No more comments here.
    Closed(Option<String>),
    /// Refused.
    Refused(Option<String>),
    /// Only who has signed in may comment.
    SignIn(Option<String>),
    /// A check that only a browser passes.
    Captcha,
    /// The answer does not tell.
    Unknown,
}

/// Reads the answer to a posted form. `location`: where it redirects, fragment included; `said`: what was posted as the
/// comment.
pub(crate) fn read_answer(
    status: u16,
    location: Option<&Url>,
    body: &[u8],
    content_type: Option<&str>,
    said: &str,
) -> Outcome {
    if let (301..=303, Some(to)) = (status, location) {
        return redirected(to);
    }
    let page = feed::decode(body, content_type);
    let reason = reason(&page);
    let folded = reason.as_deref().map(fold).unwrap_or_default();
    match status {
        409 => Outcome::Duplicate(reason),
        429 => Outcome::TooFast(reason),
        401 => Outcome::SignIn(reason),
        403 if says_sign_in(&folded) => Outcome::SignIn(reason),
        403 if says_closed(&folded) => Outcome::Closed(reason),
        403 if reason.is_none() && is_challenge(&page) => Outcome::Captcha,
        400..=499 => Outcome::Refused(reason),
        // A gateway that lost patience may have passed the comment on.
        500..=599 => reason.map_or(Outcome::Unknown, |reason| Outcome::Refused(Some(reason))),
        200..=299 => shown(&page, reason, &folded, said),
        _ => Outcome::Unknown,
    }
}

fn redirected(to: &Url) -> Outcome {
    let number = number_in(to.as_str()).map(str::to_owned);
    let query = |wanted: &str| to.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned());
    let path = to.path().to_ascii_lowercase();
    if let Some(waiting) = query("unapproved") {
        let waiting = Some(waiting).filter(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()));
        return Outcome::Held(number.or(waiting));
    }
    match number {
        Some(number) => Outcome::Published(Some(number)),
        None if path.contains("wp-login") || path.trim_end_matches('/').ends_with("/login") => Outcome::SignIn(None),
        None => Outcome::Accepted,
    }
}

/// A page with 2xx: WordPress refuses so; other systems may show the article again with the comment in it.
fn shown(page: &str, reason: Option<String>, folded: &str, said: &str) -> Outcome {
    if reason.is_some() {
        return if says_closed(folded) { Outcome::Closed(reason) } else { Outcome::Refused(reason) };
    }
    // An empty page with 200 is WordPress's answer to a form for an article that is not there.
    if page.trim().is_empty() {
        return Outcome::Refused(None);
    }
    let sample = |text: &str| fold(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let wanted: String = sample(said).chars().take(SAMPLE).collect();
    let text = raw_to_text(&RawHtml(page.to_owned()));
    if says_held(&text) {
        return Outcome::Held(None);
    }
    if !wanted.is_empty() && sample(&text).contains(&wanted) {
        return Outcome::Published(None);
    }
    if is_challenge(page) { Outcome::Captcha } else { Outcome::Unknown }
}

/// The longest line that tells a reader of his comment, in characters.
const LONGEST_NOTICE: usize = 240;

/// Whether a page tells its reader that what he wrote waits for somebody's approval: a short line of its own, for an
/// article may speak of such things at length.
fn says_held(text: &str) -> bool {
    const HELD: [&str; 24] = [
        "awaiting moderation",
        "awaiting approval",
        "pending approval",
        "pending moderation",
        "held for moderation",
        "submitted for moderation",
        "once approved",
        "after approval",
        "after it has been approved",
        "en attente de moderation",
        "en attente de validation",
        "بانتظار المراجعه",
        "بانتظار الموافقه",
        "بانتظار موافقه",
        "بانتظار التدقيق",
        "في انتظار المراجعه",
        "في انتظار الموافقه",
        "قيد المراجعه",
        "قيد الموافقه",
        "ينتظر المراجعه",
        "ينتظر الموافقه",
        "بعد مراجعته",
        "بعد الموافقه عليه",
        "بعد موافقه",
    ];
    text.lines().filter(|line| line.chars().count() <= LONGEST_NOTICE).any(|line| {
        let folded = fold(line);
        let of_comment = ["comment", "تعليق", "مشاركت", "ردك", "رايك", "submission", "reply"];
        HELD.iter().any(|phrase| folded.contains(phrase)) && of_comment.iter().any(|word| folded.contains(word))
    })
}

fn is_challenge(page: &str) -> bool {
    let page = extract::bounded(page).unwrap_or_default();
    std::panic::catch_unwind(|| {
        let doc = Document::from(page);
        walls::of(page, &doc, 0) == Some(walls::Wall::Challenge)
    })
    .unwrap_or(false)
}

/// The sentence with which a site refuses: WordPress's `wp_die` page (also in its forms before 5.5), or a JSON answer's.
fn reason(page: &str) -> Option<String> {
    if page.trim_start().starts_with('{') {
        let value: serde_json::Value = serde_json::from_str(page.trim()).ok()?;
        return value.get("message").and_then(serde_json::Value::as_str).map(shortened).filter(|text| !text.is_empty());
    }
    let page = extract::bounded(page)?;
    std::panic::catch_unwind(|| {
        let doc = Document::from(page);
        let message = doc.select(".wp-die-message");
        let words = |node: &NodeRef<'_>| raw_to_text(&RawHtml(node.inner_html().to_string()));
        let found = message.nodes().first().map(words).or_else(|| {
            let old = doc.select("body#error-page");
            let body = old.nodes().first()?;
            let first =
                body.descendants_it().take(200).find(|node| node.has_name("p") && !node.text().trim().is_empty());
            first.as_ref().map(words)
        });
        found.map(|text| shortened(&text)).filter(|text| !text.is_empty())
    })
    .unwrap_or(None)
}

fn shortened(text: &str) -> String {
    line(text).chars().take(MOST_REASON).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn to(address: &str) -> Outcome {
        read_answer(302, Some(&Url::parse(address).unwrap()), b"", None, "x")
    }

    fn with(status: u16, body: &str) -> Outcome {
        read_answer(status, None, body.as_bytes(), Some("text/html; charset=utf-8"), "تعليق القارئ")
    }

    fn die(reason: &str) -> String {
        format!(
            "<!DOCTYPE html><html><body id=\"error-page\"><div class=\"wp-die-message\">{reason}</div><p><a href='javascript:history.back()'>&laquo; العودة</a></p></body></html>"
        )
    }

    #[test]
    fn a_redirect_tells_published_from_held() {
        assert_eq!(to("https://jisr.example/x/#comment-45"), Outcome::Published(Some("45".into())));
        let held = "https://jisr.example/x/?unapproved=46&moderation-hash=ab#comment-46";
        assert_eq!(to(held), Outcome::Held(Some("46".into())));
        assert_eq!(to("https://jisr.example/wp-login.php?redirect_to=x"), Outcome::SignIn(None));
        assert_eq!(to("https://jisr.example/thanks"), Outcome::Accepted);
    }

    #[test]
    fn statuses_tell_and_the_reason_is_passed_on_as_text() {
        let reason = |text: &str| Some(text.to_owned());
        assert_eq!(with(409, &die("تعليق مكرر!")), Outcome::Duplicate(reason("تعليق مكرر!")));
        assert_eq!(with(429, &die("مهلًا.")), Outcome::TooFast(reason("مهلًا.")));
        assert_eq!(
            with(403, &die("Sorry, comments are closed for this item.")),
            Outcome::Closed(reason("Sorry, comments are closed for this item."))
        );
        assert_eq!(with(403, &die("Kommentare geschlossen.")), Outcome::Closed(reason("Kommentare geschlossen.")));
        assert_eq!(
            with(403, &die("عفوًا، يجب تسجيل الدخول للتعليق.")),
            Outcome::SignIn(reason("عفوًا، يجب تسجيل الدخول للتعليق."))
        );
        assert_eq!(
            with(403, &die("The link you followed has expired.")),
            Outcome::Refused(reason("The link you followed has expired."))
        );
        assert_eq!(
            with(200, &die("<p><strong>خطأ:</strong> من فضلك <script>alert(1)</script>أدخل &lt;b&gt;الاسم.</p>")),
            Outcome::Refused(reason("خطأ: من فضلك أدخل <b>الاسم."))
        );
        assert_eq!(with(200, ""), Outcome::Refused(None), "no such article");
        assert_eq!(with(405, ""), Outcome::Refused(None));
        assert_eq!(with(500, &die("تعذر حفظ التعليق.")), Outcome::Refused(reason("تعذر حفظ التعليق.")));
        for refusal in ["كلمة ممنوعة.", "Your IP address is on our list.", "رمز التحقق غير صحيح."]
        {
            assert_eq!(with(403, &die(refusal)), Outcome::Refused(reason(refusal)), "403 is not always closed");
        }
        for closed in ["Les commentaires sont fermés.", "Yorumlar kapalı.", "التعليقات مغلقة لهذه المقالة."]
        {
            assert_eq!(with(403, &die(closed)), Outcome::Closed(reason(closed)));
        }
    }

    #[test]
    fn a_page_that_says_so_holds_the_comment() {
        for notice in [
            "شكراً لك، تعليقك بانتظار المراجعة.",
            "تم استلام تعليقك وسيُنشر بعد الموافقة عليه",
            "Your comment is awaiting moderation.",
            "تعليقكم قيد المراجعة",
        ] {
            let page = format!("<html><body><h1>خبر</h1><p>نص الخبر.</p><div class=x>{notice}</div></body></html>");
            assert_eq!(with(200, &page), Outcome::Held(None), "{notice}");
        }
        let about = format!("<p>{} القانون قيد المراجعة في البرلمان منذ شهر.</p>", "قال الوزير. ".repeat(30));
        assert_eq!(with(200, &format!("<html><body>{about}</body></html>")), Outcome::Unknown);
        assert_eq!(with(200, "<html><body><p>القانون قيد المراجعة.</p></body></html>"), Outcome::Unknown);
    }

    #[test]
    fn what_does_not_tell_is_not_guessed() {
        for status in [502, 504, 500] {
            assert_eq!(with(status, "<html>Bad gateway</html>"), Outcome::Unknown);
        }
        assert_eq!(with(200, "<html><body><h1>خبر</h1></body></html>"), Outcome::Unknown);
        assert_eq!(with(200, "<html><body><p>تعليق\n القارئ</p></body></html>"), Outcome::Published(None));
        let challenge = "<html><head><title>Just a moment...</title></head><body><script src='/cdn-cgi/challenge-platform/x'></script></body></html>";
        assert_eq!(with(403, challenge), Outcome::Captcha);
    }
}
