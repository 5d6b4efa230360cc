//! Spreadsheets, whatever file they come from: what a sheet shows, as tables and paragraphs.
//!
//! A sheet is one endless grid. Behind this it is what its reader sees: titles and notes that have a row of their own
//! become paragraphs, what stands between them tables; what is hidden, or lies under a merged cell, is gone.

use super::flow::{Flow, Grid, GridCell, Text};
use crate::diagnostic::Code;
use crate::document::{Notice, Place, column_letters};

/// A cell as the file has it.
#[derive(Debug, Default)]
pub struct SheetCell {
    /// Its row, 0-based.
    pub row: u32,
    /// Its column, 0-based.
    pub column: u32,
    /// What it shows, if anything.
    pub text: Option<Text>,
    /// Its borders.
    pub borders: Borders,
}

/// Borders of a cell, as far as they tell where columns of a table begin.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Borders {
    /// Whether there is a line at its left.
    pub left: bool,
    /// Whether there is a line at its right.
    pub right: bool,
    /// Whether there is a line above or below.
    pub other: bool,
}

impl Borders {
    /// Whether there is a line at any side.
    pub fn any(self) -> bool {
        self.left || self.right || self.other
    }
}

/// A merged area: first and last row, first and last column.
#[derive(Debug, Clone, Copy)]
pub struct Merge {
    /// The rows.
    pub rows: (u32, u32),
    /// The columns.
    pub columns: (u32, u32),
}

impl Merge {
    /// Whether a cell lies in it.
    pub fn holds(&self, row: u32, column: u32) -> bool {
        (self.rows.0..=self.rows.1).contains(&row) && (self.columns.0..=self.columns.1).contains(&column)
    }
}

/// Rows or columns that are not shown, as ranges of first and last.
#[derive(Debug, Default)]
pub struct Hidden(Vec<(u32, u32)>);

impl Hidden {
    /// Adds a range; ranges come in ascending order.
    pub fn add(&mut self, first: u32, last: u32) {
        match self.0.last_mut() {
            Some(range) if first <= range.1.saturating_add(1) => range.1 = range.1.max(last),
            _ => self.0.push((first, last)),
        }
    }

    /// The first one shown within a range, if any is.
    fn first_shown(&self, first: u32, last: u32) -> Option<u32> {
        let next = self.0.partition_point(|range| range.1 < first);
        let shown = match self.0.get(next) {
            Some(range) if range.0 <= first => range.1.checked_add(1)?,
            _ => first,
        };
        (shown <= last).then_some(shown)
    }
}

/// A sheet as the file has it.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Its cells: those with text, and those with borders.
    pub cells: Vec<SheetCell>,
    /// Its merged areas.
    pub merges: Vec<Merge>,
    /// Its hidden rows.
    pub hidden_rows: Hidden,
    /// Its hidden columns.
    pub hidden_columns: Hidden,
    /// Row and column of cells that show a formula's value which is not stored.
    pub unvalued: Vec<(u32, u32)>,
}

/// How many cells a notice names.
const NAMED: usize = 5;

impl Sheet {
    /// What is said of formulas without a value, which programs that calculate none leave to the reader's.
    pub fn unvalued(&self, name: &str) -> Option<Notice> {
        let named = |(row, column): &(u32, u32)| format!("{}{}", column_letters(*column), u64::from(*row) + 1);
        let cells: Vec<String> = self.unvalued.iter().take(NAMED).map(named).collect();
        let more = self.unvalued.len().checked_sub(NAMED + 1).map(|more| format!(" and {} more", more + 1));
        let message = format!("{name}: {}{}", cells.join(", "), more.unwrap_or_default());
        (!cells.is_empty()).then_some(Notice { code: Code::SourceFormulaUnvalued, message })
    }
}

/// What a sheet shows.
pub struct ShownSheet {
    /// Paragraphs and tables.
    pub flows: Vec<Flow>,
    /// Whether text was hidden.
    pub hidden: bool,
}

/// Merged areas that a row may cross at most: every second column of a sheet.
const MERGES: usize = 8192;

/// A cell that is seen, with its merged area.
struct SeenCell {
    row: u32,
    column: u32,
    row_end: u32,
    column_end: u32,
    text: Option<Text>,
    kind: CellRole,
    place: Place,
}

/// What a cell that is seen means for the table around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CellRole {
    /// A cell of the table: it has text, is merged, or has a line at its left.
    Cell,
    /// An empty cell with lines only above or below: it shows that the row belongs to a table, but begins no column.
    Ruled,
    /// The line at the right of a cell: where the next column begins, be there a cell or not.
    Edge,
}

/// What the sheet with the given index shows.
pub fn show(mut sheet: Sheet, index: u16) -> ShownSheet {
    sheet.cells.sort_by_key(|cell| (cell.row, cell.column));
    let (mut seen, hidden) = seen(std::mem::take(&mut sheet.cells), &sheet, index);
    seen.sort_by_key(|cell| (cell.row, cell.column));
    let mut flows = Vec::new();
    let mut grid = Grid::default();
    for band in bands(seen, &sheet.hidden_rows) {
        let mut cells = band.iter().filter(|cell| cell.kind != CellRole::Edge);
        let alone = cells.next().is_none_or(|cell| cell.text.is_some()) && cells.next().is_none();
        if alone {
            close(&mut grid, &mut flows);
            flows.extend(band.into_iter().filter_map(|cell| Some(Flow::Text(cell.place, cell.text?))));
        } else {
            grid.cells.extend(band.into_iter().filter(|cell| cell.kind != CellRole::Ruled).map(grid_cell));
        }
    }
    close(&mut grid, &mut flows);
    ShownSheet { flows, hidden }
}

/// The table that has been gathered is complete.
fn close(grid: &mut Grid, flows: &mut Vec<Flow>) {
    if grid.cells.iter().any(|cell| !cell.content.is_empty()) {
        flows.push(Flow::Table(std::mem::take(grid)));
    }
    grid.cells.clear();
}

fn grid_cell(cell: SeenCell) -> GridCell {
    GridCell {
        row: cell.row,
        column: cell.column,
        row_span: cell.row_end.saturating_sub(cell.row),
        column_span: cell.column_end.saturating_sub(cell.column),
        content: cell.text.map(|text| Flow::Text(cell.place, text)).into_iter().collect(),
    }
}

/// The cells that are seen, and whether text is hidden. The cells come sorted by row.
fn seen(cells: Vec<SheetCell>, sheet: &Sheet, index: u16) -> (Vec<SeenCell>, bool) {
    let mut merges = Merges::new(&sheet.merges);
    let mut hidden = false;
    let mut seen = Vec::with_capacity(cells.len());
    for cell in cells {
        let merge = merges.around(cell.row, cell.column);
        let own = Merge { rows: (cell.row, cell.row), columns: (cell.column, cell.column) };
        let Merge { rows, columns } = merge.unwrap_or(own);
        if (rows.0, columns.0) != (cell.row, cell.column) {
            continue;
        }
        let text = cell.text.filter(|text| !text.is_blank());
        let row = sheet.hidden_rows.first_shown(rows.0, rows.1);
        let Some((row, column)) = row.zip(sheet.hidden_columns.first_shown(columns.0, columns.1)) else {
            hidden |= text.is_some();
            continue;
        };
        let (row_end, column_end) = (rows.1.saturating_add(1), columns.1.saturating_add(1));
        let place = Place::Sheet { sheet: index, column: cell.column, row: cell.row };
        let is_cell = text.is_some() || merge.is_some() || cell.borders.left;
        if is_cell || cell.borders.other {
            let kind = if is_cell { CellRole::Cell } else { CellRole::Ruled };
            seen.push(SeenCell { row, column, row_end, column_end, text, kind, place });
        }
        if cell.borders.right && merge.is_none() {
            let next = column_end.saturating_add(1);
            seen.push(SeenCell {
                row,
                column: column_end,
                row_end,
                column_end: next,
                text: None,
                kind: CellRole::Edge,
                place,
            });
        }
    }
    (seen, hidden)
}

/// The merged areas, asked from top to bottom.
struct Merges {
    upcoming: std::iter::Peekable<std::vec::IntoIter<Merge>>,
    active: Vec<Merge>,
    row: u32,
}

impl Merges {
    fn new(merges: &[Merge]) -> Self {
        let mut merges = merges.to_vec();
        merges.sort_by_key(|merge| merge.rows.0);
        Self { upcoming: merges.into_iter().peekable(), active: Vec::new(), row: 0 }
    }

    /// The merged area that a cell is in. Rows must not go back.
    fn around(&mut self, row: u32, column: u32) -> Option<Merge> {
        if self.row != row {
            self.row = row;
            self.active.retain(|merge| merge.rows.1 >= row);
        }
        while let Some(merge) = self.upcoming.next_if(|merge| merge.rows.0 <= row) {
            if self.active.len() < MERGES {
                self.active.push(merge);
            }
        }
        self.active.iter().find(|merge| merge.holds(row, column)).copied()
    }
}

/// Groups of rows that hang together by cells over several rows. Empty rows give empty groups.
fn bands(cells: Vec<SeenCell>, hidden_rows: &Hidden) -> Vec<Vec<SeenCell>> {
    let mut bands: Vec<Vec<SeenCell>> = Vec::new();
    let mut bottom = 0;
    for cell in cells {
        match bands.last_mut() {
            Some(band) if cell.row < bottom => {
                bottom = bottom.max(cell.row_end);
                band.push(cell);
            }
            _ => {
                if cell.row > bottom && hidden_rows.first_shown(bottom, cell.row - 1).is_some() {
                    bands.push(Vec::new());
                }
                bottom = cell.row_end;
                bands.push(vec![cell]);
            }
        }
    }
    bands
}

/// Row and column of a reference such as `C7`, both 0-based.
pub fn reference(text: &str) -> Option<(u32, u32)> {
    let text = text.trim().trim_start_matches('$');
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (column, row) = text.split_at(letters);
    let row: u32 = row.trim_start_matches('$').parse().ok()?;
    let digit = |letter: u8| u32::from(letter.to_ascii_uppercase() - b'A') + 1;
    let column = column.bytes().try_fold(0u32, |sum, letter| sum.checked_mul(26)?.checked_add(digit(letter)))?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::reference;

    #[test]
    fn references() {
        assert_eq!(reference("A1"), Some((0, 0)));
        assert_eq!(reference("$AB$12"), Some((11, 27)));
        assert_eq!(reference("XFD1048576"), Some((1_048_575, 16_383)));
        assert_eq!(reference("AAAAAAAAAA1"), None);
        assert_eq!(reference("A0"), None);
        assert_eq!(reference("12"), None);
    }
}
