//! Whether a list of links is news. Offices, shops, schools and services list things as papers do, with pictures and
//! headings; what papers have besides is weighed here: days in addresses and times in cards, names of sections, what the
//! site calls itself, and headlines that say that something happens.

use std::collections::{HashMap, HashSet};

use dom_query::{Document, NodeRef};

use super::lists::{Unit, said};
use super::{address, meta, wording};
use crate::site::date_in;

/// Less is no news.
const LEAST: f32 = 2.5;

/// Whether the units of a page are news.
pub(super) fn is_news(doc: &Document, links: &[NodeRef<'_>], units: &[&Unit<'_>]) -> bool {
    let share = |has: &dyn Fn(&Unit<'_>) -> bool| {
        units.iter().filter(|unit| has(unit)).count() as f32 / units.len().max(1) as f32
    };
    let mut score = 0.0;
    // What speaks for it.
    score += if share(&|unit| date_in(&unit.url).is_some()) >= 0.5 {
        3.0
    } else if share(&|unit| unit.timed) >= 0.5 {
        1.5
    } else {
        0.0
    };
    score += if share(&|unit| address::is_named_news(&unit.url)) >= 0.5 { 2.0 } else { 0.0 };
    let sections: HashSet<String> = links
        .iter()
        .take(400)
        .map(|link| crate::html::line(&link.text()))
        .filter(|text| text.len() <= 80 && wording::is_section(text))
        .collect();
    score += match sections.len() {
        3.. => 2.0,
        1.. => 1.0,
        0 => 0.0,
    };
    let title = doc.select("head title").nodes().first().map(|node| node.text().to_string()).unwrap_or_default();
    let named = [Some(title), meta(doc, &["og:site_name"]), meta(doc, &["og:description", "description"])];
    let named = named.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name: String = named.chars().take(400).collect();
    score += if wording::is_press(&name) { 2.0 } else { 0.0 };
    let verbs = share(&|unit| wording::has_verb(&unit.title));
    score += if verbs >= 0.3 {
        2.0
    } else if verbs >= 0.12 {
        1.0
    } else {
        0.0
    };
    let mut words: Vec<usize> = units.iter().map(|unit| wording::lettered(&unit.title)).collect();
    words.sort_unstable();
    score += if words.get(words.len() / 2).is_some_and(|words| *words >= 5) { 1.0 } else { 0.0 };
    score += if in_articles(units) { 0.5 } else { 0.0 };
    // What speaks against it.
    let said: Vec<String> = units.iter().take(60).map(|unit| said(unit)).collect();
    let of_cards =
        |is: &dyn Fn(&str) -> bool| said.iter().filter(|text| is(text)).count() as f32 / said.len().max(1) as f32;
    score -= if of_cards(&wording::has_price) >= 0.4 { 4.0 } else { 0.0 };
    score -= if of_cards(&wording::is_trade) >= 0.5 { 3.0 } else { 0.0 };
    score -= if wording::is_trade(&name) && !wording::is_press(&name) { 2.0 } else { 0.0 };
    score -= if first_word_share(units) >= 0.4 { 3.0 } else { 0.0 };
    let titles: Vec<&str> = units.iter().map(|unit| unit.title.as_str()).collect();
    score -= if wording::sameness(&titles) >= 0.5 { 4.0 } else { 0.0 };
    score >= LEAST
}

fn in_articles(units: &[&Unit<'_>]) -> bool {
    let held = units.iter().filter(|unit| {
        unit.card.has_name("article") || unit.card.ancestors_it(Some(2)).any(|above| above.has_name("article"))
    });
    held.count() * 2 >= units.len()
}

/// How many of the headlines begin with one word («مطلوب», «شقة»).
fn first_word_share(units: &[&Unit<'_>]) -> f32 {
    let mut times: HashMap<String, usize> = HashMap::new();
    for unit in units {
        if let Some(first) = wording::words(&unit.title).into_iter().next().filter(|word| word.chars().count() >= 3) {
            *times.entry(first).or_default() += 1;
        }
    }
    times.remove("the");
    times.values().max().copied().unwrap_or_default() as f32 / units.len().max(1) as f32
}
