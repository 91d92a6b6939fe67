//! Searching for the bytes that mean something.

use crate::block::{self, BLOCK, Block, Look, Stops, by_processor, find, find_long, looked};
use crate::names::{is_name_start, is_plain_name};

/// The first byte from `from` on that character data cannot simply go over: `<`, `&`, `>`, a control character, or the
/// first byte of a character from U+F000 on, where the noncharacters are. `end` if there is none.
#[inline]
pub(super) fn text(bytes: &[u8], from: usize, end: usize) -> usize {
    find::<InText>(bytes, from, end)
}

/// The same for the inside of a CDATA section, which only `]]>` ends.
pub(super) fn cdata(bytes: &[u8], from: usize, end: usize) -> usize {
    find::<InCdata>(bytes, from, end)
}

/// The same for an attribute value in quotes of that kind.
#[inline(always)]
pub(super) fn value(bytes: &[u8], from: usize, end: usize, quote: u8) -> usize {
    if quote == b'"' {
        return find::<InValue<b'"'>>(bytes, from, end);
    }
    find::<InValue<b'\''>>(bytes, from, end)
}

/// The same, where the value is a long one for all that is known.
pub(super) fn long_value(bytes: &[u8], from: usize, quote: u8) -> usize {
    if quote == b'"' {
        return find_long::<InValue<b'"'>>(bytes, from);
    }
    find_long::<InValue<b'\''>>(bytes, from)
}

by_processor! {
    /// How many bytes at the beginning are known to stop neither character data nor a value in quotes of that kind.
    #[inline(never)]
    pub(super) fn quiet(bytes: &[u8], in_text: bool, quote: u8) -> usize {
        match quote {
            _ if in_text => block::quiet::<InText>(bytes),
            b'"' => block::quiet::<InValue<b'"'>>(bytes),
            _ => block::quiet::<InValue<b'\''>>(bytes),
        }
    }
}

pub(super) struct InText;

impl Stops for InText {
    #[inline(always)]
    fn marks<L: Look>(bytes: L) -> L::Marks {
        // `<` and `>` differ in one bit.
        bytes.between(0, 0x1F) | bytes.with(2).is(b'>') | (bytes.is(b'&') | bytes.is(0xEF))
    }
}

/// What means something in character data or in a value in quotes of either kind.
pub(super) struct InEither;

impl Stops for InEither {
    #[inline(always)]
    fn marks<L: Look>(bytes: L) -> L::Marks {
        // `&` and `'` differ in one bit, as `<` and `>` do.
        let quotes = bytes.with(1).is(b'\'') | bytes.is(b'"');
        bytes.between(0, 0x1F) | bytes.with(2).is(b'>') | (quotes | bytes.is(0xEF))
    }
}

/// What is no letter of ASCII.
pub(super) struct NoLetter;

impl Stops for NoLetter {
    #[inline(always)]
    fn marks<L: Look>(bytes: L) -> L::Marks {
        let lower = bytes.with(0x20);
        lower.between(0, b'a' - 1) | lower.between(b'z' + 1, u8::MAX)
    }
}

struct InCdata;

impl Stops for InCdata {
    #[inline(always)]
    fn marks<L: Look>(bytes: L) -> L::Marks {
        bytes.between(0, 0x1F) | bytes.is(b'>') | bytes.is(0xEF)
    }
}

struct InValue<const QUOTE: u8>;

impl<const QUOTE: u8> InValue<QUOTE> {
    /// Either quote differs from `&` in one bit.
    const BIT: u8 = QUOTE ^ b'&';
}

impl<const QUOTE: u8> Stops for InValue<QUOTE> {
    #[inline(always)]
    fn marks<L: Look>(bytes: L) -> L::Marks {
        let quote = bytes.with(Self::BIT).is(b'&' | Self::BIT);
        bytes.between(0, 0x1F) | quote | (bytes.is(b'<') | bytes.is(0xEF))
    }
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
    from + rest.take_while(|&&byte| is_plain_name(byte)).count()
}

/// A name that is there as a whole, in ASCII, with at most one colon.
pub(super) struct PlainName {
    /// Behind its last byte.
    pub(super) end: usize,
    /// Bytes of its prefix, colon included.
    pub(super) prefix: usize,
}

/// The name that begins at `from`, if it is such a one and something follows it; what that is is for the caller to judge.
#[inline(always)]
pub(super) fn plain_name(bytes: &[u8], from: usize) -> Option<PlainName> {
    let (mut part, mut at) = (from, from);
    let end = loop {
        let length = match bytes.get(at..)?.first_chunk() {
            Some(block) => name_marks(Block::of(block)).first_other(),
            None => last_of_name(&bytes[at..]),
        };
        at += length;
        if length == BLOCK {
            continue;
        }
        let next = *bytes.get(at)?;
        if at == part || !is_name_start(bytes[part]) {
            return None;
        }
        if next != b':' || part != from {
            break at;
        }
        at += 1;
        part = at;
    };
    looked(end - from);
    Some(PlainName {
        end,
        prefix: part - from,
    })
}

/// How many bytes of a name there are, where there is less than a block.
#[cold]
fn last_of_name(bytes: &[u8]) -> usize {
    let others = bytes.iter().position(|&byte| !is_plain_name(byte));
    others.unwrap_or(bytes.len())
}

/// Marks the ASCII characters of a name.
#[inline(always)]
fn name_marks<L: Look>(bytes: L) -> L::Marks {
    bytes.with(0x20).between(b'a', b'z')
        | bytes.between(b'-', b'.')
        | (bytes.between(b'0', b'9') | bytes.is(b'_'))
}

/// Whether that may be all of a name that is there: nothing, or the ASCII characters of one without a colon.
pub(super) fn begins_name(bytes: &[u8]) -> bool {
    bytes.is_empty() || short_name_begun(bytes) == bytes.len()
}

/// Whether that is the plain beginning of an attribute: all of it but the quote that ends it may be there.
pub(super) fn begins_attribute(bytes: &[u8]) -> bool {
    let name = short_name_begun(bytes);
    match bytes[name..] {
        [] => true,
        [b'='] => name > 0,
        [b'=', quote @ (b'\'' | b'"'), ref begun @ ..] => {
            name > 0 && value(begun, 0, begun.len(), quote) == begun.len()
        }
        _ => false,
    }
}

/// How many ASCII characters of a name without a colon there are.
fn short_name_begun(bytes: &[u8]) -> usize {
    if !bytes.first().is_some_and(|&first| is_name_start(first)) {
        return 0;
    }
    ascii_name(bytes, 0, bytes.len())
}

/// How many letters of ASCII and hyphens stand from `from` on: most names are made of them. [`BLOCK`] for as many or more, 0 where
/// there is less than a block.
#[inline(always)]
pub(super) fn letters(bytes: &[u8], from: usize) -> usize {
    let Some(block) = bytes.get(from..).and_then(<[u8]>::first_chunk) else {
        return 0;
    };
    let block = Block::of(block);
    (block.with(0x20).between(b'a', b'z') | block.is(b'-')).first_other()
}

/// How many letters of ASCII and hyphens a block begins with, the first of which is a letter: most names are that. 0 if there is none.
#[inline(always)]
pub(super) fn plain_letters(block: &[u8; BLOCK]) -> usize {
    let mut hyphens = [b'-'; BLOCK];
    hyphens[0] = b'a';
    let block = Block::of(block);
    (block.with(0x20).between(b'a', b'z') | block.equal(Block::of(&hyphens))).first_other()
}

/// How much white space stands at `at` up to a `<`, as it does between tags on lines of their own: up to two blocks of it. 0 where something
/// else is there, a carriage return included, and where less than a block is left.
#[inline(never)]
pub(super) fn indent(bytes: &[u8], at: usize) -> usize {
    let white = white(bytes, at);
    match bytes.get(at + white) {
        Some(b'<') => white,
        _ => 0,
    }
}

/// How much of the white space at `at` stands before what the loop knows in a start tag: the last space before an attribute on a line of
/// its own, or the end of the tag. 0 as for [`indent`].
#[inline(never)]
pub(super) fn indent_in_tag(bytes: &[u8], at: usize) -> usize {
    let white = white(bytes, at);
    match bytes.get(at + white) {
        Some(b'/' | b'>') => white,
        Some(_) if bytes[..at + white].ends_with(b" ") => white.saturating_sub(1),
        _ => 0,
    }
}

/// How much white space there is, carriage returns left out: up to two blocks, and 0 where less than a block is left behind it.
#[inline(always)]
fn white(bytes: &[u8], at: usize) -> usize {
    let mut behind = at;
    for _ in 0..2 {
        let Some(block) = bytes.get(behind..).and_then(<[u8]>::first_chunk) else {
            return 0;
        };
        let block = Block::of(block);
        let white = (block.is(b' ') | block.is(b'\n') | block.is(b'\t')).first_other();
        behind += white;
        if white < BLOCK {
            break;
        }
    }
    looked(behind - at);
    behind - at
}

/// Bytes of the ASCII name without a colon that begins there, if there is one and it is shorter than a block.
#[cold]
#[inline(never)]
pub(super) fn short_name(bytes: &[u8]) -> usize {
    if !bytes.first().is_some_and(|&first| is_name_start(first)) {
        return 0;
    }
    let block = bytes.iter().take(BLOCK);
    let length = block.take_while(|&&byte| is_plain_name(byte)).count();
    if length < BLOCK { length } else { 0 }
}

/// Whether character data goes on over the byte, and nothing else can be said of it.
#[inline]
pub(super) fn is_plain_text(byte: u8) -> bool {
    !InText::marks(byte)
}

/// The same of a value in quotes of that kind.
#[inline]
pub(super) fn is_plain_value(byte: u8, quote: u8) -> bool {
    !(InValue::<b'"'>::marks(byte) || byte == quote)
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
    fn white_space_between_tags_is_seen_as_far_as_two_blocks() {
        for length in 0..40 {
            let white = ["\n", &" \t\n".repeat(20)].concat();
            let white = &white[..length];
            let behind = "<name/> and so on";
            let text = [white, behind].concat();
            let expected = if length <= 2 * BLOCK { length } else { 0 };
            assert_eq!(indent(text.as_bytes(), 0), expected, "{length}");
            for other in ["\r", "a", "&", "\u{a0}"] {
                let text = [white, other, behind].concat();
                assert_eq!(indent(text.as_bytes(), 0), 0, "{length} {other:?}");
            }
        }
        assert_eq!(indent(b"\n <a/>", 0), 0, "there is less than a block");
    }

    #[test]
    fn plain_names_end_where_the_table_says() {
        for byte in 0..=255_u8 {
            for place in 0..20 {
                let mut bytes = [b'n'; 32];
                bytes[place] = byte;
                bytes[21] = b'=';
                let found = plain_name(&bytes, 0).map(|name| (name.end, name.prefix));
                let expected = match (byte, place) {
                    (b':', 1..) => Some((21, place + 1)),
                    (_, 0) if !is_name_start(byte) => None,
                    _ if !is_plain_name(byte) => Some((place, 0)),
                    _ => Some((21, 0)),
                };
                assert_eq!(found, expected, "{byte:#x} at {place}");
            }
        }
        for length in 1..40 {
            let name = "n".repeat(length);
            assert!(
                plain_name(name.as_bytes(), 0).is_none(),
                "it may go on: {name}"
            );
            let ended = plain_name([&name, "="].concat().as_bytes(), 0);
            assert_eq!(ended.map(|name| name.end), Some(length));
        }
        assert!(plain_name(b"1='1'/>", 0).is_none());
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
