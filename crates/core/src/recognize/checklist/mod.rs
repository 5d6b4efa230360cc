//! The checklist: sections, items and how they are marked.
//!
//! Rows are read in order ([`rows`]): headings ([`headings`]) tell the columns, titles open sections, numbers
//! ([`numbers`]) open items ([`items`]), anything else goes on with the item before, so page breaks ([`cuts`]) and repeated
//! headings do no harm. Lines that do not follow the rows ([`lines`]) are read by what the form has ([`column_order`]). What an
//! item's cells say is told in [`marking`], how its text fits the form's in [`wording`].

mod column_order;
mod cuts;
mod edit_distance;
mod headings;
mod item_boundaries;
mod items;
mod lines;
mod marking;
pub(crate) mod numbers;
mod rows;
mod wording;

use super::draft::Draft;
use super::excerpt::{Excerpt, Fragment};
use super::line_ends;
use super::matches::Matches;
use crate::diagnostic::Code;
use crate::form::{ChecklistForm, Edition, Form, Part};
use crate::normalize::Normalized;
use crate::record::{Checklist, Item, Section, Status};
use crate::segment::Sections;
use crate::text::fold;
use crate::text::scripts::is_letter;
use items::{DraftItem, DraftSection};
use lines::Lines;
use marking::{Circles, ItemLeaf, Marking};
use std::sync::Arc;
use wording::WordingShare;

/// Id of a section whose title the form does not have.
const UNKNOWN: &str = "unknown";

/// The leaves of an item that its cells are shown for: its text, its status and its plan.
const EVIDENCE_PER_ITEM: usize = 3;

/// Bullets that open a list entry.
const BULLETS: [char; 2] = ['・', '•'];

/// The pieces of the checklist's head: all before its first section.
#[must_use]
pub fn head<'s>(normalized: &Normalized, sections: &'s Sections, form: &Form) -> &'s [usize] {
    let content = sections.content(Part::Checklist);
    let Some(checklist) = &form.checklist else { return content };
    let is_body = |index: &usize| {
        normalized.pieces.get(*index).is_some_and(|piece| {
            let key = normalized.key_of(piece);
            checklist.section_of(key).is_some() || checklist.item_keys.iter().any(|item| item == key)
        })
    };
    let end = content.iter().position(is_body).unwrap_or(content.len());
    content.get(..end).unwrap_or(content)
}

/// What is said of a picture's text that is almost the form's.
const MISREAD: &str = "the form has other characters or signs in its place, which may have been misread";

/// Reads the checklist; its own fields have been read by `head`'s labels.
#[must_use]
pub fn read(draft: &mut Draft<'_>, sections: &Sections, head: &Matches) -> Checklist {
    let Some(form) = &draft.form.checklist else { return Checklist::default() };
    let edition = edition(draft, sections, form);
    let pieces = sections.content(Part::Checklist);
    let rows::ReadRows { sections: mut found, unknown } = rows::read(draft.normalized, form, pieces, head);
    unknown.into_iter().for_each(|heading| draft.say_unknown_column(heading, &form.pointer));
    if draft.normalized.document.is_woven {
        // Numbers that a program took out before everything else.
        found.retain(|section| section.title.is_some() || section.items.iter().any(|item| !item.text.is_empty()));
    }
    if draft.normalized.extent.is_by_place() {
        found.iter_mut().for_each(|section| item_boundaries::mend(draft.normalized, form, section));
    }
    let lines = Lines::of(draft.normalized, form, &found);
    if lines.are_scattered() {
        // What stands among scattered lines may have been taken for notes.
        let all = sections.lines(Part::Checklist);
        match column_order::read(draft.normalized, form, &all, edition.as_deref()) {
            Some((streamed, has_marks)) if has_marks || lines.are_strange() => found = streamed,
            _ => {}
        }
    }
    let pointer = format!("{}/sections", form.pointer);
    let mut read = Vec::new();
    let items: usize = found.iter().map(|section| section.items.len()).sum();
    draft.evidence.reserve(items * EVIDENCE_PER_ITEM + found.len());
    let is_new = edition.is_some() && !form.editions.iter().any(|known| Some(&known.edition) == edition.as_ref());
    if let Some(edition) = edition.as_ref().filter(|_| is_new && !found.is_empty()) {
        let message = format!(
            "the form file has no edition {edition}; sections that it does not know are named after their titles"
        );
        let pointer = format!("{}/guideline_edition", form.pointer);
        draft.add_to_checklist(Code::ChecklistUnknownEdition, pointer, message);
    }
    let circles = Circles::of(draft.normalized, found.iter().flat_map(|section| &section.items));
    for section in found {
        let at = [&*pointer, "/", &read.len().to_string()].concat();
        let is_in_lines = lines::is_in_lines(draft.normalized, &section);
        let section = self::section(draft, form, &section, &at, is_new, circles);
        if lines.are_doubtful() && is_in_lines {
            lines.doubt(draft, &section, &at);
        }
        read.push(section);
    }
    if read.is_empty() {
        // What stands below a section's title or a heading of the table may be items.
        if self::head(draft.normalized, sections, draft.form).len() < pieces.len() {
            let message = "headings of a checklist are there, but no item of it was read";
            draft.add_warning_to_checklist(Code::FieldMissing, pointer, message);
        } else {
            draft.add_to_checklist(Code::FieldMissing, pointer, "the document has no checklist");
        }
    } else {
        counts(draft, form, edition.as_deref(), &read, &pointer);
    }
    Checklist { guideline_edition: edition, sections: read }
}

fn edition(draft: &mut Draft<'_>, sections: &Sections, form: &ChecklistForm) -> Option<String> {
    let pointer = format!("{}/guideline_edition", form.pointer);
    let Some((index, edition)) = &sections.edition else {
        let message = "no title of the checklist names an edition";
        draft.add_to_checklist(Code::FieldMissing, pointer, message);
        return None;
    };
    let span = draft.normalized.pieces.get(*index)?.span;
    let excerpt = Excerpt::new(draft.normalized, &[Fragment { piece: *index, span }]);
    if let Some(evidence) = excerpt.evidence(draft.normalized) {
        draft.add_evidence_at(pointer, evidence);
    }
    Some(edition.clone())
}

/// Reads a section: its title, id and items.
fn section(
    draft: &mut Draft<'_>,
    form: &ChecklistForm,
    section: &DraftSection,
    at: &str,
    is_new: bool,
    circles: Circles,
) -> Section {
    let title = section.title.map(|first| {
        let parts: Vec<Fragment> = std::iter::once(first)
            .chain(section.title_rest)
            .filter_map(|piece| Some(Fragment { piece, span: draft.normalized.pieces.get(piece)?.span }))
            .collect();
        Excerpt::new(draft.normalized, &parts)
    });
    let known = section.known.and_then(|known| form.sections.get(known));
    let doubt = match (&title, known) {
        // What an edition that is not known has is said once.
        (Some(_), None) if is_new => None,
        (Some(title), None) => {
            Some((Code::ChecklistUnknownSection, format!("「{}」 is no section's title", title.text)))
        }
        (None, Some(known)) => Some((Code::ChecklistMissingTitle, format!("its items tell that this is {}", known.id))),
        (None, None) => Some((Code::ChecklistUnknownSection, "it has no title and no item that is known".to_owned())),
        (Some(_), Some(_)) => None,
    };
    if let Some((code, message)) = doubt {
        // A picture's title was not read.
        if draft.is_scanned() && title.is_none() {
            draft.add_warning_to_checklist(code, at, message);
        } else {
            draft.add_to_checklist(code, at, message);
        }
    }
    if let (Some(title), Some(known)) = (&title, known)
        && !known.keys.iter().any(|key| *key == title.key(draft.normalized))
    {
        let pointer = [at, "/title"].concat();
        if draft.is_scanned() {
            draft.add_to_checklist(Code::OcrUncertain, pointer, MISREAD);
        } else {
            let message = format!("the form has more text than 「{}」", title.text);
            draft.add_to_checklist(Code::FieldLineGuess, pointer, message);
        }
    }
    if let Some(evidence) = title.as_ref().and_then(|title| title.evidence(draft.normalized)) {
        draft.add_evidence_at([at, "/title"].concat(), evidence);
    }
    let mut items: Vec<Item> = Vec::with_capacity(section.items.len());
    for draft_item in &section.items {
        let pointer = [at, "/items/", &items.len().to_string()].concat();
        items.push(item(draft, form, section.known, circles, draft_item, &pointer));
    }
    let expected = 1..=u32::try_from(items.len()).unwrap_or(u32::MAX);
    if !items.iter().map(|item| item.no).eq(expected) {
        let numbers: Vec<String> = items.iter().map(|item| item.no.to_string()).collect();
        let message = format!("the items are numbered {}", numbers.join(", "));
        draft.add_to_checklist(Code::ChecklistNumbering, format!("{at}/items"), message);
    }
    let id = match (known, &title) {
        (Some(known), _) => known.id.clone(),
        (None, Some(title)) if is_new => id_of_title(&title.text),
        (None, _) => UNKNOWN.into(),
    };
    let printed = |title: &Excerpt| {
        let text = section_title(&title.text);
        // The form's titles are one word; a tool may have put spaces where lines end.
        let is_whole = known.is_some_and(|known| known.keys.iter().any(|key| *key == fold::key(&text)));
        let is_parted = section.title_rest.is_some() || draft.normalized.document.is_flat();
        if is_whole && is_parted { text.replace(' ', "") } else { text }
    };
    Section { id, title: title.as_ref().map(printed), items }
}

/// The id of a section of an edition that the form does not have: what its title says, without number and mark.
fn id_of_title(title: &str) -> Arc<str> {
    let title = section_title(title);
    let body = numbers::number(&title).and_then(|(_, length)| title.get(length..)).unwrap_or(&title);
    let key = fold::key(body);
    if key.is_empty() { UNKNOWN.into() } else { key.into() }
}

/// The title as printed, without the mark that opens it.
fn section_title(text: &str) -> String {
    text.trim_start_matches(['■', '●', '◆', '◇', '○', '□', ' ']).to_owned()
}

/// Reads an item: its text and marks.
fn item(
    draft: &mut Draft<'_>,
    form: &ChecklistForm,
    section: Option<usize>,
    circles: Circles,
    item: &DraftItem,
    at: &str,
) -> Item {
    let text = Excerpt::new(draft.normalized, &item.text);
    let marking = marking::read(draft.normalized, form, item, circles);
    for (code, leaf) in &marking.doubts {
        let pointer = leaf.below(at);
        let message = match &marking.plan {
            Some(plan) if *code == Code::ChecklistPlanWithoutMark => {
                format!("item {}: 「{plan}」 is written, but it is not marked as planned", item.no)
            }
            _ => format!("item {}: its cells hold 「{}」", item.no, marking.status_excerpt.text),
        };
        draft.add_to_checklist(*code, pointer, message);
    }
    let is_text_wrapped = evidence(draft, ItemLeaf::Text.below(at), &text);
    evidence(draft, ItemLeaf::Status.below(at), &marking.status_excerpt);
    let is_plan_wrapped = marking.plan.is_some() && evidence(draft, ItemLeaf::Plan.below(at), &marking.plan_excerpt);
    let key = text.key(draft.normalized);
    let place = (section, wording::number(form, (section, item.no), &key));
    let wording = wording::of_item(form, place, &text.text, &key);
    let guesses = guesses(draft, wording, &text, &marking);
    let is_text_doubted = guesses.iter().any(|(leaf, _)| *leaf == ItemLeaf::Text);
    for (leaf, message) in guesses {
        draft.add_to_checklist(Code::FieldLineGuess, leaf.below(at), message);
    }
    if item.text.iter().skip(1).any(|fragment| is_of_head(draft.normalized, form, *fragment)) {
        let message = "a heading or a section's title stands in it, which is no part of an item";
        draft.add_warning_to_checklist(Code::FieldLineGuess, ItemLeaf::Text.below(at), message);
    }
    if text.is_empty() {
        draft.add_to_checklist(Code::FieldBlank, ItemLeaf::Text.below(at), format!("item {} has no text", item.no));
    }
    let spaced = wording::spaced(draft.normalized, form, place, &text);
    let text = item_text(spaced.as_deref().unwrap_or(&text.text));
    let is_of_form = wording::is_of_form(form, place, &text);
    // The form's own wording tells its spaces.
    if is_text_wrapped && !is_of_form {
        draft.add_line_end(ItemLeaf::Text.below(at));
    }
    if draft.is_scanned() && !is_of_form && (wording.is_some() || wording::is_almost(form, place, &key)) {
        draft.add_to_checklist(Code::OcrUncertain, ItemLeaf::Text.below(at), MISREAD);
    }
    let is_flat = draft.normalized.document.is_flat();
    if is_flat && !is_text_doubted && !is_of_form && wording == Some(WordingShare::Whole) {
        let message = "the form has other spaces or signs; the lines of the text may have lost them";
        draft.add_to_checklist(Code::FieldLineGuess, ItemLeaf::Text.below(at), message);
    }
    if is_flat && !is_text_doubted && !is_text_wrapped && !is_of_form && has_open_space(&text) {
        draft.add_line_end(ItemLeaf::Text.below(at));
    }
    if is_plan_wrapped {
        draft.add_line_end(ItemLeaf::Plan.below(at));
    }
    let may_be_planned = || draft.woven_guess(&marking.status_excerpt).is_some();
    let has_no_time = matches!(marking.status, Status::Planned | Status::Unmarked) || may_be_planned();
    if is_flat && has_no_time && marking.plan.is_none() {
        let message = "no time stands with the item; it may stand with another";
        draft.add_to_checklist(Code::FieldLineGuess, ItemLeaf::Plan.below(at), message);
    }
    let plan_excerpt = marking.plan_excerpt;
    let plan = marking.plan.map(|plan| {
        if !is_flat || !plan.contains(' ') {
            return plan;
        }
        let message = "a space in it may be where its line ended on the page";
        draft.add_to_checklist(Code::FieldLineEnd, ItemLeaf::Plan.below(at), message);
        let are_joined = draft.normalized.document.script_gaps.lines;
        let line_ends = plan_excerpt.evidence(draft.normalized).map_or(0, |place| place.raw.matches('\n').count());
        let whole = whole_plan(&plan, line_ends.max(1));
        whole.unwrap_or_else(|| if are_joined { line_ends::join(&plan) } else { plan })
    });
    Item { no: item.no, text, status: marking.status, plan }
}

/// Whether a fragment is all of a cell that heads a column or a section.
fn is_of_head(normalized: &Normalized, form: &ChecklistForm, fragment: Fragment) -> bool {
    let piece = normalized.pieces.get(fragment.piece);
    let key = piece.map_or("", |piece| normalized.key_of(piece));
    piece.is_some_and(|piece| piece.cell.is_some())
        && (form.section_of(key).is_some() || form.heading_keys.iter().any(|heading| heading == key))
}

/// Whether a space stands between two words of a text, of which one is Japanese.
fn has_open_space(text: &str) -> bool {
    let words = text.split(' ').zip(text.split(' ').skip(1));
    words.into_iter().any(|(before, after)| {
        before.ends_with(is_letter) && after.starts_with(|c: char| is_letter(c) || c.is_ascii_alphanumeric())
            || before.ends_with(|c: char| c.is_ascii_alphanumeric()) && after.starts_with(is_letter)
    })
}

/// A plan without the spaces in it, where each parts a date and there are no more than ends of lines: its cell is narrow, so its lines
/// end anywhere.
fn whole_plan(plan: &str, most_ends: usize) -> Option<String> {
    let parts: Vec<&str> = plan.split(' ').collect();
    let is_cut = |pair: &[&str]| {
        matches!(pair, [before, after]
            if before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '年' | '月' | '和' | '成'))
                && after.starts_with(|c: char| c.is_ascii_digit() || is_letter(c)))
    };
    (parts.len() <= most_ends + 1 && parts.windows(2).all(is_cut)).then(|| parts.concat())
}

/// Keeps where a leaf was read; whether a line of a page ends inside it.
fn evidence(draft: &mut Draft<'_>, pointer: String, excerpt: &Excerpt) -> bool {
    let evidence = excerpt.evidence(draft.normalized);
    let is_wrapped = evidence.as_ref().is_some_and(|evidence| evidence.is_wrapped);
    if let Some(evidence) = evidence {
        draft.add_evidence_at(pointer, evidence);
    }
    is_wrapped
}

/// What is to be said of an item's leaves that may not be whole, or another item's.
fn guesses(
    draft: &Draft<'_>,
    wording: Option<WordingShare>,
    text: &Excerpt,
    marking: &Marking,
) -> Vec<(ItemLeaf, String)> {
    let row = draft.cell_guess(text).filter(|_| wording != Some(WordingShare::Whole));
    let own = match wording {
        Some(WordingShare::Whole) => None,
        Some(WordingShare::Part) => Some(format!("the form has more text than 「{}」", text.text)),
        Some(WordingShare::More) => Some(format!("the form has less text than 「{}」", text.text)),
        None => draft.line_guess(text).or(row.clone()).or_else(|| draft.woven_guess(text)),
    };
    let own = own.map(|message| (ItemLeaf::Text, message));
    // Where rows were told apart by how they align, a text that is not the form's may stand beside another item's marks.
    let status = row.or_else(|| draft.woven_guess(&marking.status_excerpt)).map(|message| (ItemLeaf::Status, message));
    let plan = &marking.plan_excerpt;
    let plan = draft.line_guess(plan).or_else(|| draft.woven_guess(plan)).map(|message| (ItemLeaf::Plan, message));
    [own, status, plan].into_iter().flatten().collect()
}

/// An item's text with the bullets of its list entries dropped.
fn item_text(text: &str) -> String {
    if !BULLETS.iter().any(|bullet| text.contains(*bullet)) {
        return text.to_owned();
    }
    // A bullet right behind a full stop opens an entry too.
    let text = BULLETS
        .into_iter()
        .fold(text.to_owned(), |text, bullet| text.replace(&format!("。{bullet}"), &format!("。 {bullet}")));
    let mut out = String::with_capacity(text.len());
    let mut is_list = false;
    for entry in text.split_inclusive(' ') {
        let rest = entry.trim_start_matches(BULLETS);
        let opens_list = out.is_empty() || out.trim_end().ends_with(['。', ':']);
        is_list |= opens_list && rest.len() < entry.len();
        if rest.len() == entry.len() || is_list {
            // A bullet set apart from its entry leaves nothing but the space.
            out.push_str(if rest == " " { "" } else { rest });
        } else {
            // A line that broke before a middle dot inside a word.
            out.truncate(out.trim_end().len());
            out.push_str(entry);
        }
    }
    out
}

/// Compares the numbers of items with the edition's.
fn counts(draft: &mut Draft<'_>, form: &ChecklistForm, edition: Option<&str>, read: &[Section], pointer: &str) {
    let document = &draft.normalized.document;
    // Of a flat text sections may be lost. Where no title names an edition, it is compared with the one that it is most like.
    let edition = match edition {
        None if document.is_laid_out || document.is_woven => {
            form.editions.iter().min_by_key(|edition| differences(form, edition, read))
        }
        edition => form.editions.iter().find(|known| Some(known.edition.as_str()) == edition),
    };
    let Some(edition) = edition else { return };
    for expected in &edition.sections {
        let Some(known) = form.sections.get(expected.section) else { continue };
        let count = expected.items.len();
        let (at, message) = match read.iter().position(|section| section.id == known.id) {
            None => (pointer.to_owned(), format!("the section {} of edition {} is missing", known.id, edition.edition)),
            Some(at) => match read.get(at).map_or(0, |section| section.items.len()) {
                found if found == count => continue,
                found => {
                    (format!("{pointer}/{at}/items"), format!("{found} items; edition {} has {count}", edition.edition))
                }
            },
        };
        draft.add_to_checklist(Code::ChecklistItemCount, at, message);
    }
    let place = |id: &Arc<str>| {
        edition.sections.iter().position(|own| form.sections.get(own.section).is_some_and(|known| known.id == *id))
    };
    let places: Vec<usize> = read.iter().filter_map(|section| place(&section.id)).collect();
    if !places.is_sorted() {
        let message = format!("the sections do not stand in the order of edition {}", edition.edition);
        draft.add_to_checklist(Code::FieldOutOfOrder, pointer, message);
    }
}

/// In how many items the sections read differ from an edition's.
fn differences(form: &ChecklistForm, edition: &Edition, read: &[Section]) -> usize {
    let differences = edition.sections.iter().map(|expected| {
        let id = form.sections.get(expected.section).map(|known| &known.id);
        let found = read.iter().find(|section| Some(&section.id) == id).map_or(0, |section| section.items.len());
        found.abs_diff(expected.items.len())
    });
    differences.sum()
}

/// Whether an item begins as one of its number does in an edition.
#[must_use]
pub fn is_worded(form: &ChecklistForm, item: &Item) -> bool {
    section_by_item(form, item.no, &item.text).is_some()
}

/// The section that an item of a section without title belongs to, by the editions' texts.
fn section_by_item(form: &ChecklistForm, no: u32, text: &str) -> Option<usize> {
    let key = fold::key(text);
    let index = usize::try_from(no).ok()?.checked_sub(1)?;
    let shared = |item: &str| item.chars().zip(key.chars()).take_while(|(a, b)| a == b).count();
    let sections = form.editions.iter().flat_map(|edition: &Edition| &edition.sections);
    sections
        .filter_map(|section| Some((shared(section.keys.get(index)?), section.section)))
        .filter(|(shared, _)| *shared >= items::TELLING_CHARS)
        .max_by_key(|(shared, _)| *shared)
        .map(|(_, section)| section)
}
