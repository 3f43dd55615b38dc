//! The turns of days, kept until any of them turns: a page asks for those of years, and one number says whether they still hold.

use super::sums::Days;
use crate::house::{Done, House};
use danvan_store::tallies::{self, Turns};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// So many stretches of days are kept; a year's turns take some 12 kB.
const MOST: usize = 32;

/// The turns that a house keeps, each with the sum by which they hold.
#[derive(Default)]
pub(super) struct KeptTurns(Mutex<Vec<(Days, i64, Arc<Turns>)>>);

impl KeptTurns {
    fn lock(&self) -> MutexGuard<'_, Vec<(Days, i64, Arc<Turns>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The turns of some days, without the last, and of the rest of their months, so that periods that differ by days ask for
    /// the same.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) async fn of(&self, house: &House, (from, until): Days) -> Done<Arc<Turns>> {
        let days = (from.first_of_month(), until.first_of_next_month());
        // Before the turns themselves, so that they are never older than their sum says.
        let sum = tallies::turns(&house.store, days.0, days.1).await?;
        if let Some((.., known)) = self.lock().iter().find(|(own, at, _)| (*own, *at) == (days, sum)) {
            return Ok(Arc::clone(known));
        }
        let turns = Arc::new(tallies::turns_by_day(&house.store, days.0, days.1).await?);
        let mut kept = self.lock();
        kept.retain(|(own, ..)| *own != days);
        if kept.len() >= MOST {
            kept.remove(0);
        }
        kept.push((days, sum, Arc::clone(&turns)));
        Ok(turns)
    }
}
