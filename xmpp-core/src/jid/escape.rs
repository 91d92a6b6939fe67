//! Localparts made of names that may hold what localparts exclude: JID Escaping (XEP-0106).

use std::borrow::Cow;

/// What is escaped, and how (XEP-0106 §4.1). The backslash comes last: it is escaped only where it would begin one of these.
const ESCAPES: [(char, &str); 10] = [
    (' ', "\\20"),
    ('"', "\\22"),
    ('&', "\\26"),
    ('\'', "\\27"),
    ('/', "\\2f"),
    (':', "\\3a"),
    ('<', "\\3c"),
    ('>', "\\3e"),
    ('@', "\\40"),
    ('\\', "\\5c"),
];

/// Escapes a name, so that it can be a localpart. Nothing is returned if it begins or ends with a space, which cannot be
/// escaped (XEP-0106 §4.1).
///
/// ```
/// use xmpp_core::jid::{escape, unescape};
/// assert_eq!(escape("d'artagnan").as_deref(), Some("d\\27artagnan"));
/// assert_eq!(escape("c:\\5commas").as_deref(), Some("c\\3a\\5c5commas"));
/// assert_eq!(unescape("space\\20cadet"), "space cadet");
/// assert_eq!(escape(" x"), None);
/// ```
pub fn escape(name: &str) -> Option<Cow<'_, str>> {
    if name.starts_with(' ') || name.ends_with(' ') {
        return None;
    }
    if !name.contains(|character| ESCAPES.iter().any(|(known, _)| *known == character)) {
        return Some(Cow::Borrowed(name));
    }
    let mut escaped = String::with_capacity(name.len() + 8);
    for (index, character) in name.char_indices() {
        let is_plain_backslash = character == '\\' && sequence(&name[index..]).is_none();
        match ESCAPES.iter().find(|(known, _)| *known == character) {
            Some((_, sequence)) if !is_plain_backslash => escaped.push_str(sequence),
            _ => escaped.push(character),
        }
    }
    Some(Cow::Owned(escaped))
}

/// The name that a localpart stands for, to show it. Never compare by it (XEP-0106 §4.3).
pub fn unescape(local: &str) -> Cow<'_, str> {
    if !local.contains('\\') {
        return Cow::Borrowed(local);
    }
    let mut name = String::with_capacity(local.len());
    let mut rest = local;
    while let Some(next) = rest.chars().next() {
        let is_outside = name.is_empty() || rest.len() == 3;
        match sequence(rest) {
            // one that no escaping makes: `\20` at the beginning or at the end
            Some(character) if !(character == ' ' && is_outside) => {
                name.push(character);
                rest = &rest[3..];
            }
            _ => {
                name.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
    }
    Cow::Owned(name)
}

/// The character that the escape sequence stands for with which the text begins. Digits are taken in either case.
fn sequence(text: &str) -> Option<char> {
    let head = text.get(..3)?;
    ESCAPES
        .iter()
        .find(|(_, sequence)| head.eq_ignore_ascii_case(sequence))
        .map(|(character, _)| *character)
}

#[cfg(test)]
mod tests {
    use super::{escape, unescape};

    /// Names of the kinds that XEP-0106 §4 and §5 tell of, there and back.
    #[test]
    fn names_become_localparts_and_come_back() {
        for (name, local) in [
            ("space cadet", "space\\20cadet"),
            ("call me \"ishmael\"", "call\\20me\\20\\22ishmael\\22"),
            ("at&t guy", "at\\26t\\20guy"),
            ("d'artagnan", "d\\27artagnan"),
            ("/.fanboy", "\\2f.fanboy"),
            ("::foo::", "\\3a\\3afoo\\3a\\3a"),
            ("<foo>", "\\3cfoo\\3e"),
            ("user@host", "user\\40host"),
            ("c:\\net", "c\\3a\\net"),
            ("c:\\\\net", "c\\3a\\\\net"),
            ("c:\\cool stuff", "c\\3a\\cool\\20stuff"),
            ("c:\\5commas", "c\\3a\\5c5commas"),
            ("\\3and\\2is\\5cool", "\\5c3and\\2is\\5c5cool"),
            ("plain", "plain"),
        ] {
            assert_eq!(escape(name).as_deref(), Some(local), "{name}");
            assert_eq!(unescape(local), name, "{local}");
            assert!(crate::BareJid::from_parts(Some(local), "example.com").is_ok());
        }
    }

    #[test]
    fn spaces_outside_are_neither_escaped_nor_unescaped() {
        assert_eq!((escape(" a"), escape("a ")), (None, None));
        assert_eq!(unescape("\\20a\\20"), "\\20a\\20");
        assert_eq!(unescape("a\\2"), "a\\2");
        assert_eq!(unescape("\\ü\\41"), "\\ü\\41");
        assert_eq!(unescape("\\2F"), "/");
    }
}
