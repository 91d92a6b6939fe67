//! The resumable reader.

mod bind;
mod data;
mod declaration;
mod fault;
mod incoming;
mod machine;
mod name;
mod outside;
mod plain;
mod plain_name;
mod reference;
mod room;
mod scan;
mod scope;
mod stride;
mod tag;
#[cfg(test)]
mod tests;
mod text;
mod waits;

use crate::{Binding, Limits, Node, Position, Rule, Tape, XmlError, is_xml_char};
use fault::Fault;
use incoming::Incoming;
use machine::{Event, Machine, Phase, State, representable};

/// Resumable reader of a stream, or of one document.
///
/// It takes bytes as they come, split anywhere, also inside a character, and looks at each once. What it hands out and
/// refuses never depends on how the input was split. It reads the subset of XML that RFC 6120 §11 allows, as UTF-8; the
/// crate's documentation says which rule each refusal names.
#[derive(Debug)]
pub struct Reader {
    machine: Machine,
    incoming: Incoming,
    error: Option<XmlError>,
    /// The tape holds an item that was handed out.
    delivered: bool,
}

/// What the reader hands out: views that live until the reader is used again.
#[derive(Clone, Copy, Debug)]
pub enum Item<'r> {
    /// The stream header: the start tag of `<stream:stream>`, without content.
    Header(Node<'r>),
    /// A first-level element of the stream, or the root of the document.
    Stanza(Node<'r>),
    /// `</stream:stream>`.
    Close,
}

impl Reader {
    /// Reads a stream (RFC 6120 §4.2): a header, stanzas, the close.
    pub fn stream(limits: Limits) -> Self {
        Self::new(Machine::new(true, limits))
    }

    /// Reads one document, such as a WebSocket frame (RFC 7395 §3.3) or a stanza file: its root is the one stanza.
    pub fn document(limits: Limits) -> Self {
        Self::new(Machine::new(false, limits))
    }

    /// Reads one document inside the given declarations. Declarations that no start tag could have made are passed over.
    pub fn fragment(limits: Limits, context: &[Binding]) -> Self {
        let mut reader = Self::document(limits);
        let machine = &mut reader.machine;
        for binding in context {
            if refused_binding(binding).is_none() {
                let namespace = machine.tape.namespaces.intern(&binding.namespace);
                machine.scope.bind_outside(&binding.prefix, namespace);
                machine.tape.outside.push(binding.clone());
            }
        }
        machine.outer_default = machine.scope.outer_default();
        machine.outer_namespaces = machine.tape.namespaces.len();
        reader
    }

    /// Takes bytes, split anywhere. After an error, and after invalid UTF-8, they are dropped.
    ///
    /// Bytes stay in memory until [`read`](Self::read) has looked at them: read until it returns `None` before the next
    /// call, then no more than the limit of one stanza is ever kept.
    pub fn receive(&mut self, bytes: &[u8]) {
        match bytes {
            &[byte] if byte.is_ascii() => self.receive_byte(byte),
            _ if self.error.is_some() => {}
            _ if self.machine.is_inside(bytes.len()) => self.receive_inside(bytes),
            _ => self.receive_piece(bytes),
        }
    }

    /// Takes one byte of ASCII.
    #[inline(never)]
    fn receive_byte(&mut self, byte: u8) {
        if self.error.is_some() {
            return;
        }
        if !self.incoming.is_whole() {
            self.receive_piece(&[byte]);
        } else if self.delivered || !self.machine.take_plain(byte) {
            self.release();
            self.machine.compact();
            self.machine.tape.text.push(char::from(byte));
        }
    }

    /// Takes what a text or value mostly goes on with: of a long one that comes in pieces, most are such.
    #[inline(never)]
    fn receive_inside(&mut self, bytes: &[u8]) {
        self.machine.compact_inside();
        let text = &mut self.machine.tape.text;
        let came = if self.incoming.is_whole() {
            &bytes[..self.incoming.take(bytes, text)]
        } else {
            self.incoming.receive(bytes, text);
            &[]
        };
        self.machine.run_on(came);
    }

    /// Takes bytes that are not all plain.
    #[inline(never)]
    fn receive_piece(&mut self, bytes: &[u8]) {
        self.release();
        self.machine.compact();
        let text = &mut self.machine.tape.text;
        if self.incoming.is_whole() {
            self.incoming.take(bytes, text);
        } else {
            self.incoming.receive(bytes, text);
        }
    }

    /// The next item; `None` asks for more bytes.
    ///
    /// # Errors
    /// The first rule that the input breaks; the reader is at its end then, and returns the same again ever after.
    #[inline]
    pub fn read(&mut self) -> Result<Option<Item<'_>>, XmlError> {
        self.release();
        if self.error.is_none() && self.machine.is_idle() && !self.incoming.is_broken() {
            return Ok(None);
        }
        self.read_on()
    }

    #[inline(never)]
    fn read_on(&mut self) -> Result<Option<Item<'_>>, XmlError> {
        let Some(event) = self.advance()? else {
            return Ok(None);
        };
        self.delivered = true;
        let root = Node::new(&self.machine.tape, 0);
        Ok(Some(match event {
            Event::Header => Item::Header(root),
            Event::Element => Item::Stanza(root),
            Event::Close => Item::Close,
        }))
    }

    /// The input has ended. To be called when [`read`](Self::read) has returned `None`: an item not yet read is lost.
    ///
    /// # Errors
    /// `not-well-formed` where something is still open: an element, a stream without its close, a document without its
    /// root; `unsupported-encoding` inside a character; the same error as `read` after an error.
    pub fn finish(&mut self) -> Result<(), XmlError> {
        self.release();
        while self.advance()?.is_some() {
            self.machine.release();
        }
        if self.incoming.partial() > 0 {
            return Err(self.fail_encoding());
        }
        if self.machine.phase == Phase::Epilog && self.machine.state == State::Outside {
            return Ok(());
        }
        let message = match (self.machine.phase, self.machine.stream) {
            (Phase::Prolog, true) => "the input ends before the stream header does",
            (_, true) => "the input ends before the stream does",
            (_, false) => "the input ends before the document does",
        };
        let at = self.machine.tape.text.len();
        Err(self.fail(Fault::not_well_formed(at, 0, message)))
    }

    /// Other limits from now on, such as after authentication; an element being read is held to them as well.
    pub fn set_limits(&mut self, limits: Limits) {
        if self.error.is_none() {
            let _ = self.go_over_waiting(); // a fault stays, and is what is read next
        }
        self.machine.limits = representable(limits);
    }

    /// A new stream header comes, after STARTTLS (RFC 6120 §4.3.3): what was received and not yet handed out is discarded,
    /// so that nothing sent before the restart is read as if it came after (RFC 6120 §5.4.3.3). An error stays.
    ///
    /// A reader of documents begins its next document, in the same context and in the memory of the last.
    pub fn restart(&mut self) {
        self.machine.restart(self.incoming.partial());
        self.incoming = Incoming::default();
        self.delivered = false;
    }

    /// A new stream header comes over the same channel, after SASL (RFC 6120 §6.4.6): it begins behind the item handed out
    /// last. An error stays.
    pub fn restart_behind(&mut self) {
        let tape = &self.machine.tape;
        let at = if self.delivered {
            self.machine.at
        } else {
            tape.start
        };
        self.machine.restart_at(at);
        self.delivered = false;
    }

    /// Bytes received and not yet handed out.
    pub fn pending(&self) -> usize {
        let tape = &self.machine.tape;
        let from = if self.delivered {
            self.machine.at
        } else {
            tape.start
        };
        tape.text.len() - from + self.incoming.partial()
    }

    /// Bytes of white space skipped between stanzas so far (RFC 6120 §4.6.1).
    pub const fn whitespace(&self) -> u64 {
        self.machine.white_space
    }

    /// Whether what was received goes on with white space, behind the item handed out last.
    pub fn white_space_is_next(&self) -> bool {
        let tape = &self.machine.tape;
        let from = if self.delivered {
            self.machine.at
        } else {
            tape.start
        };
        let next = tape.text.as_bytes().get(from);
        next.is_some_and(u8::is_ascii_whitespace)
    }

    /// The default namespace that the stream header declares (RFC 6120 §4.8.2), empty before it.
    pub fn content_namespace(&self) -> &str {
        let machine = &self.machine;
        machine.tape.namespaces.name(machine.outer_default)
    }

    /// Reads a whole document.
    pub(crate) fn whole(mut self, bytes: &[u8]) -> Result<Tape, XmlError> {
        self.make_room(bytes.len());
        self.receive(bytes);
        self.read()?;
        self.finish()?;
        Ok(self.machine.tape)
    }

    /// Reads a whole document in the memory of the last one: the root. After an error, the reader is at its end.
    #[doc(hidden)]
    pub fn next_document(&mut self, xml: &str) -> Result<Node<'_>, XmlError> {
        self.restart();
        self.make_room(xml.len());
        self.machine.tape.text.push_str(xml);
        self.read()?;
        self.finish()?;
        Ok(Node::new(&self.machine.tape, 0))
    }

    /// Makes room for a document of that many bytes.
    fn make_room(&mut self, bytes: usize) {
        const BYTES_OF_A_TOKEN: usize = 12; // where there are tags and white space, and little else
        let machine = &mut self.machine;
        let tokens = (bytes / BYTES_OF_A_TOKEN).min(machine.limits.tokens);
        machine.tape.entries.reserve_exact(tokens + 2);
        machine.tape.text.reserve_exact(bytes + plain::TOKEN);
    }

    fn new(machine: Machine) -> Self {
        Self {
            machine,
            incoming: Incoming::default(),
            error: None,
            delivered: false,
        }
    }

    /// Forgets the item handed out. The one element of a document stays: whoever has read it may still want it.
    #[inline]
    fn release(&mut self) {
        if std::mem::take(&mut self.delivered) && self.machine.stream {
            self.machine.release();
        }
    }

    fn advance(&mut self) -> Result<Option<Event>, XmlError> {
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        match self.machine.advance() {
            Ok(None) if self.incoming.is_broken() => Err(self.fail_encoding()),
            Ok(event) => Ok(event),
            Err(fault) => Err(self.fail(fault)),
        }
    }

    /// Goes over what waits for its rest: no more of it is to come, or what comes is held to other limits.
    fn go_over_waiting(&mut self) -> Result<(), XmlError> {
        let result = self.machine.go_over_waiting();
        result.map_err(|fault| self.fail(fault))
    }

    /// RFC 6120 §4.9.3.22: who violates the rules of UTF-8 hears `unsupported-encoding`.
    #[cold]
    fn fail_encoding(&mut self) -> XmlError {
        if let Err(error) = self.go_over_waiting() {
            return error;
        }
        let at = self.machine.tape.text.len();
        let message = "the input is not UTF-8";
        self.fail(Fault::new(Rule::UNSUPPORTED_ENCODING, at, 1, message))
    }

    fn fail(&mut self, fault: Fault) -> XmlError {
        let fault = *fault.0;
        let tape = &self.machine.tape;
        let start = tape.start;
        let at = fault.at.saturating_sub(start);
        let position = Position::locate(tape.text(), at, tape.base + start as u64);
        let path = self.path();
        let error = XmlError::new(fault.rule, position, fault.length, path, fault.message);
        self.error = Some(error.clone());
        error
    }

    /// The open elements; `/` outside of all.
    fn path(&self) -> String {
        let machine = &self.machine;
        let names = machine.open.iter().map(|open| {
            let entry = machine.tape.entry(open.entry);
            machine.tape.split_name(entry).1
        });
        let path = names.collect::<Vec<_>>().join("/");
        if path.is_empty() {
            "/".to_owned()
        } else {
            path
        }
    }
}

/// Why no start tag could have made the declaration, if so.
pub(crate) fn refused_binding(binding: &Binding) -> Option<String> {
    if !binding.prefix.is_empty() && !crate::is_ncname(&binding.prefix) {
        return Some(format!(
            "`{}` is no prefix",
            crate::wording::shown(&binding.prefix)
        ));
    }
    if !binding.namespace.chars().all(is_xml_char) {
        return Some("a namespace name has a character that XML cannot carry".into());
    }
    bind::refused_declaration(&binding.prefix, &binding.namespace)
}
