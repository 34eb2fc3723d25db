//! JSON lines in, JSON lines out: the same code that the app runs, for anyone's corpus. A line that fails says so in
//! its answer and the run goes on.

use std::collections::HashMap;
use std::io::{BufRead as _, BufWriter, Read as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

use base64::Engine as _;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;
use warraq_core::api::{ApiError, ErrorCode, LoadEntry, MarkedText, Search, SearchSort};
use warraq_core::html::{self, RawHtml};
use warraq_core::model::EntryId;
use warraq_core::{Core, extract, feed, subject};

/// Lines of `load` that are stored in one go.
const LOADED_AT_ONCE: usize = 500;

/// Bytes of standard input that are asked for in one go.
const READ_AT_ONCE: usize = 1024 * 1024;

/// A gzipped feed is inflated up to so many bytes.
const MAX_INFLATED: u64 = 50 * 1024 * 1024;

/// Runs `work` over each line of standard input and prints what it makes of it.
pub(crate) fn lines(work: impl Fn(Value) -> Result<Value, String>) -> Result<(), ApiError> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in read_lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let answer = match serde_json::from_str::<Value>(&line) {
            Ok(request) => {
                let id = request.get("id").cloned().unwrap_or(Value::Null);
                // A fault of ours on one line must not end the run either.
                let outcome = catch_unwind(AssertUnwindSafe(|| work(request)));
                match outcome.unwrap_or_else(|_| Err("internal: panicked".to_owned())) {
                    Ok(mut answer) => {
                        answer["id"] = id;
                        answer
                    }
                    Err(error) => json!({ "id": id, "error": error }),
                }
            }
            Err(error) => json!({ "id": null, "error": format!("not JSON: {error}") }),
        };
        writeln!(out, "{answer}").map_err(broken_pipe)?;
    }
    out.flush().map_err(broken_pipe)
}

fn read_lines() -> impl Iterator<Item = Result<String, ApiError>> {
    let mut input = std::io::BufReader::with_capacity(READ_AT_ONCE, std::io::stdin().lock());
    let mut last = 0;
    std::iter::from_fn(move || {
        let mut bytes = Vec::with_capacity(last);
        match input.read_until(b'\n', &mut bytes) {
            Ok(0) => None,
            // A line that is no UTF-8 is a bad line, not the end; a byte order mark is the mark of a file, not its text.
            Ok(length) => {
                last = length.min(READ_AT_ONCE);
                let line = String::from_utf8(bytes);
                let line = line.unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
                Some(Ok(if line.starts_with('\u{feff}') {
                    line.trim_start_matches('\u{feff}').to_owned()
                } else {
                    line
                }))
            }
            Err(error) => Some(Err(broken_pipe(error))),
        }
    })
}

/// A closed pipe ends the run quietly; anything else is a failure of reading or writing.
fn broken_pipe(error: std::io::Error) -> ApiError {
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        std::process::exit(0);
    }
    if error.kind() == std::io::ErrorKind::StorageFull {
        return ApiError::new(ErrorCode::StorageFull, error.to_string());
    }
    ApiError::new(ErrorCode::Internal, error.to_string())
}

fn read<T: for<'a> Deserialize<'a>>(request: Value) -> Result<T, String> {
    serde_json::from_value(request).map_err(|error| format!("invalid_request: {error}"))
}

fn address(text: Option<&str>) -> Option<Url> {
    text.and_then(|text| Url::parse(text).ok())
}

/// `parse-feed --batch`.
pub(crate) fn parse_feed(request: Value) -> Result<Value, String> {
    #[derive(Deserialize)]
    struct Line {
        b64: String,
        #[serde(default)]
        ctype: Option<String>,
        #[serde(default)]
        url: Option<String>,
    }
    let line: Line = read(request)?;
    let bytes =
        base64::engine::general_purpose::STANDARD.decode(line.b64.trim()).map_err(|error| format!("b64: {error}"))?;
    let bytes = inflated(bytes)?;
    let url = address(line.url.as_deref());
    let parsed = feed::parse(&bytes, line.ctype.as_deref(), url.as_ref())
        .map_err(|error| format!("{}: {error}", ApiError::from(error.clone()).code.as_str()))?;
    let entries: Vec<Value> = parsed
        .entries
        .iter()
        .map(|entry| {
            let raw = entry.content.as_ref().or(entry.summary.as_ref()).cloned().unwrap_or_default();
            let base = entry.base.as_ref().or(entry.url.as_ref()).or(url.as_ref());
            json!({
                "title": entry.title,
                "url": entry.url,
                "guid": entry.guid,
                "published": entry.published.and_then(rfc3339),
                "updated": entry.updated.and_then(rfc3339),
                "authors": entry.authors,
                "categories": entry.categories,
                "html": html::sanitise(&raw, base).html.as_str(),
                "image": entry.image,
                "comments_url": entry.comments_url,
                "comments_feed": entry.comments_feed,
                "comment_count": entry.comment_count,
                "enclosures": entry.enclosures.iter().map(|e| json!({"url": e.url, "mime": e.mime, "bytes": e.bytes})).collect::<Vec<_>>(),
            })
        })
        .collect();
    Ok(json!({
        "title": parsed.title,
        "format": parsed.format.map(feed::Format::name),
        "site_url": parsed.site_url,
        "description": parsed.description,
        "language": parsed.language,
        "repairs": parsed.repairs,
        "entries": entries,
    }))
}

/// The bytes of a feed that was kept as it came over the wire, gzipped.
fn inflated(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut out = Vec::new();
    let mut reader = flate2::read::MultiGzDecoder::new(bytes.as_slice()).take(MAX_INFLATED + 1);
    reader.read_to_end(&mut out).map_err(|error| format!("gzip: {error}"))?;
    if u64::try_from(out.len()).is_ok_and(|length| length > MAX_INFLATED) {
        return Err(format!("gzip: more than {MAX_INFLATED} bytes"));
    }
    Ok(out)
}

/// `extract --batch`.
pub(crate) fn extract(request: Value) -> Result<Value, String> {
    #[derive(Deserialize)]
    struct Line {
        html: String,
        #[serde(default)]
        url: Option<String>,
    }
    let line: Line = read(request)?;
    let url = address(line.url.as_deref());
    let found = extract::extract(&line.html, url.as_ref())
        .map_err(|error| format!("{}: {error}", ApiError::from(error.clone()).code.as_str()))?;
    let safe = html::sanitise(&found.html, url.as_ref());
    Ok(json!({
        "title": found.title,
        "subtitle": found.subtitle,
        "authors": found.authors,
        "agency": found.agency,
        "source": found.source.map(|source| json!({"name": source.name, "url": source.url})),
        "site_name": found.site_name,
        "published": found.published.and_then(rfc3339),
        "updated": found.updated.and_then(rfc3339),
        "categories": found.categories,
        "tags": found.tags,
        "lead_image": found.lead_image,
        "lead_caption": found.lead_caption,
        "canonical": found.canonical,
        "next_page": found.next_page.as_ref().map(url::Url::as_str),
        "read_also": found.read_also.iter().map(|story| json!({"title": story.title, "url": story.url, "after": story.after})).collect::<Vec<_>>(),
        "dir": found.direction,
        "lang": found.language,
        "blocked": found.blocked.map(extract::Blocked::as_str),
        "html": safe.html.as_str(),
        "text": found.text,
    }))
}

/// `sanitise --batch`.
pub(crate) fn sanitise(request: Value) -> Result<Value, String> {
    #[derive(Deserialize)]
    struct Line {
        payload: String,
        #[serde(default)]
        base: Option<String>,
    }
    let line: Line = read(request)?;
    let safe = html::sanitise_again(&RawHtml(line.payload), address(line.base.as_deref()).as_ref());
    Ok(json!({ "html": safe.html.as_str() }))
}

/// `classify --batch`: the subject of an article, from its sections where they name one, else guessed. A guess is given
/// however unsure; `shown` says whether the app would show it.
pub(crate) fn classify(request: Value) -> Result<Value, String> {
    #[derive(Deserialize)]
    struct Line {
        #[serde(default)]
        title: String,
        #[serde(default)]
        text: String,
        #[serde(default)]
        categories: Vec<String>,
        #[serde(default)]
        source: String,
    }
    let line: Line = read(request)?;
    if let Some((subject, _)) = subject::of_sections(&line.categories, &line.source, None) {
        return Ok(json!({ "subject": subject, "confidence": 1.0, "automatic": false, "shown": true }));
    }
    Ok(match subject::classify::guess(&line.title, &line.text) {
        Some(guess) => json!({
            "subject": guess.subject,
            "confidence": guess.confidence,
            "automatic": true,
            "shown": guess.is_sure(),
        }),
        None => json!({ "subject": null, "confidence": 0.0, "automatic": true, "shown": false }),
    })
}

/// `match --batch`.
pub(crate) fn matching(request: Value) -> Result<Value, String> {
    #[derive(Deserialize)]
    struct Line {
        query: String,
        text: String,
    }
    let line: Line = read(request)?;
    Ok(json!({ "query": line.query, "matches": warraq_core::search::matches(&line.query, &line.text) }))
}

/// `search --batch`: the library is indexed first, as the app does in the background.
pub(crate) async fn search(core: &Core) -> Result<(), ApiError> {
    #[derive(Deserialize)]
    struct Line {
        query: String,
        #[serde(default)]
        sort: SearchSort,
        #[serde(default)]
        limit: Option<u32>,
    }
    core.index_now().await?;
    for line in read_lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let request = serde_json::from_str::<Value>(&line).map_err(|error| format!("not JSON: {error}"));
        let id = request.as_ref().ok().and_then(|request| request.get("id").cloned()).unwrap_or(Value::Null);
        let answer = match request.and_then(read::<Line>) {
            Ok(Line { query, sort, limit }) => {
                let request =
                    Search { query: query.clone(), sort, typing: false, offset: 0, limit, utc_offset_minutes: 0 };
                let found = core.search(request).await?;
                let text = |pieces: &[MarkedText]| pieces.iter().map(|piece| piece.text.as_str()).collect::<String>();
                let hits: Vec<Value> = found
                    .hits
                    .iter()
                    .map(|hit| json!({ "id": hit.entry.id, "score": hit.score, "snippet": text(&hit.snippet) }))
                    .collect();
                json!({ "id": id, "query": query, "hits": hits, "total": found.total, "widened": found.widened,
                        "did_you_mean": found.did_you_mean })
            }
            Err(error) => json!({ "id": id, "error": error }),
        };
        print_line(&answer)?;
    }
    Ok(())
}

/// `load --batch`: a few hundred articles a write, each line answered with its number in the library.
pub(crate) async fn load(core: &Core) -> Result<(), ApiError> {
    let mut waiting: Vec<(Value, LoadEntry)> = Vec::new();
    for line in read_lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Value>(&line) {
            Ok(request) => {
                let id = request.get("id").cloned().unwrap_or(Value::Null);
                match serde_json::from_value::<LoadEntry>(request) {
                    Ok(article) => waiting.push((id, article)),
                    Err(error) => print_line(&json!({ "id": id, "error": error.to_string() }))?,
                }
            }
            Err(error) => print_line(&json!({ "id": null, "error": error.to_string() }))?,
        }
        if waiting.len() >= LOADED_AT_ONCE {
            store(core, std::mem::take(&mut waiting)).await?;
        }
    }
    store(core, waiting).await
}

async fn store(core: &Core, articles: Vec<(Value, LoadEntry)>) -> Result<(), ApiError> {
    let (ids, articles): (Vec<Value>, Vec<LoadEntry>) = articles.into_iter().unzip();
    match core.load(articles.clone()).await {
        Ok(entries) => {
            for (id, entry) in ids.into_iter().zip(entries) {
                print_line(&json!({ "id": id, "entry": entry }))?;
            }
            Ok(())
        }
        // One of them is bad: one by one, so that the others get in.
        Err(error) if error.code == ErrorCode::InvalidRequest => {
            for (id, article) in ids.into_iter().zip(articles) {
                let answer = match core.load(vec![article]).await {
                    Ok(entries) => json!({ "id": id, "entry": entries.first() }),
                    Err(error) => json!({ "id": id, "error": error.to_string() }),
                };
                print_line(&answer)?;
            }
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// The names under which articles were loaded, and back.
async fn names(core: &Core) -> Result<(HashMap<EntryId, Vec<Value>>, HashMap<String, EntryId>), ApiError> {
    let loaded = core.loaded_names().await?;
    let mut names: HashMap<EntryId, Vec<Value>> = HashMap::new();
    for (id, name) in &loaded {
        names.entry(*id).or_default().push(serde_json::from_str(name).unwrap_or(Value::Null));
    }
    Ok((names, loaded.into_iter().map(|(id, name)| (name, id)).collect()))
}

/// An article's name: as it was loaded first, else its number in the library.
fn name(names: &HashMap<EntryId, Vec<Value>>, id: EntryId) -> Value {
    names.get(&id).and_then(|names| names.first().cloned()).unwrap_or_else(|| json!(id))
}

/// `related --batch`: neighbours as the app shows them, after everything was signed.
pub(crate) async fn related(core: &Core) -> Result<(), ApiError> {
    core.gather_stories().await?;
    let (names, ids) = names(core).await?;
    for line in read_lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let given = match serde_json::from_str::<Value>(&line) {
            Ok(request) => request.get("id").cloned().unwrap_or(Value::Null),
            Err(error) => {
                print_line(&json!({ "id": null, "error": format!("not JSON: {error}") }))?;
                continue;
            }
        };
        let known = ids.get(&given.to_string()).copied().or_else(|| given.as_i64().map(EntryId));
        let found = match known {
            Some(id) => core.score_related(id).await,
            None => Err(ApiError::new(ErrorCode::NoSuchItem, "no such article")),
        };
        let answer = match found {
            Ok((same, related)) => {
                let related = related
                    .into_iter()
                    .map(|(id, score, why)| json!({ "id": name(&names, id), "score": score, "why": why }));
                json!({
                    "id": given,
                    "related": related.collect::<Vec<_>>(),
                    "same_story": same.into_iter().map(|id| name(&names, id)).collect::<Vec<_>>(),
                })
            }
            Err(error) => json!({ "id": given, "error": error.to_string() }),
        };
        print_line(&answer)?;
    }
    Ok(())
}

/// `stories`: a line a story, after everything was signed. An article that is in no story is one by itself; its number
/// is below nought, so that it is told from the library's stories.
pub(crate) async fn stories(core: &Core) -> Result<(), ApiError> {
    core.gather_stories().await?;
    let (names, _) = names(core).await?;
    let all = core.all_stories().await?;
    let number = |(id, story): &(EntryId, Option<i64>)| story.unwrap_or(-id.0);
    for told in all.chunk_by(|one, next| number(one) == number(next)) {
        let Some(first) = told.first() else { continue };
        let ids: Vec<Value> =
            told.iter().flat_map(|(id, _)| names.get(id).cloned().unwrap_or_else(|| vec![json!(id)])).collect();
        print_line(&json!({ "story": number(first), "ids": ids }))?;
    }
    Ok(())
}

fn print_line(answer: &Value) -> Result<(), ApiError> {
    writeln!(std::io::stdout().lock(), "{answer}").map_err(broken_pipe)
}

/// A moment as RFC 3339 in UTC; none beyond the years that it can write.
pub(crate) fn rfc3339(at: i64) -> Option<String> {
    warraq_core::text::date::rfc3339(at)
}
