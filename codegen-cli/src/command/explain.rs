//! `explain`: what a rule means.

use super::{Failure, Outcome};
use crate::args::Explain;
use crate::pages;
use crate::terminal::Terminal;
use xmpp_xml::wording;

pub(crate) fn run(args: &Explain, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    match &args.rule {
        Some(name) if !args.list => {
            let text = pages::text(name).ok_or_else(|| unknown(name))?;
            terminal.print(&text)?;
        }
        _ => terminal.print(&list())?,
    }
    terminal.flush()?;
    Ok(Outcome::Clean)
}

fn list() -> String {
    let mut text = String::new();
    for (title, rules) in pages::all() {
        let width = rules
            .iter()
            .map(|(name, _)| name.len())
            .max()
            .unwrap_or_default();
        text.push_str(&format!("{title}\n\n"));
        for (name, summary) in rules {
            text.push_str(&format!("  {name:width$}  {summary}\n"));
        }
        text.push('\n');
    }
    text
}

fn unknown(name: &str) -> Failure {
    let pages = pages::all();
    let names: Vec<&str> = pages
        .iter()
        .flat_map(|(_, rules)| rules)
        .map(|(name, _)| name.as_str())
        .collect();
    let meant = wording::did_you_mean(name, &names).map(|meant| format!("{meant} "));
    Failure::new(format!(
        "there is no rule `{name}`: {}`xmpp-codegen explain --list` shows them all",
        meant.unwrap_or_default()
    ))
}
