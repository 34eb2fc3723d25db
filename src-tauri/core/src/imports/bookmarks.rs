//! The bookmark file that every browser writes.

use super::{MOST, Saved, moment};
use crate::html;

/// Reads what is between the tags that matter; whatever else stands in the file is passed over.
pub(super) fn read(text: &str) -> Vec<Saved> {
    let mut saved: Vec<Saved> = Vec::new();
    // The names of the folders that are open; the outermost list is the file itself.
    let mut folders: Vec<Option<String>> = Vec::new();
    let mut coming: Option<String> = None;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let after = rest.get(at + 1..).unwrap_or_default();
        let Some((tag, behind)) = after.split_once('>') else { break };
        let name: String =
            tag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect::<String>().to_ascii_lowercase();
        let content = || behind.split('<').next().unwrap_or_default();
        match name.as_str() {
            "dl" => folders.push(coming.take()),
            "/dl" => drop(folders.pop()),
            "h3" => coming = Some(html::to_line(content())).filter(|name| !name.is_empty()),
            "a" => {
                let end = behind.find("</").unwrap_or(0);
                let tags = attribute(tag, "tags").unwrap_or_default();
                saved.push(Saved {
                    url: attribute(tag, "href").unwrap_or_default(),
                    title: html::to_line(behind.get(..end).unwrap_or_default()),
                    tags: tags.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect(),
                    folder: folders.last().cloned().flatten(),
                    added: attribute(tag, "add_date").and_then(|at| at.parse().ok()).and_then(moment),
                    ..Saved::default()
                });
                if saved.len() > MOST {
                    return saved;
                }
            }
            "dd" => {
                let note = html::to_line(content());
                if let Some(last) = saved.last_mut().filter(|_| !note.is_empty()) {
                    last.note = Some(note);
                }
            }
            _ => {}
        }
        rest = behind;
    }
    saved
}

/// The value of an attribute, its references decoded.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.match_indices(name).find(|(at, _)| {
        let before = lower.get(..*at).and_then(|text| text.chars().next_back());
        before.is_some_and(char::is_whitespace)
            && lower.get(at + name.len()..).is_some_and(|rest| rest.trim_start().starts_with('='))
    })?;
    let value = tag.get(at.0 + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split(quote).next()?,
        _ => value.split_whitespace().next()?,
    };
    Some(html::to_line(value))
}
