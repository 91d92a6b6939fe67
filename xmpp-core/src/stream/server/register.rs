//! Accounts that are made by those who have none (XEP-0077 §3.1, §8).

use super::event::{RegisterRequest, ServerEvent};
use super::policy::{Host, ServerPolicy, TlsUse};
use super::{Phase, Server};
use crate::Element;
use crate::schema::register::NS;
use crate::schema::streamerror::Condition;
use crate::stream::fault::{Fault, Handled};
use crate::stream::link::Link;
use crate::xml::Node;

/// How often a client may ask on one stream.
const MOST: u8 = 10;

/// The driver was asked, and has not answered yet.
#[derive(Debug)]
pub(super) struct Registering;

/// Whether accounts can be made here. Never before TLS, where TLS is required: the password would be read by others.
pub(super) fn is_open(policy: &ServerPolicy, host: &Host, encrypted: bool) -> bool {
    policy.registration && (encrypted || host.tls != TlsUse::Required)
}

impl Server {
    /// A request of somebody who has not authenticated, if it is about an account to be made.
    pub(super) fn on_registration(
        &mut self,
        element: Node<'_>,
        link: &mut Link<ServerEvent>,
    ) -> Option<Handled> {
        let Phase::Authentication(_) = self.phase else {
            return None;
        };
        let host = self.host().ok()?;
        let open = is_open(&self.policy, host, self.tls.is_some());
        if !open || !is_request(element) {
            return None;
        }
        if self.registrations >= MOST {
            let text = "too many attempts to make an account";
            return Some(Err(Fault::new(Condition::PolicyViolation, text)));
        }
        let domain = host.domain.clone();
        self.registrations += 1;
        self.registering = Some(Registering);
        link.ask(ServerEvent::Register(Box::new(RegisterRequest {
            domain,
            iq: Element::from(element),
        })));
        Some(Ok(()))
    }
}

fn is_request(element: Node<'_>) -> bool {
    let type_ = element.attribute("", "type");
    let asks = type_.is_some_and(|type_| ["get", "set"].contains(&&*type_.value()));
    let mut children = element.elements();
    let concerned = children.next().is_some_and(|child| child.namespace() == NS);
    element.name() == "iq" && asks && concerned
}
