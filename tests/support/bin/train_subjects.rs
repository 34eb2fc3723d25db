//! Makes `src-tauri/core/data/subjects.bin`, the weights by which an article's subject is guessed, from a corpus of
//! articles with their sections, and says how well they do on articles that were kept back.
//!
//! `train-subjects CORPUS.jsonl [OUT]`: lines `{"cat", "title", "body"}` with the classes of the ANT corpus 1.1
//! (Apache-2.0). The corpus is cut into five parts by a hash of the title, so that what was published twice stands in
//! one part; each part is guessed by a model that was trained on the other four. What is written to OUT is trained on all
//! five. The same corpus gives the same bytes. `train-subjects --measure MODEL CORPUS.jsonl` only measures.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, Write as _};

use serde::Deserialize;
use warraq_core::model::Subject;
use warraq_core::subject::classify::{BITS, DENSE, Features, Guess, Model, SHOWN_FROM, features};
use warraq_core::text;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// The corpus's classes and the subjects that they are.
const CLASSES: [(&str, Subject); 9] = [
    ("politic", Subject::Politics),
    ("localNews", Subject::Local),
    ("internationalNews", Subject::World),
    ("economy", Subject::Economy),
    ("sport", Subject::Sports),
    // The station's own «مجتمع» is arrests, courts and accidents in the provinces, and so is much of its «محليات»: no
    // model tells the two apart (docs/decisions/0019-subjects.md), and no guess of «مجتمع» would be worth its place.
    ("society", Subject::Local),
    ("culture", Subject::Culture),
    ("technology", Subject::Technology),
    ("diverse", Subject::Misc),
];

/// The subjects that are guessed.
const SUBJECTS: [Subject; 8] = [
    Subject::Politics,
    Subject::Local,
    Subject::World,
    Subject::Economy,
    Subject::Sports,
    Subject::Culture,
    Subject::Technology,
    Subject::Misc,
];

/// Parts that the corpus is cut into.
const PARTS: u64 = 5;
/// Rounds over the articles.
const ROUNDS: usize = 5;
/// The first step of the descent; AdaGrad makes it smaller weight by weight.
const STEP: f32 = 0.05;
/// How strongly the weights of single stems are pulled to nought. Those of the seeds are not: they are few, and hold
/// where the corpus's own names and places do not.
const PULL: f32 = 1e-4;
/// Of 256 stems so many are left in an article that is read as if it came from elsewhere.
const KNOWN_ABROAD: u32 = 128;
/// What such a reading counts.
const ABROAD: f32 = 0.4;
/// A stem in fewer articles teaches nothing but that article.
const FEWEST: u32 = 2;

#[derive(Deserialize)]
struct Line {
    cat: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    body: String,
}

struct Article {
    /// Its place among [`CLASSES`].
    class: usize,
    /// The place of its subject among [`SUBJECTS`].
    subject: usize,
    part: u64,
    features: Features,
}

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["--measure", model, corpus] => {
            let model = Model::read(&std::fs::read(model)?).ok_or("not a file of weights")?;
            let articles = read(corpus)?;
            report(articles.iter().map(|article| (article, model.guess(&article.features))))
        }
        [corpus, out @ ..] => {
            let articles = read(corpus)?;
            let mut guesses = Vec::new();
            for part in 0..PARTS {
                let model = train(articles.iter().filter(|article| article.part != part));
                guesses.extend(
                    articles
                        .iter()
                        .filter(|article| article.part == part)
                        .map(|article| (article, model.guess(&article.features))),
                );
            }
            report(guesses.into_iter())?;
            if let Some(out) = out.first() {
                std::fs::write(out, train(articles.iter()).write())?;
            }
            Ok(())
        }
        [] => Err("usage: train-subjects CORPUS.jsonl [OUT] | --measure MODEL CORPUS.jsonl".into()),
    }
}

fn read(path: &str) -> Outcome<Vec<Article>> {
    let mut articles = Vec::new();
    for line in std::io::BufReader::new(std::fs::File::open(path)?).lines() {
        let line: Line = serde_json::from_str(&line?)?;
        let Some(class) = CLASSES.iter().position(|(name, _)| *name == line.cat) else { continue };
        let Some(subject) = SUBJECTS.iter().position(|subject| *subject == CLASSES[class].1) else { continue };
        let Some(features) = features(&line.title, &line.body) else { continue };
        let key = text::fold(&line.title);
        let hash = key.bytes().fold(5381_u64, |hash, byte| hash.wrapping_mul(33) ^ u64::from(byte));
        articles.push(Article { class, subject, part: (hash >> 7) % PARTS, features });
    }
    Ok(articles)
}

/// Multinomial logistic regression by stochastic descent, in an order that is the same each time.
fn train<'a>(articles: impl Iterator<Item = &'a Article>) -> Model {
    let articles: Vec<&Article> = articles.collect();
    let (count, places) = (SUBJECTS.len(), 1_usize << BITS);
    // Of the stems that come to one place the commonest has it.
    let mut documents: BTreeMap<(u32, u8), u32> = BTreeMap::new();
    for (at, mark, _) in articles.iter().flat_map(|article| &article.features.hashed) {
        *documents.entry((*at, *mark)).or_default() += 1;
    }
    let mut marks = vec![0_u8; places];
    // Rare stems say more: the weight of a place is made for its value times this, and multiplied by it at the end.
    let mut rarity = vec![0.0_f32; places];
    let mut most = vec![FEWEST - 1; places];
    for ((at, mark), held) in documents {
        let at = at as usize;
        if held > most[at] {
            (marks[at], most[at]) = (mark, held);
            rarity[at] = (1.0 + ((1.0 + articles.len() as f32) / (1.0 + held as f32)).ln()) / 4.0;
        }
    }
    let mut held = vec![0.0_f32; count];
    articles.iter().for_each(|article| held[article.subject] += 1.0);
    let mut hashed = vec![0.0_f32; places * count];
    let mut hashed_sum = vec![1e-6_f32; places * count];
    // The last dense number is the bias.
    let mut dense = vec![0.0_f32; (DENSE + 1) * count];
    let mut dense_sum = vec![1e-6_f32; (DENSE + 1) * count];
    let mut order: Vec<usize> = (0..articles.len()).collect();
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..ROUNDS {
        for last in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(last, (random % (last as u64 + 1)) as usize);
        }
        // Each article twice: as it is, and as another country's paper would have it, without most of the corpus's own
        // words and without its preference for home news.
        for (place, bare) in order.iter().flat_map(|place| [(*place, false), (*place, true)]) {
            let Some(article) = articles.get(place) else { continue };
            let own = |at: u32| {
                !bare
                    || (place as u32).wrapping_mul(0x9e37_79b9).wrapping_add(at.wrapping_mul(0x85eb_ca6b)) >> 24
                        < KNOWN_ABROAD
            };
            let values: Vec<(usize, f32)> = article
                .features
                .hashed
                .iter()
                .filter(|(at, mark, _)| marks[*at as usize] == *mark && own(*at))
                .map(|(at, _, value)| (*at as usize, value * rarity[*at as usize]))
                .collect();
            let weight = if bare {
                ABROAD * (articles.len() as f32 / (count as f32 * held[article.subject])).sqrt()
            } else {
                1.0
            };
            let seeds: Vec<f32> = article.features.dense.iter().copied().chain([1.0]).collect();
            let mut scores = vec![0.0_f32; count];
            for (at, value) in &values {
                for (class, score) in scores.iter_mut().enumerate() {
                    *score += hashed[at * count + class] * value;
                }
            }
            for (at, value) in seeds.iter().enumerate() {
                for (class, score) in scores.iter_mut().enumerate() {
                    *score += dense[at * count + class] * value;
                }
            }
            let most = scores.iter().copied().fold(f32::MIN, f32::max);
            let all: f32 = scores.iter().map(|score| (score - most).exp()).sum();
            for (class, score) in scores.iter().enumerate() {
                let error = weight * ((score - most).exp() / all - f32::from(u8::from(class == article.subject)));
                for (at, value) in values.iter().filter(|(_, value)| *value != 0.0) {
                    let at = at * count + class;
                    let slope = error * value + PULL * hashed[at];
                    hashed_sum[at] += slope * slope;
                    hashed[at] -= STEP * slope / hashed_sum[at].sqrt();
                }
                for (at, value) in seeds.iter().enumerate().filter(|(_, value)| **value != 0.0) {
                    let at = at * count + class;
                    let slope = error * value;
                    dense_sum[at] += slope * slope;
                    dense[at] -= STEP * slope / dense_sum[at].sqrt();
                }
            }
        }
    }
    for (place, rarity) in rarity.iter().enumerate() {
        hashed[place * count..(place + 1) * count].iter_mut().for_each(|weight| *weight *= rarity);
    }
    let biases: Vec<f32> = (0..count).map(|class| dense[DENSE * count + class]).collect();
    let of_class = |class: usize| (0..DENSE).map(|at| dense[at * count + class]).collect::<Vec<f32>>();
    let seeds: Vec<Vec<f32>> = (0..count).map(of_class).collect();
    Model::new(SUBJECTS.to_vec(), &biases, &seeds, marks, &hashed)
}

/// Prints how many are right: of all, without the articles of «مجتمع», of those that are sure; and who is taken for whom.
fn report<'a>(guesses: impl Iterator<Item = (&'a Article, Option<Guess>)>) -> Outcome<()> {
    let mut table: BTreeMap<(usize, Subject), u32> = BTreeMap::new();
    let (mut all, mut right, mut sure, mut sure_right) = (0_u32, 0_u32, 0_u32, 0_u32);
    let (mut shared, mut shared_right) = (0_u32, 0_u32);
    for (article, guess) in guesses {
        let (Some(guess), Some((name, wanted))) = (guess, CLASSES.get(article.class)) else { continue };
        let is_right = guess.subject == *wanted;
        all += 1;
        right += u32::from(is_right);
        if *name != "society" {
            shared += 1;
            shared_right += u32::from(is_right);
        }
        if guess.is_sure() {
            sure += 1;
            sure_right += u32::from(is_right);
        }
        *table.entry((article.class, guess.subject)).or_default() += 1;
    }
    let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole.max(1));
    let mut out = String::new();
    writeln!(out, "{all} articles, right {:.4}", share(right, all))?;
    writeln!(out, "without those of society {:.4} of {shared}", share(shared_right, shared))?;
    writeln!(out, "shown from {SHOWN_FROM}: {:.4} of all, right {:.4}", share(sure, all), share(sure_right, sure))?;
    let mut columns: Vec<Subject> = table.keys().map(|(_, guess)| *guess).collect();
    columns.sort_unstable();
    columns.dedup();
    write!(out, "{:<18}", "is, taken for")?;
    columns.iter().try_for_each(|column| write!(out, "{:>11}", column.as_str()))?;
    writeln!(out)?;
    for (class, (name, _)) in CLASSES.iter().enumerate() {
        write!(out, "{name:<18}")?;
        for column in &columns {
            write!(out, "{:>11}", table.get(&(class, *column)).copied().unwrap_or(0))?;
        }
        writeln!(out)?;
    }
    std::io::stdout().write_all(out.as_bytes())?;
    Ok(())
}
