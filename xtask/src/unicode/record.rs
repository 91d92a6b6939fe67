//! What the tables say of one code point, packed into a number.

use super::data::{Data, Script};
use super::derive::{Idna, Precis, idna, precis};

/// A field of a record: where it begins, and the names of its values in order.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) shift: u32,
    pub(super) bits: u32,
    pub(super) values: &'static [&'static str],
}

/// A bit of a record.
pub(super) struct Flag {
    pub(super) name: &'static str,
    pub(super) means: &'static str,
}

pub(super) const FIELDS: [Field; 5] = [
    Field {
        name: "precis",
        shift: 0,
        bits: 4,
        values: &super::derive::PRECIS_NAMES,
    },
    Field {
        name: "idna",
        shift: 4,
        bits: 3,
        values: &super::derive::IDNA_NAMES,
    },
    Field {
        name: "bidi",
        shift: 7,
        bits: 4,
        values: &BIDI_NAMES,
    },
    Field {
        name: "joining",
        shift: 11,
        bits: 3,
        values: &["U", "C", "D", "L", "R", "T"],
    },
    Field {
        name: "script",
        shift: 14,
        bits: 2,
        values: &["OTHER", "GREEK", "HEBREW", "JAPANESE"],
    },
];

/// Classes that no character of a name has stand for themselves as `OTHER`.
const BIDI_NAMES: [&str; 12] = [
    "L", "R", "AL", "AN", "EN", "ES", "ET", "CS", "NSM", "BN", "ON", "OTHER",
];

/// Flags begin after the fields.
pub(super) const FLAG_SHIFT: u32 = 16;

pub(super) const FLAGS: [Flag; 11] = [
    Flag {
        name: "LOWER",
        means: "Has a lower case mapping.",
    },
    Flag {
        name: "WIDTH",
        means: "Has a decomposition mapping of type wide or narrow.",
    },
    Flag {
        name: "SPACE",
        means: "A space (General_Category Zs) other than U+0020.",
    },
    Flag {
        name: "NFC",
        means: "Text that holds it may be in another form than NFC.",
    },
    Flag {
        name: "NFKC",
        means: "Text that holds it may be in another form than NFKC.",
    },
    Flag {
        name: "VIRAMA",
        means: "Canonical_Combining_Class is Virama.",
    },
    Flag {
        name: "MARK",
        means: "A combining mark (General_Category M).",
    },
    Flag {
        name: "CASED",
        means: "Has the property Cased.",
    },
    Flag {
        name: "CASE_IGNORABLE",
        means: "Has the property Case_Ignorable.",
    },
    Flag {
        name: "RIGHT_TO_LEFT",
        means: "Makes its text one that is written from right to left (RFC 5893 §1.4).",
    },
    Flag {
        name: "CONTEXT",
        means: "Allowed where its neighbours allow it (RFC 5892 appendix A).",
    },
];

/// The record of a code point.
///
/// What nobody asks is left out, which keeps the number of different records small: direction, joining and script are asked
/// of characters that names may hold, normal forms of those that any text may hold.
pub(super) fn record(data: &Data, code: usize) -> u32 {
    let (precis, idna) = (precis(data, code), idna(data, code));
    let mut record = field(0, precis as u32) | field(1, idna as u32);
    let is_refused = matches!(
        precis,
        Precis::Disallowed
            | Precis::Jamo
            | Precis::Ignorable
            | Precis::Control
            | Precis::Unassigned
    );
    if is_refused {
        return record;
    }
    let is_in_names = matches!(precis, Precis::Valid | Precis::ContextJ | Precis::ContextO)
        || idna != Idna::Disallowed;
    if is_in_names {
        record |= field(2, bidi(data, code)) | field(3, joining(data, code));
        record |= field(4, script(data, code));
    }
    for (index, is_set) in flags(data, code, idna, is_in_names).into_iter().enumerate() {
        record |= u32::from(is_set) << (FLAG_SHIFT + index as u32);
    }
    record
}

/// In the order of [`FLAGS`].
fn flags(data: &Data, code: usize, idna: Idna, is_in_names: bool) -> [bool; FLAGS.len()] {
    let key = code as u32;
    let combines = data.combining[code] != 0;
    [
        data.lower.contains_key(&key),
        data.width.contains_key(&key),
        data.category[code] == *b"Zs" && code != 0x20,
        combines || data.is("NFC_QC N", code) || data.is("NFC_QC M", code),
        combines || data.is("NFKC_QC N", code) || data.is("NFKC_QC M", code),
        data.combining[code] == 9,
        data.category[code][0] == b'M',
        data.is("Cased", code),
        data.is("Case_Ignorable", code),
        is_in_names && matches!(data.bidi[code].as_str(), "R" | "AL" | "AN"),
        matches!(idna, Idna::ContextJ | Idna::ContextO),
    ]
}

fn bidi(data: &Data, code: usize) -> u32 {
    position(&BIDI_NAMES, &data.bidi[code]).unwrap_or(BIDI_NAMES.len() as u32 - 1)
}

fn joining(data: &Data, code: usize) -> u32 {
    let letter = char::from(data.joining[code]).to_string();
    position(FIELDS[3].values, &letter).unwrap_or(0)
}

fn script(data: &Data, code: usize) -> u32 {
    match data.script[code] {
        Script::Other => 0,
        Script::Greek => 1,
        Script::Hebrew => 2,
        Script::Japanese => 3,
    }
}

fn position(names: &[&str], name: &str) -> Option<u32> {
    let index = names.iter().position(|known| *known == name)?;
    u32::try_from(index).ok()
}

fn field(index: usize, value: u32) -> u32 {
    value << FIELDS[index].shift
}
