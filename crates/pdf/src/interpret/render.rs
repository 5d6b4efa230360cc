//! Rendering: a page as a picture, for people who look at it and for programs that read scanned pages.
//!
//! The renderer knows no limits of its own: the picture's size is bounded here, pages with huge images are refused, and the time
//! is that of the [`task`].

use super::open::{collect, open, settings};
use super::task;
use crate::budget::Budget;
use crate::failure::Failure;
use crate::isolate::caught;
use crate::page::ink::Ink;
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use hayro_interpret::InterpreterCache;
use hayro_syntax::page::Page;
use yomitori_ocr::options::ReadOptions;

/// A picture has at most this many pixels: A3 at 300 dots per inch has 17 million.
pub const MOST_PIXELS: f32 = 24e6;
/// A picture's side is at most this long, in pixels: the renderer counts them in 16 bits.
const LONGEST_SIDE: f32 = 32_000.0;
/// An image with more pixels than this is not decoded: A3 at 600 dots per inch has 70 million.
const LARGEST_IMAGE: u64 = 100_000_000;

/// A page's picture.
#[derive(Debug)]
pub struct Rendering {
    /// The page's number, 1-based.
    pub page: u32,
    /// Its pixels; white where the page can't be drawn.
    pub pixmap: Pixmap,
    /// How many pixels a point has.
    pub scale: f32,
    /// Whether the page could be drawn.
    pub is_drawn: bool,
}

/// Renders pages one after the other and hands each to `take`, whose results are returned. `scale` says how many pixels a point of
/// a page is to have, by the page's number, and leaves out pages. Limits hold as in reading, the time for all that `take` does, too.
///
/// # Errors
/// As [`super::read`]; pages without text are no failure here.
pub fn rendered<T: Send + 'static>(
    bytes: &[u8],
    options: &ReadOptions,
    scale: impl Fn(u32) -> Option<f32> + Send + 'static,
    mut take: impl FnMut(Rendering) -> T + Send + 'static,
) -> Result<Vec<T>, Failure> {
    let (bytes, options) = (bytes.to_vec(), options.clone());
    task::run(options.limits, move || {
        let budget = Budget::new(&options.limits);
        let pdf = open(bytes, &budget, options.password.as_deref())?;
        let cache = InterpreterCache::new();
        let mut results = Vec::new();
        for (number, page) in (1..).zip(pdf.pages().iter()) {
            let Some(scale) = scale(number) else { continue };
            // The reader stops at the limits: what it gets through, the renderer does.
            let ink = collect(page, &cache, &budget);
            results.push(take(rendering(number, page, &ink, scale)));
        }
        Ok(results)
    })
}

/// The size of each page in points, as it is displayed.
pub(crate) fn sizes(bytes: &[u8], options: &ReadOptions) -> Result<Vec<(f32, f32)>, Failure> {
    let (bytes, options) = (bytes.to_vec(), options.clone());
    task::run(options.limits, move || {
        let pdf = open(bytes, &Budget::new(&options.limits), options.password.as_deref())?;
        Ok(pdf.pages().iter().map(Page::render_dimensions).collect())
    })
}

/// Renders a page whose ink is known already.
pub(crate) fn rendering<'a>(number: u32, page: &'a Page<'a>, ink: &Ink, scale: f32) -> Rendering {
    let scale = bounded(scale, ink.size);
    let has_pixels = ink.size.0.min(ink.size.1) * scale >= 1.0;
    let can_be_drawn = has_pixels && ink.largest_image <= LARGEST_IMAGE;
    let drawn = can_be_drawn.then(|| caught(|| pixmap(page, scale)).ok()).flatten();
    let is_drawn = drawn.is_some();
    Rendering { page: number, pixmap: drawn.unwrap_or_else(|| blank(ink.size, scale)), scale, is_drawn }
}

fn pixmap<'a>(page: &'a Page<'a>, scale: f32) -> Pixmap {
    let size = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    render(page, &RenderCache::new(), &settings(), &RenderSettings::default(), &size)
}

/// White paper, of one pixel at least.
fn blank((width, height): (f32, f32), scale: f32) -> Pixmap {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the scale bounds both sides")]
    let (width, height) = ((width * scale) as u16, (height * scale) as u16);
    let mut pixmap = Pixmap::new(width.max(1), height.max(1));
    pixmap.data_as_u8_slice_mut().fill(u8::MAX);
    pixmap
}

/// The scale, less where the picture would become too large.
fn bounded(scale: f32, (width, height): (f32, f32)) -> f32 {
    let by_area = (MOST_PIXELS / (width * height).max(1.0)).sqrt();
    let by_side = LONGEST_SIDE / width.max(height).max(1.0);
    scale.min(by_area).min(by_side)
}
