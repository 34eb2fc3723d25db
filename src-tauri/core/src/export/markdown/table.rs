//! Tables, as GitHub's Markdown has them: a head and rows of one line each.

use crate::html::{Element, Node};

/// A table of more columns than this is cut.
const MOST_COLUMNS: usize = 60;

/// Elements of a name within a table, in order, those of tables in its cells left out.
fn within<'a>(element: &'a Element, names: &[&str], found: &mut Vec<&'a Element>) {
    for node in &element.children {
        if let Node::Element(child) = node {
            if names.contains(&child.name) {
                found.push(child);
            } else if child.name != "table" {
                within(child, names, found);
            }
        }
    }
}

/// The table's captions.
pub(super) fn captions(table: &Element) -> Vec<&Element> {
    let mut found = Vec::new();
    within(table, &["caption"], &mut found);
    found
}

/// Its cells, in order.
pub(super) fn cells(table: &Element) -> Vec<&Element> {
    let mut rows = Vec::new();
    within(table, &["tr"], &mut rows);
    let mut found = Vec::new();
    rows.into_iter().for_each(|row| within(row, &["td", "th"], &mut found));
    found
}

/// The table as Markdown; none where it has one column or one row and so arranges rather than compares. Cells that span
/// others leave those empty.
pub(super) fn rows(table: &Element, write: &dyn Fn(&Element) -> String) -> Option<String> {
    let mut rows = Vec::new();
    within(table, &["tr"], &mut rows);
    let mut grid: Vec<Vec<String>> = Vec::new();
    // How many more rows each column is taken by a cell above.
    let mut taken: Vec<usize> = Vec::new();
    let mut has_head = false;
    for (number, row) in rows.iter().enumerate() {
        let mut cells = Vec::new();
        within(row, &["td", "th"], &mut cells);
        has_head |= number == 0 && !cells.is_empty() && cells.iter().all(|cell| cell.name == "th");
        let mut line: Vec<String> = Vec::new();
        let skip = |line: &mut Vec<String>, taken: &mut Vec<usize>| {
            while line.len() < MOST_COLUMNS
                && let Some(left) = taken.get_mut(line.len()).filter(|left| **left > 0)
            {
                *left -= 1;
                line.push(String::new());
            }
        };
        for cell in cells {
            skip(&mut line, &mut taken);
            for column in 0..cell.columns {
                if line.len() >= MOST_COLUMNS {
                    break;
                }
                if taken.len() <= line.len() {
                    taken.resize(line.len() + 1, 0);
                }
                if let Some(left) = taken.get_mut(line.len()) {
                    *left = cell.rows - 1;
                }
                line.push(if column == 0 { write(cell).replace('|', "\\|") } else { String::new() });
            }
        }
        skip(&mut line, &mut taken);
        if !line.is_empty() {
            grid.push(line);
        }
    }
    let width = grid.iter().map(Vec::len).max()?;
    if width < 2 || grid.len() < 2 {
        return None;
    }
    if !has_head {
        grid.insert(0, Vec::new());
    }
    let mut out = String::new();
    for (number, mut line) in grid.into_iter().enumerate() {
        line.resize(width, String::new());
        if number > 0 {
            out.push('\n');
        }
        out.push_str(&format!("| {} |", line.join(" | ")));
        if number == 0 {
            out.push_str(&format!("\n|{}", " --- |".repeat(width)));
        }
    }
    Some(out)
}
