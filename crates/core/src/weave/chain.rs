//! The chain: which atoms are printed wording, and where they stand in it, decided for all of them at once.
//!
//! Atoms are gone through in order; of all assignments the one is taken that explains most characters with fewest
//! slips and jumps. Costs and gains are in thirds of a character.

use super::atoms::Atom;
use super::wording::{EditionWording, WordingPlace};

/// Gain of a character that is the wording's, and cost of one that is not.
const CHARACTER: i32 = 3;
const SLIP: i32 = 6;

/// Cost of going on behind a gap in an element; a character left out costs one more.
const GAP: i32 = 4;

/// Most that the characters left out in one place cost.
const MOST_LEFT_OUT: i32 = 30;

/// Cost of an item that is passed over, and most that all of them cost.
const PASSED: i32 = 12;
const MOST_PASSED: i32 = 60;

/// Cost of a step back.
const BACK: i32 = 60;

/// Least number of characters by which what looks like a note is known as wording.
const LEAST_OF_NOTE: usize = 6;

/// How many ways are kept at every atom.
const WAYS: usize = 32;

/// An atom with its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) atom: usize,
    pub(super) place: WordingPlace,
    previous: Option<usize>,
}

/// A way through the atoms so far: where it stands in the wording, what it has gained, and its last link.
#[derive(Debug, Clone, Copy)]
struct Way {
    end: usize,
    score: i32,
    link: Option<usize>,
}

/// The best assignment of atoms, in order, and its score.
pub(super) fn chain(wording: &EditionWording, atoms: &[Atom]) -> (i32, Vec<Link>) {
    let mut links: Vec<Link> = Vec::new();
    let mut ways = vec![Way { end: 0, score: 0, link: None }];
    for (index, atom) in atoms.iter().enumerate().filter(|(_, atom)| !atom.key.is_empty()) {
        let mut places = wording.places(&atom.key);
        if atom.is_note {
            places.retain(|place| place.slips == 0 && atom.key.len() >= LEAST_OF_NOTE);
        }
        let mut next: Vec<(Way, WordingPlace, Option<usize>)> = Vec::new();
        for way in &ways {
            let on = Some(way.end).filter(|_| !atom.is_note).and_then(|end| wording.fit(&atom.key, end));
            let on = on.filter(|place| !places.contains(place));
            for place in places.iter().copied().chain(on) {
                let gain = CHARACTER * length(atom.key.len()) - SLIP * length(place.slips);
                let score = way.score + gain - cost(wording, way, place.start);
                let better = |(known, at, _): &(Way, WordingPlace, Option<usize>)| *at == place && known.score >= score;
                if score > way.score && !next.iter().any(better) {
                    next.retain(|(_, at, _)| *at != place);
                    next.push((Way { end: place.end, score, link: None }, place, way.link));
                }
            }
        }
        for (way, place, previous) in next {
            links.push(Link { atom: index, place, previous });
            ways.push(Way { link: Some(links.len() - 1), ..way });
        }
        prune(&mut ways);
    }
    let best = ways.iter().max_by_key(|way| way.score).copied();
    let mut chain = Vec::new();
    let mut at = best.and_then(|best| best.link);
    while let Some(link) = at.and_then(|at| links.get(at)) {
        chain.push(*link);
        at = link.previous;
    }
    chain.reverse();
    (best.map_or(0, |best| best.score), chain)
}

/// Keeps the best ways, one for each place in the wording.
fn prune(ways: &mut Vec<Way>) {
    ways.sort_by_key(|way| (std::cmp::Reverse(way.score), way.end));
    let mut seen: Vec<usize> = Vec::with_capacity(WAYS);
    ways.retain(|way| {
        let is_new = seen.len() < WAYS && !seen.contains(&way.end);
        if is_new {
            seen.push(way.end);
        }
        is_new
    });
}

/// What it costs to go on from a way at a place in the wording.
fn cost(wording: &EditionWording, way: &Way, start: usize) -> i32 {
    let element = |at: usize| wording.elements.get(at).copied();
    let to = wording.element_at(start);
    let left_out = |count: usize| (GAP + length(count)).min(MOST_LEFT_OUT);
    let head = element(to).map_or(0, |of| start - of.start);
    let head = if head > 0 { left_out(head) } else { 0 };
    if way.link.is_none() {
        return head;
    }
    if way.end == start {
        return 0;
    }
    let from = wording.element_at(way.end.saturating_sub(1));
    if from == to {
        return if start > way.end { left_out(start - way.end) } else { BACK };
    }
    let rest = element(from).filter(|of| of.item.is_some()).map_or(0, |of| of.end - way.end);
    let rest = if rest > 0 { left_out(rest) } else { 0 };
    if to < from {
        return BACK + head + rest;
    }
    let passed = wording.elements.get(from + 1..to).unwrap_or_default().iter().filter(|of| of.item.is_some()).count();
    head + rest + (PASSED * length(passed)).min(MOST_PASSED)
}

fn length(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX / 16)
}
