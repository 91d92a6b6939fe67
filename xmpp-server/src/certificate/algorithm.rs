//! The hash function of a certificate's signature, which channels are bound with (RFC 5929 §4.1).

use sha2::{Digest as _, Sha224, Sha256, Sha384, Sha512};

/// The hash of the certificate for `tls-server-end-point`. `None` where the signature names no hash function, or one that is not
/// known.
pub(super) fn end_point(certificate: &[u8]) -> Option<Vec<u8>> {
    let hash = match signature_hash(certificate)? {
        Hash::Sha224 => Sha224::digest(certificate).to_vec(),
        // RFC 5929 §4.1: in place of those that are broken, too.
        Hash::Broken | Hash::Sha256 => Sha256::digest(certificate).to_vec(),
        Hash::Sha384 => Sha384::digest(certificate).to_vec(),
        Hash::Sha512 => Sha512::digest(certificate).to_vec(),
    };
    Some(hash)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hash {
    /// MD5 and SHA-1.
    Broken,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

/// `Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm SEQUENCE { OID, parameters }, .. }` (RFC 5280 §4.1).
fn signature_hash(certificate: &[u8]) -> Option<Hash> {
    let (certificate, _) = take(certificate, SEQUENCE)?;
    let (_, rest) = take(certificate, SEQUENCE)?;
    let (algorithm, _) = take(rest, SEQUENCE)?;
    let (identifier, parameters) = take(algorithm, OBJECT_IDENTIFIER)?;
    if identifier == RSA_PSS {
        return pss_hash(parameters);
    }
    let known = SIGNATURES.iter().find(|(known, _)| *known == identifier);
    known.map(|(_, hash)| *hash)
}

/// `RSASSA-PSS-params ::= SEQUENCE { [0] hashAlgorithm SEQUENCE { OID, .. } DEFAULT sha1, .. }` (RFC 4055 §3.1).
fn pss_hash(parameters: &[u8]) -> Option<Hash> {
    let (parameters, _) = take(parameters, SEQUENCE)?;
    let Some((hash, _)) = take(parameters, CONTEXT_0) else {
        return Some(Hash::Broken);
    };
    let (algorithm, _) = take(hash, SEQUENCE)?;
    let (identifier, _) = take(algorithm, OBJECT_IDENTIFIER)?;
    let known = HASHES.iter().find(|(known, _)| *known == identifier);
    known.map(|(_, hash)| *hash)
}

/// The content of the DER value that stands first, if it has this tag, and what follows it.
fn take(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (found, rest) = der.split_first()?;
    if *found != tag {
        return None;
    }
    let (first, rest) = rest.split_first()?;
    let (length, rest) = match *first {
        short @ 0..=0x7F => (usize::from(short), rest),
        long @ 0x81..=0x84 => {
            let (bytes, rest) = rest.split_at_checked(usize::from(long & 0x7F))?;
            let length = bytes
                .iter()
                .fold(0_u64, |length, byte| length << 8 | u64::from(*byte));
            (usize::try_from(length).ok()?, rest)
        }
        _ => return None,
    };
    rest.split_at_checked(length)
}

const SEQUENCE: u8 = 0x30;
const OBJECT_IDENTIFIER: u8 = 0x06;
const CONTEXT_0: u8 = 0xA0;

/// 1.2.840.113549.1.1.10
const RSA_PSS: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0A";

/// RFC 3279 §2.2, RFC 4055 §5, RFC 5758 §3.
const SIGNATURES: [(&[u8], Hash); 11] = [
    (b"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x04", Hash::Broken), // md5WithRSAEncryption
    (b"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x05", Hash::Broken), // sha1WithRSAEncryption
    (b"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0E", Hash::Sha224),
    (b"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0B", Hash::Sha256),
    (b"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0C", Hash::Sha384),
    (b"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0D", Hash::Sha512),
    (b"\x2A\x86\x48\xCE\x3D\x04\x01", Hash::Broken), // ecdsa-with-SHA1
    (b"\x2A\x86\x48\xCE\x3D\x04\x03\x01", Hash::Sha224),
    (b"\x2A\x86\x48\xCE\x3D\x04\x03\x02", Hash::Sha256),
    (b"\x2A\x86\x48\xCE\x3D\x04\x03\x03", Hash::Sha384),
    (b"\x2A\x86\x48\xCE\x3D\x04\x03\x04", Hash::Sha512),
];

/// RFC 4055 §2.1.
const HASHES: [(&[u8], Hash); 5] = [
    (b"\x2B\x0E\x03\x02\x1A", Hash::Broken), // SHA-1
    (b"\x60\x86\x48\x01\x65\x03\x04\x02\x04", Hash::Sha224),
    (b"\x60\x86\x48\x01\x65\x03\x04\x02\x01", Hash::Sha256),
    (b"\x60\x86\x48\x01\x65\x03\x04\x02\x02", Hash::Sha384),
    (b"\x60\x86\x48\x01\x65\x03\x04\x02\x03", Hash::Sha512),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// A certificate that is nothing but its signature algorithm.
    fn certificate(algorithm: &[u8]) -> Vec<u8> {
        der(
            SEQUENCE,
            &[
                &der(SEQUENCE, &[&[0; 200]]),
                &der(SEQUENCE, &[algorithm]),
                b"\x03\x01\x00",
            ],
        )
    }

    fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
        let content = parts.concat();
        let mut der = vec![tag];
        match u8::try_from(content.len()) {
            Ok(short @ 0..=0x7F) => der.push(short),
            Ok(long) => der.extend([0x81, long]),
            Err(_) => der.extend([0x82, (content.len() >> 8) as u8, content.len() as u8]),
        }
        der.extend(content);
        der
    }

    fn identifier(content: &[u8]) -> Vec<u8> {
        der(OBJECT_IDENTIFIER, &[content])
    }

    /// RFC 5929 §4.1.
    #[test]
    fn the_hash_is_that_of_the_signature() {
        for (known, hash) in SIGNATURES {
            let certificate = certificate(&identifier(known));
            let length = match hash {
                Hash::Sha224 => 28,
                Hash::Broken | Hash::Sha256 => 32,
                Hash::Sha384 => 48,
                Hash::Sha512 => 64,
            };
            assert_eq!(end_point(&certificate).unwrap().len(), length);
        }
    }

    /// RFC 4055 §3.1: the parameters of RSASSA-PSS name the hash function, SHA-1 where they do not.
    #[test]
    fn parameters_of_rsa_pss() {
        let pss = |parameters: &[u8]| {
            signature_hash(&certificate(
                &[identifier(RSA_PSS), der(SEQUENCE, &[parameters])].concat(),
            ))
        };
        for (known, hash) in HASHES {
            let named = der(
                CONTEXT_0,
                &[&der(SEQUENCE, &[&identifier(known), b"\x05\x00"])],
            );
            assert_eq!(pss(&named), Some(hash));
        }
        assert_eq!(pss(b""), Some(Hash::Broken));
        assert_eq!(
            pss(&der(CONTEXT_0, &[&der(SEQUENCE, &[&identifier(b"\x2B")])])),
            None
        );
    }

    /// Ed25519 names none (RFC 8410 §3), and what is no certificate neither; nothing panics.
    #[test]
    fn certificates_without_a_hash() {
        let ed25519 = certificate(&identifier(b"\x2B\x65\x70"));
        assert_eq!(end_point(&ed25519), None);
        let whole = certificate(&identifier(SIGNATURES[3].0));
        for cut in 0..whole.len() {
            assert_eq!(signature_hash(&whole[..cut]), None);
        }
        for length in [
            b"\x30\x80".as_slice(),
            b"\x30\x85\x01\x01\x01\x01\x01",
            b"\x30\x84\xFF\xFF\xFF\xFF",
            b"\x30\x81",
        ] {
            assert_eq!(signature_hash(length), None);
        }
    }
}
