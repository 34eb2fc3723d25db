//! The decisions of a refresh, as pure functions: what an entry is, and when a new address is believed.

use std::collections::{HashMap, HashSet};

use sha2::{Digest as _, Sha256};
use url::Url;

use crate::contract::Enclosure;
use crate::extract;
use crate::feed::{ParsedEntry, ParsedFeed};
use crate::html::{self, RawHtml, Sanitised};
use crate::model::Direction;
use crate::store::rhythm::Rhythm;
use crate::store::{EntryPictures, FeedMeta, NewEntry, NewText, Parts, PointsTo};
use crate::subject::{self, Paper};
use crate::text;

/// A body of fewer words, without a summary beside it, may be an excerpt.
const FULL_TEXT_WORDS: u32 = 120;
/// A text of fewer words does not identify an entry.
const TELLING_WORDS: u32 = 8;
/// Characters of the list's excerpt: two lines of the widest list.
const EXCERPT: usize = 220;
/// Permanent redirects seen in a row before the feed's address changes.
pub(super) const MOVES_TO_BELIEVE: u32 = 3;

/// A feed, ready for the store.
#[derive(Debug, Clone)]
pub(crate) struct PreparedFeed {
    pub(crate) meta: FeedMeta,
    /// Whether the document says what it is called; else the host stands for its title.
    pub(crate) named: bool,
    pub(crate) entries: Vec<NewEntry>,
    pub(crate) repairs: Vec<String>,
    pub(crate) rhythm: Rhythm,
    /// The median of minutes between two entries, where enough of them have a date.
    pub(crate) pace_minutes: Option<u32>,
    pub(crate) icon_url: Option<String>,
}

/// Turns what the document says into what is stored: sanitises, counts, finds out directions and identities.
pub(crate) fn prepare(parsed: ParsedFeed, url: &Url) -> PreparedFeed {
    let language = parsed.language.clone();
    let prior = match language.as_deref().map(|tag| tag.split(['-', '_']).next().unwrap_or(tag)) {
        Some("ar" | "fa" | "ur" | "he" | "ckb" | "ps") => Direction::Rtl,
        Some(_) => Direction::Ltr,
        None => Direction::Rtl,
    };
    let named = !parsed.title.is_empty();
    let title = if parsed.title.is_empty() { url.host_str().unwrap_or_default().to_owned() } else { parsed.title };
    let direction = text::direction(&title, prior);
    let paper = Paper { name: &title, home: subject::home(url.host_str(), language.as_deref()) };
    let pace_minutes = super::timing::pace(&parsed.entries);
    let entries = parsed
        .entries
        .into_iter()
        .map(|entry| prepare_entry(entry, url, language.as_deref(), direction, paper))
        // An item that says nothing and leads nowhere would be an empty row.
        .filter(|(entry, _)| !entry.title.is_empty() || entry.url.is_some() || entry.pictures.lead.is_some())
        .collect();
    let entries = identify(entries);
    PreparedFeed {
        named,
        meta: FeedMeta {
            title,
            site_url: parsed.site_url.map(String::from),
            description: parsed.description,
            language,
            direction,
        },
        entries,
        repairs: parsed.repairs.into_iter().map(str::to_owned).collect(),
        rhythm: Rhythm { ttl_minutes: parsed.ttl_minutes, skip_hours: parsed.skip_hours, skip_days: parsed.skip_days },
        pace_minutes,
        icon_url: parsed.icon.map(String::from),
    }
}

/// Gives each entry its identity: the GUID, else the address, else title and text; the first of them that tells it from
/// the document's other entries. Some publishers give all their entries one GUID, others one address. Of those that are
/// the same to the letter, the recordings beside them or their dates tell them apart (three bulletins of one name).
/// What stands in the document twice comes out once.
fn identify(entries: Vec<(NewEntry, Option<String>)>) -> Vec<NewEntry> {
    // A mark and the entries that have it, as the hashes of what tells them apart: one hash means one entry.
    let mut by_guid: HashMap<&str, HashSet<(Option<&str>, &str)>> = HashMap::new();
    let mut by_url: HashMap<&str, HashSet<(&str, Option<String>)>> = HashMap::new();
    let mut by_words: HashMap<&str, HashSet<String>> = HashMap::new();
    let dated = dated_apart(&entries);
    let apart: Vec<Option<String>> = entries.iter().map(|(entry, _)| apart(entry, &dated)).collect();
    for ((entry, guid), apart) in entries.iter().zip(&apart) {
        if let Some(guid) = guid {
            by_guid.entry(guid).or_default().insert((entry.url_key.as_deref(), &entry.title_key));
        }
        if let Some(key) = &entry.url_key {
            by_url.entry(key).or_default().insert((&entry.content_hash, apart.clone()));
        }
        if let Some(apart) = apart {
            by_words.entry(&entry.content_hash).or_default().insert(apart.clone());
        }
    }
    let identities: Vec<String> = entries
        .iter()
        .zip(apart)
        .map(|((entry, guid), apart)| {
            let guid = guid.as_deref().filter(|guid| by_guid.get(guid).is_some_and(|same| same.len() == 1));
            let url = entry.url_key.as_deref().filter(|key| by_url.get(key).is_some_and(|same| same.len() == 1));
            let several = by_words.get(entry.content_hash.as_str()).is_some_and(|same| same.len() > 1);
            bounded(match (guid, url, apart.filter(|_| several)) {
                (Some(guid), ..) => format!("g:{guid}"),
                (None, Some(key), _) => format!("u:{key}"),
                (None, None, Some(apart)) => format!("t:{}:{apart}", entry.content_hash),
                (None, None, None) => format!("t:{}", entry.content_hash),
            })
        })
        .collect();
    let mut seen = HashSet::new();
    entries
        .into_iter()
        .zip(identities)
        .filter(|(_, identity)| seen.insert(identity.clone()))
        .map(|((entry, _), identity)| NewEntry { identity, ..entry })
        .collect()
}

/// The contents whose entries have dates that lie apart. A program that stamps its entries with the time of the visit
/// stamps them all within a moment.
fn dated_apart(entries: &[(NewEntry, Option<String>)]) -> HashSet<String> {
    const APART: i64 = 10 * 60 * 1_000;
    let mut dates: HashMap<&str, (i64, i64)> = HashMap::new();
    for (entry, _) in entries {
        if let Some(at) = entry.published {
            let (first, last) = dates.entry(&entry.content_hash).or_insert((at, at));
            (*first, *last) = ((*first).min(at), (*last).max(at));
        }
    }
    let apart = dates.into_iter().filter(|(_, (first, last))| last - first >= APART);
    apart.map(|(content, _)| content.to_owned()).collect()
}

/// What tells an entry from one of the same title and text: the first file beside it, else, where the text is of a few
/// words, its date.
fn apart(entry: &NewEntry, dated: &HashSet<String>) -> Option<String> {
    if let Some(enclosure) = entry.enclosures.first() {
        return Some(digest(&[&enclosure.url]));
    }
    let is_dated = entry.text_key.is_none() && dated.contains(&entry.content_hash);
    entry.published.filter(|_| is_dated).map(|at| at.to_string())
}

/// An «اقرأ أيضاً» as it is stored.
pub(crate) fn points_to(link: extract::ReadAlso) -> PointsTo {
    PointsTo {
        url_key: url_key(&link.url),
        title: link.title,
        url: link.url.into(),
        after: u32::try_from(link.after).unwrap_or(u32::MAX),
    }
}

/// All of an entry but its identity, and its GUID.
fn prepare_entry(
    entry: ParsedEntry,
    feed_url: &Url,
    feed_language: Option<&str>,
    feed_direction: Direction,
    paper: Paper<'_>,
) -> (NewEntry, Option<String>) {
    let base = entry.url.clone().or_else(|| entry.base.clone()).unwrap_or_else(|| feed_url.clone());
    let base = entry.base.clone().filter(|base| base.host_str().is_some()).unwrap_or(base);
    let raw = fuller(entry.content.as_ref(), entry.summary.as_ref());
    let raw = &without_footer(raw);
    let mut cleaned = extract::clean(raw, Some(&base), entry.url.as_ref());
    let lifted = cleaned.as_mut().map(|cleaned| (cleaned.source.take(), std::mem::take(&mut cleaned.read_also)));
    let (named, read_also) = lifted.unwrap_or_default();
    // «اقرأ المزيد» at the end, which cleaning takes away, says that the text is not whole.
    let trail = cleaned.as_ref().map(|_| html::raw_to_text(raw));
    let raw = cleaned.as_ref().map_or(raw, |cleaned| &cleaned.html);
    let clean = match plain_lines(raw) {
        Some(text) => Sanitised { html: html::from_text(&text), pictures: Vec::new() },
        None => html::sanitise(raw, Some(&base)),
    };
    let plain = html::to_text(&clean.html);
    let words = text::count_words(&plain);
    let summary =
        entry.summary.as_ref().map(|raw| html::to_line(&without_footer(raw).0)).filter(|line| !line.is_empty());
    let excerpt = text::excerpt(&without_trail(summary.as_deref().unwrap_or(&plain)), EXCERPT);
    let title = if entry.title.is_empty() { text::excerpt(&plain, 90) } else { entry.title };
    let sample = format!("{title} {excerpt}");
    let direction = text::direction(&sample, feed_direction);
    let language = entry
        .language
        .or_else(|| text::language(&sample).map(str::to_owned))
        .or_else(|| feed_language.map(str::to_owned));
    let lead = entry.image.as_ref().map(html::picture).or_else(|| clean.pictures.first().cloned());
    let breaking = is_breaking(&title, &entry.categories);
    let is_excerpt = is_excerpt(words, entry.content.is_some(), trail.as_deref().unwrap_or(&plain));
    let url_key = entry.url.as_ref().map(url_key);
    let title_key = text::fold(&title);
    let subject = subject::find(&title, &plain, &entry.categories, paper);
    let content_hash = digest(&[&title, clean.html.as_str()]);
    let text_key = (words >= TELLING_WORDS).then(|| digest(&[&text::fold(&plain)]));
    let new = NewEntry {
        identity: String::new(),
        url: entry.url.map(String::from),
        url_key,
        title,
        title_key,
        text_key,
        excerpt,
        direction,
        language,
        authors: entry.authors,
        categories: entry.categories,
        published: entry.published.or(entry.updated),
        updated: entry.updated,
        content_hash,
        breaking,
        is_excerpt,
        pictures: EntryPictures { lead, lead_alt: None, lead_caption: None, body: clean.pictures },
        enclosures: entry
            .enclosures
            .into_iter()
            .filter(|enclosure| !is_picture(enclosure.mime.as_deref()))
            .map(|enclosure| Enclosure { url: enclosure.url.into(), mime: enclosure.mime, bytes: enclosure.bytes })
            .collect(),
        comments_url: entry.comments_url.map(String::from),
        comments_feed: entry.comments_feed.map(String::from),
        comment_count: entry.comment_count,
        text: NewText {
            html: clean.html,
            words,
            source: entry
                .source
                .or(named.map(|named| (named.name, named.url)))
                .map(|(name, url)| (name, url.map(String::from))),
            parts: Parts { read_also: read_also.into_iter().map(points_to).collect(), ..Parts::default() },
        },
        subject,
    };
    (new, entry.guid)
}

/// An article to load without a feed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Loaded {
    pub(crate) title: String,
    pub(crate) body: Option<String>,
    pub(crate) html: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) source: String,
    pub(crate) category: Option<String>,
    pub(crate) date: Option<String>,
}

/// Prepares an article that no feed brought; none when it has neither title nor text.
pub(crate) fn load_entry(article: Loaded) -> Option<(FeedMeta, NewEntry)> {
    let url = article
        .url
        .as_deref()
        .and_then(|url| Url::parse(url).ok())
        .filter(|url| matches!(url.scheme(), "http" | "https"));
    let raw = article.html.or_else(|| article.body.map(|body| html::from_text(&body).as_str().to_owned()));
    let title = html::to_line(&article.title);
    if title.is_empty() && raw.as_deref().is_none_or(|raw| raw.trim().is_empty()) {
        return None;
    }
    let source = html::to_line(&article.source);
    let direction = text::direction(&source, Direction::Rtl);
    let published = article.date.as_deref().and_then(text::date::parse);
    let entry = ParsedEntry {
        url: url.clone(),
        title,
        categories: article.category.iter().map(|name| html::to_line(name)).collect(),
        published,
        content: raw.map(RawHtml),
        ..ParsedEntry::default()
    };
    // Without an address of its own an article resolves nothing.
    let base = url.or_else(|| Url::parse("http://loaded.invalid/").ok())?;
    let paper = Paper { name: &source, home: subject::home(base.host_str(), None) };
    let entry = identify(vec![prepare_entry(entry, &base, None, direction, paper)]).into_iter().next()?;
    let meta = FeedMeta { title: source, site_url: None, description: None, language: None, direction };
    Some((meta, entry))
}

/// The longer of the two texts: some publishers put the whole article into the summary and a teaser into the content.
fn fuller<'a>(content: Option<&'a RawHtml>, summary: Option<&'a RawHtml>) -> &'a RawHtml {
    static NOTHING: RawHtml = RawHtml(String::new());
    match (content, summary) {
        (Some(content), Some(summary))
            if summary.0.len() > content.0.len().saturating_mul(2) && !is_of_lines(content, summary) =>
        {
            summary
        }
        (Some(content), _) => content,
        (None, Some(summary)) => summary,
        (None, None) => &NOTHING,
    }
}

/// Whether a text is one of several lines that the summary doesn't repeat: a poem may be shorter than what is said of it.
fn is_of_lines(content: &RawHtml, summary: &RawHtml) -> bool {
    let breaks = ["<br", "</p>", "</div>", "</li>"].iter().map(|mark| content.0.matches(mark).count()).sum::<usize>();
    if breaks < 3 {
        return false;
    }
    let text = html::raw_to_text(content);
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let begins: String = lines.next().unwrap_or_default().chars().take(40).collect();
    lines.next().is_some() && !html::raw_to_text(summary).contains(&begins)
}

/// «[…]» and «أكمل القراءة» at the end of an excerpt as one ellipsis: the list needs no invitation to read on.
fn without_trail(excerpt: &str) -> String {
    const INVITATIONS: [&str; 7] =
        ["أكمل القراءة", "اقرأ المزيد", "تابع القراءة", "قراءة المزيد", "المزيد", "Continue reading", "Read more"];
    let mut text = excerpt.trim_end();
    let whole = text.len();
    for _ in 0..3 {
        text = text.trim_end_matches([' ', '»', '→', '←', '…', ']', '[', '\u{a0}']).trim_end_matches("...");
        if let Some(cut) = INVITATIONS.iter().find_map(|words| text.strip_suffix(words)) {
            text = cut;
        }
    }
    // «قال إن المتحف "المفتوح»» ends with a quotation mark of its own: only a real trail is replaced.
    let cut = &excerpt[text.len()..];
    let trails = cut.contains('…') || cut.contains("...") || INVITATIONS.iter().any(|words| cut.contains(words));
    if text.len() == whole || !trails { excerpt.to_owned() } else { format!("{}…", text.trim_end()) }
}

/// WordPress's last paragraph «The post … appeared first on …» says nothing that the window does not, and would stand at
/// the end of every excerpt.
fn without_footer(raw: &RawHtml) -> RawHtml {
    const FOOTERS: [(&str, &str); 3] =
        [("the post ", " appeared first on "), ("ظهرت المقاله ", " اولا علي "), ("التدوينه ", " ظهرت اولا علي ")];
    let Some(at) = raw.0.rfind("<p") else { return raw.clone() };
    let Some(last) = raw.0.get(at..).filter(|last| last.len() <= 4_000) else { return raw.clone() };
    if !["post", "Post", "ظهرت"].iter().any(|word| last.contains(word)) {
        return raw.clone();
    }
    let line = text::fold(&html::to_line(last));
    let is_footer = FOOTERS.iter().any(|(first, then)| line.starts_with(first) && line.contains(then));
    RawHtml(if is_footer { raw.0[..at].to_owned() } else { raw.0.clone() })
}

/// A body that is plain text in lines, as some publishers write their descriptions: each line is a paragraph.
fn plain_lines(raw: &RawHtml) -> Option<String> {
    let body = raw.0.trim();
    if body.contains('<') || !body.contains('\n') {
        return None;
    }
    Some(body.lines().map(html::to_line).collect::<Vec<_>>().join("\n"))
}

fn is_picture(mime: Option<&str>) -> bool {
    mime.is_some_and(|mime| mime.starts_with("image/"))
}

/// Whether a feed's text is only the beginning of the article: it trails off, or it is short and not marked as the
/// whole text.
pub(crate) fn is_excerpt(words: u32, marked_as_content: bool, plain: &str) -> bool {
    const TRAILS: [&str; 8] =
        ["…", "...", "[…]", "[...]", "اقرا المزيد", "تابع القراءه", "continue reading", "read more"];
    // Folding takes marks out, so that more than the forty letters looked at is folded.
    let last = plain.char_indices().rev().nth(160).map_or(plain, |(at, _)| &plain[at..]);
    let folded = text::fold(last);
    let tail = folded.trim_end_matches([' ', '\n', '»', '←', '→']);
    let trails_off = TRAILS.iter().any(|end| tail.ends_with(end));
    words == 0 || (trails_off && words < FULL_TEXT_WORDS) || (!marked_as_content && words < FULL_TEXT_WORDS)
}

/// Breaking news: «عاجل» as a category, or as the first word of the headline.
fn is_breaking(title: &str, categories: &[String]) -> bool {
    let first = text::tokens(title).into_iter().next().unwrap_or_default();
    let marked = |word: &str| matches!(word, "عاجل" | "breaking");
    marked(&first)
        || categories.iter().any(|category| {
            let folded = text::fold(category);
            marked(&folded) || matches!(folded.as_str(), "اخبار عاجله" | "الاخبار العاجله" | "breaking news")
        })
}

/// Parameters that say where a reader came from and not what is read; besides all that begin with `utm_` or `at_`.
const TRACKING: [&str; 12] = [
    "fbclid",
    "gclid",
    "dclid",
    "yclid",
    "msclkid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "cmpid",
    "ns_campaign",
    "ns_mchannel",
    "ocid",
];

/// An address as a key: scheme, `www.` and the port that the scheme implies dropped, host in lower case,
/// percent-encoding undone where it is needless and in upper case where it is not, trailing slash, fragment and tracking
/// parameters dropped. WordPress answers `%d8` and `%D8` alike.
pub(crate) fn url_key(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    // Sites that move to https keep writing the port of the other scheme.
    let port = url.port().filter(|port| !matches!(port, 80 | 443)).map(|port| format!(":{port}")).unwrap_or_default();
    let path = one_spelling(url.path().trim_end_matches('/'));
    let query: Vec<&str> = url.query().unwrap_or_default().split('&').filter(|pair| !is_tracking(pair)).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", one_spelling(&query.join("&"))) };
    format!("{host}{port}{path}{query}")
}

fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
    name.is_empty() || name.starts_with("utm_") || name.starts_with("at_") || TRACKING.contains(&name.as_str())
}

/// Percent-encoding in one spelling (RFC 3986 §6.2.2): letters, digits and `-._~` as they are, the rest in upper case.
fn one_spelling(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 1..at + 3).filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match code {
            Some(code) => {
                match u8::from_str_radix(code, 16).map(char::from) {
                    Ok(plain) if plain.is_ascii_alphanumeric() || "-._~".contains(plain) => out.push(plain),
                    _ => out.extend(['%'].into_iter().chain(code.chars().map(|digit| digit.to_ascii_uppercase()))),
                }
                rest = &rest[at + 3..];
            }
            None => {
                out.push('%');
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// SHA-256 over the parts, each told apart from the next.
pub(super) fn digest(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hex(&hasher.finalize())
}

/// SHA-256 of a body.
pub(crate) fn body_hash(body: &[u8]) -> String {
    hex(&Sha256::digest(body))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// A GUID may be a whole article by mistake: beyond 500 bytes its hash stands for it.
fn bounded(identity: String) -> String {
    if identity.len() <= 500 { identity } else { format!("h:{}", digest(&[&identity])) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_address_is_one_key_however_it_is_written() {
        let key = |url: &str| url_key(&Url::parse(url).unwrap());
        assert_eq!(key("https://www.example.org/%d8%b9/"), key("http://example.org/%D8%B9#top"));
        assert_ne!(key("https://example.org/?p=1"), key("https://example.org/?p=2"));
        assert_ne!(key("http://127.0.0.1:8001/a"), key("http://127.0.0.1:8002/a"));
        assert_eq!(key("https://example.org/a?utm_source=rss&id=7&fbclid=x"), key("http://EXAMPLE.org./a/?id=7"));
        assert_eq!(key("https://example.org/a?utm_source=rss"), key("https://example.org:80/%61"));
        assert_ne!(key("https://example.org/100%25"), key("https://example.org/100"));
    }

    #[test]
    fn a_poem_is_the_text_however_long_its_description() {
        let poem = RawHtml("<p>يا دار<br>ما فعلت بك<br>الأيام<br>ضامتك</p>".to_owned());
        let said = RawHtml(
            "<p>قصيدة من أشهر ما كتب الشاعر في رثاء بيته القديم الذي تركه قبل ثلاثين عاماً ولم يعد إليه قط.</p>"
                .to_owned(),
        );
        assert_eq!(fuller(Some(&poem), Some(&said)), &poem);
        let stub = RawHtml("<p>قصيدة من أشهر</p>".to_owned());
        assert_eq!(fuller(Some(&stub), Some(&said)), &said);
    }

    #[test]
    fn an_excerpts_trail_becomes_one_ellipsis() {
        for (excerpt, wanted) in [
            ("المستوردون يؤجلون عقود الشتاء […]", "المستوردون يؤجلون عقود الشتاء…"),
            ("نص الخبر أكمل القراءة »", "نص الخبر…"),
            ("نص الخبر... اقرأ المزيد", "نص الخبر…"),
            ("Text of it [...]", "Text of it…"),
            ("جملة تامة.", "جملة تامة."),
            ("قال إنه «مفتوح»", "قال إنه «مفتوح»"),
            ("", ""),
        ] {
            assert_eq!(without_trail(excerpt), wanted, "{excerpt}");
        }
    }

    #[test]
    fn the_footers_of_wordpress_are_cut() {
        let cut = |raw: &str| without_footer(&RawHtml(raw.to_owned())).0;
        let english = "<p>نص</p>\n<p>The post <a href='https://a.example/1'>خبر</a> appeared first on <a href='https://a.example'>ص</a>.</p>";
        let arabic = "<p>نص</p><p>ظهرت المقالة <a href='/1'>خبر</a> أولاً على <a href='/'>صحيفة</a>.</p>";
        assert_eq!(cut(english).trim(), "<p>نص</p>");
        assert_eq!(cut(arabic), "<p>نص</p>");
        assert_eq!(cut("<p>The post office opened.</p>"), "<p>The post office opened.</p>");
        assert_eq!(cut("نص بلا فقرات"), "نص بلا فقرات");
    }

    #[test]
    fn excerpts_are_told_from_whole_texts() {
        assert!(is_excerpt(0, true, ""));
        assert!(is_excerpt(30, false, "جملة قصيرة"));
        assert!(is_excerpt(30, true, "يقول الخبر إن [...]"));
        assert!(is_excerpt(60, true, "نص اقرأ المزيد"));
        assert!(!is_excerpt(90, true, "خبر قصير تام."));
        assert!(!is_excerpt(400, false, "مقال طويل في خانة الوصف."));
    }
}
