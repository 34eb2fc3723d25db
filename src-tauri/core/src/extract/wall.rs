//! What stands in an article's place: a check for browsers, a wall of consent or money, a sign-in, «الصفحة غير موجودة».

mod phrases;

use dom_query::{Document, NodeRef};
use url::Url;

use super::lines::Lines;
use super::{Extracted, address, dom};
use crate::text::fold;
use phrases::{
    ACCEPT_BUTTONS, CHALLENGE_LINES, CONSENT_LINES, CONSENT_MARKS, CONSENT_WORDS, GONE, GONE_TITLES, LOGIN_LINES,
    LOGIN_TITLES, PAYWALL_LINES, PAYWALL_MARKS,
};
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

/// With fewer letters of its own than this a page that speaks of money is a teaser.
const TEASER: usize = 1_000;

/// With fewer letters of its own than this a page that says it is something else is.
const LITTLE: usize = 180;

/// Whether the page is something else than the article that was asked for. Pure; [`super::extract`] asks the same of
/// the page alone.
pub fn blocked(answer: &Answer<'_>, page: &str) -> Option<Blocked> {
    by_answer(answer).or_else(|| {
        let found = super::extract(page, answer.from.or(answer.asked)).ok();
        match found {
            Some(found) => found.blocked,
            None => super::bounded(page).and_then(|page| of_page(page, answer.from, &Extracted::default())),
        }
    })
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

/// What the page itself says. `found`: what was read of it, body included.
pub(super) fn of_page(page: &str, url: Option<&Url>, found: &Extracted) -> Option<Blocked> {
    let own = found.text.chars().filter(|c| c.is_alphanumeric()).count();
    let title_says = words(&found.title);
    if own >= LONG && !begins_with(&title_says, CONSENT_LINES) {
        return None;
    }
    let doc = Document::from(page);
    let facts = Facts::read(&doc, page);
    facts
        .challenge()
        .or_else(|| facts.gone(url, found))
        .or_else(|| facts.consent())
        .or_else(|| facts.login())
        .or_else(|| facts.paywall())
}

/// What is looked at of a page that has little text.
struct Facts<'a> {
    doc: &'a Document,
    /// The page in lower case, as far as marks are looked for.
    lower: String,
    /// `<title>` and headings of the first two levels, folded.
    titles: Vec<String>,
    /// Lines outside of menus and footers, folded, with their letters outside of links.
    lines: Vec<(String, usize)>,
    /// It says of itself that it is an article.
    article: bool,
}

/// More of a page than this is not searched for marks, in bytes.
const MOST_SEARCHED: usize = 400_000;

impl<'a> Facts<'a> {
    fn read(doc: &'a Document, page: &str) -> Self {
        let mut end = page.len().min(MOST_SEARCHED);
        while !page.is_char_boundary(end) {
            end -= 1;
        }
        let lower = page[..end].to_ascii_lowercase();
        let titles = doc
            .select("title, h1, h2")
            .nodes()
            .iter()
            .filter(|n| !n.ancestors_it(None).any(|a| ["nav", "footer", "aside"].iter().any(|name| a.has_name(name))))
            .take(4)
            .map(|n| words(&n.text()))
            .filter(|t| !t.is_empty())
            .collect();
        let lines = doc.body().map(|body| {
            Lines::read(&body, is_beside)
                .lines
                .iter()
                .take(2_000)
                .map(|line| (words(&line.text), line.letters - line.linked))
                .collect()
        });
        let kind = doc.select("meta[property='og:type']").attr("content").unwrap_or_default().to_ascii_lowercase();
        let article = kind == "article"
            || doc.select("meta[property='article:published_time']").exists()
            || ["newsarticle", "blogposting", "\"article\"", "reportagenewsarticle"].iter().any(|t| lower.contains(t));
        Self { doc, lower, titles, lines: lines.unwrap_or_default(), article }
    }

    /// Letters of lines that read like an article's, but for those that `wall` says are the wall's own.
    fn prose(&self, wall: impl Fn(&str) -> bool) -> usize {
        self.lines.iter().filter(|(text, own)| *own >= 40 && !wall(text)).map(|(_, own)| own).sum()
    }

    /// Whether a short line says one of `phrases` at its head.
    fn says(&self, phrases: &[&str]) -> bool {
        self.lines.iter().any(|(text, own)| *own <= 260 && begins_with(text, phrases))
    }

    /// Whether a short line says one of `phrases` anywhere.
    fn mentions(&self, phrases: &[&str], longest: usize) -> bool {
        self.lines.iter().any(|(text, own)| *own <= longest && phrases.iter().any(|p| holds(text, p)))
    }

    fn titled(&self, phrases: &[&str]) -> bool {
        self.titles.iter().any(|title| begins_with(title, phrases) && title.split(' ').count() <= 14)
    }

    fn challenge(&self) -> Option<Blocked> {
        let marked = CHALLENGE_MARKS.iter().any(|mark| self.lower.contains(mark));
        let named = self.titled(CHALLENGE_TITLES);
        let told = self.mentions(CHALLENGE_LINES, 400);
        let prose = self.prose(|text| CHALLENGE_LINES.iter().any(|p| holds(text, p)));
        let little = prose < LITTLE && !self.article;
        (little && (told || named && (marked || prose < 160) || marked && self.letters() < 400))
            .then_some(Blocked::Challenge)
    }

    fn letters(&self) -> usize {
        self.lines.iter().map(|(text, _)| text.chars().filter(|c| c.is_alphanumeric()).count()).sum()
    }

    fn consent(&self) -> Option<Blocked> {
        let is_consent = |text: &str| {
            CONSENT_LINES.iter().any(|p| holds(text, p))
                || CONSENT_WORDS.iter().filter(|word| text.contains(**word)).count() >= 2
        };
        let prose = self.prose(is_consent);
        if prose >= LITTLE || self.article && prose >= 40 {
            return None;
        }
        let said = self.titled(CONSENT_LINES)
            || self.says(CONSENT_LINES)
            || self.lines.iter().any(|(text, own)| *own >= 40 && is_consent(text));
        let marked = CONSENT_MARKS.iter().any(|mark| self.lower.contains(mark));
        let button =
            self.doc.select("button, input[type='submit'], input[type='button'], a").nodes().iter().take(300).any(
                |n| {
                    let text = words(&n.attr("value").filter(|_| n.has_name("input")).unwrap_or_else(|| n.text()));
                    ACCEPT_BUTTONS.iter().any(|accept| begins_with(&text, &[accept])) && text.split(' ').count() <= 6
                },
            );
        (said && (button || marked) || marked && self.letters() < 200 && !self.article).then_some(Blocked::Consent)
    }

    fn login(&self) -> Option<Blocked> {
        let prose = self.prose(|text| LOGIN_LINES.iter().any(|p| holds(text, p)));
        if prose >= LITTLE || self.article && prose >= 40 {
            return None;
        }
        let inside = |node: &NodeRef<'_>| {
            !node.has_name("body") && !node.ancestors_it(None).any(|a| is_beside(&a) || a.has_name("header"))
        };
        let password = self.doc.select("input[type='password']").nodes().iter().any(inside);
        let form = self.doc.select("form[action]").nodes().iter().filter(|form| inside(form)).any(|form| {
            let action = form.attr_or("action", "").to_ascii_lowercase();
            ["login", "signin", "sign-in", "logon", "/auth", "/sso", "account"].iter().any(|word| action.contains(word))
        });
        let field = self.doc.select("input[type='email'], input[type='tel'], input[name*='user'], input[name*='mail'], input[name*='login']").exists();
        let named = self.titled(LOGIN_TITLES) || self.says(LOGIN_LINES);
        // A paper's head may have a form for its readers: then there are stories below it.
        let front = self.doc.select("a[href]").length() >= 60;
        (named && (password || form || field)
            || (password || form) && !front && self.titles.len() <= 3 && prose < 120 && !self.teaser())
        .then_some(Blocked::Login)
    }

    /// Whether the text ends with a line that asks for a subscription.
    fn teaser(&self) -> bool {
        let asks = |text: &str, own: usize| {
            let head = text.split(' ').take(8).collect::<Vec<_>>().join(" ");
            PAYWALL_LINES
                .iter()
                .any(|p| own <= 70 && holds(text, p) || own <= 260 && holds(&head, p) && begins_with(text, &[p]))
        };
        let Some(at) = self.lines.iter().rposition(|(text, own)| asks(text, *own)) else { return false };
        !self.lines[at + 1..].iter().any(|(text, own)| *own >= 80 && !PAYWALL_LINES.iter().any(|p| holds(text, p)))
    }

    fn paywall(&self) -> Option<Blocked> {
        let prose = self.prose(|text| PAYWALL_LINES.iter().any(|p| holds(text, p)));
        let told = self.teaser();
        let flagged = self.is_not_free();
        let marked = PAYWALL_MARKS.iter().any(|mark| self.lower.contains(mark));
        let most = if told || flagged && marked {
            TEASER
        } else if flagged {
            TEASER / 2
        } else {
            return None;
        };
        (prose < most).then_some(Blocked::Paywall)
    }

    /// `isAccessibleForFree: false` (schema.org) or a content tier (Facebook's `article:content_tier`) that isn't free.
    fn is_not_free(&self) -> bool {
        let tier = self
            .doc
            .select("meta[property='article:content_tier']")
            .attr("content")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let said = self.lower.match_indices("isaccessibleforfree").take(8).any(|(at, name)| {
            let rest =
                self.lower[at + name.len()..].trim_start_matches(['"', '\'', ' ', ':', '=', '\n', '\t', '\r', '\\']);
            // Of the parts of a page (`hasPart`) some are always for subscribers: their own flag stands beside a selector.
            rest.starts_with("false")
                || rest.starts_with("content=\"false")
                || rest.starts_with("http://schema.org/false")
                || rest.starts_with("https://schema.org/false")
        });
        said || matches!(tier.as_str(), "locked" | "metered")
    }

    fn gone(&self, url: Option<&Url>, found: &Extracted) -> Option<Blocked> {
        let prose = self.prose(|text| begins_with(text, GONE));
        let body_class = self.doc.body().map(|body| dom::names(&body)).unwrap_or_default();
        let class = body_class
            .iter()
            .any(|n| matches!(n.as_str(), "error404" | "page-404" | "error-404" | "page-not-found" | "not-found-page"));
        let said = self.titled(GONE_TITLES) || self.says(GONE);
        if (class || said && !self.article) && prose < 500 || said && prose < 60 {
            return Some(Blocked::NotFound);
        }
        // The front page in the place of an article that is gone.
        let url = url.filter(|url| !is_front(url))?;
        let canonical = found.canonical.as_ref().filter(|c| address::same_publisher(c, url));
        let named_site = found.site_name.as_deref().is_some_and(|site| {
            let site = words(site);
            self.titles.first().is_some_and(|title| {
                *title == site
                    || title.starts_with(&format!("{site} ")) && title.split(' ').count() <= site.split(' ').count() + 6
            })
        });
        let front = canonical.is_some_and(is_front);
        (!self.article
            && (front && (prose < 700 || named_site)
                || named_site
                    && prose < 300
                    && self.doc.select("h1").length() == 0
                    && self.doc.select("a[href]").length() >= 8))
            .then_some(Blocked::NotFound)
    }
}

/// Parts of a page that say nothing of what it is.
fn is_beside(node: &NodeRef<'_>) -> bool {
    ["nav", "footer", "aside"].iter().any(|name| node.has_name(name))
        || dom::names(node)
            .iter()
            .any(|n| n == "respond" || n == "comments" || n.starts_with("comment-") || n.starts_with("comments-"))
}

/// A text's words, folded, one space between: phrases are looked for in it.
pub(crate) fn words(text: &str) -> String {
    let folded = fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether a folded text begins with one of `phrases`, at a word's end.
fn begins_with(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| text.strip_prefix(phrase).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}

/// Whether a folded text holds a phrase between words' bounds.
fn holds(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, found)| {
        !text[..at].ends_with(char::is_alphanumeric) && !text[at + found.len()..].starts_with(char::is_alphanumeric)
    })
}
