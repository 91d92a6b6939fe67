//! XML names of Rust items.

use crate::errors::Errors;
use heck::ToKebabCase;
use syn::ext::IdentExt;
use syn::{Ident, LitStr};

/// The Rust name in kebab-case: `MessageType` and `message_type` are `message-type`, `type_` is `type`.
pub(crate) fn kebab(ident: &Ident) -> String {
    ident.unraw().to_string().to_kebab_case()
}

/// The name that the text gives, where it is one without a colon (Namespaces in XML 1.0 §3).
pub(crate) fn checked(text: &LitStr, errors: &mut Errors) -> String {
    let name = text.value();
    let mut characters = name.chars();
    let starts = |character: char| character.is_alphabetic() || character == '_';
    let goes_on =
        |character| starts(character) || character.is_numeric() || "-.·".contains(character);
    if !(characters.next().is_some_and(starts) && characters.all(goes_on)) {
        errors.at(text, format!("`{name}` is no XML name"));
    }
    name
}
