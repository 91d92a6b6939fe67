//! ANONYMOUS: no account; the message is a trace for whoever reads the logs (RFC 4505).

use stringprep::tables;

use super::{SaslCondition, SaslFailure};

/// The longest trace, in characters (RFC 4505 §2, RFC 6120 §6.5.8).
const MAX_TRACE_LENGTH: usize = 255;

/// The trace, if the message has one.
pub(super) fn parse(message: &[u8]) -> Result<Option<String>, SaslFailure> {
    let trace = std::str::from_utf8(message).map_err(|_| SaslCondition::MalformedRequest)?;
    if trace.chars().count() > MAX_TRACE_LENGTH || trace.chars().any(is_prohibited) {
        return Err(SaslCondition::MalformedRequest.into());
    }
    Ok(Some(trace.to_owned()).filter(|trace| !trace.is_empty()))
}

/// The tables that RFC 4505 §3 names.
fn is_prohibited(character: char) -> bool {
    tables::ascii_control_character(character)
        || tables::non_ascii_control_character(character)
        || tables::private_use(character)
        || tables::non_character_code_point(character)
        || tables::inappropriate_for_plain_text(character)
        || tables::change_display_properties_or_deprecated(character)
        || tables::tagging_character(character)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn every_table_of_rfc_4505_prohibits() {
        let tables = [
            ("C.2.1", '\u{7}'),
            ("C.2.2", '\u{85}'),
            ("C.3", '\u{E000}'),
            ("C.4", '\u{FDD0}'),
            ("C.6", '\u{FFFD}'),
            ("C.8", '\u{202A}'),
            ("C.9", '\u{E0001}'),
        ];
        for (table, character) in tables {
            let trace = format!("sirhc{character}");
            assert!(parse(trace.as_bytes()).is_err(), "{table} (RFC 4505 §3)");
        }
        let trace = parse("Sirhc, \u{E9}".as_bytes());
        assert_eq!(trace.unwrap().as_deref(), Some("Sirhc, \u{E9}"));
    }
}
