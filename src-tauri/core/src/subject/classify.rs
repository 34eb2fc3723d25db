//! A guess at the subject of an article that its publisher put into no section: a linear model over light stems.
//!
//! What is shipped is `data/subjects.bin`, made by `train-subjects` (docs/decisions/0019-subjects.md says from what and
//! how well it does): weights of hashed stems, in one byte each, and of the counts of the words in [`super::seeds`]. No
//! word of any text can be read back from it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::seeds::SEEDS;
use crate::model::Subject;
use crate::text;

/// The shipped weights.
static SHIPPED: &[u8] = include_bytes!("../../data/subjects.bin");

/// A guess below this is not shown. At .60 the guesses that are shown are right nine times of ten where the corpus was
/// kept back (docs/decisions/0019-subjects.md).
pub const SHOWN_FROM: f32 = 0.60;

/// Content words of a body that are looked at: a news text says what it is about at once.
const BODY_WORDS: usize = 220;
/// Content words of the body that count as its beginning.
const LEAD_WORDS: usize = 22;
/// Characters of a body that are looked at, whatever they are.
const BODY_CHARS: usize = 6_000;
/// Characters of a body that its language is told by.
const LANGUAGE_CHARS: usize = 800;
/// An article of fewer content words says too little.
const FEWEST_WORDS: usize = 3;
/// Seeds are counted in the title and in the body.
const FIELDS_OF_SEEDS: usize = 2;

/// Logarithm to the base 2 of how many places hashed stems have.
pub const BITS: u32 = 15;
/// How many numbers [`features`] gives beside the hashed stems.
pub const DENSE: usize = SEEDS.len() * FIELDS_OF_SEEDS;

/// What a text says, in the model's terms.
#[derive(Debug, Clone, Default)]
pub struct Features {
    /// Places of stems, marks, and values; the values of a field have the length 1.
    pub hashed: Vec<(u32, u8, f32)>,
    /// Logarithms of how many seeds of each subject are in the title and in the body.
    pub dense: Vec<f32>,
}

/// A guess.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guess {
    /// The likeliest subject.
    pub subject: Subject,
    /// How likely the model holds it to be, 0 to 1.
    pub confidence: f32,
}

impl Guess {
    /// Whether it is sure enough to be shown.
    pub fn is_sure(&self) -> bool {
        self.confidence >= SHOWN_FROM
    }
}

static SEED_OF: LazyLock<HashMap<String, usize>> = LazyLock::new(|| {
    let mut seeds = HashMap::new();
    for (place, (_, words)) in SEEDS.iter().enumerate() {
        for word in words.split_whitespace() {
            seeds.entry(text::stem(word)).or_insert(place);
        }
    }
    seeds
});

/// Where a stem of a field stands, and a mark that tells it from others of that place: FNV-1a, folded.
fn place(field: u8, stem: &str) -> (u32, u8) {
    let hash = std::iter::once(field)
        .chain(stem.bytes())
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    let folded = hash ^ (hash >> 32) ^ (hash >> 17);
    let mark = u8::try_from((folded >> 40) % 255).unwrap_or(0) + 1;
    (u32::try_from(folded & ((1 << BITS) - 1)).unwrap_or(0), mark)
}

/// The first `most` characters.
fn head(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}

/// The features of an article; none when it is too short or in a language that the model does not know.
pub fn features(title: &str, body: &str) -> Option<Features> {
    let body = head(body, BODY_CHARS);
    if text::language(&format!("{title}\n{}", head(body, LANGUAGE_CHARS))) != Some("ar") {
        return None;
    }
    let (title, body) = (text::leading_stems(title, BODY_WORDS), text::leading_stems(body, BODY_WORDS));
    if title.len() + body.len() < FEWEST_WORDS {
        return None;
    }
    let mut found = Features { hashed: Vec::new(), dense: vec![0.0; DENSE] };
    let lead = body.get(..LEAD_WORDS).unwrap_or(&body);
    for (field, words) in [(b't', title.as_slice()), (b'l', lead), (b'b', body.as_slice())] {
        let mut counts: HashMap<(u32, u8), f32> = HashMap::new();
        for word in words {
            *counts.entry(place(field, word)).or_default() += 1.0;
        }
        let mut values: Vec<(u32, u8, f32)> =
            counts.into_iter().map(|((at, mark), count)| (at, mark, 1.0 + count.ln())).collect();
        values.sort_unstable_by_key(|(at, mark, _)| (*at, *mark));
        let length = values.iter().map(|(_, _, value)| value * value).sum::<f32>().sqrt().max(1.0);
        found.hashed.extend(values.into_iter().map(|(at, mark, value)| (at, mark, value / length)));
    }
    for (words, offset) in [(&title, 0), (&body, SEEDS.len())] {
        for seed in words.iter().filter_map(|word| SEED_OF.get(word)) {
            if let Some(count) = found.dense.get_mut(offset + seed) {
                *count += 1.0;
            }
        }
    }
    found.dense.iter_mut().for_each(|count| *count = count.ln_1p());
    Some(found)
}

/// The weights, read from their file.
#[derive(Debug)]
pub struct Model {
    classes: Vec<Subject>,
    /// A class's bias, its weights of the dense features, and what one step of its bytes is worth.
    heads: Vec<(f32, Vec<f32>, f32)>,
    /// The mark of the stem that each place was given to; 0 where none was. Another stem that comes to the same place
    /// is one that the corpus taught nothing of.
    marks: Vec<u8>,
    /// A byte for each place and class, the classes of a place together.
    weights: Vec<i8>,
}

/// The first bytes of the file.
const MAGIC: &str = "warraq-subjects 1 ";

impl Model {
    /// The model of trained weights: `marks` say whose a place is, each byte standing for a 127th of its class's largest weight. `hashed` has the
    /// classes of a place together.
    pub fn new(classes: Vec<Subject>, biases: &[f32], dense: &[Vec<f32>], marks: Vec<u8>, hashed: &[f32]) -> Self {
        let count = classes.len();
        let steps: Vec<f32> = (0..count)
            .map(|class| {
                let own = hashed.iter().skip(class).step_by(count.max(1));
                (own.fold(0.0_f32, |most, weight| most.max(weight.abs())) / 127.0).max(f32::MIN_POSITIVE)
            })
            .collect();
        let weights = hashed
            .iter()
            .zip(steps.iter().cycle())
            // In range: the largest weight is 127 steps.
            .map(|(weight, step)| (weight / step).round().clamp(-127.0, 127.0) as i8)
            .collect();
        let heads = biases.iter().zip(dense).zip(steps).map(|((bias, dense), step)| (*bias, dense.clone(), step));
        Self { heads: heads.collect(), classes, marks, weights }
    }

    /// Reads the file's bytes; none when they are not such a file.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let end = bytes.iter().take(400).position(|byte| *byte == b'\n')?;
        let head = std::str::from_utf8(bytes.get(..end)?).ok()?.strip_prefix(MAGIC)?;
        let classes: Vec<Subject> = head.split(' ').map(Subject::parse).collect::<Option<_>>()?;
        let mut rest = bytes.get(end + 1..)?;
        let mut number = || -> Option<f32> {
            let (four, others) = rest.split_first_chunk::<4>()?;
            rest = others;
            Some(f32::from_le_bytes(*four))
        };
        let mut heads = Vec::with_capacity(classes.len());
        for _ in &classes {
            let bias = number()?;
            let dense = (0..DENSE).map(|_| number()).collect::<Option<Vec<f32>>>()?;
            heads.push((bias, dense, number()?));
        }
        let (marks, rest) = rest.split_at_checked(1 << BITS)?;
        let weights: Vec<i8> = rest.iter().map(|byte| i8::from_le_bytes([*byte])).collect();
        (weights.len() == classes.len() << BITS).then_some(Self { classes, heads, marks: marks.to_vec(), weights })
    }

    /// The file's bytes.
    pub fn write(&self) -> Vec<u8> {
        let keys: Vec<&str> = self.classes.iter().map(|class| class.as_str()).collect();
        let mut bytes = format!("{MAGIC}{}\n", keys.join(" ")).into_bytes();
        for (bias, dense, step) in &self.heads {
            for number in std::iter::once(bias).chain(dense).chain([step]) {
                bytes.extend(number.to_le_bytes());
            }
        }
        bytes.extend(&self.marks);
        bytes.extend(self.weights.iter().flat_map(|weight| weight.to_le_bytes()));
        bytes
    }

    /// How likely each subject is that the model knows, likeliest first.
    pub fn rank(&self, features: &Features) -> Vec<Guess> {
        let count = self.classes.len();
        let mut sums = vec![0.0_f32; count];
        for (at, mark, value) in &features.hashed {
            let at = usize::try_from(*at).unwrap_or(0);
            if self.marks.get(at) != Some(mark) {
                continue;
            }
            let from = at * count;
            for (sum, weight) in sums.iter_mut().zip(self.weights.get(from..from + count).unwrap_or_default()) {
                *sum += f32::from(*weight) * value;
            }
        }
        for (sum, (bias, dense, step)) in sums.iter_mut().zip(&self.heads) {
            let seeds: f32 = dense.iter().zip(&features.dense).map(|(weight, value)| weight * value).sum();
            *sum = *sum * step + bias + seeds;
        }
        let most = sums.iter().copied().fold(f32::MIN, f32::max);
        let all: f32 = sums.iter().map(|sum| (sum - most).exp()).sum();
        let mut guesses: Vec<Guess> = self
            .classes
            .iter()
            .zip(&sums)
            .map(|(subject, sum)| Guess { subject: *subject, confidence: (sum - most).exp() / all })
            .collect();
        guesses.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        guesses
    }

    /// The likeliest subject.
    pub fn guess(&self, features: &Features) -> Option<Guess> {
        let best = self.rank(features).into_iter().next()?;
        Some(untaught(features, best))
    }
}

/// Subjects that the corpus has no class for. They are told by their seeds alone, and only where these are many and the
/// seeds of others few: an article on a hospital's budget is no article on health.
const UNTAUGHT: [Subject; 3] = [Subject::Health, Subject::Science, Subject::Religion];

fn untaught(features: &Features, best: Guess) -> Guess {
    // The title counts for as much as three words of the body.
    let count = |place: usize| {
        let at = |place: usize| features.dense.get(place).map_or(0.0, |value| value.exp_m1());
        (at(place), at(place) * 3.0 + at(place + SEEDS.len()))
    };
    let mut counts: Vec<(Subject, f32, f32)> =
        SEEDS.iter().enumerate().map(|(place, (subject, _))| (*subject, count(place).0, count(place).1)).collect();
    counts.sort_by(|a, b| b.2.total_cmp(&a.2));
    let [(subject, in_title, most), (_, _, next), ..] = counts.as_slice() else { return best };
    let telling = UNTAUGHT.contains(subject) && *in_title >= 2.0 && *most >= 16.0 && *most >= 3.0 * next;
    if telling && best.subject != *subject {
        // As sure as the seeds are ahead of all others.
        Guess { subject: *subject, confidence: (most / (most + next)).min(0.95) }
    } else {
        best
    }
}

static MODEL: LazyLock<Option<Model>> = LazyLock::new(|| Model::read(SHIPPED));

/// The likeliest subject of an article, however unsure; none for a text that is too short or not Arabic.
pub fn guess(title: &str, body: &str) -> Option<Guess> {
    let features = features(title, body)?;
    MODEL.as_ref()?.guess(&features)
}
