//! The servers that conversations are played against, one for each way to set one up.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use tempfile::TempDir;
use tests::conversation::Setup;
use tokio::runtime::Runtime;
use xmpp_core::Element;
use xmpp_core::stream::{Host, ServerPolicy};
use xmpp_server::config::{Config, Listen};
use xmpp_server::net::Port;
use xmpp_server::server::Server;

/// Why a conversation cannot be played against a server from outside.
pub(crate) const IMPOSSIBLE: &[&str] = &[
    "this server decides itself about accounts",
    "this server decides itself about resources",
    "this server asks no client for a certificate",
    "this server makes its own header",
    "a server does what it does by itself",
    "time passes by itself",
    "no configuration names domains that are gone",
];

/// The servers, by how they are set up.
#[derive(Default)]
pub(crate) struct Servers {
    runtime: Option<Runtime>,
    running: HashMap<String, Arc<Running>>,
}

/// A server, and the directory of its data.
pub(crate) struct Running {
    pub(crate) server: Server,
    _data: TempDir,
}

impl Running {
    pub(crate) fn address(&self, port: Port) -> SocketAddr {
        self.server.address(port).expect("it listens")
    }
}

impl Servers {
    /// The server that is set up so, which is started when it is first asked for.
    pub(crate) fn get(&mut self, setup: &Setup) -> Result<Arc<Running>, String> {
        let reasons = [
            (setup.accounts.is_some(), 0),
            (setup.token.is_some(), 0),
            (setup.bind.is_some(), 1),
            (setup.certificate.is_some(), 2),
            (setup.gone.is_some(), 6),
        ];
        if let Some((_, reason)) = reasons.into_iter().find(|(impossible, _)| *impossible) {
            return Err(IMPOSSIBLE[reason].to_owned());
        }
        let key = format!(
            "{:?}",
            (
                (&setup.hosts, &setup.account, setup.tls, &setup.mechanisms),
                (
                    (setup.sessions, setup.management, setup.client_state),
                    (setup.sasl2, setup.legacy),
                    &setup.feature,
                    setup.silence,
                    setup.keepalive
                )
            )
        );
        if let Some(running) = self.running.get(&key) {
            return Ok(Arc::clone(running));
        }
        let runtime = self
            .runtime
            .get_or_insert_with(|| Runtime::new().expect("a runtime"));
        let running = Arc::new(runtime.block_on(start(setup)));
        self.running.insert(key, Arc::clone(&running));
        Ok(running)
    }
}

async fn start(setup: &Setup) -> Running {
    let data = tempfile::tempdir().expect("a directory");
    let domains = setup
        .hosts
        .iter()
        .map(|host| host.parse().expect("a domain"));
    let mut config = Config::new(domains);
    config.data = data.path().to_owned();
    config.listen = Listen::on(["127.0.0.1".parse().expect("an address")]);
    config.listen.starttls[0].set_port(0);
    config.listen.direct_tls[0].set_port(0);
    let server = Server::builder(&config)
        .policy(|policy| adapt(policy, setup))
        .start()
        .await
        .expect("it starts");
    let account = format!("{}@{}", setup.account.name, setup.domain());
    let account = account.parse().expect("an address");
    server
        .accounts()
        .add(&account, &setup.account.password)
        .await
        .expect("it is new");
    Running {
        server,
        _data: data,
    }
}

fn adapt(policy: &mut ServerPolicy, setup: &Setup) {
    policy.sessions = setup.sessions;
    policy.management = setup.management;
    policy.client_state = setup.client_state;
    policy.legacy_login = setup.legacy;
    policy.extensible_sasl = setup.sasl2;
    policy.carbons = setup.sasl2;
    policy.tokens = false; // Which tokens there are, the server decides itself.
    policy.downgrade_protection = false; // The runner claims to have seen one mechanism only.
    policy.deadlines.silence = setup.silence;
    policy.deadlines.keepalive = setup.keepalive;
    for host in &mut policy.hosts {
        host.tls = setup.tls;
        host.mechanisms = match &setup.mechanisms {
            Some(mechanisms) => mechanisms.clone(),
            None => Host::new(host.domain.clone()).mechanisms,
        };
        host.features = setup
            .feature
            .iter()
            .map(|feature| Element::parse(feature).expect("an element"))
            .collect();
    }
}
