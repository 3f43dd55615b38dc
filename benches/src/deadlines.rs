//! How quickly a city with a million running proceedings tells what is late and due this week.

use crate::{
    Stop, clocks,
    engines::Engine,
    reading::{Page, heading, time},
    say,
    server::{Server, command},
};
use danvan_domain::{
    calendar::Calendar,
    deadlines::{self, Deadline},
    ids::{ProceedingId, UnitId},
    office_hours::OfficeHours,
    procedures::{Procedures, moments},
    proceedings::{Kept, Proceeding},
    time::Moment,
    units::{Level, Tree},
};
use danvan_store::{Store, bulk, settings, units};
use uuid::Uuid;

const PROCEEDINGS: i64 = 1_000_000;
/// Complaints came in over so many days before today: the oldest of them are late.
const DAYS: i64 = 45;
/// So many are written in one change.
const AT_ONCE: i64 = 20_000;
/// Stands in the settings of a database that was filled to its end.
const FILLED: &str = "bench.deadlines";

/// Fills a city, unless it was kept, and times the pages of deadlines.
pub(crate) async fn measure(engine: &Engine) -> Result<(), Stop> {
    let database = engine.database("deadlines")?;
    command(&["demo", "--cases", "5000", "--database", &database])?;
    fill(&database).await?;
    let server = Server::start(&database).await?;
    say("With a million running proceedings:\n");
    heading();
    let pages: [Page; 4] = [
        Page::one("late and due this week, city", "lanhdao", "/deadlines?whose=city"),
        Page::one("late and due in a month, city", "lanhdao", "/deadlines?whose=city&days=31"),
        Page::one("late and due this week, commune", "lanhdao.ngocha", "/deadlines"),
        Page::one("the leader's page, city", "lanhdao", "/today"),
    ];
    for page in &pages {
        time(engine, &server, page, "").await?;
    }
    say("");
    server.stop()
}

/// The present moment.
#[expect(
    clippy::disallowed_methods,
    reason = "deadlines are late or not by the server's clock, which is the real one"
)]
fn now() -> Moment {
    Moment::from_micros(jiff::Timestamp::now().as_microsecond())
}

/// Adds the running proceedings to a city, the same number at each of today's communes.
async fn fill(database: &str) -> Result<(), Stop> {
    let store = Store::open(database).await?;
    if settings::get(&store, FILLED).await?.is_some() {
        return Ok(());
    }
    let (rows, links) = units::load(&store).await?;
    let tree = Tree::build(rows, links).map_err(|problems| format!("the units do not fit: {problems:?}"))?;
    let now = now();
    let communes: Vec<UnitId> = tree.at_level(Level::Commune, now.day()).map(|unit| unit.id).collect();
    let city = communes.first().and_then(|unit| tree.at_or_above(*unit, Level::City)).map(|city| city.id);
    let mut change = store.begin().await?;
    let set_aside = bulk::indexes::set_aside(&mut change).await?;
    change.commit().await?;
    for first in (0..PROCEEDINGS).step_by(usize::try_from(AT_ONCE)?) {
        let some: Result<Vec<_>, Stop> =
            (first..first + AT_ONCE).map(|number| running(number, &communes, city, now)).collect();
        let mut change = store.begin().await?;
        bulk::proceedings(&mut change, &some?).await?;
        change.commit().await?;
    }
    let mut change = store.begin().await?;
    bulk::indexes::bring_back(&mut change, set_aside).await?;
    settings::set(&mut change, FILLED, &PROCEEDINGS.to_string()).await?;
    change.commit().await?;
    bulk::indexes::settle(&store).await?;
    Ok(())
}

/// A complaint with its clocks; its acts are left out, since no list reads them.
fn running(
    number: i64,
    communes: &[UnitId],
    city: Option<UnitId>,
    now: Moment,
) -> Result<(Proceeding, Vec<Kept>, Vec<Deadline>), Stop> {
    let complaint = Procedures::facts().get("complaint").ok_or("no procedure of complaints")?;
    let acts = clocks::done(number, 1 + number % DAYS, now);
    let (stage, clocks) = moments(complaint, &acts, Calendar::facts(), OfficeHours::facts(), now)
        .map_err(|refused| format!("{:?}", refused.refusal))?;
    let opened_at = acts.first().ok_or("nothing was done")?.at;
    let unit = communes[usize::try_from(number)? % communes.len()];
    let it = Proceeding {
        id: ProceedingId(Uuid::from_u128(
            0x0dea_d11e_0000_4000_8000_0000_0000_0000 | u128::try_from(number)?,
        )),
        letter: None,
        parent: None,
        procedure: complaint.code.clone(),
        edition: complaint.edition.clone(),
        unit,
        handler: None,
        place: unit,
        topic: "land.clearance".into(),
        title: format!("{number}/2026 · (Mô phỏng) Khiếu nại về phương án bồi thường"),
        signers: 1,
        is_sealed: false,
        opened_at,
        opened_on: opened_at.day(),
        stage: stage.unwrap_or_default(),
        ended_at: None,
        seen_at: now,
    };
    let rows = deadlines::of(&it, clocks, city);
    Ok((it, Vec::new(), rows))
}
