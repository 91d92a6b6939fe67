//! Forms (XEP-0004), as far as commands need them.

use xmpp_core::Jid;
use xmpp_core::schema::data_forms::{DataForm, Field, FieldType, FormType};
use xmpp_core::text::ShortText;

use super::action::Failed;

/// What the forms of service administration are (XEP-0133 §3, XEP-0068).
const FORM_TYPE: &str = "http://jabber.org/protocol/admin";

/// The field that says what a form is.
pub(super) fn form_type() -> Field {
    text("FORM_TYPE", FieldType::Hidden, [FORM_TYPE.to_owned()])
}

/// A field with these values.
pub(super) fn text(var: &str, type_: FieldType, values: impl IntoIterator<Item = String>) -> Field {
    Field {
        var: Some(var.into()),
        type_: Some(type_),
        values: values.into_iter().map(ShortText::from).collect(),
        ..Field::default()
    }
}

/// What a command answers.
pub(super) fn result(fields: impl IntoIterator<Item = Field>) -> DataForm {
    DataForm {
        fields: [form_type()].into_iter().chain(fields).collect(),
        ..DataForm::new(FormType::Result)
    }
}

/// A form that was filled in.
pub(super) struct Answers<'f>(&'f DataForm);

impl<'f> Answers<'f> {
    pub(super) const fn new(form: &'f DataForm) -> Self {
        Self(form)
    }

    /// All values of a field.
    pub(super) fn all(&self, var: &str) -> &'f [ShortText] {
        let mut fields = self.0.fields.iter();
        let field = fields.find(|field| field.var.as_deref() == Some(var));
        field.map_or(&[], |field| &field.values)
    }

    /// The value of a field that has to have one.
    pub(super) fn one(&self, var: &str) -> Result<&'f str, Failed> {
        let first = self.all(var).first().map(ShortText::as_str);
        first
            .filter(|value| !value.is_empty())
            .ok_or_else(|| Failed(format!("`{var}` is missing")))
    }

    /// The addresses in a field that has to have one at least.
    pub(super) fn addresses(&self, var: &str) -> Result<Vec<Jid>, Failed> {
        self.one(var)?;
        self.all(var).iter().map(|text| address(text)).collect()
    }

    /// The address in a field.
    pub(super) fn address(&self, var: &str) -> Result<Jid, Failed> {
        address(self.one(var)?)
    }

    /// A number in a field, where there is one.
    pub(super) fn number(&self, var: &str) -> Option<usize> {
        self.all(var).first()?.parse().ok()
    }
}

fn address(text: &str) -> Result<Jid, Failed> {
    Jid::new(text.trim()).map_err(|error| {
        Failed(format!(
            "Please provide a valid JID: `{text}` is none, {error}"
        ))
    })
}
