//! Reading contests: lists, one of them, a round as whoever runs it sees it, a judge's sheet, the board of the hall.

use super::{
    ask_for_seat, ask_to_lead, contest, results::Results, results::counting, results::results, round_of,
    seat_of,
};
use crate::house::{Done, House};
use danvan_domain::{
    contests::{Contest, Mark, Part, Round, Seat, Stage, Team},
    ids::{ContestId, ContestTeamId, RoundId, UnitId},
    refusals::Refusal,
    rights::{Asker, Verb},
};
use danvan_store::contests::{self as store, rounds};

/// Most contests of one list.
const MOST: i64 = 100;

/// The contests of one's own unit, of the units above it, and those in which a team of it takes part; the newest first.
///
/// # Errors
/// The refusal of the right to read contests.
pub async fn list(house: &House, asker: &Asker) -> Done<Vec<Contest>> {
    let unit = house.own_unit(asker, Verb::ReadContests)?;
    let facts = house.facts();
    let mut units = vec![unit];
    units.extend(facts.tree.ancestors(unit).map(|above| above.id));
    let mut found: Vec<Contest> = Vec::new();
    for unit in units {
        found.extend(store::of_unit(&house.store, unit, MOST).await?);
    }
    for id in store::with_unit(&house.store, unit).await? {
        if !found.iter().any(|one| one.id == id)
            && let Some(it) = store::get(&house.store, id).await?
        {
            found.push(it);
        }
    }
    found.sort_by_key(|it| (std::cmp::Reverse(it.made_at), it.id));
    Ok(found)
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
    /// What it came to so far.
    pub results: Results,
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
    let results = results(house, &contest, &round).await?;
    let seat = seat_of(&results.jury, asker.person);
    let leads = ask_to_lead(house, asker, &contest);
    if seat.is_none() {
        leads.clone()?;
    }
    let mut later = rounds::of(&house.store, contest.id).await?;
    later.retain(|other| round.tier < other.tier && other.stage == Stage::Planned);
    Ok(RoundOpened {
        teams: store::teams(&house.store, contest.id).await?,
        places: rounds::places(&house.store, id).await?,
        later,
        may_lead: leads.is_ok(),
        seat,
        results,
        round,
        contest,
    })
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
        for line in &mut results.lines {
            let mut total = 0;
            for (part, score) in contest.rules.parts.iter().zip(&mut line.score.parts) {
                let is_over = line.given.get(&part.code).is_some_and(|(_, is_over)| *is_over);
                match score {
                    Some(found) if is_over => total += found.score,
                    other => *other = None,
                }
            }
            line.score.total = total;
        }
        results.lines.sort_by_key(|line| (std::cmp::Reverse(line.score.total), line.team.name.clone()));
        let totals: Vec<i64> = results.lines.iter().map(|line| line.score.total).collect();
        for line in &mut results.lines {
            line.rank = 1 + totals.iter().filter(|total| **total > line.score.total).count();
            line.decided_by = None;
        }
    }
    // The hall sees what a team came to, not who gave what.
    results.marks.clear();
    Ok((round, contest, results))
}
