//! The entries of a tape, and room for more.

use super::{Entry, Kind};
use std::ops::{Deref, DerefMut, Index, IndexMut};

/// The entries of a tape, and room for more that is filled already: writing one takes one comparison with the end of it then, and no look
/// at how much was reserved.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entries {
    /// Behind those that are used stands what was left there.
    slots: Vec<Entry>,
    used: usize,
}

impl Entries {
    pub(crate) fn push(&mut self, entry: Entry) {
        match self.slots.get_mut(self.used) {
            Some(slot) => *slot = entry,
            None => self.push_slot(entry),
        }
        self.used += 1;
    }

    /// Those from that index on.
    #[inline]
    pub(crate) fn from(&self, index: u32) -> &[Entry] {
        &self.slots[index as usize..self.used]
    }

    /// All slots but those behind so many: the used ones come first.
    pub(crate) fn slots(&mut self, most: usize) -> &mut [Entry] {
        let length = most.min(self.slots.len());
        &mut self.slots[..length]
    }

    /// So many are used, which were written as [slots](Self::slots).
    pub(crate) const fn set_used(&mut self, used: usize) {
        self.used = used;
    }

    pub(crate) const fn clear(&mut self) {
        self.used = 0;
    }

    /// Reserves memory for so many, of which few are filled at once: there may be no need of the others.
    pub(crate) fn reserve_exact(&mut self, count: usize) {
        const FEW: usize = 256;
        self.slots
            .reserve_exact(count.saturating_sub(self.slots.len()));
        self.fill(count.min(FEW));
    }

    /// Gives back what is unused beyond so many.
    #[inline]
    pub(crate) fn shrink_to(&mut self, count: usize) {
        if self.slots.capacity() > count {
            self.slots.truncate(count.max(self.used));
            self.slots.shrink_to(count);
        }
    }

    /// How many there is memory for.
    #[cfg(test)]
    pub(crate) const fn capacity(&self) -> usize {
        self.slots.capacity()
    }

    /// Adds a slot, and as many more as there are.
    #[cold]
    #[inline(never)]
    fn push_slot(&mut self, entry: Entry) {
        self.slots.push(entry);
        self.fill(self.slots.capacity().min(2 * self.slots.len()));
    }

    fn fill(&mut self, count: usize) {
        if self.slots.len() < count {
            self.slots.resize(count, Entry::new(Kind::End, 0, 0));
        }
    }
}

impl Deref for Entries {
    type Target = [Entry];

    #[inline]
    fn deref(&self) -> &[Entry] {
        &self.slots[..self.used]
    }
}

impl DerefMut for Entries {
    fn deref_mut(&mut self) -> &mut [Entry] {
        &mut self.slots[..self.used]
    }
}

impl Index<u32> for Entries {
    type Output = Entry;

    /// The entry of that index, which is one that is used.
    #[inline]
    fn index(&self, index: u32) -> &Entry {
        debug_assert!((index as usize) < self.used, "no entry has that index");
        &self.slots[index as usize]
    }
}

impl IndexMut<u32> for Entries {
    #[inline]
    fn index_mut(&mut self, index: u32) -> &mut Entry {
        debug_assert!((index as usize) < self.used, "no entry has that index");
        &mut self.slots[index as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_is_what_was_written() {
        let entry = |offset| Entry::new(Kind::Text, offset, 0);
        let mut entries = Entries::default();
        for offset in 0..100 {
            entries.push(entry(offset));
        }
        assert!(entries.iter().copied().eq((0..100).map(entry)));
        entries.clear();
        assert!(entries.is_empty());
        let slots = entries.slots(70);
        assert_eq!(slots.len(), 70);
        slots[0] = entry(7);
        entries.set_used(1);
        assert_eq!(*entries, [entry(7)]);
        assert_eq!(entries[0], entry(7));
        entries.shrink_to(10);
        assert!(entries.capacity() < 100);
        assert_eq!(*entries, [entry(7)]);
        entries.reserve_exact(5000);
        assert!(entries.capacity() >= 5000);
        assert!(entries.slots(usize::MAX).len() < 5000);
    }
}
