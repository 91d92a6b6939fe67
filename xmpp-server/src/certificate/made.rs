//! Certificates that the server makes for itself.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::net::IpAddr;
use std::path::Path;
use std::time::{Duration, SystemTime};

use rcgen::string::Ia5String;
use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose, OtherNameValue, SanType,
};
use xmpp_core::BareJid;

use super::{CertificateError, ascii};
use crate::config::CertificateFiles;

/// How long it is good for: until it is replaced by one that others trust.
const VALIDITY: Duration = Duration::from_secs(10 * 365 * 86_400);

/// Clocks differ.
const DAY: Duration = Duration::from_secs(86_400);

/// `id-on-xmppAddr` (RFC 6120 §13.7.1.4).
const XMPP_ADDRESS: [u64; 9] = [1, 3, 6, 1, 5, 5, 7, 8, 5];

/// Makes a certificate that signs itself, and a key for it that nobody else can read.
pub(super) fn make(domain: &BareJid, files: &CertificateFiles) -> Result<(), CertificateError> {
    let failed = |error: rcgen::Error| CertificateError::NotMade {
        domain: domain.to_string(),
        detail: error.to_string(),
    };
    let key = KeyPair::generate().map_err(failed)?;
    let certificate = parameters(domain)
        .and_then(|parameters| parameters.self_signed(&key))
        .map_err(failed)?;
    // Without its certificate, the key is made anew: so it comes first.
    write(&files.key, &key.serialize_pem(), 0o600)?;
    write(&files.chain, &certificate.pem(), 0o644)
}

fn parameters(domain: &BareJid) -> Result<CertificateParams, rcgen::Error> {
    let mut parameters = CertificateParams::default();
    let now = SystemTime::now();
    parameters.not_before = (now - DAY).into();
    parameters.not_after = (now + VALIDITY).into();
    parameters.distinguished_name = DistinguishedName::new();
    parameters
        .distinguished_name
        .push(DnType::CommonName, domain.as_str());
    parameters.subject_alt_names = names(domain)?;
    parameters.is_ca = IsCa::ExplicitNoCa;
    parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    parameters.extended_key_usages = vec![
        ExtendedKeyUsagePurpose::ServerAuth,
        ExtendedKeyUsagePurpose::ClientAuth,
    ];
    Ok(parameters)
}

/// The names that clients look for (RFC 6120 §13.7.1.2).
fn names(domain: &BareJid) -> Result<Vec<SanType>, rcgen::Error> {
    let name = domain.domain();
    let main = match name.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(address) => SanType::IpAddress(address),
        Err(_) => SanType::DnsName(Ia5String::try_from(ascii(name).into_owned())?),
    };
    let address = OtherNameValue::Utf8String(name.to_owned());
    Ok(vec![
        main,
        SanType::OtherName((XMPP_ADDRESS.into(), address)),
    ])
}

/// Writes a file whole or not at all.
fn write(path: &Path, text: &str, mode: u32) -> Result<(), CertificateError> {
    let fresh = path.with_added_extension("new");
    let written = write_new(&fresh, text, mode).and_then(|()| fs::rename(&fresh, path));
    written.map_err(|error| CertificateError::unwritable(path, &error))
}

fn write_new(path: &Path, text: &str, mode: u32) -> io::Result<()> {
    if let Err(error) = fs::remove_file(path)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(error);
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
