//! Mechanisms for tokens in place of passwords (draft-schmaus-kitten-sasl-ht, XEP-0484): one message each way, no challenge.

use std::fmt;
use std::str::FromStr;

use super::identity::claimed_name;
use super::scram::{Digest, ScramHash};
use super::{
    Channel, ChannelBinding, ChannelBindingType, SaslCondition, SaslFailure, UnknownMechanism,
};

/// A mechanism of the `HT` family: a hash function, and what it is bound to. The greater one is the stronger one.
///
/// They are not among [`Mechanism`](super::Mechanism): what authenticates is a token that the server has made, never a password,
/// and each token is good for one of them only (XEP-0484 §4.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenMechanism {
    binding: Option<ChannelBindingType>,
    hash: ScramHash,
}

/// What the initiator signs, before the data of the channel.
const INITIATOR: &[u8] = b"Initiator";

/// What the responder signs.
const RESPONDER: &[u8] = b"Responder";

impl TokenMechanism {
    /// Every mechanism, the strongest first. `UNIQ` is not among them, since TLS 1.3 has no `tls-unique` (RFC 9266 §3).
    pub const ALL: [Self; 6] = [
        Self::new(ScramHash::Sha512, Some(ChannelBindingType::TlsExporter)),
        Self::new(ScramHash::Sha256, Some(ChannelBindingType::TlsExporter)),
        Self::new(
            ScramHash::Sha512,
            Some(ChannelBindingType::TlsServerEndPoint),
        ),
        Self::new(
            ScramHash::Sha256,
            Some(ChannelBindingType::TlsServerEndPoint),
        ),
        Self::new(ScramHash::Sha512, None),
        Self::new(ScramHash::Sha256, None),
    ];

    const fn new(hash: ScramHash, binding: Option<ChannelBindingType>) -> Self {
        Self { binding, hash }
    }

    /// Those that the channel permits, the strongest first: none before TLS (XEP-0484 §8).
    pub fn offered(channel: &Channel) -> impl Iterator<Item = Self> {
        let permitted = |mechanism: &Self| channel.encrypted && mechanism.is_bindable(channel);
        Self::ALL.into_iter().filter(permitted)
    }

    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match (self.hash, self.binding) {
            (ScramHash::Sha512, Some(ChannelBindingType::TlsExporter)) => "HT-SHA-512-EXPR",
            (ScramHash::Sha512, Some(ChannelBindingType::TlsServerEndPoint)) => "HT-SHA-512-ENDP",
            (ScramHash::Sha512, None) => "HT-SHA-512-NONE",
            (_, Some(ChannelBindingType::TlsExporter)) => "HT-SHA-256-EXPR",
            (_, Some(ChannelBindingType::TlsServerEndPoint)) => "HT-SHA-256-ENDP",
            (_, None) => "HT-SHA-256-NONE",
        }
    }

    fn is_bindable(self, channel: &Channel) -> bool {
        self.binding
            .is_none_or(|kind| channel.binding(kind).is_some())
    }

    /// What is signed of the channel.
    fn data(self, channel: &Channel) -> Option<&[u8]> {
        match self.binding {
            None => Some(&[]),
            Some(kind) => channel.binding(kind).map(ChannelBinding::data),
        }
    }

    fn sign(self, token: &str, side: &[u8], data: &[u8]) -> Digest {
        self.hash.hmac(token.as_bytes(), &[side, data])
    }
}

impl fmt::Display for TokenMechanism {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for TokenMechanism {
    type Err = UnknownMechanism;

    fn from_str(name: &str) -> Result<Self, UnknownMechanism> {
        let known = Self::ALL.into_iter().find(|known| known.name() == name);
        known.ok_or(UnknownMechanism)
    }
}

/// A client's message, which a server compares with the tokens that it has given the client.
#[derive(Clone, Debug)]
pub struct TokenLogin {
    mechanism: TokenMechanism,
    /// Prepared, to look the account up.
    username: String,
    proof: Box<[u8]>,
    data: Box<[u8]>,
}

impl TokenLogin {
    /// Reads `authcid NUL initiator-hashed-token`.
    ///
    /// # Errors
    /// `malformed-request` for what is no such message; `invalid-mechanism` where the channel cannot be bound to.
    pub fn parse(
        mechanism: TokenMechanism,
        message: &[u8],
        channel: &Channel,
    ) -> Result<Self, SaslFailure> {
        let data = mechanism.data(channel).filter(|_| channel.encrypted);
        let data = data.ok_or(SaslCondition::InvalidMechanism)?;
        let end = message.iter().position(|octet| *octet == 0);
        let (name, proof) = message.split_at(end.ok_or(SaslCondition::MalformedRequest)?);
        let name = std::str::from_utf8(name).map_err(|_| SaslCondition::MalformedRequest)?;
        Ok(Self {
            mechanism,
            username: claimed_name(name)?,
            proof: proof[1..].into(),
            data: data.into(),
        })
    }

    /// How the client authenticates.
    pub const fn mechanism(&self) -> TokenMechanism {
        self.mechanism
    }

    /// Who it claims to be.
    pub fn username(&self) -> &str {
        &self.username
    }

    /// The answer of a server whose token this is: its own proof, for the client to check. `None` if it is another token. How long
    /// that takes does not depend on where they differ.
    pub fn answer(&self, token: &str) -> Option<Vec<u8>> {
        let expected = self.mechanism.sign(token, INITIATOR, &self.data);
        let answer = || self.mechanism.sign(token, RESPONDER, &self.data);
        expected
            .matches(&self.proof)
            .then(|| answer().as_bytes().to_vec())
    }
}

/// A client's message to a server that has given it this token.
///
/// # Errors
/// `None` where the channel cannot be bound to as the mechanism wants.
pub fn token_message(
    mechanism: TokenMechanism,
    username: &str,
    token: &str,
    channel: &Channel,
) -> Option<Vec<u8>> {
    let data = mechanism.data(channel)?;
    let proof = mechanism.sign(token, INITIATOR, data);
    Some([username.as_bytes(), &[0], proof.as_bytes()].concat())
}

/// Whether the server has proved that it knows the token.
pub fn token_answer_is_right(
    mechanism: TokenMechanism,
    token: &str,
    channel: &Channel,
    answer: &[u8],
) -> bool {
    let data = mechanism.data(channel);
    data.is_some_and(|data| mechanism.sign(token, RESPONDER, data).matches(answer))
}

#[cfg(test)]
mod tests {
    use super::{TokenLogin, TokenMechanism, token_answer_is_right, token_message};
    use crate::sasl::{Channel, ChannelBinding, SaslCondition};

    fn channel(exporter: u8) -> Channel {
        Channel::tls([
            ChannelBinding::tls_exporter([exporter; 32]),
            ChannelBinding::tls_server_end_point([7; 32]),
        ])
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        for mechanism in TokenMechanism::ALL {
            assert_eq!(mechanism.to_string().parse(), Ok(mechanism));
        }
        assert!("HT-SHA-256-UNIQ".parse::<TokenMechanism>().is_err());
        assert!(TokenMechanism::ALL.is_sorted_by(|stronger, weaker| stronger > weaker));
    }

    /// draft-schmaus-kitten-sasl-ht §3: each side proves to the other that it has the token.
    #[test]
    fn both_sides_prove_that_they_have_the_token() {
        for mechanism in TokenMechanism::ALL {
            let message = token_message(mechanism, "juliet", "secret", &channel(6)).unwrap();
            let login = TokenLogin::parse(mechanism, &message, &channel(6)).unwrap();
            assert_eq!(login.username(), "juliet");
            assert_eq!(login.answer("other"), None);
            let answer = login.answer("secret").unwrap();
            assert!(token_answer_is_right(
                mechanism,
                "secret",
                &channel(6),
                &answer
            ));
            assert!(!token_answer_is_right(
                mechanism,
                "other",
                &channel(6),
                &answer
            ));
            assert_ne!(answer, message["juliet\0".len()..], "not what was sent");
        }
    }

    /// RFC 5056: what was signed on one channel is good for nothing on another.
    #[test]
    fn a_message_is_bound_to_its_channel() {
        let mechanism: TokenMechanism = "HT-SHA-256-EXPR".parse().unwrap();
        let message = token_message(mechanism, "juliet", "secret", &channel(6)).unwrap();
        let login = TokenLogin::parse(mechanism, &message, &channel(5)).unwrap();
        assert_eq!(login.answer("secret"), None);
    }

    #[test]
    fn what_is_no_message_is_malformed() {
        let mechanism: TokenMechanism = "HT-SHA-256-NONE".parse().unwrap();
        for message in [&b""[..], b"juliet", b"\xff\0proof"] {
            let parsed = TokenLogin::parse(mechanism, message, &channel(6));
            assert_eq!(
                parsed.unwrap_err().condition,
                SaslCondition::MalformedRequest
            );
        }
        let parsed = TokenLogin::parse(mechanism, b"juliet\0proof", &Channel::default());
        assert_eq!(
            parsed.unwrap_err().condition,
            SaslCondition::InvalidMechanism
        );
        assert_eq!(TokenMechanism::offered(&Channel::default()).count(), 0);
        assert_eq!(TokenMechanism::offered(&Channel::tls([])).count(), 2);
    }
}
