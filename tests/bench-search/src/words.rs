//! Invented text: a vocabulary drawn from letters, of which few words are frequent and many rare (Zipf), with clitics.

const LETTERS: &[char] = &[
    'ا', 'ل', 'ي', 'م', 'ن', 'و', 'ر', 'ت', 'ه', 'ب', 'ع', 'د', 'س', 'ف', 'ح', 'ك', 'ق', 'ج', 'ش', 'ص', 'خ', 'ط', 'ز',
    'ض',
];
const BEFORE: &[&str] = &["", "", "", "", "ال", "ال", "ال", "و", "وال", "ب", "ل", "بال"];
const VOCABULARY: usize = 120_000;

/// A small generator (SplitMix64): the same numbers everywhere.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0xd134_2543_de82_ef95))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap_or(0)
    }
}

pub(crate) struct Writer {
    words: Vec<String>,
}

impl Writer {
    pub(crate) fn new() -> Self {
        let mut dice = Dice::new(11);
        let words = (0..VOCABULARY)
            .map(|_| {
                let length = 3 + dice.below(4);
                // The product of two throws: some letters are frequent.
                (0..length)
                    .map(|_| LETTERS[dice.below(LETTERS.len()) * dice.below(LETTERS.len()) / LETTERS.len()])
                    .collect()
            })
            .collect();
        Self { words }
    }

    /// So many words of the text with this number.
    pub(crate) fn text(&self, number: u64, length: usize) -> String {
        let mut dice = Dice::new(number);
        let mut text = String::new();
        for _ in 0..length {
            // Zipf's law: the chance of a rank is inverse to it.
            let share = (dice.next() >> 11) as f64 / (1_u64 << 53) as f64;
            let rank = ((VOCABULARY as f64).powf(share) - 1.0) as usize;
            text.push_str(BEFORE[dice.below(BEFORE.len())]);
            text.push_str(&self.words[rank.min(VOCABULARY - 1)]);
            text.push(' ');
        }
        text
    }
}
