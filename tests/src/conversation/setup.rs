//! How the one under test is set up.

use std::time::Duration;

use xmpp_core::sasl::Mechanism;
use xmpp_core::stream::TlsUse;

/// How the one under test is set up. The lines `with: key=value` of a conversation change the default, which is a server with
/// one domain, TLS required and one account, or a client of that account.
///
/// | key | value |
/// | --- | --- |
/// | `hosts` | the domains, with commas between them; default `im.example.com` |
/// | `gone` | a domain that is not served any more |
/// | `account` | `name:password` at the first domain; default `juliet:r0m30myr0m30` |
/// | `tls` | `required`, `optional` or `unavailable` |
/// | `transport` | `tls` if TLS is there from the beginning (XEP-0368), else `plain` |
/// | `sni` | the domain that the client names to TLS |
/// | `certificate` | the address that the client's certificate names |
/// | `mechanisms` | those that are permitted, with commas between them |
/// | `accounts` | `temporary-auth-failure` if they cannot be reached, `account-disabled` if the account is |
/// | `bind` | the condition with which every request to bind is refused, such as `conflict` |
/// | `sessions` | `no` if sessions are not offered |
/// | `management` | `yes` if streams can be managed (XEP-0198), and resumed for five minutes |
/// | `sasl2` | `yes` if the extensible profile of SASL is offered (XEP-0388), and carbons with it (XEP-0280) |
/// | `profile` | `classic` if a client does not use the extensible profile |
/// | `agent` | which installation of a client it is; it asks for tokens then (XEP-0484) |
/// | `token` | a token that the client was given for every mechanism (XEP-0484); new ones are called `fresh` |
/// | `legacy` | `yes` if clients of the time before XMPP 1.0 can log in (XEP-0078) |
/// | `client-state` | `yes` if clients can say that nobody looks at them (XEP-0352) |
/// | `resource` | what a client asks for |
/// | `feature` | an element that is announced after authentication |
/// | `silence`, `keepalive` | see `Deadlines`, as in `60s` |
#[derive(Clone, Debug)]
pub struct Setup {
    /// Who is under test.
    pub role: Role,
    /// The domains of the server; the first is the one that a client connects to.
    pub hosts: Vec<String>,
    /// A domain that is not served any more.
    pub gone: Option<String>,
    /// The account.
    pub account: Account,
    /// Whether TLS is used.
    pub tls: TlsUse,
    /// Whether TLS is there from the beginning.
    pub direct_tls: bool,
    /// The domain that is named to TLS.
    pub server_name: Option<String>,
    /// The address that a certificate names.
    pub certificate: Option<String>,
    /// The mechanisms, if they are not the usual ones.
    pub mechanisms: Option<Vec<Mechanism>>,
    /// The condition with which accounts are refused.
    pub accounts: Option<String>,
    /// The condition with which binding is refused.
    pub bind: Option<String>,
    /// Whether sessions are offered.
    pub sessions: bool,
    /// Whether streams can be managed.
    pub management: bool,
    /// Whether clients can say that nobody looks at them.
    pub client_state: bool,
    /// Whether clients of the time before XMPP 1.0 can log in.
    pub legacy: bool,
    /// Whether a client uses the extensible profile where it can.
    pub extensible: bool,
    /// Which installation of a client it is.
    pub agent: Option<String>,
    /// A token that the client was given.
    pub token: Option<String>,
    /// Whether the extensible profile of SASL is offered.
    pub sasl2: bool,
    /// The resource that a client asks for.
    pub resource: Option<String>,
    /// A feature of an extension.
    pub feature: Option<String>,
    /// When a silent peer is given up.
    pub silence: Option<Duration>,
    /// When white space is sent.
    pub keepalive: Option<Duration>,
}

/// One of the two who talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The client, whose lines begin with `C:`.
    Client,
    /// The server, whose lines begin with `S:`.
    Server,
    /// A component (XEP-0114), whose lines begin with `C:` like those of a client. Its domain is the first of `hosts`, its secret
    /// the password of the account.
    Component,
}

impl Role {
    /// The one of that name, as `role:` says it.
    pub(super) fn named(name: &str) -> Result<Self, String> {
        match name {
            "client" => Ok(Self::Client),
            "server" => Ok(Self::Server),
            "component" => Ok(Self::Component),
            _ => Err(format!("`{name}` is nobody's role")),
        }
    }

    /// The side whose lines it speaks.
    pub(super) const fn side(self) -> Self {
        match self {
            Self::Client | Self::Component => Self::Client,
            Self::Server => Self::Server,
        }
    }
}

/// An account that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The localpart.
    pub name: String,
    /// The password.
    pub password: String,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            role: Role::Server,
            hosts: vec!["im.example.com".to_owned()],
            gone: None,
            account: Account {
                name: "juliet".to_owned(),
                password: "r0m30myr0m30".to_owned(),
            },
            tls: TlsUse::Required,
            direct_tls: false,
            server_name: None,
            certificate: None,
            mechanisms: None,
            accounts: None,
            bind: None,
            sessions: true,
            management: false,
            client_state: false,
            legacy: false,
            extensible: true,
            agent: None,
            sasl2: false,
            token: None,
            resource: None,
            feature: None,
            silence: None,
            keepalive: None,
        }
    }
}

impl Setup {
    /// The domain that the conversation is about.
    pub fn domain(&self) -> &str {
        self.hosts.first().map_or("", String::as_str)
    }

    /// Takes a line `key=value`.
    pub(super) fn set(&mut self, line: &str) -> Result<(), String> {
        let (key, value) = line.split_once('=').ok_or("expected `key=value`")?;
        let owned = || Some(value.to_owned());
        match key {
            "hosts" => self.hosts = value.split(',').map(str::to_owned).collect(),
            "gone" => self.gone = owned(),
            "account" => {
                let (name, password) = value.split_once(':').ok_or("expected `name:password`")?;
                self.account = Account {
                    name: name.to_owned(),
                    password: password.to_owned(),
                };
            }
            "tls" => {
                self.tls = match value {
                    "required" => TlsUse::Required,
                    "optional" => TlsUse::Optional,
                    "unavailable" => TlsUse::Unavailable,
                    _ => return Err(format!("`{value}` is no use of TLS")),
                }
            }
            "transport" => self.direct_tls = value == "tls",
            "sni" => self.server_name = owned(),
            "certificate" => self.certificate = owned(),
            "mechanisms" => {
                let mechanisms = value
                    .split(',')
                    .map(|name| name.parse::<Mechanism>().map_err(|error| error.to_string()));
                self.mechanisms = Some(mechanisms.collect::<Result<_, _>>()?);
            }
            "accounts" => self.accounts = owned(),
            "bind" => self.bind = owned(),
            "sessions" => self.sessions = value != "no",
            "management" => self.management = value == "yes",
            "legacy" => self.legacy = value == "yes",
            "client-state" => self.client_state = value == "yes",
            "profile" => self.extensible = value != "classic",
            "agent" => self.agent = owned(),
            "token" => self.token = owned(),
            "sasl2" => self.sasl2 = value == "yes",
            "resource" => self.resource = owned(),
            "feature" => self.feature = owned(),
            "silence" => self.silence = Some(duration(value)?),
            "keepalive" => self.keepalive = Some(duration(value)?),
            _ => return Err(format!("`{key}` cannot be set")),
        }
        Ok(())
    }
}

/// Reads a number of seconds, as in `60s`.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let seconds = text
        .trim()
        .strip_suffix('s')
        .and_then(|seconds| seconds.parse().ok());
    seconds
        .map(Duration::from_secs)
        .ok_or_else(|| format!("`{text}` is no number of seconds"))
}
