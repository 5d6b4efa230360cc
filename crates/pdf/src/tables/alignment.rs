//! Tables without lines: columns from the alignment of words over rows. Asked only on pages where no rulings speak.
//!
//! Lines are cut at wide gaps into segments. A line that stands alone at the left margin is a paragraph; what lies between
//! paragraphs may be a table, or several where wide bands part rows of different columns. Its columns are the places where segments
//! begin, or lie one below the other when they are centered.

use super::bands::row_band;
use super::columns::AlignedColumns;
use super::content::PageItem;
use super::profile::Profile;
use super::rows;
use super::segments::{ALIGNED, segments, stands_alone};
use crate::page::ink::Edge;
use crate::text::lines::Line;

/// A line that begins nearer than this to the left margin, in em, can be a paragraph.
const MARGIN: f32 = 1.2;
/// The first column of a table may begin this much, in points, to the right of the margin.
const INDENT: f32 = 1.5;
/// The cells of a table's first column begin at the same place, up to this, in points.
const FLUSH: f32 = 1.0;
/// The page's text may begin this much, in em, to the right of the document's: no paragraph is at its margin.
const SAME_MARGIN: f32 = 3.0;
/// Rows of one table follow each other with the same empty band between them; a band larger than the usual one by this factor and
/// this many points parts two tables.
const BAND: (f32, f32) = (1.35, 1.0);
/// A line nearer than this, in em, to the text below or above it in its column is the rest of it.
const WRAPPED: f32 = 0.6;
/// Lines beyond which a page is looked at for no tables: each is held against all others. A page of the largest paper in the
/// smallest print has some hundreds.
const MOST_LINES: usize = 600;

/// What is known of a page besides its lines.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'s> {
    /// Horizontal lines that part rows.
    pub rules: &'s [Edge],
    /// How the document is set.
    pub profile: &'s Profile,
    /// Where the columns of the table begin that ends the page before: it may go on here.
    pub carried: &'s [f32],
}

/// Free lines as they are, or as tables where they align.
pub fn items(lines: Vec<Line>, setting: Setting<'_>) -> Vec<PageItem> {
    if lines.len() > MOST_LINES {
        return lines.into_iter().map(PageItem::Line).collect();
    }
    let page = PageLines::new(&lines, setting.profile);
    let mut setting = setting;
    let mut items = Vec::new();
    let mut run: Vec<Line> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if page.is_paragraph(index) {
            tables(&mut run, setting, &mut items);
            items.push(PageItem::Line(line.clone()));
            setting.carried = &[];
        } else {
            run.push(line.clone());
        }
    }
    tables(&mut run, setting, &mut items);
    items
}

/// Cuts a run of lines where the empty band between rows is larger than usual and the columns change, and finishes the parts.
fn tables(run: &mut Vec<Line>, setting: Setting<'_>, items: &mut Vec<PageItem>) {
    run.sort_by(|a, b| a.bbox.y0.total_cmp(&b.bbox.y0));
    let mut bottom = f32::INFINITY;
    let bands: Vec<f32> = run
        .iter()
        .map(|line| {
            let band = line.bbox.y0 - bottom;
            bottom = if bottom.is_finite() { bottom.max(line.bbox.y1) } else { line.bbox.y1 };
            band
        })
        .collect();
    let limit = row_band(run, &bands, setting.profile).map_or(f32::INFINITY, |usual| usual * BAND.0 + BAND.1);
    let mut parts: Vec<Vec<Line>> = Vec::new();
    for (line, band) in run.drain(..).zip(bands) {
        match parts.last_mut().filter(|_| band <= limit) {
            Some(part) => part.push(line),
            None => parts.push(vec![line]),
        }
    }
    let columns = |lines: &[Line]| AlignedColumns::find(lines, setting.carried);
    let mut tables: Vec<Vec<Line>> = Vec::new();
    for part in parts {
        match tables.last_mut().filter(|table| columns(table).agree(&columns(&part))) {
            Some(table) => table.extend(part),
            None => tables.push(part),
        }
    }
    tables.into_iter().for_each(|table| finish(table, setting, items));
}

/// The lines of a page, of which some may be paragraphs.
struct PageLines<'l> {
    lines: &'l [Line],
    profile: &'l Profile,
    /// Where its text begins.
    left: f32,
}

impl<'l> PageLines<'l> {
    fn new(lines: &'l [Line], profile: &'l Profile) -> Self {
        let left = lines.iter().map(|line| line.bbox.x0).fold(f32::MAX, f32::min);
        let size = lines.first().map_or(0.0, |line| line.size);
        let of_document = profile.left.filter(|document| left - document <= SAME_MARGIN * size);
        Self { lines, profile, left: of_document.unwrap_or(left) }
    }

    /// Whether a line stands alone at the left margin, in one piece.
    fn is_paragraph(&self, index: usize) -> bool {
        let Some(line) = self.lines.get(index) else { return false };
        line.bbox.x0 <= self.left + MARGIN * line.size
            && segments(0, line).len() == 1
            && stands_alone(index, self.lines)
            && !self.is_of_column(line)
            && !self.is_wrapped(line)
    }

    /// Whether a line begins where rows of a table begin, and not at the margin itself.
    fn is_of_column(&self, line: &Line) -> bool {
        let begins_row = |row: &Line| (row.bbox.x0 - line.bbox.x0).abs() <= FLUSH && segments(0, row).len() > 1;
        line.bbox.x0 > self.left + INDENT && self.lines.iter().any(begins_row)
    }

    /// Whether a line is the beginning or the rest of a cell whose other lines stand beside other cells.
    fn is_wrapped(&self, line: &Line) -> bool {
        let reach = self.profile.reach(line.size).unwrap_or_default().max(WRAPPED * line.size);
        self.lines.iter().enumerate().any(|(other, text)| {
            let gap = (text.bbox.y0 - line.bbox.y1).max(line.bbox.y0 - text.bbox.y1);
            (text.bbox.x0 - line.bbox.x0).abs() <= ALIGNED
                && (0.0..=reach).contains(&gap)
                && (segments(0, text).len() > 1 || !stands_alone(other, self.lines))
        })
    }
}

/// Turns a run of lines into a table, or gives them back as they are.
fn finish(mut lines: Vec<Line>, setting: Setting<'_>, items: &mut Vec<PageItem>) {
    let mut after = Vec::new();
    while !lines.is_empty() {
        let table = AlignedColumns::find(&lines, setting.carried);
        // Lines at the edge of the run that fit no column are headings and the like.
        if table.is_stray(0, &lines) {
            items.push(PageItem::Line(lines.remove(0)));
        } else if lines.len() > 1 && table.is_stray(lines.len() - 1, &lines) {
            after.extend(lines.pop().map(PageItem::Line));
        } else if table.is_table() {
            items.push(PageItem::Table(rows::cells(&table.segments(), setting.rules, setting.profile)));
            break;
        } else {
            items.extend(lines.drain(..).map(PageItem::Line));
        }
    }
    items.extend(after.into_iter().rev());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Rect;
    use crate::document::Script;
    use crate::text::lines::LinePiece;

    fn line(y0: f32, parts: &[(f32, &str)]) -> Line {
        let pieces: Vec<LinePiece> = parts
            .iter()
            .enumerate()
            .map(|(index, (x0, text))| {
                let width = text.chars().count() as f32 * 10.0;
                let bbox = Rect { x0: *x0, y0, x1: x0 + width, y1: y0 + 10.0 };
                LinePiece { text: (*text).into(), bbox, script: Script::Normal, spaced: index > 0, gap: f32::INFINITY }
            })
            .collect();
        let bbox = crate::page::geometry::around(pieces.iter().map(|piece| piece.bbox)).unwrap();
        Line { pieces, bbox, size: 10.0, ends_spaced: false }
    }

    fn setting() -> Setting<'static> {
        Setting {
            rules: &[],
            profile: &Profile { leading: None, left: None, level: None, is_solid: false },
            carried: &[],
        }
    }

    fn shown(items: &[PageItem]) -> Vec<String> {
        let cell = |cell: &super::super::content::TextCell| {
            let text: Vec<String> = cell.lines.iter().map(Line::text).collect();
            format!("{},{}+{}:{}", cell.cell.row, cell.cell.column, cell.cell.row_span, text.join("/"))
        };
        items
            .iter()
            .map(|item| match item {
                PageItem::Line(line) => line.text(),
                PageItem::Table(cells) => cells.iter().map(cell).collect::<Vec<_>>().join(" "),
            })
            .collect()
    }

    #[test]
    fn rows_of_labels_and_values_with_a_group_in_the_middle() {
        let items = items(
            vec![
                line(0.0, &[(0.0, "本資料を作成し掲載すること。")]),
                line(20.0, &[(60.0, "機関名"), (160.0, "株式会社みらい")]),
                line(40.0, &[(5.0, "基本"), (60.0, "所在地"), (160.0, "愛知県名古屋市中区")]),
                line(60.0, &[(60.0, "電話"), (160.0, "052-555")]),
                line(80.0, &[(0.0, "注1) 名称等は正式なもので記載する。")]),
            ],
            setting(),
        );
        assert_eq!(
            shown(&items),
            [
                "本資料を作成し掲載すること。",
                "0,0+3:基本 0,1+1:機関名 0,2+1:株式会社みらい 1,1+1:所在地 1,2+1:愛知県名古屋市中区 2,1+1:電話 2,2+1:052-555",
                "注1) 名称等は正式なもので記載する。",
            ]
        );
    }

    #[test]
    fn wrapped_cells_are_told_by_their_smaller_gap() {
        let items = items(
            vec![
                line(0.0, &[(0.0, "機関名"), (100.0, "株式会社みらい")]),
                line(22.0, &[(100.0, "愛知県名古屋市")]),
                line(28.0, &[(0.0, "所在地")]),
                line(34.0, &[(100.0, "中区栄四丁目")]),
                line(56.0, &[(0.0, "電話"), (100.0, "052-555")]),
            ],
            setting(),
        );
        assert_eq!(
            shown(&items),
            [
                "0,0+1:機関名 0,1+1:株式会社みらい 1,0+1:所在地 1,1+1:愛知県名古屋市/中区栄四丁目 2,0+1:電話 2,1+1:052-555"
            ]
        );
    }

    #[test]
    fn plain_paragraphs_are_no_table() {
        let paragraphs =
            vec![line(0.0, &[(0.0, "注1)"), (45.0, "名称")]), line(20.0, &[(0.0, "注2) 発行した代行機関コード")])];
        assert_eq!(shown(&items(paragraphs, setting())), ["注1) 名称", "注2) 発行した代行機関コード"]);
    }
}
