//! Clients that show a certificate: who has vouched for it, and whom it names (RFC 6120 §13.7.2.2, XEP-0178).

use std::path::Path;
use std::sync::Arc;

use rustls::RootCertStore;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use x509_parser::asn1_rs::{Error, FromDer as _, Oid, TaggedExplicit, Utf8String, oid};
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::X509Certificate;
use xmpp_core::BareJid;
use xmpp_core::sasl::SaslCondition;

use super::TlsError;
use crate::certificate::CertificateError;

/// `id-on-xmppAddr` (RFC 6120 §13.7.1.4).
const XMPP_ADDRESS: Oid<'static> = oid!(1.3.6.1.5.5.7.8.5);

/// Who vouches for the clients of a domain.
#[derive(Debug)]
pub(super) struct Clients {
    roots: RootCertStore,
    verifier: Arc<dyn ClientCertVerifier>,
}

impl Clients {
    /// The authorities in a PEM file.
    pub(super) fn load(file: &Path) -> Result<Self, TlsError> {
        let unusable = |detail: String| CertificateError::Pem {
            path: file.to_owned(),
            detail,
        };
        let certificates = CertificateDer::pem_file_iter(file)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| unusable(error.to_string()))?;
        let mut roots = RootCertStore::empty();
        for certificate in certificates {
            roots
                .add(certificate)
                .map_err(|error| unusable(error.to_string()))?;
        }
        if roots.is_empty() {
            return Err(CertificateError::NoCertificate(file.to_owned()).into());
        }
        let verifier = verifier(roots.clone()).map_err(|error| unusable(error.to_string()))?;
        Ok(Self { roots, verifier })
    }

    /// The accounts that a certificate names, if these authorities vouch for it now.
    pub(super) fn accounts(&self, chain: &[CertificateDer<'_>]) -> Vec<BareJid> {
        let Some((certificate, others)) = chain.split_first() else {
            return Vec::new();
        };
        let now = UnixTime::now();
        match self.verifier.verify_client_cert(certificate, others, now) {
            Ok(_) => addresses(certificate),
            Err(_) => Vec::new(),
        }
    }
}

/// For a port whose clients name their domain while they show their certificate: what any of the domains' authorities vouches
/// for. Which of them it was is looked at when the domain is known.
pub(super) fn any<'c>(
    clients: impl Iterator<Item = &'c Clients>,
) -> Result<Option<Arc<dyn ClientCertVerifier>>, TlsError> {
    let mut roots = RootCertStore::empty();
    for clients in clients {
        roots.roots.extend(clients.roots.roots.iter().cloned());
    }
    if roots.is_empty() {
        return Ok(None);
    }
    let unusable = |error: rustls::server::VerifierBuilderError| {
        TlsError::Unusable(rustls::Error::General(error.to_string()))
    };
    verifier(roots).map(Some).map_err(unusable)
}

impl Clients {
    pub(super) fn verifier(&self) -> Arc<dyn ClientCertVerifier> {
        Arc::clone(&self.verifier)
    }
}

/// Clients may show a certificate, and need not. One that nobody vouches for ends the handshake.
fn verifier(
    roots: RootCertStore,
) -> Result<Arc<dyn ClientCertVerifier>, rustls::server::VerifierBuilderError> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    WebPkiClientVerifier::builder_with_provider(roots.into(), provider)
        .allow_unauthenticated()
        .build()
}

/// The accounts that a certificate names as such. Whatever else it says, the text of its subject above all, names nobody
/// (RFC 6120 §13.7.1.4).
fn addresses(certificate: &[u8]) -> Vec<BareJid> {
    let Ok((_, certificate)) = X509Certificate::from_der(certificate) else {
        return Vec::new();
    };
    let names = certificate.subject_alternative_name().ok().flatten();
    let names = names.map(|extension| &extension.value.general_names);
    let mut addresses = Vec::new();
    for name in names.into_iter().flatten() {
        let address = match name {
            GeneralName::OtherName(kind, value) if *kind == XMPP_ADDRESS => address(value),
            _ => None,
        };
        addresses.extend(address);
    }
    addresses
}

/// `[0] EXPLICIT UTF8String`: an account, and no resource of it.
fn address(value: &[u8]) -> Option<BareJid> {
    let (rest, text) = TaggedExplicit::<Utf8String<'_>, Error, 0>::from_der(value).ok()?;
    let address = BareJid::new(&text.into_inner().string()).ok()?;
    (rest.is_empty() && address.local().is_some()).then_some(address)
}

/// Which of the accounts that a certificate names a client is: the one that it asks for, or the only one of the domain
/// (XEP-0178 §2).
///
/// # Errors
/// `not-authorized` if it names none of the domain, `invalid-authzid` if it does not name the one that is asked for, or if it names
/// several and none is asked for.
pub fn choose(
    accounts: &[BareJid],
    domain: &BareJid,
    authzid: Option<&str>,
) -> Result<BareJid, SaslCondition> {
    let own = |account: &&BareJid| account.domain() == domain.domain();
    let mut own = accounts.iter().filter(own);
    let Some(first) = own.next() else {
        return Err(SaslCondition::NotAuthorized);
    };
    let others: Vec<_> = own.filter(|other| *other != first).collect();
    let chosen = match authzid {
        None if others.is_empty() => Some(first),
        None => None,
        Some(authzid) => {
            let asked = BareJid::new(authzid).ok();
            let is_asked = |account: &&BareJid| asked.as_ref() == Some(*account);
            std::iter::once(first).chain(others).find(is_asked)
        }
    };
    chosen.cloned().ok_or(SaslCondition::InvalidAuthzid)
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, DnType, KeyPair, OtherNameValue, SanType, string::Ia5String};
    use xmpp_core::BareJid;
    use xmpp_core::sasl::SaslCondition;

    use super::{addresses, choose};

    const XMPP: [u64; 9] = [1, 3, 6, 1, 5, 5, 7, 8, 5];

    fn jid(text: &str) -> BareJid {
        text.parse().unwrap()
    }

    fn named(kind: &[u64], text: &str) -> SanType {
        let value = OtherNameValue::Utf8String(text.to_owned());
        SanType::OtherName((kind.to_vec(), value))
    }

    fn certificate(names: Vec<SanType>) -> Vec<u8> {
        let mut parameters = CertificateParams::default();
        parameters.distinguished_name.push(
            DnType::CommonName,
            "CN=romeo@localhost,xmppAddr=romeo@localhost",
        );
        parameters.subject_alt_names = names;
        let key = KeyPair::generate().unwrap();
        parameters.self_signed(&key).unwrap().der().to_vec()
    }

    /// RFC 6120 §13.7.1.4, attack B06: an account is named as one, and never by the text of another name.
    #[test]
    fn only_what_is_an_address_names_an_account() {
        let mail = SanType::Rfc822Name(Ia5String::try_from("romeo@localhost").unwrap());
        let names = vec![
            mail,
            named(&[1, 3, 6, 1, 5, 5, 7, 8, 7], "romeo@localhost"),
            named(&XMPP, "localhost"),
            named(&XMPP, "romeo@localhost/orchard"),
            named(&XMPP, "romeo@localhost\0.example.com"),
            named(&XMPP, "Juliet@localhost"),
        ];
        assert_eq!(addresses(&certificate(names)), [jid("juliet@localhost")]);
        assert!(addresses(&certificate(Vec::new())).is_empty());
        assert!(addresses(b"no certificate").is_empty());
    }

    /// XEP-0178 §2
    #[test]
    fn a_client_is_whom_its_certificate_names() {
        let domain = jid("localhost");
        let one = [jid("juliet@localhost"), jid("juliet@example.com")];
        let two = [jid("juliet@localhost"), jid("romeo@localhost")];
        let (unknown, invalid) = (SaslCondition::NotAuthorized, SaslCondition::InvalidAuthzid);
        assert_eq!(choose(&[], &domain, None), Err(unknown));
        assert_eq!(
            choose(&one[1..], &domain, Some("juliet@example.com")),
            Err(unknown)
        );
        assert_eq!(choose(&one, &domain, None), Ok(jid("juliet@localhost")));
        assert_eq!(choose(&one, &domain, Some("romeo@localhost")), Err(invalid));
        assert_eq!(choose(&two, &domain, None), Err(invalid));
        assert_eq!(
            choose(&two, &domain, Some("Romeo@localhost")),
            Ok(jid("romeo@localhost"))
        );
    }
}
