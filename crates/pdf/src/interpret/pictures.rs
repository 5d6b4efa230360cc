//! Small images: check marks that a word processor keeps as pictures, told by where their ink is.

use crate::document::Rect;
use crate::page::geometry::Area;
use hayro_interpret::{Image, ImageData, LumaData};

/// Images between these sizes, in points, may be check marks.
const SIZE: std::ops::RangeInclusive<f32> = 5.0..=24.0;
/// Images of check marks are square up to this quotient of the longer side by the shorter.
const SQUARE: f32 = 1.4;
/// The rim is this share of a side; what lies inside is the middle.
const RIM: f64 = 0.22;
/// A pixel darker than this, of 255, is ink.
const DARK: u8 = 140;
/// Images of more pixels than this are not looked into, however small they are shown.
const LARGEST: u64 = 4_000_000;
/// The resolution asked from the decoder, in pixels: enough to tell a tick from an empty box.
const PIXELS: u32 = 32;

/// Whether an image has the size of a check mark.
pub fn is_small(bbox: &Rect) -> bool {
    let (short, long) = (bbox.width().min(bbox.height()), bbox.width().max(bbox.height()));
    SIZE.contains(&short) && SIZE.contains(&long) && long <= SQUARE * short
}

/// The shares of dark pixels in the middle and in the rim of an image.
pub fn ink(image: &Image<'_, '_>) -> Option<(f32, f32)> {
    if u64::from(image.width()) * u64::from(image.height()) > LARGEST {
        return None;
    }
    let mut shares = None;
    let target = Some((PIXELS, PIXELS));
    match image {
        Image::Stencil(stencil) => stencil.with_stencil(|mask, _| shares = measure(&mask, |value| value > 127), target),
        Image::Raster(raster) => raster.with_rgba(
            |data, alpha| {
                let mut luma = gray(data);
                if let Some(alpha) = alpha.filter(|alpha| alpha.data.len() == luma.data.len()) {
                    for (value, alpha) in luma.data.iter_mut().zip(alpha.data) {
                        *value = if alpha > 127 { *value } else { 255 };
                    }
                }
                shares = measure(&luma, |value| value < DARK);
            },
            target,
        ),
    }
    shares
}

fn gray(data: ImageData) -> LumaData {
    match data {
        ImageData::Luma(luma) => luma,
        ImageData::Rgb(rgb) => LumaData {
            data: rgb.data.chunks_exact(3).map(|pixel| pixel.iter().copied().min().unwrap_or(255)).collect(),
            width: rgb.width,
            height: rgb.height,
            interpolate: rgb.interpolate,
            scale_factors: rgb.scale_factors,
        },
    }
}

fn measure(image: &LumaData, is_ink: impl Fn(u8) -> bool) -> Option<(f32, f32)> {
    let (mut middle, mut rim) = ((0_u32, 0_u32), (0_u32, 0_u32));
    for (y, row) in (0_u32..).zip(image.data.chunks_exact(usize::try_from(image.width).ok()?.max(1))) {
        for (x, value) in (0_u32..).zip(row) {
            let inside = |at: u32, size: u32| {
                let at = (f64::from(at) + 0.5) / f64::from(size);
                (RIM..=1.0 - RIM).contains(&at)
            };
            let zone = if inside(x, image.width) && inside(y, image.height) { &mut middle } else { &mut rim };
            zone.0 += u32::from(is_ink(*value));
            zone.1 += 1;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of at most some thousand pixels")]
    let share = |(ink, all): (u32, u32)| (all > 0).then(|| ink as f32 / all as f32);
    Some((share(middle)?, share(rim)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ink_in_the_middle_and_in_the_rim() {
        let mut data = vec![255_u8; 100];
        data[..10].fill(0);
        data[90..].fill(0);
        let frame =
            LumaData { data: data.clone(), width: 10, height: 10, interpolate: false, scale_factors: (1.0, 1.0) };
        let (middle, rim) = measure(&frame, |value| value < DARK).unwrap();
        assert!(middle == 0.0 && rim > 0.2);
        data[44..56].fill(0);
        let ticked = LumaData { data, ..frame };
        assert!(measure(&ticked, |value| value < DARK).unwrap().0 > 0.1);
    }
}
