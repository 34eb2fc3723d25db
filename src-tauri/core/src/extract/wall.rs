//! What stands in an article's place: a check for browsers, a wall of consent or money, a sign-in, «الصفحة غير موجودة».

mod facts;
mod phrases;

use dom_query::Document;
use url::Url;

use super::index::Index;
use super::{ExtractError, Extracted, address};
use crate::text::fold;
use facts::Facts;
use phrases::CONSENT;
pub(crate) use phrases::{CHALLENGE_MARKS, CHALLENGE_TITLES};

/// Why a page is not the article that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Blocked {
    /// A check that only a browser passes.
    Challenge,
    /// A page that wants a consent before anything else.
    Consent,
    /// The beginning of an article whose rest is for subscribers.
    Paywall,
    /// A page that wants a sign-in.
    Login,
    /// The article is gone, whatever the status says.
    NotFound,
}

impl Blocked {
    /// As it is written in answers and stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Challenge => "challenge",
            Self::Consent => "consent",
            Self::Paywall => "paywall",
            Self::Login => "login",
            Self::NotFound => "not_found",
        }
    }

    /// As [`Blocked::as_str`] writes it.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Challenge, Self::Consent, Self::Paywall, Self::Login, Self::NotFound]
            .into_iter()
            .find(|b| b.as_str() == text)
    }
}

/// What is known of an answer beside its body. All of it may be unknown.
#[derive(Debug, Clone, Copy, Default)]
pub struct Answer<'a> {
    /// The status of the last hop.
    pub status: Option<u16>,
    /// Headers, names in any case.
    pub headers: &'a [(String, String)],
    /// What was asked for.
    pub asked: Option<&'a Url>,
    /// Where the answer came from in the end.
    pub from: Option<&'a Url>,
}

/// An article of so many letters of its own stands for itself, whatever stands beside it.
const LONG: usize = 1_500;

/// A page with more letters of prose than this in the place of its text is not looked at before its article is found:
/// twice [`LONG`], for what is found is mostly less.
const LOOKED_AT: usize = 3_000;

/// Whether the page is something else than the article that was asked for. Pure; [`super::extract`] asks the same of
/// the page alone, [`extract_answer`] gives the article as well.
pub fn blocked(answer: &Answer<'_>, page: &str) -> Option<Blocked> {
    extract_answer(answer, page).ok()?.blocked
}

/// The article in an answer; [`Extracted::blocked`] says what stands in its place, as the answer or its page tells.
pub fn extract_answer(answer: &Answer<'_>, page: &str) -> Result<Extracted, ExtractError> {
    match by_answer(answer) {
        Some(wall) => Ok(Extracted { blocked: Some(wall), ..Extracted::default() }),
        None => super::extract(page, answer.from.or(answer.asked)),
    }
}

/// What status, headers and redirects say.
fn by_answer(answer: &Answer<'_>) -> Option<Blocked> {
    let header = |name: &str| {
        answer.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.to_ascii_lowercase())
    };
    let refused = answer.status.is_some_and(|status| matches!(status, 401 | 403 | 405 | 429 | 503));
    if header("cf-mitigated").is_some_and(|v| v.contains("challenge"))
        || refused
            && (header("x-datadome").is_some()
                || header("x-amzn-waf-action").is_some()
                || header("server").is_some_and(|v| v.contains("ddos-guard")))
    {
        return Some(Blocked::Challenge);
    }
    match answer.status {
        Some(401) => return Some(Blocked::Login),
        Some(402) => return Some(Blocked::Paywall),
        Some(404 | 410) => return Some(Blocked::NotFound),
        _ => {}
    }
    let (asked, from) = (answer.asked?, answer.from?);
    if address::story_key(asked) == address::story_key(from) {
        return None;
    }
    by_address(from).or_else(|| {
        (is_front(from) && !is_front(asked) && address::same_publisher(asked, from)).then_some(Blocked::NotFound)
    })
}

/// What the address of a page says that one was sent to.
fn by_address(url: &Url) -> Option<Blocked> {
    let host = url.host_str().unwrap_or_default();
    let path = address::decoded(url.path());
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    if host.starts_with("consent.")
        || host.starts_with("guce.")
        || host.starts_with("privacy-mgmt.")
        || parts.clone().any(|p| matches!(p, "consent" | "collectconsent" | "cookie-consent" | "privacy-consent"))
    {
        return Some(Blocked::Consent);
    }
    let named = |p: &str| {
        let p = p.trim_end_matches(".aspx").trim_end_matches(".php").trim_end_matches(".html");
        matches!(p, "login" | "signin" | "sign-in" | "log-in" | "logon" | "wp-login" | "sso" | "authenticate" | "auth")
    };
    if host.starts_with("login.")
        || host.starts_with("accounts.")
        || host.starts_with("auth.")
        || parts.clone().any(named)
    {
        return Some(Blocked::Login);
    }
    parts
        .any(|p| {
            matches!(
                p,
                "404"
                    | "404.html"
                    | "error404"
                    | "not-found"
                    | "notfound"
                    | "page-not-found"
                    | "404.aspx"
                    | "notfound.aspx"
            )
        })
        .then_some(Blocked::NotFound)
}

/// The front page of a site, or of one of its languages.
fn is_front(url: &Url) -> bool {
    url.query().is_none()
        && matches!(
            address::decoded(url.path()).trim_matches('/'),
            "" | "index.html"
                | "index.php"
                | "index.htm"
                | "default.aspx"
                | "home"
                | "ar"
                | "ara"
                | "arabic"
                | "en"
                | "fr"
                | "ar/home"
        )
}

/// What a page is instead of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Instead {
    /// Something that stands before it, or in its place.
    Wall(Blocked),
    /// Nothing: works, a fault, a name for sale.
    Idle,
}

/// What a page is whose own text comes to little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    is: Option<Instead>,
    /// It holds whatever text was found.
    sure: bool,
}

/// Looks at a page whose tree is whole but for the sub-headline. What it is found to be counts only if its article
/// proves to be short, or if it says by all its names that it is none. `prose`: letters of prose in the place of its
/// text.
pub(super) fn look_at(
    index: &Index<'_>,
    markup: &str,
    (url, found): (Option<&Url>, &Extracted),
    prose: usize,
) -> Option<Verdict> {
    (prose < LOOKED_AT || facts::may_be_no_article(index))
        .then(|| Facts::read(index, markup, found.subtitle.as_deref()).judge(url, found))
}

/// What the page itself says. `found`: what was read of it, body included; `verdict`: what it was looked at for, if it
/// was.
pub(super) fn of_page(markup: &str, url: Option<&Url>, found: &Extracted, verdict: Option<Verdict>) -> Option<Instead> {
    let own = found.text.chars().filter(|c| c.is_alphanumeric()).count();
    let short = own < LONG || CONSENT.begin(&words(&found.title));
    if !short && !verdict.is_some_and(|verdict| verdict.sure) {
        return None;
    }
    let verdict = verdict.unwrap_or_else(|| {
        let doc = Document::from(markup);
        Facts::read(&Index::read(&doc), markup, None).judge(url, found)
    });
    verdict.is
}

/// A text's words, folded, one space between: phrases are looked for in it.
pub(crate) fn words(text: &str) -> String {
    let folded = fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
