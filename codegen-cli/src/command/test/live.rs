//! The conversations with a server.

mod peer;
mod way;

use crate::args::{Report as Format, Test};
use crate::command::generate::show;
use crate::command::{Failure, Outcome};
use crate::schemas::Schemas;
use crate::terminal::Terminal;
use crate::words::plural;
use peer::Peer;
use std::fs;
use std::time::Duration;
use way::Way;
use xmpp_client::xmpp_core::schema::disco_info::DiscoInfo;
use xmpp_client::xmpp_core::schema::stanza::{Iq, IqType};
use xmpp_client::xmpp_core::service::{Answer, Expected};
use xmpp_client::xmpp_core::{Element, Jid, Report};
use xmpp_client::{Client, RequestError, Response, Trust};
use xmpp_codegen::conversation::{self, Exchange};
use xmpp_codegen::instance::Judge;

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) fn run(args: &Test, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let schemas = Schemas::given(&args.schemas, args.catalog.as_deref())?;
    if schemas.are_broken() {
        show(&schemas.diagnostics, &schemas.sources, terminal)?;
        terminal.flush()?;
        return Ok(Outcome::Findings);
    }
    let conversations: Vec<_> = conversation::all(&schemas.model, &schemas.catalog).collect();
    if conversations.is_empty() {
        return Err(Failure::new(
            "no element of these schemas has a role: say in the table `iq` of the catalogue who asks what",
        ));
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(format!("there is no runtime: {error}")))?;
    let judge = Judge::new(&schemas.model, &schemas.catalog);
    runtime.block_on(async {
        // One asks and tells, the other one is the client that is asked and told.
        let client = connect(args).await?;
        let peer = Peer::new(connect(args).await?).await?;
        let mut session = Session {
            client: &client,
            peer: &peer,
            judge: &judge,
            format: args.format,
            terminal,
            asked: 0,
            failed: 0,
            skipped: 0,
        };
        session.features(&schemas, &conversations).await?;
        for (_, exchanges) in &conversations {
            for exchange in exchanges {
                session.exchange(exchange).await?;
            }
        }
        let outcome = session.finish();
        client.close().await;
        peer.close().await;
        outcome
    })
}

async fn connect(args: &Test) -> Result<Client, Failure> {
    let jid: Jid = args
        .jid
        .parse()
        .map_err(|error| Failure::new(format!("--jid {}: {error}", args.jid)))?;
    let password = match &args.password_file {
        Some(path) => fs::read_to_string(path)
            .map_err(|error| Failure::read(path, &error))?
            .trim_end_matches(['\r', '\n'])
            .to_owned(),
        None => std::env::var("XMPP_PASSWORD").map_err(|_| {
            Failure::new("there is no password: set XMPP_PASSWORD, or give --password-file")
        })?,
    };
    let mut builder = Client::builder(jid, password)
        .address(&args.server)
        .request_timeout(PATIENCE);
    if let Some(fingerprint) = &args.fingerprint {
        let fingerprint = fingerprint
            .parse()
            .map_err(|error| Failure::new(format!("--fingerprint {fingerprint}: {error}")))?;
        builder = builder.tls(Trust::fingerprint(fingerprint));
    }
    let failed = |error| Failure::new(format!("no session with {}: {error}", args.server));
    builder.connect().await.map_err(failed)
}

/// What a result carries, whatever it is.
struct Came(Option<Element>);

impl Response for Came {
    fn from_result(payload: Option<Element>) -> Result<Self, Report> {
        Ok(Self(payload))
    }

    fn into_result(self) -> Result<Option<Element>, Report> {
        Ok(self.0)
    }
}

struct Session<'s, 'm, 't> {
    client: &'s Client,
    peer: &'s Peer,
    judge: &'s Judge<'m>,
    format: Format,
    terminal: &'t mut Terminal,
    asked: usize,
    failed: usize,
    skipped: usize,
}

impl Session<'_, '_, '_> {
    /// Whether service discovery announces the namespaces (XEP-0030 §3).
    async fn features(
        &mut self,
        schemas: &Schemas,
        conversations: &[(&str, Vec<Exchange>)],
    ) -> Result<(), Failure> {
        let server = self.client.server().clone().into_jid();
        let info = self.client.get(server, &DiscoInfo::default()).await;
        for (stem, exchanges) in conversations {
            let is_asked = |exchange: &Exchange| matches!(Way::of(exchange), Ok(Way::Asked(_)));
            if !exchanges.iter().any(is_asked) {
                continue;
            }
            let mut found = schemas.model.schemas.iter();
            let schema = found.find(|schema| schema.stem == *stem);
            let namespace = schema.map_or("", |schema| schema.namespace.as_str());
            let announced = match &info {
                Ok(info) if info.features.iter().any(|known| known.var == namespace) => Ok(()),
                Ok(_) => Err("it is not among the features of the server".to_owned()),
                Err(error) => Err(error.to_string()),
            };
            let title = format!("{namespace} is announced");
            self.say(&title, "", announced)?;
        }
        Ok(())
    }

    async fn exchange(&mut self, exchange: &Exchange) -> Result<(), Failure> {
        let way = match Way::of(exchange) {
            Ok(way) => way,
            Err(reason) => return self.skip(&exchange.title, reason),
        };
        let payload: Element = exchange
            .payload
            .parse()
            .map_err(|error| Failure::new(format!("a sample is no element: {error}")))?;
        let to = match exchange.place {
            "server" => self.client.server().clone().into_jid(),
            "account" => self.client.account().clone().into_jid(),
            _ => self.peer.jid(),
        };
        let came = match way {
            Way::Asked(kind) => self.ask(iq(to, kind, payload)).await,
            Way::Delivered(kind) => {
                let question = self.client.request::<Came>(iq(to, kind, payload.clone()));
                let from = self.client.jid().clone().into();
                match self.peer.asked(question, &payload, &from).await {
                    Ok(None) => return self.say(&exchange.title, &exchange.payload, Ok(())),
                    Ok(Some(answer)) => answer,
                    Err(what) => return self.say(&exchange.title, &exchange.payload, Err(what)),
                }
            }
            Way::Told => {
                let outcome = self.peer.told(self.client, exchange, to, &payload).await;
                return self.say(&exchange.title, &exchange.payload, outcome);
            }
        };
        let outcome = match came {
            Ok(Came(payload)) => self.judged(exchange, Ok(payload)),
            Err(RequestError::Stanza(error)) => self.judged(exchange, Err(*error)),
            Err(RequestError::Closed) => {
                return Err(Failure::new(format!(
                    "the server has ended the session after: {}",
                    exchange.payload
                )));
            }
            Err(error) => Err(error.to_string()),
        };
        self.say(&exchange.title, &exchange.payload, outcome)
    }

    async fn ask(&self, question: Iq) -> Result<Came, RequestError> {
        self.client.request::<Came>(question).await
    }

    fn judged(&self, exchange: &Exchange, answer: Answer) -> Result<(), String> {
        let expected = match &exchange.expected {
            conversation::Expected::Refusal(condition) => Expected::Refusal(condition),
            conversation::Expected::Heard => Expected::Heard,
            conversation::Expected::Unheard => Expected::Unheard,
            conversation::Expected::Result { payload, optional } => Expected::Result {
                payload: payload
                    .as_ref()
                    .map(|(namespace, name)| (namespace.as_str(), name.as_str())),
                optional: *optional,
            },
        };
        expected.check(&answer)?;
        let Ok(Some(payload)) = answer else {
            return Ok(());
        };
        let report = self.judge.report(payload.document().root());
        match report.findings().first() {
            Some(finding) => Err(format!("the result is invalid: {finding}")),
            None => Ok(()),
        }
    }

    fn say(
        &mut self,
        title: &str,
        payload: &str,
        outcome: Result<(), String>,
    ) -> Result<(), Failure> {
        self.asked += 1;
        self.failed += usize::from(outcome.is_err());
        let line = match (self.format, outcome) {
            (Format::Json, outcome) => serde_json::json!({
                "title": title,
                "payload": payload,
                "ok": outcome.is_ok(),
                "problem": outcome.err(),
            })
            .to_string(),
            (Format::Text, Ok(())) => format!("ok    {title}"),
            (Format::Text, Err(what)) if payload.is_empty() => format!("FAIL  {title}: {what}"),
            (Format::Text, Err(what)) => format!("FAIL  {title}: {what}\n      {payload}"),
        };
        self.terminal.line(&line)?;
        self.terminal.flush()
    }

    /// Says of what cannot be tried why.
    fn skip(&mut self, title: &str, reason: &str) -> Result<(), Failure> {
        self.skipped += 1;
        let line = match self.format {
            Format::Json => serde_json::json!({ "title": title, "skipped": reason }).to_string(),
            Format::Text => format!("skip  {title}: {reason}"),
        };
        self.terminal.line(&line)
    }

    fn finish(self) -> Result<Outcome, Failure> {
        if self.format == Format::Text {
            let asked = plural(self.asked, "check");
            let (failed, skipped) = (self.failed, self.skipped);
            self.terminal
                .line(&format!("{asked}, {failed} failed, {skipped} skipped"))?;
        }
        self.terminal.flush()?;
        Ok(Outcome::of(self.failed))
    }
}

fn iq(to: Jid, kind: IqType, payload: Element) -> Iq {
    Iq {
        to: Some(to),
        payload: Some(payload),
        ..Iq::new("", kind)
    }
}
