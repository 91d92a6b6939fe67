//! Any text as a schema, alone and in both modes: findings, no panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use xmpp_codegen::Mode;
use xmpp_codegen::catalog::Catalog;
use xmpp_codegen::library::Library;
use xmpp_codegen::source::SourceMap;

fuzz_target!(|text: &str| {
    for mode in [Mode::Repairing, Mode::Strict] {
        let mut sources = SourceMap::default();
        let file = sources.add("fuzzed.xsd", text);
        let _ = xmpp_codegen::load_in(
            mode,
            &mut sources,
            &[file],
            &Catalog::default(),
            &Library::builtin(),
        );
    }
});
