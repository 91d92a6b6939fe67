//! What can be said on the command line.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use xmpp_core::BareJid;

use super::Failure;
use crate::config::{Config, Listen, domain_name};

/// An XMPP server
///
/// Without a command, it runs the server. `xmpp-server --domain localhost` needs nothing else: it keeps its data in the directory
/// `xmpp-data`, makes a certificate, and listens where only this machine can connect to.
#[derive(Debug, Parser)]
#[command(name = "xmpp-server", version, after_help = AFTER_HELP)]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) place: Place,
    #[command(flatten)]
    pub(super) run: Run,
    /// What to do instead of running the server
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

const AFTER_HELP: &str = "\
Examples:
  xmpp-server --domain localhost               run a server for this machine
  xmpp-server user add juliet@localhost        make an account, also while it runs
  xmpp-server --config xmpp.toml               run what a file describes
  xmpp-server check-config xmpp.toml           read the file, and say what is wrong with it

SIGTERM and ^C end the server without losing anything; SIGHUP reads the certificates again.";

/// Where data and configuration are.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct Place {
    /// Directory in which everything is kept that lasts [default: what the file says, else `xmpp-data`]
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    /// Configuration file, in TOML
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
}

/// How the server is to run, besides what a file says.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct Run {
    /// Domain to serve, such as `example.org`; can be given several times
    #[arg(long = "domain", value_name = "DOMAIN", value_parser = domain_name)]
    pub(super) domains: Vec<BareJid>,
    /// Address to listen on instead of this machine's own: `0.0.0.0` for ports 5222 (STARTTLS) and 5223 (TLS from the start), or
    /// `0.0.0.0:5222` for STARTTLS on that port; can be given several times
    #[arg(long, value_name = "ADDRESS[:PORT]", value_parser = place)]
    pub(super) listen: Vec<ListenOn>,
    /// Address with port to listen on for TLS from the start; can be given several times
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(super) listen_tls: Vec<SocketAddr>,
    /// What to log: `error`, `warn`, `info`, `debug` or `trace`, for all or by module: `info,xmpp_server::net=debug`
    #[arg(long, value_name = "FILTER")]
    pub(super) log: Option<String>,
}

/// What to do instead of running the server.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Add, remove and list accounts, also while the server runs
    #[command(subcommand)]
    User(User),
    /// Read a configuration file, and say all that is wrong with it
    CheckConfig(CheckConfig),
    /// Say which addresses RFC 7622 changes or refuses, which collide, and which peers of RFC 6122 see otherwise
    ///
    /// Nothing is changed. Without `--import`, the accounts and contacts of the database are looked at, also while the server runs.
    #[command(after_help = JID_REPORT_HELP)]
    JidReport(JidReport),
}

/// `user`
#[derive(Debug, Subcommand)]
pub(super) enum User {
    /// Make an account
    Add(Account),
    /// Give an account another password
    Passwd(Account),
    /// Remove accounts, with their rosters and the messages that were kept for them
    Remove {
        /// Addresses, such as `juliet@example.org`
        #[arg(required = true, value_name = "ADDRESS", value_parser = account)]
        users: Vec<BareJid>,
    },
    /// List the accounts, of all domains or of one
    List {
        /// Domain, such as `example.org`
        #[arg(value_name = "DOMAIN", value_parser = domain_name)]
        domain: Option<BareJid>,
    },
}

/// An account, and where its password comes from.
#[derive(Debug, clap::Args)]
pub(super) struct Account {
    /// Address, such as `juliet@example.org`
    #[arg(value_name = "ADDRESS", value_parser = account)]
    pub(super) user: BareJid,
    #[command(flatten)]
    pub(super) source: PasswordSource,
}

/// Where a password comes from. Without any of these it is asked for; if there is nobody to ask, standard input is read.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
#[group(multiple = false)]
pub(super) struct PasswordSource {
    /// Read the password from the first line of standard input
    #[arg(long)]
    pub(super) password_stdin: bool,
    /// Make up a password, and print it
    #[arg(long)]
    pub(super) generate: bool,
}

/// `check-config`
#[derive(Debug, clap::Args)]
pub(super) struct CheckConfig {
    /// Configuration file, in TOML
    pub(super) file: PathBuf,
}

/// `jid-report`
#[derive(Debug, clap::Args)]
pub(super) struct JidReport {
    /// Look at the addresses of this file instead: a dry run of moving accounts here from another server. `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(super) import: Option<PathBuf>,
    /// How findings are printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: ReportFormat,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// A sentence a line, and a summary
    Text,
    /// A JSON object a line: address, owner, finding, other, needs_decision, message
    Json,
}

const JID_REPORT_HELP: &str = "\
A file for --import has an account a line; a contact is written behind its account and a tab.

Findings:
  refused            no address of RFC 7622; needs a decision
  collides           becomes the same address as another one; needs a decision
  renamed            is stored in another form from now on
  old-peers-refuse   servers that still use stringprep do not take it
  old-peers-see      servers that still use stringprep see another address
  old-peers-confuse  servers that still use stringprep take it for another account
  looks-like         people may take it for another account (UTS 39)

The command fails if something needs a decision. docs/addresses.md tells what to do.

Examples:
  xmpp-server jid-report
  xmpp-server jid-report --import accounts.txt --format json";

/// What `--listen` names.
#[derive(Clone, Copy, Debug)]
pub(super) enum ListenOn {
    /// The usual ports of an address.
    Usual(IpAddr),
    /// One port, for STARTTLS.
    StartTls(SocketAddr),
}

fn place(text: &str) -> Result<ListenOn, String> {
    let address = text
        .parse()
        .map(ListenOn::StartTls)
        .or_else(|_| text.parse().map(ListenOn::Usual));
    address.map_err(|_| {
        "an address is wanted, such as `0.0.0.0`, `192.0.2.1:5222` or `[::1]:5222`, not a name"
            .to_owned()
    })
}

/// The address of an account.
fn account(text: &str) -> Result<BareJid, String> {
    let address = BareJid::new(text).map_err(|error| error.to_string())?;
    match address.local() {
        Some(_) => Ok(address),
        None => Err(format!("an account is written `name@{address}`")),
    }
}

impl Args {
    /// What is to be run: the file, and what the command line says beyond it.
    pub(super) fn to_config(&self) -> Result<Config, Failure> {
        let mut config = self.place.to_config()?;
        for domain in &self.run.domains {
            config.add_domain(domain.clone());
        }
        if config.domains.is_empty() {
            return Err("there is no domain to serve: name one with `--domain localhost`, or in a file with --config".into());
        }
        if let Some(listen) = self.run.listen() {
            config.listen = listen;
        }
        Ok(config)
    }
}

impl Run {
    /// Where to listen, if that was said.
    fn listen(&self) -> Option<Listen> {
        if self.listen.is_empty() && self.listen_tls.is_empty() {
            return None;
        }
        let usual = self.listen.iter().filter_map(|place| match place {
            ListenOn::Usual(address) => Some(*address),
            ListenOn::StartTls(_) => None,
        });
        let mut listen = Listen::on(usual);
        listen
            .starttls
            .extend(self.listen.iter().filter_map(|place| match place {
                ListenOn::StartTls(address) => Some(*address),
                ListenOn::Usual(_) => None,
            }));
        listen.direct_tls.extend(&self.listen_tls);
        Some(listen)
    }

    /// Whether anything was said.
    pub(super) fn is_given(&self) -> bool {
        let Self {
            domains,
            listen,
            listen_tls,
            log,
        } = self;
        !(domains.is_empty() && listen.is_empty() && listen_tls.is_empty() && log.is_none())
    }
}

impl Place {
    /// The configuration, with the data directory that was named.
    pub(super) fn to_config(&self) -> Result<Config, Failure> {
        let mut config = match &self.config {
            Some(file) => Config::load(file)?,
            None => Config::new([]),
        };
        if let Some(data) = &self.data {
            config.data.clone_from(data);
        }
        Ok(config)
    }

    /// Whether the data directory was named.
    pub(super) const fn is_given(&self) -> bool {
        self.data.is_some() || self.config.is_some()
    }
}
