//! Searching for the bytes that mean something.

use crate::names::{is_ncname_char, is_ncname_start};

/// The first byte from `from` on that character data cannot simply go over: `<`, `&`, `>`, a control character, or the
/// first byte of a character from U+F000 on, where the noncharacters are. `end` if there is none.
pub(super) fn text(bytes: &[u8], from: usize, end: usize) -> usize {
    // `<` and `>` differ in one bit.
    find(bytes, from, end, |byte| {
        (byte < b' ') | (byte | 2 == b'>') | (byte == b'&') | (byte == 0xEF)
    })
}

/// The same for the inside of a CDATA section, which only `]]>` ends.
pub(super) fn cdata(bytes: &[u8], from: usize, end: usize) -> usize {
    find(bytes, from, end, |byte| {
        (byte < b' ') | (byte == b'>') | (byte == 0xEF)
    })
}

/// The same for an attribute value in quotes of that kind.
#[inline(always)]
pub(super) fn value(bytes: &[u8], from: usize, end: usize, quote: u8) -> usize {
    // Either quote differs from `&` in one bit.
    let bit = quote ^ b'&';
    find(bytes, from, end, |byte| {
        (byte < b' ') | (byte | bit == b'&' | bit) | (byte == b'<') | (byte == 0xEF)
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

/// A name that is there as a whole, in ASCII, with at most one colon.
pub(super) struct PlainName {
    /// Behind its last byte.
    pub(super) end: usize,
    /// Bytes of its prefix, colon included.
    pub(super) prefix: usize,
    /// Its first eight bytes, 0 behind its end or its prefix: names that differ mostly differ in it.
    pub(super) key: u64,
}

/// The name that begins at `from`, if it is such a one; what stands behind it is for the caller to judge. Where only a
/// few bytes are left there is none.
#[inline(always)]
pub(super) fn plain_name(bytes: &[u8], from: usize) -> Option<PlainName> {
    let first = u64::from_le_bytes(*bytes.get(from..)?.first_chunk()?);
    let mut at = from;
    let mut others = no_name_bytes(first);
    let key = first & ((others & others.wrapping_neg()) >> 7).wrapping_sub(1);
    let mut part = from;
    loop {
        while others == 0 {
            at += 8;
            others = no_name_bytes(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?));
        }
        at += others.trailing_zeros() as usize / 8;
        if at == part || !is_name_start(bytes[part]) {
            return None;
        }
        if bytes[at] != b':' || part != from {
            break;
        }
        at += 1;
        part = at;
        others = no_name_bytes(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?));
    }
    looked(at - from);
    Some(PlainName {
        end: at,
        prefix: part - from,
        key,
    })
}

/// Marks the bytes that are no ASCII characters of a name, each rightly.
const fn no_name_bytes(word: u64) -> u64 {
    const LOW: u64 = every(0x7F);
    let low = word & LOW;
    // The top bit of a sum says that the byte is at least so much: no sum of seven bits carries into the next byte.
    let letters = low | every(0x20);
    let letter = (letters + every(0x80 - b'a')) & !(letters + every(0x7F - b'z'));
    let digit = (low + every(0x80 - b'-')) & !(low + every(0x7F - b'9'));
    let slash = !((low ^ every(b'/')) + LOW);
    let underscore = !((low ^ every(b'_')) + LOW);
    (!(letter | (digit & !slash) | underscore) | word) & every(0x80)
}

/// The first byte that stops a scan.
///
/// Sixteen bytes at a time: a compiler makes vector instructions of these loops. Most runs end in the first or second
/// block; long ones are gone over in larger blocks.
#[inline(always)]
fn find(bytes: &[u8], from: usize, end: usize, stops: impl Fn(u8) -> bool) -> usize {
    const BLOCK: usize = 16;
    const LONG: usize = 64;
    if from >= end {
        return from; // the end has moved before it: limits were lowered
    }
    let bytes = &bytes[..end];
    let mut at = from;
    while let Some(block) = bytes[at..].first_chunk::<BLOCK>() {
        let marks = std::array::from_fn(|index| if stops(block[index]) { 0xFF } else { 0 });
        let marks = u128::from_le_bytes(marks);
        if marks != 0 {
            at += marks.trailing_zeros() as usize / 8;
            looked(at - from);
            return at;
        }
        at += BLOCK;
        if at - from == 2 * BLOCK {
            while let Some(block) = bytes[at..].first_chunk::<LONG>() {
                if block.iter().fold(false, |any, &byte| any | stops(byte)) {
                    break;
                }
                at += LONG;
            }
        }
    }
    while at < end && !stops(bytes[at]) {
        at += 1;
    }
    looked(at - from);
    at
}

/// A word of that byte eight times.
const fn every(byte: u8) -> u64 {
    u64::MAX / 0xFF * byte as u64
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
    fn blocks_and_bytes_agree_on_every_byte() {
        type Scan = fn(&[u8], usize) -> usize;
        let stops: [(&[u8], Scan); 4] = [
            (b"<>&", |bytes, end| text(bytes, 0, end)),
            (b">", |bytes, end| cdata(bytes, 0, end)),
            (b"<&\"", |bytes, end| value(bytes, 0, end, b'"')),
            (b"<&'", |bytes, end| value(bytes, 0, end, b'\'')),
        ];
        for (own, find) in stops {
            for byte in 0..=255 {
                let stops = byte < b' ' || byte == 0xEF || own.contains(&byte);
                for (place, length) in [(0, 16), (15, 16), (5, 15), (20, 40), (50, 100), (99, 100)]
                {
                    for around in [b'a', 0x80, 0xFF, b'!'] {
                        let mut bytes = vec![around; length];
                        bytes[place] = byte;
                        let expected = if stops { place } else { length };
                        assert_eq!(
                            find(&bytes, length),
                            expected,
                            "{byte:#x} among {around:#x}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn plain_names_end_where_the_table_says() {
        for byte in 0..=255_u8 {
            for place in 0..20 {
                let mut bytes = [b'n'; 32];
                bytes[place] = byte;
                bytes[21] = b'=';
                let of_name = NAME[byte as usize];
                let found = plain_name(&bytes, 0).map(|name| (name.end, name.prefix));
                let expected = match (byte, place) {
                    (b':', 1..) => Some((21, place + 1)),
                    (_, 0) if of_name & 1 == 0 => None,
                    _ if of_name & 2 == 0 => Some((place, 0)),
                    _ => Some((21, 0)),
                };
                assert_eq!(found, expected, "{byte:#x} at {place}");
            }
        }
        let key = |name: &[u8]| plain_name(&[name, b"=12345678"].concat(), 0).map(|name| name.key);
        assert_eq!(key(b"from"), key(b"from"));
        assert_ne!(key(b"from"), key(b"frog"));
        assert_ne!(key(b"n"), key(b"nn"));
        assert_eq!(key(b"1"), None);
        assert_eq!(plain_name(b"n='1'/>", 0).map(|name| name.end), None);
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
