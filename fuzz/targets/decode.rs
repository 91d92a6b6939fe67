//! Any element as each generated type that reads it: no panic, and what can be written reads back as the same value.

#![no_main]

use libfuzzer_sys::fuzz_target;
use xmpp_core::xml::Document;
use xmpp_core::{Limits, schema};
use xmpp_testing::Type;

/// Every generated type that is an element: the list that the tests of the samples have.
static ALL: &[Type] = &include!("../../xmpp-testing/tests/table/schema.rs");

fuzz_target!(|text: &str| {
    let Ok(document) = Document::parse(text, Limits::CLIENT) else {
        return;
    };
    let root = document.root();
    for type_ in ALL.iter().filter(|type_| type_.matches(root)) {
        let through = type_.through(root);
        assert!(through.stable, "{}: {:?}", type_.name(), through.written);
    }
});
