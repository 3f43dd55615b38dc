//! No page walks through a table that grows with what was said: every statement finds its rows by an index, except
//! those listed here, which are for proving, moving and filling.

use danvan_testkit::for_each_engine;

/// Tables of which a page may read a few rows, never all.
const GROWING: &[&str] = &[
    "cases",
    "entries",
    "events",
    "observations",
    "observation_versions",
    "contacts",
    "supporters",
    "tallies",
    "tally_days",
    "case_numbers",
    "case_search",
    "observation_numbers",
    "observation_search",
    "programme_commitments",
    "progress_reports",
    "progress_figures",
    "programme_parties",
    "programme_meetings",
    "covenant_articles",
    "covenant_answers",
    "exchange_sent",
    "exchange_taken",
    "joint_commitments",
    "joint_figures",
    "letters",
    "proceedings",
    "proceeding_acts",
    "deadlines",
    "register_spells",
    "register_cells",
    "initiatives",
    "initiative_years",
    "initiative_acts",
    "initiative_marks",
    "initiative_stories",
    "initiative_words",
    "begun",
    "clearance_files",
    "clearance_calls",
    "clearance_entries",
    "clearance_needs",
    "clearance_links",
    "briefs",
    "brief_readers",
    "brief_openings",
    "returns",
    "return_entries",
    "return_versions",
    "contest_marks",
    "findings",
    "finding_places",
    "finding_acts",
    "campaign_teams",
    "campaign_members",
    "campaign_shifts",
    "campaign_calls",
    "campaign_logs",
    "campaign_days",
];

/// Statements that read everything, and why.
const READ_ALL: &[(&str, &str, &str)] = &[
    ("units", "RESPONSIBLE", "a job settles what ended offices left open"),
    ("units", "CASE_AT", "a reorganisation is undone only while nothing depends on it"),
    ("units", "OBSERVATION_AT", "a reorganisation is undone only while nothing depends on it"),
    ("tallies", "RAW_CASES", "figures are proved"),
    ("tallies", "RAW_OBSERVATIONS", "figures are proved"),
    ("tallies", "CLEAR", "figures are counted anew"),
    ("tallies", "CLEAR_DAYS", "figures are counted anew"),
    ("registers", "ALL_CELLS", "registers are proved"),
    ("registers begun", "TORN", "registers are proved"),
    ("search", "WITHOUT", "documents are proved"),
    ("care", "CARING", "a reorganisation asks every office what it has open"),
    ("care", "BEGUN", "a reorganisation is undone only while nothing depends on it"),
    ("initiatives counts", "PAGE", "figures are proved"),
    ("data", "COUNT_EXEMPLAR", "a retention run looks at every name once"),
    ("data", "DUE_EXEMPLAR", "a retention run looks at every name once"),
    ("clearance sums", "ALL", "figures are proved"),
    ("campaigns counts", "DAYS_ANEW", "figures are proved"),
    ("campaigns members", "COUNT_DUE", "a retention run looks at every member once"),
    ("campaigns members", "DUE", "a retention run looks at every member once"),
    ("deadlines days", "OTHER", "figures are proved"),
    ("deadlines ladder", "DUTIFUL", "a job of the night reckons every office's pace"),
];

/// Whether a line of a plan walks through a whole table.
fn walks(engine: &str, line: &str, table: &str) -> bool {
    let mut words = line.split_whitespace().skip_while(|word| *word != "SCAN" && *word != "Scan");
    match engine {
        // "SCAN cases", "SCAN cases USING COVERING INDEX …"; a search index is read by its own word lists.
        "sqlite" => {
            words.next() == Some("SCAN") && words.next() == Some(table) && !line.contains("VIRTUAL TABLE")
        }
        // "Seq Scan on cases c"
        _ => line.contains("Seq Scan on") && line.split_whitespace().any(|word| word == table),
    }
}

#[tokio::test]
async fn no_statement_of_a_page_walks_through_a_growing_table() {
    for_each_engine(|house| async move {
        let engine = house.store.engine();
        let own = match engine {
            "postgres" => danvan_store::search::postgres_statements(),
            _ => danvan_store::search::sqlite_statements(),
        };
        let own = own.into_iter().map(|(name, sql)| ("search", name, sql));
        let (mut looked, mut faults) = (0, Vec::new());
        for (room, name, sql) in danvan_store::all_statements().into_iter().chain(own) {
            let other_engine = name.ends_with("_POSTGRES") && engine != "postgres";
            if other_engine || READ_ALL.iter().any(|(its, itself, _)| (*its, *itself) == (room, name)) {
                continue;
            }
            let plan = match house.store.plan(sql).await {
                Ok(plan) => plan,
                Err(error) => panic!("{room}::{name} on {engine}: {error}"),
            };
            looked += 1;
            for table in GROWING {
                if let Some(line) = plan.iter().find(|line| walks(engine, line, table)) {
                    faults.push(format!("{room}::{name} walks through {table}: {}", line.trim()));
                }
            }
        }
        assert!(looked > 80, "{looked} statements were looked at");
        assert!(faults.is_empty(), "on {engine}:\n{}", faults.join("\n"));
    })
    .await;
}

#[test]
fn walks_are_seen() {
    for (engine, line, table, expected) in [
        ("sqlite", "SCAN cases", "cases", true),
        ("sqlite", "SCAN cases USING COVERING INDEX cases_in_queue", "cases", true),
        ("sqlite", "SEARCH cases USING INDEX cases_in_queue (responsible=?)", "cases", false),
        ("sqlite", "SCAN case_search VIRTUAL TABLE INDEX 0:M1", "case_search", false),
        ("postgres", "  ->  Seq Scan on entries e  (cost=0.00..1.01 rows=1)", "entries", true),
        ("postgres", "Index Scan using cases_pkey on cases  (cost=0.15..8.17)", "cases", false),
    ] {
        assert_eq!(walks(engine, line, table), expected, "{line}");
    }
}
