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
pub(super) struct Counted(Vec<(String, i64)>);

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
            return Ok((Self(vec![(format!("device:{person}:{hash}"), FREE_TRIES)]), true));
        }
        let counted = vec![
            (format!("name:{name}@{address}"), FREE_TRIES),
            (format!("name:{name}"), FREE_TRIES_TOGETHER),
            (format!("address:{address}"), FREE_TRIES_TOGETHER),
        ];
        Ok((Self(counted), false))
    }

    /// A try of nobody in particular.
    pub(super) fn by_address(address: &str) -> Self {
        Self(vec![(format!("address:{address}"), FREE_TRIES_TOGETHER)])
    }

    /// Whether another try is free.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] with the seconds to wait.
    pub(super) async fn check(&self, house: &House) -> Done<()> {
        let now = house.now();
        for (subject, free) in &self.0 {
            if let Some((failures, first)) = store::tries(&house.store, subject).await? {
                let open_again = first.plus_seconds(WINDOW_SECONDS);
                if failures >= *free && now < open_again {
                    return Err(Refusal::TooMany { seconds: open_again.seconds_since(now).max(1) }.into());
                }
            }
        }
        Ok(())
    }

    /// Counts a failure, in a change of its own.
    pub(super) async fn failed(&self, house: &House) -> Done<()> {
        let now = house.now();
        let mut change = house.store.begin().await?;
        for (subject, _) in &self.0 {
            store::tried(&mut change, subject, now, now.plus_seconds(-WINDOW_SECONDS)).await?;
        }
        Ok(change.commit().await?)
    }

    /// Forgets the failures of whoever got in; those of an address stay, because others may stand behind it.
    pub(super) async fn forgive(&self, change: &mut Change) -> Done<()> {
        for (subject, _) in self.0.iter().take(1) {
            store::forgive(change, subject).await?;
        }
        Ok(())
    }
}
