//! A short text that an expression matches: for samples of documents.

use super::portable::parsed;
use regex_syntax::hir::{Class, Hir, HirKind};

/// The longest example that is made.
const LONGEST: usize = 4096;

/// A short text that the whole expression matches, if one is at hand.
pub(crate) fn example(pattern: &str) -> Option<String> {
    let mut text = String::new();
    add(&parsed(pattern)?, &mut text)?;
    Some(text)
}

/// The parser has bounded how deep an expression nests.
fn add(hir: &Hir, text: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(Class::Unicode(class)) => {
            let mut plain = class.ranges().iter().map(|range| range.start());
            let first = class.ranges().first()?.start();
            text.push(plain.find(char::is_ascii_alphanumeric).unwrap_or(first));
        }
        HirKind::Class(Class::Bytes(_)) => return None,
        HirKind::Repetition(repetition) => {
            for _ in 0..repetition.min {
                add(&repetition.sub, text)?;
                (text.len() <= LONGEST).then_some(())?;
            }
        }
        HirKind::Capture(capture) => add(&capture.sub, text)?,
        HirKind::Concat(parts) => {
            for part in parts {
                add(part, text)?;
            }
        }
        HirKind::Alternation(parts) => add(parts.first()?, text)?,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::example;
    use crate::regex::Pattern;

    #[test]
    fn examples_match() {
        for pattern in [
            r"[A-Z]{3}-\d+",
            "#[0-9a-f]{6}",
            "(red|blue)?x*",
            r"\i\c*",
            "",
            "[^a]",
        ] {
            let text = example(pattern).unwrap();
            let matches = Pattern::new(pattern).unwrap().matches(&text);
            assert_eq!(matches, Ok(true), "{text} for {pattern}");
        }
    }
}
