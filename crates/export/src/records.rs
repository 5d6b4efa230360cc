//! Reads records as JSON: JSON Lines, one object, an array, or objects one after the other.

use flate2::bufread::MultiGzDecoder;
use serde_json::{Deserializer, Value};
use std::io::{self, BufRead, BufReader, Cursor};

/// Something among the records that is none.
#[derive(Debug, thiserror::Error)]
pub enum RecordProblem {
    /// The input can't be read.
    #[error("it can't be read: {0}")]
    Unreadable(#[from] io::Error),
    /// A line is no JSON.
    #[error("line {line}: it is no JSON: {error}")]
    Line {
        /// The line, 1-based.
        line: u64,
        /// What is wrong.
        error: serde_json::Error,
    },
    /// The file is no JSON.
    #[error("it is neither JSON nor JSON Lines: {0}")]
    Json(#[from] serde_json::Error),
}

/// The text of records, unpacked and as UTF-8: gzip and zstd are told by their first bytes, UTF-16 as PowerShell writes it
/// by its byte order mark.
///
/// # Errors
/// When the input can't be read.
pub fn open_records<'r>(mut reader: Box<dyn BufRead + 'r>) -> io::Result<Box<dyn BufRead + 'r>> {
    let head = reader.fill_buf()?;
    if head.starts_with(&[0x1F, 0x8B]) {
        return open_records(Box::new(BufReader::new(MultiGzDecoder::new(reader))));
    }
    if head.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
        return open_records(Box::new(BufReader::new(zstd::Decoder::with_buffer(reader)?)));
    }
    if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes)?;
        let (text, _, _) = encoding_rs::UTF_16LE.decode(&bytes);
        return Ok(Box::new(Cursor::new(text.into_owned().into_bytes())));
    }
    Ok(reader)
}

/// Whether a text begins as records do; a byte order mark and white space count for nothing.
///
/// # Errors
/// When the input can't be read.
pub fn looks_like_records(reader: &mut dyn BufRead) -> io::Result<bool> {
    let head = reader.fill_buf()?;
    let text = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(head).trim_ascii_start();
    Ok(text.starts_with(b"{") || text.starts_with(b"["))
}

/// Hands every record of an input to `each`, with its line in JSON Lines. Lines are read one at a time, so a file
/// of any length takes the memory of its longest line; JSON over several lines is read as a whole.
///
/// # Errors
/// What `each` returns; problems of the input go to `each` as well.
pub fn records<E>(
    mut reader: impl BufRead,
    mut each: impl FnMut(Option<u64>, Result<Value, RecordProblem>) -> Result<(), E>,
) -> Result<(), E> {
    let mut bytes = Vec::new();
    let mut line = 0;
    let mut is_lines = None;
    loop {
        bytes.clear();
        match reader.read_until(b'\n', &mut bytes) {
            Ok(0) => return Ok(()),
            Ok(_) => line += 1,
            Err(error) => return each(None, Err(error.into())),
        }
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes).trim_ascii();
        if text.is_empty() {
            continue;
        }
        let value = serde_json::from_slice(text);
        // The first line tells: in JSON Lines it is an object by itself.
        if *is_lines.get_or_insert(matches!(value, Ok(Value::Object(_)))) {
            each(Some(line), value.map_err(|error| RecordProblem::Line { line, error }))?;
            continue;
        }
        let mut whole = text.to_vec();
        whole.push(b'\n');
        return match reader.read_to_end(&mut whole) {
            Ok(_) => documents(&whole, each),
            Err(error) => each(None, Err(error.into())),
        };
    }
}

fn documents<E>(
    bytes: &[u8],
    mut each: impl FnMut(Option<u64>, Result<Value, RecordProblem>) -> Result<(), E>,
) -> Result<(), E> {
    for value in Deserializer::from_slice(bytes).into_iter() {
        match value {
            Ok(Value::Array(values)) => values.into_iter().try_for_each(|value| each(None, Ok(value)))?,
            Ok(value) => each(None, Ok(value))?,
            Err(error) => return each(None, Err(error.into())),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn read(text: &str) -> Vec<String> {
        let mut seen = Vec::new();
        let Ok(()) = records(text.as_bytes(), |line, value| {
            seen.push(match value {
                Ok(value) => format!("{value}@{}", line.unwrap_or_default()),
                Err(problem) => problem.to_string(),
            });
            Ok::<_, Infallible>(())
        });
        seen
    }

    #[test]
    fn packed_records_and_those_of_power_shell_are_read() {
        let text = "{\"a\":1}\n{\"a\":2}\n";
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut gzip, text.as_bytes()).unwrap();
        let utf_16: Vec<u8> = "\u{feff}".chars().chain(text.chars()).flat_map(|c| (c as u16).to_le_bytes()).collect();
        for bytes in
            [text.as_bytes().to_vec(), gzip.finish().unwrap(), zstd::encode_all(text.as_bytes(), 1).unwrap(), utf_16]
        {
            let mut unpacked = String::new();
            std::io::Read::read_to_string(&mut open_records(Box::new(Cursor::new(bytes))).unwrap(), &mut unpacked)
                .unwrap();
            assert_eq!(unpacked, text);
        }
    }

    #[test]
    fn lines_objects_and_arrays_are_read() {
        assert_eq!(read("\u{feff}{\"a\":1}\n\n{\"a\":2}"), ["{\"a\":1}@1", "{\"a\":2}@3"]);
        assert_eq!(read("{\n\"a\":1}\n{\"a\":2}\n"), ["{\"a\":1}@0", "{\"a\":2}@0"]);
        assert_eq!(read("[{\"a\":1},\n{\"a\":2}]\n"), ["{\"a\":1}@0", "{\"a\":2}@0"]);
        assert_eq!(read(" \n"), Vec::<String>::new());
    }

    #[test]
    fn a_broken_line_is_named_and_the_others_are_read() {
        let seen = read("{\"a\":1}\n{\"a\"\n{\"a\":3}\n");
        assert_eq!(seen.len(), 3);
        assert!(seen[1].starts_with("line 2: it is no JSON"), "{seen:?}");
        assert!(read("[1,\n")[0].starts_with("it is neither JSON nor JSON Lines"));
    }
}
