//! The rules that documents break beyond those of every reader.

use xmpp_xml::{Answer, Rule};

macro_rules! rules {
    ($($(#[$doc:meta])* $constant:ident = $name:literal: $page:literal;)*) => {
        $($(#[$doc])* pub(in crate::instance) const $constant: Rule = Rule::new($name, Answer::BAD_REQUEST);)*

        /// The rules that only a judgement to the letter reports, each with a text about it.
        pub const RULES: &[(Rule, &str)] = &[$(($constant, $page)),*];
    };
}

rules! {
    /// Something stands where the content model does not want it.
    UNEXPECTED_CHILD = "unexpected-child": "An element stands where the content model of its parent does not allow it: it \
        is not known there, comes too early or too late, or too often (XML Schema part 1 §3.4.4). What may stand there is \
        told.";
    /// The content model wants more.
    INCOMPLETE_CONTENT = "incomplete-content": "An element ends before everything that its content model demands has come \
        (XML Schema part 1 §3.4.4). What must still come is told.";
    /// No declaration where a wildcard asks for one.
    UNDECLARED = "undeclared": "A strict wildcard admits an element or attribute only if a schema declares it \
        (XML Schema part 1 §3.10.4), and none at hand does.";
    /// An abstract element or type.
    ABSTRACT = "abstract": "An abstract element stands only for those that substitute it, and an abstract type only for \
        those derived from it: neither is found in a document (XML Schema part 1 §3.3.4, §3.4.4).";
    /// `xsi:type`
    INVALID_TYPE = "invalid-type": "`xsi:type` names a type that is not known, or that may not take the place of the \
        declared one: it must be derived from it, in no way that is blocked (XML Schema part 1 §3.3.4).";
    /// `xsi:nil`
    INVALID_NIL = "invalid-nil": "`xsi:nil` stands at an element whose declaration does not say `nillable`, or at one that \
        is not empty (XML Schema part 1 §3.3.4).";
    /// `fixed`
    NOT_FIXED = "not-fixed": "The value is not the one that the schema has fixed (XML Schema part 1 §3.2.4, §3.3.4).";
    /// `xsi:schemaLocation` too late.
    LATE_LOCATION = "late-location": "`xsi:schemaLocation` names a schema for a namespace of which elements came before: \
        they were judged without it (XML Schema part 1 §4.3.2).";
    /// An ID twice.
    DUPLICATE_ID = "duplicate-id": "Two elements have the same ID (XML Schema part 1 §3.15.4), or one has two.";
    /// A reference to nothing.
    UNRESOLVED_REFERENCE = "unresolved-reference": "A reference leads nowhere: there is no such ID, entity or key in its \
        scope (XML Schema part 1 §3.11.4, §3.15.4).";
    /// A key twice.
    DUPLICATE_KEY = "duplicate-key": "Two elements have the same values in the fields of an `xs:key` or `xs:unique` \
        (XML Schema part 1 §3.11.4).";
    /// A key without a field.
    INCOMPLETE_KEY = "incomplete-key": "An element lacks a field of an `xs:key`, or has one that is no single simple value \
        (XML Schema part 1 §3.11.4).";
    /// An attribute that only the document type gives.
    LACKING_DEFAULT = "lacking-default": "An element lacks an attribute for which the document type has a default (XML 1.0 \
        §3.3.2). Document types are read for their entities alone: write the attribute where it is meant.";
    /// Tables are full.
    TOO_MANY_KEYS = "too-many-keys": "The document holds more keys and IDs than are kept in memory: those after are not \
        compared.";
}
