//! From the form file to a [`Form`]: every name resolved, every rule of the file checked.

use super::raw::{RawCheck, RawChecklist, RawForm, RawLabel, RawOption};
use super::{
    Check, ChecklistForm, ChecklistSection, ChoiceOption, Edition, EditionSection, Field, FieldKind, Form, FormError,
    Label, LabelId, LabelMatcher, Leaf, LeafId, LeafKind, Part, Rule, Shape, Target,
};
use crate::diagnostic::Code;
use crate::normalize::fold::key;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

/// The placeholder in the pointers of fields with one value a column.
const COLUMN: &str = "{column}";

/// Reads, checks and compiles a form file.
pub(super) fn compile(text: &str, file: &str) -> Result<Form, FormError> {
    let raw: RawForm = toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| line_at(text, span.start));
        FormError::new(
            file,
            line,
            error.message(),
            "see the comment at the head of forms/daiko-kikan.toml for the keys",
        )
    })?;
    let caption = raw.checklist.as_ref().map(|checklist| checklist.caption.clone());
    let mut compiler = Compiler { text, file, caption, titles: raw.value_titles, ..Compiler::default() };
    for label in &raw.labels {
        compiler.label(label)?;
    }
    compiler.tell_namesakes();
    for (id, label) in raw.labels.iter().enumerate() {
        compiler.field(id, label)?;
    }
    let checks = raw.checks.iter().map(|check| compiler.check(check)).collect::<Result<Vec<_>, _>>()?;
    let checklist = raw.checklist.as_ref().map(|checklist| compiler.checklist(checklist)).transpose()?;
    let matcher = LabelMatcher::new(&compiler.labels).map_err(|error| {
        FormError::new(file, None, error.to_string(), "the labels' wordings are too many or too long")
    })?;
    Ok(Form {
        id: raw.form.id,
        schema_version: raw.form.schema_version,
        title: raw.form.title,
        hash: crate::record::hex(&Sha256::digest(text)),
        title_keys: keys(&raw.form.titles),
        labels: compiler.labels,
        leaves: compiler.leaves,
        shape: compiler.shape,
        note_keys: raw.notes.iter().map(|note| key(&note.text)).filter(|key| !key.is_empty()).collect(),
        column_titles: raw.column_titles,
        checks,
        checklist,
        matcher,
    })
}

struct Compiler<'a> {
    text: &'a str,
    file: &'a str,
    titles: BTreeMap<String, String>,
    caption: Option<String>,
    ids: BTreeMap<String, LabelId>,
    columns: Vec<(LabelId, String)>,
    labels: Vec<Label>,
    leaves: Vec<Leaf>,
    shape: Shape,
}

impl Default for Compiler<'_> {
    fn default() -> Self {
        Self {
            text: "",
            file: "",
            titles: BTreeMap::new(),
            caption: None,
            ids: BTreeMap::new(),
            columns: Vec::new(),
            labels: Vec::new(),
            leaves: Vec::new(),
            shape: Shape::empty(),
        }
    }
}

impl Compiler<'_> {
    fn error(&self, at: Range<usize>, message: impl Into<String>, hint: impl Into<String>) -> FormError {
        FormError::new(self.file, Some(line_at(self.text, at.start)), message, hint)
    }

    /// Adds a label without its field.
    fn label(&mut self, raw: &Spanned<RawLabel>) -> Result<(), FormError> {
        let label = raw.get_ref();
        let parent = label.parent.as_ref().map(|parent| self.resolve(parent)).transpose()?;
        let keys = keys(label.text.get_ref());
        if keys.is_empty() || keys.iter().any(String::is_empty) {
            return Err(self.error(label.text.span(), "a label needs text with letters or kanji", "text = [\"…\"]"));
        }
        let id = self.labels.len();
        if let Some(name) = &label.id
            && self.ids.insert(name.get_ref().clone(), id).is_some()
        {
            let message = format!("the id \"{}\" is used twice", name.get_ref());
            return Err(self.error(name.span(), message, "give every label an id of its own"));
        }
        if let Some(column) = &label.column {
            self.columns.push((id, column.get_ref().clone()));
        }
        self.labels.push(Label {
            parent,
            title: self.label_title(label, parent),
            texts: label.text.get_ref().clone(),
            keys,
            part: label.part,
            is_unique: true,
            is_column: label.column.is_some(),
            field: None,
        });
        Ok(())
    }

    /// Tells the labels that share a wording with another of their part.
    fn tell_namesakes(&mut self) {
        let shares = |a: &Label, b: &Label| a.part == b.part && a.keys.iter().any(|key| b.keys.contains(key));
        let unique: Vec<bool> = self
            .labels
            .iter()
            .map(|label| self.labels.iter().filter(|other| shares(label, other)).count() == 1)
            .collect();
        for (label, is_unique) in self.labels.iter_mut().zip(unique) {
            label.is_unique = is_unique;
        }
    }

    fn resolve(&self, name: &Spanned<String>) -> Result<LabelId, FormError> {
        self.ids.get(name.get_ref()).copied().ok_or_else(|| {
            let message = format!("no label above has the id \"{}\"", name.get_ref());
            self.error(name.span(), message, "a label stands below the one that holds it")
        })
    }

    /// Makes a label a field, with its leaves.
    fn field(&mut self, id: LabelId, raw: &Spanned<RawLabel>) -> Result<(), FormError> {
        let label = raw.get_ref();
        let (kind, pointer) = match (&label.kind, &label.pointer) {
            (Some(kind), Some(pointer)) => (*kind.get_ref(), pointer),
            (None, None) => return Ok(()),
            _ => return Err(self.error(raw.span(), "a field needs both type and pointer", "add the missing one")),
        };
        let is_choice = matches!(kind, FieldKind::Choice | FieldKind::Choices);
        if is_choice == label.options.is_empty() {
            let hint = "the types choice and choices have options, the others have none";
            return Err(self.error(raw.span(), "options and type do not fit", hint));
        }
        let columns = self.columns_of(id, pointer)?;
        let mut targets = Vec::new();
        for column in columns {
            targets.push(self.target(id, kind, pointer, column, label)?);
        }
        let options = label.options.iter().map(|option| option_of(option.get_ref(), &label.options)).collect();
        if let Some(known) = self.labels.get_mut(id) {
            known.field = Some(Field { kind, targets, options, detail_keys: keys(&label.detail_text) });
        }
        Ok(())
    }

    /// The columns whose values the field has: those under the label that holds it, or that holds that.
    fn columns_of(&self, id: LabelId, pointer: &Spanned<String>) -> Result<Vec<Option<(LabelId, String)>>, FormError> {
        if !pointer.get_ref().contains(COLUMN) {
            return Ok(vec![None]);
        }
        let mut holder = self.labels.get(id).and_then(|label| label.parent);
        while let Some(at) = holder {
            let columns: Vec<_> = self
                .columns
                .iter()
                .filter(|(column, _)| self.labels.get(*column).is_some_and(|label| label.parent == Some(at)))
                .map(|column| Some(column.clone()))
                .collect();
            if !columns.is_empty() {
                return Ok(columns);
            }
            holder = self.labels.get(at).and_then(|label| label.parent);
        }
        Err(self.error(pointer.span(), "{column} without columns", "add labels with `column` under the same parent"))
    }

    fn target(
        &mut self,
        label: LabelId,
        kind: FieldKind,
        pointer: &Spanned<String>,
        column: Option<(LabelId, String)>,
        raw: &RawLabel,
    ) -> Result<Target, FormError> {
        let name = column.as_ref().map(|(_, name)| name.as_str()).unwrap_or_default();
        let base = pointer.get_ref().replace(COLUMN, name);
        let mut leaves = Vec::new();
        for (suffix, leaf_kind) in leaves_of(kind) {
            let pointer_of_leaf = if suffix.is_empty() { base.clone() } else { format!("{base}/{suffix}") };
            let title = self.title(label, column.as_ref().map(|(id, _)| *id), suffix);
            let required = raw.required && leaves.is_empty();
            leaves.push(self.leaf(pointer.span(), &pointer_of_leaf, title, *leaf_kind, label, required)?);
        }
        for option in &raw.options {
            let Some(detail) = &option.get_ref().detail else { continue };
            let detail = detail.replace(COLUMN, name);
            let own = option.get_ref().text.first().map(String::as_str).unwrap_or_default();
            let title = format!(
                "{} > {own} > {}",
                self.title(label, column.as_ref().map(|(id, _)| *id), ""),
                self.title_of("detail")
            );
            leaves.push(self.leaf(option.span(), &detail, title, LeafKind::Text, label, false)?);
        }
        Ok(Target { column: column.map(|(id, _)| id), leaves })
    }

    fn leaf(
        &mut self,
        at: Range<usize>,
        pointer: &str,
        title: String,
        kind: LeafKind,
        label: LabelId,
        required: bool,
    ) -> Result<LeafId, FormError> {
        let id = self.leaves.len();
        if self.shape.insert(pointer, id).is_err() {
            let message = format!("the pointer \"{pointer}\" is not free or is no JSON Pointer");
            return Err(self.error(at, message, "every field has a pointer of its own that begins with /"));
        }
        self.leaves.push(Leaf { pointer: format!("/data{pointer}").into(), title, kind, label, required });
        Ok(id)
    }

    /// The leaf's title: the labels that lead to it, the column's heading, the value's own title.
    fn title(&self, label: LabelId, column: Option<LabelId>, suffix: &str) -> String {
        let label = self.labels.get(label).map(|label| label.title.clone());
        let column = column.and_then(|id| self.labels.get(id)).and_then(|label| label.texts.first().cloned());
        let value = (!suffix.is_empty()).then(|| self.title_of(suffix));
        [label, column, value].into_iter().flatten().collect::<Vec<_>>().join(" > ")
    }

    /// A label's title: that of the one that holds it, or the caption of its part, and its own wording.
    fn label_title(&self, raw: &RawLabel, parent: Option<LabelId>) -> String {
        let holder = match parent.and_then(|parent| self.labels.get(parent)) {
            Some(parent) => Some(parent.title.clone()),
            None => self.caption.clone().filter(|_| raw.part == Part::Checklist),
        };
        [holder, raw.text.get_ref().first().cloned()].into_iter().flatten().collect::<Vec<_>>().join(" > ")
    }

    fn title_of(&self, suffix: &str) -> String {
        self.titles.get(suffix).cloned().unwrap_or_else(|| suffix.to_owned())
    }

    fn check(&self, raw: &Spanned<RawCheck>) -> Result<Check, FormError> {
        let check = raw.get_ref();
        let code = Code::from_name(check.code.get_ref()).ok_or_else(|| {
            let message = format!("no diagnostic has the code \"{}\"", check.code.get_ref());
            self.error(check.code.span(), message, "`yomitori explain` lists the codes")
        })?;
        let leaves = check.pointers.iter().map(|pointer| self.leaf_at(pointer)).collect::<Result<Vec<_>, _>>()?;
        let (least, needs_option) = match check.rule {
            Rule::CheckDigit => (1, false),
            Rule::Compliance => (1, true),
            Rule::NoAmountWhen => (2, true),
            Rule::NotFewerThanListed | Rule::NotAbove | Rule::NotBefore | Rule::SameDate => (2, false),
        };
        if leaves.len() < least || needs_option != check.option.is_some() {
            let message = format!(
                "the rule needs {least} pointers or more and {} option",
                if needs_option { "an" } else { "no" }
            );
            return Err(self.error(raw.span(), message, "see the rules in docs/diagnostics.md"));
        }
        Ok(Check { rule: check.rule, code, leaves, option: check.option.clone() })
    }

    fn leaf_at(&self, pointer: &Spanned<String>) -> Result<LeafId, FormError> {
        let wanted = format!("/data{}", pointer.get_ref());
        self.leaves.iter().position(|leaf| *leaf.pointer == *wanted).ok_or_else(|| {
            let message = format!("no field has the pointer \"{}\"", pointer.get_ref());
            self.error(pointer.span(), message, "name a leaf of the record, below its data")
        })
    }

    fn checklist(&self, raw: &RawChecklist) -> Result<ChecklistForm, FormError> {
        let sections: Vec<_> = raw
            .sections
            .iter()
            .map(|section| ChecklistSection {
                id: section.id.as_str().into(),
                texts: section.text.clone(),
                keys: keys(&section.text),
            })
            .collect();
        let mut editions = Vec::new();
        for edition in &raw.editions {
            let mut of_edition = Vec::new();
            for section in &edition.sections {
                let at = sections.iter().position(|known| *known.id == **section.id.get_ref()).ok_or_else(|| {
                    let message = format!("no checklist section has the id \"{}\"", section.id.get_ref());
                    self.error(section.id.span(), message, "add it as [[checklist.section]]")
                })?;
                of_edition.push(EditionSection {
                    section: at,
                    items: section.items.clone(),
                    keys: keys(&section.items),
                });
            }
            editions.push(Edition { edition: edition.edition.clone(), sections: of_edition });
        }
        Ok(ChecklistForm {
            pointer: format!("/data{}", raw.pointer).into(),
            title_keys: keys(&raw.titles),
            number_keys: keys(&raw.number),
            item_keys: keys(&raw.item),
            done_keys: keys(&raw.done),
            planned_keys: keys(&raw.planned),
            sections,
            editions,
        })
    }
}

fn keys(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| key(text)).collect()
}

/// The option, with the position of its detail among the target's leaves: behind the choice's own.
fn option_of(raw: &RawOption, all: &[Spanned<RawOption>]) -> ChoiceOption {
    let details = all.iter().filter(|option| option.get_ref().detail.is_some());
    let detail = raw.detail.as_ref().and_then(|_| details.clone().position(|option| option.get_ref().id == raw.id));
    ChoiceOption {
        id: raw.id.as_str().into(),
        keys: keys(&raw.text),
        text: raw.text.first().cloned().unwrap_or_default(),
        detail: detail.map(|at| at + 1),
        detail_keys: keys(&raw.detail_text),
    }
}

/// The leaves of a type: their names under the field's pointer (empty for the pointer itself) and types.
fn leaves_of(kind: FieldKind) -> &'static [(&'static str, LeafKind)] {
    use LeafKind::{Date, Integer, Options, Prefectures, Text};
    match kind {
        FieldKind::Date => &[("", Date)],
        FieldKind::Count => &[("", Integer)],
        FieldKind::Choice | FieldKind::Choices => &[("", Options)],
        FieldKind::Text | FieldKind::Name | FieldKind::Phone | FieldKind::Url | FieldKind::Code => &[("", Text)],
        FieldKind::Address => &[("text", Text), ("postal_code", Text), ("prefecture", Text)],
        FieldKind::Contact => &[("text", Text), ("email", Text)],
        FieldKind::Sites => &[("count", Integer), ("prefectures", Prefectures)],
        FieldKind::Money => &[("text", Text), ("yen", Integer)],
        FieldKind::UnitPrice => &[("text", Text), ("yen", Integer), ("per", Text)],
    }
}

/// The line of a byte offset, 1-based.
fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}
