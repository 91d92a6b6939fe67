//! Languages.

use crate::TextError;
use crate::text::newtype::text_api;
use compact_str::CompactString;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// A language tag, as in `xml:lang` (BCP 47, RFC 6120 §8.1.5), or none: `xml:lang=''` takes an inherited one back
/// (XML 1.0 §2.12).
///
/// The check is that of `xs:language`, the shape which all tags of RFC 5646 have, the grandfathered ones included: letters,
/// then letters and digits, in subtags of 1 to 8 characters with hyphens between. Whether subtags are registered is not
/// checked.
///
/// Upper and lower case are kept but do not matter (RFC 5646 §2.1.1): `en-GB` equals `en-gb`, in maps too.
#[derive(Clone)]
pub struct Lang {
    text: CompactString,
}

impl Lang {
    /// The first subtag: `en` of `en-GB`. Empty if there is no language.
    pub fn primary(&self) -> &str {
        self.text.split('-').next().unwrap_or_default()
    }

    /// Whether this says that there is no language.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether this tag is in `range` by basic filtering (RFC 4647 §3.3.1): `de-CH` is in `de` and in `*`, not in `de-AT`.
    pub fn is_in(&self, range: &str) -> bool {
        if range == "*" {
            return !self.is_empty();
        }
        let (tag, range) = (self.text.as_bytes(), range.as_bytes());
        tag.len() >= range.len()
            && tag[..range.len()].eq_ignore_ascii_case(range)
            && tag.get(range.len()).is_none_or(|&byte| byte == b'-')
    }

    fn lower_case(&self) -> impl Iterator<Item = u8> {
        self.text.bytes().map(|byte| byte.to_ascii_lowercase())
    }
}

text_api!(Lang, |text| {
    if text.is_empty() || is_language(text) {
        Ok(CompactString::new(text))
    } else {
        Err(TextError::expected(
            "a language tag such as `en` or `de-CH`",
        ))
    }
});

/// `[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*` (XSD part 2 §3.3.3).
fn is_language(text: &str) -> bool {
    let mut subtags = text.as_bytes().split(|&byte| byte == b'-');
    let is_short = |subtag: &[u8]| matches!(subtag.len(), 1..=8);
    subtags
        .next()
        .is_some_and(|subtag| is_short(subtag) && subtag.iter().all(u8::is_ascii_alphabetic))
        && subtags.all(|subtag| is_short(subtag) && subtag.iter().all(u8::is_ascii_alphanumeric))
}

impl PartialEq for Lang {
    fn eq(&self, other: &Self) -> bool {
        self.text.eq_ignore_ascii_case(&other.text)
    }
}

impl Eq for Lang {}

impl PartialEq<str> for Lang {
    /// Case does not matter.
    fn eq(&self, other: &str) -> bool {
        self.text.eq_ignore_ascii_case(other)
    }
}

impl Hash for Lang {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.lower_case().for_each(|byte| state.write_u8(byte));
        state.write_u8(0xFF);
    }
}

impl PartialOrd for Lang {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Lang {
    fn cmp(&self, other: &Self) -> Ordering {
        self.lower_case().cmp(other.lower_case())
    }
}
