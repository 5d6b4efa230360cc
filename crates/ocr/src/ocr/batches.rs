//! Batches: strips are brought to the height that the network reads, and read together with others of like width.

use super::Strip;

/// The height of the network's input in pixels.
pub(super) const HEIGHT: usize = 48;
/// The network's input is at least this wide, in pixels: it was taught on lines, not on letters.
const NARROWEST: usize = 64;
/// The network's input is at most this wide, in pixels: a strip that is longer than forty times its height is none.
const WIDEST: usize = 40 * HEIGHT;
/// Strips that are at least so wide, in pixels at that height, may be read narrowed by this factor: running text, of which the network
/// needs less than half its width to tell the characters.
const LONG: f32 = 10.0 * HEIGHT as f32;
const NARROWED: f32 = 0.5;
/// A batch is as wide as its widest strip; the others are at least this share of it.
const ALIKE: f32 = 0.88;
/// A batch has at most this many pixels, so that a worker's memory stays small.
const LARGEST: usize = 8 * 320 * HEIGHT;

/// A strip at the network's height, normalized: ink is −1, paper 1.
#[derive(Debug, Clone)]
pub(super) struct NetworkInput {
    /// Which strip it is.
    pub(super) index: usize,
    /// Its width in pixels.
    pub(super) width: usize,
    /// Whether it was narrowed.
    pub(super) is_narrowed: bool,
    /// How many pixels it has for a pixel of the strip along its line.
    pub(super) scale: f32,
    /// Its pixels.
    pub(super) pixels: Vec<f32>,
}

/// Strips as inputs, in batches of like width; long ones narrowed where they may be. Strips without extent are left out.
pub(super) fn batches<'s>(
    strips: impl Iterator<Item = (usize, &'s Strip)>,
    may_narrow: bool,
) -> Vec<Vec<NetworkInput>> {
    let mut inputs: Vec<NetworkInput> = strips.filter_map(|(index, strip)| input(index, strip, may_narrow)).collect();
    inputs.sort_by_key(|input| (std::cmp::Reverse(input.width), input.index));
    let mut out: Vec<Vec<NetworkInput>> = Vec::new();
    for input in inputs {
        match out.last_mut().filter(|batch| fits(batch, &input)) {
            Some(batch) => batch.push(input),
            None => out.push(vec![input]),
        }
    }
    out
}

#[expect(clippy::cast_precision_loss, reason = "widths of at most some thousand pixels")]
fn fits(batch: &[NetworkInput], input: &NetworkInput) -> bool {
    let widest = batch.first().map_or(0, |first| first.width);
    let is_alike = input.width as f32 >= ALIKE * widest as f32;
    is_alike && (batch.len() + 1) * widest * HEIGHT <= LARGEST
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes of at most some thousand pixels"
)]
fn input(index: usize, strip: &Strip, may_narrow: bool) -> Option<NetworkInput> {
    if strip.width == 0 || strip.height == 0 || strip.pixels.len() < strip.width * strip.height {
        return None;
    }
    let scale = HEIGHT as f32 / strip.height as f32;
    let is_narrowed = may_narrow && strip.width as f32 * scale >= LONG;
    let narrowed = if is_narrowed { NARROWED } else { 1.0 };
    let drawn = ((strip.width as f32 * scale * narrowed).round() as usize).clamp(1, WIDEST);
    let width = drawn.max(NARROWEST);
    let across = drawn as f32 / strip.width as f32;
    let mut pixels = vec![1.0; width * HEIGHT];
    for (y, row) in pixels.chunks_exact_mut(width).enumerate() {
        for (x, value) in row.iter_mut().take(drawn).enumerate() {
            *value = mean(strip, (x, across), (y, scale)) / 127.5 - 1.0;
        }
    }
    Some(NetworkInput { index, width, is_narrowed, scale: across, pixels })
}

/// The mean grey value of the strip's area that becomes a pixel: of all its pixels where the strip is made smaller, between the
/// nearest four where it is made larger.
fn mean(strip: &Strip, (x, across): (usize, f32), (y, down): (usize, f32)) -> f32 {
    let (columns, rows) = (weights(x, across, strip.width), weights(y, down, strip.height));
    let (mut sum, mut all) = (0.0, 0.0);
    for (row, by_row) in rows {
        for (column, by_column) in columns.clone() {
            let weight = by_row * by_column;
            sum += weight * strip.pixels.get(row * strip.width + column).copied().map_or(255.0, f32::from);
            all += weight;
        }
    }
    if all > 0.0 { sum / all } else { 255.0 }
}

/// The pixels that a pixel at `at` is made of, each with its weight: a triangle as wide as both its neighbours.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places within a strip"
)]
fn weights(at: usize, scale: f32, size: usize) -> impl Iterator<Item = (usize, f32)> + Clone {
    let reach = (1.0 / scale).max(1.0);
    let middle = (at as f32 + 0.5) / scale - 0.5;
    let first = (middle - reach).ceil().max(0.0) as usize;
    let last = ((middle + reach).floor().max(0.0) as usize).min(size.saturating_sub(1));
    let weight = move |place: usize| (place, (1.0 - (place as f32 - middle).abs() / reach).max(0.0));
    (first.min(last)..=last).map(weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strip(width: usize, height: usize) -> Strip {
        Strip { width, height, pixels: vec![255; width * height] }
    }

    #[test]
    fn strips_of_like_width_are_read_together() {
        let strips = [strip(480, 24), strip(100, 48), strip(900, 48), strip(0, 48)];
        let narrowed = batches(strips.iter().enumerate(), true);
        assert_eq!(narrowed.iter().flatten().map(|input| input.width).collect::<Vec<_>>(), [480, 450, 100]);
        assert!(narrowed[0][0].scale == 1.0 && narrowed[0][0].is_narrowed && !narrowed[1][0].is_narrowed);
        let batches = batches(strips.iter().enumerate(), false);
        let order: Vec<Vec<usize>> =
            batches.iter().map(|batch| batch.iter().map(|input| input.index).collect()).collect();
        assert_eq!(order, [vec![0, 2], vec![1]]);
        assert!(batches[0][0].scale == 2.0 && batches[0][0].width == 960);
        assert!(batches[0][0].pixels.iter().all(|value| (value - 1.0).abs() < 1e-4));
    }

    #[test]
    fn ink_stays_where_it_is() {
        let mut halves = strip(40, 20);
        halves.pixels.chunks_exact_mut(40).for_each(|row| row[..20].fill(0));
        let input = input(0, &halves, true).unwrap();
        let row = &input.pixels[input.width * 24..input.width * 25];
        assert!(row[44] < -0.99 && row[52] > 0.99, "{row:?}");
    }
}
