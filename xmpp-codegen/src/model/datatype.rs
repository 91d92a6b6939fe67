//! The types that XSD part 2 defines.

use super::is_same;

macro_rules! builtins {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// A built-in type of XSD part 2 §3, or one that XMPP adds and a catalogue can name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Builtin {
            $($(#[$doc])* $variant,)*
        }

        impl Builtin {
            /// Every one, in the order of the specification.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The local name in the XSD namespace, or the catalogue's name for it.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

builtins! {
    /// Any simple value.
    AnySimpleType = "anySimpleType";
    /// Text, white space kept.
    String = "string";
    /// `true`, `false`, `1` or `0`.
    Boolean = "boolean";
    /// A decimal number of any length.
    Decimal = "decimal";
    /// A 32-bit floating point number.
    Float = "float";
    /// A 64-bit floating point number.
    Double = "double";
    /// A span of time.
    Duration = "duration";
    /// A moment, with or without a time zone.
    DateTime = "dateTime";
    /// A time of day.
    Time = "time";
    /// A day.
    Date = "date";
    /// A month of a year.
    GYearMonth = "gYearMonth";
    /// A year.
    GYear = "gYear";
    /// A day of a month of every year.
    GMonthDay = "gMonthDay";
    /// A day of every month.
    GDay = "gDay";
    /// A month of every year.
    GMonth = "gMonth";
    /// Octets as hexadecimal digits.
    HexBinary = "hexBinary";
    /// Octets as base64.
    Base64Binary = "base64Binary";
    /// A URI or IRI reference.
    AnyUri = "anyURI";
    /// A prefixed name.
    QName = "QName";
    /// The name of a notation.
    Notation = "NOTATION";
    /// Text, white space as spaces.
    NormalizedString = "normalizedString";
    /// Text, white space collapsed.
    Token = "token";
    /// A language tag.
    Language = "language";
    /// A name token.
    NmToken = "NMTOKEN";
    /// Name tokens.
    NmTokens = "NMTOKENS";
    /// An XML name.
    Name = "Name";
    /// A name without a colon.
    NcName = "NCName";
    /// A name unique in its document.
    Id = "ID";
    /// A reference to an ID.
    IdRef = "IDREF";
    /// References to IDs.
    IdRefs = "IDREFS";
    /// The name of an unparsed entity.
    Entity = "ENTITY";
    /// Names of unparsed entities.
    Entities = "ENTITIES";
    /// A whole number of any length.
    Integer = "integer";
    /// Zero or less.
    NonPositiveInteger = "nonPositiveInteger";
    /// Less than zero.
    NegativeInteger = "negativeInteger";
    /// 64 bits, signed.
    Long = "long";
    /// 32 bits, signed.
    Int = "int";
    /// 16 bits, signed.
    Short = "short";
    /// 8 bits, signed.
    Byte = "byte";
    /// Zero or more.
    NonNegativeInteger = "nonNegativeInteger";
    /// 64 bits.
    UnsignedLong = "unsignedLong";
    /// 32 bits.
    UnsignedInt = "unsignedInt";
    /// 16 bits.
    UnsignedShort = "unsignedShort";
    /// 8 bits.
    UnsignedByte = "unsignedByte";
    /// More than zero.
    PositiveInteger = "positiveInteger";
    /// An address (RFC 7622), from the catalogue only.
    Jid = "Jid";
    /// An address without a resource (RFC 7622), from the catalogue only.
    BareJid = "BareJid";
    /// An address with a resource (RFC 7622), from the catalogue only.
    FullJid = "FullJid";
    /// The id of a stanza, any text (RFC 6120 §8.1.3), from the catalogue only.
    StanzaId = "Id";
    /// Any text, kept without memory of its own where it is short, from the catalogue only.
    ShortText = "ShortText";
    /// Octets as base64 in lines (RFC 2045 §6.8), from the catalogue only.
    MimeBase64 = "MimeBase64";
}

/// The types of XSD by the slots of their names.
const SLOTS: [Builtin; 128] = {
    let mut slots = [Builtin::AnySimpleType; 128];
    let mut at = 1;
    while at < Builtin::ALL.len() {
        let builtin = Builtin::ALL[at];
        if !builtin.is_catalog_only() {
            let slot = slot(builtin.name());
            assert!(
                matches!(slots[slot], Builtin::AnySimpleType),
                "each name has a slot of its own"
            );
            slots[slot] = builtin;
        }
        at += 1;
    }
    assert!(
        matches!(slots[slot("anySimpleType")], Builtin::AnySimpleType),
        "so has that of the first"
    );
    slots
};

/// The slot of a name: no two of those that XSD defines share one; others may stand anywhere.
const fn slot(name: &str) -> usize {
    match name.as_bytes() {
        bytes @ [first, .., last] => {
            let near = bytes[if bytes.len() > 3 { 3 } else { bytes.len() - 1 }];
            let sum =
                bytes.len() * 43 + *first as usize * 20 + *last as usize * 79 + near as usize * 118;
            sum % 128
        }
        _ => 0,
    }
}

impl Builtin {
    /// The built-in type of that name in the XSD namespace. Catalogue-only types are not found.
    pub fn from_xsd(name: &str) -> Option<Self> {
        let found = SLOTS[slot(name)];
        is_same(found.name(), name).then_some(found)
    }

    /// The built-in type that a catalogue may name: those of XSD and those that XMPP adds.
    pub fn from_catalog(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|builtin| builtin.name() == name)
    }

    /// Whether it is one of those that XSD does not know.
    pub const fn is_catalog_only(self) -> bool {
        matches!(
            self,
            Self::Jid
                | Self::BareJid
                | Self::FullJid
                | Self::StanzaId
                | Self::ShortText
                | Self::MimeBase64
        )
    }

    /// The built-in type that it restricts; [`Self::AnySimpleType`] for primitive types and lists.
    pub const fn base(self) -> Self {
        match self {
            Self::NormalizedString
            | Self::Jid
            | Self::BareJid
            | Self::FullJid
            | Self::StanzaId
            | Self::ShortText => Self::String,
            Self::Token => Self::NormalizedString,
            Self::Language | Self::NmToken | Self::Name => Self::Token,
            Self::NcName => Self::Name,
            Self::Id | Self::IdRef | Self::Entity => Self::NcName,
            Self::Integer => Self::Decimal,
            Self::NonPositiveInteger | Self::Long | Self::NonNegativeInteger => Self::Integer,
            Self::NegativeInteger => Self::NonPositiveInteger,
            Self::Int => Self::Long,
            Self::Short => Self::Int,
            Self::Byte => Self::Short,
            Self::UnsignedLong | Self::PositiveInteger => Self::NonNegativeInteger,
            Self::UnsignedInt => Self::UnsignedLong,
            Self::UnsignedShort => Self::UnsignedInt,
            Self::UnsignedByte => Self::UnsignedShort,
            Self::MimeBase64 => Self::Base64Binary,
            _ => Self::AnySimpleType,
        }
    }

    /// The type at the end of its bases; itself, for a primitive type or a list.
    pub const fn primitive(self) -> Self {
        let mut primitive = self;
        while !matches!(primitive.base(), Self::AnySimpleType) {
            primitive = primitive.base();
        }
        primitive
    }

    /// Whether its values are the text that they were written as, white space apart, so that a pattern can be held against them.
    pub const fn keeps_text(self) -> bool {
        match self.primitive() {
            Self::String => !matches!(self, Self::Jid | Self::BareJid | Self::FullJid),
            Self::AnySimpleType | Self::AnyUri | Self::QName | Self::Notation => true,
            _ => false,
        }
    }

    /// The type of the items, for the three that are lists.
    pub const fn item(self) -> Option<Self> {
        match self {
            Self::NmTokens => Some(Self::NmToken),
            Self::IdRefs => Some(Self::IdRef),
            Self::Entities => Some(Self::Entity),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_of_xsd_is_told_by_its_name() {
        for builtin in Builtin::ALL {
            let expected = (!builtin.is_catalog_only()).then_some(*builtin);
            assert_eq!(Builtin::from_xsd(builtin.name()), expected);
        }
        for other in ["", "s", "strinx", "String", "anyType", "unsignedbyte"] {
            assert_eq!(Builtin::from_xsd(other), None, "{other}");
        }
    }
}
