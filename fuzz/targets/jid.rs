//! Any text as an address: no panic, and preparing what was prepared changes nothing (RFC 7622 §3.1).

#![no_main]

use libfuzzer_sys::fuzz_target;
use xmpp_core::{BareJid, Jid};

fuzz_target!(|text: &str| {
    if let Ok(jid) = Jid::new(text) {
        let prepared = jid.to_string();
        assert_eq!(Jid::new(&prepared).map(|jid| jid.to_string()), Ok(prepared));
    }
    if let Ok(jid) = BareJid::new(text) {
        let prepared = jid.to_string();
        assert_eq!(
            BareJid::new(&prepared).map(|jid| jid.to_string()),
            Ok(prepared)
        );
    }
});
