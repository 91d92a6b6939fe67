//! Requests that wait for their answers.

use std::collections::HashMap;

use tokio::sync::oneshot;
use xmpp_core::{Element, Jid};

use crate::identity::Identity;

/// The requests that are out, by their `id`.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    requests: HashMap<String, Waiting>,
}

#[derive(Debug)]
struct Waiting {
    to: Option<Jid>,
    answer: oneshot::Sender<Element>,
}

impl Pending {
    /// A request is out; its answer will come here.
    pub(crate) fn insert(&mut self, id: String, to: Option<Jid>) -> oneshot::Receiver<Element> {
        let (answer, receiver) = oneshot::channel();
        self.requests.insert(id, Waiting { to, answer });
        receiver
    }

    /// Nobody waits for it any more.
    pub(crate) fn remove(&mut self, id: &str) {
        self.requests.remove(id);
    }

    /// An answer has come: it is taken if somebody waits for it, and if it comes from who was asked. Both must be right: an `id`
    /// may be guessed or seen.
    pub(crate) fn answer(
        &mut self,
        identity: &Identity,
        id: &str,
        sender: &Jid,
        answer: Element,
    ) -> bool {
        let expected = self.requests.get(id);
        if !expected.is_some_and(|waiting| identity.may_answer(waiting.to.as_ref(), sender)) {
            return false;
        }
        let waiting = self.requests.remove(id);
        waiting.is_some_and(|waiting| waiting.answer.send(answer).is_ok())
    }

    /// No answers will come.
    pub(crate) fn clear(&mut self) {
        self.requests.clear();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.requests.is_empty()
    }
}
