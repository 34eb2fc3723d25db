//! The verbs: each calls the core and prints what it answers.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};
use warraq_core::api::{
    ApiError, ArticlesFile, CheckOffline, Discover, EntryRef, ErrorCode, ExportArticle, ExportFormat, ImportOpml,
    KeepPage, ListEntries, ListSources, Nothing, OfflineState, Refresh, RestoreBackup, Subscribe,
};
use warraq_core::clock::{Clock as _, SystemClock};
use warraq_core::model::{CategoryId, CoreEvent, EntryId, FeedId, Scope, Subject};
use warraq_core::net::NetOptions;
use warraq_core::{Config, Core, Opener, html};

use crate::args::{Args, Format, Verb};
use crate::{batch, messages, print};

/// Prints an address instead of opening it: a command line has no browser.
struct Printer;

impl Opener for Printer {
    fn open(&self, url: &url::Url) -> Result<(), String> {
        print::line(url.as_str());
        Ok(())
    }

    fn compose(&self, letter: &url::Url) -> Result<(), String> {
        self.open(letter)
    }
}

/// Does what the command line says.
pub(crate) async fn run(args: Args) -> Result<(), ApiError> {
    // These need no library.
    match args.verb {
        Verb::ParseFeed { .. } => return batch::lines(batch::parse_feed),
        Verb::Extract { .. } => return batch::lines(batch::extract),
        Verb::Sanitise { .. } => return batch::lines(batch::sanitise),
        Verb::Classify { .. } => return batch::lines(batch::classify),
        Verb::Match { .. } => return batch::lines(batch::matching),
        _ => {}
    }
    if let Verb::Recover { backup, look } = &args.verb {
        return recover(&args, backup.as_deref(), *look);
    }
    let core = open(&args)?;
    let outcome = on_library(&core, args.verb, args.json).await;
    core.close().await;
    outcome
}

/// Looks at a library that can't be opened, or mends it.
fn recover(args: &Args, backup: Option<&str>, look: bool) -> Result<(), ApiError> {
    let library = folder(args)?;
    if look {
        let found = Core::inspect_damage(&library)?;
        let lines: Vec<String> = found.backups.iter().map(|known| known.backup.name.clone()).collect();
        answer(args.json, json!(found), &lines.join("\n"));
        return Ok(());
    }
    let done = Core::recover(&library, backup, SystemClock.now())?;
    answer(args.json, json!(done), &done.set_aside);
    Ok(())
}

/// The library's folder.
fn folder(args: &Args) -> Result<PathBuf, ApiError> {
    match &args.library {
        Some(folder) => Ok(folder.clone()),
        None => warraq_core::default_library()
            .ok_or_else(|| ApiError::new(ErrorCode::LibraryUnreadable, "no home folder").with("path", "")),
    }
}

/// Opens the library. Verbs that only read do so beside an app that has it open.
fn open(args: &Args) -> Result<Core, ApiError> {
    let library = folder(args)?;
    let named = args.library.is_some() || std::env::var_os("WARRAQ_LIBRARY").is_some();
    let reads = matches!(
        args.verb,
        Verb::Feeds
            | Verb::List { .. }
            | Verb::Read { .. }
            | Verb::ExportOpml
            | Verb::Export { .. }
            | Verb::OfflineCheck
    ) || matches!(args.verb, Verb::Comments { fetch: false, .. });
    if reads && !library.join("warraq.sqlite").exists() {
        // A library that was never made is empty, and looking at it does not make it.
        return config(library.clone(), named, false).and_then(Core::open);
    }
    match Core::open(config(library.clone(), named, false)?) {
        Err(error) if error.code == ErrorCode::LibraryInUse && reads => Core::open(config(library, named, true)?),
        opened => opened,
    }
}

fn config(library: PathBuf, named: bool, read_only: bool) -> Result<Config, ApiError> {
    // Loopback papers of the demo and of tests; heard only together with a library that was named, never for the app's
    // own (docs/configuration.md).
    let private_hosts = std::env::var("WARRAQ_PRIVATE_HOSTS")
        .ok()
        .filter(|_| named)
        .map(|hosts| hosts.split(',').map(str::trim).filter(|host| !host.is_empty()).map(str::to_owned).collect())
        .unwrap_or_default();
    Ok(Config {
        library,
        clock: Arc::new(SystemClock),
        net: NetOptions { private_hosts, ..NetOptions::default() },
        opener: Arc::new(Printer),
        network: Arc::new(warraq_core::UnknownNetwork),
        directory: None,
        schedule: false,
        read_only,
    })
}

async fn on_library(core: &Core, verb: Verb, json: bool) -> Result<(), ApiError> {
    match verb {
        Verb::Add { address, category } => add(core, address, category, json).await,
        Verb::Refresh => refresh(core, json).await,
        Verb::Feeds => feeds(core, json).await,
        Verb::List { scope, unread, limit } => list(core, &scope, unread, limit, json).await,
        Verb::Read { id } => show(core, EntryId(id), json).await,
        Verb::Comments { id, fetch } => comments(core, EntryId(id), fetch, json).await,
        Verb::Keep { id } => keep(core, EntryId(id), json).await,
        Verb::KeepPage { address } => {
            let request = KeepPage { address, title: None, from_link: false };
            let id = core.keep_page(request).await?.article.summary.id;
            wholly_kept(core, id, json).await
        }
        Verb::OfflineCheck => offline_check(core, json).await,
        Verb::ImportArticles { file, preview } => import_articles(core, &file, preview, json).await,
        Verb::ExportLibrary { file, without_pictures } => {
            let files = core.export_library(file, !without_pictures).await?;
            answer(json, json!({ "files": files }), &files.to_string());
            Ok(())
        }
        Verb::ImportLibrary { file } => {
            let done = core.import_library(file).await?;
            answer(json, json!(done), &done.before.name);
            Ok(())
        }
        Verb::Backup => {
            let made = core.create_backup(Nothing {}).await?;
            answer(json, json!(made), &made.name);
            Ok(())
        }
        Verb::Backups => {
            let known = core.list_backups(Nothing {}).await?;
            let lines: Vec<String> =
                known.items.iter().map(|backup| format!("{:>12}  {}", backup.bytes, backup.name)).collect();
            answer(json, json!(known), &lines.join("\n"));
            Ok(())
        }
        Verb::Restore { name } => {
            let done = core.restore_backup(RestoreBackup { name }).await?;
            answer(json, json!(done), &done.before.name);
            Ok(())
        }
        Verb::Unkeep { id } => {
            core.unkeep(EntryRef { id: EntryId(id) }).await?;
            answer(json, json!({ "id": id, "kept": false }), &format!("{id}"));
            Ok(())
        }
        Verb::ImportOpml { file } => import(core, &file, json).await,
        Verb::ExportOpml => {
            let file = core.export_opml(Nothing {}).await?;
            answer(json, json!(file), file.text.trim_end());
            Ok(())
        }
        Verb::Export { id, format, out } => {
            let format = match format {
                Format::Html => ExportFormat::Html,
                Format::Md => ExportFormat::Markdown,
            };
            let request = ExportArticle { id: EntryId(id), format, utc_offset_minutes: 0 };
            let file = core.export_to(request, &out).await?;
            answer(json, json!({ "id": id, "file": file }), &file.display().to_string());
            Ok(())
        }
        Verb::Call { command, request } => {
            let request: Value = serde_json::from_str(&request).map_err(|error| {
                ApiError::new(ErrorCode::InvalidRequest, format!("the request is not JSON: {error}"))
            })?;
            if command.starts_with("search") {
                core.index_now().await?;
            }
            let value = core.call(&command, request).await?;
            core.settle().await;
            print::line(&value.to_string());
            Ok(())
        }
        Verb::Load { .. } => batch::load(core).await,
        Verb::Related { .. } => batch::related(core).await,
        Verb::Stories => batch::stories(core).await,
        Verb::Search { .. } => batch::search(core).await,
        Verb::Recover { .. }
        | Verb::ParseFeed { .. }
        | Verb::Extract { .. }
        | Verb::Sanitise { .. }
        | Verb::Classify { .. }
        | Verb::Match { .. } => Ok(()),
    }
}

fn answer(json: bool, value: Value, text: &str) {
    if json { print::line(&value.to_string()) } else { print::line(text) }
}

async fn add(core: &Core, address: String, category: Option<String>, json: bool) -> Result<(), ApiError> {
    let found = core.discover(Discover { address }).await?;
    let candidate =
        found.candidates.into_iter().next().ok_or_else(|| ApiError::new(ErrorCode::NotAFeed, "no feed was found"))?;
    let subscribed = core
        .subscribe(Subscribe {
            feed_url: candidate.feed_url,
            kind: Some(candidate.kind),
            title: None,
            category,
            deferred: false,
        })
        .await?;
    let feed = subscribed.feed;
    let text = format!("{}\t{}\t{}", feed.id, feed.title, feed.feed_url);
    answer(json, json!(feed), &text);
    Ok(())
}

async fn refresh(core: &Core, json: bool) -> Result<(), ApiError> {
    let summary = core.refresh(Refresh { scope: Scope::All }).await?;
    core.settle().await;
    if json {
        print::line(&json!(summary).to_string());
    } else {
        print::line(&format!(
            "{} feeds, {} new, {} edited, {} unchanged, {} failed",
            summary.total, summary.added, summary.updated, summary.unchanged, summary.failed
        ));
    }
    for failed in &summary.faults {
        let error = ApiError { code: failed.fault.code, params: failed.fault.params.clone(), detail: String::new() };
        let _ = print::failure(&format!("{}: {}", failed.title, messages::sentence(&error)));
    }
    // Done means all of it.
    match summary.faults.into_iter().next() {
        Some(first) => Err(ApiError { code: first.fault.code, params: first.fault.params, detail: first.title }),
        None if summary.cancelled => Err(ApiError::new(ErrorCode::Cancelled, "the refresh was cancelled")),
        None => Ok(()),
    }
}

async fn feeds(core: &Core, json: bool) -> Result<(), ApiError> {
    let tree = core.list_sources(ListSources::default()).await?;
    if json {
        let feeds: Vec<Value> = tree.categories.iter().flat_map(|c| c.feeds.iter().map(|feed| json!(feed))).collect();
        print::line(&Value::Array(feeds).to_string());
        return Ok(());
    }
    for category in tree.categories {
        print::line(&category.title);
        for feed in category.feeds {
            print::line(&format!("{:>6} {:>5}  {}  {}", feed.id, feed.unread, feed.title, feed.feed_url));
        }
    }
    Ok(())
}

fn scope(text: &str) -> Result<Scope, ApiError> {
    let numbered = |prefix: &str| text.strip_prefix(prefix).and_then(|number| number.parse::<i64>().ok());
    match text {
        "all" => Ok(Scope::All),
        "today" => Ok(Scope::Today),
        "breaking" => Ok(Scope::Breaking),
        "kept" => Ok(Scope::Kept),
        _ => numbered("feed:")
            .map(|id| Scope::Feed { id: FeedId(id) })
            .or_else(|| {
                text.strip_prefix("subject:").and_then(Subject::parse).map(|subject| Scope::Subject { subject })
            })
            .or_else(|| numbered("category:").map(|id| Scope::Category { id: CategoryId(id) }))
            .ok_or_else(|| ApiError::new(ErrorCode::InvalidRequest, format!("no such scope: {text}"))),
    }
}

async fn list(
    core: &Core,
    scope_name: &str,
    unread_only: bool,
    limit: Option<usize>,
    json: bool,
) -> Result<(), ApiError> {
    let scope = scope(scope_name)?;
    let most = limit.unwrap_or(usize::MAX);
    let (mut rows, mut cursor) = (Vec::new(), None);
    loop {
        let request = ListEntries { scope, unread_only, cursor, limit: Some(500), utc_offset_minutes: 0 };
        let page = core.peek_entries(request).await?;
        rows.extend(page.items);
        cursor = page.next;
        if cursor.is_none() || rows.len() >= most {
            break;
        }
    }
    rows.truncate(most);
    if json {
        print::line(&Value::Array(rows.iter().map(print::row_json).collect()).to_string());
    } else {
        rows.iter().for_each(|row| print::line(&print::row(row)));
    }
    Ok(())
}

async fn show(core: &Core, id: EntryId, json: bool) -> Result<(), ApiError> {
    let article = core.get_entry(EntryRef { id }).await?;
    let text = html::to_text(&article.html);
    answer(json, print::article_json(&article, &text), &print::article(&article, &text));
    Ok(())
}

async fn comments(core: &Core, id: EntryId, fetch: bool, json: bool) -> Result<(), ApiError> {
    let thread =
        if fetch { core.fetch_comments(EntryRef { id }).await? } else { core.get_comments(EntryRef { id }).await? };
    answer(json, json!(thread), print::comments(&thread).trim_end());
    // What is here is printed all the same.
    match thread.fault.filter(|_| fetch) {
        Some(fault) => {
            Err(ApiError { code: fault.code, params: fault.params, detail: "the comments are not new".into() })
        }
        None => Ok(()),
    }
}

async fn keep(core: &Core, id: EntryId, json: bool) -> Result<(), ApiError> {
    core.keep(EntryRef { id }).await?;
    wholly_kept(core, id, json).await
}

/// Waits for what was kept to be fetched, and prints it.
async fn wholly_kept(core: &Core, id: EntryId, json: bool) -> Result<(), ApiError> {
    core.settle().await;
    let article = core.get_entry(EntryRef { id }).await?;
    let text = html::to_text(&article.html);
    answer(json, print::article_json(&article, &text), &print::row(&article.summary));
    // It is kept, which is on disk; but keeping is done only when all of it is here.
    match article.offline {
        OfflineState::Ready => Ok(()),
        OfflineState::Partial { fault, .. } => {
            Err(ApiError { code: fault.code, params: fault.params, detail: "not all of it could be fetched".into() })
        }
        OfflineState::Pending { .. } | OfflineState::None => {
            Err(ApiError::new(ErrorCode::Internal, "the article is kept, and not all of it was tried"))
        }
    }
}

/// Prints what each kept article lacks. The exit status tells whether the badges say the truth.
async fn offline_check(core: &Core, json: bool) -> Result<(), ApiError> {
    let report = core.check_offline(CheckOffline { bytes: true }).await?;
    if json {
        print::line(&json!(report).to_string());
    } else {
        for entry in &report.incomplete {
            print::line(&format!("{}{:>7}  {}", if entry.claims { "!" } else { " " }, entry.entry, entry.title));
            for piece in &entry.missing {
                let kind = json!(piece.kind);
                let why = piece.fault.as_ref().map_or("not tried", |fault| fault.code.as_str());
                let url = piece.url.as_deref().unwrap_or_default();
                print::line(&format!("           {}  {why}  {url}", kind.as_str().unwrap_or_default()));
            }
        }
        print::line(&format!(
            "{} kept, {} ready, {} said to be, {} wrongly",
            report.kept, report.ready, report.claimed, report.wrong
        ));
    }
    match report.wrong {
        0 => Ok(()),
        wrong => Err(ApiError::new(ErrorCode::LibraryDamaged, format!("{wrong} articles are not what they say"))),
    }
}

async fn import(core: &Core, file: &std::path::Path, json: bool) -> Result<(), ApiError> {
    let text = std::fs::read(file).map(|bytes| warraq_core::feed::decode(&bytes, None)).map_err(|error| {
        ApiError::new(ErrorCode::InvalidRequest, format!("{} can't be read: {error}", file.display()))
    })?;
    let done = watched(core, core.import_opml(ImportOpml { text })).await?;
    answer(json, json!(done), &format!("{} added, {} known, {} refused", done.added, done.known, done.refused.len()));
    Ok(())
}

async fn import_articles(core: &Core, file: &std::path::Path, preview: bool, json: bool) -> Result<(), ApiError> {
    let text = std::fs::read_to_string(file).map_err(|error| {
        ApiError::new(ErrorCode::InvalidRequest, format!("{} can't be read: {error}", file.display()))
    })?;
    if preview {
        let found = core.preview_import(ArticlesFile { text }).await?;
        answer(json, json!(found), &format!("{} articles, {} known", found.total, found.known));
        return Ok(());
    }
    let done = watched(core, core.import_articles(ArticlesFile { text })).await?;
    answer(json, json!(done), &format!("{} added, {} known, {} refused", done.added, done.known, done.refused));
    Ok(())
}

/// Waits for an import: tells a terminal how far it has come, and lets Ctrl+C end it with nothing written.
async fn watched<T>(core: &Core, import: impl Future<Output = Result<T, ApiError>>) -> Result<T, ApiError> {
    let mut events = core.events();
    let shows = std::io::stderr().is_terminal();
    let mut shown = false;
    let mut import = std::pin::pin!(import);
    let outcome = loop {
        tokio::select! {
            outcome = &mut import => break outcome,
            _ = tokio::signal::ctrl_c() => {
                core.cancel_import(Nothing {}).await?;
            }
            event = events.recv(), if shows => if let Ok(CoreEvent::ImportProgress { done, total }) = event {
                shown = true;
                print::progress(&format!("{done} of {total}"));
            }
        }
    };
    if shown {
        print::progress("");
    }
    outcome
}
