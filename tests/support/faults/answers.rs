//! Faults of what is said about an answer: statuses, when to come again, validators, freshness.

use super::{Fault, Outcome, PASSING, REFUSAL, document, fails, healthy, one_more, reads};
use crate::server::Answer;

pub(super) fn table() -> Vec<Fault> {
    let mut all = statuses();
    all.extend(retry_after());
    all.extend(validators());
    all.extend(freshness());
    all.extend(schedules());
    all
}

/// Every status that is not an answer.
fn statuses() -> Vec<Fault> {
    const STATUSES: [(u16, &str, &str, &str); 40] = [
        (204, "status-204", "answers that there is nothing", "empty_body"),
        (205, "status-205", "answers Reset Content", "empty_body"),
        (206, "status-206", "sends a part that nobody asked for", "http_status"),
        (400, "status-400", "answers Bad Request", "http_status"),
        (401, "status-401", "wants a password", "forbidden"),
        (402, "status-402", "wants to be paid", "http_status"),
        (403, "status-403", "refuses", "forbidden"),
        (404, "status-404", "has nothing there", "not_found"),
        (405, "status-405", "does not know GET", "http_status"),
        (406, "status-406", "has nothing acceptable", "http_status"),
        (407, "status-407", "wants a password for a proxy", "http_status"),
        (408, "status-408", "calls the request too slow", "http_status"),
        (409, "status-409", "answers Conflict", "http_status"),
        (411, "status-411", "wants a length", "http_status"),
        (412, "status-412", "calls a precondition failed", "http_status"),
        (413, "status-413", "calls the request too large", "http_status"),
        (414, "status-414", "calls the address too long", "http_status"),
        (415, "status-415", "does not know the media type", "http_status"),
        (416, "status-416", "calls a range wrong", "http_status"),
        (418, "status-418", "is a teapot", "http_status"),
        (421, "status-421", "calls the request misdirected", "http_status"),
        (425, "status-425", "calls the request too early", "http_status"),
        (428, "status-428", "wants a condition", "http_status"),
        (429, "status-429", "calls it too many requests", "rate_limited"),
        (431, "status-431", "calls the headers too large", "http_status"),
        (451, "status-451", "is forbidden by law", "http_status"),
        (500, "status-500", "has a fault", "http_status"),
        (501, "status-501", "does not know how", "http_status"),
        (502, "status-502", "has a bad gateway", "http_status"),
        (503, "status-503", "is overloaded", "http_status"),
        (504, "status-504", "has a slow gateway", "http_status"),
        (505, "status-505", "does not know this HTTP", "http_status"),
        (507, "status-507", "has a full disk", "http_status"),
        (508, "status-508", "goes round in itself", "http_status"),
        (511, "status-511", "wants a sign-in to the network", "http_status"),
        (520, "status-520", "is a shield before an unknown error", "http_status"),
        (522, "status-522", "is a shield before a silent server", "http_status"),
        (525, "status-525", "is a shield before a bad handshake", "http_status"),
        (530, "status-530", "is a shield before a lost name", "http_status"),
        (999, "status-999", "answers a status of its own", "http_status"),
    ];
    let status = |(status, name, about, code): (u16, _, _, _)| {
        let fault = fails(name, about, Answer::status(status).body(if status == 204 { "" } else { "no" }), code);
        let fault = if status == 205 { fails(name, about, Answer::status(205), code) } else { fault };
        if status >= 500 || matches!(status, 408 | 425) { fault.wait(PASSING) } else { fault }
    };
    let mut all: Vec<Fault> = STATUSES.into_iter().map(status).collect();
    let gone = |times| vec![Answer::status(410); times];
    let code = Outcome::Fails("feed_gone", None);
    all.extend([
        Fault::of("status-410", "says that it is gone", gone(1), code.clone()).wait(REFUSAL),
        Fault::of("status-410-twice", "says twice that it is gone", gone(2), code.clone()).wait(120..=132),
        #[allow(clippy::reversed_empty_ranges)]
        Fault::of("status-410-thrice", "says three times that it is gone", gone(3), code.clone()).wait(1..=0),
        Fault::of(
            "status-410-after-errors",
            "fails twice and then says once that it is gone",
            vec![Answer::status(500), Answer::status(500), Answer::status(410)],
            code,
        )
        .wait(240..=264),
        Fault::of(
            "status-410-then-back",
            "says twice that it is gone and is back",
            [gone(2), vec![Answer::rss(one_more())]].concat(),
            Outcome::Reads { added: 1, updated: 0 },
        )
        .wait(REFUSAL),
        Fault::of(
            "errors-for-days",
            "fails twelve times",
            vec![Answer::status(500); 12],
            Outcome::Fails("http_status", None),
        )
        .wait(1_440..=1_584),
        fails(
            "status-304-unasked",
            "says that nothing changed, to nobody's question",
            Answer::status(304),
            "http_status",
        )
        .without_validators(),
    ]);
    all
}

fn retry_after() -> Vec<Fault> {
    let with = |status, value| Answer::status(status).header("retry-after", value);
    let dated = |value| with(503, value).header("date", "Sun, 22 Nov 2026 12:00:00 GMT");
    let of = |name, about, answer, code, wait| fails(name, about, answer, code).wait(wait);
    vec![
        of("retry-after-hour", "asks for an hour", with(429, "3600"), "rate_limited", 60..=66),
        of("retry-after-soon", "asks for a second", with(429, "1"), "rate_limited", 10..=11),
        of("retry-after-zero", "asks for nothing", with(429, "0"), "rate_limited", 10..=11),
        of("retry-after-negative", "asks for less than nothing", with(503, "-7"), "rate_limited", 10..=11),
        of(
            "retry-after-huge",
            "asks for three thousand years",
            with(503, "99999999999"),
            "rate_limited",
            1_440..=1_584,
        ),
        of(
            "retry-after-overflow",
            "asks for a number of 30 digits",
            with(503, &"9".repeat(30)),
            "rate_limited",
            1_440..=1_584,
        ),
        of("retry-after-junk", "asks for what is no time", with(503, "when we are back"), "http_status", 10..=11),
        of("retry-after-empty", "asks and names no time", with(503, ""), "http_status", 10..=11),
        of(
            "retry-after-date",
            "names a time in two hours",
            dated("Sun, 22 Nov 2026 14:00:00 GMT"),
            "rate_limited",
            120..=132,
        ),
        of(
            "retry-after-date-850",
            "names a time as in 1987",
            dated("Sunday, 22-Nov-26 14:00:00 GMT"),
            "rate_limited",
            120..=132,
        ),
        of(
            "retry-after-date-asctime",
            "names a time as C does",
            dated("Sun Nov 22 14:00:00 2026"),
            "rate_limited",
            120..=132,
        ),
        of(
            "retry-after-past",
            "names a time that has passed",
            dated("Sun, 22 Nov 2026 11:00:00 GMT"),
            "rate_limited",
            10..=11,
        ),
        of(
            "retry-after-far",
            "names a time in a hundred years",
            dated("Sun, 22 Nov 2099 12:00:00 GMT"),
            "rate_limited",
            1_440..=1_584,
        ),
        of("retry-after-on-403", "refuses and asks for five hours", with(403, "18000"), "forbidden", 300..=330),
        of(
            "retry-after-on-404",
            "has nothing there and asks for five hours",
            with(404, "18000"),
            "not_found",
            300..=330,
        ),
        of("retry-after-on-500", "fails and asks for five hours", with(500, "18000"), "http_status", 300..=330),
        of(
            "retry-after-on-502",
            "has a bad gateway and asks for five hours",
            with(502, "18000"),
            "http_status",
            300..=330,
        ),
    ]
}

/// Validators in every form: what comes is what goes back.
fn validators() -> Vec<Fault> {
    let tagged = |name, about, etag: &'static str| {
        reads(name, about, Answer::rss(one_more()).header("etag", etag), 1).carries("if-none-match", Some(etag))
    };
    let dated = |name, about, date: &'static str| {
        reads(name, about, Answer::rss(one_more()).header("last-modified", date), 1)
            .carries("if-modified-since", Some(date))
    };
    let unchanged = |name, about, answer| Fault::of(name, about, vec![answer], Outcome::Unchanged);
    vec![
        tagged("etag-strong", "has an ETag", "\"abc\""),
        tagged("etag-weak", "has a weak ETag", "W/\"abc\""),
        tagged("etag-weak-small", "has a weak ETag in small letters", "w/\"abc\""),
        tagged("etag-unquoted", "has an ETag without quotes", "abc-def"),
        tagged("etag-odd-bytes", "has bytes beyond ASCII in its ETag", "\"\u{e9}\u{ff}\u{80}\""),
        tagged("etag-with-comma", "has a comma in its ETag", "\"a, b\""),
        tagged("etag-with-spaces", "has spaces and tabs in its ETag", "\"a \t b\""),
        tagged("etag-gzip", "has a coding's suffix in its ETag", "\"abc-gzip\""),
        tagged("etag-star", "has a star as its ETag", "*"),
        dated("last-modified", "has Last-Modified", "Sun, 22 Nov 2026 10:00:00 GMT"),
        dated("last-modified-local", "has Last-Modified in another zone", "Sun, 22 Nov 2026 13:00:00 +0300"),
        dated("last-modified-words", "has Last-Modified in words", "yesterday, more or less"),
        dated("last-modified-future", "was changed tomorrow", "Mon, 23 Nov 2026 12:00:00 GMT"),
        reads("etag-dropped", "has no validators any more", Answer::rss(one_more()), 1).carries("if-none-match", None),
        unchanged("status-304", "says that nothing changed", Answer::status(304))
            .carries("if-none-match", Some("\"healthy\"")),
        unchanged(
            "status-304-new-etag",
            "says that nothing changed, with a new ETag",
            Answer::status(304).header("etag", "\"new\""),
        )
        .carries("if-none-match", Some("\"new\"")),
        unchanged(
            "status-304-date-stays",
            "says that nothing changed, with an ETag alone",
            Answer::status(304).header("etag", "\"new\""),
        )
        .carries("if-modified-since", Some("Sun, 22 Nov 2026 09:00:00 GMT")),
        unchanged(
            "status-304-with-body",
            "says that nothing changed and sends a length",
            Answer::status(304).header("content-length", "500"),
        ),
        unchanged(
            "etag-never-the-same",
            "sends the same bytes under a new ETag",
            Answer::rss(document(&healthy())).header("etag", "\"other\""),
        )
        .carries("if-none-match", Some("\"other\"")),
        unchanged(
            "conditions-ignored",
            "sends the same bytes again",
            Answer::rss(document(&healthy())).header("etag", "\"healthy\""),
        ),
        fails(
            "etag-on-an-error",
            "has an ETag on its error",
            Answer::status(500).header("etag", "\"error\""),
            "http_status",
        )
        .wait(PASSING)
        .carries("if-none-match", Some("\"healthy\"")),
        fails(
            "etag-on-a-page",
            "has an ETag on a page in the feed's place",
            Answer::html("<title>x</title>").header("etag", "\"page\""),
            "html_instead_of_feed",
        )
        .carries("if-none-match", Some("\"healthy\"")),
        reads("set-cookie", "sets cookies", Answer::rss(one_more()).header("set-cookie", "id=1; Path=/"), 1)
            .carries("cookie", None),
        reads(
            "authentication-info",
            "asks for a password and sends the feed",
            Answer::rss(one_more()).header("www-authenticate", "Basic realm=x"),
            1,
        )
        .carries("authorization", None),
    ]
}

fn freshness() -> Vec<Fault> {
    let of = |name, about, headers: &[(&str, &str)], wait| {
        let answer = headers.iter().fold(Answer::rss(one_more()), |answer, (name, value)| answer.header(name, value));
        reads(name, about, answer, 1).wait(wait)
    };
    let date = ("date", "Sun, 22 Nov 2026 12:00:00 GMT");
    let day = 1_440..=1_440;
    vec![
        of("cache-control-long", "is fresh for a year", &[("cache-control", "max-age=31536000")], day.clone()),
        of(
            "cache-control-overflow",
            "is fresh for ever",
            &[("cache-control", "max-age=99999999999999999999")],
            day.clone(),
        ),
        of("cache-control-hours", "is fresh for four hours", &[("cache-control", "public, max-age=14400")], 240..=264),
        of(
            "cache-control-aged",
            "is fresh for four hours and three old",
            &[("cache-control", "max-age=14400"), ("age", "10800")],
            60..=66,
        ),
        of("cache-control-short", "is fresh for a second", &[("cache-control", "max-age=1")], 60..=66),
        of("cache-control-negative", "is fresh for less than nothing", &[("cache-control", "max-age=-5")], 60..=66),
        of("cache-control-no-store", "is not to be stored", &[("cache-control", "no-store, max-age=99999")], 60..=66),
        of("expires-later", "expires in four hours", &[date, ("expires", "Sun, 22 Nov 2026 16:00:00 GMT")], 240..=264),
        of("expires-past", "has expired", &[date, ("expires", "Thu, 01 Dec 1994 16:00:00 GMT")], 60..=66),
        of("expires-zero", "expires at 0", &[date, ("expires", "0")], 60..=66),
        of("expires-far", "expires in seventy years", &[date, ("expires", "Sun, 22 Nov 2096 16:00:00 GMT")], day),
    ]
}

/// What the document itself asks for; the hours are GMT, and it is noon on a Sunday.
fn schedules() -> Vec<Fault> {
    let with = |inner: &str| one_more().replacen("<description>", &format!("{inner}<description>"), 1);
    let of = |name, about, inner: &str, wait| reads(name, about, Answer::rss(with(inner)), 1).wait(wait);
    let then_304 = |name, about, inner: &str, wait| {
        let answers = vec![Answer::rss(with(inner)).header("etag", "\"a\""), Answer::status(304)];
        Fault::of(name, about, answers, Outcome::Unchanged).wait(wait)
    };
    let syndication = |period: &str, frequency: &str| {
        format!(
            "<sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>{period}</sy:updatePeriod>
             <sy:updateFrequency xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>{frequency}</sy:updateFrequency>"
        )
    };
    let hours = |range: std::ops::Range<u8>| -> String {
        format!("<skipHours>{}</skipHours>", range.map(|hour| format!("<hour>{hour}</hour>")).collect::<String>())
    };
    vec![
        of("ttl-hours", "asks for four hours", "<ttl>240</ttl>", 240..=264),
        of("ttl-short", "asks for a minute", "<ttl>1</ttl>", 60..=66),
        of("ttl-long", "asks for a year", "<ttl>525600</ttl>", 1_440..=1_440),
        of("ttl-negative", "asks for less than nothing", "<ttl>-60</ttl>", 60..=66),
        of("ttl-words", "asks in words", "<ttl>daily</ttl>", 60..=66),
        then_304("ttl-and-304", "asks for four hours and then has nothing new", "<ttl>240</ttl>", 240..=264),
        of("sy-every-six-hours", "is updated four times a day", &syndication("daily", "4"), 360..=396),
        of("sy-weekly", "is updated weekly", &syndication("weekly", "1"), 1_440..=1_440),
        of("sy-frequency-zero", "is updated no times an hour", &syndication("hourly", "0"), 60..=66),
        of("skip-hours", "is silent until five in the afternoon", &hours(12..17), 300..=306),
        of("skip-hours-24", "is silent at every hour", &hours(0..24), 60..=66),
        then_304("skip-hours-and-304", "is silent until five and has nothing new", &hours(12..17), 300..=306),
        of(
            "skip-hours-junk",
            "is silent at hours that are none",
            "<skipHours><hour>99</hour><hour>x</hour></skipHours>",
            60..=66,
        ),
        of("skip-days", "is silent on Sundays", "<skipDays><day>Sunday</day></skipDays>", 720..=726),
        of(
            "skip-days-long",
            "is silent on Sundays and Mondays",
            "<skipDays><day>Sunday</day><day>Monday</day></skipDays>",
            1_440..=1_440,
        ),
        of(
            "skip-days-all",
            "is silent on every day",
            "<skipDays><day>Sunday</day><day>Monday</day><day>Tuesday</day><day>Wednesday</day><day>Thursday</day>
             <day>Friday</day><day>Saturday</day></skipDays>",
            60..=66,
        ),
    ]
}
