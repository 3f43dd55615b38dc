//! The house of a test: a real store in a folder or database of its own, with the real units of Hanoi.

use crate::{StillClock, postgres};
use danvan_actions::{
    Facts, attachments,
    cases::{Asked, Received, Where, receive},
    followers,
};
use danvan_domain::{
    answers::Answers,
    calendar::Calendar,
    cases::{Channel, Contact},
    ids::{PersonId, PositionId, UnitId},
    office_hours::OfficeHours,
    people::{Person, Position, Role},
    procedures::Procedures,
    rights::Asker,
    time::{Day, Moment},
    topics::Topics,
    units::{Tree, facts::hanoi_tree},
};
use danvan_store::{Store, people};
use std::{
    ops::Deref,
    sync::{Arc, LazyLock},
};
use tempfile::TempDir;
use tokio::sync::OnceCell;

static HANOI: LazyLock<Tree> = LazyLock::new(|| hanoi_tree().expect("the embedded units are whole"));

/// The first Monday of October 2026, 09:00: an ordinary working day.
const BEGIN: &str = "2026-10-05T02:00:00Z";

/// The file of which every test gets a copy: making all tables anew takes longer than most tests.
static FILE: OnceCell<Vec<u8>> = OnceCell::const_new();

/// The bytes of a SQLite file with all tables and nothing in them.
async fn file_with_tables() -> Vec<u8> {
    let folder = tempfile::Builder::new().prefix("danvan-test-").tempdir().expect("a folder");
    let file = folder.path().join("tables.db");
    let store = Store::open(&format!("sqlite:{}", file.display())).await.expect("a store");
    store.close().await;
    assert!(!folder.path().join("tables.db-wal").exists(), "all of it is in the file");
    std::fs::read(file).expect("it is read")
}

/// The embedded facts over the real units of Hanoi.
pub fn facts() -> Facts {
    facts_over(HANOI.clone())
}

fn facts_over(tree: Tree) -> Facts {
    Facts {
        tree,
        borders: Arc::default(),
        topics: Topics::facts().clone(),
        calendar: Calendar::facts().clone(),
        embedded: Calendar::facts().clone(),
        hours: OfficeHours::facts().clone(),
        procedures: Procedures::facts().clone(),
        ladder: danvan_domain::deadlines::Ladder::facts().clone(),
        forms: danvan_domain::returns::Forms::facts().clone(),
        routes: danvan_domain::routes::Routes::default(),
        answers: Answers::facts().clone(),
        simulated: true,
    }
}

/// A house for one test. Dropping it removes its file.
#[derive(Clone)]
pub struct House {
    /// Everything an action needs, to be shared with a server or a worker.
    pub house: Arc<danvan_actions::House>,
    /// The clock the house reads.
    pub clock: Arc<StillClock>,
    /// Where its store is, as [`Store::open`] reads it.
    pub database: String,
    _folder: Option<Arc<TempDir>>,
}

impl Deref for House {
    type Target = danvan_actions::House;
    fn deref(&self) -> &Self::Target {
        &self.house
    }
}

impl House {
    /// A house over a SQLite file in a folder of its own.
    ///
    /// # Panics
    /// When the folder or the file cannot be made.
    pub async fn sqlite() -> Self {
        let folder = tempfile::Builder::new().prefix("danvan-test-").tempdir().expect("a folder");
        let file = folder.path().join("test.db");
        std::fs::write(&file, FILE.get_or_init(file_with_tables).await).expect("a file with all tables");
        Self::over(format!("sqlite:{}", file.display()), Some(Arc::new(folder))).await
    }

    /// A house over a database of its own in the throw-away PostgreSQL, or `None` (said aloud) when this machine
    /// has no PostgreSQL.
    ///
    /// # Panics
    /// When PostgreSQL is required (`DANVAN_REQUIRE_POSTGRES=1`) and absent, or does not start.
    pub async fn postgres() -> Option<Self> {
        let database = postgres::new_database_with_tables().await?;
        Some(Self::over(database, None).await)
    }

    /// A house over a database of the caller's own, as [`Store::open`] reads its address.
    ///
    /// # Panics
    /// When the store cannot be made.
    pub async fn at(database: String) -> Self {
        Self::over(database, None).await
    }

    /// An empty house on the same engine as this one, whose tables are only as far as a migration brings them: as a
    /// program of an earlier day left them.
    ///
    /// # Panics
    /// When the store cannot be made.
    pub async fn as_of(&self, migration: i64) -> Self {
        if self.store.engine() == "postgres" {
            let database = postgres::new_database().await.expect("this house has one already");
            return Self::until(database, None, migration).await;
        }
        let folder = tempfile::Builder::new().prefix("danvan-test-").tempdir().expect("a folder");
        let database = format!("sqlite:{}", folder.path().join("test.db").display());
        Self::until(database, Some(Arc::new(folder)), migration).await
    }

    async fn over(database: String, folder: Option<Arc<TempDir>>) -> Self {
        Self::until(database, folder, i64::MAX).await
    }

    async fn until(database: String, folder: Option<Arc<TempDir>>, migration: i64) -> Self {
        let store = Store::open_until(&database, migration).await.expect("a store");
        let begin: Moment = BEGIN.parse().expect("an instant");
        let clock = Arc::new(StillClock::at(begin));
        let house =
            danvan_actions::House::new(store, facts(), attachments::in_memory(), clock.clone(), [7; 32])
                .with_cheap_passphrases();
        Self { house: Arc::new(house), clock, database, _folder: folder }
    }

    /// The same house opened again by a program that knows other facts: the same database and the same clock. The earlier one
    /// is closed.
    ///
    /// # Panics
    /// When the store cannot be opened.
    pub async fn opened_again(&self, facts: Facts) -> Self {
        self.store.close().await;
        let store = Store::open(&self.database).await.expect("a store");
        // Another seed, so that no id is made twice.
        let seed = self.chance();
        let house =
            danvan_actions::House::new(store, facts, attachments::in_memory(), self.clock.clone(), seed)
                .with_cheap_passphrases();
        Self { house: Arc::new(house), ..self.clone() }
    }

    /// Takes another tree of units, with the facts otherwise unchanged.
    pub fn stand_on(&self, tree: Tree) {
        self.replace_facts(facts_over(tree));
    }

    /// The unit with a code on the present day.
    ///
    /// # Panics
    /// When the code stands for none or several.
    pub fn unit(&self, code: &str) -> UnitId {
        self.unit_on(code, self.today())
    }

    /// The unit with a code on a day.
    ///
    /// # Panics
    /// When the code stands for none or several.
    pub fn unit_on(&self, code: &str, day: Day) -> UnitId {
        self.facts().tree.by_code(code, day).one().unwrap_or_else(|| panic!("no unit {code} on {day}"))
    }

    /// A new person who has held a role at a unit since 2020, as the one who asks for something.
    ///
    /// # Panics
    /// When the store cannot write.
    pub async fn somebody(&self, role: Role, unit: UnitId) -> Asker {
        let id = PersonId(self.new_id());
        let sign_in = format!("{role}-{id}");
        let person = Person { id, name: sign_in.clone(), sign_in, active: true };
        let from = Day::new(2020, 1, 1).expect("a day");
        let position = Position { id: PositionId(self.new_id()), person: id, role, unit, from, to: None };
        let mut change = self.store.begin().await.expect("a change");
        people::add(&mut change, &person, None).await.expect("a person");
        people::give(&mut change, &position).await.expect("a position");
        change.commit().await.expect("a commit");
        Asker { person: Some(id), positions: vec![position], house: false }
    }
}

impl House {
    /// A resident asks about a topic at a place.
    ///
    /// # Panics
    /// When the case is refused.
    pub async fn resident_asks(&self, topic: &str, place: UnitId) -> Received {
        let asked = Asked {
            id: Some(self.new_id()),
            topic: topic.into(),
            body: "Rác chưa được thu gom ba ngày nay.".into(),
            place: Where::Unit(place),
            point: None,
            language: "vi".into(),
            urgent: false,
            contact: Contact::default(),
            channel: Channel::Web,
            observation: None,
            photos: Vec::new(),
            agreed: Vec::new(),
        };
        receive(self, &Asker::nobody(), asked).await.expect("the case is received")
    }

    /// Follows every event until nothing is new.
    ///
    /// # Panics
    /// When a follower fails.
    pub async fn run_followers(&self) {
        followers::drain(self).await.expect("followers");
    }
}

/// Tells a story in a fresh house on SQLite, then in a fresh one on PostgreSQL.
///
/// # Panics
/// When the story does, or PostgreSQL is required and absent.
pub async fn for_each_engine<S, F>(story: S)
where
    S: Fn(House) -> F,
    F: Future<Output = ()>,
{
    story(House::sqlite().await).await;
    if let Some(house) = House::postgres().await {
        story(house).await;
    }
}
