//! Coming back after the connection was lost (RFC 6120 §3.3, XEP-0198 §5).

use tokio::time::{Instant, sleep};
use xmpp_core::Element;
use xmpp_core::stream::SuspendedClient;

use crate::backoff::Backoff;
use crate::dialer::Dialer;
use crate::error::ConnectError;
use crate::negotiation::Negotiated;

/// How a client comes back.
#[derive(Clone, Debug)]
pub(crate) struct Comeback {
    dialer: Dialer,
    backoff: Backoff,
}

impl Comeback {
    pub(crate) const fn new(dialer: Dialer, backoff: Backoff) -> Self {
        Self { dialer, backoff }
    }

    /// Connects again and again until the stream goes on, or cannot: then this is what was sent in it, of which nobody knows
    /// whether the server has got it.
    pub(crate) async fn resume(
        &self,
        suspended: &SuspendedClient,
    ) -> Result<Negotiated, Vec<Element>> {
        let begun = Instant::now();
        for wait in self.backoff.waits() {
            if begun.elapsed() + wait > self.backoff.total() {
                break;
            }
            sleep(wait).await;
            match self.dialer.dial(Some(suspended)).await {
                Ok(mut negotiated) => match negotiated.lost.take() {
                    None => return Ok(negotiated),
                    Some(lost) => {
                        negotiated.hang_up().await;
                        return Err(lost);
                    }
                },
                Err(error @ (ConnectError::Authentication { .. } | ConnectError::Mechanism(_))) => {
                    tracing::warn!(%error, "the session cannot go on");
                    break;
                }
                Err(error) => tracing::debug!(%error, "the server is not there yet"),
            }
        }
        Err(suspended.clone().into_unacknowledged())
    }
}
