//! How well neighbours and stories are found, by corpora that are not part of the project; and the sample of how rare
//! words are (`src-tauri/core/data/rarity.bin`).
//!
//! `score-related sample ARTICLES.jsonl OUT`, `score-related events ARTICLES.jsonl PAIRS.tsv`,
//! `score-related classes ARTICLES.jsonl`, `score-related stories ARTICLES.jsonl PAIRS.tsv`. Articles are one a line:
//! {id, source, date, title, body, cat}; pairs are id, id and score, apart by tabs.
//! `score-related speed` goes through hashes of 100,000 and of a million articles.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the command line talks there")]

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use serde::Deserialize;
use warraq_core::model::{EntryId, FeedId};
use warraq_core::related::{Candidate, Prior, Ranked, Rarity, Signature, Table, Words, rank};
use warraq_core::stories::{self, StoryKey, Told, Window};
use warraq_core::text;

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

#[derive(Deserialize)]
struct Article {
    id: i64,
    #[serde(default)]
    source: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    cat: String,
}

fn articles(path: &str) -> Outcome<Vec<Article>> {
    std::fs::read_to_string(path)?.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

fn pairs(path: &str) -> Outcome<Vec<(i64, i64, f32)>> {
    let text = std::fs::read_to_string(path)?;
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.map(|line| {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().ok_or("a row of three");
        Ok((cell()?.parse()?, cell()?.parse()?, cell()?.parse()?))
    })
    .collect()
}

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["sample", from, to] => sample(from, to),
        ["events", from, gold] => events(from, gold),
        ["classes", from] => classes(from),
        ["stories", from, gold] | ["stories", from, gold, "--print"] => gather(from, gold),
        ["speed"] => {
            speed();
            Ok(())
        }
        _ => Err("score-related sample|events|classes|stories …".into()),
    }
}

/// How long it takes to go through all hashes, and what they take in memory.
fn speed() {
    let mut first = None;
    for count in [100_000_i64, 1_000_000] {
        let mut table = Table::default();
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state ^ (state >> 29)
        };
        for id in 0..count {
            table.put(EntryId(id), std::array::from_fn(|_| next()));
        }
        let mut times: Vec<_> = (0..40)
            .map(|_| {
                let query = std::array::from_fn(|_| next());
                let start = Instant::now();
                assert_eq!(table.nearest(&query, 200).len(), 200);
                start.elapsed()
            })
            .collect();
        times.sort();
        let typical = times[times.len() / 2];
        let ratio = typical.as_secs_f64() / first.get_or_insert(typical).as_secs_f64();
        println!(
            "{count} articles: {typical:.2?} (worst of 40 {:.2?}), {:.1} MB; {ratio:.1} times the first",
            times[times.len() - 1],
            table.bytes() as f64 / 1e6
        );
    }
}

fn sample(from: &str, to: &str) -> Outcome {
    let mut counts: HashMap<u32, u32> = HashMap::new();
    let articles = articles(from)?;
    for article in &articles {
        for term in Words::of(&article.title, &article.body).distinct() {
            *counts.entry(term).or_default() += 1;
        }
    }
    println!("{} articles, {} stems", articles.len(), counts.len());
    let prior = Prior::new(u32::try_from(articles.len())?, counts);
    Ok(std::fs::write(to, prior.write())?)
}

/// Signatures as the library makes them: rarity counted as articles come, in the order given.
fn sign(articles: &[Article], with_title: bool) -> (Vec<Signature>, Rarity) {
    let mut rarity = Rarity::default();
    let start = Instant::now();
    let mut signatures = Vec::with_capacity(articles.len());
    for few in articles.chunks(250) {
        let words: Vec<Words> =
            few.iter().map(|article| Words::of(if with_title { &article.title } else { "" }, &article.body)).collect();
        words.iter().for_each(|words| rarity.count(words.distinct()));
        signatures.extend(words.into_iter().map(|words| Signature::new(words, &rarity)));
    }
    eprintln!("signed {} in {:.2?}", articles.len(), start.elapsed());
    (signatures, rarity)
}

fn feeds(articles: &[Article]) -> Vec<FeedId> {
    let mut known: HashMap<&str, i64> = HashMap::new();
    articles
        .iter()
        .map(|article| {
            let next = i64::try_from(known.len()).unwrap_or(0) + 1;
            FeedId(*known.entry(article.source.as_str()).or_insert(next))
        })
        .collect()
}

fn when(article: &Article) -> i64 {
    text::date::parse(&article.date).unwrap_or(0)
}

/// Neighbours of `query` by signatures alone.
fn neighbours(query: usize, signatures: &[Signature], table: &Table, feeds: &[FeedId], at: &[i64]) -> Ranked {
    let own = &signatures[query];
    let candidates: Vec<Candidate> = table
        .nearest(&own.bits(), 200)
        .into_iter()
        .map(|id| usize::try_from(id.0).unwrap_or(0))
        .filter(|place| *place != query)
        .map(|place| Candidate {
            id: EntryId(i64::try_from(place).unwrap_or(0)),
            feed: feeds[place],
            at: at[place],
            kept: false,
            told: false,
            apart: false,
            signature: signatures[place].clone(),
        })
        .collect();
    rank(own, (feeds[query], at[query]), &candidates, |_| true)
}

fn table(signatures: &[Signature]) -> Table {
    let mut table = Table::default();
    for (place, signature) in signatures.iter().enumerate() {
        table.put(EntryId(i64::try_from(place).unwrap_or(0)), signature.bits());
    }
    table
}

/// First the same story, then related ones, five in all.
fn first_five(ranked: &Ranked) -> Vec<usize> {
    ranked.same_story.iter().chain(&ranked.related).take(5).map(|(id, _)| usize::try_from(id.0).unwrap_or(0)).collect()
}

fn events(from: &str, gold: &str) -> Outcome {
    let articles = articles(from)?;
    let (signatures, _) = sign(&articles, false);
    let places: HashMap<i64, usize> = articles.iter().enumerate().map(|(place, article)| (article.id, place)).collect();
    let mut mates: HashMap<usize, HashSet<usize>> = HashMap::new();
    for (one, other, score) in pairs(gold)? {
        if let (Some(one), Some(other), true) = (places.get(&one), places.get(&other), score >= 0.4) {
            mates.entry(*one).or_default().insert(*other);
            mates.entry(*other).or_default().insert(*one);
        }
    }
    let (feeds, at): (Vec<_>, Vec<_>) = (feeds(&articles), articles.iter().map(when).collect());
    let table = table(&signatures);
    let mut queries: Vec<usize> = mates.keys().copied().collect();
    queries.sort_by_key(|place| (*place).wrapping_mul(2_654_435_761) % 1_000_003);
    queries.truncate(1_000);
    let (mut precision, mut recall, mut first) = (0.0, 0.0, 0.0);
    let start = Instant::now();
    for query in &queries {
        let five = first_five(&neighbours(*query, &signatures, &table, &feeds, &at));
        let hits = five.iter().filter(|place| mates[query].contains(place)).count() as f64;
        precision += hits / 5.0;
        recall += hits / mates[query].len() as f64;
        first += f64::from(u8::from(five.first().is_some_and(|place| mates[query].contains(place))));
    }
    let count = queries.len() as f64;
    println!(
        "events: {} queries, P@1 {:.3}, P@5 {:.3}, recall@5 {:.3}; {:.2?} a query",
        queries.len(),
        first / count,
        precision / count,
        recall / count,
        start.elapsed() / u32::try_from(queries.len())?
    );
    Ok(())
}

fn classes(from: &str) -> Outcome {
    let articles = articles(from)?;
    let (signatures, _) = sign(&articles, true);
    let (feeds, at): (Vec<_>, Vec<_>) = (feeds(&articles), articles.iter().map(when).collect());
    let table = table(&signatures);
    let mut by_class: HashMap<&str, Vec<usize>> = HashMap::new();
    for (place, article) in articles.iter().enumerate() {
        by_class.entry(&article.cat).or_default().push(place);
    }
    let mut queries = Vec::new();
    for places in by_class.values_mut() {
        places.sort_by_key(|place| (*place).wrapping_mul(2_654_435_761) % 1_000_003);
        queries.extend(places.iter().take(80).copied());
    }
    let (mut first, mut agreeing, mut given, mut none) = (0.0, 0.0, 0, 0);
    for query in &queries {
        let five = first_five(&neighbours(*query, &signatures, &table, &feeds, &at));
        let hits = five.iter().filter(|place| articles[**place].cat == articles[*query].cat).count();
        agreeing += hits as f64 / 5.0;
        given += five.len();
        none += usize::from(five.is_empty());
        first += f64::from(u8::from(five.first().is_some_and(|place| articles[*place].cat == articles[*query].cat)));
    }
    let count = queries.len() as f64;
    println!(
        "classes: {} queries, P@1 {:.3}, P@5 {:.3} (of {:.2} given; {none} without)",
        queries.len(),
        first / count,
        agreeing / count,
        given as f64 / count
    );
    Ok(())
}

fn gather(from: &str, gold: &str) -> Outcome {
    let mut articles = articles(from)?;
    articles.sort_by_key(|article| (when(article), article.id));
    let (signatures, rarity) = sign(&articles, true);
    let feeds = feeds(&articles);
    let start = Instant::now();
    let mut window = Window::default();
    let mut shapes: HashMap<(FeedId, i64), u32> = HashMap::new();
    let mut story_of: HashMap<i64, StoryKey> = HashMap::new();
    for ((article, signature), feed) in articles.iter().zip(signatures).zip(feeds) {
        let mut column = false;
        if let Some(shape) = stories::shape(&article.title) {
            let seen = shapes.entry((feed, shape)).or_default();
            column = *seen > 0;
            *seen += 1;
        }
        let told = Told { id: EntryId(article.id), feed, at: when(article), column, apart: Vec::new(), signature };
        if let Some(joined) = window.join(told, &rarity) {
            story_of.insert(article.id, joined.story);
            if let Some(first) = joined.begun_with {
                story_of.insert(first.0, joined.story);
            }
        }
    }
    eprintln!("gathered {} in {:.2?}", articles.len(), start.elapsed());
    let gold: Vec<(i64, i64)> =
        pairs(gold)?.into_iter().filter(|(.., score)| *score >= 0.4).map(|(one, other, _)| (one, other)).collect();
    let together =
        |(one, other): &&(i64, i64)| story_of.get(one).is_some_and(|story| story_of.get(other) == Some(story));
    let found = gold.iter().filter(together).count();
    let mut members: HashMap<StoryKey, Vec<i64>> = HashMap::new();
    for (id, story) in &story_of {
        members.entry(*story).or_default().push(*id);
    }
    if std::env::args().nth(4).is_some() {
        let title: HashMap<i64, &str> = articles.iter().map(|article| (article.id, article.title.as_str())).collect();
        for ids in members.values() {
            println!("story: {:?}", ids.iter().map(|id| title.get(id)).collect::<Vec<_>>());
        }
    }
    let source: HashMap<i64, &str> = articles.iter().map(|article| (article.id, article.source.as_str())).collect();
    let (mut predicted, mut several, mut largest) = (0, 0, 0);
    for ids in members.values() {
        let sources: HashSet<&str> = ids.iter().filter_map(|id| source.get(id).copied()).collect();
        several += usize::from(sources.len() > 1);
        largest = largest.max(ids.len());
        for (place, one) in ids.iter().enumerate() {
            predicted += ids[place + 1..].iter().filter(|other| source.get(one) != source.get(*other)).count();
        }
    }
    println!(
        "stories: recall {:.3}, precision {:.3} (a lower bound), {predicted} pairs of two papers, {several} stories of several papers, the largest {largest}",
        found as f64 / gold.len() as f64,
        found as f64 / predicted as f64,
    );
    Ok(())
}
