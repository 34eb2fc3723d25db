//! Answers, for people or as JSON.

use std::io::Write as _;
use std::process::ExitCode;

use serde_json::{Value, json};
use warraq_core::api::{CommentThread, EntryDetail, EntrySummary, OfflineState};

use crate::batch::rfc3339;

/// Prints a line. A closed pipe (`| head`) ends the program quietly; a file that can't be written is said and is a
/// failure: an empty backup that looks like a good one would be worse.
pub(crate) fn line(text: &str) {
    let mut out = std::io::stdout().lock();
    if let Err(error) = writeln!(out, "{text}").and_then(|()| out.flush()) {
        let quiet = error.kind() == std::io::ErrorKind::BrokenPipe;
        if !quiet {
            let _ = failure(&format!("The answer could not be written: {error}. Make room or write elsewhere."));
        }
        std::process::exit(i32::from(!quiet));
    }
}

/// Says in one sentence what failed.
pub(crate) fn failure(sentence: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr().lock(), "warraq-cli: {sentence}");
    ExitCode::FAILURE
}

/// Shows a terminal how far something has come, in place of what was shown before.
pub(crate) fn progress(text: &str) {
    let mut out = std::io::stderr().lock();
    let _ = write!(out, "\r\x1b[K{text}").and_then(|()| out.flush());
}

/// A thread: who and when, then the words, answers further in.
pub(crate) fn comments(thread: &CommentThread) -> String {
    let mut out = String::new();
    for comment in &thread.comments {
        let margin = "  ".repeat(usize::try_from(comment.depth).unwrap_or(0));
        let when = comment.published_at.and_then(rfc3339).unwrap_or_default();
        out.push_str(&format!("{margin}{} {}  {when}\n", comment.key, comment.author));
        for passage in &comment.passages {
            for line in passage.text().lines() {
                out.push_str(&format!("{margin}  {line}\n"));
            }
        }
    }
    out
}

/// A row of `list`, as JSON.
pub(crate) fn row_json(row: &EntrySummary) -> Value {
    json!({
        "id": row.id,
        "title": row.title,
        "url": row.url,
        "source": row.source,
        "published": rfc3339(row.published_at),
        "unread": row.unread,
        "kept": row.kept,
        "offline": row.offline,
        "feed": row.feed_id,
        "excerpt": row.excerpt,
        "categories": row.categories,
        "breaking": row.breaking,
        "direction": row.direction,
        "language": row.language,
    })
}

/// A row of `list`, for people.
pub(crate) fn row(row: &EntrySummary) -> String {
    let mark = |on: bool, letter: char| if on { letter } else { ' ' };
    let at = rfc3339(row.published_at).map(|at| at.chars().take(16).collect::<String>()).unwrap_or_default();
    format!(
        "{:>6} {}{}{} {at}  {} — {}",
        row.id,
        mark(row.unread, '•'),
        mark(row.kept, '+'),
        mark(row.offline, '='),
        row.source,
        row.title
    )
}

/// An article, as JSON.
pub(crate) fn article_json(article: &EntryDetail, text: &str) -> Value {
    let mut value = row_json(&article.summary);
    value["authors"] = json!(article.authors);
    value["html"] = json!(article.html);
    value["text"] = json!(text);
    value["words"] = json!(article.words);
    value["reading_minutes"] = json!(article.reading_minutes);
    value["lead"] = json!(article.lead);
    value["attribution"] = json!(article.source);
    value["origin"] = json!(article.origin);
    value["text_state"] = json!(article.text_state);
    value["offline_state"] = json!(article.offline);
    value["enclosures"] = json!(article.enclosures);
    value
}

/// An article, for people.
pub(crate) fn article(article: &EntryDetail, text: &str) -> String {
    let at = rfc3339(article.summary.published_at).unwrap_or_default();
    let offline = match &article.offline {
        OfflineState::None => String::new(),
        OfflineState::Ready => "\noffline: ready".to_owned(),
        OfflineState::Pending { done, total } => format!("\noffline: {done} of {total}"),
        OfflineState::Partial { done, total, fault } => {
            format!("\noffline: {done} of {total} ({})", fault.code.as_str())
        }
    };
    format!(
        "{}\n{} · {at} · {}{offline}\n\n{text}\n\n{} {}",
        article.summary.title,
        article.summary.source,
        article.authors.join("، "),
        article.source.name,
        article.source.url.as_deref().unwrap_or_default(),
    )
}
