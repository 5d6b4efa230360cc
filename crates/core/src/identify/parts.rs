//! Where a document holds several disclosures: a form's title stands again, and behind it the form begins anew.
//!
//! A title that stands again only heads another page, or what goes on: then the labels behind it are other ones.

use super::Trial;
use crate::failure::Failure;
use crate::form::{LabelId, TitlePlace};
use std::ops::Range;

/// Most titles that are looked at: more are the heads of pages.
const MOST_TITLES: usize = 64;

/// The parts of a document that are disclosures of their own, as ranges of pieces; one where it is not several.
/// `read` tries a stretch of the document by itself.
pub fn split(
    pieces: usize,
    titles: &[TitlePlace],
    read: impl Fn(Range<usize>) -> Result<Trial, Failure>,
) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = titles.iter().filter(|title| title.is_own).map(|title| title.piece).collect();
    starts.dedup();
    if !(2..=MOST_TITLES).contains(&starts.len()) {
        return std::iter::once(0..pieces).collect();
    }
    let ends = starts.iter().skip(1).copied().chain([pieces]);
    let mut parts: Vec<(Range<usize>, Option<Trial>)> = Vec::new();
    for (start, end) in starts.iter().copied().zip(ends) {
        let trial = read(start..end).ok();
        match parts.last_mut() {
            Some((last, before)) if !trial.as_ref().is_some_and(|trial| begins_anew(before.as_ref(), trial)) => {
                last.end = end;
                if before.is_none() {
                    *before = trial;
                }
            }
            _ => parts.push((start..end, trial)),
        }
    }
    // What stands before the first title is the first part's.
    if let Some((first, _)) = parts.first_mut() {
        first.start = 0;
    }
    parts.into_iter().map(|(part, _)| part).collect()
}

/// Whether a stretch is a disclosure of its own behind another: of another form, or with the labels that the one before has.
fn begins_anew(before: Option<&Trial>, trial: &Trial) -> bool {
    let Some(before) = before else { return false };
    let again = trial.labels.iter().filter(|label: &&LabelId| before.labels.contains(label)).count();
    let is_other = before.form.id != trial.form.id;
    is_other || again * 2 > before.labels.len().min(trial.labels.len())
}
