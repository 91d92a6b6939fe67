//! Stanza errors (RFC 6120 §8.3).

use crate::schema::stanza::{ErrorType, StanzaError};
use crate::schema::stanzaerror::{Condition, NS, Text};
use crate::{Answer, Element, Finding, Jid, Report, XmlText};

impl Condition {
    /// The error type that goes with the condition: the one that RFC 6120 §8.3.3 recommends, the first where it leaves a
    /// choice.
    pub const fn error_type(&self) -> ErrorType {
        match self {
            Self::Forbidden
            | Self::NotAuthorized
            | Self::RegistrationRequired
            | Self::SubscriptionRequired => ErrorType::Auth,
            Self::BadRequest
            | Self::JidMalformed
            | Self::NotAcceptable
            | Self::PolicyViolation
            | Self::Redirect(_)
            | Self::UndefinedCondition => ErrorType::Modify,
            Self::RecipientUnavailable
            | Self::RemoteServerTimeout
            | Self::ResourceConstraint
            | Self::UnexpectedRequest => ErrorType::Wait,
            Self::Conflict
            | Self::FeatureNotImplemented
            | Self::Gone(_)
            | Self::InternalServerError
            | Self::ItemNotFound
            | Self::NotAllowed
            | Self::RemoteServerNotFound
            | Self::ServiceUnavailable => ErrorType::Cancel,
        }
    }

    /// What entities of the time before XMPP 1.0 know the condition by (XEP-0086 §2). `policy-violation` is younger than that table,
    /// and goes as `not-allowed`.
    pub const fn legacy_code(&self) -> u16 {
        match self {
            Self::Gone(_) | Self::Redirect(_) => 302,
            Self::BadRequest | Self::JidMalformed | Self::UnexpectedRequest => 400,
            Self::NotAuthorized => 401,
            Self::Forbidden => 403,
            Self::ItemNotFound | Self::RecipientUnavailable | Self::RemoteServerNotFound => 404,
            Self::NotAllowed | Self::PolicyViolation => 405,
            Self::NotAcceptable => 406,
            Self::RegistrationRequired | Self::SubscriptionRequired => 407,
            Self::Conflict => 409,
            Self::InternalServerError | Self::ResourceConstraint | Self::UndefinedCondition => 500,
            Self::FeatureNotImplemented => 501,
            Self::ServiceUnavailable => 503,
            Self::RemoteServerTimeout => 504,
        }
    }

    /// The condition of that element name, such as `item-not-found`. One that RFC 6120 does not define is an undefined one
    /// (§8.3.2).
    pub fn named(name: &str) -> Self {
        Element::builder(NS, name)
            .build()
            .and_then(|element| element.read())
            .unwrap_or(Self::UndefinedCondition)
    }
}

impl StanzaError {
    /// The error that an answer asks for; absent if it asks for none or for the end of the stream.
    pub fn from_answer(answer: Answer) -> Option<Self> {
        let Answer::Stanza {
            error_type,
            condition,
        } = answer
        else {
            return None;
        };
        let condition = Condition::named(condition);
        let error_type =
            ErrorType::from_text(error_type).unwrap_or_else(|_| condition.error_type());
        Some(Self::new(error_type, condition))
    }

    /// The error that a finding asks for, with its message as text; absent if it asks for none or for the end of the stream.
    pub fn from_finding(finding: &Finding) -> Option<Self> {
        Self::from_answer(finding.answer()).map(|error| error.with_text(finding.message.clone()))
    }

    /// The error that a report asks for: that of its first finding which asks for one.
    pub fn from_report(report: &Report) -> Option<Self> {
        report
            .findings()
            .iter()
            .find(|finding| finding.answer() != Answer::Nothing)
            .and_then(Self::from_finding)
    }

    /// With details for people, in English (RFC 6120 §8.3.2).
    #[must_use]
    pub fn with_text(self, text: impl Into<String>) -> Self {
        let text = Text {
            lang: "en".parse().ok(),
            ..Text::new(text.into())
        };
        Self {
            text: Some(text),
            ..self
        }
    }

    /// With the address of who found the error (RFC 6120 §8.3.1).
    #[must_use]
    pub fn with_by(self, by: impl Into<Jid>) -> Self {
        Self {
            by: Some(by.into()),
            ..self
        }
    }

    /// With a condition that the application defines (RFC 6120 §8.3.4).
    #[must_use]
    pub fn with_application(self, application: Element) -> Self {
        Self {
            application: Some(application),
            ..self
        }
    }
}

impl From<Condition> for StanzaError {
    /// The error with the type that RFC 6120 §8.3.3 recommends for the condition.
    fn from(condition: Condition) -> Self {
        Self::new(condition.error_type(), condition)
    }
}

#[cfg(test)]
mod tests {
    use super::Condition;

    /// XEP-0086 §2, the table.
    #[test]
    fn conditions_have_legacy_codes() {
        let rows = [
            ("bad-request", 400),
            ("conflict", 409),
            ("feature-not-implemented", 501),
            ("forbidden", 403),
            ("gone", 302),
            ("internal-server-error", 500),
            ("item-not-found", 404),
            ("jid-malformed", 400),
            ("not-acceptable", 406),
            ("not-allowed", 405),
            ("not-authorized", 401),
            ("recipient-unavailable", 404),
            ("redirect", 302),
            ("registration-required", 407),
            ("remote-server-not-found", 404),
            ("remote-server-timeout", 504),
            ("resource-constraint", 500),
            ("service-unavailable", 503),
            ("subscription-required", 407),
            ("undefined-condition", 500),
            ("unexpected-request", 400),
        ];
        for (name, code) in rows {
            assert_eq!(Condition::named(name).legacy_code(), code, "{name}");
        }
    }
}
