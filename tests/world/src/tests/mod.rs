//! The world against what it promises: enough of everything, nothing that leads nowhere, and polite answers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod content;
mod serving;

/// 22 November 2026, 09:48 UTC.
const BASE: i64 = 1_795_340_880_000;
