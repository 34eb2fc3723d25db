//! The icons of sources: what the feed names, else where sites usually keep one. Fetched like any other picture, after
//! the first visit and once a month.

use url::Url;

use super::picture;
use crate::Core;
use crate::contract::{ApiError, ErrorCode};
use crate::model::{CoreEvent, EntryId};
use crate::store::Durability;
use crate::store::icons::{self, NoIcon};

/// Icons looked for in one round.
const AT_ONCE: u32 = 40;
/// An icon larger than this, in pixels along a side, is a picture.
const LARGEST: u32 = 1_024;

/// Looks for the icons of sources that have none yet. Nothing is fetched when the reader wants no pictures.
pub(crate) async fn fetch_icons(core: &Core) -> Result<(), ApiError> {
    if !core.online() || !crate::settings::read(core).await?.load_pictures {
        return Ok(());
    }
    let now = core.now();
    let without = core.inner.store.read(move |db| icons::without(db, now, AT_ONCE)).await?;
    let mut any = false;
    let mut fetches = tokio::task::JoinSet::new();
    for feed in without {
        let core = core.clone();
        fetches.spawn(async move { fetch(&core, feed).await });
    }
    while let Some(fetched) = fetches.join_next().await {
        if let Ok(outcome) = fetched {
            any |= outcome?;
        }
    }
    if any {
        core.emit(CoreEvent::SourcesChanged);
    }
    Ok(())
}

/// Looks for the icon of the paper of an article that is kept and that no feed brought. A followed one's comes with its
/// visits.
pub(super) async fn fetch_stray(core: &Core, id: EntryId) -> Result<(), ApiError> {
    if let Some(feed) = core.inner.store.read(move |db| icons::of_stray(db, id)).await? {
        fetch(core, feed).await?;
    }
    Ok(())
}

/// Looks for one source's icon. True when one is stored now.
async fn fetch(core: &Core, feed: NoIcon) -> Result<bool, ApiError> {
    let Ok(_turn) = core.inner.picture_turns.acquire().await else { return Ok(false) };
    let mut found = None;
    for url in places(&feed) {
        match picture::attempt(core, &url, feed.typed_host.clone()).await {
            // The small one where there is one: a site's icon may be a photograph.
            Ok((whole, thumb)) => {
                let small = if whole.width.unwrap_or(0).max(whole.height.unwrap_or(0)) > LARGEST {
                    thumb
                } else {
                    thumb.filter(|thumb| thumb.bytes < whole.bytes).or(Some(whole))
                };
                if small.is_some() {
                    found = small;
                    break;
                }
            }
            Err(error) if matches!(error.code, ErrorCode::StorageFull | ErrorCode::LibraryUnreadable) => {
                return Err(error);
            }
            // No network: it is looked for another time.
            Err(error) if error.code == ErrorCode::Offline => return Ok(false),
            Err(error) => tracing::debug!(%url, %error, "no icon"),
        }
    }
    let (now, stored) = (core.now(), found.is_some());
    core.inner.store.write(Durability::Normal, move |db| icons::set(db, feed.id, found.as_ref(), now)).await?;
    Ok(stored)
}

/// Where an icon may be: where the feed says, then the two places at the root of the site.
fn places(feed: &NoIcon) -> Vec<String> {
    let site = feed.site_url.as_deref().unwrap_or(&feed.feed_url);
    let at = |path: &str| Url::parse(site).ok().and_then(|site| site.join(path).ok()).map(String::from);
    let http = |url: &String| url.starts_with("http://") || url.starts_with("https://");
    [feed.icon_url.clone(), at("/apple-touch-icon.png"), at("/favicon.ico")]
        .into_iter()
        .flatten()
        .filter(http)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{NoIcon, places};
    use crate::model::FeedId;

    #[test]
    fn an_icon_is_looked_for_where_the_feed_says_and_at_the_root() {
        let feed = |icon: Option<&str>, site: Option<&str>| NoIcon {
            id: FeedId(1),
            icon_url: icon.map(str::to_owned),
            site_url: site.map(str::to_owned),
            feed_url: "https://feeds.a.example/x/rss".to_owned(),
            typed_host: None,
        };
        assert_eq!(
            places(&feed(Some("https://a.example/i.png"), Some("https://a.example/ar/"))),
            ["https://a.example/i.png", "https://a.example/apple-touch-icon.png", "https://a.example/favicon.ico"]
        );
        assert_eq!(places(&feed(Some("data:x"), None))[0], "https://feeds.a.example/apple-touch-icon.png");
    }
}
