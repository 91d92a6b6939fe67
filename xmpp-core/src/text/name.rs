//! Names and tokens of XML.

use crate::TextError;
use crate::text::newtype::checked_text;
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
    // Such texts are short: all of it is looked at, without a branch for each byte.
    let is_usual = text
        .bytes()
        .fold(true, |is_usual, byte| is_usual & USUAL[usize::from(byte)]);
    !text.is_empty() && (is_usual || text.chars().all(is_rare))
}

/// Whether a byte is a character of names that is of ASCII, and no colon.
const USUAL: [bool; 256] = {
    let mut usual = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        usual[byte] = is_ncname_char(byte as u8 as char);
        byte += 1;
    }
    usual
};

#[cfg_attr(debug_assertions, inline)]
#[cfg_attr(not(debug_assertions), inline(always))]
fn kept(is_valid: bool, text: &str, expected: &'static str) -> Result<CompactString, TextError> {
    if is_valid {
        Ok(CompactString::new(text))
    } else {
        Err(TextError::expected(expected))
    }
}
