//! Allocations for each kind of stanza, ours beside its peers: `cargo bench -p xmpp-core --bench allocations`.
//!
//! A process of its own, because counting takes time.

mod codec;
mod contestants;
#[allow(dead_code, reason = "time is measured by the other bench")]
mod harness;
mod kinds;
mod reader;

use clap::Parser;
use std::alloc::System;

#[global_allocator]
static ALLOCATOR: &stats_alloc::StatsAlloc<System> = &stats_alloc::INSTRUMENTED_SYSTEM;

fn main() -> std::io::Result<()> {
    let made = || {
        let made = ALLOCATOR.stats();
        made.allocations + made.reallocations
    };
    harness::count_allocations(&harness::Arguments::parse(), &contestants::all(), made)
}
