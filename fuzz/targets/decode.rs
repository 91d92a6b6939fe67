//! Any element as each generated type that is a root: no panic, and what can be written reads back as the same value.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::fmt::Debug;
use xmpp_core::schema::{
    bind, delay, disco_info, disco_items, ping, pre_approval, roster, roster_ver, sasl, session,
    stanza, streams, tls,
};
use xmpp_core::xml::Document;
use xmpp_core::{FromXml, Limits, Report, ToXml, Validate};

macro_rules! each {
    ($document:ident: $($type:ty),* $(,)?) => { $(go_round::<$type>($document);)* };
}

fuzz_target!(|text: &str| {
    let Ok(document) = Document::parse(text, Limits::CLIENT) else {
        return;
    };
    let document = &document;
    each!(document:
        bind::Bind, delay::Delay, disco_info::DiscoInfo, disco_items::DiscoItems, ping::Ping,
        pre_approval::PreApproval, roster::Roster, roster_ver::RosterVersioning, sasl::Mechanisms, sasl::Auth,
        sasl::Challenge, sasl::Response, sasl::Abort, sasl::Success, sasl::Failure, session::Session,
        stanza::Message, stanza::Presence, stanza::Iq, streams::Stream, streams::Features,
        streams::StreamError, tls::StartTls, tls::Proceed, tls::Failure,
    );
});

fn go_round<T: FromXml + ToXml + Validate + PartialEq + Debug>(document: &Document) {
    let mut report = Report::new();
    let Some(value) = xmpp_core::decode::<T>(document.root(), &mut report) else {
        return;
    };
    if let Ok(written) = xmpp_core::write(&value) {
        let again = xmpp_core::read::<T>(&written);
        assert_eq!(again.ok().as_ref(), Some(&value), "{written}");
    }
}
