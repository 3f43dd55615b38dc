//! Where it is: what was typed, chosen from a list, or told by the device.

use super::draft::Draft;
use crate::{
    form::Form,
    shell::{Choice, Shell},
};
use danvan_actions::Facts;
use danvan_domain::{
    ids::UnitId,
    refusals::Note,
    time::Day,
    units::{Level, Match},
};

/// A place the reader may have meant.
pub(super) struct PlaceOption {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) hint: String,
    pub(super) is_chosen: bool,
}

/// A list longer than this helps nobody choose.
const LONGEST_LIST: usize = 400;
/// Most places offered for one name.
const MOST_OFFERED: usize = 8;

/// Settles the place of a draft from what the form says.
///
/// # Errors
/// The note for the field, when there is no place or more than one it may be.
pub(super) fn settle(draft: &mut Draft, form: &Form, facts: &Facts, today: Day) -> Result<(), Note> {
    let listed = form.get("place_listed");
    if !listed.is_empty() {
        draft.place = listed.to_owned();
        draft.place_text =
            draft.unit().and_then(|id| facts.tree.get(id)).map(|unit| unit.name.clone()).unwrap_or_default();
        return Ok(());
    }
    if draft.place_text.is_empty() {
        draft.place.clear();
        let Some(point) = draft.point() else { return Err(Note::new("note-choose-place")) };
        let located = facts.tree.locate(point, today).ok_or_else(|| Note::new("note-off-the-map"))?;
        draft.place = located.unit.to_string();
        return Ok(());
    }
    let is_same = form.get("place_for") == draft.place_text;
    let chosen = draft.unit().and_then(|id| facts.tree.get(id));
    if let Some(unit) = chosen
        && (is_same || unit.name == draft.place_text)
    {
        return Ok(());
    }
    draft.place.clear();
    let found = matches(facts, &draft.place_text, today);
    match found.as_slice() {
        [] => Err(Note::new("note-unknown-place")),
        [only] => {
            draft.place = only.unit.to_string();
            Ok(())
        }
        [first, second, ..] if first.rank == 0 && second.rank > 0 && first.whole => {
            draft.place = first.unit.to_string();
            Ok(())
        }
        _ => Err(Note::new("note-which-place")),
    }
}

fn matches(facts: &Facts, text: &str, today: Day) -> Vec<Match> {
    let mut seen = Vec::new();
    let is_small = |unit: UnitId| facts.tree.at_or_above(unit, Level::Commune).is_some();
    let mut found = facts.tree.find(text, today);
    found.retain(|found| {
        let is_new = !seen.contains(&found.unit);
        seen.push(found.unit);
        is_new && is_small(found.unit)
    });
    found
}

/// The places a name may mean, with what became of old ones; nothing while it is settled.
pub(super) fn options(draft: &Draft, facts: &Facts, shell: &Shell, today: Day) -> Vec<PlaceOption> {
    if draft.place_text.is_empty() || !draft.place.is_empty() {
        return Vec::new();
    }
    let hint = |found: &Match| match (found.since, facts.tree.get(found.named)) {
        (Some(since), Some(named)) => {
            let key = if found.whole { "report-place-since" } else { "report-place-part-since" };
            shell.say_with(key, &[("name", named.name.as_str().into()), ("day", since.into())])
        }
        _ => facts.tree.ancestors(found.unit).next().map(|above| above.name.clone()).unwrap_or_default(),
    };
    matches(facts, &draft.place_text, today)
        .iter()
        .take(MOST_OFFERED)
        .map(|found| PlaceOption {
            id: found.unit.to_string(),
            name: facts.tree.get(found.unit).map(|unit| unit.name.clone()).unwrap_or_default(),
            hint: hint(found),
            is_chosen: false,
        })
        .collect()
}

/// Whether there are borders of today's communes to choose on, and whether any of them is made up; nothing without any.
pub(super) fn map(facts: &Facts, today: Day) -> Option<bool> {
    let tree = &facts.tree;
    let is_commune =
        |unit| tree.get(unit).is_some_and(|unit| unit.level() == Level::Commune && unit.stands_on(today));
    let known = facts.borders.all().iter().filter(|border| is_commune(border.unit));
    known.map(|border| border.simulated).reduce(|one, other| one || other)
}

/// Every commune of the day, when the list is short enough to be of use.
pub(super) fn communes(draft: &Draft, facts: &Facts, today: Day) -> Vec<Choice> {
    let mut communes: Vec<_> = facts.tree.at_level(Level::Commune, today).collect();
    if communes.len() > LONGEST_LIST {
        return Vec::new();
    }
    communes.sort_by_cached_key(|unit| danvan_domain::fold::fold(unit.bare_name()));
    let present = if draft.place_text.is_empty() { "" } else { draft.place.as_str() };
    communes.iter().map(|unit| Choice::new(unit.id.to_string(), unit.name.clone(), present)).collect()
}
