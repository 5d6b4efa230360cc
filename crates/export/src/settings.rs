//! What an export is to be: its formats, and how CSV tables look.

/// A format that records are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `disclosures.csv`, `checklist_items.csv` and `diagnostics.csv`.
    Csv,
    /// `records.jsonl`: the records as they are, one a line.
    JsonLines,
    /// The tables as Parquet files with typed columns.
    #[cfg(feature = "parquet")]
    Parquet,
    /// `disclosures.xlsx`: the tables as sheets of a workbook.
    #[cfg(feature = "xlsx")]
    Xlsx,
    /// `disclosures.db`: the tables with evidence and full-text search, and `metadata.json` and `settings.json` for Datasette.
    #[cfg(feature = "sqlite")]
    Sqlite,
}

/// Whose titles stand in the first row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Header {
    /// The columns' names, after the record's keys.
    #[default]
    Names,
    /// The form's own titles, where the form has one for the column.
    Titles,
}

/// How options stand in the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Values {
    /// By their ids.
    #[default]
    Ids,
    /// By the form's wordings.
    Titles,
}

/// How JSON Lines are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Packing {
    /// Not at all.
    #[default]
    Plain,
    /// With gzip.
    Gzip,
    /// With zstd.
    Zstd,
}

/// How the CSV tables are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CsvLayout {
    /// The first row.
    pub header: Header,
    /// For spreadsheet programs: byte order mark, CRLF, and no cell that would run as a formula.
    pub spreadsheet: bool,
}

/// What an export is to be.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// How CSV tables are written.
    pub layout: CsvLayout,
    /// The formats; none stands for CSV.
    pub formats: Vec<Format>,
    /// How options stand in the tables.
    pub values: Values,
    /// Whether evidence is left out of the records.
    pub without_evidence: bool,
    /// How JSON Lines are packed.
    pub packing: Packing,
    /// Whether files are written although there is no record.
    pub even_empty: bool,
    /// Whether the table of disclosures says how many values of each a person corrected.
    pub with_corrected: bool,
    /// The licence that the package names, such as `CC-BY-4.0`.
    pub license: Option<String>,
}
