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
