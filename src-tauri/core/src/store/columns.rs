//! Values as columns hold them.

use super::StoreError;
use crate::model::{Direction, FullTextMode};

/// The monogram's colour, 0 to 9.
pub(super) fn color(feed: i64) -> u8 {
    u8::try_from(feed.rem_euclid(10)).unwrap_or(0)
}

pub(super) fn direction_text(direction: Direction) -> &'static str {
    match direction {
        Direction::Rtl => "rtl",
        Direction::Ltr => "ltr",
    }
}

pub(super) fn direction(text: &str) -> Direction {
    if text == "ltr" { Direction::Ltr } else { Direction::Rtl }
}

pub(super) fn mode_text(mode: FullTextMode) -> &'static str {
    match mode {
        FullTextMode::Auto => "auto",
        FullTextMode::Page => "page",
        FullTextMode::Feed => "feed",
        FullTextMode::Original => "original",
    }
}

pub(super) fn mode(text: &str) -> Result<FullTextMode, StoreError> {
    match text {
        "auto" => Ok(FullTextMode::Auto),
        "page" => Ok(FullTextMode::Page),
        "feed" => Ok(FullTextMode::Feed),
        "original" => Ok(FullTextMode::Original),
        other => Err(StoreError::Value(format!("full_text {other:?}"))),
    }
}

/// A JSON column.
pub(super) fn json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Value(error.to_string()))
}
