//! Contests of teams: made, their rounds prepared, points given on phones, results counted anew at every reading.

mod make;
mod mark;
mod read;
mod results;
mod round;

pub use make::{add_round, add_team, make};
pub use mark::{TypedFor, mark, mark_for};
pub use read::{Opened, RoundOpened, Sheet as MarkSheet, board, list, my_rounds, one, round, sheet_of};
pub use results::{Line, Results, results_letter, results_sheet};
pub use round::{draw, go_on, place, run, seat, step, unplace, unseat};

use crate::house::{Done, House};
use danvan_domain::{
    contests::{Contest, Juror, Round, Seat},
    events::Event,
    ids::{ContestId, PersonId, RoundId},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
};
use danvan_store::contests::{self as store, rounds};
use serde_json::Value;
use uuid::Uuid;

async fn contest(house: &House, id: ContestId) -> Done<Contest> {
    Ok(store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?)
}

/// A round with its contest.
async fn round_of(house: &House, id: RoundId) -> Done<(Round, Contest)> {
    let round = rounds::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let contest = contest(house, round.contest).await?;
    Ok((round, contest))
}

/// Asks whether somebody holds a contest.
fn ask_to_lead(house: &House, asker: &Asker, it: &Contest) -> Result<(), Refusal> {
    house.ask(asker, Verb::LeadContests, it.unit)
}

/// What somebody is on a jury; nothing when they are not on it.
fn seat_of(jury: &[Juror], person: Option<PersonId>) -> Option<Seat> {
    jury.iter().find(|juror| Some(juror.person) == person).map(|juror| juror.seat)
}

/// Asks whether somebody holds one of some seats on a jury.
fn ask_for_seat(jury: &[Juror], asker: &Asker, seats: &[Seat]) -> Result<(), Refusal> {
    if asker.person.is_none() {
        return Err(Refusal::SignInFirst);
    }
    match seat_of(jury, asker.person) {
        Some(seat) if seats.contains(&seat) => Ok(()),
        _ => Err(Refusal::NotAllowed(Note::new("contest-not-on-jury"))),
    }
}

fn event(house: &House, asker: &Asker, kind: &str, (thing, it): (Uuid, &Contest), payload: Value) -> Event {
    Event { at: house.now(), actor: asker.person, kind: kind.into(), thing, unit: Some(it.unit), payload }
}
