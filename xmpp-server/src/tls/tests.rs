use std::path::Path;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, ProtocolVersion, RootCertStore};
use xmpp_core::sasl::ChannelBindingType;

use super::*;

fn domains(names: &[&str]) -> Vec<Domain> {
    names
        .iter()
        .map(|name| Domain::new(name.parse().unwrap()))
        .collect()
}

fn tls(names: &[&str], folder: &Path) -> Tls {
    Tls::new(&domains(names), folder).unwrap()
}

/// A client that trusts the certificates of these domains and speaks this version.
fn client(
    tls: &Tls,
    name: &str,
    version: &'static SupportedProtocolVersion,
    protocols: &[&[u8]],
) -> ClientConnection {
    connect(&client_config(tls, version, protocols), name)
}

fn connect(config: &Arc<ClientConfig>, name: &str) -> ClientConnection {
    ClientConnection::new(
        Arc::clone(config),
        ServerName::try_from(name.to_owned()).unwrap(),
    )
    .unwrap()
}

fn client_config(
    tls: &Tls,
    version: &'static SupportedProtocolVersion,
    protocols: &[&[u8]],
) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    for host in &tls.hosts {
        roots.add(host.certificate().key().cert[0].clone()).unwrap();
    }
    let provider: Arc<CryptoProvider> = aws_lc_rs::default_provider().into();
    let builder = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[version])
        .unwrap();
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
    Arc::new(config)
}

/// Carries bytes to and fro until neither has anything to say.
fn shake(
    client: &mut ClientConnection,
    config: Arc<ServerConfig>,
) -> Result<ServerConnection, rustls::Error> {
    let mut server = ServerConnection::new(config).unwrap();
    while client.is_handshaking()
        || server.is_handshaking()
        || client.wants_write()
        || server.wants_write()
    {
        let mut bytes = Vec::new();
        while client.wants_write() {
            client.write_tls(&mut bytes).unwrap();
        }
        let mut input = bytes.as_slice();
        while !input.is_empty() {
            server.read_tls(&mut input).unwrap();
            server.process_new_packets()?;
        }
        let mut bytes = Vec::new();
        while server.wants_write() {
            server.write_tls(&mut bytes).unwrap();
        }
        let mut input = bytes.as_slice();
        while !input.is_empty() {
            client.read_tls(&mut input).unwrap();
            client.process_new_packets()?;
        }
    }
    Ok(server)
}

fn shown(client: &ClientConnection) -> CertificateDer<'_> {
    client.peer_certificates().unwrap()[0].clone()
}

/// RFC 9266, RFC 5929: both ends have the same, with TLS 1.3 and with TLS 1.2.
#[test]
fn both_ends_can_bind_to_the_channel() {
    let folder = tempfile::tempdir().unwrap();
    let tls = tls(&["example.org"], folder.path());
    for (version, protocol) in [
        (&TLS13, ProtocolVersion::TLSv1_3),
        (&TLS12, ProtocolVersion::TLSv1_2),
    ] {
        let mut client = client(&tls, "example.org", version, &[]);
        let server = shake(&mut client, tls.starttls("example.org").unwrap()).unwrap();
        assert_eq!(server.protocol_version(), Some(protocol));

        let info = tls.info(&server, Some("example.org"));
        let [exporter, end_point] = info.bindings.as_slice() else {
            panic!("{info:?}")
        };
        assert_eq!(
            (exporter.kind(), end_point.kind()),
            (
                ChannelBindingType::TlsExporter,
                ChannelBindingType::TlsServerEndPoint
            )
        );
        let exported = client
            .export_keying_material([0; 32], b"EXPORTER-Channel-Binding", Some(&[]))
            .unwrap();
        assert_eq!(exporter.data(), exported);
        let hash: [u8; 32] = sha2::Digest::finalize(sha2::Digest::chain_update(
            sha2::Sha256::default(),
            shown(&client),
        ))
        .into();
        assert_eq!(end_point.data(), hash);
        assert_eq!(info.server_name.as_deref(), Some("example.org"));
        assert!(!info.certificate);
    }
}

/// XEP-0368: TLS names the domain; a name that is not served, and none, get the first.
#[test]
fn direct_tls_chooses_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let tls = tls(&["example.org", "bücher.example"], folder.path());
    let fingerprint = |name: &str| tls.certificate(name).unwrap().key().cert[0].clone();
    let rows = [
        ("example.org", "example.org", Some("example.org")),
        ("EXAMPLE.org", "example.org", Some("example.org")),
        (
            "xn--bcher-kva.example",
            "bücher.example",
            Some("bücher.example"),
        ),
    ];
    for (name, expected, named) in rows {
        let mut client = client(&tls, name, &TLS13, &[b"xmpp-client"]);
        let server = shake(&mut client, tls.direct()).unwrap();
        assert_eq!(shown(&client), fingerprint(expected));
        let info = tls.info(&server, None);
        assert_eq!(info.server_name.as_deref(), named);
        assert_eq!(
            info.bindings[1],
            *tls.certificate(expected).unwrap().end_point().unwrap()
        );
        assert_eq!(server.alpn_protocol(), Some(CLIENT_PROTOCOL));
    }
    for other in ["other.example", "192.0.2.1"] {
        let refused = shake(&mut client(&tls, other, &TLS13, &[]), tls.direct()).unwrap_err();
        assert!(
            matches!(refused, rustls::Error::InvalidCertificate(_)),
            "the first one is shown: {refused}"
        );
    }
    assert!(
        shake(
            &mut client(&tls, "example.org", &TLS13, &[b"http/1.1"]),
            tls.direct()
        )
        .is_err(),
        "another protocol"
    );
}

/// RFC 6120 §5.4.3.1: the stream has named the domain; the name that TLS hears does not count.
#[test]
fn starttls_shows_the_domain_of_the_stream() {
    let folder = tempfile::tempdir().unwrap();
    let tls = tls(&["example.org", "example.net"], folder.path());
    let mut client = client(&tls, "example.net", &TLS13, &[]);
    let server = shake(&mut client, tls.starttls("example.net").unwrap()).unwrap();
    assert_eq!(
        tls.info(&server, Some("example.net")).bindings[1],
        *tls.certificate("example.net").unwrap().end_point().unwrap()
    );
    assert!(
        shake(
            &mut self::client(&tls, "example.net", &TLS13, &[]),
            tls.starttls("example.org").unwrap()
        )
        .is_err()
    );
    assert!(tls.starttls("example.com").is_none() && tls.certificate("example.com").is_none());
}

/// Certificates change without a restart; one that cannot be read is reported, and the old one stays.
#[test]
fn certificates_are_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let tls = tls(&["example.org", "example.net"], folder.path());
    let fingerprint = |name: &str| tls.certificate(name).unwrap().fingerprint();
    let before = (fingerprint("example.org"), fingerprint("example.net"));
    std::fs::remove_file(folder.path().join("example.org.pem")).unwrap();
    std::fs::write(folder.path().join("example.net.pem"), "damaged").unwrap();
    let failed = tls.reload();
    assert_eq!(
        failed
            .iter()
            .map(|(domain, _)| domain.as_str())
            .collect::<Vec<_>>(),
        ["example.net"]
    );
    assert_ne!(fingerprint("example.org"), before.0);
    assert_eq!(fingerprint("example.net"), before.1);
    let mut client = client(&tls, "example.org", &TLS13, &[]);
    assert!(shake(&mut client, tls.starttls("example.org").unwrap()).is_ok());
}

/// Sessions are resumed from tickets.
#[test]
fn sessions_are_resumed() {
    let folder = tempfile::tempdir().unwrap();
    let tls = tls(&["example.org"], folder.path());
    for version in [&TLS13, &TLS12] {
        let config = client_config(&tls, version, &[]);
        shake(&mut connect(&config, "example.org"), tls.direct()).unwrap();
        let mut second = connect(&config, "example.org");
        let server = shake(&mut second, tls.direct()).unwrap();
        assert_eq!(
            second.handshake_kind(),
            Some(rustls::HandshakeKind::Resumed)
        );
        assert_eq!(tls.info(&server, None).bindings.len(), 2);
    }
}

#[test]
fn nothing_to_serve() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(
        Tls::new(&[], folder.path()).unwrap_err(),
        TlsError::NoDomain
    );
}
