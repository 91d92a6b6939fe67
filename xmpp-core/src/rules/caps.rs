//! Entity capabilities: what an entity is and can do, as a hash (XEP-0115 §5.1).

use sha1::{Digest as _, Sha1};

use crate::schema::data_forms::{self, DataForm, Field};
use crate::schema::disco_info::{DiscoInfo, Identity};
use crate::text::ShortText;
use crate::{Base64, XmlText as _};

/// The verification string of an answer to service discovery, with SHA-1: identities, features and forms in an order of their
/// own, so that the order in which they were told makes no difference.
///
/// It can be trusted only as far as the answer keeps to XEP-0115 §5.4: `<` inside of what is hashed is not told from what
/// separates.
pub fn verification(info: &DiscoInfo) -> String {
    let mut hashed = String::new();
    let mut identities: Vec<String> = info.identities.iter().map(identity).collect();
    identities.sort_unstable();
    let mut features: Vec<&str> = info.features.iter().map(|feature| &*feature.var).collect();
    features.sort_unstable();
    let forms = info.payloads.iter();
    let mut forms: Vec<String> = forms
        .filter(|payload| payload.is(data_forms::NS, "x"))
        .filter_map(|payload| form(&payload.read().ok()?))
        .collect();
    forms.sort_unstable();
    for part in identities.iter().map(String::as_str).chain(features) {
        push(&mut hashed, part);
    }
    forms.iter().for_each(|form| hashed.push_str(form));
    Base64::new(Sha1::digest(hashed.as_bytes()).to_vec())
        .to_text()
        .into_owned()
}

fn identity(identity: &Identity) -> String {
    let lang = identity.lang.as_ref().map_or("", |lang| lang.as_str());
    let name = identity.name.as_deref().unwrap_or_default();
    format!("{}/{}/{lang}/{name}", identity.category, identity.type_)
}

/// A form, its type first; one without a type is left out (XEP-0115 §5.4).
fn form(form: &DataForm) -> Option<String> {
    const TYPE: &str = "FORM_TYPE";
    let is_type = |field: &&Field| field.var.as_deref() == Some(TYPE);
    let mut fields: Vec<&Field> = form.fields.iter().collect();
    let mut hashed = String::new();
    push(
        &mut hashed,
        fields
            .iter()
            .copied()
            .find(|field| is_type(field))?
            .values
            .first()?,
    );
    fields.retain(|field| !is_type(field));
    fields.sort_by(|one, other| one.var.cmp(&other.var));
    for field in fields {
        push(&mut hashed, field.var.as_deref().unwrap_or_default());
        let mut values: Vec<&ShortText> = field.values.iter().collect();
        values.sort_unstable();
        values
            .into_iter()
            .for_each(|value| push(&mut hashed, value));
    }
    Some(hashed)
}

fn push(hashed: &mut String, part: &str) {
    hashed.push_str(part);
    hashed.push('<');
}

#[cfg(test)]
mod tests {
    use super::verification;
    use crate::Element;

    fn of(content: &str) -> String {
        let xml = format!("<query xmlns='http://jabber.org/protocol/disco#info'>{content}</query>");
        let element = Element::parse(&xml).expect("well-formed");
        verification(&element.read().expect("valid"))
    }

    const FEATURES: &str = "<feature var='http://jabber.org/protocol/muc'/>\
                            <feature var='http://jabber.org/protocol/disco#info'/>\
                            <feature var='http://jabber.org/protocol/caps'/>\
                            <feature var='http://jabber.org/protocol/disco#items'/>";

    /// XEP-0115 §5.2.
    #[test]
    fn the_simple_example() {
        let identity = "<identity category='client' type='pc' name='Exodus 0.9.1'/>";
        assert_eq!(
            of(&format!("{identity}{FEATURES}")),
            "QgayPKawpkPSDYmwT/WM94uAlu0="
        );
    }

    /// XEP-0115 §5.3.
    #[test]
    fn the_complex_example() {
        let identities = "<identity xml:lang='en' category='client' name='Psi 0.11' type='pc'/>\
                          <identity xml:lang='el' category='client' name='Ψ 0.11' type='pc'/>";
        let form = "<x xmlns='jabber:x:data' type='result'>\
                    <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:dataforms:softwareinfo</value></field>\
                    <field var='ip_version' type='text-multi'><value>ipv4</value><value>ipv6</value></field>\
                    <field var='os'><value>Mac</value></field><field var='os_version'><value>10.5.1</value></field>\
                    <field var='software'><value>Psi</value></field>\
                    <field var='software_version'><value>0.11</value></field></x>";
        assert_eq!(
            of(&format!("{identities}{FEATURES}{form}")),
            "q07IKJEyjvHSyhy//CH0CxmKi8w="
        );
    }
}
