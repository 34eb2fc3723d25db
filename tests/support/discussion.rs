//! A stand-in for a WordPress with one article and readers who talk under it. It answers as a real one of 6.1 was measured
//! to: 302 means taken and 200 refused, 409 for what was said before, 429 for what comes too soon, 403 where comments are
//! closed, 405 for anything but a POST; its RSS has no parents but a line of its own, its REST interface has them, and its
//! feed shows the newest ten.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::server::{Answer, FaultServer, Recorded};

/// The article's path.
pub const ARTICLE: &str = "/2026/11/mamarr/";
/// Where the form posts.
pub const POST: &str = "/wp-comments-post.php";
/// Comments that its feed shows.
const IN_FEED: usize = 10;

/// How the site looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// WordPress's own form.
    #[default]
    Plain,
    /// With a nonce, Akismet's fields and a trap with a telling name in front of the real field.
    Guarded,
    /// The form of another system.
    Own,
    /// With a riddle.
    Captcha,
    /// For those who have signed in.
    Members,
    /// No form: comments are closed.
    Closed,
    /// No form and not a word about it.
    Bare,
}

/// A comment on the site.
#[derive(Debug, Clone)]
pub struct Said {
    /// Its number.
    pub number: u32,
    /// The number of the one that it answers; 0 for none.
    pub parent: u32,
    /// Who.
    pub author: String,
    /// Markup.
    pub html: String,
    /// Written by who has an account.
    pub registered: bool,
}

/// How the site behaves. Changed by the tests while it runs.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// What it looks like.
    pub theme: Theme,
    /// Comments of new readers wait for approval.
    pub moderated: bool,
    /// Comments are closed, although the page still shows the form.
    pub closed: bool,
    /// A comment was posted a moment ago.
    pub flooded: bool,
    /// Only who has signed in may comment, although the page still shows the form.
    pub members_only: bool,
    /// The REST interface is closed.
    pub without_rest: bool,
    /// A sentence with which everything is refused (200).
    pub refuses_with: Option<String>,
    /// What is shown.
    pub said: Vec<Said>,
    /// What waits for approval.
    pub waiting: Vec<Said>,
}

/// The site.
pub struct Discussion {
    /// Its server.
    pub server: FaultServer,
    state: Arc<Mutex<State>>,
}

impl Discussion {
    /// Starts it, with two comments of which one answers the other.
    pub async fn start() -> Self {
        Self::start_as("127.0.0.1").await
    }

    /// The same, calling itself by another host's name.
    pub async fn start_as(host: &str) -> Self {
        let site = Self { server: FaultServer::start().await, state: Arc::default() };
        site.say(0, "سلمى الكيلاني", "<p>أين دراسة الأثر البيئي؟</p>");
        site.change(|state| {
            let answer = Said {
                number: 2,
                parent: 1,
                author: "ليلى حداد".to_owned(),
                html: "<p>تُنشر مع المناقصة.</p>".to_owned(),
                registered: true,
            };
            state.said.push(answer);
        });
        site.route(host);
        site
    }

    /// Adds a comment that everybody sees; answers its number.
    pub fn say(&self, parent: u32, author: &str, html: &str) -> u32 {
        let mut state = self.state();
        let number = next(&state);
        state.said.push(Said { number, parent, author: author.to_owned(), html: html.to_owned(), registered: false });
        number
    }

    /// Changes how it behaves.
    pub fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state());
    }

    /// How it stands.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was posted to it, in order.
    pub fn posts(&self) -> Vec<Recorded> {
        self.server.requests().into_iter().filter(|request| request.method == "POST").collect()
    }

    fn route(&self, host: &str) {
        let origin = format!("http://{host}:{}", self.server.port());
        let with = |answer: fn(&State, &str, &Recorded) -> Answer| {
            let (state, origin) = (Arc::clone(&self.state), origin.clone());
            move |request: &Recorded, _: usize| {
                answer(&state.lock().unwrap_or_else(PoisonError::into_inner), &origin, request)
            }
        };
        self.server.handle("/feed/", with(|state, origin, _| posts_feed(state, origin)));
        self.server.handle(ARTICLE, with(|state, origin, _| Answer::html(page(state, origin))));
        self.server.handle(&format!("{ARTICLE}feed/"), with(|state, origin, _| comments_feed(state, origin)));
        self.server.handle(&format!("{ARTICLE}feed/atom/"), with(|state, origin, _| atom(state, origin)));
        self.server.handle("/wp-json/wp/v2/comments", with(|state, _, request| rest(state, request)));
        let (state, origin) = (Arc::clone(&self.state), origin);
        self.server.handle(POST, move |request, _| {
            receive(&mut state.lock().unwrap_or_else(PoisonError::into_inner), &origin, request)
        });
    }
}

fn next(state: &State) -> u32 {
    state.said.iter().chain(&state.waiting).map(|said| said.number).max().unwrap_or(0) + 1
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn posts_feed(state: &State, origin: &str) -> Answer {
    let body = "<p>وقّعت خمس دول اتفاقًا لإنشاء ممر بري يختصر زمن الشحن بين الميناءين.</p>".repeat(12);
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"
         xmlns:wfw=\"http://wellformedweb.org/CommentAPI/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"
         xmlns:slash=\"http://purl.org/rss/1.0/modules/slash/\"><channel><title>أفق الأخبار</title><link>{origin}</link>
         <item><title>خط حديدي جديد يربط موانئ البحرين</title><link>{origin}{ARTICLE}</link>
         <comments>{origin}{ARTICLE}#comments</comments><dc:creator>ليلى حداد</dc:creator>
         <pubDate>Sun, 22 Nov 2026 09:00:00 +0000</pubDate><guid isPermaLink=\"false\">{origin}/?p=7</guid>
         <content:encoded><![CDATA[{body}]]></content:encoded>
         <wfw:commentRss>{origin}{ARTICLE}feed/</wfw:commentRss><slash:comments>{}</slash:comments></item></channel></rss>",
        state.said.len()
    );
    Answer::rss(text)
}

/// A comment's time: a minute after the one before.
fn minute(said: &Said) -> u32 {
    said.number % 60
}

fn comments_feed(state: &State, origin: &str) -> Answer {
    let mut items = String::new();
    for said in state.said.iter().rev().take(IN_FEED) {
        let parent = state.said.iter().find(|each| each.number == said.parent);
        let line = parent.map_or_else(String::new, |parent| {
            format!(
                "<p>ردًا على <a href=\"{origin}{ARTICLE}#comment-{}\">{}</a>.</p>\n\n",
                parent.number,
                escaped(&parent.author)
            )
        });
        let _ = write!(
            items,
            "<item><title>بواسطة: {author}</title><link>{origin}{ARTICLE}#comment-{n}</link>
             <dc:creator><![CDATA[{author}]]></dc:creator><pubDate>Sun, 22 Nov 2026 10:{at:02}:00 +0000</pubDate>
             <guid isPermaLink=\"false\">{origin}/?p=7#comment-{n}</guid><description><![CDATA[…]]></description>
             <content:encoded><![CDATA[{line}{html}]]></content:encoded></item>",
            author = said.author,
            n = said.number,
            at = minute(said),
            html = said.html
        );
    }
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>التعليقات على: خط حديدي</title>{items}</channel></rss>"
    );
    Answer::rss(text).conditional(Some(&format!("\"{}\"", state.said.len())), None)
}

fn atom(state: &State, origin: &str) -> Answer {
    let mut entries = String::new();
    for said in state.said.iter().rev().take(IN_FEED) {
        let to = if said.parent == 0 { String::new() } else { format!("#comment-{}", said.parent) };
        let _ = write!(
            entries,
            "<entry><title>بواسطة: {author}</title><author><name>{author}</name></author><id>{origin}/?p=7#comment-{n}</id>
             <updated>2026-11-22T10:{at:02}:00Z</updated><thr:in-reply-to ref=\"{origin}/?p=7{to}\"/>
             <content type=\"html\">{html}</content></entry>",
            author = escaped(&said.author),
            n = said.number,
            at = minute(said),
            html = escaped(&said.html)
        );
    }
    Answer::ok(
        "application/atom+xml",
        format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:thr=\"http://purl.org/syndication/thread/1.0\"><title>x</title>{entries}</feed>"
        ),
    )
}

fn rest(state: &State, request: &Recorded) -> Answer {
    let answer = |status: u16, value: &Value| {
        Answer::status(status).header("content-type", "application/json; charset=utf-8").body(value.to_string())
    };
    if state.without_rest {
        return answer(401, &json!({ "code": "rest_forbidden", "message": "لا يسمح لك." }));
    }
    let query = |name: &str| {
        let (_, query) = request.target.split_once('?')?;
        query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')?.parse::<usize>().ok())
    };
    let (page, per_page) = (query("page").unwrap_or(1), query("per_page").unwrap_or(10));
    if query("post") != Some(7) {
        return answer(200, &json!([]));
    }
    let total = state.said.len();
    if page > 1 && (page - 1) * per_page >= total {
        return answer(400, &json!({ "code": "rest_post_invalid_page_number" }));
    }
    let list: Vec<Value> = state
        .said
        .iter()
        .rev()
        .skip((page - 1) * per_page)
        .take(per_page)
        .map(|said| {
            json!({ "id": said.number, "post": 7, "parent": said.parent, "author": u32::from(said.registered),
                "author_name": said.author, "date_gmt": format!("2026-11-22T10:{:02}:00", minute(said)),
                "content": { "rendered": said.html }, "status": "approved", "type": "comment" })
        })
        .collect();
    answer(200, &Value::Array(list))
}

/// The article's page.
fn page(state: &State, origin: &str) -> String {
    let body = "<p>وقّعت خمس دول اتفاقًا لإنشاء ممر بري يختصر زمن الشحن بين الميناءين.</p>".repeat(12);
    format!(
        "<!DOCTYPE html><html lang=\"ar\" dir=\"rtl\"><head><meta charset=\"utf-8\"><title>خط حديدي جديد</title>
         <link rel=\"alternate\" type=\"application/rss+xml\" href=\"{origin}/feed/\">
         <link rel=\"alternate\" type=\"application/rss+xml\" href=\"{origin}{ARTICLE}feed/\">
         <link rel=\"https://api.w.org/\" href=\"{origin}/wp-json/\"></head><body class=\"single postid-7\">
         <form role=\"search\" action=\"{origin}/\"><input name=\"s\"></form><article><h1>خط حديدي جديد</h1>{body}</article>
         <div id=\"comments\">{}</div></body></html>",
        form(state.theme, origin)
    )
}

const NAMES: &str = "<p><label for=author>الاسم *</label><input id=author name=author required></p>
    <p><label for=email>البريد الإلكتروني *</label><input id=email name=email type=email required></p>
    <p><input id=url name=url type=url></p>
    <p><input id=cookies name=wp-comment-cookies-consent type=checkbox value=yes></p>";
const NUMBERS: &str =
    "<p><input name=submit type=submit value='إرسال التعليق'><input type=hidden name=comment_post_ID value=7>
    <input type=hidden name=comment_parent value=0></p>";
const NOTES: &str = "<p class=comment-notes>لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ <span class=required>*</span></p>";

fn form(theme: Theme, origin: &str) -> String {
    let open = format!("<form action='{origin}{POST}' method=post id=commentform class=comment-form>");
    let text = "<p><label for=comment>التعليق *</label><textarea id=comment name=comment required></textarea></p>";
    match theme {
        Theme::Plain => format!("{open}{NOTES}{text}{NAMES}{NUMBERS}</form>"),
        Theme::Guarded => format!(
            "{open}{NOTES}<textarea id=comment name=w5f0></textarea><textarea name=comment aria-hidden=true tabindex=-1
             style='position:absolute;left:-9999px'></textarea><div style='display:none'><input name=homepage></div>{NAMES}{NUMBERS}
             <input type=hidden name=_wpnonce value=a1b2c3><p style='display:none!important'><textarea name=ak_hp_textarea></textarea>
             <input type=hidden name=ak_js value=61></p></form>"
        ),
        Theme::Own => format!(
            "<section class=reader-comments><form method=post action='{POST}'><input type=hidden name=article value=7>
             <input name=full_name placeholder='الاسم'><input name=mail type=email><textarea name=body></textarea><button>أرسل</button></form></section>"
        ),
        Theme::Captcha => format!("{open}{text}{NAMES}{NUMBERS}<div class=g-recaptcha data-sitekey=x></div></form>"),
        Theme::Members => "<p class=must-log-in>يجب أن تكون <a href=/wp-login.php>مسجل الدخول</a> لتضيف تعليقًا.</p>".to_owned(),
        Theme::Closed => "<p class=no-comments>التعليقات مغلقة.</p>".to_owned(),
        Theme::Bare => String::new(),
    }
}

fn refusal(status: u16, reason: &str) -> Answer {
    let page = format!(
        "<!DOCTYPE html><html><head><title>فشل إرسال التعليق</title></head><body id=\"error-page\">
         <div class=\"wp-die-message\">{reason}</div><p><a href=\"javascript:history.back()\">&laquo; العودة</a></p></body></html>"
    );
    Answer::status(status).header("content-type", "text/html; charset=utf-8").body(page)
}

fn receive(state: &mut State, origin: &str, request: &Recorded) -> Answer {
    if request.method != "POST" {
        return Answer::status(405).header("allow", "POST");
    }
    let fields = fields(&request.body);
    let field = |name: &str| fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim());
    if state.theme == Theme::Own {
        let html = format!("<p>{}</p>", escaped(field("body")));
        let number = next(state);
        state.said.push(Said {
            number,
            parent: 0,
            author: field("full_name").to_owned(),
            html: html.clone(),
            registered: false,
        });
        return Answer::html(format!(
            "<html><body><h1>خط حديدي</h1><ul class=comments><li>{html}</li></ul></body></html>"
        ));
    }
    let text = if state.theme == Theme::Guarded { field("w5f0") } else { field("comment") };
    if field("comment_post_ID") != "7" {
        return Answer::status(200);
    }
    if let Some(reason) = &state.refuses_with {
        return refusal(200, reason);
    }
    if state.closed {
        return refusal(403, "Sorry, comments are closed for this item.");
    }
    if state.members_only {
        return refusal(403, "عفوًا، يجب تسجيل الدخول للتعليق.");
    }
    if state.theme == Theme::Guarded {
        let trapped =
            !field("comment").is_empty() || !field("homepage").is_empty() || !field("ak_hp_textarea").is_empty();
        if trapped || field("_wpnonce") != "a1b2c3" || field("ak_js") != "61" {
            return refusal(403, "تعذّر التحقق من النموذج.");
        }
    }
    if field("author").is_empty() || field("email").is_empty() {
        return refusal(200, "<p><strong>خطأ:</strong> من فضلك أدخل الحقول المطلوبة (الاسم والبريد الإلكتروني).</p>");
    }
    if text.is_empty() {
        return refusal(200, "<p><strong>خطأ:</strong> من فضلك اكتب نص التعليق.</p>");
    }
    if state.flooded {
        return refusal(429, "أنت ترسل التعليقات بسرعة كبيرة. مهلًا.").header("retry-after", "90");
    }
    let html = format!("<p>{}</p>", escaped(text).replace("\r\n", "<br>"));
    let author = field("author").to_owned();
    if state.said.iter().chain(&state.waiting).any(|said| said.html == html && said.author == author) {
        return refusal(409, "تم اكتشاف تعليق مكرر؛ يبدو أنك قلت ذلك بالفعل!");
    }
    let number = next(state);
    let parent = field("comment_parent").parse().unwrap_or(0);
    let said = Said { number, parent, author, html, registered: false };
    if state.moderated {
        state.waiting.push(said);
        let to = format!("{origin}{ARTICLE}?unapproved={number}&moderation-hash=5f2c91#comment-{number}");
        return Answer::redirect(302, &to).header("set-cookie", "comment_author_x=y");
    }
    state.said.push(said);
    Answer::redirect(302, &format!("{origin}{ARTICLE}#comment-{number}")).header("set-cookie", "comment_author_x=y")
}

/// The fields of a posted form.
pub fn fields(body: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(body).map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}
