//! Feeds and categories.

use std::sync::PoisonError;

use url::Url;

use super::{breaking_start, day_start};
use crate::Core;
use crate::api::*;
use crate::feed::{self, ParsedFeed, opml};
use crate::model::{CoreEvent, Direction, Timestamp};
use crate::net::{Kind, Request, Validators};
use crate::refresh::{body_hash, next_visit, prepare_feed};
use crate::store::{Act, Durability, FeedMeta, NewFeed, RefreshOutcome, entries, feeds, rhythm, undo};
use crate::{settings, text};

/// Feeds of a page that are looked into for the preview.
const PREVIEWED: usize = 6;
/// Headlines of a preview.
const HEADLINES: usize = 5;
/// An address of more characters is none.
const MAX_ADDRESS: usize = 4_096;
/// A title of a feed or category.
const MAX_TITLE: usize = 300;

impl Core {
    /// Categories, feeds and unread counts.
    pub async fn list_sources(&self, request: ListSources) -> Result<SourceTree, ApiError> {
        let now = self.now();
        let today = day_start(now, request.utc_offset_minutes);
        let tree = self.inner.store.read(move |db| {
            Ok(SourceTree {
                categories: feeds::tree(db)?,
                counts: entries::lanes(db, today, breaking_start(now))?,
                next_refresh_at: feeds::next_due(db)?,
            })
        });
        Ok(tree.await?)
    }

    /// Looks at an address and says which feeds it offers.
    pub async fn discover(&self, request: Discover) -> Result<Discovery, ApiError> {
        let typed = request.address.trim();
        let url = typed_address(typed)?;
        self.trust_host(&url);
        let outcome = self.look(url.clone()).await;
        // A scheme that the reader did not type is a guess: where nothing answers https, http may. A certificate that
        // can't be trusted is an answer.
        let outcome = match outcome {
            Err(error)
                if !typed.contains("://") && matches!(error.code, ErrorCode::HostUnreachable | ErrorCode::Timeout) =>
            {
                let mut plain = url;
                match plain.set_scheme("http") {
                    Ok(()) => self.look(plain).await.map_err(|_| error),
                    Err(()) => Err(error),
                }
            }
            other => other,
        };
        let mut discovery = outcome?;
        let known = self.inner.store.read(feeds::addresses).await?;
        for candidate in &mut discovery.candidates {
            candidate.subscribed = known.get(&candidate.feed_url).copied();
        }
        Ok(discovery)
    }

    async fn look(&self, url: Url) -> Result<Discovery, ApiError> {
        let response = self.fetch_feed(url.clone()).await?;
        let final_url = response.final_url.clone();
        // What is followed is the address that was typed; only a permanent redirect replaces it.
        let feed_url = response.moved_to.clone().unwrap_or(url);
        let page_url = final_url.clone();
        let read = self
            .offload(move || {
                let content_type = response.content_type.as_deref();
                match feed::parse(&response.body, content_type, Some(&page_url)) {
                    Ok(parsed) => Ok(Ok(parsed)),
                    Err(feed::ParseError::Empty) => Err(ApiError::from(feed::ParseError::Empty)),
                    Err(_) => Ok(Err(feed::discover(&feed::decode(&response.body, content_type), &page_url))),
                }
            })
            .await??;
        let candidates = match read {
            Ok(parsed) => vec![candidate(&feed_url, parsed, None)],
            Err(page) => self.preview(page).await?,
        };
        if candidates.is_empty() {
            return Err(ApiError::new(ErrorCode::NotAFeed, "the page names no feed and none was found beside it")
                .with("host", final_url.host_str().unwrap_or_default()));
        }
        Ok(Discovery { url: final_url.into(), candidates })
    }

    /// Looks into the feeds that a page names; where it names none that works, into the places where they usually are.
    async fn preview(&self, page: feed::PageFeeds) -> Result<Vec<FeedCandidate>, ApiError> {
        let mut visits = tokio::task::JoinSet::new();
        for (place, link) in page.declared.into_iter().take(PREVIEWED).enumerate() {
            let core = self.clone();
            visits.spawn(async move { (place, core.try_feed(link.url, link.title).await) });
        }
        let mut found: Vec<(usize, FeedCandidate)> = Vec::new();
        while let Some(visit) = visits.join_next().await {
            if let Ok((place, Some(candidate))) = visit {
                found.push((place, candidate));
            }
        }
        found.sort_by_key(|(place, _)| *place);
        if !found.is_empty() {
            return Ok(found.into_iter().map(|(_, candidate)| candidate).collect());
        }
        for guess in page.guesses {
            if let Some(candidate) = self.try_feed(guess, None).await {
                return Ok(vec![candidate]);
            }
        }
        Ok(Vec::new())
    }

    async fn try_feed(&self, url: Url, title: Option<String>) -> Option<FeedCandidate> {
        let response = self.fetch_feed(url.clone()).await.ok()?;
        let parsed = self
            .offload(move || {
                feed::parse(&response.body, response.content_type.as_deref(), Some(&response.final_url)).ok()
            })
            .await
            .ok()??;
        Some(candidate(&url, parsed, title))
    }

    async fn fetch_feed(&self, url: Url) -> Result<crate::net::Response, ApiError> {
        let typed_host = self.trusted_host(&url);
        let asked = url.clone();
        let request = Request { url, kind: Kind::Feed, validators: Validators::default(), typed_host };
        let answer = self.inner.http.get(request).await;
        self.note_outcome(&answer);
        let response = answer?;
        self.inner.recent.put(&asked, &response, self.now());
        Ok(response)
    }

    /// The reader typed this host: it may be in a private network.
    fn trust_host(&self, url: &Url) {
        if let Some(host) = url.host_str() {
            self.inner.typed_hosts.lock().unwrap_or_else(PoisonError::into_inner).insert(host.to_owned());
        }
    }

    fn trusted_host(&self, url: &Url) -> Option<String> {
        let host = url.host_str()?;
        let hosts = self.inner.typed_hosts.lock().unwrap_or_else(PoisonError::into_inner);
        hosts.contains(host).then(|| host.to_owned())
    }

    /// Follows a feed.
    pub async fn subscribe(&self, request: Subscribe) -> Result<Subscribed, ApiError> {
        let url = typed_address(request.feed_url.trim())?;
        let feed_url = String::from(url.clone());
        let known = feed_url.clone();
        let seed = feed_url.bytes().fold(0_i64, |seed, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
        if self.inner.store.read(move |db| feeds::find(db, &known)).await?.is_some() {
            return Err(ApiError::new(ErrorCode::AlreadySubscribed, feed_url));
        }
        let typed_host = self.trusted_host(&url);
        let custom_title = request.title.as_deref().map(line).filter(|title| !title.is_empty());
        let category = line(request.category.as_deref().unwrap_or_default());
        let now = self.now();
        let new = |meta| NewFeed { feed_url, typed_host, custom_title, category, meta };
        let id = if request.deferred {
            let title = url.host_str().unwrap_or_default().to_owned();
            let new = new(placeholder(title));
            self.inner.store.write(Durability::Full, move |db| feeds::add(db, &new, now)).await?
        } else {
            // What the preview has just brought is not asked for again.
            let response = match self.inner.recent.take(&url, now) {
                Some(response) => response,
                None => self.fetch_feed(url).await?,
            };
            let fresh_for = response.fresh_for;
            let (validators, hash) = (response.validators.clone(), body_hash(&response.body));
            let prepared = prepare_feed(self, response).await?;
            let interval = settings::read(self).await?.refresh_minutes;
            let rhythm = prepared.rhythm;
            let truncated = prepared.repairs.iter().any(|repair| repair == "truncated");
            let new = new(prepared.meta.clone());
            let outcome = RefreshOutcome {
                at: now,
                next_check_at: next_visit(now, interval, rhythm, fresh_for, seed),
                validators: if truncated { Validators::default() } else { validators },
                body_hash: Some(hash),
                meta: Some(prepared.meta),
                repairs: prepared.repairs,
                ..RefreshOutcome::default()
            };
            self.inner
                .store
                .write(Durability::Full, move |db| {
                    let id = feeds::add(db, &new, now)?;
                    entries::upsert(db, id, &prepared.entries, now)?;
                    feeds::record_success(db, id, &outcome)?;
                    rhythm::set(db, id, rhythm)?;
                    Ok(id)
                })
                .await?
        };
        self.emit(CoreEvent::SourcesChanged);
        self.inner.wake.notify_one();
        Ok(Subscribed { feed: self.inner.store.read(move |db| feeds::row(db, id)).await? })
    }

    /// Stops following a feed. What was kept from it stays. Can be undone.
    pub async fn unsubscribe(&self, request: FeedRef) -> Result<Undoable, ApiError> {
        let now = self.now();
        let token = self
            .inner
            .store
            .write(Durability::Full, move |db| {
                feeds::unfollow(db, request.id, now)?;
                undo::remember(db, &Act::Unfollowed { feed: request.id }, now)
            })
            .await?;
        self.emit(CoreEvent::SourcesChanged);
        Ok(Undoable { count: 1, undo: Some(token) })
    }

    /// Changes a feed's title, category or way of obtaining its text.
    pub async fn update_feed(&self, request: UpdateFeed) -> Result<Subscribed, ApiError> {
        let feed = self
            .inner
            .store
            .write(Durability::Full, move |db| {
                let title = request.title.as_deref().map(line);
                let category = request.category.as_deref().map(line);
                feeds::update(db, request.id, title.as_deref(), category.as_deref(), request.full_text)?;
                feeds::row(db, request.id)
            })
            .await?;
        self.emit(CoreEvent::SourcesChanged);
        Ok(Subscribed { feed })
    }

    /// Renames a category; one of that title that exists already takes its feeds in.
    pub async fn rename_category(&self, request: RenameCategory) -> Result<Done, ApiError> {
        let title = line(&request.title);
        if title.is_empty() {
            return Err(ApiError::new(ErrorCode::InvalidRequest, "a category needs a title"));
        }
        self.inner.store.write(Durability::Full, move |db| feeds::rename_category(db, request.id, &title)).await?;
        self.emit(CoreEvent::SourcesChanged);
        Ok(Done {})
    }

    /// Removes a category; its feeds move to the default one.
    pub async fn delete_category(&self, request: CategoryRef) -> Result<Done, ApiError> {
        self.inner.store.write(Durability::Full, move |db| feeds::delete_category(db, request.id)).await?;
        self.emit(CoreEvent::SourcesChanged);
        Ok(Done {})
    }

    /// The bundled directory of papers.
    pub async fn list_directory(&self, _: Nothing) -> Result<Directory, ApiError> {
        let known = self.inner.store.read(feeds::addresses).await?;
        let papers = crate::directory::PAPERS.iter().map(|paper| DirectoryPaper {
            title: paper.title.clone(),
            direction: text::direction(&paper.title, Direction::Rtl),
            countries: paper.countries.clone(),
            topic: paper.topic.clone(),
            feed_url: paper.feed_url.clone(),
            monogram: text::monogram(&paper.title),
            color: paper.color,
            subscribed: known.get(&paper.feed_url).copied(),
        });
        Ok(Directory { papers: papers.collect() })
    }

    /// Follows the feeds of an OPML file: all of them in one write, fetched afterwards.
    pub async fn import_opml(&self, request: ImportOpml) -> Result<OpmlImported, ApiError> {
        let outlines = self.offload(move || opml::parse(&request.text)).await??;
        let now = self.now();
        let imported = self
            .inner
            .store
            .write(Durability::Full, move |db| {
                let mut done = OpmlImported { added: 0, known: 0, refused: Vec::new(), categories: 0 };
                let before = feeds::count_categories(db)?;
                for outline in outlines {
                    let Ok(url) = typed_address(outline.feed_url.trim()) else {
                        if done.refused.len() < 50 {
                            done.refused.push(line(&outline.title));
                        }
                        continue;
                    };
                    let title = line(&outline.title);
                    let new = NewFeed {
                        feed_url: url.clone().into(),
                        typed_host: None,
                        custom_title: None,
                        category: line(outline.category.as_deref().unwrap_or_default()),
                        meta: FeedMeta {
                            site_url: outline
                                .site_url
                                .as_deref()
                                .and_then(|site| typed_address(site).ok())
                                .map(String::from),
                            ..placeholder(if title.is_empty() {
                                url.host_str().unwrap_or_default().to_owned()
                            } else {
                                title
                            })
                        },
                    };
                    match feeds::add(db, &new, now) {
                        Ok(_) => done.added += 1,
                        Err(crate::store::StoreError::Known) => done.known += 1,
                        Err(error) => return Err(error),
                    }
                }
                done.categories = feeds::count_categories(db)?.saturating_sub(before);
                Ok(done)
            })
            .await?;
        self.emit(CoreEvent::SourcesChanged);
        self.inner.wake.notify_one();
        Ok(imported)
    }

    /// All feeds as an OPML 2.0 file.
    pub async fn export_opml(&self, _: Nothing) -> Result<OpmlFile, ApiError> {
        let outlines: Vec<opml::OpmlFeed> = self
            .inner
            .store
            .read(feeds::outlines)
            .await?
            .into_iter()
            .map(|feed| opml::OpmlFeed {
                title: feed.title,
                feed_url: feed.feed_url,
                site_url: feed.site_url,
                category: Some(feed.category),
            })
            .collect();
        let created = jiff::Timestamp::from_millisecond(self.now()).unwrap_or_default();
        let day = created.strftime("%Y-%m-%d").to_string();
        let created = created.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        Ok(OpmlFile { text: opml::write("Warraq", &created, &outlines), file_name: format!("warraq-{day}.opml") })
    }
}

/// The http(s) address that a reader meant: a missing scheme is https, `feed:` is dropped, spaces around it too.
fn typed_address(typed: &str) -> Result<Url, ApiError> {
    let refuse = |why: String| {
        ApiError::new(ErrorCode::InvalidUrl, why).with("address", typed.chars().take(80).collect::<String>())
    };
    if typed.is_empty() || typed.len() > MAX_ADDRESS {
        return Err(refuse("empty or too long".to_owned()));
    }
    let typed = typed.strip_prefix("feed://").map_or_else(|| typed.to_owned(), |rest| format!("https://{rest}"));
    let typed = typed.strip_prefix("feed:").unwrap_or(&typed);
    let with_scheme = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    let mut url = Url::parse(&with_scheme).map_err(|error| refuse(error.to_string()))?;
    let host = url.host_str().unwrap_or_default().to_owned();
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refuse(format!("scheme {}", url.scheme())));
    }
    // «مرحبا» parses as a host name too; a name of one label is none that a paper has.
    if !host.contains(['.', ':']) && host != "localhost" {
        return Err(refuse(format!("host {host}")));
    }
    url.set_fragment(None);
    Ok(url)
}

/// A title from outside as one line.
fn line(title: &str) -> String {
    crate::html::to_line(title).chars().take(MAX_TITLE).collect()
}

/// What is known of a feed before it was fetched.
fn placeholder(title: String) -> FeedMeta {
    FeedMeta {
        direction: text::direction(&title, Direction::Rtl),
        title,
        site_url: None,
        description: None,
        language: None,
    }
}

fn candidate(url: &Url, parsed: ParsedFeed, page_title: Option<String>) -> FeedCandidate {
    let title = [Some(parsed.title), page_title, url.host_str().map(str::to_owned)]
        .into_iter()
        .flatten()
        .find(|title| !title.is_empty())
        .unwrap_or_default();
    let mut latest: Vec<(Option<Timestamp>, String)> =
        parsed.entries.iter().map(|entry| (entry.published.or(entry.updated), entry.title.clone())).collect();
    latest.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    FeedCandidate {
        feed_url: url.to_string(),
        direction: text::direction(&title, Direction::Rtl),
        title,
        description: parsed.description,
        site_url: parsed.site_url.map(String::from),
        format: parsed.format.map(feed::Format::name).unwrap_or_default().to_owned(),
        entries: u32::try_from(parsed.entries.len()).unwrap_or(u32::MAX),
        headlines: latest
            .into_iter()
            .filter(|(_, title)| !title.is_empty())
            .take(HEADLINES)
            .map(|(published_at, title)| Headline {
                direction: text::direction(&title, Direction::Rtl),
                title,
                published_at,
            })
            .collect(),
        subscribed: None,
    }
}

#[cfg(test)]
mod tests {
    use super::typed_address;

    #[test]
    fn what_a_reader_types_becomes_an_address_or_a_clear_refusal() {
        let address = |typed| typed_address(typed).map(String::from).ok();
        assert_eq!(address("jisr.example").as_deref(), Some("https://jisr.example/"));
        assert_eq!(address("feed:https://jisr.example/feed").as_deref(), Some("https://jisr.example/feed"));
        assert_eq!(address("feed://jisr.example/feed").as_deref(), Some("https://jisr.example/feed"));
        assert_eq!(address("http://127.0.0.1:8700/#top").as_deref(), Some("http://127.0.0.1:8700/"));
        assert!(address("صحيفة.مثال").is_some_and(|url| url.starts_with("https://xn--")));
        for refused in ["", "مرحبا", "javascript:alert(1)", "file:///etc/passwd", "ftp://a.example/", "https://"] {
            assert!(address(refused).is_none(), "{refused}");
        }
    }
}
