//! What the handles of a session share.

use std::sync::Arc;
use std::time::Duration;

use xmpp_core::Report;
use xmpp_core::request::Response;
use xmpp_core::schema::stanza::Iq;

use crate::request::Request;
use crate::shared::Shared;
use crate::stanza::finding;

/// What all handles of a session share. Dropping it closes the session.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) shared: Arc<Shared>,
    pub(crate) request_timeout: Duration,
}

impl Session {
    /// A question that is asked when it is awaited.
    pub(crate) fn begin<R: Response>(&self, question: Result<Iq, Report>) -> Request<R> {
        let question = question.and_then(only_request);
        Request::new(Arc::clone(&self.shared), question, self.request_timeout)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.shared.close();
    }
}

/// Nobody answers what is no request (RFC 6120 §8.2.3).
fn only_request(iq: Iq) -> Result<Iq, Report> {
    match iq.is_request() {
        true => Ok(iq),
        false => Err(finding("iq/@type", "only `get` and `set` are answered")),
    }
}
