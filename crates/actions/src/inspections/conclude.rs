//! The conclusion with what is to be mended, which are commitments of the unit, and closing when they are kept.

use super::{act::step, locked};
use crate::{
    house::{Done, House},
    programmes::{keep_commitment, keep_programme, standing_of},
};
use danvan_domain::{
    ids::{CommitmentId, InspectionId, ProgrammeId},
    inspections::{Act, Inspection, Outcome, Paper, Remedy, TypedPaper, TypedRemedy, remedies, told},
    programmes::{Content, Kind, Programme, State, TypedCommitment, TypedProgramme},
    refusals::{Note, Refusal},
    rights::Asker,
};
use danvan_store::{Change, inspections as store};
use uuid::Uuid;

/// Gives the conclusion. What is to be mended becomes commitments of the unit, in a programme of their own whose paper is
/// the conclusion; evidence is needed, and the level above verifies it.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to decide inspections; when it may not be done now; a note under each
/// field that is wrong, and when something was found and nothing is to be mended.
pub async fn conclude(
    house: &House,
    asker: &Asker,
    id: InspectionId,
    typed: &TypedPaper,
    mended: &[TypedRemedy],
) -> Done<()> {
    let mut change = house.store.begin().await?;
    let mut it = locked(house, asker, &mut change, id, Act::Conclude).await?;
    let paper = told(Act::Conclude, typed, house.today())?;
    let items = store::items_in(&mut change, id).await?;
    let found = items.iter().any(|item| item.outcome.is_some_and(Outcome::is_found));
    let mended = remedies(mended, found, house.today())?;
    it.concluded_on = paper.on;
    if !mended.is_empty() {
        it.remedies = Some(order(house, asker, &mut change, &it, (&paper, &mended)).await?);
    }
    step(house, asker, &mut change, &it, (Act::Conclude, &paper, &[])).await?;
    Ok(change.commit().await?)
}

/// The programme of what is to be mended, with a commitment for each.
async fn order(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    it: &Inspection,
    (paper, mended): (&Paper, &[Remedy]),
) -> Done<ProgrammeId> {
    let today = house.today();
    let last = mended.iter().map(|remedy| remedy.on).max().unwrap_or(today);
    let typed = TypedProgramme {
        kind: Kind::Remedies.word().into(),
        title: it.subject.chars().take(200).collect(),
        number: paper.number.clone(),
        issued_on: paper.on.map(Ok),
        starts_on: Some(Ok(today)),
        ends_on: Some(Ok(last)),
        ..TypedProgramme::default()
    };
    let programme = Programme {
        id: ProgrammeId(Uuid::new_v5(&it.id.0, b"remedies")),
        unit: it.unit,
        content: Content::check(&typed)?,
        version: 1,
        made_at: house.now(),
        ended_at: None,
        end_reason: String::new(),
    };
    let taken = || Refusal::Conflict(Note::new("refusal-same-id-other-words"));
    if !keep_programme(house, asker, change, &programme).await? {
        return Err(taken().into());
    }
    let unit = house.facts().tree.today(it.inspected, today).unwrap_or(it.inspected);
    for (number, remedy) in (1..).zip(mended) {
        let typed = TypedCommitment {
            what: remedy.what.clone(),
            measure: "yes_no".into(),
            direction: "at_least".into(),
            adds_up: "minimum".into(),
            rhythm: "once".into(),
            to: Some(Ok(remedy.on)),
            needs_evidence: true,
            ..TypedCommitment::default()
        };
        let id = CommitmentId(Uuid::new_v5(&it.id.0, format!("remedy-{number}").as_bytes()));
        let one = typed.check((programme.id, unit), (today, last), (id, house.now()))?;
        if !keep_commitment(house, asker, change, &one).await? {
            return Err(taken().into());
        }
    }
    Ok(programme.id)
}

/// Closes an inspection whose remedies are kept; what is not must be said why.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to decide inspections; when it may not be done now; how many remedies are
/// not kept, unless `although` is ticked; a note under `words`.
pub async fn close(
    house: &House,
    asker: &Asker,
    id: InspectionId,
    typed: &TypedPaper,
    although: bool,
) -> Done<()> {
    let mut change = house.store.begin().await?;
    let it = locked(house, asker, &mut change, id, Act::Close).await?;
    let paper = told(Act::Close, typed, house.today())?;
    if let Some(programme) = it.remedies {
        let standing = standing_of(house, programme).await?;
        let left = standing.iter().filter(|one| one.state != State::Kept).count();
        if left > 0 && !although {
            return Err(
                Refusal::field("although", Note::new("inspection-remedies-left").with("left", left)).into()
            );
        }
    }
    step(house, asker, &mut change, &it, (Act::Close, &paper, &[])).await?;
    Ok(change.commit().await?)
}
