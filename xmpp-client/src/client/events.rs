//! Listening.

use super::Client;
use crate::event::Event;

/// The events of a session. Several listeners share them: each event goes to one.
///
/// While somebody listens, nothing is lost: when too much waits to be taken, the client stops reading from the server. So
/// listen, or drop it.
#[derive(Debug)]
pub struct Events {
    client: Client,
}

impl Events {
    pub(super) fn new(client: Client) -> Self {
        client.shared().inbox.add_listener();
        Self { client }
    }

    /// The next event; `None` behind [`Event::Disconnected`]. Nothing is lost when the future is dropped.
    pub async fn next(&self) -> Option<Event> {
        self.client.shared().inbox.next().await
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        self.client.shared().inbox.remove_listener();
    }
}
