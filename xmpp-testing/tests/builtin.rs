//! The types of `xmpp_core::schema` hold to the schemas that they are made from.

#![cfg(test)]

use proptest::prelude::*;
use std::sync::LazyLock;
use xmpp_core::schema;
use xmpp_testing::{Suite, Type, types};

static SUITE: LazyLock<Suite> = LazyLock::new(|| Suite::builtin().unwrap());

/// Every generated type that is an element.
static ALL: &[Type] = &include!("table/schema.rs");

#[test]
fn samples_come_back_and_broken_ones_are_refused() {
    let complaints = SUITE.check(ALL);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// One refusal for each facet and each bound of occurrence; what is missing has its reason.
#[test]
fn whatever_the_schemas_demand_is_refused_where_it_is_not_kept_to() {
    let demands = SUITE.demands(ALL);
    println!("refused: {demands}");
    assert_eq!(demands.missing(), Vec::<String>::new());
}

#[test]
fn samples_are_to_be_had_one_by_one() {
    let mut samples = SUITE.samples(ALL);
    for number in [0, 7, usize::MAX] {
        let xml = samples.random(number, 1).unwrap();
        assert_eq!(samples.random(number, 1), Some(xml.clone()));
        assert_eq!(samples.check(&xml), Vec::<String>::new());
    }
    let lost = "<query xmlns='jabber:iq:roster'><item/></query>";
    assert_eq!(samples.check(lost).len(), 1);
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
        prop_assert_eq!(SUITE.check_random(ALL, seed), Vec::<String>::new());
    }
}
