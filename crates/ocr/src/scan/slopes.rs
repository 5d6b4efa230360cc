//! Slopes: in which direction the lines of a page run, patch by patch.

use super::ink::{Bits, pixels};
use super::skew;

/// The patches of a page: across and down, for lines that run along the first.
const PATCHES: (usize, usize) = (4, 9);
/// The steepest slope that is looked for.
const STEEPEST: i16 = 24;
/// The steps in which slopes are tried, from coarse to fine.
const COARSE: f32 = 0.005;
const FINE: f32 = 0.001;
/// The resolution at which points are taken along lines, in dots per inch.
const RESOLUTION: f32 = 100.0;
/// A patch with fewer points than this tells nothing.
const POINTS: usize = 80;
/// At its lines' slope a patch is at least this much sharper than at others.
const SHARP: f32 = 1.25;

/// The slope of the lines in a patch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Slope {
    /// The middle of the patch, in pixels.
    pub(super) x: f32,
    pub(super) y: f32,
    /// By how much its lines leave their direction, per pixel along it.
    pub(super) slope: f32,
    /// How much it tells.
    pub(super) weight: f32,
}

/// The slopes of the level lines: how they fall to the right.
pub(super) fn level(bits: &Bits, scale: f32) -> Vec<Slope> {
    let points = skew::edges(bits, pixels(scale * 72.0 / RESOLUTION).max(1));
    patches(&points, (bits.width, bits.height))
}

/// The slopes of the upright lines: how they lean to the right as they go down.
pub(super) fn upright(bits: &Bits, scale: f32) -> Vec<Slope> {
    let points = skew::edges(&bits.transposed(), pixels(scale * 72.0 / RESOLUTION).max(1));
    let swapped = |slope: Slope| Slope { x: slope.y, y: slope.x, ..slope };
    patches(&points, (bits.height, bits.width)).into_iter().map(swapped).collect()
}

/// The slopes of points in patches.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places within a picture"
)]
fn patches(points: &[(f32, f32)], (length, width): (usize, usize)) -> Vec<Slope> {
    let (columns, rows) = PATCHES;
    let (long, wide) = ((length as f32 / columns as f32).max(1.0), (width as f32 / rows as f32).max(1.0));
    let mut sorted: Vec<Vec<(f32, f32)>> = vec![Vec::new(); columns * rows];
    for (x, y) in points {
        let (column, row) = (((x / long) as usize).min(columns - 1), ((y / wide) as usize).min(rows - 1));
        if let Some(patch) = sorted.get_mut(row * columns + column) {
            patch.push((x - column as f32 * long, y - row as f32 * wide));
        }
    }
    let slope = |(index, points): (usize, &Vec<(f32, f32)>)| {
        let (slope, weight) = sharpest(points)?;
        let middle = |at: usize, size: f32| (at as f32 + 0.5) * size;
        Some(Slope { x: middle(index % columns, long), y: middle(index / columns, wide), slope, weight })
    };
    sorted.iter().enumerate().filter_map(slope).collect()
}

/// The slope at which points fall into rows, and how plainly they do.
#[expect(clippy::cast_precision_loss, reason = "sums of squares are compared only")]
fn sharpest(points: &[(f32, f32)]) -> Option<(f32, f32)> {
    if points.len() < POINTS {
        return None;
    }
    let tried: Vec<(f32, u64)> = (-STEEPEST..=STEEPEST)
        .map(|step| f32::from(step) * COARSE)
        .map(|slope| (slope, skew::sharpness(points, slope)))
        .collect();
    let mut usual: Vec<u64> = tried.iter().map(|(_, sharp)| *sharp).collect();
    usual.sort_unstable();
    let usual = *usual.get(usual.len() / 2)? as f32;
    let (coarse, _) = best(tried)?;
    let (slope, sharp) = best(
        (-5..=5).map(|step: i16| coarse + f32::from(step) * FINE).map(|slope| (slope, skew::sharpness(points, slope))),
    )?;
    let plain = sharp as f32 / usual.max(1.0);
    (plain >= SHARP).then_some((slope, (plain - 1.0).min(3.0)))
}

/// The sharpest, of equal ones the least steep.
fn best(tried: impl IntoIterator<Item = (f32, u64)>) -> Option<(f32, u64)> {
    tried.into_iter().reduce(|best, other| {
        let is_better = other.1 > best.1 || other.1 == best.1 && other.0.abs() < best.0.abs();
        if is_better { other } else { best }
    })
}
