//! What a server offers on a connection.

use super::advertisement::offer_hash;
use super::{Channel, ChannelBindingType, Mechanism, SaslCondition, ScramHash};

/// The mechanisms that a server offers on one connection, and the channel they may be bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerOffer {
    mechanisms: Vec<Mechanism>,
    /// Permitted, and not before TLS.
    withheld: Vec<Mechanism>,
    channel: Channel,
    protected: bool,
}

impl ServerOffer {
    /// Of the mechanisms that policy permits, those that this channel permits too: none that needs TLS before TLS
    /// (RFC 6120 §6.3.4), no -PLUS mechanism without something to bind to. EXTERNAL is to be among `permitted` only if the
    /// client has shown a certificate that is accepted.
    pub fn new(permitted: &[Mechanism], channel: Channel) -> Self {
        let mut permitted = permitted.to_vec();
        permitted.sort_unstable_by(|left, right| right.cmp(left));
        permitted.dedup();
        if channel.bindings.is_empty() {
            permitted.retain(|mechanism| !mechanism.needs_channel_binding());
        }
        let ready = |mechanism: &Mechanism| channel.encrypted || !mechanism.needs_encryption();
        let (mechanisms, withheld) = permitted.into_iter().partition(ready);
        Self {
            mechanisms,
            withheld,
            channel,
            protected: false,
        }
    }

    /// Lets SCRAM carry a hash over the offer, so that a client sees whether someone has changed it (XEP-0474). What is
    /// advertised must then be [`mechanisms`](Self::mechanisms) and
    /// [`channel_binding_types`](Self::channel_binding_types), nothing more and nothing less. Off by default: some clients do
    /// not ignore attributes that they do not know.
    #[must_use]
    pub fn protected_from_downgrade(mut self) -> Self {
        self.protected = true;
        self
    }

    /// The mechanisms to advertise, the strongest first, EXTERNAL before all (RFC 6120 §6.3.4).
    pub fn mechanisms(&self) -> &[Mechanism] {
        &self.mechanisms
    }

    /// The types to announce beside a -PLUS mechanism, the strongest first (XEP-0440); none without one.
    pub fn channel_binding_types(&self) -> Vec<ChannelBindingType> {
        if !self.offers_channel_binding() {
            return Vec::new();
        }
        let mut types: Vec<_> = self
            .channel
            .bindings
            .iter()
            .map(|binding| binding.kind())
            .collect();
        types.sort_unstable_by(|left, right| right.cmp(left));
        types
    }

    /// The mechanism that a client names in `<auth/>`.
    ///
    /// # Errors
    ///
    /// `encryption-required` for one that will be offered after TLS (RFC 6120 §6.5.4), `invalid-mechanism` for every other
    /// that is not offered (RFC 6120 §6.5.7).
    pub fn select(&self, name: &str) -> Result<Mechanism, SaslCondition> {
        let named = |known: &&Mechanism| known.name() == name;
        match self.mechanisms.iter().find(named) {
            Some(mechanism) => Ok(*mechanism),
            None if self.withheld.iter().any(|known| known.name() == name) => {
                Err(SaslCondition::EncryptionRequired)
            }
            None => Err(SaslCondition::InvalidMechanism),
        }
    }

    pub(super) fn channel(&self) -> &Channel {
        &self.channel
    }

    pub(super) fn offers_channel_binding(&self) -> bool {
        self.mechanisms
            .iter()
            .any(|mechanism| mechanism.needs_channel_binding())
    }

    /// The hash over the offer, where it is protected.
    pub(super) fn offer_hash(&self, hash: ScramHash) -> Option<String> {
        let mechanisms: Vec<_> = self
            .mechanisms
            .iter()
            .map(|mechanism| mechanism.name())
            .collect();
        let types = self.channel_binding_types();
        let types: Vec<_> = types.iter().map(|kind| kind.name()).collect();
        self.protected
            .then(|| offer_hash(hash, &mechanisms, &types))
    }
}
