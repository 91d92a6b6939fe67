//! Searching for the bytes that mean something.

use crate::names::{is_ncname_char, is_ncname_start};

/// The first byte from `from` on that character data cannot simply go over: `<`, `&`, `>`, a control character, or the
/// first byte of a character from U+F000 on, where the noncharacters are. `end` if there is none.
pub(super) fn text(bytes: &[u8], from: usize, end: usize) -> usize {
    find(bytes, from, end, |byte| {
        byte < b' ' || byte == b'<' || byte == b'&' || byte == b'>' || byte == 0xEF
    })
}

/// The same for the inside of a CDATA section, which only `]]>` ends.
pub(super) fn cdata(bytes: &[u8], from: usize, end: usize) -> usize {
    find(bytes, from, end, |byte| {
        byte < b' ' || byte == b'>' || byte == 0xEF
    })
}

/// The same for an attribute value in quotes of that kind.
pub(super) fn value(bytes: &[u8], from: usize, end: usize, quote: u8) -> usize {
    find(bytes, from, end, |byte| {
        byte < b' ' || byte == quote || byte == b'<' || byte == b'&' || byte == 0xEF
    })
}

/// The first byte from `from` on that is not white space (XML 1.0 §2.3).
pub(super) fn white_space(bytes: &[u8], from: usize, end: usize) -> usize {
    find(bytes, from, end, |byte| !is_white_space(byte))
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

/// Blocks are tested as a whole, in a form that compilers turn into vector instructions; the hit is then found by byte.
#[inline]
fn find(bytes: &[u8], from: usize, end: usize, stops: impl Fn(u8) -> bool) -> usize {
    const BLOCK: usize = 32;
    let mut at = from;
    while let Some(block) = bytes[at..end].first_chunk::<BLOCK>() {
        if block.iter().fold(false, |any, &byte| any | stops(byte)) {
            break;
        }
        at += BLOCK;
    }
    let mut rest = bytes[at..end].iter();
    let found = rest.position(|&byte| stops(byte));
    let found = found.map_or(end, |found| at + found);
    looked(found - from);
    found
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
