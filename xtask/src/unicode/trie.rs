//! A table of all code points in three steps: blocks of blocks that are alike are stored once.

use std::collections::BTreeMap;

/// How many code points a leaf has, and how many leaves a block of the middle step.
pub(super) const LEAF: usize = 32;
pub(super) const MIDDLE: usize = 32;

/// The steps: an entry of `top` chooses a block of `middle`, its entry a leaf, its entry a record.
pub(super) struct Trie {
    pub(super) top: Vec<u16>,
    pub(super) middle: Vec<u16>,
    pub(super) leaves: Vec<u8>,
    pub(super) records: Vec<u32>,
}

impl Trie {
    /// Packs one record for each code point.
    pub(super) fn new(records: &[u32]) -> Result<Self, String> {
        let mut distinct: Vec<u32> = records.to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        let number = |record: &u32| distinct.binary_search(record).unwrap_or_default();
        let numbers: Result<Vec<u8>, _> = records.iter().map(number).map(u8::try_from).collect();
        let numbers = numbers.map_err(|_| format!("{} records, 256 at most", distinct.len()))?;
        let (leaf_of, leaves) = share(&numbers, LEAF)?;
        let (top, middle) = share(&leaf_of, MIDDLE)?;
        Ok(Self {
            top,
            middle,
            leaves,
            records: distinct,
        })
    }

    /// Bytes of static data.
    pub(super) fn size(&self) -> usize {
        self.top.len() * 2 + self.middle.len() * 2 + self.leaves.len() + self.records.len() * 4
    }
}

/// Cuts `entries` into blocks: for each the number of the block that is like it, and the blocks that differ, joined.
fn share<T: Copy + Ord>(entries: &[T], block: usize) -> Result<(Vec<u16>, Vec<T>), String> {
    let mut known: BTreeMap<&[T], u16> = BTreeMap::new();
    let (mut numbers, mut joined) = (Vec::new(), Vec::new());
    for chunk in entries.chunks(block) {
        let next = u16::try_from(known.len()).map_err(|error| error.to_string())?;
        let number = *known.entry(chunk).or_insert_with(|| {
            joined.extend_from_slice(chunk);
            next
        });
        numbers.push(number);
    }
    Ok((numbers, joined))
}
