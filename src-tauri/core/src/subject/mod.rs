//! What an article is about: the publishers' messy section names folded into one short list of subjects, and a guess
//! where there is no name that says anything. Pure: words in, [`Subject`]s out.

pub mod classify;
mod names;
mod seeds;
mod words;

pub use names::{Name, fold_name, home, of_sections};

use crate::model::Subject;

/// The subject of an article as it tells itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Found {
    /// What the publisher's sections say.
    pub named: Option<Subject>,
    /// What title and text say, where sections do not and the guess is sure enough.
    pub guessed: Option<Subject>,
}

/// A paper, as far as its name and country change what its sections mean.
#[derive(Debug, Clone, Copy, Default)]
pub struct Paper<'a> {
    /// Its name.
    pub name: &'a str,
    /// Where it is made: see [`home`].
    pub home: Option<&'static str>,
}

/// Looks for the subject of an article: in the publisher's sections first, else in its words.
pub fn find(title: &str, body: &str, sections: &[String], paper: Paper<'_>) -> Found {
    match of_sections(sections, paper.name, paper.home) {
        Some((subject, _)) => Found { named: Some(subject), guessed: None },
        None => {
            let guess = classify::guess(title, body).filter(classify::Guess::is_sure);
            Found { named: None, guessed: guess.map(|guess| guess.subject) }
        }
    }
}
