//! Strings that people choose and machines compare, in all scripts: the PRECIS framework (RFC 8264) and its profiles.
//!
//! | function | profile | for |
//! | --- | --- | --- |
//! | [`username_case_mapped`], [`username_case_preserved`] | RFC 8265 §3 | names of accounts; localparts of addresses |
//! | [`opaque_string`] | RFC 8265 §4 | passwords; resourceparts of addresses |
//! | [`nickname`], [`nickname_for_comparison`] | RFC 8266 | names that people show to each other |
//!
//! ```
//! use xmpp_core::precis;
//!
//! assert_eq!(precis::username_case_mapped("Ｊuliet")?, "juliet");
//! assert_eq!(precis::opaque_string("foo\u{1680}bar")?, "foo bar");
//! assert_eq!(precis::nickname_for_comparison("  Richard  Ⅳ ")?, "richard iv");
//! assert!(precis::username_case_mapped("henryⅣ").is_err());
//! # Ok::<(), xmpp_core::precis::PrecisError>(())
//! ```
//!
//! # How the rules are read
//!
//! - Each profile first asks whether the string class allows the characters, and maps then (RFC 8265 §3.3.3 and §4.2.2). Full
//!   and half width characters are mapped before the question, as RFC 8265 §3.3.2 says. So `K` (U+212A, the sign for kelvin)
//!   is refused, although its lower case would be allowed.
//! - The neighbours that a character needs (RFC 5892 appendix A) and the direction of writing (RFC 5893) are judged on the
//!   result, so that `PARAL·LEL` is the name that `paral·lel` is.
//! - Lower case is the Unicode Standard's `toLowerCase()`, with its one condition that no language sets: `Σ` at the end of a
//!   word becomes `ς`.
//! - Rules are applied until nothing changes, four times at most; what still changes then is refused (RFC 8265 §5, RFC 8266
//!   §2.1). So a result is always its own result.
//!
//! Data flow: `tables → record → error → class → mapping → context → bidi → profile`.

mod bidi;
mod class;
mod context;
mod error;
mod mapping;
mod profile;
mod record;
mod tables;
#[cfg(test)]
mod tests;

pub use error::{CharacterRule, PrecisError};
pub use profile::{
    nickname, nickname_for_comparison, opaque_string, username_case_mapped, username_case_preserved,
};

pub(crate) use bidi::is_satisfied as satisfies_bidi_rule;
pub(crate) use class::identifier_rule;
pub(crate) use context::violation as context_violation;
pub(crate) use mapping::{lower, normalized, width};
pub(crate) use record::Record;

/// The version of Unicode that decides: younger characters are refused as unassigned.
pub const UNICODE_VERSION: &str = tables::VERSION;
