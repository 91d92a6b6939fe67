//! Authentication (RFC 4422, RFC 6120 §6) as pure steps: bytes in, bytes out.
//!
//! Nothing here reads a socket, a clock or a source of randomness: nonces and salts are arguments. What a step may cost is
//! bounded: messages by [`MAX_MESSAGE_LENGTH`], the work of a client by [`ClientPreferences::iterations`].
//!
//! - [`Mechanism`] names the mechanisms and orders them by strength.
//! - A server makes a [`ServerOffer`] per connection and a [`ServerNegotiation`] per `<auth/>`.
//! - A client reads an [`Advertisement`], selects from it and runs a [`ClientNegotiation`].
//! - Accounts are stored as [`ScramKeys`], never as passwords; a name without an account gets [`ScramKeys::decoy`].
//! - [`encoding`] turns messages into the text of XML elements and back.
//!
//! ```
//! use xmpp_core::sasl::{
//!     Advertisement, Channel, ClientCredentials, ClientNegotiation, ClientPreferences, Credentials, Mechanism, Nonce,
//!     ScramHash, ScramKeys, ServerNegotiation, ServerOffer, ServerStep,
//! };
//!
//! // When the account is made: the password is used here and kept nowhere.
//! let keys = ScramKeys::derive(ScramHash::Sha256, "r0m30myr0m30", b"sixteen octets..", 4096)?;
//!
//! // The server offers, the client selects.
//! let offer = ServerOffer::new(&[Mechanism::Scram(ScramHash::Sha256)], Channel::default());
//! let advertisement = Advertisement::new(offer.mechanisms().iter().map(|mechanism| mechanism.name()));
//! let credentials = ClientCredentials::password("juliet", "r0m30myr0m30");
//! let preferences = ClientPreferences::default();
//! let selection = advertisement.select(&preferences, &credentials, &Channel::default())?;
//!
//! // `<auth/>`: the driver of the server looks the account up, here it is found.
//! let (mut client, initial) =
//!     ClientNegotiation::start(&selection, &credentials, &preferences, Nonce::from_random(&[1; 18]))?;
//! let (mut server, step) =
//!     ServerNegotiation::start(&offer, selection.mechanism(), Some(&initial), Nonce::from_random(&[2; 18]));
//! let ServerStep::NeedCredentials { username, .. } = step else { panic!() };
//! assert_eq!(username, "juliet");
//!
//! // `<challenge/>`, `<response/>`, `<success/>`: both sides know the other one knows the password.
//! let ServerStep::Challenge(challenge) = server.credentials(Credentials::new(keys)) else { panic!() };
//! let response = client.challenge(&challenge)?;
//! let ServerStep::Success { data, authcid, .. } = server.respond(&response) else { panic!() };
//! assert_eq!(authcid.as_deref(), Some("juliet"));
//! client.success(data.as_deref())?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod advertisement;
mod anonymous;
mod channel;
mod client;
mod credentials;
pub mod encoding;
mod external;
mod failure;
mod identity;
mod mechanism;
mod nonce;
mod offer;
mod plain;
mod prepare;
mod scram;
mod secret;
mod server;
mod token;

pub use advertisement::{Advertisement, ChannelBindingUse, ClientPreferences, Selection};
pub use channel::{Channel, ChannelBinding, ChannelBindingType, UnknownChannelBindingType};
pub use client::{ClientError, ClientNegotiation};
pub use credentials::{ClientCredentials, Credentials};
pub use failure::{SaslCondition, SaslFailure};
pub use mechanism::{Mechanism, UnknownMechanism};
pub use nonce::{InvalidNonce, Nonce};
pub use offer::ServerOffer;
pub use prepare::{PreparationError, Unassigned, saslprep};
pub use scram::{InvalidKeys, ScramError, ScramHash, ScramKeys};
pub use server::{ServerNegotiation, ServerStep};
pub use token::{TokenLogin, TokenMechanism, token_answer_is_right, token_message};

/// The longest message that is read, in octets before base64: room for the longest names, too little to be a load.
pub const MAX_MESSAGE_LENGTH: usize = 8192;
