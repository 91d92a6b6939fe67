//! Sixteen bytes looked at together, and the search for those that mean something.
//!
//! What is asked of bytes is written once, for one byte and for sixteen: see [`Look`]. On x86-64 sixteen bytes are a register of
//! SSE2, which every such processor has. Elsewhere they are an array, of which compilers make vector instructions as well as they
//! can: not so well, above all where the first mark is looked for.

use std::ops::BitOr;

/// Bytes in a block.
pub const BLOCK: usize = 16;

/// The [bits](Marks::bits) of all bytes of a block.
pub const ALL: u32 = (1 << BLOCK) - 1;

/// Less than a block, with zeros behind.
#[inline]
pub fn padded_block(text: &[u8]) -> [u8; BLOCK] {
    let (first, last) = match (text.first_chunk(), text.last_chunk()) {
        (Some(first), Some(last)) => {
            let behind = u64::from_le_bytes(*last) >> 8 >> (8 * (BLOCK - 1 - text.len()));
            (u64::from_le_bytes(*first), behind)
        }
        _ => {
            let bytes = text.iter().rev();
            let word = bytes.fold(0, |word, &byte| word << 8 | u64::from(byte));
            (word, 0)
        }
    };
    (u128::from(first) | u128::from(last) << 64).to_le_bytes()
}

/// Compiles a function twice, and asks at run time, once, which of them this processor can run: for loops over windows, and all that is
/// in line in them. On x86-64 the later processors have vectors of 32 bytes, and fewer instructions to find bits and to take them off.
#[cfg(feature = "runtime-dispatch")]
macro_rules! by_processor {
    ($($function:tt)*) => {
        #[multiversion::multiversion(
            targets("x86_64+avx2+bmi1+bmi2+lzcnt+popcnt"),
            dispatcher = "direct"
        )]
        $($function)*
    };
}

/// Compiles a function for any processor of the platform.
#[cfg(not(feature = "runtime-dispatch"))]
macro_rules! by_processor {
    ($($function:tt)*) => {
        $($function)*
    };
}

pub(crate) use by_processor;

/// One byte or a block of them, of which the same is asked.
pub trait Look: Copy {
    /// Which of the bytes are so.
    type Marks: BitOr<Output = Self::Marks>;

    /// Equal to that byte.
    fn is(self, byte: u8) -> Self::Marks;

    /// In that range, both ends included.
    fn between(self, first: u8, last: u8) -> Self::Marks;

    /// The bytes with those bits set.
    fn with(self, bits: u8) -> Self;
}

impl Look for u8 {
    type Marks = bool;

    #[inline(always)]
    fn is(self, byte: u8) -> bool {
        self == byte
    }

    #[inline(always)]
    fn between(self, first: u8, last: u8) -> bool {
        self.wrapping_sub(first) <= last - first
    }

    #[inline(always)]
    fn with(self, bits: u8) -> Self {
        self | bits
    }
}

pub use lanes::{Block, Marks};

#[cfg(target_arch = "x86_64")]
mod lanes {
    use super::{BLOCK, Look};
    use safe_arch::{
        cmp_eq_mask_i8_m128i, m128i, min_u8_m128i, move_mask_i8_m128i, set_splat_i8_m128i,
        sub_i8_m128i,
    };
    use std::ops::BitOr;

    /// A block of bytes.
    #[derive(Clone, Copy)]
    pub struct Block(m128i);

    /// Which bytes of a block are as was asked.
    #[derive(Clone, Copy)]
    pub struct Marks(m128i);

    impl Block {
        #[inline(always)]
        pub fn of(bytes: &[u8; BLOCK]) -> Self {
            Self(m128i::from(*bytes))
        }

        /// Equal to the byte of the other at the same place.
        #[inline(always)]
        pub fn equal(self, other: Self) -> Marks {
            Marks(cmp_eq_mask_i8_m128i(self.0, other.0))
        }
    }

    impl Look for Block {
        type Marks = Marks;

        #[inline(always)]
        fn is(self, byte: u8) -> Marks {
            Marks(cmp_eq_mask_i8_m128i(self.0, every(byte)))
        }

        #[inline(always)]
        fn between(self, first: u8, last: u8) -> Marks {
            let above = sub_i8_m128i(self.0, every(first));
            Marks(cmp_eq_mask_i8_m128i(
                min_u8_m128i(above, every(last - first)),
                above,
            ))
        }

        #[inline(always)]
        fn with(self, bits: u8) -> Self {
            Self(self.0 | every(bits))
        }
    }

    impl Marks {
        /// The index of the first byte that is marked, [`BLOCK`] if none is.
        #[inline(always)]
        pub fn first(self) -> usize {
            (self.bits() | 1 << BLOCK).trailing_zeros() as usize
        }

        /// The same of the first byte that is not.
        #[inline(always)]
        pub fn first_other(self) -> usize {
            (!self.bits()).trailing_zeros() as usize
        }

        #[inline(always)]
        pub fn any(self) -> bool {
            self.bits() != 0
        }

        /// A bit for each byte, the first the lowest.
        #[inline(always)]
        pub fn bits(self) -> u32 {
            move_mask_i8_m128i(self.0) as u32
        }
    }

    impl BitOr for Marks {
        type Output = Self;

        #[inline(always)]
        fn bitor(self, other: Self) -> Self {
            Self(self.0 | other.0)
        }
    }

    #[inline(always)]
    fn every(byte: u8) -> m128i {
        set_splat_i8_m128i(byte as i8)
    }
}

#[cfg(not(target_arch = "x86_64"))]
use array as lanes;

/// Blocks where nothing is known of the processor.
#[cfg(any(test, not(target_arch = "x86_64")))]
#[cfg_attr(
    target_arch = "x86_64",
    allow(unreachable_pub, reason = "here it is a test's")
)]
mod array {
    use super::{BLOCK, Look};
    use std::array::from_fn;
    use std::ops::BitOr;

    /// A block of bytes.
    #[derive(Clone, Copy)]
    pub struct Block([u8; BLOCK]);

    /// Which bytes of a block are as was asked: all bits of those are set.
    #[derive(Clone, Copy)]
    pub struct Marks([u8; BLOCK]);

    impl Block {
        #[inline(always)]
        pub fn of(bytes: &[u8; BLOCK]) -> Self {
            Self(*bytes)
        }

        /// Equal to the byte of the other at the same place.
        #[inline(always)]
        pub fn equal(self, other: Self) -> Marks {
            Marks(from_fn(
                |at| if self.0[at] == other.0[at] { 0xFF } else { 0 },
            ))
        }

        #[inline(always)]
        fn marks(self, is_so: impl Fn(u8) -> bool) -> Marks {
            Marks(from_fn(|at| if is_so(self.0[at]) { 0xFF } else { 0 }))
        }
    }

    impl Look for Block {
        type Marks = Marks;

        #[inline(always)]
        fn is(self, byte: u8) -> Marks {
            self.marks(|own| own.is(byte))
        }

        #[inline(always)]
        fn between(self, first: u8, last: u8) -> Marks {
            self.marks(|own| own.between(first, last))
        }

        #[inline(always)]
        fn with(self, bits: u8) -> Self {
            Self(self.0.map(|own| own.with(bits)))
        }
    }

    impl Marks {
        /// The index of the first byte that is marked, [`BLOCK`] if none is.
        #[inline(always)]
        pub fn first(self) -> usize {
            u128::from_le_bytes(self.0).trailing_zeros() as usize / 8
        }

        /// The same of the first byte that is not.
        #[inline(always)]
        pub fn first_other(self) -> usize {
            (!u128::from_le_bytes(self.0)).trailing_zeros() as usize / 8
        }

        #[inline(always)]
        pub fn any(self) -> bool {
            u128::from_le_bytes(self.0) != 0
        }

        /// A bit for each byte, the first the lowest.
        #[inline(always)]
        pub fn bits(self) -> u32 {
            let marks = self.0.iter().rev();
            marks.fold(0, |bits, &mark| bits << 1 | u32::from(mark & 1))
        }
    }

    impl BitOr for Marks {
        type Output = Self;

        #[inline(always)]
        fn bitor(self, other: Self) -> Self {
            Self(from_fn(|at| self.0[at] | other.0[at]))
        }
    }
}

/// What stops a scan.
pub(crate) trait Stops {
    fn marks<L: Look>(bytes: L) -> L::Marks;
}

/// Bytes in a window: as many as a word has bits.
pub(crate) const WINDOW: usize = 4 * BLOCK;

/// A bit for each byte of a window that stops a scan, the first the lowest.
#[inline(always)]
pub(crate) fn stops_in<S: Stops>(window: &[u8; WINDOW]) -> u64 {
    let (blocks, _) = window.as_chunks::<BLOCK>();
    let bits = |at: usize| u64::from(S::marks(Block::of(&blocks[at])).bits());
    (bits(0) | bits(1) << BLOCK) | (bits(2) << (2 * BLOCK) | bits(3) << (3 * BLOCK))
}

/// How many bytes the first windows have in all that hold no stop: which bytes stop is not asked there, and long runs are mostly such.
#[inline(always)]
pub(crate) fn quiet<S: Stops>(bytes: &[u8]) -> usize {
    let (windows, _) = bytes.as_chunks::<WINDOW>();
    let stops = windows.iter().position(|window| {
        let (blocks, _) = window.as_chunks::<BLOCK>();
        let marks = |at: usize| S::marks(Block::of(&blocks[at]));
        (marks(0) | marks(1) | (marks(2) | marks(3))).any()
    });
    let length = WINDOW * stops.unwrap_or(windows.len());
    looked(length);
    length
}

/// A bit for each of up to 64 bytes from `at` on that stops a scan, and which byte the first bit is for: one before `at`, where less
/// than a window is left.
#[inline(always)]
pub(crate) fn window<S: Stops>(bytes: &[u8], at: usize) -> (usize, u64) {
    if let Some(window) = bytes[at..].first_chunk() {
        return (at, stops_in::<S>(window));
    }
    let stops = match bytes.last_chunk() {
        Some(window) => stops_in::<S>(window),
        None => stops_in::<S>(&padded(bytes)) & !(u64::MAX << bytes.len()),
    };
    let base = bytes.len().saturating_sub(WINDOW);
    (base, stops & u64::MAX << (at - base))
}

/// Less than a window, with zeros behind.
#[cold]
pub(crate) fn padded(bytes: &[u8]) -> [u8; WINDOW] {
    let mut window = [0; WINDOW];
    window[..bytes.len()].copy_from_slice(bytes);
    window
}

/// The first byte that stops a scan.
///
/// Sixteen bytes at a time. Most runs end in the first or second block; long ones are gone over four blocks at once.
#[inline(always)]
pub(crate) fn find<S: Stops>(bytes: &[u8], from: usize, end: usize) -> usize {
    if from >= end {
        return from; // the end has moved before it: limits were lowered
    }
    let bytes = &bytes[..end];
    let mut at = from;
    while let Some(block) = bytes[at..].first_chunk() {
        let marks = S::marks(Block::of(block));
        if marks.any() {
            at += marks.first();
            looked(at - from);
            return at;
        }
        // Apart from that, so that the next block need not wait for what was found in this one.
        at += BLOCK;
        if at - from == WINDOW {
            looked(WINDOW);
            return find_long::<S>(bytes, at);
        }
    }
    if end - from >= BLOCK {
        // The last bytes, together with some that were gone over already.
        if let Some(block) = bytes.last_chunk() {
            at = end - BLOCK + S::marks(Block::of(block)).first();
        }
    } else {
        while at < end && !S::marks(bytes[at]) {
            at += 1;
        }
    }
    looked(at - from);
    at
}

by_processor! {
    /// The same for a run that is long, for all that is known: 64 bytes at a time.
    #[inline(never)]
    pub(crate) fn find_long<S: Stops>(bytes: &[u8], from: usize) -> usize {
        let mut at = from;
        while at < bytes.len() {
            let (base, stops) = window::<S>(bytes, at);
            if stops != 0 {
                at = base + stops.trailing_zeros() as usize;
                looked(at - from);
                return at;
            }
            at = base + WINDOW;
        }
        at = from.max(bytes.len());
        looked(at - from);
        at
    }
}

/// Whether a short run is known to hold no stop: one of up to four blocks, all of whose bytes are looked at together. Of a longer
/// one nothing is known.
#[inline(always)]
pub(crate) fn holds_none<S: Stops>(bytes: &[u8]) -> bool {
    let marks = |block: Option<&[u8; BLOCK]>| block.map(|block| S::marks(Block::of(block)));
    let (first, last) = (marks(bytes.first_chunk()), marks(bytes.last_chunk()));
    let (Some(first), Some(last)) = (first, last) else {
        return holds_none_in_few::<S>(bytes);
    };
    let ends = first | last;
    match bytes.len() {
        ..=32 => !ends.any(),
        33..=64 => {
            let second = marks(bytes[BLOCK..].first_chunk());
            let third = marks(bytes[..bytes.len() - BLOCK].last_chunk());
            match (second, third) {
                (Some(second), Some(third)) => !(ends | second | third).any(),
                _ => false,
            }
        }
        _ => false,
    }
}

/// The same of less than a block: of its first and its last half, which may overlap.
#[inline(always)]
fn holds_none_in_few<S: Stops>(bytes: &[u8]) -> bool {
    let mut block = [0; BLOCK];
    if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        block[..8].copy_from_slice(first);
        block[8..].copy_from_slice(last);
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        for (at, half) in [first, last, first, last].into_iter().enumerate() {
            block[4 * at..4 * at + 4].copy_from_slice(half);
        }
    } else {
        return !bytes.iter().any(|&byte| S::marks(byte));
    }
    !S::marks(Block::of(&block)).any()
}

#[cfg(test)]
thread_local! {
    /// Bytes looked at, for the test that none is looked at twice.
    pub(crate) static LOOKED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Counts bytes looked at, in tests.
#[inline]
pub(crate) fn looked(_bytes: usize) {
    #[cfg(test)]
    LOOKED.set(LOOKED.get() + _bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Tilde;

    impl Stops for Tilde {
        fn marks<L: Look>(bytes: L) -> L::Marks {
            bytes.is(b'~')
        }
    }

    #[test]
    fn a_stop_anywhere_in_a_short_run_is_seen() {
        for length in 0..=70 {
            let mut bytes = vec![b'a'; length];
            assert_eq!(holds_none::<Tilde>(&bytes), length <= 64, "{length}");
            for place in 0..length {
                bytes[place] = b'~';
                assert!(!holds_none::<Tilde>(&bytes), "{place} of {length}");
                bytes[place] = b'a';
            }
        }
    }

    #[test]
    fn a_window_has_a_bit_for_each_stop() {
        for first in 0..WINDOW {
            for second in 0..WINDOW {
                let mut window = [b'a'; WINDOW];
                window[first] = b'~';
                window[second] = b'~';
                assert_eq!(stops_in::<Tilde>(&window), 1 << first | 1 << second);
            }
        }
    }

    #[test]
    fn blocks_of_either_make_say_what_their_bytes_say() {
        for byte in 0..=255_u8 {
            for place in 0..BLOCK {
                for around in [b'a', b'~', 0, 0x80, 0xFF] {
                    let mut bytes = [around; BLOCK];
                    bytes[place] = byte;
                    let first = |is_so: fn(u8) -> bool| {
                        let found = bytes.iter().position(|&own| is_so(own));
                        found.unwrap_or(BLOCK)
                    };
                    let expected = [
                        first(|own| own == b'~'),
                        first(|own| own.is_ascii_lowercase()),
                        first(|own| own | 2 == b'>'),
                        first(|own| own != 0xFF),
                    ];
                    let blocks = Block::of(&bytes);
                    let found = [
                        blocks.is(b'~').first(),
                        blocks.between(b'a', b'z').first(),
                        blocks.with(2).is(b'>').first(),
                        blocks.is(0xFF).first_other(),
                    ];
                    assert_eq!(found, expected, "{bytes:x?}");
                    let arrays = array::Block::of(&bytes);
                    let found = [
                        arrays.is(b'~').first(),
                        arrays.between(b'a', b'z').first(),
                        arrays.with(2).is(b'>').first(),
                        arrays.is(0xFF).first_other(),
                    ];
                    assert_eq!(found, expected, "{bytes:x?}");
                    assert_eq!(blocks.is(byte).any(), arrays.is(byte).any());
                    assert_eq!(blocks.is(byte).bits(), arrays.is(byte).bits());
                    let other = [b'~'; BLOCK];
                    let equal = blocks.equal(Block::of(&other)).bits();
                    assert_eq!(equal, blocks.is(b'~').bits());
                    assert_eq!(equal, arrays.equal(array::Block::of(&other)).bits());
                }
            }
        }
    }
}
