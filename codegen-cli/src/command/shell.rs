//! `completions`: scripts for shells.

use super::{Failure, Outcome};
use crate::args::{Args, Completions};
use crate::terminal::Terminal;
use clap::CommandFactory as _;

pub(crate) fn run(args: &Completions, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    let mut command = Args::command();
    clap_complete::generate(args.shell, &mut command, "xmpp-codegen", &mut script);
    terminal.print(&String::from_utf8_lossy(&script))?;
    terminal.flush()?;
    Ok(Outcome::Clean)
}
