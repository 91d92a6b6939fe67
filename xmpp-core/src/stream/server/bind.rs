//! Resource binding on a server's stream (RFC 6120 §7).

use super::event::{BindRequest, ServerEvent};
use crate::schema::bind::{Bind, Binding};
use crate::schema::stanza::{ErrorType, Iq, IqType, StanzaError};
use crate::schema::stanzaerror::Condition;
use crate::schema::streamerror;
use crate::schema::streams::Features;
use crate::stream::fault::{Fault, Handled};
use crate::stream::link::Link;
use crate::xml::Node;
use crate::{BareJid, Element, FullJid, XmlText, decode};

/// The binding of one client, over as many attempts as it is given.
#[derive(Debug)]
pub(super) struct Binder {
    /// The `id` of the request that waits for its answer.
    request: Option<String>,
    failures: u8,
    retries: u8,
}

impl Binder {
    pub(super) const fn new(retries: u8) -> Self {
        Self {
            request: None,
            failures: 0,
            retries,
        }
    }

    /// Announces binding (RFC 6120 §7.4).
    pub(super) fn offer(features: &mut Features) {
        features.bind = Some(Bind::default());
    }

    /// A request to bind. Nothing else is taken before it was granted (RFC 6120 §7.1).
    pub(super) fn on_request(
        &mut self,
        request: &Request<'_>,
        account: &BareJid,
        link: &mut Link<ServerEvent>,
    ) -> Handled {
        self.request = Some(request.id.clone());
        let wanted = decode::<Bind>(request.payload, &mut ()).and_then(|bind| bind.binding);
        let requested = match wanted {
            Some(Binding::Resource(resource)) => account.with_resource(&resource.to_text()).ok(),
            Some(Binding::Jid(_)) | None => None,
        };
        let generated = account.with_resource(&link.entropy.token()).map_err(|_| {
            // A token is letters, digits, `-` and `_`, which every resource may hold.
            Fault::from(streamerror::Condition::InternalServerError)
        })?;
        link.ask(ServerEvent::Bind(BindRequest {
            requested,
            generated,
            agent: None,
            payloads: Vec::new(),
        }));
        Ok(())
    }

    /// The driver has chosen (RFC 6120 §7.6.1). `false` where nothing was asked.
    pub(super) fn done(
        &mut self,
        jid: &FullJid,
        link: &mut Link<ServerEvent>,
    ) -> Result<bool, Fault> {
        let Some(id) = self.request.take() else {
            return Ok(false);
        };
        link.answered();
        let bind = Bind {
            binding: Some(Binding::Jid(jid.clone())),
            ..Bind::default()
        };
        link.write(&Iq {
            payload: Some(Element::of(&bind)?),
            ..Iq::new(id, IqType::Result)
        })?;
        Ok(true)
    }

    /// The driver refuses; the client may try again a few times (RFC 6120 §7.7.3).
    pub(super) fn refuse(&mut self, error: StanzaError, link: &mut Link<ServerEvent>) -> Handled {
        let Some(id) = self.request.take() else {
            return Ok(());
        };
        link.answered();
        link.write(&Iq {
            error: Some(Box::new(error)),
            ..Iq::new(id, IqType::Error)
        })?;
        self.failures = self.failures.saturating_add(1);
        if self.failures <= self.retries {
            return Ok(());
        }
        let text = "too many attempts to bind a resource";
        Err(Fault::new(streamerror::Condition::PolicyViolation, text))
    }
}

/// Refuses to bind a second resource to a stream.
pub(super) fn refuse_another(id: String, link: &mut Link<ServerEvent>) -> Handled {
    let error = StanzaError::new(ErrorType::Cancel, Condition::NotAllowed);
    link.stanza(&Iq {
        error: Some(Box::new(error)),
        ..Iq::new(id, IqType::Error)
    })?;
    Ok(())
}

/// A request of the stream's own protocols.
pub(super) struct Request<'n> {
    pub(super) id: String,
    pub(super) payload: Node<'n>,
}

/// The IQ of type `set` that carries an element of this namespace, if this is one.
pub(super) fn request_of<'n>(element: Node<'n>, namespace: &str) -> Option<Request<'n>> {
    let value = |name| {
        element
            .attribute("", name)
            .map(|attribute| attribute.value())
    };
    if element.name() != "iq" || value("type").as_deref() != Some("set") {
        return None;
    }
    let payload = element
        .elements()
        .next()
        .filter(|payload| payload.namespace() == namespace)?;
    let id = value("id").unwrap_or_default().into_owned();
    Some(Request { id, payload })
}
