//! A site's own form for comments: found in the live page, filled as a browser without scripts would. WordPress's is known
//! by where it posts; any other by a visible text area in something that is called comments.

use std::borrow::Cow;

use dom_query::{Document, NodeRef};
use encoding_rs::Encoding;
use url::Url;

use crate::extract;
use crate::feed;
use crate::html::line;
use crate::site::{same_site, walls};
use crate::text::fold;

/// Controls of a form that are looked at.
const MOST_CONTROLS: usize = 200;
/// Bytes of what is posted. The comment itself is at most 65,525 characters; nonces and the like take little.
const MOST_POSTED: usize = 2 * 1024 * 1024;
/// Characters of a site's rules that are shown.
const MOST_RULES: usize = 400;

/// Why a page takes no comment from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoForm {
    /// There is nothing to comment with.
    NotFound,
    /// The site says that comments are closed.
    Closed,
    /// Only who has signed in may comment.
    SignIn,
    /// A riddle that only a browser with its reader can solve.
    Captcha,
    /// Comments are another service's (Disqus, Facebook, Jetpack).
    External,
    /// The form wants something that is not asked for here.
    Extra,
    /// The form would send name and e-mail without encryption, or to another site.
    Unsafe,
}

/// What the reader wrote.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entered<'a> {
    pub(crate) body: &'a str,
    pub(crate) author: &'a str,
    pub(crate) email: &'a str,
    /// The comment that it answers, by the site's own key.
    pub(crate) parent: Option<&'a str>,
}

/// What a control is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Comment,
    Author,
    Email,
    Parent,
    /// Sent back as it came: hidden fields, honeypots, boxes that are ticked already.
    Given,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Control {
    name: String,
    value: String,
    role: Role,
}

/// A comment form, ready to be filled.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    /// Where it posts.
    pub(crate) action: Url,
    /// The site wants a name.
    pub(crate) author_required: bool,
    /// The site wants an e-mail address.
    pub(crate) email_required: bool,
    /// It can answer a comment.
    pub(crate) takes_replies: bool,
    /// What the site says above it, plain text.
    pub(crate) rules: Option<String>,
    controls: Vec<Control>,
    encoding: &'static Encoding,
}

impl Form {
    /// The form as it is posted, `application/x-www-form-urlencoded`; none when it would be too long.
    pub(crate) fn filled(&self, entered: &Entered<'_>) -> Option<Vec<u8>> {
        let encoding = self.encoding;
        // What the site's encoding lacks becomes a numeric reference, as in browsers.
        let encode = encoder(move |text| encoding.encode(text).0);
        let mut out = url::form_urlencoded::Serializer::new(String::new());
        out.encoding_override(Some(&encode));
        for control in &self.controls {
            let value = match control.role {
                // Text areas send line breaks so.
                Role::Comment => &entered.body.replace("\r\n", "\n").replace('\n', "\r\n"),
                Role::Author => entered.author,
                Role::Email => entered.email,
                Role::Parent => entered.parent.unwrap_or(&control.value),
                Role::Given => &control.value,
            };
            out.append_pair(&control.name, value);
        }
        let filled = out.finish().into_bytes();
        (filled.len() <= MOST_POSTED).then_some(filled)
    }
}

/// Says of a closure that it borrows from what it is given, which inference does not find out.
fn encoder<F: for<'t> Fn(&'t str) -> Cow<'t, [u8]>>(encode: F) -> F {
    encode
}

/// Finds the comment form of a page. `charset`: what the HTTP header says of its encoding.
pub(crate) fn find(page: &str, charset: Option<&str>, url: &Url) -> Result<Form, NoForm> {
    let page = extract::bounded(page).ok_or(NoForm::NotFound)?;
    // The tree is other people's code, fed with whatever the web holds.
    std::panic::catch_unwind(|| look(page, charset, url)).unwrap_or(Err(NoForm::NotFound))
}

fn look(page: &str, charset: Option<&str>, url: &Url) -> Result<Form, NoForm> {
    let doc = Document::from(page);
    let base = doc.select("base[href]").attr("href").and_then(|href| feed::resolve(&href, Some(url)));
    let base = base.unwrap_or_else(|| url.clone());
    let mut best: Option<(u8, Result<Form, NoForm>)> = None;
    for form in doc.select("form").nodes().iter().take(60) {
        let rank = rank(form);
        if rank == 0 || best.as_ref().is_some_and(|(known, _)| *known >= rank) {
            continue;
        }
        let encoding = encoding(form, &doc, charset);
        if let Some(read) = read(form, &doc, &base, url, encoding) {
            best = Some((rank, read));
        }
    }
    match best {
        Some((_, found)) => found,
        None => Err(why_none(page, &doc)),
    }
}

/// How surely a form is the comment form; 0 when it is not.
fn rank(form: &NodeRef<'_>) -> u8 {
    let action = form.attr("action").unwrap_or_default().to_ascii_lowercase();
    if action.contains("wp-comments-post.php") {
        return 4;
    }
    let names = names(form);
    if names.split_whitespace().any(|name| name == "commentform" || name == "comment-form") {
        return 3;
    }
    let method = form.attr("method").unwrap_or_default();
    if !method.eq_ignore_ascii_case("post")
        || ["search", "contact", "newsletter", "subscribe", "login"].iter().any(|other| names.contains(other))
    {
        return 0;
    }
    let about = |text: &str| ["comment", "reply", "تعليق"].iter().any(|word| text.contains(word));
    if about(&names) || about(&action) {
        return 2;
    }
    let area = form.descendants_it().take(4_000).any(|node| node.has_name("textarea") && about(&own_names(&node)));
    let around = form.ancestors_it(Some(4)).any(|node| about(&names_of(&node)));
    u8::from(area || around)
}

fn names(node: &NodeRef<'_>) -> String {
    names_of(node)
}

fn names_of(node: &NodeRef<'_>) -> String {
    let attribute = |name: &str| node.attr(name).map(|value| value.to_ascii_lowercase()).unwrap_or_default();
    format!("{} {}", attribute("id"), attribute("class"))
}

fn own_names(node: &NodeRef<'_>) -> String {
    let attribute = |name: &str| node.attr(name).map(|value| value.to_ascii_lowercase()).unwrap_or_default();
    format!("{} {} {} {}", attribute("name"), attribute("id"), attribute("placeholder"), attribute("aria-label"))
}

fn encoding(form: &NodeRef<'_>, doc: &Document, charset: Option<&str>) -> &'static Encoding {
    let accepted = form
        .attr("accept-charset")
        .and_then(|list| list.split([' ', ',']).find_map(|label| Encoding::for_label(label.trim().as_bytes())));
    let named =
        || doc.select("meta[charset]").attr("charset").and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let from_type = |text: &str| {
        let (_, label) = text.split_once("charset=")?;
        let label = label.split(';').next().unwrap_or_default();
        Encoding::for_label(label.trim().trim_matches(['"', '\'']).as_bytes())
    };
    let equivalent = || {
        let metas = doc.select("meta[http-equiv][content]");
        metas.nodes().iter().take(10).find_map(|meta| from_type(&meta.attr("content")?.to_ascii_lowercase()))
    };
    let header = || charset.and_then(|text| from_type(&text.to_ascii_lowercase()));
    accepted.or_else(header).or_else(named).or_else(equivalent).unwrap_or(encoding_rs::UTF_8).output_encoding()
}

/// A control as the page has it.
struct Found<'a> {
    node: NodeRef<'a>,
    kind: String,
    name: String,
    seen: bool,
}

/// Reads a form; none when it has no place for a comment after all.
fn read(
    form: &NodeRef<'_>,
    doc: &Document,
    base: &Url,
    page: &Url,
    encoding: &'static Encoding,
) -> Option<Result<Form, NoForm>> {
    let action = form.attr("action").map(|action| action.trim().to_owned()).unwrap_or_default();
    let action = if action.is_empty() { Some(page.clone()) } else { feed::resolve(&action, Some(base)) };
    let found = controls(form, doc);
    let comment = pick(
        &found,
        |control| control.kind == "textarea",
        &["comment", "body", "message", "text", "content", "تعليق"],
    )?;
    let Some(mut action) = action else { return Some(Err(NoForm::Unsafe)) };
    // A page that was had safely may still name its form by the old address.
    if page.scheme() == "https" && action.scheme() == "http" && action.host_str() == page.host_str() {
        let _ = action.set_scheme("https");
    }
    if !same_site(&action, page) || (page.scheme() == "https" && action.scheme() != "https") {
        return Some(Err(NoForm::Unsafe));
    }
    if has_captcha(form) {
        return Some(Err(NoForm::Captcha));
    }
    let is_line = |control: &Found<'_>| matches!(control.kind.as_str(), "text" | "email" | "");
    let email = pick(
        &found,
        |control| is_line(control) && (control.kind == "email" || says(control, &["mail", "بريد"])),
        &["email", "mail"],
    );
    let author = pick(
        &found,
        |control| {
            is_line(control)
                && control.kind != "email"
                && Some(control.name.as_str()) != email.map(|e| e.name.as_str())
                && says(control, &["author", "name", "اسم"])
                && !says(control, &["mail", "url", "website", "user_login"])
        },
        &["author", "name"],
    );
    let is =
        |control: &Found<'_>, other: Option<&Found<'_>>| other.is_some_and(|other| other.node.id == control.node.id);
    let mut ready = Vec::new();
    for control in &found {
        let role = if is(control, Some(comment)) {
            Role::Comment
        } else if is(control, author) {
            Role::Author
        } else if is(control, email) {
            Role::Email
        } else if control.name == "comment_parent" {
            Role::Parent
        } else {
            Role::Given
        };
        let value = match role {
            Role::Comment | Role::Author | Role::Email => Some(String::new()),
            Role::Parent | Role::Given => value(control),
        };
        let wanting = role == Role::Given
            && control.seen
            && is_required(&control.node)
            && value.as_deref().unwrap_or_default().is_empty();
        if wanting {
            return Some(Err(NoForm::Extra));
        }
        if let Some(value) = value {
            ready.push(Control { name: control.name.clone(), value, role });
        }
    }
    let required = |control: Option<&Found<'_>>| {
        control.is_some_and(|control| is_required(&control.node) || is_starred(control, form))
    };
    let notes = form.descendants_it().take(4_000).find(|node| names(node).contains("comment-notes"));
    let rules = notes.map(|node| line(&node.text()).chars().take(MOST_RULES).collect::<String>());
    Some(Ok(Form {
        author_required: required(author),
        email_required: required(email),
        takes_replies: ready.iter().any(|control| control.role == Role::Parent),
        rules: rules.filter(|rules| !rules.is_empty()),
        controls: ready,
        action,
        encoding,
    }))
}

/// The form's controls that have a name, in order, and those elsewhere that name the form; of its buttons the first.
fn controls<'a>(form: &NodeRef<'a>, doc: &'a Document) -> Vec<Found<'a>> {
    let is_control =
        |node: &NodeRef<'_>| ["input", "textarea", "select", "button"].iter().any(|name| node.has_name(name));
    let mut nodes: Vec<NodeRef<'a>> = form.descendants_it().filter(is_control).take(MOST_CONTROLS).collect();
    if let Some(id) = form.attr("id").filter(|id| !id.is_empty() && !id.contains(['\'', '"', '\\', ']'])) {
        let elsewhere = doc.select(&format!("[form='{id}']"));
        nodes.extend(elsewhere.nodes().iter().filter(|node| is_control(node)).take(40).cloned());
    }
    let mut button = false;
    let mut found = Vec::new();
    for node in nodes {
        let Some(name) = node.attr("name").map(|name| name.to_string()).filter(|name| !name.is_empty()) else {
            continue;
        };
        if node.has_attr("disabled") || found.iter().any(|known: &Found<'_>| known.node.id == node.id) {
            continue;
        }
        let kind = node.attr("type").map(|kind| kind.trim().to_ascii_lowercase()).unwrap_or_default();
        let kind = if node.has_name("input") {
            kind
        } else {
            node.node_name().map(|name| name.to_string()).unwrap_or_default()
        };
        match kind.as_str() {
            "reset" | "file" | "image" => continue,
            "submit" | "button" => {
                // Who presses the first button sends its name; buttons of scripts send nothing.
                let sends =
                    kind == "submit" || node.attr("type").is_none_or(|kind| kind.eq_ignore_ascii_case("submit"));
                if button || !sends {
                    continue;
                }
                button = true;
            }
            _ => {}
        }
        let seen = kind != "hidden" && !is_out_of_sight(&node);
        found.push(Found { node, kind, name, seen });
    }
    found
}

/// The control for something: a visible one that has the best of the names, else any visible one that fits. One that is
/// out of sight is a trap for programs that fill whatever has a telling name; it stays as it came.
fn pick<'f, 'a>(found: &'f [Found<'a>], fits: impl Fn(&Found<'a>) -> bool, names: &[&str]) -> Option<&'f Found<'a>> {
    let visible: Vec<&Found<'a>> = found.iter().filter(|control| control.seen && fits(control)).collect();
    let named = |name: &str| {
        visible.iter().find(|control| control.name.eq_ignore_ascii_case(name)).or_else(|| {
            visible.iter().find(|control| control.node.attr("id").is_some_and(|id| id.eq_ignore_ascii_case(name)))
        })
    };
    names.iter().find_map(|name| named(name)).or_else(|| visible.first()).copied()
}

fn says(control: &Found<'_>, words: &[&str]) -> bool {
    let names = format!("{} {}", own_names(&control.node), control.node.attr("autocomplete").unwrap_or_default());
    words.iter().any(|word| names.contains(word))
}

/// What a control sends when nobody touches it; none when it sends nothing.
fn value(control: &Found<'_>) -> Option<String> {
    let given = |node: &NodeRef<'_>| node.attr("value").map(|value| value.to_string());
    match control.kind.as_str() {
        "checkbox" | "radio" => {
            control.node.has_attr("checked").then(|| given(&control.node).unwrap_or_else(|| "on".to_owned()))
        }
        "textarea" => Some(control.node.text().trim_start_matches('\n').to_owned()),
        "select" => {
            let options: Vec<NodeRef<'_>> =
                control.node.descendants_it().filter(|node| node.has_name("option")).take(500).collect();
            let chosen = options.iter().find(|node| node.has_attr("selected")).or_else(|| options.first())?;
            Some(given(chosen).unwrap_or_else(|| chosen.text().trim().to_owned()))
        }
        _ => Some(given(&control.node).unwrap_or_default()),
    }
}

fn is_required(node: &NodeRef<'_>) -> bool {
    node.has_attr("required") || node.attr("aria-required").is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// Whether the label of a control has a star.
fn is_starred(control: &Found<'_>, form: &NodeRef<'_>) -> bool {
    let placeholder = control.node.attr("placeholder").is_some_and(|text| text.contains('*'));
    let id = control.node.attr("id");
    placeholder
        || form
            .descendants_it()
            .take(4_000)
            .filter(|node| node.has_name("label"))
            .any(|label| id.is_some() && label.attr("for") == id && label.text().contains('*'))
}

/// Whether a page keeps something from its readers' eyes, by what stands in the markup itself.
fn is_out_of_sight(node: &NodeRef<'_>) -> bool {
    if node.attr("tabindex").is_some_and(|value| value.trim() == "-1") {
        return true;
    }
    std::iter::once(*node).chain(node.ancestors_it(Some(6)).take_while(|up| !up.has_name("form"))).any(|node| {
        let style = node
            .attr("style")
            .map(|style| style.to_ascii_lowercase().replace(char::is_whitespace, ""))
            .unwrap_or_default();
        node.has_attr("hidden")
            || node.attr("aria-hidden").is_some_and(|value| value.eq_ignore_ascii_case("true"))
            || [
                "display:none",
                "visibility:hidden",
                "opacity:0;",
                "left:-",
                "right:-",
                "top:-",
                "clip:rect",
                "clip-path:",
                "text-indent:-",
                "height:0",
                "width:0",
            ]
            .iter()
            .any(|trick| style.contains(trick))
            || style.ends_with("opacity:0")
            || names_of(&node)
                .split_whitespace()
                .any(|name| name.contains("honeypot") || matches!(name, "hp" | "hp-field" | "hidden" | "d-none"))
    })
}

fn has_captcha(form: &NodeRef<'_>) -> bool {
    form.descendants_it().take(4_000).filter(NodeRef::is_element).any(|node| {
        let names = format!(
            "{} {}",
            names_of(&node),
            node.attr("name").map(|name| name.to_ascii_lowercase()).unwrap_or_default()
        );
        ["captcha", "turnstile", "altcha", "friendlychallenge"].iter().any(|mark| names.contains(mark))
            || node.has_attr("data-sitekey")
    })
}

/// What stands where a form would.
fn why_none(page: &str, doc: &Document) -> NoForm {
    let has = |selector: &str| !doc.select(selector).nodes().is_empty();
    if has(".must-log-in, .comment-must-log-in, .must-login") {
        return NoForm::SignIn;
    }
    if has(
        "#disqus_thread, .fb-comments, .fb\\:comments, #jetpack_remote_comment, iframe[name='jetpack_remote_comment'], .giscus, .utterances, #remark42, #hyvor-talk-view, #coral_thread, #comment-editor, [data-spotim-module]",
    ) {
        return NoForm::External;
    }
    if has(".comments-closed, .no-comments, .nocomments") {
        return NoForm::Closed;
    }
    let mut found = NoForm::NotFound;
    for node in doc.select("p, div, span, h3, h4, a").nodes().iter().take(6_000) {
        let text = node.text();
        if text.len() > 400 {
            continue;
        }
        let text = fold(&text);
        if says_closed(&text) {
            return NoForm::Closed;
        }
        if says_sign_in(&text) && ["comment", "تعليق", "reply"].iter().any(|word| text.contains(word)) {
            found = NoForm::SignIn;
        }
    }
    match (found, walls::of(page, doc, 0)) {
        (NoForm::NotFound, Some(walls::Wall::Challenge)) => NoForm::Captcha,
        (NoForm::NotFound, Some(walls::Wall::SignIn)) => NoForm::SignIn,
        (found, _) => found,
    }
}

/// Whether folded words say that comments are closed.
pub(super) fn says_closed(folded: &str) -> bool {
    const CLOSED: [&str; 24] = [
        "comments are closed",
        "comments are now closed",
        "commenting is closed",
        "comments closed",
        "commentaires sont ferm",
        "التعليقات مغلق",
        "التعليقات مقفل",
        "التعليق مغلق",
        "اغلاق التعليقات",
        "اغلق باب التعليق",
        "باب التعليقات مغلق",
        "التعليقات متوقفه",
        "التعليق غير متاح",
        "kommentare geschlossen",
        "kommentare sind geschlossen",
        "kommentarfunktion ist geschlossen",
        "comentarios estan cerrados",
        "comentarios cerrados",
        "comentarios estao",
        "commenti sono chiusi",
        "reacties zijn gesloten",
        "yorumlar kapal",
        "комментарии закрыты",
        "نظرات بسته",
    ];
    CLOSED.iter().any(|phrase| folded.contains(&fold(phrase)))
}

/// Whether folded words say that one has to sign in.
pub(super) fn says_sign_in(folded: &str) -> bool {
    const SIGN_IN: [&str; 10] = [
        "must be logged in",
        "must log in",
        "log in to",
        "login to",
        "sign in to",
        "logged in to",
        "مسجل الدخول",
        "مسجلا الدخول",
        "تسجيل الدخول",
        "سجل الدخول",
    ];
    SIGN_IN.iter().any(|phrase| folded.contains(&fold(phrase)))
}

#[cfg(test)]
mod tests;
