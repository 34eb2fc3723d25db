//! A GUID under which the publisher has put another article: «أهم خبر الآن» with one number for whatever it is. Such an
//! entry is a new one, and the stored one stays as it was. A publisher that rewrites all of its entries in one night
//! under their GUIDs must bring none as new, so little that differs is not enough: address, title and text all must,
//! and by their words, not merely by a letter.

use std::collections::HashSet;

use rusqlite::Connection;

use super::{Agreement, Known, mark};
use crate::html;
use crate::model::{EntryId, TextOrigin};
use crate::store::{NewEntry, StoreError, texts};
use crate::text;

/// Documents of so few entries may change as a whole: the one, or the three, that are read most.
const FEW: usize = 3;
/// Of larger ones, one entry in so many may be another article without a later date to show for it.
const ONE_IN: usize = 4;
/// A later date is one that is later by more than this, in milliseconds: clocks are set.
const LATER: i64 = 60_000;
/// Words of a text that is compared by its phrases; shorter ones are compared like titles.
const PHRASED: usize = 12;
/// Words that are compared, of each text.
const COMPARED: usize = 2_000;

/// The agreements of `agreements` that rest on a GUID which stands for another article by now.
pub(super) fn find(
    db: &Connection,
    entries: &[&NewEntry],
    rows: &std::collections::HashMap<EntryId, Known>,
    agreements: &[Agreement],
) -> Result<HashSet<(usize, EntryId)>, StoreError> {
    let bare =
        |found: &&Agreement| found.marks & mark::IDENTITY != 0 && found.marks & !(mark::IDENTITY | mark::TIME) == 0;
    let upset = agreements.iter().filter(bare).count();
    // So many at once are no coincidence: the publisher has rewritten what it has.
    let coincidence = upset <= 1 || entries.len() <= FEW || upset * ONE_IN <= entries.len();
    let mut reused = HashSet::new();
    for found in agreements.iter().filter(bare) {
        let (Some(entry), Some(row)) = (entries.get(found.entry), rows.get(&found.row)) else { continue };
        if !entry.identity.starts_with("g:") || entry.url_key.is_none() || row.url_key.is_none() {
            continue;
        }
        let later = entry.published.is_some_and(|at| at > row.published_at + LATER);
        if !later && !coincidence {
            continue;
        }
        let old = texts::get(db, row.id, TextOrigin::Feed)?.map(|text| html::to_text(&text.html)).unwrap_or_default();
        let new = html::to_text(&entry.text.html);
        // A headline by itself is rewritten often enough, and its address with it: then only a later date tells.
        let told = later || !(old.trim().is_empty() || new.trim().is_empty());
        if told && !alike(&row.title_key, &entry.title_key) && !alike(&old, &new) {
            reused.insert((found.entry, found.row));
        }
    }
    Ok(reused)
}

/// Whether two texts have words, or if they are long phrases, in common beyond what chance gives. An empty one is like
/// none.
fn alike(one: &str, other: &str) -> bool {
    let (a, b) = (text::tokens(one), text::tokens(other));
    if a.len() >= PHRASED && b.len() >= PHRASED {
        return share(&phrases(&a), &phrases(&b), 10);
    }
    let stems = |text: &str| text::content_words(text).into_iter().map(|(stem, _)| stem).collect::<HashSet<_>>();
    share(&stems(one), &stems(other), 3)
}

fn phrases(words: &[String]) -> HashSet<&[String]> {
    words.get(..words.len().min(COMPARED)).unwrap_or_default().windows(3).collect()
}

/// Whether one in `one_in` of the smaller set is in the other.
fn share<T: Eq + std::hash::Hash>(a: &HashSet<T>, b: &HashSet<T>, one_in: usize) -> bool {
    let common = a.intersection(b).count();
    common > 0 && common * one_in >= a.len().min(b.len())
}

#[cfg(test)]
mod tests {
    use super::alike;

    #[test]
    fn an_edit_is_alike_and_another_article_is_not() {
        let flood = "أعلنت هيئة السدود أن السيول ملأت سد الوادي خلال ليلة واحدة وأنها فتحت بواباته صباح اليوم";
        let edited = "أعلنت هيئة السدود مساء أن السيول ملأت سد الوادي خلال ليلتين وأنها فتحت بواباته جميعا صباح اليوم";
        let match_report = "فاز منتخب الشباب على ضيفه بهدفين في مباراة أقيمت على ملعب العاصمة أمام خمسين ألف متفرج";
        assert!(alike(flood, edited));
        assert!(!alike(flood, match_report));
        assert!(alike("السيول تملأ سد الوادي", "سد الوادي يمتلئ والسيول مستمرة"));
        assert!(!alike("السيول تملأ سد الوادي", "منتخب الشباب يفوز بهدفين"));
        assert!(!alike("", "") && !alike("خبر", ""));
    }
}
