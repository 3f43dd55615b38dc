//! Reading inspections: the lists of a unit, one of them whole, and what was found over time.

use super::{ask_for, ask_to_read};
use crate::{
    house::{Done, House},
    programmes::{Promised, standing_of},
};
use danvan_domain::{
    ids::{InspectionId, UnitId},
    inspections::{Act, Done as Step, Inspection, Item, Outcome, Stage},
    refusals::Refusal,
    rights::{Asker, Verb},
    time::{Day, Moment},
};
use danvan_store::{
    attachments::Picture,
    inspections::{self as store, Found, Of},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A page of a list.
const PAGE: usize = 50;

/// The inspections a unit leads, or those it is the object of, last moved first; fifty a page, after a place. Whether
/// there are more is said beside.
///
/// # Errors
/// The refusal of the right to read inspections.
pub async fn list(
    house: &House,
    asker: &Asker,
    of: Of,
    after: Option<(Moment, InspectionId)>,
) -> Done<(Vec<Inspection>, bool)> {
    let unit = house.own_unit(asker, Verb::ReadInspections)?;
    let after = after.unwrap_or((Moment::from_micros(i64::MAX), InspectionId(Uuid::max())));
    let mut found = store::of_unit(&house.store, of, unit, after, PAGE as i64 + 1).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    Ok((found, more))
}

/// An inspection with everything about it.
pub struct Opened {
    /// The inspection.
    pub inspection: Inspection,
    /// Its checklist.
    pub items: Vec<(Item, Vec<Picture>)>,
    /// What was done, the first act first, with its papers.
    pub acts: Vec<(Step, Vec<Picture>)>,
    /// What is to be mended, as it stands.
    pub remedies: Vec<Promised>,
    /// What the reader may do now.
    pub may: Vec<Act>,
    /// Whether the reader may say now what was found.
    pub may_look: bool,
}

/// Opens an inspection.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read it.
pub async fn one(house: &House, asker: &Asker, id: InspectionId) -> Done<Opened> {
    let inspection = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_to_read(house, asker, &inspection)?;
    let mut pictures: BTreeMap<Uuid, Vec<Picture>> = store::pictures(&house.store, id).await?;
    let mut shown = |thing: Uuid| pictures.remove(&thing).unwrap_or_default();
    let items = store::items(&house.store, id).await?;
    let acts = store::acts(&house.store, id).await?;
    Ok(Opened {
        items: items
            .into_iter()
            .map(|item| (shown(item.id.0), item))
            .map(|(seen, item)| (item, seen))
            .collect(),
        acts: acts.into_iter().map(|act| (shown(act.id), act)).map(|(seen, act)| (act, seen)).collect(),
        remedies: match inspection.remedies {
            Some(programme) => standing_of(house, programme).await?,
            None => Vec::new(),
        },
        may: inspection.stage.acts().filter(|act| ask_for(house, asker, &inspection, *act).is_ok()).collect(),
        may_look: inspection.stage == Stage::AtWork
            && ask_for(house, asker, &inspection, Act::Minute).is_ok(),
        inspection,
    })
}

/// What came out in one field: how many questions were asked, and how many were found wanting, by unit and by year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tallied {
    /// Questions that arose at the unit.
    pub asked: i64,
    /// Shortcomings.
    pub shortcomings: i64,
    /// Violations.
    pub violations: i64,
}

impl Tallied {
    fn count(&mut self, outcome: Outcome, many: i64) {
        if outcome == Outcome::NotApplicable {
            return;
        }
        self.asked += many;
        match outcome {
            Outcome::Shortcoming => self.shortcomings += many,
            Outcome::Violation => self.violations += many,
            Outcome::Met | Outcome::NotApplicable => {}
        }
    }
}

/// What one's own unit found in the inspections it concluded in a time: by field and year, and by field and unit as it
/// stands today.
///
/// # Errors
/// The refusal of the right to lead inspections.
pub async fn found(
    house: &House,
    asker: &Asker,
    days: (Day, Day),
) -> Done<(BTreeMap<(String, String), Tallied>, BTreeMap<(String, UnitId), Tallied>)> {
    let unit = house.own_unit(asker, Verb::LeadInspections)?;
    house.ask(asker, Verb::LeadInspections, unit)?;
    let (facts, today) = (house.facts(), house.today());
    let (mut by_year, mut by_unit) = (BTreeMap::new(), BTreeMap::new());
    for Found { field, unit, year, outcome, many } in store::found(&house.store, unit, days).await? {
        let stands = facts.tree.today(unit, today).unwrap_or(unit);
        let year: &mut Tallied = by_year.entry((field.clone(), year)).or_default();
        year.count(outcome, many);
        let unit: &mut Tallied = by_unit.entry((field, stands)).or_default();
        unit.count(outcome, many);
    }
    Ok((by_year, by_unit))
}
