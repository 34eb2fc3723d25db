//! The world's text as it stands in `content/<paper>/`: `paper.md` says what the paper is, `NN-name.md` is one article.
//!
//! Both begin with `key: value` lines, closed by `---`. The keys of an article: `title`, `minutes` (before the base time),
//! `categories` and `tags` (comma-separated), `author`, `excerpt`, `event` (what happened; shared by the papers that tell
//! of it), `picture` (`name | caption`), `source` (`name`, or `name | paper/article`), `hold` (kept back until
//! `publish_more`), `revised` (what the title becomes then). After the body, a line `=== comments` opens the comments: `name | minutes | text`, and `>` before
//! the name for an answer to the comment above. The body's markup is described in [`crate::markup`].

use crate::markup::{self, Block};

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// A file of the world by its name (`pictures/rail.jpg`).
pub(crate) fn file(name: &str) -> Option<&'static [u8]> {
    FILES.iter().find(|(n, _)| *n == name).map(|(_, bytes)| *bytes)
}

/// A text file of the world; empty when it is missing or not UTF-8, which tests would notice.
pub(crate) fn text(name: &str) -> &'static str {
    file(name).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("")
}

/// What kind of markup a paper's pages are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    /// A TieLabs theme: `.entry-content.entry`, `#inline-related-post`, `.post-bottom-source`.
    Jannah,
    /// A tagDiv theme: `.td-post-content`, lazy `data-src` pictures.
    Newspaper,
    /// WordPress block theme: `.wp-block-post-content`.
    Block,
    /// A house system of its own: `.ArticleDetails`, `<picture>`, link-only paragraphs.
    Custom,
}

impl Theme {
    /// The name of its template in `themes/`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Jannah => "jannah",
            Self::Newspaper => "newspaper",
            Self::Block => "block",
            Self::Custom => "custom",
        }
    }
}

/// What a paper's feed is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FeedForm {
    /// RSS 2.0 with `content:encoded`.
    Rss,
    /// RSS 2.0 with summaries alone.
    RssExcerpt,
    /// RSS 2.0 with a PHP warning before it and bare ampersands in it.
    RssBroken,
    /// Atom 1.0.
    Atom,
    /// RSS 1.0.
    Rdf,
    /// JSON Feed 1.1.
    Json,
}

impl FeedForm {
    /// The name of its template in `themes/`; JSON is written without one.
    pub(crate) fn template(self) -> &'static str {
        match self {
            Self::Rss => "rss",
            Self::RssExcerpt => "rss-excerpt",
            Self::RssBroken => "rss-broken",
            Self::Atom => "atom",
            Self::Rdf => "rdf",
            Self::Json => "json",
        }
    }

    /// The media type it is served with.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Rss | Self::RssExcerpt | Self::RssBroken => "application/rss+xml",
            Self::Atom => "application/atom+xml",
            Self::Rdf => "application/rdf+xml",
            Self::Json => "application/feed+json",
        }
    }
}

/// One comment, or an answer to one.
#[derive(Debug, Clone)]
pub(crate) struct Comment {
    /// Its number in the paper.
    pub(crate) id: usize,
    pub(crate) author: String,
    /// Minutes before the base time.
    pub(crate) minutes: i64,
    pub(crate) text: String,
    pub(crate) answers: Vec<Comment>,
}

/// One article as it was written.
#[derive(Debug, Clone)]
pub(crate) struct Article {
    /// `paper/name`: what other articles link to.
    pub(crate) id: String,
    /// The number a publishing system would give it.
    pub(crate) number: usize,
    pub(crate) title: String,
    /// What the title becomes with `publish_more`; the address stays.
    pub(crate) revised: Option<String>,
    /// The title as an address: words joined by hyphens, in the paper's own letters.
    pub(crate) slug: String,
    /// Minutes before the base time.
    pub(crate) minutes: i64,
    pub(crate) categories: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) author: String,
    pub(crate) excerpt: String,
    pub(crate) event: Option<String>,
    pub(crate) picture: Option<(String, String)>,
    pub(crate) source: Option<(String, Option<String>)>,
    pub(crate) hold: bool,
    pub(crate) body: Vec<Block>,
    pub(crate) comments: Vec<Comment>,
}

impl Article {
    /// Comments and answers together.
    pub(crate) fn comment_count(&self) -> usize {
        self.comments.iter().map(|c| 1 + c.answers.len()).sum()
    }
}

/// One paper as it was written.
#[derive(Debug, Clone)]
pub(crate) struct Paper {
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) topic: String,
    pub(crate) tagline: String,
    pub(crate) language: String,
    pub(crate) theme: Theme,
    pub(crate) form: FeedForm,
    /// The path of its feed (`/feed/`).
    pub(crate) feed_path: String,
    /// What stands before an article's slug in its address (`/`, `/news/`).
    pub(crate) permalink: String,
    /// Whether the feed carries a tracking pixel.
    pub(crate) pixel: bool,
    /// Newest first.
    pub(crate) articles: Vec<Article>,
}

/// Splits a file into its keys and what follows them.
fn front_matter(text: &str) -> (Vec<(&str, &str)>, &str) {
    let (head, body) = text.split_once("\n---").unwrap_or((text, ""));
    let keys = head.lines().filter_map(|l| l.split_once(':')).map(|(k, v)| (k.trim(), v.trim())).collect();
    (keys, body.trim_start_matches('-'))
}

fn get<'a>(keys: &[(&'a str, &'a str)], name: &str) -> &'a str {
    keys.iter().find(|(k, _)| *k == name).map_or("", |(_, v)| v)
}

fn list(value: &str) -> Vec<String> {
    value.split([',', '،']).map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()
}

/// The title as an address: letters and digits kept, vowel signs dropped, all else a hyphen.
pub(crate) fn slug_of(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars() {
        if c.is_alphanumeric() && !('\u{064B}'..='\u{0652}').contains(&c) {
            slug.extend(c.to_lowercase());
        } else if !('\u{064B}'..='\u{0652}').contains(&c) && !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

fn comments(text: &str, first_id: &mut usize) -> Vec<Comment> {
    let mut all: Vec<Comment> = Vec::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let answer = line.starts_with('>');
        let mut parts = line.trim_start_matches('>').splitn(3, '|').map(str::trim);
        let (Some(author), Some(minutes), Some(text)) = (parts.next(), parts.next(), parts.next()) else { continue };
        *first_id += 1;
        let comment = Comment {
            id: *first_id,
            author: author.to_owned(),
            minutes: minutes.parse().unwrap_or(0),
            text: text.to_owned(),
            answers: Vec::new(),
        };
        match all.last_mut() {
            Some(above) if answer => above.answers.push(comment),
            _ => all.push(comment),
        }
    }
    all
}

fn article(paper: &str, name: &str, number: usize, text: &str, comment_id: &mut usize) -> Article {
    let (keys, rest) = front_matter(text);
    let (body, remarks) = rest.split_once("=== comments").unwrap_or((rest, ""));
    let pair = |value: &str| match value.split_once('|') {
        Some((a, b)) => (a.trim().to_owned(), Some(b.trim().to_owned())),
        None => (value.to_owned(), None),
    };
    let get = |key: &str| -> String { get(&keys, key).to_owned() };
    Article {
        id: format!("{paper}/{name}"),
        number,
        slug: slug_of(&get("title")),
        title: get("title"),
        revised: Some(get("revised")).filter(|v| !v.is_empty()),
        minutes: get("minutes").parse().unwrap_or(0),
        categories: list(&get("categories")),
        tags: list(&get("tags")),
        author: get("author"),
        excerpt: get("excerpt"),
        event: Some(get("event")).filter(|v| !v.is_empty()),
        picture: Some(get("picture")).filter(|v| !v.is_empty()).map(|v| {
            let (name, caption) = pair(&v);
            (name, caption.unwrap_or_default())
        }),
        source: Some(get("source")).filter(|v| !v.is_empty()).map(|v| pair(&v)),
        hold: get("hold") == "true",
        body: markup::parse(body),
        comments: comments(remarks, comment_id),
    }
}

/// Reads all papers, in the order of their `order` keys.
pub(crate) fn papers() -> Vec<Paper> {
    let mut papers: Vec<(u32, Paper)> = Vec::new();
    for (path, bytes) in FILES {
        let Some(slug) = path.strip_prefix("content/").and_then(|p| p.strip_suffix("/paper.md")) else { continue };
        let head = std::str::from_utf8(bytes).unwrap_or("");
        let (keys, _) = front_matter(head);
        let get = |key: &str| get(&keys, key).to_owned();
        let prefix = format!("content/{slug}/");
        let (mut articles, mut comment_id) = (Vec::new(), 40);
        for (path, bytes) in FILES {
            let Some(name) = path.strip_prefix(prefix.as_str()).and_then(|n| n.strip_suffix(".md")) else { continue };
            let Some((number, name)) = name.split_once('-') else { continue };
            let number = 1000 + number.parse::<usize>().unwrap_or(0) * 7;
            let text = std::str::from_utf8(bytes).unwrap_or("");
            articles.push(article(slug, name, number, text, &mut comment_id));
        }
        articles.sort_by_key(|a| a.minutes);
        let paper = Paper {
            slug: slug.to_owned(),
            name: get("name"),
            topic: get("topic"),
            tagline: get("tagline"),
            language: get("language"),
            theme: match get("theme").as_str() {
                "jannah" => Theme::Jannah,
                "newspaper" => Theme::Newspaper,
                "block" => Theme::Block,
                _ => Theme::Custom,
            },
            form: match get("form").as_str() {
                "rss-excerpt" => FeedForm::RssExcerpt,
                "rss-broken" => FeedForm::RssBroken,
                "atom" => FeedForm::Atom,
                "rdf" => FeedForm::Rdf,
                "json" => FeedForm::Json,
                _ => FeedForm::Rss,
            },
            feed_path: get("feed"),
            permalink: get("permalink"),
            pixel: get("pixel") == "true",
            articles,
        };
        papers.push((get("order").parse().unwrap_or(99), paper));
    }
    papers.sort_by_key(|(order, _)| *order);
    papers.into_iter().map(|(_, paper)| paper).collect()
}
