//! Small scripts beside the tables that read them with the right types: codes stay text, dates are dates, lists lists.

use super::cells::{CellKind, TypedColumn, TypedTable, tables};
use super::part::PartFile;
use crate::form::Form;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;
use yomitori_core::tables::{LIST_SEPARATOR, columns};

/// Writes the scripts for the CSV tables among these files; none where there are none. They go by the columns' names.
pub(super) fn write(folder: &Path, form: &Form, with_corrected: bool, parts: &[PartFile]) -> io::Result<Vec<PartFile>> {
    let has = |name: &str| parts.iter().any(|part| part.name() == name);
    let mut tables: Vec<TypedTable> = tables(form, &columns(form), with_corrected);
    tables.retain(|table| has(&format!("{}.csv", table.name)));
    if tables.is_empty() {
        return Ok(Vec::new());
    }
    let scripts = [("read.py", python(&tables)), ("read.R", r(&tables)), ("load.sql", sql(&tables))];
    let part = |(name, text): (&str, String)| {
        let mut part = PartFile::create(folder, name)?;
        part.write_all(text.as_bytes())?;
        Ok(part)
    };
    scripts.into_iter().map(part).collect()
}

fn of_kind(table: &TypedTable, is_wanted: fn(CellKind) -> bool) -> impl Iterator<Item = &TypedColumn> {
    table.columns.iter().filter(move |column| is_wanted(column.kind))
}

fn quoted(table: &TypedTable, is_wanted: fn(CellKind) -> bool) -> String {
    of_kind(table, is_wanted).map(|column| format!("\"{}\"", column.name)).collect::<Vec<_>>().join(", ")
}

const fn is_number(kind: CellKind) -> bool {
    matches!(kind, CellKind::Integer | CellKind::Count | CellKind::Decimal)
}

const fn is_date(kind: CellKind) -> bool {
    matches!(kind, CellKind::Date)
}

const fn is_list(kind: CellKind) -> bool {
    matches!(kind, CellKind::List)
}

fn python(tables: &[TypedTable]) -> String {
    let mut text = format!(
        "\"\"\"Read the tables with pandas: codes stay text, numbers may be missing, lists are lists.\"\"\"\n\
         from pathlib import Path\n\nimport pandas as pd\n\nHERE = Path(__file__).resolve().parent\nSEPARATOR = \"{LIST_SEPARATOR}\"\n\n\n\
         def table(name, numbers=(), dates=(), lists=()):\n    \
         frame = pd.read_csv(HERE / f\"{{name}}.csv\", dtype=str, keep_default_na=False, na_values=[\"\"], encoding=\"utf-8-sig\")\n    \
         for column in numbers:\n        frame[column] = pd.to_numeric(frame[column]).convert_dtypes()\n    \
         for column in dates:\n        frame[column] = pd.to_datetime(frame[column], format=\"%Y-%m-%d\")\n    \
         for column in lists:\n        frame[column] = [cell.split(SEPARATOR) if isinstance(cell, str) else [] for cell in frame[column]]\n    \
         return frame\n\n\n"
    );
    for table in tables {
        // Writing to a string never fails.
        let _ = writeln!(
            text,
            "{} = table(\n    \"{}\",\n    numbers=[{}],\n    dates=[{}],\n    lists=[{}],\n)",
            table.name,
            table.name,
            quoted(table, is_number),
            quoted(table, is_date),
            quoted(table, is_list)
        );
    }
    text
}

fn r(tables: &[TypedTable]) -> String {
    let mut text = format!(
        "# Read the tables with base R: codes stay text, dates are dates, lists lists.\n\
         read_table <- function(name, numbers, dates, lists) {{\n  \
         frame <- read.csv(paste0(name, \".csv\"), colClasses = \"character\", na.strings = \"\", fileEncoding = \"UTF-8-BOM\", check.names = FALSE)\n  \
         for (column in numbers) frame[[column]] <- as.numeric(frame[[column]])\n  \
         for (column in dates) frame[[column]] <- as.Date(frame[[column]])\n  \
         for (column in lists) frame[[column]] <- strsplit(ifelse(is.na(frame[[column]]), \"\", frame[[column]]), \"{LIST_SEPARATOR}\", fixed = TRUE)\n  \
         frame\n}}\n"
    );
    for table in tables {
        let _ = writeln!(
            text,
            "{} <- read_table(\"{}\", c({}), c({}), c({}))",
            table.name,
            table.name,
            quoted(table, is_number),
            quoted(table, is_date),
            quoted(table, is_list)
        );
    }
    text
}

fn sql(tables: &[TypedTable]) -> String {
    let mut text = "-- Load the tables into DuckDB: duckdb disclosures.duckdb < load.sql\n".to_owned();
    for table in tables {
        let types: Vec<String> =
            table.columns.iter().map(|column| format!("'{}': '{}'", column.name, sql_type(column.kind))).collect();
        let lists: Vec<String> = of_kind(table, is_list)
            .map(|column| format!("string_split(\"{0}\", '{LIST_SEPARATOR}') AS \"{0}\"", column.name))
            .collect();
        let replace = if lists.is_empty() { String::new() } else { format!(" REPLACE ({})", lists.join(", ")) };
        let _ = writeln!(
            text,
            "CREATE OR REPLACE TABLE {} AS SELECT *{replace} FROM read_csv('{}.csv', header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', columns = {{{}}});",
            table.name,
            table.name,
            types.join(", ")
        );
    }
    text
}

const fn sql_type(kind: CellKind) -> &'static str {
    match kind {
        CellKind::Text | CellKind::List | CellKind::Tiers => "VARCHAR",
        CellKind::Integer | CellKind::Count => "BIGINT",
        CellKind::Decimal => "DOUBLE",
        CellKind::Date => "DATE",
        CellKind::Boolean => "BOOLEAN",
    }
}
