//! Asking and answering: IQs (RFC 6120 §8.2.3).

use super::iq::{Kind, Payload};
use super::payload;
use crate::schema::stanza::{Iq, IqType, StanzaError};
use crate::{Element, FromXml, Jid, Report};

impl Iq {
    /// A question to somebody, or to the own account when nobody is named.
    ///
    /// The id is the asker's to choose, and tells it which question an answer is for (RFC 6120 §8.1.3).
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the payload.
    pub fn get<P: Payload>(
        to: impl Into<Option<Jid>>,
        id: impl Into<String>,
        payload: &P,
    ) -> Result<Self, Report> {
        const { assert!(Kind::Get.is_among(P::KINDS), "no payload of a `get`") }
        Self::request(to.into(), id.into(), IqType::Get, payload)
    }

    /// An order to somebody, or to the own account when nobody is named; see [`get`](Self::get).
    ///
    /// Payloads that no `set` carries do not compile:
    ///
    /// ```compile_fail
    /// use xmpp_core::schema::{ping::Ping, stanza::Iq};
    ///
    /// let iq = Iq::set(None, "1", &Ping::default()); // a ping is a question (XEP-0199 §4)
    /// ```
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the payload.
    pub fn set<P: Payload>(
        to: impl Into<Option<Jid>>,
        id: impl Into<String>,
        payload: &P,
    ) -> Result<Self, Report> {
        const { assert!(Kind::Set.is_among(P::KINDS), "no payload of a `set`") }
        Self::request(to.into(), id.into(), IqType::Set, payload)
    }

    /// The kind of IQ, unless it is an error.
    pub const fn kind(&self) -> Option<Kind> {
        match self.type_ {
            IqType::Get => Some(Kind::Get),
            IqType::Set => Some(Kind::Set),
            IqType::Result => Some(Kind::Result),
            IqType::Error => None,
        }
    }

    /// Whether an answer is due (RFC 6120 §8.2.3): it is a `get` or a `set`.
    pub const fn is_request(&self) -> bool {
        matches!(self.type_, IqType::Get | IqType::Set)
    }

    /// What it carries, if that is of type `P`.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, where it is the element that `P` reads but not as its schema wants it. The report
    /// has the [answer](Report::answer) for [`reply_error`](Self::reply_error).
    pub fn payload<P: FromXml>(&self) -> Result<Option<P>, Report> {
        payload::find(&self.payload)
    }

    /// The answer that there is nothing to say but yes; absent if this is no request.
    pub fn reply(&self) -> Option<Self> {
        self.is_request().then(|| self.response(IqType::Result))
    }

    /// The answer that carries a payload; absent if this is no request.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the payload.
    pub fn reply_with<P: Payload>(&self, payload: &P) -> Result<Option<Self>, Report> {
        const { assert!(Kind::Result.is_among(P::KINDS), "no payload of a `result`") }
        let payload = Some(Element::of(payload)?);
        Ok(self.reply().map(|reply| Self { payload, ..reply }))
    }

    /// The answer that something went wrong; absent if this is no request, since errors and results are never answered
    /// (RFC 6120 §8.2.3).
    pub fn reply_error(&self, error: impl Into<StanzaError>) -> Option<Self> {
        self.is_request().then(|| Self {
            error: Some(Box::new(error.into())),
            ..self.response(IqType::Error)
        })
    }

    /// From the recipient to the sender, with the same id.
    fn response(&self, type_: IqType) -> Self {
        Self {
            from: self.to.clone(),
            to: self.from.clone(),
            ..Self::new(self.id.clone(), type_)
        }
    }

    fn request<P: Payload>(
        to: Option<Jid>,
        id: String,
        type_: IqType,
        payload: &P,
    ) -> Result<Self, Report> {
        Ok(Self {
            to,
            payload: Some(Element::of(payload)?),
            ..Self::new(id, type_)
        })
    }
}
