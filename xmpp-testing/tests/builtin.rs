//! The types of `xmpp_core::schema` hold to the schemas that they are made from.

#![cfg(test)]

use proptest::prelude::*;
use std::sync::LazyLock;
use xmpp_core::schema::{
    bind, delay, disco_info, disco_items, ping, pre_approval, roster, roster_ver, sasl, session,
    stanza, streams, tls,
};
use xmpp_testing::{Suite, Type, types};

static SUITE: LazyLock<Suite> = LazyLock::new(|| Suite::builtin().unwrap());

const fn all() -> [Type; 25] {
    types![
        bind::Bind,
        delay::Delay,
        disco_info::DiscoInfo,
        disco_items::DiscoItems,
        ping::Ping,
        pre_approval::PreApproval,
        roster::Roster,
        roster_ver::RosterVersioning,
        sasl::Mechanisms,
        sasl::Auth,
        sasl::Challenge,
        sasl::Response,
        sasl::Abort,
        sasl::Success,
        sasl::Failure,
        session::Session,
        stanza::Message,
        stanza::Presence,
        stanza::Iq,
        streams::Stream,
        streams::Features,
        streams::StreamError,
        tls::StartTls,
        tls::Proceed,
        tls::Failure,
    ]
}

#[test]
fn samples_come_back_and_broken_ones_are_refused() {
    let complaints = SUITE.check(&all());
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn a_type_of_another_schema_is_complained_about() {
    #[derive(Debug, PartialEq, xmpp_core::FromXml, xmpp_core::ToXml, xmpp_core::Validate)]
    #[xml(namespace = "urn:example:elsewhere")]
    struct Elsewhere;
    let complaints = SUITE.check(&types![Elsewhere]);
    assert_eq!(
        complaints,
        ["Elsewhere: no element of the schemas is of this type"]
    );
}

#[test]
fn a_type_that_loses_something_is_complained_about() {
    #[derive(Debug, PartialEq, xmpp_core::FromXml, xmpp_core::ToXml, xmpp_core::Validate)]
    #[xml(namespace = "jabber:iq:roster", name = "query")]
    struct Versionless;
    let complaints = SUITE.check(&types![Versionless]);
    assert!(
        complaints
            .iter()
            .any(|line| line.contains("comes back without")),
        "{complaints:#?}"
    );
    assert!(
        complaints.iter().any(|line| line.contains("is not found")),
        "{complaints:#?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn random_samples_come_back(seed in any::<u64>()) {
        prop_assert_eq!(SUITE.check_random(&all(), seed), Vec::<String>::new());
    }
}
