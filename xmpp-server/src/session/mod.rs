//! What happens between a connection and the rest of the server: logging in, binding, fetching what was kept.

mod bind;
mod recall;
mod register;
mod resume;

pub use bind::bind;
pub use recall::{Page, Recall, Recalls, remove};
pub use register::Registrations;
pub use resume::{Fate, Resumptions, wait};
