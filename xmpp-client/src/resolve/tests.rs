//! Looking servers up, with a name server of our own.

use std::net::SocketAddr;

use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::op::{Message, OpCode, ResponseCode};
use hickory_resolver::proto::rr::rdata::SRV;
use hickory_resolver::proto::rr::{Name, RData, Record};
use hickory_resolver::{Resolver, TokioResolver};
use tokio::net::UdpSocket;

use super::order::Found;
use super::{Endpoint, ascii, ask, endpoints};

#[test]
fn domains_are_looked_up_in_ascii() {
    let cases = [
        ("m\u{fc}nchen.example", "xn--mnchen-3ya.example"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("example.net", "example.net"),
    ];
    for (domain, expected) in cases {
        assert_eq!(ascii(domain).as_deref(), Some(expected));
    }
}

#[test]
fn a_named_address_has_the_port_of_its_kind() {
    let address = "xmpp.example.net".parse().unwrap();
    let shown = |direct_tls| Endpoint::named(&address, direct_tls).to_string();
    assert_eq!(shown(false), "xmpp.example.net:5222");
    assert_eq!(shown(true), "xmpp.example.net:5223");
}

#[tokio::test]
async fn this_machine_is_not_looked_up() {
    for domain in ["localhost", "127.0.0.1", "[::1]", "a.localhost"] {
        let found = endpoints(domain).await.unwrap();
        assert_eq!(found.len(), 1, "{domain}");
        assert_eq!((found[0].port, found[0].direct_tls), (5222, false));
    }
}

/// RFC 6120 §3.2.1 and XEP-0368 §3: both services are asked for, and their records are one list.
#[tokio::test]
async fn records_of_both_services_are_found() {
    let resolver = resolver(name_server().await);
    let Found::Endpoints(found) = ask(&resolver, "example.net").await else {
        panic!("no endpoints");
    };
    let found: Vec<_> = found
        .iter()
        .map(|found| (found.to_string(), found.direct_tls))
        .collect();
    let expected = [
        ("direct.example.net:443", true),
        ("xmpp.example.net:5222", false),
    ];
    assert_eq!(
        found,
        expected.map(|(address, direct)| (address.to_owned(), direct))
    );
}

/// RFC 6120 §3.2.1 step 3, and §3.2.2.
#[tokio::test]
async fn no_service_and_no_records_are_told_apart() {
    let resolver = resolver(name_server().await);
    assert_eq!(ask(&resolver, "closed.example").await, Found::NoService);
    assert_eq!(ask(&resolver, "elsewhere.example").await, Found::Nothing);
}

fn resolver(address: SocketAddr) -> TokioResolver {
    let mut connection = ConnectionConfig::udp();
    connection.port = address.port();
    let server = NameServerConfig::new(address.ip(), true, vec![connection]);
    let config = ResolverConfig::from_name_servers(vec![server]);
    let builder = Resolver::builder_with_config(config, TokioRuntimeProvider::default());
    builder.build().unwrap()
}

/// Answers questions about `example.net` and `closed.example`, and knows nothing else.
async fn name_server() -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut buffer = [0; 512];
        while let Ok((count, peer)) = socket.recv_from(&mut buffer).await {
            let question = Message::from_vec(&buffer[..count]).unwrap();
            socket
                .send_to(&answer(&question).to_vec().unwrap(), peer)
                .await
                .unwrap();
        }
    });
    address
}

fn answer(question: &Message) -> Message {
    let query = question.queries[0].clone();
    let name = query.name().clone();
    let record = match name.to_ascii().to_lowercase().as_str() {
        "_xmpp-client._tcp.example.net." => Some((20, 5222, "xmpp.example.net.")),
        "_xmpps-client._tcp.example.net." => Some((10, 443, "direct.example.net.")),
        "_xmpp-client._tcp.closed.example." => Some((0, 0, ".")),
        _ => None,
    };
    let mut answer = Message::response(question.metadata.id, OpCode::Query);
    answer.add_query(query);
    match record {
        Some((priority, port, target)) => {
            let target = Name::from_ascii(target).unwrap();
            let record = RData::SRV(SRV::new(priority, 0, port, target));
            answer.add_answer(Record::from_rdata(name, 60, record));
        }
        None => answer.metadata.response_code = ResponseCode::NXDomain,
    }
    answer
}
