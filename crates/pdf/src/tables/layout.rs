//! The layout of a page: its ruled tables with the text of their cells, and the free lines, in reading order.

use super::alignment::{self, Setting};
use super::cells::{RuledGrid, RuledGridCell};
use super::content::{PageItem, TextCell};
use super::owners::owners;
use crate::document::Rect;
use crate::page::geometry::{Area, Turn};
use crate::page::ink::Glyph;
use crate::text::lines::{Line, lines};
use crate::text::spacing::WordSpacing;

/// A page, or one of two pages on a sheet, laid out.
#[derive(Debug, Clone)]
pub struct PageLayout {
    /// The page's size as it is read.
    pub size: (f32, f32),
    /// How the page was turned to read upright.
    pub turn: Turn,
    /// Whether its tables were told by how their text aligns, no lines being drawn.
    pub is_aligned: bool,
    /// Lines and tables in reading order.
    pub items: Vec<PageItem>,
}

impl PageLayout {
    /// A rectangle on the page as it is displayed, whatever turn made it readable.
    pub fn displayed(&self, bbox: Rect) -> Rect {
        let rect = self.turn.undone().apply(bbox, self.size);
        debug_assert!(rect.is_finite());
        rect
    }

    /// Where the columns of the table begin that ends the page, if nothing is ruled.
    pub fn last_columns(&self) -> Vec<f32> {
        let Some(PageItem::Table(cells)) = self.items.last().filter(|_| self.is_aligned) else { return Vec::new() };
        let mut starts: Vec<(u32, f32)> = cells.iter().map(|cell| (cell.cell.column, cell.cell.bbox.x0)).collect();
        starts.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        starts.dedup_by_key(|(column, _)| *column);
        starts.into_iter().map(|(_, x0)| x0).collect()
    }

    /// The layout with all lengths multiplied.
    pub fn scaled(mut self, factor: f32) -> Self {
        for item in &mut self.items {
            match item {
                PageItem::Line(line) => line.scale(factor),
                PageItem::Table(cells) => {
                    for cell in cells {
                        cell.cell.bbox = cell.cell.bbox.scaled(factor);
                        cell.lines.iter_mut().for_each(|line| line.scale(factor));
                    }
                }
            }
        }
        self.size = (self.size.0 * factor, self.size.1 * factor);
        self
    }
}

/// What stands on a page: its ruled tables, and the lines outside them.
#[derive(Debug, Clone)]
pub struct PageContent {
    tables: Vec<PageItem>,
    /// The lines outside any table.
    pub free: Vec<Line>,
    /// Whether nothing is ruled.
    pub is_open: bool,
}

impl PageContent {
    /// Gives the glyphs to the tables' cells and makes lines of them.
    pub fn new(glyphs: &[Glyph], tables: &[RuledGrid], gaps: &WordSpacing) -> Self {
        let owners = owners(glyphs, tables);
        let mut cells: Vec<Vec<Vec<&Glyph>>> = tables.iter().map(|table| vec![Vec::new(); table.cells.len()]).collect();
        let mut free: Vec<&Glyph> = Vec::new();
        for (glyph, owner) in glyphs.iter().zip(owners) {
            match owner.and_then(|(table, cell)| cells.get_mut(table)?.get_mut(cell)) {
                Some(list) => list.push(glyph),
                None => free.push(glyph),
            }
        }
        let text =
            |(cell, glyphs): (&RuledGridCell, Vec<&Glyph>)| TextCell { cell: *cell, lines: lines(&glyphs, gaps) };
        let found = tables
            .iter()
            .zip(cells)
            .map(|(table, texts)| PageItem::Table(table.cells.iter().zip(texts).map(text).collect()))
            .filter(|item| matches!(item, PageItem::Table(cells) if cells.iter().any(|cell| !cell.lines.is_empty())));
        Self { tables: found.collect(), free: lines(&free, gaps), is_open: tables.is_empty() }
    }

    /// Lines and tables in reading order.
    pub fn items(self, setting: Setting<'_>) -> Vec<PageItem> {
        let mut items = self.tables;
        if self.is_open {
            items.extend(alignment::items(self.free, setting));
        } else {
            items.extend(self.free.into_iter().map(PageItem::Line));
        }
        items.sort_by(|a, b| a.bbox().y0.total_cmp(&b.bbox().y0).then(a.bbox().x0.total_cmp(&b.bbox().x0)));
        items
    }
}

#[cfg(test)]
mod tests {
    use super::super::profile::Profile;
    use super::*;

    fn cell(column: u32, x0: f32, x1: f32) -> RuledGridCell {
        RuledGridCell { row: 0, column, row_span: 1, column_span: 1, bbox: Rect { x0, y0: 0.0, x1, y1: 20.0 } }
    }

    fn two_cells() -> Vec<RuledGrid> {
        let cells = vec![cell(0, 0.0, 50.0), cell(1, 50.0, 100.0)];
        vec![RuledGrid { bbox: Rect { x0: 0.0, y0: 0.0, x1: 100.0, y1: 20.0 }, cells }]
    }

    fn string(text: &str, x: f32, run: u32) -> Vec<Glyph> {
        let mut x0 = x;
        let glyph = |text| {
            let bbox = Rect { x0, y0: 4.0, x1: x0 + 10.0, y1: 14.0 };
            x0 += 10.0;
            Glyph { text, bbox, size: 10.0, turn: Turn::None, vertical: false, run }
        };
        text.chars().map(glyph).collect()
    }

    fn items(glyphs: &[Glyph]) -> Vec<PageItem> {
        let setting = Setting { rules: &[], profile: &Profile::default(), carried: &[] };
        PageContent::new(glyphs, &two_cells(), &WordSpacing::default()).items(setting)
    }

    fn texts(glyphs: &[Glyph]) -> Vec<String> {
        let Some(PageItem::Table(cells)) = items(glyphs).into_iter().next() else { panic!("no table") };
        cells.iter().map(|cell| cell.lines.iter().map(Line::text).collect::<Vec<_>>().join("|")).collect()
    }

    #[test]
    fn a_string_that_overflows_its_cell_stays_in_it() {
        assert_eq!(texts(&string("所在地(住所)", 5.0, 1)), ["所在地(住所)", ""]);
    }

    #[test]
    fn a_text_that_runs_out_of_the_table_stays_in_its_last_cell() {
        let mut glyphs = string("暗号化", 55.0, 1);
        glyphs.extend(string("接続による", 85.0, 2));
        assert_eq!(texts(&glyphs), ["", "暗号化接続による"]);
    }

    #[test]
    fn punctuation_that_hangs_over_the_side_belongs_to_its_line() {
        let mut glyphs = string("暗号化し", 6.0, 1);
        glyphs.extend(string("、", 46.0, 2));
        glyphs.extend(string("十人", 58.0, 3));
        assert_eq!(texts(&glyphs), ["暗号化し、", "十人"]);
    }

    #[test]
    fn neighbouring_cells_of_different_strings_stay_apart() {
        let mut glyphs = string("専任者数", 10.0, 1);
        glyphs.extend(string("十人", 52.0, 2));
        assert_eq!(texts(&glyphs), ["専任者数", "十人"]);
    }

    #[test]
    fn text_outside_the_table_follows_by_height() {
        let mut glyphs = string("機関名", 5.0, 1);
        glyphs.extend(string("下の注", 5.0, 2).into_iter().map(|mut glyph| {
            glyph.bbox.y0 += 30.0;
            glyph.bbox.y1 += 30.0;
            glyph
        }));
        let items = items(&glyphs);
        assert!(matches!(&items[..], [PageItem::Table(_), PageItem::Line(line)] if line.text() == "下の注"));
    }
}
