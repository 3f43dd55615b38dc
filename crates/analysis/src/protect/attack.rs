//! What an attacker works out who knows every printed cell and how cells add up: linear programmes over what is withheld.

use super::{Standing, Table, cycle::Move};
use crate::refusal::{Refusal, Wrong};
use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, Variable};

/// What moves less than this does not move.
const NOTHING: f64 = 1e-7;

/// What can be known of a withheld cell: it lies between these.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attack {
    /// The least it can be.
    pub low: f64,
    /// The most; infinite where nothing bounds it.
    pub high: f64,
}

/// How much it costs to withhold a cell: the more that was counted the more, and every cell something.
pub(super) fn cost(value: f64) -> f64 {
    1.0 + libm::log1p(value)
}

/// The sums in which a withheld cell takes part, as conditions on variables.
fn constrain(problem: &mut Problem, table: &Table, variables: &[Vec<(Variable, f64)>], rest: bool) {
    for relation in &table.relations {
        let mut left: Vec<(Variable, f64)> = Vec::new();
        let mut known = 0.0;
        let parts = relation.parts.iter().map(|part| (*part, 1.0));
        for (cell, sign) in parts.chain([(relation.total, -1.0)]) {
            if variables[cell].is_empty() {
                known += sign * table.cells[cell].value;
            }
            left.extend(variables[cell].iter().map(|(variable, factor)| (*variable, sign * factor)));
        }
        if !left.is_empty() {
            problem.add_constraint(&left[..], ComparisonOp::Eq, if rest { -known } else { 0.0 });
        }
    }
}

/// What the attacker knows of a withheld cell.
///
/// # Errors
/// [`Wrong::Unsolved`] when the programme cannot be solved.
pub fn bounds(table: &Table, hidden: &[bool], at: usize) -> Result<Attack, Refusal> {
    let of = |direction: OptimizationDirection| -> Result<f64, Refusal> {
        let is_most = matches!(direction, OptimizationDirection::Maximize);
        let mut problem = Problem::new(direction);
        let variables: Vec<Vec<(Variable, f64)>> = (0..table.cells.len())
            .map(|cell| {
                let weight = if cell == at { 1.0 } else { 0.0 };
                let own = hidden[cell].then(|| problem.add_var(weight, (0.0, f64::INFINITY)));
                own.map(|variable| (variable, 1.0)).into_iter().collect()
            })
            .collect();
        constrain(&mut problem, table, &variables, true);
        match problem.solve() {
            Ok(outcome) => {
                let solution = outcome.into_solution().map_err(|_| Refusal::from(Wrong::Unsolved))?;
                Ok(solution.objective())
            }
            Err(Error::Unbounded) if is_most => Ok(f64::INFINITY),
            Err(_) => Err(Wrong::Unsolved.into()),
        }
    };
    Ok(Attack { low: of(OptimizationDirection::Minimize)?, high: of(OptimizationDirection::Maximize)? })
}

/// The cheapest moves of a cell by a margin: one that may be made either way, else one upward and one downward.
pub(super) fn moves(table: &Table, hidden: &[bool], at: usize, margin: f64) -> Result<Vec<Move>, Refusal> {
    let either = |cell: usize| (table.cells[cell].value, table.cells[cell].value);
    // What was hard to solve either way may be easy one way at a time.
    if let Some(own) = cheapest(table, hidden, (at, margin), either).unwrap_or(None) {
        return Ok(vec![own]);
    }
    // Nothing bounds a count above, and none falls below zero.
    let upward = cheapest(table, hidden, (at, margin), |cell| (f64::INFINITY, table.cells[cell].value))?;
    let by = margin.min(table.cells[at].value);
    let downward = cheapest(table, hidden, (at, by), |cell| (table.cells[cell].value, f64::INFINITY))?;
    let refused = || Refusal { row: Some(at + 1), ..Wrong::Unprotectable.into() };
    let downward = downward.ok_or_else(refused)?;
    let downward = downward.into_iter().map(|(cell, by)| (cell, -by)).collect();
    Ok(vec![upward.ok_or_else(refused)?, downward])
}

/// The cheapest move of a cell by some amount, with how far each cell may rise and fall.
fn cheapest(
    table: &Table,
    hidden: &[bool],
    (at, by): (usize, f64),
    limits: impl Fn(usize) -> (f64, f64),
) -> Result<Option<Move>, Refusal> {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let variables: Vec<Vec<(Variable, f64)>> = (0..table.cells.len())
        .map(|cell| {
            if cell == at {
                return vec![(problem.add_var(0.0, (by, by)), 1.0)];
            }
            let (rises, falls) = limits(cell);
            if table.standing(cell) == Standing::Known || (rises <= 0.0 && falls <= 0.0) {
                return Vec::new();
            }
            let price = if hidden[cell] { 0.0 } else { cost(table.cells[cell].value) };
            vec![(problem.add_var(price, (0.0, rises)), 1.0), (problem.add_var(price, (0.0, falls)), -1.0)]
        })
        .collect();
    constrain(&mut problem, table, &variables, false);
    let solution = match problem.solve() {
        Ok(outcome) => outcome.into_solution().map_err(|_| Refusal::from(Wrong::Unsolved))?,
        Err(Error::Infeasible) => return Ok(None),
        Err(_) => return Err(Wrong::Unsolved.into()),
    };
    let moved = |(cell, own): (usize, &Vec<(Variable, f64)>)| {
        let by: f64 = own.iter().map(|(variable, factor)| factor * solution.var_value(*variable)).sum();
        (by.abs() > NOTHING).then_some((cell, by))
    };
    Ok(Some(variables.iter().enumerate().filter_map(moved).collect()))
}
