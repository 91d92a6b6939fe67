//! The extension, from a client through a server to the handler and back; and the conversation that was made of its schema.
#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

use std::time::Duration;

use example_todo_server::Todos;
use example_todo_server::todo::{self, Item, List};
use xmpp_client::{Client, RequestError, Trust};
use xmpp_core::schema::disco_info::DiscoInfo;
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::service::{Rehearsal, Services};
use xmpp_core::{BareJid, Jid};
use xmpp_server::config::{Config, Listen};
use xmpp_server::net::Port;
use xmpp_server::server::Server;

#[test]
fn the_conversation_goes_as_the_schema_says() {
    let romeo = "romeo@example.net/orchard".parse().unwrap();
    let services = Services::new().with(todo::service(Todos::default()));
    let conversation = xmpp_core::include_conversation!("todo");
    assert!(conversation.len() >= 6, "{conversation:#?}");
    assert_eq!(
        Rehearsal::new(services, romeo).play_now(conversation),
        Ok(())
    );
}

/// A conversation fails where a handler does not do what the catalogue says.
#[test]
fn the_conversation_hears_what_is_wrong() {
    let romeo = "romeo@example.net/orchard".parse().unwrap();
    let nothing = Rehearsal::new(Services::new(), romeo);
    let conversation = xmpp_core::include_conversation!("todo");
    let wrong = nothing.play_now(conversation).unwrap_err();
    assert!(
        wrong.contains("a result was due, and not `service-unavailable`"),
        "{wrong}"
    );
}

/// The page about extensions shows this schema and this catalogue.
#[test]
fn the_page_shows_the_example() {
    let page = include_str!("../../../docs/guide.md");
    for shown in [
        include_str!("../schemas/todo.xsd"),
        include_str!("../schemas/catalog.toml"),
    ] {
        assert!(page.contains(shown), "{shown}");
    }
}

async fn server(directory: &std::path::Path) -> Server {
    let mut config = Config::new(["localhost".parse().unwrap()]);
    config.data = directory.to_owned();
    config.listen = Listen::on(["127.0.0.1".parse().unwrap()]);
    config.listen.starttls[0].set_port(0);
    config.listen.direct_tls[0].set_port(0);
    let server = Server::builder(&config)
        .service(todo::service(Todos::default()))
        .start()
        .await
        .unwrap();
    for name in ["romeo@localhost", "juliet@localhost"] {
        let account: BareJid = name.parse().unwrap();
        server.accounts().add(&account, "secret").await.unwrap();
    }
    server
}

async fn client(server: &Server, account: &str) -> Client {
    let address = server.address(Port::StartTls).unwrap();
    let certificate = server.tls().certificate("localhost").unwrap();
    let fingerprint = certificate.fingerprint().to_string().parse().unwrap();
    let account: Jid = account.parse().unwrap();
    Client::builder(account, "secret")
        .address(address.to_string())
        .tls(Trust::fingerprint(fingerprint))
        .connect()
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_goes_there_and_back() {
    let data = tempfile::tempdir().unwrap();
    let server = server(data.path()).await;
    let romeo = client(&server, "romeo@localhost").await;
    let list = List {
        items: vec![Item::new("1".parse().unwrap(), "Climb the wall")],
        ..List::default()
    };
    let soon = Duration::from_secs(10);
    romeo.set(None, &list).timeout(soon).await.unwrap();
    let back = romeo
        .get(None, &List::default())
        .timeout(soon)
        .await
        .unwrap();
    assert_eq!(back, list);

    // XEP-0030 §3.
    let domain = romeo.server().clone().into_jid();
    let info = romeo.get(domain, &DiscoInfo::default()).await.unwrap();
    assert!(info.features.iter().any(|feature| feature.var == todo::NS));

    // The catalogue says `account = "owner"`.
    let juliet = client(&server, "juliet@localhost").await;
    let other: Jid = "romeo@localhost".parse().unwrap();
    match juliet.get(other, &List::default()).await {
        Err(RequestError::Stanza(error)) => assert_eq!(error.condition, Condition::Forbidden),
        answer => panic!("{answer:?}"),
    }
    assert_eq!(
        juliet.get(None, &List::default()).await.unwrap(),
        List::default()
    );
    server.stop().await;
}
