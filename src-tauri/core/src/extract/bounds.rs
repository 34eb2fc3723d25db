//! Pages that would take a tree builder for ever are turned away before one is built.

use crate::html::shape;

/// More of a page than this isn't read, in bytes.
const MOST_BYTES: usize = 10 * 1024 * 1024;

/// Deepest nesting of a page. Real ones stay below a hundred or so.
const DEEPEST: usize = 1_200;

/// Most tags times the deepest nesting: scoring walks each element's inside. Real pages stay below two millions.
const MOST_NESTING: usize = 12_000_000;

/// Most formatting elements that are left open.
const MOST_FORMATTING: usize = 3_000;

/// Most attributes of one tag: parsers compare each with all before it.
const MOST_ATTRIBUTES: usize = 3_000;

/// The references of a text times its length, summed over texts: what a tree builder copies.
const MOST_COPYING: u64 = 4_000_000_000;

/// The page as far as it is read, or none when its shape is hostile.
pub(crate) fn bounded(page: &str) -> Option<&str> {
    let mut end = page.len().min(MOST_BYTES);
    while !page.is_char_boundary(end) {
        end -= 1;
    }
    let page = &page[..end];
    let shape = shape(page);
    let tags = count(page.as_bytes(), b'<');
    let fits = shape.depth <= DEEPEST
        && shape.depth.saturating_mul(tags) <= MOST_NESTING
        && shape.formatting <= MOST_FORMATTING
        && shape.attributes <= MOST_ATTRIBUTES
        && shape.copying <= MOST_COPYING;
    fits.then_some(page)
}

/// How often a byte stands in a text. In runs whose sum fits a byte, which processors count many of at once.
fn count(bytes: &[u8], wanted: u8) -> usize {
    bytes.chunks(255).map(|run| usize::from(run.iter().map(|b| u8::from(*b == wanted)).sum::<u8>())).sum()
}

#[cfg(test)]
mod tests {
    use super::bounded;

    #[test]
    fn hostile_shapes_are_turned_away() {
        for raw in [
            "<div>".repeat(20_000),
            "<b title=x>".repeat(20_000),
            "&".repeat(1_000_000),
            "<div>".repeat(1_000) + &"<i></i>".repeat(90_000),
            format!("<a {}>", "x=1 ".repeat(50_000)),
            format!("<a href='{}'>x</a>", "&amp;".repeat(100_000)),
        ] {
            assert!(bounded(&raw).is_none());
        }
        assert!(bounded(&"<p>x <b>y</b>".repeat(50_000)).is_some());
        assert!(bounded(&"<ul><li>x &amp; y</ul>".repeat(50_000)).is_some());
    }
}
