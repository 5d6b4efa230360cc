//! A thread for each PDF: the interpreter can't be stopped and may panic on broken files.
//!
//! The device unwinds out of the interpreter when a limit is reached; where no drawing operation comes at all, the caller stops
//! waiting.

use crate::budget::Limits;
use crate::budget::late;
use crate::failure::{Failure, Reason};
use crate::isolate::caught;
use crate::spend::Stopped;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

/// The thread's stack in bytes: objects and forms nest, and the parser recurses.
const STACK: usize = 64 << 20;
/// How much longer than the limit the caller waits for the device to notice, as a divisor of the limit.
const GRACE: u32 = 10;

/// Whether a thread was left behind that nobody waits for.
static IS_LEFT: AtomicBool = AtomicBool::new(false);

/// Whether a thread of this process may still be at a document that was given up: only the process's end ends it.
pub fn is_left() -> bool {
    IS_LEFT.load(Ordering::Relaxed)
}

/// Runs work on a PDF in a thread of its own; a panic in it is a failure, and so is the end of the time.
pub fn run<T: Send + 'static>(
    limits: Limits,
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let (sender, receiver) = mpsc::sync_channel(1);
    let work = move || {
        let result = caught(work);
        // Nobody listens any more when the caller stopped waiting.
        let _ = sender.send(result.unwrap_or_else(|panic| Err(unwound(panic.as_ref()))));
    };
    std::thread::Builder::new()
        .name("pdf".into())
        .stack_size(STACK)
        .spawn(work)
        .map_err(|error| Failure::new(Reason::Limit, format!("no thread to read the PDF in: {error}")))?;
    let waiting = limits.time.saturating_add(limits.time / GRACE);
    receiver.recv_timeout(waiting).unwrap_or_else(|_| {
        IS_LEFT.store(true, Ordering::Relaxed);
        Err(late(&limits))
    })
}

fn unwound(panic: &(dyn std::any::Any + Send)) -> Failure {
    if let Some(Stopped(failure)) = panic.downcast_ref() {
        return failure.clone();
    }
    Failure::new(Reason::Damaged, "the PDF's structure can't be followed")
        .hint("open it in a viewer and save or print it as PDF anew")
}
