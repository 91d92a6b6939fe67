//! Ad-hoc commands (XEP-0050): what administrators can do with the service (XEP-0133).
//!
//! Each command asks one form at most, so nothing is kept between its two steps; the session id is made for people who read logs.

mod action;
mod form;
mod node;

use std::marker::PhantomData;

use tracing::info;
use xmpp_core::schema::commands::{
    Actions, Command, CommandAction, CommandHandler, CommandStatus, Execute, Note, NoteType,
};
use xmpp_core::schema::data_forms::{self, DataForm, FormType};
use xmpp_core::schema::stanzaerror::Condition;
use xmpp_core::service::{Cx, Place};
use xmpp_core::{Element, StanzaError};

use crate::router::{Asking, Backend};
use action::{Done, Failed};
use form::Answers;
pub(super) use node::{NAMESPACE, Node};

/// Does what administrators want.
pub(super) struct Commands<K>(PhantomData<fn() -> K>);

impl<K> Commands<K> {
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<K: Backend> CommandHandler for Commands<K> {
    async fn set(&self, cx: Cx<'_>, command: Command) -> Result<Command, StanzaError> {
        let asking = cx.host::<Asking<K>>()?;
        let node = Node::of(&command.node).ok_or(Condition::ItemNotFound)?;
        if !may_command(asking, cx, node) {
            return Err(Condition::Forbidden.into()); // XEP-0050 §4
        }
        let action = command.action.unwrap_or(CommandAction::Execute);
        let Some(session) = command.sessionid.clone() else {
            return begin(asking, node, action).await;
        };
        if !session.starts_with(node.name()) {
            return Err(wrong("bad-sessionid"));
        }
        match action {
            CommandAction::Cancel => Ok(Command {
                status: Some(CommandStatus::Canceled),
                sessionid: Some(session),
                ..Command::new(node.to_string())
            }),
            CommandAction::Prev => Err(wrong("bad-action")),
            CommandAction::Complete | CommandAction::Execute | CommandAction::Next => {
                let form = submitted(&command)?.ok_or_else(|| wrong("bad-payload"))?;
                Ok(carry_out(asking, node, session, &form).await)
            }
        }
    }
}

/// Whether who asks may use the command: administrators of the service may use all, of the domain that is asked or through the own
/// account.
pub(super) fn may_command<K: Backend>(asking: &Asking<K>, cx: Cx<'_>, node: Node) -> bool {
    let own = asking.session.jid().to_bare();
    let is_here = cx.place() == Place::Account || asking.router.is_local(cx.to().domain());
    is_here && (node.is_for_all() || asking.router.is_administrator(&own))
}

/// The first step: the form, or what is done without one.
async fn begin<K: Backend>(
    asking: &Asking<K>,
    node: Node,
    action: CommandAction,
) -> Result<Command, StanzaError> {
    if !matches!(action, CommandAction::Execute | CommandAction::Complete) {
        return Err(wrong("bad-action"));
    }
    let session = asking.router.next_id(node.name());
    let Some(form) = node.form() else {
        return Ok(carry_out(asking, node, session, &DataForm::new(FormType::Submit)).await);
    };
    Ok(Command {
        status: Some(CommandStatus::Executing),
        sessionid: Some(session),
        actions: Some(Actions {
            execute: Some(Execute::Complete),
            complete: true,
            ..Actions::default()
        }),
        payloads: vec![element(&form)?],
        ..Command::new(node.to_string())
    })
}

/// The form that was filled in.
fn submitted(command: &Command) -> Result<Option<DataForm>, StanzaError> {
    let mut forms = command.payloads.iter();
    let Some(form) = forms.find(|payload| payload.is(data_forms::NS, "x")) else {
        return Ok(None);
    };
    let form: DataForm = form.read().map_err(|_| wrong("bad-payload"))?;
    Ok(Some(form).filter(|form| form.type_ == FormType::Submit))
}

/// Does it, and says how it went: what fails is said in a note, since the request itself was right.
async fn carry_out<K: Backend>(
    asking: &Asking<K>,
    node: Node,
    session: String,
    form: &DataForm,
) -> Command {
    let administrator = asking.session.jid();
    let outcome = action::run(asking, node, &Answers::new(form)).await;
    let command = Command {
        status: Some(CommandStatus::Completed),
        sessionid: Some(session),
        ..Command::new(node.to_string())
    };
    match outcome {
        Ok(Done { form: None }) => {
            info!(%administrator, command = node.name(), "done");
            Command {
                notes: vec![Note::new("Operation finished successfully.")],
                ..command
            }
        }
        Ok(Done { form: Some(form) }) => Command {
            payloads: element(&form).into_iter().collect(),
            ..command
        },
        Err(Failed(text)) => Command {
            notes: vec![Note {
                type_: NoteType::Error,
                ..Note::new(text)
            }],
            ..command
        },
    }
}

fn element(form: &DataForm) -> Result<Element, StanzaError> {
    Element::of(form).map_err(|_| Condition::InternalServerError.into())
}

/// `bad-request` with the condition that commands have of their own (XEP-0050 §4.4).
fn wrong(condition: &str) -> StanzaError {
    StanzaError {
        application: Element::builder(NAMESPACE, condition).build().ok(),
        ..Condition::BadRequest.into()
    }
}
