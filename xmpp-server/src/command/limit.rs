//! How many connections the system lets the server have.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Asks for as many open files as may be had: each connection is one.
pub(super) fn raise() {
    let limit = getrlimit(Resource::Nofile);
    if limit.current == limit.maximum {
        return;
    }
    let raised = Rlimit {
        current: limit.maximum,
        ..limit
    };
    if let Err(error) = setrlimit(Resource::Nofile, raised) {
        tracing::warn!(%error, "the number of open files stays limited to {:?}", limit.current);
    }
}
