//! Session tickets, whose keys are made when the first is wanted.

use std::sync::{Arc, OnceLock};

use rustls::crypto::aws_lc_rs::{self, Ticketer};
use rustls::server::ProducesTickets;
use tracing::error;

/// Seals sessions for the clients to keep (RFC 5077, RFC 8446 §4.6.1): the server remembers nothing.
///
/// The keys are random, and the first random number takes the cryptography tens of milliseconds, which it spends on measuring
/// jitter. A start does not wait for it.
#[derive(Debug, Default)]
pub(super) struct Tickets(OnceLock<Option<Arc<dyn ProducesTickets>>>);

impl Tickets {
    /// Nothing where there are no keys to be had: clients shake hands in full then.
    fn producer(&self) -> Option<&dyn ProducesTickets> {
        let made = self.0.get_or_init(|| match Ticketer::new() {
            Ok(ticketer) => Some(ticketer),
            Err(error) => {
                error!(%error, "TLS sessions cannot be resumed");
                None
            }
        });
        made.as_deref()
    }
}

impl ProducesTickets for Tickets {
    fn enabled(&self) -> bool {
        true
    }

    fn lifetime(&self) -> u32 {
        self.producer().map_or(0, ProducesTickets::lifetime)
    }

    fn encrypt(&self, plain: &[u8]) -> Option<Vec<u8>> {
        self.producer()?.encrypt(plain)
    }

    fn decrypt(&self, cipher: &[u8]) -> Option<Vec<u8>> {
        self.producer()?.decrypt(cipher)
    }
}

/// Asks for the first random number, beside everything else, so that the first client does not wait for it either.
pub(super) fn measure_jitter() {
    std::thread::spawn(|| {
        let random = aws_lc_rs::default_provider().secure_random;
        if random.fill(&mut [0]).is_err() {
            error!("TLS has no random numbers");
        }
    });
}
