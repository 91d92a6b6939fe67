//! From a connection to a session: TLS, authentication, binding.

use std::sync::Arc;
use std::time::Instant;

use xmpp_core::FullJid;
use xmpp_core::sasl::Mechanism;
use xmpp_core::schema::streams::Features;
use xmpp_core::stream::{ClientEvent, ClientSettings, ClientStream, Output, Transport};

use crate::error::ConnectError;
use crate::tls::Trust;
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
}

/// Negotiates a stream over a connection that was just made.
pub(crate) async fn negotiate(
    pipe: Box<dyn Pipe>,
    direct_tls: bool,
    settings: Arc<ClientSettings>,
    trust: &Trust,
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
    let mut stream = ClientStream::new(settings, transport, seed, Instant::now());
    let mut output = Vec::new();
    let (mut features, mut mechanism) = (Features::default(), None);
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
            Output::Event(ClientEvent::Bound(jid)) => {
                return Ok(Negotiated {
                    stream,
                    wire,
                    output,
                    jid,
                    features,
                    mechanism,
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
