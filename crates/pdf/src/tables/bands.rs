//! Bands: the empty space between the lines of tables without rulings, and which of it parts rows.

use super::profile::Profile;
use super::segments::segments;
use crate::text::lines::Line;

/// Bands up to this much larger than a small one, as a factor and in points, are the same band.
const LEADING: (f32, f32) = (1.25, 0.5);
/// Lines within rows hold fewer segments than the first lines of rows: at most this share of them.
const WRAPS: (usize, usize) = (3, 4);
/// A small one of all bands, a raised note here and there left out.
const LOWER: (usize, usize) = (1, 5);
/// The usual band where it is known which bands are between rows: rows of one table are evenly apart.
const LOW: (usize, usize) = (1, 3);
/// The usual band of bands of one kind.
const MEDIAN: (usize, usize) = (1, 2);
/// The usual band where bands within rows are among them.
const UPPER: (usize, usize) = (3, 4);

/// The usual band between rows, as far as can be told from the bands between lines. Where the document does not tell the gap
/// within cells, the small bands are those between the
/// lines of a row where the lines below them hold fewer segments than the others: not every cell of a row has so many lines.
/// Else rows of one line and of several may be mixed, and the bands between rows are among the larger ones.
pub fn row_band(run: &[Line], bands: &[f32], profile: &Profile) -> Option<f32> {
    if let Some(reach) = run.first().and_then(|line| profile.reach(line.size)) {
        let between = bands.iter().filter(|band| **band > reach && band.is_finite()).map(|band| (*band, 1));
        return at_share(between.collect(), LOW);
    }
    let positive: Vec<(f32, usize)> = bands
        .iter()
        .zip(run)
        .filter(|(band, _)| **band > 0.0 && band.is_finite())
        .map(|(band, line)| (*band, segments(0, line).len()))
        .collect();
    let limit = at_share(positive.clone(), LOWER)? * LEADING.0 + LEADING.1;
    let (within, between): (Vec<_>, Vec<_>) = positive.iter().partition(|(band, _)| *band <= limit);
    // Compares the mean numbers of segments without dividing.
    let sum = |side: &[(f32, usize)]| side.iter().map(|(_, segments)| segments).sum::<usize>();
    let has_wraps =
        !between.is_empty() && sum(&within) * between.len() * WRAPS.1 < sum(&between) * within.len() * WRAPS.0;
    match has_wraps {
        true => at_share(between, MEDIAN),
        false => at_share(positive, UPPER),
    }
}

/// The band below which a share of all bands lies.
fn at_share(mut bands: Vec<(f32, usize)>, (part, whole): (usize, usize)) -> Option<f32> {
    bands.sort_by(|a, b| a.0.total_cmp(&b.0));
    bands.get(bands.len() * part / whole).map(|(band, _)| *band)
}
