//! Inside a worker: documents come in, readings go out, until no more come.

use super::poison::swallow;
use super::protocol::{receive_request, send, send_reply};
use crate::engine::Engine;
use crate::reading::read;
use std::io::{self, BufReader, BufWriter, Write, stdin, stdout};
use std::sync::mpsc::sync_channel;
use std::thread;

/// How a worker does its work.
#[derive(Debug, Clone, Copy)]
pub struct Duty {
    /// Memory that the process may take, in bytes of address space; where the system knows no such limit there is none.
    pub memory: u64,
    /// Bytes that a record may have.
    pub output: usize,
    /// Whether documents of the tests do what they say.
    pub is_test: bool,
}

/// Reads documents from the standard input until it ends, and answers on the standard output.
///
/// # Errors
/// When the pipes break.
pub fn serve(engine: &Engine, duty: Duty) -> io::Result<()> {
    limit_memory(duty.memory)?;
    let (sender, documents) = sync_channel(0);
    thread::Builder::new().spawn(move || {
        let mut input = BufReader::new(stdin().lock());
        while let Ok(Some(source)) = receive_request(&mut input) {
            if sender.send(source).is_err() {
                return;
            }
        }
        // Whoever started this process is gone: nobody waits for the document under way, which may never end.
        std::process::exit(0);
    })?;
    let mut out = BufWriter::new(stdout().lock());
    send(&mut out, engine.form().hash.as_bytes())?;
    out.flush()?;
    for source in documents {
        if duty.is_test {
            swallow(&source.bytes);
        }
        send_reply(&mut out, read(engine, &source, duty.output))?;
    }
    Ok(())
}

#[cfg(unix)]
fn limit_memory(bytes: u64) -> io::Result<()> {
    rlimit::setrlimit(rlimit::Resource::AS, bytes, bytes)
}

#[cfg(not(unix))]
fn limit_memory(_bytes: u64) -> io::Result<()> {
    Ok(())
}
