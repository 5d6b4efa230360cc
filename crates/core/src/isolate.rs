//! Isolation: a panic ends the document that caused it and nothing else.
//!
//! Stands around the engine wherever many documents are read in one run. A panic is a fault of this
//! program, so it comes out as the failure `engine.panic` that says where it happened.

use crate::failure::{Failure, Reason};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};

thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `read` for one document; a panic in it becomes a failure.
///
/// # Errors
/// What `read` returns, or `engine.panic`.
pub fn isolate<T>(read: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    caught(read).unwrap_or_else(|payload| Err(failure(payload.as_ref())))
}

/// Runs `read`; a panic in it prints nothing and comes back as its payload. Whether panics print is a matter of the thread: a
/// source that reads in a thread of its own has to call this there.
pub fn caught<T>(read: impl FnOnce() -> T) -> std::thread::Result<T> {
    let before = INSIDE.replace(true);
    // What the document had built so far is dropped with the panic; the engine itself is never changed by reading.
    let outcome = catch_unwind(AssertUnwindSafe(read));
    INSIDE.set(before);
    outcome
}

/// Keeps panics inside [`isolate`] from printing, in a source's own thread too: the failure tells of them. All others print as usual.
pub fn quiet_panics() {
    let usual = take_hook();
    set_hook(Box::new(move |info| {
        if INSIDE.get() {
            PLACE.set(info.location().map(|place| format!("{}:{}", place.file(), place.line())));
        } else {
            usual(info);
        }
    }));
}

fn failure(payload: &(dyn Any + Send)) -> Failure {
    let message = payload.downcast_ref::<&str>().copied();
    let message = message.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message");
    let place = PLACE.take().map(|place| format!(" at {place}")).unwrap_or_default();
    Failure::new(Reason::Panic, format!("the program failed{place}: {message}"))
        .hint("this is a fault of yomitori; please report it with the document")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_failure_and_the_next_document_is_read() {
        let failure = isolate::<()>(|| panic!("lost on page {}", 3)).unwrap_err();
        assert_eq!(failure.reason, Reason::Panic);
        assert!(failure.message.ends_with("lost on page 3"), "{failure}");
        assert_eq!(isolate(|| Ok(1)), Ok(1));
    }

    #[test]
    fn what_is_caught_inside_a_document_leaves_the_rest_of_it_inside() {
        let inside = || {
            assert!(caught(|| panic!("in a part")).is_err());
            Ok(INSIDE.get())
        };
        assert_eq!(isolate(inside), Ok(true));
        assert!(!INSIDE.get());
        let elsewhere = std::thread::spawn(|| caught(|| INSIDE.get()).ok());
        assert_eq!(elsewhere.join().ok().flatten(), Some(true));
    }
}
