//! What is in the care of a unit besides cases, and giving it to another: after a reorganisation of units.

use crate::{Change, Store, deadlines, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{ids::UnitId, time::Day, words_enum};
use uuid::Uuid;

words_enum! {
    /// A kind of thing that a unit cares for until it is done.
    Care {
        /// A letter that nobody has classified.
        Letter = "letter",
        /// A proceeding that runs.
        Proceeding = "proceeding",
        /// A reception day that is still to come.
        ReceptionDay = "reception_day",
        /// A visit to such a day.
        Visit = "visit",
        /// What is still owed after a visit; the visit itself stays where it took place.
        VisitOwed = "visit_owed",
        /// A promise made to a visitor that is not kept yet.
        Commitment = "commitment",
        /// A request about somebody's own data that is not answered yet.
        DataRequest = "data_request",
        /// A programme that is not closed.
        Programme = "programme",
        /// Something promised in one that is still to be kept.
        Promised = "programme_commitment",
        /// An inspection that is not over, with whoever leads it.
        Inspection = "inspection",
        /// An inspection that is not over, with the unit it is about.
        Inspected = "inspected",
        /// A project for which land is cleared; its files go with their proceedings.
        Clearance = "clearance",
        /// What was promised at a call and is not kept yet.
        Call = "clearance_call",
        /// An initiative that is under way; one that rests is given to whoever keeps it.
        Initiative = "initiative",
        /// A place of a finding that somebody looks after.
        Finding = "finding",
        /// A contest that is not over, with whoever holds it.
        Contest = "contest",
        /// A return that is not settled: whoever stands for its unit writes it.
        Return = "return",
        /// A team of a campaign that is not closed.
        CampaignTeam = "campaign_team",
        /// Somebody who waits for a team of such a campaign.
        CampaignMember = "campaign_member",
    }
}

statements! {
    CARING = "select unit from letters where classified_at is null
        union select unit from proceedings where ended_at is null
        union select unit from reception_days where day >= $1 and cancelled_at is null
        union select unit from deadlines where ended_at is null and duty and not paused and sort = 'visit'
        union select unit from commitments where answered_at is null
        union select unit from data_requests where ended_at is null
        union select unit from programmes where ended_at is null
        union select c.unit from programme_commitments c join programmes p on p.id = c.programme
            where c.ended_at is null and p.ended_at is null
        union select unit from inspections where stage not in ('closed', 'called_off')
        union select inspected from inspections where stage not in ('closed', 'called_off')
        union select t.unit from campaign_teams t join programmes p on p.id = t.campaign
            where t.ended_at is null and p.ended_at is null
        union select m.unit from campaign_members m join programmes p on p.id = m.campaign
            where m.team is null and p.ended_at is null
        union select unit from clearance_projects
        union select unit from clearance_calls where until_day is not null and answered_at is null
        union select unit from initiatives where stage in ('registered', 'recognised', 'underway', 'checked', 'assessed', 'judging')
        union select unit from contests where ended_at is null
        union select p.unit from findings f join finding_places p on p.finding = f.id where f.state in ('open', 'acted')
        union select unit from returns where stage <> 'accepted'";
    /// `$2` is the day; of what has no day of its own it is asked too, so that all are asked alike.
    LETTERS = "select id, place from letters where unit = $1 and classified_at is null and $2 <> '' order by id";
    PROCEEDINGS = "select id, place from proceedings where unit = $1 and ended_at is null and $2 <> '' order by id";
    RECEPTION_DAYS = "select id, cast(null as uuid) from reception_days where unit = $1 and day >= $2 and cancelled_at is null
        order by id";
    VISITS = "select v.id, cast(null as uuid) from visits v join reception_days d on d.id = v.reception_day
        where v.unit = $1 and d.day >= $2 and d.cancelled_at is null order by v.id";
    VISITS_OWED = "select distinct x.thing, cast(null as uuid) from deadlines x join visits v on v.id = x.thing
        join reception_days d on d.id = v.reception_day where x.unit = $1 and x.ended_at is null and x.duty
        and not x.paused and (d.day < $2 or d.cancelled_at is not null) order by x.thing";
    COMMITMENTS = "select id, cast(null as uuid) from commitments where unit = $1 and answered_at is null and $2 <> '' order by id";
    DATA_REQUESTS = "select id, cast(null as uuid) from data_requests where unit = $1 and ended_at is null and $2 <> '' order by id";
    PROGRAMMES = "select id, cast(null as uuid) from programmes where unit = $1 and ended_at is null and $2 <> '' order by id";
    PROMISED = "select c.id, cast(null as uuid) from programme_commitments c join programmes p on p.id = c.programme
        where c.unit = $1 and c.ended_at is null and p.ended_at is null and $2 <> '' order by c.id";
    INSPECTIONS = "select id, cast(null as uuid) from inspections where unit = $1
        and stage not in ('closed', 'called_off') and $2 <> '' order by id";
    INSPECTED = "select id, cast(null as uuid) from inspections where inspected = $1
        and stage not in ('closed', 'called_off') and $2 <> '' order by id";
    INITIATIVES = "select id, cast(null as uuid) from initiatives where unit = $1 and $2 <> '' and
        stage in ('registered', 'recognised', 'underway', 'checked', 'assessed', 'judging') order by id";
    CLEARANCES = "select id, cast(null as uuid) from clearance_projects where unit = $1 and $2 <> '' order by id";
    CALLS = "select c.id, f.place from clearance_calls c join clearance_files f on f.id = c.file
        where c.unit = $1 and c.until_day is not null and c.answered_at is null and $2 <> '' order by c.id";
    FINDINGS = "select p.id, cast(null as uuid) from finding_places p join findings f on f.id = p.finding
        where p.unit = $1 and f.state in ('open', 'acted') and $2 <> '' order by p.id";
    CONTESTS = "select id, cast(null as uuid) from contests where unit = $1 and ended_at is null and $2 <> '' order by id";
    RETURNS = "select id, cast(null as uuid) from returns where unit = $1 and stage <> 'accepted' and $2 <> '' order by id";
    CAMPAIGN_TEAMS = "select t.id, t.place from campaign_teams t join programmes p on p.id = t.campaign
        where t.unit = $1 and t.ended_at is null and p.ended_at is null and $2 <> '' order by t.id";
    CAMPAIGN_MEMBERS = "select m.id, cast(null as uuid) from campaign_members m join programmes p on p.id = m.campaign
        where m.unit = $1 and m.team is null and p.ended_at is null and $2 <> '' order by m.id";
    GIVE_LETTER = "update letters set unit = $3 where id = $1 and unit = $2";
    GIVE_PROCEEDING = "update proceedings set unit = $3, handler = null where id = $1 and unit = $2";
    GIVE_RECEPTION_DAY = "update reception_days set unit = $3 where id = $1 and unit = $2";
    GIVE_VISIT = "update visits set unit = $3 where id = $1 and unit = $2";
    GIVE_COMMITMENT = "update commitments set unit = $3 where id = $1 and unit = $2";
    GIVE_DATA_REQUEST = "update data_requests set unit = $3 where id = $1 and unit = $2";
    GIVE_PROGRAMME = "update programmes set unit = $3 where id = $1 and unit = $2";
    GIVE_PROMISED = "update programme_commitments set unit = $3 where id = $1 and unit = $2";
    GIVE_CLEARANCE = "update clearance_projects set unit = $3 where id = $1 and unit = $2";
    GIVE_CALL = "update clearance_calls set unit = $3 where id = $1 and unit = $2";
    /// A file is wherever its proceeding is.
    GIVE_FILE = "update clearance_files set unit = $3 where id = $1 and unit = $2";
    GIVE_INSPECTION = "update inspections set unit = $3 where id = $1 and unit = $2";
    GIVE_INSPECTED = "update inspections set inspected = $3 where id = $1 and inspected = $2";
    /// What a commune carries out itself lies in the commune that takes it over.
    GIVE_INITIATIVE = "update initiatives set unit = $3, commune = case when commune = $2 then $3 else commune end
        where id = $1 and unit = $2";
    GIVE_FINDING = "update finding_places set unit = $3 where id = $1 and unit = $2";
    GIVE_CONTEST = "update contests set unit = $3 where id = $1 and unit = $2";
    GIVE_RETURN = "update returns set unit = $3 where id = $1 and unit = $2";
    GIVE_CAMPAIGN_TEAM = "update campaign_teams set unit = $3 where id = $1 and unit = $2";
    GIVE_CAMPAIGN_MEMBER = "update campaign_members set unit = $3 where id = $1 and unit = $2 and team is null";
    /// Whoever is in a team goes with it, and both are counted where they are.
    GIVE_MEMBERS_OF_TEAM = "update campaign_members set unit = $2 where team = $1";
    COUNT_TEAM = "insert into campaign_counts (campaign, unit, last_number, teams, households, members, waiting, minutes)
        select campaign, $2, 0, $3, $3 * households, $3 * members, 0, 0 from campaign_teams where id = $1
        on conflict (campaign, unit) do update set teams = campaign_counts.teams + excluded.teams,
        households = campaign_counts.households + excluded.households, members = campaign_counts.members + excluded.members";
    COUNT_MEMBER = "insert into campaign_counts (campaign, unit, last_number, teams, households, members, waiting, minutes)
        select campaign, $2, 0, 0, 0, 0, $3, 0 from campaign_members where id = $1
        on conflict (campaign, unit) do update set waiting = campaign_counts.waiting + excluded.waiting";
    /// Whether anything was begun at a unit itself, rather than given to it.
    BEGUN = "select 'letter' from letters where logged_at_unit = $1
        union all select 'letter' from proceeding_acts where unit = $1
        union all select 'reception_day' from visit_acts where unit = $1
        union all select 'programme_commitment' from programme_commitments where promised_by = $1
        union all select 'programme_commitment' from progress_reports where unit = $1
        union all select 'programme_party' from programme_parties where unit = $1
        union all select 'initiative' from initiative_years where unit = $1
        union all select 'initiative' from initiative_acts where unit = $1
        union all select 'initiative' from initiative_sheets where unit = $1
        union all select 'initiative' from initiative_stories where unit = $1
        union all select 'clearance' from clearance_projects where begun_by = $1
        union all select 'clearance' from clearance_calls where noted_by = $1
        union all select 'clearance' from clearance_meetings where unit = $1
        union all select 'clearance' from clearance_surveys where unit = $1
        union all select 'finding' from finding_acts where unit = $1
        union all select 'contest' from contests where made_by = $1
        union all select 'contest' from contest_teams where unit = $1
        union all select 'return' from returns where about = $1 and (begun_at is not null or due_on is null)
        union all select 'campaign_team' from campaign_teams where formed_of = $1
        union all select 'campaign_team' from campaign_teams where unit = $1 and ended_at is not null
        union all select 'campaign_team' from campaign_members where enrolled_of = $1
        union all select 'campaign_team' from campaign_logs where unit = $1
        union all select 'inspection' from inspections where planned_by = $1 or planned_of = $1 limit 1";
}

/// The units that care for anything on a day.
///
/// # Errors
/// When the store cannot be read.
pub async fn caring(store: &Store, on: Day) -> Stored<Vec<UnitId>> {
    let units: Vec<Uuid> =
        on_engine!(store, db => sqlx::query_scalar(CARING).bind(on.to_string()).fetch_all(db).await)?;
    Ok(units.into_iter().map(UnitId).collect())
}

/// What a unit cares for on a day, with its place where it has one.
///
/// # Errors
/// When the store cannot be read.
pub async fn cared_for(
    store: &Store,
    care: Care,
    unit: UnitId,
    on: Day,
) -> Stored<Vec<(Uuid, Option<UnitId>)>> {
    let sql = match care {
        Care::Letter => LETTERS,
        Care::Proceeding => PROCEEDINGS,
        Care::ReceptionDay => RECEPTION_DAYS,
        Care::Visit => VISITS,
        Care::VisitOwed => VISITS_OWED,
        Care::Commitment => COMMITMENTS,
        Care::DataRequest => DATA_REQUESTS,
        Care::Programme => PROGRAMMES,
        Care::Promised => PROMISED,
        Care::Inspection => INSPECTIONS,
        Care::Inspected => INSPECTED,
        Care::Clearance => CLEARANCES,
        Care::Call => CALLS,
        Care::Initiative => INITIATIVES,
        Care::Finding => FINDINGS,
        Care::Contest => CONTESTS,
        Care::Return => RETURNS,
        Care::CampaignTeam => CAMPAIGN_TEAMS,
        Care::CampaignMember => CAMPAIGN_MEMBERS,
    };
    let rows: Vec<(Uuid, Option<Uuid>)> =
        on_engine!(store, db => sqlx::query_as(sql).bind(unit.0).bind(on.to_string()).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|(id, place)| (id, place.map(UnitId))).collect())
}

/// Gives something from one unit's care into another's; false when it is not in that unit's care.
///
/// # Errors
/// When the store cannot write.
pub async fn give(change: &mut Change, care: Care, id: Uuid, from: UnitId, to: UnitId) -> Stored<bool> {
    let sql = match care {
        Care::VisitOwed => return Ok(deadlines::give(change, id, from, to).await? > 0),
        Care::Letter => GIVE_LETTER,
        Care::Proceeding => GIVE_PROCEEDING,
        Care::ReceptionDay => GIVE_RECEPTION_DAY,
        Care::Visit => GIVE_VISIT,
        Care::Commitment => GIVE_COMMITMENT,
        Care::DataRequest => GIVE_DATA_REQUEST,
        Care::Programme => GIVE_PROGRAMME,
        Care::Promised => GIVE_PROMISED,
        Care::Inspection => GIVE_INSPECTION,
        Care::Inspected => GIVE_INSPECTED,
        Care::Clearance => GIVE_CLEARANCE,
        Care::Call => GIVE_CALL,
        Care::Initiative => GIVE_INITIATIVE,
        Care::Finding => GIVE_FINDING,
        Care::Contest => GIVE_CONTEST,
        Care::Return => GIVE_RETURN,
        Care::CampaignTeam => GIVE_CAMPAIGN_TEAM,
        Care::CampaignMember => GIVE_CAMPAIGN_MEMBER,
    };
    let given = on_change!(change, db => sqlx::query(sql).bind(id).bind(from.0).bind(to.0).execute(db).await
        .map(|done| done.rows_affected()))?;
    if care == Care::Proceeding && given == 1 {
        on_change!(change, db => sqlx::query(GIVE_FILE).bind(id).bind(from.0).bind(to.0).execute(db).await.map(drop))?;
    }
    if given == 1 {
        count(change, care, id, from, to).await?;
    }
    let has_clocks = matches!(
        care,
        Care::Proceeding
            | Care::Visit
            | Care::Commitment
            | Care::DataRequest
            | Care::Call
            | Care::Return
            | Care::Inspection
            | Care::Inspected
    );
    if has_clocks && given == 1 {
        deadlines::give(change, id, from, to).await?;
    }
    Ok(given == 1)
}

/// What is kept as sums of communes goes along with what they are sums of.
async fn count(change: &mut Change, care: Care, id: Uuid, from: UnitId, to: UnitId) -> Stored<()> {
    let sql = match care {
        Care::CampaignTeam => {
            on_change!(change, db => sqlx::query(GIVE_MEMBERS_OF_TEAM).bind(id).bind(to.0).execute(db).await.map(drop))?;
            COUNT_TEAM
        }
        Care::CampaignMember => COUNT_MEMBER,
        _ => return Ok(()),
    };
    for (unit, by) in [(from, -1_i64), (to, 1)] {
        on_change!(change, db => sqlx::query(sql).bind(id).bind(unit.0).bind(by).execute(db).await.map(drop))?;
    }
    Ok(())
}

/// A kind of thing that was begun at a unit itself, when any was.
///
/// # Errors
/// When the store cannot be read.
pub async fn begun(store: &Store, unit: UnitId) -> Stored<Option<String>> {
    Ok(on_engine!(store, db => sqlx::query_scalar(BEGUN).bind(unit.0).fetch_optional(db).await)?)
}
