//! How long an answer is fresh and when a server wants to be asked again (RFC 9110 §5.6.7, §10.2.3; RFC 9111 §4.2).

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use reqwest::header::{AGE, CACHE_CONTROL, DATE, EXPIRES, HeaderMap, HeaderName, RETRY_AFTER};

/// No server keeps a reader away for longer, in seconds.
pub(super) const LONGEST: u64 = 86_400;
/// No refusal is followed by another request sooner, in seconds.
const SHORTEST_RETRY: u64 = 60;

/// For how many more seconds the answer is fresh, at most a day. None when the server says nothing that can be read;
/// 0 when it says that the answer is stale.
pub(super) fn fresh_for(headers: &HeaderMap) -> Option<u64> {
    let mut max_age = None;
    for value in headers.get_all(CACHE_CONTROL) {
        for directive in value.to_str().unwrap_or_default().split(',') {
            let (name, argument) = directive.split_once('=').unwrap_or((directive, ""));
            match name.trim().to_ascii_lowercase().as_str() {
                // Never to be used again unasked: there is no time to speak of.
                "no-store" | "no-cache" => return None,
                "max-age" => max_age = max_age.or_else(|| seconds(argument.trim().trim_matches('"'))),
                _ => {}
            }
        }
    }
    if let Some(max_age) = max_age {
        let age = text(headers, &AGE).and_then(seconds).unwrap_or(0);
        return Some(max_age.saturating_sub(age).min(LONGEST));
    }
    let expires = text(headers, &EXPIRES)?;
    // An `Expires` that is no date means: already past (RFC 9111 §5.3).
    let Some(at) = http_date(expires) else { return Some(0) };
    Some(at.saturating_sub(now(headers)).clamp(0, LONGEST as i64).unsigned_abs())
}

/// `Retry-After` in seconds, between a minute and a day; none when it is missing or can't be read.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<u64> {
    let value = text(headers, &RETRY_AFTER)?;
    let wait = match value.strip_prefix('-') {
        Some(rest) => seconds(rest).map(|_| 0)?,
        None => match seconds(value) {
            Some(wait) => wait,
            None => http_date(value)?.saturating_sub(now(headers)).max(0).unsigned_abs(),
        },
    };
    Some(wait.clamp(SHORTEST_RETRY, LONGEST))
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// A whole number of seconds; one too large to hold is the largest.
fn seconds(text: &str) -> Option<u64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(text.parse().unwrap_or(u64::MAX))
}

/// The server's clock where it shows it, since both dates are of that clock; ours otherwise.
fn now(headers: &HeaderMap) -> i64 {
    text(headers, &DATE).and_then(http_date).unwrap_or_else(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}

/// An HTTP date in seconds since 1970, in any of the three forms of RFC 9110 §5.6.7.
fn http_date(text: &str) -> Option<i64> {
    // The weekday is read over: it tells nothing, and servers get it wrong.
    let rest = text.find(|c: char| c.is_ascii_whitespace()).map(|at| text.get(at..).unwrap_or_default().trim())?;
    let civil = DateTime::strptime("%d %b %Y %H:%M:%S GMT", rest)
        .or_else(|_| DateTime::strptime("%d-%b-%y %H:%M:%S GMT", rest))
        .or_else(|_| DateTime::strptime("%b %e %H:%M:%S %Y", rest))
        .ok()?;
    Some(civil.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn headers(lines: &[(&str, &str)]) -> HeaderMap {
        lines.iter().map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap())).collect()
    }

    const NOON: &str = "Sun, 06 Nov 1994 12:00:00 GMT";

    #[test]
    fn the_three_forms_of_a_date_are_one() {
        for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
            assert_eq!(http_date(text), Some(784_111_777), "{text}");
        }
        for text in ["", "0", "-1", "never", "Sun, 99 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 +0300"] {
            assert_eq!(http_date(text), None, "{text}");
        }
    }

    #[test]
    fn retry_after_is_bounded_whatever_the_server_writes() {
        for (value, expected) in [
            ("120", Some(120)),
            ("1", Some(60)),
            ("0", Some(60)),
            ("-5", Some(60)),
            ("999999999", Some(LONGEST)),
            ("99999999999999999999999999999", Some(LONGEST)),
            ("Sun, 06 Nov 1994 12:10:00 GMT", Some(600)),
            ("Sun, 06 Nov 1994 11:00:00 GMT", Some(60)),
            ("Fri, 06 Nov 2094 12:00:00 GMT", Some(LONGEST)),
            ("soon", None),
            ("", None),
            ("-", None),
            ("1.5", None),
        ] {
            assert_eq!(retry_after(&headers(&[("date", NOON), ("retry-after", value)])), expected, "{value}");
        }
        assert_eq!(retry_after(&headers(&[])), None);
    }

    #[test]
    fn freshness_is_capped_to_a_day() {
        for (lines, expected) in [
            (vec![("cache-control", "max-age=300")], Some(300)),
            (vec![("cache-control", "public, Max-Age=\"300\"")], Some(300)),
            (vec![("cache-control", "max-age=31536000")], Some(LONGEST)),
            (vec![("cache-control", "max-age=99999999999999999999")], Some(LONGEST)),
            (vec![("cache-control", "max-age=300"), ("age", "100")], Some(200)),
            (vec![("cache-control", "max-age=300"), ("age", "1000")], Some(0)),
            (vec![("cache-control", "max-age=-1")], None),
            (vec![("cache-control", "no-cache, max-age=300")], None),
            (vec![("cache-control", "no-store")], None),
            (vec![("cache-control", "max-age=60"), ("expires", "Sun, 06 Nov 1994 13:00:00 GMT")], Some(60)),
            (vec![("expires", "Sun, 06 Nov 1994 13:00:00 GMT")], Some(3_600)),
            (vec![("expires", "Sun, 06 Nov 1994 11:00:00 GMT")], Some(0)),
            (vec![("expires", "Mon, 06 Nov 2094 11:00:00 GMT")], Some(LONGEST)),
            (vec![("expires", "0")], Some(0)),
            (vec![], None),
        ] {
            let mut all = lines.clone();
            all.push(("date", NOON));
            assert_eq!(fresh_for(&headers(&all)), expected, "{lines:?}");
        }
    }
}
