//! Comma-separated values (RFC 4180): Pocket's and Instapaper's.

use super::{MOST, Saved, moment};
use crate::contract::ImportFormat;

/// Columns of a row that are read.
const WIDEST: usize = 40;

/// The rows of a file.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let (mut row, mut cell) = (Vec::new(), String::new());
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            _ if quoted => cell.push(letter),
            ',' => {
                if row.len() < WIDEST {
                    row.push(std::mem::take(&mut cell));
                } else {
                    cell.clear();
                }
            }
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
                if rows.len() > MOST {
                    return rows;
                }
            }
            _ => cell.push(letter),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

/// Reads a file by its head; none where that is neither's.
pub(super) fn read(text: &str) -> Option<(ImportFormat, Vec<Saved>)> {
    let mut rows = rows(text).into_iter();
    let head: Vec<String> = rows.next()?.iter().map(|name| name.trim().to_lowercase()).collect();
    let column = |name: &str| head.iter().position(|known| known == name);
    let url = column("url")?;
    let title = column("title")?;
    let format = if column("time_added").is_some() {
        ImportFormat::Pocket
    } else if column("timestamp").is_some() && column("folder").is_some() {
        ImportFormat::Instapaper
    } else {
        return None;
    };
    let saved = rows.filter(|row| row.len() > 1).map(|row| {
        let cell =
            |at: Option<usize>| at.and_then(|at| row.get(at)).map(|cell| cell.trim()).unwrap_or_default().to_owned();
        let added = |name: &str| cell(column(name)).parse().ok().and_then(moment);
        let tags = cell(column("tags"));
        let mut saved = Saved { url: cell(Some(url)), title: cell(Some(title)), ..Saved::default() };
        if format == ImportFormat::Pocket {
            saved.added = added("time_added");
            saved.tags = tags.split('|').map(str::to_owned).filter(|tag| !tag.is_empty()).collect();
            saved.read = cell(column("status")) == "archive";
        } else {
            saved.added = added("timestamp");
            saved.tags = serde_json::from_str(&tags).unwrap_or_default();
            let folder = cell(column("folder"));
            saved.read = folder == "Archive";
            saved.folder = Some(folder).filter(|name| !matches!(name.as_str(), "" | "Unread" | "Archive" | "Starred"));
            saved.quotes = Some(cell(column("selection")))
                .filter(|quote| !quote.is_empty())
                .map(|quote| (quote, None))
                .into_iter()
                .collect();
        }
        saved
    });
    Some((format, saved.collect()))
}
