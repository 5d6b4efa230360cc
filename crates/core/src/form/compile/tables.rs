//! The tables of the form file: each column, or each of its cells, becomes leaves of the record.

use super::{Compiler, keys};
use crate::form::raw::{RawColumn, RawHeading, RawTable};
use crate::form::table::{Heading, Layout, TableColumn, TableForm};
use crate::form::{FieldTarget, FormError, Holder, Leaf, LeafId, LeafKind, Shape, TableId};
use toml::Spanned;

/// What stands for a row's number in the pointers of a list's leaves.
pub const ROW: &str = "{row}";

impl Compiler<'_> {
    /// The tables whose cells are known beforehand come first: the leaves of lists stand behind all others.
    pub(super) fn tables(&mut self, raw: &[Spanned<RawTable>]) -> Result<Vec<TableForm>, FormError> {
        let mut tables = Vec::with_capacity(raw.len());
        for (id, table) in raw.iter().enumerate() {
            tables.push(self.table(id, table)?);
        }
        for (id, (table, raw)) in tables.iter_mut().zip(raw).enumerate() {
            if let Layout::List { .. } = table.layout {
                self.list(id, table, raw)?;
            }
        }
        Ok(tables)
    }

    fn table(&mut self, id: TableId, raw: &Spanned<RawTable>) -> Result<TableForm, FormError> {
        let table = raw.get_ref();
        if table.columns.is_empty() {
            return Err(self.error(
                raw.span(),
                "a table needs columns",
                "add [[table.column]] with key, text and type",
            ));
        }
        if table.single && !table.rows.is_empty() {
            return Err(self.error(raw.span(), "a single row has no names", "remove `single` or `row`"));
        }
        let layout = match (table.single, table.rows.is_empty()) {
            (true, _) => Layout::Single,
            (false, false) => Layout::Matrix,
            (false, true) => Layout::List { shape: Shape::empty(), first: 0, count: 0 },
        };
        let title = table.text.first().cloned().unwrap_or_else(|| table.pointer.get_ref().clone());
        let mut columns = Vec::new();
        for (at, column) in table.columns.iter().enumerate() {
            columns.push(self.column((id, at), table, &title, column)?);
        }
        let rows = table.rows.iter().map(|row| self.heading(row)).collect::<Result<_, _>>()?;
        Ok(TableForm {
            pointer: format!("/data{}", table.pointer.get_ref()).into(),
            title,
            title_keys: self.table_keys(raw, &table.text)?,
            layout,
            columns,
            rows,
            skip: self.table_keys(raw, &table.skip)?,
            required: table.required,
            items: None,
        })
    }

    fn column(
        &mut self,
        (table, at): (TableId, usize),
        raw: &RawTable,
        title: &str,
        column: &Spanned<RawColumn>,
    ) -> Result<TableColumn, FormError> {
        let of = column.get_ref();
        let spec = super::fields::Spec {
            kind: of.kind,
            options: &of.options,
            detail_text: &of.detail_text,
            digits: of.digits.as_ref(),
            check_digit: of.check_digit.as_ref(),
            answers: of.answers.as_ref(),
            bounds: of.bounds,
        };
        let mut field = self.bare_field(column.span(), &spec)?;
        if of.options.iter().any(|option| option.get_ref().detail.is_some()) {
            return Err(self.error(column.span(), "options of a table have no detail", "give the detail a column"));
        }
        let key = of.heading.key.get_ref();
        let own = of.heading.text.get_ref().first().map(String::as_str).unwrap_or_default();
        let pointer = raw.pointer.get_ref();
        let mut places = Vec::new();
        if raw.single {
            places.push((format!("{pointer}/{key}"), format!("{title} > {own}")));
        }
        for row in &raw.rows {
            let (row_key, row) = (row.key.get_ref(), row.text.get_ref().first());
            let row = row.map(String::as_str).unwrap_or_default();
            places.push((format!("{pointer}/{row_key}/{key}"), format!("{title} > {row} > {own}")));
        }
        for (base, title) in places {
            let mut leaves = Vec::new();
            for (suffix, kind) in of.kind.leaves() {
                let (pointer, title) = (below(&base, suffix), self.value_title(&title, suffix));
                let id = self.leaves.len();
                self.insert(column.span(), &pointer, Shape::Leaf(id))?;
                let holder = Holder::Column { table, column: at };
                self.leaves.push(leaf(&pointer, title, *kind, holder));
                leaves.push(id);
            }
            field.targets.push(FieldTarget { column: None, leaves });
        }
        let heading = self.heading(&of.heading)?;
        Ok(TableColumn { heading, field, is_optional: of.optional, carries: of.carry, is_stub: of.stub })
    }

    /// Gives a list's columns their leaves, which every row has.
    fn list(&mut self, id: TableId, table: &mut TableForm, raw: &Spanned<RawTable>) -> Result<(), FormError> {
        let pointer = raw.get_ref().pointer.get_ref();
        self.insert(raw.get_ref().pointer.span(), pointer, Shape::Rows(id))?;
        let first = self.leaves.len() + self.row_leaves.len();
        let mut shape = Shape::empty();
        for (at, (column, raw)) in table.columns.iter_mut().zip(&raw.get_ref().columns).enumerate() {
            let key = raw.get_ref().heading.key.get_ref();
            let mut leaves = Vec::new();
            for (suffix, kind) in column.field.kind.leaves() {
                let own: LeafId = self.leaves.len() + self.row_leaves.len();
                let in_row = below(&format!("/{key}"), suffix);
                if shape.insert(&in_row, Shape::Leaf(own)).is_err() {
                    let message = format!("the key \"{key}\" is not free");
                    return Err(self.error(raw.span(), message, "every column has a key of its own"));
                }
                let title = self.value_title(&column.heading.text, suffix);
                let holder = Holder::Column { table: id, column: at };
                self.row_leaves.push(leaf(&format!("{pointer}/{ROW}{in_row}"), title, *kind, holder));
                leaves.push(own);
            }
            column.field.targets.push(FieldTarget { column: None, leaves });
        }
        let count = self.leaves.len() + self.row_leaves.len() - first;
        table.layout = Layout::List { shape, first, count };
        Ok(())
    }

    pub(super) fn heading(&self, raw: &RawHeading) -> Result<Heading, FormError> {
        let key = raw.key.get_ref();
        if key.is_empty() || !key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            let hint = "ASCII letters, digits and _ alone: it becomes a key of the record";
            return Err(self.error(raw.key.span(), format!("\"{key}\" is no key"), hint));
        }
        let wordings = keys(raw.text.get_ref());
        if wordings.is_empty() || wordings.iter().any(String::is_empty) {
            return Err(self.error(raw.text.span(), "a heading needs text with letters or kanji", "text = [\"…\"]"));
        }
        let text = raw.text.get_ref().first().cloned().unwrap_or_default();
        Ok(Heading { text, keys: wordings, under: keys(&raw.under) })
    }

    fn table_keys(&self, raw: &Spanned<RawTable>, texts: &[String]) -> Result<Vec<String>, FormError> {
        let keys = keys(texts);
        if keys.iter().any(String::is_empty) {
            return Err(self.error(raw.span(), "text and skip need letters or kanji", "text = [\"…\"]"));
        }
        Ok(keys)
    }

    fn value_title(&self, title: &str, suffix: &str) -> String {
        if suffix.is_empty() { title.to_owned() } else { format!("{title} > {}", self.title_of(suffix)) }
    }
}

fn below(base: &str, suffix: &str) -> String {
    if suffix.is_empty() { base.to_owned() } else { format!("{base}/{suffix}") }
}

fn leaf(pointer: &str, title: String, kind: LeafKind, holder: Holder) -> Leaf {
    Leaf { pointer: format!("/data{pointer}").into(), title, kind, holder, required: false }
}
