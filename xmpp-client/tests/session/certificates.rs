//! Whose certificates are believed (RFC 6120 §13.7).

use crate::server::{Certificate, Options, meet, romeo};
use xmpp_client::{CertificateProblem, Client, ConnectError, Fingerprint, TlsError, Trust};
use xmpp_core::sasl::Mechanism;

async fn connect(trust: Trust, certificate: &Certificate) -> Result<Client, ConnectError> {
    meet_tls(trust, certificate).await
}

async fn meet_tls(trust: Trust, certificate: &Certificate) -> Result<Client, ConnectError> {
    let options = Options {
        mechanisms: vec![Mechanism::Plain],
        ..Options::starttls(certificate)
    };
    meet(romeo().tls(trust), options).await.0
}

fn problem(result: Result<Client, ConnectError>) -> (CertificateProblem, Fingerprint) {
    match result.unwrap_err() {
        ConnectError::Tls(TlsError::Certificate {
            problem,
            fingerprint,
        }) => (problem, fingerprint),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_pinned_certificate_is_believed_whatever_its_name() {
    let certificate = Certificate::of("somewhere.example");
    connect(Trust::fingerprint(certificate.fingerprint), &certificate)
        .await
        .unwrap();
}

#[tokio::test]
async fn another_certificate_than_the_pinned_one_is_refused() {
    let (certificate, other) = (
        Certificate::of("example.net"),
        Certificate::of("example.net"),
    );
    let (problem, fingerprint) =
        problem(connect(Trust::fingerprint(other.fingerprint), &certificate).await);
    assert_eq!(problem, CertificateProblem::NotPinned);
    assert_eq!(fingerprint, certificate.fingerprint);
}

#[tokio::test]
async fn an_authority_of_a_file_is_believed() {
    let certificate = Certificate::of("example.net");
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &certificate.pem).unwrap();
    connect(Trust::authorities(file.path()), &certificate)
        .await
        .unwrap();
}

/// RFC 6120 §13.7.2: the certificate is for the domain of the account.
#[tokio::test]
async fn a_certificate_for_another_domain_is_refused() {
    let certificate = Certificate::of("example.org");
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &certificate.pem).unwrap();
    let (problem, _) = problem(connect(Trust::authorities(file.path()), &certificate).await);
    assert_eq!(
        problem,
        CertificateProblem::WrongName("example.net".to_owned())
    );
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority_is_refused() {
    let (certificate, other) = (
        Certificate::of("example.net"),
        Certificate::of("ca.example"),
    );
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &other.pem).unwrap();
    let (problem, fingerprint) =
        problem(connect(Trust::authorities(file.path()), &certificate).await);
    assert_eq!(problem, CertificateProblem::UnknownIssuer);
    assert_eq!(fingerprint, certificate.fingerprint);
}

#[tokio::test]
async fn a_file_without_certificates_is_told() {
    let certificate = Certificate::of("example.net");
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = connect(Trust::authorities(file.path()), &certificate)
        .await
        .unwrap_err();
    assert!(
        matches!(error, ConnectError::Tls(TlsError::Authorities { .. })),
        "{error:?}"
    );
    let error = connect(Trust::authorities("no/such/file.pem"), &certificate)
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("no certificates to trust in no/such/file.pem: "),
        "{error}"
    );
}

/// `openssl req -x509` marks what it makes as an authority's.
#[tokio::test]
async fn a_self_signed_authority_is_believed_where_it_is_the_server() {
    let certificate = Certificate::of_authority("example.net");
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &certificate.pem).unwrap();
    connect(Trust::authorities(file.path()), &certificate)
        .await
        .unwrap();
    let other = Certificate::of_authority("example.org");
    std::fs::write(file.path(), &other.pem).unwrap();
    let (problem, _) = problem(connect(Trust::authorities(file.path()), &other).await);
    assert_eq!(
        problem,
        CertificateProblem::WrongName("example.net".to_owned())
    );
}

#[tokio::test]
async fn a_self_signed_authority_of_nobody_is_refused() {
    let (certificate, other) = (
        Certificate::of_authority("example.net"),
        Certificate::of("ca.example"),
    );
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &other.pem).unwrap();
    let (problem, _) = problem(connect(Trust::authorities(file.path()), &certificate).await);
    assert_eq!(problem, CertificateProblem::UnknownIssuer);
}

/// RFC 7590 §3.6: people can look at the certificate, and at what else protects the session.
#[tokio::test]
async fn a_client_shows_what_protects_it() {
    let certificate = Certificate::of("example.net");
    let trust = Trust::fingerprint(certificate.fingerprint);
    let client = connect(trust, &certificate).await.unwrap();
    let security = client.security().unwrap();
    assert_eq!(security.fingerprint(), Some(certificate.fingerprint));
    assert_eq!(security.certificates.len(), 1);
    assert_eq!(security.version, "TLSv1_3");
    assert!(security.cipher_suite.starts_with("TLS13_"), "{security:?}");
}
