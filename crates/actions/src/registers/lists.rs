//! The list behind a number of the statistics: exactly the matters that were counted.

use super::{
    Question,
    statistics::{Ways, check},
};
use crate::{
    cases::ask_office,
    house::{Done, Facts, House},
};
use danvan_domain::{
    ids::UnitId,
    proceedings::Proceeding,
    registers::{Kind, Measure, Spell},
    rights::{Asker, Verb},
    units::WHOLE_PPM,
};
use danvan_store::{
    proceedings,
    registers::{self as store, Filter},
};

/// Which matters are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Which {
    /// Of which unit, in which period, on which structure.
    pub question: Question,
    /// What is counted.
    pub measure: Measure,
    /// Only of this kind; of all but denunciations when nobody says.
    pub kind: Option<Kind>,
    /// Only of this branch.
    pub branch: Option<String>,
    /// Only those that ended so.
    pub outcome: Option<String>,
    /// Only those late for this reason.
    pub reason: Option<String>,
    /// Only those that stand so now.
    pub stage: Option<String>,
}

/// A matter of a list.
pub struct Line {
    /// The spell that was counted.
    pub spell: Spell,
    /// Its proceeding.
    pub proceeding: Proceeding,
}

/// A page of the matters behind a number.
pub struct Listed {
    /// Newest first.
    pub lines: Vec<Line>,
    /// How many there are in all: the number.
    pub total: i64,
    /// Whether some more are counted in part, because their office was divided.
    pub is_partial: bool,
}

/// The offices that lie wholly in the unit asked for, `None` for all of the house, and whether others do in part.
pub(super) async fn offices(
    house: &House,
    facts: &Facts,
    question: &Question,
) -> Done<(Option<Vec<UnitId>>, bool)> {
    let tree = &facts.tree;
    let is_alone = tree.units().iter().filter(|other| other.parent.is_none()).count() == 1;
    if is_alone && tree.get(question.unit).is_some_and(|unit| unit.parent.is_none()) {
        return Ok((None, false));
    }
    let ways = Ways::of(facts, question);
    let (mut whole, mut is_partial) = (vec![question.unit], false);
    for office in store::offices(&house.store).await? {
        let share = ways.share_of(office).0;
        if share == WHOLE_PPM && office != question.unit {
            whole.push(office);
        }
        is_partial |= share > 0 && share < WHOLE_PPM;
    }
    Ok((Some(whole), is_partial))
}

/// Lists what a number counts; `page` is how many and after how many.
///
/// # Errors
/// The refusal of the right to read the unit's letters; otherwise as for the statistics.
pub async fn listed(house: &House, asker: &Asker, which: &Which, page: (i64, i64)) -> Done<Listed> {
    let facts = house.facts();
    check(&facts, &which.question)?;
    ask_office(house, asker, Verb::ReadLetter, which.question.unit)?;
    let (offices, is_partial) = offices(house, &facts, &which.question).await?;
    let kinds = which.kind.map_or_else(
        || Kind::ALL.iter().copied().filter(|kind| !kind.is_denunciation()).collect(),
        |kind| vec![kind],
    );
    let filter = Filter {
        measure: which.measure,
        from: which.question.from,
        until: which.question.to.next(),
        offices,
        kinds,
        branch: which.branch.clone(),
        outcome: which.outcome.clone(),
        reason: which.reason.clone(),
        stage: which.stage.clone(),
    };
    let mut listed =
        Listed { lines: Vec::new(), total: store::count(&house.store, &filter).await?, is_partial };
    for spell in store::list(&house.store, &filter, page).await? {
        if let Some(proceeding) = proceedings::get(&house.store, spell.proceeding).await? {
            listed.lines.push(Line { spell, proceeding });
        }
    }
    Ok(listed)
}
