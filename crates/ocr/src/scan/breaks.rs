//! Breaks: pieces of a ruling line that a coarse scan of two values left apart become one line again.
//!
//! Where a thin line runs a little aslant, it falls between the rows of a fax and is left out for some of its length; the pieces stand
//! one after the other, each a row further. What stands apart by intent ends at lines across on both sides.

use super::strokes::{Drawn, Stroke};

/// Pieces of a line are at most this far apart, in points; on a page where most lines are in pieces, at most the second.
const APART: f32 = 18.0;
const WIDE: f32 = 100.0;
/// Pieces of a line overlap by at most this much, in points.
const OVERLAP: f32 = 2.0;
/// Pieces of a line are shifted across by at most this much from one to the next, in points.
const SHIFT: f32 = 1.3;
/// One of two pieces is at least this long, in points: no stroke of a character is.
const PIECE: f32 = 24.0;
/// Lines across whose distance is at least this, in points, are two: the sides of a double line are nearer.
const TWO: f32 = 6.0;
/// Between a line's end and a character's stroke behind it is at least this, in points.
const BEYOND: f32 = 0.3;
/// How near an end is to the line across it ends at, in points.
const MEETS: f32 = 3.0;
/// Lines shorter than this, in points, may end where they do: those below text do.
const LINE: f32 = 40.0;
/// On a page with at least so many breaks, lines that end short of a line across were broken there.
const BROKEN: usize = 3;
/// On a page with so many wide breaks lines are in pieces: half of each is missing.
const IN_PIECES: usize = 8;

/// A line that is being put together; `tail` is where its last piece is across.
struct Chain {
    drawn: Drawn,
    tail: f32,
}

/// The level and the upright lines that pieces make.
pub(super) fn closed(level: Vec<Drawn>, upright: Vec<Drawn>, scale: f32) -> (Vec<Drawn>, Vec<Drawn>) {
    let (mut level, in_level) = joined(level, &upright, APART, scale);
    let (mut upright, in_upright) = joined(upright, &level, APART, scale);
    let mut breaks = in_level + in_upright;
    let mut reach = APART;
    let (wide_level, in_level) = joined(level.clone(), &upright, WIDE, scale);
    let (wide_upright, in_upright) = joined(upright.clone(), &level, WIDE, scale);
    if in_level + in_upright >= IN_PIECES {
        (level, upright) = (wide_level, wide_upright);
        breaks += in_level + in_upright;
        reach = WIDE;
    }
    if breaks >= BROKEN {
        lengthened(&mut level, &upright, reach, scale);
        lengthened(&mut upright, &level, reach, scale);
    }
    (level, upright)
}

/// Joins the pieces of lines that are up to so far apart. Also how many breaks there were that are wider than an overlap.
fn joined(mut pieces: Vec<Drawn>, across: &[Drawn], apart: f32, scale: f32) -> (Vec<Drawn>, usize) {
    pieces.sort_by(|a, b| a.0.from.total_cmp(&b.0.from));
    let covering = Covering::of(&pieces);
    let mut chains: Vec<Chain> = Vec::with_capacity(pieces.len());
    // Which chains end furthest to the back, by rows of the page as high as a shift is wide.
    let mut rows: std::collections::BTreeMap<i64, Vec<usize>> = std::collections::BTreeMap::new();
    let mut breaks = 0;
    #[expect(clippy::cast_possible_truncation, reason = "places within a picture")]
    let row = |at: f32| (at / (SHIFT * scale)).floor() as i64;
    for (stroke, runs) in pieces {
        let here = row(stroke.at);
        let near = (here - 1..=here + 1).filter_map(|row| rows.get(&row)).flatten().copied();
        let before = near
            .filter_map(|index| Some((index, chains.get(index)?)))
            .filter(|(_, chain)| goes_on(chain, &stroke, across, (apart, scale)))
            .filter(|(_, chain)| !is_between_tables(&chain.drawn.0, &stroke, across, &covering, scale))
            .max_by(|a, b| a.1.drawn.0.to.total_cmp(&b.1.drawn.0.to))
            .map(|(index, _)| index);
        let index = before.unwrap_or(chains.len());
        match chains.get_mut(index) {
            Some(chain) => {
                breaks += usize::from(stroke.from - chain.drawn.0.to > OVERLAP * scale);
                chain.drawn.0 = both(chain.drawn.0, stroke);
                chain.drawn.1.extend(runs);
                chain.tail = stroke.at;
            }
            None => chains.push(Chain { drawn: (stroke, runs), tail: stroke.at }),
        }
        let row = rows.entry(here).or_default();
        // What ended long ago goes on nowhere.
        row.retain(|other| {
            *other != index && chains.get(*other).is_some_and(|chain| chain.drawn.0.to + apart * scale >= stroke.from)
        });
        row.push(index);
    }
    (chains.into_iter().map(|chain| chain.drawn).collect(), breaks)
}

/// Whether a stroke is the next piece of a line.
fn goes_on(chain: &Chain, next: &Stroke, across: &[Drawn], (apart, scale): (f32, f32)) -> bool {
    let line = chain.drawn.0;
    let gap = next.from - line.to;
    (chain.tail - next.at).abs() <= SHIFT * scale
        && (-OVERLAP * scale..=apart * scale).contains(&gap)
        && next.to > line.to
        && line.len().max(next.len()) >= PIECE * scale
        && (gap <= APART * scale || line.len().min(next.len()) >= PIECE * scale)
        && !(gap >= TWO * scale && is_end(&line, line.to, across, scale) && is_end(next, next.from, across, scale))
        && !is_beyond_end(&line, next, across, scale)
}

/// Which stretches some piece runs all along.
struct Covering {
    /// Where pieces begin, in order, each with how far those that begin up to there reach.
    reached: Vec<(f32, f32)>,
}

impl Covering {
    /// The stretches of pieces that are sorted by where they begin.
    fn of(pieces: &[Drawn]) -> Self {
        let mut furthest = f32::MIN;
        let reached = pieces.iter().map(|(piece, _)| {
            furthest = furthest.max(piece.to);
            (piece.from, furthest)
        });
        Self { reached: reached.collect() }
    }

    fn covers(&self, from: f32, to: f32) -> bool {
        let begun = self.reached.partition_point(|(begin, _)| *begin <= from);
        begun.checked_sub(1).and_then(|last| self.reached.get(last)).is_some_and(|(_, reached)| *reached >= to)
    }
}

/// Whether two pieces are of two tables: between the last line across of one and the first of the other none is drawn, though a
/// character's stroke may stand there that touches one of them.
fn is_between_tables(line: &Stroke, next: &Stroke, across: &[Drawn], covering: &Covering, scale: f32) -> bool {
    let (near, stub) = (MEETS * scale, PIECE * scale);
    let crossing = |piece: &Stroke, from: f32, to: f32| {
        let long = across.iter().map(|(other, _)| other).filter(|other| other.len() >= PIECE * scale);
        let meeting = long.filter(|other| other.from - near <= piece.at && piece.at <= other.to + near);
        meeting.map(|other| other.at).filter(|at| (from..=to).contains(at)).collect::<Vec<f32>>()
    };
    let last = crossing(line, line.to - stub, line.to + near).into_iter().reduce(f32::max);
    let first = crossing(next, next.from - near, next.from + stub).into_iter().reduce(f32::min);
    last.zip(first)
        .is_some_and(|(last, first)| first - last >= TWO * scale && !covering.covers(last + near, first - near))
}

/// Whether one of two pieces is short and the other ends at a line across before it comes to it: what stands there is a character's stroke.
fn is_beyond_end(line: &Stroke, next: &Stroke, across: &[Drawn], scale: f32) -> bool {
    let is_short = |stroke: &Stroke| stroke.len() < PIECE * scale;
    next.from - line.to >= BEYOND * scale
        && (is_short(next) && !is_short(line) && is_end(line, line.to, across, scale)
            || is_short(line) && !is_short(next) && is_end(next, next.from, across, scale))
}

/// Whether a stroke ends at a line across.
fn is_end(stroke: &Stroke, end: f32, across: &[Drawn], scale: f32) -> bool {
    let near = MEETS * scale;
    across.iter().any(|(other, _)| {
        (other.at - end).abs() <= near
            && other.len() >= PIECE * scale
            && other.from - near <= stroke.at
            && stroke.at <= other.to + near
    })
}

fn both(a: Stroke, b: Stroke) -> Stroke {
    let (from, to) = (a.from.min(b.from), a.to.max(b.to));
    let (by_a, by_b) = (a.len().max(1.0), b.len().max(1.0));
    let at = (a.at * by_a + b.at * by_b) / (by_a + by_b);
    Stroke { at, from, to, thickness: (a.thickness * by_a + b.thickness * by_b) / (by_a + by_b) }
}

/// Lengthens lines that end short of a line across, by up to a reach in points.
fn lengthened(lines: &mut [Drawn], across: &[Drawn], reach: f32, scale: f32) {
    let near = MEETS * scale;
    for (line, _) in lines.iter_mut().filter(|(line, _)| line.len() >= LINE * scale) {
        let crossing = || {
            across.iter().map(|(other, _)| other).filter(|other| {
                other.len() >= PIECE * scale && other.from - near <= line.at && line.at <= other.to + near
            })
        };
        let before = crossing().map(|other| other.at).filter(|at| *at < line.from).reduce(f32::max);
        let behind = crossing().map(|other| other.at).filter(|at| *at > line.to).reduce(f32::min);
        let reached = |end: f32| crossing().any(|other| (other.at - end).abs() <= near);
        let (from, to) = (line.from, line.to);
        let (is_begun, is_ended) = (reached(from), reached(to));
        if let Some(at) = before.filter(|at| !is_begun && from - at <= reach * scale) {
            line.from = at;
        }
        if let Some(at) = behind.filter(|at| !is_ended && at - to <= reach * scale) {
            line.to = at;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(at: f32, from: f32, to: f32) -> Drawn {
        (Stroke { at, from, to, thickness: 1.0 }, Vec::new())
    }

    #[test]
    fn pieces_of_a_line_are_joined_and_lines_of_two_tables_are_not() {
        let pieces = vec![piece(10.0, 0.0, 60.0), piece(11.0, 70.0, 130.0), piece(12.0, 146.0, 200.0)];
        let (lines, breaks) = joined(pieces.clone(), &[], APART, 1.0);
        assert_eq!((lines.len(), breaks), (1, 2));
        assert_eq!((lines[0].0.from, lines[0].0.to), (0.0, 200.0));
        let walls = [piece(130.0, 0.0, 40.0), piece(146.0, 0.0, 40.0)];
        assert_eq!(joined(pieces, &walls, APART, 1.0).0.len(), 2);
        let rows = vec![piece(10.0, 0.0, 60.0), piece(14.0, 70.0, 130.0)];
        assert_eq!(joined(rows, &[], APART, 1.0).0.len(), 2);
    }

    #[test]
    fn a_line_does_not_go_on_in_a_stroke_behind_its_end() {
        let pieces = vec![piece(10.0, 0.0, 100.0), piece(10.0, 105.0, 116.0), piece(10.0, 117.0, 200.0)];
        let borders = [piece(100.0, 0.0, 40.0), piece(117.0, 0.0, 40.0)];
        assert_eq!(joined(pieces.clone(), &borders, APART, 1.0).0.len(), 3);
        assert_eq!(joined(pieces, &[], APART, 1.0).0.len(), 1);
    }

    #[test]
    fn a_stroke_that_touches_one_of_two_tables_joins_them_not() {
        let pieces = vec![piece(10.0, 0.0, 60.0), piece(10.0, 66.0, 140.0)];
        let borders = [piece(60.0, 0.0, 40.0), piece(78.0, 0.0, 40.0)];
        assert_eq!(joined(pieces.clone(), &borders, APART, 1.0).0.len(), 2);
        // A line that is drawn beside the gap tells that rows of one table stand there.
        let beside: Vec<Drawn> = pieces.into_iter().chain([piece(30.0, 0.0, 140.0)]).collect();
        assert_eq!(joined(beside, &borders, APART, 1.0).0.len(), 2);
    }

    #[test]
    fn a_page_of_pieces_is_put_together() {
        let pieces =
            |at: f32| [(at, 30.0), (at + 130.0, 50.0), (at + 260.0, 50.0)].map(|(from, long)| (from, from + long));
        let rows = |count: u8| (1..=count).map(|row| 20.0 * f32::from(row));
        let level = |count| rows(count).flat_map(|at| pieces(10.0).map(|(from, to)| piece(at, from, to))).collect();
        let sides = vec![piece(0.0, 0.0, 200.0), piece(350.0, 0.0, 200.0)];
        let (lines, _) = closed(level(4), sides.clone(), 1.0);
        assert_eq!(lines.iter().map(|(line, _)| (line.from, line.to)).collect::<Vec<_>>(), [(0.0, 350.0); 4]);
        assert_eq!(closed(level(2), sides, 1.0).0.len(), 6);
    }

    #[test]
    fn a_line_that_ends_short_is_lengthened() {
        let mut lines = [piece(10.0, 8.0, 90.0), piece(30.0, 40.0, 100.0)];
        lengthened(&mut lines, &[piece(0.0, 0.0, 40.0), piece(100.0, 0.0, 40.0)], APART, 1.0);
        assert_eq!(lines.each_ref().map(|(line, _)| (line.from, line.to)), [(0.0, 100.0), (40.0, 100.0)]);
    }
}
