//! Clients that nobody looks at (XEP-0352).

use super::event::ServerEvent;
use super::{Phase, Server};
use crate::decode;
use crate::schema::csi::{Active, Inactive};
use crate::schema::streamerror::Condition;
use crate::stream::fault::Handled;
use crate::stream::link::Link;
use crate::xml::Node;

impl Server {
    /// Whether somebody looks at the client (XEP-0352 §4).
    pub(super) fn on_client_state(
        &self,
        element: Node<'_>,
        link: &mut Link<ServerEvent>,
    ) -> Handled {
        let active = match element.name() {
            "active" => decode::<Active>(element, &mut ()).map(|_| true),
            _ => decode::<Inactive>(element, &mut ()).map(|_| false),
        };
        match (active, &self.phase) {
            (Some(active), Phase::Bound) => {
                link.event(ServerEvent::Attention(active));
                Ok(())
            }
            _ => Err(Condition::UnsupportedStanzaType.into()),
        }
    }
}
