//! Worker processes: documents are read where whatever they do harms nothing else.
//!
//! A worker is this program again, started with the hidden command `worker`. It gets documents over its standard
//! input and answers on its standard output ([`protocol`]); its standard error tells why it ended. [`Worker`] is the
//! process as its starter has it, [`serve`] what runs inside.

mod poison;
mod process;
mod protocol;
mod serve;

pub use process::{Launch, Worker};
pub use serve::{Duty, serve};
