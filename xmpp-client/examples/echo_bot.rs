//! Says what it is told.
use xmpp_client::{Client, Event, Trust, xmpp_core::Jid};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let jid: Jid = std::env::var("XMPP_JID")?.parse()?;
    let password = std::env::var("XMPP_PASSWORD")?;
    let trust = Trust::fingerprint(std::env::var("XMPP_FINGERPRINT")?.parse()?);
    let client = Client::builder(jid, password).tls(trust).connect().await?;
    let events = client.events();
    client.become_available().await?;
    while let Some(event) = events.next().await {
        if let Event::Message(message) = event
            && let Some(reply) = message.body().and_then(|body| message.reply(body))
        {
            client.send(&reply).await?;
        }
    }
    Ok(())
}
