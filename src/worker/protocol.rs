//! What goes over the pipes: pieces, each with its length in front (32 bits, little endian).
//!
//! A worker says hello with the hash of its form. Each request has three pieces: name, hash, bytes. Each reply has a
//! head (JSON), and after the head of a reading its data, evidence and diagnostics.

use crate::failure::{Failure, Reason};
use crate::reading::{Reading, Source, Unread};
use serde::{Deserialize, Serialize};
use std::io::{self, ErrorKind, Read, Write};

/// Beyond it a head is no head of this program.
const MOST_HEAD: usize = 1 << 20;

/// What a worker came to.
pub(super) type Reply = Result<Reading, Unread>;

#[derive(Serialize, Deserialize)]
enum Head {
    Read(Reading),
    Failed { reason: String, message: String, hint: Option<String>, media_type: Option<String> },
}

/// Writes a request.
pub(super) fn send_request(out: &mut impl Write, source: &Source) -> io::Result<()> {
    send(out, source.name.as_bytes())?;
    send(out, source.sha256.as_bytes())?;
    send(out, &source.bytes)?;
    out.flush()
}

/// Reads a request; `None` when no more come.
pub(super) fn receive_request(input: &mut impl Read) -> io::Result<Option<Source>> {
    let most = usize::MAX;
    let Some(name) = receive(input, most)? else { return Ok(None) };
    let mut text = || String::from_utf8(needed(receive(input, most)?)?).map_err(|_| garbled());
    let sha256 = text()?;
    let bytes = needed(receive(input, most)?)?;
    let name = String::from_utf8(name).map_err(|_| garbled())?;
    Ok(Some(Source { name, sha256, bytes }))
}

/// Writes a reply.
pub(super) fn send_reply(out: &mut impl Write, reply: Reply) -> io::Result<()> {
    match reply {
        Ok(reading) => {
            let parts = [reading.data.clone(), reading.evidence.clone(), reading.diagnostics.clone()];
            send(out, &serde_json::to_vec(&Head::Read(reading))?)?;
            parts.iter().try_for_each(|part| send(out, part.as_bytes()))?;
        }
        Err(Unread { failure: Failure { reason, message, hint }, media_type }) => {
            let head = Head::Failed { reason: reason.name().to_owned(), message, hint, media_type };
            send(out, &serde_json::to_vec(&head)?)?;
        }
    }
    out.flush()
}

/// Reads a reply of which no piece is longer than `most` bytes.
pub(super) fn receive_reply(input: &mut impl Read, most: usize) -> io::Result<Reply> {
    let head = needed(receive(input, MOST_HEAD)?)?;
    match serde_json::from_slice(&head)? {
        Head::Read(mut reading) => {
            let mut text = || String::from_utf8(needed(receive(input, most)?)?).map_err(|_| garbled());
            reading.data = text()?;
            reading.evidence = text()?;
            reading.diagnostics = text()?;
            Ok(Ok(reading))
        }
        Head::Failed { reason, message, hint, media_type } => {
            let reason = Reason::from_name(&reason).ok_or_else(garbled)?;
            Ok(Err(Unread { failure: Failure { reason, message, hint }, media_type }))
        }
    }
}

/// Writes one piece.
pub(super) fn send(out: &mut impl Write, piece: &[u8]) -> io::Result<()> {
    let length = u32::try_from(piece.len()).map_err(|_| io::Error::from(ErrorKind::FileTooLarge))?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(piece)
}

/// Reads one piece of at most so many bytes; `None` at the end.
pub(super) fn receive(input: &mut impl Read, most: usize) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match input.read_exact(&mut length) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let length = u32::from_le_bytes(length);
    if usize::try_from(length).is_ok_and(|length| length > most) {
        return Err(garbled());
    }
    let mut piece = Vec::new();
    if input.take(u64::from(length)).read_to_end(&mut piece)? as u64 == u64::from(length) {
        Ok(Some(piece))
    } else {
        Err(ErrorKind::UnexpectedEof.into())
    }
}

fn needed(piece: Option<Vec<u8>>) -> io::Result<Vec<u8>> {
    piece.ok_or_else(|| ErrorKind::UnexpectedEof.into())
}

fn garbled() -> io::Error {
    io::Error::new(ErrorKind::InvalidData, "the worker's pipe holds what this program does not write")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_is_received() {
        let source = Source { name: "a.txt".into(), sha256: "00".into(), bytes: vec![0, 255, 10] };
        let mut pipe = Vec::new();
        send_request(&mut pipe, &source).unwrap();
        let mut input = pipe.as_slice();
        assert_eq!(receive_request(&mut input).unwrap(), Some(source));
        assert_eq!(receive_request(&mut input).unwrap(), None);

        let reading = Reading { pages: Some(2), data: "{}".into(), evidence: "{\"\":1}".into(), ..Reading::default() };
        let failure = Failure::new(Reason::Damaged, "torn").hint("mend it");
        for reply in [Ok(reading), Err(Unread { failure, media_type: Some("text/html".into()) })] {
            let mut pipe = Vec::new();
            send_reply(&mut pipe, reply.clone()).unwrap();
            assert_eq!(receive_reply(&mut pipe.as_slice(), 100).unwrap(), reply);
        }
    }

    #[test]
    fn what_is_cut_or_too_long_is_an_error() {
        let mut pipe = Vec::new();
        send(&mut pipe, b"12345").unwrap();
        assert!(receive(&mut pipe.as_slice(), 4).is_err());
        assert!(receive(&mut &pipe[..8], 5).is_err());
        assert_eq!(receive(&mut &pipe[..0], 5).unwrap(), None);
    }
}
