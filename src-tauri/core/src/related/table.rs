//! The library's hashes in memory, for going through all of them: 72 bytes an article.

use std::collections::HashMap;

use super::signature::WORDS;
use crate::model::EntryId;

/// Hashes of every article that has a signature, one after another.
#[derive(Debug, Default)]
pub struct Table {
    ids: Vec<EntryId>,
    bits: Vec<[u64; WORDS]>,
    /// Where those stand that were put in twice. Articles come in the order of their numbers, so a place is found by
    /// halving; the others are here.
    late: HashMap<EntryId, usize>,
}

impl Table {
    /// Puts an article in, or another hash in the place of the one it had.
    pub fn put(&mut self, id: EntryId, bits: [u64; WORDS]) {
        match self.place(id) {
            Some(place) => {
                if let Some(old) = self.bits.get_mut(place) {
                    *old = bits;
                }
            }
            None => {
                if self.ids.last().is_some_and(|last| *last > id) {
                    self.late.insert(id, self.ids.len());
                }
                self.ids.push(id);
                self.bits.push(bits);
            }
        }
    }

    fn place(&self, id: EntryId) -> Option<usize> {
        if let Some(place) = self.late.get(&id) {
            return Some(*place);
        }
        if self.late.is_empty() {
            return self.ids.binary_search(&id).ok();
        }
        self.ids.iter().position(|other| *other == id)
    }

    /// How many articles it has.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        self.ids.capacity() * size_of::<EntryId>() + self.bits.capacity() * size_of::<[u64; WORDS]>()
    }

    /// The `most` articles whose hashes are nearest, in no order.
    pub fn nearest(&self, bits: &[u64; WORDS], most: usize) -> Vec<EntryId> {
        let mut distances = Vec::with_capacity(self.bits.len());
        let mut counts = [0_usize; WORDS * 64 + 1];
        for other in &self.bits {
            let distance: u32 = bits.iter().zip(other).map(|(a, b)| (a ^ b).count_ones()).sum();
            // At most 512.
            let distance = u16::try_from(distance).unwrap_or(u16::MAX);
            distances.push(distance);
            if let Some(count) = counts.get_mut(usize::from(distance)) {
                *count += 1;
            }
        }
        // The distance up to which there are enough; of those at that distance, the newest.
        let mut sum = 0;
        let limit = counts.iter().position(|count| {
            sum += count;
            sum >= most
        });
        let limit = u16::try_from(limit.unwrap_or(WORDS * 64)).unwrap_or(u16::MAX);
        let within = sum.min(self.ids.len());
        let mut surplus = within.saturating_sub(most);
        let mut found = Vec::with_capacity(most.min(self.ids.len()));
        for (id, distance) in self.ids.iter().zip(&distances) {
            match distance.cmp(&limit) {
                std::cmp::Ordering::Less => found.push(*id),
                std::cmp::Ordering::Equal if surplus > 0 => surplus -= 1,
                std::cmp::Ordering::Equal => found.push(*id),
                std::cmp::Ordering::Greater => {}
            }
        }
        found
    }
}
