//! The derives and the codec, tested on hand-written types: reading, writing, findings, and what survives.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so")]

mod borrowed;
mod checks;
mod choices;
mod content;
mod empty;
mod findings;
mod keeping;
mod roundtrip;
mod shapes;
mod types;
mod values;

use xmpp_core::xml::Document;
use xmpp_core::{
    Answer, Finding, FromXml, Limits, Report, ToXml, Validate, decode, decode_strict, write,
};

/// Reads leniently: the value, and a line for each finding.
fn lenient<T: FromXml>(xml: &str) -> (Option<T>, Vec<String>) {
    let document = Document::parse(xml, Limits::CLIENT).unwrap();
    let mut report = Report::new();
    let value = decode(document.root(), &mut report);
    (value, lines(report))
}

/// Reads strictly: the value, and a line for each finding.
fn strict<T: FromXml>(xml: &str) -> (Option<T>, Vec<String>) {
    let document = Document::parse(xml, Limits::CLIENT).unwrap();
    let mut report = Report::new();
    let value = decode_strict(document.root(), &mut report);
    (value, lines(report))
}

/// Reads what has nothing wrong with it.
fn clean<T: FromXml>(xml: &str) -> T {
    let (value, findings) = lenient(xml);
    assert_eq!(findings, [] as [&str; 0], "{xml}");
    value.unwrap()
}

/// Reads and writes again.
fn rewritten<T: FromXml + ToXml + Validate>(xml: &str) -> String {
    write(&clean::<T>(xml)).unwrap()
}

/// What is wrong with a value that is about to be written, a line for each finding.
fn wrong<T: ToXml + Validate>(value: &T) -> Vec<String> {
    write(value).map_or_else(lines, |_| Vec::new())
}

fn lines(report: Report) -> Vec<String> {
    report.into_iter().map(|finding| line(&finding)).collect()
}

/// `3:5+5 iq/query/item[1] missing-attribute bad-request: message; help`
fn line(finding: &Finding) -> String {
    let position = finding.position.map_or_else(
        || "-".to_owned(),
        |position| format!("{position}+{}", finding.length),
    );
    let answer = match finding.answer() {
        Answer::Stanza { condition, .. } => condition,
        Answer::Nothing => "-",
        _ => "stream",
    };
    let help = finding
        .help
        .as_ref()
        .map(|help| format!("; {help}"))
        .unwrap_or_default();
    format!(
        "{position} {} {} {answer}: {}{help}",
        finding.path, finding.rule, finding.message
    )
}
