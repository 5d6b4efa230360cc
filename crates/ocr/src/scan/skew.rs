//! Skew: by how much the page was turned on the scanner's glass.

use super::ink::{Bits, pixels};

/// Pages that are turned less than this slope are straight enough: across a page it makes half a point.
pub(crate) const STRAIGHT: f32 = 0.000_8;
/// The resolution at which it is measured, in dots per inch.
const RESOLUTION: f32 = 100.0;
/// The largest slope that is looked for: five degrees.
const STEEPEST: f32 = 0.087_5;
/// The steps in which slopes are tried, from coarse to fine.
const STEPS: [f32; 3] = [0.004, 0.000_8, 0.000_2];

/// The slope by which level lines fall to the right; the one at which the ink's upper edges fall together most.
pub(crate) fn angle(bits: &Bits, scale: f32) -> f32 {
    let points = edges(bits, pixels(scale * 72.0 / RESOLUTION).max(1));
    let (mut best, mut reach) = (0.0, STEEPEST);
    for step in STEPS {
        best = around(&points, best, reach, step);
        reach = step;
    }
    best
}

/// The slope within reach whose rows are the sharpest.
fn around(points: &[(f32, f32)], middle: f32, reach: f32, step: f32) -> f32 {
    let (mut best, mut most) = (middle, 0);
    let steps = i16::try_from(pixels(reach / step)).unwrap_or(i16::MAX);
    // From the middle outward: of equal slopes the smaller is taken.
    for index in (0..=steps).flat_map(|index| [index, -index]) {
        let slope = middle + f32::from(index) * step;
        let sharp = sharpness(points, slope);
        if sharp > most {
            (best, most) = (slope, sharp);
        }
    }
    best
}

/// How unevenly points fall into rows of a slope: the sum of the rows' squares.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rows of a picture; casts saturate")]
pub(super) fn sharpness(points: &[(f32, f32)], slope: f32) -> u64 {
    let mut rows: Vec<u32> = Vec::new();
    for (x, y) in points {
        let row = (y - x * slope + 1000.0).max(0.0) as usize;
        if row >= rows.len() {
            rows.resize(row + 1, 0);
        }
        if let Some(count) = rows.get_mut(row) {
            *count += 1;
        }
    }
    rows.iter().map(|count| u64::from(*count) * u64::from(*count)).sum()
}

/// The places, in steps of `every` pixels, where ink lies below paper. Rows keep the picture's full resolution.
#[expect(clippy::cast_precision_loss, reason = "places within a picture")]
pub(super) fn edges(bits: &Bits, every: usize) -> Vec<(f32, f32)> {
    let mut out = Vec::new();
    let mut above: Option<&[bool]> = None;
    for (y, row) in bits.rows().enumerate() {
        if let Some(above) = above {
            for (x, (ink, before)) in row.iter().zip(above).enumerate().step_by(every) {
                if *ink && !before {
                    out.push((x as f32, y as f32));
                }
            }
        }
        above = Some(row);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slope_of_lines() {
        let (width, height) = (600, 400);
        let mut bits = Bits { width, height, ink: vec![false; width * height] };
        for line in 1..8 {
            for x in 0..width {
                let y = 40 * line + x / 50;
                bits.ink[y * width + x] = true;
            }
        }
        assert!((angle(&bits, 100.0 / 72.0) - 0.02).abs() < 0.001);
    }
}
