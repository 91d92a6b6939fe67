//! Two forms, one reading: the borrowed form of a type finds what the owned form finds, and says the same.

use tests::sample::samples;
use xmpp_core::schema::caps::{Caps, CapsRef};
use xmpp_core::schema::data_forms::{DataForm, DataFormRef};
use xmpp_core::schema::delay::{Delay, DelayRef};
use xmpp_core::schema::disco_info::{DiscoInfo, DiscoInfoRef};
use xmpp_core::schema::forward::{Forwarded, ForwardedRef};
use xmpp_core::schema::jingle::{Jingle, JingleRef};
use xmpp_core::schema::mam::{ArchivedMessage, ArchivedMessageRef, Fin, FinRef};
use xmpp_core::schema::muc_user::{MucUser, MucUserRef};
use xmpp_core::schema::pubsub_event::{Event, EventRef};
use xmpp_core::schema::result_sets::{ResultSet, ResultSetRef};
use xmpp_core::schema::roster::{Roster, RosterRef};
use xmpp_core::schema::stanza::{Iq, IqRef, Message, MessageRef, Presence, PresenceRef};
use xmpp_core::schema::stanza_id::{OriginId, OriginIdRef, StanzaId, StanzaIdRef};
use xmpp_core::xml::{Document, Node};
use xmpp_core::{FromNode, FromXml, Limits, Report, decode, decode_ref};

/// Reads the element in both forms if the type is that of the element.
macro_rules! both_forms {
    ($node:ident; $($owned:ty, $borrowed:ident;)*) => {$(
        if <$owned as FromXml>::matches($node) {
            return Some(compare::<$owned, $borrowed<'_>>($node, |form| form.to_value().ok()));
        }
    )*};
}

#[test]
fn both_forms_of_each_sample_agree() {
    let mut compared = 0;
    for sample in samples() {
        let document = Document::parse(&sample.xml, Limits::FILE).expect("samples are well-formed");
        match agrees(document.root()) {
            Some(Ok(())) => compared += 1,
            Some(Err(difference)) => panic!("{}: {difference}", sample.name),
            None => {}
        }
    }
    assert!(compared > 250, "only {compared} samples were compared");
}

fn agrees(node: Node<'_>) -> Option<Result<(), String>> {
    both_forms!(node;
        Message, MessageRef; Presence, PresenceRef; Iq, IqRef; Roster, RosterRef; DiscoInfo, DiscoInfoRef; Delay, DelayRef;
        Caps, CapsRef; DataForm, DataFormRef; Event, EventRef; Forwarded, ForwardedRef; Jingle, JingleRef;
        ArchivedMessage, ArchivedMessageRef; Fin, FinRef; MucUser, MucUserRef; ResultSet, ResultSetRef;
        StanzaId, StanzaIdRef; OriginId, OriginIdRef;
    );
    None
}

fn compare<'t, T: FromXml + PartialEq, R: FromNode<'t>>(
    node: Node<'t>,
    to_value: impl Fn(&R) -> Option<T>,
) -> Result<(), String> {
    let (mut one, mut other) = (Report::new(), Report::new());
    let owned = decode::<T>(node, &mut one);
    let borrowed = decode_ref::<R>(node, &mut other);
    if one != other {
        return Err(format!("owned finds {one:?}, borrowed {other:?}"));
    }
    if owned != borrowed.as_ref().and_then(to_value) {
        return Err("the values differ".to_owned());
    }
    Ok(())
}
