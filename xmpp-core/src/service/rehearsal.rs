//! A host in memory.

use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use super::{Answer, Exchange, Host, Place, Services, Standing};
use crate::Jid;
use crate::schema::stanza::Iq;
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
    /// Services that are asked by somebody: of the own account and the own domain an owner, to everybody else a stranger.
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

    /// Asks what the request is addressed to: the own account if that is nobody.
    pub async fn ask(&self, iq: &Iq) -> Answer {
        let to = iq
            .to
            .as_ref()
            .map_or(self.from.as_jid_ref().as_bare(), |to| to.as_jid_ref());
        let place = match (to.local(), to.resource()) {
            (_, Some(_)) => Place::Client,
            (Some(_), None) => Place::Account,
            (None, None) => Place::Server,
        };
        let own = match place {
            Place::Server => self.from.domain() == to.domain(),
            Place::Account | Place::Client => self.from.as_jid_ref().as_bare() == to.as_bare(),
        };
        let standing = match own {
            true => Standing::Owner,
            false => Standing::Stranger,
        };
        let found = self.services.find(iq, place)?;
        let answers = Answers::default();
        let standing = self.standing.unwrap_or(standing);
        found.answer(iq, &self.from, standing, &answers).await;
        let answer = answers
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        match answer {
            Some(answer) => answer,
            None => Err(Condition::InternalServerError.into()),
        }
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

/// What a future has at once.
fn now<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

#[derive(Default)]
struct Answers(Mutex<Option<Answer>>);

impl Host for Answers {
    fn send(&self, _: &Iq, answer: Answer) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
    }
}
