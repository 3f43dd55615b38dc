//! The tables, grown one numbered file at a time. A file named `.sqlite.sql` or `.postgres.sql` runs on its
//! engine only; every other file runs on both.

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// Which engines a migration is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Both.
    Both,
    /// SQLite only.
    Sqlite,
    /// PostgreSQL only.
    Postgres,
}

macro_rules! files {
    ($($version:literal $name:literal $engine:ident;)*) => {
        /// Number, file, engine and text of every migration.
        const FILES: &[(i64, &str, For, &str)] = &[$(
            ($version, $name, For::$engine, include_str!(concat!("../migrations/", $name))),
        )*];
    };
}

files! {
    1 "0001_house.sql" Both;
    2 "0002_units.sql" Both;
    3 "0003_people.sql" Both;
    4 "0004_cases.sql" Both;
    6 "0006_attachments.sql" Both;
    7 "0007_observations.sql" Both;
    8 "0008_tallies.sqlite.sql" Sqlite;
    8 "0008_tallies.postgres.sql" Postgres;
    9 "0009_search.sqlite.sql" Sqlite;
    9 "0009_search.postgres.sql" Postgres;
    12 "0012_reorganisations.sql" Both;
    13 "0013_routes.sql" Both;
    14 "0014_own_topics.sql" Both;
    15 "0015_sources_of_boundaries.sql" Both;
    16 "0016_acts_by_day.sql" Both;
    17 "0017_words.sqlite.sql" Sqlite;
    18 "0018_tending.postgres.sql" Postgres;
    19 "0019_letters.sql" Both;
    20 "0020_proceedings.sql" Both;
    21 "0021_sealed.sql" Both;
    22 "0022_published_heads.sql" Both;
    23 "0023_doors.sql" Both;
    24 "0024_data_rights.sql" Both;
    25 "0025_breaches.sql" Both;
    26 "0026_calendar.sql" Both;
    27 "0027_receptions.sql" Both;
    28 "0028_documents.sql" Both;
    29 "0029_quick.sqlite.sql" Sqlite;
    29 "0029_quick.postgres.sql" Postgres;
    30 "0030_document_acts.sql" Both;
    31 "0031_passkeys.sql" Both;
    32 "0032_identities.sql" Both;
    33 "0033_same_letters.sql" Both;
    34 "0034_registers.sql" Both;
    35 "0035_ladder.sql" Both;
    36 "0036_sign_in.sql" Both;
    37 "0037_visit_people.sql" Both;
    38 "0038_running_deadlines.sql" Both;
    39 "0039_programmes.sql" Both;
    40 "0040_restricted.sql" Both;
    41 "0041_deadline_days.sqlite.sql" Sqlite;
    41 "0041_deadline_days.postgres.sql" Postgres;
    43 "0043_holders.sql" Both;
    44 "0044_sent_on.sql" Both;
    45 "0045_house_rules.sql" Both;
    46 "0046_seals_whole.sql" Both;
    47 "0047_tally_days.sql" Both;
    48 "0048_heard_search.sqlite.sql" Sqlite;
    48 "0048_heard_search.postgres.sql" Postgres;
    49 "0049_holders_of_letters.sql" Both;
    51 "0051_begun_by_offices.sql" Both;
    52 "0052_things_due.sql" Both;
    53 "0053_initiatives.sql" Both;
    54 "0054_initiative_stories.sql" Both;
    55 "0055_covenants.sql" Both;
    56 "0056_exchange.sql" Both;
    57 "0057_begun_register.sql" Both;
    58 "0058_readings_by_id.sqlite.sql" Sqlite;
    58 "0058_readings_by_id.postgres.sql" Postgres;
    59 "0059_inspections.sql" Both;
    62 "0062_clearance.sql" Both;
    63 "0063_clearance_work.sql" Both;
    64 "0064_returns.sql" Both;
    65 "0065_contests.sql" Both;
    66 "0066_findings.sql" Both;
    67 "0067_briefs.sql" Both;
    68 "0068_seal_pieces.sql" Both;
    69 "0069_tellings_in_order.sql" Both;
    70 "0070_days_of_campaigns.sql" Both;
    71 "0071_sums_of_clearance.sql" Both;
    72 "0072_reports_that_wait.sql" Both;
    73 "0073_coarser_sums_of_clearance.sql" Both;
    60 "0060_campaigns.sql" Both;
    61 "0061_campaign_days.sql" Both;
}

/// The number of the newest migration of any engine: what tables have to be at for this program to read them.
pub fn newest() -> i64 {
    FILES.iter().map(|(version, ..)| *version).max().unwrap_or(0)
}

/// The migrations of one engine up to a number, in order.
pub fn migrator(engine: For, until: i64) -> Migrator {
    let chosen = FILES
        .iter()
        .filter(|(version, _, wanted, _)| *version <= until && (*wanted == For::Both || *wanted == engine));
    let list = chosen.map(|(version, name, _, sql)| {
        Migration::new(*version, (*name).into(), MigrationType::Simple, sql.into_sql_str(), false)
    });
    let mut migrator = Migrator::with_migrations(list.collect());
    // Both engines' own files share the numbers, and an older program may meet a newer database.
    migrator.set_ignore_missing(true);
    migrator
}
