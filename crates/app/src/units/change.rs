//! Changing the tree from the command line, in the name of the house's operator.

use super::{Format, file_trouble, print, print_one, say, stop, tell, words};
use crate::house::Stop;
use crate::terminal::sentence;
use danvan_actions::{
    Failure, House,
    units::{self, File, Home, Imported, Preview},
};
use danvan_domain::{
    ids::UnitId,
    refusals::Refusal,
    rights::Asker,
    time::Day,
    units::{WHOLE_PPM, facts},
};
use danvan_store::units as store;
use std::path::{Path, PathBuf};
use uuid::Uuid;

fn file(path: &Path) -> Result<File, Stop> {
    let bytes = std::fs::read(path).map_err(|error| file_trouble(path, &error))?;
    Ok(File { name: path.display().to_string(), bytes })
}

pub(super) async fn import(
    house: &House,
    paths: &[PathBuf],
    from: Day,
    hanoi: bool,
    format: Format,
) -> Result<(), Stop> {
    let files = paths.iter().map(|path| file(path)).collect::<Result<Vec<File>, Stop>>()?;
    let asker = Asker::house();
    let mut sum = Imported::default();
    if hanoi {
        let (rows, links) = facts::hanoi().map_err(|faults| format!("the built-in units: {faults:?}"))?;
        sum = units::install(house, &asker, rows, links).await.map_err(stop)?;
    }
    let imported = units::import(house, &asker, &files, from).await.map_err(stop)?;
    let (units, links) = (sum.units + imported.units, sum.links + imported.links);
    if format != Format::Table {
        return print_one(&["units", "links"], &[units.to_string(), links.to_string()], format);
    }
    tell("terminal-imported-units", &[("units", units.into()), ("links", links.into())]);
    Ok(())
}

pub(super) async fn preview(house: &House, plan: &Path, on: Day, format: Format) -> Result<(), Stop> {
    let seen = units::preview(house, &Asker::house(), &file(plan)?, on).await.map_err(stop)?;
    let rows = preview_rows(&seen);
    let names = ["what", "id", "from", "to", "sure"];
    print(&names, &rows, format)?;
    if format == Format::Table {
        say("");
        tell(
            "terminal-preview",
            &[
                ("day", on.into()),
                ("ended", seen.plan.ended.len().into()),
                ("begun", seen.plan.units.len().into()),
                ("cases", seen.cases.len().into()),
                ("positions", seen.positions.len().into()),
                ("others", seen.cared.len().into()),
            ],
        );
        let (people, devices) = seen.signing_in;
        if people > 0 {
            tell("terminal-preview-devices", &[("people", people.into()), ("devices", devices.into())]);
        }
        let open = seen.cases.len() + seen.cared.len();
        if on > house.today() && open > 0 {
            tell("terminal-preview-later", &[("day", on.into()), ("cases", open.into())]);
        }
    }
    Ok(())
}

fn preview_rows(seen: &Preview) -> Vec<Vec<String>> {
    let name = |id: UnitId| seen.tree.get(id).map(|unit| unit.named().label).unwrap_or_default();
    let row = |what: &str, id: String, from: String, to: String, sure: bool| {
        vec![what.to_owned(), id, from, to, sure.to_string()]
    };
    let goes = |home: &Option<Home>| {
        home.map_or((words().say("terminal-nothing-stands"), false), |home| (name(home.unit), home.sure))
    };
    let mut rows = Vec::new();
    for id in &seen.plan.ended {
        let next: Vec<String> = seen
            .tree
            .successors(*id)
            .map(|step| {
                let part = match (step.link.whole, step.link.share, step.link.households) {
                    (true, _, _) => String::new(),
                    (false, Some(share), _) => {
                        format!(" ({})", words().percent(share as f64 / WHOLE_PPM as f64, 4))
                    }
                    (false, None, Some(households)) => {
                        format!(" ({})", sentence("terminal-households", &[("n", households.into())]))
                    }
                    (false, None, None) => format!(" ({})", words().say("terminal-share-unknown")),
                };
                format!("{}{part}", name(step.to.id))
            })
            .collect();
        let to = if next.is_empty() { words().say("terminal-ends") } else { next.join("; ") };
        rows.push(row("unit", id.to_string(), name(*id), to, true));
    }
    for (case, home) in &seen.cases {
        let (to, sure) = goes(home);
        rows.push(row("case", case.id.to_string(), name(case.responsible), to, sure));
    }
    for cared in &seen.cared {
        let (to, sure) = goes(&cared.goes);
        rows.push(row(cared.care.word(), cared.id.to_string(), name(cared.from), to, sure));
    }
    for (position, home) in &seen.positions {
        let (to, sure) = goes(home);
        let id = format!("{} ({})", position.id, words().of("role", position.role.word()));
        rows.push(row("position", id, name(position.unit), to, sure));
    }
    rows
}

pub(super) async fn reorganise(house: &House, plan: &Path, on: Day, format: Format) -> Result<(), Stop> {
    let done = units::reorganise(house, &Asker::house(), &file(plan)?, on).await.map_err(stop)?;
    if format != Format::Table {
        let names = ["id", "on", "ended", "begun", "cases", "cases_later", "positions", "others"];
        let counts = [done.ended, done.begun, done.cases, done.later, done.positions, done.cared]
            .map(|count| count.to_string());
        let row: Vec<String> = [done.id.to_string(), on.to_string()].into_iter().chain(counts).collect();
        return print_one(&names, &row, format);
    }
    tell(
        "terminal-reorganised",
        &[
            ("day", on.into()),
            ("ended", done.ended.into()),
            ("begun", done.begun.into()),
            ("cases", done.cases.into()),
            ("positions", done.positions.into()),
            ("others", done.cared.into()),
        ],
    );
    if done.later > 0 {
        tell("terminal-reorganised-later", &[("day", on.into()), ("cases", done.later.into())]);
    }
    tell("terminal-undo-with", &[("id", done.id.to_string().into())]);
    Ok(())
}

pub(super) async fn reorganisations(house: &House, format: Format) -> Result<(), Stop> {
    let moment = |micros: i64| danvan_domain::time::Moment::from_micros(micros).to_string();
    let rows: Vec<Vec<String>> = store::all_kept(&house.store)
        .await?
        .into_iter()
        .map(|kept| {
            let undone = kept.undone_at.map(moment).unwrap_or_default();
            vec![kept.id.to_string(), kept.on_day, moment(kept.done_at), undone]
        })
        .collect();
    print(&["id", "on", "done_at", "undone_at"], &rows, format)
}

pub(super) async fn undo(house: &House, id: Uuid) -> Result<(), Stop> {
    units::undo(house, &Asker::house(), id).await.map_err(|failure| match failure {
        Failure::Refused(Refusal::NotFound) => words().say("terminal-not-found").into(),
        other => stop(other),
    })?;
    tell("terminal-undone", &[]);
    Ok(())
}

pub(super) async fn settle(house: &House) -> Result<(), Stop> {
    let moved = units::settle(house, &Asker::house()).await.map_err(stop)?;
    tell("terminal-settled", &[("count", moved.into())]);
    Ok(())
}
