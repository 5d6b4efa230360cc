//! CSV: the form as spreadsheets and scrapers write it, in any encoding and with any usual delimiter, told by content.
//!
//! A record of several fields is a row, rows that follow each other are a table, a record whose only text is its first field a
//! paragraph: spreadsheets pad every line to the widest row. Texts parted by tabs are read by [`super::text`] unless fields are quoted.

use super::budget::{Budget, Supply};
use super::{encoding, markup, media_type};
use crate::document::{Block, Cell, Document, Extent, Place, Table};
use crate::failure::Failure;
use csv::{Reader, ReaderBuilder, StringRecord};

/// What programs part fields by.
const DELIMITERS: [u8; 4] = *b",;\t|";
/// Fewer rows are no table.
const LEAST_ROWS: usize = 5;
/// Rows have a label and a value, and beside them at least an empty field or another label.
const LEAST_FIELDS: usize = 3;

/// Reads a CSV file.
///
/// # Errors
/// When the bytes are no text, hold no character, or exceed a limit.
pub fn read(bytes: &[u8], budget: &Budget) -> Result<Document, Failure> {
    budget.charge(Supply::Text, bytes.len() as u64)?;
    let (text, notices) = encoding::decode(bytes)?;
    let mut writer = CsvWriter { document: Document::new(media_type::CSV), table: Table::default(), row: 0 };
    let mut records = reader(&text, delimiter(&text).unwrap_or(b','));
    let mut record = StringRecord::new();
    while records.read_record(&mut record).unwrap_or_default() {
        let line = record.position().map_or(1, |position| u32::try_from(position.line()).unwrap_or(u32::MAX));
        budget.charge(Supply::Cells, record.len() as u64)?;
        writer.record(&record, Place::Line(line));
    }
    writer.end_table();
    let mut document = writer.document;
    document.notices = notices;
    Ok(document)
}

fn reader(text: &str, delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

/// What parts the fields of a text, if it is CSV: most of its lines are rows, of which most have the same number of fields.
pub fn delimiter(text: &str) -> Option<u8> {
    let scored = DELIMITERS.into_iter().filter_map(|delimiter| Some((rows(text, delimiter)?, delimiter)));
    // Of equals the first, which is the more usual.
    scored.reduce(|best, other| if other.0 > best.0 { other } else { best }).map(|(_, delimiter)| delimiter)
}

/// The number of rows that a delimiter makes of a text; none when the text is no table of such rows.
fn rows(text: &str, delimiter: u8) -> Option<usize> {
    memchr::memchr(delimiter, text.as_bytes())?;
    if delimiter == b'|' && super::ruled::has_grid(text) {
        return None;
    }
    let is_tabbed = delimiter == b'\t';
    if is_tabbed && !has_quoted_field(text) {
        return None;
    }
    let (mut counts, mut others) = (Vec::new(), 0);
    let (mut record, mut records) = (StringRecord::new(), reader(text, delimiter));
    while records.read_record(&mut record).ok()? {
        // Texts whose cells are parted by tabs hold commas, too.
        if !is_tabbed && record.iter().any(|field| field.contains('\t')) {
            return None;
        }
        match record.len() {
            0 | 1 => others += usize::from(record.iter().any(|field| !field.trim().is_empty())),
            fields => counts.push(fields),
        }
    }
    counts.sort_unstable();
    let usual = counts.chunk_by(|a, b| a == b).filter(|same| same.first() >= Some(&LEAST_FIELDS)).map(<[usize]>::len);
    let is_table = counts.len() >= LEAST_ROWS && counts.len() >= others && usual.max()? * 2 >= counts.len();
    is_table.then_some(counts.len())
}

/// Whether a cell between tabs is quoted from end to end.
fn has_quoted_field(text: &str) -> bool {
    text.contains("\t\"") && (text.contains("\"\t") || text.contains("\"\n") || text.contains("\"\r"))
}

struct CsvWriter {
    document: Document,
    table: Table,
    row: u32,
}

impl CsvWriter {
    fn record(&mut self, record: &StringRecord, place: Place) {
        let mut filled = record.iter().zip(0_u32..).filter(|(field, _)| !field.trim().is_empty());
        match (filled.next(), filled.next()) {
            (Some((only, 0)), None) => {
                self.end_table();
                let span = markup::push(&mut self.document, only.trim(), place);
                self.document.blocks.extend((!span.is_empty()).then_some(Block::Paragraph(span)));
            }
            (None, _) => self.end_table(),
            _ => self.cells(record, place),
        }
    }

    fn cells(&mut self, record: &StringRecord, place: Place) {
        for (field, column) in record.iter().zip(0_u32..) {
            let span = markup::push(&mut self.document, field.trim(), place);
            if !span.is_empty() {
                self.table.cells.push(Cell {
                    row: self.row,
                    column,
                    row_span: 1,
                    column_span: 1,
                    span,
                    extent: Extent::Drawn,
                });
            }
        }
        self.row += 1;
    }

    fn end_table(&mut self) {
        self.row = 0;
        if !self.table.cells.is_empty() {
            self.document.blocks.push(Block::Table(std::mem::take(&mut self.table)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: &str = "表題\n更新,更新日,2023年4月3日,\n基本,機関名,\"甲,乙\",\n,住所,\"東京都\n千代田区\",\n,電話,03-1,\n,代表,\"12,000\",\n";

    #[test]
    fn delimiters_are_told_by_content() {
        assert_eq!(delimiter(ROWS), Some(b','));
        assert_eq!(delimiter(&ROWS.replace(',', ";")), Some(b';'));
        assert_eq!(delimiter(&ROWS.replace(',', "\t")), Some(b'\t'));
        assert_eq!(delimiter("機関名\t甲\t\n住所\t東京都, 千代田区\t\n".repeat(5).as_str()), None);
        assert_eq!(delimiter(&"平日9:00-17:00, 除く祝日, 年末年始\n本文の行\n次の行\n".repeat(5)), None);
    }

    #[test]
    fn records_are_rows_and_lone_first_fields_paragraphs() {
        let document = read(ROWS.as_bytes(), &Budget::default()).unwrap();
        let [Block::Paragraph(title), Block::Table(table)] = &document.blocks[..] else { panic!("{document:?}") };
        assert_eq!(title.of(&document.text), "表題");
        let shown: Vec<_> =
            table.cells.iter().map(|cell| (cell.row, cell.column, cell.span.of(&document.text))).collect();
        assert_eq!(shown[3..6], [(1, 0, "基本"), (1, 1, "機関名"), (1, 2, "甲,乙")]);
        assert_eq!(shown[7], (2, 2, "東京都\n千代田区"));
        assert_eq!(document.runs_in(table.cells[8].span).next().unwrap().0.place, Place::Line(6));
    }
}
