//! The article in a page. Pure: a page's text in, parts out; whatever markup comes out is still untrusted.

mod address;
mod agency;
mod blocks;
mod body;
mod bounds;
mod calls;
mod container;
mod dom;
mod fragment;
mod furniture;
mod heads;
mod index;
mod labels;
mod lead;
mod lines;
mod linked_data;
mod meta;
mod moments;
mod names;
mod paged;
mod people;
mod phrases;
mod prune;
mod read_also;
mod region;
mod scripted;
mod source;
mod tidy;
mod title;
mod unfold;
mod wall;

#[cfg(test)]
mod tests;

use url::Url;

pub(crate) use bounds::bounded;
pub(crate) use fragment::clean;
pub(crate) use linked_data::{line, names};
pub use wall::{Answer, Blocked, blocked, extract_answer};
pub(crate) use wall::{CHALLENGE_MARKS, CHALLENGE_TITLES, words};

use index::Index;
use lines::Lines;
use wall::Instead;

use crate::html::RawHtml;
use crate::model::{Direction, Timestamp};

/// «المصدر» as a page names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The name; several are joined as the page joins them («الجزيرة + وكالات»).
    pub name: String,
    /// Where the page links to.
    pub url: Option<Url>,
}

/// A story that an article points to in its midst («اقرأ أيضاً»).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadAlso {
    /// Its title, without the label.
    pub title: String,
    /// Its page, absolute http(s).
    pub url: Url,
    /// How many blocks of the sanitised body ([`crate::html::blocks`]) stand before it.
    pub after: usize,
}

/// The parts of an article page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extracted {
    /// Headline, plain text.
    pub title: String,
    /// Sub-headline.
    pub subtitle: Option<String>,
    /// Authors.
    pub authors: Vec<String>,
    /// The news agency that it comes from («رويترز», «أ ف ب»), under the name that readers know.
    pub agency: Option<String>,
    /// The publisher's name.
    pub site_name: Option<String>,
    /// Publication.
    pub published: Option<Timestamp>,
    /// Last change.
    pub updated: Option<Timestamp>,
    /// Sections.
    pub categories: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Lead picture.
    pub lead_image: Option<Url>,
    /// Its caption.
    pub lead_caption: Option<String>,
    /// «المصدر» as the page names it.
    pub source: Option<Source>,
    /// Other stories that the text points to, in order; they are no longer in the body.
    pub read_also: Vec<ReadAlso>,
    /// Declared language.
    pub language: Option<String>,
    /// Direction of the text.
    pub direction: Option<Direction>,
    /// Canonical address.
    pub canonical: Option<Url>,
    /// The next page of the article, where it is told on several.
    pub next_page: Option<Url>,
    /// What stands in the article's place, if anything does. Then `html` and `text` are not the article: a paywall's
    /// hold its teaser, the others' are empty.
    pub blocked: Option<Blocked>,
    /// The body.
    pub html: RawHtml,
    /// The body's text.
    pub text: String,
}

/// Why a page gives no article.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExtractError {
    /// Nothing there.
    #[error("the page is empty")]
    Empty,
    /// No block of text that could be an article.
    #[error("no article text was found in the page")]
    NoArticle,
}

/// Finds the article.
///
/// The page's furniture is taken out first (what of it is worth having becomes data), then readability's scoring
/// chooses the body. A page of hostile shape gives [`ExtractError::NoArticle`] without being parsed.
pub fn extract(page: &str, url: Option<&Url>) -> Result<Extracted, ExtractError> {
    if page.trim().is_empty() {
        return Err(ExtractError::Empty);
    }
    let page = bounds::bounded(page).ok_or(ExtractError::NoArticle)?;
    // The tree and the scoring are other people's code, fed with whatever the web holds: a panic there is a page
    // without an article, and nothing of the tree outlives it.
    std::panic::catch_unwind(|| article(page, url)).unwrap_or(Err(ExtractError::NoArticle))
}

/// A page whose markup holds fewer letters of text than this may hold its article as data.
const SCRIPTED: usize = 600;

/// The article that a script was to draw, where it says clearly more than the `text` that was found, and begins as it
/// does.
fn scripted(page: &str, found: &mut Extracted, text: &str, url: Option<&Url>) -> Option<(RawHtml, String)> {
    // What a paper asks money for it may send along, but not to be read.
    let compact: String =
        page.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\\')).take(400_000).collect();
    if compact.contains("isAccessibleForFree:false") || compact.contains("isAccessibleForFree:False") {
        return None;
    }
    let doc = dom_query::Document::from(page);
    let data = scripted::find(&doc, &found.title)?;
    let content = dom_query::Document::fragment(data.html);
    let tidied = tidy::tidy(&content, &found.title, url);
    let (have, more) = (dom::letters(text), dom::letters(&tidied.text));
    let begun: String = have.chars().take(40).collect();
    let enough = have.is_empty() || more.chars().count() >= 2 * have.chars().count() && more.contains(&begun);
    if !enough || data.letters == 0 || tidied.text.is_empty() {
        return None;
    }
    if let Some(title) = data.title
        && (found.title.split_whitespace().count() < 2 || found.title.starts_with(&title))
    {
        found.title = title;
    }
    found.subtitle = found.subtitle.take().or(data.subtitle);
    if found.authors.is_empty() {
        let site = found.site_name.clone();
        found.authors = data.authors.iter().flat_map(|name| people::in_field(name, site.as_deref()).0).collect();
    }
    found.published = found.published.or_else(|| crate::text::date::parse(&data.published?));
    Some((RawHtml(content.html_root().inner_html().to_string()), tidied.text))
}

fn article(page: &str, url: Option<&Url>) -> Result<Extracted, ExtractError> {
    let doc = dom_query::Document::from(page);
    let index = Index::read(&doc);
    let mut found = meta::read(&index, url);
    let base = meta::base(&index, url);
    let own: Vec<Url> = url.into_iter().chain(found.canonical.as_ref()).cloned().collect();
    found.next_page = paged::next(&index, &own, base.as_ref());
    found.source = source::from_box(&doc, base.as_ref());
    found.subtitle = heads::subtitle(&index, &found.title, found.subtitle.take());
    region::settle(&doc, &found.title);
    unfold::unfold(&doc);
    let mut lines = doc.body().map(|body| Lines::read(&body, read_also::is_outside)).unwrap_or_default();
    // What stands in an article's place is seen while the page is whole; a long article needs no such look.
    let verdict = wall::look_at(&index, page, (url, &found), lines.prose());
    drop(index);
    if let Some(source) = source::from_lines(&doc, &mut lines, base.as_ref()) {
        found.source.get_or_insert(source);
    }
    heads::bylines(&doc, &mut lines, &mut found);
    heads::dates(&doc, &mut lines, &mut found);
    let read_also = read_also::lift(&doc, lines, base.as_ref(), &own);
    prune::prune(&doc);
    let description = lead::description(&doc);
    let about = body::About {
        title: &found.title,
        subtitle: found.subtitle.as_deref(),
        description: description.as_deref(),
        url,
        base: base.as_ref(),
        own: &own,
    };
    let body = body::find(page, doc, &about).filter(|(_, text)| text.chars().any(char::is_alphanumeric));
    let (mut html, mut text) = body.filter(|(_, text)| !phrases::is_loading(text)).unwrap_or_default();
    if text.chars().filter(|c| c.is_alphanumeric()).count() < SCRIPTED
        && let Some(data) = scripted(page, &mut found, &text, url)
    {
        (html, text) = data;
    }
    found.direction = Some(crate::text::direction(&text, found.direction.unwrap_or(Direction::Ltr)));
    // Themes are made elsewhere: a Latin language is said of Arabic pages, never the other way round.
    let rtl = found.direction == Some(Direction::Rtl);
    let latin = |l: &str| {
        let main = l.split('-').next().unwrap_or_default().to_ascii_lowercase();
        matches!(main.as_str(), "en" | "fr" | "de" | "es" | "it" | "tr" | "nl")
    };
    if found.language.as_deref().is_none_or(|l| rtl && latin(l)) {
        found.language = crate::text::language(&text).map(str::to_owned);
    }
    found.html = html;
    found.text = text;
    if found.agency.is_none() {
        found.agency = heads::agency(&found);
    }
    found.blocked = match wall::of_page(page, url, &found, verdict) {
        Some(Instead::Idle) => return Err(ExtractError::NoArticle),
        Some(Instead::Wall(wall)) => Some(wall),
        None => None,
    };
    match found.blocked {
        None if found.text.is_empty() => return Err(ExtractError::NoArticle),
        Some(Blocked::Paywall) | None => {
            found.read_also = read_also.place(|| crate::html::sanitise(&found.html, url).html);
        }
        Some(_) => (found.html, found.text) = Default::default(),
    }
    Ok(found)
}
