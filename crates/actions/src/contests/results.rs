//! What a round came to, counted anew from its points at every reading; as a sheet and as a paper.

use super::{ask_to_lead, round_of};
use crate::{
    documents::{File, Format, marked, written},
    house::{Done, Facts, House},
};
use danvan_domain::{
    contests::{Contest, Juror, Mark, Round, Run, Stage, Team, TeamScore, points_text, rank, team_score},
    documents::{Documents, Signing, day_in_words},
    ids::{ContestTeamId, PersonId, RoundId},
    refusals::{Note, Refusal},
    rights::Asker,
    time::Moment,
    units::Level,
};
use danvan_reports::{Block, Cell, Letter, Sheet};
use danvan_store::{
    Change,
    contests::{self as store, rounds},
};
use danvan_words::{Language, Words};
use std::collections::BTreeMap;

/// A team with what it came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The team.
    pub team: Team,
    /// Its place.
    pub rank: usize,
    /// What told it apart from a team of the same total.
    pub decided_by: Option<String>,
    /// What it came to, part by part.
    pub score: TeamScore,
    /// By part, how many judges gave points, and whether the part is over.
    pub given: BTreeMap<String, (usize, bool)>,
}

/// What a round came to so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Results {
    /// The teams by place.
    pub lines: Vec<Line>,
    /// How many sheets are still missing.
    pub left: usize,
    /// How many judges give points.
    pub judges: usize,
    /// The jury.
    pub jury: Vec<Juror>,
    /// How parts ran.
    pub runs: Vec<Run>,
    /// Every row of points, corrections and recounts among them.
    pub marks: Vec<Mark>,
}

/// The points that count: of each team, part and judge the last ones.
pub(super) fn counting(marks: &[Mark]) -> BTreeMap<(ContestTeamId, String, PersonId), &Mark> {
    let mut last = BTreeMap::new();
    for mark in marks {
        last.insert((mark.team, mark.part.clone(), mark.judge), mark);
    }
    last
}

/// What was written down of a round.
pub(super) struct Written {
    pub(super) places: Vec<(ContestTeamId, i64)>,
    pub(super) jury: Vec<Juror>,
    runs: Vec<Run>,
    marks: Vec<Mark>,
    lots: BTreeMap<ContestTeamId, i64>,
}

impl Written {
    /// As it stands while the round is locked.
    pub(super) async fn within(change: &mut Change, id: RoundId) -> Done<Self> {
        Ok(Self {
            places: rounds::places_in(change, id).await?,
            jury: rounds::jury_in(change, id).await?,
            runs: rounds::runs_in(change, id).await?,
            marks: rounds::marks_in(change, id).await?,
            lots: rounds::lots_in(change, id).await?,
        })
    }
}

/// What a round came to so far.
pub(super) async fn results(house: &House, contest: &Contest, round: &Round) -> Done<Results> {
    let teams = store::teams(&house.store, contest.id).await?;
    let written = Written {
        places: rounds::places(&house.store, round.id).await?,
        jury: rounds::jury(&house.store, round.id).await?,
        runs: rounds::runs(&house.store, round.id).await?,
        marks: rounds::marks(&house.store, round.id).await?,
        lots: rounds::lots(&house.store, round.id).await?,
    };
    Ok(reckoned(contest, round, &teams, written))
}

/// What it comes to, by what was written down.
pub(super) fn reckoned(contest: &Contest, round: &Round, all: &[Team], written: Written) -> Results {
    let (rules, Written { places, jury, runs, marks, lots }) = (&contest.rules, written);
    let judges: Vec<PersonId> =
        jury.iter().filter(|juror| juror.seat.gives_points()).map(|juror| juror.person).collect();
    let last = counting(&marks);
    let (mut scores, mut given_by, mut left) = (Vec::new(), BTreeMap::new(), 0);
    for (team, _) in &places {
        let (mut totals, mut seconds, mut given) =
            (BTreeMap::<String, Vec<i64>>::new(), BTreeMap::new(), BTreeMap::new());
        for part in &rules.parts {
            let run = runs.iter().find(|run| run.team == *team && run.part == part.code);
            let own: Vec<i64> = judges
                .iter()
                .filter_map(|judge| last.get(&(*team, part.code.clone(), *judge)).map(|mark| mark.total()))
                .collect();
            left += judges.len() - own.len();
            let is_over = round.stage > Stage::Open || run.is_some_and(|run| run.over_at.is_some());
            given.insert(part.code.clone(), (own.len(), is_over));
            seconds.extend(run.and_then(|run| run.seconds).map(|took| (part.code.clone(), took)));
            totals.insert(part.code.clone(), own);
        }
        scores.push(team_score(rules, *team, &totals, &seconds));
        given_by.insert(*team, given);
    }
    let mut lines = Vec::new();
    for ranked in rank(rules, &scores, &lots) {
        let team = all.iter().find(|team| team.id == ranked.team).cloned();
        let score = scores.iter().find(|score| score.team == ranked.team).cloned();
        if let (Some(team), Some(score)) = (team, score) {
            let given = given_by.remove(&team.id).unwrap_or_default();
            lines.push(Line { team, rank: ranked.rank, decided_by: ranked.decided_by, score, given });
        }
    }
    Results { lines, left, judges: judges.len(), jury, runs, marks }
}

/// The teams of a round that go on, the best first; refused while the last place that goes on is shared.
pub(super) fn going(round: &Round, found: &Results, field: &str) -> Result<Vec<ContestTeamId>, Refusal> {
    let best = usize::try_from(round.go_on).unwrap_or(0);
    let going: Vec<ContestTeamId> =
        found.lines.iter().filter(|line| line.rank <= best).map(|line| line.team.id).collect();
    if best < going.len() {
        return Err(Refusal::field(field, Note::new("contest-shared-place")));
    }
    Ok(going)
}

/// Leaves of a round that runs only the parts that are over, and the places that follow from them.
pub(super) fn only_over(contest: &Contest, results: &mut Results) {
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

/// A round whose results may be kept as a file: by whoever holds the contest or sits on its jury, once it is closed.
async fn settled(house: &House, asker: &Asker, id: RoundId) -> Done<(Round, Contest, Results)> {
    let (round, contest) = round_of(house, id).await?;
    let found = results(house, &contest, &round).await?;
    if super::seat_of(&found.jury, asker.person).is_none() {
        ask_to_lead(house, asker, &contest)?;
    }
    if round.stage < Stage::Closed {
        return Err(Refusal::Conflict(Note::new("contest-not-now")).into());
    }
    Ok((round, contest, found))
}

fn headings(words: &Words, contest: &Contest) -> Vec<String> {
    let mut headings = vec![words.say("contest-rank"), words.say("contest-team"), words.say("contest-unit")];
    headings.extend(contest.rules.parts.iter().map(|part| name(words, &part.name)));
    headings.extend([words.say("contest-total"), words.say("contest-decided")]);
    headings
}

fn name(words: &Words, name: &danvan_domain::procedures::Name) -> String {
    match words.language {
        Language::Vi => name.vi.clone(),
        Language::En => name.en.clone(),
    }
}

fn unit(facts: &Facts, team: &Team) -> String {
    facts.tree.get(team.unit).map(|unit| unit.name.clone()).unwrap_or_default()
}

/// What told teams apart, in words.
fn decided(words: &Words, contest: &Contest, by: Option<&str>) -> String {
    let Some(by) = by else { return String::new() };
    match contest.rules.part(by) {
        Some(part) => name(words, &part.name),
        None => words.say("contest-by-lot"),
    }
}

/// The results of a round for a spreadsheet.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to hold the contest; while the round runs.
pub async fn results_sheet(house: &House, asker: &Asker, id: RoundId, words: &Words) -> Done<Sheet> {
    let (round, contest, found) = settled(house, asker, id).await?;
    let facts = house.facts();
    let points = |hundredths: i64| Cell::Number(hundredths as f64 / 100.0);
    let row = |line: &Line| {
        let rank = i64::try_from(line.rank).unwrap_or(i64::MAX);
        let mut cells =
            vec![Cell::Count(rank), Cell::text(line.team.name.clone()), Cell::text(unit(&facts, &line.team))];
        cells.extend(
            line.score.parts.iter().map(|part| part.as_ref().map_or(Cell::Empty, |it| points(it.score))),
        );
        cells.push(points(line.score.total));
        cells.push(Cell::text(decided(words, &contest, line.decided_by.as_deref())));
        cells
    };
    Ok(Sheet {
        title: words.say("contest-results"),
        about: vec![
            (words.say("contest-title"), contest.title.clone()),
            (words.say("contest-round"), round.name.clone()),
            (words.say("contest-held-on"), words.day(round.held_on)),
            (words.say("contest-rules"), name(words, &contest.rules.name)),
            (words.say("contest-stage"), words.of("contest-stage", round.stage.word())),
        ],
        heading: headings(words, &contest),
        rows: found.lines.iter().map(row).collect(),
    })
}

/// The results of a round as a paper, in Vietnamese as offices write it, with the jury's names to sign.
///
/// # Errors
/// As [`results_sheet`].
pub async fn results_letter(house: &House, asker: &Asker, id: RoundId, format: Format) -> Done<File> {
    let (round, contest, found) = settled(house, asker, id).await?;
    let (facts, words) = (house.facts(), Words::for_language(Language::Vi));
    let holder = facts.tree.get(contest.unit).ok_or(Refusal::NotFound)?;
    let documents = Documents::facts();
    let system = documents.system_of(holder);
    let page = documents.form(system);
    let parent = holder.parent.and_then(|id| facts.tree.get(id));
    let top = facts.tree.ancestors(holder.id).last().unwrap_or(holder);
    let (superior, organisation) = page.head_of(holder, parent, &top.name);
    let territory = facts.tree.at_or_above(holder.id, Level::Commune).unwrap_or(holder);
    let mut table = vec![headings(words, &contest)];
    for line in &found.lines {
        let mut cells = vec![line.rank.to_string(), line.team.name.clone(), unit(&facts, &line.team)];
        cells.extend(
            line.score
                .parts
                .iter()
                .map(|part| part.as_ref().map_or_else(String::new, |it| points_text(it.score))),
        );
        cells.push(points_text(line.score.total));
        cells.push(decided(words, &contest, line.decided_by.as_deref()));
        table.push(cells);
    }
    let mut blocks = vec![Block::Paragraph(contest.rules.name.vi.clone()), Block::Table(table)];
    blocks.push(Block::Heading(words.say("contest-jury")));
    let juror = |juror: &Juror| format!("{}: {}", words.of("contest-seat", juror.seat.word()), juror.name);
    blocks.extend(found.jury.iter().map(|one| Block::Item(juror(one))));
    let is_final = round.stage == Stage::Published;
    let simulated = if facts.simulated { words.say("document-simulated") } else { String::new() };
    let remark = if is_final { simulated } else { marked(&simulated, "contest-not-published") };
    let letter = Letter {
        system,
        superior,
        organisation,
        number: words.say("contest-letter-number"),
        place_and_day: format!("{}, {}", territory.bare_name(), day_in_words(day(&round))),
        title: words.say("contest-letter-title"),
        about: format!("{} – {}", contest.title, round.name),
        addressees: Vec::new(),
        blocks,
        signature: page.signature(Signing::OnBehalf),
        signer: String::new(),
        recipients: Vec::new(),
        remark,
        notes: Vec::new(),
    };
    written(&letter, ["ket-qua", contest.title.as_str(), round.name.as_str()], format)
}

fn day(round: &Round) -> danvan_domain::time::Day {
    Moment::day(round.moved_at)
}
