//! The bundled directory of papers.

use crate::Core;
use crate::api::*;
use crate::model::Direction;
use crate::store::feeds;
use crate::text;

impl Core {
    /// The bundled directory of papers.
    pub async fn list_directory(&self, _: Nothing) -> Result<Directory, ApiError> {
        let known = self.inner.store.read(feeds::addresses).await?;
        let papers = crate::directory::PAPERS.iter().map(|paper| DirectoryPaper {
            title: paper.title.clone(),
            direction: text::direction(&paper.title, Direction::Rtl),
            countries: paper.countries.clone(),
            topic: paper.topic.clone(),
            feed_url: paper.feed_url.clone(),
            monogram: text::monogram(&paper.title),
            color: paper.color,
            subscribed: known.get(&paper.feed_url).copied(),
            success_at: None,
            fault: None,
            fallback: false,
        });
        Ok(Directory { papers: papers.collect() })
    }

    /// Looks at papers of the bundled directory that were not looked at lately; answers at once.
    pub async fn check_directory(&self, _: Nothing) -> Result<Done, ApiError> {
        Ok(Done {})
    }
}
