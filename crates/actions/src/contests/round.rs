//! Preparing and running a round: who takes part, who sits on the jury, its steps, how parts ran, lots, who goes on.

use super::{
    ask_for_seat, ask_to_lead, event,
    results::{Written, going, reckoned, results},
    round_of, seat_of,
};
use crate::house::{Done, House};
use danvan_domain::{
    contests::{Contest, Round, Run, Seat, Stage, Step, Tier, seconds},
    ids::{ContestTeamId, PersonId, RoundId},
    refusals::{Note, Refusal},
    rights::Asker,
};
use danvan_store::{
    Change,
    contests::{self as store, rounds},
    people,
};
use serde_json::json;

/// Most teams of one round, and most who sit on its jury.
const MOST: usize = 100;

/// A round that whoever asks prepares, with its contest.
async fn led(house: &House, asker: &Asker, id: RoundId) -> Done<(Round, Contest)> {
    let (round, contest) = round_of(house, id).await?;
    ask_to_lead(house, asker, &contest)?;
    Ok((round, contest))
}

async fn locked(change: &mut Change, id: RoundId) -> Done<Round> {
    Ok(rounds::lock(change, id).await?.ok_or(Refusal::NotFound)?)
}

fn not_now() -> Refusal {
    Refusal::Conflict(Note::new("contest-not-now"))
}

/// Lets a team take part in a round that has not begun, at a place in its order; behind the others where none is said.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to hold the contest; a note under `team` or `number`; once it has begun.
pub async fn place(house: &House, asker: &Asker, id: RoundId, team: &str, number: &str) -> Done<()> {
    let (_, contest) = led(house, asker, id).await?;
    let known = store::teams(&house.store, contest.id).await?;
    let team = team.parse::<ContestTeamId>().ok().filter(|team| known.iter().any(|one| one.id == *team));
    let team = team.ok_or_else(|| Refusal::field("team", Note::new("note-choose")))?;
    let mut change = house.store.begin().await?;
    if locked(&mut change, id).await?.stage != Stage::Planned {
        return Err(not_now().into());
    }
    let there = rounds::places_in(&mut change, id).await?;
    if MOST <= there.len() && !there.iter().any(|(one, _)| *one == team) {
        return Err(Refusal::field("team", Note::new("contest-note-many").with("most", MOST)).into());
    }
    let typed = number.trim();
    let number = if typed.is_empty() { Some(behind(&there)) } else { typed.parse().ok() };
    let number = number.filter(|number| (1..=999).contains(number));
    let number = number.ok_or_else(|| Refusal::field("number", Note::new("contest-note-order")))?;
    rounds::place(&mut change, id, team, number).await?;
    let payload = json!({"round": id, "team": team, "number": number});
    change.note(event(house, asker, "contest.placed", (id.0, &contest), payload));
    Ok(change.commit().await?)
}

/// The number behind all others in the order of a round.
fn behind(places: &[(ContestTeamId, i64)]) -> i64 {
    places.iter().map(|(_, number)| *number).max().unwrap_or(0) + 1
}

pub(super) async fn takes_part(change: &mut Change, id: RoundId, team: ContestTeamId) -> Done<bool> {
    Ok(rounds::places_in(change, id).await?.iter().any(|(one, _)| *one == team))
}

/// Takes a team out of a round that has not begun.
///
/// # Errors
/// As [`place`].
pub async fn unplace(house: &House, asker: &Asker, id: RoundId, team: &str) -> Done<()> {
    let (_, contest) = led(house, asker, id).await?;
    let team: ContestTeamId = team.parse().map_err(|_| Refusal::field("team", Note::new("note-choose")))?;
    let mut change = house.store.begin().await?;
    if locked(&mut change, id).await?.stage != Stage::Planned {
        return Err(not_now().into());
    }
    rounds::unplace(&mut change, id, team).await?;
    change.note(event(house, asker, "contest.unplaced", (id.0, &contest), json!({"team": team})));
    Ok(change.commit().await?)
}

/// Gives somebody a seat on the jury, by the name they sign in with, until the results stand. Once no more points are given
/// nobody comes to give some, and whoever gave points keeps a seat from which they count.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to hold the contest; a note under `person` or `seat`; when the round is too
/// far; when points would lose their judge.
pub async fn seat(house: &House, asker: &Asker, id: RoundId, name: &str, seat: &str) -> Done<()> {
    let (_, contest) = led(house, asker, id).await?;
    let seat: Seat = seat.parse().map_err(|_| Refusal::field("seat", Note::new("note-choose")))?;
    let found = people::by_sign_in(&house.store, &name.trim().to_lowercase()).await?;
    let person = found.map(|(person, _)| person).filter(|person| person.active);
    let person = person.ok_or_else(|| Refusal::field("person", Note::new("note-unknown-person")))?;
    let mut change = house.store.begin().await?;
    let stage = locked(&mut change, id).await?.stage;
    let jury = rounds::jury_in(&mut change, id).await?;
    let before = seat_of(&jury, Some(person.id));
    let is_new_judge = seat.gives_points() && !before.is_some_and(Seat::gives_points);
    if stage == Stage::Published || stage == Stage::Closed && is_new_judge {
        return Err(not_now().into());
    }
    if !seat.gives_points() && has_marked(&mut change, id, person.id).await? {
        return Err(Refusal::Conflict(Note::new("contest-gave-points")).into());
    }
    let heads = jury.iter().any(|juror| juror.seat == Seat::Head && juror.person != person.id);
    if seat == Seat::Head && heads {
        return Err(Refusal::field("seat", Note::new("contest-note-one-head")).into());
    }
    if before.is_none() && MOST <= jury.len() {
        return Err(Refusal::field("person", Note::new("contest-note-many").with("most", MOST)).into());
    }
    rounds::seat(&mut change, id, person.id, seat, house.now()).await?;
    let payload = json!({"person": person.id, "seat": seat});
    change.note(event(house, asker, "contest.seated", (id.0, &contest), payload));
    Ok(change.commit().await?)
}

/// Whether somebody has given points in a round.
async fn has_marked(change: &mut Change, id: RoundId, person: PersonId) -> Done<bool> {
    Ok(rounds::marks_in(change, id).await?.iter().any(|mark| mark.judge == person))
}

/// Takes a seat back from somebody who has given no points: points must not lose their judge.
///
/// # Errors
/// As [`seat`].
pub async fn unseat(house: &House, asker: &Asker, id: RoundId, person: PersonId) -> Done<()> {
    let (_, contest) = led(house, asker, id).await?;
    let mut change = house.store.begin().await?;
    let is_over = locked(&mut change, id).await?.stage == Stage::Published;
    if is_over || has_marked(&mut change, id, person).await? {
        return Err(Refusal::Conflict(Note::new("contest-gave-points")).into());
    }
    if !rounds::unseat(&mut change, id, person, house.now()).await? {
        return Err(Refusal::NotFound.into());
    }
    change.note(event(house, asker, "contest.unseated", (id.0, &contest), json!({"person": person})));
    Ok(change.commit().await?)
}

/// Takes a round's next step. It begins with teams and a head; its results stand once every judge gave every team points in
/// every part, and nothing but the lot is left to tell who goes on. Publishing a final ends the contest.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to hold the contest; when the step may not be taken now; what is missing.
pub async fn step(house: &House, asker: &Asker, id: RoundId, step: &str) -> Done<()> {
    let (_, contest) = led(house, asker, id).await?;
    let step: Step = step.parse().map_err(|_| Refusal::field("step", Note::new("note-choose")))?;
    let teams = store::teams(&house.store, contest.id).await?;
    let mut change = house.store.begin().await?;
    let before = locked(&mut change, id).await?;
    let stage = before.stage.take(step)?;
    let written = Written::within(&mut change, id).await?;
    match step {
        Step::Open => {
            let has_head = written.jury.iter().any(|juror| juror.seat == Seat::Head);
            if written.places.is_empty() || !has_head {
                return Err(Refusal::field("step", Note::new("contest-needs-jury")).into());
            }
        }
        Step::Close => {}
        Step::Publish => {
            let found = reckoned(&contest, &before, &teams, written);
            if 0 < found.left {
                let note = Note::new("contest-marks-left").with("left", found.left);
                return Err(Refusal::field("step", note).into());
            }
            // Lots are drawn before the results stand: afterwards nobody could.
            if 0 < before.go_on {
                going(&before, &found, "step")?;
            }
        }
    }
    let after = Round { stage, moved_at: house.now(), ..before };
    rounds::step(&mut change, &after).await?;
    if after.stage == Stage::Published && after.tier == Tier::Final {
        store::end(&mut change, contest.id, house.now()).await?;
    }
    let payload = json!({"contest": contest.id, "stage": after.stage});
    change.note(event(house, asker, "contest.step", (id.0, &contest), payload));
    Ok(change.commit().await?)
}

/// Writes how long a part of a team took, and whether it is over: from then on points are late. A blank time leaves the one that
/// was kept. Only the head and the secretary do, while the round is open; once it is closed, the time alone.
///
/// # Errors
/// [`Refusal::NotFound`]; when they are not on the jury as such; a note under `time`; when the round has not begun or its results
/// stand.
pub async fn run(
    house: &House,
    asker: &Asker,
    (id, team, part): (RoundId, ContestTeamId, &str),
    typed: &str,
    is_over: bool,
) -> Done<()> {
    let (_, contest) = round_of(house, id).await?;
    let mut change = house.store.begin().await?;
    let stage = locked(&mut change, id).await?.stage;
    ask_for_seat(&rounds::jury_in(&mut change, id).await?, asker, &[Seat::Head, Seat::Secretary])?;
    let seconds = seconds(typed)?;
    if contest.rules.part(part).is_none() || !takes_part(&mut change, id, team).await? {
        return Err(Refusal::NotFound.into());
    }
    if !matches!(stage, Stage::Open | Stage::Closed) {
        return Err(Refusal::Conflict(Note::new("contest-not-open")).into());
    }
    let before = rounds::runs_in(&mut change, id).await?;
    let before = before.into_iter().find(|run| run.team == team && run.part == part);
    let (took, over_before) = before.map_or((None, None), |run| (run.seconds, run.over_at));
    let seconds = seconds.or(took);
    let over_at = match stage {
        Stage::Closed => over_before,
        _ if is_over => over_before.or(Some(house.now())),
        _ => None,
    };
    let it = Run { team, part: part.to_owned(), seconds, over_at };
    rounds::run(&mut change, id, &it).await?;
    let payload = json!({"team": team, "part": part, "seconds": seconds, "over": over_at.is_some()});
    change.note(event(house, asker, "contest.ran", (id.0, &contest), payload));
    Ok(change.commit().await?)
}

/// Keeps the lot a team drew; the lowest goes first where nothing else tells teams apart. Only the head does, once the round
/// is closed.
///
/// # Errors
/// [`Refusal::NotFound`]; when they do not head the jury; a note under `lot`; when the round is not closed.
pub async fn draw(
    house: &House,
    asker: &Asker,
    (id, team): (RoundId, ContestTeamId),
    typed: &str,
) -> Done<()> {
    let (_, contest) = round_of(house, id).await?;
    let mut change = house.store.begin().await?;
    let stage = locked(&mut change, id).await?.stage;
    ask_for_seat(&rounds::jury_in(&mut change, id).await?, asker, &[Seat::Head])?;
    let lot = typed.trim().parse::<i64>().ok().filter(|lot| (1..=999).contains(lot));
    let lot = lot.ok_or_else(|| Refusal::field("lot", Note::new("contest-note-order")))?;
    if !takes_part(&mut change, id, team).await? {
        return Err(Refusal::NotFound.into());
    }
    if stage != Stage::Closed {
        return Err(not_now().into());
    }
    rounds::lot(&mut change, id, team, lot).await?;
    change.note(event(house, asker, "contest.lot", (id.0, &contest), json!({"team": team, "lot": lot})));
    Ok(change.commit().await?)
}

/// Lets the best teams of a round whose results stand take part in a later round of the contest, behind those that are there
/// already. Done again, it is done once.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to hold the contest; a note under `to`; when either round is not so far.
pub async fn go_on(house: &House, asker: &Asker, id: RoundId, to: &str) -> Done<()> {
    let (round, contest) = led(house, asker, id).await?;
    let to: RoundId = to.parse().map_err(|_| Refusal::field("to", Note::new("note-choose")))?;
    let target = rounds::get(&house.store, to).await?.filter(|other| other.contest == contest.id);
    let target = target.filter(|other| round.tier < other.tier);
    let target = target.ok_or_else(|| Refusal::field("to", Note::new("note-choose")))?;
    if round.stage != Stage::Published || target.stage != Stage::Planned || round.go_on < 1 {
        return Err(not_now().into());
    }
    let found = results(house, &contest, &round).await?;
    let mut going = going(&round, &found, "to")?;
    let mut change = house.store.begin().await?;
    if locked(&mut change, to).await?.stage != Stage::Planned {
        return Err(not_now().into());
    }
    let there = rounds::places_in(&mut change, to).await?;
    going.retain(|team| !there.iter().any(|(one, _)| one == team));
    if going.is_empty() {
        return Ok(());
    }
    for (number, team) in (behind(&there)..).zip(&going) {
        rounds::place(&mut change, to, *team, number).await?;
    }
    let payload = json!({"from": id, "to": to, "teams": going});
    change.note(event(house, asker, "contest.went_on", (to.0, &contest), payload));
    Ok(change.commit().await?)
}
