//! What is looked at of a page that has little text of its own, and what it is taken for.

use dom_query::NodeRef;
use memchr::memmem;
use url::Url;

use super::phrases::{
    ACCEPT_BUTTONS, ASTRAY, CHALLENGE, CHALLENGE_MARKS, CHALLENGE_NAMES, CONSENT, CONSENT_MARKS, CONSENT_WORDS, GONE,
    GONE_NAMES, HOME_NAMES, IDLE, IDLE_NAMES, LOGIN, LOGIN_NAMES, PAYWALL, PAYWALL_MARKS, Phrases, SIGNING_IN,
    YOU_AND_WE,
};
use super::{Blocked, Instead, Verdict, is_front, words};
use crate::extract::blocks::named;
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

/// Longest headline's worth of words of which a wall's name is all.
const MORE: usize = 2;

/// Letters of prose right below a headline that make it one of an article: below one of its own, and below one that
/// could as well be a wall's.
const STORY: usize = 20;
const LONG_STORY: usize = 250;

/// A linked line of so many letters is the title of another story.
const CARD: usize = 25;

/// A title or a heading.
struct Name {
    /// Its parts: a site's name stands apart.
    parts: Vec<String>,
    /// All of it, folded.
    words: String,
    /// It is more than a host's name.
    spaced: bool,
    /// It is a heading of the page, not its `<title>`.
    heading: bool,
}

impl Name {
    fn new(raw: &str, heading: bool) -> Self {
        let raw = crate::html::line(raw);
        let parts = raw
            .split(['|', '–', '—', '·', '•', '‹', '›'])
            // As quotation marks these two touch what they quote.
            .flat_map(|part| part.split(" - "))
            .flat_map(|part| part.split(" » "))
            .flat_map(|part| part.split(" « "));
        Self {
            parts: parts.map(words).filter(|part| !part.is_empty()).collect(),
            words: words(&raw),
            spaced: raw.contains(' '),
            heading,
        }
    }

    /// Whether it is nothing but one of `phrases`, a site's name apart.
    fn is(&self, phrases: &Phrases) -> bool {
        self.parts.iter().any(|part| phrases.are_all_of(part, MORE)) || phrases.are_all_of(&self.words, MORE)
    }
}

/// A line outside of menus and footers.
struct Line {
    /// Folded.
    text: String,
    /// Letters outside of links, and in them.
    own: usize,
    linked: usize,
    heading: bool,
}

/// A page, looked at for what it may be in an article's place.
pub(super) struct Facts<'p> {
    page: &'p Index<'p>,
    /// The page in lower case, as far as marks are looked for.
    lower: String,
    /// `<title>` and headings of the first two levels.
    names: Vec<Name>,
    lines: Vec<Line>,
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
        let mut lines: Vec<Line> = Vec::new();
        if let Some(subtitle) = subtitle {
            let own = subtitle.chars().filter(|c| c.is_alphanumeric()).count();
            lines.push(Line { text: words(subtitle), own, linked: 0, heading: false });
        }
        if let Some(body) = page.body() {
            let read = Lines::read(&body, is_beside);
            lines.extend(read.lines.iter().take(MOST_LINES).map(|line| Line {
                text: words(&line.text),
                own: line.letters - line.linked,
                linked: line.linked,
                heading: body.tree.get(&line.block).is_some_and(|block| named(&block, HEADINGS)),
            }));
        }
        let kind = page.attribute(query!("meta[property='og:type']"), "content").unwrap_or_default();
        let article = kind.eq_ignore_ascii_case("article")
            || page.first(query!("meta[property='article:published_time']")).is_some()
            || ["newsarticle", "blogposting", "\"article\""].iter().any(|kind| says(&lower, kind));
        Self { page, lower, names: names(page), lines, article }
    }

    /// What the page is instead of an article.
    pub(super) fn judge(&self, url: Option<&Url>, found: &Extracted) -> Verdict {
        if self.is_idle() {
            return Verdict { is: Some(Instead::Idle), sure: false };
        }
        if let Some(sure) = self.gone(url, found) {
            return Verdict { is: Some(Instead::Wall(Blocked::NotFound)), sure };
        }
        let wall = self.challenge().or_else(|| self.consent()).or_else(|| self.login()).or_else(|| self.paywall());
        Verdict { is: wall.map(Instead::Wall), sure: false }
    }

    /// Letters of lines that read like an article's, but for those that `wall` says are the wall's own.
    fn prose(&self, wall: impl Fn(&str) -> bool) -> usize {
        self.lines.iter().filter(|line| line.own >= 40 && !wall(&line.text)).map(|line| line.own).sum()
    }

    /// Whether an article's own words stand right below its headline, before anything leads elsewhere. `wall`: which
    /// lines are the wall's; `name`: what such walls call themselves.
    fn is_story(&self, name: &Phrases, wall: impl Fn(&str) -> bool) -> bool {
        let headline = self.names.iter().find(|n| n.heading).or(self.names.first());
        let Some(headline) = headline else { return false };
        let at = self.lines.iter().position(|line| line.text == headline.words);
        // Below a headline that the page has in its `<title>` only, everything is.
        let from = at.map_or(0, |at| at + 1);
        let mut own = 0;
        for line in self.lines.get(from..).unwrap_or_default() {
            if line.heading && own == 0 && line.own >= STORY || line.linked >= CARD && line.linked > line.own {
                break;
            }
            if line.own >= STORY && line.text != headline.words && !wall(&line.text) {
                own += line.own;
            }
        }
        let plain = at.is_some() && headline.spaced && !headline.is(name);
        own >= if plain { STORY } else { LONG_STORY }
    }

    /// Whether a short line says one of `phrases` at its head.
    fn says(&self, phrases: &Phrases) -> bool {
        self.lines.iter().any(|line| line.own <= 260 && phrases.begin(&line.text))
    }

    /// Whether a line of at most so many letters is one of `phrases` sayings.
    fn speaks(&self, phrases: &Phrases, longest: usize) -> bool {
        self.lines.iter().any(|line| line.own <= longest && phrases.speak(&line.text))
    }

    fn is_named(&self, phrases: &Phrases) -> bool {
        self.names.iter().any(|name| name.is(phrases))
    }

    /// A server that has no page to give.
    fn is_idle(&self) -> bool {
        let said = |text: &str| IDLE.speak(text) || IDLE_NAMES.begin(text);
        (self.is_named(&IDLE_NAMES) || !self.article && self.says(&IDLE))
            && self.prose(said) < LITTLE * 2
            && !self.is_story(&IDLE_NAMES, said)
    }

    fn challenge(&self) -> Option<Blocked> {
        let is_challenge = |text: &str| CHALLENGE.speak(text);
        let prose = self.prose(is_challenge);
        if prose >= LITTLE || self.article {
            return None;
        }
        let marked = || CHALLENGE_MARKS.iter().any(|mark| says(&self.lower, mark));
        let told = || self.speaks(&CHALLENGE, 400);
        let named = || self.is_named(&CHALLENGE_NAMES) && (prose < 160 || marked());
        let wall = told() || named() || self.letters() < 400 && marked();
        // A check's own headline says that it is one.
        let by_name = || {
            self.names.iter().any(|name| {
                name.is(&CHALLENGE_NAMES) || CHALLENGE.begin(&name.words) && name.words.split(' ').count() <= 8
            })
        };
        (wall && (by_name() || !self.is_story(&CHALLENGE_NAMES, is_challenge))).then_some(Blocked::Challenge)
    }

    fn letters(&self) -> usize {
        self.lines.iter().map(|line| line.text.chars().filter(|c| c.is_alphanumeric()).count()).sum()
    }

    fn consent(&self) -> Option<Blocked> {
        let is_consent = |text: &str| {
            CONSENT.stand_in(text) || CONSENT_WORDS.iter().filter(|word| text.contains(**word)).take(2).count() >= 2
        };
        let asks =
            |text: &str| CONSENT.speak(text) || is_consent(text) && YOU_AND_WE.iter().any(|word| holds(text, word));
        let prose = self.prose(is_consent);
        if prose >= LITTLE || self.article && prose >= 40 || self.is_story(&CONSENT, asks) {
            return None;
        }
        let said = self.is_named(&CONSENT)
            || self.says(&CONSENT)
            || self.lines.iter().any(|line| line.own >= 40 && is_consent(&line.text));
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
        let is_login =
            |text: &str| LOGIN.speak(text) || SIGNING_IN.iter().filter(|word| holds(text, word)).take(2).count() >= 2;
        let prose = self.prose(is_login);
        if prose >= LITTLE || self.article && prose >= 40 || self.is_story(&LOGIN_NAMES, is_login) {
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
        let named = self.is_named(&LOGIN_NAMES) || self.says(&LOGIN);
        // A paper's head may have a form for its readers: then there are stories below it.
        let front = self.page.select(query!("a[href]")).len() >= 60;
        (named && (password || form || field)
            || (password || form) && !front && self.names.len() <= 3 && prose < 120 && !self.is_teaser())
        .then_some(Blocked::Login)
    }

    /// Whether the text ends with a line that asks for a subscription.
    fn is_teaser(&self) -> bool {
        let asks = |line: &Line| {
            let headline = || {
                let first = self.names.iter().position(|name| name.heading);
                let names = self.names.iter().enumerate().filter(|(at, name)| !name.heading || first == Some(*at));
                names.into_iter().any(|(_, name)| name.words == line.text)
            };
            (line.own <= 70 && PAYWALL.speak(&line.text) || line.own <= 260 && PAYWALL.begin_within(&line.text, 8))
                && !headline()
        };
        let Some(at) = self.lines.iter().rposition(asks) else { return false };
        !self.lines[at + 1..].iter().any(|line| line.own >= 80 && !PAYWALL.speak(&line.text))
    }

    fn paywall(&self) -> Option<Blocked> {
        let prose = self.prose(|text| PAYWALL.speak(text));
        if prose >= TEASER {
            return None;
        }
        let told = self.is_teaser();
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

    /// Whether the page says that there is none, and whether it is that sure that what else stands on it is no matter.
    fn gone(&self, url: Option<&Url>, found: &Extracted) -> Option<bool> {
        let is_gone = |text: &str| {
            GONE.speak(text)
                || GONE_NAMES.begin(text)
                || ASTRAY.iter().filter(|word| holds(text, word)).take(2).count() >= 2
        };
        let story = self.is_story(&GONE_NAMES, is_gone);
        let prose = self.prose(is_gone);
        let class = self.page.body().is_some_and(|body| {
            dom::has_name_like(&body, |n| {
                matches!(n, "error404" | "page-404" | "error-404" | "page-not-found" | "not-found-page")
            })
        });
        let title = self.names.iter().any(|name| !name.heading && name.is(&GONE_NAMES));
        let heading = self.names.iter().any(|name| name.heading && name.is(&GONE_NAMES));
        if !story {
            if class || title && heading {
                return Some(true);
            }
            let said = title || heading || self.says(&GONE);
            if said && (!self.article && prose < 500 || prose < 60) {
                return Some(false);
            }
        }
        // The front page in the place of an article that is gone.
        let url = url.filter(|url| !is_front(url))?;
        if self.article {
            return None;
        }
        let canonical = found.canonical.as_ref().filter(|c| address::same_publisher(c, url));
        let first = self.names.first();
        let named_site = found.site_name.as_deref().is_some_and(|site| {
            let site = words(site);
            first.is_some_and(|title| {
                title.words == site
                    || title.words.starts_with(&format!("{site} "))
                        && title.words.split(' ').count() <= site.split(' ').count() + 6
            })
        });
        let front = canonical.is_some_and(is_front);
        let headless = || self.page.first(query!("h1")).is_none();
        let links = || self.page.select(query!("a[href]")).len();
        let home = first.is_some_and(|title| !title.heading && title.is(&HOME_NAMES)) && headless() && links() >= 8;
        if home && !story {
            return Some(true);
        }
        (front && (prose < 700 || named_site) || named_site && prose < 300 && headless() && links() >= 8)
            .then_some(false)
    }
}

/// `<title>` and the headings of the first two levels that are the page's own.
fn names(page: &Index<'_>) -> Vec<Name> {
    let beside = |node: &NodeRef<'_>| named(node, &["nav", "footer", "aside"]);
    page.select(query!("title, h1, h2"))
        .iter()
        .filter(|n| !n.ancestors_it(None).any(|a| beside(&a)))
        .take(4)
        .map(|n| Name::new(&n.text(), !n.has_name("title")))
        .filter(|name| !name.words.is_empty())
        .collect()
}

/// Whether a page's names say that it may be no article, however much text there is on it.
pub(super) fn may_be_no_article(page: &Index<'_>) -> bool {
    names(page).iter().any(|name| name.is(&GONE_NAMES) || name.is(&HOME_NAMES))
        || page.first(query!("body.error404, body.page-404, body.error-404")).is_some()
}

/// Elements that head what follows.
const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];

/// Whether a folded text holds words between words' bounds.
fn holds(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, found)| {
        !text[..at].ends_with(char::is_alphanumeric) && !text[at + found.len()..].starts_with(char::is_alphanumeric)
    })
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
