//! The XML declaration (XML 1.0 §2.8, RFC 6120 §11.5).

use super::fault::Fault;
use super::scan::is_white_space;
use crate::Rule;
use crate::wording::shown;

/// What nearly all declarations say.
const PLAIN: [&str; 4] = [
    " version='1.0'?>",
    " version='1.0' encoding='UTF-8'?>",
    " version=\"1.0\"?>",
    " version=\"1.0\" encoding=\"UTF-8\"?>",
];

/// Judges an XML declaration: `text` is what stands behind `<?xml`, up to the first `<` or `>`, and begins at `at`.
pub(super) fn check(text: &str, at: usize) -> Result<(), Fault> {
    if PLAIN.contains(&text) {
        return Ok(());
    }
    let whole = || {
        let message = "the XML declaration is not well-formed";
        Fault::not_well_formed(at, text.len(), message)
    };
    let Some(mut rest) = text.strip_suffix("?>") else {
        return Err(whole());
    };
    let mut wanted = ["version", "encoding", "standalone"].as_slice();
    while let Some((name, value, behind)) = pseudo_attribute(rest) {
        let Some(skipped) = wanted.iter().position(|&known| known == name) else {
            return Err(whole());
        };
        if wanted.len() == 3 && skipped > 0 {
            return Err(whole()); // the version is not optional
        }
        wanted = &wanted[skipped + 1..];
        judge(name, value, at, text.len())?;
        rest = behind;
    }
    let complete = wanted.len() < 3 && rest.bytes().all(is_white_space);
    if complete { Ok(()) } else { Err(whole()) }
}

fn judge(name: &str, value: &str, at: usize, length: usize) -> Result<(), Fault> {
    match name {
        "version" => {
            // XML 1.0 §2.8, fifth edition: whatever begins with `1.` is read as 1.0.
            let minor = value.strip_prefix("1.").unwrap_or("");
            if minor.is_empty() || !minor.bytes().all(|byte| byte.is_ascii_digit()) {
                let message = format!("`{}` is not a version of XML 1", shown(value));
                return Err(Fault::not_well_formed(at, length, message));
            }
            Ok(())
        }
        "encoding" if value.eq_ignore_ascii_case("utf-8") => Ok(()),
        "encoding" => {
            let message = format!("the encoding `{}` is not UTF-8", shown(value));
            Err(Fault::new(Rule::UNSUPPORTED_ENCODING, at, length, message))
        }
        _ => {
            let message = "the XML declaration says `standalone`";
            Err(Fault::restricted(at, length, message))
        }
    }
}

/// White space, a name, `=` and a quoted value; and what stands behind.
fn pseudo_attribute(text: &str) -> Option<(&str, &str, &str)> {
    let white = |character: char| matches!(character, ' ' | '\t' | '\n' | '\r');
    let trimmed = text.trim_start_matches(white);
    if trimmed.len() == text.len() {
        return None;
    }
    let (name, rest) = trimmed.split_once('=')?;
    let rest = rest.trim_start_matches(white);
    let quote = rest
        .chars()
        .next()
        .filter(|quote| matches!(quote, '\'' | '"'))?;
    let (value, behind) = rest[1..].split_once(quote)?;
    Some((name.trim_end_matches(white), value, behind))
}
