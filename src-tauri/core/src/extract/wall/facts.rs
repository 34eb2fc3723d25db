//! What is looked at of a page that has little text of its own, and what it is taken for.

use dom_query::NodeRef;
use memchr::memmem;
use url::Url;

use super::phrases::{
    ACCEPT_BUTTONS, CHALLENGE, CHALLENGE_MARKS, CHALLENGE_NAMES, CONSENT, CONSENT_MARKS, CONSENT_WORDS, GONE,
    GONE_NAMES, LOGIN, LOGIN_NAMES, PAYWALL, PAYWALL_MARKS, Phrases,
};
use super::{Blocked, is_front, words};
use crate::extract::index::{Index, query};
use crate::extract::lines::Lines;
use crate::extract::{Extracted, address, dom};

/// With fewer letters of its own than this a page that speaks of money is a teaser.
const TEASER: usize = 1_000;

/// With fewer letters of its own than this a page that says it is something else is.
const LITTLE: usize = 180;

/// More of a page than this is not searched for marks, in bytes.
const MOST_SEARCHED: usize = 400_000;

/// Most lines that are looked at.
const MOST_LINES: usize = 2_000;

/// Elements by which pages ask to be let on.
const BUTTONS: &str = "button, input[type='submit'], input[type='button'], a";

/// Fields that a sign-in has.
const FIELDS: &str =
    "input[type='email'], input[type='tel'], input[name*='user'], input[name*='mail'], input[name*='login']";

/// A page, looked at for what it may be in an article's place.
pub(super) struct Facts<'p> {
    page: &'p Index<'p>,
    /// The page in lower case, as far as marks are looked for.
    lower: String,
    /// `<title>` and headings of the first two levels, folded.
    titles: Vec<String>,
    /// Lines outside of menus and footers, folded, with their letters outside of links.
    lines: Vec<(String, usize)>,
    /// It says of itself that it is an article.
    article: bool,
}

impl<'p> Facts<'p> {
    /// `markup`: the page's; `subtitle`: the line that was taken out of it as the sub-headline.
    pub(super) fn read(page: &'p Index<'p>, markup: &str, subtitle: Option<&str>) -> Self {
        let mut end = markup.len().min(MOST_SEARCHED);
        while !markup.is_char_boundary(end) {
            end -= 1;
        }
        let lower = markup[..end].to_ascii_lowercase();
        let beside = |node: &NodeRef<'_>| ["nav", "footer", "aside"].iter().any(|name| node.has_name(name));
        let titles = page
            .select(query!("title, h1, h2"))
            .iter()
            .filter(|n| !n.ancestors_it(None).any(|a| beside(&a)))
            .take(4)
            .map(|n| words(&n.text()))
            .filter(|t| !t.is_empty())
            .collect();
        let mut lines: Vec<(String, usize)> = Vec::new();
        if let Some(subtitle) = subtitle {
            lines.push((words(subtitle), subtitle.chars().filter(|c| c.is_alphanumeric()).count()));
        }
        if let Some(body) = page.body() {
            let read = Lines::read(&body, is_beside);
            let read = read.lines.iter().take(MOST_LINES);
            lines.extend(read.map(|line| (words(&line.text), line.letters - line.linked)));
        }
        let kind = page.attribute(query!("meta[property='og:type']"), "content").unwrap_or_default();
        let article = kind.eq_ignore_ascii_case("article")
            || page.first(query!("meta[property='article:published_time']")).is_some()
            || ["newsarticle", "blogposting", "\"article\""].iter().any(|kind| says(&lower, kind));
        Self { page, lower, titles, lines, article }
    }

    /// What the page is instead of an article.
    pub(super) fn judge(&self, url: Option<&Url>, found: &Extracted) -> Option<Blocked> {
        self.challenge()
            .or_else(|| self.gone(url, found))
            .or_else(|| self.consent())
            .or_else(|| self.login())
            .or_else(|| self.paywall())
    }

    /// Letters of lines that read like an article's, but for those that `wall` says are the wall's own.
    fn prose(&self, wall: impl Fn(&str) -> bool) -> usize {
        self.lines.iter().filter(|(text, own)| *own >= 40 && !wall(text)).map(|(_, own)| own).sum()
    }

    /// Whether a short line says one of `phrases` at its head.
    fn says(&self, phrases: &Phrases) -> bool {
        self.lines.iter().any(|(text, own)| *own <= 260 && phrases.begin(text))
    }

    /// Whether a short line says one of `phrases` anywhere.
    fn mentions(&self, phrases: &Phrases, longest: usize) -> bool {
        self.lines.iter().any(|(text, own)| *own <= longest && phrases.stand_in(text))
    }

    fn titled(&self, phrases: &Phrases) -> bool {
        self.titles.iter().any(|title| phrases.begin(title) && title.split(' ').count() <= 14)
    }

    fn challenge(&self) -> Option<Blocked> {
        let prose = self.prose(|text| CHALLENGE.stand_in(text));
        if prose >= LITTLE || self.article {
            return None;
        }
        let marked = || CHALLENGE_MARKS.iter().any(|mark| says(&self.lower, mark));
        let told = || self.mentions(&CHALLENGE, 400);
        let named = || self.titled(&CHALLENGE_NAMES) && (prose < 160 || marked());
        (told() || named() || self.letters() < 400 && marked()).then_some(Blocked::Challenge)
    }

    fn letters(&self) -> usize {
        self.lines.iter().map(|(text, _)| text.chars().filter(|c| c.is_alphanumeric()).count()).sum()
    }

    fn consent(&self) -> Option<Blocked> {
        let is_consent = |text: &str| {
            CONSENT.stand_in(text) || CONSENT_WORDS.iter().filter(|word| text.contains(**word)).take(2).count() >= 2
        };
        let prose = self.prose(is_consent);
        if prose >= LITTLE || self.article && prose >= 40 {
            return None;
        }
        let said = self.titled(&CONSENT)
            || self.says(&CONSENT)
            || self.lines.iter().any(|(text, own)| *own >= 40 && is_consent(text));
        let marked = || CONSENT_MARKS.iter().any(|mark| says(&self.lower, mark));
        let button = || {
            self.page.select(query!(BUTTONS)).iter().take(300).any(|n| {
                let text = words(&n.attr("value").filter(|_| n.has_name("input")).unwrap_or_else(|| n.text()));
                text.split(' ').count() <= 6 && ACCEPT_BUTTONS.begin(&text)
            })
        };
        let wall = said && (button() || marked()) || !self.article && self.letters() < 200 && marked();
        wall.then_some(Blocked::Consent)
    }

    fn login(&self) -> Option<Blocked> {
        let prose = self.prose(|text| LOGIN.stand_in(text));
        if prose >= LITTLE || self.article && prose >= 40 {
            return None;
        }
        let inside = |node: &NodeRef<'_>| {
            !node.has_name("body") && !node.ancestors_it(None).any(|a| is_beside(&a) || a.has_name("header"))
        };
        let password = self.page.select(query!("input[type='password']")).iter().any(inside);
        let form = self.page.select(query!("form[action]")).iter().filter(|form| inside(form)).any(|form| {
            let action = form.attr_or("action", "").to_ascii_lowercase();
            ["login", "signin", "sign-in", "logon", "/auth", "/sso", "account"].iter().any(|word| action.contains(word))
        });
        let field = self.page.first(query!(FIELDS)).is_some();
        let named = self.titled(&LOGIN_NAMES) || self.says(&LOGIN);
        // A paper's head may have a form for its readers: then there are stories below it.
        let front = self.page.select(query!("a[href]")).len() >= 60;
        (named && (password || form || field)
            || (password || form) && !front && self.titles.len() <= 3 && prose < 120 && !self.teaser())
        .then_some(Blocked::Login)
    }

    /// Whether the text ends with a line that asks for a subscription.
    fn teaser(&self) -> bool {
        let asks =
            |text: &str, own: usize| own <= 70 && PAYWALL.stand_in(text) || own <= 260 && PAYWALL.begin_within(text, 8);
        let Some(at) = self.lines.iter().rposition(|(text, own)| asks(text, *own)) else { return false };
        !self.lines[at + 1..].iter().any(|(text, own)| *own >= 80 && !PAYWALL.stand_in(text))
    }

    fn paywall(&self) -> Option<Blocked> {
        let prose = self.prose(|text| PAYWALL.stand_in(text));
        if prose >= TEASER {
            return None;
        }
        let told = self.teaser();
        let flagged = || self.is_not_free();
        let marked = || PAYWALL_MARKS.iter().any(|mark| says(&self.lower, mark));
        (told || flagged() && (prose < TEASER / 2 || marked())).then_some(Blocked::Paywall)
    }

    /// `isAccessibleForFree: false` (schema.org) or a content tier (Facebook's `article:content_tier`) that isn't free.
    fn is_not_free(&self) -> bool {
        let tier = self.page.attribute(query!("meta[property='article:content_tier']"), "content").unwrap_or_default();
        const FLAG: &str = "isaccessibleforfree";
        let said = memmem::find_iter(self.lower.as_bytes(), FLAG).take(8).any(|at| {
            let rest =
                self.lower[at + FLAG.len()..].trim_start_matches(['"', '\'', ' ', ':', '=', '\n', '\t', '\r', '\\']);
            // Of the parts of a page (`hasPart`) some are always for subscribers: their own flag stands beside a selector.
            rest.starts_with("false")
                || rest.starts_with("content=\"false")
                || rest.starts_with("http://schema.org/false")
                || rest.starts_with("https://schema.org/false")
        });
        said || matches!(tier.to_ascii_lowercase().as_str(), "locked" | "metered")
    }

    fn gone(&self, url: Option<&Url>, found: &Extracted) -> Option<Blocked> {
        let prose = self.prose(|text| GONE.begin(text));
        let body_class = self.page.body().map(|body| dom::names(&body)).unwrap_or_default();
        let class = body_class
            .iter()
            .any(|n| matches!(n.as_str(), "error404" | "page-404" | "error-404" | "page-not-found" | "not-found-page"));
        let said = self.titled(&GONE_NAMES) || self.says(&GONE);
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
                    && self.page.first(query!("h1")).is_none()
                    && self.page.select(query!("a[href]")).len() >= 8))
            .then_some(Blocked::NotFound)
    }
}

/// Whether markup holds a mark.
fn says(markup: &str, mark: &str) -> bool {
    memmem::find(markup.as_bytes(), mark.as_bytes()).is_some()
}

/// Parts of a page that say nothing of what it is.
fn is_beside(node: &NodeRef<'_>) -> bool {
    ["nav", "footer", "aside"].iter().any(|name| node.has_name(name))
        || dom::has_name_like(node, |n| {
            n == "respond" || n == "comments" || n.starts_with("comment-") || n.starts_with("comments-")
        })
}
