//! The media types of what is read here: known by every build, whichever readers it has.

/// Word documents.
pub const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// Excel workbooks.
pub const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Excel workbooks of before 2007.
pub const EXCEL_97: &str = "application/vnd.ms-excel";
/// OpenDocument spreadsheets.
pub const OPEN_SPREADSHEET: &str = "application/vnd.oasis.opendocument.spreadsheet";
/// OpenDocument texts.
pub const OPEN_TEXT: &str = "application/vnd.oasis.opendocument.text";
/// HTML pages.
pub const HTML: &str = "text/html";
/// Web pages in one file.
pub const MHTML: &str = "multipart/related";
/// Markdown.
pub const MARKDOWN: &str = "text/markdown";
/// CSV.
pub const CSV: &str = "text/csv";
