//! What a server keeps of a password.

use std::fmt;

use super::super::identity::prepare_password;
use super::super::prepare::{PreparationError, Unassigned};
use super::hash::{Digest, ScramHash};

/// What a server stores for an account and a hash function (RFC 5802 §3): enough to recognize who knows the password, not
/// enough to be them.
///
/// `Debug` shows neither salt nor keys.
#[derive(Clone)]
pub struct ScramKeys {
    hash: ScramHash,
    iterations: u32,
    salt: Box<[u8]>,
    stored_key: Digest,
    server_key: Digest,
}

impl ScramKeys {
    /// How many octets of salt new keys are to have. [`decoy`](Self::decoy) pretends the same.
    pub const SALT_LENGTH: usize = 16;

    /// How many iterations new keys are to have at least (RFC 5802 §5.1, RFC 7677 §4).
    pub const MIN_ITERATIONS: u32 = 4096;

    /// The keys of a new password: prepared as a string to be stored, then hashed `iterations` times, which is the work that
    /// every login will cost the client. The salt is to be random and new, [`SALT_LENGTH`](Self::SALT_LENGTH) octets of it.
    ///
    /// # Errors
    ///
    /// For a password that SASLprep refuses, one that is empty among them, or that has more than 1023 octets.
    pub fn derive(
        hash: ScramHash,
        password: &str,
        salt: &[u8],
        iterations: u32,
    ) -> Result<Self, PreparationError> {
        let prepared = prepare_password(password, Unassigned::Prohibited)?;
        Ok(Self::of_prepared(hash, &prepared, salt, iterations.max(1)))
    }

    /// Keys that were stored.
    ///
    /// # Errors
    ///
    /// If they cannot be what [`derive`](Self::derive) made: no salt, no iterations, keys of another length than the hash
    /// function's.
    pub fn from_parts(
        hash: ScramHash,
        salt: &[u8],
        iterations: u32,
        stored_key: &[u8],
        server_key: &[u8],
    ) -> Result<Self, InvalidKeys> {
        let expected = hash.output_length();
        if salt.is_empty() || salt.len() > MAX_SALT_LENGTH {
            return Err(InvalidKeys::Salt);
        }
        if iterations == 0 {
            return Err(InvalidKeys::Iterations);
        }
        if stored_key.len() != expected || server_key.len() != expected {
            return Err(InvalidKeys::Length { hash, expected });
        }
        Ok(Self {
            hash,
            iterations,
            salt: salt.into(),
            stored_key: Digest::of(stored_key),
            server_key: Digest::of(server_key),
        })
    }

    /// Keys for a name that has no account: the same for the same name and secret, not to be told from real ones without the
    /// secret, and made so that no password fits them.
    ///
    /// A server that goes on with them answers an unknown name with the same messages after the same work as a known one, and
    /// refuses it with the same words (RFC 6120 §6.5.10). For that, `username` must be in the form that accounts are looked up
    /// by, `hash` (where PLAIN leaves the choice) and `iterations` what the server's accounts have, and `secret` 32 random
    /// octets of the server's own, kept across restarts. It is cheap enough to be made before it is known to be needed.
    pub fn decoy(hash: ScramHash, secret: &[u8], username: &str, iterations: u32) -> Self {
        let part = |purpose: &[u8]| hash.hmac(secret, &[purpose, username.as_bytes()]);
        Self {
            hash,
            iterations: iterations.max(1),
            salt: part(b"decoy salt\0").as_bytes()[..Self::SALT_LENGTH].into(),
            stored_key: part(b"decoy stored key\0"),
            server_key: part(b"decoy server key\0"),
        }
    }

    /// The hash function that they were made with, and are good for.
    pub fn hash(&self) -> ScramHash {
        self.hash
    }

    /// The salt, which everyone may ask for.
    pub fn salt(&self) -> &[u8] {
        &self.salt
    }

    /// How often the password was hashed.
    pub fn iterations(&self) -> u32 {
        self.iterations
    }

    /// `StoredKey`, which the client's proof is checked with.
    pub fn stored_key(&self) -> &[u8] {
        self.stored_key.as_bytes()
    }

    /// `ServerKey`, which the server proves itself with.
    pub fn server_key(&self) -> &[u8] {
        self.server_key.as_bytes()
    }

    /// Whether this is the password, prepared as a query. Costs what [`derive`](Self::derive) costs, and its time does not
    /// depend on how wrong the password is.
    pub fn verify_password(&self, password: &str) -> bool {
        let Ok(prepared) = prepare_password(password, Unassigned::Allowed) else {
            return false;
        };
        let given = Self::of_prepared(self.hash, &prepared, &self.salt, self.iterations);
        self.stored_key.matches(given.stored_key())
    }

    fn of_prepared(hash: ScramHash, password: &str, salt: &[u8], iterations: u32) -> Self {
        let salted = hash.salted_password(password, salt, iterations);
        let client_key = client_key(hash, &salted);
        Self {
            hash,
            iterations,
            salt: salt.into(),
            stored_key: hash.digest(&[client_key.as_bytes()]),
            server_key: server_key(hash, &salted),
        }
    }
}

impl fmt::Debug for ScramKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut keys = f.debug_struct("ScramKeys");
        keys.field("hash", &self.hash)
            .field("iterations", &self.iterations);
        keys.finish_non_exhaustive()
    }
}

/// `ClientKey` (RFC 5802 §3).
pub(super) fn client_key(hash: ScramHash, salted_password: &Digest) -> Digest {
    hash.hmac(salted_password.as_bytes(), &[b"Client Key"])
}

/// `ServerKey` (RFC 5802 §3).
pub(super) fn server_key(hash: ScramHash, salted_password: &Digest) -> Digest {
    hash.hmac(salted_password.as_bytes(), &[b"Server Key"])
}

/// More salt than anyone stores.
const MAX_SALT_LENGTH: usize = 1024;

/// Stored keys that cannot be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidKeys {
    /// No salt, or more than 1024 octets of it.
    Salt,
    /// No iterations.
    Iterations,
    /// A key of another hash function.
    Length {
        /// The hash function.
        hash: ScramHash,
        /// How many octets its keys have.
        expected: usize,
    },
}

impl fmt::Display for InvalidKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Salt => write!(
                f,
                "the salt is empty or longer than {MAX_SALT_LENGTH} octets"
            ),
            Self::Iterations => f.write_str("the iteration count is zero"),
            Self::Length { hash, expected } => write!(f, "a key for {hash} has {expected} octets"),
        }
    }
}

impl std::error::Error for InvalidKeys {}
