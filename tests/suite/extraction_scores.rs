//! The corpora's scores, with the bars that no change may fall below. They run where `WARRAQ_CORPORA` names the folder.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::collections::HashMap;
use std::path::Path;

use serde_json::Value;
use url::Url;

use warraq_core::extract::extract;

/// Sums over the pages of one corpus.
#[derive(Debug, Default)]
struct Score {
    precision: Vec<f64>,
    recall: Vec<f64>,
    words: Vec<f64>,
    there: usize,
    lost: Vec<String>,
    kept: Vec<String>,
}

fn mean(of: &[f64]) -> f64 {
    of.iter().sum::<f64>() / of.len().max(1) as f64
}

impl Score {
    fn f1(&self) -> f64 {
        let (p, r) = (mean(&self.precision), mean(&self.recall));
        2.0 * p * r / (p + r)
    }

    fn snippets(&self) -> f64 {
        2.0 * self.there as f64 / (2 * self.there + self.lost.len() + self.kept.len()) as f64
    }
}

fn tokens(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect()
}

/// How often each run of `n` words stands in a text.
fn shingles<'a>(words: &'a [&'a str], n: usize) -> HashMap<&'a [&'a str], usize> {
    let mut out = HashMap::new();
    for run in words.windows(n.min(words.len()).max(1)) {
        *out.entry(run).or_default() += 1;
    }
    out
}

fn in_common<K: Eq + std::hash::Hash>(a: &HashMap<K, usize>, b: &HashMap<K, usize>) -> usize {
    a.iter().map(|(run, count)| *count.min(b.get(run).unwrap_or(&0))).sum()
}

/// Vowel marks and tatweel don't count in the lists of what to keep and drop.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\u{64B}'..='\u{652}' | '\u{640}')).collect()
}

fn snippets(meta: &Value, named: &str, listed: &str) -> Vec<String> {
    let of = |value: &Value| value.as_str().map(plain);
    match (meta[named].as_object(), meta[listed].as_array()) {
        (Some(names), _) => names.values().filter_map(of).collect(),
        (None, Some(list)) => list.iter().filter_map(of).collect(),
        (None, None) => Vec::new(),
    }
}

/// Runs one corpus; none without the folder.
fn score(corpus: &str) -> Option<Score> {
    let Some(folder) = std::env::var_os("WARRAQ_CORPORA") else {
        println!("skipped: no corpora");
        return None;
    };
    let file = Path::new(&folder).join("extraction").join(format!("{corpus}.jsonl.xz"));
    let unpacked = std::process::Command::new("xz").arg("-dc").arg(file).output().unwrap().stdout;
    let mut score = Score::default();
    for line in String::from_utf8(unpacked).unwrap().lines() {
        let page: Value = serde_json::from_str(line).unwrap();
        let url = page["url"].as_str().and_then(|url| Url::parse(url).ok());
        let text = extract(page["html"].as_str().unwrap(), url.as_ref()).map(|found| found.text).unwrap_or_default();
        let wanted = page["ref"].as_str().unwrap_or_default();
        if !wanted.is_empty() {
            let (have, want) = (tokens(&text), tokens(wanted));
            let (a, b) = (shingles(&want, 4), shingles(&have, 4));
            let hit = in_common(&a, &b) as f64;
            if !b.is_empty() {
                score.precision.push(hit / b.values().sum::<usize>() as f64);
            }
            score.recall.push(hit / a.values().sum::<usize>() as f64);
            let (text, wanted) = (text.to_lowercase(), wanted.to_lowercase());
            let (have, want) = (tokens(&text), tokens(&wanted));
            let hit = in_common(&shingles(&want, 1), &shingles(&have, 1));
            score.words.push(2.0 * hit as f64 / (have.len() + want.len()) as f64);
        }
        let text = plain(&text);
        for snippet in snippets(&page["meta"], "keep", "with") {
            if text.contains(&snippet) {
                score.there += 1;
            } else {
                score.lost.push(snippet);
            }
        }
        score.kept.extend(snippets(&page["meta"], "drop", "without").into_iter().filter(|s| text.contains(s)));
    }
    println!(
        "{corpus}: F1 {:.4} words {:.4} snippets {:.4}, {} lost, {} wrongly kept",
        score.f1(),
        mean(&score.words),
        score.snippets(),
        score.lost.len(),
        score.kept.len()
    );
    Some(score)
}

#[test]
fn news_pages() {
    let Some(score) = score("scrapinghub") else { return };
    assert!(score.f1() >= 0.970, "{:.4}", score.f1());
}

#[test]
fn readabilitys_own_pages() {
    let Some(score) = score("mozilla-readability") else { return };
    assert!(mean(&score.words) >= 0.985, "{:.4}", mean(&score.words));
}

#[test]
fn pages_of_all_kinds() {
    let Some(score) = score("trafilatura-half") else { return };
    assert!(score.snippets() >= 0.923, "{:.4}", score.snippets());
}

#[test]
fn arabic_themes() {
    let Some(score) = score("arabic-theme-pages") else { return };
    assert!(score.words.iter().all(|words| *words >= 0.9995), "{:?}", score.words);
    assert!(score.lost.is_empty() && score.kept.is_empty(), "{:?} {:?}", score.lost, score.kept);
}

#[test]
fn arabic_papers() {
    let Some(score) = score("arabic-real-pages") else { return };
    // What the pages hold in one piece is found whole; the third has a reference of one sentence.
    assert!(score.words.iter().any(|words| *words >= 0.9995), "{:?}", score.words);
    assert!(score.lost.is_empty() && score.kept.is_empty(), "{:?} {:?}", score.lost, score.kept);
}
