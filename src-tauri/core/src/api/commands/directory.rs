//! The bundled directory of papers.

use crate::Core;
use crate::api::fallback::{brings_news, is_dead, look};
use crate::api::*;
use crate::directory::{Paper, Source};
use crate::model::{CoreEvent, Direction, Timestamp};
use crate::store::{Durability, checks, feeds};
use crate::{settings, text};

const DAY: Timestamp = 24 * 60 * 60 * 1000;
/// A paper that answered is looked at again after so many milliseconds; one that did not after a day.
const SOUND_FOR: Timestamp = 7 * DAY;
/// Papers looked at side by side.
const SIDE_BY_SIDE: usize = 2;

impl Core {
    /// The bundled directory of papers.
    pub async fn list_directory(&self, _: Nothing) -> Result<Directory, ApiError> {
        let read = self.inner.store.read(|db| Ok((feeds::addresses(db)?, checks::all(db)?, checks::successes(db)?)));
        let (known, checks, successes) = read.await?;
        let papers = self.inner.papers.iter().map(|paper| {
            let check = checks.get(&paper.source.url).cloned().unwrap_or_default();
            let instead = check.instead.map(|(url, kind)| Source { url, kind });
            let fallback = instead.is_some();
            // Whoever follows the feed itself goes on following it.
            let followed = known.get(&paper.source.url).copied();
            let source = instead.filter(|_| followed.is_none()).unwrap_or_else(|| paper.source.clone());
            DirectoryPaper {
                title: paper.title.clone(),
                direction: text::direction(&paper.title, Direction::Rtl),
                countries: paper.countries.clone(),
                topic: paper.topic.clone(),
                monogram: text::monogram(&paper.title),
                color: paper.color,
                subscribed: followed.or_else(|| known.get(&source.url).copied()),
                feed_url: source.url,
                kind: source.kind,
                success_at: check.success_at.max(successes.get(&paper.source.url).copied()),
                fault: check.fault,
                fallback,
            }
        });
        Ok(Directory { papers: papers.collect() })
    }

    /// Looks at papers of the bundled directory that were not looked at lately; answers at once. Nothing is looked at
    /// when the reader switched that off, or without a network.
    pub async fn check_directory(&self, _: Nothing) -> Result<Done, ApiError> {
        let settings = settings::read(self).await?;
        if !settings.check_directory || !self.online() || self.must_wait(&settings).is_some() {
            return Ok(Done {});
        }
        let (now, checks) = (self.now(), self.inner.store.read(checks::all).await?);
        let due: Vec<Paper> = self
            .inner
            .papers
            .iter()
            .filter(|paper| {
                checks.get(&paper.source.url).is_none_or(|check| {
                    let sound = if check.fault.is_none() { SOUND_FOR } else { DAY };
                    (now - check.checked_at).abs() >= sound
                })
            })
            .cloned()
            .collect();
        let core = self.clone();
        self.spawn(async move {
            let Some(_claim) = core.claim("directory".to_owned()) else { return };
            let mut waiting = due.into_iter();
            let mut looking = tokio::task::JoinSet::new();
            loop {
                while looking.len() < SIDE_BY_SIDE {
                    let Some(paper) = waiting.next() else { break };
                    let core = core.clone();
                    looking.spawn(async move { core.check_paper(paper).await });
                }
                match looking.join_next().await {
                    None => break,
                    Some(Ok(Err(error))) => return tracing::warn!(%error, "the directory could not be looked through"),
                    // Without a network nothing is learnt about anybody.
                    Some(_) if !core.online() => return,
                    Some(_) => core.emit(CoreEvent::SourcesChanged),
                }
            }
        });
        Ok(Done {})
    }

    async fn check_paper(&self, paper: Paper) -> Result<(), ApiError> {
        let outcome = brings_news(self, &paper.source).await.map_err(|error| error.code);
        // What may be the network's fault, or pass by itself, says nothing about the paper.
        if outcome.is_err_and(|code| !is_dead(code)) {
            return Ok(());
        }
        let instead = match outcome {
            Err(code) if is_dead(code) => look(self, &paper).await,
            _ => None,
        };
        let now = self.now();
        let write = self.inner.store.write(Durability::Normal, move |db| {
            let instead = instead.as_ref().map(|source| (&*source.url, source.kind));
            checks::note(db, &paper.source.url, now, outcome, instead)
        });
        Ok(write.await?)
    }
}
