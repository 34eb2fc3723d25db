#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

fn page_at() -> Url {
    Url::parse("https://jisr.example/2026/khabar/").unwrap()
}

fn found(body: &str) -> Result<Form, NoForm> {
    find(
        &format!("<!doctype html><html lang=ar><head><meta charset=utf-8></head><body>{body}</body></html>"),
        None,
        &page_at(),
    )
}

fn posted(form: &Form, parent: Option<&str>) -> Vec<(String, String)> {
    let entered = Entered { body: "سطر\nثانٍ & =", author: "سلمى", email: "salma@x.example", parent };
    let bytes = form.filled(&entered).unwrap();
    url::form_urlencoded::parse(&bytes).map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

fn value<'p>(pairs: &'p [(String, String)], name: &str) -> Option<&'p str> {
    pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// As WordPress 6.1 writes it, with what Akismet and a nonce add.
const WORDPRESS: &str = r##"<div id="respond" class="comment-respond"><h3 id="reply-title">اترك تعليقاً</h3>
<form action="https://jisr.example/wp-comments-post.php" method="post" id="commentform" class="comment-form" novalidate>
<p class="comment-notes"><span id="email-notes">لن يتم نشر عنوان بريدك الإلكتروني.</span> <span class="required-field-message">الحقول الإلزامية مشار إليها بـ <span class="required">*</span></span></p>
<p class="comment-form-comment"><label for="comment">التعليق <span class="required">*</span></label> <textarea id="comment" name="comment" cols="45" rows="8" maxlength="65525" required></textarea></p>
<p class="comment-form-author"><label for="author">الاسم <span class="required">*</span></label> <input id="author" name="author" type="text" value="" size="30" maxlength="245" autocomplete="name" required /></p>
<p class="comment-form-email"><label for="email">البريد الإلكتروني <span class="required">*</span></label> <input id="email" name="email" type="email" value="" required /></p>
<p class="comment-form-url"><label for="url">الموقع الإلكتروني</label> <input id="url" name="url" type="url" value="" /></p>
<p class="comment-form-cookies-consent"><input id="wp-comment-cookies-consent" name="wp-comment-cookies-consent" type="checkbox" value="yes" /> <label for="wp-comment-cookies-consent">احفظ اسمي</label></p>
<p class="form-submit"><input name="submit" type="submit" id="submit" class="submit" value="إرسال التعليق" /> <input type='hidden' name='comment_post_ID' value='7' id='comment_post_ID' />
<input type='hidden' name='comment_parent' id='comment_parent' value='0' /></p>
<input type="hidden" id="akismet_comment_nonce" name="akismet_comment_nonce" value="8c8a7f" />
<p style="display: none !important;"><label>&#916;<textarea name="ak_hp_textarea" cols="45" rows="8" maxlength="100"></textarea></label><input type="hidden" id="ak_js_1" name="ak_js" value="243"/></p></form></div>"##;

#[test]
fn wordpress_form_comes_back_whole() {
    let form = found(WORDPRESS).unwrap();
    assert_eq!(form.action.as_str(), "https://jisr.example/wp-comments-post.php");
    assert!(form.author_required && form.email_required && form.takes_replies);
    assert_eq!(form.rules.as_deref(), Some("لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *"));
    let pairs = posted(&form, None);
    let names: Vec<&str> = pairs.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "comment",
            "author",
            "email",
            "url",
            "submit",
            "comment_post_ID",
            "comment_parent",
            "akismet_comment_nonce",
            "ak_hp_textarea",
            "ak_js"
        ]
    );
    assert_eq!(value(&pairs, "comment"), Some("سطر\r\nثانٍ & ="));
    assert_eq!((value(&pairs, "author"), value(&pairs, "email")), (Some("سلمى"), Some("salma@x.example")));
    assert_eq!((value(&pairs, "comment_post_ID"), value(&pairs, "comment_parent")), (Some("7"), Some("0")));
    assert_eq!((value(&pairs, "akismet_comment_nonce"), value(&pairs, "ak_hp_textarea")), (Some("8c8a7f"), Some("")));
    assert_eq!(value(&pairs, "wp-comment-cookies-consent"), None, "a box that nobody ticked");
    assert_eq!(value(&posted(&form, Some("45")), "comment_parent"), Some("45"));
}

#[test]
fn a_trap_with_a_telling_name_stays_as_it_came() {
    // As Antispam Bee has it: the real text area has a made-up name, the one called «comment» is out of sight.
    let form = found(r#"<form action="/wp-comments-post.php" method="post"><p><label for="comment">التعليق</label>
        <textarea autocomplete="new-password" id="comment" name="g7d1" cols="45"></textarea>
        <textarea id="c9f" aria-label="hp-comment" aria-hidden="true" name="comment" autocomplete="new-password" style="padding:0 !important;clip:rect(1px, 1px, 1px, 1px) !important;position:absolute !important" tabindex="-1"></textarea></p>
        <div style="position:absolute; left:-9999px"><input type="email" name="email" value=""><input name="author"></div>
        <input name="author_x" id="author" type="text"><input type="email" name="mail_x" id="email" placeholder="البريد *">
        <input type="hidden" name="comment_post_ID" value="7"></form>"#)
    .unwrap();
    let pairs = posted(&form, None);
    assert_eq!((value(&pairs, "g7d1"), value(&pairs, "comment")), (Some("سطر\r\nثانٍ & ="), Some("")));
    assert_eq!((value(&pairs, "author_x"), value(&pairs, "author")), (Some("سلمى"), Some("")));
    assert_eq!((value(&pairs, "mail_x"), value(&pairs, "email")), (Some("salma@x.example"), Some("")));
    assert!(form.email_required && !form.author_required, "as its stars say");
    assert!(!form.takes_replies);
}

#[test]
fn forms_of_other_systems_are_known_by_their_comment_field() {
    let form = found(r#"<form class="search" method="post"><textarea name="q"></textarea></form>
        <form id="contact-us" method="post" action="/contact"><textarea name="message"></textarea></form>
        <section class="comments-area"><form method="POST" action="add"><input type="hidden" name="csrf" value="t0k">
        <input name="full_name" required><input name="user_mail" aria-required="true"><textarea name="body"></textarea>
        <select name="rate"><option value="1">1<option value="5" selected>5</select>
        <input type="radio" name="kind" value="a" checked><input type="radio" name="kind" value="b"><button>أرسل</button></form></section>"#)
    .unwrap();
    assert_eq!(form.action.as_str(), "https://jisr.example/2026/khabar/add");
    let pairs = posted(&form, None);
    assert_eq!(
        (value(&pairs, "csrf"), value(&pairs, "rate"), value(&pairs, "kind")),
        (Some("t0k"), Some("5"), Some("a"))
    );
    assert_eq!((value(&pairs, "full_name"), value(&pairs, "user_mail")), (Some("سلمى"), Some("salma@x.example")));
    assert!(form.author_required && form.email_required);
}

#[test]
fn fields_outside_of_the_form_that_name_it_belong_to_it() {
    let form = found(r#"<form id="commentform" method="post" action="/c"></form><textarea form="commentform" name="comment"></textarea>
        <input form="commentform" type="hidden" name="n" value="1">"#).unwrap();
    assert_eq!(value(&posted(&form, None), "n"), Some("1"));
}

#[test]
fn what_only_a_browser_can_fill_is_said() {
    let with = |inner: &str| {
        found(&format!(
            "<form action='/wp-comments-post.php' method=post><textarea name=comment></textarea>{inner}</form>"
        ))
        .map(|_| ())
    };
    assert_eq!(with(""), Ok(()));
    assert_eq!(with("<div class='g-recaptcha' data-sitekey=x></div>"), Err(NoForm::Captcha));
    assert_eq!(with("<div class='cf-turnstile'></div>"), Err(NoForm::Captcha));
    assert_eq!(with("<label>3 + 4 = <input name=sum type=text required></label>"), Err(NoForm::Extra));
    assert_eq!(with("<input type=checkbox name=privacy required>"), Err(NoForm::Extra));
    assert_eq!(with("<input type=checkbox name=privacy>"), Ok(()));
    assert_eq!(
        with("<div style='display:none'><input name=trap required></div>"),
        Ok(()),
        "a trap may say what it likes"
    );
}

#[test]
fn a_form_posts_to_its_own_site_and_safely() {
    let to = |action: &str| {
        found(&format!("<form id=commentform method=post action='{action}'><textarea name=comment></textarea></form>"))
            .map(|form| form.action.to_string())
    };
    assert_eq!(to(""), Ok("https://jisr.example/2026/khabar/".into()));
    assert_eq!(to("http://jisr.example/c"), Ok("https://jisr.example/c".into()), "an old address");
    assert_eq!(to("https://www.jisr.example/c"), Ok("https://www.jisr.example/c".into()));
    for elsewhere in [
        "https://evil.example/c",
        "http://www.jisr.example/c",
        "javascript:alert(1)",
        "https://jisr.example.evil.example/c",
    ] {
        assert_eq!(to(elsewhere), Err(NoForm::Unsafe), "{elsewhere}");
    }
}

#[test]
fn why_there_is_none_is_said() {
    let why = |body: &str| found(body).map(|_| ()).unwrap_err();
    assert_eq!(why("<p>مقال</p>"), NoForm::NotFound);
    assert_eq!(why("<p class=no-comments>التعليقات مغلقة.</p>"), NoForm::Closed);
    assert_eq!(why("<div id=comments><p>عفوًا، التعليقات مُغلقة.</p></div>"), NoForm::Closed);
    assert_eq!(
        why("<p class=must-log-in>يجب أنت تكون <a href=/wp-login.php>مسجل الدخول</a> لتضيف تعليقاً.</p>"),
        NoForm::SignIn
    );
    assert_eq!(why("<p>سجّل الدخول لإضافة تعليق</p>"), NoForm::SignIn);
    assert_eq!(why("<div id=disqus_thread></div>"), NoForm::External);
    assert_eq!(why("<div class=fb-comments></div>"), NoForm::External);
}

#[test]
fn a_page_in_another_encoding_is_answered_in_it() {
    let page = "<form action='/wp-comments-post.php' method=post><textarea name=comment></textarea></form>";
    let form = find(page, Some("text/html; charset=windows-1256"), &page_at()).unwrap();
    let bytes = form.filled(&Entered { body: "سلام 🙂", author: "", email: "", parent: None }).unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), "comment=%D3%E1%C7%E3+%26%23128578%3B");
}

#[test]
fn hostile_pages_have_no_form() {
    assert_eq!(found(&"<div>".repeat(20_000)).map(|_| ()), Err(NoForm::NotFound));
    let many = format!(
        "<form id=commentform method=post>{}<textarea name=comment></textarea></form>",
        "<input name=a value=b>".repeat(50_000)
    );
    assert_eq!(found(&many).map(|_| ()).unwrap_err(), NoForm::NotFound, "no field among the first two hundred");
}
