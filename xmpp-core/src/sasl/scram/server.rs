//! The server's side of SCRAM.

use super::super::encoding::encode;
use super::super::identity::{claimed_authzid, claimed_name};
use super::super::{ChannelBinding, Nonce, SaslCondition, SaslFailure, ServerOffer};
use super::attributes::Malformed;
use super::error::ScramError;
use super::gs2::{BindingFlag, Gs2Header};
use super::hash::{Digest, ScramHash};
use super::keys::ScramKeys;
use super::message::{ClientFinal, ClientFirst, OFFER_HASH};

/// A client's first message that was found good: who wants in, before anything is known of them.
#[derive(Debug)]
pub(in crate::sasl) struct Request {
    /// Prepared, to look the account up; the hash takes the name as it was sent (RFC 5802 §5.1).
    pub(in crate::sasl) username: String,
    pub(in crate::sasl) authzid: Option<String>,
    pub(in crate::sasl) hash: ScramHash,
    client_first_bare: String,
    /// Both nonces, the client's first.
    nonce: String,
    /// What `c=` must hold: the header, and the data of the channel where it is bound.
    channel_binding: Vec<u8>,
    /// Over what was offered (XEP-0474), if that is to be protected.
    offer_hash: Option<String>,
}

impl Request {
    /// Reads the first message. `plus` tells whether the mechanism is a -PLUS one.
    pub(in crate::sasl) fn parse(
        hash: ScramHash,
        plus: bool,
        message: &[u8],
        offer: &ServerOffer,
        nonce: &Nonce,
    ) -> Result<Self, SaslFailure> {
        let first = ClientFirst::parse(message)?;
        let binding = channel_binding(&first.header, plus, offer)?;
        Ok(Self {
            username: claimed_name(&first.username)?,
            hash,
            client_first_bare: first.bare.to_owned(),
            nonce: format!("{}{}", first.nonce, nonce.as_str()),
            channel_binding: [first.header.text.as_bytes(), binding].concat(),
            authzid: claimed_authzid(&first.header.authzid.unwrap_or_default())?,
            offer_hash: offer.offer_hash(hash),
        })
    }

    /// The challenge for an account with these keys.
    pub(in crate::sasl) fn challenge(self, keys: ScramKeys) -> (Exchange, Vec<u8>) {
        let (nonce, salt, iterations) = (&self.nonce, encode(keys.salt()), keys.iterations());
        let mut server_first = format!("r={nonce},s={salt},i={iterations}");
        if let Some(offer_hash) = &self.offer_hash {
            server_first.extend([",", OFFER_HASH.encode_utf8(&mut [0; 4]), "=", offer_hash]);
        }
        let exchange = Exchange {
            keys,
            auth_message: format!("{},{server_first},", self.client_first_bare),
            nonce: self.nonce,
            channel_binding: self.channel_binding,
        };
        (exchange, server_first.into_bytes())
    }
}

/// An exchange that waits for the proof.
#[derive(Debug)]
pub(in crate::sasl) struct Exchange {
    keys: ScramKeys,
    /// `AuthMessage` up to the client's last message.
    auth_message: String,
    nonce: String,
    channel_binding: Vec<u8>,
}

impl Exchange {
    /// Checks the last message. The answer is the server's own proof.
    pub(in crate::sasl) fn finish(mut self, message: &[u8]) -> Result<Vec<u8>, SaslFailure> {
        let last = ClientFinal::parse(message)?;
        if last.nonce != self.nonce {
            return Err(refused(ScramError::OtherError));
        }
        if last.channel_binding != self.channel_binding {
            return Err(refused(ScramError::ChannelBindingsDontMatch));
        }
        self.auth_message.push_str(last.without_proof);
        if !self.proves(&last.proof) {
            return Err(refused(ScramError::InvalidProof));
        }
        Ok(self.server_final())
    }

    /// Whether whoever made the proof has the key that the stored one is the hash of (RFC 5802 §3).
    fn proves(&self, proof: &[u8]) -> bool {
        let hash = self.keys.hash();
        if proof.len() != hash.output_length() {
            return false;
        }
        let signature = hash.hmac(self.keys.stored_key(), &[self.auth_message.as_bytes()]);
        let client_key = signature.xor(&Digest::of(proof));
        hash.digest(&[client_key.as_bytes()])
            .matches(self.keys.stored_key())
    }

    fn server_final(&self) -> Vec<u8> {
        let hash = self.keys.hash();
        let signature = hash.hmac(self.keys.server_key(), &[self.auth_message.as_bytes()]);
        format!("v={}", encode(signature.as_bytes())).into_bytes()
    }
}

/// The data to bind to, empty where the client does not bind (RFC 5802 §6).
fn channel_binding<'o>(
    header: &Gs2Header<'_>,
    plus: bool,
    offer: &'o ServerOffer,
) -> Result<&'o [u8], SaslFailure> {
    match header.flag {
        BindingFlag::Bound(name) if plus => {
            let binding = name
                .parse()
                .ok()
                .and_then(|kind| offer.channel().binding(kind));
            let data = binding.map(ChannelBinding::data);
            data.ok_or_else(|| refused(ScramError::UnsupportedChannelBindingType))
        }
        BindingFlag::Bound(_) => Err(refused(ScramError::ChannelBindingNotSupported)),
        _ if plus => Err(refused(ScramError::ChannelBindingsDontMatch)),
        BindingFlag::NotOffered if offer.offers_channel_binding() => {
            Err(refused(ScramError::ServerDoesSupportChannelBinding))
        }
        BindingFlag::NotOffered | BindingFlag::Unsupported => Ok(&[]),
    }
}

fn refused(error: ScramError) -> SaslFailure {
    SaslFailure::scram(SaslCondition::NotAuthorized, error)
}

impl From<Malformed> for SaslFailure {
    /// A message without SCRAM's syntax is malformed (RFC 6120 §6.5.8); a demand we do not know is a proper message that
    /// fails.
    fn from(malformed: Malformed) -> Self {
        let error = match malformed {
            Malformed::MandatoryExtension => return refused(ScramError::ExtensionsNotSupported),
            Malformed::Syntax => ScramError::OtherError,
            Malformed::Encoding => ScramError::InvalidEncoding,
            Malformed::Name => ScramError::InvalidUsernameEncoding,
        };
        Self::scram(SaslCondition::MalformedRequest, error)
    }
}
