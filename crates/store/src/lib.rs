//! SQL for two engines: SQLite inside the program, PostgreSQL beside it. Each statement is written once.

pub mod attachments;
pub mod briefs;
pub mod bulk;
pub mod calendar;
pub mod campaigns;
pub mod cases;
pub mod chain;
pub mod change;
pub mod clearance;
pub mod contents;
pub mod contests;
pub mod data;
pub mod deadlines;
pub mod documents;
pub mod engine;
pub mod events;
pub mod exchange;
pub mod findings;
pub mod initiatives;
pub mod inspections;
pub mod inventory;
pub mod jobs;
pub mod letters;
pub mod migrations;
pub mod observations;
pub mod people;
pub mod plans;
pub mod proceedings;
pub mod programmes;
pub mod receptions;
pub mod registers;
pub mod returns;
pub mod routes;
pub mod rules;
pub mod sealed;
pub mod search;
pub mod settings;
pub mod snapshot;
pub mod tables;
pub mod tallies;
pub mod topics;
pub mod units;
pub mod upkeep;

pub use change::Change;
pub use engine::{Store, StoreError};

/// Declares a room's statements by name and lists them, so that a test can prepare each on both engines.
#[macro_export]
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)*) => {
        $($(#[$doc])* const $name: &str = $sql;)*

        /// Every statement of this room, by name.
        pub const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $name)),*];
    };
}

/// Runs one expression on whichever engine is open; each arm is typed for its own engine.
#[macro_export]
macro_rules! on_engine {
    ($store:expr, $db:ident => $run:expr) => {
        match $store {
            $crate::engine::Store::Sqlite { read: $db, .. } => $run,
            $crate::engine::Store::Postgres { pool: $db, .. } => $run,
        }
    };
}

/// Runs one expression at the instant of a snapshot, on whichever engine it is.
#[macro_export]
macro_rules! on_snapshot {
    ($snapshot:expr, $db:ident => $run:expr) => {
        match &mut $snapshot.0 {
            $crate::snapshot::Held::Sqlite(held) => {
                let $db = &mut **held;
                $run
            }
            $crate::snapshot::Held::Postgres(held) => {
                let $db = &mut **held;
                $run
            }
        }
    };
}

/// Runs one expression inside an open change, on whichever engine it is.
#[macro_export]
macro_rules! on_change {
    ($change:expr, $db:ident => $run:expr) => {
        match $change.link() {
            $crate::change::Link::Sqlite(held) => {
                let $db = held.connection().await?;
                $run
            }
            $crate::change::Link::Postgres(held) => {
                let $db = held.connection().await?;
                $run
            }
        }
    };
}

/// Inserts a row inside an open change, without awaiting the engine's answer: it is put off to the end of the change, where
/// it fails the commit if it fails. The statement is `insert into … (…) values ($1, …)` and no more.
#[macro_export]
macro_rules! put_off {
    ($change:expr, $sql:expr, $($value:expr),+ $(,)?) => {
        $change.put_off().add($sql, vec![$($crate::change::Value::from($value)),+])?
    };
}

type Room = (&'static str, &'static [(&'static str, &'static str)]);

/// The statements of each room that are written out.
const ROOMS: &[Room] = &[
    ("events", events::STATEMENTS),
    ("events following", events::FOLLOWING_STATEMENTS),
    ("jobs", jobs::STATEMENTS),
    ("settings", settings::STATEMENTS),
    ("topics", topics::STATEMENTS),
    ("upkeep", upkeep::STATEMENTS),
    ("units", units::STATEMENTS),
    ("boundaries", units::boundaries::STATEMENTS),
    ("care", units::care::STATEMENTS),
    ("people", people::STATEMENTS),
    ("delegations", people::delegations::STATEMENTS),
    ("devices", people::devices::STATEMENTS),
    ("factors", people::factors::STATEMENTS),
    ("identities", people::identities::STATEMENTS),
    ("passkeys", people::passkeys::STATEMENTS),
    ("secrets", people::secrets::STATEMENTS),
    ("tries", people::TRIES_STATEMENTS),
    ("chain", chain::STATEMENTS),
    ("receptions", receptions::STATEMENTS),
    ("commitments", receptions::COMMITMENT_STATEMENTS),
    ("receptions days", receptions::DAY_STATEMENTS),
    ("receptions people", receptions::people::STATEMENTS),
    ("receptions hush", receptions::HUSH_STATEMENTS),
    ("receptions over", receptions::OVER_STATEMENTS),
    ("routes", routes::STATEMENTS),
    ("calendar", calendar::STATEMENTS),
    ("rules", rules::STATEMENTS),
    ("documents", documents::STATEMENTS),
    ("clearance", clearance::STATEMENTS),
    ("clearance calls", clearance::calls::STATEMENTS),
    ("clearance gatherings", clearance::gatherings::STATEMENTS),
    ("clearance holders", clearance::holders::STATEMENTS),
    ("clearance sums", clearance::sums::STATEMENTS),
    ("clearance worklist", clearance::worklist::STATEMENTS),
    ("cases", cases::STATEMENTS),
    ("cases due", cases::DUE_STATEMENTS),
    ("cases lists", cases::LIST_STATEMENTS),
    ("cases over", cases::OVER_STATEMENTS),
    ("cases merged", cases::MERGED_STATEMENTS),
    ("cases people", cases::PEOPLE_STATEMENTS),
    ("attachments", attachments::STATEMENTS),
    ("observations", observations::STATEMENTS),
    ("letters", letters::STATEMENTS),
    ("letters people", letters::people::STATEMENTS),
    ("letters same", letters::same::STATEMENTS),
    ("proceedings", proceedings::STATEMENTS),
    ("deadlines", deadlines::STATEMENTS),
    ("registers", registers::STATEMENTS),
    ("registers received", registers::received::STATEMENTS),
    ("registers begun", registers::begun::STATEMENTS),
    ("deadlines ladder", deadlines::ladder::STATEMENTS),
    ("deadlines days", deadlines::days::STATEMENTS),
    ("programmes", programmes::STATEMENTS),
    ("programmes commitments", programmes::COMMITMENT_STATEMENTS),
    ("programmes reports", programmes::REPORT_STATEMENTS),
    ("programmes figures", programmes::FIGURE_STATEMENTS),
    ("programmes tellings", programmes::tellings::STATEMENTS),
    ("campaigns", campaigns::STATEMENTS),
    ("campaigns counts", campaigns::counts::STATEMENTS),
    ("campaigns logs", campaigns::logs::STATEMENTS),
    ("campaigns members", campaigns::members::STATEMENTS),
    ("campaigns shifts", campaigns::shifts::STATEMENTS),
    ("findings", findings::STATEMENTS),
    ("findings nights", findings::nights::STATEMENTS),
    ("inspections", inspections::STATEMENTS),
    ("briefs", briefs::STATEMENTS),
    ("returns", returns::STATEMENTS),
    ("returns versions", returns::versions::STATEMENTS),
    ("initiatives", initiatives::STATEMENTS),
    ("initiatives acts", initiatives::acts::STATEMENTS),
    ("initiatives counts", initiatives::counts::STATEMENTS),
    ("initiatives lists", initiatives::lists::STATEMENTS),
    ("initiatives stories", initiatives::stories::STATEMENTS),
    ("programmes parties", programmes::parties::STATEMENTS),
    ("programmes covenants", programmes::covenants::STATEMENTS),
    ("programmes meetings", programmes::meetings::STATEMENTS),
    ("exchange", exchange::STATEMENTS),
    ("exchange joint", exchange::joint::STATEMENTS),
    ("contests", contests::STATEMENTS),
    ("contests rounds", contests::rounds::STATEMENTS),
    ("data", data::STATEMENTS),
    ("data letters", data::letters::STATEMENTS),
    ("data consents", data::consents::STATEMENTS),
    ("data requests", data::requests::STATEMENTS),
    ("data breaches", data::breaches::STATEMENTS),
    ("sealed", sealed::STATEMENTS),
    ("sealed openings", sealed::openings::STATEMENTS),
    ("sealed people", sealed::people::STATEMENTS),
];

/// Every statement of the house, with its room.
pub fn all_statements() -> Vec<(&'static str, &'static str, &'static str)> {
    let fixed =
        ROOMS.iter().flat_map(|(room, list)| list.iter().map(move |(name, sql)| (*room, *name, *sql)));
    fixed.chain(made_statements()).collect()
}

/// Statements that are put together from parts.
fn made_statements() -> Vec<(&'static str, &'static str, &'static str)> {
    let of = |room, list: Vec<(&'static str, &'static str)>| {
        list.into_iter().map(move |(name, sql)| (room, name, sql)).collect::<Vec<_>>()
    };
    [
        of("cases counted", cases::counted::statements()),
        of("registers lists", registers::list_statements()),
        of("registers begun lists", registers::begun::texts()),
        of("tallies", tallies::statements()),
    ]
    .concat()
}
