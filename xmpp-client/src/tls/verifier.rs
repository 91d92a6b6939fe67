//! Checking the server's certificate.

use std::sync::{Arc, OnceLock};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::{
    CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature,
};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use super::{CertificateProblem, Fingerprint, TlsError};

/// What is asked of a certificate.
#[derive(Debug)]
pub(super) enum Check {
    /// A chain to an authority, the domain's name, the dates. An authority may itself be the server: then the name is asked
    /// for.
    Chain {
        verifier: Arc<WebPkiServerVerifier>,
        own: Vec<Fingerprint>,
    },
    /// To be one of these.
    Pinned(Vec<Fingerprint>),
}

impl Check {
    pub(super) fn authorities(
        roots: RootCertStore,
        own: Vec<Fingerprint>,
        provider: &Arc<CryptoProvider>,
    ) -> Result<Self, TlsError> {
        let builder =
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider));
        // The builder fails without authorities only.
        let verifier = builder.build().map_err(|_| TlsError::NoAuthorities)?;
        Ok(Self::Chain { verifier, own })
    }
}

/// Checks the server's certificate, and remembers the one that it refused.
#[derive(Debug)]
pub(super) struct Verifier {
    check: Check,
    algorithms: WebPkiSupportedAlgorithms,
    refused: OnceLock<Fingerprint>,
}

impl Verifier {
    pub(super) fn new(check: Check, provider: &CryptoProvider) -> Self {
        Self {
            check,
            algorithms: provider.signature_verification_algorithms,
            refused: OnceLock::new(),
        }
    }

    /// The certificate that was refused.
    pub(super) fn refused(&self) -> Option<Fingerprint> {
        self.refused.get().copied()
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let fingerprint = Fingerprint::of_certificate(end_entity);
        let verdict = match &self.check {
            // A self-signed certificate that is marked as an authority's is no server's by the rules of chains.
            Check::Chain { own, .. } if own.contains(&fingerprint) => {
                ParsedCertificate::try_from(end_entity)
                    .and_then(|parsed| verify_server_name(&parsed, server_name))
                    .map(|()| ServerCertVerified::assertion())
            }
            Check::Chain { verifier, .. } => verifier.verify_server_cert(
                end_entity,
                intermediates,
                server_name,
                ocsp_response,
                now,
            ),
            Check::Pinned(pinned) if pinned.contains(&fingerprint) => {
                Ok(ServerCertVerified::assertion())
            }
            Check::Pinned(_) => Err(CertificateError::ApplicationVerificationFailure.into()),
        };
        verdict.inspect_err(|_| {
            self.refused.get_or_init(|| fingerprint);
        })
    }

    // A certificate is public: only who signs with its key is the server.
    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// What is wrong with a certificate, in the terms of this crate.
pub(super) fn problem(domain: &str, reason: &CertificateError) -> CertificateProblem {
    match reason {
        // A signature that does not fit: an authority of that name is trusted, and it is another one.
        CertificateError::UnknownIssuer
        | CertificateError::BadSignature
        | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => {
            CertificateProblem::UnknownIssuer
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            CertificateProblem::WrongName(domain.to_owned())
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            CertificateProblem::Expired
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            CertificateProblem::NotValidYet
        }
        CertificateError::ApplicationVerificationFailure => CertificateProblem::NotPinned,
        // Self-signed, and marked as an authority's: so openssl makes them. The type of the reason is not public.
        CertificateError::Other(reason) if reason.to_string() == "CaUsedAsEndEntity" => {
            CertificateProblem::UnknownIssuer
        }
        other => CertificateProblem::Other(other.to_string()),
    }
}
