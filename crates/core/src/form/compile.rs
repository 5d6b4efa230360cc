//! From the form file to a [`Form`]: every name resolved, every rule of the file checked.

mod answers;
mod checklist;
mod fields;
mod items;
pub(super) mod tables;

use super::raw::{RawCheck, RawForm, RawIdentity, RawLabel, RawNote};
use super::{
    Check, ChoiceOption, Form, FormError, Identity, Label, LabelId, LabelMatcher, Leaf, LeafId, Part, Rule, Shape,
    TitleKey,
};
use crate::diagnostic::{Code, OwnCode};
use crate::digest::sha256;
use crate::text::fold::key;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

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
    let caption = raw.checklist.annexed.as_ref().map(|checklist| checklist.caption.clone());
    let mut compiler = Compiler { text, file, caption, titles: raw.value_titles, ..Compiler::default() };
    compiler.answers(&raw.answers)?;
    for label in &raw.labels {
        compiler.label(label)?;
    }
    compiler.tell_namesakes();
    for (id, label) in raw.labels.iter().enumerate() {
        compiler.field(id, label)?;
    }
    let mut tables = compiler.tables(&raw.tables)?;
    compiler.item_lists(&mut tables, &raw.checklist.lists)?;
    let identity = compiler.identity(&raw.identity)?;
    let checks = raw.checks.iter().map(|check| compiler.check(check)).collect::<Result<Vec<_>, _>>()?;
    let checklist = raw.checklist.annexed.as_ref().map(|checklist| compiler.checklist(checklist)).transpose()?;
    let matcher = LabelMatcher::new(&compiler.labels).map_err(|error| {
        FormError::new(file, None, error.to_string(), "the labels' wordings are too many or too long")
    })?;
    let options = compiler.labels.iter().filter_map(|label| label.field.as_ref()).flat_map(|field| &field.options);
    Ok(Form {
        label_keys: compiler.labels.iter().flat_map(|label| &label.keys).cloned().collect(),
        option_keys: options.flat_map(|option| &option.keys).cloned().collect(),
        id: raw.form.id,
        schema_version: raw.form.schema_version,
        title: raw.form.title,
        hash: sha256(text.as_bytes()),
        title_keys: title_keys(&raw.form.titles),
        other_titles: keys(&raw.form.not).into_iter().filter(|key| !key.is_empty()).collect(),
        fit: raw.form.fit,
        identity,
        labels: compiler.labels,
        leaves: compiler.leaves,
        row_leaves: compiler.row_leaves,
        tables,
        shape: compiler.shape,
        note_keys: note_keys(&raw.notes),
        column_titles: raw.column_titles,
        table_titles: raw.table_titles,
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
    answer_sets: BTreeMap<String, Vec<ChoiceOption>>,
    labels: Vec<Label>,
    leaves: Vec<Leaf>,
    row_leaves: Vec<Leaf>,
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
            answer_sets: BTreeMap::new(),
            labels: Vec::new(),
            leaves: Vec::new(),
            row_leaves: Vec::new(),
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
            is_behind: label.before.as_ref().is_some_and(|before| *before.get_ref()),
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
    /// A label's title: that of the one that holds it, or the caption of its part, and its own wording.
    fn label_title(&self, raw: &RawLabel, parent: Option<LabelId>) -> String {
        let holder = match parent.and_then(|parent| self.labels.get(parent)) {
            Some(parent) => Some(parent.title.clone()),
            None => self.caption.clone().filter(|_| raw.part == Part::Checklist),
        };
        [holder, raw.text.get_ref().first().cloned()].into_iter().flatten().collect::<Vec<_>>().join(" > ")
    }

    fn check(&self, raw: &Spanned<RawCheck>) -> Result<Check, FormError> {
        let check = raw.get_ref();
        let own = |name: &str| OwnCode::new(name).map(Code::Own);
        let code = Code::from_name(check.code.get_ref()).or_else(|| own(check.code.get_ref())).ok_or_else(|| {
            let message = format!("\"{}\" is no code", check.code.get_ref());
            self.error(check.code.span(), message, "area.what, in small letters: fees.deposit-too-high")
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
        let (option, message) = (check.option.clone(), check.message.clone());
        Ok(Check { rule: check.rule, code, leaves, option, severity: check.severity, message })
    }

    /// The leaves that the form file names for identity; where it names none, those that the types tell.
    fn identity(&self, raw: &RawIdentity) -> Result<Identity, FormError> {
        let named = |pointer: &Option<Spanned<String>>| pointer.as_ref().map(|at| self.leaf_at(at)).transpose();
        let named = Identity { code: named(&raw.code)?, name: named(&raw.name)?, updated_on: named(&raw.updated_on)? };
        let told = Identity::by_types(&self.labels, &self.leaves);
        Ok(Identity {
            code: named.code.or(told.code),
            name: named.name.or(told.name),
            updated_on: named.updated_on.or(told.updated_on),
        })
    }

    fn leaf_at(&self, pointer: &Spanned<String>) -> Result<LeafId, FormError> {
        let wanted = format!("/data{}", pointer.get_ref());
        self.leaves.iter().position(|leaf| *leaf.pointer == *wanted).ok_or_else(|| {
            let message = format!("no field has the pointer \"{}\"", pointer.get_ref());
            self.error(pointer.span(), message, "name a leaf of the record, below its data")
        })
    }
}

fn keys(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| key(text)).collect()
}

fn note_keys(notes: &[RawNote]) -> BTreeMap<char, Vec<String>> {
    let mut by_first = BTreeMap::<char, Vec<String>>::new();
    for key in notes.iter().map(|note| key(&note.text)) {
        if let Some(first) = key.chars().next() {
            by_first.entry(first).or_default().push(key);
        }
    }
    by_first
}

fn title_keys(titles: &[String]) -> Vec<TitleKey> {
    keys(titles).iter().filter(|key| !key.is_empty()).map(|key| TitleKey::new(key)).collect()
}

/// The line of a byte offset, 1-based.
pub(super) fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}
