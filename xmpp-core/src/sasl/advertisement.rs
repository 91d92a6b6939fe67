//! What a server advertised, and what a client selects from it.

use std::ops::RangeInclusive;

use super::encoding::encode;
use super::{
    Channel, ChannelBinding, ChannelBindingType, ClientCredentials, ClientError, Mechanism,
    ScramHash, ScramKeys,
};

/// What the features of a stream say about authentication, as the client received it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advertisement {
    mechanisms: Vec<String>,
    channel_bindings: Vec<String>,
}

impl Advertisement {
    /// The names in `<mechanisms/>`, all of them and as they were sent.
    pub fn new<N: Into<String>>(mechanisms: impl IntoIterator<Item = N>) -> Self {
        Self {
            mechanisms: mechanisms.into_iter().map(Into::into).collect(),
            channel_bindings: Vec::new(),
        }
    }

    /// Adds the types in `<sasl-channel-binding/>`, all of them and as they were sent (XEP-0440).
    #[must_use]
    pub fn with_channel_bindings<N: Into<String>>(
        mut self,
        types: impl IntoIterator<Item = N>,
    ) -> Self {
        self.channel_bindings = types.into_iter().map(Into::into).collect();
        self
    }

    /// The mechanism to use: the first in the client's own order (RFC 6120 §6.3.3) that is offered, that the credentials are
    /// good for and that the channel permits; with it, how it is bound to the channel (RFC 5802 §6, XEP-0440).
    ///
    /// # Errors
    ///
    /// [`ClientError::NoMechanism`] if there is none, [`ClientError::ChannelBindingStripped`] if what is offered looks as if
    /// someone had removed the ways to bind to the channel.
    pub fn select(
        &self,
        preferences: &ClientPreferences,
        credentials: &ClientCredentials,
        channel: &Channel,
    ) -> Result<Selection, ClientError> {
        let binding = self.binding(preferences, channel);
        let usable = |mechanism: &Mechanism| {
            self.offers(*mechanism)
                && credentials.suit(*mechanism)
                && (channel.encrypted || !mechanism.needs_encryption())
                && (binding.is_some() || !mechanism.needs_channel_binding())
        };
        let mechanism = preferences.mechanisms.iter().copied().find(usable);
        let mechanism = mechanism.ok_or(ClientError::NoMechanism)?;
        let channel_binding = match (mechanism, binding) {
            (Mechanism::ScramPlus(_), Some(binding)) => ChannelBindingUse::Bound(binding.clone()),
            (Mechanism::Scram(_), _) => self.unbound(preferences, channel)?,
            _ => ChannelBindingUse::Unsupported,
        };
        Ok(Selection {
            mechanism,
            channel_binding,
            offer_hash: self.hash_for(mechanism),
        })
    }

    fn offers(&self, mechanism: Mechanism) -> bool {
        self.mechanisms.iter().any(|name| name == mechanism.name())
    }

    /// What to bind to: the strongest that both sides have. A server that announces no types (XEP-0440) is taken to have the
    /// strongest of ours.
    fn binding<'c>(
        &self,
        preferences: &ClientPreferences,
        channel: &'c Channel,
    ) -> Option<&'c ChannelBinding> {
        if !preferences.bind_channels() {
            return None;
        }
        channel.strongest(|kind| self.channel_bindings.is_empty() || self.announces(kind))
    }

    fn announces(&self, kind: ChannelBindingType) -> bool {
        self.channel_bindings.iter().any(|name| name == kind.name())
    }

    /// How the client explains a SCRAM mechanism without channel binding.
    fn unbound(
        &self,
        preferences: &ClientPreferences,
        channel: &Channel,
    ) -> Result<ChannelBindingUse, ClientError> {
        if channel.bindings.is_empty() || !preferences.bind_channels() {
            return Ok(ChannelBindingUse::Unsupported);
        }
        let mut known = Mechanism::ALL
            .into_iter()
            .filter(|known| known.needs_channel_binding());
        if known.any(|known| self.offers(known)) {
            self.unmatched(channel)
        } else if self.channel_bindings.is_empty() {
            Ok(ChannelBindingUse::NotOffered)
        } else {
            Err(ClientError::ChannelBindingStripped)
        }
    }

    /// There is a -PLUS mechanism, and it was not selected: because the client's own order says so, or because no type fits.
    /// In the latter case an offer that lacks even `tls-server-end-point`, which XEP-0440 demands of every server, was
    /// tampered with.
    fn unmatched(&self, channel: &Channel) -> Result<ChannelBindingUse, ClientError> {
        let fits = channel
            .bindings
            .iter()
            .any(|binding| self.announces(binding.kind()));
        let honest = self.channel_bindings.is_empty()
            || fits
            || self.announces(ChannelBindingType::TlsServerEndPoint);
        if honest {
            Ok(ChannelBindingUse::Unsupported)
        } else {
            Err(ClientError::ChannelBindingStripped)
        }
    }

    fn hash_for(&self, mechanism: Mechanism) -> String {
        let hash = |hash| offer_hash(hash, &self.mechanisms, &self.channel_bindings);
        mechanism.hash().map(hash).unwrap_or_default()
    }
}

/// The hash over an offer that protects it from being changed on the way (XEP-0474): base64 of the hash of the sorted names.
pub(super) fn offer_hash<N: AsRef<str>>(
    hash: ScramHash,
    mechanisms: &[N],
    channel_bindings: &[N],
) -> String {
    let mut text = sorted(mechanisms);
    if !channel_bindings.is_empty() {
        text.push('\x1f');
        text.push_str(&sorted(channel_bindings));
    }
    encode(hash.digest(&[text.as_bytes()]).as_bytes())
}

fn sorted<N: AsRef<str>>(names: &[N]) -> String {
    let mut names: Vec<_> = names.iter().map(AsRef::as_ref).collect();
    names.sort_unstable();
    names.join("\x1e")
}

/// What a client accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientPreferences {
    /// The mechanisms it would use, the best first (RFC 6120 §6.3.3). The default is all of them by strength; which of them
    /// come into question follows from the credentials. A -PLUS mechanism among them says that the client wants to be bound
    /// to the channel where it can be.
    pub mechanisms: Vec<Mechanism>,
    /// How often it is willing to hash the password. Less than 4096 is no protection (RFC 5802 §5.1); the upper bound is how
    /// much work a hostile server can cause (RFC 5802 §9).
    pub iterations: RangeInclusive<u32>,
}

impl ClientPreferences {
    /// The upper bound of the default: about a second.
    pub const MAX_ITERATIONS: u32 = 1_000_000;

    fn bind_channels(&self) -> bool {
        self.mechanisms
            .iter()
            .any(|mechanism| mechanism.needs_channel_binding())
    }
}

impl Default for ClientPreferences {
    fn default() -> Self {
        Self {
            mechanisms: Mechanism::ALL.to_vec(),
            iterations: ScramKeys::MIN_ITERATIONS..=Self::MAX_ITERATIONS,
        }
    }
}

/// What a client selected from an [`Advertisement`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    mechanism: Mechanism,
    channel_binding: ChannelBindingUse,
    offer_hash: String,
}

impl Selection {
    /// The mechanism to name in `<auth/>`.
    pub fn mechanism(&self) -> Mechanism {
        self.mechanism
    }

    /// What the first message will say about the channel.
    pub fn channel_binding(&self) -> &ChannelBindingUse {
        &self.channel_binding
    }

    /// The hash over what was selected from, for the hash function of the mechanism.
    pub(super) fn offer_hash(&self) -> &str {
        &self.offer_hash
    }
}

/// What a client tells the server about channel binding (RFC 5802 §6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChannelBindingUse {
    /// The client does not support it, here or at all (`n`).
    Unsupported,
    /// The client would, and saw no offer (`y`); a server that made one knows from this that it was removed on the way.
    NotOffered,
    /// The client binds to this (`p=`).
    Bound(ChannelBinding),
}
