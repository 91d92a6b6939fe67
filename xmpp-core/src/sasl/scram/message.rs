//! The four messages (RFC 5802 §7), as they are read.

use super::super::nonce::is_nonce;
use super::attributes::{Attributes, Malformed, text, unescape_name};
use super::error::ScramError;
use super::gs2::Gs2Header;

/// `client-first-message`: who wants in.
pub(super) struct ClientFirst<'a> {
    pub(super) header: Gs2Header<'a>,
    /// The message without its header, as it goes into the hash.
    pub(super) bare: &'a str,
    pub(super) username: String,
    pub(super) nonce: &'a str,
}

impl<'a> ClientFirst<'a> {
    pub(super) fn parse(message: &'a [u8]) -> Result<Self, Malformed> {
        let (header, bare) = Gs2Header::parse(text(message)?)?;
        let mut attributes = Attributes::of(bare);
        let username = unescape_name(attributes.expect('n')?)?;
        let nonce = nonce(&mut attributes)?;
        attributes.extensions(NONE)?;
        Ok(Self {
            header,
            bare,
            username,
            nonce,
        })
    }
}

/// `server-first-message`: how the password is to be salted.
pub(super) struct ServerFirst<'a> {
    pub(super) text: &'a str,
    pub(super) nonce: &'a str,
    pub(super) salt: Vec<u8>,
    /// `u32::MAX` stands for everything above it.
    pub(super) iterations: u32,
    /// The hash over what the server offered (XEP-0474), base64.
    pub(super) offer_hash: Option<&'a str>,
}

impl<'a> ServerFirst<'a> {
    pub(super) fn parse(message: &'a [u8]) -> Result<Self, Malformed> {
        let text = text(message)?;
        let mut attributes = Attributes::of(text);
        Ok(Self {
            text,
            nonce: nonce(&mut attributes)?,
            salt: attributes.expect_base64('s')?,
            iterations: positive_number(attributes.expect('i')?)?,
            offer_hash: attributes.extensions(OFFER_HASH)?,
        })
    }
}

/// The name of XEP-0474's attribute.
pub(super) const OFFER_HASH: char = 'h';

/// `client-final-message`: the proof.
pub(super) struct ClientFinal<'a> {
    /// The message up to the proof, as it goes into the hash.
    pub(super) without_proof: &'a str,
    pub(super) channel_binding: Vec<u8>,
    pub(super) nonce: &'a str,
    pub(super) proof: Vec<u8>,
}

impl<'a> ClientFinal<'a> {
    pub(super) fn parse(message: &'a [u8]) -> Result<Self, Malformed> {
        let (without_proof, proof) = text(message)?.rsplit_once(',').ok_or(Malformed::Syntax)?;
        let mut attributes = Attributes::of(without_proof);
        let channel_binding = attributes.expect_base64('c')?;
        let nonce = nonce(&mut attributes)?;
        attributes.extensions(NONE)?;
        Ok(Self {
            without_proof,
            channel_binding,
            nonce,
            proof: Attributes::of(proof).expect_base64('p')?,
        })
    }
}

/// `server-final-message`: the server's own proof, or why there is none.
pub(super) enum ServerFinal {
    Signature(Vec<u8>),
    Error(ScramError),
}

impl ServerFinal {
    pub(super) fn parse(message: &[u8]) -> Result<Self, Malformed> {
        let text = text(message)?;
        let mut attributes = Attributes::of(text);
        let parsed = if text.starts_with("e=") {
            Self::Error(ScramError::from_name(attributes.expect('e')?))
        } else {
            Self::Signature(attributes.expect_base64('v')?)
        };
        attributes.extensions(NONE)?;
        Ok(parsed)
    }
}

/// No extension has this name.
const NONE: char = '\0';

fn nonce<'a>(attributes: &mut Attributes<'a>) -> Result<&'a str, Malformed> {
    let nonce = attributes.expect('r')?;
    if is_nonce(nonce) {
        Ok(nonce)
    } else {
        Err(Malformed::Syntax)
    }
}

/// `posit-number`, which has no leading zero.
fn positive_number(digits: &str) -> Result<u32, Malformed> {
    if digits.starts_with('0') || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Malformed::Syntax);
    }
    Ok(digits.parse().unwrap_or(u32::MAX))
}
