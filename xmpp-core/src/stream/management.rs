//! Stream management (XEP-0198): stanzas are counted on both sides, so that each knows what the other has got.

use std::collections::VecDeque;

use super::fault::Fault;
use crate::Element;
use crate::schema::sm::HandledCountTooHigh;
use crate::schema::streamerror::Condition;

/// What one side counts. Numbers wrap at 2³² (XEP-0198 §4).
#[derive(Clone, Debug, Default)]
pub(super) struct Management {
    /// How many stanzas of the peer were handled.
    pub(super) handled: u32,
    /// How many stanzas were sent.
    sent: u32,
    /// How many of them the peer has acknowledged.
    acknowledged: u32,
    /// The peer was asked how many, and has not answered.
    asked: bool,
    /// The peer was asked and has got nothing new: it counts less than was sent, and would say so again.
    futile: bool,
    /// Those sent and not acknowledged that nobody else keeps, with their numbers.
    kept: VecDeque<(u32, String)>,
    /// They are of no use: the stream cannot be resumed.
    forgets: bool,
    /// What the stream is resumed by, if it can be.
    pub(super) resumption: Option<String>,
}

impl Management {
    /// A stream that can be resumed by this id, or not at all.
    pub(super) fn new(resumption: Option<String>) -> Self {
        Self {
            resumption,
            ..Self::default()
        }
    }

    /// A stanza of the peer is on its way to whoever handles it: before more is read, it will have been handled.
    pub(super) const fn count_received(&mut self) {
        self.handled = self.handled.wrapping_add(1);
    }

    /// A stanza is sent that the driver keeps.
    pub(super) const fn count_sent(&mut self) {
        self.futile = false;
        self.sent = self.sent.wrapping_add(1);
    }

    /// A stanza is sent that nobody else keeps.
    pub(super) fn keep_sent(&mut self, xml: String) {
        self.count_sent();
        if !self.forgets {
            self.kept.push_back((self.sent, xml));
        }
    }

    /// The stream cannot be resumed: nothing is kept from now on.
    pub(super) fn forget(&mut self) {
        self.forgets = true;
        self.kept = VecDeque::new();
        self.resumption = None;
    }

    /// How many stanzas are kept here.
    pub(super) fn kept(&self) -> usize {
        self.kept.len()
    }

    /// What is kept here, in the order in which it was sent.
    pub(super) fn into_kept(self) -> impl Iterator<Item = String> {
        self.kept.into_iter().map(|(_, xml)| xml)
    }

    /// Whether the peer is to be asked: something is not acknowledged, and no question is open.
    pub(super) const fn ask(&mut self) -> bool {
        let asks = !self.asked && !self.futile && self.unacknowledged() > 0;
        if asks {
            self.asked = true;
        }
        asks
    }

    /// The peer has handled so many in all. Gives how many of those that the driver keeps are among the new ones.
    ///
    /// # Errors
    /// Where that is more than was sent (XEP-0198 §6).
    pub(super) fn acknowledge(&mut self, h: u32) -> Result<usize, TooHigh> {
        let newly = h.wrapping_sub(self.acknowledged);
        if newly > self.unacknowledged() {
            return Err(TooHigh {
                h,
                send_count: self.sent,
            });
        }
        self.futile = newly == 0 && (self.asked || self.futile);
        self.asked = false;
        let mut own = 0;
        while let Some((number, _)) = self.kept.front()
            && number.wrapping_sub(self.acknowledged) <= newly
        {
            self.kept.pop_front();
            own += 1;
        }
        self.acknowledged = h;
        Ok((newly as usize).saturating_sub(own))
    }

    /// The stream goes on over another connection. What was not acknowledged is sent again: what is kept here comes first and is
    /// given back, the rest is for whoever keeps it.
    pub(super) fn resend(&mut self) -> Vec<String> {
        self.asked = false;
        self.sent = self.acknowledged;
        let kept = std::mem::take(&mut self.kept);
        let kept: Vec<String> = kept.into_iter().map(|(_, xml)| xml).collect();
        for xml in &kept {
            self.keep_sent(xml.clone());
        }
        kept
    }

    const fn unacknowledged(&self) -> u32 {
        self.sent.wrapping_sub(self.acknowledged)
    }
}

/// More was acknowledged than was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooHigh {
    h: u32,
    send_count: u32,
}

/// The stream ends: whoever counts wrongly loses stanzas (XEP-0198 §6).
impl From<TooHigh> for Fault {
    fn from(TooHigh { h, send_count }: TooHigh) -> Self {
        let text = format!("{h} stanzas were acknowledged, and {send_count} were sent");
        let application = Element::of(&HandledCountTooHigh::new(h, send_count));
        Self {
            application: application.ok(),
            ..Self::new(Condition::UndefinedCondition, text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Management, TooHigh};

    fn managed() -> Management {
        Management::new(Some("id".to_owned()))
    }

    /// XEP-0198 §4
    #[test]
    fn what_the_driver_keeps_is_told_from_what_is_kept_here() {
        let mut management = managed();
        management.count_sent();
        management.keep_sent("<a/>".to_owned());
        management.count_sent();
        management.count_sent();
        assert_eq!(management.acknowledge(1), Ok(1));
        assert_eq!(management.acknowledge(1), Ok(0), "the same again");
        assert_eq!(
            management.acknowledge(3),
            Ok(1),
            "one of two is the stream's own"
        );
        assert_eq!(management.resend(), Vec::<String>::new());
        assert_eq!(
            management.unacknowledged(),
            0,
            "the driver sends its own again"
        );
    }

    /// XEP-0198 §5: what is sent again keeps its number.
    #[test]
    fn what_was_lost_is_sent_again() {
        let mut management = managed();
        for xml in ["<a/>", "<b/>", "<c/>"] {
            management.keep_sent(xml.to_owned());
        }
        assert_eq!(management.acknowledge(1), Ok(0));
        assert_eq!(management.resend(), ["<b/>", "<c/>"]);
        assert_eq!(management.acknowledge(3), Ok(0));
        assert!(management.kept.is_empty());
    }

    /// XEP-0198 §6
    #[test]
    fn more_than_was_sent_cannot_be_acknowledged() {
        let mut management = managed();
        management.count_sent();
        let too_high = TooHigh {
            h: 2,
            send_count: 1,
        };
        assert_eq!(management.acknowledge(2), Err(too_high));
        assert_eq!(management.acknowledge(1), Ok(1));
        assert!(
            management.acknowledge(0).is_err(),
            "it cannot be taken back"
        );
    }

    /// XEP-0198 §4: behind 2³² - 1 comes 0.
    #[test]
    fn numbers_wrap() {
        let mut management = Management {
            sent: u32::MAX,
            acknowledged: u32::MAX,
            handled: u32::MAX,
            ..managed()
        };
        management.count_received();
        management.keep_sent("<a/>".to_owned());
        management.keep_sent("<b/>".to_owned());
        assert_eq!((management.handled, management.sent), (0, 1));
        assert_eq!(management.acknowledge(0), Ok(0));
        assert_eq!(management.resend(), ["<b/>"]);
        assert_eq!(management.acknowledge(1), Ok(0));
    }

    /// A peer that has missed a stanza says so for ever: it is asked again when there is more to ask for.
    #[test]
    fn a_peer_that_counts_too_little_is_not_asked_for_ever() {
        let mut management = managed();
        management.count_sent();
        assert!(management.ask());
        assert_eq!(management.acknowledge(0), Ok(0));
        assert!(!management.ask());
        management.count_sent();
        assert!(management.ask());
        assert_eq!(management.acknowledge(1), Ok(1));
        assert!(management.ask(), "something new has come");
        assert_eq!(management.acknowledge(1), Ok(0));
        assert!(!management.ask());
    }

    #[test]
    fn one_question_at_a_time() {
        let mut management = managed();
        assert!(!management.ask(), "nothing was sent");
        management.count_sent();
        assert!(management.ask());
        management.count_sent();
        assert!(!management.ask());
        assert_eq!(management.acknowledge(1), Ok(1));
        assert!(management.ask());
    }
}
