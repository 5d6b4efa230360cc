//! Watermarks: text under or over the page's own, far larger than it. It is no cell's, and is left out before lines are made.
//!
//! Text that is set across the page, neither level nor upright, is left out where glyphs are collected.

use super::geometry::Area;
use super::ink::{Edge, Glyph, Ink};
use crate::document::Rect;

/// A watermark is at least this many times larger than most of the page's text.
const LARGE: f32 = 1.6;
/// A watermark is at least this many times larger than what it lies upon.
const LARGER: f32 = 1.4;
/// Glyphs and lines that it lies upon are in its inner part, without this share at each side: headings are underlined.
const RIM: f32 = 0.2;
/// Pieces of one watermark have the same size, give or take this share.
const SAME: f32 = 0.03;
/// Pieces of one watermark stand as near to each other as this, in em, or say the same.
const NEAR: f32 = 1.5;

/// Takes the watermarks of a page away, and notes what they say.
pub fn remove(ink: &mut Ink) {
    let Some(usual) = usual_size(ink) else { return };
    let mut pieces = pieces(ink, LARGE * usual);
    if pieces.is_empty() {
        return;
    }
    let lying: Vec<bool> =
        pieces.iter().map(|piece| piece.glyphs.iter().any(|index| lies_on_others(ink, *index))).collect();
    let known: Vec<WatermarkPiece> =
        pieces.iter().zip(&lying).filter(|(_, lies)| **lies).map(|(piece, _)| piece.clone()).collect();
    pieces.retain(|piece| known.iter().any(|other| piece.belongs_to(other)));
    let mut gone: Vec<usize> = pieces.iter().flat_map(|piece| piece.glyphs.iter().copied()).collect();
    gone.sort_unstable();
    for piece in &pieces {
        if !ink.watermarks.contains(&piece.text) {
            ink.watermarks.push(piece.text.clone());
        }
    }
    let mut index = 0;
    ink.glyphs.retain(|_| {
        index += 1;
        gone.binary_search(&(index - 1)).is_err()
    });
}

fn usual_size(ink: &Ink) -> Option<f32> {
    let mut sizes: Vec<f32> = ink.glyphs.iter().filter(|glyph| !glyph.is_drawn()).map(|glyph| glyph.size).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied()
}

/// Large glyphs that one operation drew.
#[derive(Debug, Clone)]
struct WatermarkPiece {
    glyphs: Vec<usize>,
    text: String,
    size: f32,
    area: Rect,
}

impl WatermarkPiece {
    fn belongs_to(&self, known: &Self) -> bool {
        let near = |a: (f32, f32), b: (f32, f32)| (b.0 - a.1).max(a.0 - b.1) <= NEAR * self.size;
        let (a, b) = (self.area, known.area);
        let is_near = near((a.x0, a.x1), (b.x0, b.x1)) && near((a.y0, a.y1), (b.y0, b.y1));
        (self.size - known.size).abs() <= SAME * known.size && (self.text == known.text || is_near)
    }
}

fn pieces(ink: &Ink, least: f32) -> Vec<WatermarkPiece> {
    let mut out: Vec<(u32, WatermarkPiece)> = Vec::new();
    let large = |glyph: &Glyph| !glyph.is_drawn() && glyph.size >= least && !glyph.text.is_whitespace();
    for (index, glyph) in ink.glyphs.iter().enumerate().filter(|(_, glyph)| large(glyph)) {
        match out.last_mut() {
            Some((run, piece)) if *run == glyph.run && (piece.size - glyph.size).abs() <= SAME * piece.size => {
                piece.glyphs.push(index);
                piece.text.push(glyph.text);
                piece.area = piece.area.union(glyph.bbox);
            }
            _ => {
                let piece =
                    WatermarkPiece { glyphs: vec![index], text: glyph.text.into(), size: glyph.size, area: glyph.bbox };
                out.push((glyph.run, piece));
            }
        }
    }
    out.into_iter().map(|(_, piece)| piece).collect()
}

/// Whether smaller text, or a line, goes through the middle of a glyph.
fn lies_on_others(ink: &Ink, index: usize) -> bool {
    let Some(glyph) = ink.glyphs.get(index) else { return false };
    let (x, y) = (RIM * glyph.bbox.width(), RIM * glyph.bbox.height());
    let inner = Rect { x0: glyph.bbox.x0 + x, x1: glyph.bbox.x1 - x, y0: glyph.bbox.y0 + y, y1: glyph.bbox.y1 - y };
    let smaller = |other: &Glyph| !other.text.is_whitespace() && other.size * LARGER <= glyph.size;
    let crosses = |edge: &Edge, at: (f32, f32), along: (f32, f32)| {
        (at.0..=at.1).contains(&edge.at) && edge.from <= along.0 && along.1 <= edge.to
    };
    ink.glyphs.iter().any(|other| smaller(other) && inner.holds(other.bbox.center()))
        || ink.horizontal.iter().any(|edge| crosses(edge, (inner.y0, inner.y1), (inner.x0, inner.x1)))
        || ink.vertical.iter().any(|edge| crosses(edge, (inner.x0, inner.x1), (inner.y0, inner.y1)))
}

#[cfg(test)]
mod tests {
    use super::super::geometry::Turn;
    use super::*;

    fn text(text: &str, x: f32, y: f32, size: f32, run: u32) -> Vec<Glyph> {
        let mut x0 = x;
        let glyph = |text| {
            let bbox = Rect { x0, y0: y, x1: x0 + size, y1: y + size };
            x0 += size;
            Glyph { text, bbox, size, turn: Turn::None, vertical: false, run }
        };
        text.chars().map(glyph).collect()
    }

    fn left(extra: Vec<Glyph>) -> (String, Vec<String>) {
        let mut ink = Ink { glyphs: text("機関名所在地電話番号", 50.0, 50.0, 10.0, 1), ..Ink::default() };
        ink.glyphs.extend(extra);
        remove(&mut ink);
        (ink.glyphs.iter().map(|glyph| glyph.text).collect(), ink.watermarks)
    }

    #[test]
    fn large_text_that_lies_on_other_text_goes_and_titles_stay() {
        let plain = "機関名所在地電話番号";
        let (shown, said) = left(text("見本", 40.0, 30.0, 60.0, 2));
        assert_eq!((shown.as_str(), said), (plain, vec!["見本".to_owned()]));
        assert_eq!(left(text("表題", 50.0, 10.0, 20.0, 2)).0, format!("{plain}表題"));
    }

    #[test]
    fn its_other_pieces_go_with_it() {
        let mut tiles = text("写", 52.0, 40.0, 30.0, 2);
        tiles.extend(text("写", 300.0, 300.0, 30.0, 3));
        assert_eq!(left(tiles).0, "機関名所在地電話番号");
    }
}
