//! Image files: PNG, JPEG and TIFF become pictures, one for each page, with the resolution they state.
//!
//! Stands below the sources: who reads scanned pages is given the pictures. What an image is, is told by its first bytes. Its size is
//! charged before it is unpacked.

mod ccitt;
mod jpeg;
mod png;
mod resize;
mod tiff;

use crate::budget::{Budget, Supply};
use crate::failure::{Failure, Reason};
use crate::isolate::caught;

pub use yomitori_ocr::pictures::PictureFormat;

/// An image with more pixels than this is not unpacked: A3 at 600 dots per inch has 70 million.
const LARGEST: u64 = 100_000_000;
/// An image whose shorter side has fewer pixels than this holds no text.
const SMALLEST: u32 = 24;

/// A picture as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Picture {
    /// Width in pixels.
    pub(crate) width: u32,
    /// Height in pixels.
    pub(crate) height: u32,
    /// The samples of each pixel, row by row from the top.
    pub(crate) samples: Vec<u8>,
    /// How many samples a pixel has: 1, grey, or 3, red, green and blue.
    pub(crate) channels: usize,
    /// Pixels of an inch across and down, where the file says.
    pub(crate) dots: Option<(f32, f32)>,
}

/// Unpacks the pictures of an image file one after the other and hands each to `take`, with its number, 1-based.
///
/// # Errors
/// When the image is damaged, is of a kind that is not read, or exceeds a limit; and what `take` fails with.
pub(crate) fn pictures(
    bytes: &[u8],
    format: PictureFormat,
    budget: &Budget,
    mut take: impl FnMut(u32, Picture) -> Result<(), Failure>,
) -> Result<(), Failure> {
    match format {
        PictureFormat::Png => take(1, unpacked(|| png::picture(bytes, budget))?),
        PictureFormat::Jpeg => take(1, unpacked(|| jpeg::picture(bytes, budget))?),
        PictureFormat::Tiff => {
            let mut pages = unpacked(|| tiff::TiffPages::open(bytes))?;
            let mut number = 1;
            loop {
                take(number, unpacked(|| pages.picture(budget))?)?;
                if !unpacked(|| pages.advance())? {
                    return Ok(());
                }
                number += 1;
                require_page(number, budget)?;
            }
        }
    }
}

fn require_page(number: u32, budget: &Budget) -> Result<(), Failure> {
    let most = budget.limits().pages;
    if number <= most {
        return Ok(());
    }
    let message = format!("the image has more than {most} pages");
    Err(Failure::new(Reason::Limit, message).hint("--max-pages raises the limit"))
}

/// What a decoder gives; it may panic on hostile files.
fn unpacked<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    caught(work).unwrap_or_else(|_| Err(damaged("its data can't be followed")))
}

fn damaged(why: impl std::fmt::Display) -> Failure {
    Failure::new(Reason::Damaged, format!("the image can't be unpacked: {why}"))
        .hint("open it in a viewer and save it anew")
}

/// Charges an image's pixels before there is room for them.
fn charge(width: u32, height: u32, budget: &Budget) -> Result<(), Failure> {
    let pixels = u64::from(width) * u64::from(height);
    if width.min(height) < SMALLEST {
        let message = format!("an image of {width} × {height} pixels holds no text");
        return Err(Failure::new(Reason::Empty, message));
    }
    if pixels > LARGEST {
        let message = format!("an image of {width} × {height} pixels; the limit is {LARGEST} pixels");
        return Err(Failure::new(Reason::TooLarge, message).hint("scan it at 300 dots per inch"));
    }
    budget.charge(Supply::Pixels, pixels)
}

/// The samples without alpha: what is transparent shows white paper. `channels` counts alpha.
fn opaque(samples: &[u8], channels: usize) -> Vec<u8> {
    let over = |value: u8, alpha: u8| {
        let (value, alpha) = (u32::from(value), u32::from(alpha));
        u8::try_from((value * alpha + 255 * (255 - alpha)) / 255).unwrap_or(255)
    };
    let mut out = Vec::with_capacity(samples.len() / channels.max(1) * channels.saturating_sub(1));
    for pixel in samples.chunks_exact(channels.max(1)) {
        if let Some((alpha, colours)) = pixel.split_last() {
            out.extend(colours.iter().map(|value| over(*value, *alpha)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_transparent_is_paper() {
        assert_eq!(opaque(&[10, 20, 30, 255, 10, 20, 30, 0], 4), [10, 20, 30, 255, 255, 255]);
        assert_eq!(opaque(&[0, 128], 2), [127]);
    }

    #[test]
    fn sizes_are_charged_before_anything_is_unpacked() {
        let budget = Budget::default();
        let reason = |width, height| charge(width, height, &budget).map_err(|failure| failure.reason);
        assert_eq!(reason(1, 1), Err(Reason::Empty));
        assert_eq!(reason(20_000, 20_000), Err(Reason::TooLarge));
        assert_eq!(reason(u32::MAX, u32::MAX), Err(Reason::TooLarge));
        assert_eq!(reason(2480, 3508), Ok(()));
    }
}
