//! What the rules of RFC 7622 make of addresses that are stored, here or at a server that still compares them by stringprep.
//!
//! Nothing is changed: the report is what a person reads before anything is (RFC 8265 §6).

use std::collections::BTreeMap;

use xmpp_core::jid::{confusable, stringprep};
use xmpp_core::{Jid, JidError};

use crate::storage::StoredAddress;

/// What was found.
#[derive(Debug, Default)]
pub struct Report {
    /// How many addresses were looked at.
    pub checked: usize,
    /// What is to be said of them, in their order.
    pub findings: Vec<Finding>,
}

/// Something about one address.
#[derive(Debug)]
pub struct Finding {
    /// Where it is stored, and how.
    pub stored: StoredAddress,
    /// What is to be said.
    pub kind: Kind,
}

/// What is to be said of an address.
#[derive(Debug)]
#[non_exhaustive]
pub enum Kind {
    /// It is no address of RFC 7622.
    Refused {
        /// Why.
        error: JidError,
        /// What its owner may have meant: the form that stringprep makes of it, if that is an address.
        suggestion: Option<Jid>,
    },
    /// It would be stored in another form.
    Renamed {
        /// That form.
        jid: Jid,
    },
    /// It would become the same address as another one.
    Collides {
        /// The other one, as it is stored.
        with: String,
    },
    /// Peers of RFC 6122 do not take it.
    OldPeersRefuse {
        /// Why.
        error: stringprep::StringprepError,
    },
    /// Peers of RFC 6122 see another address.
    OldPeersSee {
        /// That address.
        address: String,
    },
    /// Peers of RFC 6122 cannot tell it from another account.
    OldPeersConfuse {
        /// The other account.
        with: String,
    },
    /// It looks like another account (UTS 39).
    LooksLike {
        /// The other account.
        with: String,
    },
}

impl Kind {
    /// A name for programs.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "refused",
            Self::Renamed { .. } => "renamed",
            Self::Collides { .. } => "collides",
            Self::OldPeersRefuse { .. } => "old-peers-refuse",
            Self::OldPeersSee { .. } => "old-peers-see",
            Self::OldPeersConfuse { .. } => "old-peers-confuse",
            Self::LooksLike { .. } => "looks-like",
        }
    }

    /// Whether somebody has to decide before the address can be moved.
    pub const fn needs_decision(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::Collides { .. })
    }

    /// The other address, where there is one.
    pub fn other(&self) -> Option<&str> {
        match self {
            Self::Refused { suggestion, .. } => suggestion.as_ref().map(Jid::as_str),
            Self::Renamed { jid } => Some(jid.as_str()),
            Self::OldPeersRefuse { .. } => None,
            Self::OldPeersSee { address: other }
            | Self::Collides { with: other }
            | Self::OldPeersConfuse { with: other }
            | Self::LooksLike { with: other } => Some(other),
        }
    }

    /// A sentence for people.
    pub fn sentence(&self) -> String {
        match self {
            Self::Refused { error, suggestion } => match suggestion {
                Some(jid) => format!("is no address: {error}; perhaps {jid} is meant"),
                None => format!("is no address: {error}"),
            },
            Self::Renamed { jid } => format!("becomes {jid}"),
            Self::Collides { with } => format!("becomes the same address as {with}"),
            Self::OldPeersRefuse { error } => format!("is refused by peers of RFC 6122: {error}"),
            Self::OldPeersSee { address } => format!("is {address} to peers of RFC 6122"),
            Self::OldPeersConfuse { with } => {
                format!("is the same account as {with} to peers of RFC 6122")
            }
            Self::LooksLike { with } => format!("looks like {with}"),
        }
    }
}

/// Looks at addresses, in one pass.
pub fn report(addresses: impl IntoIterator<Item = StoredAddress>) -> Report {
    let mut report = Report::default();
    let mut seen = Seen::default();
    for stored in addresses {
        report.checked += 1;
        for kind in seen.judge(&stored) {
            let stored = stored.clone();
            report.findings.push(Finding { stored, kind });
        }
    }
    report
}

/// The accounts, or the contacts of one owner, by a form that two of them may share: the text that came first.
type Forms = BTreeMap<(Option<String>, String), String>;

#[derive(Default)]
struct Seen {
    new: Forms,
    old: Forms,
    skeletons: Forms,
}

impl Seen {
    fn judge(&mut self, stored: &StoredAddress) -> Vec<Kind> {
        let old = stringprep::address(&stored.text);
        let jid = match Jid::new(&stored.text) {
            Ok(jid) => jid,
            Err(error) => {
                let suggestion = old.ok().and_then(|old| Jid::new(&old).ok());
                return vec![Kind::Refused { error, suggestion }];
            }
        };
        let mut kinds = Vec::new();
        let form = jid.as_str().to_owned();
        if let Some(with) = first(&mut self.new, stored, form) {
            kinds.push(Kind::Collides { with });
        } else if jid != *stored.text.as_str() {
            kinds.push(Kind::Renamed { jid: jid.clone() });
        }
        kinds.extend(self.judge_old(stored, &jid));
        kinds.extend(self.judge_looks(stored, &jid));
        kinds
    }

    /// What peers of RFC 6122 make of the address as it will be sent.
    fn judge_old(&mut self, stored: &StoredAddress, jid: &Jid) -> Option<Kind> {
        let address = match stringprep::address(jid.as_str()) {
            Ok(address) => address,
            Err(error) => return Some(Kind::OldPeersRefuse { error }),
        };
        let with = first(&mut self.old, stored, address.clone());
        match with.filter(|with| stored.owner.is_none() && Jid::new(with).as_ref() != Ok(jid)) {
            Some(with) => Some(Kind::OldPeersConfuse { with }),
            None if *jid == *address.as_str() => None,
            None => Some(Kind::OldPeersSee { address }),
        }
    }

    /// Accounts of one domain that people mix up.
    fn judge_looks(&mut self, stored: &StoredAddress, jid: &Jid) -> Option<Kind> {
        let local = jid.local().filter(|_| stored.owner.is_none())?;
        let form = format!("{}@{}", confusable::skeleton(local), jid.domain());
        let with = first(&mut self.skeletons, stored, form)?;
        (Jid::new(&with).as_ref() != Ok(jid)).then_some(Kind::LooksLike { with })
    }
}

/// The text that had this form before; otherwise this one has it now.
fn first(forms: &mut Forms, stored: &StoredAddress, form: String) -> Option<String> {
    let key = (stored.owner.clone(), form);
    match forms.get(&key) {
        Some(text) => Some(text.clone()),
        None => {
            forms.insert(key, stored.text.clone());
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::report;
    use crate::storage::StoredAddress;

    fn findings(addresses: &[(Option<&str>, &str)]) -> Vec<String> {
        let stored = addresses.iter().map(|(owner, text)| StoredAddress {
            owner: owner.map(str::to_owned),
            text: (*text).to_owned(),
        });
        let report = report(stored);
        assert_eq!(report.checked, addresses.len());
        let sentence = |finding: &super::Finding| {
            format!("{} {}", finding.stored.text, finding.kind.sentence())
        };
        report.findings.iter().map(sentence).collect()
    }

    #[test]
    fn addresses_that_both_worlds_know_alike_are_not_mentioned() {
        assert!(
            findings(&[(None, "juliet@example.com"), (None, "\u{3C0}@example.com")]).is_empty()
        );
    }

    #[test]
    fn what_becomes_of_names_of_the_old_world() {
        assert_eq!(
            findings(&[
                (None, "henry\u{2163}@example.com"),
                (None, "\u{265A}@example.com")
            ]),
            [
                "henry\u{2163}@example.com is no address: the localpart holds '\u{2163}' (U+2163), which only stands for other characters; perhaps henryiv@example.com is meant",
                "\u{265A}@example.com is no address: the localpart holds '\u{265A}' (U+265A), which is no letter and no digit",
            ]
        );
        assert_eq!(
            findings(&[(None, "Juliet@example.com"), (None, "juliet@example.com")]),
            [
                "Juliet@example.com becomes juliet@example.com",
                "juliet@example.com becomes the same address as Juliet@example.com",
            ]
        );
    }

    #[test]
    fn what_peers_of_the_old_world_see() {
        assert_eq!(
            findings(&[
                (None, "fussball@b.example"),
                (None, "fu\u{DF}ball@b.example"),
                (None, "\u{1E030}@b.example")
            ]),
            [
                "fu\u{DF}ball@b.example is the same account as fussball@b.example to peers of RFC 6122",
                "\u{1E030}@b.example is no address: the localpart holds '\u{1E030}' (U+1E030), which only stands for other characters; perhaps \u{430}@b.example is meant",
            ]
        );
        assert_eq!(
            findings(&[(Some("a@b"), "fu\u{DF}ball@b.example")]),
            ["fu\u{DF}ball@b.example is fussball@b.example to peers of RFC 6122"]
        );
    }

    #[test]
    fn contacts_collide_within_one_roster_only() {
        assert!(findings(&[(Some("a@b"), "c@d"), (Some("e@b"), "c@d")]).is_empty());
        assert_eq!(
            findings(&[(Some("a@b"), "c@d"), (Some("a@b"), "c@D")]),
            ["c@D becomes the same address as c@d"]
        );
    }

    #[test]
    fn accounts_that_look_alike() {
        assert_eq!(
            findings(&[
                (None, "romeo@b"),
                (None, "r\u{43E}meo@b"),
                (None, "r\u{43E}meo@c")
            ]),
            ["r\u{43E}meo@b looks like romeo@b"]
        );
    }
}
