//! Searching for the bytes that mean something.

use crate::names::{is_ncname_char, is_ncname_start};

/// The first byte from `from` on that character data cannot simply go over: `<`, `&`, `>`, a control character, or the
/// first byte of a character from U+F000 on, where the noncharacters are. `end` if there is none.
pub(super) fn text(bytes: &[u8], from: usize, end: usize) -> usize {
    let words = |word| {
        below(word, b' ')
            | equal(word, b'<')
            | equal(word, b'&')
            | equal(word, b'>')
            | equal(word, 0xEF)
    };
    find(bytes, from, end, words, |byte| {
        (byte < b' ') | (byte == b'<') | (byte == b'&') | (byte == b'>') | (byte == 0xEF)
    })
}

/// The same for the inside of a CDATA section, which only `]]>` ends.
pub(super) fn cdata(bytes: &[u8], from: usize, end: usize) -> usize {
    let words = |word| below(word, b' ') | equal(word, b'>') | equal(word, 0xEF);
    find(bytes, from, end, words, |byte| {
        (byte < b' ') | (byte == b'>') | (byte == 0xEF)
    })
}

/// The same for an attribute value in quotes of that kind.
pub(super) fn value(bytes: &[u8], from: usize, end: usize, quote: u8) -> usize {
    let words = |word| {
        below(word, b' ')
            | equal(word, quote)
            | equal(word, b'<')
            | equal(word, b'&')
            | equal(word, 0xEF)
    };
    find(bytes, from, end, words, |byte| {
        (byte < b' ') | (byte == quote) | (byte == b'<') | (byte == b'&') | (byte == 0xEF)
    })
}

/// The first byte from `from` on that is not white space (XML 1.0 §2.3).
pub(super) fn white_space(bytes: &[u8], from: usize, end: usize) -> usize {
    let rest = bytes[from..end].iter();
    let found = from + rest.take_while(|&&byte| is_white_space(byte)).count();
    looked(found - from);
    found
}

pub(super) const fn is_white_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The first byte from `from` on that is no ASCII character of a name; colons are none here.
pub(super) fn ascii_name(bytes: &[u8], from: usize, end: usize) -> usize {
    let rest = bytes[from..end].iter();
    from + rest
        .take_while(|&&byte| NAME[byte as usize] & 2 != 0)
        .count()
}

/// Whether an ASCII byte may start a name without a colon.
pub(super) const fn is_name_start(byte: u8) -> bool {
    NAME[byte as usize] & 1 != 0
}

/// For each byte: 1 where it may start a name, 2 where it may go on with one. Bytes that are not ASCII have neither.
const NAME: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        let character = byte as u8 as char;
        table[byte] = is_ncname_start(character) as u8 | (is_ncname_char(character) as u8) << 1;
        byte += 1;
    }
    table
};

/// The first byte that stops a scan. `words` marks such bytes of a word in their highest bits, the first one rightly;
/// `stops` says the same of one byte.
///
/// Most runs are short: they are looked at eight bytes at a time. Long ones then in blocks, which compilers turn into
/// vector instructions.
#[inline]
fn find(
    bytes: &[u8],
    from: usize,
    end: usize,
    words: impl Fn(u64) -> u64,
    stops: impl Fn(u8) -> bool,
) -> usize {
    const SHORT: usize = 4 * 8;
    const BLOCK: usize = 32;
    if from >= end {
        return from; // the end has moved before it: limits were lowered
    }
    let mut at = from;
    let mut long = from.saturating_add(SHORT);
    while let Some(word) = bytes[at..end].first_chunk::<8>() {
        let found = words(u64::from_le_bytes(*word));
        if found != 0 {
            at += found.trailing_zeros() as usize / 8;
            looked(at - from);
            return at;
        }
        at += 8;
        if at >= long {
            while let Some(block) = bytes[at..end].first_chunk::<BLOCK>() {
                if block.iter().fold(false, |any, &byte| any | stops(byte)) {
                    break;
                }
                at += BLOCK;
            }
            long = usize::MAX;
        }
    }
    while at < end && !stops(bytes[at]) {
        at += 1;
    }
    looked(at - from);
    at
}

const ONES: u64 = u64::MAX / 0xFF;

/// Marks the bytes of a word that are `byte`; a mark above the first one may be wrong.
const fn equal(word: u64, byte: u8) -> u64 {
    below(word ^ (ONES * byte as u64), 1)
}

/// Marks the bytes of a word that are below `byte`, at most 128; a mark above the first one may be wrong.
const fn below(word: u64, byte: u8) -> u64 {
    word.wrapping_sub(ONES * byte as u64) & !word & (ONES << 7)
}

#[cfg(test)]
thread_local! {
    /// Bytes looked at, for the test that none is looked at twice.
    pub(super) static LOOKED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Counts bytes looked at, in tests.
#[inline]
fn looked(_bytes: usize) {
    #[cfg(test)]
    LOOKED.set(LOOKED.get() + _bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_bytes_agree_on_every_byte() {
        for byte in 0..=255 {
            for place in 0..8 {
                for around in [b'a', 0x80, 0xFF, b'!'] {
                    let mut bytes = [around; 16];
                    bytes[place] = byte;
                    // The first eight bytes are looked at as a word, and byte by byte where there are no more than seven.
                    let all = |end| {
                        [
                            text(&bytes, 0, end),
                            cdata(&bytes, 0, end),
                            value(&bytes, 0, end, b'"'),
                        ]
                    };
                    let short = all(7).map(|found| if found == 7 { 16 } else { found });
                    if place < 7 {
                        assert_eq!(all(16), short, "{byte:#x} at {place} among {around:#x}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_first_stop_is_found_wherever_it_stands() {
        for at in 0..100 {
            let mut bytes = vec![b'a'; 100];
            bytes[at] = b'<';
            assert_eq!(text(&bytes, 0, 100), at);
            assert_eq!(value(&bytes, at / 2, 100, b'"'), at);
            assert_eq!(text(&bytes, 0, at), at);
            bytes[at] = b' ';
            assert_eq!(ascii_name(&bytes, 0, 100), at);
            bytes.fill(b'\n');
            bytes[at] = b'.';
            assert_eq!(white_space(&bytes, 0, 100), at);
        }
    }
}
