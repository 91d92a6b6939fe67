//! What a stream tells its driver.

use std::time::Instant;

/// What to do next. `E` is the kind of events of the role: [`ServerEvent`](super::ServerEvent) or
/// [`ClientEvent`](super::ClientEvent).
#[derive(Clone, Debug, PartialEq)]
pub enum Output<E> {
    /// Write what was appended, then do this, then poll again.
    Event(E),
    /// Write what was appended. There is nothing more to do until input comes, or until this moment.
    Wait(Option<Instant>),
}
