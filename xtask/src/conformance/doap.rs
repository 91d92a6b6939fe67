//! The summary for machines (XEP-0453).

use std::fmt::Write as _;

use super::list::Lists;

const HEAD: &str = "<?xml version='1.0' encoding='UTF-8'?>
<!-- Made by `cargo xtask conformance`. Do not edit. -->
<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://usefulinc.com/ns/doap#' xmlns:xmpp='https://linkmauve.fr/ns/xmpp-doap#'>
  <Project>
    <name>xmpp-server</name>
    <shortdesc xml:lang='en'>An XMPP server on types that are compiled from schemas</shortdesc>
    <programming-language>Rust</programming-language>
    <category rdf:resource='https://linkmauve.fr/ns/xmpp-doap#category-server'/>
    <category rdf:resource='https://linkmauve.fr/ns/xmpp-doap#category-library'/>
";

/// The whole file.
pub(super) fn doap(lists: &Lists) -> String {
    let mut out = HEAD.to_owned();
    for list in &lists.lists {
        if let Some(number) = list.name.strip_prefix("RFC") {
            let _ = writeln!(
                out,
                "    <implements rdf:resource='https://www.rfc-editor.org/info/rfc{number}'/>"
            );
        }
    }
    for known in &lists.extensions {
        let _ = write!(
            out,
            "    <implements>
      <xmpp:SupportedXep>
        <xmpp:xep rdf:resource='https://xmpp.org/extensions/xep-{:04}.html'/>
        <xmpp:version>{}</xmpp:version>
        <xmpp:status>{}</xmpp:status>
",
            known.xep, known.version, known.status
        );
        if !known.note.is_empty() {
            let _ = writeln!(
                out,
                "        <xmpp:note xml:lang='en'>{}</xmpp:note>",
                known.note
            );
        }
        out.push_str("      </xmpp:SupportedXep>\n    </implements>\n");
    }
    out.push_str("  </Project>\n</rdf:RDF>\n");
    out
}
