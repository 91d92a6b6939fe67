//! `check-config`: what a server would say about the file, without starting one.

use super::args::CheckConfig;
use super::{Failure, Terminal};
use crate::certificate::Certificate;
use crate::config::{Config, Domain};

pub(super) fn run(check: &CheckConfig, terminal: &mut Terminal) -> Result<(), Failure> {
    let config = Config::load(&check.file)?;
    let faults: Vec<String> = config
        .domains
        .iter()
        .filter_map(certificate_fault)
        .collect();
    if !faults.is_empty() {
        return Err(faults.join("\nerror: ").into());
    }
    let domains: Vec<&str> = config.domain_names().map(|name| name.as_str()).collect();
    let domains = if domains.is_empty() {
        "no domain yet: name one with --domain".to_owned()
    } else {
        domains.join(", ")
    };
    terminal.say(format_args!(
        "{} is in order ({domains})",
        check.file.display()
    ));
    Ok(())
}

fn certificate_fault(domain: &Domain) -> Option<String> {
    let files = domain.certificate.as_ref()?;
    match Certificate::load(files) {
        Err(error) => Some(error.to_string()),
        Ok(certificate) if !certificate.is_for(&domain.name) => Some(format!(
            "the certificate in {} is not for {}",
            files.chain.display(),
            domain.name
        )),
        Ok(_) => None,
    }
}
