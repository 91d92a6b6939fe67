//! Any bytes: no panic, one verdict however the input is cut, and what was read reads the same when it is written again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use xmpp_xml::{Fragment, Item, Limits, Reader, Writer};

/// Bytes of a piece: few, and so many that a short start tag is looked at again where a piece cuts it.
const SIZES: [usize; 12] = [1, 2, 3, 4, 5, 7, 9, 64, 130, 150, 200, 300];

fuzz_target!(|data: &[u8]| {
    let [choice, input @ ..] = data else { return };
    let stream = choice & 1 == 1;
    let whole = read(input, stream, input.len().max(1));
    let size = SIZES[usize::from(choice >> 1) % SIZES.len()];
    assert_eq!(read(input, stream, size), whole, "in pieces of {size}");
    for fragment in &whole.0 {
        let text = fragment.to_xml();
        assert_eq!(Fragment::parse(&text).as_ref(), Ok(fragment), "{text}");
        let mut writer = Writer::document();
        writer.fragment(fragment);
        let written = writer.finish().expect("what was read can be written");
        assert_eq!(
            Fragment::parse(&written).as_ref(),
            Ok(fragment),
            "{written}"
        );
    }
});

/// What is read, and how it ends.
fn read(input: &[u8], stream: bool, size: usize) -> (Vec<Fragment>, Option<String>) {
    let mut reader = if stream {
        Reader::stream(Limits::CLIENT)
    } else {
        Reader::document(Limits::CLIENT)
    };
    let mut fragments = Vec::new();
    for piece in input.chunks(size) {
        reader.receive(piece);
        loop {
            match reader.read() {
                Ok(Some(Item::Stanza(node))) => fragments.push(node.to_fragment()),
                Ok(Some(Item::Header(_) | Item::Close)) => {}
                Ok(None) => break,
                Err(error) => return (fragments, Some(error.to_string())),
            }
        }
    }
    let end = reader.finish().err().map(|error| error.to_string());
    (fragments, end)
}
