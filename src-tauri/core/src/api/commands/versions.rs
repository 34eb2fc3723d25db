//! What an article said before it was changed.

use crate::Core;
use crate::api::*;
use crate::html;
use crate::model::Direction;
use crate::store::{pictures, versions};
use crate::text::{self, diff};

impl Core {
    /// The versions of an article, the present one first.
    pub async fn list_versions(&self, request: EntryRef) -> Result<Versions, ApiError> {
        Ok(self.inner.store.read(move |db| versions::list(db, request.id)).await?)
    }

    /// One version of an article, to be read.
    pub async fn get_version(&self, request: GetVersion) -> Result<VersionText, ApiError> {
        let (entry, version) = (request.entry, request.version);
        let read = self.inner.store.read(move |db| {
            let (title, text, seen_at) = versions::one(db, entry, version)?;
            let here = pictures::stored(db, entry)?;
            let html = html::map_pictures(&text, |key| here.get(key).cloned());
            Ok(VersionText { direction: text::direction(&title, Direction::Rtl), title, html, seen_at })
        });
        Ok(read.await?)
    }

    /// What changed between two versions of an article, word by word.
    pub async fn compare_versions(&self, request: CompareVersions) -> Result<VersionDiff, ApiError> {
        let CompareVersions { entry, from, to } = request;
        let both =
            self.inner.store.read(move |db| Ok((versions::one(db, entry, Some(from))?, versions::one(db, entry, to)?)));
        let ((old_title, old, _), (new_title, new, _)) = both.await?;
        self.offload(move || {
            let title: Vec<DiffRun> = diff::line(&old_title, &new_title).into_iter().map(run).collect();
            let body: Vec<DiffParagraph> = diff::paragraphs(&html::to_text(&old), &html::to_text(&new))
                .into_iter()
                .map(|paragraph| {
                    let kind = kind(paragraph.change);
                    let whole: String = paragraph.runs.iter().map(|run| run.text.as_str()).collect();
                    let direction = text::direction(&whole, Direction::Rtl);
                    DiffParagraph { kind, direction, runs: paragraph.runs.into_iter().map(run).collect() }
                })
                .collect();
            let runs = || title.iter().chain(body.iter().flat_map(|paragraph| &paragraph.runs));
            let count = |kind| runs().filter(|run| run.kind == kind).map(|run| text::count_words(&run.text)).sum();
            let (added, removed) = (count(DiffKind::Added), count(DiffKind::Removed));
            let title_direction = text::direction(&new_title, Direction::Rtl);
            VersionDiff { title, title_direction, body, added, removed }
        })
        .await
    }
}

fn kind(change: diff::Change) -> DiffKind {
    match change {
        diff::Change::Same => DiffKind::Same,
        diff::Change::Added => DiffKind::Added,
        diff::Change::Removed => DiffKind::Removed,
    }
}

fn run(run: diff::Run) -> DiffRun {
    DiffRun { kind: kind(run.change), text: run.text }
}
