//! Scanned pages: a page that is only a picture becomes the ink that a typed page has.
//!
//! Ruling lines come from the pixels and go through the same table finder as drawn ones ([`areas`]); in each cell rows of text are found,
//! read line by line, and their characters set where they stand ([`glyphs`]). From there on a scan goes the way of any page.

mod areas;
mod glyphs;
mod quality;
mod witness;

use super::interpret::render::{Rendering, rendering};
use super::page::geometry::Turn;
use super::page::ink::{Glyph, Ink, Scan};
use crate::isolate::caught;
use crate::ocr::{Character, LineReader, Strip, fold};
use crate::scan::raster::Raster;
use crate::scan::rows::Row;
use crate::scan::{Cleaned, cleaned};
use areas::Areas;
use hayro_syntax::page::Page;

/// Pictures are looked at with at least this many pixels a point.
const COARSEST: f32 = 150.0 / 72.0;
/// Pictures are looked at with at most this many pixels a point: what a finer scan shows more makes no character plainer.
const FINEST: f32 = 300.0 / 72.0;
/// A picture smaller than this in one direction, in pixels, holds no text.
const SMALLEST: usize = 24;
/// How far a strip goes beyond the ink of its row: beside it and above it, in type sizes.
const MARGIN: (f32, f32) = (0.3, 0.12);
/// Above and below the ink of a coarse page's row, of which some is lost.
const COARSE: f32 = 0.28;

/// Reads a page that holds nothing but images.
pub fn read<'a>(number: u32, page: &'a Page<'a>, ink: &mut Ink, reader: &dyn LineReader) {
    let largest = ink.pictures.iter().max_by(|a, b| a.pixels.cmp(&b.pixels));
    let scale = legible(largest.map_or(FINEST, |picture| picture.resolution));
    let rendering = rendering(number, page, ink, scale);
    read_picture(&rendering, ink, reader);
}

/// Reads a page's picture.
pub fn read_picture(rendering: &Rendering, ink: &mut Ink, reader: &dyn LineReader) {
    let read = if rendering.is_drawn {
        caught(|| from_picture(rendering, reader))
    } else {
        Ok(Err("the page can't be drawn".into()))
    };
    match read.unwrap_or_else(|_| Err("the reader failed".into())) {
        Ok(read) => *ink = Ink { pictures: std::mem::take(&mut ink.pictures), ..read },
        Err(why) => ink.scan = Some(Scan::Unread(why)),
    }
}

/// How many pixels a point is to have for characters to be read, where an image has so many.
pub fn legible(resolution: f32) -> f32 {
    resolution.clamp(COARSEST, FINEST)
}

fn from_picture(rendering: &Rendering, reader: &dyn LineReader) -> Result<Ink, String> {
    let (width, height) = (usize::from(rendering.pixmap.width()), usize::from(rendering.pixmap.height()));
    if width.min(height) < SMALLEST {
        return Err(format!("{width} × {height} pixels hold no text"));
    }
    let picture = Raster::of_rgba(width, height, rendering.pixmap.data_as_u8_slice());
    let (quarters, page) = upright(&picture, rendering.scale, reader)?;
    let ink = page.ink(reader)?;
    let turn = [Turn::None, Turn::Quarter, Turn::Half, Turn::ThreeQuarters];
    // The ink is that of the page as it is displayed: turned back by as much as the picture was turned upright.
    Ok(ink.turned(turn.get(usize::from((4 - quarters) % 4)).copied().unwrap_or(Turn::None)))
}

/// A page made ready, with its cells and its rows of text.
struct Ready {
    cleaned: Cleaned,
    areas: Areas,
    /// Rows that have been read to tell whether the page is upright, and how they read.
    sampled: Vec<(Row, Vec<Character>)>,
}

impl Ready {
    fn new(picture: &Raster, scale: f32) -> Self {
        let cleaned = cleaned(picture, scale);
        let areas = Areas::of(&cleaned);
        Self { cleaned, areas, sampled: Vec::new() }
    }

    fn strip(&self, row: &Row) -> Strip {
        let (top, bottom) = row.band();
        let above = if self.cleaned.is_coarse { COARSE } else { MARGIN.1 };
        let (beside, above) = (MARGIN.0 * row.size, above * row.size);
        let bbox = row.bbox;
        self.cleaned.gray.strip(crate::document::Rect {
            x0: bbox.x0 - beside,
            y0: top - above,
            x1: bbox.x1 + beside,
            y1: bottom + above,
        })
    }

    /// The rows' characters, their places in pixels of the page. Rows that were read as a sample are not read again.
    fn characters(&self, rows: &[Row], reader: &dyn LineReader) -> Result<Vec<Vec<Character>>, String> {
        let known = |row: &Row| self.sampled.iter().find(|(sampled, _)| sampled == row).map(|(_, line)| line.clone());
        let unread = rows.iter().filter(|row| known(row).is_none());
        let strips: Vec<Strip> = unread.map(|row| self.strip(row)).collect();
        let mut read = reader.read(&strips)?.into_iter();
        let mut line = |row: &Row| {
            let mut line = read.next().unwrap_or_default();
            let left = (row.bbox.x0 - MARGIN.0 * row.size).floor();
            line.iter_mut().for_each(|character| character.middle += left);
            line
        };
        Ok(rows.iter().map(|row| known(row).unwrap_or_else(|| line(row))).collect())
    }

    /// How well some of the rows read.
    fn score(&mut self, reader: &dyn LineReader) -> Result<f32, String> {
        let rows = quality::sample(&self.areas.rows());
        let read = self.characters(&rows, reader)?;
        let score = quality::score(&read);
        self.sampled = rows.into_iter().zip(read).collect();
        Ok(score)
    }

    fn ink(self, reader: &dyn LineReader) -> Result<Ink, String> {
        let rows = self.areas.rows();
        let mut read = self.characters(&rows, reader)?;
        let mut ink = Ink { size: self.areas.size, ..Ink::default() };
        (ink.horizontal, ink.vertical) = (self.areas.level.clone(), self.areas.upright.clone());
        for (row, line) in rows.iter().zip(&mut read) {
            fold::settle_foreign(line);
            let (marks, brackets) = (self.areas.marks_of(row), self.areas.brackets_of(row));
            witness::settle_opening(line, brackets.map_or(&[], |found| &found.behind_marks));
            witness::settle_option(line, &marks);
            witness::settle(line, &marks, brackets.map_or(&[], |found| &found.empty), row.size);
        }
        let ends: Vec<(char, char)> = self.areas.beside(&read);
        let is_apart = glyphs::sets_apart(&self.cleaned, rows.iter().zip(&read));
        for (run, ((row, mut line), ends)) in (0..Glyph::NO_RUN).zip(rows.iter().zip(read).zip(ends)) {
            fold::settle(&mut line, ends);
            witness::settle_postal_mark(&mut line, row.bbox, row.size);
            witness::settle_bracket(&mut line, row.bbox);
            witness::settle_brackets(&mut line, self.areas.brackets_of(row).map_or(&[], |found| &found.empty));
            if row.raised_in.is_some() && !quality::is_plain(&line) {
                continue;
            }
            glyphs::close_up(&mut line, row.size);
            if is_apart {
                glyphs::join(&mut line, &self.cleaned, row);
            }
            glyphs::set(&mut ink, (&self.cleaned, is_apart), row, &line, run);
        }
        let words = ink.glyphs.iter().filter(|glyph| !glyph.text.is_whitespace()).count();
        if words == 0 {
            return Err("no characters were found".into());
        }
        ink.scan = Some(Scan::Read(rows.len()));
        Ok(ink)
    }
}

/// The picture turned upright, and by how many quarters it was turned: its lines are level, and its rows read best.
fn upright(picture: &Raster, scale: f32, reader: &dyn LineReader) -> Result<(u8, Ready), String> {
    let turned = |quarters: u8| match quarters {
        0 => Ready::new(picture, scale),
        _ => Ready::new(&picture.quarters(quarters), scale),
    };
    let level = |ready: &Ready| quality::words(&ready.areas.rows());
    let mut first = (0, turned(0));
    if level(&first.1) < quality::LEVEL {
        let other = turned(1);
        if level(&other) > level(&first.1) {
            first = (1, other);
        }
    }
    let best = first.1.score(reader)?;
    if best >= quality::GOOD {
        return Ok(first);
    }
    let mut half = (first.0 + 2, turned(first.0 + 2));
    Ok(if half.1.score(reader)? > best { half } else { first })
}
