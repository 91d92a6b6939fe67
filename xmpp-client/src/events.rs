//! Listening.

use std::sync::Arc;

use crate::event::Event;
use crate::session::Session;

/// The events of a session. Several listeners share them: each event goes to one.
///
/// While somebody listens, nothing is lost: when too much waits to be taken, no more is read from the server. So listen, or drop
/// it.
#[derive(Debug)]
pub struct Events {
    session: Arc<Session>,
}

impl Events {
    pub(crate) fn new(session: Arc<Session>) -> Self {
        session.shared.inbox.add_listener();
        Self { session }
    }

    /// The next event; `None` behind [`Event::Disconnected`]. Nothing is lost when the future is dropped.
    pub async fn next(&self) -> Option<Event> {
        self.session.shared.inbox.next().await
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        self.session.shared.inbox.remove_listener();
    }
}
