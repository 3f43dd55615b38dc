//! Failed tries: guessing is slow, and nobody can lock another out of a device they know.

use crate::house::{Done, House};
use danvan_domain::{ids::PersonId, refusals::Refusal};
use danvan_store::{
    Change,
    people::{self as store, devices},
};

/// How long failures are remembered.
const WINDOW_SECONDS: i64 = 15 * 60;
/// So many failures in the window are free for one name from one address, and for one known device.
const FREE_TRIES: i64 = 10;
/// So many for one name from all unknown devices together, and for one address over all names.
const FREE_TRIES_TOGETHER: i64 = 100;

/// What failures are counted by, and how many are free.
pub(super) struct Counted {
    subjects: Vec<(String, i64)>,
    /// Whether this try is counted already.
    is_begun: bool,
}

impl Counted {
    /// A try of a name. Whoever comes from a device that signed in as this person before is counted by that device alone, so
    /// that a stranger's failures elsewhere do not reach them.
    pub(super) async fn of(
        house: &House,
        name: &str,
        person: Option<PersonId>,
        address: &str,
        device: Option<&[u8]>,
    ) -> Done<(Self, bool)> {
        if let (Some(person), Some(hash)) = (person, device)
            && devices::is_known(&house.store, person, hash).await?
        {
            let hash: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
            return Ok((Self::by(vec![(format!("device:{person}:{hash}"), FREE_TRIES)]), true));
        }
        let counted = vec![
            (format!("name:{name}@{address}"), FREE_TRIES),
            (format!("name:{name}"), FREE_TRIES_TOGETHER),
            (format!("address:{address}"), FREE_TRIES_TOGETHER),
        ];
        Ok((Self::by(counted), false))
    }

    /// A try of nobody in particular.
    pub(super) fn by_address(address: &str) -> Self {
        Self::by(vec![(format!("address:{address}"), FREE_TRIES_TOGETHER)])
    }

    const fn by(subjects: Vec<(String, i64)>) -> Self {
        Self { subjects, is_begun: false }
    }

    /// Counts a try before anybody knows how it goes, so that however many come at once no more than are free go on. One
    /// that is not free is not counted.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] with the seconds to wait.
    pub(super) async fn begin(&mut self, house: &House) -> Done<()> {
        let mut change = house.store.begin().await?;
        for (subject, free) in &self.subjects {
            take_try(house, &mut change, subject, (*free, WINDOW_SECONDS)).await?;
        }
        change.commit().await?;
        self.is_begun = true;
        Ok(())
    }

    /// What was tried was right, whatever comes next: the try is none.
    pub(super) async fn right(&self, change: &mut Change) -> Done<()> {
        for (subject, _) in self.subjects.iter().filter(|_| self.is_begun) {
            store::no_try(change, subject).await?;
        }
        Ok(())
    }

    /// The same in a change of its own.
    pub(super) async fn was_right(&self, house: &House) -> Done<()> {
        let mut change = house.store.begin().await?;
        self.right(&mut change).await?;
        Ok(change.commit().await?)
    }

    /// Forgets the failures of whoever got in; those of an address stay, because others may stand behind it.
    pub(super) async fn forgive(&self, change: &mut Change) -> Done<()> {
        self.right(change).await?;
        for (subject, _) in self.subjects.iter().take(1) {
            store::forgive(change, subject).await?;
        }
        Ok(())
    }
}

/// Counts one try of something, of which so many are free in a window of so many seconds.
///
/// # Errors
/// [`Refusal::TooMany`] with the seconds to wait; the change is then to be dropped, and the try is not counted.
pub(crate) async fn take_try(
    house: &House,
    change: &mut Change,
    subject: &str,
    (free, window): (i64, i64),
) -> Done<()> {
    let now = house.now();
    let (tries, first) = store::tried(change, subject, now, now.plus_seconds(-window)).await?;
    if tries > free {
        let seconds = first.plus_seconds(window).seconds_since(now).max(1);
        return Err(Refusal::TooMany { seconds }.into());
    }
    Ok(())
}
