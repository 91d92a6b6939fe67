//! References to resources on the net.

use crate::TextError;
use crate::text::collapse;
use crate::text::newtype::checked_text;
use compact_str::CompactString;

checked_text!(
    /// A URI or IRI, absolute or relative (`xs:anyURI`, XSD part 2 §3.2.17).
    ///
    /// Nearly all text is one, since characters that a URI cannot hold stand for their escapes. Refused are `%` without two
    /// hexadecimal digits, a second `#`, and a scheme that is none (RFC 3986 §2.1, §3.1, §3.5).
    AnyUri,
    |text| {
        let text = collapse(text);
        if has_whole_escapes(&text) && text.matches('#').count() <= 1 && has_scheme_or_none(&text) {
            Ok(CompactString::new(text))
        } else {
            Err(TextError::expected("a URI"))
        }
    }
);

fn has_whole_escapes(text: &str) -> bool {
    text.split('%').skip(1).all(|after| {
        let digits = after.as_bytes();
        digits.len() >= 2 && digits[..2].iter().all(u8::is_ascii_hexdigit)
    })
}

/// What stands before a `:` that comes before any `/`, `?` and `#` is a scheme.
fn has_scheme_or_none(text: &str) -> bool {
    let Some(end) = text.find([':', '/', '?', '#']) else {
        return true;
    };
    let scheme = &text[..end];
    !text[end..].starts_with(':')
        || scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}
