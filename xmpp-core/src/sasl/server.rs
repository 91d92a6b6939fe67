//! A server's authentication of a client, whatever the mechanism.

use super::scram::server::{Exchange, Request};
use super::{
    Credentials, Mechanism, Nonce, SaslCondition, SaslFailure, ScramHash, ServerOffer, anonymous,
    external, plain,
};

/// One authentication of a client by a server: from `<auth/>` to `<success/>` or `<failure/>`.
///
/// It asks its driver for what it does not know and goes on with the answer. `<abort/>` and another `<auth/>` end it: drop it
/// (RFC 6120 §6.4.2, §6.4.4). How often a client may try again is not its business (RFC 6120 §6.4.5).
#[derive(Debug)]
pub struct ServerNegotiation {
    mechanism: Mechanism,
    trace: Option<String>,
    state: State,
}

/// What a server does next.
#[derive(Debug)]
pub enum ServerStep {
    /// Send it as `<challenge/>` and give the answer to [`ServerNegotiation::respond`].
    Challenge(Vec<u8>),
    /// Look the account up and call [`ServerNegotiation::credentials`]; if there is none, with
    /// [`ScramKeys::decoy`](super::ScramKeys::decoy).
    NeedCredentials {
        /// The simple user name that the client claims, after SASLprep (RFC 6120 §6.3.7).
        username: String,
        /// Whom the client wants to act as, if it says so; as it was sent.
        authzid: Option<String>,
        /// The hash function whose keys are needed; `None` if those of any will do.
        hash: Option<ScramHash>,
    },
    /// Find out whom the certificate of the client names, and call [`ServerNegotiation::authorize`].
    NeedAuthorization {
        /// Whom the client wants to act as, if it says so; as it was sent.
        authzid: Option<String>,
    },
    /// The client is who it claims to be. Send `<success/>`.
    Success {
        /// The text of `<success/>`, if it is to have one.
        data: Option<Vec<u8>>,
        /// Who the client is: the user name of a password, the identity of a certificate, `None` for ANONYMOUS.
        authcid: Option<String>,
        /// Whom it acts as instead, as it was sent; the driver has permitted it.
        authzid: Option<String>,
    },
    /// Send `<failure/>`. The negotiation is over.
    Failure(SaslFailure),
}

#[derive(Debug)]
enum State {
    /// There was no initial response; the challenge for it is out.
    Initial(Box<(ServerOffer, Nonce)>),
    /// The driver looks the account up.
    Plain(plain::Message),
    /// The driver looks the account up.
    Scram(Box<Request>),
    /// The driver judges the certificate.
    External {
        authzid: Option<String>,
    },
    /// The challenge of SCRAM is out.
    Proof(Box<Proof>),
    Done,
}

/// What is left to do once the client's proof is there.
#[derive(Debug)]
struct Proof {
    exchange: Exchange,
    username: String,
    authzid: Option<String>,
    verdict: Result<(), SaslCondition>,
}

impl ServerNegotiation {
    /// Begins with what `<auth/>` says: a mechanism of the offer and, if there was one, an initial response. Only SCRAM uses
    /// the nonce.
    pub fn start(
        offer: &ServerOffer,
        mechanism: Mechanism,
        initial_response: Option<&[u8]>,
        nonce: Nonce,
    ) -> (Self, ServerStep) {
        let mut negotiation = Self {
            mechanism,
            trace: None,
            state: State::Done,
        };
        let step = match (offer.select(mechanism.name()), initial_response) {
            (Err(condition), _) => Err(condition.into()),
            (Ok(_), Some(message)) => negotiation.begin(message, offer, &nonce),
            // XEP-0175 §2: an empty `<auth/>` is answered with `<success/>`.
            (Ok(_), None) if mechanism == Mechanism::Anonymous => {
                negotiation.begin(&[], offer, &nonce)
            }
            (Ok(_), None) => {
                negotiation.state = State::Initial(Box::new((offer.clone(), nonce)));
                Ok(ServerStep::Challenge(Vec::new()))
            }
        };
        (negotiation, or_failure(step))
    }

    /// The mechanism in use.
    pub fn mechanism(&self) -> Mechanism {
        self.mechanism
    }

    /// What an anonymous client gave as its trace, for logs only (RFC 4505 §5).
    pub fn trace(&self) -> Option<&str> {
        self.trace.as_deref()
    }

    /// Goes on with what `<response/>` says. A response that nothing waits for is `malformed-request`.
    pub fn respond(&mut self, response: &[u8]) -> ServerStep {
        let step = match self.take() {
            State::Initial(context) => self.begin(response, &context.0, &context.1),
            State::Proof(proof) => proof.check(response),
            _ => Err(SaslCondition::MalformedRequest.into()),
        };
        or_failure(step)
    }

    /// Goes on with what is known of the account. PLAIN hashes the password here, as often as the keys say: milliseconds.
    ///
    /// Keys of another hash function than was asked for, and credentials that nothing waits for, are a mistake of the driver:
    /// the client hears `temporary-auth-failure`.
    pub fn credentials(&mut self, credentials: Credentials) -> ServerStep {
        let step = match self.take() {
            State::Plain(message) => judge(message, credentials),
            State::Scram(request) if request.hash == credentials.keys().hash() => {
                Ok(self.challenge(*request, credentials))
            }
            _ => Err(SaslCondition::TemporaryAuthFailure.into()),
        };
        or_failure(step)
    }

    /// Goes on with what the certificate says: who the client is, having been found to be permitted to act as the
    /// authorization identity if there is one; or why not (XEP-0178 §2: `not-authorized`, `invalid-authzid`).
    pub fn authorize(&mut self, verdict: Result<String, SaslCondition>) -> ServerStep {
        let step = match (self.take(), verdict) {
            (State::External { authzid }, Ok(authcid)) => Ok(success(None, Some(authcid), authzid)),
            (State::External { .. }, Err(condition)) => Err(condition.into()),
            _ => Err(SaslCondition::TemporaryAuthFailure.into()),
        };
        or_failure(step)
    }

    /// The first message of the client, whichever way it came.
    fn begin(&mut self, message: &[u8], offer: &ServerOffer, nonce: &Nonce) -> Outcome {
        match self.mechanism {
            Mechanism::Anonymous => {
                self.trace = anonymous::parse(message)?;
                Ok(success(None, None, None))
            }
            Mechanism::External => {
                let authzid = external::parse(message)?;
                self.state = State::External {
                    authzid: authzid.clone(),
                };
                Ok(ServerStep::NeedAuthorization { authzid })
            }
            Mechanism::Plain => {
                let message = plain::Message::parse(message)?;
                let step = need_credentials(&message.username, message.authzid.as_deref(), None);
                self.state = State::Plain(message);
                Ok(step)
            }
            Mechanism::Scram(hash) | Mechanism::ScramPlus(hash) => {
                let plus = self.mechanism.needs_channel_binding();
                let request = Request::parse(hash, plus, message, offer, nonce)?;
                let authzid = request.authzid.as_deref();
                let step = need_credentials(&request.username, authzid, Some(hash));
                self.state = State::Scram(Box::new(request));
                Ok(step)
            }
        }
    }

    fn challenge(&mut self, request: Request, credentials: Credentials) -> ServerStep {
        let (username, authzid) = (request.username.clone(), request.authzid.clone());
        let (keys, verdict) = credentials.split(authzid.as_deref());
        let (exchange, challenge) = request.challenge(keys);
        self.state = State::Proof(Box::new(Proof {
            exchange,
            username,
            authzid,
            verdict,
        }));
        ServerStep::Challenge(challenge)
    }

    fn take(&mut self) -> State {
        std::mem::replace(&mut self.state, State::Done)
    }
}

impl Proof {
    fn check(self, response: &[u8]) -> Outcome {
        let data = self.exchange.finish(response)?;
        self.verdict?;
        Ok(success(Some(data), Some(self.username), self.authzid))
    }
}

/// What a step gives, or why it failed.
type Outcome = Result<ServerStep, SaslFailure>;

fn or_failure(outcome: Outcome) -> ServerStep {
    outcome.unwrap_or_else(ServerStep::Failure)
}

/// The end of PLAIN. What may bar the account is looked at after the password.
fn judge(message: plain::Message, credentials: Credentials) -> Outcome {
    let (keys, verdict) = credentials.split(message.authzid.as_deref());
    if !message.proves(&keys) {
        return Err(SaslCondition::NotAuthorized.into());
    }
    verdict?;
    Ok(success(None, Some(message.username), message.authzid))
}

fn need_credentials(username: &str, authzid: Option<&str>, hash: Option<ScramHash>) -> ServerStep {
    ServerStep::NeedCredentials {
        username: username.to_owned(),
        authzid: authzid.map(str::to_owned),
        hash,
    }
}

fn success(data: Option<Vec<u8>>, authcid: Option<String>, authzid: Option<String>) -> ServerStep {
    ServerStep::Success {
        data,
        authcid,
        authzid,
    }
}
