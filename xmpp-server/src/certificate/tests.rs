use std::fs;

use super::*;

fn domain(name: &str) -> Domain {
    Domain::new(name.parse().unwrap())
}

fn files(folder: &Path, name: &str) -> CertificateFiles {
    CertificateFiles {
        chain: folder.join(format!("{name}.pem")),
        key: folder.join(format!("{name}.key")),
    }
}

#[test]
fn a_certificate_is_made_once() {
    let folder = tempfile::tempdir().unwrap();
    let first = Certificate::of(&domain("example.org"), folder.path()).unwrap();
    let second = Certificate::of(&domain("example.org"), folder.path()).unwrap();
    let other = Certificate::of(&domain("example.net"), folder.path()).unwrap();
    assert_eq!(first.fingerprint(), second.fingerprint());
    assert_ne!(first.fingerprint(), other.fingerprint());
    assert!(
        first.is_own()
            && !Certificate::load(&files(folder.path(), "example.org"))
                .unwrap()
                .is_own()
    );

    let shown = first.fingerprint().to_string();
    assert_eq!(shown.len(), 32 * 3 - 1);
    assert!(
        shown
            .split(':')
            .all(|byte| u8::from_str_radix(byte, 16).is_ok())
    );
    // P-256 with SHA-256: the hash is that of the fingerprint.
    assert_eq!(first.end_point().unwrap().data(), first.fingerprint().0);
}

/// RFC 6120 §13.7.2: names, addresses and domains beyond ASCII.
#[test]
fn it_is_for_its_domain() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "example.org",
        "localhost",
        "bücher.example",
        "192.0.2.7",
        "[2001:db8::7]",
    ] {
        let certificate = Certificate::of(&domain(name), folder.path()).unwrap();
        assert!(certificate.is_for(&domain(name).name), "{name}");
        assert!(!certificate.is_for(&domain("other.example").name), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_the_key() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    Certificate::of(&domain("example.org"), folder.path()).unwrap();
    let mode = fs::metadata(files(folder.path(), "example.org").key)
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        2,
        "nothing else is left behind"
    );
}

/// A crash between the two files leaves a key alone, and the next start makes both anew.
#[test]
fn a_key_without_its_certificate_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let first = Certificate::of(&domain("example.org"), folder.path()).unwrap();
    fs::remove_file(files(folder.path(), "example.org").chain).unwrap();
    fs::write(folder.path().join("example.org.key.new"), "half a key").unwrap();
    let second = Certificate::of(&domain("example.org"), folder.path()).unwrap();
    assert_ne!(first.fingerprint(), second.fingerprint());
}

#[test]
fn files_that_cannot_be_used() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    for name in ["a.example", "b.example"] {
        Certificate::of(&domain(name), folder.path()).unwrap();
    }
    fs::write(path("empty"), "").unwrap();
    fs::write(
        path("damaged"),
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    )
    .unwrap();
    fs::write(path("cut"), "-----BEGIN CERTIFICATE-----\nAAAA").unwrap();
    let load = |chain: &str, key: &str| {
        Certificate::load(&CertificateFiles {
            chain: path(chain),
            key: path(key),
        })
        .unwrap_err()
    };

    let error = load("a.example.pem", "b.example.key");
    assert_eq!(
        error,
        CertificateError::Mismatch {
            chain: path("a.example.pem"),
            key: path("b.example.key")
        }
    );
    assert_eq!(
        load("empty", "a.example.key"),
        CertificateError::NoCertificate(path("empty"))
    );
    assert_eq!(
        load("a.example.key", "a.example.key"),
        CertificateError::NoCertificate(path("a.example.key"))
    );
    assert_eq!(
        load("a.example.pem", "empty"),
        CertificateError::NoKey(path("empty"))
    );
    assert_eq!(
        load("a.example.pem", "a.example.pem"),
        CertificateError::NoKey(path("a.example.pem"))
    );
    assert!(
        matches!(load("missing", "a.example.key"), CertificateError::Unreadable { path: found, .. } if found == path("missing"))
    );
    for damaged in ["damaged", "cut"] {
        let error = load(damaged, "a.example.key");
        assert!(
            matches!(&error, CertificateError::Pem { path: found, .. } if *found == path(damaged)),
            "{error}"
        );
    }
    let nowhere = Certificate::of(&domain("c.example"), &path("no/such/folder")).unwrap_err();
    assert!(
        matches!(nowhere, CertificateError::Unwritable { .. }),
        "{nowhere}"
    );
}
