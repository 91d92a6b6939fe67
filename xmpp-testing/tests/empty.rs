//! Elements that are there and empty: types and interpreter take the same text in their place (XML Schema part 1 §3.3.4, Element
//! Locally Valid (Element) 5.1).

#![cfg(test)]

use std::fs;
use std::path::Path;
use xmpp_testing::{Suite, types};

#[path = "../../tests/codegen/pass/empty.rs"]
#[allow(dead_code, reason = "types that are no element are not in the table")]
pub mod empty;
#[path = "../../tests/codegen/pass/flags.rs"]
pub mod flags;

#[test]
fn samples_with_empty_elements_come_back_with_what_they_stand_for() {
    let suite = suite("empty");
    let types = types![empty::Cup, empty::Saucer, empty::Remark, empty::Count];
    assert_eq!(suite.check(&types), Vec::<String>::new());
    assert_eq!(suite.demands(&types).missing(), Vec::<String>::new());
    let samples = suite.samples(&types);
    let all = (0..64).filter_map(|seed| samples.random(0, seed));
    assert!(all.filter(|xml| xml.contains("<size/>")).count() > 8);
}

/// A child whose absence means its default, as the catalogue says, is not written where it has it.
#[test]
fn what_absence_implies_comes_back_as_absence() {
    let types = types![flags::Offer, flags::Ping];
    assert_eq!(suite("flags").check(&types), Vec::<String>::new());
}

/// The schema of a golden pair, with its catalogue.
fn suite(stem: &str) -> Suite {
    let pairs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/codegen/pass");
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("pair-{stem}"));
    fs::create_dir_all(&directory).unwrap();
    let pair = |ending| fs::read_to_string(pairs.join(format!("{stem}.{ending}")));
    fs::write(directory.join(format!("{stem}.xsd")), pair("xsd").unwrap()).unwrap();
    fs::write(
        directory.join("catalog.toml"),
        pair("toml").unwrap_or_default(),
    )
    .unwrap();
    Suite::read(directory).unwrap()
}
