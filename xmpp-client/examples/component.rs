//! A component beside any server (XEP-0114): it lists plays, and echoes what it is told.
//!
//! ```console
//! $ COMPONENT_SECRET=secret cargo run --example component -- plays.example.com 127.0.0.1:5347
//! ```

use xmpp_client::{Component, Event};
use xmpp_core::schema::disco_items::{self, DiscoItems, DiscoItemsHandler, Item};
use xmpp_core::schema::stanza::Message;
use xmpp_core::service::Cx;
use xmpp_core::{Jid, StanzaError};

/// Tells which plays there are.
struct Plays;

impl DiscoItemsHandler for Plays {
    async fn get(&self, cx: Cx<'_>, _: DiscoItems) -> Result<DiscoItems, StanzaError> {
        let hamlet = Jid::from_parts(Some("hamlet"), cx.to().domain(), None);
        Ok(DiscoItems {
            items: hamlet.into_iter().map(Item::new).collect(),
            ..DiscoItems::default()
        })
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(domain), Some(address)) = (arguments.next(), arguments.next()) else {
        return Err("usage: component DOMAIN ADDRESS, with the secret in COMPONENT_SECRET".into());
    };
    let secret = std::env::var("COMPONENT_SECRET")?;
    let component = Component::builder(domain.parse()?, secret, address)
        .service(disco_items::service(Plays))
        .connect()
        .await?;
    tracing::info!(domain = %component.domain(), "the component is there");
    let events = component.events();
    while let Some(event) = events.next().await {
        if let Event::Message(message) = event
            && let Some(body) = message.body()
            && let Some(reply) = message.reply(body)
        {
            let from = message.to.clone();
            component.send(&Message { from, ..reply }).await?;
        }
    }
    Ok(())
}
