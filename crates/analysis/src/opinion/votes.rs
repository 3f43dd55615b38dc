//! Votes as they were given: a row a voter, most cells empty.

use crate::refusal::{Column, Refusal, Table, Wrong};

/// A vote on a statement. Who has not seen it has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Vote {
    /// For it.
    Agree,
    /// Against it.
    Disagree,
    /// Seen, and neither.
    Pass,
}

impl Vote {
    /// 1, -1 and 0.
    pub const fn number(self) -> f64 {
        match self {
            Self::Agree => 1.0,
            Self::Disagree => -1.0,
            Self::Pass => 0.0,
        }
    }
}

/// The votes of a conversation. Voters and statements are numbered from 0.
#[derive(Clone, Debug)]
pub struct Votes {
    statements: usize,
    ends: Vec<usize>,
    cells: Vec<(u32, Vote)>,
}

impl Votes {
    /// A conversation of some statements in which nobody has voted yet.
    ///
    /// # Errors
    /// Of fewer than two statements no direction can be told.
    pub fn new(statements: usize) -> Result<Self, Refusal> {
        if statements < 2 {
            return Err(Wrong::TooShort { rows: statements, needed: 2 }.into());
        }
        Ok(Self { statements, ends: Vec::new(), cells: Vec::new() })
    }

    /// Adds the next voter with their votes, each on another statement.
    ///
    /// # Errors
    /// For a statement that there is not, or two votes on one.
    pub fn push(&mut self, row: &[(usize, Vote)]) -> Result<(), Refusal> {
        let fault = |wrong: Wrong, statement: usize| {
            let column = Column::Named(statement.to_string());
            wrong.at(self.ends.len() + 1, column).within(Table::Votes)
        };
        let mut next = Vec::with_capacity(row.len());
        for (statement, vote) in row {
            let wrong = Wrong::Unknown { value: *statement, below: self.statements };
            let known = u32::try_from(*statement).ok().filter(|_| *statement < self.statements);
            next.push((known.ok_or_else(|| fault(wrong, *statement))?, *vote));
        }
        next.sort_unstable_by_key(|(statement, _)| *statement);
        if let Some(pair) = next.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            let statement = pair[0].0 as usize;
            return Err(fault(Wrong::Twice { value: statement.to_string() }, statement));
        }
        self.cells.extend(next);
        self.ends.push(self.cells.len());
        Ok(())
    }

    /// How many voters there are.
    pub fn voters(&self) -> usize {
        self.ends.len()
    }

    /// How many statements there are.
    pub fn statements(&self) -> usize {
        self.statements
    }

    /// The votes of a voter, by statement.
    pub fn of(&self, voter: usize) -> &[(u32, Vote)] {
        let start = voter.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.cells[start..self.ends[voter]]
    }

    /// All rows.
    pub(super) fn rows(&self) -> impl ExactSizeIterator<Item = &[(u32, Vote)]> {
        (0..self.voters()).map(|voter| self.of(voter))
    }
}
