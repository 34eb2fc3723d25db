//! The invented papers, served by `warraq-world`.

use serde_json::Value;

use crate::app::Home;
use crate::process::{Program, built, wait_for};

/// A paper of the invented world.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Its name.
    pub title: String,
    /// Its feed's address.
    pub feed: String,
    /// Its front page's address.
    pub site: String,
}

/// The running world. Dropping it is the network going away.
pub struct World {
    papers: Vec<Paper>,
    _process: Program,
}

impl World {
    /// Starts it on a free port and waits for its papers.
    pub fn start(home: &Home) -> Result<Self, String> {
        let output = home.path().join("world.txt");
        let mut process = Program::start(&built("WARRAQ_WORLD_BIN", "warraq-world"), &["--port", "0"], &[], output)?;
        let papers = wait_for("the invented papers", || {
            if let Some(status) = process.ended() {
                return Err(format!("warraq-world ended with {status}: {}", process.output()));
            }
            Ok(process.output().lines().find_map(papers_of))
        })?;
        Ok(Self { papers, _process: process })
    }

    /// Its papers.
    pub fn papers(&self) -> &[Paper] {
        &self.papers
    }
}

/// The papers in the line that the world prints when it listens.
fn papers_of(line: &str) -> Option<Vec<Paper>> {
    let world: Value = serde_json::from_str(line).ok()?;
    let text = |paper: &Value, key: &str| paper[key].as_str().unwrap_or_default().to_owned();
    let papers = world["papers"].as_array()?.iter();
    Some(papers.map(|p| Paper { title: text(p, "title"), feed: text(p, "feed"), site: text(p, "site") }).collect())
}
