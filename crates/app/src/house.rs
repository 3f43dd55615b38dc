//! Opening a house: the store, its facts, the wall clock and the system's chance. The only place that reads them.

use crate::{
    files, procedures, returns,
    terminal::{sentence, words},
};
use danvan_actions::{Facts, House, house::Files};
use danvan_domain::{
    answers::Answers,
    calendar::Calendar,
    office_hours::OfficeHours,
    routes::Routes,
    time::{Clock, Moment},
    units::Tree,
};
use danvan_store::{Store, StoreError, routes, settings, units};
use std::{path::Path, sync::Arc};

/// The clock on the wall.
pub(crate) struct WallClock;

impl Clock for WallClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the wall clock")]
    fn now(&self) -> Moment {
        Moment::from_micros(jiff::Timestamp::now().as_microsecond())
    }
}

/// Thirty-two bytes from the operating system.
#[expect(clippy::disallowed_methods, reason = "this is the one place that asks the system for chance")]
pub(crate) fn seed() -> [u8; 32] {
    rand::random()
}

/// A reason to stop, in words for whoever sits at the terminal.
pub(crate) type Stop = Box<dyn std::error::Error + Send + Sync>;

/// Opens a database that is there; a mistyped name must not make an empty one and call it well.
pub(crate) async fn open(database: &str) -> Result<Arc<House>, Stop> {
    must_be_there(database)?;
    open_or_make(database).await
}

/// Opens a database that is there without looking at the place of its files, which may be what is wrong.
pub(crate) async fn open_without_files(database: &str) -> Result<Arc<House>, Stop> {
    must_be_there(database)?;
    make(database, || Ok(danvan_actions::attachments::in_memory())).await
}

fn must_be_there(database: &str) -> Result<(), Stop> {
    if let Some(file) = file_of(database)
        && !file.exists()
    {
        return Err(sentence("terminal-no-database", &[("file", file.display().to_string().into())]).into());
    }
    Ok(())
}

/// The file of a SQLite database.
pub(crate) fn file_of(database: &str) -> Option<&Path> {
    database.strip_prefix("sqlite:").map(Path::new)
}

/// The address of a database without its password, to be shown.
pub(crate) fn shown(database: &str) -> String {
    let Some((scheme, rest)) = database.split_once("://") else { return database.to_owned() };
    match rest.rsplit_once('@') {
        Some((user, host)) => {
            format!("{scheme}://{}@{}", user.split(':').next().unwrap_or_default(), plain(host))
        }
        None => format!("{scheme}://{}", plain(rest)),
    }
}

/// Without what is asked of the engine, when a password is part of that.
fn plain(rest: &str) -> &str {
    match rest.split_once('?') {
        Some((host, asked)) if asked.to_lowercase().contains("password") => host,
        _ => rest,
    }
}

/// Why a database cannot be opened, and what to look at.
fn closed(database: &str, error: &StoreError) -> Stop {
    let reason = match error {
        StoreError::Engine(text) => text.clone(),
        other => other.to_string(),
    };
    let values = [("database", shown(database).into()), ("reason", reason.into())];
    let next = match database.split(':').next() {
        Some("sqlite") => "terminal-database-sqlite",
        Some("postgres" | "postgresql") => "terminal-database-postgres",
        _ => "terminal-database-address",
    };
    format!("{}\n{}", sentence("terminal-database", &values), words().say(next)).into()
}

/// Opens a database, made when it is not there, and everything known of its installation.
pub(crate) async fn open_or_make(database: &str) -> Result<Arc<House>, Stop> {
    make(database, || files::open(&files::place(database))).await
}

async fn make(database: &str, files: impl FnOnce() -> Result<Files, Stop>) -> Result<Arc<House>, Stop> {
    let store = Store::open(database).await.map_err(|error| closed(database, &error))?;
    let facts = facts(&store).await?;
    // After the database, so that a mistyped one does not leave a folder of files behind.
    let files = files()?;
    Ok(Arc::new(House::new(store, facts, files, Arc::new(WallClock), seed())))
}

/// Reads the installation's facts.
pub(crate) async fn facts(store: &Store) -> Result<Facts, Stop> {
    let (rows, links) = units::load(store).await?;
    let tree = Tree::build(rows, links).map_err(|problems| format!("the units do not fit: {problems:?}"))?;
    let borders = danvan_actions::units::load_borders(store).await?;
    let simulated = settings::get(store, "simulated").await?.as_deref() == Some("true");
    let facts = Facts {
        tree,
        borders: Arc::default(),
        topics: danvan_actions::topics::load(store).await?,
        calendar: danvan_actions::calendar::load(store, Calendar::facts()).await?,
        embedded: Calendar::facts().clone(),
        hours: OfficeHours::facts().clone(),
        procedures: procedures::load()?,
        ladder: procedures::ladder()?,
        forms: returns::load()?,
        routes: Routes(routes::all(store).await?),
        answers: Answers::facts().clone(),
        simulated,
    };
    Ok(facts.with_borders(borders))
}
