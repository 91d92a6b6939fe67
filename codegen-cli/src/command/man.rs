//! `man`: manual pages.

use super::{Failure, Outcome};
use crate::args::{Args, Man};
use crate::terminal::Terminal;
use crate::words::plural;
use clap::CommandFactory as _;
use std::fs;

pub(crate) fn run(args: &Man, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let directory = &args.out;
    fs::create_dir_all(directory).map_err(|error| Failure::write(directory, &error))?;
    clap_mangen::generate_to(Args::command(), directory)
        .map_err(|error| Failure::write(directory, &error))?;
    // One page for the program, one for each command but `help`, which has nothing to say.
    let pages = 1 + Args::command().get_subcommands().count();
    let (pages, directory) = (plural(pages, "page"), directory.display());
    terminal.line(&format!("{pages} in {directory}"))?;
    terminal.flush()?;
    Ok(Outcome::Clean)
}
