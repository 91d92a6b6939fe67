// A default of what may be absent: absence would have two meanings.

use xmpp_core::FromXml;

#[derive(FromXml)]
#[xml(namespace = "urn:example:tune")]
struct Tune {
    #[xml(attribute, default = Some(1))]
    track: Option<u32>,
}

fn main() {}
