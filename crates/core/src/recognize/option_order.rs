//! Options by their order: in flat text a group's options may stand beside another label than their own, when that is set
//! in the middle of its row. The form prints all options in one order, and each carries a mark; so the marks of the
//! text are aligned with them, and what is whole is known whatever label it stands beside.

use super::choices::option_at;
use super::draft::{About, Draft};
use super::excerpt::{Excerpt, Fragment};
use super::fields;
use super::matches::Matches;
use crate::diagnostic::Code;
use crate::document::Span;
use crate::form::{Field, FieldKind, FieldTarget, Form, LeafId, Part};
use crate::normalize::Normalized;
use crate::record::empty_value;
use crate::segment::Sections;
use crate::text::brackets::unclosed;
use crate::text::marks;

/// Most marks that are aligned; the form has fewer than a tenth of them.
const MOST_MARKS: usize = 512;

/// Pieces in which an option's bracket may go on.
const PIECES_OF_BRACKET: usize = 2;

/// An option that the form prints.
#[derive(Clone, Copy)]
struct OptionSlot<'f> {
    field: &'f Field,
    target: &'f FieldTarget,
    option: usize,
}

/// Reads anew the groups whose options stand in the text in the form's order, each with a mark, where that says otherwise.
pub(super) fn settle(draft: &mut Draft<'_>, sections: &Sections, matches: &Matches) {
    let form = draft.form;
    let slots = slots(form);
    let marked = marked(draft.normalized, sections, matches);
    if marked.is_empty() || marked.len() > MOST_MARKS {
        return;
    }
    let assigned = align(draft.normalized, &slots, &marked);
    for (at, group) in groups(&slots) {
        let own = assigned.get(at..at + group.len()).unwrap_or_default();
        let stretches: Option<Vec<&Vec<Fragment>>> = own.iter().map(|mark| marked.get((*mark)?)).collect();
        let (Some(stretches), Some(slot)) = (stretches, group.first()) else { continue };
        if is_whole(draft.normalized, &slots, &assigned, &marked, slot.field) {
            let fragments: Vec<Fragment> = stretches.into_iter().flatten().copied().collect();
            read(draft, slot, &Excerpt::new(draft.normalized, &fragments));
        }
    }
}

/// The options of all groups in the form's order.
fn slots(form: &Form) -> Vec<OptionSlot<'_>> {
    let labels = form.labels.iter().filter(|label| label.part == Part::Form);
    let fields = labels.filter_map(|label| label.field.as_ref());
    fields
        .filter(|field| matches!(field.kind, FieldKind::Choice | FieldKind::Choices))
        .flat_map(|field| field.targets.iter().map(move |target| (field, target)))
        .flat_map(|(field, target)| (0..field.options.len()).map(move |option| OptionSlot { field, target, option }))
        .collect()
}

/// The slots of each target, with the position of the first.
fn groups<'s, 'f>(slots: &'s [OptionSlot<'f>]) -> impl Iterator<Item = (usize, &'s [OptionSlot<'f>])> {
    let mut at = 0;
    slots.chunk_by(|a, b| std::ptr::eq(a.target, b.target)).map(move |group| {
        at += group.len();
        (at - group.len(), group)
    })
}

/// The stretches of the form part that begin with a mark, each with the rest of its bracket.
fn marked(normalized: &Normalized, sections: &Sections, matches: &Matches) -> Vec<Vec<Fragment>> {
    let content = sections.content(Part::Form);
    let mut found = Vec::new();
    for (at, index) in content.iter().enumerate() {
        let Some(piece) = normalized.pieces.get(*index) else { continue };
        let text = normalized.text_of(piece.span);
        let starts: Vec<usize> = marks::find(text).map(|token| token.start).collect();
        for (position, start) in starts.iter().enumerate() {
            let end = starts.get(position + 1).copied().unwrap_or(text.len());
            let span = Span::new(piece.span.start + start, piece.span.start + end);
            let mut stretch = vec![Fragment { piece: *index, span }];
            if end == text.len() {
                let following = content.get(at + 1..).unwrap_or_default();
                go_on(normalized, matches, following, normalized.text_of(span), &mut stretch);
            }
            found.push(stretch);
        }
    }
    found
}

/// Appends the pieces in which the bracket of an option is closed, when no label and no mark stands before.
fn go_on(normalized: &Normalized, matches: &Matches, following: &[usize], text: &str, stretch: &mut Vec<Fragment>) {
    let mut open = unclosed(text);
    let mut rest = Vec::new();
    for index in following.iter().take(PIECES_OF_BRACKET) {
        let Some(piece) = normalized.pieces.get(*index).filter(|_| open > 0) else { break };
        let text = normalized.text_of(piece.span);
        if marks::find(text).next().is_some() || matches.next_in(*index, 0).is_some() {
            break;
        }
        rest.push(Fragment { piece: *index, span: piece.span });
        open = open.saturating_sub(text.matches(')').count());
    }
    if open == 0 {
        stretch.extend(rest);
    }
}

/// The option of a field that a stretch opens with, behind its mark.
fn option_of(normalized: &Normalized, stretch: &[Fragment], field: &Field) -> Option<usize> {
    let text = normalized.text_of(stretch.first()?.span);
    let mark = marks::find(text).next()?;
    option_at(text, mark.end, text.len(), field).map(|(option, _)| option)
}

/// The longest alignment of marks with options, both in order: for each option its mark.
fn align(normalized: &Normalized, slots: &[OptionSlot<'_>], marked: &[Vec<Fragment>]) -> Vec<Option<usize>> {
    let fits =
        |slot: &OptionSlot<'_>, stretch: &[Fragment]| option_of(normalized, stretch, slot.field) == Some(slot.option);
    let table: Vec<Vec<bool>> =
        slots.iter().map(|slot| marked.iter().map(|stretch| fits(slot, stretch)).collect()).collect();
    let fit = |slot: usize, mark: usize| table.get(slot).and_then(|row| row.get(mark)).copied().unwrap_or(false);
    // The most that can be aligned of the slots and marks from a place on.
    let mut most = vec![vec![0usize; marked.len() + 1]; slots.len() + 1];
    let at = |most: &[Vec<usize>], slot: usize, mark: usize| {
        most.get(slot).and_then(|row| row.get(mark)).copied().unwrap_or(0)
    };
    for slot in (0..slots.len()).rev() {
        for mark in (0..marked.len()).rev() {
            let skipped = at(&most, slot + 1, mark).max(at(&most, slot, mark + 1));
            let taken = if fit(slot, mark) { at(&most, slot + 1, mark + 1) + 1 } else { 0 };
            if let Some(entry) = most.get_mut(slot).and_then(|row| row.get_mut(mark)) {
                *entry = skipped.max(taken);
            }
        }
    }
    let mut assigned = vec![None; slots.len()];
    let (mut slot, mut mark) = (0, 0);
    while slot < slots.len() && mark < marked.len() {
        let here = at(&most, slot, mark);
        if fit(slot, mark) && here == at(&most, slot + 1, mark + 1) + 1 {
            if let Some(entry) = assigned.get_mut(slot) {
                *entry = Some(mark);
            }
            (slot, mark) = (slot + 1, mark + 1);
        } else if here == at(&most, slot + 1, mark) {
            slot += 1;
        } else {
            mark += 1;
        }
    }
    assigned
}

/// Whether the groups with the same options as a field's are all whole, and no mark of one is left: then the order alone
/// tells which is which.
fn is_whole(
    normalized: &Normalized,
    slots: &[OptionSlot<'_>],
    assigned: &[Option<usize>],
    marked: &[Vec<Fragment>],
    field: &Field,
) -> bool {
    let is_twin = |slot: &OptionSlot<'_>| {
        slot.field.options.iter().map(|option| &option.keys).eq(field.options.iter().map(|option| &option.keys))
    };
    let twins: Vec<Option<usize>> =
        slots.iter().zip(assigned).filter(|(slot, _)| is_twin(slot)).map(|(_, mark)| *mark).collect();
    let is_left = |(mark, stretch): (usize, &Vec<Fragment>)| {
        option_of(normalized, stretch, field).is_some() && !assigned.contains(&Some(mark))
    };
    twins.iter().all(Option::is_some) && !marked.iter().enumerate().any(is_left)
}

/// Reads a group from its options' stretches, if that says otherwise than what stands beside its label.
fn read(draft: &mut Draft<'_>, slot: &OptionSlot<'_>, excerpt: &Excerpt) {
    let message = "its options stand beside another label; their order tells that they are this one's";
    reread(draft, slot.field, &slot.target.leaves, excerpt, message);
}

/// Reads a field from another stretch, if that says otherwise than what was read, and says why.
pub(super) fn reread(draft: &mut Draft<'_>, field: &Field, leaves: &[LeafId], excerpt: &Excerpt, message: &str) {
    let form: &Form = draft.form;
    let mut own = Draft::new(form, draft.normalized);
    fields::read(&mut own, field, leaves, excerpt);
    if leaves.iter().all(|leaf| own.value(*leaf) == draft.value(*leaf)) {
        return;
    }
    draft.evidence.retain(|shown| !shown.leaf.is_some_and(|leaf| leaves.contains(&leaf)));
    draft.doubts.retain(|doubt| !matches!(doubt.about, About::Leaf(leaf) if leaves.contains(&leaf)));
    draft.lost.retain(|(leaf, _)| !leaves.contains(leaf));
    draft.unwritten.retain(|leaf| !leaves.contains(leaf));
    for leaf in leaves {
        draft.set_value(*leaf, empty_value(form.leaf(*leaf).kind));
    }
    fields::read(draft, field, leaves, excerpt);
    for leaf in leaves {
        draft.add_warning(*leaf, Code::FieldLineGuess, message);
    }
}
