//! An element by hand: the derives are those that generated code uses.

use xmpp_core::{BareJid, Extra, FromXml, ToXml, Validate, XmlText};

/// `<move/>`: a move in a game of noughts and crosses.
#[derive(Clone, Debug, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = "urn:example:noughts-and-crosses:0")]
struct Move {
    /// Who moves.
    #[xml(attribute)]
    player: BareJid,
    /// What they draw.
    #[xml(attribute)]
    mark: Mark,
    /// Column, counted from 1.
    #[xml(attribute)]
    #[check(min = 1, max = 3)]
    column: u8,
    /// Row, counted from 1.
    #[xml(attribute)]
    #[check(min = 1, max = 3)]
    row: u8,
    /// What they say about it.
    #[xml(text_of = "remark")]
    remark: Option<String>,
    /// What this program does not know, kept and written back.
    #[xml(extra)]
    extra: Extra,
}

/// Values of `<move mark=''/>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, XmlText)]
enum Mark {
    /// `cross`
    Cross,
    /// `nought`
    Nought,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let xml = "<move xmlns='urn:example:noughts-and-crosses:0' player='ada@example.com' mark='cross' column='2' row='2' \
               clock='12'><remark>The middle!</remark></move>";
    let first: Move = xmpp_core::read(xml)?;
    println!(
        "{} draws a {} at {}/{}",
        first.player, first.mark, first.column, first.row
    );
    // `clock` is unknown here, and not lost.
    assert!(xmpp_core::write(&first)?.contains("clock='12'"));

    // Writing is strict: there is no fourth row.
    let outside = Move { row: 4, ..first };
    println!(
        "{}",
        xmpp_core::write(&outside).expect_err("there is no fourth row")
    );
    Ok(())
}
