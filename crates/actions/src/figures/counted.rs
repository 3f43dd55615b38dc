//! The list behind a number: exactly the acts that were counted, found in raw rows by the same rules as the tallies.

use super::{Question, carrying::Target, overview::check, sums::Days};
use crate::house::{Done, Facts, House};
use danvan_domain::{
    ids::UnitId,
    rights::{Asker, Verb},
    tallies::{Counted, counted_at},
    time::Day,
    topics::ALL,
    units::{Level, Unit, WHOLE_PPM, rehome},
    words_enum,
};
use danvan_store::{
    cases::counted::{self as store, Act, Acts},
    data::requests,
};
use std::collections::HashMap;

words_enum! {
    /// Which part of a unit's number is listed.
    Part {
        /// All of it.
        Whole = "whole",
        /// What belongs to none of the rows of its table.
        Remainder = "remainder",
    }
}

/// A page of the acts behind a number.
pub struct Listed {
    /// Newest first. An act on a case that is restricted has no title.
    pub acts: Vec<Act>,
    /// How many there are in all: the number.
    pub total: i64,
    /// Whether some more are counted in part, because their unit was divided: then the number is an estimate and no list
    /// can be it.
    pub is_partial: bool,
}

/// Whether somebody may read the list behind a unit's numbers.
pub fn may_list(house: &House, asker: &Asker, unit: UnitId, counted: Counted) -> bool {
    house.ask(asker, verb(counted), unit).is_ok()
}

const fn verb(counted: Counted) -> Verb {
    match counted {
        Counted::Heard => Verb::ReadObservations,
        _ => Verb::ReadCase,
    }
}

/// Lists what a question's measure counts; `page` is how many and after how many.
///
/// # Errors
/// The refusal of the right to read the unit's cases, or its observations; otherwise as for the overview.
pub async fn list_counted(
    house: &House,
    asker: &Asker,
    (question, part): (&Question, Part),
    (limit, mut before): (i64, i64),
) -> Done<Listed> {
    let facts = house.facts();
    check(&facts, question)?;
    house.ask(asker, verb(question.measure), question.unit)?;
    let topics = match question.topic.as_str() {
        ALL => None,
        code => Some(facts.topics.subtree(code).into_iter().map(str::to_owned).collect()),
    };
    let (spans, is_partial) = spans(&facts, question, part);
    let mut listed = Listed { acts: Vec::new(), total: 0, is_partial };
    for ((from, until), places) in spans.into_iter().rev() {
        let acts = Acts { counted: question.measure, from, until, places, topics: topics.clone() };
        let count = store::count(&house.store, &acts).await?;
        let wanted = limit - i64::try_from(listed.acts.len()).unwrap_or(limit);
        if wanted > 0 && before < count {
            listed.acts.extend(store::list(&house.store, &acts, (wanted, before)).await?);
        }
        before = (before - count).max(0);
        listed.total += count;
    }
    if question.measure != Counted::Heard {
        // What whoever asked has restricted counts on; its words are shown to nobody who only reads figures.
        let restricted = requests::restricted_cases(&house.store).await?;
        for act in listed.acts.iter_mut().filter(|act| restricted.contains(&act.thing)) {
            act.title.clear();
        }
    }
    Ok(listed)
}

/// Days on which the same places count, and those places; `None` for everywhere.
type Span = (Days, Option<Vec<UnitId>>);

/// The places whose acts count in the unit asked for. What stands for a place changes with the day of the act, so that the
/// period is cut where units change; neighbours with the same places fall together.
fn spans(facts: &Facts, question: &Question, part: Part) -> (Vec<Span>, bool) {
    let whole = (question.from, question.to.next());
    let tree = &facts.tree;
    let Some(unit) = tree.get(question.unit) else { return (Vec::new(), false) };
    let is_alone = tree.units().iter().filter(|other| other.parent.is_none()).count() == 1;
    if unit.parent.is_none() && is_alone && part == Part::Whole {
        return (vec![(whole, None)], false);
    }
    let row_level = if unit.level() < Level::Commune { Level::Commune } else { Level::Village };
    let target = Target { tree, on: question.on_structure, unit: unit.id, row_level };
    let share = match part {
        Part::Whole => share_of,
        Part::Remainder => share_of_no_row,
    };
    let mut known: HashMap<UnitId, i64> = HashMap::new();
    let mut is_partial = false;
    let mut found: Vec<Span> = Vec::new();
    for (from, until) in pieces(whole, &tree.epochs(Level::Village)) {
        let mut places = Vec::new();
        for place in tree.units() {
            let counted = counted_at(tree, place.id, from);
            let share = *known.entry(counted).or_insert_with(|| share(&target, counted));
            if share == WHOLE_PPM {
                places.push(place.id);
            }
            is_partial |= share > 0 && share < WHOLE_PPM;
        }
        match found.last_mut() {
            Some(((_, last), same)) if same.as_ref() == Some(&places) => *last = until,
            _ => found.push(((from, until), Some(places))),
        }
    }
    (found, is_partial)
}

/// A period cut before each of some days.
fn pieces((from, until): Days, turns: &[Day]) -> Vec<Days> {
    let inside = turns.iter().copied().filter(|turn| *turn > from && *turn < until);
    let ends: Vec<Day> = inside.chain([until]).collect();
    let begins = std::iter::once(from).chain(ends.iter().copied());
    begins.zip(ends.iter().copied()).filter(|(from, until)| from < until).collect()
}

/// How much of what was counted at a unit the overview counts in the unit asked for, in parts per million: communes that
/// stand count where they lie; others village by village, and what no village holds as a whole.
fn share_of(target: &Target<'_>, counted: UnitId) -> i64 {
    let tree = target.tree;
    let level = tree.get(target.unit).map(Unit::level);
    let is_under = counted == target.unit || tree.ancestors(counted).any(|above| above.id == target.unit);
    let under = if is_under { WHOLE_PPM } else { 0 };
    let Some(commune) = tree.at_or_above(counted, Level::Commune) else { return under };
    let stands = commune.stands_on(target.on);
    match level {
        Some(Level::City | Level::District | Level::Commune) if stands || target.is_top() => under,
        Some(Level::City | Level::District | Level::Commune | Level::Village) => {
            let carried = tree.at_or_above(counted, Level::Village).unwrap_or(commune);
            target.share_of(carried.id).0
        }
        _ => under,
    }
}

/// How much of what was counted at a unit belongs to the unit asked for and to none of its rows, in parts per million.
fn share_of_no_row(target: &Target<'_>, counted: UnitId) -> i64 {
    let (tree, whole) = (target.tree, share_of(target, counted));
    let has_rows = tree.get(target.unit).is_some_and(|unit| unit.level() <= Level::Commune);
    let Some(commune) = tree.at_or_above(counted, Level::Commune).filter(|_| has_rows) else { return whole };
    if target.row_level == Level::Commune && commune.stands_on(target.on) {
        return 0;
    }
    let carried = tree.at_or_above(counted, Level::Village).unwrap_or(commune);
    let parts = rehome(tree, carried.id, target.on, target.row_level).into_iter();
    let held = parts.filter(|part| part.unit.is_some_and(|row| tree.is_under(row, target.unit, target.on)));
    (whole - held.map(|part| part.share_ppm).sum::<i64>()).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_cut_into_pieces_that_cover_it_once() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let turns = ["2025-01-01", "2025-07-01", "2026-01-01"].map(day);
        let check = |from: &str, until: &str, expected: &[(&str, &str)]| {
            let expected: Vec<Days> = expected.iter().map(|(from, until)| (day(from), day(until))).collect();
            assert_eq!(pieces((day(from), day(until)), &turns), expected);
        };
        check("2025-02-01", "2025-03-01", &[("2025-02-01", "2025-03-01")]);
        check("2025-01-01", "2025-07-01", &[("2025-01-01", "2025-07-01")]);
        check("2025-06-30", "2025-07-02", &[("2025-06-30", "2025-07-01"), ("2025-07-01", "2025-07-02")]);
        let year = [("2024-12-31", "2025-01-01"), ("2025-01-01", "2025-07-01"), ("2025-07-01", "2025-08-01")];
        check("2024-12-31", "2025-08-01", &year);
    }
}
