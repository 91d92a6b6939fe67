//! Which account, and where its server is: from options, the environment, or a file.

use std::io::{self, BufRead as _, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use serde::Deserialize;
use xmpp_client::xmpp_core::Jid;
use xmpp_client::xmpp_core::schema::disco_info;
use xmpp_client::{Backoff, Builder, Client, Fingerprint, Trust};

use crate::failure::Failure;
use crate::token;

/// Where the account comes from.
#[derive(Debug, Args)]
#[command(next_help_heading = "Account")]
pub(crate) struct AccountOptions {
    /// The account, such as romeo@example.net
    #[arg(long, env = "XMPP_JID", global = true)]
    jid: Option<Jid>,
    /// Reads the password from the first line of this file. Without it: XMPP_PASSWORD, else asked for
    #[arg(long, value_name = "FILE", env = "XMPP_PASSWORD_FILE", global = true)]
    password_file: Option<PathBuf>,
    /// Reads the password from the first line of standard input
    #[arg(long, global = true)]
    password_stdin: bool,
    /// Where the server listens, instead of asking DNS
    #[arg(long, value_name = "HOST[:PORT]", env = "XMPP_ADDRESS", global = true)]
    address: Option<String>,
    /// TLS comes first at that address, as on port 5223
    #[arg(long, global = true)]
    direct_tls: bool,
    /// Believes the authorities in this PEM file, and no others
    #[arg(long, value_name = "FILE", env = "XMPP_CA", global = true)]
    ca: Option<PathBuf>,
    /// Believes the certificate with this SHA-256 fingerprint, and no other; goes before --ca
    #[arg(long, value_name = "HEX", env = "XMPP_FINGERPRINT", global = true)]
    fingerprint: Option<Fingerprint>,
    /// Reads what is not given otherwise from this TOML file
    #[arg(long, value_name = "FILE", env = "XMPP_CONFIG", global = true)]
    config: Option<PathBuf>,
    /// Keeps a token in this file that the server gives, and logs in with it the next time, instead of with the password
    #[arg(long, value_name = "FILE", global = true)]
    token_file: Option<PathBuf>,
    /// How long connecting, and waiting for an answer, may take
    #[arg(long, value_name = "SECONDS", default_value_t = 30, global = true, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,
}

/// What the file may hold.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    jid: Option<String>,
    password: Option<String>,
    password_file: Option<PathBuf>,
    address: Option<String>,
    direct_tls: bool,
    ca: Option<PathBuf>,
    fingerprint: Option<String>,
}

impl AccountOptions {
    /// Connects.
    pub(crate) async fn connect(self) -> Result<Client, Failure> {
        let limit = self.limit();
        let builder = self.builder()?;
        let builder = builder
            .connect_timeout(limit)
            .request_timeout(limit)
            .resume(Backoff::default())
            .identity(disco_info::Identity::new("client", "console"));
        Ok(builder.connect().await?)
    }

    pub(crate) const fn limit(&self) -> Duration {
        Duration::from_secs(self.timeout)
    }

    fn builder(self) -> Result<Builder, Failure> {
        let file = self.file()?;
        let jid = self.account(&file)?;
        let password = self.password(&file, &jid)?;
        let mut builder = Client::builder(jid, password).tls(self.trust(&file)?);
        if let Some(address) = self.address.as_ref().or(file.address.as_ref()) {
            builder = builder
                .address(address)
                .direct_tls(self.direct_tls || (self.address.is_none() && file.direct_tls));
        }
        match &self.token_file {
            Some(path) => token::keep(builder, path),
            None => Ok(builder),
        }
    }

    fn account(&self, file: &File) -> Result<Jid, Failure> {
        if let Some(jid) = &self.jid {
            return Ok(jid.clone());
        }
        let text = file.jid.as_ref().ok_or_else(|| {
            Failure::usage("no account is given")
                .with_help("--jid USER@DOMAIN, XMPP_JID, or `jid` in ~/.config/xmpp-client.toml")
        })?;
        Jid::new(text).map_err(|error| Failure::usage(format!("`jid` in the file: {error}")))
    }

    fn trust(&self, file: &File) -> Result<Trust, Failure> {
        if let Some(fingerprint) = self.fingerprint {
            return Ok(Trust::fingerprint(fingerprint));
        }
        if let Some(ca) = &self.ca {
            return Ok(Trust::authorities(ca));
        }
        match (&file.fingerprint, &file.ca) {
            (Some(fingerprint), _) => match fingerprint.parse() {
                Ok(fingerprint) => Ok(Trust::fingerprint(fingerprint)),
                Err(error) => Err(Failure::usage(format!(
                    "`fingerprint` in the file: {error}"
                ))),
            },
            (None, Some(ca)) => Ok(Trust::authorities(ca)),
            (None, None) => Ok(Trust::system()),
        }
    }

    fn password(&self, file: &File, jid: &Jid) -> Result<String, Failure> {
        if self.password_stdin {
            let mut line = String::new();
            io::stdin().lock().read_line(&mut line)?;
            return first_line(&line, Path::new("standard input"));
        }
        if let Some(path) = &self.password_file {
            return read_password(path);
        }
        if let Ok(password) = std::env::var("XMPP_PASSWORD") {
            return Ok(password);
        }
        match (&file.password, &file.password_file) {
            (Some(password), _) => Ok(password.clone()),
            (None, Some(path)) => read_password(path),
            (None, None) if io::stdin().is_terminal() => {
                Ok(rpassword::prompt_password(format!("Password of {jid}: "))?)
            }
            (None, None) => Err(Failure::usage("no password is given")
                .with_help("--password-file FILE, --password-stdin, or XMPP_PASSWORD")),
        }
    }

    /// The file: the one that is named, or the usual one where it is there.
    fn file(&self) -> Result<File, Failure> {
        let (path, named) = match (&self.config, usual_file()) {
            (Some(path), _) => (path.clone(), true),
            (None, Some(path)) => (path, false),
            (None, None) => return Ok(File::default()),
        };
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !named => {
                return Ok(File::default());
            }
            Err(error) => return Err(Failure::usage(format!("{}: {error}", path.display()))),
        };
        toml::from_str(&text).map_err(|error| {
            let shown = error.to_string();
            Failure::usage(format!("{}: {}", path.display(), shown.trim_end()))
        })
    }
}

/// `~/.config/xmpp-client.toml`, or where the system keeps such files.
fn usual_file() -> Option<PathBuf> {
    let directory = std::env::var_os("XDG_CONFIG_HOME")
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".config")))?;
    Some(directory.join("xmpp-client.toml"))
}

fn read_password(path: &Path) -> Result<String, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::usage(format!("{}: {error}", path.display())))?;
    first_line(&text, path)
}

fn first_line(text: &str, from: &Path) -> Result<String, Failure> {
    let line = text.lines().next().filter(|line| !line.is_empty());
    line.map(str::to_owned)
        .ok_or_else(|| Failure::usage(format!("{} holds no password", from.display())))
}
