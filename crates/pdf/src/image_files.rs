//! Image files: each of their pictures is a page, and goes the way of a page of a PDF that is only an image.

use super::interpret::render::{self, MOST_PIXELS, Rendering};
use super::interpret::{scans, task};
use super::page::ink::{Ink, PagePicture as Image};
use super::{document_of, scanned};
use crate::budget::Budget;
use crate::document::{Document, Rect};
use crate::failure::{Failure, Reason};
use crate::image::{Picture, PictureFormat, pictures};
use crate::ocr::models::HINT;
use hayro::vello_cpu::Pixmap;
use yomitori_ocr::options::ReadOptions;
use yomitori_ocr::recognizer::{Ocr, PageReader};

/// The longer side of A4, which a page is taken for where a file does not say its resolution, in inches.
const A4: f32 = 11.69;
/// A stated resolution is believed where it gives a page whose longer side is between these, in inches: A6 and A3. Cameras and
/// programs state 72 or 96 for anything.
const SHEET: std::ops::RangeInclusive<f32> = 5.5..=17.5;
/// Faxes have up to this many times as many dots across as down.
const OBLONG: f32 = 3.0;
/// Points of an inch.
pub(super) const INCH: f32 = 72.0;

/// Reads an image file by OCR.
///
/// # Errors
/// When the image is damaged, exceeds a limit or holds no text, and where there is no OCR.
pub fn read(bytes: &[u8], format: PictureFormat, options: &ReadOptions) -> Result<Document, Failure> {
    let Some(ocr) = options.ocr.clone() else {
        return Err(Failure::new(Reason::NeedsOcr, "the document is an image without text").hint(HINT));
    };
    let (bytes, limits) = (bytes.to_vec(), options.limits);
    task::run(limits, move || {
        let budget = Budget::new(&limits);
        let inks = inks(&bytes, format, &budget, Some(&ocr))?;
        document_of(inks, format.media_type(), &limits, &budget)
    })
}

/// What each picture shows.
pub(super) fn inks(
    bytes: &[u8],
    format: PictureFormat,
    budget: &Budget,
    ocr: Option<&Ocr>,
) -> Result<Vec<Ink>, Failure> {
    let mut inks = Vec::new();
    pictures(bytes, format, budget, |number, picture| {
        let rendering = rendering(number, picture);
        let mut ink = blank(&rendering);
        match ocr.map(|ocr| &ocr.reader) {
            Some(PageReader::Words(recognizer)) => scans::read_picture(&rendering, &mut ink, recognizer.as_ref()),
            Some(PageReader::Lines(reader)) => scanned::read_picture(&rendering, &mut ink, reader.as_ref()),
            None => {}
        }
        inks.push(ink);
        Ok(())
    })?;
    Ok(inks)
}

/// Renders the pages of a PDF or an image file, as [`render::rendered`] does; the pages of image files are as fine as they are read.
///
/// # Errors
/// As in reading; pages without text are no failure here.
pub fn rendered<T: Send + 'static>(
    bytes: &[u8],
    options: &ReadOptions,
    scale: impl Fn(u32) -> Option<f32> + Send + 'static,
    mut take: impl FnMut(Rendering) -> T + Send + 'static,
) -> Result<Vec<T>, Failure> {
    let Some(format) = PictureFormat::of(bytes) else { return render::rendered(bytes, options, scale, take) };
    let (bytes, limits) = (bytes.to_vec(), options.limits);
    task::run(limits, move || {
        let mut results = Vec::new();
        pictures(&bytes, format, &Budget::new(&limits), |number, picture| {
            if scale(number).is_some() {
                results.push(take(rendering(number, picture)));
            }
            Ok(())
        })?;
        Ok(results)
    })
}

/// The size of each page in points, as it is displayed.
///
/// # Errors
/// As in reading; pages without text are no failure here.
pub fn sizes(bytes: &[u8], options: &ReadOptions) -> Result<Vec<(f32, f32)>, Failure> {
    let Some(format) = PictureFormat::of(bytes) else { return render::sizes(bytes, options) };
    let (bytes, limits) = (bytes.to_vec(), options.limits);
    task::run(limits, move || {
        let mut sizes = Vec::new();
        pictures(&bytes, format, &Budget::new(&limits), |number, picture| {
            sizes.push(blank(&rendering(number, picture)).size);
            Ok(())
        })?;
        Ok(sizes)
    })
}

/// A page with nothing on it but its image.
fn blank(rendering: &Rendering) -> Ink {
    let (width, height) = (rendering.pixmap.width(), rendering.pixmap.height());
    let size = (f32::from(width) / rendering.scale, f32::from(height) / rendering.scale);
    let pixels = u64::from(width) * u64::from(height);
    let image = Image {
        bbox: Rect { x0: 0.0, y0: 0.0, x1: size.0, y1: size.1 },
        ink: None,
        pixels,
        resolution: rendering.scale,
    };
    Ink { size, pictures: vec![image], largest_image: pixels, ..Ink::default() }
}

/// A picture with square pixels, as fine as characters are read.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sides of a picture, which are bounded"
)]
pub(super) fn rendering(page: u32, picture: Picture) -> Rendering {
    let (width, height) = (picture.width as f32, picture.height as f32);
    let (across, down) = dots(width, height, picture.dots);
    let (inches_across, inches_down) = (width / across, height / down);
    let finest = (MOST_PIXELS / (inches_across * inches_down)).sqrt();
    let resolution = scanned::legible(across.max(down) / INCH) * INCH;
    let resolution = resolution.min(finest);
    let side = |inches: f32| ((inches * resolution).round() as u16).max(1);
    let (width, height) = (side(inches_across), side(inches_down));
    let picture = picture.resized(width.into(), height.into());
    let mut pixmap = Pixmap::new(width, height);
    let pixels = pixmap.data_as_u8_slice_mut().chunks_exact_mut(4);
    for (pixel, samples) in pixels.zip(picture.samples.chunks_exact(picture.channels)) {
        match (pixel, samples) {
            ([r, g, b, a], [red, green, blue]) => (*r, *g, *b, *a) = (*red, *green, *blue, u8::MAX),
            (pixel, [grey]) => pixel.iter_mut().zip([*grey, *grey, *grey, u8::MAX]).for_each(|(to, from)| *to = from),
            _ => {}
        }
    }
    Rendering { page, pixmap, scale: resolution / INCH, is_drawn: true }
}

/// The pixels of an inch: those that are stated, where they can be; else those of an A4 page.
pub(super) fn dots(width: f32, height: f32, stated: Option<(f32, f32)>) -> (f32, f32) {
    let is_page = |(across, down): &(f32, f32)| {
        let is_oblong = *across > OBLONG * down || *down > OBLONG * across;
        across.min(*down) >= 1.0 && !is_oblong && SHEET.contains(&(width / across).max(height / down))
    };
    let guessed = width.max(height) / A4;
    stated.filter(is_page).unwrap_or((guessed, guessed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_as_large_as_is_stated_or_as_a4() {
        assert_eq!(dots(1728.0, 1145.0, Some((204.0, 98.0))), (204.0, 98.0));
        assert_eq!(dots(2480.0, 3508.0, Some((300.0, 300.0))), (300.0, 300.0));
        let guessed = 4032.0 / A4;
        assert_eq!(dots(3024.0, 4032.0, Some((72.0, 72.0))), (guessed, guessed));
        assert_eq!(dots(3024.0, 4032.0, None), (guessed, guessed));
        assert_eq!(dots(3024.0, 4032.0, Some((f32::NAN, 0.0))), (guessed, guessed));
    }

    #[test]
    fn a_fax_becomes_square() {
        let (width, height) = (1728, 1145);
        let samples = vec![255; width as usize * height as usize];
        let fax = Picture { width, height, samples, channels: 1, dots: Some((204.0, 98.0)) };
        let page = rendering(1, fax);
        assert_eq!((page.pixmap.width(), page.pixmap.height()), (1728, 2383));
        assert!((page.scale - 204.0 / 72.0).abs() < 0.01);
    }
}
