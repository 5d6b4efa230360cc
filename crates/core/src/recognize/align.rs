//! Alignment of label candidates with the form's label order.
//!
//! The official form fixes the order of labels, and labels repeat (機関本体, 年間, 保険者 …), so which
//! label a candidate is can only be told from the whole. As in sequence alignment, the best increasing
//! assignment of candidates to labels is found by dynamic programming over the reading order; each label
//! is free to be missing, and a label right under the one that holds it counts for more.

use super::labels::Candidate;
use crate::form::{Form, LabelId};

/// Points for a label that follows the one that holds it, or a sister of its.
const IN_CONTEXT: i32 = 60;

/// Points lost by a label whose holder was passed over.
const OUT_OF_CONTEXT: i32 = -90;

/// The best assignment that ends with a label.
#[derive(Debug, Clone, Copy)]
struct Best {
    label: LabelId,
    score: i32,
    /// Its last step.
    step: usize,
}

/// A candidate assigned to its label, and the step before it.
#[derive(Debug, Clone, Copy)]
struct AlignStep {
    candidate: usize,
    previous: Option<usize>,
}

/// Assigns candidates to labels: for each label of the form the candidate that is it, if any.
#[must_use]
pub fn align(form: &Form, candidates: &[Candidate]) -> Vec<Option<usize>> {
    // Sorted by label.
    let mut best: Vec<Best> = Vec::with_capacity(form.labels.len());
    let mut steps: Vec<AlignStep> = Vec::with_capacity(candidates.len());
    let mut at = 0;
    while at < candidates.len() {
        let group = same_place(candidates, at);
        let extended =
            candidates.get(at..group).unwrap_or_default().iter().map(|candidate| extend(form, &best, candidate));
        let extended: Vec<(i32, Option<usize>)> = extended.collect();
        for (candidate, (score, previous)) in (at..group).zip(extended) {
            let Some(label) = candidates.get(candidate).map(|candidate| candidate.label) else { continue };
            let new = Best { label, score, step: steps.len() };
            match best.binary_search_by_key(&label, |known| known.label) {
                Ok(known) => match best.get_mut(known) {
                    Some(known) if known.score < score => *known = new,
                    _ => continue,
                },
                Err(place) => best.insert(place, new),
            }
            steps.push(AlignStep { candidate, previous });
        }
        at = group;
    }
    trace(form, candidates, &best, &steps)
}

/// The end of the group of candidates that stand in the same place: only one of them can be assigned.
fn same_place(candidates: &[Candidate], at: usize) -> usize {
    let start = candidates.get(at).map(|candidate| candidate.span.start);
    candidates.iter().skip(at).take_while(|candidate| Some(candidate.span.start) == start).count() + at
}

/// The points of the best assignment that ends with this candidate as its label, and the step before it.
fn extend(form: &Form, best: &[Best], candidate: &Candidate) -> (i32, Option<usize>) {
    let label = candidate.label;
    let holder = form.label(label).parent;
    let alone = (context(form, None, holder), None);
    let before = best.iter().take_while(|before| before.label < label);
    let before = before.map(|before| (before.score + context(form, Some(before.label), holder), Some(before.step)));
    // Of equals the nearest label before wins: it comes last.
    let (score, previous) = before.fold(alone, |best, next| if next.0 >= best.0 { next } else { best });
    (score + candidate.score, previous)
}

/// Points for a label that `holder` holds right behind the label `previous`.
fn context(form: &Form, previous: Option<LabelId>, holder: Option<LabelId>) -> i32 {
    let Some(holder) = holder else { return 0 };
    match previous {
        // Labels stand behind the one that holds them.
        Some(previous) if previous < holder => OUT_OF_CONTEXT,
        Some(previous) if previous == holder || form.holds(holder, previous) => IN_CONTEXT,
        _ => OUT_OF_CONTEXT,
    }
}

/// Follows the best assignment back from its last step.
fn trace(form: &Form, candidates: &[Candidate], best: &[Best], steps: &[AlignStep]) -> Vec<Option<usize>> {
    let mut assigned = vec![None; form.labels.len()];
    let last = best.iter().reduce(|a, b| if b.score > a.score { b } else { a });
    let mut at = last.map(|last| last.step);
    while let Some(step) = at.and_then(|at| steps.get(at)) {
        if let Some(candidate) = candidates.get(step.candidate)
            && let Some(entry) = assigned.get_mut(candidate.label)
        {
            *entry = Some(step.candidate);
        }
        at = step.previous;
    }
    assigned
}
