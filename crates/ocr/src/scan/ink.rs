//! Ink and paper: uneven light is taken out, then a threshold tells one from the other.

use super::raster::Raster;

/// Values between ink and paper. In a scan of two values there are no more of them than this share of the dark pixels.
const BETWEEN: std::ops::Range<u8> = 41..215;
const DARK: u8 = 128;
const FEW: f32 = 0.3;
/// The paper's brightness is looked for in tiles of this size, in points: larger than the strokes of any character.
const TILE: f32 = 9.0;
/// The paper in a tile is brighter than this share of its pixels.
const PAPER: usize = 90;
/// A tile's paper is the brightest of the tiles up to this many away: filled marks are darker than a tile all over.
const AROUND: usize = 2;
/// Paper is never darker than this, of 255.
const DARKEST: u8 = 60;
/// The threshold lies within these grey values, of 255, whatever the picture's own distribution says.
const THRESHOLD: std::ops::RangeInclusive<u8> = 110..=185;

/// Faint ink is darker than this, of 255: beyond the noise that a picture's compression leaves on paper.
const FAINT: u8 = 218;

/// Which pixels are ink.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bits {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) ink: Vec<bool>,
}

impl Bits {
    /// Whether there is ink at a place.
    pub fn at(&self, x: usize, y: usize) -> bool {
        x < self.width && self.ink.get(y * self.width + x).copied().unwrap_or(false)
    }

    /// Takes ink away.
    pub(crate) fn clear(&mut self, x: usize, y: usize) {
        if x < self.width
            && let Some(ink) = self.ink.get_mut(y * self.width + x)
        {
            *ink = false;
        }
    }

    /// Rows and columns exchanged.
    pub(crate) fn transposed(&self) -> Self {
        let ink = (0..self.width).flat_map(|x| (0..self.height).map(move |y| self.at(x, y))).collect();
        Self { width: self.height, height: self.width, ink }
    }

    /// The rows from the top.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &[bool]> {
        self.ink.chunks_exact(self.width.max(1))
    }
}

/// The picture with its paper at 255 everywhere.
pub(crate) fn even(picture: &Raster, scale: f32) -> Raster {
    let tile = pixels(TILE * scale).max(4);
    let papers = papers(picture, tile);
    let columns = picture.width.div_ceil(tile).max(1);
    let rows = papers.len() / columns;
    let mut out = Vec::with_capacity(picture.pixels.len());
    for (y, row) in picture.rows().enumerate() {
        let (above, below, down) = between(y, tile, rows);
        out.extend(row.iter().enumerate().map(|(x, value)| {
            let (left, right, across) = between(x, tile, columns);
            let paper = |row: usize, column: usize| papers.get(row * columns + column).copied().map_or(255, u32::from);
            let upper = paper(above, left) * (256 - across) + paper(above, right) * across;
            let lower = paper(below, left) * (256 - across) + paper(below, right) * across;
            let paper = ((upper * (256 - down) + lower * down) >> 16).max(u32::from(DARKEST));
            u8::try_from((u32::from(*value) * 255 / paper).min(255)).unwrap_or(255)
        }));
    }
    Raster { width: picture.width, height: picture.height, pixels: out }
}

/// The tiles whose middles a place lies between, and how far it is to the second, of 256.
fn between(at: usize, tile: usize, tiles: usize) -> (usize, usize, u32) {
    let last = tiles.saturating_sub(1);
    let shifted = at.saturating_sub(tile / 2);
    let share = u32::try_from((shifted % tile) * 256 / tile).unwrap_or(0);
    ((shifted / tile).min(last), (shifted / tile + 1).min(last), if at < tile / 2 { 0 } else { share })
}

/// The paper's brightness in each tile.
fn papers(picture: &Raster, tile: usize) -> Vec<u8> {
    let (columns, rows) = (picture.width.div_ceil(tile).max(1), picture.height.div_ceil(tile).max(1));
    let mut own = vec![255_u8; columns * rows];
    for (index, slot) in own.iter_mut().enumerate() {
        let (x0, y0) = (index % columns * tile, index / columns * tile);
        let mut counts = [0_usize; 256];
        for y in y0..(y0 + tile).min(picture.height) {
            for x in x0..(x0 + tile).min(picture.width) {
                if let Some(count) = counts.get_mut(usize::from(picture.at(x, y))) {
                    *count += 1;
                }
            }
        }
        *slot = brighter_than(&counts, PAPER);
    }
    let brightest = |index: usize| {
        let (x, y) = (index % columns, index / columns);
        let rows = y.saturating_sub(AROUND)..(y + AROUND + 1).min(rows);
        let near = rows.flat_map(|y| (x.saturating_sub(AROUND)..(x + AROUND + 1).min(columns)).map(move |x| (x, y)));
        near.filter_map(|(x, y)| own.get(y * columns + x).copied()).max().unwrap_or(255)
    };
    (0..own.len()).map(brightest).collect()
}

/// The grey value that is not less than the given percentage of the counted pixels.
fn brighter_than(counts: &[usize; 256], percent: usize) -> u8 {
    let all: usize = counts.iter().sum();
    let mut below = 0;
    for (value, count) in (0_u8..=255).zip(counts) {
        below += count;
        if below * 100 >= all * percent {
            return value;
        }
    }
    255
}

/// The ink of an even picture.
pub(crate) fn bits(picture: &Raster) -> Bits {
    darker(picture, threshold(picture))
}

/// The ink of an even picture and what is hardly darker than its paper.
pub(crate) fn faint(picture: &Raster) -> Bits {
    darker(picture, FAINT)
}

fn darker(picture: &Raster, threshold: u8) -> Bits {
    let ink = picture.pixels.iter().map(|value| *value < threshold).collect();
    Bits { width: picture.width, height: picture.height, ink }
}

/// The threshold that parts ink from paper with the largest variance between both (Otsu).
fn threshold(picture: &Raster) -> u8 {
    let mut counts = [0_u32; 256];
    for value in &picture.pixels {
        if let Some(count) = counts.get_mut(usize::from(*value)) {
            *count += 1;
        }
    }
    let weighted = |(value, count): (u32, &u32)| f64::from(value) * f64::from(*count);
    let (all, sum) =
        (counts.iter().copied().map(f64::from).sum::<f64>(), (0..).zip(&counts).map(weighted).sum::<f64>());
    let (mut below, mut below_sum, mut best) = (0.0, 0.0, (0.0, *THRESHOLD.start()));
    for (value, count) in (0_u8..=255).zip(&counts) {
        below += f64::from(*count);
        below_sum += f64::from(value) * f64::from(*count);
        let above = all - below;
        if below == 0.0 || above == 0.0 {
            continue;
        }
        let apart = below_sum / below - (sum - below_sum) / above;
        let variance = below * above * apart * apart;
        if variance > best.0 {
            best = (variance, value.saturating_add(1));
        }
    }
    best.1.clamp(*THRESHOLD.start(), *THRESHOLD.end())
}

/// A length as a whole number of pixels.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lengths on a page; casts saturate")]
pub(crate) fn pixels(length: f32) -> usize {
    length.round() as usize
}

/// Whether a picture was scanned in two values: hardly any pixel is between ink and paper but those that drawing the page put there.
#[expect(clippy::cast_precision_loss, reason = "pixels of a picture")]
pub(super) fn is_of_two_values(picture: &Raster) -> bool {
    let count = |values: std::ops::Range<u8>| picture.pixels.iter().filter(|value| values.contains(value)).count();
    count(BETWEEN) as f32 <= FEW * count(0..DARK) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_of_two_values_has_nothing_between_ink_and_paper() {
        let picture = |values: &[u8]| Raster { width: values.len(), height: 1, pixels: values.to_vec() };
        assert!(is_of_two_values(&picture(&[255, 0, 0, 0, 0, 255, 100])));
        assert!(!is_of_two_values(&picture(&[255, 0, 0, 120, 190, 255, 255])));
    }

    #[test]
    fn ink_is_found_in_the_dark_and_in_the_light() {
        let (width, height) = (200, 60);
        let light = |x: usize| 255 - u8::try_from(x / 2).unwrap();
        let value = |index: usize| {
            let (x, y) = (index % width, index / width);
            if y == 30 && x % 20 < 8 { light(x) / 2 } else { light(x) }
        };
        let picture = Raster { width, height, pixels: (0..width * height).map(value).collect() };
        let bits = bits(&even(&picture, 1.0));
        assert_eq!(bits.ink.iter().filter(|ink| **ink).count(), 80);
    }
}
