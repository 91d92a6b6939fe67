//! A host in memory.

use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use super::{Answer, Carried, Exchange, Host, Place, Services, Standing};
use crate::Jid;
use crate::schema::stanza::{Iq, StanzaError};
use crate::schema::stanzaerror::Condition;

/// A host in memory, to try services without a network.
///
/// ```
/// use xmpp_core::schema::ping::{self, Ping, PingHandler};
/// use xmpp_core::service::{Cx, Rehearsal, Services};
/// use xmpp_core::StanzaError;
/// use xmpp_core::schema::stanza::Iq;
///
/// struct Pong;
///
/// impl PingHandler for Pong {
///     async fn get(&self, _: Cx<'_>, _: Ping) -> Result<(), StanzaError> {
///         Ok(())
///     }
/// }
///
/// let juliet = "juliet@capulet.example/balcony".parse()?;
/// let rehearsal = Rehearsal::new(Services::new().with(ping::service(Pong)), juliet);
/// let ping = Iq::get("capulet.example".parse::<xmpp_core::Jid>()?, "1", &Ping::default())?;
/// assert_eq!(rehearsal.ask_now(&ping), Some(Ok(None)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Rehearsal {
    services: Services,
    from: Jid,
    standing: Option<Standing>,
}

impl Rehearsal {
    /// Services that somebody asks or tells something: of the own account and the own domain an owner, who is the account itself
    /// where the address is bare; to everybody else a stranger.
    pub const fn new(services: Services, from: Jid) -> Self {
        Self {
            services,
            from,
            standing: None,
        }
    }

    /// The same for somebody of that standing, whomever it asks.
    #[must_use]
    pub const fn standing(mut self, standing: Standing) -> Self {
        self.standing = Some(standing);
        self
    }

    pub(super) const fn from(&self) -> &Jid {
        &self.from
    }

    pub(super) const fn services(&self) -> &Services {
        &self.services
    }

    /// The one whom stanzas are from, or the account itself for which its server speaks.
    pub(super) fn speaker(&self, standing: Standing) -> Speaker {
        match standing {
            Standing::Account => Speaker {
                from: self.from.to_bare().into(),
                standing: Some(standing),
            },
            _ => Speaker {
                from: self.from.clone(),
                standing: self.standing,
            },
        }
    }

    /// Asks what the request is addressed to: the own account if that is nobody.
    pub async fn ask(&self, iq: &Iq) -> Answer {
        self.ask_as(iq, &self.speaker(Standing::Owner)).await
    }

    pub(super) async fn ask_as(&self, iq: &Iq, speaker: &Speaker) -> Answer {
        let (place, standing) = speaker.place(Carried::Iq(iq));
        let found = self.services.find(iq, place)?;
        let answers = Answers::default();
        found.answer(iq, &speaker.from, standing, &answers).await;
        let answer = answers.take().pop();
        answer.unwrap_or_else(|| Err(Condition::InternalServerError.into()))
    }

    /// Tells the services a message or a presence, and gives what those say who want no such thing. Who is not addressed is the own
    /// account.
    pub async fn tell(&self, stanza: Carried<'_>) -> Vec<StanzaError> {
        let speaker = self.speaker(Standing::Owner);
        self.tell_as(stanza, &speaker).await.1
    }

    /// The same, with whether somebody hears of it.
    pub(super) async fn tell_as(
        &self,
        stanza: Carried<'_>,
        speaker: &Speaker,
    ) -> (bool, Vec<StanzaError>) {
        let (place, standing) = speaker.place(stanza);
        let (answers, mut heard) = (Answers::default(), false);
        for (found, payload) in self.services.hearing(stanza, place) {
            heard |= found.senders().include(standing);
            let hearing = found.hear(stanza, payload, &speaker.from, standing, &answers);
            hearing.await;
        }
        let refusals = answers.take().into_iter().filter_map(Result::err);
        (heard, refusals.collect())
    }

    /// The same without a runtime, for handlers that wait for nothing; nothing where one does.
    pub fn tell_now(&self, stanza: Carried<'_>) -> Option<Vec<StanzaError>> {
        now(self.tell(stanza))
    }

    /// The same without a runtime, for handlers that wait for nothing; nothing where one does.
    pub fn ask_now(&self, iq: &Iq) -> Option<Answer> {
        now(self.ask(iq))
    }

    /// [`play`](Self::play) without a runtime, for handlers that wait for nothing.
    ///
    /// # Errors
    /// As `play`, and where a handler waits.
    pub fn play_now(&self, conversation: &[Exchange<'_>]) -> Result<(), String> {
        now(self.play(conversation)).unwrap_or_else(|| Err("a handler waits".to_owned()))
    }
}

/// Somebody who says something.
pub(super) struct Speaker {
    from: Jid,
    /// What the speaker is to everybody; found by the addresses if absent.
    standing: Option<Standing>,
}

impl Speaker {
    fn place(&self, stanza: Carried<'_>) -> (Place, Standing) {
        let own = self.from.as_jid_ref();
        let to = stanza.to().map_or(own.as_bare(), |to| to.as_jid_ref());
        let place = match (to.local(), to.resource()) {
            (_, Some(_)) => Place::Client,
            (Some(_), None) => Place::Account,
            (None, None) => Place::Server,
        };
        let is_own = match place {
            Place::Server => own.domain() == to.domain(),
            Place::Account | Place::Client => own.as_bare() == to.as_bare(),
        };
        let standing = match (is_own, own.resource()) {
            (false, _) => Standing::Stranger,
            (true, Some(_)) => Standing::Owner,
            (true, None) => Standing::Account,
        };
        (place, self.standing.unwrap_or(standing))
    }
}

/// What a future has at once.
fn now<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

#[derive(Default)]
struct Answers(Mutex<Vec<Answer>>);

impl Answers {
    fn push(&self, answer: Answer) {
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        answers.push(answer);
    }

    fn take(&self) -> Vec<Answer> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Host for Answers {
    fn send(&self, _: &Iq, answer: Answer) {
        self.push(answer);
    }

    fn refuse(&self, _: Carried<'_>, error: StanzaError) {
        self.push(Err(error));
    }
}
