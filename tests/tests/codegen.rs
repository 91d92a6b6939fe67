//! Golden pairs: each schema of `codegen/pass` beside the Rust it compiles to, which is compiled here too, and a document
//! that goes through the types and comes back as it was.
//!
//! `UPDATE_GOLDEN=1 cargo test -p tests --test codegen` rewrites the Rust; the reviewer reads the difference.

#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use xmpp_codegen::catalog::Catalog;
use xmpp_codegen::instance::Judge;
use xmpp_codegen::library::Library;
use xmpp_codegen::source::SourceMap;
use xmpp_codegen::{Config, Output};
use xmpp_core::xml::Document;
use xmpp_core::{FromXml, Limits, Report, ToXml, Validate};

macro_rules! pairs {
    ($($path:literal $name:ident: $root:ident, $stem:literal;)*) => {
        $(
            #[path = $path]
            #[allow(dead_code, reason = "one sample does not use every type")]
            pub mod $name;
        )*

        const PAIRS: &[&str] = &[$($stem),*];

        /// Documents go to the type and back.
        mod round_trip {
            $(
                #[test]
                fn $name() {
                    super::comes_back_as_it_was::<super::$name::$root>($stem);
                }
            )*
        }
    };
}

pairs! {
    "../codegen/pass/attributes.rs" attributes: Settings, "attributes";
    "../codegen/pass/choices.rs" choices: Event, "choices";
    "../codegen/pass/condition.rs" condition: Failure, "condition";
    "../codegen/pass/derivation.rs" derivation: Hall, "derivation";
    "../codegen/pass/empty.rs" empty: Cup, "empty";
    "../codegen/pass/flags.rs" flags: Offer, "flags";
    "../codegen/pass/mixed.rs" mixed: Note, "mixed";
    "../codegen/pass/names.rs" names: Option, "names";
    "../codegen/pass/recursion.rs" recursion: Struct, "recursion";
    "../codegen/pass/references.rs" references: Move, "references";
    "../codegen/pass/roles.rs" roles: Shelf, "roles";
    "../codegen/pass/roster.rs" roster: Roster, "roster";
    "../codegen/pass/rules.rs" rules: Request, "rules";
    "../codegen/pass/simple-types.rs" simple_types: Reading, "simple-types";
    "../codegen/pass/unions.rs" unions: Box, "unions";
    "../codegen/pass/values.rs" values: Command, "values";
    "../codegen/pass/wildcards.rs" wildcards: Bag, "wildcards";
}

#[test]
fn generated_code_is_what_the_schemas_say() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut stale = Vec::new();
    for stem in PAIRS {
        let file = golden(stem, "rs");
        let text = only_file(compile(stem));
        if fs::read_to_string(&file).ok().as_deref() == Some(text.as_str()) {
            continue;
        }
        if update {
            fs::write(&file, text).unwrap();
        } else {
            stale.push(file);
        }
    }
    assert!(
        stale.is_empty(),
        "{stale:?} differ from what their schemas compile to; if that is meant, run `UPDATE_GOLDEN=1 cargo test -p tests --test codegen`"
    );
}

#[test]
fn every_schema_of_the_folder_is_tested() {
    let mut stems: Vec<_> = fs::read_dir(folder())
        .unwrap()
        .filter_map(|entry| {
            entry
                .unwrap()
                .file_name()
                .into_string()
                .unwrap()
                .strip_suffix(".xsd")
                .map(str::to_owned)
        })
        .collect();
    stems.sort();
    assert_eq!(stems, PAIRS);
}

#[test]
fn a_second_run_gives_the_same_bytes() {
    for stem in PAIRS {
        assert_eq!(compile(stem).files, compile(stem).files, "{stem}");
    }
}

#[test]
fn rustfmt_has_nothing_to_change() {
    let files = PAIRS.iter().map(|stem| golden(stem, "rs"));
    let run = Command::new("rustfmt")
        .args(["--edition", "2024", "--check"])
        .args(files)
        .output();
    match run {
        Ok(run) => assert!(
            run.status.success(),
            "{}",
            String::from_utf8_lossy(&run.stdout)
        ),
        Err(error) => eprintln!("skipped, rustfmt does not run here: {error}"),
    }
}

/// Lines that every module has: what it is of, what it uses, its namespace.
const OF_A_MODULE: usize = 10;

/// Lines that a service has beside those of its roles.
const OF_A_SERVICE: usize = 20;

/// The promise is six lines for a line of schema. These schemas are small, so what a module has once is counted by itself, and what
/// is left stays below that.
#[test]
fn generated_code_is_at_most_five_lines_per_line_of_schema_beside_what_is_there_once() {
    for stem in PAIRS {
        let text = |ending| fs::read_to_string(golden(stem, ending)).unwrap();
        let (schema, code) = (text("xsd").lines().count(), text("rs"));
        let services = code
            .lines()
            .filter(|line| line.starts_with("pub fn "))
            .count();
        let once = OF_A_MODULE + services * OF_A_SERVICE;
        let lines = code.lines().count();
        assert!(
            lines <= once + 5 * schema,
            "{stem}: {lines} lines for {schema}"
        );
    }
}

#[test]
fn numbers_have_as_many_digits_as_they_may() {
    let found = |attribute: &str, value: &str| {
        let text = format!(
            "<reading xmlns='urn:example:simple-types' port='80' {attribute}='{value}'><value>1</value></reading>"
        );
        let read = xmpp_core::read::<simple_types::Reading>(&text);
        read.err()
            .map(|report| report.findings()[0].rule.name().to_owned())
    };
    for (attribute, value) in [
        ("price", "-99.99"),
        ("price", "+0099.990"),
        ("price", "9999"),
        ("price", ".25"),
        ("pin", "9999"),
        ("pin", "009999"),
        ("shares", "-12345.678 1"),
    ] {
        assert_eq!(found(attribute, value), None, "{attribute}={value}");
    }
    for (attribute, value) in [
        ("price", "0.125"),
        ("price", "123.45"),
        ("price", "-10000"),
        ("pin", "10000"),
        ("shares", "0.5 0.0625"),
    ] {
        assert!(found(attribute, value).is_some(), "{attribute}={value}");
    }
    assert_eq!(found("price", "0.125").as_deref(), Some("facet"));
}

/// A union expects what any of its members does, values first (XML Schema part 2 §2.5.1.3); types and interpreter say the same.
#[test]
fn what_is_no_value_of_a_union_is_told_what_all_members_expect() {
    let xml = "<box xmlns='urn:example:unions' width='wide' code='ABC-1'><edge>beige</edge><when>noon</when></box>";
    let mut sources = SourceMap::default();
    let file = sources.add(
        "unions.xsd",
        fs::read_to_string(golden("unions", "xsd")).unwrap(),
    );
    let (catalog, library) = (Catalog::default(), Library::empty());
    let (model, _) = xmpp_codegen::load(&mut sources, &[file], &catalog, &library);
    let document = Document::parse(xml, Limits::FILE).unwrap();
    let judged = Judge::new(&model, &catalog).report(document.root());
    let mut read = Report::new();
    xmpp_core::decode::<unions::Box>(document.root(), &mut read);
    for report in [judged, read] {
        let help = report
            .findings()
            .iter()
            .filter_map(|finding| finding.help.as_deref());
        assert_eq!(
            help.collect::<Vec<_>>(),
            [
                "expected `auto` or a whole number from 0 to 65535",
                r"expected `red`, `blue` or text that matches `\#[0-9a-f]{6}`",
                "expected a date and time such as `2026-11-22T06:33:00Z` or a date such as `2026-11-22`",
            ]
        );
    }
}

/// What is empty comes back with the text that it stands for, and what is absent stays so (XML Schema part 1 §3.3.4).
#[test]
fn empty_elements_stand_for_their_defaults() {
    let rewritten = |inside: &str| {
        let xml = format!("<cup xmlns='urn:example:empty'>{inside}</cup>");
        let cup: empty::Cup = xmpp_core::read(&xml).unwrap_or_else(|report| panic!("{report}"));
        xmpp_core::write(&cup).unwrap()
    };
    let inside = "<size/><sugar/><tea/><tea>Ceylon</tea><filled/><made/><notes/><mood/><bags/><label/><price coin='penny'/>\
                  <saucer><price/></saucer><remark/><warmth/>";
    let full = fs::read_to_string(golden("empty", "xml")).unwrap();
    assert_eq!(rewritten(inside), full.trim());
    let least = "<cup xmlns='urn:example:empty'><size>7</size></cup>";
    assert_eq!(rewritten("<size/>"), least);
}

fn comes_back_as_it_was<T>(stem: &str)
where
    T: FromXml + ToXml + Validate + PartialEq + std::fmt::Debug,
{
    let text = fs::read_to_string(golden(stem, "xml")).unwrap();
    let value: T = xmpp_core::read(text.trim()).unwrap_or_else(|report| panic!("{stem}: {report}"));
    let written = xmpp_core::write(&value).unwrap_or_else(|report| panic!("{stem}: {report}"));
    assert_eq!(written, text.trim(), "{stem}");
}

fn compile(stem: &str) -> Output {
    let mut config = Config::new()
        .schema(golden(stem, "xsd"))
        .regenerate("run the golden tests");
    let catalog = golden(stem, "toml");
    if catalog.exists() {
        config = config.catalog(catalog);
    }
    config
        .generate()
        .unwrap_or_else(|report| panic!("{report}"))
}

fn only_file(output: Output) -> String {
    let [file] = output.files.try_into().unwrap();
    file.text
}

fn golden(stem: &str, ending: &str) -> PathBuf {
    folder().join(format!("{stem}.{ending}"))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("codegen/pass")
}
