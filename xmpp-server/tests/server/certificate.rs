//! Clients that log in with a certificate, or with nothing at all (RFC 6120 §6.3.4, XEP-0178, XEP-0175).

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, OtherNameValue, SanType,
};
use rustls::RootCertStore;
use rustls::pki_types::{PrivateKeyDer, ServerName};
use tokio_rustls::TlsConnector;
use xmpp_core::sasl::encoding::encode;
use xmpp_server::config::Config;
use xmpp_server::net::Port;

use crate::support::{Client, DOMAIN, Place};

type Authority = CertifiedIssuer<'static, KeyPair>;

/// Somebody who vouches for clients.
fn authority() -> Authority {
    let mut parameters = CertificateParams::default();
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(parameters, KeyPair::generate().unwrap()).unwrap()
}

/// A certificate that names these accounts, and whose subject is called like another one.
fn vouched(authority: &Authority, accounts: &[&str]) -> (rcgen::Certificate, KeyPair) {
    let mut parameters = CertificateParams::default();
    parameters
        .distinguished_name
        .push(DnType::CommonName, "romeo@localhost");
    parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    let name = |account: &&str| {
        let value = OtherNameValue::Utf8String((*account).to_owned());
        SanType::OtherName((vec![1, 3, 6, 1, 5, 5, 7, 8, 5], value))
    };
    parameters.subject_alt_names = accounts.iter().map(name).collect();
    let key = KeyPair::generate().unwrap();
    (parameters.signed_by(&key, authority).unwrap(), key)
}

/// A server that asks clients for certificates of that authority.
async fn place(authority: &Authority, accounts: &[&str]) -> (Place, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file: PathBuf = folder.path().join("clients.pem");
    std::fs::write(&file, authority.pem()).unwrap();
    let configure = move |config: &mut Config| config.domains[0].client_authority = Some(file);
    (Place::set_up(accounts, configure, |_| {}).await, folder)
}

/// A connection under TLS from the first byte, with a certificate.
async fn connect(
    place: &Place,
    (certificate, key): (rcgen::Certificate, KeyPair),
) -> std::io::Result<Client> {
    let mut roots = RootCertStore::empty();
    let shown = place.server().tls().certificate(DOMAIN).unwrap();
    roots.add(shown.key().cert[0].clone()).unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = rustls::ClientConfig::builder_with_provider(
        rustls::crypto::aws_lc_rs::default_provider().into(),
    )
    .with_safe_default_protocol_versions()
    .unwrap()
    .with_root_certificates(roots)
    .with_client_auth_cert(vec![certificate.der().clone()], key)
    .unwrap();
    let address = place.server().address(Port::DirectTls).unwrap();
    let tcp = tokio::net::TcpStream::connect(address).await?;
    let name = ServerName::try_from(DOMAIN).unwrap();
    let stream = TlsConnector::from(Arc::new(config))
        .connect(name, tcp)
        .await?;
    Ok(Client::over(stream))
}

/// Asks to be let in by the certificate, and gives the answer.
async fn external(client: &mut Client, authzid: &str) -> String {
    let data = match authzid {
        "" => "=".to_owned(),
        _ => encode(authzid.as_bytes()),
    };
    client
        .send(&format!(
            "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='EXTERNAL'>{data}</auth>"
        ))
        .await;
    client.receive().await
}

/// XEP-0178 §2: the certificate is enough, and it is good for the account that it names only.
#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_lets_its_account_in() {
    let authority = authority();
    let (place, _folder) = place(&authority, &["romeo", "juliet"]).await;
    let shown = vouched(&authority, &["juliet@localhost"]);
    let mut client = connect(&place, shown).await.unwrap();
    let features = client.open(DOMAIN).await;
    assert!(
        features.contains("<mechanism>EXTERNAL</mechanism>"),
        "{features}"
    );
    let refused = external(&mut client, "romeo@localhost").await;
    assert!(refused.contains("<invalid-authzid/>"), "{refused}");
    let success = external(&mut client, "").await;
    assert!(success.starts_with("<success"), "{success}");
    client.open(DOMAIN).await;
    client.bind("balcony").await;
    assert_eq!(client.jid, "juliet@localhost/balcony");
}

/// RFC 6120 §13.7.1.4, attack B06: the text of the subject names nobody, and neither does an account of another domain. EXTERNAL is
/// not offered to such a client, and not accepted.
#[tokio::test(flavor = "multi_thread")]
async fn the_text_of_a_name_lets_nobody_in() {
    let authority = authority();
    let (place, _folder) = place(&authority, &["romeo", "juliet"]).await;
    let mut client = connect(&place, vouched(&authority, &[])).await.unwrap();
    let features = client.open(DOMAIN).await;
    assert!(!features.contains("EXTERNAL"), "{features}");
    let refused = external(&mut client, "romeo@localhost").await;
    assert!(refused.contains("<invalid-mechanism/>"), "{refused}");
    let shown = vouched(&authority, &["romeo@example.com"]);
    let mut client = connect(&place, shown).await.unwrap();
    client.open(DOMAIN).await;
    let refused = external(&mut client, "romeo@localhost").await;
    assert!(refused.contains("<not-authorized/>"), "{refused}");
}

/// RFC 6120 §13.7.2.2: nobody else's certificate is believed, and one for an account that is not there lets nobody in.
#[tokio::test(flavor = "multi_thread")]
async fn only_the_authority_of_the_domain_vouches() {
    let (own, other) = (authority(), authority());
    let (place, _folder) = place(&own, &["juliet"]).await;
    let shown = vouched(&other, &["juliet@localhost"]);
    if let Ok(mut client) = connect(&place, shown).await {
        let opened = client.try_send("<stream:stream>").await;
        assert!(opened.is_err() || client.receive().await.is_empty());
    }
    let shown = vouched(&own, &["nobody@localhost"]);
    let mut client = connect(&place, shown).await.unwrap();
    client.open(DOMAIN).await;
    let refused = external(&mut client, "").await;
    assert!(refused.contains("<not-authorized/>"), "{refused}");
    // Without a certificate, all is as ever.
    let mut client = place.login("juliet", "balcony").await;
    assert_eq!(client.settle().await, Vec::<String>::new());
}

/// XEP-0175: where the domain permits it, and nothing is kept of a guest who has gone.
#[tokio::test(flavor = "multi_thread")]
async fn guests_come_and_go() {
    let permit = |config: &mut Config| config.domains[0].anonymous = true;
    let place = Place::set_up(&[], permit, |_| {}).await;
    let mut guest = place.secure(DOMAIN).await;
    let features = guest.open(DOMAIN).await;
    assert!(
        features.contains("<mechanism>ANONYMOUS</mechanism>"),
        "{features}"
    );
    guest
        .send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>")
        .await;
    assert!(guest.receive().await.starts_with("<success"));
    guest.open(DOMAIN).await;
    guest.bind("hall").await;
    guest
        .send("<iq type='set' id='r'><query xmlns='jabber:iq:roster'><item jid='juliet@example.com'/></query></iq>")
        .await;
    guest.settle().await;
    let stored = place.server().storage().stored_addresses();
    assert_eq!(
        stored.await.unwrap().len(),
        1,
        "as long as the guest is there"
    );
    guest.close().await;
    for _ in 0..100 {
        let stored = place.server().storage().stored_addresses();
        if stored.await.unwrap().is_empty() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("something is left of a guest");
}

/// XEP-0175: by default, nobody comes in without an account.
#[tokio::test(flavor = "multi_thread")]
async fn guests_are_not_let_in_unasked() {
    let place = Place::with(&[]).await;
    let features = place.secure(DOMAIN).await.open(DOMAIN).await;
    assert!(!features.contains("ANONYMOUS"), "{features}");
}

/// What the server logs, of all tests that run in this process.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn watch() -> &'static Self {
        static LOG: OnceLock<Log> = OnceLock::new();
        LOG.get_or_init(|| {
            let log = Self::default();
            let writer = log.clone();
            tracing_subscriber::fmt()
                .with_ansi(false)
                .with_writer(move || writer.clone())
                .init();
            log
        })
    }

    fn lines(&self) -> Vec<String> {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes)
            .lines()
            .map(str::to_owned)
            .collect()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// RFC 7590 §3.6: who operates the server sees the version of TLS, the cipher suite, and how the client was verified.
#[tokio::test(flavor = "multi_thread")]
async fn a_login_is_logged_with_what_it_rests_on() {
    let log = Log::watch();
    let authority = authority();
    let (place, _folder) = place(&authority, &["watched", "certified"]).await;
    place.login("watched", "balcony").await.close().await;
    let shown = vouched(&authority, &["certified@localhost"]);
    let mut client = connect(&place, shown).await.unwrap();
    client.open(DOMAIN).await;
    assert!(external(&mut client, "").await.starts_with("<success"));
    for (account, mechanism) in [("watched", "PLAIN"), ("certified", "EXTERNAL")] {
        let account = format!("account={account}@localhost");
        let lines = log.lines();
        let line = lines
            .iter()
            .find(|line| line.contains("authenticated") && line.contains(&account));
        let line = line.unwrap_or_else(|| panic!("{account} in {lines:#?}"));
        for part in [
            format!("mechanism=\"{mechanism}\""),
            "tls=\"TLSv1_3\"".to_owned(),
            "cipher=\"TLS13_AES_".to_owned(),
        ] {
            assert!(line.contains(&part), "{part} in {line}");
        }
    }
}

/// A file that is none is told when the server starts.
#[tokio::test(flavor = "multi_thread")]
async fn an_authority_that_cannot_be_read_is_told() {
    let data = tempfile::tempdir().unwrap();
    let mut config = Config::new([DOMAIN.parse().unwrap()]);
    config.data = data.path().to_owned();
    config.domains[0].client_authority = Some(Path::new("/nowhere/clients.pem").to_owned());
    let started = xmpp_server::server::Server::builder(&config).start().await;
    let error = started.err().unwrap().to_string();
    assert!(error.contains("/nowhere/clients.pem"), "{error}");
}
