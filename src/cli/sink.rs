//! Where `extract` puts records: lines, one object or an array on standard output, or files in a folder.

use super::output::{beside, place};
use super::stop::Stop;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A place for records, given one after the other as JSON without a line break at the end.
pub(super) enum Sink<W> {
    /// One after the other, each ending its line.
    Lines(W),
    /// Entries of an array; whether any stands in it yet.
    Array(W, bool),
    /// Files, with the path of each input's.
    Files(Vec<PathBuf>),
}

impl<W: Write> Sink<W> {
    /// Writes a record of the input with the given position: the first, or one of further disclosures in it.
    pub fn write(&mut self, at: usize, part: usize, mut json: Vec<u8>) -> Result<(), Stop> {
        match self {
            Self::Lines(out) => {
                // In one piece: standard output searches what it is given for the last line's end.
                json.push(b'\n');
                out.write_all(&json)?;
            }
            Self::Array(out, has_entries) => {
                out.write_all(if *has_entries { b",\n" } else { b"[\n" })?;
                *has_entries = true;
                out.write_all(&indented(&json))?;
            }
            Self::Files(paths) => {
                let path = of_part(paths.get(at).map_or(Path::new(""), PathBuf::as_path), part);
                write_file(&path, json).map_err(|error| Stop::unwritable(&path, &error))?;
            }
        }
        Ok(())
    }

    /// Writes what ends the output, and gives it back.
    pub fn finish(self) -> io::Result<Option<W>> {
        match self {
            Self::Lines(out) => Ok(Some(out)),
            Self::Array(mut out, has_entries) => {
                out.write_all(if has_entries { b"\n]\n" } else { b"[]\n" })?;
                Ok(Some(out))
            }
            Self::Files(_) => Ok(None),
        }
    }
}

/// The file of a record: those of further disclosures in a document have their number before the ending.
fn of_part(path: &Path, part: usize) -> PathBuf {
    if part == 0 { path.to_owned() } else { path.with_extension(format!("part-{}.json", part + 1)) }
}

fn indented(json: &[u8]) -> Vec<u8> {
    let lines: Vec<Vec<u8>> = json.split(|byte| *byte == b'\n').map(|line| [b"  ", line].concat()).collect();
    lines.join(&b'\n')
}

fn write_file(path: &Path, mut json: Vec<u8>) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    json.push(b'\n');
    let mut file = beside(path)?;
    file.write_all(&json)?;
    place(file, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(make: fn(Vec<u8>) -> Sink<Vec<u8>>, records: &[&str]) -> String {
        let mut sink = make(Vec::new());
        for (at, record) in records.iter().enumerate() {
            sink.write(at, 0, record.as_bytes().to_vec()).unwrap();
        }
        match sink {
            Sink::Lines(out) => String::from_utf8(out).unwrap(),
            Sink::Array(mut out, has_entries) => {
                Sink::Array(&mut out, has_entries).finish().unwrap();
                String::from_utf8(out).unwrap()
            }
            Sink::Files(_) => String::new(),
        }
    }

    #[test]
    fn records_are_lines_or_an_array() {
        assert_eq!(written(Sink::Lines, &["1", "2"]), "1\n2\n");
        let array = |out| Sink::Array(out, false);
        assert_eq!(written(array, &[]), "[]\n");
        assert_eq!(written(array, &["{\n  \"a\": 1\n}", "2"]), "[\n  {\n    \"a\": 1\n  },\n  2\n]\n");
    }

    #[test]
    fn records_are_files_in_folders_that_are_made() {
        let folder = tempfile::tempdir().unwrap();
        let paths = vec![folder.path().join("a.json"), folder.path().join("b/c.json")];
        let mut sink: Sink<Vec<u8>> = Sink::Files(paths.clone());
        sink.write(1, 0, b"1".to_vec()).unwrap();
        sink.write(1, 1, b"2".to_vec()).unwrap();
        assert_eq!(std::fs::read_to_string(folder.path().join("b/c.part-2.json")).unwrap(), "2\n");
        assert_eq!(std::fs::read_to_string(&paths[1]).unwrap(), "1\n");
        std::fs::write(folder.path().join("file"), "").unwrap();
        let mut sink: Sink<Vec<u8>> = Sink::Files(vec![folder.path().join("file/d.json")]);
        assert!(sink.write(0, 0, b"1".to_vec()).unwrap_err().to_string().contains("file/d.json can't be written: "));
    }
}
