//! The invented papers, served by `warraq-world`.

use serde_json::Value;

use crate::app::Home;
use crate::process::{Program, built, wait_for};

/// A paper of the invented world.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Its name.
    pub title: String,
    /// Its short name in the world.
    pub slug: String,
    /// Its feed's address.
    pub feed: String,
    /// Its front page's address.
    pub site: String,
    /// What it is about, for a category.
    pub topic: String,
}

/// The running world. Dropping it is the network going away.
pub struct World {
    papers: Vec<Paper>,
    process: Program,
}

impl World {
    /// Starts it on a free port and waits for its papers.
    pub fn start(home: &Home) -> Result<Self, String> {
        let output = home.path().join("world.txt");
        let mut process = Program::start(&built("WARRAQ_WORLD_BIN", "warraq-world"), &[], &[], output)?;
        let papers = wait_for("the invented papers", || {
            if let Some(status) = process.ended() {
                return Err(format!("warraq-world ended with {status}: {}", process.output()));
            }
            Ok(process.output().lines().find_map(papers_of))
        })?;
        Ok(Self { papers, process })
    }

    /// Its papers.
    pub fn papers(&self) -> &[Paper] {
        &self.papers
    }

    /// Brings out the articles that were held back.
    pub fn publish(&mut self) -> Result<(), String> {
        self.process.say("publish")
    }

    /// Makes `paper` (its slug) answer everything with `status`, or itself again without one.
    pub fn answer(&mut self, paper: &str, status: Option<u16>) -> Result<(), String> {
        let status = status.map(|status| format!(" {status}")).unwrap_or_default();
        self.process.say(&format!("status {paper}{status}"))
    }
}

/// The papers in the line that the world prints when it listens.
fn papers_of(line: &str) -> Option<Vec<Paper>> {
    let world: Value = serde_json::from_str(line).ok()?;
    let text = |paper: &Value, key: &str| paper[key].as_str().unwrap_or_default().to_owned();
    let papers = world["papers"].as_array()?.iter();
    Some(
        papers
            .map(|p| Paper {
                slug: text(p, "slug"),
                title: text(p, "name"),
                feed: text(p, "feed_url"),
                site: text(p, "site_url"),
                topic: text(p, "topic"),
            })
            .collect(),
    )
}
