//! Names and tokens of XML.

use crate::TextError;
use crate::text::newtype::checked_text;
use crate::xml::block::{ALL, BLOCK, Block, Look, padded_block};
use compact_str::CompactString;
use xmpp_xml::{is_ncname, is_ncname_char, is_ncname_start};

checked_text!(
    /// Characters of a name in any order (`xs:NMTOKEN`, XML 1.0 §2.3).
    NmToken,
    |text| kept(is_nmtoken(text), text, "characters of a name, without spaces")
);

checked_text!(
    /// A name, colons allowed (`xs:Name`, XML 1.0 §2.3).
    Name,
    |text| {
        let starts = |first: char| first == ':' || is_ncname_start(first);
        kept(text.starts_with(starts) && is_nmtoken(text), text, "a name of XML")
    }
);

checked_text!(
    /// A name without a colon (`xs:NCName`, Namespaces in XML 1.0 §3); also what `xs:ID`, `xs:IDREF` and `xs:ENTITY` hold.
    NcName,
    |text| kept(is_ncname(text), text, "a name of XML without a colon")
);

checked_text!(
    /// A name with or without a prefix (`xs:QName`, Namespaces in XML 1.0 §4).
    ///
    /// The text alone does not say what the prefix is bound to: two of these are equal when prefix and name are.
    QName,
    |text| {
        let is_name = match text.split_once(':') {
            Some((prefix, local)) => is_ncname(prefix) && is_ncname(local),
            None => is_ncname(text),
        };
        kept(is_name, text, "a name of XML with or without a prefix")
    }
);

impl QName {
    /// The prefix, empty if there is none.
    pub fn prefix(&self) -> &str {
        self.as_str()
            .split_once(':')
            .map_or("", |(prefix, _)| prefix)
    }

    /// The name after the prefix.
    pub fn local(&self) -> &str {
        self.as_str()
            .split_once(':')
            .map_or(self.as_str(), |(_, local)| local)
    }
}

fn is_nmtoken(text: &str) -> bool {
    let is_rare = |at: char| at == ':' || is_ncname_char(at);
    !text.is_empty() && (is_usual(text.as_bytes()) || text.chars().all(is_rare))
}

/// Whether it is of letters, digits and `-._` of ASCII. Such texts are short: two blocks, which overlap, are looked at without a branch for each
/// byte.
fn is_usual(text: &[u8]) -> bool {
    let is_usual = |block: &[u8; BLOCK]| {
        let block = Block::of(block);
        let letters = block.with(b' ').between(b'a', b'z') | block.between(b'0', b'9');
        let others = block.between(b'-', b'.') | block.is(b'_');
        (letters | others).bits()
    };
    match (text.first_chunk(), text.last_chunk()) {
        (Some(first), Some(last)) if text.len() <= 2 * BLOCK => {
            is_usual(first) & is_usual(last) == ALL
        }
        (None, None) => is_usual(&padded_block(text)) | ALL << text.len() & ALL == ALL,
        _ => false,
    }
}

#[cfg_attr(debug_assertions, inline)]
#[cfg_attr(not(debug_assertions), inline(always))]
fn kept(is_valid: bool, text: &str, expected: &'static str) -> Result<CompactString, TextError> {
    if is_valid {
        Ok(CompactString::new(text))
    } else {
        Err(TextError::expected(expected))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_one_whatever_its_length() {
        // XML 1.0 §2.3, `Nmtoken`
        for length in 1..70 {
            let token = "Az09-_.mZ".repeat(8)[..length].to_owned();
            assert!(is_nmtoken(&token), "{token}");
            for (at, _) in token.char_indices() {
                for (other, is_one) in [
                    (":", true),
                    ("\u{E9}", true),
                    (" ", false),
                    ("@", false),
                    ("{", false),
                    ("/", false),
                ] {
                    let text = [&token[..at], other, &token[at + 1..]].concat();
                    assert_eq!(is_nmtoken(&text), is_one, "{text}");
                }
            }
        }
        assert!(!is_nmtoken(""));
    }
}
