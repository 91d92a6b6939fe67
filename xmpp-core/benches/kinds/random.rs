//! Numbers that look random and are the same in every run.

/// A generator of its own, so that no other version of a crate changes what is measured: `SplitMix64`.
pub(super) struct Random(u64);

impl Random {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number less than `end`.
    pub(super) const fn below(&mut self, end: usize) -> usize {
        ((self.next() as u128 * end as u128) >> 64) as usize
    }

    /// A number from `start` to `end`, both included.
    pub(super) const fn between(&mut self, start: usize, end: usize) -> usize {
        start + self.below(end - start + 1)
    }

    /// True in so many of a hundred cases.
    pub(super) const fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// What is made, in so many of a hundred cases; else nothing.
    pub(super) fn maybe(
        &mut self,
        percent: usize,
        make: impl FnOnce(&mut Self) -> String,
    ) -> String {
        if self.chance(percent) {
            make(self)
        } else {
            String::new()
        }
    }

    pub(super) fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// So many of them, each at most once, in any order.
    pub(super) fn some_of<T: Copy>(&mut self, all: &[T], count: usize) -> Vec<T> {
        let mut left = all.to_vec();
        let count = count.min(left.len());
        for at in 0..count {
            let other = self.between(at, left.len() - 1);
            left.swap(at, other);
        }
        left.truncate(count);
        left
    }
}
