//! Stream management on a server's stream (XEP-0198).

use std::sync::Arc;

use super::early::MOST;
use super::entry::failed;
use super::event::{ManageRequest, ResumeRequest, ServerEvent};
use super::{Phase, Server};
use crate::schema::sm::{Ack, AckRequest, Enable, Enabled, Resume, Resumed};
use crate::schema::stanzaerror;
use crate::schema::streamerror::Condition;
use crate::stream::Identity;
use crate::stream::fault::{Fault, Handled};
use crate::stream::link::Link;
use crate::stream::management::Management;
use crate::xml::Node;
use crate::{BareJid, Lang, decode};

/// A bound stream whose connection is gone, or was taken over by another: what goes on with the next one (XEP-0198 §5).
///
/// What the driver has sent and the client has not acknowledged is the driver's to keep.
#[derive(Debug)]
pub struct Suspended {
    identity: Arc<Identity>,
    lang: Option<Lang>,
    management: Box<Management>,
}

impl Suspended {
    /// Who was authenticated, and the address that was bound.
    pub fn identity(&self) -> &Arc<Identity> {
        &self.identity
    }

    /// What the client names the stream by.
    pub fn id(&self) -> &str {
        self.management.resumption.as_deref().unwrap_or_default()
    }
}

/// The driver was asked, and has not answered yet.
#[derive(Debug)]
pub(super) enum Question {
    Manage,
    /// With what the client has acknowledged of the earlier stream, and its name for it.
    Resume {
        h: u32,
        previd: String,
    },
}

impl Server {
    /// An element of stream management. None of them is a stanza, and none is counted.
    pub(super) fn on_management(
        &mut self,
        element: Node<'_>,
        link: &mut Link<ServerEvent>,
    ) -> Handled {
        if !self.policy.management {
            return Err(Condition::UnsupportedStanzaType.into());
        }
        if matches!(self.phase, Phase::Authentication(_)) {
            return self.on_early_management(element, link);
        }
        if let Some(enable) = decode::<Enable>(element, &mut ()) {
            return self.enable(&enable, link);
        }
        if let Some(resume) = decode::<Resume>(element, &mut ()) {
            return self.resume_instead(resume, link);
        }
        let Some(management) = &mut link.management else {
            let text = "this stream is not managed";
            return Err(Fault::new(Condition::UnsupportedStanzaType, text));
        };
        if let Some(ack) = decode::<Ack>(element, &mut ()) {
            let count = management.acknowledge(ack.h)?;
            if count > 0 {
                link.event(ServerEvent::Acknowledged(count));
            }
            return Ok(());
        }
        if decode::<AckRequest>(element, &mut ()).is_some() {
            let handled = management.handled;
            return link.write(&Ack::new(handled));
        }
        Err(Condition::UnsupportedStanzaType.into())
    }

    /// Before authentication, what asks for something fails, and the stream goes on (XEP-0198 §3, §5).
    fn on_early_management(&mut self, element: Node<'_>, link: &mut Link<ServerEvent>) -> Handled {
        self.early = self.early.saturating_add(1);
        if !["enable", "resume"].contains(&element.name()) || self.early > MOST {
            let text = "the client has not authenticated";
            return Err(Fault::new(Condition::NotAuthorized, text));
        }
        fail(stanzaerror::Condition::UnexpectedRequest, link)
    }

    /// After binding, and once (XEP-0198 §3).
    fn enable(&mut self, enable: &Enable, link: &mut Link<ServerEvent>) -> Handled {
        if !matches!(self.phase, Phase::Bound) {
            return fail(stanzaerror::Condition::UnexpectedRequest, link);
        }
        if link.management.is_some() {
            let text = "the stream is managed already";
            return Err(Fault::new(Condition::PolicyViolation, text));
        }
        self.ask_to_manage(enable, link);
        Ok(())
    }

    /// Whether stanzas are counted is for the driver to say, and whether the stream can be resumed.
    pub(super) fn ask_to_manage(&mut self, enable: &Enable, link: &mut Link<ServerEvent>) {
        self.question = Some(Box::new(Question::Manage));
        let id = link.entropy.token();
        link.ask(ServerEvent::Manage(ManageRequest {
            resume: enable.resume.unwrap_or_default(),
            max: enable.max,
            id,
        }));
    }

    /// The driver has decided.
    pub(super) fn manage(
        &mut self,
        max: Option<(String, u32)>,
        link: &mut Link<ServerEvent>,
    ) -> Handled {
        let asked = self
            .question
            .take_if(|question| matches!(**question, Question::Manage));
        if asked.is_none() {
            return Ok(());
        }
        link.answered();
        let enabled = match &max {
            Some((id, seconds)) => Enabled {
                id: Some(id.clone()),
                resume: Some(true),
                max: Some(*seconds),
                ..Enabled::default()
            },
            None => Enabled::default(),
        };
        link.management = Some(Box::new(Management::new(max.map(|(id, _)| id))));
        match self
            .entry
            .as_mut()
            .and_then(|entry| entry.success.bound.as_mut())
        {
            Some(bound) => {
                bound.enabled = Some(enabled);
                self.advance(link)
            }
            None => link.write(&enabled),
        }
    }

    /// In place of binding (XEP-0198 §5).
    fn resume_instead(&mut self, resume: Resume, link: &mut Link<ServerEvent>) -> Handled {
        let (Phase::Binding(_), Some(identity)) = (&self.phase, &self.identity) else {
            return fail(stanzaerror::Condition::UnexpectedRequest, link);
        };
        let account = identity.remote.to_bare();
        self.ask_to_resume(resume, account, link);
        Ok(())
    }

    /// The driver knows the earlier streams.
    pub(super) fn ask_to_resume(
        &mut self,
        resume: Resume,
        account: BareJid,
        link: &mut Link<ServerEvent>,
    ) {
        let (h, previd) = (resume.h, resume.previd.clone());
        self.question = Some(Box::new(Question::Resume { h, previd }));
        link.ask(ServerEvent::Resume(ResumeRequest {
            id: resume.previd,
            account,
        }));
    }

    /// The driver has found the earlier stream. What the client has not got comes again, in order.
    pub(super) fn resume(&mut self, suspended: Suspended, link: &mut Link<ServerEvent>) -> Handled {
        let Some(question) = self.question.take() else {
            return Ok(());
        };
        let Question::Resume { h, previd } = *question else {
            return Ok(());
        };
        link.answered();
        let Suspended {
            identity,
            lang,
            mut management,
        } = suspended;
        let resumed = Resumed::new(previd, management.handled);
        self.identity = Some(Arc::clone(&identity));
        match self.entry.take() {
            // No features follow (XEP-0198 §10.2).
            Some(mut entry) => {
                entry.success.resumed = Some(resumed);
                self.succeed(entry.success, link)?;
            }
            None => link.write(&resumed)?,
        }
        let count = management.acknowledge(h)?;
        let again = management.resend();
        link.management = Some(management);
        self.lang = lang;
        self.phase = Phase::Bound;
        link.establish();
        if count > 0 {
            link.event(ServerEvent::Acknowledged(count));
        }
        again.into_iter().for_each(|xml| link.bytes(xml));
        link.event(ServerEvent::Resumed(identity));
        Ok(())
    }

    /// There is no such stream: the client may bind instead (XEP-0198 §5).
    pub(super) fn refuse_management(
        &mut self,
        condition: stanzaerror::Condition,
        link: &mut Link<ServerEvent>,
    ) -> Handled {
        let Some(question) = self.question.take() else {
            return Ok(());
        };
        link.answered();
        if self.entry.is_some() {
            let resuming = matches!(*question, Question::Resume { .. });
            return self.enter_failed(failed(condition)?, resuming, link);
        }
        fail(condition, link)
    }

    /// What another connection goes on with, if this stream can be resumed at all.
    pub(super) fn suspend(&self, link: &mut Link<ServerEvent>) -> Option<Suspended> {
        let identity = self.identity.clone()?;
        let management = link
            .management
            .take_if(|management| management.resumption.is_some())?;
        Some(Suspended {
            identity,
            lang: self.lang.clone(),
            management,
        })
    }
}

/// `<failed/>`: the stream goes on without (XEP-0198 §6).
fn fail(condition: stanzaerror::Condition, link: &mut Link<ServerEvent>) -> Handled {
    link.write(&failed(condition)?)
}
