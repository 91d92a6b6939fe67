//! What only the inside can tell: tapes, and how much work was done.

use super::*;
use crate::node::told;
use crate::tape::Entry;

const HEADER: &str =
    "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

/// Elements with the one prefix that is bound without a declaration, behind one that has it and beside others.
const PREFIX_OF_XML: &str = "<stream:a><xml:b/><b xmlns:xml='http://www.w3.org/XML/1998/namespace'><xml:c><stream:d/></xml:c></b></stream:a>";

/// One item as it stands on the tape, the bytes it points into included.
type Taken = (Vec<Entry>, String, Vec<String>);

fn taken(pieces: &[&[u8]]) -> (Vec<Taken>, Option<XmlError>) {
    taken_within(Limits::CLIENT, pieces)
}

fn taken_within(limits: Limits, pieces: &[&[u8]]) -> (Vec<Taken>, Option<XmlError>) {
    let mut reader = Reader::stream(limits);
    let mut taken = Vec::new();
    for piece in pieces {
        reader.receive(piece);
        loop {
            let node = match reader.read() {
                Ok(None) => break,
                Ok(Some(Item::Header(node) | Item::Stanza(node))) => node,
                Ok(Some(Item::Close)) => continue,
                Err(error) => return (taken, Some(error)),
            };
            let (entries, text) = (node.tape().entries.to_vec(), node.xml().to_owned());
            let names = entries
                .iter()
                .map(|entry| node.tape().namespace(*entry).to_owned());
            taken.push((entries.clone(), text, names.collect()));
        }
    }
    (taken, None)
}

#[test]
fn tapes_do_not_depend_on_the_cuts() {
    let inputs = [
        "<?xml version='1.0'?>",
        "<message to='a@b' xml:lang='en'><body>h\u{e9}llo &amp; \u{20ac}\u{1F600}</body><x xmlns='jabber:x:data' a:b='c' xmlns:a='urn:a'><![CDATA[<&]]> z</x></message>",
        "<iq  id = \"&#x41;\"\n><query xmlns='jabber:iq:roster'><item/><item></item ></query></iq> \n<presence/>",
        "<a><b xmlns='urn:1'><c xmlns='urn:2'/><c xmlns='urn:1'/></b>\r\n</a></stream:stream> ",
        // What the loop goes over, and what it leaves to others, behind one another.
        "<name-of-15-byte to='1' ot='2' a.b_c='3' xml:lang='de' _='\"'><name-of-sixteen_ xml:lang=\"'>\" /><h1/>it's &lt;5&gt; \
         don't&#33;<b/>&amp;<name-of-seventeen/><feature-not-implemented c='d'>e</feature-not-implemented><a-name-of-thirty-two-bytes-in-all/>\
         <a-name-of-more-than-thirty-two-bytes/></name-of-15-byte>",
        "<stream:features><m xmlns='urn:m'><p:n xmlns:p='urn:p'><p:o p:q='1'/><a-b:c xmlns:a-b='urn:p'><p:m1/></a-b:c></p:n></m></stream:features>",
    ];
    let long = format!(
        "<a b='{}' c='x' >{}&amp;\n{}<b xmlns='urn:1' xmlns:p='urn:p' p:q='' q=''/>\u{FEFF}]]<p:c xmlns:p='urn:1'></p:c></a>",
        "v".repeat(70),
        "t>\u{20ac}".repeat(30),
        "u".repeat(64),
    );
    let all = [
        inputs[0],
        HEADER,
        inputs[1],
        inputs[2],
        inputs[4],
        inputs[5],
        PREFIX_OF_XML,
        &long,
        inputs[3],
    ]
    .concat();
    let whole = taken(&[all.as_bytes()]);
    assert_eq!((whole.0.len(), whole.1.clone()), (9, None));
    for cut in 0..all.len() {
        let (left, right) = all.as_bytes().split_at(cut);
        assert_eq!(taken(&[left, right]), whole, "cut at {cut}");
    }
    for size in [1, 2, 3, 5, 7, 64] {
        let pieces: Vec<&[u8]> = all.as_bytes().chunks(size).collect();
        assert_eq!(taken(&pieces), whole, "pieces of {size}");
    }
}

#[test]
fn what_came_beyond_a_limit_makes_no_difference() {
    let stanzas = [
        "<message to='a@b' xml:lang='en'><body>hello there, it is long enough for a window, or for nearly all of one</body></message>",
        "<iq a='1' b='2' c='3'><query xmlns='urn:a'><item/><item x='1'/><item></item>text<x:y xmlns:x='urn:x'/></query></iq>",
        "<name-of-sixteen_><feature-not-implemented a='b'/><stream:c/><d\n e='f'\n/> \n</name-of-sixteen_>",
    ];
    let all = [
        HEADER,
        &stanzas.concat(),
        &stanzas.concat(),
        "</stream:stream>",
    ]
    .concat();
    let pieces: Vec<&[u8]> = all.as_bytes().chunks(1).collect();
    let larger = [130, 200].map(|size| all.as_bytes().chunks(size).collect::<Vec<_>>());
    let same = |limits: Limits| {
        let whole = taken_within(limits, &[all.as_bytes()]);
        assert_eq!(whole, taken_within(limits, &pieces), "{limits:?}");
        for pieces in &larger {
            assert_eq!(whole, taken_within(limits, pieces), "{limits:?}");
        }
        whole.1.is_none()
    };
    let limits = Limits::CLIENT;
    let bytes = (30..300).filter(|&bytes| same(Limits { bytes, ..limits }));
    let tokens = (1..30).filter(|&tokens| same(Limits { tokens, ..limits }));
    let depth = (1..10).filter(|&depth| same(Limits { depth, ..limits }));
    let attributes = (1..70).filter(|&attributes| {
        same(Limits {
            attributes,
            ..limits
        })
    });
    let declarations = (1..10).filter(|&declarations| {
        same(Limits {
            declarations,
            ..limits
        })
    });
    let enough = [
        bytes.min(),
        tokens.min(),
        depth.min(),
        attributes.min(),
        declarations.min(),
    ];
    let longest = stanzas.map(str::len).into_iter().max();
    assert_eq!(enough, [longest, Some(13), Some(3), Some(3), Some(4)]);
}

#[test]
fn limits_that_are_lowered_inside_of_a_stanza_hold_from_there_on() {
    let (begun, rest) = (
        "<a><b><c><d><e f='1'/></d>",
        "<d>text of some length<e/></d></c></b></a>",
    );
    let refused = |lower: fn(&mut Limits)| {
        let mut reader = Reader::stream(Limits::CLIENT);
        reader.receive([HEADER, begun].concat().as_bytes());
        while let Ok(Some(_)) = reader.read() {}
        let mut limits = Limits::CLIENT;
        lower(&mut limits);
        reader.set_limits(limits);
        reader.receive(rest.as_bytes());
        reader.read().err().map(|error| error.message().to_owned())
    };
    let message = |limits: fn(&mut Limits)| refused(limits).unwrap_or_default();
    assert_eq!(refused(|_| {}), None);
    assert_eq!(refused(|limits| limits.tokens = 9), None);
    assert!(message(|limits| limits.tokens = 8).contains("8 elements"));
    assert!(message(|limits| limits.tokens = 1).contains("1 elements"));
    assert!(message(|limits| limits.depth = 2).contains("2 elements"));
    assert!(message(|limits| limits.bytes = 20).contains("20 bytes"));
}

#[test]
fn limits_that_are_lowered_do_not_hold_for_what_was_received_before() {
    let begun = format!(
        "{HEADER}<a><b>{}</b><c d='1' e='2' f='0123456789' ghijk='",
        "text".repeat(40)
    );
    for size in [1, 64, 150, begun.len()] {
        let mut reader = Reader::stream(Limits::CLIENT);
        for piece in begun.as_bytes().chunks(size) {
            reader.receive(piece);
            while let Ok(Some(_)) = reader.read() {}
        }
        let mut limits = Limits::CLIENT;
        (limits.text, limits.name, limits.attributes, limits.depth) = (4, 4, 4, 2);
        reader.set_limits(limits);
        reader.receive(b"1234'/></a>");
        assert!(matches!(reader.read(), Ok(Some(_))), "by {size}");
    }
}

#[test]
fn what_is_wrong_with_a_prefix_does_not_depend_on_the_cuts() {
    let wrong = [
        "<a><b:c/></a>",
        "<a><b xmlns:c='urn:c'/><c:d/></a>",
        "<:b/>",
        "<stream:/>",
        "<-stream:b/>",
        "<-name-of-more-than-sixteen/>",
        "<a-name-of-sixteen/b>",
        "<stream:-b/>",
        "<stream:b:c/>",
        "<xmlns:b/>",
        "<stream:b></b>",
        "<stream:b></stream:c>",
        "<stream:b a='' a=''/>",
    ];
    for wrong in wrong {
        // With so much behind it that the loop goes over what it can.
        let all = format!("{HEADER}<stream:a/>{wrong}{}", " ".repeat(100));
        let whole = taken(&[all.as_bytes()]);
        assert!(whole.1.is_some(), "{wrong}");
        for cut in HEADER.len()..all.len() {
            let (left, right) = all.as_bytes().split_at(cut);
            assert_eq!(taken(&[left, right]), whole, "{wrong} cut at {cut}");
        }
        let pieces: Vec<&[u8]> = all.as_bytes().chunks(1).collect();
        assert_eq!(taken(&pieces), whole, "{wrong} byte by byte");
    }
}

#[test]
fn limits_hold_wherever_the_input_is_cut() {
    let mut limits = Limits::CLIENT;
    limits.text = 8;
    limits.name = 2;
    let by = |input: &[u8], size: usize| {
        let mut reader = Reader::document(limits);
        for piece in input.chunks(size) {
            reader.receive(piece);
            if let Err(error) = reader.read() {
                return error.rule().name().to_owned();
            }
        }
        String::new()
    };
    let inputs: [(&[u8], &str); 5] = [
        (b"<a b='123456789\xFF", "policy-violation"),
        (b"<a>123456789\xFF", "policy-violation"),
        (b"<a b='12345678\xFF", "unsupported-encoding"),
        (b"<a>12345678\xFF", "unsupported-encoding"),
        (b"<a><b>&quot;</b><b c='&quot;'/></a>", ""),
    ];
    for (input, expected) in inputs {
        for size in 1..=input.len() {
            assert_eq!(by(input, size), expected, "{input:?} by {size}");
        }
    }
}

/// What a start tag goes on with, and a piece ends in.
const ENDINGS: &[&str] = &[
    " c='d'",
    " c=''",
    " c=\"'\"",
    " c = 'd'",
    "  c='d'",
    " c='&'",
    " c='&amp;'",
    " c='<'",
    " c='\n'",
    " c='\u{1}'",
    " c='\u{FFFF}'",
    " c<",
    " c d",
    " ='d'",
    " 1='d'",
    " -c='d'",
    " \u{e9}='d'",
    " c:d='e'",
    " xmlns:c='d'",
    " xmlns='d'",
    " xmlns='d' xmlns='e'",
    " b='c'",
    " b='c' b='d'",
    " c='d' e='f'",
    "/>",
    "/ >",
    ">",
    ">x</a>",
    "></a >",
    "></b>",
    "></-",
    "></ab",
    "><b/></a>",
    "><-b",
    "><b:c",
    "><1",
    "><b<",
    "><!--",
    "><?b",
    "><![CDATA[c]]>",
    ">x&",
    ">x]]>",
    ">x\u{1}",
    ">x\u{FFFF}",
    "><b><b/></b",
    "></a></stream:stream>",
    "/></stream:",
];

#[test]
fn what_waits_for_its_rest_is_refused_as_early_as_by_steps() {
    let told = |pieces: std::slice::Chunks<'_, u8>, limits: Limits| {
        let mut reader = Reader::stream(limits);
        let mut items = 0;
        for piece in pieces {
            reader.receive(piece);
            loop {
                match reader.read() {
                    Ok(Some(_)) => items += 1,
                    Ok(None) => break,
                    Err(error) => return (items, Some(error)),
                }
            }
        }
        let pending = reader.pending();
        (items, reader.finish().err().filter(|_| pending > 0))
    };
    let mut narrow = Limits::CLIENT;
    (
        narrow.attributes,
        narrow.declarations,
        narrow.depth,
        narrow.tokens,
    ) = (2, 3, 2, 5);
    for limits in [Limits::CLIENT, narrow] {
        for ending in ENDINGS {
            let long = format!("<o i='{}'><p/>", "v".repeat(130));
            for (before, much) in [("", 0), ("", 70), (&long, 0), (&long, 70)] {
                let begun = format!("{HEADER}{before}<a b='{}'{ending}", "v".repeat(much));
                for end in HEADER.len()..=begun.len() {
                    let bytes = &begun.as_bytes()[..end];
                    for last in [0, 64] {
                        let mut limits = limits;
                        limits.bytes = limits.bytes.min(begun.len() + last - HEADER.len());
                        let whole = told(bytes.chunks(begun.len()), limits);
                        assert_eq!(whole, told(bytes.chunks(1), limits), "{begun} up to {end}");
                    }
                }
            }
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_inside_of_the_tag_that_they_stand_in() {
    let begun = format!("<o><p i='{}'/><a b='c' d='e", "v".repeat(130));
    let bytes = [HEADER.as_bytes(), begun.as_bytes(), b"\xFF"].concat();
    let refused = |size: usize| {
        let mut reader = Reader::stream(Limits::CLIENT);
        for piece in bytes.chunks(size) {
            reader.receive(piece);
            while let Ok(Some(_)) = reader.read() {}
        }
        reader.read().err()
    };
    assert_eq!(
        refused(1).map(|error| error.finding().path),
        Some("o/a".into())
    );
    for size in [64, 130, bytes.len()] {
        assert_eq!(refused(size), refused(1), "by {size}");
    }
}

#[test]
fn what_runs_on_is_held_to_what_steps_are_held_to() {
    let by = |limit: usize, pieces: &[&[u8]]| {
        let mut limits = Limits::CLIENT;
        limits.text = limit;
        let mut reader = Reader::document(limits);
        for piece in pieces {
            reader.receive(piece);
            if let Err(error) = reader.read() {
                return Some((error.message().to_owned(), error.position()));
            }
        }
        None
    };
    let long = "x".repeat(100);
    let texts = [
        ("]]>", ""),
        ("]] >", "y"),
        ("]&gt;]&#62;", "]"),
        ("\u{FFFF}", ""),
        ("\u{FEFF}\r\n", "z"),
        ("\u{20ac}\u{1}", ""),
        ("\u{1F600}<", ""),
        ("&lt", ""),
        ("'\"", ">"),
        (&long, ""),
        (&long, "x"),
        ("\u{e9}", &long[1..]),
    ];
    let tags = [
        ("<a>", "</a>"),
        ("<a>", ""),
        ("<a b='", "'/>"),
        ("<a b=\"", "\"/>"),
    ];
    // So much behind each cut that the text or value is gone over where it came from, and so much before it that it counts as data.
    for (middle, behind) in texts {
        for (before, after) in tags {
            for much in [0, 4200] {
                let first = [before, &"x".repeat(much)].concat();
                let rest = [&long[..90], middle, behind, &long, after].concat();
                let (first, rest) = (first.as_bytes(), rest.as_bytes());
                let whole = by(much + 200, &[&[first, rest].concat()]);
                for cut in 0..rest.len() {
                    let (left, right) = rest.split_at(cut);
                    let cut_there = by(much + 200, &[first, left, right]);
                    assert_eq!(cut_there, whole, "{middle:?} behind {much} cut at {cut}");
                }
            }
        }
    }
}

/// Bytes looked at and moved while reading the input in pieces of that size.
fn work(reader: &mut Reader, input: &[u8], size: usize) -> usize {
    crate::block::LOOKED.set(0);
    for piece in input.chunks(size) {
        reader.receive(piece);
        while let Ok(Some(_)) = reader.read() {}
    }
    assert_eq!(reader.error, None);
    crate::block::LOOKED.get() + reader.machine.work
}

#[test]
fn work_is_linear_however_the_input_is_cut() {
    // A push must never send the reader back: not in a name, a tag, a value, text, CDATA, or white space.
    let long = "x".repeat(60_000);
    let attributes: String = (0..1000)
        .map(|number| format!(" name{number}=\"value {number}\""))
        .collect();
    let inputs = [
        format!("<a>{long}</a>"),
        format!("<a b='{long}'/>"),
        format!("<a><![CDATA[{long}]]></a>"),
        format!("<a>{}</a>", "<b/>text".repeat(8_000)),
        format!("<a>{}</a>", "&amp;&#65;".repeat(6_000)),
        format!("<a>{}</a>", "\r\n\u{FEFF}>]".repeat(6_000)),
        format!("<a {}/>", " ".repeat(60_000)),
        format!("<a {attributes}/>"),
        format!("<{long}></{long}>"),
        format!("<a {long}='1'/>"),
        format!("{}{}", "<a>".repeat(10_000), "</a>".repeat(10_000)),
        format!(
            "<a>{}</a>",
            "<b xmlns='urn:b' xmlns:c='urn:c' c:d=''/>".repeat(1_500)
        ),
    ];
    for input in &inputs {
        for size in [1, 2, 16, 1460, input.len()] {
            let mut limits = Limits::FILE;
            limits.name = usize::MAX;
            limits.depth = usize::MAX;
            let mut reader = Reader::document(limits);
            let work = work(&mut reader, input.as_bytes(), size);
            let shown = &input[..input.floor_char_boundary(20)];
            assert!(
                work < input.len() * 6,
                "{shown} by {size}: {work} for {}",
                input.len()
            );
            assert!(reader.finish().is_ok());
        }
    }
}

#[test]
fn handing_out_many_stanzas_moves_few_bytes() {
    let stanza = "<message to='a@b'><body>hello</body></message> \n";
    let input = format!("{HEADER}{}", stanza.repeat(2_000));
    for size in [1, 7, 100, 1460, input.len()] {
        let mut reader = Reader::stream(Limits::CLIENT);
        let work = work(&mut reader, input.as_bytes(), size);
        assert!(
            work < input.len() * 6,
            "by {size}: {work} for {}",
            input.len()
        );
        assert!(reader.machine.tape.text.capacity() <= 2 * (size + 2 * HEADER.len() + 64));
    }
}

#[test]
fn namespaces_of_past_stanzas_are_forgotten() {
    let mut reader = Reader::stream(Limits::CLIENT);
    reader.receive(HEADER.as_bytes());
    assert!(matches!(reader.read(), Ok(Some(Item::Header(_)))));
    let known = reader.machine.tape.namespaces.len();
    for number in 0..1000 {
        reader.receive(format!("<a xmlns='urn:{number}'><b xmlns='urn:{number}'/></a>").as_bytes());
        assert!(matches!(reader.read(), Ok(Some(Item::Stanza(_)))));
        assert!(reader.machine.tape.namespaces.len() <= known + 64);
    }
}

#[test]
fn memory_is_given_back_behind_a_large_stanza() {
    let mut reader = Reader::stream(Limits::CLIENT);
    reader.receive(HEADER.as_bytes());
    assert!(matches!(reader.read(), Ok(Some(Item::Header(_)))));
    let large = format!("<a>{}{}</a>", "x".repeat(200_000), "<b/>".repeat(8_000));
    reader.receive(large.as_bytes());
    assert!(matches!(reader.read(), Ok(Some(Item::Stanza(_)))));
    reader.receive(b"<a/>");
    assert!(matches!(reader.read(), Ok(Some(Item::Stanza(_)))));
    let tape = &reader.machine.tape;
    assert!(tape.text.capacity() <= 64 * 1024);
    assert!(tape.entries.capacity() <= 4 * 1024);
}

#[test]
fn names_are_those_of_the_fifth_edition() {
    // XML 1.0 §2.3: at every border between what may and may not stand in a name, on both sides of it.
    let verdicts = |character: char| {
        let refused = |xml: String| {
            Reader::document(Limits::CLIENT)
                .whole(xml.as_bytes())
                .is_err()
        };
        let start = !refused(format!("<{character}/>"));
        let goes_on = !refused(format!("<a{character}/>"));
        (start, goes_on)
    };
    let expected = |character| {
        (
            crate::is_ncname_start(character),
            crate::is_ncname_char(character),
        )
    };
    let mut borders = 0;
    for (before, after) in ('\0'..=char::MAX).zip('\u{1}'..=char::MAX) {
        if expected(before) == expected(after) {
            continue;
        }
        borders += 1;
        for character in [before, after] {
            // White space, `/` and `>` end a name rightly; a colon is judged by its surroundings.
            if !matches!(character, '/' | '>' | ' ' | ':') {
                assert_eq!(verdicts(character), expected(character), "{character:?}");
            }
        }
    }
    // 15 ranges of NameStartChar without `:`, and 5 that only NameChar has. Each has two borders; two are shared, since
    // U+0300 to U+036F touches its neighbours.
    assert_eq!(borders, 38);
}

#[test]
fn an_attribute_that_stands_twice_is_found_among_however_many() {
    // XML 1.0 §3.1, unique attribute specification. Few names share a bit, many do, and more are looked at in order.
    for count in 1..40 {
        let names: Vec<String> = (0..count).map(|number| format!("name{number}")).collect();
        let tag = |names: &[String]| {
            let attributes: String = names.iter().map(|name| format!(" {name}='1'")).collect();
            let mut reader = Reader::document(Limits::CLIENT);
            reader.receive(format!("<a{attributes}/>").as_bytes());
            reader.read().map(|item| item.is_some())
        };
        assert_eq!(tag(&names), Ok(true));
        for again in &names {
            let twice = [&names[..], std::slice::from_ref(again)].concat();
            let error = tag(&twice).unwrap_err();
            assert_eq!(
                error.message(),
                format!("the attribute `{again}` stands twice in a tag")
            );
        }
    }
}

#[test]
fn documents_are_read_in_the_memory_of_the_last_one() {
    let mut reader = Reader::document(Limits::FILE);
    for xml in [
        "<a xmlns='urn:a' b='c'>d</a>",
        "<?xml version='1.0'?>\n<e><f xmlns:g='urn:a' g:h='&lt;'/>\n</e>\n",
        "<a xmlns='urn:i'><b/></a>",
    ] {
        let found = told(reader.next_document(xml).unwrap());
        let alone = crate::Document::parse(xml, Limits::FILE).unwrap();
        assert_eq!(found, told(alone.root()));
    }
    assert!(reader.next_document("<a>").is_err());
    assert!(reader.next_document("<a/>").is_err(), "an error stays");
}
