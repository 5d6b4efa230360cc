//! Edges: the drawn segments, snapped to common coordinates and joined to the lines they look like.
//!
//! First step of finding ruled tables: edges → intersections → cells → tables.

use super::cells;
use crate::page::ink::Edge;

/// Parallel segments closer than this, in points, are one line: double lines, borders drawn per cell, and the two sides of a
/// spacing between cells. Rows of text are at least twice as far apart.
const SNAP: f32 = 3.0;
/// A gap up to this, in points, is bridged: dashes, dots, and crossings that are left out.
const JOIN: f32 = 3.5;
/// Lines shorter than this, in points, rule nothing: they are dots, ticks and strokes of drawn characters.
const SHORT: f32 = 6.0;
/// Pieces of a line weigh at least as if they were this long, in points: dots have no length.
const DOT: f32 = 0.1;
/// Pieces of one line are drawn at the same coordinate, but for rounding, in points.
const SAME: f32 = 0.3;

/// Snapped and merged edges, horizontal and vertical, each sorted by their coordinate, then by their start. Only edges of one
/// table are snapped to each other: columns of tables below each other may lie nearer than the two sides of a spacing.
pub fn merged(horizontal: Vec<Edge>, vertical: Vec<Edge>) -> (Vec<Edge>, Vec<Edge>) {
    let (horizontal, vertical) = (snapped(horizontal, SAME), snapped(vertical, SAME));
    let (mut rows, mut columns, mut loose) = (Vec::new(), Vec::new(), (Vec::new(), Vec::new()));
    for (across, down) in cells::components(&horizontal, &vertical) {
        if across.is_empty() || down.is_empty() {
            loose.0.extend(across);
            loose.1.extend(down);
        } else {
            rows.extend(snapped(across, SNAP));
            columns.extend(snapped(down, SNAP));
        }
    }
    rows.extend(snapped(loose.0, SNAP));
    columns.extend(snapped(loose.1, SNAP));
    for edges in [&mut rows, &mut columns] {
        edges.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    }
    (rows, columns)
}

/// Edges of one direction, those nearer than `slack` moved to one coordinate and joined.
fn snapped(mut edges: Vec<Edge>, slack: f32) -> Vec<Edge> {
    edges.retain(|edge| edge.at.is_finite() && edge.from.is_finite() && edge.to.is_finite());
    edges.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut out = Vec::new();
    let mut group: Vec<Edge> = Vec::new();
    for edge in edges {
        if group.first().is_some_and(|first| edge.at - first.at > slack) {
            join(&mut group, &mut out);
        }
        group.push(edge);
    }
    join(&mut group, &mut out);
    out.retain(|edge| edge.len() >= SHORT);
    out
}

/// Moves a group of edges to one coordinate, joins what meets, and empties the group.
fn join(group: &mut Vec<Edge>, out: &mut Vec<Edge>) {
    let length: f32 = group.iter().map(|edge| edge.len().max(DOT)).sum();
    let at = group.iter().map(|edge| edge.at * edge.len().max(DOT)).sum::<f32>() / length;
    group.sort_by(|a, b| a.from.total_cmp(&b.from));
    let mut current: Option<Edge> = None;
    for edge in group.drain(..) {
        match &mut current {
            Some(line) if edge.from <= line.to + JOIN => line.to = line.to.max(edge.to),
            _ => out.extend(current.replace(Edge { at, ..edge })),
        }
    }
    out.extend(current);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(at: f32, from: f32, to: f32) -> Edge {
        Edge { at, from, to }
    }

    #[test]
    fn double_dashed_and_per_cell_lines_are_one() {
        let lines = snapped(
            vec![
                edge(10.0, 0.0, 50.0),
                edge(11.5, 0.0, 50.0),
                edge(10.0, 50.5, 100.0),
                edge(11.5, 52.0, 100.0),
                edge(40.0, 0.0, 20.0),
                edge(40.0, 60.0, 90.0),
            ],
            SNAP,
        );
        assert_eq!(lines.len(), 3);
        assert!((lines[0].at - 10.75).abs() < 0.1 && lines[0].to == 100.0);
        assert_eq!((lines[1].from, lines[2].from), (0.0, 60.0));
    }

    #[test]
    fn dots_make_a_line_in_their_own_direction_only() {
        let dots: Vec<Edge> = (0_u8..30).map(|i| edge(5.0, f32::from(i) * 3.0, f32::from(i) * 3.0 + 1.0)).collect();
        assert_eq!(snapped(dots.clone(), SNAP).len(), 1);
        let across: Vec<Edge> = dots.iter().map(|dot| edge(dot.from, 4.5, 5.5)).collect();
        assert!(snapped(across, SNAP).is_empty());
    }

    #[test]
    fn columns_of_different_tables_keep_their_places() {
        let rows = [0.0, 20.0, 100.0, 120.0].map(|at| edge(at, 0.0, 200.0));
        let columns =
            [edge(60.0, 0.0, 20.0), edge(61.9, 0.0, 20.0), edge(63.5, 100.0, 120.0), edge(65.4, 100.0, 120.0)];
        let (rows, columns) = merged(rows.to_vec(), columns.to_vec());
        let places: Vec<f32> = columns.iter().map(|edge| edge.at).collect();
        assert_eq!(rows.len(), 4);
        assert!(matches!(places[..], [a, b] if (a - 60.95).abs() < 0.1 && (b - 64.45).abs() < 0.1), "{places:?}");
    }
}
