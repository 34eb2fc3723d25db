//! Where in the cleaned body a story stood, told by the letters around it.

use url::Url;

use super::super::{ReadAlso, dom};
use crate::html::SafeHtml;

/// Stories lifted out of a page, with the letters that stood around each.
#[derive(Debug, Default)]
pub(in super::super) struct Lifted {
    pub(super) stories: Vec<(String, Url, String, String)>,
}

impl Lifted {
    /// The stories with their places among the blocks of the cleaned body.
    pub(in super::super) fn place(self, body: impl FnOnce() -> SafeHtml) -> Vec<ReadAlso> {
        if self.stories.is_empty() {
            return Vec::new();
        }
        let body = body();
        let mut all: Vec<char> = Vec::new();
        let mut ends = Vec::new();
        for block in crate::html::blocks(&body) {
            all.extend(dom::letters(&block.text).chars());
            ends.push(all.len());
        }
        let text: String = all.iter().collect();
        self.stories
            .into_iter()
            .map(|(title, url, before, after)| ReadAlso {
                title,
                url,
                after: place(&all, &text, &ends, &before, &after),
            })
            .collect()
    }
}

/// How many blocks end at or before the place between `before` and `after`: at the bound that most of their letters
/// meet at, else where a part of either is found. `all` and `text` are the body's letters.
fn place(all: &[char], text: &str, ends: &[usize], before: &str, after: &str) -> usize {
    let alike = |(a, b): &(char, char)| a == b;
    let met = |at: usize| {
        let back = all[..at].iter().copied().rev().zip(before.chars().rev()).take_while(alike).count();
        back + all[at..].iter().copied().zip(after.chars()).take_while(alike).count()
    };
    let known = before.chars().count() + after.chars().count();
    let bounds = [0].into_iter().chain(ends.iter().copied().filter(|&end| end <= all.len())).enumerate();
    let best = bounds.map(|(count, at)| (met(at), count)).max_by_key(|(met, count)| (*met, usize::MAX - count));
    if let Some((met, count)) = best
        && met > 0
        && met * 2 >= known.min(40)
    {
        return count;
    }
    by_parts(text, ends, before, after)
}

/// [`place`] where neither side is whole any more.
fn by_parts(all: &str, ends: &[usize], before: &str, after: &str) -> usize {
    const PROBE: usize = 40;
    const STEP: usize = 20;
    let find = |probe: &str| all.find(probe).map(|at| all[..at].chars().count());
    let chars: Vec<char> = before.chars().collect();
    let mut end = chars.len();
    while end >= PROBE / 2 {
        let start = end.saturating_sub(PROBE);
        let probe: String = chars[start..end].iter().collect();
        if let Some(at) = find(&probe) {
            let last = at + (end - start) - 1;
            return ends.partition_point(|&e| e <= last) + 1;
        }
        end = end.saturating_sub(STEP);
    }
    let chars: Vec<char> = after.chars().collect();
    let mut start = 0;
    while start + PROBE / 2 <= chars.len() {
        let probe: String = chars[start..(start + PROBE).min(chars.len())].iter().collect();
        if let Some(at) = find(&probe) {
            return ends.partition_point(|&e| e <= at);
        }
        start += STEP;
    }
    if before.is_empty() { 0 } else { ends.len() }
}
