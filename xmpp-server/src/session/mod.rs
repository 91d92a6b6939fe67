//! What happens between a connection and the rest of the server: logging in, binding, fetching what was kept.

mod bind;
mod recall;
mod resume;

pub use bind::bind;
pub use recall::{Page, Recall, Recalls, remove};
pub use resume::{Fate, Resumptions, wait};
