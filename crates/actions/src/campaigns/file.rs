//! Members out of an XLSX: looked at whole before anything is written, then written some thousand rows at a time. Faults name their
//! cells; good rows beside bad ones are kept only when whoever brings the file says so.

mod reading;

use self::reading::{Found, read};
use super::{ask_to_keep, event, open_for};
use crate::house::{Done, Facts, House};
use bytes::Bytes;
use danvan_domain::{
    campaigns::{
        Member, Way,
        roster::{Fault, Line},
        sameness,
    },
    ids::{MemberId, ProgrammeId, TeamId, UnitId},
    refusals::{Note, Refusal},
    rights::Asker,
    time::Day,
    units::Level,
};
use danvan_interop::sheets;
use danvan_store::campaigns::{self as store, counts, members};
use serde_json::json;
use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
};

/// So many members are written in one change.
const AT_ONCE: usize = 2_000;
/// So many faults are told one by one; the rest is counted.
const MOST_FAULTS: usize = 5_000;

/// Where the file is.
#[derive(Clone)]
pub enum Source {
    /// Sent with a form.
    Bytes(Bytes),
    /// On the machine.
    File(PathBuf),
}

/// What is to be done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Roster {
    /// Only look.
    Look,
    /// Keep it when every row is good.
    Whole,
    /// Keep the good rows and leave the bad ones.
    Good,
}

/// What was found in a file and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sorted {
    /// Rows that are as they should be.
    pub good: u64,
    /// Rows with faults.
    pub bad: u64,
    /// The faults, each with its cell; at most [`MOST_FAULTS`].
    pub faults: Vec<Fault>,
    /// Faults beyond those.
    pub more_faults: u64,
    /// Members that were added.
    pub added: u64,
    /// Rows of people who were in the campaign already.
    pub there: u64,
    /// Whether anything was written.
    pub is_kept: bool,
}

impl Sorted {
    fn fault(&mut self, faults: Vec<Fault>) {
        for fault in faults {
            if self.faults.len() < MOST_FAULTS {
                self.faults.push(fault);
            } else {
                self.more_faults += 1;
            }
        }
    }
}

/// Brings members in. Without a column of communes all rows are of `unit`. The same file again adds nobody twice, so that what broke off
/// is finished by bringing it again.
///
/// # Errors
/// The refusal of the right to keep rosters of a commune in the file; when the campaign is over; a note under `file` when it is no table
/// or has other columns.
pub async fn bring_roster(
    house: &House,
    asker: &Asker,
    (campaign, unit): (ProgrammeId, Option<UnitId>),
    source: Source,
    how: Roster,
) -> Done<Sorted> {
    open_for(house, asker, campaign).await?;
    if let Some(unit) = unit {
        ask_to_keep(house, asker, unit)?;
    }
    let facts = house.facts();
    let mut known = Known {
        facts: &facts,
        today: house.today(),
        unit,
        teams: store::by_number(&house.store, campaign).await?,
        communes: HashMap::new(),
    };
    let mut sorted = Sorted::default();
    let mut rows = read(source.clone(), true);
    while let Some(some) = rows.next().await {
        for row in some {
            match row {
                Found::Row(Ok(line)) => match known.place(house, asker, &line) {
                    Ok(_) => sorted.good += 1,
                    Err(fault) => {
                        sorted.bad += 1;
                        sorted.fault(vec![fault]);
                    }
                },
                Found::Row(Err(faults)) => {
                    sorted.bad += 1;
                    sorted.fault(faults);
                }
                Found::Merged(faults) => sorted.fault(faults),
                Found::Columns(faults) => {
                    sorted.fault(faults);
                    return Ok(sorted);
                }
                Found::Broken(fault) => return Err(broken(fault).into()),
            }
        }
    }
    if sorted.good + sorted.bad == 0 {
        return Err(Refusal::field("file", Note::new("roster-note-empty")).into());
    }
    let is_clean = sorted.bad == 0 && sorted.faults.is_empty();
    if how == Roster::Look || (how == Roster::Whole && !is_clean) || sorted.good == 0 {
        return Ok(sorted);
    }
    keep(house, asker, campaign, &mut known, source, &mut sorted).await?;
    Ok(sorted)
}

fn broken(fault: sheets::Fault) -> Refusal {
    let key = match fault {
        sheets::Fault::Unreadable => "roster-note-no-table",
        sheets::Fault::TooLarge => "roster-note-too-large",
    };
    Refusal::field("file", Note::new(key))
}

/// Writes the good rows, some thousand in a change.
async fn keep(
    house: &House,
    asker: &Asker,
    campaign: ProgrammeId,
    known: &mut Known<'_>,
    source: Source,
    sorted: &mut Sorted,
) -> Done<()> {
    let mut rows = read(source, false);
    let mut waiting: Vec<Member> = Vec::with_capacity(AT_ONCE);
    while let Some(some) = rows.next().await {
        for row in some {
            let line = match row {
                Found::Row(Ok(line)) => line,
                Found::Broken(fault) => return Err(broken(fault).into()),
                _ => continue,
            };
            let Ok((unit, team)) = known.place(house, asker, &line) else { continue };
            waiting.push(member_of(house, asker, (campaign, unit, team), line));
            if waiting.len() == AT_ONCE {
                write(house, asker, campaign, &waiting, sorted).await?;
                waiting.clear();
            }
        }
    }
    write(house, asker, campaign, &waiting, sorted).await?;
    sorted.is_kept = true;
    Ok(())
}

fn member_of(
    house: &House,
    asker: &Asker,
    (campaign, unit, team): (ProgrammeId, UnitId, Option<TeamId>),
    line: Line,
) -> Member {
    let it = line.member;
    let near = team.map_or(unit.0, |team| team.0);
    Member {
        id: MemberId(house.new_id()),
        campaign,
        unit,
        enrolled_of: unit,
        team,
        same: sameness(campaign, &it.name, &it.phone, near),
        name: it.name,
        phone: it.phone,
        leads: it.leads,
        skills: it.skills,
        times: it.times,
        way: Way::File,
        enrolled_at: house.now(),
        enrolled_by: asker.person,
        receipt: None,
    }
}

async fn write(
    house: &House,
    asker: &Asker,
    campaign: ProgrammeId,
    all: &[Member],
    sorted: &mut Sorted,
) -> Done<()> {
    if all.is_empty() {
        return Ok(());
    }
    let mut change = house.store.begin().await?;
    let added = members::add(&mut change, all).await?;
    let mut by_team: BTreeMap<(TeamId, UnitId), i64> = BTreeMap::new();
    let mut by_unit: BTreeMap<UnitId, counts::Adding> = BTreeMap::new();
    for (team, unit) in &added {
        let counted = by_unit.entry(*unit).or_default();
        match team {
            Some(team) => {
                *by_team.entry((*team, *unit)).or_default() += 1;
                counted.members += 1;
            }
            None => counted.waiting += 1,
        }
    }
    let by_team: Vec<_> = by_team.into_iter().map(|((team, unit), by)| (team, by, unit)).collect();
    if store::add_members_of(&mut change, &by_team).await? != by_team.len() as u64 {
        return Err(Refusal::Conflict(Note::new("roster-changed-meanwhile")).into());
    }
    for (unit, by) in by_unit {
        let many = by.members + by.waiting;
        counts::add(&mut change, (campaign, unit), by).await?;
        let payload = json!({"members": many, "way": Way::File});
        change.note(event(house, asker, "campaign.members_brought", (campaign.0, unit), payload));
    }
    change.commit().await?;
    sorted.added += added.len() as u64;
    sorted.there += (all.len() - added.len()) as u64;
    Ok(())
}

/// What the house knows beside the file.
struct Known<'a> {
    facts: &'a Facts,
    today: Day,
    /// The commune of a file without a column of communes.
    unit: Option<UnitId>,
    /// By commune and number; nothing where two share one.
    teams: HashMap<(UnitId, i64), Option<TeamId>>,
    /// Communes as the file names them, each looked up once.
    communes: HashMap<String, Result<UnitId, Note>>,
}

impl Known<'_> {
    /// The commune and the team of a row.
    fn place(
        &mut self,
        house: &House,
        asker: &Asker,
        line: &Line,
    ) -> Result<(UnitId, Option<TeamId>), Fault> {
        let fault = |at: usize, note: Note| Fault { cell: line.cells[at].clone(), note };
        let unit = if line.commune.is_empty() {
            self.unit.ok_or_else(|| fault(0, Note::new("roster-note-which-commune")))?
        } else {
            let (facts, today) = (self.facts, self.today);
            let found = self.communes.entry(line.commune.clone()).or_insert_with(|| {
                let found = facts.tree.resolve(&line.commune, today)?;
                let unit = facts.tree.get(found).filter(|unit| unit.level() == Level::Commune);
                let unit = unit.map(|unit| unit.id).ok_or_else(|| Note::new("roster-note-no-commune"))?;
                ask_to_keep(house, asker, unit).map(|()| unit).map_err(|_| Note::new("roster-note-not-yours"))
            });
            found.clone().map_err(|note| fault(0, note))?
        };
        let Some(number) = line.team else { return Ok((unit, None)) };
        let key = match self.teams.get(&(unit, number)) {
            Some(Some(team)) => return Ok((unit, Some(*team))),
            Some(None) => "roster-note-two-teams",
            None => "roster-note-unknown-team",
        };
        Err(fault(1, Note::new(key).with("number", number)))
    }
}
