//! Measures the server as a whole, from outside: how fast it starts, what a session weighs, what a message costs.
//!
//! `cargo xtask long bench` builds it and the server in release mode and runs it. Nothing of it is in the server: figures come from
//! `/proc`, and the clients are this project's own state machine over plain sockets.

mod accounts;
mod chat;
mod cycles;
mod failure;
mod memory;
mod options;
mod process;
mod record;
mod server;
mod session;
mod soak;
mod start;

use std::process::ExitCode;

use clap::Parser as _;

use failure::Failure;
use options::{Bench, Command, Options, Part};
use record::{Book, Figure};

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Failure> {
    process::raise_open_files();
    let runtime = tokio::runtime::Runtime::new()?;
    match &options.command {
        Command::Bench(bench) => {
            let figures = runtime.block_on(measure(bench))?;
            if bench.record {
                Book::open().append(&figures)?;
            }
            Ok(())
        }
        Command::Cycles(options) => {
            let figures = runtime.block_on(cycles::run(options))?;
            if options.record {
                Book::open().append(&figures)?;
            }
            Ok(())
        }
        Command::Soak(soak) => runtime.block_on(soak::run(soak)),
        Command::Table => Book::open().write_table(),
    }
}

#[expect(
    clippy::print_stdout,
    reason = "the figures are what the command is for"
)]
async fn measure(bench: &Bench) -> Result<Vec<Figure>, Failure> {
    let mut figures = Vec::new();
    for part in bench.parts() {
        eprintln!("{part:?} …");
        let more = match part {
            Part::Start => start::measure(bench).await?,
            Part::Memory => memory::measure(bench).await?,
            Part::Chat => chat::measure(bench).await?,
        };
        for figure in &more {
            println!("{figure}");
        }
        figures.extend(more);
    }
    Ok(figures)
}
