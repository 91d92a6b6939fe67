//! What the rules make of an address, part by part and character by character.
//!
//! Data flow: `explain → compare → text, json`.

mod compare;
pub(crate) mod json;
pub(crate) mod text;

pub(crate) use compare::Comparison;

use xmpp_core::jid::stringprep::{self, StringprepError};
use xmpp_core::jid::{CharacterRule, Part, ascii_domain, confusable};
use xmpp_core::{Jid, JidError};

/// An address, taken apart.
pub(crate) struct Explanation {
    pub(crate) typed: String,
    pub(crate) jid: Result<Jid, JidError>,
    pub(crate) parts: Vec<PartOf>,
    /// What peers of RFC 6122 make of what was typed.
    pub(crate) old: Result<String, StringprepError>,
    /// The domain as DNS and TLS have it, where that is another form.
    pub(crate) dns: Option<String>,
    /// Whether the localpart mixes scripts that are not written together (UTS 39 §5.1).
    pub(crate) mixes_scripts: bool,
}

/// A part of an address.
pub(crate) struct PartOf {
    pub(crate) part: Part,
    pub(crate) typed: String,
    pub(crate) prepared: Result<String, JidError>,
    pub(crate) characters: Vec<(char, Fate)>,
}

/// What becomes of a character.
pub(crate) enum Fate {
    Kept,
    Becomes(String),
    Refused(CharacterRule),
}

impl Explanation {
    pub(crate) fn of(typed: &str) -> Self {
        let jid = Jid::new(typed);
        let dns = jid.as_ref().ok().and_then(|jid| {
            let ascii = ascii_domain(jid.domain());
            (ascii != jid.domain()).then(|| ascii.into_owned())
        });
        let local = jid.as_ref().ok().and_then(Jid::local);
        Self {
            typed: typed.to_owned(),
            parts: cut(typed),
            old: stringprep::address(typed),
            dns,
            mixes_scripts: local.is_some_and(confusable::mixes_scripts),
            jid,
        }
    }
}

/// Cuts as RFC 7622 §3.2 says.
fn cut(typed: &str) -> Vec<PartOf> {
    let (bare, resource) = match typed.split_once('/') {
        Some((bare, resource)) => (bare, Some(resource)),
        None => (typed, None),
    };
    let (local, domain) = match bare.split_once('@') {
        Some((local, domain)) => (Some(local), domain),
        None => (None, bare),
    };
    [
        (Part::Local, local),
        (Part::Domain, Some(domain)),
        (Part::Resource, resource),
    ]
    .into_iter()
    .filter_map(|(part, text)| text.map(|text| explain_part(part, text)))
    .collect()
}

fn explain_part(part: Part, typed: &str) -> PartOf {
    let prepared = prepare(part, typed);
    let characters = typed
        .chars()
        .map(|character| (character, fate(part, character, &prepared)))
        .collect();
    PartOf {
        part,
        typed: typed.to_owned(),
        prepared,
        characters,
    }
}

/// Prepares one part by itself.
fn prepare(part: Part, text: &str) -> Result<String, JidError> {
    let jid = match part {
        Part::Local => Jid::from_parts(Some(text), "a", None)?,
        Part::Domain => Jid::from_parts(None, text, None)?,
        Part::Resource => Jid::from_parts(None, "a", Some(text))?,
    };
    let prepared = match part {
        Part::Local => jid.local(),
        Part::Domain => Some(jid.domain()),
        Part::Resource => jid.resource(),
    };
    Ok(prepared.unwrap_or_default().to_owned())
}

fn fate(part: Part, character: char, outcome: &Result<String, JidError>) -> Fate {
    if let Err(JidError::Character {
        character: at,
        rule,
        ..
    }) = outcome
        && *at == character
    {
        return Fate::Refused(*rule);
    }
    let alone = character.to_string();
    match prepare(part, &alone) {
        Ok(prepared) if prepared != alone => Fate::Becomes(prepared),
        // alone, a character lacks the neighbours that it has here
        Err(JidError::Character { rule, .. }) if rule != CharacterRule::Context => {
            Fate::Refused(rule)
        }
        _ => Fate::Kept,
    }
}

/// Which rules a part keeps.
pub(crate) const fn profile(part: Part) -> &'static str {
    match part {
        Part::Local => "UsernameCaseMapped, RFC 8265 §3.3; RFC 7622 §3.3.1",
        Part::Domain => "IDNA2008, RFC 5891; RFC 7622 §3.2",
        Part::Resource => "OpaqueString, RFC 8265 §4.2",
    }
}
