//! Types as a user would write them by hand.

use xmpp_core::{
    Answer, BareJid, Element, Extra, FromXml, Id, Jid, Lang, Rule, ToXml, Validate, Violation,
    XmlText,
};

pub(crate) mod ns {
    pub(crate) const ROSTER: &str = "jabber:iq:roster";
    pub(crate) const STANZAS: &str = "urn:ietf:params:xml:ns:xmpp-stanzas";
    pub(crate) const DATA: &str = "jabber:x:data";
    pub(crate) const FORWARD: &str = "urn:xmpp:forward:0";
}

/// `<message/>`: a push of information to another entity (RFC 6120 §8.2.1).
#[derive(Clone, Debug, Default, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = content)]
#[check(
    rule = "body-languages",
    distinct(bodies, by = "lang"),
    spec = "RFC 6121 §5.2.3"
)]
#[check(
    rule = "message-error",
    when(type_ = "error"),
    count(error = 1),
    spec = "RFC 6120 §8.3.1"
)]
pub(crate) struct Message {
    #[xml(attribute)]
    pub(crate) from: Option<Jid>,
    #[xml(attribute)]
    pub(crate) to: Option<Jid>,
    #[xml(attribute)]
    pub(crate) id: Option<Id>,
    #[xml(attribute, default)]
    pub(crate) type_: MessageType,
    #[xml(attribute = "xml:lang")]
    pub(crate) lang: Option<Lang>,
    #[xml(child)]
    pub(crate) subjects: Vec<Subject>,
    #[xml(child)]
    pub(crate) bodies: Vec<Body>,
    #[xml(child)]
    pub(crate) thread: Option<Thread>,
    #[xml(child)]
    pub(crate) error: Option<StanzaError>,
    #[xml(any)]
    pub(crate) payloads: Vec<Element>,
    #[xml(extra)]
    pub(crate) extra: Extra,
}

/// Values of `<message type=''/>`: an unknown one is `normal` (RFC 6121 §5.2.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, XmlText)]
#[xml(unknown = Normal)]
pub(crate) enum MessageType {
    Chat,
    Error,
    Groupchat,
    Headline,
    #[default]
    Normal,
}

#[derive(Clone, Debug, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = content)]
pub(crate) struct Subject {
    #[xml(attribute = "xml:lang")]
    pub(crate) lang: Option<Lang>,
    #[xml(text)]
    pub(crate) value: String,
    #[xml(extra)]
    pub(crate) extra: Extra,
}

#[derive(Clone, Debug, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = content)]
pub(crate) struct Body {
    #[xml(attribute = "xml:lang")]
    pub(crate) lang: Option<Lang>,
    #[xml(text)]
    pub(crate) value: String,
    #[xml(extra)]
    pub(crate) extra: Extra,
}

#[derive(Clone, Debug, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = content)]
#[check(
    rule = "thread-parent",
    differ(parent, value),
    answer = "not-acceptable"
)]
pub(crate) struct Thread {
    #[xml(attribute)]
    pub(crate) parent: Option<String>,
    #[xml(text)]
    pub(crate) value: String,
    #[xml(extra)]
    pub(crate) extra: Extra,
}

/// `<presence/>`
#[derive(Clone, Debug, Default, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = content)]
pub(crate) struct Presence {
    #[xml(attribute)]
    pub(crate) from: Option<Jid>,
    #[xml(attribute)]
    pub(crate) to: Option<Jid>,
    #[xml(attribute)]
    pub(crate) type_: Option<PresenceType>,
    #[xml(text_of = "show")]
    pub(crate) show: Option<Show>,
    #[xml(text_of = "status")]
    pub(crate) statuses: Vec<String>,
    #[xml(text_of = "priority", default)]
    pub(crate) priority: i8,
    #[xml(any)]
    pub(crate) payloads: Vec<Element>,
    #[xml(extra)]
    pub(crate) extra: Extra,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, XmlText)]
pub(crate) enum PresenceType {
    Error,
    Probe,
    Subscribe,
    Subscribed,
    Unavailable,
    Unsubscribe,
    Unsubscribed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, XmlText)]
pub(crate) enum Show {
    Away,
    Chat,
    #[xml(value = "dnd")]
    DoNotDisturb,
    Xa,
}

/// `<error/>`: why a stanza could not be processed (RFC 6120 §8.3.2).
#[derive(Clone, Debug, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = content, name = "error")]
pub(crate) struct StanzaError {
    #[xml(attribute)]
    pub(crate) by: Option<Jid>,
    #[xml(attribute)]
    pub(crate) type_: ErrorType,
    #[xml(child)]
    pub(crate) condition: Condition,
    #[xml(child)]
    pub(crate) text: Option<Text>,
    #[xml(any)]
    pub(crate) application: Option<Element>,
    #[xml(extra)]
    pub(crate) extra: Extra,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, XmlText)]
pub(crate) enum ErrorType {
    Auth,
    Cancel,
    Continue,
    Modify,
    Wait,
}

/// The defined condition; an unknown one is undefined (RFC 6120 §8.3.2).
#[derive(Clone, Debug, PartialEq, Eq, Hash, FromXml, ToXml, Validate)]
#[xml(namespace = ns::STANZAS, choice, unknown = UndefinedCondition)]
#[expect(clippy::enum_variant_names, reason = "RFC 6120 names it so")]
pub(crate) enum Condition {
    BadRequest,
    Conflict,
    #[xml(text)]
    Gone(String),
    #[xml(text)]
    Redirect(Option<String>),
    UndefinedCondition,
}

#[derive(Clone, Debug, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = ns::STANZAS)]
pub(crate) struct Text {
    #[xml(attribute = "xml:lang")]
    pub(crate) lang: Option<Lang>,
    #[xml(text)]
    pub(crate) value: String,
    #[xml(extra)]
    pub(crate) extra: Extra,
}

/// `<iq/>`, of which only the envelope matters here.
#[derive(Clone, Debug, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = content)]
#[check(
    rule = "iq-one-child",
    when(type_ = "get" | "set"),
    count(payloads = 1, error = 0),
    spec = "RFC 6120 §8.2.3"
)]
#[check(rule = "iq-result", when(type_ = "result"), count(payloads = ..=1))]
pub(crate) struct Iq {
    #[xml(attribute)]
    pub(crate) id: Id,
    #[xml(attribute)]
    pub(crate) type_: IqType,
    #[xml(any)]
    pub(crate) payloads: Vec<Element>,
    #[xml(child)]
    pub(crate) error: Option<StanzaError>,
    #[xml(extra)]
    pub(crate) extra: Extra,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, XmlText)]
pub(crate) enum IqType {
    Get,
    Set,
    Result,
    Error,
}

/// `<query/>`: a user's roster, or a change to it (RFC 6121 §2).
#[derive(Clone, Debug, Default, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = ns::ROSTER, name = "query")]
pub(crate) struct Roster {
    #[xml(attribute)]
    pub(crate) ver: Option<String>,
    #[xml(child)]
    pub(crate) items: Vec<Item>,
    #[xml(extra)]
    pub(crate) extra: Extra,
}

#[derive(Clone, Debug, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = ns::ROSTER)]
#[check(rule = "groups-differ", distinct(groups))]
pub(crate) struct Item {
    #[xml(attribute)]
    pub(crate) approved: Option<bool>,
    #[xml(attribute)]
    pub(crate) ask: Option<Ask>,
    #[xml(attribute)]
    pub(crate) jid: BareJid,
    #[xml(attribute)]
    #[check(max_length = 1023)]
    pub(crate) name: Option<String>,
    #[xml(attribute, default)]
    pub(crate) subscription: Subscription,
    #[xml(text_of = "group")]
    #[check(min_length = 1, max_length = 20)]
    pub(crate) groups: Vec<String>,
    #[xml(extra)]
    pub(crate) extra: Extra,
}

impl Item {
    pub(crate) fn new(jid: BareJid) -> Self {
        Self {
            approved: None,
            ask: None,
            jid,
            name: None,
            subscription: Subscription::None,
            groups: Vec::new(),
            extra: Extra::default(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, XmlText)]
pub(crate) enum Ask {
    Subscribe,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, XmlText)]
pub(crate) enum Subscription {
    Both,
    From,
    #[default]
    None,
    Remove,
    To,
}

/// `<x/>`: a data form (XEP-0004).
#[derive(Clone, Debug, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = ns::DATA, name = "x")]
#[check(with = Form::fields_are_named)]
pub(crate) struct Form {
    #[xml(attribute)]
    pub(crate) type_: FormType,
    #[xml(text_of = "instructions")]
    pub(crate) instructions: Vec<String>,
    #[xml(text_of = "title")]
    pub(crate) title: Option<String>,
    #[xml(child)]
    #[check(min_occurs = 1, max_occurs = 3)]
    pub(crate) fields: Vec<Field>,
    #[xml(extra)]
    pub(crate) extra: Extra,
}

impl Form {
    /// XEP-0004 §3.2: every field but a fixed one has a name.
    fn fields_are_named(&self) -> Result<(), Violation> {
        const RULE: Rule = Rule::new("field-var", Answer::BAD_REQUEST);
        let unnamed = |field: &Field| field.var.is_none() && field.type_ != FieldType::Fixed;
        if self.fields.iter().any(unnamed) {
            return Err(Violation::new(RULE, "a field of the form has no `var`")
                .with_help("name it, or make it `fixed`"));
        }
        Ok(())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, XmlText)]
pub(crate) enum FormType {
    Cancel,
    Form,
    Result,
    Submit,
}

/// `<field/>` of a form.
#[derive(Clone, Debug, Default, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = ns::DATA)]
pub(crate) struct Field {
    #[xml(attribute)]
    pub(crate) var: Option<String>,
    #[xml(attribute, default)]
    pub(crate) type_: FieldType,
    #[xml(attribute)]
    pub(crate) label: Option<String>,
    #[xml(text_of = "desc")]
    pub(crate) desc: Option<String>,
    #[xml(flag)]
    pub(crate) required: bool,
    #[xml(text_of = "value")]
    pub(crate) values: Vec<String>,
    #[xml(extra)]
    pub(crate) extra: Extra,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, XmlText)]
pub(crate) enum FieldType {
    Boolean,
    Fixed,
    ListMulti,
    #[default]
    TextSingle,
    #[xml(other)]
    Other(String),
}

/// `<forwarded/>` (XEP-0297): a stanza in a payload.
#[derive(Clone, Debug, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = ns::FORWARD)]
pub(crate) struct Forwarded {
    #[xml(child)]
    pub(crate) message: Option<Box<Message>>,
    #[xml(extra)]
    pub(crate) extra: Extra,
}
