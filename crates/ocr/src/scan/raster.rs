//! A raster of grey values, and how it is turned.

use crate::document::Rect;
use crate::ocr::Strip;

/// Red ink is redder than this above its other colours, of 255: that of seals is far redder, that of text is black.
const RED: u8 = 40;
/// A pixel that is red and at least this light in red is a seal's; darker ones have text below the seal.
const LIGHT_RED: u8 = 110;
/// The rim of a seal's strokes is paler: redder than this only, and at least so light.
const PALE_RED: (u8, u8) = (25, 180);
/// A light pixel with at least so many red ones of the eight beside it is a seal's too.
const BESIDE_RED: usize = 3;

/// Grey values row by row from the top; 0 is ink, 255 paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raster {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    pub(crate) pixels: Vec<u8>,
}

impl Raster {
    /// The grey values of a picture in red, green, blue and alpha. Red ink becomes paper.
    pub fn of_rgba(width: usize, height: usize, rgba: &[u8]) -> Self {
        let gray = |pixel: &[u8]| match *pixel {
            [r, g, b, _] => {
                u8::try_from((u32::from(r) * 77 + u32::from(g) * 150 + u32::from(b) * 29) >> 8).unwrap_or(255)
            }
            _ => 255,
        };
        let is_red = |pixel: &[u8]| match *pixel {
            [r, g, b, _] => {
                let more = r.saturating_sub(g.max(b));
                r >= LIGHT_RED && more >= RED || r >= PALE_RED.1 && more >= PALE_RED.0
            }
            _ => false,
        };
        let mut pixels: Vec<u8> = rgba.chunks_exact(4).map(gray).collect();
        pixels.resize(width * height, 255);
        let mut red: Vec<bool> = rgba.chunks_exact(4).map(is_red).collect();
        red.resize(width * height, false);
        if red.contains(&true) {
            clear(&mut pixels, &red, width);
        }
        Self { width, height, pixels }
    }

    /// The grey value at a place; paper beyond the sides.
    pub(crate) fn at(&self, x: usize, y: usize) -> u8 {
        if x < self.width { self.pixels.get(y * self.width + x).copied().unwrap_or(255) } else { 255 }
    }

    /// Makes a pixel paper.
    pub(crate) fn paint(&mut self, x: usize, y: usize) {
        if x < self.width
            && let Some(value) = self.pixels.get_mut(y * self.width + x)
        {
            *value = 255;
        }
    }

    /// The rows from the top.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.pixels.chunks_exact(self.width.max(1))
    }

    /// The picture turned clockwise by quarters.
    pub fn quarters(&self, quarters: u8) -> Self {
        let (width, height) =
            if quarters.is_multiple_of(2) { (self.width, self.height) } else { (self.height, self.width) };
        let from = |x: usize, y: usize| match quarters % 4 {
            0 => (x, y),
            1 => (y, self.height - 1 - x),
            2 => (self.width - 1 - x, self.height - 1 - y),
            _ => (self.width - 1 - y, x),
        };
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            pixels.extend((0..width).map(|x| {
                let (x, y) = from(x, y);
                self.at(x, y)
            }));
        }
        Self { width, height, pixels }
    }

    /// The picture turned around its middle so that lines that fall by `slope` to the right become level.
    #[expect(clippy::cast_precision_loss, reason = "places within a picture")]
    pub(crate) fn rotated(&self, slope: f32) -> Self {
        let (sin, cos) = slope.atan().sin_cos();
        let (cx, cy) = (self.width as f32 / 2.0, self.height as f32 / 2.0);
        let mut pixels = Vec::with_capacity(self.pixels.len());
        for y in 0..self.height {
            let down = y as f32 - cy;
            pixels.extend((0..self.width).map(|x| {
                let right = x as f32 - cx;
                self.between(cx + right * cos - down * sin, cy + right * sin + down * cos)
            }));
        }
        Self { width: self.width, height: self.height, pixels }
    }

    /// The grey value between pixels.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "places within a picture, grey values"
    )]
    pub(crate) fn between(&self, x: f32, y: f32) -> u8 {
        if x < 0.0 || y < 0.0 || x > self.width as f32 - 1.0 || y > self.height as f32 - 1.0 {
            return 255;
        }
        let (left, top) = (x as usize, y as usize);
        let (right, down) = (x - left as f32, y - top as f32);
        let at = |x: usize, y: usize| f32::from(self.at(x.min(self.width - 1), y.min(self.height - 1)));
        let upper = at(left, top) * (1.0 - right) + at(left + 1, top) * right;
        let lower = at(left, top + 1) * (1.0 - right) + at(left + 1, top + 1) * right;
        (upper * (1.0 - down) + lower * down).round() as u8
    }

    /// A part of the picture for reading; what lies beyond the sides is paper.
    pub fn strip(&self, area: Rect) -> Strip {
        let [x0, y0, x1, y1] = [area.x0.floor(), area.y0.floor(), area.x1.ceil(), area.y1.ceil()].map(place);
        let (width, height) = ((x1 - x0).max(0).unsigned_abs(), (y1 - y0).max(0).unsigned_abs());
        let mut pixels = Vec::with_capacity(width * height);
        let value = |x: isize, y: isize| match (usize::try_from(x), usize::try_from(y)) {
            (Ok(x), Ok(y)) => self.at(x, y),
            _ => 255,
        };
        for y in y0..y1 {
            pixels.extend((x0..x1).map(|x| value(x, y)));
        }
        Strip { width, height, pixels }
    }
}

/// Makes red pixels paper, and light ones that have so many beside them: a picture's compression keeps colours more coarsely than light, so that
/// a seal's own strokes lose theirs in places.
fn clear(pixels: &mut [u8], red: &[bool], width: usize) {
    let is_red = |at: Option<usize>| at.and_then(|at| red.get(at)).is_some_and(|red| *red);
    for (at, value) in pixels.iter_mut().enumerate().filter(|(_, value)| **value < 255) {
        let rows = [at.checked_sub(width), Some(at), at.checked_add(width)];
        let beside = || rows.into_iter().flatten().flat_map(|at| [at.checked_sub(1), Some(at), at.checked_add(1)]);
        if is_red(Some(at)) || *value >= LIGHT_RED && beside().filter(|at| is_red(*at)).count() >= BESIDE_RED {
            *value = 255;
        }
    }
}

/// A coordinate as a whole number.
#[expect(clippy::cast_possible_truncation, reason = "places within a picture; casts saturate")]
fn place(value: f32) -> isize {
    value as isize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_quarters_are_none() {
        let raster = Raster { width: 3, height: 2, pixels: vec![0, 1, 2, 3, 4, 5] };
        assert_eq!(raster.quarters(1).pixels, [3, 0, 4, 1, 5, 2]);
        assert_eq!(raster.quarters(1).quarters(3), raster);
        assert_eq!(raster.quarters(2).quarters(2), raster);
    }

    #[test]
    fn a_seal_is_paper_and_text_below_it_is_ink() {
        let rgba = [200, 50, 60, 255, 60, 20, 25, 255, 0, 0, 0, 255, 250, 250, 250, 255];
        let gray = Raster::of_rgba(4, 1, &rgba).pixels;
        assert!(gray[0] == 255 && gray[1] < 60 && gray[2] == 0 && gray[3] > 240, "{gray:?}");
    }

    #[test]
    fn a_seal_that_lost_its_colour_in_places_goes_and_text_stays() {
        let (red, faded, dark) = ([200, 60, 70, 255], [160, 150, 150, 255], [40, 30, 30, 255]);
        let rgba = [[red, red, red], [red, faded, dark], [faded, dark, faded]].concat().concat();
        let gray = Raster::of_rgba(3, 3, &rgba).pixels;
        assert!(gray[4] == 255 && gray[5] < 60 && gray[7] < 60 && gray[8] < 200, "{gray:?}");
    }
}
