//! Judging documents and reading schemas, beside others. See README.md.

use rustix::thread::{CpuSet, sched_getcpu, sched_setaffinity};
use rustix::time::{ClockId, clock_gettime};
use std::error::Error;
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use xmpp_codegen::catalog::Catalog;
use xmpp_codegen::files::read_text;
use xmpp_codegen::instance::Judge;
use xmpp_codegen::instance::strict::Strict;
use xmpp_codegen::library::Library;
use xmpp_codegen::source::SourceMap;
use xmpp_codegen::verify::Schemas;
use xmpp_codegen::{Mode, load_in};
use xsd_schema::SchemaSetBuilder;
use xsd_schema::validation::{
    CollectingValidationSink, SchemaValidator, ValidationFlags, drive_quick_xml,
};

const ROUNDS: usize = 9;
const READINGS: usize = 25;
const DOCUMENTS: u32 = 100;

fn main() -> Result<(), Box<dyn Error>> {
    stay()?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rival = rival(folder);
    judging(folder, rival.as_deref())?;
    match std::env::args().nth(1) {
        Some(directory) => reading(Path::new(&directory), rival.as_deref()),
        None => Ok(()),
    }
}

/// Stays on the processor where it is, and so does what it starts: on a shared machine one may be half as fast again as another.
fn stay() -> Result<(), Box<dyn Error>> {
    let mut here = CpuSet::new();
    here.set(sched_getcpu());
    Ok(sched_setaffinity(None, &here)?)
}

/// A roster of 200 items, from text to verdict.
fn judging(folder: &Path, rival: Option<&Path>) -> Result<(), Box<dyn Error>> {
    let schema = folder.join("../../schemas/roster.xsd").canonicalize()?;
    let document = roster();
    let file = folder.join("target/roster.xml");
    std::fs::create_dir_all(folder.join("target"))?;
    std::fs::write(&file, &document)?;

    let schemas = Schemas::read(std::slice::from_ref(&schema));
    assert_eq!(
        schemas.errors().count(),
        0,
        "the schema of the roster is valid"
    );
    let strict = Strict::new(&schemas.model);
    let catalog = Catalog::default();
    let judge = Judge::new(&schemas.model, &catalog);
    let text = std::fs::read_to_string(&schema)?;
    let set = SchemaSetBuilder::new()
        .add_source(&text, "roster.xsd")?
        .compile()?
        .into_schema_set();
    let validator = SchemaValidator::new(&set, ValidationFlags::default());

    let mut times = [(); 4].map(|()| Vec::new());
    for _ in 0..ROUNDS {
        times[0].push(each(|| {
            let mut findings = 0;
            let outcome = strict.check_text(&document, &mut |_| {
                findings += 1;
                ControlFlow::Continue(())
            });
            assert!(outcome.is_ok() && findings == 0, "the roster is valid");
        }));
        times[1].push(each(|| {
            let read = xmpp_xml::Document::parse(&document, xmpp_xml::Limits::FILE)
                .expect("the roster is XML");
            assert!(judge.report(read.root()).is_clean(), "the roster is valid");
        }));
        times[2].push(each(|| {
            let (mut errors, mut warnings) = (Vec::new(), Vec::new());
            let sink = CollectingValidationSink {
                errors: &mut errors,
                warnings: &mut warnings,
            };
            let mut runtime = validator.start_run(sink);
            let outcome = drive_quick_xml(document.as_bytes(), &mut runtime, &set);
            drop(runtime);
            assert!(outcome.is_ok() && errors.is_empty(), "the roster is valid");
        }));
        if let Some(rival) = rival {
            let rounds = DOCUMENTS.to_string();
            let (schema, file) = (schema.to_string_lossy(), file.to_string_lossy());
            times[3].push(ask(rival, &["validate", &schema, &file, &rounds])?);
        }
    }
    let [ours, tolerant, xsd_schema, libxml2] = times.map(median);
    println!(
        "a roster of 200 items, {} bytes, from text to verdict:",
        document.len()
    );
    println!("  to the letter    {:>9.1} µs", ours / 1e3);
    println!("  default mode     {:>9.1} µs", tolerant / 1e3);
    println!(
        "  xsd-schema 0.3   {:>9.1} µs, we take {:.2} of it",
        xsd_schema / 1e3,
        ours / xsd_schema
    );
    println!(
        "  libxml2          {:>9.1} µs, we take {:.2} of it",
        libxml2 / 1e3,
        ours / libxml2
    );
    Ok(())
}

/// Every schema of a directory, each alone.
fn reading(directory: &Path, rival: Option<&Path>) -> Result<(), Box<dyn Error>> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(directory)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "xsd"))
        .collect();
    paths.sort();
    let mut times = [Vec::new(), Vec::new()];
    let mut ratios = Vec::new();
    for round in 0..=READINGS {
        let start = now();
        for path in &paths {
            let mut sources = SourceMap::default();
            let text = read_text(path)?;
            let file = sources.add(path.to_string_lossy(), text);
            let (catalog, library) = (Catalog::default(), Library::empty());
            let loaded = load_in(Mode::Strict, &mut sources, &[file], &catalog, &library);
            std::hint::black_box(loaded);
        }
        let ours = now() - start;
        if round == 0 {
            continue; // it warms the process up, as the rival's first does
        }
        times[0].push(ours);
        if let Some(rival) = rival {
            let mut arguments = vec!["compile", "1"];
            let names: Vec<String> = paths
                .iter()
                .map(|path| path.display().to_string())
                .collect();
            arguments.extend(names.iter().map(String::as_str));
            let libxml2 = ask(rival, &arguments)?;
            times[1].push(libxml2);
            ratios.push(libxml2 / ours);
        }
    }
    let [ours, libxml2] = times.map(median);
    println!("{} schemas, read one by one:", paths.len());
    println!("  to the letter    {:>9.2} ms", ours / 1e6);
    let ratio = median(ratios);
    println!(
        "  libxml2          {:>9.2} ms, {ratio:.2} times ours, the median of {READINGS} by turns",
        libxml2 / 1e6
    );
    Ok(())
}

fn roster() -> String {
    let mut text = "<query xmlns='jabber:iq:roster' ver='ver14'>\n".to_owned();
    for at in 0..200 {
        let subscription = ["both", "from", "none", "to"][at % 4];
        // Text can always be written to a string.
        let _ = writeln!(
            text,
            "  <item jid='contact-{at}@example.org' name='Contact {at}' subscription='{subscription}'><group>Group {}</group></item>",
            at % 7
        );
    }
    text.push_str("</query>\n");
    text
}

/// The program that measures libxml2, if it can be compiled here.
fn rival(folder: &Path) -> Option<PathBuf> {
    let program = folder.join("target/libxml2");
    std::fs::create_dir_all(folder.join("target")).ok()?;
    let status = Command::new("cc")
        .args(["-O2", "-I/usr/include/libxml2", "-o"])
        .arg(&program)
        .arg(folder.join("libxml2.c"))
        .arg("-lxml2")
        .status()
        .ok()?;
    status.success().then_some(program)
}

fn ask(program: &Path, arguments: &[&str]) -> Result<f64, Box<dyn Error>> {
    let output = Command::new(program).args(arguments).output()?;
    if !output.status.success() {
        return Err(format!("libxml2: {}", output.status).into());
    }
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}

/// Nanoseconds for one of many calls.
fn each(mut call: impl FnMut()) -> f64 {
    let start = now();
    for _ in 0..DOCUMENTS {
        call();
    }
    (now() - start) / f64::from(DOCUMENTS)
}

fn now() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}
