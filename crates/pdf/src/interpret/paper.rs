//! Paint that does not show on paper.

use hayro_interpret::Paint;

/// A color with at least this much of red, green and blue each is taken for the paper's: it draws no line and no mark.
const PAPER: f32 = 0.96;

/// Paint that covers at most this much of what is below it does not show.
const TRANSPARENT: f32 = 0.05;

/// Whether the paint can't be told from paper.
pub fn is_paper(paint: &Paint<'_>) -> bool {
    match paint {
        Paint::Color(color) => {
            let [red, green, blue, alpha] = color.to_rgba().components();
            alpha <= TRANSPARENT || (red >= PAPER && green >= PAPER && blue >= PAPER)
        }
        Paint::Pattern(_) => false,
    }
}
