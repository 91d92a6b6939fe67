//! A client's authentication, whatever the mechanism.

use super::credentials::ClientIdentity;
use super::identity::{is_authzid, prepare_name};
use super::prepare::PreparationError;
use super::scram::client::{Exchange, Login, Verification};
use super::{ClientCredentials, ClientPreferences, Mechanism, Nonce, ScramError, Selection, plain};
use std::fmt;

/// One authentication of a client: from its first message to the server's proof.
///
/// After an error the exchange is over: the client sends `<abort/>` (RFC 6120 §6.4.4), or closes the stream if the server has
/// said `<success/>` already.
#[derive(Debug)]
pub struct ClientNegotiation {
    mechanism: Mechanism,
    state: State,
}

#[derive(Debug)]
enum State {
    /// SCRAM waits for the challenge.
    Challenge(Box<Exchange>),
    /// SCRAM waits for the server to prove itself.
    Verification(Verification),
    /// Nothing more is needed than the server's word.
    Complete,
    /// An error has ended it.
    Failed,
}

impl ClientNegotiation {
    /// The negotiation and its first message, the initial response in `<auth/>`: an empty one is sent as `=`, see
    /// [`encode_optional`](super::encoding::encode_optional). Only SCRAM uses the nonce.
    ///
    /// # Errors
    ///
    /// For names and passwords that cannot be used, and for credentials that are none for the mechanism.
    pub fn start(
        selection: &Selection,
        credentials: &ClientCredentials,
        preferences: &ClientPreferences,
        nonce: Nonce,
    ) -> Result<(Self, Vec<u8>), ClientError> {
        let authzid = credentials.authzid.as_deref();
        if !authzid.is_none_or(is_authzid) {
            return Err(ClientError::Authzid);
        }
        let (state, message) = match (selection.mechanism(), &credentials.identity) {
            (
                Mechanism::Scram(hash) | Mechanism::ScramPlus(hash),
                ClientIdentity::Password(login),
            ) => {
                let login = Login::new(&login.username, login.password.reveal(), authzid)?;
                let iterations = preferences.iterations.clone();
                let (exchange, message) =
                    Exchange::start(hash, login, selection, iterations, &nonce);
                (State::Challenge(exchange.into()), message)
            }
            (Mechanism::Plain, ClientIdentity::Password(login)) => {
                let username = prepare_name(&login.username).map_err(ClientError::Username)?;
                let message = plain::message(authzid, &username, login.password.reveal());
                (State::Complete, message.map_err(ClientError::Password)?)
            }
            (Mechanism::External, ClientIdentity::Certificate) => {
                (State::Complete, authzid.unwrap_or_default().into())
            }
            (Mechanism::Anonymous, ClientIdentity::Anonymous) => (State::Complete, Vec::new()),
            _ => return Err(ClientError::NoMechanism),
        };
        let mechanism = selection.mechanism();
        Ok((Self { mechanism, state }, message))
    }

    /// The mechanism in use.
    pub fn mechanism(&self) -> Mechanism {
        self.mechanism
    }

    /// The response to a `<challenge/>`. The work that a challenge asks for is bounded by
    /// [`ClientPreferences::iterations`], and is done here.
    ///
    /// # Errors
    ///
    /// For a challenge that is not SCRAM's, or that no honest server of this account would send.
    pub fn challenge(&mut self, challenge: &[u8]) -> Result<Vec<u8>, ClientError> {
        match self.take() {
            State::Challenge(exchange) => {
                let (verification, response) = exchange.respond(challenge)?;
                self.state = State::Verification(verification);
                Ok(response)
            }
            // The server's last message may also come as a challenge, to be answered with nothing (RFC 5802 §3).
            State::Verification(verification) => {
                verification.check(challenge)?;
                self.state = State::Complete;
                Ok(Vec::new())
            }
            State::Complete | State::Failed => Err(ClientError::Unexpected),
        }
    }

    /// What to think of `<success/>`, with its additional data. The client is authenticated only if this is `Ok`.
    ///
    /// # Errors
    ///
    /// If the server has not proved that it knows the account: it must not be trusted, whatever it says
    /// (RFC 5802 §5).
    pub fn success(&mut self, data: Option<&[u8]>) -> Result<(), ClientError> {
        let data = data.unwrap_or_default();
        match self.take() {
            State::Challenge(_) => Err(ClientError::Unverified),
            State::Verification(_) if data.is_empty() => Err(ClientError::Unverified),
            State::Verification(verification) => verification.check(data),
            State::Complete if data.is_empty() => Ok(()),
            State::Complete | State::Failed => Err(ClientError::Unexpected),
        }
    }

    /// The state, which is a failure until the step that takes it has succeeded.
    fn take(&mut self) -> State {
        std::mem::replace(&mut self.state, State::Failed)
    }
}

/// Why a client ends an authentication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientError {
    /// Nothing that the server offers can be used with these credentials and this channel.
    NoMechanism,
    /// What the server offers contradicts itself, as it would if someone had removed the ways to bind to the channel
    /// (XEP-0440).
    ChannelBindingStripped,
    /// The user name cannot be used.
    Username(PreparationError),
    /// The password cannot be used.
    Password(PreparationError),
    /// The authorization identity cannot be sent.
    Authzid,
    /// The server's message is none of the mechanism.
    Malformed,
    /// The mechanism has no such message at this point.
    Unexpected,
    /// The server demands something that this version of SCRAM does not have (RFC 5802 §5.1, `m=`).
    MandatoryExtension,
    /// The nonce does not begin with the client's own, or adds nothing to it (RFC 5802 §5.1).
    Nonce,
    /// The iteration count is outside what the client is willing to do.
    Iterations(u32),
    /// The hash over the offer is not that of the offer received (XEP-0474).
    Downgrade,
    /// The server reports an error instead of proving itself.
    Server(ScramError),
    /// The server's proof is wrong: it does not know the account (RFC 5802 §5).
    ServerSignature,
    /// The server says that all is well and has not proved itself.
    Unverified,
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoMechanism => "the server offers no mechanism that can be used here",
            Self::ChannelBindingStripped => {
                "the server's offer looks as if channel binding had been removed from it on the way"
            }
            Self::Username(error) => return write!(f, "the user name cannot be used: {error}"),
            Self::Password(error) => return write!(f, "the password cannot be used: {error}"),
            Self::Authzid => "the authorization identity is too long or holds U+0000",
            Self::Malformed => "the server's message does not have the syntax of the mechanism",
            Self::Unexpected => {
                "the server sent a message that the mechanism does not have at this point"
            }
            Self::MandatoryExtension => {
                "the server demands an extension of SCRAM that is not known"
            }
            Self::Nonce => "the server's nonce does not extend the client's",
            Self::Iterations(count) => {
                return write!(
                    f,
                    "the server asks for {count} iterations, which is too few to be safe or too many to be fair"
                );
            }
            Self::Downgrade => "the server's offer was changed on the way",
            Self::Server(error) => return write!(f, "the server refused: {error}"),
            Self::ServerSignature => "the server could not prove that it knows the account",
            Self::Unverified => {
                "the server claims success without having proved that it knows the account"
            }
        })
    }
}

impl std::error::Error for ClientError {}
