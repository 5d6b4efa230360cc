//! What goes over the pipes: pieces, each with its length in front (32 bits, little endian).
//!
//! A worker says hello with the hash of its form. Each request has four pieces: the task (JSON), name, hash, bytes. Each
//! reply has a head (JSON) and the pieces that the head of its kind has: what is long is not written into JSON.

use super::task::{Answer, Task, View};
use crate::failure::{Failure, Reason};
use crate::reading::{DisclosureReading, FailedReading, Source};
use serde::{Deserialize, Serialize};
use std::io::{self, ErrorKind, Read, Write};
use std::sync::Arc;

/// Beyond it a head is no head of this program.
const MOST_HEAD: usize = 1 << 20;

/// Room that is made before a piece has come, in bytes: what documents have at most unless a user says otherwise.
const ROOM: usize = 64 << 20;

/// What a worker came to.
pub type Reply = Result<Answer, FailedReading>;

/// What a worker is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) task: Task,
    pub(super) source: Arc<Source>,
}

#[derive(Serialize, Deserialize)]
enum MessageHead {
    Readings(Vec<DisclosureReading>),
    Records { count: usize, has_warnings: bool },
    View { files: Vec<String>, is_partial: bool },
    Failed { reason: String, message: String, hint: Option<String>, media_type: Option<String> },
}

/// Writes a request.
pub(super) fn send_request(out: &mut impl Write, request: &Request) -> io::Result<()> {
    let Request { task, source } = request;
    send(out, &serde_json::to_vec(task)?)?;
    send(out, source.name.as_bytes())?;
    send(out, source.sha256.as_bytes())?;
    send(out, &source.bytes)?;
    out.flush()
}

/// Reads a request; `None` when no more come.
pub(super) fn receive_request(input: &mut impl Read) -> io::Result<Option<Request>> {
    let most = usize::MAX;
    let Some(task) = receive(input, most)? else { return Ok(None) };
    let task = serde_json::from_slice(&task)?;
    let (name, sha256) = (text(input, most)?, text(input, most)?);
    let bytes = needed(receive(input, most)?)?;
    Ok(Some(Request { task, source: Arc::new(Source { name, sha256, bytes }) }))
}

/// Writes a reply, and whether it is the last that this process gives.
pub(super) fn send_reply(out: &mut impl Write, reply: Reply, is_last: bool) -> io::Result<()> {
    let (head, pieces) = parted(reply);
    send(out, &serde_json::to_vec(&(is_last, head))?)?;
    pieces.iter().try_for_each(|piece| send(out, piece))?;
    out.flush()
}

fn parted(reply: Reply) -> (MessageHead, Vec<Vec<u8>>) {
    match reply {
        Ok(Answer::Readings(mut readings)) => {
            let parts = readings.iter_mut().flat_map(|of| [&mut of.data, &mut of.evidence, &mut of.diagnostics]);
            let parts = parts.map(|part| std::mem::take(part).into_bytes()).collect();
            (MessageHead::Readings(readings), parts)
        }
        Ok(Answer::Records { json, has_warnings }) => (MessageHead::Records { count: json.len(), has_warnings }, json),
        Ok(Answer::View(View { text, files, is_partial })) => {
            let (names, contents): (_, Vec<_>) = files.into_iter().unzip();
            (MessageHead::View { files: names, is_partial }, std::iter::once(text).chain(contents).collect())
        }
        Err(FailedReading { failure: Failure { reason, message, hint }, media_type }) => {
            (MessageHead::Failed { reason: reason.name().to_owned(), message, hint, media_type }, Vec::new())
        }
    }
}

/// Reads a reply of which no piece is longer than `most` bytes, and whether it is the last of its process.
pub(super) fn receive_reply(input: &mut impl Read, most: usize) -> io::Result<(Reply, bool)> {
    let head = needed(receive(input, MOST_HEAD)?)?;
    let (is_last, head) = serde_json::from_slice(&head)?;
    let reply = match head {
        MessageHead::Readings(mut readings) => {
            for reading in &mut readings {
                reading.data = text(input, most)?;
                reading.evidence = text(input, most)?;
                reading.diagnostics = text(input, most)?;
            }
            Ok(Answer::Readings(readings))
        }
        MessageHead::Records { count, has_warnings } => {
            let json = (0..count).map(|_| needed(receive(input, most)?)).collect::<io::Result<_>>()?;
            Ok(Answer::Records { json, has_warnings })
        }
        MessageHead::View { files, is_partial } => {
            let text = needed(receive(input, most)?)?;
            let mut file = |name| Ok((name, needed(receive(input, most)?)?));
            let files = files.into_iter().map(&mut file).collect::<io::Result<_>>()?;
            Ok(Answer::View(View { text, files, is_partial }))
        }
        MessageHead::Failed { reason, message, hint, media_type } => {
            let reason = Reason::from_name(&reason).ok_or_else(garbled)?;
            Err(FailedReading { failure: Failure { reason, message, hint }, media_type })
        }
    };
    Ok((reply, is_last))
}

fn text(input: &mut impl Read, most: usize) -> io::Result<String> {
    String::from_utf8(needed(receive(input, most)?)?).map_err(|_| garbled())
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
    // Room in one piece: bytes that grow take several times theirs for a moment.
    let mut piece = Vec::with_capacity(usize::try_from(length).unwrap_or_default().min(ROOM));
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
        let source = Arc::new(Source { name: "a.txt".into(), sha256: "00".into(), bytes: vec![0, 255, 10] });
        let request = Request { task: Task::View("words".into()), source };
        let mut pipe = Vec::new();
        send_request(&mut pipe, &request).unwrap();
        let mut input = pipe.as_slice();
        assert_eq!(receive_request(&mut input).unwrap(), Some(request));
        assert_eq!(receive_request(&mut input).unwrap(), None);

        let reading = DisclosureReading {
            pages: Some(2),
            data: "{}".into(),
            evidence: "{\"\":1}".into(),
            ..DisclosureReading::default()
        };
        let view = View { text: b"t".to_vec(), files: vec![("a.png".into(), vec![1])], is_partial: true };
        let failure = Failure::new(Reason::Damaged, "torn").hint("mend it");
        for reply in [
            Ok(Answer::Readings(vec![reading])),
            Ok(Answer::Records { json: vec![b"{}".to_vec()], has_warnings: true }),
            Ok(Answer::View(view)),
            Err(FailedReading { failure, media_type: Some("text/html".into()) }),
        ] {
            let mut pipe = Vec::new();
            send_reply(&mut pipe, reply.clone(), true).unwrap();
            assert_eq!(receive_reply(&mut pipe.as_slice(), 100).unwrap(), (reply, true));
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
