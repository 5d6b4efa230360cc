//! The checklists of the form file that are lists of items: `[[checklist]]`. Each becomes a list with the items as rows.

use super::fields::Spec;
use super::tables::ROW;
use super::{Compiler, keys};
use crate::form::raw::RawItems;
use crate::form::table::{Heading, ItemColumns, Layout, TableColumn, TableForm};
use crate::form::{
    ChecklistSection, ChoiceOption, Field, FieldKind, FieldTarget, FormError, Holder, Leaf, LeafId, Shape, TableId,
};
use crate::text::values;
use std::ops::Range;
use toml::Spanned;

/// A column under way: its key in the record where it has one, its heading, its field.
struct ColumnDraft {
    key: Option<String>,
    heading: Heading,
    field: Field,
    is_optional: bool,
    carries: bool,
}

impl Compiler<'_> {
    /// Adds the checklists behind the tables.
    pub(super) fn item_lists(
        &mut self,
        tables: &mut Vec<TableForm>,
        raw: &[Spanned<RawItems>],
    ) -> Result<(), FormError> {
        for list in raw {
            let table = self.item_list(tables.len(), list)?;
            tables.push(table);
        }
        Ok(())
    }

    fn item_list(&mut self, id: TableId, raw: &Spanned<RawItems>) -> Result<TableForm, FormError> {
        let of = raw.get_ref();
        let item = keys(of.item.get_ref());
        if item.is_empty() || item.iter().any(String::is_empty) {
            return Err(self.error(of.item.span(), "a heading needs text with letters or kanji", "item = [\"…\"]"));
        }
        if of.answers.is_none() && of.columns.is_empty() {
            let hint = "give `answers`, or [[checklist.column]] for what stands with the items";
            return Err(self.error(raw.span(), "a checklist needs answers or columns", hint));
        }
        let answers = of.answers.as_ref().map(|name| self.answer_set(name)).transpose()?;
        let pointer = of.pointer.get_ref();
        let mut columns = vec![text("section", &of.section_heading, self.title_of("section"), true)];
        let section_id = (!of.sections.is_empty()).then(|| {
            columns.push(text("section_id", &[], self.title_of("section_id"), true));
            columns.len() - 1
        });
        columns.push(text("no", &of.number, self.title_of("no"), true));
        let number = columns.len() - 1;
        columns.push(text("text", of.item.get_ref(), self.title_of("text"), false));
        let mut items = ItemColumns {
            section: 0,
            section_id,
            number,
            text: columns.len() - 1,
            status: None,
            answers: Vec::new(),
            sections: self.item_sections(&of.sections)?,
        };
        if let Some(answers) = &answers {
            items.status = Some(columns.len());
            columns.push(ColumnDraft { key: Some("status".to_owned()), ..status(&of.status, answers, self) });
        }
        for column in &of.columns {
            let own = column.get_ref();
            if own.stub {
                let hint = "remove `stub`: the items' texts name the rows";
                return Err(self.error(column.span(), "a checklist's column names no rows", hint));
            }
            let spec = Spec {
                kind: own.kind,
                options: &own.options,
                detail_text: &own.detail_text,
                digits: own.digits.as_ref(),
                check_digit: own.check_digit.as_ref(),
                answers: own.answers.as_ref(),
                bounds: own.bounds,
            };
            let field = self.bare_field(column.span(), &spec)?;
            let heading = self.heading(&own.heading)?;
            let key = Some(own.heading.key.get_ref().clone());
            columns.push(ColumnDraft { key, heading, field, is_optional: own.optional, carries: own.carry });
        }
        for answer in answers.iter().flatten() {
            items.answers.push(columns.len());
            columns.push(answer_column(answer));
        }
        let title = of.text.first().cloned().unwrap_or_else(|| pointer.clone());
        let (columns, layout) = self.item_leaves(id, &of.pointer, columns)?;
        Ok(TableForm {
            pointer: format!("/data{pointer}").into(),
            title,
            title_keys: self.list_keys(raw.span(), &of.text)?,
            layout,
            columns,
            rows: Vec::new(),
            skip: self.list_keys(raw.span(), &of.skip)?,
            required: !of.optional,
            items: Some(items),
        })
    }

    fn item_sections(&self, raw: &[Spanned<crate::form::raw::RawSection>]) -> Result<Vec<ChecklistSection>, FormError> {
        let mut sections: Vec<ChecklistSection> = Vec::new();
        for raw in raw {
            let of = raw.get_ref();
            let keys = keys(&of.text);
            if keys.is_empty() || keys.iter().any(String::is_empty) {
                return Err(self.error(raw.span(), "a section needs text with letters or kanji", "text = [\"…\"]"));
            }
            let is_same =
                |known: &&ChecklistSection| *known.id == *of.id || known.keys.iter().any(|key| keys.contains(key));
            if let Some(known) = sections.iter().find(is_same) {
                let message = format!("the sections \"{}\" and \"{}\" can't be told apart", known.id, of.id);
                return Err(self.error(raw.span(), message, "each has an id and titles of its own"));
            }
            sections.push(ChecklistSection { id: of.id.as_str().into(), texts: of.text.clone(), keys });
        }
        Ok(sections)
    }

    /// Gives the columns their leaves, which every item has.
    fn item_leaves(
        &mut self,
        table: TableId,
        at: &Spanned<String>,
        columns: Vec<ColumnDraft>,
    ) -> Result<(Vec<TableColumn>, Layout), FormError> {
        let pointer = at.get_ref();
        self.insert(at.span(), pointer, Shape::Rows(table))?;
        let first = self.leaves.len() + self.row_leaves.len();
        let mut shape = Shape::empty();
        let mut done = Vec::new();
        for (column, mut of) in columns.into_iter().enumerate() {
            if let Some(key) = &of.key {
                let mut leaves = Vec::new();
                for (suffix, kind) in of.field.kind.leaves() {
                    let own: LeafId = self.leaves.len() + self.row_leaves.len();
                    let in_row = if suffix.is_empty() { format!("/{key}") } else { format!("/{key}/{suffix}") };
                    if shape.insert(&in_row, Shape::Leaf(own)).is_err() {
                        let message = format!("the key \"{key}\" is not free");
                        let hint = "section, no, text and status are the checklist's own; every column has another key";
                        return Err(self.error(at.span(), message, hint));
                    }
                    let title = if suffix.is_empty() {
                        of.heading.text.clone()
                    } else {
                        format!("{} > {}", of.heading.text, self.title_of(suffix))
                    };
                    self.row_leaves.push(Leaf {
                        pointer: format!("/data{pointer}/{ROW}{in_row}").into(),
                        title,
                        kind: *kind,
                        holder: Holder::Column { table, column },
                        required: false,
                    });
                    leaves.push(own);
                }
                of.field.targets.push(FieldTarget { column: None, leaves });
            }
            done.push(TableColumn {
                heading: of.heading,
                field: of.field,
                is_optional: of.is_optional,
                carries: of.carries,
                is_stub: false,
            });
        }
        let count = self.leaves.len() + self.row_leaves.len() - first;
        Ok((done, Layout::List { shape, first, count }))
    }

    fn list_keys(&self, at: Range<usize>, texts: &[String]) -> Result<Vec<String>, FormError> {
        let keys = keys(texts);
        if keys.iter().any(String::is_empty) {
            return Err(self.error(at, "text and skip need letters or kanji", "text = [\"…\"]"));
        }
        Ok(keys)
    }
}

/// A column of texts.
fn text(key: &str, headings: &[String], title: String, is_optional: bool) -> ColumnDraft {
    let text = headings.first().cloned().unwrap_or(title);
    let heading = Heading { text, keys: keys(headings), under: Vec::new() };
    let field = field(FieldKind::Text, Vec::new());
    ColumnDraft { key: Some(key.to_owned()), heading, field, is_optional, carries: false }
}

/// The column with the status in words or signs.
fn status(headings: &[String], answers: &[ChoiceOption], compiler: &Compiler<'_>) -> ColumnDraft {
    let text = headings.first().cloned().unwrap_or_else(|| compiler.title_of("status"));
    let heading = Heading { text, keys: keys(headings), under: Vec::new() };
    let field = field(FieldKind::Answer, answers.to_vec());
    ColumnDraft { key: None, heading, field, is_optional: true, carries: false }
}

/// The column of one answer, with marks in it. It has no value of its own.
fn answer_column(answer: &ChoiceOption) -> ColumnDraft {
    let signs = answer.signs.iter().map(char::to_string);
    let heading = Heading {
        text: answer.text.clone(),
        keys: answer.keys.iter().cloned().chain(signs).collect(),
        under: Vec::new(),
    };
    let field = field(FieldKind::Text, Vec::new());
    ColumnDraft { key: None, heading, field, is_optional: true, carries: false }
}

fn field(kind: FieldKind, options: Vec<ChoiceOption>) -> Field {
    Field {
        kind,
        targets: Vec::new(),
        options,
        detail_keys: Vec::new(),
        digits: values::code::LENGTH,
        has_bounds: false,
        check_digit: None,
    }
}

#[cfg(test)]
mod tests {
    use crate::form::{Form, LeafKind};

    #[test]
    fn a_checklist_is_a_list_of_items() {
        let text = "[form]\nid=\"a\"\nschema_version=1\ntitle=\"t\"\ntitles=[\"題\"]\n\
            [[answers]]\nid=\"yn\"\nanswer=[{id=\"yes\",text=[\"○\",\"はい\"]},{id=\"no\",text=[\"×\"]}]\n\
            [[checklist]]\npointer=\"/items\"\nitem=[\"項目\"]\nanswers=\"yn\"\nstatus=[\"評価\"]\n\
            [[checklist.column]]\nkey=\"remark\"\ntext=[\"備考\"]\ntype=\"text\"\n";
        let form = Form::from_toml(text, "f.toml").unwrap();
        let pointers: Vec<&str> = form.row_leaves.iter().map(|leaf| &*leaf.pointer).collect();
        let keys = ["section", "no", "text", "status", "remark"].map(|key| format!("/data/items/{{row}}/{key}"));
        assert_eq!(pointers, keys);
        assert_eq!(form.row_leaves.get(3).map(|leaf| leaf.kind), Some(LeafKind::Answer));
        for (from, to, message) in [
            ("answers=\"yn\"", "answers=\"no\"", "no set of answers has the id \"no\""),
            ("[\"×\"]", "[\"〇\"]", "can't be told apart"),
            ("key=\"remark\"", "key=\"status\"", "the key \"status\" is not free"),
            ("item=[\"項目\"]", "item=[\"・\"]", "a heading needs text"),
        ] {
            let error = Form::from_toml(&text.replace(from, to), "f.toml").unwrap_err();
            assert!(error.message.contains(message) && error.line.is_some(), "{error}");
        }
    }
}
