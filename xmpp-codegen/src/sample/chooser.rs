//! What to take where the schema leaves a choice.

use crate::model::Occurs;

/// How much to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// What is required.
    Minimal,
    /// Everything.
    Maximal,
    /// What the seed says.
    Random(u64),
}

/// Takes decisions, the same ones each time.
#[derive(Clone, Debug)]
pub(super) struct Chooser {
    size: Size,
    state: u64,
    /// How many choices were met: the fullest document takes another alternative each time.
    turns: usize,
}

/// How often something repeated stands in the fullest document.
const MANY: u32 = 2;

impl Chooser {
    pub(super) fn new(size: Size) -> Self {
        let state = match size {
            Size::Random(seed) => seed,
            Size::Minimal | Size::Maximal => 0,
        };
        Self {
            size,
            state,
            turns: 0,
        }
    }

    /// How often to take what may occur so often. What is deep is taken as seldom as can be, so that recursion ends.
    pub(super) fn times(&mut self, occurs: Occurs, deep: bool) -> u32 {
        let max = occurs.max.unwrap_or(u32::MAX);
        let most = max.min(occurs.min.max(MANY));
        match self.size {
            _ if deep => occurs.min,
            Size::Minimal => occurs.min,
            Size::Maximal => most,
            Size::Random(_) => {
                let span = u64::from(most.saturating_sub(occurs.min)) + 1;
                occurs.min + u32::try_from(self.next() % span).unwrap_or(0)
            }
        }
    }

    /// Whether to take what may be absent.
    pub(super) fn takes(&mut self) -> bool {
        match self.size {
            Size::Minimal => false,
            Size::Maximal => true,
            Size::Random(_) => self.next().is_multiple_of(2),
        }
    }

    /// Which of so many to try first.
    pub(super) fn first(&mut self, count: usize, deep: bool) -> usize {
        match self.size {
            _ if deep || count == 0 => 0,
            Size::Minimal => 0,
            Size::Maximal => {
                self.turns += 1;
                (self.turns - 1) % count
            }
            Size::Random(_) => usize::try_from(self.next() % count as u64).unwrap_or(0),
        }
    }

    /// Which value to take of so many, the smallest first.
    pub(super) fn value(&mut self, count: usize) -> usize {
        match self.size {
            Size::Minimal => 0,
            Size::Maximal => count.saturating_sub(1),
            Size::Random(_) => self.first(count, false),
        }
    }

    /// The next number of SplitMix64: enough to look random, and the same everywhere.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.state;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }
}
