//! The sidebar, and following a source.

use std::collections::HashMap;

use url::Url;

use super::{breaking_start, day_start};
use crate::Core;
use crate::api::*;
use crate::model::{CoreEvent, Direction, FeedId};
use crate::net::Validators;
use crate::refresh::{body_hash, interval, next_visit, prepare_feed, url_key};
use crate::store::{Durability, FeedMeta, NewFeed, RefreshOutcome, categories, entries, feeds, rhythm, rows, subjects};
use crate::{settings, text};

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
                categories: rows::tree(db, now)?,
                counts: entries::lanes(db, today, breaking_start(now))?,
                subjects: subjects::unread(db)?,
                next_refresh_at: feeds::next_due(db)?,
            })
        });
        Ok(tree.await?)
    }

    /// The followed sources by the keys of their addresses: however an address is written, it is one source.
    pub(super) async fn followed(&self) -> Result<HashMap<String, FeedId>, ApiError> {
        let addresses = self.inner.store.read(feeds::addresses).await?;
        let keyed = addresses.into_iter().filter_map(|(address, id)| Some((url_key(&Url::parse(&address).ok()?), id)));
        Ok(keyed.collect())
    }

    /// Follows a source.
    pub async fn subscribe(&self, request: Subscribe) -> Result<Subscribed, ApiError> {
        let url = typed_address(request.feed_url.trim())?;
        let feed_url = String::from(url.clone());
        let seed = feed_url.bytes().fold(0_i64, |seed, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
        if self.followed().await?.contains_key(&url_key(&url)) {
            return Err(ApiError::new(ErrorCode::AlreadySubscribed, feed_url));
        }
        let typed_host = self.trusted_host(&url);
        let custom_title = request.title.as_deref().map(line).filter(|title| !title.is_empty());
        let category = line(request.category.as_deref().unwrap_or_default());
        let now = self.now();
        let kind = request.kind.unwrap_or_default();
        let host = typed_host.clone();
        let new = move |category, meta| {
            let outline = "{}".to_owned();
            NewFeed { feed_url, kind, typed_host, custom_title, category, outline, meta }
        };
        let id = if request.deferred {
            let meta = placeholder(url.host_str().unwrap_or_default().to_owned());
            let write = self.inner.store.write(Durability::Full, move |db| {
                feeds::add(db, &new(categories::category(db, &category)?, meta), now)
            });
            write.await?
        } else {
            // What the preview has just brought is not asked for again.
            let response = match self.inner.recent.take(&url, now) {
                Some(response) => response,
                None => self.fetch_feed(url.clone()).await?,
            };
            let fresh_for = response.fresh_for;
            let (validators, hash) = (response.validators.clone(), body_hash(&response.body));
            let mut prepared = prepare_feed(self, kind, host.clone(), response).await?;
            if let Some(name) = crate::refresh::name(self, kind, &url, host).await {
                prepared.meta.direction = text::direction(&name, Direction::Rtl);
                prepared.meta.title = name;
            }
            let general = settings::read(self).await?.refresh_minutes;
            let (rhythm, pace_minutes, icon_url) = (prepared.rhythm, prepared.pace_minutes, prepared.icon_url);
            let truncated = prepared.repairs.iter().any(|repair| repair == "truncated");
            let meta = prepared.meta.clone();
            let mut outcome = RefreshOutcome {
                at: now,
                next_check_at: next_visit(now, interval(general, 0, pace_minutes), rhythm, fresh_for, seed),
                validators: if truncated { Validators::default() } else { validators },
                body_hash: Some(hash),
                meta: Some(prepared.meta),
                repairs: prepared.repairs,
                pace_minutes,
                icon_url,
                ..RefreshOutcome::default()
            };
            self.inner
                .store
                .write(Durability::Full, move |db| {
                    let id = feeds::add(db, &new(categories::category(db, &category)?, meta), now)?;
                    outcome.added = entries::upsert(db, id, &prepared.entries, now)?.added;
                    feeds::record_success(db, id, &outcome)?;
                    rhythm::set(db, id, rhythm)?;
                    Ok(id)
                })
                .await?
        };
        self.emit(CoreEvent::SourcesChanged);
        self.inner.wake.notify_one();
        Ok(Subscribed { feed: self.inner.store.read(move |db| rows::one(db, id, now)).await? })
    }
}

/// The http(s) address that a reader meant: a missing scheme is https, `feed:` is dropped, spaces around it too.
pub(super) fn typed_address(typed: &str) -> Result<Url, ApiError> {
    let refuse = |why: String| {
        ApiError::new(ErrorCode::InvalidUrl, why).with("address", typed.chars().take(80).collect::<String>())
    };
    // What comes along when an address is copied out of a message: marks of direction, quotation marks, a full stop.
    let around = |c: char| {
        c.is_whitespace()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{61c}')
            || matches!(c, '«' | '»' | '<' | '>' | '"' | '\'' | '“' | '”' | '،' | '؛' | ',' | ';')
    };
    let typed = typed.trim_matches(around);
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
pub(super) fn line(title: &str) -> String {
    crate::html::to_line(title).chars().take(MAX_TITLE).collect::<String>().trim_end().to_owned()
}

/// What is known of a feed before it was fetched.
pub(super) fn placeholder(title: String) -> FeedMeta {
    FeedMeta {
        direction: text::direction(&title, Direction::Rtl),
        title,
        site_url: None,
        description: None,
        language: None,
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
        assert_eq!(address("\u{200f}«https://jisr.example/a»،").as_deref(), Some("https://jisr.example/a"));
        assert_eq!(address("http://127.0.0.1:8700/#top").as_deref(), Some("http://127.0.0.1:8700/"));
        assert!(address("صحيفة.مثال").is_some_and(|url| url.starts_with("https://xn--")));
        for refused in ["", "مرحبا", "javascript:alert(1)", "file:///etc/passwd", "ftp://a.example/", "https://"] {
            assert!(address(refused).is_none(), "{refused}");
        }
    }
}
