//! Enums that are choices of elements, and enums of values.

use crate::types::*;
use crate::{clean, lenient, rewritten};
use xmpp_core::{Element, Extra, FromXml, ToXml, Validate, XmlText, write};

/// A choice of every kind of variant, which keeps unknown ones.
#[derive(Clone, Debug, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x", choice)]
enum Step {
    Begin,
    #[xml(name = "wait-for", text)]
    Wait(u8),
    #[xml(child)]
    Go(Box<Go>),
    #[xml(other)]
    Other(Element),
}

#[derive(Clone, Debug, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = "urn:y")]
struct Go {
    #[xml(attribute)]
    to: String,
    #[xml(extra)]
    extra: Extra,
}

#[derive(Clone, Debug, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
struct Plan {
    #[xml(child)]
    steps: Vec<Step>,
    #[xml(extra)]
    extra: Extra,
}

#[test]
fn variants_are_elements_text_or_other_types() {
    let xml = "<plan xmlns='urn:x'><begin/><wait-for>7</wait-for><go xmlns='urn:y' to='a' b='c'/>\
               <jump high='1'/><begin again='1'/></plan>";
    let plan: Plan = clean(xml);
    assert_eq!(plan.steps[..2], [Step::Begin, Step::Wait(7)]);
    assert!(matches!(&plan.steps[2], Step::Go(go) if go.to == "a"));
    assert!(matches!(&plan.steps[3], Step::Other(other) if other.name() == "jump"));
    assert_eq!(write(&plan).unwrap(), xml);
}

#[test]
fn an_open_choice_takes_elements_of_its_own_namespace_only() {
    let plan: Plan = clean("<plan xmlns='urn:x'><jump xmlns='urn:z'/></plan>");
    assert_eq!(plan.steps, []);
    assert_eq!(plan.extra.children().len(), 1);
}

#[test]
fn an_invalid_text_of_a_variant_is_reported_and_left_out() {
    let (plan, found) = lenient::<Plan>("<plan xmlns='urn:x'><wait-for>long</wait-for></plan>");
    assert_eq!(plan.unwrap().steps, []);
    assert_eq!(
        found,
        [
            "1:31+4 plan/wait-for invalid-value bad-request: `long` is not a value of `<wait-for/>`; \
             expected a whole number from 0 to 255"
        ]
    );
}

#[test]
fn an_unknown_condition_is_undefined() {
    // RFC 6120 §8.3.2
    let (error, found) = lenient::<StanzaError>(
        "<error xmlns='jabber:client' type='cancel'><odd xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>",
    );
    assert_eq!(error.unwrap().condition, Condition::UndefinedCondition);
    assert_eq!(
        found,
        [
            "1:44+4 error/odd unknown-value -: `<odd/>` is not known here; read as `<undefined-condition/>`"
        ]
    );
}

#[test]
fn an_unknown_element_beside_a_known_condition_is_left_to_the_wildcard() {
    for order in [
        "<odd xmlns='NS'/><gone xmlns='NS'/>",
        "<gone xmlns='NS'/><odd xmlns='NS'/>",
    ] {
        let children = order.replace("NS", ns::STANZAS);
        let error: StanzaError = clean(&format!(
            "<error xmlns='jabber:client' type='cancel'>{children}</error>"
        ));
        assert_eq!(error.condition, Condition::Gone(String::new()));
        assert_eq!(error.application.as_ref().map(Element::name), Some("odd"));
    }
}

#[test]
fn the_text_of_a_variant_may_be_optional() {
    let xml =
        |content: &str| format!("<redirect xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'{content}");
    assert_eq!(clean::<Condition>(&xml("/>")), Condition::Redirect(None));
    assert_eq!(
        clean::<Condition>(&xml(">a</redirect>")),
        Condition::Redirect(Some("a".into()))
    );
    assert_eq!(rewritten::<Condition>(&xml("/>")), xml("/>"));
}

#[test]
fn text_in_a_variant_without_fields_is_reported() {
    let (condition, found) = lenient::<Condition>(
        "<conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>why?</conflict>",
    );
    assert_eq!(condition, Some(Condition::Conflict));
    assert_eq!(
        found,
        [
            "1:55+4 conflict unexpected-text bad-request: `<conflict/>` holds text where only elements may stand"
        ]
    );
}

#[test]
fn a_choice_refuses_another_element() {
    let (step, found) = lenient::<Step>("<begin xmlns='urn:z'/>");
    assert_eq!(step, None);
    assert_eq!(
        found,
        [
            "1:1+6 begin unexpected-element bad-request: `<begin/>` of `urn:z` is another element, \
             expected `<begin/>`, `<wait-for/>` or `<go/>`"
        ]
    );
}

#[test]
fn values_are_read_and_written_in_their_canonical_form() {
    assert_eq!(Show::from_text(" \n dnd\t"), Ok(Show::DoNotDisturb));
    assert_eq!(Show::DoNotDisturb.to_text(), "dnd");
    assert_eq!(FieldType::from_text("list-multi"), Ok(FieldType::ListMulti));
    assert_eq!(
        Show::from_text("DND").unwrap_err().to_string(),
        "expected `away`, `chat`, `dnd` or `xa`"
    );
}

#[test]
fn an_open_list_keeps_unknown_values() {
    let other = FieldType::Other("text-rainbow".into());
    assert_eq!(FieldType::from_text("text-rainbow"), Ok(other.clone()));
    assert_eq!(other.to_text(), "text-rainbow");
}
