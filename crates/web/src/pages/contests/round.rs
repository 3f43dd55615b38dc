//! `/contests/rounds/{id}`: a round for whoever holds the contest or sits on its jury: what comes next, one's own sheets, how
//! parts run, teams, jury, results.

use super::{Mark, draft_kept, stage_mark};
use crate::{
    form::Form,
    guard::Reader,
    pages::{
        Answered,
        cases::names,
        go,
        letters::{choices, named},
        notes_of, shell, show_with, sorry,
    },
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::contests::{RoundOpened, draw, go_on, place, round, run, seat, step, unplace, unseat};
use danvan_domain::{
    contests::{Seat, Stage, Step, points_text},
    ids::{ContestTeamId, PersonId, RoundId},
    refusals::{FieldNote, Note, Refusal},
    rights::Asker,
};
use danvan_words::Value;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/contests/round.html")]
struct RoundPage {
    shell: Shell,
    id: RoundId,
    /// Address and title of the contest.
    of: (String, String),
    name: String,
    stage: Mark,
    facts: Vec<String>,
    /// The next step, for whoever holds the contest: its word and what it is called.
    next: Option<(String, String)>,
    /// How many sheets are missing.
    left: usize,
    mine: Vec<MyPart>,
    parts: Vec<PartRuns>,
    /// Whether the reader keeps time, and types sheets from paper.
    keeps_time: bool,
    teams: Vec<Placed>,
    /// Teams that are not in the round yet.
    others: Vec<Choice>,
    jury: Vec<(String, String, String)>,
    seats: Vec<Choice>,
    later: Vec<Choice>,
    /// What the device kept of the sheet that came in just before.
    kept: Option<String>,
    is_planned: bool,
    is_closed: bool,
    is_published: bool,
    may_lead: bool,
    heads: bool,
    typed: [String; 2],
    headings: Vec<String>,
    lines: Vec<Vec<String>>,
    corrections: Vec<String>,
}

/// A judge's own sheets of one part.
struct MyPart {
    name: String,
    /// Address, team, what was given, the class of its colour.
    sheets: Vec<(String, String, String, &'static str)>,
}

/// How one part runs.
struct PartRuns {
    code: String,
    name: String,
    teams: Vec<RunLine>,
}

struct RunLine {
    team: String,
    id: ContestTeamId,
    given: String,
    time: String,
    is_over: bool,
}

struct Placed {
    id: ContestTeamId,
    number: i64,
    name: String,
    unit: String,
}

/// `GET /contests/rounds/{id}`.
pub(super) async fn show_one(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, StatusCode::OK, RoundId(id), &Form::default(), Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: RoundId,
    form: &Form,
    notes: Vec<FieldNote>,
) -> Answered {
    // Long because it names everything the page shows.
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let found = round(house, asker, id).await.map_err(sorry(reader))?;
    let (shell, facts) = (shell(site, reader).with_notes(notes), house.facts());
    let (round, stage) = (&found.round, found.round.stage);
    let next = match stage {
        Stage::Planned => Some(Step::Open),
        Stage::Open => Some(Step::Close),
        Stage::Closed => Some(Step::Publish),
        Stage::Published => None,
    };
    let is_in = |team: ContestTeamId| found.places.iter().any(|(one, _)| *one == team);
    let placed = |(id, number): &(ContestTeamId, i64)| {
        let team = found.teams.iter().find(|team| team.id == *id)?;
        Some(Placed {
            id: *id,
            number: *number,
            name: team.name.clone(),
            unit: names::unit(&facts, team.unit),
        })
    };
    let later = |other: &danvan_domain::contests::Round| {
        Choice::new(other.id.to_string(), other.name.clone(), form.get("to"))
    };
    let (headings, lines) = table(&shell, &facts, &found);
    let keeps_time = matches!(found.seat, Some(Seat::Head | Seat::Secretary));
    let page = RoundPage {
        id,
        of: (format!("/contests/{}", found.contest.id), found.contest.title.clone()),
        name: round.name.clone(),
        stage: stage_mark(&shell, round),
        facts: vec![shell.of("contest-tier", round.tier.word()), shell.words.day(round.held_on)],
        next: next
            .filter(|_| found.may_lead)
            .map(|step| (step.word().to_owned(), shell.of("contest-step", step.word()))),
        left: found.results.left,
        mine: mine(&shell, &found, asker),
        // A time may still be mended once the round is closed.
        parts: match stage {
            Stage::Open => parts(&shell, &found),
            Stage::Closed if keeps_time => parts(&shell, &found),
            _ => Vec::new(),
        },
        keeps_time,
        teams: found.places.iter().filter_map(placed).collect(),
        others: found
            .teams
            .iter()
            .filter(|team| !is_in(team.id))
            .map(|team| Choice::new(team.id.to_string(), team.name.clone(), form.get("team")))
            .collect(),
        jury: found
            .results
            .jury
            .iter()
            .map(|one| (one.person.to_string(), one.name.clone(), shell.of("contest-seat", one.seat.word())))
            .collect(),
        seats: choices(&shell, "contest-seat", Seat::ALL, Seat::word, form.get("seat")),
        later: found.later.iter().map(later).collect(),
        kept: draft_kept(reader, id.0),
        is_planned: stage == Stage::Planned,
        is_closed: stage == Stage::Closed,
        is_published: stage == Stage::Published,
        may_lead: found.may_lead,
        heads: found.seat == Some(Seat::Head),
        typed: [form.get("person").to_owned(), form.get("number").to_owned()],
        headings,
        lines,
        corrections: corrections(&shell, &found),
        shell,
    };
    show_with(reader, status, &page)
}

/// A judge's own sheets, part by part.
fn mine(shell: &Shell, found: &RoundOpened, asker: &Asker) -> Vec<MyPart> {
    if !found.seat.is_some_and(Seat::gives_points) || found.round.stage == Stage::Planned {
        return Vec::new();
    }
    let Some(judge) = asker.person else { return Vec::new() };
    let sheet = |part: &str, team: ContestTeamId| {
        let name =
            found.teams.iter().find(|one| one.id == team).map(|one| one.name.clone()).unwrap_or_default();
        let own = found.results.marks.iter().rev();
        let given =
            own.clone().find(|mark| (mark.team, mark.part.as_str(), mark.judge) == (team, part, judge));
        let (told, class) = match given {
            Some(mark) => (shell.say_one("contest-given", "points", points_text(mark.total())), "due well"),
            None => (shell.say("contest-not-given"), "due soon"),
        };
        (format!("/contests/rounds/{}/sheets/{team}/{part}", found.round.id), name, told, class)
    };
    let part = |part: &danvan_domain::contests::Part| MyPart {
        name: named(shell, &part.name),
        sheets: found.places.iter().map(|(team, _)| sheet(&part.code, *team)).collect(),
    };
    found.contest.rules.parts.iter().map(part).collect()
}

fn parts(shell: &Shell, found: &RoundOpened) -> Vec<PartRuns> {
    let line = |part: &str, team: ContestTeamId| {
        let of = found.results.lines.iter().find(|line| line.team.id == team)?;
        let (given, is_over) = of.given.get(part).copied().unwrap_or((0, false));
        let run = found.results.runs.iter().find(|run| run.team == team && run.part == part);
        let time = run.and_then(|run| run.seconds).map(|took| format!("{}:{:02}", took / 60, took % 60));
        Some(RunLine {
            team: of.team.name.clone(),
            id: team,
            given: format!("{given}/{}", found.results.judges),
            time: time.unwrap_or_default(),
            is_over,
        })
    };
    let part = |part: &danvan_domain::contests::Part| PartRuns {
        code: part.code.clone(),
        name: named(shell, &part.name),
        teams: found.places.iter().filter_map(|(team, _)| line(&part.code, *team)).collect(),
    };
    found.contest.rules.parts.iter().map(part).collect()
}

/// The results as a table: place, team, unit, each part, in all, what decided a tie.
pub(super) fn table(
    shell: &Shell,
    facts: &danvan_actions::Facts,
    found: &RoundOpened,
) -> (Vec<String>, Vec<Vec<String>>) {
    super::board::table(shell, facts, &found.contest, &found.results)
}

/// Corrections, late sheets, sheets from paper and recounts, each in a sentence.
fn corrections(shell: &Shell, found: &RoundOpened) -> Vec<String> {
    let name = |id: PersonId| {
        found.results.jury.iter().find(|one| one.person == id).map(|one| one.name.clone()).unwrap_or_default()
    };
    let told = found.results.marks.iter().filter(|mark| !mark.reason.is_empty()).map(|mark| {
        let team = found.teams.iter().find(|one| one.id == mark.team).map_or("", |one| one.name.as_str());
        let part =
            found.contest.rules.part(&mark.part).map(|part| named(shell, &part.name)).unwrap_or_default();
        let same = |other: &&danvan_domain::contests::Mark| {
            (other.team, &other.part, other.judge) == (mark.team, &mark.part, mark.judge)
                && other.number + 1 == mark.number
        };
        let before = found.results.marks.iter().find(same).map(|before| points_text(before.total()));
        let mut values: Vec<(&str, Value)> = vec![
            ("way", shell.of("contest-way", mark.way.word()).into()),
            ("judge", name(mark.judge).into()),
            ("team", team.into()),
            ("part", part.into()),
            ("before", before.unwrap_or_else(|| "–".into()).into()),
            ("points", points_text(mark.total()).into()),
            ("reason", mark.reason.as_str().into()),
        ];
        match mark.witness.and_then(|id| found.witnesses.get(&id)) {
            None => shell.say_with("contest-corrected", &values),
            Some(witness) => {
                values.push(("witness", witness.as_str().into()));
                shell.say_with("contest-corrected-before", &values)
            }
        }
    });
    told.collect()
}

/// `POST /contests/rounds/{id}`: one of what is done here, named in `do`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let (house, asker, id) = (&site.house, &reader.visitor.asker, RoundId(id));
    let team = || ContestTeamId(form.get("team").parse().unwrap_or(Uuid::nil()));
    let done = match form.get("do") {
        "place" => place(house, asker, id, form.get("team"), form.get("number")).await,
        "unplace" => unplace(house, asker, id, form.get("team")).await,
        "seat" => seat(house, asker, id, form.get("person"), form.get("seat")).await,
        "unseat" => {
            let person = PersonId(form.get("person").parse().unwrap_or(Uuid::nil()));
            unseat(house, asker, id, person).await
        }
        "step" => step(house, asker, id, form.get("step")).await,
        "run" => {
            let at = (id, team(), form.get("part"));
            run(house, asker, at, form.get("time"), form.ticked("over")).await
        }
        "lot" => draw(house, asker, (id, team()), form.get("lot")).await,
        "go_on" => go_on(house, asker, id, form.get("to")).await,
        _ => Err(Refusal::field("do", Note::new("note-choose")).into()),
    };
    match done {
        Ok(()) => go(&format!("/contests/rounds/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, &form, notes).await
        }
    }
}
