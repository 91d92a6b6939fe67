//! Character references and the five entities (XML 1.0 §4.1, §4.6).

use super::fault::Fault;
use super::machine::{Machine, State};
use crate::escape::predefined_entity;
use crate::is_xml_char;
use crate::names::is_ncname_char;
use crate::wording::shown;

/// The reference that the machine is inside of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reference {
    /// Where its `&` stands in the buffer.
    pub(super) at: usize,
    form: Form,
    /// The number so far, never more than one above the last character there is.
    code: u32,
    in_value: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Form {
    /// Behind `&`.
    #[default]
    Start,
    /// `&name`
    Name,
    /// Behind `&#`.
    Number,
    /// `&#1`
    Decimal,
    /// Behind `&#x`.
    HexStart,
    /// `&#x1`
    Hex,
}

impl Machine {
    /// A `&` stands at `at`, in a value or in character data.
    pub(super) fn begin_reference(&mut self, in_value: bool) {
        self.escaped = true;
        self.reference = Reference {
            at: self.at,
            in_value,
            ..Reference::default()
        };
        self.at += 1;
        self.state = State::Reference;
    }

    /// Inside a reference.
    pub(super) fn reference(&mut self) -> Result<(), Fault> {
        while self.at < self.end {
            self.check_piece(self.reference.in_value)?;
            let character = self.character(self.at);
            if character == ';' {
                return self.end_reference();
            }
            self.reference.form = self.next_form(character)?;
            self.at = self.end.min(self.at + character.len_utf8());
        }
        Ok(())
    }

    fn next_form(&mut self, character: char) -> Result<Form, Fault> {
        let (base, form) = match (self.reference.form, character) {
            (Form::Start, '#') => return Ok(Form::Number),
            (Form::Number, 'x') => return Ok(Form::HexStart),
            (Form::Number | Form::Decimal, '0'..='9') => (10, Form::Decimal),
            (Form::HexStart | Form::Hex, '0'..='9' | 'a'..='f' | 'A'..='F') => (16, Form::Hex),
            (Form::Start, first) if crate::names::is_ncname_start(first) => return Ok(Form::Name),
            (Form::Name, next) if is_ncname_char(next) => {
                // XML's own five are within every limit.
                let limit = self.limits.name.max("&quot".len());
                self.check_length(self.reference.at, limit, "bytes in a name")?;
                return Ok(Form::Name);
            }
            _ => return Err(self.unexpected("the rest of a reference")),
        };
        let digit = character.to_digit(base).unwrap_or(0);
        let code = self.reference.code * base + digit;
        self.reference.code = code.min(u32::from(char::MAX) + 1);
        Ok(form)
    }

    /// The `;` stands at `at`.
    fn end_reference(&mut self) -> Result<(), Fault> {
        let Reference {
            at,
            form,
            code,
            in_value,
        } = self.reference;
        let text = &self.tape.text[at..=self.at];
        match form {
            Form::Name if predefined_entity(&text[1..text.len() - 1]).is_some() => {}
            Form::Name => {
                let message = format!("the entity `{}` is none of XML's own five", shown(text));
                return Err(Fault::restricted(at, text.len(), message));
            }
            Form::Decimal | Form::Hex if char::from_u32(code).is_some_and(is_xml_char) => {}
            Form::Decimal | Form::Hex => {
                let message = format!("`{}` refers to no character of XML", shown(text));
                return Err(Fault::not_well_formed(at, text.len(), message));
            }
            _ => return Err(self.unexpected("the rest of a reference")),
        }
        self.at += 1;
        self.state = if in_value { State::Value } else { State::Text };
        Ok(())
    }
}
