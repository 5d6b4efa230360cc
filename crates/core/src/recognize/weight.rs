//! How much doubts matter: what is harmless where cells are drawn may hide a value where they are not.
//!
//! That a label is missing or nothing stands behind it is mostly the document's own doing, and an info. Flat text
//! (laid out with spaces, line by line, or put together by the form's wording) loses labels and values as well. Where
//! something in it is not as the form has it, such doubts ask for a person's eyes.

use super::draft::{About, Doubt, Draft};
use super::matches::Matches;
use super::unread::UnreadText;
use crate::diagnostic::{Code, Severity};
use crate::form::{Form, Label, LeafId, Part};
use crate::record::{Evidence, Value};
use crate::segment::Sections;
use crate::text::brackets::{unclosed, unopened};
use crate::text::fold;
use crate::text::scripts::is_letter;

/// Values of one character.
const SHORT: [char; 4] = ['有', '無', '可', '否'];

/// Least number of characters of a word, and of a stretch at a value's end, that are a label's.
const WORD_OF_LABEL: usize = 2;
const LABEL_PART: usize = 6;

/// What the rest of the document says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rest {
    /// What of the form part was not read.
    pub unread: UnreadText,
    /// Whether a checklist was read.
    pub has_checklist: bool,
}

/// Raises the infos of a draft that may hide a value to warnings.
pub(super) fn weigh(draft: &mut Draft<'_>, sections: &Sections, labels: &Matches, rest: Rest) {
    let Rest { unread, has_checklist } = rest;
    let form = draft.form;
    let is_flat = labels.iter().next().is_some() && is_flat(draft, sections);
    if is_flat {
        doubt_flat(draft);
    }
    let is_guessed = is_flat || draft.normalized.extent.is_by_place();
    let is_missing = draft.doubts.iter().any(|doubt| doubt.diagnostic.code == Code::FieldMissing);
    let is_disordered = unread.is_amid || labels.has_moved();
    let may_hide = is_disordered || is_missing;
    let is_cut = draft.normalized.document.is_cut;
    let unwritten = std::mem::take(&mut draft.unwritten);
    for Doubt { about, diagnostic } in &mut draft.doubts {
        if diagnostic.severity != Severity::Info || *about == About::Document {
            continue;
        }
        let is_of_checklist = match *about {
            About::Checklist => true,
            About::Leaf(leaf) => form.part_of(leaf) == Part::Checklist,
            About::Document | About::Table => false,
        };
        let is_unwritten = || unwritten.iter().any(|leaf| *about == About::Leaf(*leaf));
        let is_raised = match diagnostic.code {
            Code::FieldLineGuess if is_of_checklist => is_flat,
            Code::ChecklistMissingTitle => is_flat,
            // A text that was read in another order than it stands on the page may have lost the marks' places.
            Code::FieldOutOfOrder if is_of_checklist => is_flat,
            // Its head has a date and an edition.
            Code::FieldMissing | Code::FieldBlank if is_of_checklist => is_flat && has_checklist,
            _ if is_of_checklist => false,
            // A text that was taken for nothing may be the value of a label that was not known.
            Code::FieldMissing => unread.is_amid || is_flat,
            Code::FieldBlank => is_guessed && may_hide && is_unwritten(),
            Code::FieldLineGuess if is_cut && (unread.is_any || is_missing) => true,
            Code::FieldLineGuess | Code::FieldFuzzyLabel | Code::FieldOutOfOrder | Code::FieldMergedColumns => {
                is_flat && is_disordered
            }
            Code::ChoiceNone => is_flat && may_hide,
            _ => false,
        };
        if is_raised {
            diagnostic.severity = Severity::Warning;
        }
    }
}

/// Says what is doubtful of values where nothing marks their cells, though it would not be in cells.
fn doubt_flat(draft: &mut Draft<'_>) {
    let form = draft.form;
    let mut doubts: Vec<(usize, Code, String)> = Vec::new();
    for (leaf, option) in std::mem::take(&mut draft.lost) {
        doubts.push((
            leaf,
            Code::FieldLineGuess,
            format!("「{option}」 does not stand with the group's other options"),
        ));
    }
    for (leaf, value) in draft.values.iter_mut().enumerate() {
        if let Value::Text(text) = value
            && form.is_label(&fold::key(text))
        {
            doubts.push((leaf, Code::FieldUnexpectedLabel, format!("「{text}」 is a label of the form")));
            *value = Value::Null;
        }
    }
    doubts.extend(level(draft));
    let texts = form.free_texts().filter_map(|leaf| match draft.value(leaf) {
        Value::Text(text) => Some((leaf, torn(form, leaf, text)?)),
        _ => None,
    });
    doubts.extend(texts.map(|(leaf, message)| (leaf, Code::FieldLineGuess, message)));
    let gaps = draft.normalized.document.script_gaps;
    if gaps.ahead || gaps.behind || gaps.units {
        let message = "whether the writer put a space before a letter or number can't be seen";
        let shown = |leaf: &usize| shown(draft, *leaf).is_some_and(|shown| has_open_gap(&shown.raw));
        doubts.extend(form.free_texts().filter(shown).map(|leaf| (leaf, Code::FieldLineEnd, message.to_owned())));
    }
    for (leaf, code, message) in doubts {
        draft.add_warning(leaf, code, message);
    }
}

/// What tells that a text may be a part of a value, or have a part of its label.
fn torn(form: &Form, leaf: LeafId, text: &str) -> Option<String> {
    if unclosed(text) + unopened(text) > 0 {
        return Some(format!("「{text}」 has a bracket that is closed elsewhere"));
    }
    let mut signs = text.chars();
    if let (Some(sign), None) = (signs.next(), signs.next())
        && is_letter(sign)
        && !SHORT.contains(&sign)
    {
        return Some(format!("「{text}」 may be the end of a value"));
    }
    let holds = |label: &&Label| {
        let targets = label.field.iter().flat_map(|field| &field.targets);
        targets.flat_map(|target| &target.leaves).any(|own| *own == leaf)
    };
    let own = form.labels.iter().find(holds)?;
    let chain = std::iter::successors(Some(own), |label| label.parent.map(|parent| form.label(parent)));
    let keys: Vec<&str> = chain.flat_map(|label| &label.keys).map(String::as_str).collect();
    let is_part = |part: &str, least: usize| {
        let key = fold::key(part);
        key.chars().count() >= least && keys.iter().any(|own| own.contains(&key))
    };
    let mut words = text.split(' ');
    let (first, last) = (words.next().unwrap_or_default(), words.next_back().unwrap_or(text));
    let tail = text.char_indices().rev().nth(LABEL_PART - 1).and_then(|(at, _)| text.get(at..)).unwrap_or_default();
    let is_of_label = is_part(first, WORD_OF_LABEL) || is_part(last, WORD_OF_LABEL) || is_part(tail, LABEL_PART);
    is_of_label.then(|| format!("「{text}」 has words of its label"))
}

/// Values of one row's columns that stand on different lines, of which one may be the rest of another's; and those that stand
/// alone, which may be another column's.
fn level(draft: &Draft<'_>) -> Vec<(usize, Code, String)> {
    let line = |leaf: usize| shown(draft, leaf).and_then(|shown| shown.lines).map(|[first, _]| first);
    let fields = draft.form.labels.iter().filter_map(|label| label.field.as_ref());
    let mut doubts = Vec::new();
    for field in fields.filter(|field| field.targets.len() > 1) {
        let lines: Vec<u32> = field.targets.iter().filter_map(|target| line(*target.leaves.first()?)).collect();
        let is_level = lines.iter().all(|line| Some(line) == lines.first());
        if !lines.is_empty() && (!is_level || lines.len() < field.targets.len()) {
            let message = match is_level {
                true => "one of its columns has no value; which one is told by where the other's stands",
                false => "the values of its columns begin on different lines",
            };
            let leaves = field.targets.iter().flat_map(|target| &target.leaves);
            doubts.extend(leaves.map(|leaf| (*leaf, Code::FieldLineGuess, message.to_owned())));
        }
    }
    doubts
}

/// Where a leaf was read.
fn shown<'d>(draft: &'d Draft<'_>, leaf: usize) -> Option<&'d Evidence> {
    draft.evidence.iter().find(|shown| shown.leaf == Some(leaf)).map(|shown| &shown.evidence)
}

/// Whether a single space stands between a Japanese word and Latin script; a unit behind a number is no word.
fn has_open_gap(raw: &str) -> bool {
    let chars: Vec<char> = raw.chars().collect();
    chars.windows(4).any(|window| match window {
        [earlier, before, ' ', after] => is_letter(*earlier) && is_letter(*before) && after.is_ascii_alphanumeric(),
        _ => false,
    })
}

/// Whether nothing in the source marks the cells of the form part.
pub(super) fn is_flat(draft: &Draft<'_>, sections: &Sections) -> bool {
    let in_table = |piece: &usize| draft.normalized.pieces.get(*piece).is_some_and(|piece| piece.cell.is_some());
    draft.normalized.document.is_flat() || !sections.content(Part::Form).iter().any(in_table)
}
