//! What drawings cost that draw each other: a form in a form, forty deep and twice each, is a trillion.

use crate::budget::{Budget, Supply};
use crate::failure::Failure;

/// How deep the interpreter follows forms in forms, and then looks at one more. That a form draws itself is not asked: by its own
/// resources it can't, as nothing may refer to an object that it stands in, but by those of what draws it.
const DEPTH: usize = 52;

/// What drawing something once costs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cost {
    /// Operators.
    pub operators: u64,
    /// Bytes unpacked: forms are unpacked each time that they are drawn.
    pub unpacked: u64,
}

impl Cost {
    /// Both costs together.
    pub fn plus(self, other: Self) -> Self {
        let operators = self.operators.saturating_add(other.operators);
        Self { operators, unpacked: self.unpacked.saturating_add(other.unpacked) }
    }

    /// The cost of drawing it so often.
    pub fn times(self, times: u64) -> Self {
        Self { operators: self.operators.saturating_mul(times), unpacked: self.unpacked.saturating_mul(times) }
    }
}

/// A content stream with its resources.
#[derive(Debug, Default)]
pub struct Drawing {
    /// What it costs without those that it draws.
    pub own: Cost,
    /// The drawings that it draws, each with how often.
    pub draws: Vec<(usize, u64)>,
}

/// What each of the drawings costs, with all that they draw: level by level, as deep as the interpreter goes, so that nothing is
/// gone through twice and drawings in a circle cost what they cost there.
///
/// # Errors
/// When there are too many to be looked at.
pub fn costs(drawings: &[Drawing], budget: &Budget) -> Result<Vec<Cost>, Failure> {
    let links: usize = drawings.iter().map(|drawing| 1 + drawing.draws.len()).sum();
    let mut costs = vec![Cost::default(); drawings.len()];
    for _ in 0..=DEPTH {
        budget.charge(Supply::Steps, links as u64)?;
        let below = |(drawn, times): &(usize, u64)| costs.get(*drawn).copied().unwrap_or_default().times(*times);
        let of = |drawing: &Drawing| drawing.draws.iter().map(below).fold(drawing.own, Cost::plus);
        let next: Vec<Cost> = drawings.iter().map(of).collect();
        if next == costs {
            break;
        }
        costs = next;
    }
    Ok(costs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operators(draws: &[&[(usize, u64)]]) -> Vec<u64> {
        let own = Cost { operators: 1, unpacked: 0 };
        let drawings: Vec<_> = draws.iter().map(|draws| Drawing { own, draws: draws.to_vec() }).collect();
        costs(&drawings, &Budget::default()).unwrap().iter().map(|cost| cost.operators).collect()
    }

    #[test]
    fn drawings_cost_what_they_draw() {
        assert_eq!(operators(&[&[(1, 2), (2, 1)], &[(2, 10)], &[]]), [24, 11, 1]);
        let chain: Vec<Vec<(usize, u64)>> = (1..40).map(|next| vec![(next, 2)]).chain([Vec::new()]).collect();
        let chain: Vec<&[_]> = chain.iter().map(Vec::as_slice).collect();
        assert_eq!(operators(&chain)[0], (1 << 40) - 1);
    }

    #[test]
    fn circles_cost_what_the_interpreter_makes_of_them() {
        assert_eq!(operators(&[&[(0, 1)]]), [DEPTH as u64 + 1]);
        assert!(operators(&[&[(1, 2)], &[(0, 2)]])[0] > 1 << 50);
    }
}
