//! Every table of the house in one place: its columns, their kinds, and whether it travels in a back-up. A test
//! compares this list with the real tables of both engines, so that no table is ever forgotten.

// Long because it is a list: every table of the house.

use crate::{
    Store,
    engine::Stored,
    migrations::{For, migrator},
    on_engine,
};
use std::{collections::BTreeMap, path::PathBuf};

/// What a column holds; each kind is declared by the same word on both engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An id.
    Id,
    /// Text, JSON, a day.
    Text,
    /// A count or an instant in microseconds.
    Number,
    /// A measure such as degrees.
    Real,
    /// Yes or no.
    Truth,
    /// Bytes.
    Bytes,
}

impl Kind {
    /// The word by which both engines declare it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Id => "uuid",
            Self::Text => "text",
            Self::Number => "bigint",
            Self::Real => "double precision",
            Self::Truth => "boolean",
            Self::Bytes => "bytea",
        }
    }

    /// The kind that a word declares.
    pub fn of(word: &str) -> Option<Self> {
        let all = [Self::Id, Self::Text, Self::Number, Self::Real, Self::Truth, Self::Bytes];
        all.into_iter().find(|kind| kind.word() == word)
    }
}

/// Whether a table travels in a back-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Travels {
    /// It is what must never be lost.
    Always,
    /// It follows from other tables but travels too, so that a restored house is ready at once.
    Derived,
    /// It only matters while the program runs: who is signed in here, who leads which work, how often somebody
    /// mistyped a password. A restored house begins without it.
    Never,
}

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Which room it belongs to.
    pub room: &'static str,
    /// Whether it travels in a back-up.
    pub travels: Travels,
    /// Its columns, in the order in which they travel.
    pub columns: &'static [(&'static str, Kind)],
}

/// A table as one store or one back-up has it, which may be as it was before later migrations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Its name.
    pub name: String,
    /// Its columns, in the order of the cells of a row.
    pub columns: Vec<(String, Kind)>,
}

impl From<&Table> for Shape {
    fn from(table: &Table) -> Self {
        let columns = table.columns.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect();
        Self { name: table.name.to_owned(), columns }
    }
}

macro_rules! tables {
    ($($room:ident $name:ident $travels:ident { $($column:ident $kind:ident),* $(,)? })*) => {
        /// Every table, those that others point to first.
        pub const TABLES: &[Table] = &[$(Table {
            name: stringify!($name),
            room: stringify!($room),
            travels: Travels::$travels,
            columns: &[$((stringify!($column), Kind::$kind)),*],
        }),*];
    };
}

tables! {
    house settings Always { name Text, value Text }
    house lanes Always { lane Number, position Number }
    house events Always {
        lane Number, position Number, at Number, actor Id, kind Text, thing Id, unit Id, payload Text, hash Bytes,
    }
    house followers Derived { name Text, lane Number, position Number }
    house jobs Always {
        id Id, kind Text, payload Text, dedupe Text, run_at Number, attempts Number, taken_until Number,
        parked Truth, last_error Text, holder Id,
    }
    house upkeep Never { name Text, at Number }
    house leases Never { name Text, holder Id, held_until Number }
    units units Always {
        id Id, code Text, name Text, kind Text, parent Id, valid_from Text, valid_to Text, population Number,
        population_vintage Text, area_km2 Real, lat Real, lon Real, simulated Truth, source Text, certainty Text,
    }
    units unit_links Always {
        from_unit Id, to_unit Id, share Number, households Number, whole Truth, certainty Text, source Text,
    }
    units reorganisations Always { id Id, on_day Text, done_at Number, undone_at Number, record Text }
    people people Always {
        id Id, sign_in Text, name Text, password_hash Text, active Truth, password_until Number,
    }
    people positions Always { id Id, person Id, role Text, unit Id, valid_from Text, valid_to Text }
    people sessions Never {
        id Id, token_hash Bytes, person Id, created_at Number, seen_at Number, ends_at Number, device Text,
        proved_at Number, is_new_device Truth,
    }
    people delegations Always {
        id Id, position Id, person Id, valid_from Text, valid_to Text, given_by Id, given_at Number,
        revoked_at Number,
    }
    people known_devices Never { person Id, token_hash Bytes, first_at Number, last_at Number }
    people second_factors Always {
        person Id, secret Bytes, added_at Number, confirmed_at Number, last_step Number,
    }
    people passkeys Always {
        id Id, person Id, credential Bytes, kept Bytes, counter Number, name Text, added_at Number, used_at Number,
    }
    people passkey_challenges Never { hash Bytes, browser Bytes, act Text, person Id, state Text, ends_at Number }
    people identities Always { issuer Text, subject Text, person Id, linked_at Number, linked_by Id }
    people provider_visits Never {
        hash Bytes, browser Bytes, act Text, person Id, nonce Text, verifier Text, next Text, asked_at Number,
        ends_at Number,
    }
    people recovery_codes Always { person Id, hash Bytes }
    people sign_in_tickets Never { token_hash Bytes, person Id, wanted Text, ends_at Number }
    chain published_heads Always { day Text, lane Number, position Number, hash Text, at Number }
    people tries Never { subject Text, failures Number, first_at Number }
    topics topics Always {
        code Text, parent Text, vi Text, en Text, promise Number, urgent Truth, offered_first Truth, icon Text,
        question_vi Text, question_en Text, keywords Text,
    }
    calendar calendar_days Always {
        id Id, day Text, kind Text, provisional Truth, vi Text, en Text, source Text, grade Text, set_at Number,
        person Id,
    }
    calendar house_rules Always { id Id, at Number, digest Text, editions Text, days Text, hours Text }
    units boundaries Always { unit Id, geojson Text, source Text, simulated Truth }
    routes routes Always { topic Text, place Id, responsible Id, valid_from Text, valid_to Text }
    receptions reception_days Always {
        id Id, unit Id, day Text, begins Text, seats Number, place Text, host Text, published_at Number,
        cancelled_at Number, cancel_reason Text,
    }
    receptions visits Always {
        id Id, receipt Text, request_hash Bytes, reception_day Id, unit Id, number Number, subject Text,
        online Truth, stage Text, booked_at Number, letter Id, people Number, representatives Number,
    }
    receptions visitors Always { visit Id, name Text, phone Text }
    receptions visit_acts Always { visit Id, position Number, done Text, person Id, unit Id }
    receptions visit_readings Always {
        visit Id, at Number, person Id, unit Id, reason Text, role Text, purpose Text,
    }
    receptions commitments Always {
        id Id, visit Id, unit Id, what Text, who Text, until_day Text, made_at Number, person Id,
        answered_at Number, answer Text,
    }
    documents document_templates Always { unit Id, kind Text, version Number, body Text, at Number, person Id }
    documents document_counters Always { unit Id, year Number, series Text, last Number }
    documents documents Always {
        id Id, thing Id, kind Text, unit Id, year Number, series Text, number Number, number_text Text, about Text,
        letter Text, issued_at Number, issued_on Text, person Id, cancelled_at Number, cancelled_by Id,
        cancel_reason Text, act Text,
    }
    observations observations Always {
        id Id, request_hash Bytes, person Id, unit Id, commune Id, place Id, topic Text, severity Text,
        how_many Text, trend Text, note Text, noted_at Number, noted_on Text, edits Number, withdrawn_at Number,
    }
    observations observation_versions Always {
        observation Id, number Number, at Number, person Id, place Id, topic Text, severity Text, how_many Text,
        trend Text, note Text,
    }
    cases cases Always {
        id Id, receipt Text, request_hash Bytes, procedure Text, channel Text, topic Text, place Id, lat Real,
        lon Real, title Text, body Text, language Text, stage Text, urgent Truth, priority Number, responsible Id,
        assignee Id, received_at Number, received_on Text, receive_due_at Number, due_at Number, due_reason Text,
        accepted_at Number, answered_at Number, on_time Truth, late_reason Text, closed_at Number,
        reopened Number, solved Truth, supporters Number, merged_into Id, observation Id, source Text,
    }
    cases contacts Always { case_id Id, name Text, phone Text, email Text }
    cases supporters Always {
        receipt Text, case_id Id, at Number, phone Text, email Text, request_id Id,
    }
    cases entries Always {
        id Id, case_id Id, at Number, on_day Text, kind Text, public Truth, body Text, person Id, unit Id,
        detail Text,
    }
    cases readings Always { case_id Id, at Number, person Id, unit Id, reason Text, role Text, purpose Text }
    attachments pictures Always {
        hash Text, width Number, height Number, bytes Number, kind Text, at Number, kept_as Text,
    }
    attachments attachments Always { thing Id, position Number, hash Text, at Number }
    letters letters Always {
        id Id, request_hash Bytes, unit Id, logged_at_unit Id, year Number, number Number, way Text,
        forwarded_by Text, received_on Text, received_at Number, written_on Text, topic Text, place Id,
        summary Text, signers Number, sealed Truth, recorder Id, recorded_at Number, axes Text, disposal Text,
        ground Text, document Text, classified_at Number, same_as Id, intake Id,
    }
    letters letter_logs Always { unit Id, year Number, last Number }
    letters letter_people Always {
        letter Id, position Number, name Text, address Text, phone Text, representative Truth, receipt Text,
    }
    letters letter_readings Always {
        id Id, letter Id, position Number, at Number, person Id, unit Id, reason Text, role Text, purpose Text,
    }
    letters letter_marks Derived { letter Id, mark Number, received_at Number }
    letters letter_differences Always { letter Id, other Id, at Number, person Id }
    proceedings editions Always { procedure Text, edition Text, content Text, at Number }
    proceedings proceedings Always {
        id Id, letter Id, parent Id, procedure Text, edition Text, unit Id, handler Id, place Id, topic Text,
        title Text, signers Number, sealed Truth, opened_at Number, opened_on Text, stage Text, ended_at Number,
        seen_at Number,
    }
    proceedings proceeding_acts Always {
        proceeding Id, position Number, act Text, at Number, done Text, late_reason Text, person Id, unit Id,
        recorded_at Number, edition Text,
    }
    proceedings deadlines Derived {
        thing Id, position Number, sort Text, procedure Text, step Text, unit Id, handler Id, party Text, duty Truth,
        paused Truth, starts_at Number, due_at Number, ended_at Number,
    }
    deadlines deadline_days Derived { due_day Number, unit Id, running Number }
    deadlines escalations Always {
        id Id, thing Id, position Number, rung Number, told Text, due_at Number, procedure Text, step Text,
        unit Id, person Id, told_at Number, seen_at Number, seen_by Id,
    }
    deadlines pace_forecasts Derived { unit Id, at Number, told Text }
    registers begun Always { proceeding Id, unit Id, year Number, number Number, begun_on Text }
    registers begun_logs Always { unit Id, year Number, last Number }
    registers register_spells Derived {
        proceeding Id, position Number, unit Id, kind Text, branch Text, begun_on Text, ended_on Text, outcome Text,
        late_on Text, late_reason Text, appealed_on Text, stage Text,
    }
    registers register_cells Derived {
        unit Id, family Text, key Text, aspect Text, grain Text, start Text, count Number,
    }
    programmes programmes Always {
        id Id, unit Id, parent Id, title Text, ends_on Text, content Text, version Number, made_at Number,
        ended_at Number, end_reason Text,
    }
    programmes programme_versions Always {
        programme Id, number Number, at Number, person Id, change Text, why Text, content Text,
    }
    programmes programme_commitments Always {
        id Id, programme Id, parent Id, unit Id, promised_by Id, what Text, indicator Text, source Text, rhythm Text,
        starts_on Text, ends_on Text, needs_evidence Truth, weight Number, base Number, checker Id, parts Number,
        made_at Number, ended_at Number, end_reason Text,
    }
    programmes progress_reports Always {
        id Id, commitment Id, period Text, number Number, value Number, base Number, words Text, at Number, person Id,
        unit Id, evidence Number, accepted Truth, verdict_at Number, verdict_by Id, reason Text, request_hash Bytes,
    }
    programmes progress_evidence Always { report Id, thing Id, kind Text }
    programmes progress_tellings Always {
        id Id, commitment Id, period Text, rung Number, told Text, unit Id, due_on Text, told_at Number,
        seen_at Number, seen_by Id,
    }
    programmes progress_figures Derived {
        commitment Id, period Text, claimed Number, claimed_base Number, claimed_count Number, claimed_at Number,
        proven Number, proven_base Number, proven_count Number, proven_at Number,
    }
    clearance clearance_projects Always {
        id Id, unit Id, begun_by Id, name Text, number Text, planned_on Text, cut_off_on Text, length_m Number,
        area_m2 Number, made_at Number,
    }
    clearance clearance_segments Always { id Id, project Id, number Number, name Text, length_m Number, }
    clearance clearance_files Always {
        id Id, project Id, segment Id, number Text, kind Text, land Text, unit Id, place Id, parcel Text,
        area_m2 Number, households Number, graves Number, plots Number, plots_given Number, due Number, paid Number,
        stage Text, reason Text, blocked_on Text, cleared_on Text, waiting_since Number, made_at Number,
    }
    clearance clearance_segment_sums Derived {
        project Id, segment Id, stage Text, reason Text, files Number, area_m2 Number, households Number, graves Number,
        plots Number, plots_given Number, due Number, paid Number,
    }
    clearance clearance_spot_sums Derived {
        project Id, place Id, segment Id, stage Text, reason Text, files Number, area_m2 Number, households Number,
        graves Number, plots Number, plots_given Number, due Number, paid Number,
    }
    clearance clearance_holders Always { file Id, name Text, phone Text, address Text, }
    clearance clearance_calls Always {
        id Id, file Id, project Id, unit Id, noted_by Id, on_day Text, who Text, asked Text, promised Text,
        until_day Text, next Text, next_on Text, person Id, at Number, answered_at Number, answer Text,
    }
    clearance clearance_entries Always {
        id Id, file Id, project Id, sort Text, amount Number, on_day Text, paper Text, at Number, person Id,
        struck_at Number,
    }
    clearance clearance_needs Always { file Id, need Text, words Text, noted_at Number, person Id, met_at Number, }
    clearance clearance_links Always { file Id, thing Id, sort Text, at Number, person Id, }
    clearance clearance_meetings Always {
        id Id, project Id, segment Id, unit Id, act Text, on_day Text, paper Text, present Number, women Number,
        agree Number, disagree Number, other Number, words Text, files Number, at Number, person Id,
    }
    clearance clearance_surveys Always {
        id Id, project Id, unit Id, on_day Text, asked Number, answered Number, at Number, person Id,
    }
    clearance clearance_wishes Always { survey Id, wish Text, households Number, }
    clearance clearance_sheets Never { id Id, project Id, unit Id, person Id, at Number, content Text, }
    campaigns campaign_teams Always {
        id Id, campaign Id, unit Id, formed_of Id, place Id, number Number, covers Text, households Number, members Number,
        logged_on Text, formed_at Number, ended_at Number, end_reason Text,
    }
    campaigns campaign_members Always {
        id Id, campaign Id, unit Id, enrolled_of Id, team Id, name Text, phone Text, leads Truth, skills Text, times Text,
        way Text, enrolled_at Number, enrolled_by Id, receipt Text, same Bytes,
    }
    campaigns campaign_counts Derived {
        campaign Id, unit Id, last_number Number, teams Number, households Number, members Number, waiting Number,
        minutes Number,
    }
    campaigns campaign_shifts Always {
        id Id, campaign Id, team Id, what Text, starts_at Number, ends_at Number, needs Text, made_at Number, person Id,
        closed_at Number, handover Text,
    }
    campaigns campaign_calls Always {
        shift Id, member Id, called_at Number, answer Text, answered_at Number, minutes Number,
    }
    campaigns campaign_logs Always {
        team Id, day Text, campaign Id, unit Id, visited Number, helped Number, needs Number, words Text, at Number,
        person Id,
    }
    campaigns campaign_days Derived {
        campaign Id, day Text, unit Id, logs Number, visited Number, helped Number, needs Number,
    }
    inspections inspections Always {
        id Id, unit Id, inspected Id, planned_by Id, planned_of Id, kind Text, subject Text, plan Text, stage Text, starts_on Text, ends_on Text,
        answer_due_on Text, concluded_on Text, remedies Id, made_at Number, moved_at Number,
    }
    inspections inspection_items Always {
        id Id, inspection Id, number Number, field Text, question Text, answer Text, outcome Text, told Text,
        looked_at Number, person Id,
    }
    inspections inspection_acts Always {
        id Id, inspection Id, number Number, at Number, act Text, person Id, words Text, paper Text, paper_on Text,
    }
    findings findings Always {
        id Id, kind Text, method Text, topic Text, starts_on Text, ends_on Text, observed Number, expected Real,
        chance Real, tests Number, people Number, lead_days Number, first_seen Text, last_seen Text, state Text, promise Id, curve Text,
        moved_at Number,
    }
    findings finding_places Always {
        id Id, finding Id, place Id, unit Id, observed Number, expected Real,
    }
    findings finding_acts Always {
        id Id, finding Id, number Number, at Number, act Text, reason Text, words Text, person Id, unit Id,
        commitment Id,
    }
    findings finding_nights Always {
        day Text, at Number, tests Number, alarms Number, stories Number, fresh Number, digest Text,
    }
    findings finding_trials Always {
        method Text, day Text, weeks Real, told Number, planted Number, found Number, delay Real,
    }
    contests contests Always {
        id Id, unit Id, made_by Id, title Text, plan Text, rules Text, made_at Number, ended_at Number,
    }
    contests contest_teams Always { id Id, contest Id, unit Id, name Text, made_at Number }
    contests contest_rounds Always {
        id Id, contest Id, tier Text, name Text, held_on Text, go_on Number, stage Text, moved_at Number,
    }
    contests contest_places Always { round Id, team Id, number Number }
    contests contest_jury Always { round Id, person Id, seat Text, at Number, ended_at Number }
    contests contest_runs Always { round Id, team Id, part Text, seconds Number, over_at Number }
    contests contest_marks Always {
        id Id, round Id, team Id, part Text, judge Id, number Number, points Text, way Text, reason Text, at Number,
        person Id, witness Id,
    }
    contests contest_lots Always { round Id, team Id, lot Number }
    briefs briefs Always {
        id Id, unit Id, kind Text, starts_on Text, ends_on Text, topic Text, project Id, structure_on Text, system Text,
        reach Text, author Id, stage Text, corrects Id, document Id, content Text, written Text, made_at Number,
        read_at Number, changed_at Number, sent_at Number,
    }
    briefs brief_readers Always { brief Id, unit Id, sent_at Number }
    briefs brief_openings Always { brief Id, person Id, unit Id, role Text, at Number }
    returns returns Always {
        id Id, unit Id, about Id, level Text, form Text, title Text, starts_on Text, ends_on Text, counted_from Text,
        counted_to Text, due_on Text, again_on Text, stage Text, version Number, accepted Number, reason Text,
        sent_at Number, settled_at Number, begun_at Number, made_at Number,
    }
    returns return_entries Always {
        return_id Id, code Text, words Text, value Number, at Number, person Id,
    }
    returns return_versions Always {
        return_id Id, number Number, at Number, person Id, acting_for Id, why Text, content Text, accepted Truth,
        verdict_at Number, verdict_by Id, reason Text,
    }
    initiatives initiatives Always {
        id Id, unit Id, commune Id, kind Text, keeper Text, field Text, level Text, name Text, content Text, stage Text,
        year Number, adopted_from Id, registered_at Number, registered_by Id, check_due_on Text, sheet Text,
        ended_at Number, request_hash Bytes,
    }
    initiatives initiative_years Always {
        year Number, initiative Id, how Text, unit Id, commune Id, field Text, level Text, kind Text, outcome Text,
    }
    initiatives initiative_counts Derived {
        reach Text, year Number, unit Id, family Text, word Text, count Number,
    }
    initiatives initiative_acts Always {
        id Id, initiative Id, position Number, act Text, year Number, at Number, person Id, unit Id, words Text,
        paper Text,
    }
    initiatives initiative_owners Always {
        initiative Id, name Text, agreed_at Number, agreed_way Text, agreed_version Text, withdrawn_at Number,
    }
    initiatives initiative_sheets Always { unit Id, version Number, content Text, made_at Number, person Id }
    initiatives initiative_marks Always {
        initiative Id, year Number, person Id, points Text, words Text, at Number,
    }
    initiatives initiative_stories Always {
        initiative Id, thing Id, title Text, body Text, unit Id, field Text, kind Text, year Number,
        published_at Number, published_by Id, hidden_at Number,
    }
    initiatives initiative_words Derived { word Bytes, initiative Id }
    programmes programme_parties Always {
        id Id, programme Id, unit Id, name Text, sort Text, place Text, duty Text, since Number, until Number,
    }
    programmes covenant_articles Always {
        id Id, programme Id, number Number, revision Number, title Text, body Text, dropped_at Number,
    }
    programmes covenant_revisions Always {
        article Id, revision Number, title Text, body Text, at Number, person Id,
    }
    programmes covenant_answers Always {
        article Id, revision Number, party Id, number Number, agrees Truth, why Text, at Number, person Id,
    }
    programmes covenant_deeds Always { programme Id, version Number, text Text, hash Text, sealed_at Number }
    programmes covenant_signatures Always {
        programme Id, version Number, party Id, person Id, role Text, hash Text, at Number,
    }
    programmes programme_meetings Always {
        id Id, programme Id, held_on Text, place Text, minutes Text, present Text, version Number, at Number, person Id,
    }
    exchange exchange_keys Always { id Id, seed Bytes, public Text, made_at Number, ended_at Number }
    exchange exchange_peers Always { key Text, name Text, trusted_at Number, ended_at Number, person Id }
    exchange exchange_parties Always { party Id, key Text }
    exchange exchange_sent Always { own Text, key Text, number Number, programme Id, at Number, hash Text, file Text }
    exchange exchange_taken Always { own Text, key Text, number Number, programme Id, at Number, hash Text }
    exchange joint_programmes Always { programme Id, origin Text, version Number }
    exchange joint_commitments Always {
        id Id, programme Id, party Id, what Text, indicator Text, rhythm Text, starts_on Text, ends_on Text,
        made_at Number, ended_at Number,
    }
    exchange joint_figures Always {
        commitment Id, period Text, claimed Number, claimed_base Number, claimed_count Number, claimed_at Number,
        proven Number, proven_base Number, proven_count Number, proven_at Number,
    }
    programmes meeting_decisions Always { meeting Id, number Number, words Text, party Id, due_on Text }
    data erasures Always {
        id Id, at Number, rule Text, basis Text, things Number, counts Text, digest Text, kept_until Text, person Id,
        unit Id,
    }
    data erased Always { thing Id, rule Text, erasure Id }
    data consents Always {
        id Id, thing Id, receipt Text, purpose Text, given_at Number, words Text, version Text, way Text,
        withdrawn_at Number,
    }
    data data_requests Always {
        id Id, thing Id, subject Text, receipt Text, asked_right Text, words Text, name Text, address Text, phone Text,
        email Text, unit Id, asked_at Number, stage Text, reply_due_at Number, due_at Number, next_due_at Number,
        ended_at Number, answer Text, acts Text,
    }
    data breaches Always {
        id Id, found_at Number, happened_at Number, what Text, whose Text, how_many Number, measures Text,
        must_notify Truth, due_at Number, notified_at Number, notice Text, noted_at Number, person Id, unit Id,
    }
    sealed seal_keys Always {
        id Id, person Id, public Bytes, lock Text, salt Bytes, memory Number, passes Number, private Bytes,
        made_at Number, ended_at Number,
    }
    sealed seal_handlers Always { id Id, unit Id, person Id, named_by Id, named_at Number, ended_at Number }
    sealed seal_recoveries Always {
        id Id, unit Id, public Bytes, needed Number, shares Number, made_by Id, witness Id, made_at Number,
        ended_at Number,
    }
    sealed seals Always {
        id Id, thing Id, unit Id, number Number, edition Number, sealed_by Id, sealed_at Number, sealed_on Text,
        original Bytes, extract Bytes, original_edition Number, extract_edition Number, mark Bytes,
    }
    sealed seal_pieces Always { seal Id, at Number, piece Bytes }
    sealed seal_holders Always { unit Id, version Number }
    sealed seal_shares Always { seal Id, part Text, recipient Id, share Bytes }
    sealed seal_openings Always {
        id Id, unit Id, seal Id, reason Text, removes Id, asked_by Id, asked_at Number, approved_by Id,
        ends_at Number, outcome Text, moves_to Id,
    }
    sealed seal_loans Never { opening Id, seal Id, recipient Id, share Bytes }
    sealed seal_readings Always { seal Id, opening Id, at Number, person Id, part Text }
    tallies tallies Derived {
        unit Id, topic Text, grain Text, start Text, received Number, accepted_in_time Number,
        accepted_late Number, answered Number, on_time Number, late Number, refused Number, reopened Number,
        solved Number, supported Number, heard_concern Number, heard_worry Number, heard_anger Number,
        heard_hotspot Number,
    }
    tallies tally_days Derived { day Text, number Number, cells Bytes }
    tallies tally_turns Never { day Text, turn Number }
}

/// The table of a name.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name == name)
}

/// The tables that travel in a back-up, in the order in which they are written and read back.
pub fn travelling() -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(|table| table.travels != Travels::Never)
}

/// Tables that one engine keeps for itself, by the beginning of their names: the list of migrations, and the parts
/// of a search index, which the engine fills from what travels.
pub const ENGINES_OWN: &[&str] =
    &["_sqlx_", "sqlite_", "case_search", "case_numbers", "observation_search", "observation_numbers"];

const SQLITE_COLUMNS: &str = "select t.name as table_name, c.name as column_name, lower(c.type) as kind
    from sqlite_master t join pragma_table_info(t.name) c where t.type = 'table' order by t.name, c.cid";
const POSTGRES_COLUMNS: &str = "select cast(table_name as text), cast(column_name as text), cast(data_type as text)
    from information_schema.columns where table_schema = current_schema() order by table_name, ordinal_position";

/// The real tables of the open store: columns and their kinds by table.
///
/// # Errors
/// When the store cannot be read.
pub async fn real(store: &Store) -> Stored<BTreeMap<String, Vec<(String, String)>>> {
    let rows: Vec<(String, String, String)> = match store {
        Store::Sqlite { read, .. } => sqlx::query_as(SQLITE_COLUMNS).fetch_all(read).await?,
        Store::Postgres { pool, .. } => sqlx::query_as(POSTGRES_COLUMNS).fetch_all(pool).await?,
    };
    let mut tables = BTreeMap::<String, Vec<(String, String)>>::new();
    for (table, column, kind) in rows {
        if !ENGINES_OWN.iter().any(|beginning| table.starts_with(beginning)) {
            tables.entry(table).or_default().push((column, kind));
        }
    }
    Ok(tables)
}

/// The tables that travel, as the open store has them: in a store of an earlier day some, or some of their columns, are
/// not there yet.
///
/// # Errors
/// When the store cannot be read.
pub async fn standing(store: &Store) -> Stored<Vec<Shape>> {
    let real = real(store).await?;
    let shape = |table: &'static Table| {
        let there = real.get(table.name)?;
        let mut shape = Shape::from(table);
        shape.columns.retain(|(name, _)| there.iter().any(|(column, _)| column == name));
        Some(shape)
    };
    Ok(travelling().filter_map(shape).collect())
}

/// The first of some tables that the open store does not have with just these columns.
///
/// # Errors
/// When the store cannot be read.
pub async fn first_other(store: &Store, shapes: &[Shape]) -> Stored<Option<String>> {
    let real = real(store).await?;
    let fits = |shape: &&Shape| {
        let mut wanted: Vec<(&str, &str)> =
            shape.columns.iter().map(|(name, kind)| (name.as_str(), kind.word())).collect();
        let there = real.get(&shape.name).into_iter().flatten();
        let mut there: Vec<(&str, &str)> = there.map(|(name, kind)| (name.as_str(), kind.as_str())).collect();
        wanted.sort_unstable();
        there.sort_unstable();
        wanted == there
    };
    Ok(shapes.iter().find(|shape| !fits(shape)).map(|shape| shape.name.clone()))
}

/// The migrations this program knows for the open store's engine.
pub fn known_migrations(store: &Store) -> Vec<i64> {
    let engine = if store.engine() == "postgres" { For::Postgres } else { For::Sqlite };
    migrator(engine, i64::MAX).iter().map(|migration| migration.version).collect()
}

/// The migrations that were run.
///
/// # Errors
/// When the store cannot be read.
pub async fn migrations(store: &Store) -> Stored<Vec<i64>> {
    const RUN: &str = "select version from _sqlx_migrations where success order by version";
    Ok(on_engine!(store, db => sqlx::query_scalar(RUN).fetch_all(db).await)?)
}

/// The database's file, when it is one of this machine.
///
/// # Errors
/// When the store cannot be read.
pub async fn file(store: &Store) -> Stored<Option<PathBuf>> {
    let Store::Sqlite { read, .. } = store else { return Ok(None) };
    const FILE: &str = "select file from pragma_database_list where name = 'main'";
    let file: Option<String> = sqlx::query_scalar(FILE).fetch_optional(read).await?;
    Ok(file.filter(|file| !file.is_empty()).map(PathBuf::from))
}
