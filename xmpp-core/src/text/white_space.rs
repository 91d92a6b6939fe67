//! White space around values (XSD part 2 §4.3.6).

use std::borrow::Cow;

/// Drops white space at both ends and makes one space of every run inside: the facet `whiteSpace` with value `collapse`.
///
/// ```
/// assert_eq!(xmpp_core::text::collapse(" a \n b "), "a b");
/// ```
pub fn collapse(text: &str) -> Cow<'_, str> {
    let trimmed = trim(text);
    let mut words = words(trimmed);
    let is_collapsed = !trimmed.contains(['\t', '\n', '\r']) && !trimmed.contains("  ");
    if is_collapsed {
        return Cow::Borrowed(trimmed);
    }
    let mut collapsed = String::with_capacity(trimmed.len());
    collapsed.extend(words.next());
    for word in words {
        collapsed.push(' ');
        collapsed.push_str(word);
    }
    Cow::Owned(collapsed)
}

/// Drops white space at both ends: as good as [`collapse`] for values that hold none.
#[inline]
pub fn trim(text: &str) -> &str {
    let is_outside = |end: Option<&u8>| end.is_some_and(|&byte| is_white_space(char::from(byte)));
    let bytes = text.as_bytes();
    if is_outside(bytes.first()) || is_outside(bytes.last()) {
        return trim_ends(text);
    }
    text
}

#[cold]
fn trim_ends(text: &str) -> &str {
    text.trim_matches(is_white_space)
}

/// What stands between white space: the items of a list (XSD part 2 §2.5.1.2).
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_white_space).filter(|word| !word.is_empty())
}

/// The white space of XML (XML 1.0 §2.3); other spaces of Unicode are ordinary characters.
pub(crate) const fn is_white_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn collapse_keeps_what_is_collapsed_and_knows_xml_white_space_only() {
        assert!(matches!(collapse(" a b\n"), Cow::Borrowed("a b")));
        assert_eq!(collapse("\t a\r\nb  c "), "a b c");
        assert_eq!(collapse(" \n "), "");
        assert_eq!(collapse("\u{A0}a"), "\u{A0}a");
        assert_eq!(
            ["a", "a ", "\r\na", "\u{2009}a\u{2009}\t", ""].map(trim),
            ["a", "a", "a", "\u{2009}a\u{2009}", ""]
        );
    }
}
