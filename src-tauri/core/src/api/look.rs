//! A look at an address: which requests are made to find what it offers, in which order, and how many of them.
//!
//! The order is that of preference: feeds that the page names, feeds where they usually are, WordPress's interface, site
//! maps, the list that the page itself is. Whatever an address answers, the requests and their time are bounded.

use std::collections::{HashSet, VecDeque};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};
use url::Url;

use super::{ApiError, ErrorCode};
use crate::Core;
use crate::feed::{FeedLink, ParsedFeed};
use crate::model::{SourceKind, Timestamp};
use crate::net::{FetchError, Response};
use crate::site::front_page::{self, PageOffer};
use crate::site::sections::{self, Section};
use crate::site::sitemap::{self, Child, Sitemap};
use crate::site::walls::{self, Wall};
use crate::site::{self, Seen, places, wordpress};

/// Requests of one look, the first included.
const MOST_REQUESTS: u32 = 12;
/// The time of one look. What was found by then is answered.
const LONGEST: Duration = Duration::from_secs(45);
/// Feeds that a page names and that are looked into.
const DECLARED: usize = 6;
/// Usual places that are tried from a front page, and from a page within a site, whose front page is looked at too.
const GUESSES: usize = 4;
const GUESSES_WITHIN: usize = 3;
/// Site maps that are tried, and how many of them where the page itself is a list.
const SITEMAPS: usize = 6;
const SITEMAPS_BESIDE_A_LIST: usize = 3;
/// Pages that one sends on to, and those that these send on to.
const ONWARD: usize = 4;
/// A feed whose newest entry is older than this, in milliseconds, is dormant: what the site shows now is better.
const DORMANT: Timestamp = 400 * 86_400_000;
/// Site maps of an index that are looked into.
const CHILDREN: usize = 2;

/// A source that was found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) url: Url,
    pub(super) kind: SourceKind,
    pub(super) feed: ParsedFeed,
    /// What the page calls it, for a source without a name.
    pub(super) title: Option<String>,
}

/// What a look found.
#[derive(Debug)]
pub(super) struct Looked {
    /// The address after redirects.
    pub(super) url: Url,
    /// Best first.
    pub(super) found: Vec<Found>,
    pub(super) sections: Vec<Section>,
}

/// A look in progress.
#[derive(Debug)]
pub(super) struct Look {
    core: Core,
    left: u32,
    until: Instant,
    asked: HashSet<Url>,
    /// What the site answers on its first page: what it answers everywhere is nothing.
    front: Vec<u8>,
    answers_anything: bool,
    found: Vec<Found>,
    /// Sections with feeds of their own, from a page that lists them.
    listed: Vec<Section>,
}

impl Look {
    pub(super) fn new(core: Core) -> Self {
        Self {
            core,
            left: MOST_REQUESTS,
            until: Instant::now() + LONGEST,
            asked: HashSet::new(),
            front: Vec::new(),
            answers_anything: false,
            found: Vec::new(),
            listed: Vec::new(),
        }
    }

    /// Looks at what a reader pasted.
    pub(super) async fn at(mut self, url: Url) -> Result<Looked, ApiError> {
        for place in places::of_service(&url) {
            if self.try_source(place.clone(), None).await {
                return Ok(Looked { url: place, found: self.found, sections: Vec::new() });
            }
        }
        let response = match self.typed(url.clone()).await {
            // Firewalls that want a browser often let feeds and site maps pass.
            Err((error, wall)) if error.code == ErrorCode::Forbidden && (url.path() == "/" || wall) => {
                return self.around(url, error).await;
            }
            Err((error, _)) => return Err(error),
            Ok(response) => response,
        };
        if response.body.iter().all(u8::is_ascii_whitespace) {
            return Err(ApiError::new(ErrorCode::EmptyBody, "the answer is empty"));
        }
        let page_url = response.final_url.clone();
        // What is followed is the address that was typed; only a permanent redirect replaces it.
        let source_url = response.moved_to.clone().unwrap_or(url);
        self.front.clone_from(&response.body);
        let named = response.links.as_deref().map(|links| front_page::header_feeds(links, &page_url));
        let mut sections = Vec::new();
        match self.recognise(response).await? {
            Seen::Source(kind, feed) => {
                let mut title = None;
                if kind == SourceKind::Wordpress
                    && let Some(root) = wordpress::root_of(&page_url)
                {
                    title = self.name(&root).await;
                    sections = self.categories(&root, false).await;
                }
                self.take(source_url, kind, *feed, title);
            }
            Seen::Index(children) => {
                self.try_children(&source_url, &children, None).await;
            }
            Seen::Interface(root) => sections = self.interface(&[root], None).await,
            Seen::Page(mut offer) => {
                offer.feeds.declared.splice(0..0, named.unwrap_or_default());
                let leads_on = !offer.onward.is_empty() && offer.list.is_none() && offer.feeds.declared.is_empty();
                sections = match leads_on {
                    true => self.onward(*offer, &page_url).await?,
                    false => self.page(*offer, &page_url).await?,
                };
            }
            Seen::Nothing => self.declared(named.unwrap_or_default()).await,
        }
        if self.found.is_empty() {
            return Err(nothing(&page_url, None));
        }
        Ok(Looked { url: page_url, found: self.found, sections })
    }

    /// A page that sends its readers on: what counts is where they arrive. Of frames it is the one that has something.
    async fn onward(&mut self, offer: PageOffer, url: &Url) -> Result<Vec<Section>, ApiError> {
        let mut waiting: VecDeque<Url> = offer.onward.iter().cloned().collect();
        let mut first: Option<(PageOffer, Url, Vec<u8>)> = None;
        for _ in 0..ONWARD {
            let Some(to) = waiting.pop_front() else { break };
            let Ok(response) = self.fetch(to).await else { continue };
            let (body, arrived) = (response.body.clone(), response.final_url.clone());
            match self.recognise(response).await? {
                Seen::Page(offer) if offer.list.is_some() || !offer.feeds.declared.is_empty() => {
                    self.front = body;
                    return self.page(*offer, &arrived).await;
                }
                Seen::Page(offer) => {
                    waiting.extend(offer.onward.iter().cloned());
                    first = first.or(Some((*offer, arrived, body)));
                }
                Seen::Source(kind, feed) => {
                    self.take(arrived, kind, *feed, None);
                    return Ok(Vec::new());
                }
                _ => {}
            }
        }
        match first {
            Some((offer, arrived, body)) => {
                self.front = body;
                self.page(offer, &arrived).await
            }
            None => self.page(offer, url).await,
        }
    }

    /// A front page that refuses: what stands beside it may not.
    async fn around(mut self, url: Url, refusal: ApiError) -> Result<Looked, ApiError> {
        for guess in crate::feed::discover("", &url).guesses.into_iter().take(GUESSES_WITHIN) {
            if self.try_source(guess, None).await {
                return Ok(Looked { url, found: self.found, sections: Vec::new() });
            }
        }
        self.sitemaps(&url, None, SITEMAPS).await;
        if self.found.is_empty() {
            return Err(refusal);
        }
        Ok(Looked { url, found: self.found, sections: Vec::new() })
    }

    /// Everything that a page leads to; answers the site's sections.
    async fn page(&mut self, mut offer: PageOffer, url: &Url) -> Result<Vec<Section>, ApiError> {
        let title = Some(offer.title.clone()).filter(|title| !title.is_empty());
        if offer.wall == Some(Wall::Challenge) {
            return Err(nothing(url, offer.wall));
        }
        let is_front = url.path() == "/";
        let closed = offer.wall.is_some();
        self.declared(std::mem::take(&mut offer.feeds.declared)).await;
        if !closed {
            // A link that says what is behind it is the surest guess.
            let mut guesses = std::mem::take(&mut offer.shown_feeds);
            let usual = std::mem::take(&mut offer.feeds.guesses).into_iter().filter(|guess| !guesses.contains(guess));
            let usual: Vec<Url> = usual.collect();
            guesses.extend(usual);
            self.guesses(guesses, if is_front { GUESSES } else { GUESSES_WITHIN }, title.as_deref()).await;
        }
        // A section's own list is what was asked for, whatever the site's front page has.
        if self.has_none() && sections::is_section(url) {
            self.take_list(&mut offer, url);
        }
        // With a section's list alone the site's own feed is still worth a look.
        let no_feed = !self.found.iter().any(|found| found.kind == SourceKind::Feed && self.is_live(&found.feed));
        if no_feed && !closed && !is_front {
            let home =
                offer.canonical.clone().filter(|page| !self.asked.contains(page)).unwrap_or_else(|| places::home(url));
            self.front_page(home, &mut offer).await;
        }
        let with_feeds = self.found.iter().any(|found| found.kind == SourceKind::Feed && self.is_live(&found.feed));
        let mut tree = Vec::new();
        if (offer.wordpress || offer.api_root.is_some()) && !closed {
            let roots = offer.api_root.clone().map_or_else(|| wordpress::usual_roots(url), |root| vec![root]);
            tree = match roots.first() {
                Some(root) if with_feeds => self.categories(root, true).await,
                _ => self.interface(&roots, title.clone()).await,
            };
        }
        if self.has_none() && !closed {
            let most = if offer.list.is_some() { SITEMAPS_BESIDE_A_LIST } else { SITEMAPS };
            self.sitemaps(&places::home(url), title, most).await;
        }
        if !with_feeds {
            self.take_list(&mut offer, url);
        }
        if self.found.is_empty() {
            return Err(nothing(url, offer.wall));
        }
        // Feeds without entries work, and those that fell asleep do, but anything that lives is better.
        let now = self.core.now();
        self.found.sort_by_key(|found| (found.feed.entries.is_empty(), dormant_since(&found.feed, now).is_some()));
        let trees = [tree, offer.sections, std::mem::take(&mut self.listed)];
        Ok(trees.into_iter().find(|tree| !tree.is_empty()).unwrap_or_default())
    }

    /// Whether nothing that lives was found yet.
    fn has_none(&self) -> bool {
        !self.found.iter().any(|found| self.is_live(&found.feed))
    }

    /// Whether a feed has entries, and not all of them from years ago.
    fn is_live(&self, feed: &ParsedFeed) -> bool {
        !feed.entries.is_empty() && dormant_since(feed, self.core.now()).is_none()
    }

    /// Looks at the site's front page for one of its pages; what it offers fills in what the page lacks.
    async fn front_page(&mut self, home: Url, offer: &mut PageOffer) {
        let Ok(response) = self.fetch(home).await else { return };
        let (body, home) = (response.body.clone(), response.final_url.clone());
        let Ok(Seen::Page(mut front)) = self.recognise(response).await else { return };
        self.front = body;
        if front.wall.is_some() {
            return;
        }
        self.declared(std::mem::take(&mut front.feeds.declared)).await;
        let guesses = std::mem::take(&mut front.feeds.guesses);
        self.guesses(guesses, GUESSES_WITHIN, Some(&front.title)).await;
        offer.api_root = offer.api_root.take().or_else(|| front.api_root.take());
        offer.wordpress |= front.wordpress;
        if offer.sections.is_empty() {
            offer.sections = std::mem::take(&mut front.sections);
        }
        if self.has_none() {
            self.take_list(&mut front, &home);
        }
    }

    fn take(&mut self, url: Url, kind: SourceKind, feed: ParsedFeed, title: Option<String>) {
        if self.found.iter().all(|known| known.url != url) {
            self.found.push(Found { url, kind, feed, title });
        }
    }

    /// The page itself as a source, if it lists enough.
    fn take_list(&mut self, offer: &mut PageOffer, url: &Url) {
        if let Some(list) = offer.list.take().filter(|_| !offer.article) {
            self.take(url.clone(), SourceKind::Page, list, Some(offer.title.clone()));
        }
    }

    /// The feeds that a page names, two at a time to one host, in the page's order.
    async fn declared(&mut self, links: Vec<FeedLink>) {
        let mut visits = JoinSet::new();
        for (place, link) in links.into_iter().enumerate() {
            if place >= DECLARED || self.left == 0 || !self.asked.insert(link.url.clone()) {
                continue;
            }
            self.left -= 1;
            let (core, until) = (self.core.clone(), self.until);
            visits.spawn(async move {
                let response = timeout_at(until, core.fetch_feed(link.url.clone())).await.ok()?.ok()?;
                let read = core.offload(move || {
                    crate::feed::parse(&response.body, response.content_type.as_deref(), Some(&response.final_url)).ok()
                });
                Some((place, link, read.await.ok()??))
            });
        }
        let mut read = Vec::new();
        while let Some(visit) = visits.join_next().await {
            read.extend(visit.ok().flatten());
        }
        read.sort_by_key(|(place, ..)| *place);
        for (_, link, feed) in read {
            self.take(link.url, SourceKind::Feed, feed, link.title);
        }
    }

    /// The usual places, one after the other, while nothing was found.
    async fn guesses(&mut self, places: Vec<Url>, most: usize, title: Option<&str>) {
        for place in places.into_iter().take(most) {
            if !self.has_none() || self.answers_anything || self.try_source(place, title).await {
                break;
            }
        }
    }

    /// Whether there is a feed, posts, or a list of messages at the address; then it is taken.
    async fn try_source(&mut self, url: Url, title: Option<&str>) -> bool {
        let Ok(response) = self.fetch(url.clone()).await else { return false };
        if response.body == self.front {
            self.answers_anything = true;
            return false;
        }
        let service = self.front.is_empty();
        match self.recognise(response).await {
            Ok(Seen::Source(kind, feed)) => {
                self.take(url, kind, *feed, title.map(str::to_owned));
                true
            }
            Ok(Seen::Page(mut offer)) if service => {
                self.take_list(&mut offer, &url);
                !self.found.is_empty()
            }
            Ok(Seen::Page(offer)) => self.take_listed(*offer).await,
            _ => false,
        }
    }

    /// A page that lists the site's feeds («/rss»): the first of them stands for the site, all of them are sections.
    async fn take_listed(&mut self, offer: PageOffer) -> bool {
        let feeds = offer
            .sections
            .into_iter()
            .filter(|section| section.kind == SourceKind::Feed && section.children.is_empty());
        let feeds: Vec<Section> = feeds.collect();
        let Some(first) = feeds.first().filter(|_| !offer.wordpress && offer.wall.is_none()).cloned() else {
            return false;
        };
        let Ok(response) = self.fetch(first.url.clone()).await else { return false };
        let Ok(Seen::Source(kind, feed)) = self.recognise(response).await else { return false };
        self.take(first.url, kind, *feed, Some(first.title));
        self.listed = feeds;
        true
    }

    /// WordPress's interface: the posts of the first root that answers, and the tree of categories.
    async fn interface(&mut self, roots: &[Url], title: Option<String>) -> Vec<Section> {
        for root in roots {
            let address = wordpress::posts_address(root, None);
            let Ok(response) = self.fetch(address.clone()).await else { continue };
            let Ok(Seen::Source(SourceKind::Wordpress, feed)) = self.recognise(response).await else { continue };
            let title = match title.clone() {
                Some(title) => Some(title),
                None => self.name(root).await,
            };
            self.take(address, SourceKind::Wordpress, *feed, title);
            return self.categories(root, false).await;
        }
        Vec::new()
    }

    /// The site's name as its interface gives it.
    async fn name(&mut self, root: &Url) -> Option<String> {
        let about = self.fetch(wordpress::about_address(root)).await.ok()?;
        wordpress::about(&about.body).map(|(name, ..)| name)
    }

    async fn categories(&mut self, root: &Url, feeds: bool) -> Vec<Section> {
        let Ok(response) = self.fetch(wordpress::categories_address(root)).await else { return Vec::new() };
        wordpress::categories(&response.body, root, feeds)
    }

    /// The site maps that `robots.txt` names, then those where they usually are, until one has entries.
    async fn sitemaps(&mut self, home: &Url, title: Option<String>, most: usize) {
        let mut maps = Vec::new();
        if let Ok(robots) = home.join("/robots.txt")
            && let Ok(response) = self.fetch(robots).await
        {
            maps = sitemap::of_robots(&response.body, &response.final_url);
            maps.truncate(2);
        }
        for usual in places::sitemaps(home) {
            if !maps.contains(&usual) {
                maps.push(usual);
            }
        }
        for map in maps.into_iter().take(most) {
            let Ok(response) = self.fetch(map.clone()).await else { continue };
            match self.sitemap(response).await {
                Some(Sitemap::Entries(feed)) if site::usable(&feed, &map) => {
                    self.take(map, SourceKind::NewsSitemap, *feed, title);
                    return;
                }
                Some(Sitemap::Index(children)) if self.try_children(&map, &children, title.clone()).await => return,
                _ => {}
            }
        }
    }

    async fn try_children(&mut self, index: &Url, children: &[Child], title: Option<String>) -> bool {
        for child in children.iter().take(CHILDREN) {
            let Ok(response) = self.fetch(child.url.clone()).await else { continue };
            if let Some(Sitemap::Entries(feed)) = self.sitemap(response).await
                && site::usable(&feed, &child.url)
            {
                let url = if sitemap::moves_on(child) { index.clone() } else { child.url.clone() };
                self.take(url, SourceKind::NewsSitemap, *feed, title);
                return true;
            }
        }
        false
    }

    async fn sitemap(&self, response: Response) -> Option<Sitemap> {
        let read = self
            .core
            .offload(move || sitemap::read(&response.body, response.content_type.as_deref(), &response.final_url).ok());
        read.await.ok()?
    }

    async fn recognise(&self, response: Response) -> Result<Seen, ApiError> {
        self.core
            .offload(move || site::recognise(&response.body, response.content_type.as_deref(), &response.final_url))
            .await
    }

    /// The first request of the look. A refusal is told as what it is: a check that only browsers pass, or a refusal.
    async fn typed(&mut self, url: Url) -> Result<Response, (ApiError, bool)> {
        self.left -= 1;
        self.asked.insert(url.clone());
        let answer = timeout_at(self.until, self.core.fetch_typed(url.clone())).await;
        let error = match answer {
            Ok(Ok(response)) => return Ok(response),
            Ok(Err(error)) => error,
            Err(_) => return Err((ApiError::new(ErrorCode::Timeout, "the look took too long"), false)),
        };
        let said = match &error {
            FetchError::Status { status: 401 | 403 | 429 | 503, body, .. } => body.clone(),
            _ => Vec::new(),
        };
        let wall = self.core.offload(move || walls::of_refusal(&said)).await.ok().flatten();
        match wall {
            Some(Wall::Challenge) => Err((nothing(&url, wall), true)),
            _ => Err((error.into(), false)),
        }
    }

    /// One request of the look, each address once.
    async fn fetch(&mut self, url: Url) -> Result<Response, ApiError> {
        if self.left == 0 || !self.asked.insert(url.clone()) {
            return Err(ApiError::new(ErrorCode::Timeout, "no request of this look is left for it"));
        }
        self.left -= 1;
        timeout_at(self.until, self.core.fetch_feed(url))
            .await
            .unwrap_or_else(|_| Err(ApiError::new(ErrorCode::Timeout, "the look took too long")))
    }
}

/// When the newest entry of a feed is from, where that is long ago. Entries without dates say nothing of it.
pub(super) fn dormant_since(feed: &ParsedFeed, now: Timestamp) -> Option<Timestamp> {
    let newest = feed.entries.iter().filter_map(|entry| entry.published.or(entry.updated)).max();
    newest.filter(|newest| now.saturating_sub(*newest) > DORMANT)
}

/// Why an address offers nothing: a wall says so by its own code.
fn nothing(url: &Url, wall: Option<Wall>) -> ApiError {
    let (code, detail) = match wall {
        Some(Wall::Challenge) => (ErrorCode::Forbidden, "the site lets only browsers in that pass its check"),
        Some(Wall::SignIn) => (ErrorCode::HtmlInsteadOfFeed, "the page wants a sign-in"),
        Some(Wall::Parked) => (ErrorCode::NotAFeed, "the domain has no site"),
        Some(Wall::Shop) => (ErrorCode::NotAFeed, "the page is a shop's"),
        None => (ErrorCode::NotAFeed, "no feed, no posts, no site map and no list of articles was found"),
    };
    let error = ApiError::new(code, detail).with("host", url.host_str().unwrap_or_default());
    match wall {
        Some(wall) => error.with("wall", wall.as_str()),
        None => error,
    }
}
