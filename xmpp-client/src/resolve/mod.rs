//! Where the server of a domain listens (RFC 6120 §3.2, XEP-0368).

mod order;

use std::net::IpAddr;

use hickory_resolver::TokioResolver;
use hickory_resolver::proto::rr::RData;
use hickory_resolver::proto::rr::rdata::SRV;

use crate::address::Address;
use order::Found;

/// The port of client connections that begin without TLS (RFC 6120 §14.7).
const PORT: u16 = 5222;
/// The port that servers use for connections that begin with TLS.
const DIRECT_TLS_PORT: u16 = 5223;

/// A place to connect to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(crate) host: String,
    pub(crate) port: u16,
    /// Whether TLS comes first (XEP-0368), instead of after STARTTLS.
    pub(crate) direct_tls: bool,
}

impl Endpoint {
    /// The place that the caller has named: it is not looked up (RFC 6120 §3.2.3).
    pub(crate) fn named(address: &Address, direct_tls: bool) -> Self {
        let usual = if direct_tls { DIRECT_TLS_PORT } else { PORT };
        Self {
            host: address.host.clone(),
            port: address.port.unwrap_or(usual),
            direct_tls,
        }
    }
}

impl std::fmt::Display for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let address = Address {
            host: self.host.clone(),
            port: Some(self.port),
        };
        address.fmt(f)
    }
}

/// Why the server of a domain was not found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResolveError {
    /// The domain says that it has no server for clients (RFC 6120 §3.2.1 step 3).
    #[error("{0} offers no service to clients")]
    NoService(String),
    /// The domain is no name that DNS knows how to ask for.
    #[error("{0} is no name that can be looked up")]
    Name(String),
}

/// The places where the server of a domain may listen, in the order in which they are to be tried.
///
/// Where there is no answer, or none with records, it is the domain itself (RFC 6120 §3.2.2).
pub(crate) async fn endpoints(domain: &str) -> Result<Vec<Endpoint>, ResolveError> {
    let host = ascii(domain).ok_or_else(|| ResolveError::Name(domain.to_owned()))?;
    let fallback = Endpoint {
        host: host.clone(),
        port: PORT,
        direct_tls: false,
    };
    if host.parse::<IpAddr>().is_ok() || host == "localhost" || host.ends_with(".localhost") {
        return Ok(vec![fallback]);
    }
    let resolver = match TokioResolver::builder_tokio().and_then(|builder| builder.build()) {
        Ok(resolver) => resolver,
        Err(error) => {
            tracing::warn!(%error, "no resolver: SRV records are not looked up");
            return Ok(vec![fallback]);
        }
    };
    match ask(&resolver, &host).await {
        Found::Endpoints(endpoints) => Ok(endpoints),
        Found::Nothing => Ok(vec![fallback]),
        Found::NoService => Err(ResolveError::NoService(domain.to_owned())),
    }
}

/// A domain in the form that DNS and TLS use; IPv6 addresses lose their brackets.
pub(crate) fn ascii(domain: &str) -> Option<String> {
    let address = domain.trim_start_matches('[').trim_end_matches(']');
    if address.parse::<IpAddr>().is_ok() {
        return Some(address.to_owned());
    }
    idna::domain_to_ascii(domain)
        .ok()
        .filter(|host| !host.is_empty())
}

/// What the records of both services come to.
async fn ask(resolver: &TokioResolver, host: &str) -> Found {
    let (starttls, direct) = tokio::join!(
        records(resolver, "_xmpp-client._tcp", host),
        records(resolver, "_xmpps-client._tcp", host),
    );
    order::combine(starttls, direct, random)
}

/// The records of one service; none if there was no answer.
async fn records(resolver: &TokioResolver, service: &str, host: &str) -> Vec<SRV> {
    // The dot at the end keeps search domains out of it.
    let lookup = match resolver.srv_lookup(format!("{service}.{host}.")).await {
        Ok(lookup) => lookup,
        Err(error) => {
            tracing::debug!(%error, service, host, "no SRV records");
            return Vec::new();
        }
    };
    let answers = lookup.answers().iter();
    answers
        .filter_map(|record| match &record.data {
            RData::SRV(record) => Some(record.clone()),
            _ => None,
        })
        .collect()
}

fn random() -> u32 {
    getrandom::u32().unwrap_or_default() // without randomness the order is still a valid one
}

#[cfg(test)]
mod tests;
