//! What an article is about at large: how likely the shipped model of subjects holds each of them to be. Two articles of
//! one subject are a little nearer than their words say.

use crate::subject::classify;

/// Classes of the model.
pub const TOPICS: usize = 10;
/// Square roots of likelihoods, so that the product of two topics is their Bhattacharyya coefficient, in steps of a
/// 255th; all zero where nothing is known.
pub type Topic = [u8; TOPICS];

/// The topic of an article.
pub fn topic(title: &str, body: &str) -> Topic {
    let mut topic = Topic::default();
    for (place, likely) in topic.iter_mut().zip(classify::likelihoods(title, body)) {
        *place = (likely.max(0.0).sqrt() * 255.0).round().clamp(0.0, 255.0) as u8;
    }
    topic
}

/// How much two topics have in common, 0 to 1; none where one of them is not known.
pub(super) fn overlap(one: &Topic, other: &Topic) -> Option<f32> {
    if one.iter().all(|step| *step == 0) || other.iter().all(|step| *step == 0) {
        return None;
    }
    let sum: u32 = one.iter().zip(other).map(|(a, b)| u32::from(*a) * u32::from(*b)).sum();
    Some((sum as f32 / (255.0 * 255.0)).min(1.0))
}
