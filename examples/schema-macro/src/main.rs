//! Schemas where they are used: one in a file, one written here.

xmpp_core::schema!("schemas/nudge.xsd");

xmpp_core::schema!(
    mood = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:example:mood:0'>
              <xs:element name='mood'>
                <xs:complexType>
                  <xs:attribute name='value' type='xs:NCName'/>
                </xs:complexType>
              </xs:element>
            </xs:schema>",
    catalog = "[mood.iq]
               mood = { get = 'mood', client = 'contacts' }"
);

use mood::{Mood, MoodHandler};
use nudge::Nudge;
use xmpp_core::schema::stanza::Iq;
use xmpp_core::service::{Cx, Rehearsal, Services};
use xmpp_core::{Element, Jid, StanzaError};

/// Tells how we are.
struct Hopeful;

impl MoodHandler for Hopeful {
    async fn get(&self, _: Cx<'_>, _: Mood) -> Result<Mood, StanzaError> {
        let value = Some("hopeful".parse().expect("a name"));
        Ok(Mood { value, ..Mood::default() })
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let nudge = Nudge::new("ada@example.com".parse()?);
    println!("{}", xmpp_core::write(&nudge)?);

    let romeo: Jid = "romeo@example.net/orchard".parse()?;
    let question = Iq::get(romeo.clone(), "1", &Mood::default())?;
    let rehearsal = Rehearsal::new(Services::new().with(mood::service(Hopeful)), romeo);
    let answer = rehearsal.ask_now(&question).ok_or("it waits")?;
    let answer = answer.map_err(|error| format!("{error:?}"))?;
    let expected = "<mood xmlns='urn:example:mood:0' value='hopeful'/>";
    assert_eq!(answer.as_ref().map(Element::to_string).as_deref(), Some(expected));
    println!("{expected}");
    Ok(())
}
