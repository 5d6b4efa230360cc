//! Worker processes: documents are read where whatever they do harms nothing else.
//!
//! A worker is this program again, started with the hidden command `worker`. It gets documents over its standard
//! input and answers on its standard output ([`protocol`]); its standard error tells why it ended. [`Worker`] is the
//! process as its starter has it, [`Pool`] several of them, [`serve`] what runs inside. What is done with a document is a
//! [`Task`], and the same function does it where no process is started for it.

mod poison;
mod pool;
mod process;
mod protocol;
mod sandbox;
mod serve;
mod task;

pub use pool::Pool;
pub use process::{Launch, Reply, Worker};
pub use sandbox::Sandbox;
pub use serve::{Duty, serve};
pub use task::{Answer, Performer, Task, View};
