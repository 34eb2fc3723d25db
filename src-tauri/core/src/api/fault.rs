//! Where causes become codes: the one place that maps what the mechanisms say to what the screen can act on.

use super::{ApiError, ErrorCode};
use crate::extract::ExtractError;
use crate::feed::ParseError;
use crate::feed::opml::OpmlError;
use crate::net::FetchError;

impl From<FetchError> for ApiError {
    fn from(error: FetchError) -> Self {
        let answer = |code| Self::from_chain(code, &error);
        match &error {
            FetchError::InvalidUrl(_) => answer(ErrorCode::InvalidUrl),
            FetchError::Offline(_) => answer(ErrorCode::Offline),
            FetchError::Unreachable { host, why, .. } => {
                answer(ErrorCode::HostUnreachable).with("host", host).with("reason", why.as_str())
            }
            FetchError::Timeout(_) => answer(ErrorCode::Timeout),
            FetchError::Tls { host, why, .. } => {
                answer(ErrorCode::TlsFailed).with("host", host).with("reason", why.as_str())
            }
            FetchError::Status { status, retry_after, .. } => match status {
                410 => answer(ErrorCode::FeedGone),
                404 => answer(ErrorCode::NotFound),
                401 | 403 => answer(ErrorCode::Forbidden).with("status", status),
                429 => answer(ErrorCode::RateLimited).with("status", status),
                503 if retry_after.is_some() => answer(ErrorCode::RateLimited).with("status", status),
                _ => answer(ErrorCode::HttpStatus).with("status", status),
            },
            FetchError::TooLarge { limit } => answer(ErrorCode::TooLarge).with("limit", limit.div_ceil(1_000_000)),
            FetchError::RedirectLoop => answer(ErrorCode::RedirectLoop),
            FetchError::Blocked(host) => answer(ErrorCode::BlockedAddress).with("host", host),
            FetchError::Broken(_) => answer(ErrorCode::BrokenTransfer),
        }
    }
}

impl From<ParseError> for ApiError {
    fn from(error: ParseError) -> Self {
        let code = match error {
            ParseError::Empty => ErrorCode::EmptyBody,
            ParseError::Html => ErrorCode::HtmlInsteadOfFeed,
            ParseError::NotAFeed(_) => ErrorCode::NotAFeed,
        };
        Self::from_chain(code, &error)
    }
}

impl From<ExtractError> for ApiError {
    fn from(error: ExtractError) -> Self {
        let code = match error {
            ExtractError::Empty => ErrorCode::EmptyBody,
            ExtractError::NoArticle => ErrorCode::NotExtractable,
        };
        Self::from_chain(code, &error)
    }
}

impl From<OpmlError> for ApiError {
    fn from(error: OpmlError) -> Self {
        match &error {
            OpmlError::NotOpml(_) => Self::from_chain(ErrorCode::InvalidOpml, &error),
            OpmlError::TooLarge(megabytes) => Self::from_chain(ErrorCode::TooLarge, &error).with("limit", megabytes),
            OpmlError::TooMany(most) => Self::from_chain(ErrorCode::TooMany, &error).with("limit", most),
        }
    }
}
