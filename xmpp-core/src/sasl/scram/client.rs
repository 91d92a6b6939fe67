//! The client's side of SCRAM.

use std::ops::RangeInclusive;

use super::super::encoding::encode;
use super::super::identity::{prepare_name, prepare_password};
use super::super::prepare::Unassigned;
use super::super::secret::Secret;
use super::super::{ChannelBindingUse, ClientError, Nonce, Selection};
use super::attributes::{Malformed, escape_name};
use super::gs2::{BindingFlag, gs2_header};
use super::hash::{Digest, ScramHash};
use super::keys::{client_key, server_key};
use super::message::{ServerFinal, ServerFirst};

/// Who logs in.
pub(in crate::sasl) struct Login<'a> {
    username: String,
    password: Secret,
    authzid: Option<&'a str>,
}

impl<'a> Login<'a> {
    /// Prepares the name and the password. Characters that are younger than SASLprep are let through: whether they are in
    /// the password is for the keys that the server has to say.
    pub(in crate::sasl) fn new(
        username: &str,
        password: &str,
        authzid: Option<&'a str>,
    ) -> Result<Self, ClientError> {
        let password = prepare_password(password, Unassigned::Allowed);
        Ok(Self {
            username: prepare_name(username).map_err(ClientError::Username)?,
            password: Secret::new(password.map_err(ClientError::Password)?),
            authzid,
        })
    }
}

/// An exchange that waits for the challenge.
#[derive(Debug)]
pub(in crate::sasl) struct Exchange {
    hash: ScramHash,
    password: Secret,
    iterations: RangeInclusive<u32>,
    nonce: String,
    client_first_bare: String,
    /// The header, and the data of the channel where it is bound.
    channel_binding: Vec<u8>,
    /// What the hash over the server's offer must be (XEP-0474), base64.
    offer_hash: String,
}

impl Exchange {
    /// The exchange and its first message.
    pub(in crate::sasl) fn start(
        hash: ScramHash,
        login: Login<'_>,
        selection: &Selection,
        iterations: RangeInclusive<u32>,
        nonce: &Nonce,
    ) -> (Self, Vec<u8>) {
        let header = header(selection, login.authzid);
        let bare = format!("n={},r={}", escape_name(&login.username), nonce.as_str());
        let first = format!("{header}{bare}").into_bytes();
        let exchange = Self {
            hash,
            password: login.password,
            iterations,
            nonce: nonce.as_str().to_owned(),
            client_first_bare: bare,
            channel_binding: [header.as_bytes(), binding_data(selection)].concat(),
            offer_hash: selection.offer_hash().to_owned(),
        };
        (exchange, first)
    }

    /// Checks the challenge before any work is done for it, and answers with the proof.
    pub(in crate::sasl) fn respond(
        self,
        challenge: &[u8],
    ) -> Result<(Verification, Vec<u8>), ClientError> {
        let server_first = ServerFirst::parse(challenge)?;
        self.check(&server_first)?;
        let without_proof = format!(
            "c={},r={}",
            encode(&self.channel_binding),
            server_first.nonce
        );
        let auth_message = format!(
            "{},{},{without_proof}",
            self.client_first_bare, server_first.text
        );
        let (proof, verification) = self.prove(&server_first, auth_message.as_bytes());
        let client_final = format!("{without_proof},p={}", encode(proof.as_bytes()));
        Ok((verification, client_final.into_bytes()))
    }

    fn check(&self, server_first: &ServerFirst<'_>) -> Result<(), ClientError> {
        let added = server_first.nonce.strip_prefix(&self.nonce);
        if added.is_none_or(str::is_empty) {
            return Err(ClientError::Nonce);
        }
        if server_first
            .offer_hash
            .is_some_and(|hash| hash != self.offer_hash)
        {
            return Err(ClientError::Downgrade);
        }
        if !self.iterations.contains(&server_first.iterations) {
            return Err(ClientError::Iterations(server_first.iterations));
        }
        Ok(())
    }

    /// `ClientProof`, and the `ServerSignature` to expect (RFC 5802 §3).
    fn prove(&self, server_first: &ServerFirst<'_>, auth_message: &[u8]) -> (Digest, Verification) {
        let hash = self.hash;
        let (salt, iterations) = (&server_first.salt, server_first.iterations);
        let salted = hash.salted_password(self.password.reveal(), salt, iterations);
        let client_key = client_key(hash, &salted);
        let stored_key = hash.digest(&[client_key.as_bytes()]);
        let proof = client_key.xor(&hash.hmac(stored_key.as_bytes(), &[auth_message]));
        let signature = hash.hmac(server_key(hash, &salted).as_bytes(), &[auth_message]);
        (proof, Verification(signature))
    }
}

/// The signature that only a server can make that knows the account.
#[derive(Debug)]
pub(in crate::sasl) struct Verification(Digest);

impl Verification {
    /// Checks the server's last message; its proof is compared in constant time.
    pub(in crate::sasl) fn check(&self, message: &[u8]) -> Result<(), ClientError> {
        match ServerFinal::parse(message)? {
            ServerFinal::Signature(given) if self.0.matches(&given) => Ok(()),
            ServerFinal::Signature(_) => Err(ClientError::ServerSignature),
            ServerFinal::Error(error) => Err(ClientError::Server(error)),
        }
    }
}

fn header(selection: &Selection, authzid: Option<&str>) -> String {
    let flag = match selection.channel_binding() {
        ChannelBindingUse::Unsupported => BindingFlag::Unsupported,
        ChannelBindingUse::NotOffered => BindingFlag::NotOffered,
        ChannelBindingUse::Bound(binding) => BindingFlag::Bound(binding.kind().name()),
    };
    gs2_header(flag, authzid)
}

fn binding_data(selection: &Selection) -> &[u8] {
    match selection.channel_binding() {
        ChannelBindingUse::Bound(binding) => binding.data(),
        ChannelBindingUse::Unsupported | ChannelBindingUse::NotOffered => &[],
    }
}

impl From<Malformed> for ClientError {
    fn from(malformed: Malformed) -> Self {
        match malformed {
            Malformed::MandatoryExtension => Self::MandatoryExtension,
            Malformed::Syntax | Malformed::Encoding | Malformed::Name => Self::Malformed,
        }
    }
}
