//! Any text as a schema, a NUL, and any text as a document: both judges give findings, no panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::ops::ControlFlow;
use xmpp_codegen::Mode;
use xmpp_codegen::catalog::Catalog;
use xmpp_codegen::instance::Judge;
use xmpp_codegen::instance::strict::Strict;
use xmpp_codegen::library::Library;
use xmpp_codegen::source::SourceMap;

fuzz_target!(|text: &str| {
    let Some((schema, document)) = text.split_once('\0') else {
        return;
    };
    let (catalog, library) = (Catalog::default(), Library::empty());
    for mode in [Mode::Repairing, Mode::Strict] {
        let mut sources = SourceMap::default();
        let file = sources.add("fuzzed.xsd", schema);
        let (model, _) = xmpp_codegen::load_in(mode, &mut sources, &[file], &catalog, &library);
        let mut findings = 0;
        let _ = Strict::new(&model).check_text(document, &mut |_| {
            findings += 1;
            if findings < 1000 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        if let Ok(read) = xmpp_xml::Document::parse(document, xmpp_xml::Limits::FILE) {
            let _ = Judge::new(&model, &catalog).report(read.root());
        }
    }
});
