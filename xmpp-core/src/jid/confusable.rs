//! Names that look alike: confusables and mixed scripts (UTS 39).
//!
//! RFC 8264 §12.5 leaves the matter to policy, and so does this module: it answers questions and refuses nothing. Ask when an
//! account is made or a nickname is taken, and let the names that exist be.
//!
//! ```
//! use xmpp_core::jid::confusable;
//!
//! assert!(confusable::look_alike("paypal", "p\u{430}ypal")); // with a Cyrillic letter
//! assert!(confusable::mixes_scripts("p\u{430}ypal"));
//! assert!(!confusable::look_alike("juliet", "romeo"));
//! ```

use unicode_security::MixedScript as _;

/// The form that all names share which look like this one (UTS 39 §4, `skeleton`). It is for comparison only, never shown and
/// never an address. Give it prepared names: it knows capital letters as letters of their own.
pub fn skeleton(name: &str) -> String {
    unicode_security::skeleton(name).collect()
}

/// Whether two different names look alike.
pub fn look_alike(one: &str, other: &str) -> bool {
    one != other && skeleton(one) == skeleton(other)
}

/// Whether the name mixes scripts that are not written together (UTS 39 §5.1).
pub fn mixes_scripts(name: &str) -> bool {
    !name.is_single_script()
}

/// The first of `known` that the new name looks like, if there is one.
pub fn like_one_of<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let wanted = skeleton(name);
    known
        .into_iter()
        .find(|&known| known != name && skeleton(known) == wanted)
}

#[cfg(test)]
mod tests {
    use super::{like_one_of, look_alike, mixes_scripts};

    #[test]
    fn names_that_look_alike() {
        assert!(look_alike("scope", "\u{455}\u{441}\u{43E}\u{440}\u{435}"));
        assert!(look_alike("rn", "m") && look_alike("l0l", "lOl"));
        assert!(!look_alike("a", "a") && !look_alike("a", "b"));
        assert_eq!(like_one_of("ro\u{43C}eo", ["juliet", "romeo"]), None);
        assert_eq!(
            like_one_of("r\u{43E}meo", ["juliet", "romeo"]),
            Some("romeo")
        );
    }

    /// UTS 39 §5.1: Latin and Cyrillic do not go together, the scripts of Japanese do, and digits go with all.
    #[test]
    fn scripts_that_are_not_written_together() {
        assert!(mixes_scripts("r\u{43E}meo"));
        for name in [
            "romeo7",
            "\u{43C}\u{430}\u{448}\u{430}",
            "\u{6F22}\u{5B57}\u{3068}\u{30AB}\u{30CA}",
            "1234",
        ] {
            assert!(!mixes_scripts(name), "{name}");
        }
    }
}
