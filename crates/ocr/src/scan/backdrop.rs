//! The backdrop: what lies around a photographed page, or beyond the edge of a scanned one, is taken away.

use super::ink::pixels;
use super::raster::Raster;

/// Brightness is compared in blocks of this size, in points: larger than the strokes of characters.
const BLOCK: f32 = 4.0;
/// The paper near a block is the brightest block within this share of the picture's longer side.
const NEAR: usize = 6;
/// A block darker than this share of the paper near it may be backdrop, where it hangs together with the picture's border.
const DARK: f32 = 0.7;
/// A backdrop is at least this share of the picture.
const LEAST: f32 = 0.01;
/// A darker page is one with a dark ground, not a page on one.
const MOST: f32 = 0.6;

/// The picture in blocks.
struct Blocks {
    columns: usize,
    rows: usize,
    values: Vec<f32>,
}

/// Makes the backdrop of `picture` paper in `even`, which is of the same size.
#[expect(clippy::cast_precision_loss, reason = "blocks of a picture")]
pub(super) fn clear(picture: &Raster, even: &mut Raster, scale: f32) {
    let size = pixels(BLOCK * scale).max(2);
    let blocks = Blocks::of(picture, size);
    let backdrop = blocks.backdrop();
    let share = backdrop.iter().filter(|is_backdrop| **is_backdrop).count() as f32 / backdrop.len().max(1) as f32;
    if !(LEAST..=MOST).contains(&share) {
        return;
    }
    // The edge of the page lies within the blocks beside.
    let backdrop = blocks.grown(&blocks.grown(&backdrop));
    for (index, _) in backdrop.iter().enumerate().filter(|(_, is_backdrop)| **is_backdrop) {
        let (x0, y0) = (index % blocks.columns * size, index / blocks.columns * size);
        for y in y0..y0 + size {
            (x0..x0 + size).for_each(|x| even.paint(x, y));
        }
    }
}

impl Blocks {
    /// The mean brightness of each block.
    #[expect(clippy::cast_precision_loss, reason = "sums over a block")]
    fn of(picture: &Raster, size: usize) -> Self {
        let (columns, rows) = (picture.width.div_ceil(size), picture.height.div_ceil(size));
        let mean = |index: usize| {
            let (x0, y0) = (index % columns * size, index / columns * size);
            let (x1, y1) = ((x0 + size).min(picture.width), (y0 + size).min(picture.height));
            let sum: u32 = (y0..y1).flat_map(|y| (x0..x1).map(move |x| u32::from(picture.at(x, y)))).sum();
            sum as f32 / ((x1 - x0) * (y1 - y0)).max(1) as f32
        };
        Self { columns, rows, values: (0..columns * rows).map(mean).collect() }
    }

    /// The dark blocks that hang together with the picture's border.
    fn backdrop(&self) -> Vec<bool> {
        let paper = self.brightest(self.columns.max(self.rows).div_ceil(NEAR));
        let is_dark: Vec<bool> = self.values.iter().zip(&paper).map(|(value, paper)| *value < DARK * paper).collect();
        let mut out = vec![false; self.values.len()];
        let is_border = |index: &usize| {
            let (x, y) = (index % self.columns, index / self.columns);
            x == 0 || y == 0 || x + 1 == self.columns || y + 1 == self.rows
        };
        let mut open: Vec<usize> = (0..self.values.len()).filter(is_border).collect();
        while let Some(index) = open.pop() {
            let Some(slot) = out.get_mut(index) else { continue };
            if *slot || !is_dark.get(index).copied().unwrap_or(false) {
                continue;
            }
            *slot = true;
            open.extend(self.beside(index));
        }
        out
    }

    /// The brightest value within a distance, along rows and then along columns.
    fn brightest(&self, reach: usize) -> Vec<f32> {
        let window = |values: &[f32], along: usize, length: usize, place: &dyn Fn(usize) -> usize| {
            let from = along.saturating_sub(reach);
            (from..(along + reach + 1).min(length))
                .filter_map(|at| values.get(place(at)))
                .fold(0.0, |a: f32, b| a.max(*b))
        };
        let across: Vec<f32> = (0..self.values.len())
            .map(|index| {
                let (x, y) = (index % self.columns, index / self.columns);
                window(&self.values, x, self.columns, &|at| y * self.columns + at)
            })
            .collect();
        (0..self.values.len())
            .map(|index| {
                let (x, y) = (index % self.columns, index / self.columns);
                window(&across, y, self.rows, &|at| at * self.columns + x)
            })
            .collect()
    }

    /// The blocks with those beside them.
    fn grown(&self, of: &[bool]) -> Vec<bool> {
        let is_in = |index: usize| of.get(index).copied().unwrap_or(false);
        (0..of.len()).map(|index| is_in(index) || self.beside(index).any(is_in)).collect()
    }

    /// The up to four blocks beside one.
    fn beside(&self, index: usize) -> impl Iterator<Item = usize> + use<> {
        let (x, columns) = (index % self.columns, self.columns);
        let left = if x > 0 { index.checked_sub(1) } else { None };
        let right = if x + 1 < columns { Some(index + 1) } else { None };
        let below = Some(index + columns).filter(|below| *below < self.values.len());
        [left, right, index.checked_sub(columns), below].into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_around_a_page_goes_and_its_dark_cells_stay() {
        let (width, height) = (200, 200);
        let value = |index: usize| match (index % width, index / width) {
            (x, y) if !(20..180).contains(&x) || !(24..176).contains(&y) => 100,
            (60..=100, 60..=80) => 20,
            _ => 240,
        };
        let picture = Raster { width, height, pixels: (0..width * height).map(value).collect() };
        let mut even = picture.clone();
        clear(&picture, &mut even, 1.0);
        assert_eq!((even.at(5, 5), even.at(19, 100), even.at(100, 178)), (255, 255, 255));
        assert_eq!((even.at(80, 70), even.at(100, 100)), (20, 240));
    }

    #[test]
    fn a_page_that_fills_the_picture_stays_as_it_is() {
        let picture = Raster { width: 100, height: 100, pixels: vec![230; 10_000] };
        let mut even = picture.clone();
        clear(&picture, &mut even, 1.0);
        assert_eq!(even, picture);
    }
}
