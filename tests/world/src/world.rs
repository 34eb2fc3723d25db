//! The world at a moment: its papers, which of their articles are out, and what it answers to a request.
//! No sockets here, so that tests can ask without any.

use std::borrow::Cow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::bench::Bench;
use crate::content::{self, Article, FeedForm, Paper};
use crate::{ArticleInfo, PaperInfo, address, comments, dates, template, view};

/// A request, as far as this world reads it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query as they came.
    pub(crate) target: String,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) media_type: &'static str,
    pub(crate) body: Cow<'static, [u8]>,
    pub(crate) etag: Option<String>,
    /// Milliseconds since 1970.
    pub(crate) modified: Option<i64>,
    pub(crate) location: Option<String>,
}

impl Response {
    pub(crate) fn html(status: u16, body: String) -> Self {
        Self {
            status,
            media_type: "text/html; charset=UTF-8",
            body: body.into_bytes().into(),
            etag: None,
            modified: None,
            location: None,
        }
    }

    /// A body that can be asked for conditionally.
    fn cacheable(media_type: &'static str, body: impl Into<Cow<'static, [u8]>>, modified: i64) -> Self {
        let body = body.into();
        let etag = format!("\"{:016x}\"", fingerprint(&body));
        Self { status: 200, media_type, body, etag: Some(etag), modified: Some(modified), location: None }
    }

    pub(crate) fn redirect(status: u16, location: String) -> Self {
        Self { location: Some(location), ..Self::html(status, String::new()) }
    }

    /// 304 without a body when the asker already has this (RFC 9110, 13.1: `If-None-Match` goes before
    /// `If-Modified-Since`, which is compared as the text we sent, for askers are to send it back verbatim).
    pub(crate) fn unless_known(self, request: &Request) -> Self {
        if self.status != 200 || !(request.method == "GET" || request.method == "HEAD") {
            return self;
        }
        let known = match (request.header("if-none-match"), &self.etag) {
            (Some(theirs), Some(ours)) => {
                theirs.split(',').any(|t| t.trim() == "*" || t.trim().trim_start_matches("W/") == ours)
            }
            _ => self.modified.is_some_and(|m| request.header("if-modified-since") == Some(&dates::http(m))),
        };
        if known { Self { status: 304, body: Cow::Borrowed(b""), ..self } } else { self }
    }
}

/// FNV-1a, 64 bits: enough to tell two versions of a page apart.
pub(crate) fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// The invented news world as it stands at a base time.
#[derive(Debug)]
pub struct World {
    pub(crate) base: i64,
    pub(crate) papers: Vec<Paper>,
    index: String,
    origins: Vec<String>,
    released: AtomicBool,
    pub(crate) bench: Option<Bench>,
    /// Papers that answer everything with one status.
    statuses: Mutex<Vec<(usize, u16)>>,
    /// Article numbers, authors and texts of the comments that were sent here, to notice the same one twice.
    pub(crate) sent_comments: Mutex<Vec<(usize, String, String)>>,
}

impl World {
    /// The world as it stands at `base_time_ms` (milliseconds since 1970, UTC): every date in it lies before that.
    /// Nothing is served yet; see [`World::start`](crate::World::start).
    pub fn at(base_time_ms: i64) -> Self {
        let papers = content::papers();
        let origins = (1..=papers.len()).map(|n| format!("http://127.0.0.1:{}", 8700 + n)).collect();
        Self {
            base: base_time_ms,
            papers,
            index: "http://127.0.0.1:8700".to_owned(),
            origins,
            released: AtomicBool::new(false),
            bench: None,
            statuses: Mutex::new(Vec::new()),
            sent_comments: Mutex::new(Vec::new()),
        }
    }

    /// Takes the addresses that it is served at: the index first, then one a paper.
    pub(crate) fn with_origins(mut self, index: String, papers: Vec<String>) -> Self {
        self.index = index;
        self.origins = papers;
        self
    }

    /// The papers: what they are and where.
    pub fn papers(&self) -> Vec<PaperInfo> {
        self.papers
            .iter()
            .enumerate()
            .map(|(at, p)| PaperInfo {
                slug: p.slug.clone(),
                name: p.name.clone(),
                topic: p.topic.clone(),
                site_url: format!("{}/", self.origin(at)),
                feed_url: format!("{}{}", self.origin(at), p.feed_path),
                language: p.language.clone(),
                articles: self.published(at).count(),
            })
            .collect()
    }

    /// Every article, held back or not: what a test needs to know which articles tell of the same event.
    pub fn articles(&self) -> Vec<ArticleInfo> {
        let info = |(at, a): (usize, &Article)| ArticleInfo {
            id: a.id.clone(),
            title: a.title.clone(),
            url: self.article_url(at, a),
            event: a.event.clone(),
            held_back: a.hold,
        };
        self.papers.iter().enumerate().flat_map(|(at, p)| p.articles.iter().map(move |a| (at, a))).map(info).collect()
    }

    /// Brings out the articles that were held back.
    pub fn publish_more(&self) {
        self.released.store(true, Ordering::SeqCst);
    }

    /// Makes a paper answer every request with this status (503 and 429 with `Retry-After: 3600`), or nothing: as usual.
    pub fn set_status(&self, slug: &str, status: Option<u16>) {
        let Some(at) = self.papers.iter().position(|p| p.slug == slug) else { return };
        let mut statuses = self.statuses.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        statuses.retain(|(paper, _)| *paper != at);
        statuses.extend(status.map(|s| (at, s)));
    }

    pub(crate) fn is_released(&self) -> bool {
        self.released.load(Ordering::SeqCst)
    }

    /// The title as it stands now.
    pub(crate) fn title<'a>(&self, article: &'a Article) -> &'a str {
        article.revised.as_deref().filter(|_| self.is_released()).unwrap_or(&article.title)
    }

    /// When an article last changed, in milliseconds: one that is revised, with the newest news.
    pub(crate) fn modified(&self, article: &Article) -> i64 {
        let revised = article.revised.is_some() && self.is_released();
        self.moment(if revised { 0 } else { article.minutes })
    }

    pub(crate) fn origin(&self, paper: usize) -> String {
        self.origins.get(paper).cloned().unwrap_or_default()
    }

    pub(crate) fn index_origin(&self) -> String {
        self.index.clone()
    }

    pub(crate) fn moment(&self, minutes_before: i64) -> i64 {
        self.base - minutes_before * 60_000
    }

    /// What is out, newest first.
    pub(crate) fn published(&self, paper: usize) -> impl Iterator<Item = &Article> {
        let all = self.is_released();
        self.papers.get(paper).into_iter().flat_map(|p| &p.articles).filter(move |a| all || !a.hold)
    }

    /// When the newest article came out, in milliseconds.
    pub(crate) fn newest(&self, paper: usize) -> i64 {
        self.published(paper).map(|a| self.modified(a)).max().unwrap_or(self.base)
    }

    pub(crate) fn article_by_id(&self, id: &str) -> Option<(usize, &Article)> {
        let (slug, _) = id.split_once('/')?;
        let at = self.papers.iter().position(|p| p.slug == slug)?;
        self.papers[at].articles.iter().find(|a| a.id == id).map(|a| (at, a))
    }

    pub(crate) fn article_url(&self, paper: usize, article: &Article) -> String {
        format!("{}{}{}/", self.origin(paper), self.papers[paper].permalink, address::encode(&article.slug))
    }

    /// The answer of paper `paper` to a request.
    pub(crate) fn respond(&self, paper: usize, request: &Request) -> Response {
        let statuses = self.statuses.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((_, status)) = statuses.iter().find(|(at, _)| *at == paper) {
            return Response::html(*status, String::new());
        }
        drop(statuses);
        let (raw_path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
        let path = address::decode(raw_path, false);
        if path == "/wp-comments-post.php" {
            return comments::receive(self, paper, request);
        }
        if !matches!(request.method.as_str(), "GET" | "HEAD") {
            return Response::html(405, String::new());
        }
        self.page(paper, &path, query).unwrap_or_else(|| self.not_found(paper)).unless_known(request)
    }

    fn not_found(&self, paper: usize) -> Response {
        let data = serde_json::json!({"p": view::paper(self, paper)});
        Response::html(404, template::render(content::text("themes/not-found.html"), &data))
    }

    fn page(&self, at: usize, path: &str, query: &str) -> Option<Response> {
        let paper = self.papers.get(at)?;
        let html =
            |body: String, modified| Some(Response::cacheable("text/html; charset=UTF-8", body.into_bytes(), modified));
        if path == "/" {
            if let Some((_, number)) = address::fields(query).into_iter().find(|(k, _)| k == "p") {
                let article = self.published(at).find(|a| a.number.to_string() == number)?;
                return Some(Response::redirect(301, self.article_url(at, article)));
            }
            let list = view::listing(self, at, &paper.name, &self.origin(at), self.published(at));
            return html(template::render(content::text("themes/front.html"), &list), self.newest(at));
        }
        if path == paper.feed_path {
            return Some(self.feed(at, &format!("{}{path}", self.origin(at)), |_| true));
        }
        if path == "/comments/feed/" {
            return Some(self.comment_feed(at, None));
        }
        if let Some(file) = path.strip_prefix("/wp-content/uploads/") {
            return picture(&format!("pictures/{file}"));
        }
        match path {
            "/icon.png" | "/favicon.ico" => return picture(&format!("pictures/icons/{}.png", paper.slug)),
            "/pixel.gif" => return picture("pictures/pixel.gif"),
            "/style.css" => {
                let css = content::file("themes/style.css")?;
                return Some(Response::cacheable("text/css; charset=UTF-8", css, 0));
            }
            "/about/" | "/contact/" | "/privacy/" => {
                let data = serde_json::json!({"p": view::paper(self, at)});
                return html(template::render(content::text("themes/plain.html"), &data), 0);
            }
            _ => {}
        }
        for (kind, of) in [("category", 0), ("tag", 1), ("author", 2)] {
            let Some(rest) = path.strip_prefix(&format!("/{kind}/")) else { continue };
            let (slug, tail) = rest.split_once('/')?;
            let belongs = |a: &Article| match of {
                0 => a.categories.iter().any(|c| content::slug_of(c) == slug),
                1 => a.tags.iter().any(|t| content::slug_of(t) == slug),
                _ => content::slug_of(&a.author) == slug,
            };
            self.published(at).find(|a| belongs(a))?;
            if tail == "feed/" {
                let url = format!("{}/{kind}/{}/feed/", self.origin(at), address::encode(slug));
                return Some(self.feed(at, &url, belongs));
            }
            let list = view::listing(self, at, &slug.replace('-', " "), "", self.published(at).filter(|a| belongs(a)));
            return html(template::render(content::text("themes/front.html"), &list), self.newest(at));
        }
        let rest = path.strip_prefix(paper.permalink.as_str())?;
        let (slug, tail) = rest.split_once('/')?;
        let article = self.published(at).find(|a| a.slug == slug)?;
        match tail {
            "" => {
                let data = view::article(self, at, article);
                let page = template::render(content::text(&format!("themes/{}.html", paper.theme.name())), &data);
                html(page, self.modified(article))
            }
            "feed/" => Some(self.comment_feed(at, Some(article))),
            _ => None,
        }
    }

    fn feed(&self, at: usize, url: &str, belongs: impl Fn(&Article) -> bool) -> Response {
        let paper = &self.papers[at];
        let list = view::listing(self, at, "", url, self.published(at).filter(|a| belongs(a)));
        let body = match paper.form {
            FeedForm::Json => view::json_feed(&list),
            form => template::render(content::text(&format!("themes/{}.xml", form.template())), &list),
        };
        Response::cacheable(paper.form.media_type(), body.into_bytes(), self.newest(at))
    }

    fn comment_feed(&self, at: usize, only: Option<&Article>) -> Response {
        let body = template::render(content::text("themes/comments.xml"), &view::comment_feed(self, at, only));
        Response::cacheable("application/rss+xml", body.into_bytes(), self.newest(at))
    }

    /// The answer of the index, which knows the papers and, when asked for, the feeds for measuring.
    pub(crate) fn respond_index(&self, request: &Request) -> Response {
        let path = request.target.split('?').next().unwrap_or("");
        let list = || serde_json::json!({"papers": self.papers()});
        let answer = match path {
            "/" => Response::html(200, template::render(content::text("themes/index.html"), &list())),
            "/agency/" => Response::html(200, content::text("themes/agency.html").to_owned()),
            "/world.opml" => Response::cacheable(
                "text/x-opml; charset=UTF-8",
                template::render(content::text("themes/world.opml"), &list()).into_bytes(),
                0,
            ),
            "/papers.json" => Response::cacheable("application/json", list().to_string().into_bytes(), 0),
            _ => {
                return self.bench.as_ref().and_then(|b| b.respond(request)).unwrap_or_else(|| {
                    Response::html(
                        404,
                        "<!doctype html><html lang=\"ar\" dir=\"rtl\"><title>404</title><p>الصفحة غير موجودة"
                            .to_owned(),
                    )
                });
            }
        };
        answer.unless_known(request)
    }
}

fn picture(name: &str) -> Option<Response> {
    let media_type = match name.rsplit('.').next() {
        Some("jpg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("png") => "image/png",
        Some("gif") => "image/gif",
        _ => return None,
    };
    // Pictures have stood there for long: the date is any fixed one.
    content::file(name).map(|bytes| Response::cacheable(media_type, bytes, 1_700_000_000_000))
}
