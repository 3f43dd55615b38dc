//! What communes have of campaigns, added up anew from teams, members and logs.

use super::Difference;
use crate::house::{Done, House};
use danvan_domain::{campaigns::board::Counts, ids::ProgrammeId};
use danvan_store::campaigns::counts as store;
use std::collections::BTreeMap;
use uuid::Uuid;

/// How often a campaign is compared again when somebody acted meanwhile.
const TRIES: usize = 3;

/// The first commune whose kept sums are not what its rows add up to.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn compare(house: &House) -> Done<Option<Difference>> {
    for campaign in store::campaigns(&house.store).await? {
        let mut found = None;
        for _ in 0..TRIES {
            found = first_wrong(house, campaign).await?;
            if found.is_none() {
                break;
            }
        }
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

async fn first_wrong(house: &House, campaign: ProgrammeId) -> Done<Option<Difference>> {
    let wrong = |unit: Uuid| Difference::Campaign { campaign: campaign.to_string(), unit: unit.to_string() };
    let mut kept: BTreeMap<Uuid, Counts> = BTreeMap::new();
    for (unit, counts, _) in store::of_campaign(&house.store, campaign).await? {
        kept.insert(unit.0, counts);
    }
    let anew: BTreeMap<Uuid, Counts> = store::anew(&house.store, campaign)
        .await?
        .into_iter()
        .map(|(unit, counts)| (unit.0, counts))
        .collect();
    for unit in kept.keys().chain(anew.keys()) {
        let kept = kept.get(unit).copied().unwrap_or_default();
        let mut anew = anew.get(unit).copied().unwrap_or_default();
        // Beside the members there are stand those that their teams say they have.
        let said = std::mem::take(&mut anew.aimed_members);
        if kept != anew || said != anew.members {
            return Ok(Some(wrong(*unit)));
        }
    }
    let [anew, kept] = store::days_anew(&house.store, campaign).await?;
    let other = anew.iter().find(|row| kept.binary_search(row).is_err());
    let other = other.or_else(|| kept.iter().find(|row| anew.binary_search(row).is_err()));
    Ok(other.map(|row| wrong(row.0)))
}
