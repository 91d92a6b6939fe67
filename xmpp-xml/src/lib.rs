//! The one reader and writer of XMPP wire XML.

mod answer;
mod finding;
mod limits;
mod position;
mod rule;
pub mod wording;

pub use answer::Answer;
pub use finding::{Finding, Findings, FirstOnly, Report};
pub use limits::Limits;
pub use position::Position;
pub use rule::Rule;
