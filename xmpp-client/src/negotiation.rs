//! From a connection to a session: TLS, authentication, binding.

use std::sync::Arc;
use std::time::Instant;

use xmpp_core::sasl::Mechanism;
use xmpp_core::schema::streams::Features;
use xmpp_core::stream::{
    ClientEvent, ClientSettings, ClientStream, Output, SuspendedClient, Transport,
};
use xmpp_core::{Element, FullJid};

use crate::error::ConnectError;
use crate::tls::Trust;
use crate::token::Tokens;
use crate::wire::{Moved, Pipe, Wire};

/// What a session begins with.
pub(crate) struct Negotiated {
    pub(crate) stream: ClientStream,
    pub(crate) wire: Wire,
    /// What is still to be written.
    pub(crate) output: Vec<u8>,
    pub(crate) jid: FullJid,
    /// What the server announced last.
    pub(crate) features: Features,
    pub(crate) mechanism: Option<Mechanism>,
    /// An earlier stream could not go on: what was sent in it, of which nobody knows whether the server has got it.
    pub(crate) lost: Option<Vec<Element>>,
}

impl Negotiated {
    /// The session is of no use: it closes in order, and nobody is waited for.
    pub(crate) async fn hang_up(mut self) {
        self.stream.close();
        while let Output::Event(_) = self.stream.poll(&mut self.output) {}
        if let Err(error) = self.wire.write_all(&mut self.output).await {
            tracing::debug!(%error, "the server has not heard the end");
        }
    }
}

/// Negotiates a stream over a connection that was just made, or goes on with an earlier one.
pub(crate) async fn negotiate(
    pipe: Box<dyn Pipe>,
    direct_tls: bool,
    settings: Arc<ClientSettings>,
    trust: &Trust,
    suspended: Option<SuspendedClient>,
    tokens: Option<&Tokens>,
) -> Result<Negotiated, ConnectError> {
    let domain = settings.domain.as_str().to_owned();
    let mut wire = Wire::new(pipe);
    let mut transport = Transport::Plain;
    if direct_tls {
        let (encrypted, info) = wire.start_tls(&domain, trust, true).await?;
        wire = encrypted;
        transport = Transport::Tls(info);
    }
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(std::io::Error::other)?;
    let now = Instant::now();
    let mut stream = match suspended {
        Some(suspended) => ClientStream::resume(settings, transport, suspended, seed, now),
        None => ClientStream::new(settings, transport, seed, now),
    };
    let mut output = Vec::new();
    let (mut features, mut mechanism, mut lost) = (Features::default(), None, None);
    loop {
        match stream.poll(&mut output) {
            Output::Event(ClientEvent::StartTls { .. }) => {
                wire.write_all(&mut output).await?;
                let (encrypted, info) = wire.start_tls(&domain, trust, false).await?;
                wire = encrypted;
                stream.tls_established(info, Instant::now());
            }
            Output::Event(ClientEvent::Features(announced)) => features = *announced,
            Output::Event(ClientEvent::Authenticated(used)) => mechanism = Some(used),
            Output::Event(ClientEvent::Token(token)) => {
                tokens
                    .into_iter()
                    .for_each(|kept| kept.set(Some(token.clone())));
            }
            Output::Event(ClientEvent::TokenRefused) => {
                tokens.into_iter().for_each(|kept| kept.set(None));
            }
            Output::Event(ClientEvent::NotResumed(unacknowledged)) => lost = Some(unacknowledged),
            Output::Event(ClientEvent::Bound(jid) | ClientEvent::Resumed(jid)) => {
                return Ok(Negotiated {
                    stream,
                    wire,
                    output,
                    jid,
                    features,
                    mechanism,
                    lost,
                });
            }
            Output::Event(ClientEvent::Closed(closed)) => {
                // The server may be gone already; what it said counts.
                let _ = wire.write_all(&mut output).await;
                return Err(closed.into());
            }
            Output::Event(_) => {}
            Output::Wait(deadline) => turn(&mut stream, &mut wire, &mut output, deadline).await?,
        }
    }
}

/// Waits for something to happen.
async fn turn(
    stream: &mut ClientStream,
    wire: &mut Wire,
    output: &mut Vec<u8>,
    deadline: Option<Instant>,
) -> Result<(), ConnectError> {
    let mut input = [0; 4096];
    tokio::select! {
        moved = wire.exchange(Some(&mut input), output) => match moved? {
            Moved::Read(0) => stream.closed_by_peer(),
            Moved::Read(count) => stream.receive(&input[..count], Instant::now()),
            Moved::Written => {}
        },
        () = until(deadline) => stream.handle_timeout(Instant::now()),
    }
    Ok(())
}

/// Waits until a moment; for ever where there is none.
pub(crate) async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline.into()).await,
        None => std::future::pending().await,
    }
}
