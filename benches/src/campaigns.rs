//! How quickly the boards of a campaign of 26,000 teams answer when sixty days were logged, and how long 400,000 members take to come
//! in from a table, with how much memory.

use crate::{
    Stop,
    engines::Engine,
    instant,
    reading::{Page, boards},
    say,
    server::{binary, command},
};
use danvan_domain::{
    campaigns::Log,
    ids::{ProgrammeId, TeamId, UnitId},
    time::{Day, Moment},
};
use danvan_store::{
    Store,
    campaigns::{self as store, counts, logs},
    settings, units,
};
use rust_xlsxwriter::Workbook;
use std::{
    collections::BTreeMap,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

/// So many days of logs are added to the week that the demonstration has.
const DAYS: i64 = 60;
/// So many teams are written in one change.
const AT_ONCE: usize = 400;
/// So many members are brought in.
const MEMBERS: usize = 400_000;
/// Stands in the settings of a database that was filled to its end.
const FILLED: &str = "bench.campaigns";

/// Fills a city, unless it was kept, times its boards, and brings members in.
pub(crate) async fn measure(engine: &Engine) -> Result<(), Stop> {
    let database = engine.database("campaigns")?;
    command(&["demo", "--cases", "5000", "--database", &database])?;
    let there = fill(&database).await?;
    let (id, unit, team) = (there.campaign, there.shown.0, there.shown.1);
    let title = format!("{} with {} teams and {} days of logs", engine.name, there.teams.len(), DAYS + 7);
    let from = there.today.plus_days(-DAYS);
    let pages = [
        Page::one("campaigns, city", "lanhdao", "/campaigns"),
        Page::one("board, a week", "lanhdao", format!("/campaigns/{id}")),
        Page::one("board, sixty days", "lanhdao", format!("/campaigns/{id}?from={from}&to={}", there.today)),
        Page::one("board of a commune", "canbo.ngocha", format!("/campaigns/{id}/communes/{unit}")),
        Page::one("a team", "canbo.ngocha", format!("/campaigns/teams/{team}")),
        Page::one("a team's form of the day", "to.ngocha", format!("/campaigns/teams/{team}/log")),
        Page::one("one's own teams", "to.ngocha", "/campaigns/mine"),
    ];
    boards(engine, &database, &title, &pages).await?;
    let folder = tempfile::tempdir()?;
    say("| rows of the table | s | most memory, MB |");
    say("|---|---|---|");
    for (part, many) in [(0, MEMBERS / 10), (1, MEMBERS)] {
        let file = folder.path().join(format!("members-{many}.xlsx"));
        write_table(&there, (part, many), &file)?;
        let (seconds, megabytes) = bring(&database, id, &file)?;
        say(&format!("| {many} | {seconds:.1} | {megabytes} |"));
    }
    say("");
    Ok(())
}

/// What a filled database holds.
struct There {
    campaign: ProgrammeId,
    today: Day,
    teams: Vec<(UnitId, i64, TeamId)>,
    /// How a table names each commune.
    names: BTreeMap<UnitId, String>,
    /// The commune in which the demo's officer works, and a team that the demo's member logs.
    shown: (UnitId, TeamId),
}

async fn fill(database: &str) -> Result<There, Stop> {
    let held = Store::open(database).await?;
    let campaign = *counts::campaigns(&held).await?.first().ok_or("no campaign")?;
    let mut teams: Vec<(UnitId, i64, TeamId)> = store::by_number(&held, campaign)
        .await?
        .into_iter()
        .filter_map(|((unit, number), id)| Some((unit, number, id?)))
        .collect();
    teams.sort_unstable();
    let ready = settings::get(&held, "demo.ready").await?.ok_or("no city")?;
    let today = ready.parse::<Moment>()?.day();
    if settings::get(&held, FILLED).await?.is_none() {
        log(&held, (campaign, today), &teams).await?;
        let mut change = held.begin().await?;
        settings::set(&mut change, FILLED, "yes").await?;
        change.commit().await?;
    }
    let mut names = BTreeMap::new();
    let mut shown = None;
    for unit in units::load(&held).await?.0 {
        if unit.name == "Phường Ngọc Hà" && unit.stands_on(today) {
            shown = Some(unit.id);
        }
        names.insert(unit.id, unit.code.unwrap_or_else(|| unit.id.to_string()));
    }
    let shown = shown.ok_or("no Phường Ngọc Hà")?;
    // The first team of the commune lies at the village of the demo's member.
    let team = teams.iter().find(|(unit, ..)| *unit == shown).map(|(.., id)| *id).ok_or("no team")?;
    held.close().await;
    Ok(There { campaign, today, teams, names, shown: (shown, team) })
}

/// Sixty days before the week that is there.
async fn log(
    held: &Store,
    (campaign, today): (ProgrammeId, Day),
    teams: &[(UnitId, i64, TeamId)],
) -> Result<(), Stop> {
    for some in teams.chunks(AT_ONCE) {
        let mut all = Vec::with_capacity(some.len() * DAYS as usize);
        let mut sums: BTreeMap<(Day, UnitId), [i64; 4]> = BTreeMap::new();
        for (unit, number, team) in some {
            for back in 8..8 + DAYS {
                let day = today.plus_days(-back);
                let visited = 3 + (number + back) % 17;
                all.push(Log {
                    team: *team,
                    campaign,
                    unit: *unit,
                    day,
                    visited,
                    helped: 1,
                    needs: 0,
                    words: String::new(),
                    at: Moment::at(day, 18, 0),
                    person: None,
                });
                let sum = sums.entry((day, *unit)).or_default();
                *sum = [sum[0] + 1, sum[1] + visited, sum[2] + 1, 0];
            }
        }
        let mut change = held.begin().await?;
        logs::bring(&mut change, &all).await?;
        for ((day, unit), by) in sums {
            counts::add_day(&mut change, (campaign, day, unit), by).await?;
        }
        change.commit().await?;
    }
    Ok(())
}

/// A table of so many members, spread over all teams.
fn write_table(there: &There, (part, many): (usize, usize), file: &Path) -> Result<(), Stop> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(["Phường, xã", "Tổ", "Họ và tên", "Điện thoại", "Kỹ năng"])
    {
        sheet.write_string(0, column, heading)?;
    }
    for at in 0..many {
        let row = u32::try_from(at + 1)?;
        let (unit, number, _) = there.teams[at % there.teams.len()];
        let commune = there.names.get(&unit).map_or("", String::as_str);
        sheet.write_string(row, 0, commune)?;
        sheet.write_number(row, 1, number as f64)?;
        sheet.write_string(row, 2, format!("Nguyễn Văn {part} {at}"))?;
        sheet.write_string(row, 3, format!("08{part}{at:07}"))?;
        sheet.write_string(row, 4, "sơ cứu; lái xe")?;
    }
    Ok(book.save(file)?)
}

/// Runs the import and returns how long it took and the most memory it held.
fn bring(database: &str, campaign: ProgrammeId, file: &Path) -> Result<(f64, u64), Stop> {
    let start = instant();
    let mut child = Command::new(binary()?)
        .args(["import", "members", "--campaign", &campaign.to_string(), "--database", database])
        .arg(file)
        .stdout(Stdio::null())
        .spawn()?;
    let mut most = 0;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        let told = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok());
        most = most.max(kilobytes.unwrap_or(0) / 1024);
        std::thread::sleep(Duration::from_millis(50));
    };
    if !status.success() {
        return Err("the import failed".into());
    }
    Ok((start.elapsed().as_secs_f64(), most))
}
