//! What a conversation remembers: the texts that were captured, and the computations of SCRAM on either side.

use std::collections::BTreeMap;

use xmpp_core::sasl::encoding::{decode, decode_optional, encode};
use xmpp_core::sasl::{
    Advertisement, Channel, ClientCredentials, ClientNegotiation, ClientPreferences, Credentials,
    Mechanism, Nonce, ScramHash, ScramKeys, ServerNegotiation, ServerOffer, ServerStep,
};

use super::Mismatch;

/// What a conversation remembers.
#[derive(Debug)]
pub struct Scram {
    iterations: u32,
    captures: BTreeMap<String, String>,
    client: Option<ClientNegotiation>,
    server: Option<ServerNegotiation>,
}

impl Scram {
    pub(super) const fn new(iterations: u32) -> Self {
        Self {
            iterations,
            captures: BTreeMap::new(),
            client: None,
            server: None,
        }
    }

    pub(super) fn captured(&self, name: &str) -> Option<&str> {
        self.captures.get(name).map(String::as_str)
    }

    /// Keeps what stood in the named places, and checks the proofs among it.
    pub(super) fn capture(&mut self, captures: Vec<(String, String)>) -> Result<(), Mismatch> {
        for (name, text) in captures {
            match name.as_str() {
                "any" => {}
                "scram verify" => self.verify(&text)?,
                _ => {
                    self.captures.insert(name, text);
                }
            }
        }
        Ok(())
    }

    pub(super) fn check_differ(&self, one: &str, other: &str) -> Result<(), Mismatch> {
        match (self.captured(one), self.captured(other)) {
            (Some(left), Some(right)) if left != right => Ok(()),
            (Some(left), Some(_)) => Err(Mismatch::new(format!(
                "`{one}` and `{other}` are both `{left}`"
            ))),
            _ => Err(Mismatch::new(format!(
                "`{one}` or `{other}` was not captured"
            ))),
        }
    }

    /// A client's first message.
    pub(super) fn first(
        &mut self,
        mechanism: &str,
        name: &str,
        password: &str,
    ) -> Result<String, Mismatch> {
        let credentials = ClientCredentials::password(name, password);
        let preferences = preferences();
        let selection = Advertisement::new([mechanism])
            .select(&preferences, &credentials, &Channel::tls([]))
            .map_err(|error| Mismatch::new(error.to_string()))?;
        let nonce = Nonce::from_random(&[7; 18]);
        let (client, message) =
            ClientNegotiation::start(&selection, &credentials, &preferences, nonce)
                .map_err(|error| Mismatch::new(error.to_string()))?;
        self.client = Some(client);
        Ok(encode(&message))
    }

    /// A client's answer to the challenge of that name.
    pub(super) fn answer(&mut self, challenge: &str) -> Result<String, Mismatch> {
        let challenge = self.message(challenge)?;
        let client = self
            .client
            .as_mut()
            .ok_or_else(|| Mismatch::new("no SCRAM was begun"))?;
        let answer = client
            .challenge(&challenge)
            .map_err(|error| Mismatch::new(error.to_string()))?;
        Ok(encode(&answer))
    }

    /// A server's answer to the first message of that name.
    pub(super) fn challenge(
        &mut self,
        auth: &str,
        name: &str,
        password: &str,
    ) -> Result<String, Mismatch> {
        let auth = self.message(auth)?;
        let mechanism = Mechanism::Scram(ScramHash::Sha256);
        let offer = ServerOffer::new(&[mechanism], Channel::tls([]));
        let nonce = Nonce::from_random(&[9; 18]);
        let (mut server, step) = ServerNegotiation::start(&offer, mechanism, Some(&auth), nonce);
        let ServerStep::NeedCredentials { username, .. } = step else {
            return Err(Mismatch::new(format!("the first message led to {step:?}")));
        };
        if username != name {
            return Err(Mismatch::new(format!(
                "the client claims to be `{username}`"
            )));
        }
        let keys = ScramKeys::derive(ScramHash::Sha256, password, &[5; 16], self.iterations)
            .map_err(|error| Mismatch::new(error.to_string()))?;
        let ServerStep::Challenge(challenge) = server.credentials(Credentials::new(keys)) else {
            return Err(Mismatch::new("there is no challenge"));
        };
        self.server = Some(server);
        Ok(encode(&challenge))
    }

    /// A server's proof, after the response of that name.
    pub(super) fn proof(&mut self, response: &str) -> Result<String, Mismatch> {
        let response = self.message(response)?;
        let server = self
            .server
            .as_mut()
            .ok_or_else(|| Mismatch::new("no SCRAM was begun"))?;
        match server.respond(&response) {
            ServerStep::Success {
                data: Some(data), ..
            } => Ok(encode(&data)),
            step => Err(Mismatch::new(format!("the response led to {step:?}"))),
        }
    }

    fn verify(&mut self, text: &str) -> Result<(), Mismatch> {
        let client = self
            .client
            .as_mut()
            .ok_or_else(|| Mismatch::new("no SCRAM was begun"))?;
        let data = decode_optional(text).map_err(|error| Mismatch::new(error.to_string()))?;
        client
            .success(data.as_deref())
            .map_err(|error| Mismatch::new(error.to_string()))
    }

    fn message(&self, name: &str) -> Result<Vec<u8>, Mismatch> {
        let text = self
            .captured(name)
            .ok_or_else(|| Mismatch::new(format!("`{name}` was not captured")))?;
        decode(text).map_err(|error| Mismatch::new(format!("`{name}`: {error}")))
    }
}

/// A client of the runner hashes as seldom as the server under test wants.
fn preferences() -> ClientPreferences {
    ClientPreferences {
        iterations: 1..=ClientPreferences::MAX_ITERATIONS,
        ..ClientPreferences::default()
    }
}
