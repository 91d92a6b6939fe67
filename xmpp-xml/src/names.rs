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
