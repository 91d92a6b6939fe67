//! A sample of one of our schemas, which the input chooses and then changes. As it is, its type reads it without a complaint and
//! gives it back; changed, nothing panics, and what can be written is written again in the same words. Values are not compared: an
//! unknown child of a stanza follows its content namespace (RFC 6120 §4.8.3).

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::cell::RefCell;
use std::sync::LazyLock;
use xmpp_core::xml::Document;
use xmpp_core::{Limits, schema};
use xmpp_testing::{Samples, Suite, Type};

/// Every generated type that is an element: the list that the tests of the samples have.
static ALL: &[Type] = &include!("../../xmpp-testing/tests/table/schema.rs");

static SUITE: LazyLock<Suite> = LazyLock::new(|| Suite::builtin().expect("our schemas compile"));

thread_local! {
    static SAMPLES: RefCell<Samples<'static>> = RefCell::new(SUITE.samples(ALL));
}

/// Which element, a seed, and bytes to be set at places.
type Input = (u16, u64, Vec<(u16, u8)>);

fuzz_target!(|input: Input| {
    let (number, seed, changes) = input;
    let sample = SAMPLES.with_borrow(|samples| samples.random(number.into(), seed));
    let Some(sample) = sample else { return };
    let complaints = SAMPLES.with_borrow_mut(|samples| samples.check(&sample));
    assert!(complaints.is_empty(), "{complaints:#?}");
    let mut changed = sample.into_bytes();
    for (place, byte) in changes {
        let place = usize::from(place) % changed.len();
        changed[place] = byte;
    }
    let Ok(document) = Document::from_bytes(&changed, Limits::CLIENT) else {
        return;
    };
    let root = document.root();
    for type_ in ALL.iter().filter(|type_| type_.matches(root)) {
        let Some(Ok(written)) = type_.through(root).written else {
            continue;
        };
        let again = Document::parse(&written, Limits::FILE).expect("what is written is XML");
        let again = type_.through(again.root()).written;
        assert_eq!(
            again.and_then(Result::ok),
            Some(written),
            "{}",
            type_.name()
        );
    }
});
