//! The program itself, and the way out to the system's browser.

use url::Url;

use crate::Core;
use crate::api::*;
use crate::html;
use crate::model::TextOrigin;
use crate::settings;
use crate::store::{entries, extras, feeds, texts};

/// A link of more bytes is not opened.
const MAX_LINK: usize = 8 * 1024;
/// Of a report of the window, so many characters go to the log.
const MAX_REPORT: usize = 4_096;

impl Core {
    /// About this program and this library; what the first screen needs to start.
    pub async fn app_info(&self, _: Nothing) -> Result<AppInfo, ApiError> {
        Ok(AppInfo {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            library: self.inner.store.folder().display().to_string(),
            empty: self.inner.store.read(feeds::is_empty).await?,
            online: self.online(),
            settings: settings::read(self).await?,
            ui_state: self.ui_state().await?,
        })
    }

    /// Opens a link of an article in the system's browser: only one that stands in its stored text, or in what was
    /// lifted out of it.
    pub async fn open_link(&self, request: OpenLink) -> Result<Done, ApiError> {
        let id = request.entry;
        let texts = self
            .inner
            .store
            .read(move |db| {
                entries::one(db, id)?;
                let texts = [texts::get(db, id, TextOrigin::Page)?, texts::get(db, id, TextOrigin::Feed)?];
                Ok((texts, extras::extras(db, id)?.enclosures))
            })
            .await?;
        let (texts, enclosures) = texts;
        let stands_there = enclosures.iter().any(|enclosure| enclosure.url == request.href)
            || texts.into_iter().flatten().any(|text| {
                let named = text.source.as_ref().and_then(|(_, url)| url.as_ref()) == Some(&request.href);
                named
                    || text.parts.read_also.iter().any(|link| link.url == request.href)
                    || html::links(&text.html).contains(&request.href)
            });
        if !stands_there {
            return Err(ApiError::new(ErrorCode::InvalidRequest, "the article has no such link"));
        }
        self.open_outside(&request.href)
    }

    /// Opens an article's page in the system's browser.
    pub async fn open_entry(&self, request: EntryRef) -> Result<Done, ApiError> {
        let row = self.inner.store.read(move |db| entries::one(db, request.id)).await?;
        self.open_outside(&row.url.ok_or_else(|| ApiError::new(ErrorCode::InvalidUrl, "the entry has no address"))?)
    }

    /// Opens a feed's site in the system's browser.
    pub async fn open_site(&self, request: FeedRef) -> Result<Done, ApiError> {
        let site = self.inner.store.read(move |db| feeds::site_url(db, request.id)).await?;
        self.open_outside(&site.ok_or_else(|| ApiError::new(ErrorCode::InvalidUrl, "the feed names no site"))?)
    }

    /// http and https only, whatever was stored.
    fn open_outside(&self, address: &str) -> Result<Done, ApiError> {
        let refused = |why: &str| ApiError::new(ErrorCode::InvalidUrl, why.to_owned());
        if address.len() > MAX_LINK {
            return Err(refused("too long"));
        }
        let url = Url::parse(address).map_err(|error| ApiError::from_chain(ErrorCode::InvalidUrl, &error))?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
            return Err(refused("not http(s)"));
        }
        self.inner.opener.open(&url).map_err(|why| ApiError::new(ErrorCode::OpenFailed, why))?;
        Ok(Done {})
    }

    /// Writes a fault of the window to the log.
    pub async fn report_ui_error(&self, request: UiErrorReport) -> Result<Done, ApiError> {
        let message: String = request.message.chars().filter(|c| !c.is_control()).take(MAX_REPORT).collect();
        tracing::error!(target: "warraq::window", "{message}");
        Ok(Done {})
    }
}
