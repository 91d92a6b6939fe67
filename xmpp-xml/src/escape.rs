//! Escaping.
use std::borrow::Cow;

/// The text as character data: `&`, `<` and `>` as entity references, carriage returns as character references.
pub fn escape_text(text: &str) -> Cow<'_, str> {
    Cow::Owned(
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('\r', "&#xD;"),
    )
}

/// The text as the value of an attribute in single quotes.
pub fn escape_attribute(text: &str) -> Cow<'_, str> {
    Cow::Owned(
        escape_text(text)
            .replace('\'', "&apos;")
            .replace('\t', "&#x9;")
            .replace('\n', "&#xA;"),
    )
}
