//! `xmpp-codegen` on the command line. Run it with `--help`.

mod address;
mod args;
mod command;
mod input;
mod modules;
mod pages;
mod progress;
mod render;
mod schemas;
mod skeleton;
mod stanza;
mod terminal;
mod words;
mod xep;

use args::{Args, Command};
use clap::Parser as _;
use command::{
    Outcome, check, expand, explain, generate, jid, man, new, overview, sample, shell, test,
    validate, xep as xep_command,
};
use std::process::ExitCode;
use terminal::Terminal;

fn main() -> ExitCode {
    let args = Args::parse();
    let mut terminal = Terminal::new(args.color);
    let outcome = match &args.command {
        Some(Command::Generate(args)) => generate::run(args, &mut terminal),
        Some(Command::Check(args)) => check::run(args, &mut terminal),
        Some(Command::Validate(args)) => validate::run(args, &mut terminal),
        Some(Command::Xep(args)) => xep_command::run(args, &mut terminal),
        Some(Command::Explain(args)) => explain::run(args, &mut terminal),
        Some(Command::New(args)) => new::run(args, &mut terminal),
        Some(Command::Expand(args)) => expand::run(args, &mut terminal),
        Some(Command::Sample(args)) => sample::run(args, &mut terminal),
        Some(Command::Test(args)) => test::run(args, &mut terminal),
        Some(Command::Completions(args)) => shell::run(args, &mut terminal),
        Some(Command::Man(args)) => man::run(args, &mut terminal),
        Some(Command::Jid(args)) => jid::run(args, &mut terminal),
        None => overview::run(&mut terminal),
    };
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            terminal.complain(&failure);
            ExitCode::from(2)
        }
    }
}
