//! Warps: a photographed page is seen in perspective and a little bent; its lines are made level and upright again.
//!
//! Where the page's lines run is measured in patches ([`slopes`]). Across a page seen in perspective the slope of level lines changes
//! with their height, that of upright lines with their place across; a lens and a sheet that is not flat add that both change with
//! both. Integrated along the lines these slopes say by how much each place has moved.

use super::ink::Bits;
use super::raster::Raster;
use super::slopes::{self, Slope};

/// A page whose lines are off by no more than this, in points, once it has been turned straight, is flat.
const FLAT: f32 = 1.2;
/// Slopes further than this from what the others tell are of no lines.
const STRAY: f32 = 0.012;
/// Fewer patches than this tell nothing.
const PATCHES: usize = 8;
/// Slopes change across a page by as much as this only when the patches say so; a weight against wild guesses where they are few.
const CALM: f64 = 0.02;
/// The most that slopes may change from the middle of a page to its side.
const BENT: f32 = 0.15;
/// After the first passes places are off by less than lines are thick.
const PASSES: usize = 2;

/// Slopes of lines in one direction: at the middle, and how they change along and across the picture, and with both.
type SlopeField = [f32; 4];

/// One pass of a warp: where the lines run in a picture, in units of half its longer side from its middle.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Pass {
    /// How level lines fall to the right.
    level: SlopeField,
    /// How upright lines lean to the right as they go down.
    upright: SlopeField,
}

/// Where each place of the straight page lies in the picture.
#[derive(Debug, Clone)]
pub(super) struct Warp {
    middle: (f32, f32),
    half: f32,
    passes: Vec<Pass>,
}

/// How a picture is bent; `None` when it is flat.
pub(super) fn find(gray: &Raster, bits: &Bits, scale: f32) -> Option<Warp> {
    let mut warp = Warp::new(gray);
    warp.passes.push(warp.pass(bits, scale)?);
    if warp.deviation() <= FLAT * scale {
        return None;
    }
    while warp.passes.len() < PASSES {
        let next = warp.pass(&super::ink::bits(&warp.applied(gray)), scale)?;
        warp.passes.push(next);
    }
    Some(warp)
}

impl Warp {
    #[expect(clippy::cast_precision_loss, reason = "sides of a picture")]
    fn new(gray: &Raster) -> Self {
        let (width, height) = (gray.width as f32, gray.height as f32);
        Self { middle: (width / 2.0, height / 2.0), half: width.max(height).max(2.0) / 2.0, passes: Vec::new() }
    }

    /// Measures where lines run.
    fn pass(&self, bits: &Bits, scale: f32) -> Option<Pass> {
        let at = |slope: &Slope| {
            let place = |at: f32, middle: f32| f64::from((at - middle) / self.half);
            [1.0, place(slope.x, self.middle.0), place(slope.y, self.middle.1)]
        };
        let level = field(&slopes::level(bits, scale), &at)?;
        let upright = field(&slopes::upright(bits, scale), &at);
        // Where no line stands upright, they lean as the page is turned.
        Some(Pass { level, upright: upright.unwrap_or([-*level.first()?, 0.0, 0.0, 0.0]) })
    }

    /// By how many pixels places at the corners are off, but for the page's turning as a whole.
    fn deviation(&self) -> f32 {
        let Some(pass) = self.passes.first() else { return 0.0 };
        let [turned, ..] = pass.level;
        let flat = Pass { level: [turned, 0.0, 0.0, 0.0], upright: [-turned, 0.0, 0.0, 0.0] };
        let (right, down) = (self.middle.0 / self.half, self.middle.1 / self.half);
        let corners = [(-right, -down), (right, -down), (-right, down), (right, down)];
        let off = corners.iter().map(|corner| {
            let (a, b) = (pass.moved(*corner), flat.moved(*corner));
            (a.0 - b.0).hypot(a.1 - b.1)
        });
        off.fold(0.0, f32::max) * self.half
    }

    /// The picture made straight.
    #[expect(clippy::cast_precision_loss, reason = "places within a picture")]
    pub(super) fn applied(&self, gray: &Raster) -> Raster {
        let mut pixels = Vec::with_capacity(gray.pixels.len());
        for y in 0..gray.height {
            pixels.extend((0..gray.width).map(|x| {
                let (x, y) = self.source((x as f32, y as f32));
                gray.between(x, y)
            }));
        }
        Raster { width: gray.width, height: gray.height, pixels }
    }

    /// Where a place of the straight page lies in the picture, in pixels.
    fn source(&self, (x, y): (f32, f32)) -> (f32, f32) {
        let place = ((x - self.middle.0) / self.half, (y - self.middle.1) / self.half);
        let (x, y) = self.passes.iter().rev().fold(place, |place, pass| pass.moved(place));
        (self.middle.0 + x * self.half, self.middle.1 + y * self.half)
    }
}

impl Pass {
    /// Where a place of the straight page lies: the slopes integrated along the lines from the middle.
    fn moved(&self, (x, y): (f32, f32)) -> (f32, f32) {
        let [a, b, c, d] = self.upright;
        let across = a * y + b * x * y + c * y * y / 2.0 + d * x * y * y / 2.0;
        let [a, b, c, d] = self.level;
        let down = a * x + b * x * x / 2.0 + c * x * y + d * x * x * y / 2.0;
        (x + across, y + down)
    }
}

/// The field that fits the slopes best, by least squares without those that stray.
fn field(slopes: &[Slope], at: &impl Fn(&Slope) -> [f64; 3]) -> Option<SlopeField> {
    let mut kept: Vec<&Slope> = slopes.iter().collect();
    let mut fitted = None;
    for _ in 0..3 {
        if kept.len() < PATCHES {
            return None;
        }
        let mut sums = Sums::default();
        for slope in &kept {
            let [one, x, y] = at(slope);
            sums.add([one, x, y, x * y], f64::from(slope.slope), f64::from(slope.weight));
        }
        let field = sums.solved()?;
        let told = |slope: &Slope| {
            let [one, x, y] = at(slope);
            [one, x, y, x * y].iter().zip(field).map(|(a, b)| a * b).sum::<f64>()
        };
        kept = slopes.iter().filter(|slope| (told(slope) - f64::from(slope.slope)).abs() <= f64::from(STRAY)).collect();
        fitted = Some(field);
    }
    #[expect(clippy::cast_possible_truncation, reason = "slopes")]
    let field = fitted?.map(|value| value as f32);
    field.iter().skip(1).all(|change| change.abs() <= BENT).then_some(field)
}

/// The normal equations of a fit with four unknowns.
#[derive(Default)]
struct Sums {
    rows: [[f64; 5]; 4],
    weight: f64,
}

impl Sums {
    fn add(&mut self, factors: [f64; 4], value: f64, weight: f64) {
        for (row, left) in self.rows.iter_mut().zip(factors) {
            for (slot, right) in row.iter_mut().zip(factors.into_iter().chain([value])) {
                *slot += weight * left * right;
            }
        }
        self.weight += weight;
    }

    /// The unknowns, by elimination; the changes of slopes are held near zero where the patches tell little of them.
    fn solved(mut self) -> Option<[f64; 4]> {
        for (index, row) in self.rows.iter_mut().enumerate().skip(1) {
            *row.get_mut(index)? += CALM * self.weight;
        }
        let mut rows = self.rows;
        for index in 0..4 {
            let pivot = *rows.get(index)?;
            let head = *pivot.get(index)?;
            if head.abs() < 1e-12 {
                return None;
            }
            for (_, row) in rows.iter_mut().enumerate().filter(|(other, _)| *other != index) {
                let factor = *row.get(index)? / head;
                row.iter_mut().zip(pivot).for_each(|(slot, value)| *slot -= factor * value);
            }
        }
        let mut out = [0.0; 4];
        for (index, (slot, row)) in out.iter_mut().zip(rows).enumerate() {
            *slot = row.last()? / row.get(index)?;
        }
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_in_perspective_is_made_straight() {
        let (width, height) = (600_usize, 800_usize);
        let mut page = Raster { width, height, pixels: vec![255; width * height] };
        for y in 0..height {
            for x in 0..width {
                // A page whose lines fan out: level ones by their height, upright ones by their place.
                let (right, down) = (x as f32 / 300.0 - 1.0, y as f32 / 300.0 - 1.0);
                let row = y as f32 - 12.0 * right * down;
                let column = x as f32 - 10.0 * right * down;
                let inside = (30.0..570.0).contains(&column) && (40.0..760.0).contains(&row);
                if inside && (row.rem_euclid(40.0) < 2.0 || column.rem_euclid(90.0) < 2.0) {
                    page.pixels[y * width + x] = 0;
                }
            }
        }
        let warp = find(&page, &super::super::ink::bits(&page), 1.0).unwrap();
        let straight = warp.applied(&page);
        let darkest = (80..720).map(|y| {
            let row = &straight.pixels[y * width + 60..y * width + 540];
            row.iter().filter(|value| **value < 128).count()
        });
        assert!(darkest.max().unwrap() > 440);
        let level: Vec<f32> = slopes::level(&super::super::ink::bits(&straight), 1.0).iter().map(|s| s.slope).collect();
        let sloping = level.iter().filter(|slope| slope.abs() > 0.004).count();
        assert!(sloping <= 1, "{level:?}");
    }

    #[test]
    fn a_flat_page_is_left_alone() {
        let (width, height) = (400, 400);
        let ink = |index: usize| if index / width % 40 < 2 || index % width % 80 < 2 { 0 } else { 255 };
        let page = Raster { width, height, pixels: (0..width * height).map(ink).collect() };
        assert!(find(&page, &super::super::ink::bits(&page), 1.0).is_none());
    }
}
