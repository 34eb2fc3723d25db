//! Figures, and how they stand to the ones of the baseline.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{Outcome, processes};

/// A measured thing.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Figure {
    /// The median of several measurements; the one measurement otherwise.
    pub(crate) typical: f64,
    /// The 95th percentile of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) p95: Option<f64>,
    /// `ms`, `s`, `MB` (10⁶ bytes), `/s`.
    pub(crate) unit: String,
    /// What the worst of the two should not exceed; for `/s`, what the typical should reach.
    #[serde(skip)]
    pub(crate) budget: Option<f64>,
}

/// A run's figures by name, or a file of them.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Figures {
    /// Processor, count of cores, memory, system.
    machine: String,
    figures: BTreeMap<String, Figure>,
}

/// What one run found.
pub(crate) struct Report {
    baseline: Figures,
    figures: Vec<(String, Figure)>,
    notes: Vec<String>,
}

impl Report {
    /// An empty one, to be compared with the figures in `baseline`; a file that is not there compares with nothing.
    pub(crate) fn against(baseline: PathBuf) -> Outcome<Self> {
        let baseline = match std::fs::read_to_string(&baseline) {
            Ok(text) => serde_json::from_str(&text).map_err(|error| format!("{}: {error}", baseline.display()))?,
            Err(_) => Figures::default(),
        };
        Ok(Self { baseline, figures: Vec::new(), notes: Vec::new() })
    }

    /// A remark for the end of the table.
    pub(crate) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// One measurement.
    pub(crate) fn value(&mut self, name: impl Into<String>, value: f64, unit: &str, budget: Option<f64>) {
        let figure = Figure { typical: value, p95: None, unit: unit.to_owned(), budget };
        self.figures.push((name.into(), figure));
    }

    /// Several measurements of a time.
    pub(crate) fn times(&mut self, name: impl Into<String>, mut times: Vec<Duration>, budget: Option<f64>) {
        times.sort();
        let milliseconds = |place: usize| times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1e3);
        let figure = Figure {
            typical: milliseconds(times.len() / 2),
            p95: Some(milliseconds((times.len() * 95 / 100).min(times.len().saturating_sub(1)))),
            unit: "ms".to_owned(),
            budget,
        };
        self.figures.push((name.into(), figure));
    }

    /// Writes this run's figures over those of the file; figures of parts that were not measured stay.
    pub(crate) fn save(self, file: PathBuf) -> Outcome {
        let mut figures = self.baseline.figures;
        figures.extend(self.figures);
        let text = serde_json::to_string_pretty(&Figures { machine: processes::machine(), figures })?;
        Ok(std::fs::write(file, text + "\n")?)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "this machine: {}", processes::machine())?;
        let other = if self.baseline.machine.is_empty() { "none yet" } else { &self.baseline.machine };
        writeln!(f, "baseline:     {other} (tests/bench/baseline.json)\n")?;
        writeln!(f, "| figure | typical | 95 % | budget | baseline | ratio |\n|---|--:|--:|--:|--:|--:|")?;
        for (name, figure) in &self.figures {
            let known = self.baseline.figures.get(name);
            let shown = |value: Option<f64>| value.map_or_else(String::new, |value| number(value, &figure.unit));
            writeln!(
                f,
                "| {name} | {} | {} | {}{} | {} | {} |",
                shown(Some(figure.typical)),
                shown(figure.p95),
                shown(figure.budget),
                if figure.is_over() { " **over**" } else { "" },
                shown(known.map(|known| known.typical)),
                known
                    .filter(|known| known.typical > 0.0)
                    .map_or_else(String::new, |known| format!("{:.2}", figure.typical / known.typical)),
            )?;
        }
        self.notes.iter().try_for_each(|note| writeln!(f, "\n{note}"))
    }
}

impl Figure {
    fn is_over(&self) -> bool {
        let worst = self.p95.unwrap_or(self.typical);
        self.budget.is_some_and(|budget| if self.unit == "/s" { self.typical < budget } else { worst > budget })
    }
}

fn number(value: f64, unit: &str) -> String {
    match value {
        ..10.0 => format!("{value:.2} {unit}"),
        10.0..100.0 => format!("{value:.1} {unit}"),
        _ => format!("{value:.0} {unit}"),
    }
}
