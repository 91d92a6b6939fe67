//! The errors that SCRAM itself has names for.

use std::fmt;

/// Why a SCRAM exchange failed: the values of `e=` (RFC 5802 §7, `server-error-value`).
///
/// `unknown-user` is read, and never written: a server does not say it (RFC 6120 §6.5.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScramError {
    /// `invalid-encoding`: a message is not UTF-8, or a value not base64.
    InvalidEncoding,
    /// `extensions-not-supported`: there is an attribute `m=`, which asks for something we do not know.
    ExtensionsNotSupported,
    /// `invalid-proof`: the password is wrong, or there is no such account.
    InvalidProof,
    /// `channel-bindings-dont-match`: the two ends see different channels, so someone stands between them.
    ChannelBindingsDontMatch,
    /// `server-does-support-channel-binding`: the client was made to believe that the server does not.
    ServerDoesSupportChannelBinding,
    /// `channel-binding-not-supported`: the client binds to the channel though the mechanism does not.
    ChannelBindingNotSupported,
    /// `unsupported-channel-binding-type`: the client binds with a type that the server does not have here.
    UnsupportedChannelBindingType,
    /// `unknown-user`.
    UnknownUser,
    /// `invalid-username-encoding`: the name has stray `=` or cannot be prepared.
    InvalidUsernameEncoding,
    /// `no-resources`.
    NoResources,
    /// `other-error`, and every value that is not known.
    OtherError,
}

impl ScramError {
    /// Every value, in the order of RFC 5802 §7.
    pub const ALL: [Self; 11] = [
        Self::InvalidEncoding,
        Self::ExtensionsNotSupported,
        Self::InvalidProof,
        Self::ChannelBindingsDontMatch,
        Self::ServerDoesSupportChannelBinding,
        Self::ChannelBindingNotSupported,
        Self::UnsupportedChannelBindingType,
        Self::UnknownUser,
        Self::InvalidUsernameEncoding,
        Self::NoResources,
        Self::OtherError,
    ];

    /// The value of `e=`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InvalidEncoding => "invalid-encoding",
            Self::ExtensionsNotSupported => "extensions-not-supported",
            Self::InvalidProof => "invalid-proof",
            Self::ChannelBindingsDontMatch => "channel-bindings-dont-match",
            Self::ServerDoesSupportChannelBinding => "server-does-support-channel-binding",
            Self::ChannelBindingNotSupported => "channel-binding-not-supported",
            Self::UnsupportedChannelBindingType => "unsupported-channel-binding-type",
            Self::UnknownUser => "unknown-user",
            Self::InvalidUsernameEncoding => "invalid-username-encoding",
            Self::NoResources => "no-resources",
            Self::OtherError => "other-error",
        }
    }

    /// The error of this name; unrecognized ones are [`OtherError`](Self::OtherError) (RFC 5802 §7).
    pub fn from_name(name: &str) -> Self {
        let known = Self::ALL.into_iter().find(|known| known.name() == name);
        known.unwrap_or(Self::OtherError)
    }

    /// The last message of a server that reports it (`server-final-message`), for protocols whose failures carry one. XMPP's
    /// do not.
    pub fn server_final_message(self) -> String {
        format!("e={self}")
    }
}

impl fmt::Display for ScramError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
