//! Reading contests: lists, one of them, a round as whoever runs it sees it, a judge's sheet, the board of the hall.

use super::{
    ask_for_seat, ask_to_lead, contest,
    results::{Results, counting, only_over, results},
    round_of, seat_of,
};
use crate::house::{Done, House};
use danvan_domain::{
    contests::{Contest, Mark, Part, Round, Seat, Stage, Team},
    ids::{ContestId, ContestTeamId, PersonId, RoundId, UnitId},
    refusals::Refusal,
    rights::{Asker, Verb},
};
use danvan_store::{
    contests::{self as store, rounds},
    people,
};
use std::collections::BTreeMap;

/// Most contests of one unit in a list.
const MOST: usize = 100;

/// The contests of one's own unit, of the units above it, and those in which a team of it takes part; the newest first. Where
/// a unit holds more than are listed, how many of its newest stand there is said beside.
///
/// # Errors
/// The refusal of the right to read contests.
pub async fn list(house: &House, asker: &Asker) -> Done<(Vec<Contest>, Option<usize>)> {
    let unit = house.own_unit(asker, Verb::ReadContests)?;
    let facts = house.facts();
    let mut units = vec![unit];
    units.extend(facts.tree.ancestors(unit).map(|above| above.id));
    let (mut found, mut newest_of) = (Vec::<Contest>::new(), None);
    for unit in units {
        let mut own = store::of_unit(&house.store, unit, MOST as i64 + 1).await?;
        if MOST < own.len() {
            own.truncate(MOST);
            newest_of = Some(MOST);
        }
        found.append(&mut own);
    }
    for id in store::with_unit(&house.store, unit).await? {
        if !found.iter().any(|one| one.id == id)
            && let Some(it) = store::get(&house.store, id).await?
        {
            found.push(it);
        }
    }
    found.sort_by_key(|it| (std::cmp::Reverse(it.made_at), it.id));
    Ok((found, newest_of))
}

/// The rounds on whose jury whoever asks sits, each with its contest's name.
///
/// # Errors
/// When the store cannot be read.
pub async fn my_rounds(house: &House, asker: &Asker) -> Done<Vec<(Round, String)>> {
    let Some(person) = asker.person else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for round in rounds::mine(&house.store, person).await? {
        let title = contest(house, round.contest).await?.title;
        found.push((round, title));
    }
    Ok(found)
}

/// A contest with its teams and rounds.
pub struct Opened {
    /// The contest.
    pub it: Contest,
    /// Its teams.
    pub teams: Vec<Team>,
    /// Its rounds, by day.
    pub rounds: Vec<Round>,
    /// Whether the reader holds it.
    pub may_lead: bool,
    /// The units whose teams may take part, for whoever holds it.
    pub units: Vec<UnitId>,
}

/// Asks whether somebody may read a contest: whoever may at the unit that holds it or below it, since its teams come from
/// there.
fn ask_to_read(house: &House, asker: &Asker, it: &Contest) -> Result<(), Refusal> {
    let own = house.own_unit(asker, Verb::ReadContests)?;
    let (facts, today) = (house.facts(), house.today());
    if own == it.unit || facts.tree.is_under(own, it.unit, today) {
        return Ok(());
    }
    house.ask(asker, Verb::ReadContests, it.unit)
}

/// Opens a contest.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read it.
pub async fn one(house: &House, asker: &Asker, id: ContestId) -> Done<Opened> {
    let it = contest(house, id).await?;
    ask_to_read(house, asker, &it)?;
    let (facts, today) = (house.facts(), house.today());
    let may_lead = ask_to_lead(house, asker, &it).is_ok() && it.ended_at.is_none();
    let mut units = Vec::new();
    if may_lead {
        units.push(it.unit);
        units.extend(facts.tree.children(it.unit, today).map(|unit| unit.id));
    }
    Ok(Opened {
        teams: store::teams(&house.store, id).await?,
        rounds: rounds::of(&house.store, id).await?,
        may_lead,
        units,
        it,
    })
}

/// A round as whoever holds the contest or sits on its jury sees it.
pub struct RoundOpened {
    /// The round.
    pub round: Round,
    /// Its contest.
    pub contest: Contest,
    /// The teams of the contest.
    pub teams: Vec<Team>,
    /// Those of the round, in its order.
    pub places: Vec<(ContestTeamId, i64)>,
    /// What it came to so far; for a judge, while it runs, of parts that are over, with their own points alone.
    pub results: Results,
    /// The names of those before whom points were typed from paper.
    pub witnesses: BTreeMap<PersonId, String>,
    /// The later rounds to which its teams may go on.
    pub later: Vec<Round>,
    /// Whether the reader holds the contest.
    pub may_lead: bool,
    /// What the reader is on its jury.
    pub seat: Option<Seat>,
}

/// Opens a round.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to hold the contest, of whoever is not on its jury.
pub async fn round(house: &House, asker: &Asker, id: RoundId) -> Done<RoundOpened> {
    let (round, contest) = round_of(house, id).await?;
    let mut results = results(house, &contest, &round).await?;
    let seat = seat_of(&results.jury, asker.person);
    let leads = ask_to_lead(house, asker, &contest);
    if seat.is_none() {
        leads.clone()?;
    }
    // A judge gives points without knowing what the others gave.
    if seat == Some(Seat::Judge) && round.stage == Stage::Open && leads.is_err() {
        only_over(&contest, &mut results);
        results.marks.retain(|mark| Some(mark.judge) == asker.person);
    }
    let mut later = rounds::of(&house.store, contest.id).await?;
    later.retain(|other| round.tier < other.tier && other.stage == Stage::Planned);
    Ok(RoundOpened {
        teams: store::teams(&house.store, contest.id).await?,
        places: rounds::places(&house.store, id).await?,
        later,
        may_lead: leads.is_ok(),
        seat,
        witnesses: witnesses(house, &results.marks).await?,
        results,
        round,
        contest,
    })
}

/// The names of those before whom points were typed from paper.
async fn witnesses(house: &House, marks: &[Mark]) -> Done<BTreeMap<PersonId, String>> {
    let mut names = BTreeMap::new();
    for id in marks.iter().filter_map(|mark| mark.witness) {
        if !names.contains_key(&id)
            && let Some(person) = people::by_id(&house.store, id).await?
        {
            names.insert(id, person.name);
        }
    }
    Ok(names)
}

/// A judge's sheet for a team in a part.
pub struct Sheet {
    /// The round.
    pub round: Round,
    /// The contest's name.
    pub title: String,
    /// The team.
    pub team: Team,
    /// The part with its criteria.
    pub part: Part,
    /// The points this judge gave that count now.
    pub given: Option<Mark>,
    /// Whether the part is over.
    pub is_over: bool,
    /// The team and part that this judge has not given points yet, in the order of the round.
    pub next: Option<(ContestTeamId, String)>,
}

/// The sheet of whoever asks, a judge, for a team in a part.
///
/// # Errors
/// [`Refusal::NotFound`]; when they do not give points on this jury.
pub async fn sheet_of(
    house: &House,
    asker: &Asker,
    (id, team, part): (RoundId, ContestTeamId, &str),
) -> Done<Sheet> {
    let (round, contest) = round_of(house, id).await?;
    let jury = rounds::jury(&house.store, id).await?;
    ask_for_seat(&jury, asker, &[Seat::Head, Seat::Judge])?;
    let judge = asker.person.ok_or(Refusal::SignInFirst)?;
    let part = contest.rules.part(part).cloned().ok_or(Refusal::NotFound)?;
    let places = rounds::places(&house.store, id).await?;
    if !places.iter().any(|(one, _)| *one == team) {
        return Err(Refusal::NotFound.into());
    }
    let teams = store::teams(&house.store, contest.id).await?;
    let found = teams.into_iter().find(|one| one.id == team).ok_or(Refusal::NotFound)?;
    let (marks, runs) = (rounds::marks(&house.store, id).await?, rounds::runs(&house.store, id).await?);
    let last = counting(&marks);
    let is_given = |team: ContestTeamId, part: &str| last.contains_key(&(team, part.to_owned(), judge));
    let is_over = |team: ContestTeamId, part: &str| {
        runs.iter().any(|run| run.team == team && run.part == part && run.over_at.is_some())
    };
    let mut all =
        contest.rules.parts.iter().flat_map(|part| places.iter().map(|(team, _)| (*team, part.code.clone())));
    let next = all.find(|(one, code)| {
        (*one, code.as_str()) != (team, part.code.as_str()) && !is_given(*one, code) && !is_over(*one, code)
    });
    Ok(Sheet {
        given: last.get(&(team, part.code.clone(), judge)).map(|mark| (*mark).clone()),
        is_over: round.stage != Stage::Open || is_over(team, &part.code),
        title: contest.title,
        team: found,
        part,
        next,
        round,
    })
}

/// The board of the hall: names of teams and what they came to. It needs no account, and nothing of a round that has not begun
/// is shown; of one that runs only the parts that are over, without who gave what.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn board(house: &House, id: RoundId) -> Done<(Round, Contest, Results)> {
    let (round, contest) = round_of(house, id).await?;
    if round.stage == Stage::Planned {
        return Err(Refusal::NotFound.into());
    }
    let mut results = results(house, &contest, &round).await?;
    if round.stage == Stage::Open {
        only_over(&contest, &mut results);
    }
    // The hall sees what a team came to, not who gave what.
    results.marks.clear();
    Ok((round, contest, results))
}
