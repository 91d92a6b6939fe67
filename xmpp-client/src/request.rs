//! Requests to others (RFC 6120 §8.2.3).

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use xmpp_core::request::{self, RequestError, Response};
use xmpp_core::schema::stanza::{Iq, IqType, StanzaError};
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::{Element, Report};

use crate::shared::Shared;

/// A question that is asked when it is awaited. Dropping the future gives it up.
#[must_use = "a request is sent when it is awaited"]
#[derive(Debug)]
pub struct Request<R> {
    shared: Arc<Shared>,
    question: Result<Iq, Report>,
    timeout: Duration,
    response: PhantomData<fn() -> R>,
}

impl<R: Response> Request<R> {
    pub(crate) const fn new(
        shared: Arc<Shared>,
        question: Result<Iq, Report>,
        timeout: Duration,
    ) -> Self {
        Self {
            shared,
            question,
            timeout,
            response: PhantomData,
        }
    }

    /// How long to wait for the answer, instead of the time that the session was built with.
    pub fn timeout(self, limit: Duration) -> Self {
        Self {
            timeout: limit,
            ..self
        }
    }

    async fn ask(self) -> Result<R, RequestError> {
        let question = self.question.map_err(RequestError::Unsendable)?;
        let answer = tokio::time::timeout(self.timeout, self.shared.ask(question)).await;
        let answer = answer.map_err(|_| RequestError::Timeout)?;
        let answer = answer.map_err(RequestError::Unsendable)?;
        read(&answer.ok_or(RequestError::Closed)?)
    }
}

impl<R: Response> request::Request<R> for Request<R> {
    fn timeout(self, limit: Duration) -> Self {
        self.timeout(limit)
    }
}

impl<R: Response> IntoFuture for Request<R> {
    type Output = Result<R, RequestError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.ask())
    }
}

/// Reads an answer, which is of type `result` or `error`.
fn read<R: Response>(answer: &Element) -> Result<R, RequestError> {
    let mut report = Report::new();
    let Some(answer) = answer.decode::<Iq>(&mut report) else {
        return Err(RequestError::Invalid(report));
    };
    if answer.type_ == IqType::Error {
        // An error that cannot be read is an error all the same (RFC 6120 §8.3.2).
        let unknown = || Box::new(StanzaError::from(Condition::UndefinedCondition));
        let error = answer.error.unwrap_or_else(unknown);
        return Err(RequestError::Stanza(error));
    }
    R::from_result(answer.payload).map_err(RequestError::Invalid)
}
