//! Recognition: labels become fields, marks become choices, cell text becomes typed values.
//!
//! Fourth phase. [`labels`] finds where labels may stand, [`align`] and [`mod@matches`] decide where they do,
//! [`region`] cuts out their values, [`fields`] reads them. The checklist is read by [`checklist`].

pub mod align;
mod answers;
mod behind;
pub mod checklist;
pub mod choices;
pub mod columns;
mod crossing;
pub mod draft;
pub mod excerpt;
mod fees;
pub mod fields;
pub mod fuzzy;
pub mod headed;
pub mod inline_headings;
mod item_rows;
pub mod labels;
mod line_ends;
mod lists;
pub mod matches;
pub mod numbering;
mod option_order;
mod order;
mod put;
pub mod region;
mod tables;
mod unread;
mod value_order;
mod weight;

use crate::diagnostic::Code;
use crate::document::Extent;
use crate::form::{FieldKind, Form, LabelId, Part};
use crate::normalize::Normalized;
use crate::record::{Checklist, Value};
use crate::segment::Sections;
use crate::text::brackets::{unclosed, unopened};
use columns::Split;
use draft::Draft;
use excerpt::{Excerpt, Fragment};
use headed::Headed;
use labels::Candidate;
use matches::Matches;
use order::Order;
use region::{Region, Regions, Stray};
use std::collections::BTreeSet;
use unread::UnreadText;

/// Least number of groups of options that tell where marks stand.
const LEAST_GROUPS: usize = 3;

/// Reads the form's fields and the checklist into a draft.
#[must_use]
pub fn recognize<'a>(
    normalized: &'a Normalized,
    sections: &Sections,
    form: &'a Form,
    labels: &Labels,
) -> (Draft<'a>, Checklist) {
    let mut draft = Draft::new(form, normalized);
    let mut order = Order::default();
    let mut unread = UnreadText::default();
    for (part, matches) in [(Part::Form, &labels.form), (Part::Checklist, &labels.checklist)] {
        let end = end_of(part, normalized, sections, form);
        let regions = Regions { normalized, sections, form, matches, end };
        let found: Vec<(LabelId, Region)> = matches
            .iter()
            .filter(|candidate| form.label(candidate.label).field.is_some())
            .map(|candidate| (candidate.label, regions.of(candidate)))
            .collect();
        draft.marks_lead = marks_lead(normalized, form, &found);
        let headed: Vec<(&Headed, Region)> =
            matches.headed().iter().map(|headed| (headed, regions.of(&headed.label))).collect();
        headed_fields(&mut draft, matches, &headed);
        let is_headed = |id: LabelId| headed.iter().any(|(headed, _)| headed.label.label == id);
        for (id, label) in
            form.labels.iter().enumerate().filter(|(_, label)| label.part == part && label.field.is_some())
        {
            match (matches.get(id), found.iter().find(|(known, _)| *known == id)) {
                (Some(candidate), Some((_, region))) => field(&mut draft, matches, candidate, region),
                _ if is_headed(id) => {}
                _ => missing(&mut draft, id, label.parent, &found),
            }
        }
        if part == Part::Form {
            let mut read = unread::Coverage::default();
            read.labels(matches);
            read.regions(found.iter().map(|(_, region)| region).chain(headed.iter().map(|(_, region)| region)));
            unread = read.report(&mut draft, sections, &found);
            order = order::of(&draft, sections, matches, &found, unread.is_any);
            if order == Order::Columns {
                value_order::settle(&mut draft, sections, &found);
            }
        }
    }
    tables::read(&mut draft, sections);
    draft.add_line_ends();
    let checklist = checklist::read(&mut draft, sections, &labels.checklist);
    order::doubt(&mut draft, order);
    draft.add_garbled();
    if weight::is_flat(&draft, sections) {
        option_order::settle(&mut draft, sections, &labels.form);
    }
    let has_checklist = !checklist.sections.is_empty();
    weight::weigh(&mut draft, sections, &labels.form, weight::Rest { unread, has_checklist });
    (draft, checklist)
}

/// Whether the groups of options that tell where marks stand all have them before their options.
fn marks_lead(normalized: &Normalized, form: &Form, found: &[(LabelId, Region)]) -> bool {
    let groups = found.iter().filter_map(|(label, region)| Some((form.label(*label).field.as_ref()?, region)));
    let groups = groups.filter(|(field, _)| matches!(field.kind, FieldKind::Choice | FieldKind::Choices));
    let told =
        groups.filter_map(|(field, region)| choices::leads(&Excerpt::new(normalized, &region.fragments).text, field));
    let (count, lead) = told.fold((0, 0), |(count, lead), leads| (count + 1, lead + usize::from(leads)));
    count >= LEAST_GROUPS && lead == count
}

/// The piece before which the values of a part end: those of the checklist's head before its first section.
#[must_use]
pub fn end_of(part: Part, normalized: &Normalized, sections: &Sections, form: &Form) -> usize {
    let pieces = match part {
        Part::Form => sections.content(part),
        Part::Checklist => checklist::head(normalized, sections, form),
    };
    pieces.last().map_or(0, |last| last + 1)
}

/// The labels found in both parts of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// Those of the form proper.
    pub form: Matches,
    /// Those of the checklist's head.
    pub checklist: Matches,
}

/// Finds the labels of both parts.
#[must_use]
pub fn find_labels(normalized: &Normalized, sections: &Sections, form: &Form) -> Labels {
    let checklist = checklist::head(normalized, sections, form);
    Labels {
        form: matches::find(normalized, form, Part::Form, sections.content(Part::Form)),
        checklist: matches::find(normalized, form, Part::Checklist, checklist),
    }
}

/// Reads a field whose label was found.
fn field(draft: &mut Draft<'_>, matches: &Matches, label: &Candidate, region: &Region) {
    let form = draft.form;
    let Some(field) = &form.label(label.label).field else { return };
    let [target] = field.targets.as_slice() else {
        return in_columns(draft, matches, label, region);
    };
    let mut excerpt = Excerpt::new(draft.normalized, &region.fragments);
    let cut = if draft.normalized.document.is_flat() { before_stray_end(&excerpt.text) } else { None };
    if let Some(end) = cut {
        excerpt = excerpt.slice(0, end);
    }
    if let Some(stray) = region.stray.as_ref().filter(|_| excerpt.is_empty()) {
        return unexpected(draft, label.label, stray);
    }
    fields::read(draft, field, &target.leaves, &excerpt);
    remarks(draft, matches, label, &excerpt, &target.leaves);
    if let Some(other) = matches.value_before(label.label).and_then(|found| found.other.as_ref()) {
        let message = format!("「{other}」 stands before such a label as well; the first is kept");
        target.leaves.iter().for_each(|leaf| draft.add_diagnostic(*leaf, Code::FieldMultipleValues, message.clone()));
    }
    laid_out(draft, &excerpt, &target.leaves);
    if cut.is_some() {
        let message = format!("the lines behind 「{}」 were taken for one value", draft.normalized.text_of(label.span));
        target.leaves.iter().for_each(|leaf| draft.add_warning(*leaf, Code::FieldLineGuess, message.clone()));
    }
}

/// Where a value of flat text ends before a bracket that opens the next text, or before its last word, if that closes a bracket which
/// is none of the value's: the option above opened it.
fn before_stray_end(text: &str) -> Option<usize> {
    let whole = text.trim_end_matches(['(', '[', '【', '「', '〔', '<', ' ']);
    if !whole.is_empty() && whole.len() < text.trim_end().len() {
        return Some(whole.len());
    }
    let is_balanced = |text: &str| unclosed(text) == 0 && unopened(text) == 0;
    let cut = text.rfind(' ').filter(|_| text.ends_with(')') && unclosed(text) == 0 && unopened(text) == 1);
    cut.filter(|at| text.get(..*at).is_some_and(is_balanced))
}

/// What is worth saying about how a field was found.
fn remarks(draft: &mut Draft<'_>, matches: &Matches, label: &Candidate, excerpt: &Excerpt, leaves: &[usize]) {
    let Some(&leaf) = leaves.first() else { return };
    let written = draft.normalized.text_of(label.span);
    let printed = draft.form.label(label.label).texts.first().map(String::as_str).unwrap_or_default();
    if label.is_fuzzy {
        draft.add_diagnostic(leaf, Code::FieldFuzzyLabel, format!("「{written}」 was taken for 「{printed}」"));
    }
    if matches.is_moved(label.label) {
        draft.add_diagnostic(
            leaf,
            Code::FieldOutOfOrder,
            format!("「{written}」 stands elsewhere than the form has it"),
        );
    }
    let others = excerpt.pieces().filter(|piece| *piece != label.piece).count();
    // Where no lines are drawn, a row that is taken for a line may have lost its cells.
    let least = if draft.normalized.extent == Extent::Aligned { 0 } else { 1 };
    if is_line(draft, label) && others > least {
        let message = format!("the lines behind 「{written}」 were taken for one value");
        leaves.iter().for_each(|leaf| draft.add_diagnostic(*leaf, Code::FieldLineGuess, message.clone()));
    }
}

/// Says of a value on several lines of laid-out text that its lines were told apart by where they stand.
fn laid_out(draft: &mut Draft<'_>, excerpt: &Excerpt, leaves: &[usize]) {
    if let Some(message) = draft.line_guess(excerpt) {
        leaves.iter().for_each(|leaf| draft.add_diagnostic(*leaf, Code::FieldLineGuess, message.clone()));
    }
}

/// Whether a label stands outside any table.
fn is_line(draft: &Draft<'_>, label: &Candidate) -> bool {
    draft.normalized.pieces.get(label.piece).is_some_and(|piece| piece.cell.is_none())
}

/// Reads the fields whose labels name their column, each with a value of its own.
fn headed_fields(draft: &mut Draft<'_>, matches: &Matches, headed: &[(&Headed, Region)]) {
    let form = draft.form;
    for (Headed { target, label }, region) in headed {
        let Some(field) = &form.label(label.label).field else { continue };
        let Some(target) = field.targets.get(*target) else { continue };
        let excerpt = Excerpt::new(draft.normalized, &region.fragments);
        fields::read(draft, field, &target.leaves, &excerpt);
        remarks(draft, matches, label, &excerpt, &target.leaves);
        laid_out(draft, &excerpt, &target.leaves);
    }
    let labels: BTreeSet<LabelId> = headed.iter().map(|(headed, _)| headed.label.label).collect();
    for id in labels {
        let has = |at: usize| headed.iter().any(|(headed, _)| (headed.label.label, headed.target) == (id, at));
        let targets = form.label(id).field.iter().flat_map(|field| field.targets.iter().enumerate());
        for leaf in targets.filter(|(at, _)| !has(*at)).flat_map(|(_, target)| &target.leaves) {
            let message = format!("the label 「{}」 stands for another column only", form.label(id).title);
            draft.add_diagnostic(*leaf, Code::FieldMissing, message);
        }
    }
}

/// Reads a field that has one value a column.
fn in_columns(draft: &mut Draft<'_>, matches: &Matches, label: &Candidate, region: &Region) {
    let form = draft.form;
    let Some(field) = &form.label(label.label).field else { return };
    let columns::RowText { split, unknown } = columns::split(draft.normalized, form, matches, label, &region.fragments);
    unknown.into_iter().for_each(|heading| draft.say_unknown_column(heading, "/data"));
    for (index, target) in field.targets.iter().enumerate() {
        let Some(&leaf) = target.leaves.first() else { continue };
        match &split {
            Split::Columns(excerpts) | Split::Guessed(excerpts) => {
                let excerpt = excerpts.get(index).cloned().unwrap_or_default();
                fields::read(draft, field, &target.leaves, &excerpt);
                remarks(draft, matches, label, &excerpt, &target.leaves);
                laid_out(draft, &excerpt, &target.leaves);
                if matches!(split, Split::Guessed(_)) {
                    let message = "its columns stand on one line and were told apart by a space";
                    target.leaves.iter().for_each(|leaf| draft.add_warning(*leaf, Code::FieldLineGuess, message));
                } else if region.fragments.len() > 2 && is_line(draft, label) {
                    let message = "lines without a table were told apart by their order";
                    target.leaves.iter().for_each(|leaf| draft.add_diagnostic(*leaf, Code::FieldLineGuess, message));
                }
            }
            Split::Merged(excerpt, is_guess) => {
                fields::read(draft, field, &target.leaves, excerpt);
                if *is_guess || draft.normalized.extent.is_by_lines() {
                    let message = format!("「{}」 was taken to hold for every column", excerpt.text);
                    for leaf in &target.leaves {
                        // Where no cells are, it may as well be one column's.
                        if is_line(draft, label) {
                            draft.add_warning(*leaf, Code::FieldMergedColumns, message.clone());
                        } else {
                            draft.add_diagnostic(*leaf, Code::FieldMergedColumns, message.clone());
                        }
                    }
                }
            }
            Split::Unclear(excerpt) => {
                draft.add_evidence(leaf, excerpt);
                for leaf in &target.leaves {
                    draft.add_diagnostic(
                        *leaf,
                        Code::FieldUnparsed,
                        format!("which column 「{}」 belongs to can't be told", excerpt.text),
                    );
                }
            }
        }
    }
}

/// Says of a field's leaves that its label was not found, or that another stands in its place.
fn missing(draft: &mut Draft<'_>, id: LabelId, parent: Option<LabelId>, found: &[(LabelId, Region)]) {
    let form = draft.form;
    let Some(field) = &form.label(id).field else { return };
    let sisters = found.iter().filter(|(label, _)| *label < id && form.label(*label).parent == parent);
    let stray = sisters.max_by_key(|(label, _)| *label).and_then(|(_, region)| region.stray.as_ref());
    if let Some(stray) = stray {
        return unexpected(draft, id, stray);
    }
    for leaf in field.targets.iter().flat_map(|target| &target.leaves) {
        draft.add_diagnostic(
            *leaf,
            Code::FieldMissing,
            format!("the label 「{}」 is not in the document", form.label(id).title),
        );
    }
}

/// Says of a field's leaves that another label stands where the value should.
fn unexpected(draft: &mut Draft<'_>, id: LabelId, stray: &Stray) {
    let form = draft.form;
    let Some(piece) = draft.normalized.pieces.get(stray.piece).copied() else { return };
    let excerpt = Excerpt::new(draft.normalized, &[Fragment { piece: stray.piece, span: piece.span }]);
    let targets = form.label(id).field.iter().flat_map(|field| &field.targets);
    for leaf in targets.flat_map(|target| &target.leaves) {
        draft.add_evidence(*leaf, &excerpt);
        let message = format!("「{}」 stands where 「{}」 should", excerpt.text, form.label(id).title);
        draft.add_diagnostic(*leaf, Code::FieldUnexpectedLabel, message);
    }
}

impl Draft<'_> {
    /// The value of a leaf.
    #[must_use]
    pub fn value(&self, leaf: usize) -> &Value {
        static NULL: Value = Value::Null;
        self.values.get(leaf).unwrap_or(&NULL)
    }
}
