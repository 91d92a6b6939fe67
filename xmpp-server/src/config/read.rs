//! The file, key by key.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use xmpp_core::BareJid;

use super::complaint::Located;
use super::section::{Complaints, Section};
use super::{CertificateFiles, Config, Domain, Limits, Listen};

/// Reads the text of a file in that directory: all that is right, or all that is wrong.
pub(super) fn read(text: &str, folder: &Path) -> Result<Config, Vec<Located>> {
    let mut complaints = Complaints::default();
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        complaints.add(error.span().unwrap_or(0..0), error.message());
    }
    if !complaints.0.is_empty() {
        return Err(complaints.0); // What the rest means is anyone's guess.
    }
    let config = whole(document.get_ref(), folder, &mut complaints);
    if complaints.0.is_empty() {
        Ok(config)
    } else {
        Err(complaints.0)
    }
}

fn whole(table: &DeTable<'_>, folder: &Path, complaints: &mut Complaints) -> Config {
    let mut file = Section::new("", table);
    let default = Config::new([]);
    let data = file
        .text("data", complaints)
        .map_or(default.data, |text| PathBuf::from(text.into_inner()));
    let config = Config {
        data: folder.join(data),
        domains: file
            .table("domain", complaints)
            .map(|table| domains(table, folder, complaints))
            .unwrap_or_default(),
        listen: file
            .table("listen", complaints)
            .map(|table| listen(table, complaints))
            .unwrap_or_default(),
        limits: file
            .table("limits", complaints)
            .map(|table| limits(table, complaints))
            .unwrap_or_default(),
        registration: file
            .flag("registration", complaints)
            .unwrap_or(default.registration),
        answer_strangers: file
            .flag("answer-strangers", complaints)
            .unwrap_or(default.answer_strangers),
        legacy_login: file
            .flag("legacy-login", complaints)
            .unwrap_or(default.legacy_login),
        error_codes: file
            .flag("error-codes", complaints)
            .unwrap_or(default.error_codes),
        administrators: file
            .texts("administrators", complaints)
            .map(|texts| administrators(&texts, complaints))
            .unwrap_or_default(),
    };
    file.finish(complaints);
    config
}

/// Accounts, each written as an address.
fn administrators(texts: &[Spanned<&str>], complaints: &mut Complaints) -> Vec<BareJid> {
    let mut accounts = Vec::new();
    for text in texts {
        match BareJid::new(text.get_ref()) {
            Ok(account) if account.local().is_some() => accounts.push(account),
            Ok(domain) => complaints.add(
                text.span(),
                format!("`{domain}` is a domain; an account is written `name@{domain}`"),
            ),
            Err(error) => {
                let message = format!("`{}` is no account: {error}", text.get_ref());
                complaints.add(text.span(), message);
            }
        }
    }
    accounts
}

/// `[domain."example.org"]`, in the order of the file.
fn domains(table: &DeTable<'_>, folder: &Path, complaints: &mut Complaints) -> Vec<Domain> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    let mut domains: Vec<Domain> = Vec::new();
    for (name, value) in entries {
        let domain = match domain_name(name.get_ref()) {
            Ok(domain) => domain,
            Err(message) => {
                complaints.add(name.span(), message);
                continue;
            }
        };
        if domains.iter().any(|known| known.name == domain) {
            complaints.add(name.span(), format!("`{domain}` is there twice"));
        }
        domains.extend(one_domain(domain, value, folder, complaints));
    }
    domains
}

/// A domain as an operator writes it.
pub(crate) fn domain_name(text: &str) -> Result<BareJid, String> {
    let name = BareJid::new(text).map_err(|error| format!("`{text}` is no domain: {error}"))?;
    match name.local() {
        Some(_) => Err(format!(
            "`{text}` is an account, not a domain; did you mean `{}`?",
            name.domain()
        )),
        None => Ok(name),
    }
}

/// What is said of one domain.
fn one_domain(
    name: BareJid,
    value: &Spanned<DeValue<'_>>,
    folder: &Path,
    complaints: &mut Complaints,
) -> Option<Domain> {
    let Some(table) = value.get_ref().as_table() else {
        complaints.add(
            value.span(),
            "a domain is a table: `[domain.\"example.org\"]`",
        );
        return None;
    };
    let mut section = Section::new("domain.…", table);
    let chain = section.text("certificate", complaints);
    let key = section.text("key", complaints);
    let authority = section.text("client-authority", complaints);
    let anonymous = section.flag("anonymous", complaints);
    section.finish(complaints);
    Some(Domain {
        name,
        certificate: certificate(chain, key, table, folder, complaints),
        client_authority: authority.map(|file| folder.join(file.into_inner())),
        anonymous: anonymous.unwrap_or_default(),
    })
}

fn certificate(
    chain: Option<Spanned<&str>>,
    key: Option<Spanned<&str>>,
    table: &DeTable<'_>,
    folder: &Path,
    complaints: &mut Complaints,
) -> Option<CertificateFiles> {
    match (chain, key) {
        (Some(chain), Some(key)) => Some(CertificateFiles {
            chain: folder.join(chain.into_inner()),
            key: folder.join(key.into_inner()),
        }),
        (Some(chain), None) if !table.contains_key("key") => {
            complaints.add(chain.span(), "the `key` of this certificate is missing");
            None
        }
        (None, Some(key)) if !table.contains_key("certificate") => {
            complaints.add(key.span(), "the `certificate` of this key is missing");
            None
        }
        _ => None,
    }
}

fn listen(table: &DeTable<'_>, complaints: &mut Complaints) -> Listen {
    let mut section = Section::new("listen", table);
    let default = Listen::default();
    let mut addresses = |key, default| match section.texts(key, complaints) {
        Some(texts) => texts
            .into_iter()
            .filter_map(|text| address(&text, complaints))
            .collect(),
        None => default,
    };
    let starttls = addresses("starttls", default.starttls);
    let direct_tls = addresses("direct-tls", default.direct_tls);
    let without_tls = match section.texts("without-tls", complaints) {
        Some(texts) => texts
            .into_iter()
            .filter_map(|text| own_address(&text, complaints))
            .collect(),
        None => default.without_tls,
    };
    section.finish(complaints);
    Listen {
        starttls,
        direct_tls,
        without_tls,
    }
}

/// An address that nobody outside this machine can connect to.
fn own_address(text: &Spanned<&str>, complaints: &mut Complaints) -> Option<SocketAddr> {
    let address = address(text, complaints)?;
    if !address.ip().is_loopback() {
        let message = format!(
            "`{address}` can be reached from elsewhere: without TLS, only this machine's own addresses can be listened on"
        );
        complaints.add(text.span(), message);
    }
    Some(address)
}

fn address(text: &Spanned<&str>, complaints: &mut Complaints) -> Option<SocketAddr> {
    let address = text.get_ref().parse().ok();
    if address.is_none() {
        let message = format!(
            "`{}` is no address with a port, such as `127.0.0.1:5222` or `[::1]:5222`",
            text.get_ref()
        );
        complaints.add(text.span(), message);
    }
    address
}

fn limits(table: &DeTable<'_>, complaints: &mut Complaints) -> Limits {
    const MANY: u64 = 1 << 40;
    let mut section = Section::new("limits", table);
    let default = Limits::default();
    let mut count = |key, least: u64, most: u64, default: usize| {
        let number = section.number(key, least..=most, complaints);
        number
            .and_then(|number| usize::try_from(number).ok())
            .unwrap_or(default)
    };
    let limits = Limits {
        stanza_size: count("stanza-size", 10_000, 16 << 20, default.stanza_size),
        connections: count("connections", 1, MANY, default.connections),
        handshakes: count("handshakes", 1, MANY, default.handshakes),
        resources: count("resources", 1, MANY, default.resources),
        mailbox_size: count("mailbox-size", 10_000, MANY, default.mailbox_size),
        offline_messages: count("offline-messages", 0, MANY, default.offline_messages),
        registrations: count("registrations", 1, MANY, default.registrations),
        contacts: count("contacts", 1, 100_000, default.contacts),
        login_seconds: default.login_seconds,
        resume_seconds: default.resume_seconds,
        token_days: default.token_days,
    };
    let login_seconds = section
        .number("login-seconds", 1..=3600, complaints)
        .unwrap_or(default.login_seconds);
    let resume_seconds = section
        .number("resume-seconds", 0..=86_400, complaints)
        .unwrap_or(default.resume_seconds);
    let token_days = section
        .number("token-days", 0..=3650, complaints)
        .unwrap_or(default.token_days);
    section.finish(complaints);
    Limits {
        login_seconds,
        resume_seconds,
        token_days,
        ..limits
    }
}
