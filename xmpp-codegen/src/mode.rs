//! How closely schemas are read.

/// How closely schemas are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// What XMPP needs: whatever the strict mode accepts, and what is clearly meant is repaired, with a warning that says so.
    #[default]
    Repairing,
    /// XSD 1.0 to the letter: every deviation is an error, and a wildcard is as strict as it says.
    Strict,
}
