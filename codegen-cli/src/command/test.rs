//! `test`: a server's answers, judged.

use super::{Failure, Outcome};
use crate::args::Test;
use crate::terminal::Terminal;

#[cfg(feature = "test")]
mod live;

#[cfg(feature = "test")]
pub(crate) fn run(args: &Test, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    live::run(args, terminal)
}

#[cfg(not(feature = "test"))]
pub(crate) fn run(_: &Test, _: &mut Terminal) -> Result<Outcome, Failure> {
    Err(Failure::new(
        "this program was built without a client: build it with `--features test`",
    ))
}
