//! Characters and names of XML 1.0, fifth edition.

/// Whether two texts that are mostly empty are the same, such as prefixes.
///
/// An empty string may point to where no memory is, and comparing no bytes there takes hundreds of nanoseconds with the `memcmp` of glibc
/// 2.36 on processors with AVX-512. Where both are empty it is not called.
#[inline]
pub(crate) fn same(one: &str, other: &str) -> bool {
    same_bytes(one.as_bytes(), other.as_bytes())
}

/// The same of bytes.
#[inline]
pub(crate) fn same_bytes(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && (one.is_empty() || one == other)
}

/// What a name is told by: its length, and its first eight bytes as one number, to which others may belong behind a shorter name.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct NameKey {
    pub(crate) length: u16,
    pub(crate) word: u64,
}

impl NameKey {
    /// How many bytes the name has.
    pub const fn length(self) -> u16 {
        self.length
    }

    /// Whether both are of names that are as long, and are the same in their first eight bytes.
    #[inline(always)]
    pub(crate) const fn is_like(self, other: Self) -> bool {
        self.length == other.length && self.masked() == other.masked()
    }

    /// The second byte of the name, or what follows a name of one.
    #[inline(always)]
    pub(crate) const fn second_byte(self) -> u8 {
        (self.word >> 8) as u8
    }

    #[inline(always)]
    const fn masked(self) -> u64 {
        masked(self.word, self.length as usize)
    }
}

/// The bytes of a word that belong to a name of that length, which is not empty.
#[inline(always)]
const fn masked(word: u64, length: usize) -> u64 {
    let kept = if length < 8 { length } else { 8 };
    word << ((64 - 8 * kept) & 63)
}

/// The first eight bytes of a name as one number, with zeros behind a shorter one.
pub(crate) const fn name_word(name: &[u8]) -> u64 {
    let (mut word, mut at) = (0, 0);
    while at < name.len() && at < 8 {
        word |= (name[at] as u64) << (8 * at);
        at += 1;
    }
    word
}

/// A name that a program knows, with what it is told by, which is found when the program is compiled.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct KnownName {
    word: u64,
    /// The last eight bytes of a name that has as many.
    last: u64,
    name: &'static str,
}

impl KnownName {
    /// The name.
    pub const fn of(name: &'static str) -> Self {
        let bytes = name.as_bytes();
        Self {
            word: masked(name_word(bytes), bytes.len()),
            last: match bytes.last_chunk() {
                Some(last) => u64::from_le_bytes(*last),
                None => 0,
            },
            name,
        }
    }

    /// Whether a name of that key is this one, which has less than eight bytes: zeros stand for what it has less, and in no other name, so its
    /// length is told as well.
    #[inline(always)]
    pub(crate) const fn is_short(self, key: NameKey) -> bool {
        debug_assert!(
            self.name.len() < 8,
            "more than the first bytes must be asked"
        );
        key.masked() == self.word
    }

    /// Whether a name of that key is this one. Lengths are asked first: of many names one jump tells by them. The name itself is only asked for
    /// where it has more than eight bytes.
    #[inline(always)]
    pub(crate) fn is<'t>(self, key: NameKey, name: impl FnOnce() -> &'t [u8]) -> bool {
        let length = self.name.len();
        usize::from(key.length) == length
            && masked(key.word, length) == self.word
            && (length <= 8 || self.ends(name()))
    }

    /// Whether a name of its length, which begins as it does, is it to the end: up to sixteen bytes that is asked in one step.
    #[inline(always)]
    fn ends(self, name: &[u8]) -> bool {
        if self.name.len() > 16 {
            return name.get(8..) == self.name.as_bytes().get(8..);
        }
        let last = name.last_chunk::<8>();
        last.is_some_and(|last| u64::from_le_bytes(*last) == self.last)
    }
}

/// Whether XML 1.0 §2.2 allows the character in a document.
pub const fn is_xml_char(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// Whether the text is a name without a colon (Namespaces in XML 1.0 §3, `NCName`).
pub fn is_ncname(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.iter().all(|&byte| is_plain_name(byte)) {
        return bytes.first().is_some_and(|&first| is_name_start(first));
    }
    let mut characters = text.chars();
    characters.next().is_some_and(is_ncname_start) && characters.all(is_ncname_char)
}

/// Whether a name without a colon may start with the character (XML 1.0 §2.3, `NameStartChar` without `:`).
pub const fn is_ncname_start(character: char) -> bool {
    matches!(character,
        'A'..='Z' | '_' | 'a'..='z'
        | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}'
        | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

/// Whether a name without a colon may go on with the character (XML 1.0 §2.3, `NameChar` without `:`).
#[inline]
pub const fn is_ncname_char(character: char) -> bool {
    if character.is_ascii() {
        return is_plain_name(character as u8);
    }
    goes_on(character)
}

/// The same, by the production.
const fn goes_on(character: char) -> bool {
    is_ncname_start(character)
        || matches!(character, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// Whether an ASCII byte may start a name without a colon.
pub(crate) const fn is_name_start(byte: u8) -> bool {
    NAME[byte as usize] & 1 != 0
}

/// For each byte: 1 where it may start a name, 2 where it may go on with one. Bytes that are not ASCII have neither.
const NAME: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        let character = byte as u8 as char;
        table[byte] = is_ncname_start(character) as u8 | (goes_on(character) as u8) << 1;
        byte += 1;
    }
    table
};

/// Whether a name that has begun goes on over the byte, which is ASCII then; a colon is none here.
pub(crate) const fn is_plain_name(byte: u8) -> bool {
    NAME[byte as usize] & 2 != 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Limits};

    #[test]
    fn names_are_told_apart_by_their_keys() {
        let names = [
            "a",
            "ab",
            "mechanis",
            "mechanism",
            "mechanisx",
            "mechanisms",
            "xmechanism",
            "a-name-of-fiftee",
            "a-name-of-sixtee",
            "a-name-of-seventy",
            "a-name-on-seventy",
            "ä",
            "äb",
            "a-name-of-more-than-sixteen",
            "a-name-of-more-than-sixteem",
        ];
        for name in names {
            // Where the name ends the text, and where there is more behind it.
            for xml in [
                format!("<{name}/>"),
                format!("<{name} {name}='value'>text</{name}>"),
            ] {
                let document = Document::parse(&xml, Limits::FILE).unwrap();
                let root = document.root();
                let key = root.name_key();
                assert_eq!(usize::from(key.length()), name.len());
                let found: Vec<&str> = names
                    .into_iter()
                    .filter(|known| root.is_named(key, KnownName::of(known)))
                    .collect();
                assert_eq!(found, [name]);
                let mut attributes = root.attributes();
                while let Some((index, key)) = attributes.next_key() {
                    let attribute = root.attributes().at(index);
                    let is_it = |known| attribute.is_named(key, KnownName::of(known));
                    assert_eq!(names.map(is_it), names.map(|known| known == name));
                }
            }
        }
    }
}
