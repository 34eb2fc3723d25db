//! Known items: an article is looked for by words of its headline, as they stand there, spelt sloppily, and with other
//! clitics; how often and how far up it is found.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use serde_json::Value;
use warraq_core::api::{LoadEntry, Search, SearchSort};

use crate::others::{Finder, Fts5, Tantivy};
use crate::words::Dice;
use crate::{Outcome, open};

/// The three spellings of a question.
const SPELLINGS: [&str; 3] = ["exact", "sloppy", "clitic"];

struct Question {
    document: usize,
    words: [Vec<String>; 3],
}

pub(crate) async fn measure(corpus: &Path, count: usize) -> Outcome {
    let text = std::fs::read_to_string(corpus)?;
    let articles: Vec<Value> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let field = |article: &Value, name: &str| article[name].as_str().unwrap_or_default().to_owned();
    let bodies: Vec<String> = articles.iter().map(|article| field(article, "body")).collect();
    let titles: Vec<String> = articles.iter().map(|article| field(article, "title")).collect();
    let questions = questions(&titles, &bodies, count);
    println!(
        "\nknown items: {} texts, {} questions; MRR@10 / in the first 10 / nothing found\n",
        bodies.len(),
        questions.len()
    );
    println!("{:<26} {:>25} {:>25} {:>25}", "", SPELLINGS[0], SPELLINGS[1], SPELLINGS[2]);
    for (name, tokenizer) in [("FTS5 unicode61", "unicode61 remove_diacritics 2"), ("FTS5 trigram", "trigram")] {
        let mut finder = Fts5::over(&bodies, tokenizer)?;
        both(name, &mut finder, &questions)?;
    }
    both("Tantivy Arabic", &mut Tantivy::over(&bodies)?, &questions)?;

    let folder = tempfile::tempdir()?;
    let core = open(folder.path())?;
    let mut numbers: HashMap<i64, usize> = HashMap::new();
    for (batch, chunk) in articles.chunks(500).enumerate() {
        let entries: Vec<LoadEntry> = chunk
            .iter()
            .enumerate()
            .map(|(at, article)| LoadEntry {
                id: None,
                // The headline is what is asked for: only the text is there to be found by.
                title: String::new(),
                body: Some(field(article, "body")),
                html: None,
                url: Some(format!("https://known.example/{}", batch * 500 + at)),
                source: field(article, "source"),
                category: None,
                date: Some(field(article, "date")),
            })
            .collect();
        let ids = core.load(entries).await?;
        numbers.extend(ids.into_iter().enumerate().map(|(at, id)| (id.0, batch * 500 + at)));
    }
    let before = std::time::Instant::now();
    core.index_now().await?;
    let taken = before.elapsed();
    let mut row = Vec::new();
    for spelling in 0..SPELLINGS.len() {
        let mut score = Score::default();
        for question in &questions {
            let request = Search {
                query: question.words[spelling].join(" "),
                sort: SearchSort::Relevant,
                typing: false,
                offset: 0,
                limit: Some(10),
                utc_offset_minutes: 0,
            };
            let found = core.search(request).await?;
            let hits: Vec<usize> = found.hits.iter().filter_map(|hit| numbers.get(&hit.entry.id.0).copied()).collect();
            score.add(&hits, question.document);
        }
        row.push(score);
    }
    print_row("Warraq, as the app asks", &row);
    let bytes: usize = bodies.iter().map(String::len).sum();
    println!("\nindexing: {:.0} texts/s", bodies.len() as f64 / taken.as_secs_f64());
    core.settle().await;
    core.close().await;
    crate::speed::print_size(folder.path(), bytes)
}

fn both(name: &str, finder: &mut dyn Finder, questions: &[Question]) -> Outcome {
    for (way, all) in [("AND", true), ("OR", false), ("AND, then OR", false)] {
        let mut row = Vec::new();
        for spelling in 0..SPELLINGS.len() {
            let mut score = Score::default();
            for question in questions {
                let words: Vec<&str> = question.words[spelling].iter().map(String::as_str).collect();
                let mut hits = finder.find(&words, all || way != "OR")?;
                if way == "AND, then OR" && hits.len() < 5 {
                    let more = finder.find(&words, false)?;
                    hits.extend(more.into_iter().filter(|one| !hits.contains(one)).collect::<Vec<_>>());
                    hits.truncate(10);
                }
                score.add(&hits, question.document);
            }
            row.push(score);
        }
        print_row(&format!("{name} {way}"), &row);
    }
    Ok(())
}

#[derive(Default)]
struct Score {
    questions: f64,
    reciprocal: f64,
    found: f64,
    nothing: f64,
}

impl Score {
    fn add(&mut self, hits: &[usize], wanted: usize) {
        self.questions += 1.0;
        if let Some(place) = hits.iter().position(|hit| *hit == wanted) {
            self.reciprocal += 1.0 / (place + 1) as f64;
            self.found += 1.0;
        }
        self.nothing += f64::from(u8::from(hits.is_empty()));
    }
}

fn print_row(name: &str, row: &[Score]) {
    let cell = |score: &Score| {
        let share = |part: f64| part / score.questions.max(1.0);
        format!("{:.3} / {:.3} / {:4.1} %", share(score.reciprocal), share(score.found), share(score.nothing) * 100.0)
    };
    println!("{:<26} {:>25} {:>25} {:>25}", name, cell(&row[0]), cell(&row[1]), cell(&row[2]));
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= 3)
}

fn questions(titles: &[String], bodies: &[String], count: usize) -> Vec<Question> {
    let mut documents: HashMap<&str, usize> = HashMap::new();
    for body in bodies {
        for word in words_of(body).collect::<HashSet<_>>() {
            *documents.entry(word).or_default() += 1;
        }
    }
    let mut dice = Dice::new(600);
    let mut order: Vec<usize> = (0..titles.len()).collect();
    for at in (1..order.len()).rev() {
        order.swap(at, dice.below(at + 1));
    }
    let mut found = Vec::new();
    for document in order {
        let mut words: Vec<&str> = Vec::new();
        for word in words_of(&titles[document]) {
            if documents.contains_key(word) && !words.contains(&word) {
                words.push(word);
            }
        }
        if words.len() < 4 {
            continue;
        }
        let mut rarest = words.clone();
        rarest.sort_by_key(|word| documents[word]);
        let exact: Vec<String> =
            words.into_iter().filter(|word| rarest[..3].contains(word)).map(str::to_owned).collect();
        let sloppy = exact.iter().map(|word| sloppy(word)).collect();
        let clitic = exact.iter().map(|word| other_clitic(word, &mut dice)).collect();
        found.push(Question { document, words: [exact, sloppy, clitic] });
        if found.len() == count {
            break;
        }
    }
    found
}

/// Alefs without hamza, «ه» for «ة», «ي» for «ى».
fn sloppy(word: &str) -> String {
    let letter = |c| match c {
        'أ' | 'إ' | 'آ' => 'ا',
        'ة' => 'ه',
        'ى' => 'ي',
        c => c,
    };
    word.chars().map(letter).collect()
}

/// The word with another article or preposition than it has.
fn other_clitic(word: &str, dice: &mut Dice) -> String {
    let bare = ["وال", "بال", "ال", "لل"]
        .iter()
        .find_map(|clitic| word.strip_prefix(clitic).filter(|rest| rest.chars().count() >= 3))
        .unwrap_or(word);
    let ways: Vec<String> = ["", "ال", "و", "ل", "ب", "وال"]
        .iter()
        .map(|clitic| format!("{clitic}{bare}"))
        .filter(|way| way != word)
        .collect();
    ways[dice.below(ways.len())].clone()
}
