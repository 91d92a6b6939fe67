//! The generated types by the names of their elements: what a program that knows them all would do with a document.

use xmpp_core::schema::{
    auth, bind, bind2, caps, data_forms, delay, disco_info, disco_items, fast, forward, jingle,
    jingle_ice, jingle_rtp, mam, muc_user, ping, pre_approval, privacy, pubsub_event, result_sets,
    roster, roster_ver, sasl, sasl_extensible as sasl2, session, stanza, stanza_id, streams, tls,
};
use xmpp_core::xml::Node;
use xmpp_core::{FromXml, Report, ToXml, Validate, decode};

/// What a type makes of a document.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// What was found on the way.
    pub report: Report,
    /// The value written again; absent if the decode was refused.
    pub written: Option<Result<String, Report>>,
    /// Whether what was written reads as the same value; `true` where nothing was written.
    pub stable: bool,
}

/// Reads a document by the generated type of its root element, and writes it again; `None` if no type bears the name.
pub fn decode_any(node: Node<'_>) -> Option<Decoded> {
    try_types!(node; bind::Bind, delay::Delay, disco_info::DiscoInfo, disco_items::DiscoItems, ping::Ping, pre_approval::PreApproval, roster::Roster,
        roster_ver::RosterVersioning, sasl::Mechanisms, sasl::Auth, sasl::Challenge, sasl::Response, sasl::Abort,
        sasl::Success, sasl::Failure, session::Session, stanza::Message, stanza::Presence, stanza::Iq,
        streams::Stream, streams::Features, streams::StreamError, tls::StartTls, tls::Proceed, tls::Failure,
        caps::Caps, data_forms::DataForm, forward::Forwarded, jingle::Jingle, jingle_ice::Transport,
        jingle_rtp::Description, mam::Query, mam::ArchivedMessage, mam::Fin, mam::Metadata, muc_user::MucUser,
        pubsub_event::Event, privacy::PrivacyLists, auth::LegacyLogin, bind2::Bind, bind2::Bound, fast::Fast, fast::RequestToken, fast::Token,
        sasl2::Authentication, sasl2::Authenticate, sasl2::Challenge, sasl2::Response, sasl2::Abort, sasl2::Success,
        sasl2::Failure, sasl2::Continue, sasl2::Next, sasl2::TaskData, result_sets::ResultSet, stanza_id::StanzaId, stanza_id::OriginId);
    None
}

macro_rules! try_types {
    ($node:ident; $($type:ty),*) => {$(
        if <$type as FromXml>::matches($node) {
            return Some(decode_as::<$type>($node));
        }
    )*};
}
use try_types;

fn decode_as<T: FromXml + ToXml + Validate + PartialEq>(node: Node<'_>) -> Decoded {
    let mut report = Report::new();
    let value = decode::<T>(node, &mut report);
    let written = value.as_ref().map(xmpp_core::write);
    let again = match &written {
        Some(Ok(xml)) => xmpp_core::read::<T>(xml).ok(),
        _ => None,
    };
    let stable = !matches!(written, Some(Ok(_))) || again == value;
    Decoded {
        report,
        written,
        stable,
    }
}
