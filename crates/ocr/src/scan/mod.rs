//! Scans: a page's picture becomes ruling lines, rows of text and marks, all by its pixels alone.
//!
//! Stands between the sources, which have pictures, and [`crate::ocr`], which reads single lines. The steps: a [`raster`] of grey
//! values without red ink → paper made even, ink told from it ([`ink`]), what lies around it taken away (`backdrop`) → made straight
//! (`skew`, or `warp` where it was photographed) → [`rulings`], which are erased (`erase`) → connected [`parts`] → [`marks`], also by
//! [`pen`] → [`rows`] of text in each cell. Lengths are in pixels inside and are counted from the resolution.

mod backdrop;
pub mod brackets;
mod breaks;
mod erase;
pub mod ink;
mod knots;
pub mod marks;
pub mod parts;
pub mod pen;
pub mod raster;
pub mod rows;
pub mod rulings;
pub(crate) mod skew;
mod slopes;
pub mod strokes;
mod warp;

use ink::Bits;
use raster::Raster;
use rulings::Rulings;

/// A picture made ready: straight, even, its ink told from its paper and its ruling lines from its ink.
#[derive(Debug)]
pub struct Cleaned {
    /// The grey values, the paper at 255, ruling lines painted over.
    pub gray: Raster,
    /// The ink without ruling lines.
    pub bits: Bits,
    /// The same with what is hardly darker than the paper: thin outlines that the threshold breaks are whole in it.
    pub faint: Bits,
    /// The ruling lines.
    pub rulings: Rulings,
    /// Pixels of a point.
    pub scale: f32,
    /// Whether the page was scanned so coarsely that each of its rows stands there twice.
    pub is_coarse: bool,
}

/// Makes a picture ready; `scale` says how many pixels a point has.
pub fn cleaned(picture: &Raster, scale: f32) -> Cleaned {
    let mut gray = ink::even(picture, scale);
    backdrop::clear(picture, &mut gray, scale);
    let bits = ink::bits(&gray);
    let is_coarse = knots::is_coarse(&bits);
    let angle = skew::angle(&bits, scale);
    let straightened = match warp::find(&gray, &bits, scale) {
        Some(warp) => Some(warp.applied(&gray)),
        None if angle.abs() >= skew::STRAIGHT => Some(gray.rotated(angle)),
        None => None,
    };
    // Only a line that lies level falls between two rows of pixels all along, and only where pixels have two values it is lost.
    let may_be_lost = straightened.is_none() && ink::is_of_two_values(picture);
    let mut gray = straightened.unwrap_or(gray);
    let mut bits = ink::bits(&gray);
    let rulings = rulings::find(&gray, &bits, rulings::Scanned { is_coarse, may_be_lost }, scale);
    rulings.erase(&mut gray, &mut bits, scale);
    let faint = ink::faint(&gray);
    Cleaned { gray, bits, faint, rulings, scale, is_coarse }
}
