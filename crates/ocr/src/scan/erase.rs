//! Erasing: ruling lines are taken out of the ink and painted over, so that what is left is text and marks.

use super::ink::{Bits, pixels};
use super::raster::Raster;
use super::rulings::Rulings;
use super::strokes::{InkRun, covers};

/// Ink this far beside a line, in points, is the line's own: its ragged edge and its blur.
const RAGGED: f32 = 0.5;
/// How far a stroke may be followed through a line, in points: no line is thicker.
const THROUGH: f32 = 3.0;

impl Rulings {
    /// Takes the lines out of the ink and paints them over; characters that cross a line keep their strokes.
    pub(crate) fn erase(&self, gray: &mut Raster, bits: &mut Bits, scale: f32) {
        let ragged = pixels(RAGGED * scale).max(1);
        let before = bits.clone();
        let places: Vec<(bool, usize, usize)> =
            self.drawn.iter().flat_map(|(is_level, runs)| covered(*is_level, runs, ragged)).collect();
        places.iter().for_each(|(_, x, y)| bits.clear(*x, *y));
        let without = bits.clone();
        for (is_level, x, y) in places {
            if !before.at(x, y) || !crosses(&before, &without, is_level, (x, y), pixels(THROUGH * scale)) {
                gray.paint(x, y);
            } else if let Some(ink) = bits.ink.get_mut(y * before.width + x) {
                *ink = true;
            }
        }
    }
}

/// The pixels of a line: whether it is level, and their columns and rows.
fn covered(is_level: bool, runs: &[InkRun], ragged: usize) -> impl Iterator<Item = (bool, usize, usize)> {
    let first = runs.iter().map(|run| run.from).min().unwrap_or(0);
    covers(runs, first).into_iter().enumerate().flat_map(move |(index, (from, to))| {
        let along = first + index;
        let across = from.saturating_sub(ragged)..to + ragged;
        across.map(move |across| if is_level { (is_level, along, across) } else { (is_level, across, along) })
    })
}

/// Whether a stroke that is no line goes on across the line on both sides of a place.
fn crosses(before: &Bits, without: &Bits, is_level: bool, (x, y): (usize, usize), reach: usize) -> bool {
    let beyond = |forward: bool| {
        let shift = |at: usize, away| if forward { at.checked_add(away) } else { at.checked_sub(away) };
        let place = |away| if is_level { Some((x, shift(y, away)?)) } else { Some((shift(x, away)?, y)) };
        let ink = (1..=reach).map_while(place).take_while(|(x, y)| before.at(*x, *y));
        ink.into_iter().any(|(x, y)| without.at(x, y))
    };
    beyond(true) && beyond(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ragged_edges_go_and_strokes_that_cross_stay() {
        let (width, height) = (60, 20);
        let mut bits = Bits { width, height, ink: vec![false; width * height] };
        for x in 0..60 {
            bits.ink[10 * width + x] = true;
        }
        for x in [5, 6, 20, 21, 22] {
            bits.ink[11 * width + x] = true;
        }
        for y in 4..17 {
            bits.ink[y * width + 40] = true;
        }
        let mut gray =
            Raster { width, height, pixels: bits.ink.iter().map(|ink| if *ink { 0 } else { 255 }).collect() };
        let rulings = Rulings { drawn: vec![(true, vec![InkRun { at: 10, from: 0, to: 60 }])], ..Rulings::default() };
        rulings.erase(&mut gray, &mut bits, 2.0);
        assert_eq!(bits.ink.iter().filter(|ink| **ink).count(), 13);
        assert_eq!(gray.pixels.iter().filter(|value| **value == 0).count(), 13);
    }
}
