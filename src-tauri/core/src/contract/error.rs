//! The one error that leaves the core: a code for the screen, a cause chain for the log.
//!
//! A code exists only if somebody acts on it; the words belong to the message files, never to this crate. What the
//! causes were is in `detail`, for the log and for a bug report.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What went wrong, as far as the reader can act on it. Each has a message and a next step in every language
/// (`ui/src/lib/i18n`, keys `error.<code>.what` and `error.<code>.next`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "types.ts")]
pub enum ErrorCode {
    /// What was typed is not an http(s) address.
    InvalidUrl,
    /// The address answers, but with neither a feed nor a page that names one.
    NotAFeed,
    /// The answer was empty.
    EmptyBody,
    /// An HTML page came where a feed was expected (a sign-in page, a captive portal, a moved site).
    HtmlInsteadOfFeed,
    /// The publisher says that the feed is gone for good (410).
    FeedGone,
    /// There is nothing at this address (404).
    NotFound,
    /// The feed is followed already.
    AlreadySubscribed,
    /// The category for sources without one can't be deleted while it holds sources.
    DefaultCategory,
    /// No network: nothing could be reached.
    Offline,
    /// The host does not answer or its name does not resolve.
    HostUnreachable,
    /// It took too long.
    Timeout,
    /// The connection can't be trusted (certificate).
    TlsFailed,
    /// Any other HTTP status; parameter `status`.
    HttpStatus,
    /// The server asks to be left alone for a while (429, 503 with Retry-After).
    RateLimited,
    /// The server wants a sign-in or refuses (401, 403).
    Forbidden,
    /// The answer exceeds its bound; parameter `limit`.
    TooLarge,
    /// More of something than is accepted; parameter `limit`.
    TooMany,
    /// Redirects that never end, or too many.
    RedirectLoop,
    /// The address leads into a private network that the reader did not name.
    BlockedAddress,
    /// The transfer broke off in the middle.
    BrokenTransfer,
    /// The page has no article text that could be found.
    NotExtractable,
    /// The site shows its comments nowhere that they could be read.
    NoComments,
    /// A check that only a browser passes stands in front of the page.
    PageChallenge,
    /// The page shows nothing but a request for consent.
    PageConsent,
    /// The page shows only the beginning to who does not subscribe.
    PagePaywall,
    /// The page wants a sign-in.
    PageLogin,
    /// The file is not OPML, or not readable.
    InvalidOpml,
    /// The file is of none of the programs that articles can be taken in from.
    InvalidImport,
    /// There is no such feed, entry or category (any more).
    NoSuchItem,
    /// A command was called with something it does not take.
    InvalidRequest,
    /// The library folder can't be read or written; parameter `path`.
    LibraryUnreadable,
    /// Another Warraq has this library open; parameter `path`.
    LibraryInUse,
    /// The library was written by a newer version.
    LibraryNewer,
    /// The library's database is damaged.
    LibraryDamaged,
    /// No room left on the disk.
    StorageFull,
    /// The reader cancelled it.
    Cancelled,
    /// Opening the system's browser failed.
    OpenFailed,
    /// A fault of the program.
    Internal,
}

impl ErrorCode {
    /// Every code, in order: for the tests that look for missing messages.
    pub const ALL: &'static [Self] = &[
        Self::InvalidUrl,
        Self::NotAFeed,
        Self::EmptyBody,
        Self::HtmlInsteadOfFeed,
        Self::FeedGone,
        Self::NotFound,
        Self::AlreadySubscribed,
        Self::DefaultCategory,
        Self::Offline,
        Self::HostUnreachable,
        Self::Timeout,
        Self::TlsFailed,
        Self::HttpStatus,
        Self::RateLimited,
        Self::Forbidden,
        Self::TooLarge,
        Self::TooMany,
        Self::RedirectLoop,
        Self::BlockedAddress,
        Self::BrokenTransfer,
        Self::NotExtractable,
        Self::NoComments,
        Self::PageChallenge,
        Self::PageConsent,
        Self::PagePaywall,
        Self::PageLogin,
        Self::InvalidOpml,
        Self::InvalidImport,
        Self::NoSuchItem,
        Self::InvalidRequest,
        Self::LibraryUnreadable,
        Self::LibraryInUse,
        Self::LibraryNewer,
        Self::LibraryDamaged,
        Self::StorageFull,
        Self::Cancelled,
        Self::OpenFailed,
        Self::Internal,
    ];

    /// The code as it is written in JSON, in the database and in message keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidUrl => "invalid_url",
            Self::NotAFeed => "not_a_feed",
            Self::EmptyBody => "empty_body",
            Self::HtmlInsteadOfFeed => "html_instead_of_feed",
            Self::FeedGone => "feed_gone",
            Self::NotFound => "not_found",
            Self::AlreadySubscribed => "already_subscribed",
            Self::DefaultCategory => "default_category",
            Self::Offline => "offline",
            Self::HostUnreachable => "host_unreachable",
            Self::Timeout => "timeout",
            Self::TlsFailed => "tls_failed",
            Self::HttpStatus => "http_status",
            Self::RateLimited => "rate_limited",
            Self::Forbidden => "forbidden",
            Self::TooLarge => "too_large",
            Self::TooMany => "too_many",
            Self::RedirectLoop => "redirect_loop",
            Self::BlockedAddress => "blocked_address",
            Self::BrokenTransfer => "broken_transfer",
            Self::NotExtractable => "not_extractable",
            Self::NoComments => "no_comments",
            Self::PageChallenge => "page_challenge",
            Self::PageConsent => "page_consent",
            Self::PagePaywall => "page_paywall",
            Self::PageLogin => "page_login",
            Self::InvalidOpml => "invalid_opml",
            Self::InvalidImport => "invalid_import",
            Self::NoSuchItem => "no_such_item",
            Self::InvalidRequest => "invalid_request",
            Self::LibraryUnreadable => "library_unreadable",
            Self::LibraryInUse => "library_in_use",
            Self::LibraryNewer => "library_newer",
            Self::LibraryDamaged => "library_damaged",
            Self::StorageFull => "storage_full",
            Self::Cancelled => "cancelled",
            Self::OpenFailed => "open_failed",
            Self::Internal => "internal",
        }
    }

    /// The code written as `text`, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

/// An error as every face of the core sees it: window, command line, tests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "types.ts")]
pub struct ApiError {
    /// What the screen keys its sentence on.
    pub code: ErrorCode,
    /// Values for the sentence, e.g. `status`, `limit`, `path`, `host`.
    #[ts(type = "Record<string, string>")]
    #[serde(default)]
    pub params: BTreeMap<String, String>,
    /// The chain of causes, in English, for logs and bug reports; never shown as the message.
    #[serde(default)]
    pub detail: String,
}

impl ApiError {
    /// An error with its cause chain and no parameters.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self { code, params: BTreeMap::new(), detail: detail.into() }
    }

    /// An error whose detail is `error` and everything that caused it.
    pub fn from_chain(code: ErrorCode, error: &dyn std::error::Error) -> Self {
        Self::new(code, chain(error))
    }

    /// Adds a value for the sentence.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl ToString) -> Self {
        self.params.insert(key.to_owned(), value.to_string());
        self
    }
}

/// `error: cause: cause of the cause`.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        let line = next.to_string();
        if !text.contains(&line) {
            text.push_str(": ");
            text.push_str(&line);
        }
        cause = next.source();
    }
    text
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.code.as_str())?;
        if !self.detail.is_empty() {
            write!(f, ": {}", self.detail)?;
        }
        Ok(())
    }
}

impl std::error::Error for ApiError {}

#[cfg(test)]
mod tests {
    use super::ErrorCode;

    #[test]
    fn a_code_reads_the_same_in_json_and_in_text() {
        for code in ErrorCode::ALL {
            let json = serde_json::to_string(code).unwrap_or_default();
            assert_eq!(json, format!("\"{}\"", code.as_str()));
            assert_eq!(ErrorCode::parse(code.as_str()), Some(*code));
        }
        assert_eq!(ErrorCode::parse("nonsense"), None);
    }
}
