//! An expression in the syntax that all engines share: for the patterns of compiled types, which run in a small one.

use super::translate;
use regex_syntax::hir::{Class, Hir, HirKind, Repetition};
use std::fmt::Write as _;

/// The longest expression that is worth to be compiled into a program.
const LONGEST: usize = 4096;

/// One expression for all of these, of which one must match the whole text: without Unicode's tables and without differences of
/// sets. Nothing where there is no such expression, or none of a bearable length.
pub(crate) fn portable<'p>(patterns: impl Iterator<Item = &'p str>) -> Option<String> {
    let each: Option<Vec<String>> = patterns.map(one).collect();
    let whole = each?.join("|");
    (whole.len() <= LONGEST).then_some(whole)
}

fn one(pattern: &str) -> Option<String> {
    let hir = parsed(pattern)?;
    if is_plain(pattern) {
        return Some(pattern.to_owned());
    }
    let mut text = String::new();
    write(between_anchors(&hir), &mut text)?;
    Some(text)
}

/// The expression as the engine's parser has it.
pub(super) fn parsed(pattern: &str) -> Option<Hir> {
    let translated = translate::translate(pattern).ok()?;
    regex_syntax::ParserBuilder::new()
        .nest_limit(translate::DEEPEST)
        .build()
        .parse(&translated)
        .ok()
}

/// What stands between the anchors, which are left to who runs the expression.
fn between_anchors(hir: &Hir) -> &Hir {
    match hir.kind() {
        HirKind::Concat(parts) => match parts.as_slice() {
            [first, inner, last] if is_anchor(first) && is_anchor(last) => inner,
            _ => hir,
        },
        _ => hir,
    }
}

fn is_anchor(hir: &Hir) -> bool {
    matches!(hir.kind(), HirKind::Look(_))
}

/// Whether an expression means the same everywhere as it stands.
fn is_plain(pattern: &str) -> bool {
    pattern.is_ascii()
        && !pattern.contains(['\\', '^', '$', '.', '&', '~', ' ', '#'])
        && !["-[", "--", "[["]
            .iter()
            .any(|special| pattern.contains(special))
}

/// Writes an expression. The parser has bounded how deep it nests.
fn write(hir: &Hir, text: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => {
            for char in std::str::from_utf8(&literal.0).ok()?.chars() {
                escaped(char, text)?;
            }
        }
        HirKind::Class(Class::Unicode(class)) => {
            text.push('[');
            for range in class.ranges() {
                escaped(range.start(), text)?;
                if range.end() > range.start() {
                    text.push('-');
                    escaped(range.end(), text)?;
                }
            }
            text.push(']');
            // No character at all: not to be written as a set.
            class.ranges().first()?;
        }
        HirKind::Class(Class::Bytes(_)) => return None,
        HirKind::Repetition(repetition) => repeated(repetition, text)?,
        HirKind::Capture(capture) => grouped(&capture.sub, text)?,
        HirKind::Concat(parts) => {
            for part in parts {
                match part.kind() {
                    HirKind::Alternation(_) => grouped(part, text)?,
                    _ => write(part, text)?,
                }
            }
        }
        HirKind::Alternation(parts) => {
            for (at, part) in parts.iter().enumerate() {
                if at > 0 {
                    text.push('|');
                }
                write(part, text)?;
            }
        }
    }
    (text.len() <= LONGEST).then_some(())
}

fn repeated(repetition: &Repetition, text: &mut String) -> Option<()> {
    match repetition.sub.kind() {
        HirKind::Class(_) | HirKind::Capture(_) => write(&repetition.sub, text)?,
        HirKind::Literal(literal) if literal.0.len() == 1 => write(&repetition.sub, text)?,
        _ => grouped(&repetition.sub, text)?,
    }
    match (repetition.min, repetition.max) {
        (0, None) => text.push('*'),
        (1, None) => text.push('+'),
        (0, Some(1)) => text.push('?'),
        (min, None) => write!(text, "{{{min},}}").ok()?,
        (min, Some(max)) if min == max => write!(text, "{{{min}}}").ok()?,
        (min, Some(max)) => write!(text, "{{{min},{max}}}").ok()?,
    }
    Some(())
}

fn grouped(hir: &Hir, text: &mut String) -> Option<()> {
    text.push('(');
    write(hir, text)?;
    text.push(')');
    Some(())
}

fn escaped(char: char, text: &mut String) -> Option<()> {
    if char.is_ascii_alphanumeric() || matches!(char, '_' | ' ' | ':' | '/' | ',' | '@') {
        text.push(char);
        return Some(());
    }
    match char {
        '\t' => text.push_str(r"\t"),
        '\n' => text.push_str(r"\n"),
        '\r' => text.push_str(r"\r"),
        char if char.is_ascii_graphic() => write!(text, r"\{char}").ok()?,
        char => write!(text, r"\x{{{:X}}}", u32::from(char)).ok()?,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::portable;

    #[test]
    fn sets_are_spelled_out() {
        for (pattern, expected) in [
            ("#?[0-9a-f]{6}|x", "\\#?[0-9a-f]{6}|x"),
            ("[a-z]+", "[a-z]+"),
            (r"\d[.]\d", ""),
            ("[a-z-[aeiou]]*", "[b-df-hj-np-tv-z]*"),
            ("^a$", r"\^a\$"),
            (r"(a|bc)\.(d)", r"(a|bc)\.d"),
        ] {
            let portable = portable([pattern].into_iter()).unwrap();
            if expected.is_empty() {
                assert!(
                    portable.starts_with("[0-9") && portable.contains(r"\x{660}-\x{669}"),
                    "{portable}"
                );
            } else {
                assert_eq!(portable, expected, "{pattern}");
            }
        }
    }

    #[test]
    fn what_cannot_be_said_is_left_out() {
        assert_eq!(portable(["["].into_iter()), None);
        assert_eq!(portable([r"\w{2}\w{3}\w{4}"].into_iter()), None);
    }
}
