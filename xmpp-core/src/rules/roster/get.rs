//! Reading the roster (RFC 6121 §2.1.3, §2.2, §2.6).

use super::Roster;
use crate::rules::Refusal;
use crate::schema::roster;
use crate::schema::stanzaerror::Condition;

/// The answer to a roster get.
#[derive(Clone, Debug, PartialEq)]
pub struct Retrieval {
    /// What the result carries: the whole roster, or nothing where the client's own copy is brought up to date.
    pub result: Option<roster::Roster>,
    /// What is pushed to that client after the result, in this order (RFC 6121 §2.6.3).
    pub pushes: Vec<roster::Roster>,
}

/// Answers a roster get of the account itself. The resource is interested from now on (RFC 6121 §2.2).
///
/// A client that names the version of its copy gets the changes since then, if they are known and so few that the whole roster
/// would be longer (RFC 6121 §2.6.3). What it names is opaque to it, so whatever is no version that was given out asks for the whole.
///
/// # Errors
///
/// `bad-request` for a get with items (RFC 6121 §2.1.3).
pub fn get(roster: &Roster, query: &roster::Roster) -> Result<Retrieval, Refusal> {
    if !query.items.is_empty() {
        return Err(Refusal::new(
            Condition::BadRequest,
            "a request for the roster has no items",
        ));
    }
    let known = query
        .ver
        .as_deref()
        .and_then(version)
        .filter(|known| (roster.oldest..=roster.version).contains(known));
    let changes = known.map(|known| changes_since(roster, known));
    Ok(changes
        .filter(|changes| changes.len() * PUSH <= roster.listed().count())
        .map_or_else(
            || Retrieval {
                result: Some(whole(roster)),
                pushes: Vec::new(),
            },
            |pushes| Retrieval {
                result: None,
                pushes,
            },
        ))
}

/// How many items a push is worth: it is an IQ of its own with one item in it, and has to be answered with another.
const PUSH: usize = 4;

/// A version in the one form that is given out.
fn version(ver: &str) -> Option<u64> {
    ver.parse()
        .ok()
        .filter(|version: &u64| version.to_string() == ver)
}

fn whole(roster: &Roster) -> roster::Roster {
    roster::Roster {
        ver: Some(roster.version.to_string()),
        items: roster
            .listed()
            .map(|(contact, entry)| entry.to_item(contact))
            .collect(),
        ..roster::Roster::default()
    }
}

/// One push for each contact that has changed, in the order of the changes.
fn changes_since(roster: &Roster, known: u64) -> Vec<roster::Roster> {
    let mut changed: Vec<_> = roster
        .entries
        .iter()
        .filter(|(_, entry)| entry.version > known)
        .collect();
    changed.sort_by_key(|(_, entry)| entry.version);
    changed
        .into_iter()
        .map(|(contact, entry)| entry.to_push(contact))
        .collect()
}
