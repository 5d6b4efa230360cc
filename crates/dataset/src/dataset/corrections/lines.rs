//! Corrections as JSON Lines, sorted: a file that lives in version control and is shared.

use super::{Correction, CorrectionKind};
use crate::form::Forms;
use std::io::{self, BufRead, Write};

/// Why a file of corrections is refused.
#[derive(Debug, thiserror::Error)]
pub enum CorrectionsError {
    /// It can't be read.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// A line is no correction.
    #[error("line {line}: {message}")]
    Line {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

/// Reads corrections; none is taken when one is none.
///
/// # Errors
/// When the file can't be read, or a line is no correction.
pub fn read_corrections(forms: &Forms, reader: impl BufRead) -> Result<Vec<Correction>, CorrectionsError> {
    let mut corrections = Vec::new();
    for (line, text) in (1..).zip(reader.lines()) {
        let text = text?;
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            continue;
        }
        let refused = |message: String| CorrectionsError::Line { line, message };
        let correction: Correction = serde_json::from_str(text).map_err(|error| refused(error.to_string()))?;
        check(forms, &correction).map_err(|message| refused(message.to_owned()))?;
        corrections.push(correction);
    }
    Ok(corrections)
}

/// Writes corrections in their order: by content, leaf, time and person. The same corrections give the same bytes.
///
/// # Errors
/// When they can't be written.
pub fn write_corrections(mut corrections: Vec<Correction>, out: &mut impl Write) -> io::Result<()> {
    corrections.sort_by_cached_key(|correction| {
        let (sha256, part, pointer, at, who, kind, value) = correction.key();
        (sha256.to_owned(), part, pointer.to_owned(), at.to_owned(), who.to_owned(), kind, value)
    });
    for correction in corrections {
        serde_json::to_writer(&mut *out, &correction)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn check(forms: &Forms, correction: &Correction) -> Result<(), &'static str> {
    let Correction { sha256, pointer, who, at, value, kind, .. } = correction;
    let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if sha256.len() != 64 || !sha256.bytes().all(is_hex) {
        return Err("sha256 is not 64 hex digits");
    }
    if correction.part == 0 {
        return Err("part is 0; parts are counted from 1");
    }
    if who.trim().is_empty() {
        return Err("who is empty");
    }
    if at.parse::<jiff::Timestamp>().is_err() || !at.ends_with('Z') {
        return Err("at is no time in UTC, as 2026-11-26T09:00:00Z");
    }
    // Whose record it is, the document tells that it is of.
    let holds = forms.all().iter().filter_map(|form| Some((form, crate::leaves::kind_of(form, pointer)?)));
    let holds: Vec<_> = holds.collect();
    if holds.is_empty() {
        return Err("pointer is none of this form's record");
    }
    if *kind != CorrectionKind::Withdrawn && !holds.iter().any(|(form, holds)| holds.allows(form, value)) {
        return Err("value is none that the leaf can have");
    }
    Ok(())
}
