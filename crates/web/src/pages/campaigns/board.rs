//! `/campaigns`: the campaigns a unit reads; the board of one by commune; a commune's teams.

use super::{can, hours, quality, team_name, unit_name};
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{
        Answered,
        letters::asked,
        sheets::{self, Cell, Sheet},
        shell, show, sorry,
    },
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::extract::{Path, State};
use danvan_actions::{
    House,
    campaigns::{After, Board, Line, ask_for_commune, board, commune, list},
};
use danvan_domain::{
    campaigns::{Team, board::Counts},
    ids::{MemberId, ProgrammeId, TeamId, UnitId},
    programmes::Programme,
    rights::Verb,
    time::{Day, Moment},
    units::Level,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/campaigns/list.html")]
struct ListPage {
    shell: Shell,
    /// Address, title, facts.
    rows: Vec<(String, String, String)>,
    may_lead: bool,
    may_log: bool,
}

/// `GET /campaigns`.
pub(super) async fn show_list(State(site): State<Site>, reader: Reader) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let with_past = asked(&reader).filled("all").is_some();
    let found = list(house, asker, with_past).await.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader), house.facts());
    let row = |it: &Programme| {
        let days =
            format!("{} – {}", shell.words.day(it.content.starts_on), shell.words.day(it.content.ends_on));
        let told = format!("{} · {days}", unit_name(&facts, it.unit));
        (format!("/campaigns/{}", it.id), it.content.title.clone(), told)
    };
    let page = ListPage {
        rows: found.iter().map(row).collect(),
        may_lead: house.own_unit(asker, Verb::LeadProgrammes).is_ok(),
        may_log: house.own_unit(asker, Verb::LogTeamDay).is_ok(),
        shell,
    };
    show(&reader, &page)
}

/// The days that were asked for: the last seven unless something else was said.
fn days_of(form: &Form, today: Day) -> (Day, Day) {
    let read = |name: &str| form.get(name).parse::<Day>().ok();
    let to = read("to").unwrap_or(today);
    (read("from").unwrap_or_else(|| to.plus_days(-6)), to)
}

/// What is counted, ready to be shown.
struct Cells {
    teams: String,
    households: String,
    members: String,
    waiting: String,
    logs: String,
    visited: String,
    without: String,
    is_short: bool,
}

fn cells(shell: &Shell, counts: &Counts) -> Cells {
    let number = |number: i64| shell.words.count(number);
    let of = |there: i64, aimed: i64| {
        if aimed == 0 { number(there) } else { format!("{} / {}", number(there), number(aimed)) }
    };
    Cells {
        teams: of(counts.teams, counts.aimed_teams),
        households: of(counts.households, counts.aimed_households),
        members: of(counts.members, counts.aimed_members),
        waiting: number(counts.waiting),
        logs: number(counts.logs),
        visited: number(counts.visited),
        without: number(counts.households_without()),
        is_short: counts.households_without() + counts.teams_missing() + counts.members_missing() > 0,
    }
}

/// What all communes have. What one has beyond its target is no help to another, so that those without are told apart.
fn whole(shell: &Shell, total: &Counts, without: i64) -> Cells {
    let told = cells(shell, total);
    Cells { without: shell.words.count(without), is_short: told.is_short || 0 < without, ..told }
}

#[derive(Template)]
#[template(path = "pages/campaigns/board.html")]
struct BoardPage {
    shell: Shell,
    id: ProgrammeId,
    title: String,
    facts: String,
    days: (String, String),
    days_said: (String, String),
    rows: Vec<Row>,
    total: Cells,
    hours: String,
    helped: String,
    needs: String,
    may_keep: Option<String>,
    is_open: bool,
    join: String,
}

struct Row {
    href: String,
    name: String,
    quality: String,
    cells: Cells,
}

/// `GET /campaigns/{id}`.
pub(super) async fn show_board(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let (house, asker, id) = (&site.house, &reader.visitor.asker, ProgrammeId(id));
    let today = house.today();
    let found = board(house, asker, id, days_of(&asked(&reader), today)).await.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader), house.facts());
    let row = |line: &Line| Row {
        href: line
            .unit
            .filter(|unit| ask_for_commune(house, asker, *unit).is_ok())
            .map(|unit| format!("/campaigns/{id}/communes/{unit}"))
            .unwrap_or_default(),
        name: line.unit.map_or_else(|| shell.say("campaign-not-shared"), |unit| unit_name(&facts, unit)),
        quality: quality(&shell, line.quality),
        cells: cells(&shell, &line.counts),
    };
    let Board { campaign, days, lines, total, without, minutes } = &found;
    let term = (campaign.content.starts_on, campaign.content.ends_on);
    let page = BoardPage {
        id,
        title: campaign.content.title.clone(),
        facts: format!(
            "{} · {} – {}",
            unit_name(&facts, campaign.unit),
            shell.words.day(term.0),
            shell.words.day(term.1)
        ),
        days: (shell.words.day(days.0), shell.words.day(days.1)),
        days_said: (days.0.to_string(), days.1.to_string()),
        rows: lines.iter().map(row).collect(),
        total: whole(&shell, total, *without),
        hours: hours(&shell, *minutes),
        helped: shell.words.count(total.helped),
        needs: shell.words.count(total.needs),
        may_keep: own_commune(house, &reader).map(|unit| format!("/campaigns/{id}/communes/{unit}")),
        is_open: campaign.ended_at.is_none() && today <= term.1,
        join: format!("{}/campaigns/{id}/join", site.setup.public_url.trim_end_matches('/')),
        shell,
    };
    show(&reader, &page)
}

/// `GET /campaigns/{id}/board/{file}`: the same as `board.xlsx` or `board.csv`.
pub(super) async fn sheet(
    State(site): State<Site>,
    reader: Reader,
    Path((id, name)): Path<(Uuid, String)>,
) -> Answered {
    let ("board", kind) = sheets::asked(&reader, &name)? else { return Err(Sorry::lost(reader.language)) };
    let (house, asker, id) = (&site.house, &reader.visitor.asker, ProgrammeId(id));
    let days = days_of(&asked(&reader), house.today());
    let found = board(house, asker, id, days).await.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader), house.facts());
    let line = |name: String, counts: &Counts, without: i64, quality: String| {
        let mut cells = vec![Cell::text(name)];
        cells.extend(numbers(counts, without).map(|(_, number)| Cell::Count(number)));
        cells.push(Cell::text(quality));
        cells
    };
    let mut rows: Vec<Vec<Cell>> = found
        .lines
        .iter()
        .map(|one| {
            let name = one.unit.map_or_else(|| shell.say("campaign-not-shared"), |it| unit_name(&facts, it));
            let quality = shell.of("quality", one.quality.word());
            line(name, &one.counts, one.counts.households_without(), quality)
        })
        .collect();
    rows.push(line(shell.say("campaign-whole"), &found.total, found.without, String::new()));
    let mut heading = vec![shell.say("label-unit")];
    heading.extend(numbers(&found.total, found.without).map(|(key, _)| shell.say(key)));
    heading.push(shell.say("sheet-quality"));
    let more = [("sheet-from", days.0), ("sheet-to", days.1)]
        .map(|(key, day)| (shell.say(key), shell.words.day(day)));
    let address = format!("/campaigns/{id}?from={}&to={}", days.0, days.1);
    let sheet = Sheet {
        title: found.campaign.content.title.clone(),
        about: sheets::about(&site, &shell, address, more),
        heading,
        rows,
    };
    sheets::give(&site, &reader, (&format!("danvan-chien-dich-{}-{}", days.0, days.1), kind), &sheet)
}

/// What is counted, with the key of its name.
fn numbers(counts: &Counts, without: i64) -> [(&'static str, i64); 10] {
    [
        ("campaign-teams", counts.teams),
        ("campaign-aimed-teams", counts.aimed_teams),
        ("campaign-covered", counts.households),
        ("campaign-aimed-households", counts.aimed_households),
        ("campaign-without", without),
        ("campaign-people", counts.members),
        ("campaign-aimed-members", counts.aimed_members),
        ("campaign-waiting", counts.waiting),
        ("campaign-logs", counts.logs),
        ("campaign-visited", counts.visited),
    ]
}

/// The commune whose rosters the reader keeps.
fn own_commune(house: &House, reader: &Reader) -> Option<UnitId> {
    let unit = house.own_unit(&reader.visitor.asker, Verb::KeepRosters).ok()?;
    house.facts().tree.at_or_above(unit, Level::Commune).map(|unit| unit.id)
}

#[derive(Template)]
#[template(path = "pages/campaigns/commune.html")]
struct CommunePage {
    shell: Shell,
    id: ProgrammeId,
    title: String,
    name: String,
    days: (String, String),
    cells: Cells,
    helped: String,
    needs: String,
    teams: Vec<TeamLine>,
    more: Option<String>,
    /// Address, name, what they can do.
    waiting: Vec<(String, String, String)>,
    more_waiting: Option<String>,
    may_keep: bool,
}

struct TeamLine {
    href: String,
    name: String,
    facts: String,
    logged: String,
    class: &'static str,
}

fn team_line(shell: &Shell, facts: &danvan_actions::Facts, team: &Team, today: Day) -> TeamLine {
    let mut told = vec![
        shell.say_count("campaign-households", team.households),
        shell.say_count("campaign-members", team.members),
    ];
    if !team.covers.is_empty() {
        told.insert(0, team.covers.clone());
    }
    let (logged, class) = match team.logged_on {
        Some(day) if day == today => (shell.say("campaign-logged-today"), "due well"),
        Some(day) => (shell.say_one("campaign-logged-on", "day", shell.words.day(day)), "due"),
        None => (shell.say("campaign-never-logged"), "due soon"),
    };
    TeamLine {
        href: format!("/campaigns/teams/{}", team.id),
        name: team_name(shell, facts, team),
        facts: told.join(" · "),
        logged,
        class,
    }
}

/// `GET /campaigns/{id}/communes/{unit}`.
pub(super) async fn show_commune(
    State(site): State<Site>,
    reader: Reader,
    Path((id, unit)): Path<(Uuid, Uuid)>,
) -> Answered {
    let (house, asker, form) = (&site.house, &reader.visitor.asker, asked(&reader));
    let days = days_of(&form, house.today());
    let (team, waits) = (position::<TeamId>(&form, "after"), position::<MemberId>(&form, "waiting"));
    let mut after = After::default();
    after.team = team.unwrap_or(after.team);
    after.waiting = waits.map_or(after.waiting, |(at, id)| (Moment::from_micros(at), id));
    let which = (ProgrammeId(id), UnitId(unit));
    let found = commune(house, asker, which, after, days).await.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader), house.facts());
    let waiting = found.waiting.iter().map(|it| {
        (format!("/campaigns/members/{}", it.id), it.name.clone(), can(&shell, &it.skills, &it.times))
    });
    let here = format!("/campaigns/{id}/communes/{}", found.unit);
    let further = |team, waits| format!("{here}?{}", query(days, team, waits));
    let page = CommunePage {
        id: found.campaign.id,
        title: found.campaign.content.title.clone(),
        name: unit_name(&facts, found.unit),
        days: (shell.words.day(days.0), shell.words.day(days.1)),
        cells: cells(&shell, &found.counts),
        helped: shell.words.count(found.counts.helped),
        needs: shell.words.count(found.counts.needs),
        teams: found.teams.iter().map(|team| team_line(&shell, &facts, team, house.today())).collect(),
        more: found
            .teams
            .last()
            .filter(|_| found.more)
            .map(|last| further(Some((last.number, last.id)), waits)),
        more_waiting: found
            .waiting
            .last()
            .filter(|_| found.more_waiting)
            .map(|last| further(team, Some((last.enrolled_at.micros(), last.id)))),
        waiting: waiting.collect(),
        may_keep: found.may_keep,
        shell,
    };
    show(&reader, &page)
}

/// A place in a list: a number and an id.
fn position<Id: std::str::FromStr>(form: &Form, name: &str) -> Option<(i64, Id)> {
    let (number, id) = form.filled(name)?.split_once('_')?;
    Some((number.parse().ok()?, id.parse().ok()?))
}

/// The days that were asked for, and how far both lists were read.
fn query(days: (Day, Day), team: Option<(i64, TeamId)>, waits: Option<(i64, MemberId)>) -> String {
    let parts = [
        Some(format!("from={}&to={}", days.0, days.1)),
        team.map(|(number, id)| format!("after={number}_{id}")),
        waits.map(|(at, id)| format!("waiting={at}_{id}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("&")
}

/// The same line for a list of one's own teams, with the name of the campaign.
pub(super) fn own_line(
    shell: &Shell,
    facts: &danvan_actions::Facts,
    (team, campaign): &(Team, Programme),
    today: Day,
) -> (String, String, String, String, &'static str) {
    let line = team_line(shell, facts, team, today);
    let told = format!("{} · {}", campaign.content.title, line.facts);
    (line.href, line.name, told, line.logged, line.class)
}
