//! What changed between two texts, word by word: Myers' algorithm (“An O(ND) Difference Algorithm”, 1986) over words,
//! with each punctuation mark a word of its own, so that a comma that came or went is not a changed word.

use super::arabic::is_bidi_control;

/// Steps that are taken before two texts count as altogether different.
const MOST_STEPS: usize = 1_000;
/// Paragraphs of a gap that are paired by how alike they are.
const PAIRED: usize = 60;

/// What became of a run of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// In both.
    Same,
    /// Only in the newer text.
    Added,
    /// Only in the older text.
    Removed,
}

/// Words in a row that share a fate. The runs that are not [`Change::Added`] are the older text, those that are not
/// [`Change::Removed`] the newer one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Their fate.
    pub change: Change,
    /// The words with the spaces before them.
    pub text: String,
}

/// A word or a punctuation mark, and whether a space stands before it.
#[derive(Debug, Clone)]
struct Word<'a> {
    text: &'a str,
    spaced: bool,
}

impl PartialEq for Word<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut spaced = false;
    let mut start: Option<usize> = None;
    let part =
        |c: char| c.is_alphanumeric() || super::arabic::is_ignorable(c) || matches!(c, '_' | '\'' | '’' | '%' | '٪');
    for (at, c) in text.char_indices() {
        let in_number = matches!(c, '.' | ',' | ':' | '/' | '٫' | '٬') && is_in_number(text, at, c);
        if part(c) || in_number {
            if start.is_none() && is_bidi_control(c) {
                continue;
            }
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            words.extend(text.get(from..at).map(|text| Word { text, spaced }));
            spaced = false;
        }
        if c.is_whitespace() {
            spaced = true;
        } else if !c.is_control() {
            words.extend(text.get(at..at + c.len_utf8()).map(|text| Word { text, spaced }));
            spaced = false;
        }
    }
    if let Some(from) = start {
        words.extend(text.get(from..).map(|text| Word { text, spaced }));
    }
    words
}

/// Whether a mark stands between two digits: 3.5 is one word, and so is a date.
fn is_in_number(text: &str, at: usize, mark: char) -> bool {
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    let after = text.get(at + mark.len_utf8()..).and_then(|text| text.chars().next());
    before.is_some_and(char::is_numeric) && after.is_some_and(char::is_numeric)
}

/// A step of the way from one list to the other: an index in the older, in the newer, or in both.
type Step = (Option<usize>, Option<usize>);

/// The shortest way from one list to the other.
fn shortest<T: PartialEq>(old: &[T], new: &[T]) -> Vec<Step> {
    let ahead = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let (rest_old, rest_new) = (old.get(ahead..).unwrap_or_default(), new.get(ahead..).unwrap_or_default());
    let behind = rest_old.iter().rev().zip(rest_new.iter().rev()).take_while(|(one, other)| one == other).count();
    let (n, m) = (rest_old.len() - behind, rest_new.len() - behind);
    let mut way: Vec<Step> = (0..ahead).map(|at| (Some(at), Some(at))).collect();
    let middle = between(rest_old.get(..n).unwrap_or_default(), rest_new.get(..m).unwrap_or_default());
    way.extend(middle.into_iter().map(|(one, other)| (one.map(|at| at + ahead), other.map(|at| at + ahead))));
    way.extend((0..behind).map(|at| (Some(ahead + n + at), Some(ahead + m + at))));
    way
}

fn between<T: PartialEq>(old: &[T], new: &[T]) -> Vec<Step> {
    let replaced = || {
        let gone = (0..old.len()).map(|at| (Some(at), None));
        gone.chain((0..new.len()).map(|at| (None, Some(at)))).collect()
    };
    if old.is_empty() || new.is_empty() {
        return replaced();
    }
    let most = (old.len() + new.len()).min(MOST_STEPS);
    // How far down the older text each diagonal reaches; one list for each number of steps, to find the way back.
    let mut reach: Vec<usize> = vec![0; 2 * most + 3];
    let middle = most + 1;
    let mut trail: Vec<Vec<usize>> = Vec::new();
    for steps in 0..=most {
        trail.push(reach.get(middle - steps..=middle + steps).unwrap_or_default().to_vec());
        for side in 0..=steps {
            // Diagonal k = 2·side − steps, at `middle + k`.
            let at = middle + 2 * side - steps;
            let (below, above) = (at_or(&reach, at.wrapping_sub(1)), at_or(&reach, at + 1));
            let mut x = if side == 0 || (side != steps && below < above) { above } else { below + 1 };
            let Some(mut y) = (x + middle).checked_sub(at) else { continue };
            while x < old.len() && y < new.len() && old.get(x) == new.get(y) {
                (x, y) = (x + 1, y + 1);
            }
            if let Some(place) = reach.get_mut(at) {
                *place = x;
            }
            if x >= old.len() && y >= new.len() {
                return back(&trail, old.len(), new.len());
            }
        }
    }
    replaced()
}

fn at_or(list: &[usize], at: usize) -> usize {
    list.get(at).copied().unwrap_or(0)
}

/// The way that the trail took to the end.
fn back(trail: &[Vec<usize>], n: usize, m: usize) -> Vec<Step> {
    let (mut x, mut y) = (n, m);
    let mut way = Vec::new();
    for (steps, reach) in trail.iter().enumerate().rev() {
        if steps == 0 {
            break;
        }
        // `reach` holds the diagonals −steps … steps as they were before this step; k + steps is its place.
        let place = (x + steps).saturating_sub(y);
        let (below, above) = (at_or(reach, place.wrapping_sub(1)), at_or(reach, place + 1));
        let down = place == 0 || (place != 2 * steps && below < above);
        let (from_x, from_place) = if down { (above, place + 1) } else { (below, place - 1) };
        let from_y = (from_x + steps).saturating_sub(from_place);
        while x > from_x + usize::from(!down) && y > from_y + usize::from(down) {
            (x, y) = (x - 1, y - 1);
            way.push((Some(x), Some(y)));
        }
        if down {
            y = y.saturating_sub(1);
            way.push((None, Some(y)));
        } else {
            x = x.saturating_sub(1);
            way.push((Some(x), None));
        }
    }
    while x > 0 && y > 0 {
        (x, y) = (x - 1, y - 1);
        way.push((Some(x), Some(y)));
    }
    way.reverse();
    way
}

/// What changed in one line or paragraph.
pub fn line(old: &str, new: &str) -> Vec<Run> {
    let (old, new) = (words(old), words(new));
    let way = shortest(&old, &new);
    let mut runs: Vec<(Vec<&Word<'_>>, Vec<&Word<'_>>, bool)> = Vec::new();
    for (one, other) in way {
        let same = one.is_some() && other.is_some();
        if runs.last().is_none_or(|(.., last)| *last != same) {
            runs.push((Vec::new(), Vec::new(), same));
        }
        if let Some((gone, come, _)) = runs.last_mut() {
            gone.extend(one.and_then(|at| old.get(at)));
            come.extend(other.and_then(|at| new.get(at)));
        }
    }
    // A lone little word between two changes is chance: «في» stays where all around it is another sentence.
    for at in 1..runs.len().saturating_sub(1) {
        let lone = |(gone, _, same): &(Vec<&Word<'_>>, Vec<&Word<'_>>, bool)| {
            *same && gone.len() == 1 && gone.iter().all(|word| word.text.chars().count() <= 3)
        };
        let large = |run: Option<&(Vec<&Word<'_>>, Vec<&Word<'_>>, bool)>| {
            run.is_some_and(|(gone, come, _)| gone.len() >= 2 && come.len() >= 2)
        };
        if runs.get(at).is_some_and(lone)
            && large(runs.get(at - 1))
            && large(runs.get(at + 1))
            && let Some(run) = runs.get_mut(at)
        {
            run.2 = false;
        }
    }
    let mut out: Vec<Run> = Vec::new();
    let mut pending: (String, String) = Default::default();
    let flush = |out: &mut Vec<Run>, pending: &mut (String, String)| {
        for (change, text) in
            [(Change::Removed, std::mem::take(&mut pending.0)), (Change::Added, std::mem::take(&mut pending.1))]
        {
            if !text.is_empty() {
                out.push(Run { change, text });
            }
        }
    };
    let write = |words: &[&Word<'_>], text: &mut String| {
        for word in words {
            if word.spaced {
                text.push(' ');
            }
            text.push_str(word.text);
        }
    };
    for (gone, come, same) in runs {
        if same {
            flush(&mut out, &mut pending);
            let mut text = String::new();
            // Spaces are the newer text's.
            write(&come, &mut text);
            out.push(Run { change: Change::Same, text });
        } else {
            write(&gone, &mut pending.0);
            write(&come, &mut pending.1);
        }
    }
    flush(&mut out, &mut pending);
    out
}

/// A paragraph of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// [`Change::Same`] for one that is in both, changed or not.
    pub change: Change,
    /// Its words.
    pub runs: Vec<Run>,
}

/// What changed in a text of paragraphs, which are apart by line breaks.
pub fn paragraphs(old: &str, new: &str) -> Vec<Paragraph> {
    let split = |text: &'_ str| -> Vec<String> {
        text.lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|line| !line.is_empty())
            .collect()
    };
    let (old, new) = (split(old), split(new));
    let mut out = Vec::new();
    let (mut gone, mut come): (Vec<&str>, Vec<&str>) = Default::default();
    for (one, other) in shortest(&old, &new) {
        if one.is_some() && other.is_some() {
            settle(&mut gone, &mut come, &mut out);
            let text = other.and_then(|at| new.get(at)).cloned().unwrap_or_default();
            out.push(Paragraph { change: Change::Same, runs: vec![Run { change: Change::Same, text }] });
        } else {
            gone.extend(one.and_then(|at| old.get(at)).map(String::as_str));
            come.extend(other.and_then(|at| new.get(at)).map(String::as_str));
        }
    }
    settle(&mut gone, &mut come, &mut out);
    out
}

/// Paragraphs that went and that came: those that are alike, in order, are one that was changed.
fn settle(gone: &mut Vec<&str>, come: &mut Vec<&str>, out: &mut Vec<Paragraph>) {
    let whole = |change, text: &str| Paragraph { change, runs: vec![Run { change, text: text.to_owned() }] };
    let (gone, come) = (std::mem::take(gone), std::mem::take(come));
    let mut from = 0;
    for old in &gone {
        let alike = if gone.len() <= PAIRED && come.len() <= PAIRED {
            (from..come.len()).find(|at| come.get(*at).is_some_and(|new| is_alike(old, new)))
        } else {
            None
        };
        match alike {
            Some(at) => {
                out.extend(come.get(from..at).into_iter().flatten().map(|text| whole(Change::Added, text)));
                out.push(Paragraph {
                    change: Change::Same,
                    runs: line(old, come.get(at).copied().unwrap_or_default()),
                });
                from = at + 1;
            }
            None => out.push(whole(Change::Removed, old)),
        }
    }
    out.extend(come.get(from..).into_iter().flatten().map(|text| whole(Change::Added, text)));
}

/// Whether two paragraphs share four in ten of their words.
fn is_alike(old: &str, new: &str) -> bool {
    let (old, new) = (words(old), words(new));
    let mut left: Vec<&str> = new.iter().map(|word| word.text).collect();
    left.sort_unstable();
    let mut shared = 0;
    for word in &old {
        if let Ok(at) = left.binary_search(&word.text) {
            left.remove(at);
            shared += 1;
        }
    }
    shared * 10 >= 4 * old.len().max(new.len()).max(1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::{Change, Run, line, paragraphs};
    use proptest::prelude::*;

    fn shown(runs: &[Run]) -> String {
        let show = |run: &Run| match run.change {
            Change::Same => run.text.clone(),
            Change::Added => format!("[+{}]", run.text.trim()),
            Change::Removed => format!("[-{}]", run.text.trim()),
        };
        runs.iter().map(show).collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_changed_word_is_one_word_and_a_comma_is_a_comma() {
        for (old, new, expected) in [
            ("مقتل ثلاثة في انفجار ببيروت", "مقتل خمسة في انفجار ببيروت", "مقتل [-ثلاثة] [+خمسة] في انفجار ببيروت"),
            ("قال الوزير، أمس", "قال الوزير أمس", "قال الوزير [-،] أمس"),
            ("هل وصل؟", "وصل!", "[-هل] وصل [-؟] [+!]"),
            ("ارتفع 3.5٪", "ارتفع 3.7٪", "ارتفع [-3.5٪] [+3.7٪]"),
            ("", "جديد", "[+جديد]"),
            ("كما هو", "كما هو", "كما هو"),
        ] {
            assert_eq!(shown(&line(old, new)), expected);
        }
    }

    #[test]
    fn a_paragraph_that_moved_in_or_out_is_whole() {
        let old = "الفقرة الأولى كما هي.\nقال المدير إن العمل يبدأ غدا في الميناء.\nالثالثة تزول كلها هنا.";
        let new = "تحديث: نُقل الموعد.\nالفقرة الأولى كما هي.\nقال المدير إن العمل بدأ اليوم في الميناء.";
        let found = paragraphs(old, new);
        let kinds: Vec<(Change, usize)> = found.iter().map(|one| (one.change, one.runs.len())).collect();
        assert_eq!(
            kinds,
            [(Change::Added, 1), (Change::Same, 1), (Change::Same, 4), (Change::Removed, 1)],
            "{found:#?}"
        );
        assert_eq!(shown(&found[2].runs), "قال المدير إن العمل [-يبدأ غدا] [+بدأ اليوم] في الميناء.");
    }

    fn side(runs: &[Run], without: Change) -> String {
        let text: String = runs.iter().filter(|run| run.change != without).map(|run| run.text.as_str()).collect();
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    proptest! {
        #[test]
        fn both_texts_can_be_put_together_again(
            old in "[ابتم، .؟1ة]{0,60}", new in "[ابتم، .؟1ة]{0,60}"
        ) {
            let runs = line(&old, &new);
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(side(&runs, Change::Added), bare(&old));
            prop_assert_eq!(side(&runs, Change::Removed), bare(&new));
            if old == new {
                prop_assert!(runs.iter().all(|run| run.change == Change::Same));
            }
        }
    }
}
