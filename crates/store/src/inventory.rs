//! Which column of which table holds personal data, and of which category. Beside [`crate::tables`]: a test compares
//! both, and the real columns of both engines, so that no column is ever undeclared.

use danvan_domain::data::Category;

/// One declared column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// What it holds.
    pub category: Category,
}

macro_rules! inventory {
    ($($table:ident { $($category:ident: $($column:ident),+ ;)* })*) => {
        /// Every column of every table.
        pub const INVENTORY: &[Holding] = &[$($($(Holding {
            table: stringify!($table),
            column: stringify!($column),
            category: Category::$category,
        }),+),*),*];
    };
}

inventory! {
    settings { Nothing: name, value; }
    lanes { Nothing: lane, position; }
    events { Nothing: lane, position, at, kind, thing, unit, payload, hash; Actor: actor; }
    followers { Nothing: name, lane, position; }
    jobs { Nothing: id, kind, payload, dedupe, run_at, attempts, taken_until, parked, last_error, holder; }
    upkeep { Nothing: name, at; }
    leases { Nothing: name, holder, held_until; }
    units {
        Nothing: id, code, name, kind, parent, valid_from, valid_to, population, population_vintage, area_km2, lat,
            lon, simulated, source, certainty;
    }
    unit_links { Nothing: from_unit, to_unit, share, households, whole, certainty, source; }
    reorganisations { Nothing: id, on_day, done_at, undone_at, record; }
    people { Account: id, sign_in, name, password_hash, active, password_until; }
    positions { Position: id, person, role, unit, valid_from, valid_to; }
    sessions { Session: id, token_hash, person, created_at, seen_at, ends_at, device, proved_at, is_new_device; }
    tries { Try: subject, failures, first_at; }
    topics {
        Nothing: code, parent, vi, en, promise, urgent, offered_first, icon, question_vi, question_en, keywords;
    }
    boundaries { Nothing: unit, geojson, source, simulated; }
    routes { Nothing: topic, place, responsible, valid_from, valid_to; }
    observations {
        Nothing: id, unit, commune, place, topic, severity, how_many, trend, noted_at, noted_on, edits, withdrawn_at;
        Digest: request_hash; Actor: person; Note: note;
    }
    observation_versions {
        Nothing: observation, number, at, place, topic, severity, how_many, trend; Actor: person; Note: note;
    }
    cases {
        Nothing: id, procedure, channel, topic, place, language, stage, urgent, priority, responsible, received_at,
            received_on, receive_due_at, due_at, due_reason, accepted_at, answered_at, on_time, late_reason, closed_at,
            reopened, solved, supporters, merged_into, observation, source;
        Code: receipt; Digest: request_hash; Location: lat, lon; Words: title, body; Actor: assignee;
    }
    contacts { Nothing: case_id; Contact: name, phone, email; }
    supporters { Nothing: case_id, at, request_id; Code: receipt; Contact: phone, email; }
    entries { Nothing: id, case_id, at, on_day, kind, public, unit; Words: body; Actor: person, detail; }
    readings { Nothing: case_id; Reading: at, person, unit, reason, role, purpose; }
    pictures { Nothing: width, height, bytes, kind, at, kept_as; Picture: hash; }
    attachments { Nothing: thing, position, at; Picture: hash; }
    erasures { Nothing: id, at, rule, basis, things, counts, digest, kept_until, unit; Actor: person; }
    erased { Nothing: thing, rule, erasure; }
    consents { Nothing: id, thing, words; Code: receipt; Proof: purpose, given_at, version, way, withdrawn_at; }
    data_requests {
        Nothing: id, thing, subject, unit, stage, reply_due_at, due_at, next_due_at; Code: receipt;
        Contact: name, address, phone, email;
        Words: words, answer; Proof: asked_right, asked_at, ended_at, acts;
    }
    breaches {
        Nothing: id, found_at, happened_at, what, whose, how_many, measures, must_notify, due_at, notified_at, notice,
            noted_at, unit;
        Actor: person;
    }
    delegations {
        Position: id, position, person, valid_from, valid_to, revoked_at; Actor: given_by, given_at;
    }
    known_devices { Session: person, token_hash, first_at, last_at; }
    second_factors { Account: person, secret, added_at, confirmed_at, last_step; }
    recovery_codes { Account: person, hash; }
    passkeys { Account: id, person, credential, kept, counter, name, added_at, used_at; }
    identities { Account: issuer, subject, person, linked_at; Actor: linked_by; }
    provider_visits { Session: hash, browser, act, person, nonce, verifier, next, asked_at, ends_at; }
    passkey_challenges { Session: hash, browser, act, person, state, ends_at; }
    sign_in_tickets { Session: token_hash, person, wanted, ends_at; }
    published_heads { Nothing: day, lane, position, hash, at; }
    calendar_days { Nothing: id, day, kind, provisional, vi, en, source, grade, set_at; Actor: person; }
    house_rules { Nothing: id, at, digest, editions, days, hours; }
    reception_days {
        Nothing: id, unit, day, begins, seats, place, published_at, cancelled_at, cancel_reason; Actor: host;
    }
    visits {
        Nothing: id, reception_day, unit, number, online, stage, booked_at, letter, people, representatives; Code: receipt; Digest: request_hash;
        Visit: subject;
    }
    visitors { Nothing: visit; Visitor: name, phone; }
    visit_acts { Nothing: visit, position, unit; Visit: done; Actor: person; }
    visit_readings { Nothing: visit; Reading: at, person, unit, reason, role, purpose; }
    commitments {
        Nothing: id, visit, unit, until_day, made_at, answered_at; Visit: what, answer; Actor: who, person;
    }
    document_templates { Nothing: unit, kind, version, body, at; Actor: person; }
    document_counters { Nothing: unit, year, series, last; }
    documents {
        Nothing: id, thing, kind, unit, year, series, number, number_text, issued_at, issued_on, cancelled_at,
            cancel_reason, act;
        Document: about, letter; Actor: person, cancelled_by;
    }
    letters {
        Nothing: id, unit, logged_at_unit, year, number, way, received_on, received_at, written_on, topic, place,
            signers, sealed, recorded_at, axes, disposal, document, classified_at, same_as, intake;
        Digest: request_hash; Letter: forwarded_by, summary, ground; Actor: recorder;
    }
    letter_logs { Nothing: unit, year, last; }
    letter_people { Nothing: letter, position, representative; Code: receipt; Signer: name, address, phone; }
    letter_readings { Nothing: id, letter, position; Reading: at, person, unit, reason, role, purpose; }
    letter_marks { Nothing: letter, received_at; Digest: mark; }
    letter_differences { Nothing: letter, other, at; Actor: person; }
    editions { Nothing: procedure, edition, content, at; }
    proceedings {
        Nothing: id, letter, parent, procedure, edition, unit, place, topic, signers, sealed, opened_at, opened_on,
            stage, ended_at, seen_at;
        Letter: title; Actor: handler;
    }
    proceeding_acts {
        Nothing: proceeding, position, act, at, unit, recorded_at, edition; Letter: done, late_reason; Actor: person;
    }
    deadlines {
        Nothing: thing, position, sort, procedure, step, unit, party, duty, paused, starts_at, due_at, ended_at;
        Actor: handler;
    }
    deadline_days { Nothing: due_day, unit, running; }
    escalations {
        Nothing: id, thing, position, rung, told, due_at, procedure, step, unit, told_at, seen_at;
        Actor: person, seen_by;
    }
    pace_forecasts { Nothing: unit, at, told; }
    begun { Nothing: proceeding, unit, year, number, begun_on; }
    begun_logs { Nothing: unit, year, last; }
    register_spells {
        Nothing: proceeding, position, unit, kind, branch, begun_on, ended_on, outcome, late_on, late_reason,
            appealed_on, stage;
    }
    register_cells { Nothing: unit, family, key, aspect, grain, start, count; }
    programmes {
        Nothing: id, unit, parent, title, ends_on, content, version, made_at, ended_at, end_reason;
    }
    programme_versions { Nothing: programme, number, at, change, why, content; Actor: person; }
    programme_commitments {
        Nothing: id, programme, parent, unit, promised_by, what, indicator, source, rhythm, starts_on, ends_on,
            needs_evidence, weight, base, parts, made_at, ended_at, end_reason;
        Actor: checker;
    }
    progress_reports {
        Nothing: id, commitment, period, number, value, base, words, at, unit, evidence, accepted, verdict_at, reason;
        Actor: person, verdict_by; Digest: request_hash;
    }
    progress_tellings {
        Nothing: id, commitment, period, rung, told, unit, due_on, told_at, seen_at; Actor: seen_by;
    }
    progress_evidence { Nothing: report, thing, kind; }
    progress_figures {
        Nothing: commitment, period, claimed, claimed_base, claimed_count, claimed_at, proven, proven_base,
            proven_count, proven_at;
    }
    clearance_projects {
        Nothing: id, unit, begun_by, name, number, planned_on, cut_off_on, length_m, area_m2, made_at;
    }
    clearance_segments { Nothing: id, project, number, name, length_m; }
    clearance_files {
        Nothing: id, project, segment, number, kind, land, unit, place, area_m2, households, graves, plots, plots_given, due,
            paid, stage, reason, blocked_on, cleared_on, waiting_since, made_at;
        Holder: parcel;
    }
    clearance_segment_sums {
        Nothing: project, segment, stage, reason, files, area_m2, households, graves, plots, plots_given, due, paid;
    }
    clearance_spot_sums {
        Nothing: project, place, segment, stage, reason, files, area_m2, households, graves, plots, plots_given, due, paid;
    }
    clearance_holders { Nothing: file; Holder: name, phone, address; }
    clearance_calls {
        Nothing: id, file, project, unit, noted_by, on_day, until_day, next_on, at, answered_at;
        Actor: person; Call: who, asked, promised, next, answer;
    }
    clearance_entries { Nothing: id, file, project, sort, amount, on_day, paper, at, struck_at; Actor: person; }
    clearance_needs { Nothing: file, noted_at, met_at; Actor: person; Holder: need, words; }
    clearance_links { Nothing: file, thing, sort, at; Actor: person; }
    clearance_meetings {
        Nothing: id, project, segment, unit, act, on_day, paper, present, women, agree, disagree, other, words, files, at;
        Actor: person;
    }
    clearance_surveys { Nothing: id, project, unit, on_day, asked, answered, at; Actor: person; }
    clearance_wishes { Nothing: survey, wish, households; }
    clearance_sheets { Nothing: id, project, unit, at; Actor: person; Holder: content; }
    campaign_teams {
        Nothing: id, campaign, unit, formed_of, place, number, covers, households, members, logged_on, formed_at,
            ended_at, end_reason;
    }
    campaign_members {
        Nothing: id, campaign, unit, enrolled_of, team, way, enrolled_at; Roster: name, phone, leads, skills, times;
        Actor: enrolled_by; Code: receipt; Digest: same;
    }
    campaign_counts { Nothing: campaign, unit, last_number, teams, households, members, waiting, minutes; }
    campaign_shifts {
        Nothing: id, campaign, team, what, starts_at, ends_at, needs, made_at, closed_at, handover; Actor: person;
    }
    campaign_calls { Nothing: shift, called_at; Roster: member, answer, answered_at, minutes; }
    campaign_logs { Nothing: team, day, campaign, unit, visited, helped, needs, words, at; Actor: person; }
    campaign_days { Nothing: campaign, day, unit, logs, visited, helped, needs; }
    inspections {
        Nothing: id, unit, inspected, planned_by, planned_of, kind, subject, plan, stage, starts_on, ends_on, answer_due_on, concluded_on,
            remedies, made_at, moved_at;
    }
    inspection_items {
        Nothing: id, inspection, number, field, question, answer, outcome, told, looked_at; Actor: person;
    }
    inspection_acts { Nothing: id, inspection, number, at, act, words, paper, paper_on; Actor: person; }
    findings {
        Nothing: id, kind, method, topic, starts_on, ends_on, observed, expected, chance, tests, people, lead_days, first_seen,
            last_seen, state, promise, curve, moved_at;
    }
    finding_places { Nothing: id, finding, place, unit, observed, expected; }
    finding_acts { Nothing: id, finding, number, at, act, reason, words, unit, commitment; Actor: person; }
    finding_nights { Nothing: day, at, tests, alarms, stories, fresh, digest; }
    finding_trials { Nothing: method, day, weeks, told, planted, found, delay; }
    contests { Nothing: id, unit, made_by, title, plan, rules, made_at, ended_at; }
    contest_teams { Nothing: id, contest, unit, name, made_at; }
    contest_rounds { Nothing: id, contest, tier, name, held_on, go_on, stage, moved_at; }
    contest_places { Nothing: round, team, number; }
    contest_jury { Nothing: round, seat, at, ended_at; Actor: person; }
    contest_runs { Nothing: round, team, part, seconds, over_at; }
    contest_marks {
        Nothing: id, round, team, part, number, points, way, reason, at; Actor: judge, person, witness;
    }
    contest_lots { Nothing: round, team, lot; }
    briefs {
        Nothing: id, unit, kind, starts_on, ends_on, topic, project, structure_on, system, reach, stage, corrects, document,
            content, written, made_at, read_at, changed_at, sent_at;
        Actor: author;
    }
    brief_readers { Nothing: brief, unit, sent_at; }
    brief_openings { Nothing: brief, unit, role, at; Actor: person; }
    returns {
        Nothing: id, unit, about, level, form, title, starts_on, ends_on, counted_from, counted_to, due_on, again_on,
            stage, version, accepted, reason, sent_at, settled_at, begun_at, made_at;
    }
    return_entries { Nothing: return_id, code, words, value, at; Actor: person; }
    return_versions {
        Nothing: return_id, number, at, why, content, accepted, verdict_at, reason; Actor: person, acting_for, verdict_by;
    }
    initiatives {
        Nothing: id, unit, commune, kind, keeper, field, level, name, content, stage, year, adopted_from, registered_at,
            check_due_on, sheet, ended_at;
        Actor: registered_by; Digest: request_hash;
    }
    initiative_years { Nothing: year, initiative, how, unit, commune, field, level, kind, outcome; }
    initiative_counts { Nothing: reach, year, unit, family, word, count; }
    initiative_acts { Nothing: id, initiative, position, act, year, at, unit, words, paper; Actor: person; }
    initiative_owners {
        Nothing: initiative; Exemplar: name; Proof: agreed_at, agreed_way, agreed_version, withdrawn_at;
    }
    initiative_sheets { Nothing: unit, version, content, made_at; Actor: person; }
    initiative_marks { Nothing: initiative, year, points, words, at; Actor: person; }
    initiative_stories {
        Nothing: initiative, thing, title, body, unit, field, kind, year, published_at, hidden_at; Actor: published_by;
    }
    initiative_words { Nothing: word, initiative; }
    programme_parties { Nothing: id, programme, unit, name, sort, place, duty, since, until; }
    covenant_articles { Nothing: id, programme, number, revision, title, body, dropped_at; }
    covenant_revisions { Nothing: article, revision, title, body, at; Actor: person; }
    covenant_answers { Nothing: article, revision, party, number, agrees, why, at; Actor: person; }
    covenant_deeds { Nothing: programme, version, text, hash, sealed_at; }
    covenant_signatures { Nothing: programme, version, party, role, hash, at; Actor: person; }
    programme_meetings { Nothing: id, programme, held_on, place, minutes, present, version, at; Actor: person; }
    exchange_keys { Nothing: id, seed, public, made_at, ended_at; }
    exchange_peers { Nothing: key, name, trusted_at, ended_at; Actor: person; }
    exchange_parties { Nothing: party, key; }
    exchange_sent { Nothing: own, key, number, programme, at, hash, file; }
    exchange_taken { Nothing: own, key, number, programme, at, hash; }
    joint_programmes { Nothing: programme, origin, version; }
    joint_commitments {
        Nothing: id, programme, party, what, indicator, rhythm, starts_on, ends_on, made_at, ended_at;
    }
    joint_figures {
        Nothing: commitment, period, claimed, claimed_base, claimed_count, claimed_at, proven, proven_base,
            proven_count, proven_at;
    }
    meeting_decisions { Nothing: meeting, number, words, party, due_on; }
    seal_keys {
        Nothing: id, public, lock, memory, passes, made_at, ended_at; Account: person, salt, private;
    }
    seal_handlers { Nothing: id, unit, named_at, ended_at; Position: person; Actor: named_by; }
    seal_recoveries { Nothing: id, unit, public, needed, shares, made_at, ended_at; Actor: made_by, witness; }
    seals {
        Nothing: id, thing, unit, number, edition, sealed_at, sealed_on, original_edition, extract_edition;
        Actor: sealed_by; Sealed: original, extract, mark;
    }
    seal_pieces { Nothing: seal, at; Sealed: piece; }
    seal_holders { Nothing: unit, version; }
    seal_shares { Nothing: seal, part, recipient; Sealed: share; }
    seal_openings {
        Nothing: id, unit, seal, asked_at, ends_at, outcome, moves_to; Reading: reason, removes, asked_by, approved_by;
    }
    seal_loans { Nothing: opening, seal, recipient; Sealed: share; }
    seal_readings { Nothing: seal, opening; Reading: at, person, part; }
    tally_days { Nothing: day, number, cells; }
    tally_turns { Nothing: turn, day; }
    tallies {
        Nothing: unit, topic, grain, start, received, accepted_in_time, accepted_late, answered, on_time, late,
            refused, reopened, solved, supported, heard_concern, heard_worry, heard_anger, heard_hotspot;
    }
}

/// What the engines keep for themselves, by the beginning of the tables' names as in [`crate::tables::ENGINES_OWN`].
pub const ENGINES_OWN: &[(&str, Category)] = &[
    ("_sqlx_", Category::Nothing),
    ("sqlite_", Category::Nothing),
    ("case_search", Category::Words),
    ("case_numbers", Category::Nothing),
    ("observation_search", Category::Note),
    ("observation_numbers", Category::Nothing),
];

/// What is kept outside the tables: the bytes of pictures, and back-ups with everything in them.
pub const OUTSIDE: &[(&str, Category)] = &[("files", Category::Picture), ("backups", Category::Words)];

/// What a column is declared to hold; nothing when it is undeclared.
pub fn declared(table: &str, column: &str) -> Option<Category> {
    let holds = INVENTORY.iter().find(|holding| holding.table == table && holding.column == column);
    holds.map(|holding| holding.category)
}

/// Those of some columns that nobody declared, as `table.column`.
pub fn undeclared<'a>(columns: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let missing = columns.into_iter().filter(|(table, column)| declared(table, column).is_none());
    missing.map(|(table, column)| format!("{table}.{column}")).collect()
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::tables::{self, TABLES};
    use std::collections::BTreeSet;

    #[test]
    fn every_column_is_declared_once_and_nothing_else_is() {
        let columns: Vec<(&str, &str)> = TABLES
            .iter()
            .flat_map(|table| table.columns.iter().map(move |(column, _)| (table.name, *column)))
            .collect();
        assert_eq!(
            undeclared(columns.iter().copied()),
            Vec::<String>::new(),
            "declare these in inventory.rs"
        );
        let mut seen = BTreeSet::new();
        for holding in INVENTORY {
            let name = (holding.table, holding.column);
            assert!(columns.contains(&name), "{name:?} is declared, but there is no such column");
            assert!(seen.insert(name), "{name:?} is declared twice");
        }
    }

    #[test]
    fn a_column_that_nobody_declared_is_named() {
        let planted = [("contacts", "name"), ("contacts", "birthday"), ("diaries", "body")];
        assert_eq!(undeclared(planted), ["contacts.birthday", "diaries.body"]);
    }

    #[test]
    fn what_the_engines_keep_for_themselves_is_declared_too() {
        let declared: Vec<&str> = ENGINES_OWN.iter().map(|(name, _)| *name).collect();
        for name in tables::ENGINES_OWN {
            assert!(declared.contains(name), "{name}");
        }
        assert_eq!(declared.len(), tables::ENGINES_OWN.len());
    }
}
