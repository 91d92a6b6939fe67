//! Time and instructions for each kind of stanza, ours beside its peers: `cargo bench -p xmpp-core --bench stanzas`.
//!
//! Everything runs in one process and one thread, the contestants by turns, so that what disturbs one disturbs all. What
//! counts are the ratios: each is the median over rounds of a contestant's time through its reference's in that round.

mod codec;
mod contestants;
#[allow(dead_code, reason = "allocations are counted by the other bench")]
mod harness;
mod kinds;
mod reader;

use clap::Parser;

fn main() -> std::io::Result<()> {
    harness::run(&harness::Arguments::parse(), &contestants::all())
}
