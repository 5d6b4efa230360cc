//! Owners: the cell of a ruled table that each glyph belongs to, whole strings at a time.

use super::cells::RuledGrid;
use crate::page::geometry::Area;
use crate::page::ink::Glyph;

/// Glyphs of different operations that are nearer than this, in em, are one string.
const TOUCHING: f32 = 0.06;
/// Glyphs of one operation that are nearer than this, in em, are one string.
const STRING: f32 = 0.5;
/// A string that starts nearer than this to a cell's left side, in em, is set from there and may run over the right side.
const FLUSH: f32 = 1.0;

/// A character that begins this much, in em, before its cell belongs to the text before it.
const STRADDLING: f32 = 0.15;

/// A cell by the numbers of its table and its place in it.
type CellOwner = Option<(usize, usize)>;

/// The cell that each glyph belongs to. A string belongs to one cell, though it may run over its side.
pub fn owners(glyphs: &[Glyph], tables: &[RuledGrid]) -> Vec<CellOwner> {
    let mut owners: Vec<CellOwner> = glyphs.iter().map(|glyph| cell_at(glyph.bbox.center(), tables)).collect();
    let mut start = 0;
    while start < glyphs.len() {
        let end = string_end(glyphs, &owners, tables, start);
        if let (Some(string), Some(cells)) = (glyphs.get(start..end), owners.get_mut(start..end))
            && cells.iter().any(|owner| Some(owner) != cells.first())
        {
            let owner = string_owner(string, cells, tables);
            cells.fill(owner);
        }
        start = end;
    }
    owners
}

/// Where the string that starts at a glyph ends: at a gap, a space or another line, and where a new operation begins just behind
/// the side of a cell.
fn string_end(glyphs: &[Glyph], owners: &[CellOwner], tables: &[RuledGrid], start: usize) -> usize {
    let straddles = |glyph: &Glyph, owner: &CellOwner| {
        let cell = owner.and_then(|(table, cell)| tables.get(table)?.cells.get(cell));
        cell.is_some_and(|cell| cell.bbox.x0 - glyph.bbox.x0 >= STRADDLING * glyph.size)
    };
    let rest = || glyphs.iter().zip(owners).skip(start);
    let continues = |((a, in_a), (b, in_b)): ((&Glyph, &CellOwner), (&Glyph, &CellOwner))| {
        let slack = match a.run == b.run {
            true => STRING * a.size,
            // Outside of every table no other cell's text can begin, and none begins before its cell: punctuation hangs there.
            false if in_a == in_b || in_b.is_none() || straddles(b, in_b) => TOUCHING * a.size,
            false => return false,
        };
        let gap = b.along().0 - a.along().1;
        !a.is_drawn()
            && !b.is_drawn()
            && a.flow() == b.flow()
            && gap.abs() <= slack
            && (a.across().1 - b.across().1).abs() <= 0.5 * a.size
            && !a.text.is_whitespace()
            && !b.text.is_whitespace()
    };
    start + 1 + rest().zip(rest().skip(1)).take_while(|pair| continues(*pair)).count()
}

/// The cell of a string over several cells: the one it is set from, else the one that holds most of it.
fn string_owner(string: &[Glyph], cells: &[CellOwner], tables: &[RuledGrid]) -> CellOwner {
    let first = cells.first().copied().flatten();
    let flush = first
        .and_then(|(table, cell)| tables.get(table)?.cells.get(cell))
        .is_some_and(|cell| string.first().is_some_and(|glyph| glyph.bbox.x0 - cell.bbox.x0 <= FLUSH * glyph.size));
    if flush {
        return first;
    }
    let count = |owner: &CellOwner| cells.iter().filter(|other| *other == owner).count();
    cells.iter().copied().filter(Option::is_some).rev().max_by_key(|owner| count(owner)).flatten()
}

/// The smallest cell at a point.
fn cell_at(point: (f32, f32), tables: &[RuledGrid]) -> CellOwner {
    let mut best: Option<((usize, usize), f32)> = None;
    for (t, table) in tables.iter().enumerate().filter(|(_, table)| table.bbox.holds(point)) {
        for (c, cell) in table.cells.iter().enumerate().filter(|(_, cell)| cell.bbox.holds(point)) {
            let area = cell.bbox.width() * cell.bbox.height();
            if best.is_none_or(|(_, smallest)| area < smallest) {
                best = Some(((t, c), area));
            }
        }
    }
    best.map(|(owner, _)| owner)
}
