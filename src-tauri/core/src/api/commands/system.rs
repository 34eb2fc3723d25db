//! The program itself, and the way out to the system's browser.

use url::{Url, form_urlencoded};

use crate::Core;
use crate::api::*;
use crate::html;
use crate::model::TextOrigin;
use crate::settings;
use crate::store::{comments, entries, extras, feeds, texts};

/// A link of more bytes is not opened.
const MAX_LINK: usize = 8 * 1024;
/// Of a headline, so many characters go into a letter.
const MAX_SUBJECT: usize = 300;
/// Of a report of the window, so many characters go to the log.
const MAX_REPORT: usize = 4_096;

/// A letter to nobody yet (RFC 6068): everything in it is percent-encoded, so that no headline can add a recipient, a
/// header or an attachment. Lines end as that document says (§5).
fn letter(title: &str, source: &str, address: Option<&str>) -> Option<Url> {
    let title: String = title.chars().take(MAX_SUBJECT).collect();
    let body = [title.as_str(), source, address.unwrap_or_default()].join("\r\n");
    // A form's encoding writes a space as `+`, which mail programs show; a plus of the text's own is `%2B` already.
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
    Url::parse(&format!("mailto:?subject={}&body={}", encoded(&title), encoded(&body))).ok()
}

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

    /// Opens a link of an article in the system's browser: only one that stands in its stored text, in what was lifted
    /// out of it, or in its comments.
    pub async fn open_link(&self, request: OpenLink) -> Result<Done, ApiError> {
        let (id, href) = (request.entry, request.href.clone());
        let texts = self
            .inner
            .store
            .read(move |db| {
                entries::one(db, id)?;
                let texts = [texts::get(db, id, TextOrigin::Page)?, texts::get(db, id, TextOrigin::Feed)?];
                let said = comments::link(db, id, &href)?;
                Ok((texts, extras::extras(db, id)?.enclosures, said))
            })
            .await?;
        let (texts, enclosures, said) = texts;
        let stands_there = said
            || enclosures.iter().any(|enclosure| enclosure.url == request.href)
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

    /// Begins a letter about an article. The letter is composed here, of the headline, the paper and the address, in lines
    /// of their own; nothing of the article's markup can make one.
    pub async fn mail_entry(&self, request: EntryRef) -> Result<Done, ApiError> {
        let row = self.inner.store.read(move |db| entries::one(db, request.id)).await?;
        let letter = letter(&row.title, &row.source, row.url.as_deref())
            .ok_or_else(|| ApiError::new(ErrorCode::Internal, "the letter could not be written"))?;
        self.inner.opener.compose(&letter).map_err(|why| ApiError::new(ErrorCode::OpenFailed, why))?;
        Ok(Done {})
    }

    /// Opens a feed's site in the system's browser: what the feed calls its site, else the first page of where it is. A
    /// feed that wants a sign-in has never said what its site is.
    pub async fn open_site(&self, request: FeedRef) -> Result<Done, ApiError> {
        let (site, feed) = self.inner.store.read(move |db| feeds::addresses_of(db, request.id)).await?;
        let first_page = || Url::parse(&feed).and_then(|feed| feed.join("/")).map(String::from);
        match site {
            Some(site) => self.open_outside(&site),
            None => {
                let page = first_page().map_err(|error| ApiError::from_chain(ErrorCode::InvalidUrl, &error))?;
                self.open_outside(&page)
            }
        }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::letter;

    #[test]
    fn a_headline_can_not_add_to_the_letter() {
        let title = "خبر&to=a@b.org?cc=c@d.org\r\nBcc: e@f.org&attach=/etc/passwd";
        let letter = letter(title, "أفق & شركاه", Some("https://example.org/a?b=1&c=2#d")).unwrap();
        assert_eq!(letter.scheme(), "mailto");
        assert_eq!(letter.path(), "");
        let pairs: Vec<(String, String)> = letter.query_pairs().into_owned().collect();
        assert_eq!(pairs.len(), 2);
        assert_eq!(pairs[0], ("subject".to_owned(), title.to_owned()));
        assert_eq!(pairs[1].1, format!("{title}\r\nأفق & شركاه\r\nhttps://example.org/a?b=1&c=2#d"));
        assert!(!letter.as_str().contains(['+', '\r', '\n', '@', ' ']));
        assert!(letter.fragment().is_none());
    }
}
