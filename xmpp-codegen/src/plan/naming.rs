//! From the names of XML to those of Rust.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// `stream-error` to `StreamError`; always an identifier.
pub(crate) fn type_name(name: &str) -> String {
    let mut camel = clean(name).to_upper_camel_case();
    if camel.is_empty() {
        camel = if name.is_empty() { "Empty" } else { "Sign" }.to_owned();
    }
    if camel.starts_with(|first: char| !first.is_alphabetic()) {
        camel.insert(0, 'N');
    }
    if camel == "Self" {
        "SelfType".to_owned()
    } else {
        camel
    }
}

/// `stanza-id` to `stanza_id`, `type` to `type_`; always an identifier.
pub(super) fn field_name(name: &str) -> String {
    let mut snake = clean(name).to_snake_case();
    if snake.is_empty() {
        snake = "sign".to_owned();
    }
    if snake.starts_with(|first: char| !first.is_alphabetic()) {
        snake.insert(0, 'n');
    }
    escape_keyword(snake)
}

/// The plural of a field's name: `body` to `bodies`, `status` to `statuses`; a plural stays.
pub(crate) fn plural(name: &str) -> String {
    let stem = name.trim_end_matches('_');
    let ends = |endings: &[&str]| endings.iter().any(|ending| stem.ends_with(ending));
    let plural = if stem.chars().count() == 1 {
        format!("{stem}s")
    } else if stem.ends_with("child") {
        format!("{stem}ren")
    } else if ends(&["ss", "us", "is", "ias", "sh", "ch", "x", "z"]) {
        format!("{stem}es")
    } else if ends(&["s", "data", "media", "info"]) {
        stem.to_owned()
    } else if stem.ends_with('y') && !ends(&["ay", "ey", "oy", "uy"]) {
        format!("{}ies", &stem[..stem.len() - 1])
    } else {
        format!("{stem}s")
    };
    escape_keyword(plural)
}

/// Whether the derives find that name on their own: words of small letters with hyphens between them.
pub(super) fn is_kebab(name: &str) -> bool {
    let word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    name.split('-').all(word)
}

/// Whether text is a name that a catalogue may give to a type or variant.
pub(super) fn is_type_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_uppercase()) && is_identifier(text)
}

/// Whether text is a name that a catalogue may give to a field.
pub(super) fn is_field_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase()) && is_identifier(text)
}

/// Whether a type of that name hides one that every module knows.
pub(super) fn is_prelude(name: &str) -> bool {
    PRELUDE.contains(&name)
}

/// The first of `name`, `name2`, `name3`, … that is not taken.
pub(super) fn unique(name: String, taken: impl Fn(&str) -> bool) -> String {
    if !taken(&name) {
        return name;
    }
    let numbered = |number: u32| format!("{}{number}", name.trim_end_matches('_'));
    (2..)
        .map(numbered)
        .find(|candidate| !taken(candidate))
        .unwrap_or(name)
}

fn is_identifier(text: &str) -> bool {
    syn::parse_str::<syn::Ident>(text).is_ok()
}

/// What may stand in an identifier; anything else separates words.
fn clean(name: &str) -> String {
    name.chars()
        .map(|char| match char {
            '_' => '_',
            char if char.is_ascii_alphanumeric() || char.is_alphabetic() => char,
            _ => ' ',
        })
        .collect::<String>()
        .trim()
        .replace(' ', "-")
}

fn escape_keyword(mut name: String) -> String {
    if KEYWORDS.contains(&name.as_str()) {
        name.push('_');
    }
    name
}

const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_xml_become_names_of_rust() {
        for (xml, type_, field) in [
            ("query", "Query", "query"),
            ("stream-error", "StreamError", "stream_error"),
            ("stanzaErrorGroup", "StanzaErrorGroup", "stanza_error_group"),
            ("type", "Type", "type_"),
            ("self", "SelfType", "self_"),
            ("1.0", "N10", "n1_0"),
            ("", "Empty", "sign"),
            ("+", "Sign", "sign"),
            ("SHA-1", "Sha1", "sha_1"),
            ("a.b_c", "ABC", "a_b_c"),
            ("größe", "Größe", "größe"),
        ] {
            assert_eq!(type_name(xml), type_, "{xml}");
            assert_eq!(field_name(xml), field, "{xml}");
        }
    }

    #[test]
    fn plurals_are_english() {
        for (one, many) in [
            ("item", "items"),
            ("body", "bodies"),
            ("group", "groups"),
            ("status", "statuses"),
            ("identity", "identities"),
            ("address", "addresses"),
            ("x", "xs"),
            ("prefix", "prefixes"),
            ("key", "keys"),
            ("child", "children"),
            ("options", "options"),
            ("metadata", "metadata"),
            ("use_", "uses"),
            ("stanza_id", "stanza_ids"),
        ] {
            assert_eq!(plural(one), many);
        }
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        let taken = ["item", "item2"];
        assert_eq!(unique("item".into(), |name| taken.contains(&name)), "item3");
        assert_eq!(unique("type_".into(), |name| name == "type_"), "type2");
    }
}
