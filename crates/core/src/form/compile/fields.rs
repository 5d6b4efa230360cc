//! The fields of the form file: each value of a field becomes a leaf of the record.

use super::answers::yes_and_no;
use super::{Compiler, keys};
use crate::form::raw::{RawLabel, RawOption};
use crate::form::{
    ChoiceOption, Field, FieldKind, FieldTarget, FormError, Holder, LabelId, Leaf, LeafId, LeafKind, Shape,
};
use crate::text::values;
use std::ops::Range;
use toml::Spanned;

/// The placeholder in the pointers of fields with one value a column.
const COLUMN: &str = "{column}";

/// What a label or a column says of its values.
pub(super) struct Spec<'r> {
    pub kind: FieldKind,
    pub options: &'r [Spanned<RawOption>],
    pub detail_text: &'r [String],
    pub digits: Option<&'r Spanned<usize>>,
    pub check_digit: Option<&'r Spanned<values::code::CheckDigit>>,
    pub answers: Option<&'r Spanned<String>>,
    pub bounds: bool,
}

impl Compiler<'_> {
    pub(super) fn field(&mut self, id: LabelId, raw: &Spanned<RawLabel>) -> Result<(), FormError> {
        let label = raw.get_ref();
        let (kind, pointer) = match (&label.kind, &label.pointer) {
            (Some(kind), Some(pointer)) => (*kind.get_ref(), pointer),
            (None, None) => return Ok(()),
            _ => return Err(self.error(raw.span(), "a field needs both type and pointer", "add the missing one")),
        };
        let spec = Spec {
            kind,
            options: &label.options,
            detail_text: &label.detail_text,
            digits: label.digits.as_ref(),
            check_digit: label.check_digit.as_ref(),
            answers: label.answers.as_ref(),
            bounds: label.bounds,
        };
        let mut field = self.bare_field(raw.span(), &spec)?;
        let columns = self.columns_of(id, pointer)?;
        for column in columns {
            field.targets.push(self.target(id, kind, pointer, column, label)?);
        }
        if let Some(known) = self.labels.get_mut(id) {
            known.field = Some(field);
        }
        Ok(())
    }

    /// The field that a label or a column of a table says, without the leaves that it fills.
    pub(super) fn bare_field(&self, at: Range<usize>, spec: &Spec<'_>) -> Result<Field, FormError> {
        let Spec { kind, options, detail_text, digits, check_digit, answers, bounds } = *spec;
        if matches!(kind, FieldKind::Choice | FieldKind::Choices) == options.is_empty() {
            let hint = "the types choice and choices have options, the others have none";
            return Err(self.error(at, "options and type do not fit", hint));
        }
        if let Some(digits) = digits.filter(|_| kind != FieldKind::Code) {
            let hint = "remove it, or give type = \"code\"";
            return Err(self.error(digits.span(), "only a code has a number of digits", hint));
        }
        if let Some(check_digit) = check_digit.filter(|_| kind != FieldKind::Code) {
            let hint = "remove it, or give type = \"code\"";
            return Err(self.error(check_digit.span(), "only a code has a check digit", hint));
        }
        let answers = match (kind, answers) {
            (FieldKind::Answer, Some(name)) => Some(self.answer_set(name)?),
            (FieldKind::Answer, None) => {
                let hint = "answers = \"…\": the id of a set under [[answers]]";
                return Err(self.error(at, "an answer needs a set of answers", hint));
            }
            (_, Some(name)) => {
                let hint = "remove it, or give type = \"answer\"";
                return Err(self.error(name.span(), "only an answer has a set of answers", hint));
            }
            (FieldKind::Boolean, None) => Some(yes_and_no()),
            (_, None) => None,
        };
        if bounds && !matches!(kind, FieldKind::Money | FieldKind::UnitPrice) {
            return Err(self.error(at, "only money and unit-price have bounds", "remove it"));
        }
        Ok(Field {
            kind,
            targets: Vec::new(),
            options: answers
                .unwrap_or_else(|| options.iter().map(|option| option_of(option.get_ref(), options)).collect()),
            detail_keys: keys(detail_text),
            digits: digits.map_or(values::code::LENGTH, |digits| *digits.get_ref()),
            has_bounds: bounds,
            check_digit: check_digit.map(|rule| *rule.get_ref()),
        })
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
    ) -> Result<FieldTarget, FormError> {
        let name = column.as_ref().map(|(_, name)| name.as_str()).unwrap_or_default();
        let base = pointer.get_ref().replace(COLUMN, name);
        let mut leaves = Vec::new();
        for (suffix, leaf_kind) in kind.leaves() {
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
        Ok(FieldTarget { column: column.map(|(id, _)| id), leaves })
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
        self.insert(at, pointer, Shape::Leaf(id))?;
        let holder = Holder::Label(label);
        self.leaves.push(Leaf { pointer: format!("/data{pointer}").into(), title, kind, holder, required });
        Ok(id)
    }

    /// Puts a value or the rows of a table into the record's shape.
    pub(super) fn insert(&mut self, at: Range<usize>, pointer: &str, shape: Shape) -> Result<(), FormError> {
        self.shape.insert(pointer, shape).map_err(|_| {
            let message = format!("the pointer \"{pointer}\" is not free or is no JSON Pointer");
            self.error(at, message, "every field has a pointer of its own that begins with /")
        })
    }

    /// The leaf's title: the labels that lead to it, the column's heading, the value's own title.
    fn title(&self, label: LabelId, column: Option<LabelId>, suffix: &str) -> String {
        let label = self.labels.get(label).map(|label| label.title.clone());
        let column = column.and_then(|id| self.labels.get(id)).and_then(|label| label.texts.first().cloned());
        let value = (!suffix.is_empty()).then(|| self.title_of(suffix));
        [label, column, value].into_iter().flatten().collect::<Vec<_>>().join(" > ")
    }

    pub(super) fn title_of(&self, suffix: &str) -> String {
        self.titles.get(suffix).cloned().unwrap_or_else(|| suffix.to_owned())
    }
}

/// The option, with the position of its detail among the target's leaves: behind the choice's own.
fn option_of(raw: &RawOption, all: &[Spanned<RawOption>]) -> ChoiceOption {
    let details = all.iter().filter(|option| option.get_ref().detail.is_some());
    let detail = raw.detail.as_ref().and_then(|_| details.clone().position(|option| option.get_ref().id == raw.id));
    ChoiceOption {
        id: raw.id.as_str().into(),
        keys: keys(&raw.text),
        signs: Vec::new(),
        text: raw.text.first().cloned().unwrap_or_default(),
        detail: detail.map(|at| at + 1),
        detail_keys: keys(&raw.detail_text),
    }
}
