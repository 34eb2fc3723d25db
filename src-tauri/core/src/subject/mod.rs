//! What an article is about: the publishers' messy section names folded into one short list of subjects, and a guess
//! where there is no name that says anything. Pure: words in, [`Subject`](crate::model::Subject)s out.

pub mod classify;
mod names;
mod seeds;
mod words;


