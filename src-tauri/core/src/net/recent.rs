//! Answers of the last minutes: what was fetched to show a preview is not fetched again to follow it.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use url::Url;

use super::Response;
use crate::model::Timestamp;

/// An answer is held for so many milliseconds.
const HELD: Timestamp = 5 * 60 * 1000;
/// So many answers are held …
const MOST: usize = 8;
/// … of so many bytes together.
const MOST_BYTES: usize = 16_000_000;

#[derive(Debug)]
struct Held {
    asked: Url,
    at: Timestamp,
    response: Response,
}

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Recent(Mutex<VecDeque<Held>>);

impl Recent {
    /// Holds the answer to a request for `asked`.
    pub(crate) fn put(&self, asked: &Url, response: &Response, now: Timestamp) {
        if response.body.len() > MOST_BYTES {
            return;
        }
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|held| held.asked != *asked && is_young(held.at, now));
        held.push_back(Held { asked: asked.clone(), at: now, response: response.clone() });
        while held.len() > MOST || held.iter().map(|held| held.response.body.len()).sum::<usize>() > MOST_BYTES {
            held.pop_front();
        }
    }

    /// Gives the answer for `url` away, if it is held: one that was asked for there, or was moved there for good.
    pub(crate) fn take(&self, url: &Url, now: Timestamp) -> Option<Response> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|held| is_young(held.at, now));
        let place = held.iter().position(|held| held.asked == *url || held.response.moved_to.as_ref() == Some(url))?;
        held.remove(place).map(|held| held.response)
    }
}

/// A clock that was put back makes an answer old as well.
fn is_young(at: Timestamp, now: Timestamp) -> bool {
    (0..HELD).contains(&now.saturating_sub(at))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::model::Validators;

    fn response(bytes: usize) -> Response {
        let url = Url::parse("http://a.example/end").unwrap();
        Response {
            status: 200,
            not_modified: false,
            final_url: url.clone(),
            moved_to: Some(url),
            downgraded: false,
            links: None,
            content_type: None,
            validators: Validators::default(),
            fresh_for: None,
            telling: Vec::new(),
            body: vec![b'x'; bytes],
        }
    }

    fn url(n: usize) -> Url {
        Url::parse(&format!("http://a.example/{n}")).unwrap()
    }

    #[test]
    fn an_answer_is_given_away_once_and_only_while_it_is_young() {
        let recent = Recent::default();
        recent.put(&url(1), &response(1), 0);
        assert!(recent.take(&url(2), 1).is_none());
        assert!(recent.take(&url(1), 1).is_some());
        assert!(recent.take(&url(1), 2).is_none());
        recent.put(&url(1), &response(1), 0);
        assert!(recent.take(&url(1), HELD).is_none());
        recent.put(&url(1), &response(1), 1_000);
        assert!(recent.take(&url(1), 0).is_none(), "the clock went back");
        recent.put(&url(1), &response(1), 0);
        assert!(recent.take(&Url::parse("http://a.example/end").unwrap(), 1).is_some(), "moved there for good");
    }

    #[test]
    fn what_is_held_is_bounded() {
        let recent = Recent::default();
        for n in 0..100 {
            recent.put(&url(n), &response(3_000_000), 0);
        }
        let held = recent.0.lock().unwrap();
        assert!(held.len() <= 5 && held.len() > 1, "{}", held.len());
        drop(held);
        recent.put(&url(7), &response(MOST_BYTES + 1), 0);
        assert!(recent.take(&url(7), 0).is_none());
    }
}
