//! Vertical writing that its fonts do not tell: browsers set one character below the other, each by its own.
//!
//! Such glyphs are marked as set vertically; the page is then turned like one whose text runs downward.

use super::geometry::Turn;
use super::ink::{Glyph, Ink};

/// Characters of a line share its middle up to this, in em.
const LEVEL: f32 = 0.3;
/// Characters of a line follow each other at this distance, in em: not closer, and not with a gap wider than a character.
const STEP: std::ops::RangeInclusive<f32> = 0.6..=2.2;
/// So many more pairs stand below each other than beside each other where all is vertical; headings set so on level pages are few.
const MANIFOLD: usize = 3;
/// Fewer pairs tell nothing.
const LEAST: usize = 12;

/// Marks the glyphs of a page whose upright text runs downward.
pub fn resolve(ink: &mut Ink) {
    let upright = |glyph: &&Glyph| {
        glyph.turn == Turn::None && !glyph.vertical && !glyph.is_drawn() && !glyph.text.is_whitespace()
    };
    let (mut below, mut beside) = (0, 0);
    let pairs = ink.glyphs.iter().filter(upright).zip(ink.glyphs.iter().filter(upright).skip(1));
    for (a, b) in pairs {
        let (x, y) = ((b.bbox.x0 - a.bbox.x0) / a.size, (b.bbox.y0 - a.bbox.y0) / a.size);
        below += usize::from(x.abs() <= LEVEL && STEP.contains(&y));
        beside += usize::from(y.abs() <= LEVEL && (0.0..=*STEP.end()).contains(&x));
    }
    if below >= LEAST && below >= MANIFOLD * beside {
        for glyph in ink.glyphs.iter_mut().filter(|glyph| glyph.turn == Turn::None && !glyph.is_drawn()) {
            glyph.vertical = true;
        }
    }
}
