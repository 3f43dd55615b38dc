//! How the house is: what was measured, what is well, what is not, and what mends it.

use super::{
    may_operate,
    settings::{self, BACKUP_DAYS, DISK_MEGABYTES, DRILL_DAYS, RETENTION_AUTOMATIC},
};
use crate::{
    followers::FOLLOWERS,
    house::{Done, House},
};
use danvan_domain::{people::Role, refusals::Note, rights::Asker, time::Moment};
use danvan_store::{
    data, events, jobs, people, snapshot,
    tables::{self, TABLES},
    upkeep,
};
use futures_util::TryStreamExt;
use serde::Serialize;
use std::collections::BTreeMap;

/// What was measured.
#[derive(Clone, Debug, Serialize)]
pub struct Measured {
    /// The program's version.
    pub version: &'static str,
    /// The engine: `sqlite` or `postgres`.
    pub engine: &'static str,
    /// Whether people and cases are made up.
    pub simulated: bool,
    /// Numbers of the migrations that were run.
    pub migrations: Vec<i64>,
    /// Rows by room and table; empty when they were not counted.
    pub rows: BTreeMap<&'static str, BTreeMap<&'static str, i64>>,
    /// Where each chain of events ends.
    pub chain: Vec<Head>,
    /// How many events the tallies have not seen.
    pub tally_lag: i64,
    /// Jobs in the queue.
    pub jobs_waiting: i64,
    /// Jobs that wait for a person.
    pub jobs_parked: i64,
    /// Free bytes on the database's disk, where it is a file of this machine.
    pub disk_free: Option<u64>,
    /// When the last back-up was made.
    pub last_backup: Option<Moment>,
    /// When a back-up was last restored to prove that it can be.
    pub last_drill: Option<Moment>,
}

/// Where a chain of events ends.
#[derive(Clone, Debug, Serialize)]
pub struct Head {
    /// Which chain.
    pub lane: i64,
    /// How many events it has.
    pub position: i64,
    /// Hash of the last, in hexadecimal.
    pub hash: String,
}

/// One thing the doctor looked at.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What was looked at, in one word.
    pub about: &'static str,
    /// Whether it is well.
    pub well: bool,
    /// What was found; when it is not well, with the command that mends it.
    pub note: Note,
}

/// How the house is.
pub struct Health {
    /// What was measured.
    pub measured: Measured,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl Health {
    /// Whether everything is well.
    pub fn is_well(&self) -> bool {
        self.findings.iter().all(|finding| finding.well)
    }
}

/// Examines the house. Rows are counted only when asked, because that takes as long as there are many.
///
/// # Errors
/// The refusal of the right to operate; a failure of the store.
pub async fn examine(house: &House, asker: &Asker, count_rows: bool) -> Done<Health> {
    may_operate(house, asker)?;
    let measured = measure(house, count_rows).await?;
    let mut doctor = Doctor { findings: Vec::new() };
    doctor.well("engine", Note::new("doctor-engine").with("engine", measured.engine));
    doctor.migrations(house, &measured);
    let events: i64 = measured.chain.iter().map(|head| head.position).sum();
    doctor.well("chain", Note::new("doctor-chain").with("chains", measured.chain.len()).with("n", events));
    doctor.look(
        "tallies",
        measured.tally_lag <= MOST_LAG,
        Note::new("doctor-tallies-follow").with("n", measured.tally_lag),
        Note::new("doctor-tallies-behind").with("n", measured.tally_lag),
    );
    doctor.look(
        "jobs",
        measured.jobs_parked == 0,
        Note::new("doctor-jobs-well").with("n", measured.jobs_waiting),
        Note::new("doctor-jobs-parked").with("n", measured.jobs_parked),
    );
    doctor.disk(house, &measured).await?;
    doctor.files(house).await;
    doctor.kept(house, &measured, ("backup", BACKUP_DAYS, measured.last_backup)).await?;
    doctor.kept(house, &measured, ("drill", DRILL_DAYS, measured.last_drill)).await?;
    doctor.settings(house, asker).await?;
    doctor.people(house).await?;
    doctor.personal_data(house).await?;
    Ok(Health { measured, findings: doctor.findings })
}

/// So many events may wait while the tallies follow a busy hour.
const MOST_LAG: i64 = 2000;

async fn measure(house: &House, count_rows: bool) -> Done<Measured> {
    let store = &house.store;
    let mut chain = Vec::new();
    for (lane, position) in events::lanes(store).await? {
        let last = events::after(store, lane, position - 1, 1).await?;
        let hash = last.first().map(|placed| placed.hash.iter().map(|byte| format!("{byte:02x}")).collect());
        chain.push(Head { lane, position, hash: hash.unwrap_or_default() });
    }
    let mut tally_lag = 0;
    for follower in FOLLOWERS {
        tally_lag = tally_lag.max(events::lag(store, follower.name).await?);
    }
    let mut rows = BTreeMap::<_, BTreeMap<_, _>>::new();
    if count_rows {
        for table in TABLES {
            rows.entry(table.room).or_default().insert(table.name, snapshot::count(store, table).await?);
        }
    }
    Ok(Measured {
        version: env!("CARGO_PKG_VERSION"),
        engine: store.engine(),
        simulated: house.facts().simulated,
        migrations: tables::migrations(store).await?,
        rows,
        chain,
        tally_lag,
        jobs_waiting: jobs::count(store, false).await?,
        jobs_parked: jobs::count(store, true).await?,
        disk_free: disk_free(house).await?,
        last_backup: upkeep::last(store, upkeep::BACKUP).await?,
        last_drill: upkeep::last(store, upkeep::DRILL).await?,
    })
}

async fn disk_free(house: &House) -> Done<Option<u64>> {
    let Some(file) = tables::file(&house.store).await? else { return Ok(None) };
    let found = rustix::fs::statvfs(file);
    Ok(found.ok().map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize)))
}

struct Doctor {
    findings: Vec<Finding>,
}

impl Doctor {
    fn well(&mut self, about: &'static str, note: Note) {
        self.findings.push(Finding { about, well: true, note });
    }

    fn look(&mut self, about: &'static str, well: bool, good: Note, bad: Note) {
        self.findings.push(Finding { about, well, note: if well { good } else { bad } });
    }

    fn migrations(&mut self, house: &House, measured: &Measured) {
        let known = tables::known_migrations(&house.store);
        let missing: Vec<String> = known
            .iter()
            .filter(|number| !measured.migrations.contains(number))
            .map(ToString::to_string)
            .collect();
        self.look(
            "migrations",
            missing.is_empty(),
            Note::new("doctor-migrations-well").with("n", known.len()),
            Note::new("doctor-migrations-missing").with("missing", missing.join(", ")),
        );
    }

    async fn disk(&mut self, house: &House, measured: &Measured) -> Done<()> {
        let Some(free) = measured.disk_free else {
            self.well("disk", Note::new("doctor-disk-elsewhere"));
            return Ok(());
        };
        let least: u64 = settings::value(house, DISK_MEGABYTES).await?.parse().unwrap_or(1024);
        let megabytes = free / 1_000_000;
        let say = |key| Note::new(key).with("free", megabytes).with("least", least);
        self.look("disk", megabytes >= least, say("doctor-disk-well"), say("doctor-disk-low"));
        Ok(())
    }

    /// Whether the place of pictures answers: a folder that was unmounted, a bucket that cannot be reached.
    async fn files(&mut self, house: &House) {
        let first = house.files.list(None).try_next().await;
        let reason = first.as_ref().err().map(ToString::to_string).unwrap_or_default();
        let lost = Note::new("doctor-files-lost").with("reason", reason.replace('\n', " "));
        self.look("files", first.is_ok(), Note::new("doctor-files-well"), lost);
    }

    /// A made-up house has nothing to lose, so it needs no back-up.
    async fn kept(
        &mut self,
        house: &House,
        measured: &Measured,
        (about, setting, last): (&'static str, &str, Option<Moment>),
    ) -> Done<()> {
        let most: i64 = settings::value(house, setting).await?.parse().unwrap_or(7);
        let now = house.now();
        let days = last.map(|last| now.day().days_since(last.day()));
        let key = match days {
            None if measured.simulated => "simulated",
            None => "never",
            Some(days) if days > most && !measured.simulated => "old",
            Some(_) => "well",
        };
        let note = Note::new(&format!("doctor-{about}-{key}"));
        let note = match last {
            Some(last) => note.with("at", last.local().date()).with("days", most),
            None => note,
        };
        self.findings.push(Finding { about, well: matches!(key, "simulated" | "well"), note });
        Ok(())
    }

    async fn settings(&mut self, house: &House, asker: &Asker) -> Done<()> {
        let all = settings::list(house, asker).await?;
        let bad: Vec<String> = all.into_iter().filter(|one| !one.good).map(|one| one.name).collect();
        self.look(
            "settings",
            bad.is_empty(),
            Note::new("doctor-settings-well"),
            Note::new("doctor-settings-bad").with("names", bad.join(", ")),
        );
        Ok(())
    }

    /// Whether retention runs, and whether any clock of the law on personal data has lapsed.
    async fn personal_data(&mut self, house: &House) -> Done<()> {
        let runs = settings::value(house, RETENTION_AUTOMATIC).await? == "true";
        self.well("retention", Note::new(if runs { "doctor-retention-on" } else { "doctor-retention-off" }));
        let now = house.now();
        let breaches = data::breaches::overdue(&house.store, now).await?;
        self.look(
            "breaches",
            breaches == 0,
            Note::new("doctor-breaches-well"),
            Note::new("doctor-breaches-late").with("n", breaches),
        );
        let requests = data::requests::late(&house.store, now).await?;
        self.look(
            "requests",
            requests == 0,
            Note::new("doctor-requests-well"),
            Note::new("doctor-requests-late").with("n", requests),
        );
        Ok(())
    }

    async fn people(&mut self, house: &House) -> Done<()> {
        let today = house.today();
        let facts = house.facts();
        let standing = facts.tree.units().iter().filter(|unit| unit.stands_on(today)).count();
        self.look(
            "units",
            standing > 0,
            Note::new("doctor-units-well").with("n", standing),
            Note::new("doctor-units-none"),
        );
        let operators = people::holders(&house.store, Role::Operator, today).await?;
        self.look(
            "operators",
            operators > 0,
            Note::new("doctor-operators-well").with("n", operators),
            Note::new("doctor-operators-none"),
        );
        Ok(())
    }
}
