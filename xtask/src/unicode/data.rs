//! The Unicode Character Database, as far as addresses need it.

use std::collections::BTreeMap;
use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;

/// One more than the last code point.
pub(super) const CODE_POINTS: usize = 0x11_0000;

/// Property values by code point, read from the files of one version.
pub(super) struct Data {
    /// The version, as `PropList.txt` states it: `17.0.0`.
    pub(super) version: String,
    /// General_Category.
    pub(super) category: Vec<[u8; 2]>,
    /// Bidi_Class, short names; empty where the file leaves it to a default.
    pub(super) bidi: Vec<String>,
    /// Joining_Type; `U` where none is listed.
    pub(super) joining: Vec<u8>,
    /// Canonical_Combining_Class.
    pub(super) combining: Vec<u8>,
    /// Script, for the scripts that context rules ask for.
    pub(super) script: Vec<Script>,
    /// Binary properties and quick checks, by the names below.
    sets: BTreeMap<&'static str, Vec<bool>>,
    /// Lowercase_Mapping of those that have one, without conditions.
    pub(super) lower: BTreeMap<u32, Vec<u32>>,
    /// Decomposition mappings of type wide or narrow.
    pub(super) width: BTreeMap<u32, u32>,
}

/// The binary properties, quick checks, kinds of syllable and blocks that are asked for.
const SETS: [&str; 17] = [
    "Ancient Greek Musical Notation",
    "Case_Ignorable",
    "Cased",
    "Changes_When_NFKC_Casefolded",
    "Combining Diacritical Marks for Symbols",
    "Default_Ignorable_Code_Point",
    "Join_Control",
    "L",
    "Musical Symbols",
    "NFC_QC M",
    "NFC_QC N",
    "NFKC_QC M",
    "NFKC_QC N",
    "Noncharacter_Code_Point",
    "T",
    "V",
    "White_Space",
];

/// Scripts that RFC 5892 appendix A names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Other,
    Greek,
    Hebrew,
    /// Hiragana, Katakana and Han, which stand in one rule.
    Japanese,
}

impl Data {
    /// Reads a directory laid out as the Unicode Consortium publishes it.
    pub(super) fn read(directory: &Path) -> Result<Self, String> {
        let text = |name: &str| {
            let path = directory.join(name);
            fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
        };
        let mut data = Self {
            version: version(directory)?,
            category: vec![*b"Cn"; CODE_POINTS],
            bidi: vec![String::new(); CODE_POINTS],
            joining: vec![b'U'; CODE_POINTS],
            combining: vec![0; CODE_POINTS],
            script: vec![Script::Other; CODE_POINTS],
            sets: SETS
                .iter()
                .map(|name| (*name, vec![false; CODE_POINTS]))
                .collect(),
            lower: BTreeMap::new(),
            width: BTreeMap::new(),
        };
        data.add_values(&text)?;
        data.add_sets(&text)?;
        data.add_mappings(&text("UnicodeData.txt")?);
        data.add_special_casing(&text("SpecialCasing.txt")?);
        Ok(data)
    }

    fn add_values(&mut self, text: &dyn Fn(&str) -> Result<String, String>) -> Result<(), String> {
        for (range, value) in entries(&text("extracted/DerivedGeneralCategory.txt")?) {
            if let [first, second] = value.as_bytes() {
                self.category[range].fill([*first, *second]);
            }
        }
        for (range, value) in entries(&text("extracted/DerivedBidiClass.txt")?) {
            self.bidi[range].fill(value);
        }
        for (range, value) in entries(&text("extracted/DerivedJoiningType.txt")?) {
            self.joining[range].fill(value.bytes().next().unwrap_or(b'U'));
        }
        for (range, value) in entries(&text("extracted/DerivedCombiningClass.txt")?) {
            let class = value.parse().map_err(|error| format!("{value}: {error}"))?;
            self.combining[range].fill(class);
        }
        for (range, value) in entries(&text("Scripts.txt")?) {
            self.script[range].fill(match value.as_str() {
                "Greek" => Script::Greek,
                "Hebrew" => Script::Hebrew,
                "Hiragana" | "Katakana" | "Han" => Script::Japanese,
                _ => Script::Other,
            });
        }
        Ok(())
    }

    fn add_sets(&mut self, text: &dyn Fn(&str) -> Result<String, String>) -> Result<(), String> {
        let files = [
            "PropList.txt",
            "DerivedCoreProperties.txt",
            "DerivedNormalizationProps.txt",
            "HangulSyllableType.txt",
            "Blocks.txt",
        ];
        for file in files {
            for (range, value) in entries(&text(file)?) {
                if let Some(set) = self.sets.get_mut(value.as_str()) {
                    set[range].fill(true);
                }
            }
        }
        Ok(())
    }

    /// Simple lower case, and the mappings of full and half width characters.
    fn add_mappings(&mut self, text: &str) {
        for line in text.lines() {
            let fields: Vec<&str> = line.split(';').collect();
            let [code, _, _, _, _, decomposition, .., lower, _] = fields.as_slice() else {
                continue;
            };
            let Some(code) = hexadecimal(code) else {
                continue;
            };
            if let Some(lower) = hexadecimal(lower) {
                self.lower.insert(code, vec![lower]);
            }
            let plain = decomposition
                .strip_prefix("<wide> ")
                .or_else(|| decomposition.strip_prefix("<narrow> "));
            if let Some(plain) = plain.and_then(hexadecimal) {
                self.width.insert(code, plain);
            }
        }
    }

    /// Lower case of more than one character. Conditions are left to the code: there is one that does not depend on a
    /// language, `Final_Sigma`.
    fn add_special_casing(&mut self, text: &str) {
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or_default();
            let fields: Vec<&str> = line.split(';').map(str::trim).collect();
            if let [code, lower, _, _, ""] = fields.as_slice() {
                let lower: Vec<u32> = lower.split(' ').filter_map(hexadecimal).collect();
                match hexadecimal(code) {
                    Some(code) if lower != [code] => self.lower.insert(code, lower),
                    _ => None,
                };
            }
        }
    }

    /// Whether a code point has a binary property, a quick check value (`NFC_QC M`), or stands in a block.
    pub(super) fn is(&self, name: &str, code: usize) -> bool {
        self.sets.get(name).expect("one of SETS")[code]
    }
}

/// The version of the data in a directory: `17.0.0`.
pub(super) fn version(directory: &Path) -> Result<String, String> {
    let path = directory.join("PropList.txt");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let line = text.lines().next().unwrap_or_default();
    let version = line
        .strip_prefix("# PropList-")
        .and_then(|line| line.strip_suffix(".txt"));
    version
        .map(str::to_owned)
        .ok_or_else(|| format!("{}: the first line names no version", path.display()))
}

/// `0041..005A ; Value # comment`, with the rest of the fields joined by a space.
fn entries(text: &str) -> impl Iterator<Item = (RangeInclusive<usize>, String)> {
    text.lines().filter_map(|line| {
        let line = line.split('#').next()?;
        let (codes, value) = line.split_once(';')?;
        let (first, last) = codes.trim().split_once("..").unwrap_or((codes, codes));
        let range = hexadecimal(first)? as usize..=hexadecimal(last)? as usize;
        let value: Vec<&str> = value.split(';').map(str::trim).collect();
        Some((range, value.join(" ")))
    })
}

fn hexadecimal(text: &str) -> Option<u32> {
    u32::from_str_radix(text.trim(), 16).ok()
}
