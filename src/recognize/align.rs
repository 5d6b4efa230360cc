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
    score: i32,
    /// The candidate assigned last, and the step before it.
    candidate: usize,
    previous: Option<usize>,
}

/// Assigns candidates to labels: for each label of the form the candidate that is it, if any.
#[must_use]
pub fn align(form: &Form, candidates: &[Candidate]) -> Vec<Option<usize>> {
    let mut best: Vec<Option<usize>> = vec![None; form.labels.len()];
    let mut steps: Vec<Best> = Vec::with_capacity(candidates.len());
    let mut at = 0;
    while at < candidates.len() {
        let group = same_place(candidates, at);
        let found: Vec<(LabelId, Best)> = (at..group)
            .filter_map(|index| {
                candidates.get(index).and_then(|candidate| extend(form, &best, &steps, index, candidate))
            })
            .collect();
        for (label, step) in found {
            let known = best.get(label).copied().flatten().and_then(|known| steps.get(known));
            if known.is_none_or(|known| step.score > known.score) {
                steps.push(step);
                if let Some(entry) = best.get_mut(label) {
                    *entry = Some(steps.len() - 1);
                }
            }
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

/// The best assignment that ends with this candidate as its label.
fn extend(
    form: &Form,
    best: &[Option<usize>],
    steps: &[Best],
    index: usize,
    candidate: &Candidate,
) -> Option<(LabelId, Best)> {
    let label = candidate.label;
    let holder = form.label(label).parent;
    let alone = (context(form, None, holder), None);
    let before = best.iter().take(label).enumerate().filter_map(|(previous, step)| {
        let step = (*step)?;
        let score = steps.get(step)?.score + context(form, Some(previous), holder);
        Some((score, Some(step)))
    });
    // Of equals the nearest label before wins: it comes last.
    let (score, previous) = before.fold(alone, |best, next| if next.0 >= best.0 { next } else { best });
    Some((label, Best { score: score + candidate.score, candidate: index, previous }))
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
fn trace(form: &Form, candidates: &[Candidate], best: &[Option<usize>], steps: &[Best]) -> Vec<Option<usize>> {
    let mut assigned = vec![None; form.labels.len()];
    let last = best.iter().flatten().copied().reduce(|a, b| {
        let score = |at: usize| steps.get(at).map_or(i32::MIN, |step| step.score);
        if score(b) > score(a) { b } else { a }
    });
    let mut at = last;
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
