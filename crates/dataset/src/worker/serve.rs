//! Inside a worker: documents come in, readings go out, until no more come.

use super::poison::swallow;
use super::protocol::{receive_request, send, send_reply};
use super::sandbox;
use super::task::Performer;
use crate::source::has_runaway;
use std::io::{self, BufReader, BufWriter, Write, stdin, stdout};
use std::sync::mpsc::sync_channel;
use std::thread;

/// How a worker does its work.
#[derive(Debug, Clone, Copy)]
pub struct Duty {
    /// Memory that the process may take, in bytes of address space; where the system knows no such limit there is none.
    pub memory: u64,
    /// Whether it starts other programs, to convert documents: it gives up nothing then.
    pub starts_programs: bool,
    /// Whether documents of the tests do what they say.
    pub is_test: bool,
}

/// Reads documents from the standard input until it ends, and answers on the standard output.
///
/// # Errors
/// When the pipes break.
pub fn serve(performer: &Performer, duty: Duty) -> io::Result<()> {
    limit_memory(duty.memory)?;
    if !duty.starts_programs {
        // Before any thread is started: threads have what their starter has.
        sandbox::enter();
    }
    let (sender, documents) = sync_channel(0);
    thread::Builder::new().spawn(move || {
        let mut input = BufReader::new(stdin().lock());
        while let Ok(Some(request)) = receive_request(&mut input) {
            if sender.send(request).is_err() {
                return;
            }
        }
        // Whoever started this process is gone: nobody waits for the document under way, which may never end.
        std::process::exit(0);
    })?;
    let mut out = BufWriter::new(stdout().lock());
    send(&mut out, performer.engine.form().hash.as_bytes())?;
    out.flush()?;
    for request in documents {
        if duty.is_test {
            swallow(&request.source.bytes);
        }
        let reply = performer.perform(&request.task, &request.source);
        // A thread that nobody waits for any more would take the time of all documents behind.
        let is_last = has_runaway();
        send_reply(&mut out, reply, is_last)?;
        if is_last {
            break;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn limit_memory(bytes: u64) -> io::Result<()> {
    // Whoever started the program may have set a lower one, which can't be raised.
    let (_, most) = rlimit::getrlimit(rlimit::Resource::AS)?;
    rlimit::setrlimit(rlimit::Resource::AS, bytes.min(most), bytes.min(most))
}

#[cfg(not(unix))]
fn limit_memory(_bytes: u64) -> io::Result<()> {
    Ok(())
}
