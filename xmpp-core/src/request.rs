//! Asking somebody else, whatever carries the question (RFC 6120 §8.2.3).
//!
//! A client, a component and a server are each a [`Requester`]. What is written for a requester, the calls that are generated
//! from a schema above all, works for all of them and knows no runtime.
//!
//! ```
//! use std::time::Duration;
//! use xmpp_core::schema::disco_info::DiscoInfo;
//! use xmpp_core::request::{Request, RequestError, Requester};
//! use xmpp_core::Jid;
//!
//! /// Whether somebody knows an extension (XEP-0030 §3).
//! async fn supports(requester: &impl Requester, who: Jid, feature: &str) -> Result<bool, RequestError> {
//!     let question = requester.get(who, &DiscoInfo::default());
//!     let info = question.timeout(Duration::from_secs(5)).await?;
//!     Ok(info.features.iter().any(|known| known.var == feature))
//! }
//! ```

use std::fmt;
use std::time::Duration;

use crate::iq::{Kind, Payload};
use crate::schema::stanza::{Iq, StanzaError};
use crate::{Element, Finding, Jid, Report, Rule};

/// Somebody who asks others and hears their answers.
pub trait Requester {
    /// A question that is asked when it is awaited.
    type Request<R: Response>: Request<R>;

    /// A question with all its attributes; its `id` is replaced by one that nobody can foresee. A question that cannot be
    /// written is an error when it is awaited.
    fn begin<R: Response>(&self, question: Result<Iq, Report>) -> Self::Request<R>;

    /// Asks for information: somebody, or the own account when nobody is named.
    fn get<P: Get>(&self, to: impl Into<Option<Jid>>, payload: &P) -> Self::Request<P::Response> {
        self.begin(Iq::get(to, "", payload))
    }

    /// Asks for a change: somebody, or the own account when nobody is named.
    fn set<P: Set>(&self, to: impl Into<Option<Jid>>, payload: &P) -> Self::Request<P::Response> {
        self.begin(Iq::set(to, "", payload))
    }
}

/// What a `get` carries, and what answers it. The catalogue says it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the payload of a `get`",
    note = "where it is one, the catalogue says `get = \"RESPONSE\"` of it in the table `iq`"
)]
pub trait Get: Payload {
    /// What the result carries: a payload, perhaps one, or nothing.
    type Response: Response;
}

/// What a `set` carries, and what answers it. The catalogue says it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the payload of a `set`",
    note = "where it is one, the catalogue says `set = \"RESPONSE\"` of it in the table `iq`"
)]
pub trait Set: Payload {
    /// What the result carries: a payload, perhaps one, or nothing.
    type Response: Response;
}

/// What a `set` carries that an account sends to its own clients, and what answers it. The catalogue says it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the payload of a push",
    note = "where it is one, the catalogue says `push = \"RESPONSE\"` of it in the table `iq`"
)]
pub trait Push: Payload {
    /// What the result carries: a payload, perhaps one, or nothing.
    type Response: Response;
}

/// A question that is asked when it is awaited. Dropping the future gives it up.
pub trait Request<R>: IntoFuture<Output = Result<R, RequestError>, IntoFuture: Send> {
    /// How long to wait for the answer.
    #[must_use]
    fn timeout(self, limit: Duration) -> Self;
}

/// What the answer to a question says: a payload, an optional one, `()` where nothing but success is of interest, or the
/// [`Element`] as it came.
pub trait Response: Sized + Send + 'static {
    /// Reads what the result carries.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, or that it is absent.
    fn from_result(payload: Option<Element>) -> Result<Self, Report>;

    /// What a result carries that says this.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    fn into_result(self) -> Result<Option<Element>, Report>;
}

impl<P: Payload + Send + 'static> Response for P {
    fn from_result(payload: Option<Element>) -> Result<Self, Report> {
        const { assert!(Kind::Result.is_among(P::KINDS), "no payload of a `result`") }
        present(payload)?.read()
    }

    fn into_result(self) -> Result<Option<Element>, Report> {
        Element::of(&self).map(Some)
    }
}

impl<P: Payload + Send + 'static> Response for Option<P> {
    fn from_result(payload: Option<Element>) -> Result<Self, Report> {
        payload
            .map(|payload| P::from_result(Some(payload)))
            .transpose()
    }

    fn into_result(self) -> Result<Option<Element>, Report> {
        self.map_or(Ok(None), P::into_result)
    }
}

impl Response for () {
    fn from_result(_: Option<Element>) -> Result<Self, Report> {
        Ok(())
    }

    fn into_result(self) -> Result<Option<Element>, Report> {
        Ok(None)
    }
}

impl Response for Element {
    fn from_result(payload: Option<Element>) -> Result<Self, Report> {
        present(payload)
    }

    fn into_result(self) -> Result<Option<Element>, Report> {
        Ok(Some(self))
    }
}

/// Why a question has no answer that can be used.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RequestError {
    /// There was no answer in time. There may be one later, which nobody hears.
    Timeout,
    /// The answer is an error (RFC 6120 §8.3).
    Stanza(Box<StanzaError>),
    /// The answer is not what its schema wants.
    Invalid(Report),
    /// The question breaks its own schema, and was not asked.
    Unsendable(Report),
    /// The connection ended before there was an answer.
    Closed,
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Timeout => f.write_str("there was no answer in time"),
            Self::Stanza(error) => write!(f, "the answer is an error: {}", described(error)),
            Self::Invalid(report) => write!(f, "the answer is invalid: {}", in_one_line(report)),
            Self::Unsendable(report) => {
                write!(f, "the question is invalid: {}", in_one_line(report))
            }
            Self::Closed => f.write_str("the connection has ended"),
        }
    }
}

impl std::error::Error for RequestError {}

fn present(payload: Option<Element>) -> Result<Element, Report> {
    payload.ok_or_else(|| {
        let mut report = Report::new();
        report.push(Finding {
            rule: Rule::MISSING_CHILD,
            path: "iq".to_owned(),
            position: None,
            length: 0,
            message: "the result carries nothing".to_owned(),
            help: None,
        });
        report
    })
}

/// The condition, and the words that came with it.
fn described(error: &StanzaError) -> String {
    let condition = Element::of(&error.condition);
    let condition = condition.map_or_else(|_| String::new(), |element| element.name().to_owned());
    match &error.text {
        Some(text) => format!("{condition} ({})", text.value),
        None => condition,
    }
}

fn in_one_line(report: &Report) -> String {
    let findings: Vec<_> = report.findings().iter().map(ToString::to_string).collect();
    findings.join("; ")
}

#[cfg(test)]
mod tests {
    use super::{RequestError, Response};
    use crate::Element;
    use crate::schema::roster::Roster;
    use crate::schema::stanza::StanzaError;
    use crate::schema::stanzaerror::Condition;

    fn roster() -> Element {
        "<query xmlns='jabber:iq:roster' ver='7'/>".parse().unwrap()
    }

    #[test]
    fn a_result_is_read_as_what_was_asked_for() {
        assert_eq!(
            Roster::from_result(Some(roster())).unwrap().ver.as_deref(),
            Some("7")
        );
        assert_eq!(Element::from_result(Some(roster())).unwrap(), roster());
        assert_eq!(<()>::from_result(Some(roster())), Ok(()));
    }

    #[test]
    fn an_absent_payload_is_a_finding_unless_it_is_optional() {
        let report = Roster::from_result(None).unwrap_err();
        assert_eq!(report.findings()[0].message, "the result carries nothing");
        assert_eq!(Option::<Roster>::from_result(None), Ok(None));
    }

    #[test]
    fn a_payload_of_another_kind_is_refused() {
        let ping = "<ping xmlns='urn:xmpp:ping'/>".parse().unwrap();
        let error = RequestError::Invalid(Roster::from_result(Some(ping)).unwrap_err());
        assert!(
            error.to_string().starts_with("the answer is invalid: "),
            "{error}"
        );
    }

    #[test]
    fn an_error_says_its_condition_and_its_words() {
        let error = StanzaError::from(Condition::ItemNotFound).with_text("no such room");
        let error = RequestError::Stanza(Box::new(error));
        assert_eq!(
            error.to_string(),
            "the answer is an error: item-not-found (no such room)"
        );
    }
}
