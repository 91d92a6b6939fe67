//! What the internal subset of a document type says about attributes (XML 1.0 §2.8, §3.3).

use std::collections::BTreeSet;

/// Attributes with a default value: the names of element and attribute, as they are written.
///
/// The text is that of a document that is well formed.
pub(super) fn defaults(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let subset = subset(text).unwrap_or_default();
    for list in declarations(subset).filter_map(|one| one.strip_prefix("<!ATTLIST")) {
        let mut words = Words {
            rest: list.trim_end_matches('>'),
        };
        let Some(element) = words.next() else {
            continue;
        };
        while let Some(attribute) = words.next() {
            if words.next() == Some("NOTATION") {
                words.next(); // the names of the notations
            }
            let default = match words.next() {
                Some("#FIXED") => words.next(),
                other => other,
            };
            // Of several declarations, the first counts.
            let is_first = seen.insert((element, attribute));
            if is_first && default.is_some_and(|default| !default.starts_with('#')) {
                found.push((element, attribute));
            }
        }
    }
    found
}

/// What stands between the brackets of the document type.
fn subset(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_ascii_whitespace());
    while rest.starts_with("<?") || rest.starts_with("<!--") {
        rest = behind(rest)?.trim_start();
    }
    let mut words = Words {
        rest: rest.strip_prefix("<!DOCTYPE")?,
    };
    let before = words
        .by_ref()
        .find_map(|word| match word.find(['[', '>']) {
            Some(at) if !word.starts_with(['\'', '"']) => Some(&word[at..]),
            _ => None,
        })?;
    let start = before.strip_prefix('[')?.as_ptr() as usize - text.as_ptr() as usize;
    text.get(start..)
}

/// The declarations of a subset, up to its end, each from `<` to `>`.
fn declarations(subset: &str) -> impl Iterator<Item = &str> {
    let mut rest = subset;
    std::iter::from_fn(move || {
        let start = rest.find(['<', ']'])?;
        let from = rest.get(start..).filter(|from| from.starts_with('<'))?;
        rest = behind(from)?;
        from.get(..from.len() - rest.len())
    })
}

/// What follows a comment, a processing instruction or a declaration.
fn behind(markup: &str) -> Option<&str> {
    for (open, close) in [("<!--", "-->"), ("<?", "?>")] {
        if let Some(inside) = markup.strip_prefix(open) {
            return inside.split_once(close).map(|(_, rest)| rest);
        }
    }
    let mut quote = None;
    let end = markup.bytes().position(|byte| match quote {
        None if matches!(byte, b'\'' | b'"') => {
            quote = Some(byte);
            false
        }
        None => byte == b'>',
        Some(open) => {
            quote = quote.filter(|_| byte != open);
            false
        }
    })?;
    markup.get(end + 1..)
}

/// Words, texts in quotes and what stands in parentheses.
struct Words<'t> {
    rest: &'t str,
}

impl<'t> Iterator for Words<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        self.rest = self.rest.trim_start();
        let first = self.rest.chars().next()?;
        let length = match first {
            '\'' | '"' => self.rest[1..].find(first).map(|at| at + 2),
            '(' => self.rest.find(')').map(|at| at + 1),
            _ => self
                .rest
                .find(|c: char| c.is_ascii_whitespace() || matches!(c, '\'' | '"' | '(')),
        };
        let (word, rest) = self.rest.split_at(length.unwrap_or(self.rest.len()));
        self.rest = rest;
        Some(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_found_and_nothing_else() {
        let text = "<?xml version='1.0'?><!-- <!DOCTYPE x [ --> <!DOCTYPE a PUBLIC \"[\" 'b' [\n\
            <!-- <!ATTLIST a no CDATA 'x'> --> <!ENTITY e '<!ATTLIST a no CDATA \"x\">'>\n\
            <!ATTLIST a one CDATA #IMPLIED two (x | y) 'x' three NOTATION (n|m) #FIXED \"n\"\n\
              four ID #REQUIRED five CDATA '>'>\n\
            <!ATTLIST a one CDATA 'late'><!ATTLIST b:c xmlns:b CDATA #FIXED 'urn:b'>]><a/>";
        let expected = [
            ("a", "two"),
            ("a", "three"),
            ("a", "five"),
            ("b:c", "xmlns:b"),
        ];
        assert_eq!(defaults(text), expected);
    }

    #[test]
    fn without_a_subset_there_are_none() {
        for text in [
            "<a/>",
            "<!DOCTYPE a><a b='<!ATTLIST'/>",
            "<!DOCTYPE a SYSTEM 'a.dtd'><a/>",
        ] {
            assert_eq!(defaults(text), [], "{text}");
        }
    }
}
