//! `jid`: what the rules make of an address.

use super::{Failure, Outcome};
use crate::address::{Comparison, Explanation, json, text};
use crate::args::{Explained, Jid};
use crate::terminal::Terminal;

pub(crate) fn run(args: &Jid, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let mut addresses = vec![Explanation::of(&args.address)];
    if let Some(other) = &args.other {
        addresses.push(Explanation::of(other));
    }
    let comparison = match addresses.as_slice() {
        [one, other] => Some(Comparison::of(one, other)),
        _ => None,
    };
    match args.format {
        Explained::Text => {
            for address in &addresses {
                terminal.print(&text::explanation(address))?;
            }
            if let Some(comparison) = &comparison {
                terminal.print(&text::comparison(comparison))?;
            }
        }
        Explained::Json => {
            terminal.line(&json::object(&addresses, comparison.as_ref()).to_string())?;
        }
    }
    terminal.flush()?;
    let is_well = addresses.iter().all(|address| address.jid.is_ok())
        && comparison.is_none_or(|comparison| comparison.is_same == Some(true));
    Ok(Outcome::of(usize::from(!is_well)))
}
