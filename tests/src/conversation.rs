//! Conversations: what a client and a server say to each other, as text files under `tests/conversations/`.
//!
//! ```text
//! # The server does not serve the domain that the client asks for.
//! covers: RFC6120#4.9.3.6
//! C: <stream:stream to='elsewhere.example' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>
//! S: <?xml version='1.0'?><stream:stream from='im.example.com' id='{id}' version='1.0' xml:lang='en' {any}>
//! S: <stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>
//! !: Closed Error host-unknown
//! ```
//!
//! | line | meaning |
//! | --- | --- |
//! | `# ...` | the first ones are the title, later ones are comments |
//! | `covers: RFC6120#4.9.3.6` | a clause, or a row of a list of attacks or rules, that this conversation shows |
//! | `role: client`, `role: component` | the client or a component is under test; without this line, the server is |
//! | `with: key=value` | how the one under test is set up, see [`Setup`] |
//! | `include: bound` | the lines of `common/bound.part` stand here |
//! | `C: ...`, `S: ...` | what client and server say; neighbouring lines of one side are one text |
//! | `!: Bound {jid}` | the one under test tells its driver this; a counterpart without events skips it |
//! | `do: close` | the driver of the one under test does this, see [`Counterpart::act`] |
//! | `after: 61s` | time passes |
//! | `quiet:` | nothing was said or told that is not written above |
//! | `end:` | the other one ends the connection |
//! | `differ: id1 id2` | two texts that were captured are not the same |
//!
//! White space at both ends of a line is no part of the text. `{any}` stands for anything, as little of it as will do. `{name}`
//! captures the same and keeps it: where it stands again, it is what was captured. What else can stand in braces is said at
//! [`Speech`].
//!
//! The one under test is a [`Counterpart`]: a machine in memory, or a program behind a socket. The runner plays the other side,
//! says its lines cut into pieces as [`Cuts`] says, and holds the one under test to its own lines.

mod client;
mod component;
mod log;
mod outcome;
mod scram;
mod script;
mod server;
mod setup;
mod speech;

use std::time::Duration;

pub use client::ClientMachine;
pub use component::ComponentMachine;
pub use outcome::{Mismatch, Outcome};
pub use scram::Scram;
pub use script::{Conversation, Line, Step, all};
pub use server::ServerMachine;
pub use setup::{Account, Role, Setup};
pub use speech::{Match, Speech};

/// The one under test.
pub trait Counterpart {
    /// Begins a connection.
    ///
    /// # Errors
    /// Why this counterpart cannot be set up like this: the conversation is skipped.
    fn begin(&mut self, setup: &Setup) -> Result<(), String>;

    /// How often a password is to be hashed that the runner plays a server for: as often as clients demand it
    /// (RFC 5802 §5.1).
    fn iterations(&self) -> u32 {
        4096
    }

    /// Says something to it.
    fn say(&mut self, bytes: &[u8]);

    /// Ends the connection, as far as saying goes.
    fn end(&mut self);

    /// What it says next, waiting for it where that is of use. `None` if it says no more, or has an event to tell first.
    fn hear(&mut self) -> Option<Vec<u8>>;

    /// The next event, which is to be the one that `expected` describes. What follows from it for the connection, a TLS
    /// handshake or the end, is done here too.
    ///
    /// # Errors
    /// What it tells instead. A counterpart that tells no events agrees to everything that it cannot see.
    fn event(&mut self, expected: &Speech, scram: &mut Scram) -> Result<(), Mismatch>;

    /// Lets its driver do something.
    ///
    /// # Errors
    /// That this counterpart cannot do that: the conversation is skipped.
    fn act(&mut self, action: &str) -> Result<(), String>;

    /// Lets time pass.
    ///
    /// # Errors
    /// That this counterpart has no time of its own: the conversation is skipped.
    fn wait(&mut self, time: Duration) -> Result<(), String>;

    /// What it has said or told that the conversation does not have.
    fn rest(&mut self) -> Option<String>;
}

/// How the runner cuts what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cuts {
    /// Not at all.
    Whole,
    /// In two, before this byte of all that the conversation itself lets it say. What is included is not cut.
    At(usize),
    /// Into single bytes.
    Bytes,
}

/// Plays a conversation against the one under test.
///
/// # Errors
/// The first line that it does not keep to.
pub fn run(
    conversation: &Conversation,
    counterpart: &mut dyn Counterpart,
    cuts: Cuts,
) -> Result<Outcome, Mismatch> {
    if let Err(reason) = counterpart.begin(&conversation.setup) {
        return Ok(Outcome::Skipped(reason));
    }
    let scram = Scram::new(counterpart.iterations());
    let mut player = Player {
        counterpart,
        side: conversation.setup.role.side(),
        heard: Vec::new(),
        said: 0,
        cuts,
        scram,
    };
    for line in &conversation.lines {
        let played = player
            .play(line)
            .map_err(|mismatch| mismatch.at(conversation, line))?;
        if let Err(reason) = played {
            return Ok(Outcome::Skipped(reason));
        }
    }
    player.check_quiet()?;
    Ok(Outcome::Passed { said: player.said })
}

struct Player<'c> {
    counterpart: &'c mut dyn Counterpart,
    side: Role,
    heard: Vec<u8>,
    said: usize,
    cuts: Cuts,
    scram: Scram,
}

impl Player<'_> {
    /// Plays one line; the inner error says why the counterpart cannot.
    fn play(&mut self, line: &Line) -> Result<Result<(), String>, Mismatch> {
        match &line.step {
            Step::Speech(role, speech) if *role == self.side => self.listen(speech)?,
            Step::Speech(_, speech) => {
                let bytes = speech.render(&mut self.scram)?;
                self.say(&bytes, line.included);
            }
            Step::Event(expected) => {
                self.check_all_understood()?;
                self.counterpart.event(expected, &mut self.scram)?;
            }
            Step::Act(action) => return Ok(self.counterpart.act(action)),
            Step::After(time) => return Ok(self.counterpart.wait(*time)),
            Step::Quiet => self.check_quiet()?,
            Step::End => self.counterpart.end(),
            Step::Differ(one, other) => self.scram.check_differ(one, other)?,
        }
        Ok(Ok(()))
    }

    fn say(&mut self, bytes: &[u8], included: bool) {
        let start = self.said;
        if !included {
            self.said += bytes.len();
        }
        match self.cuts {
            Cuts::Bytes => bytes.chunks(1).for_each(|byte| self.counterpart.say(byte)),
            Cuts::At(place) if !included && (start..start + bytes.len()).contains(&place) => {
                let (head, tail) = bytes.split_at(place - start);
                self.counterpart.say(head);
                self.counterpart.say(tail);
            }
            Cuts::At(_) | Cuts::Whole => self.counterpart.say(bytes),
        }
    }

    fn listen(&mut self, speech: &Speech) -> Result<(), Mismatch> {
        loop {
            let heard = String::from_utf8_lossy(&self.heard).into_owned();
            match speech.compare(&heard, &self.scram) {
                Match::Whole { length, captures } => {
                    self.heard.drain(..length);
                    return self.scram.capture(captures);
                }
                Match::Different { at } => return Err(Mismatch::said(speech, &heard, at)),
                Match::Incomplete => match self.counterpart.hear() {
                    Some(more) => self.heard.extend(more),
                    None => return Err(Mismatch::said(speech, &heard, heard.len())),
                },
            }
        }
    }

    /// Nothing that was heard is left over.
    fn check_all_understood(&self) -> Result<(), Mismatch> {
        if self.heard.is_empty() {
            return Ok(());
        }
        Err(Mismatch::surplus(&String::from_utf8_lossy(&self.heard)))
    }

    fn check_quiet(&mut self) -> Result<(), Mismatch> {
        self.check_all_understood()?;
        match self.counterpart.rest() {
            None => Ok(()),
            Some(rest) => Err(Mismatch::surplus(&rest)),
        }
    }
}
