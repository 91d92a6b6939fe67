//! What the tables say of one character.

use super::tables;

/// Properties of a character, packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Record(u32);

impl Record {
    /// The record of a character: three steps, none of which can miss.
    pub(crate) fn of(character: char) -> Self {
        let code = u32::from(character) as usize;
        let block = usize::from(tables::TOP[code / tables::BLOCK]);
        let in_block = code % tables::BLOCK / tables::LEAF;
        let leaf = usize::from(tables::MIDDLE[block * (tables::BLOCK / tables::LEAF) + in_block]);
        let number = tables::LEAVES[leaf * tables::LEAF + code % tables::LEAF];
        Self(tables::RECORDS[usize::from(number)])
    }

    /// Properties of all of several characters.
    pub(crate) const fn join(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// None of the flags.
    pub(crate) const fn none() -> Self {
        Self(0)
    }

    /// The derived property of RFC 8264 §8, one of `tables::precis`.
    pub(super) const fn precis(self) -> u32 {
        self.0 >> tables::PRECIS_SHIFT & tables::PRECIS_MASK
    }

    /// Whether a label of a domain name may hold it: PVALID, CONTEXTJ or CONTEXTO of RFC 5892 §3.
    pub(crate) const fn is_in_domain_names(self) -> bool {
        matches!(
            self.0 >> tables::IDNA_SHIFT & tables::IDNA_MASK,
            tables::idna::VALID | tables::idna::CONTEXT_J | tables::idna::CONTEXT_O
        )
    }

    /// Bidi_Class, one of `tables::bidi`.
    pub(super) const fn bidi(self) -> u32 {
        self.0 >> tables::BIDI_SHIFT & tables::BIDI_MASK
    }

    /// Joining_Type, one of `tables::joining`.
    pub(super) const fn joining(self) -> u32 {
        self.0 >> tables::JOINING_SHIFT & tables::JOINING_MASK
    }

    /// Script, one of `tables::script`.
    pub(super) const fn script(self) -> u32 {
        self.0 >> tables::SCRIPT_SHIFT & tables::SCRIPT_MASK
    }

    /// Whether lower case is another character.
    pub(crate) const fn has_lower(self) -> bool {
        self.has(tables::LOWER)
    }

    /// Whether there is a character of usual width for it.
    pub(crate) const fn has_width(self) -> bool {
        self.has(tables::WIDTH)
    }

    /// Whether it is a space other than U+0020.
    pub(super) const fn is_wide_space(self) -> bool {
        self.has(tables::SPACE)
    }

    /// Whether text with it may be in another form than NFC.
    pub(crate) const fn may_not_be_nfc(self) -> bool {
        self.has(tables::NFC)
    }

    /// Whether text with it may be in another form than NFKC.
    pub(super) const fn may_not_be_nfkc(self) -> bool {
        self.has(tables::NFKC)
    }

    /// Whether it is a virama (Canonical_Combining_Class 9).
    pub(super) const fn is_virama(self) -> bool {
        self.has(tables::VIRAMA)
    }

    /// Whether it is a combining mark (General_Category M).
    pub(crate) const fn is_mark(self) -> bool {
        self.has(tables::MARK)
    }

    /// Whether it has the property Cased.
    pub(super) const fn is_cased(self) -> bool {
        self.has(tables::CASED)
    }

    /// Whether it has the property Case_Ignorable.
    pub(super) const fn is_case_ignorable(self) -> bool {
        self.has(tables::CASE_IGNORABLE)
    }

    /// Whether it makes its text one that is written from right to left: Bidi_Class R, AL or AN (RFC 5893 §1.4).
    pub(crate) const fn is_right_to_left(self) -> bool {
        self.has(tables::RIGHT_TO_LEFT)
    }

    /// Whether its neighbours decide if it is allowed.
    pub(crate) const fn needs_context(self) -> bool {
        self.has(tables::CONTEXT)
    }

    /// Whether UsernameCaseMapped (RFC 8265 §3.3) keeps text of nothing but such characters, in whatever order, as it is.
    pub(crate) const fn is_kept_in_usernames(self) -> bool {
        self.is_unchanged_in_usernames() && !self.is_right_to_left()
    }

    /// The same of letters that are written from right to left, which keep the Bidi Rule among themselves.
    pub(crate) const fn is_kept_in_usernames_from_right_to_left(self) -> bool {
        self.is_unchanged_in_usernames()
            && matches!(self.bidi(), tables::bidi::R | tables::bidi::AL)
    }

    const fn is_unchanged_in_usernames(self) -> bool {
        !self.has(tables::LOWER | tables::WIDTH | tables::NFC | tables::CONTEXT)
            && self.precis() == tables::precis::VALID
    }

    /// Whether OpaqueString (RFC 8265 §4.2) keeps text of nothing but such characters as it is.
    pub(crate) const fn is_kept_in_opaque_strings(self) -> bool {
        const OTHERS: u32 = tables::SPACE | tables::NFC | tables::CONTEXT;
        !self.has(OTHERS) && self.precis() < tables::precis::DISALLOWED
    }

    const fn has(self, flag: u32) -> bool {
        self.0 & flag != 0
    }
}
