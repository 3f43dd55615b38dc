//! What an office makes public now: for every resident to read, with the days for which the law has it stand.

use crate::house::{Done, House};
use danvan_domain::{
    ids::UnitId,
    procedures::{Bound, Name, Procedure},
    proceedings::Proceeding,
    time::Day,
};
use danvan_store::{deadlines, proceedings as store};
use std::collections::BTreeSet;

/// The most of one office that a page lists.
const MOST: i64 = 200;

/// Something that is public.
pub struct Posted {
    /// What it is about.
    pub title: String,
    /// By which procedure.
    pub procedure: Name,
    /// Where.
    pub place: UnitId,
    /// The number of the paper that is made public.
    pub document: String,
    /// The forms in which it is.
    pub forms: Vec<String>,
    /// Since which day.
    pub from: Day,
    /// The day until which it must stand at least, where the law gives one.
    pub until: Option<Day>,
}

/// What an office makes public now, newest first. Anybody may read it.
///
/// # Errors
/// When the store cannot be read.
pub async fn posted(house: &House, unit: UnitId) -> Done<Vec<Posted>> {
    let (facts, mut found) = (house.facts(), Vec::new());
    for procedure in facts.procedures.all().iter().filter(|one| one.is_offices()) {
        for stage in procedure.stages.iter().filter(|stage| stage.public) {
            let rows = store::posted(&house.store, unit, (&procedure.code, &stage.code), MOST).await?;
            found.extend(told(house, procedure, &stage.code, rows).await?);
        }
    }
    found.sort_by(|one, other| other.from.cmp(&one.from).then_with(|| one.title.cmp(&other.title)));
    Ok(found)
}

async fn told(house: &House, procedure: &Procedure, stage: &str, rows: Vec<Proceeding>) -> Done<Vec<Posted>> {
    let ids: Vec<_> = rows.iter().map(|it| it.id).collect();
    let acts = store::acts_of(&house.store, &ids).await?;
    let clocks = deadlines::of_some(&house.store, &ids).await?;
    let waits: BTreeSet<&str> = procedure
        .terms
        .iter()
        .filter(|term| term.bound == Bound::AtLeast)
        .map(|term| term.rule.step.as_str())
        .collect();
    let publishes: BTreeSet<&str> = procedure
        .acts
        .iter()
        .filter(|act| act.to.as_deref() == Some(stage))
        .map(|act| act.code.as_str())
        .collect();
    let one = |it: Proceeding| {
        let done = acts.get(&it.id).map(Vec::as_slice).unwrap_or_default();
        let public: Vec<_> = done.iter().filter(|kept| publishes.contains(kept.done.act.as_str())).collect();
        let from = public.first().map_or(it.opened_on, |kept| kept.done.at.day());
        let stands = clocks.get(&it.id).map(Vec::as_slice).unwrap_or_default().iter();
        let waited =
            stands.filter(|clock| waits.contains(clock.step.as_str())).map(|clock| clock.due_at).max();
        // A wait is over with the first moment of the day after: the day before is the last of it.
        let until = waited.map(|over| over.plus_seconds(-1).day());
        let mut forms: Vec<String> = Vec::new();
        for form in public.iter().flat_map(|kept| &kept.done.forms) {
            if !forms.contains(form) {
                forms.push(form.clone());
            }
        }
        let paper = done.iter().map(|kept| &kept.done.document).find(|document| !document.is_empty());
        Posted {
            title: it.title,
            procedure: procedure.name.clone(),
            place: it.place,
            document: paper.cloned().unwrap_or_default(),
            forms,
            from,
            until,
        }
    };
    Ok(rows.into_iter().map(one).collect())
}
