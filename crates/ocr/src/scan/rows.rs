//! Rows of text: the connected parts in a cell, or in the space between tables, as stretches of lines.

use super::parts::InkPart;
use crate::document::Rect;
use std::ops::Range;

/// Parts smaller than this in both directions, in points, are dust.
const DUST: f32 = 0.55;
/// Parts that are thinner than this, in points, and this many times as long are left of ruling lines.
const SLIVER: (f32, f32) = (1.3, 9.0);
/// A level stroke is a character, 一 or ー, where one beside it is at least so high, as a share of the stroke's length.
const BESIDE: f32 = 0.55;
/// That one stands at most this far from the stroke, as a share of its length, and the stroke runs this far from its top and its foot, as a share of its height.
const NEAR: f32 = 0.8;
const AMID: f32 = 0.2;
/// The sheet's side shows within this distance of the picture's, in points.
const SHEET: f32 = 20.0;
/// Splinters of the sheet's side are at most so thick, in points.
const SPLINTER: f32 = 3.0;
/// Splinters of the sheet's side together take this share of its height, with less than the second share of it in larger parts, which are text.
const BROKEN: f32 = 0.12;
const TEXT: f32 = 0.25;
/// Type is between these sizes, in points.
const TYPE: std::ops::RangeInclusive<f32> = 4.5..=30.0;
/// The usual type is as large as this share of the parts is at most: kana and strokes are smaller than their type.
const USUAL: usize = 80;
/// A full character's ink is this share of its type's size.
const INK: f32 = 0.9;
/// A band and the one beside it are one where both together are no higher than this, in type sizes: dots, bars, the strokes of 二, and the upper
/// halves of characters beside small raised print.
const ROW: f32 = 1.2;
/// In small type, a band is cut only where what crosses the cut has at most this share of its width: characters come apart in pieces, which look
/// like small type, and a cut through a single row goes through most of them.
const CROSSING: f32 = 0.3;
/// Bands higher than this, in type sizes, are several rows that touch.
const HIGH: f32 = 1.65;
/// A higher band is one row of larger type where this holds: parts that are at least so high, as a share of the band, have this share of the width of all.
const WHOLE: f32 = 0.7;
const LARGE: f32 = 0.35;
/// Cells side by side whose rows are not level are told apart so many times: each may stand beside others again.
const COLUMNS: u8 = 2;
/// Of characters of two rows that touch, each row has at least this much, in type sizes.
const TOUCHING: f32 = 0.4;
/// Stretches of a row further apart than this, in type sizes, are read one by one.
const APART: f32 = 1.6;

/// A row with small raised print is so high, in type sizes; one that is higher has several lines.
const RAISED_IN: std::ops::RangeInclusive<f32> = 0.75..=1.35;
/// Small raised print stands this far above the row's foot, in type sizes.
const RAISED_BY: f32 = 0.36;
/// Small raised print is so wide and so high, in type sizes.
const RAISED_WIDTH: std::ops::RangeInclusive<f32> = 0.7..=5.0;
const RAISED_HEIGHT: std::ops::RangeInclusive<f32> = 0.35..=0.65;
/// One of its parts at least is so high, in type sizes: specks beside a level stroke are lower.
const RAISED_PART: f32 = 0.3;
/// The bracket behind small raised print stands this near to it, is at most so wide and so high and ends so far above the row's foot, in type sizes.
const BESIDE_MARK: f32 = 0.3;
const BRACKET: (f32, f32, f32) = (0.3, 0.75, 0.15);
/// What stands alone and is smaller than this in both directions, in type sizes, is dust: no full stop stands alone.
const SPECK: f32 = 0.42;

/// A stretch of a row, in pixels: where its ink is, and how large its type is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// The rectangle around its parts, in pixels.
    pub bbox: Rect,
    /// The size of its letters, in pixels.
    pub size: f32,
    /// Of small print that is set high, as note marks are: the top and the bottom of the row that it belongs to.
    pub raised_in: Option<(f32, f32)>,
}

impl Row {
    /// The em boxes' top and bottom.
    pub fn band(&self) -> (f32, f32) {
        let middle = self.bbox.y0.midpoint(self.bbox.y1);
        let half = self.size.max(self.bbox.y1 - self.bbox.y0) / 2.0;
        (middle - half, middle + half)
    }
}

/// Leaves out dust and what is left of ruling lines.
pub fn text(mut parts: Vec<InkPart>, scale: f32) -> Vec<InkPart> {
    let sides = |part: &InkPart| (part.bbox.x1 - part.bbox.x0, part.bbox.y1 - part.bbox.y0);
    let is_sliver = |part: &InkPart| {
        let (width, height) = sides(part);
        width.min(height) <= SLIVER.0 * scale && width.max(height) >= SLIVER.1 * scale
    };
    parts.retain(|part| sides(part).0.max(sides(part).1) >= DUST * scale);
    let mut characters: Vec<Rect> = parts.iter().filter(|part| !is_sliver(part)).map(|part| part.bbox).collect();
    characters.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    parts.retain(|part| !is_sliver(part) || is_stroke(part.bbox, &characters));
    parts
}

/// Whether a thin part is a level stroke amid a row of characters, which come sorted from the left.
fn is_stroke(stroke: Rect, characters: &[Rect]) -> bool {
    let (length, at) = (stroke.x1 - stroke.x0, stroke.y0.midpoint(stroke.y1));
    // What begins further away than this is no neighbour: characters are no wider than they are high.
    let reach = (NEAR + 1.0) * length / BESIDE;
    let first = characters.partition_point(|other| other.x0 < stroke.x0 - reach);
    let near = characters.iter().skip(first).take_while(|other| other.x0 <= stroke.x1 + NEAR * length);
    let is_beside = |other: &Rect| {
        let height = other.y1 - other.y0;
        let amid = other.y0 + AMID * height..=other.y1 - AMID * height;
        let away = (other.x0 - stroke.x1).max(stroke.x0 - other.x1);
        (BESIDE * length..=length / BESIDE).contains(&height)
            && amid.contains(&at)
            && (0.0..=NEAR * length).contains(&away)
    };
    length > stroke.y1 - stroke.y0 && near.into_iter().any(is_beside)
}

/// Leaves out what the scanner's glass shows of the sheet's sides: a broken line along one of them.
pub fn within(mut parts: Vec<InkPart>, width: f32, height: f32, scale: f32) -> Vec<InkPart> {
    for is_right in [false, true] {
        let is_near = |part: &InkPart| {
            if is_right { part.bbox.x0 > width - SHEET * scale } else { part.bbox.x1 < SHEET * scale }
        };
        let is_splinter = |part: &InkPart| part.bbox.x1 - part.bbox.x0 <= SPLINTER * scale;
        let (splinters, text): (Vec<&InkPart>, Vec<&InkPart>) =
            parts.iter().filter(|part| is_near(part)).partition(|part| is_splinter(part));
        let height_of = |parts: &[&InkPart]| parts.iter().map(|part| part.bbox.y1 - part.bbox.y0).sum::<f32>();
        let length = height_of(&splinters);
        if length >= BROKEN * height && height_of(&text) <= TEXT * length {
            parts.retain(|part| !is_near(part));
        }
    }
    parts
}

/// The usual size of type, in pixels.
pub fn usual_size(parts: &[InkPart], scale: f32) -> f32 {
    let mut heights: Vec<f32> = parts
        .iter()
        .map(|part| part.bbox.y1 - part.bbox.y0)
        .filter(|height| TYPE.contains(&(height / scale)))
        .collect();
    heights.sort_by(f32::total_cmp);
    heights.get(heights.len() * USUAL / 100).map_or(10.0 * scale, |height| height / INK)
}

/// The rows of the parts of one cell from the top, each cut at wide gaps.
pub fn rows(parts: &[&InkPart], usual: f32) -> Vec<Row> {
    let size = own_size(parts, usual);
    let mut out = Vec::new();
    for (band, mut of_band) in bands(parts, (size, usual), COLUMNS) {
        of_band.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0));
        let of_band: Vec<&InkPart> = of_band.iter().collect();
        // A band that is no smaller than one of the usual type is of that type, however small its pieces are.
        let high = (band.1 - band.0) / INK;
        let own = if high * INK > HIGH * size { high } else { size };
        let size = own.max(high.min(usual));
        let raised = raised(&of_band, own);
        for (from, to) in
            raised.iter().filter_map(|range| Some((of_band.get(range.start)?, of_band.get(range.clone())?)))
        {
            let bbox = to.iter().fold(from.bbox, |bbox, part| bbox.union(part.bbox));
            out.push(Row { bbox, size: (bbox.y1 - bbox.y0) / INK, raised_in: Some(band) });
        }
        let mut stretch: Option<Rect> = None;
        for (index, part) in of_band.iter().enumerate() {
            if raised.iter().any(|range| range.contains(&index)) {
                // What is beside it is read without it.
                out.extend(stretch.take().map(|bbox| Row { bbox, size, raised_in: None }));
                continue;
            }
            match &mut stretch {
                Some(bbox) if part.bbox.x0 - bbox.x1 <= APART * size => *bbox = bbox.union(part.bbox),
                _ => out.extend(stretch.replace(part.bbox).map(|bbox| Row { bbox, size, raised_in: None })),
            }
        }
        out.extend(stretch.map(|bbox| Row { bbox, size, raised_in: None }));
    }
    out.retain(|row| (row.bbox.x1 - row.bbox.x0).max(row.bbox.y1 - row.bbox.y0) >= SPECK * size.min(usual));
    out
}

/// What of a part belongs to a band: all of it where its middle is there, its share where characters of two rows touch.
fn within_band(part: &InkPart, (top, bottom): (f32, f32), size: f32) -> Option<InkPart> {
    let bbox = part.bbox;
    let is_of_two = bbox.y1 - bbox.y0 > ROW * size && (bbox.y0 < top || bbox.y1 > bottom);
    if !is_of_two {
        return (top..bottom).contains(&bbox.y0.midpoint(bbox.y1)).then_some(*part);
    }
    let share = Rect { y0: bbox.y0.max(top), y1: bbox.y1.min(bottom), ..bbox };
    (share.y1 - share.y0 > TOUCHING * size).then_some(InkPart { bbox: share, ..*part })
}

/// The parts of a row that are set small and high, as note marks are: they are read by themselves. The parts are sorted from the left.
fn raised(parts: &[&InkPart], size: f32) -> Vec<Range<usize>> {
    let (top, bottom) = parts
        .iter()
        .fold((f32::MAX, f32::MIN), |(top, bottom), part| (top.min(part.bbox.y0), bottom.max(part.bbox.y1)));
    if !RAISED_IN.contains(&((bottom - top) / size)) {
        return Vec::new();
    }
    // The upper strokes of a character have others below them.
    let is_upper = |part: &InkPart| {
        let below = parts.iter().filter(|other| other.bbox.y1 > part.bbox.y1.max(bottom - RAISED_BY * size));
        below.into_iter().any(|other| other.bbox.x0 < part.bbox.x1 && part.bbox.x0 < other.bbox.x1)
    };
    let is_raised = |part: &InkPart| part.bbox.y1 <= bottom - RAISED_BY * size && !is_upper(part);
    let mut out = Vec::new();
    let mut from = 0;
    for group in parts.chunk_by(|a, b| is_raised(a) == is_raised(b)) {
        let range = from..from + group.len();
        from = range.end;
        let Some(bbox) = group.iter().map(|part| part.bbox).reduce(|bbox, part| bbox.union(part)) else { continue };
        let (width, height) = (bbox.x1 - bbox.x0, bbox.y1 - bbox.y0);
        let highest = group.iter().map(|part| part.bbox.y1 - part.bbox.y0).fold(0.0, f32::max);
        let is_mark = group.len() > 1
            && highest >= RAISED_PART * size
            && RAISED_WIDTH.contains(&(width / size))
            && RAISED_HEIGHT.contains(&(height / size));
        if is_mark && group.iter().all(|part| is_raised(part)) {
            let behind = parts.get(range.end..).unwrap_or_default();
            // The bracket that ends a note mark may reach lower than its letters.
            let is_bracket = |part: &&&InkPart| {
                let part = part.bbox;
                part.x0 - bbox.x1 <= BESIDE_MARK * size
                    && part.x1 - part.x0 <= BRACKET.0 * size
                    && part.y1 - part.y0 <= BRACKET.1 * size
                    && part.y1 <= bottom - BRACKET.2 * size
            };
            out.push(range.start..range.end + behind.iter().take(1).filter(is_bracket).count());
        }
    }
    out
}

/// The size of type in a cell: that of the page where it has no larger or clearly smaller characters.
fn own_size(parts: &[&InkPart], usual: f32) -> f32 {
    let mut heights: Vec<f32> = parts.iter().map(|part| part.bbox.y1 - part.bbox.y0).collect();
    heights.sort_by(f32::total_cmp);
    let large = heights.get(heights.len() * USUAL / 100).map_or(usual, |height| height / INK);
    if (0.6 * usual..=2.5 * usual).contains(&large) { large } else { usual }
}

/// A stretch of height with ink, and the parts that stand in it.
type Band = ((f32, f32), Vec<InkPart>);

/// The bands of rows that have ink, joined and cut until each is as high as a row. Where a band is higher, what stands far apart in it has
/// rows of its own, so many times: cells side by side are not level.
fn bands(parts: &[&InkPart], (size, usual): (f32, f32), columns: u8) -> Vec<Band> {
    let mut sorted = parts.to_vec();
    sorted.sort_by(|a, b| a.bbox.y0.total_cmp(&b.bbox.y0));
    let mut touching: Vec<((f32, f32), Vec<&InkPart>)> = Vec::new();
    for part in sorted {
        match touching.last_mut().filter(|(band, _)| part.bbox.y0 < band.1) {
            Some((band, own)) => {
                band.1 = band.1.max(part.bbox.y1);
                own.push(part);
            }
            None => touching.push(((part.bbox.y0, part.bbox.y1), vec![part])),
        }
    }
    let mut joined: Vec<((f32, f32), Vec<&InkPart>)> = Vec::new();
    for (band, own) in touching {
        match joined.last_mut().filter(|(last, _)| band.1 - last.0 <= ROW * size) {
            Some((last, all)) => {
                last.1 = band.1;
                all.extend(own);
            }
            None => joined.push((band, own)),
        }
    }
    let mut out = Vec::new();
    for (band, own) in joined {
        let is_one = band.1 - band.0 <= HIGH * size || is_large_type(band, &own);
        let apart = if is_one || columns == 0 { Vec::new() } else { apart(&own, APART * size) };
        if apart.len() > 1 {
            out.extend(apart.iter().flat_map(|own| bands(own, (size, usual), columns - 1)));
        } else {
            let cuts = if is_one { vec![band] } else { cut(band, &own, size, usual) };
            let within = |band| own.iter().filter_map(|part| within_band(part, band, size)).collect();
            out.extend(cuts.into_iter().map(|band| (band, within(band))));
        }
    }
    out
}

/// Parts in groups that stand further apart than a distance, from the left.
fn apart<'p>(parts: &[&'p InkPart], distance: f32) -> Vec<Vec<&'p InkPart>> {
    let mut sorted = parts.to_vec();
    sorted.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0));
    let mut out: Vec<(f32, Vec<&InkPart>)> = Vec::new();
    for part in sorted {
        match out.last_mut().filter(|(right, _)| part.bbox.x0 - right <= distance) {
            Some((right, group)) => {
                *right = right.max(part.bbox.x1);
                group.push(part);
            }
            None => out.push((part.bbox.x1, vec![part])),
        }
    }
    out.into_iter().map(|(_, group)| group).collect()
}

/// Whether a band is one row of large type: many of its parts are as high as it is.
fn is_large_type(band: (f32, f32), parts: &[&InkPart]) -> bool {
    let (mut whole, mut all) = (0.0, 0.0);
    for bbox in parts.iter().map(|part| part.bbox).filter(|bbox| bbox.y0 >= band.0 && bbox.y1 <= band.1) {
        all += bbox.x1 - bbox.x0;
        if bbox.y1 - bbox.y0 >= WHOLE * (band.1 - band.0) {
            whole += bbox.x1 - bbox.x0;
        }
    }
    all > 0.0 && whole >= LARGE * all
}

/// Cuts a band that holds several rows where the fewest parts are.
fn cut(band: (f32, f32), parts: &[&InkPart], size: f32, usual: f32) -> Vec<(f32, f32)> {
    if band.1 - band.0 <= HIGH * size || is_large_type(band, parts) {
        return vec![band];
    }
    let crossing = |at: f32| -> f32 {
        let over = parts.iter().filter(|part| part.bbox.y0 < at && at < part.bbox.y1);
        over.map(|part| part.bbox.x1 - part.bbox.x0).sum()
    };
    let (mut at, mut best) = (band.0 + 0.7 * size, (f32::MAX, band.0 + size));
    while at <= (band.0 + 1.6 * size).min(band.1 - 0.5 * size) {
        let here = crossing(at);
        if here < best.0 {
            best = (here, at);
        }
        at += 1.0;
    }
    let within = parts.iter().filter(|part| part.bbox.y0 >= band.0 && part.bbox.y1 <= band.1);
    let width: f32 = within.map(|part| part.bbox.x1 - part.bbox.x0).sum();
    // What is no higher than a row of the usual type may be one.
    if band.1 - band.0 <= HIGH * usual && best.0 > CROSSING * width {
        return vec![band];
    }
    let mut out = vec![(band.0, best.1)];
    out.extend(cut((best.1, band.1), parts, size, usual));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(x0: f32, y0: f32, x1: f32, y1: f32) -> InkPart {
        InkPart { bbox: Rect { x0, y0, x1, y1 }, ink: 10 }
    }

    #[test]
    fn the_character_for_one_stays_and_a_sliver_goes() {
        let (kanji, one, line) = (part(0.0, 0.0, 10.0, 10.0), part(11.0, 4.6, 20.5, 5.4), part(11.0, 12.6, 20.5, 13.4));
        assert_eq!(text(vec![kanji, one, line], 1.0), [kanji, one]);
        assert!(text(vec![one, part(40.0, 0.0, 41.0, 30.0)], 1.0).is_empty());
    }

    #[test]
    fn specks_beside_a_level_stroke_are_no_small_print() {
        let word = (0_u8..6).map(|at| f32::from(at) * 12.0).map(|x| part(x, 0.0, x + 10.0, 10.0));
        let (stroke, speck) = (part(73.0, 4.6, 82.0, 5.6), part(75.0, 1.6, 77.0, 3.0));
        let with_specks: Vec<InkPart> = word.clone().chain([stroke, speck, part(85.0, 0.0, 95.0, 10.0)]).collect();
        assert_eq!(rows(&with_specks.iter().collect::<Vec<_>>(), 11.0).len(), 1);
        let note = [part(73.0, 0.0, 77.0, 5.0), part(78.0, 0.0, 82.0, 5.0)];
        let with_note: Vec<InkPart> = word.chain(note).collect();
        assert_eq!(rows(&with_note.iter().collect::<Vec<_>>(), 11.0).len(), 2);
    }

    #[test]
    fn a_row_of_large_type_is_one_and_two_that_touch_are_two() {
        let small = (0_u8..20).map(|at| f32::from(at) * 12.0).map(|x| part(x, 60.0, x + 9.0, 69.0));
        let large = (0_u8..4).map(|at| f32::from(at) * 25.0).map(|x| part(x, 0.0, x + 20.0, 20.0));
        let heading: Vec<InkPart> = large.chain(small.clone()).collect();
        let found = rows(&heading.iter().collect::<Vec<_>>(), 10.0);
        assert_eq!(found.iter().map(|row| (row.bbox.y0, row.bbox.y1)).collect::<Vec<_>>(), [(0.0, 20.0), (60.0, 69.0)]);
        let upper = small.clone().map(|row| part(row.bbox.x0, 50.0, row.bbox.x1, 59.0));
        let touching: Vec<InkPart> = upper.chain(small).chain([part(250.0, 50.0, 254.0, 69.0)]).collect();
        assert_eq!(rows(&touching.iter().collect::<Vec<_>>(), 10.0).len(), 2);
    }

    #[test]
    fn cells_side_by_side_that_are_not_level_have_rows_of_their_own() {
        let row = |x: f32, y: f32| {
            (0_u8..4).map(move |at| x + f32::from(at) * 12.0).map(move |x| part(x, y, x + 9.0, y + 9.0))
        };
        let cells: Vec<InkPart> = row(0.0, 6.0).chain(row(90.0, 0.0)).chain(row(90.0, 13.0)).collect();
        let found = rows(&cells.iter().collect::<Vec<_>>(), 10.0);
        let places: Vec<(f32, f32, f32)> = found.iter().map(|row| (row.bbox.x0, row.bbox.y0, row.bbox.y1)).collect();
        assert_eq!(places, [(0.0, 6.0, 15.0), (90.0, 0.0, 9.0), (90.0, 13.0, 22.0)]);
    }

    #[test]
    fn characters_that_touch_across_rows_make_no_row_of_both() {
        let row = |y: f32| (0_u8..6).map(move |at| part(f32::from(at) * 12.0, y, f32::from(at) * 12.0 + 9.0, y + 9.0));
        let both: Vec<InkPart> = row(0.0).chain(row(10.0)).chain([part(72.0, 0.0, 81.0, 19.0)]).collect();
        let found = rows(&both.iter().collect::<Vec<_>>(), 10.0);
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|row| row.bbox.x1 == 81.0 && row.bbox.y1 - row.bbox.y0 < 11.0), "{found:?}");
    }

    #[test]
    fn characters_in_pieces_are_one_row() {
        let pieces = (0_u8..12)
            .map(|at| f32::from(at) * 12.0)
            .flat_map(|x| [part(x, 0.0, x + 10.0, 6.0), part(x, 5.5, x + 10.0, 10.0), part(x, 9.0, x + 9.0, 11.0)]);
        let all: Vec<InkPart> = pieces.collect();
        let found = rows(&all.iter().collect::<Vec<_>>(), 11.0);
        assert_eq!(found.iter().map(|row| (row.bbox.y0, row.bbox.y1)).collect::<Vec<_>>(), [(0.0, 11.0)]);
    }

    #[test]
    fn a_row_with_dots_and_a_second_row_that_touches_a_bracket() {
        let parts = [
            part(0.0, 0.0, 10.0, 2.0),
            part(0.0, 6.0, 10.0, 9.0),
            part(12.0, 0.0, 22.0, 9.0),
            part(24.0, 1.0, 34.0, 10.0),
            part(60.0, 0.0, 70.0, 9.0),
            part(0.0, 14.0, 10.0, 23.0),
        ];
        let rows = rows(&parts.iter().collect::<Vec<_>>(), 10.0);
        let found: Vec<(f32, f32, f32)> = rows.iter().map(|row| (row.bbox.x0, row.bbox.x1, row.bbox.y0)).collect();
        assert_eq!(found, [(0.0, 34.0, 0.0), (60.0, 70.0, 0.0), (0.0, 10.0, 14.0)]);
    }
}
