//! Giving points: by a judge on a device of their own, or for one from paper, late, or counted again.

use super::{ask_for_seat, event, round::takes_part, round_of, seat_of};
use crate::house::{Done, House};
use danvan_domain::{
    contests::{Mark, Seat, TypedMark, Way, may_mark},
    ids::{ContestTeamId, MarkId, PersonId, RoundId},
    refusals::{Note, Refusal},
    rights::Asker,
};
use danvan_store::{Change, StoreError, contests::rounds, people};
use serde_json::json;

/// Keeps the points a judge gives a team in a part. The same message twice is stored once; a second sheet needs a reason, and the
/// first stays beside it.
///
/// # Errors
/// [`Refusal::NotFound`]; when they do not give points on this jury; a note under each field that is wrong; the same id with
/// other points; when the round is not open, or the part is over.
pub async fn mark(
    house: &House,
    asker: &Asker,
    (round, team, part): (RoundId, ContestTeamId, &str),
    id: MarkId,
    typed: &TypedMark,
) -> Done<()> {
    let judge = asker.person.ok_or(Refusal::SignInFirst)?;
    let jury = rounds::jury(&house.store, round).await?;
    ask_for_seat(&jury, asker, seats_of(Way::Own))?;
    keep(house, asker, (round, team, part), (id, judge, None, Way::Own), typed).await
}

/// The seats from which points come in one way or another.
const fn seats_of(way: Way) -> &'static [Seat] {
    match way {
        Way::Own => &[Seat::Head, Seat::Judge],
        Way::Paper => &[Seat::Head, Seat::Secretary],
        Way::Late | Way::Recount => &[Seat::Head],
    }
}

/// For whom points are kept, and how they came in.
#[derive(Clone, Debug, Default)]
pub struct TypedFor {
    /// The judge.
    pub judge: String,
    /// Word of the way.
    pub way: String,
    /// The name with which the witness signs in; needed for what is typed from paper.
    pub witness: String,
}

/// Keeps points for a judge: from paper before a witness by the secretary or the head, late or counted again by the head alone.
///
/// # Errors
/// As [`mark`]; a note under `judge`, `way` or `witness`.
pub async fn mark_for(
    house: &House,
    asker: &Asker,
    (round, team, part): (RoundId, ContestTeamId, &str),
    id: MarkId,
    of: &TypedFor,
    typed: &TypedMark,
) -> Done<()> {
    let jury = rounds::jury(&house.store, round).await?;
    let way = of.way.parse::<Way>().ok().filter(|way| *way != Way::Own);
    let way = way.ok_or_else(|| Refusal::field("way", Note::new("note-choose")))?;
    ask_for_seat(&jury, asker, seats_of(way))?;
    let judge = of.judge.parse::<PersonId>().ok();
    let judge = judge.filter(|id| jury.iter().any(|one| one.person == *id && one.seat.gives_points()));
    let judge = judge.ok_or_else(|| Refusal::field("judge", Note::new("note-choose")))?;
    let mut witness = None;
    if way == Way::Paper {
        let found = people::by_sign_in(&house.store, &of.witness.trim().to_lowercase()).await?;
        let found = found.map(|(person, _)| person).filter(|person| person.active);
        let found = found.filter(|person| Some(person.id) != asker.person);
        let found = found.ok_or_else(|| Refusal::field("witness", Note::new("contest-note-witness")))?;
        witness = Some(found.id);
    }
    keep(house, asker, (round, team, part), (id, judge, witness, way), typed).await
}

async fn keep(
    house: &House,
    asker: &Asker,
    (id, team, part): (RoundId, ContestTeamId, &str),
    (own, judge, witness, way): (MarkId, PersonId, Option<PersonId>, Way),
    typed: &TypedMark,
) -> Done<()> {
    let (_, contest) = round_of(house, id).await?;
    let sheet = contest.rules.part(part).ok_or(Refusal::NotFound)?;
    let (points, reason) = typed.check(sheet)?;
    if own.0.is_nil() {
        return Err(Refusal::field("id", Note::new("note-id")).into());
    }
    let it = Mark {
        id: own,
        team,
        part: part.to_owned(),
        judge,
        number: 0,
        points,
        way,
        reason,
        at: house.now(),
        person: asker.person,
        witness,
    };
    // Sent again after its answer was lost: it is there already, whatever has happened to the round since.
    if given_before(house, id, &it).await? {
        return Ok(());
    }
    let mut change = house.store.begin().await?;
    let round = rounds::lock(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    ask_again(&mut change, asker, (id, team), (judge, way)).await?;
    let runs = rounds::runs_in(&mut change, id).await?;
    let run = runs.iter().find(|run| run.team == team && run.part == part);
    let before = rounds::marks_in(&mut change, id).await?;
    // The same message may have come twice at once: the other one was kept while this one waited.
    if let Some(twin) = before.iter().find(|one| one.id == own) {
        return Ok(is_same(twin, &it)?);
    }
    let count =
        before.iter().filter(|one| (one.team, one.part.as_str(), one.judge) == (team, part, judge)).count();
    may_mark((round.stage, run), (way, &it.reason, count == 0))?;
    let it = Mark { number: i64::try_from(count).unwrap_or(0) + 1, ..it };
    match rounds::add_mark(&mut change, id, &it).await {
        Err(StoreError::Taken) => {
            drop(change);
            return if given_before(house, id, &it).await? { Ok(()) } else { Err(StoreError::Taken.into()) };
        }
        written => written?,
    }
    let kind = if way == Way::Recount { "contest.recounted" } else { "contest.marked" };
    let payload = json!({"team": team, "part": part, "judge": judge, "number": it.number, "way": way});
    change.note(event(house, asker, kind, (id.0, &contest), payload));
    Ok(change.commit().await?)
}

/// Asks, while the round is locked, what was asked before: somebody may have taken the team out or given another seat meanwhile.
async fn ask_again(
    change: &mut Change,
    asker: &Asker,
    (id, team): (RoundId, ContestTeamId),
    (judge, way): (PersonId, Way),
) -> Done<()> {
    if !takes_part(change, id, team).await? {
        return Err(Refusal::NotFound.into());
    }
    let jury = rounds::jury_in(change, id).await?;
    ask_for_seat(&jury, asker, seats_of(way))?;
    if !seat_of(&jury, Some(judge)).is_some_and(Seat::gives_points) {
        return Err(Refusal::NotAllowed(Note::new("contest-not-on-jury")).into());
    }
    Ok(())
}

/// Whether these very points are there under their id.
async fn given_before(house: &House, round: RoundId, it: &Mark) -> Done<bool> {
    let Some((in_round, before)) = rounds::mark(&house.store, it.id).await? else { return Ok(false) };
    if in_round != round {
        return Err(other_points().into());
    }
    is_same(&before, it)?;
    Ok(true)
}

/// That what is there under an id is what was sent again, its reason, way and witness too.
fn is_same(before: &Mark, it: &Mark) -> Result<(), Refusal> {
    let points = (before.team, &before.part, before.judge, &before.points)
        == (it.team, &it.part, it.judge, &it.points);
    let about = (before.way, &before.reason, before.witness) == (it.way, &it.reason, it.witness);
    if points && about { Ok(()) } else { Err(other_points()) }
}

fn other_points() -> Refusal {
    Refusal::Conflict(Note::new("refusal-same-id-other-words"))
}
