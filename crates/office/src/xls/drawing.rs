//! The drawing over a sheet of a workbook stream: its check boxes and option buttons ([MS-XLS] 2.4.170 MsoDrawing,
//! 2.4.181 Obj, 2.4.329 TxO).
//!
//! One stream of drawing records is spread over the sheet's: it stops at every object for the records that say what
//! the object is and what is written on it. It is put together again and read once, when the sheet is complete; an
//! object belongs to the shape in which the drawing stopped for it.

use super::object::{self, Object};
use super::record::BiffRecord;
use super::string::Cursor;
use crate::compound::{u16_at, u32_at};
use crate::floating::{CONTROLS, Control, ControlPosition};

/// Records of a sheet that belong to its drawing.
const DRAWING: u16 = 0x00EC;
const OBJECT: u16 = 0x005D;
const TEXT: u16 = 0x01B6;
/// Records of a drawing ([MS-ODRAW] 2.2): what belongs to a shape, and where on a sheet it stands.
const SHAPE: u16 = 0xF004;
const ANCHOR: u16 = 0xF010;
/// All kinds of records of a drawing.
const DRAWN: std::ops::RangeInclusive<u16> = 0xF000..=0xF122;
/// The version of drawing records that hold others.
const CONTAINER: u16 = 0xF;
/// Bytes of a drawing record's head.
const HEAD: usize = 8;
/// Parts of a row's height in which anchors count.
const ROW_PARTS: f32 = 256.0;
/// Twips in a point.
const TWIPS: f32 = 20.0;
/// The height of rows in a sheet that states none, in twips.
const ROW_HEIGHT: u16 = 270;

/// The drawing while its sheet is read.
#[derive(Default)]
pub struct XlsDrawing {
    bytes: Vec<u8>,
    /// The check boxes, each with where the drawing stopped for it.
    boxes: Vec<(usize, Object)>,
    /// Whether the object read last is the last check box, and a text its caption.
    open: bool,
    /// Heights of rows that state theirs, in twips.
    heights: Vec<(u32, u16)>,
    default_height: Option<u16>,
}

/// Where on a sheet a shape stands ([MS-XLS] 2.5.193 OfficeArtClientAnchorSheet).
struct Anchor {
    /// The first column, and how far in it, in parts of its width.
    left: (u16, u16),
    /// The first row, and how far in it, in parts of its height.
    top: (u16, u16),
    /// The last row, and how far in it.
    bottom: (u16, u16),
}

impl XlsDrawing {
    /// Takes up a record of the sheet, if it belongs to the drawing.
    pub fn take(&mut self, record: &BiffRecord<'_>) -> Option<()> {
        let content = record.content();
        let mut rest = record.pieces.get(1..).unwrap_or_default();
        match record.kind {
            DRAWING => self.bytes.extend(content),
            OBJECT => {
                let found = object::read(content).filter(|_| self.boxes.len() < CONTROLS);
                self.open = found.is_some();
                self.boxes.extend(found.map(|found| (self.bytes.len(), found)));
            }
            TEXT => {
                let (caption, pieces) = text(record)?;
                rest = record.pieces.get(pieces..).unwrap_or_default();
                if let Some((_, last)) = self.boxes.last_mut().filter(|_| self.open) {
                    last.caption = caption;
                }
            }
            _ => return None,
        }
        // Where the drawing is long, Excel goes on with it in records that seem to continue an object.
        let goes_on = |piece: &&[u8]| u16_at(piece, 2).is_some_and(|kind| DRAWN.contains(&kind));
        let rest = rest.iter().copied().filter(|piece| record.kind == DRAWING || goes_on(piece));
        rest.for_each(|piece| self.bytes.extend(piece));
        Some(())
    }

    /// A row's height is stated.
    pub fn height(&mut self, row: u16, twips: u16) {
        self.heights.push((u32::from(row), twips & 0x7FFF));
    }

    /// The height of rows that state none.
    pub fn default_height(&mut self, twips: u16) {
        self.default_height = Some(twips);
    }

    /// The check boxes, once the sheet is complete.
    pub fn controls(mut self) -> Vec<Control> {
        self.heights.sort_by_key(|(row, _)| *row);
        let boxes = std::mem::take(&mut self.boxes);
        let anchors = if boxes.is_empty() { Vec::new() } else { self.anchors() };
        let control = |(stop, object): (usize, Object)| {
            let shape = anchors.partition_point(|(start, _)| *start < stop).checked_sub(1);
            let anchor = shape.and_then(|shape| anchors.get(shape)?.1.as_ref());
            Control {
                ticked: object.ticked,
                caption: object.caption,
                position: anchor.map(|anchor| self.position(anchor)),
                link: object.link,
            }
        };
        boxes.into_iter().map(control).collect()
    }

    /// The drawing's shapes: where in its bytes they begin, and where on the sheet they stand. Shapes within a group
    /// stand in the group and not on the sheet.
    fn anchors(&self) -> Vec<(usize, Option<Anchor>)> {
        let mut shapes = Vec::new();
        let mut offset = 0;
        while let (Some(first), Some(kind), Some(length)) =
            (u16_at(&self.bytes, offset), u16_at(&self.bytes, offset + 2), u32_at(&self.bytes, offset + 4))
        {
            let start = offset + HEAD;
            match kind {
                SHAPE => shapes.push((offset, None)),
                ANCHOR => {
                    if let Some((_, last)) = shapes.last_mut() {
                        *last = self.bytes.get(start..).and_then(anchor);
                    }
                }
                _ => {}
            }
            let content = if first & CONTAINER == CONTAINER { 0 } else { length as usize };
            offset = start.saturating_add(content);
        }
        shapes
    }

    fn position(&self, anchor: &Anchor) -> ControlPosition {
        let part = |(row, offset): (u16, u16)| self.points(u32::from(row)) * f32::from(offset) / ROW_PARTS;
        let (row, last_row) = (u32::from(anchor.top.0), u32::from(anchor.bottom.0));
        ControlPosition {
            column: u32::from(anchor.left.0),
            indent: i64::from(anchor.left.1),
            row,
            above: self.points(row) - part(anchor.top),
            last_row,
            below: part(anchor.bottom),
        }
    }

    /// The height of a row in points.
    fn points(&self, row: u32) -> f32 {
        let found = self.heights.binary_search_by_key(&row, |(row, _)| *row).ok();
        let stated = found.and_then(|index| self.heights.get(index)).map(|(_, twips)| *twips);
        f32::from(stated.or(self.default_height).unwrap_or(ROW_HEIGHT)) / TWIPS
    }
}

fn anchor(content: &[u8]) -> Option<Anchor> {
    let pair = |offset| Some((u16_at(content, offset)?, u16_at(content, offset + 2)?));
    Some(Anchor { left: pair(2)?, top: pair(6)?, bottom: pair(14)? })
}

/// A text, and how many pieces of its record it takes: its head, its characters and its fonts. Only a text that is
/// not empty has the last two.
fn text(record: &BiffRecord<'_>) -> Option<(String, usize)> {
    let content = record.content();
    let (count, fonts) = (usize::from(u16_at(content, 10)?), usize::from(u16_at(content, 12)?));
    if count == 0 {
        return Some((String::new(), 1));
    }
    let mut cursor = Cursor::new(record.pieces.clone());
    let characters = cursor.continued(count)?;
    cursor.skip_piece();
    cursor.skip(fonts)?;
    let caption = characters.split_whitespace().collect::<Vec<_>>().join(" ");
    Some((caption, record.pieces.len() - cursor.pieces_left()))
}
