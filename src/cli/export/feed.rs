//! What an export is made of: records of files and of a database, and documents, which are read first.

use super::super::reader::DocumentReader;
use super::super::show::{lang, note};
use super::super::stop::Stop;
use super::outlets::Outlets;
use crate::confidence::doubt;
use crate::dataset::{Failed, Origins};
use crate::digest::sha256;
use crate::export::{Refused, looks_like_records, open_records, records};
use crate::failure::Failure;
use crate::form::Forms;
use crate::inputs::{Input, InputPlace, list};
use crate::paths::printable;
use crate::reading::Source;
use crate::source::Limits;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// Whether a file holds records, by its name; one more ending may tell how it is packed.
fn is_of_records(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let name = name.trim_end_matches(".gz").trim_end_matches(".zst");
    [".json", ".jsonl", ".ndjson"].iter().any(|ending| name.ends_with(ending))
}

/// Documents that are read at the same time before their records are written.
const WINDOW: usize = 64;

/// An export under way.
pub(super) struct ExportRun<'a> {
    pub outlets: Outlets,
    pub reader: &'a DocumentReader<'a>,
    pub limits: Limits,
    /// What a manifest says of documents.
    pub origins: Option<Origins>,
    pub left_out: u64,
    /// What raises `review.uncertain`, and below which chance.
    pub uncertain: Option<(Forms, f64)>,
}

impl ExportRun<'_> {
    /// Of a folder with files of records these alone, else its documents.
    pub fn path(&mut self, path: &Path) -> Result<(), Stop> {
        let mut inputs = list(&[path.to_owned()]);
        let is_of_records = |input: &Input| is_of_records(Path::new(&input.name));
        if !path.is_dir() {
            return inputs.iter().try_for_each(|input| self.named(input, is_of_records(input)));
        }
        if inputs.iter().any(is_of_records) {
            inputs.retain(is_of_records);
            return inputs.iter().try_for_each(|input| self.named(input, true));
        }
        for window in inputs.chunks(WINDOW) {
            let (reader, limits) = (self.reader, self.limits);
            let read: Vec<_> = window.par_iter().map(|input| reader.records(input)).collect();
            for (input, outcome) in window.iter().zip(read) {
                let hash = || input.bytes(&limits).ok().map(|bytes| sha256(&bytes));
                self.document(&input.name, outcome, hash)?;
            }
        }
        Ok(())
    }

    /// A file that was named: records, as its name or its first bytes say, or a document.
    fn named(&mut self, input: &Input, is_of_records: bool) -> Result<(), Stop> {
        let reader: Box<dyn BufRead> = match &input.place {
            InputPlace::Stdin => Box::new(io::stdin().lock()),
            InputPlace::Slice(slice) => Box::new(BufReader::new(slice.open()?)),
            InputPlace::File(path) | InputPlace::Pipe(path) => match File::open(path) {
                Ok(file) => Box::new(BufReader::new(file)),
                Err(error) => {
                    self.leave_out(&input.name, &format!("it can't be opened: {error}"));
                    return Ok(());
                }
            },
            InputPlace::Nowhere(failure) => {
                self.leave_out(&input.name, failure);
                return Ok(());
            }
        };
        let mut reader = match open_records(reader) {
            Ok(reader) => reader,
            Err(error) => {
                self.leave_out(&input.name, &format!("it can't be read: {error}"));
                return Ok(());
            }
        };
        if !is_of_records && !looks_like_records(&mut *reader)? {
            let mut bytes = Vec::new();
            reader.take(self.limits.bytes.saturating_add(1)).read_to_end(&mut bytes)?;
            let hash = sha256(&bytes);
            let outcome = self.reader.records_of(Source { name: input.name.clone(), sha256: String::new(), bytes });
            return self.document(&input.name, outcome, || Some(hash));
        }
        records(reader, |line, record| {
            let place = line.map_or_else(|| input.name.clone(), |line| format!("{}:{line}", input.name));
            match record {
                Ok(record) if self.outlets.add_failure(&place, &record)? => Ok(()),
                Ok(record) => self.select(place, record),
                Err(problem) => {
                    self.leave_out(&place, &problem);
                    Ok(())
                }
            }
        })
    }

    /// What reading a document gave.
    fn document(
        &mut self,
        name: &str,
        outcome: Result<Vec<Value>, Failure>,
        hash: impl FnOnce() -> Option<String>,
    ) -> Result<(), Stop> {
        match outcome {
            Ok(records) => records.into_iter().try_for_each(|record| self.select(name.to_owned(), record)),
            Err(failure) => {
                self.leave_out(name, &lang().failure(&failure));
                let Failure { reason, message, hint } = failure;
                let source = json!({ "name": name, "sha256": hash() });
                let value =
                    json!({ "source": source, "failure": { "reason": reason, "message": message, "hint": hint } });
                self.outlets.add_failure(name, &value)?;
                Ok(())
            }
        }
    }

    /// A document of a database that gave no record.
    pub fn failed(&mut self, failed: &Failed) -> io::Result<bool> {
        let Failed { name, sha256, reason, message, hint, .. } = failed;
        let failure = json!({ "reason": reason, "message": message, "hint": hint });
        self.outlets.add_failure(name, &json!({ "source": { "name": name, "sha256": sha256 }, "failure": failure }))
    }

    pub fn select(&mut self, place: String, mut record: Value) -> Result<(), Stop> {
        if let Some(origins) = &self.origins {
            origins.tell(&mut record);
        }
        match self.outlets.take(place, record)? {
            Some((place, record)) => self.record(&place, &record),
            None => Ok(()),
        }
    }

    pub fn record(&mut self, place: &str, record: &Value) -> Result<(), Stop> {
        let mut doubted = None;
        if let Some((forms, below)) = &self.uncertain
            && let Some(form) = forms.of_record(record)
        {
            let own = doubted.insert(record.clone());
            doubt(form, own, *below);
        }
        match self.outlets.add_json(doubted.as_ref().unwrap_or(record)) {
            Ok(()) => {}
            Err(Refused::Output(error)) => {
                return Err(Stop::usage(format!("the files can't be written: {error}"), "check the disk"));
            }
            Err(refused) => self.leave_out(place, &refused),
        }
        Ok(())
    }

    fn leave_out(&mut self, place: &str, why: &dyn std::fmt::Display) {
        self.left_out += 1;
        note(&format!("{}: {why}", printable(place)));
    }
}
