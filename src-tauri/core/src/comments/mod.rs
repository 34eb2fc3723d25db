//! What readers say under an article: the thread out of a site's comment feed or REST interface, and the site's own form
//! for saying more. Pure: bytes and pages in, values out.

mod answer;
mod form;
mod places;
mod rest;
mod thread;

use std::collections::{HashMap, HashSet};

use url::Url;

use crate::html::{RawHtml, to_line};
use crate::model::Timestamp;

pub(crate) use answer::{Outcome, read_answer};
pub(crate) use form::{Entered, Form, NoForm, find as find_form};
pub(crate) use places::{Place, of_page, of_post};
pub(crate) use rest::{PER_PAGE, read as read_rest};
pub(crate) use thread::read as read_feed;

/// Comments of one article that are read and stored.
pub(crate) const MOST_COMMENTS: usize = 1_000;
/// Answers to answers are shown so deep; deeper ones stand beside the deepest.
pub(crate) const DEEPEST: u32 = 6;
/// Bytes of one comment's markup that are read. WordPress takes 65,525 characters.
const MOST_MARKUP: usize = 256 * 1024;
/// Bytes of an identifier.
const MOST_KEY: usize = 500;
/// Characters of a name.
const MOST_NAME: usize = 100;

/// A comment as its site gives it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Remark {
    /// What tells it from the others of its article; the number that WordPress gives it where it has one.
    pub(crate) key: String,
    /// The comment that it answers.
    pub(crate) parent: Option<String>,
    /// Who says so, plain text; may be empty.
    pub(crate) author: String,
    /// The site says that a registered person wrote it, whose name nobody else can take.
    pub(crate) registered: bool,
    /// When.
    pub(crate) published: Option<Timestamp>,
    /// What, not safe yet.
    pub(crate) html: RawHtml,
}

/// What a site shows of a thread.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Thread {
    /// Its comments, in the site's order.
    pub(crate) remarks: Vec<Remark>,
    /// The site's root and the post's number in WordPress, where the comments tell them.
    pub(crate) post: Option<(Url, u64)>,
    /// There may be more than these: a feed shows the newest ones only.
    pub(crate) partial: bool,
}

/// A comment in its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Placed {
    /// The comment; `parent` is one of the thread or none.
    pub(crate) remark: Remark,
    /// How many comments it stands below, at most [`DEEPEST`].
    pub(crate) depth: u32,
}

/// Puts a thread into reading order: the oldest first, each followed by its answers. A comment whose parent is not there
/// stands by itself; parents that run in a circle are none. Linear but for sorting.
pub(crate) fn arrange(remarks: Vec<Remark>) -> Vec<Placed> {
    let mut seen = HashSet::new();
    let mut remarks: Vec<Remark> = remarks.into_iter().filter(|remark| seen.insert(remark.key.clone())).collect();
    // A site's own order, or its numbers, settle what is said at one time or without a time; feeds come newest first.
    if remarks.windows(2).any(|pair| pair[0].published > pair[1].published && pair[1].published.is_some()) {
        remarks.reverse();
    }
    remarks.sort_by_key(|remark| (remark.published.unwrap_or(Timestamp::MAX), remark.key.parse::<u64>().ok()));
    remarks.truncate(MOST_COMMENTS);
    let places: HashMap<String, usize> =
        remarks.iter().enumerate().map(|(at, remark)| (remark.key.clone(), at)).collect();
    let parents: Vec<Option<usize>> = remarks
        .iter()
        .enumerate()
        .map(|(at, remark)| {
            let parent = remark.parent.as_ref().and_then(|key| places.get(key)).copied();
            parent.filter(|parent| *parent != at)
        })
        .collect();
    let mut answers: Vec<Vec<usize>> = vec![Vec::new(); remarks.len()];
    let mut roots = Vec::new();
    for (at, parent) in parents.iter().enumerate() {
        match parent.and_then(|parent| answers.get_mut(parent)) {
            Some(list) if !is_circular(at, &parents) => list.push(at),
            _ => roots.push(at),
        }
    }
    let mut slots: Vec<Option<Remark>> = remarks.into_iter().map(Some).collect();
    let mut placed = Vec::with_capacity(slots.len());
    let mut stack: Vec<(usize, u32, Option<String>)> = roots.into_iter().rev().map(|at| (at, 0, None)).collect();
    while let Some((at, depth, parent)) = stack.pop() {
        let Some(mut remark) = slots.get_mut(at).and_then(Option::take) else { continue };
        let key = remark.key.clone();
        remark.parent = parent;
        placed.push(Placed { remark, depth: depth.min(DEEPEST) });
        let below = answers.get(at).into_iter().flatten().rev();
        stack.extend(below.map(|answer| (*answer, depth.saturating_add(1), Some(key.clone()))));
    }
    placed
}

/// Whether the way up from a comment leads back to it, or into a circle.
fn is_circular(at: usize, parents: &[Option<usize>]) -> bool {
    let mut up = parents.get(at).copied().flatten();
    let mut steps = 0;
    while let Some(next) = up {
        steps += 1;
        if next == at || steps > parents.len() {
            return true;
        }
        up = parents.get(next).copied().flatten();
    }
    false
}

/// The number in `…#comment-45`, WordPress's address of a comment, if it is one.
fn number_in(address: &str) -> Option<&str> {
    let (_, number) = address.rsplit_once("#comment-")?;
    (!number.is_empty() && number.len() <= 20 && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(number)
}

/// What an identifier or address is compared by.
fn key(identifier: &str) -> String {
    let identifier = identifier.trim();
    let text = number_in(identifier).unwrap_or(identifier);
    text.char_indices().take_while(|(at, c)| at + c.len_utf8() <= MOST_KEY).map(|(_, c)| c).collect()
}

/// A name as it is shown.
fn name(raw: &str) -> String {
    to_line(raw).chars().take(MOST_NAME).collect::<String>().trim().to_owned()
}

/// Markup that is read no further than its bound.
fn bounded(markup: &str) -> RawHtml {
    let mut end = markup.len().min(MOST_MARKUP);
    while !markup.is_char_boundary(end) {
        end -= 1;
    }
    RawHtml(markup.get(..end).unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn remark(key: &str, parent: &str, at: i64) -> Remark {
        let parent = (!parent.is_empty()).then(|| parent.to_owned());
        Remark { key: key.into(), parent, published: Some(at), ..Remark::default() }
    }

    fn order(remarks: Vec<Remark>) -> String {
        let shown = |placed: Placed| format!("{}{}", placed.remark.key, placed.depth);
        arrange(remarks).into_iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn answers_follow_what_they_answer_and_the_oldest_comes_first() {
        let thread = vec![remark("d", "b", 9), remark("c", "", 5), remark("b", "a", 3), remark("a", "", 1)];
        assert_eq!(order(thread), "a0 b1 d2 c0");
    }

    #[test]
    fn orphans_and_circles_stand_by_themselves() {
        assert_eq!(order(vec![remark("a", "gone", 1), remark("b", "b", 2)]), "a0 b0");
        let circle = vec![remark("a", "c", 1), remark("b", "a", 2), remark("c", "b", 3), remark("d", "c", 4)];
        // Nothing is lost, however it is arranged.
        assert_eq!(arrange(circle).len(), 4);
        assert_eq!(order(vec![remark("a", "", 1), remark("a", "", 2)]), "a0", "said twice, shown once");
    }

    #[test]
    fn a_thread_is_bounded_in_length_and_depth() {
        let deep: Vec<Remark> =
            (0..5_000).map(|n| remark(&n.to_string(), &(n - 1).to_string(), i64::from(n))).collect();
        let placed = arrange(deep);
        assert_eq!(placed.len(), MOST_COMMENTS);
        assert!(placed.iter().all(|each| each.depth <= DEEPEST));
    }

    #[test]
    fn the_sites_order_holds_for_comments_of_one_time() {
        let newest_first = vec![remark("c", "", 3), remark("b", "", 1), remark("a", "", 1)];
        assert_eq!(order(newest_first), "a0 b0 c0");
        assert_eq!(order(vec![remark("12", "", 1), remark("9", "", 1), remark("10", "", 1)]), "90 100 120");
        let undated = vec![Remark { key: "x".into(), ..Remark::default() }, remark("a", "", 1)];
        assert_eq!(order(undated), "a0 x0");
    }

    #[test]
    fn wordpress_numbers_a_comment_alike_everywhere() {
        for address in ["https://jisr.example/?p=7#comment-45", "http://jisr.example/2026/x/#comment-45", "#comment-45"]
        {
            assert_eq!(key(address), "45");
        }
        assert_eq!(key("tag:blogger.com,1999:blog-1.post-2"), "tag:blogger.com,1999:blog-1.post-2");
        assert_eq!(key("x#comment-"), "x#comment-");
    }
}
