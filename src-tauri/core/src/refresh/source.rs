//! A source's document, whatever its kind: one more request where the document only says where the entries are.

use url::Url;

use crate::Core;
use crate::contract::{ApiError, ErrorCode};
use crate::feed::ParsedFeed;
use crate::model::{SourceKind, Timestamp, Validators};
use crate::net::{Kind, Request, Response};
use crate::site::{self, Document, wordpress};

/// Site maps of an index that are looked into for entries.
const CHILDREN: usize = 2;

/// Reads a source's document, off the async threads. `typed_host` is the host that the reader typed.
pub(crate) async fn read(
    core: &Core,
    kind: SourceKind,
    typed_host: Option<String>,
    response: Response,
) -> Result<ParsedFeed, ApiError> {
    let children = match parse(core, kind, response).await? {
        Document::Feed(feed) => return Ok(dated(*feed, core.now())),
        Document::Index(children) => children,
    };
    for child in children.into_iter().take(CHILDREN) {
        let answer = get(core, child.url, typed_host.clone()).await;
        if let Ok(response) = answer
            && let Document::Feed(feed) = parse(core, kind, response).await?
            && !feed.entries.is_empty()
        {
            return Ok(dated(*feed, core.now()));
        }
    }
    Err(ApiError::new(ErrorCode::NotAFeed, "no site map of the index has entries"))
}

/// Gives the entries that say «منذ ساعتين» their date.
fn dated(mut feed: ParsedFeed, now: Timestamp) -> ParsedFeed {
    for entry in &mut feed.entries {
        entry.published = entry.published.or(entry.relative.map(|told| told.at(now)));
    }
    feed
}

async fn parse(core: &Core, kind: SourceKind, response: Response) -> Result<Document, ApiError> {
    core.offload(move || Ok(site::read(kind, &response.body, response.content_type.as_deref(), &response.final_url)?))
        .await?
}

/// One GET without validators.
pub(crate) async fn get(core: &Core, url: Url, typed_host: Option<String>) -> Result<Response, crate::net::FetchError> {
    let request = Request { url, kind: Kind::Feed, validators: Validators::default(), typed_host };
    let answer = core.inner.http.get(request).await;
    core.note_outcome(&answer);
    answer
}

/// The name of a source whose document has none: WordPress's posts do not say whose they are, its interface does.
pub(crate) async fn name(core: &Core, kind: SourceKind, url: &Url, typed_host: Option<String>) -> Option<String> {
    if kind != SourceKind::Wordpress {
        return None;
    }
    let about = wordpress::about_address(&wordpress::root_of(url)?);
    let response = get(core, about, typed_host).await.ok()?;
    wordpress::about(&response.body).map(|(name, ..)| name)
}
