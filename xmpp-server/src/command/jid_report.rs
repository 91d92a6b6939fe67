//! `jid-report`: what becomes of addresses, without changing any.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use serde_json::json;

use super::args::{JidReport, Place, ReportFormat};
use super::{Failure, Terminal};
use crate::address_report::{Finding, Report, report};
use crate::data::DataDirectory;
use crate::storage::{SqliteStorage, StoredAddress};

pub(super) fn run(
    command: &JidReport,
    place: &Place,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let report = match &command.import {
        Some(path) => report(listed(path)?),
        None => report(stored(place)?),
    };
    for finding in &report.findings {
        match command.format {
            ReportFormat::Text => terminal.say(line(finding)),
            ReportFormat::Json => terminal.say(object(finding)),
        }
    }
    if command.format == ReportFormat::Text {
        terminal.say(summary(&report));
    }
    match decisions(&report) {
        0 => Ok(()),
        count => Err(format!("{count} cannot be moved as they are").into()),
    }
}

/// The addresses of the database.
fn stored(place: &Place) -> Result<Vec<StoredAddress>, Failure> {
    let directory = DataDirectory::existing(&place.to_config()?.data)?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(async {
        let storage = SqliteStorage::open(&directory.database())?;
        let addresses = storage.stored_addresses().await;
        storage.close().await;
        Ok(addresses?)
    })
}

/// The addresses of a file, an account a line, with a contact behind a tab or without.
fn listed(path: &Path) -> Result<Vec<StoredAddress>, Failure> {
    let reader: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Box::new(BufReader::new(file))
    };
    let mut addresses = Vec::new();
    for line in reader.lines() {
        let line = line.map_err(|error| format!("{}: {error}", path.display()))?;
        let (owner, text) = match line.split_once('\t') {
            Some((owner, contact)) => (Some(owner.to_owned()), contact),
            None => (None, line.as_str()),
        };
        if !text.is_empty() {
            let text = text.to_owned();
            addresses.push(StoredAddress { owner, text });
        }
    }
    Ok(addresses)
}

fn line(finding: &Finding) -> String {
    let Finding { stored, kind } = finding;
    let place = match &stored.owner {
        Some(owner) => format!("contact of {owner}: "),
        None => "account: ".to_owned(),
    };
    format!("{place}{} {}", stored.text, kind.sentence())
}

fn object(finding: &Finding) -> serde_json::Value {
    let Finding { stored, kind } = finding;
    json!({
        "address": stored.text,
        "owner": stored.owner,
        "finding": kind.name(),
        "other": kind.other(),
        "needs_decision": kind.needs_decision(),
        "message": kind.sentence(),
    })
}

fn summary(report: &Report) -> String {
    let mut said: Vec<&StoredAddress> = report.findings.iter().map(|found| &found.stored).collect();
    said.dedup();
    let decisions = decisions(report);
    format!(
        "{} addresses: {} of which there is nothing to say, {decisions} that need a decision",
        report.checked,
        report.checked - said.len()
    )
}

fn decisions(report: &Report) -> usize {
    let needs = |finding: &&Finding| finding.kind.needs_decision();
    report.findings.iter().filter(needs).count()
}
