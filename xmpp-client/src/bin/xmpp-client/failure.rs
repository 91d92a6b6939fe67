//! What goes wrong, for people: what it is, and a way out.

use std::io::{self, Write as _};
use std::process::ExitCode;

use xmpp_client::xmpp_core::stream::SendError;
use xmpp_client::{CertificateProblem, ConnectError, Disconnect, RequestError, TlsError};

/// What goes wrong, and a way out.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    help: Option<String>,
    code: u8,
}

impl Failure {
    /// Something failed.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
            code: 1,
        }
    }

    /// The command was not used as it is meant to be.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self {
            code: 2,
            ..Self::new(message)
        }
    }

    /// With a way out.
    pub(crate) fn with_help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }

    /// Prints it.
    pub(crate) fn report(&self) -> ExitCode {
        let mut stderr = io::stderr().lock();
        // There is nobody to tell that standard error is closed.
        let _ = writeln!(stderr, "error: {}", self.message);
        for line in self.help.iter().flat_map(|help| help.lines()) {
            let mark = if line.starts_with(' ') {
                "      "
            } else {
                "help: "
            };
            let _ = writeln!(stderr, "  {mark}{line}");
        }
        ExitCode::from(self.code)
    }
}

impl From<ConnectError> for Failure {
    fn from(error: ConnectError) -> Self {
        let failure = Self::new(error.to_string());
        let failure = match &error {
            ConnectError::Address(_) | ConnectError::NoAccount(_) => Self { code: 2, ..failure },
            _ => failure,
        };
        match way_out(&error) {
            Some(help) => failure.with_help(help),
            None => failure,
        }
    }
}

fn way_out(error: &ConnectError) -> Option<String> {
    Some(match error {
        ConnectError::Tls(TlsError::Certificate {
            problem,
            fingerprint,
        }) => {
            let question = match problem {
                CertificateProblem::NotPinned => "the server's certificate may have been replaced",
                _ => "the server may have a certificate of its own making",
            };
            format!(
                "{question}: if it names this fingerprint itself, add\n  --fingerprint {fingerprint}\n\
                 --ca FILE trusts the authorities in a file instead"
            )
        }
        ConnectError::Tls(TlsError::NoAuthorities) => {
            "--ca FILE names a file with authorities, --fingerprint HEX a single certificate".into()
        }
        ConnectError::Tls(TlsError::Handshake(_)) => {
            "is it a port for clients? --direct-tls is for ports on which TLS comes first".into()
        }
        ConnectError::Resolve(_) | ConnectError::Dns { .. } | ConnectError::Tcp { .. } => {
            "is the server running? --address HOST:PORT says where it listens".into()
        }
        ConnectError::Authentication { .. } => {
            "check account and password: --jid, and --password-file, --password-stdin or XMPP_PASSWORD".into()
        }
        ConnectError::Timeout => "--timeout SECONDS gives it more time".into(),
        _ => return None,
    })
}

impl From<Disconnect> for Failure {
    fn from(reason: Disconnect) -> Self {
        Self::new(reason.to_string())
    }
}

impl From<SendError> for Failure {
    fn from(error: SendError) -> Self {
        // Findings are a line each.
        Self::new(format!("not sent: {error}").trim_end())
    }
}

impl From<RequestError> for Failure {
    fn from(error: RequestError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(error.to_string())
    }
}
