//! A task that an office gives to units below it: a commitment like any other, in the programme of its tasks of that year.

use super::{
    TypedSharing, make, promise,
    share::{candidates, share_in},
};
use crate::house::{Done, House};
use danvan_domain::{
    ids::{CommitmentId, ProgrammeId, UnitId},
    programmes::{Commitment, Kind, TypedCommitment, TypedProgramme},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    time::Day,
};
use danvan_store::{Change, programmes as store};
use danvan_words::{Language, Words};
use uuid::Uuid;

/// The namespace of the programmes of tasks: a unit has one a year.
const NAMESPACE: Uuid = Uuid::from_u128(0x2f6b_18d0_7c55_5a3e_9d10_44c7_b1f2_6e08);

/// A task as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct TypedTask {
    /// What is to be done.
    pub what: String,
    /// How many each is to do; empty for what is done or not.
    pub target: String,
    /// Of what.
    pub counted: String,
    /// By when; an error when it could not be read.
    pub last_on: Option<Result<Day, Note>>,
    /// Whether evidence is needed.
    pub needs_evidence: bool,
    /// The units that get it.
    pub units: Vec<String>,
}

/// The units below one's own, to which a task may be given.
///
/// # Errors
/// The refusal of the right to lead programmes.
pub fn units_for_task(house: &House, asker: &Asker) -> Done<Vec<UnitId>> {
    let unit = house.own_unit(asker, Verb::LeadProgrammes)?;
    let mut units = candidates(&house.facts(), unit, house.today());
    units.retain(|below| *below != unit);
    Ok(units)
}

/// Gives a task to units below one's own, each the whole of it. The same message twice is one task.
///
/// # Errors
/// The refusal of the right to lead programmes; a note under each field that is wrong; the same id with other words.
pub async fn give_task(
    house: &House,
    asker: &Asker,
    id: CommitmentId,
    typed: &TypedTask,
) -> Done<CommitmentId> {
    let task = Task::check(house, asker, id, typed).await?;
    let mut change = house.store.begin().await?;
    if !task.write(house, asker, &mut change).await? {
        drop(change);
        return task.given_before(house).await;
    }
    change.commit().await?;
    Ok(id)
}

/// A task that was checked and is not written yet, so that it can join the change of whatever it comes with.
pub(crate) struct Task {
    whole: Commitment,
    sharing: TypedSharing,
}

impl Task {
    /// Checks what was typed and makes the task of it.
    ///
    /// # Errors
    /// As for [`give_task`], but for the id.
    pub(crate) async fn check(
        house: &House,
        asker: &Asker,
        id: CommitmentId,
        typed: &TypedTask,
    ) -> Done<Self> {
        let units = below(house, asker, typed)?;
        if typed.last_on.is_none() {
            return Err(Refusal::field("last_on", Note::new("note-day")).into());
        }
        let programme = programme_of_tasks(house, asker).await?;
        let commitment = commitment(house, typed, units.len())?;
        let whole = promise::promised(house, asker, (programme, id), ("", ""), &commitment).await?;
        let units = units.iter().map(UnitId::to_string).collect();
        Ok(Self {
            whole,
            sharing: TypedSharing { sharing: "equal".into(), units, ..TypedSharing::default() },
        })
    }

    /// Writes it into a change that is not committed yet; false when its id came before.
    ///
    /// # Errors
    /// When the store cannot write.
    pub(crate) async fn write(&self, house: &House, asker: &Asker, change: &mut Change) -> Done<bool> {
        if !promise::keep(house, asker, change, &self.whole).await? {
            return Ok(false);
        }
        share_in(house, asker, change, self.whole.id, &self.sharing).await?;
        Ok(true)
    }

    /// The same id came before: the same words are one task, other words are refused.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] for other words.
    pub(crate) async fn given_before(&self, house: &House) -> Done<CommitmentId> {
        promise::same(house, &self.whole).await
    }
}

/// The units that were chosen, each once.
fn below(house: &House, asker: &Asker, typed: &TypedTask) -> Done<Vec<UnitId>> {
    let below = units_for_task(house, asker)?;
    let mut units: Vec<UnitId> = Vec::new();
    for said in &typed.units {
        let unit = house.facts().tree.resolve(said, house.today());
        let unit = unit.map_err(|note| Refusal::field("units", note))?;
        house.ask(asker, Verb::LeadProgrammes, unit)?;
        if !below.contains(&unit) {
            return Err(Refusal::field("units", Note::new("programme-note-not-below")).into());
        }
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    if units.is_empty() {
        return Err(Refusal::field("units", Note::new("programme-note-nobody")).into());
    }
    Ok(units)
}

/// What all of them are to do together.
fn commitment(house: &House, typed: &TypedTask, many: usize) -> Result<TypedCommitment, Refusal> {
    let whole = TypedCommitment {
        what: typed.what.clone(),
        counted: typed.counted.clone(),
        direction: "at_least".into(),
        rhythm: "once".into(),
        from: Some(Ok(house.today())),
        to: typed.last_on.clone(),
        needs_evidence: typed.needs_evidence,
        ..TypedCommitment::default()
    };
    if typed.target.trim().is_empty() {
        return Ok(TypedCommitment { measure: "yes_no".into(), adds_up: "minimum".into(), ..whole });
    }
    let each =
        danvan_domain::programmes::read_value(danvan_domain::programmes::Measure::Count, &typed.target);
    let each = each.map_err(|note| Refusal::field("target", note))?;
    let all = each.saturating_mul(i64::try_from(many).unwrap_or(i64::MAX));
    Ok(TypedCommitment { measure: "count".into(), adds_up: "sum".into(), target: all.to_string(), ..whole })
}

/// The programme of one's own unit's tasks of this year, made when it is the first.
async fn programme_of_tasks(house: &House, asker: &Asker) -> Done<ProgrammeId> {
    let unit = house.own_unit(asker, Verb::LeadProgrammes)?;
    let year = house.today().0.year();
    let id = ProgrammeId(Uuid::new_v5(&NAMESPACE, format!("{unit}/{year}").as_bytes()));
    if store::get(&house.store, id).await?.is_some_and(|it| it.ended_at.is_none()) {
        return Ok(id);
    }
    let typed = TypedProgramme {
        kind: Kind::Tasks.word().into(),
        // Its paper is in the language of the offices, as everything they write.
        title: Words::for_language(Language::Vi)
            .say_with("programme-tasks-of-year", &[("year", year.to_string().into())]),
        starts_on: Day::new(year, 1, 1).map(Ok),
        // What is given in December may fall due in the year after.
        ends_on: Day::new(year + 1, 12, 31).map(Ok),
        ..TypedProgramme::default()
    };
    make(house, asker, id, &typed, &[]).await
}
