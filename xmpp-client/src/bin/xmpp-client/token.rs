//! The file with the token that the server has given (XEP-0484).

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use xmpp_client::xmpp_core::stream::ClientToken;
use xmpp_client::{Builder, xmpp_core::sasl::TokenMechanism};

use crate::failure::Failure;

/// What the file holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Which installation of the client this is.
    agent: String,
    mechanism: Option<String>,
    token: Option<String>,
}

/// Logs in with the token of the file, if there is one, and keeps there what the server gives for the next time.
pub(crate) fn keep(builder: Builder, path: &Path) -> Result<Builder, Failure> {
    let (agent, token) = match fs::read_to_string(path) {
        Ok(text) => read(&text).map_err(|error| wrong(path, error))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => (new_agent()?, None),
        Err(error) => return Err(wrong(path, error)),
    };
    let (path, agent_of_file) = (path.to_owned(), agent.clone());
    let keep = move |token: Option<&ClientToken>| {
        if let Err(error) = write(&path, &agent_of_file, token) {
            tracing::error!(%error, path = %path.display(), "the token cannot be kept");
        }
    };
    Ok(builder.tokens(agent, token, keep))
}

fn read(text: &str) -> Result<(String, Option<ClientToken>), toml::de::Error> {
    let file: File = toml::from_str(text)?;
    let mechanism = file.mechanism.and_then(|name| name.parse().ok());
    let token = mechanism.zip(file.token);
    let token = token.map(
        |(mechanism, secret): (TokenMechanism, String)| ClientToken {
            mechanism,
            secret,
            expiry: None,
        },
    );
    Ok((file.agent, token))
}

/// Nobody else may read it: it is as good as a password.
fn write(path: &PathBuf, agent: &str, token: Option<&ClientToken>) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "agent = {agent:?}")?;
    if let Some(token) = token {
        writeln!(file, "mechanism = \"{}\"", token.mechanism)?;
        writeln!(file, "token = {:?}", token.secret)?;
    }
    Ok(())
}

/// A random UUID (XEP-0388 §2.3; RFC 9562 §5.4).
fn new_agent() -> Result<String, Failure> {
    let mut octets = [0_u8; 16];
    getrandom::fill(&mut octets).map_err(|error| Failure::new(error.to_string()))?;
    octets[6] = octets[6] & 0x0f | 0x40;
    octets[8] = octets[8] & 0x3f | 0x80;
    let hex: String = octets.iter().map(|octet| format!("{octet:02x}")).collect();
    let parts = [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ];
    Ok(parts.join("-"))
}

fn wrong(path: &Path, error: impl std::fmt::Display) -> Failure {
    Failure::usage(format!("{}: {error}", path.display()))
}
