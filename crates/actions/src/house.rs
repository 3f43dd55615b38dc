//! The house: the store, the facts, the clock and chance, in one place that every action receives.

use crate::{data::Turns, figures::Kept, topics::Learnt};
use danvan_domain::{
    answers::Answers,
    calendar::Calendar,
    clocks::{self, Due},
    deadlines::Ladder,
    ids::UnitId,
    office_hours::OfficeHours,
    procedures::Procedures,
    refusals::Refusal,
    returns::Forms,
    rights::{Asker, Verb, may},
    routes::Routes,
    time::{Clock, Day, Moment},
    topics::Topics,
    units::Tree,
};
use danvan_interop::boundaries::Borders;
use danvan_store::{Store, StoreError};
use object_store::ObjectStore;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::sync::{Arc, Mutex, PoisonError, RwLock, atomic::AtomicU64};
use tokio::sync::Semaphore;
use uuid::Uuid;

/// Where bytes are kept beside the database.
pub type Files = Arc<dyn ObjectStore>;

/// Why an action did not happen.
#[derive(Debug)]
pub enum Failure {
    /// Somebody can mend it: say so in their language.
    Refused(Refusal),
    /// The house is at fault: say sorry, log it.
    Broken(StoreError),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(refusal) => write!(f, "refused: {refusal:?}"),
            Self::Broken(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Broken(error)
    }
}

/// Result of every action.
pub type Done<T> = Result<T, Failure>;

/// What the house knows without asking the store: replaced as a whole when units or topics change.
#[derive(Clone)]
pub struct Facts {
    /// Units in time.
    pub tree: Tree,
    /// Where the units' borders run, where that is known; the tree knows them too.
    pub borders: Arc<Borders>,
    /// What people speak about.
    pub topics: Topics,
    /// Working days.
    pub calendar: Calendar,
    /// The days that come with the program, without what the installation says of days.
    pub embedded: Calendar,
    /// Working hours.
    pub hours: OfficeHours,
    /// Rules of the clocks.
    pub procedures: Procedures,
    /// Who is told of a deadline, and how long before or after it.
    pub ladder: Ladder,
    /// The forms of periodic returns.
    pub forms: Forms,
    /// Who is responsible for which topic where.
    pub routes: Routes,
    /// Ready answers and the reasons that must be chosen.
    pub answers: Answers,
    /// Whether people and cases are made up, and every page must say so.
    pub simulated: bool,
}

/// 64 MiB, three passes (RFC 9106, second choice): a guess costs a tenth of a second and its memory.
const PASSPHRASE_COST: (u32, u32) = (64 * 1024, 3);

/// Everything an action needs.
pub struct House {
    /// Where everything is kept.
    pub store: Store,
    /// Where pictures are kept: a folder, a bucket, or the memory of a test.
    pub files: Files,
    /// Held while a picture is decoded: at most so many at once, because each may take 200 MB for a moment.
    pub(crate) pictures_at_once: Semaphore,
    /// What it costs to stretch a new passphrase: memory in KiB, and passes.
    pub(crate) passphrase_cost: (u32, u32),
    /// How many passwords were stretched since the start, to compare or to keep: what a sign-in costs.
    pub stretched: AtomicU64,
    /// Of which address a receipt is looked up right now.
    pub(crate) turns: Turns,
    clock: Arc<dyn Clock>,
    chance: Mutex<ChaCha20Rng>,
    facts: RwLock<Arc<Facts>>,
    /// After which change of units the tree is the one of the store; nothing before the first.
    units_turn: Mutex<Option<String>>,
    /// Sums that were read before.
    pub(crate) kept: Kept,
    /// What words are about, as decided cases teach.
    pub(crate) learnt: RwLock<Option<Arc<Learnt>>>,
}

impl House {
    /// A house over an open store. `seed` must come from the operating system, except in tests.
    pub fn new(store: Store, facts: Facts, files: Files, clock: Arc<dyn Clock>, seed: [u8; 32]) -> Self {
        Self {
            store,
            files,
            pictures_at_once: Semaphore::new(1),
            passphrase_cost: PASSPHRASE_COST,
            stretched: AtomicU64::new(0),
            turns: Turns::default(),
            clock,
            chance: Mutex::new(ChaCha20Rng::from_seed(seed)),
            facts: RwLock::new(Arc::new(facts)),
            units_turn: Mutex::default(),
            kept: Kept::default(),
            learnt: RwLock::default(),
        }
    }

    /// The same house for a test, whose passphrases guard nothing and need cost nothing.
    #[must_use]
    pub fn with_cheap_passphrases(self) -> Self {
        Self { passphrase_cost: (8, 1), ..self }
    }

    /// The present instant.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// The present day in Hanoi.
    pub fn today(&self) -> Day {
        self.now().day()
    }

    /// The facts as they are now; an action takes them once and stays with them.
    pub fn facts(&self) -> Arc<Facts> {
        self.facts.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Replaces the facts after units or topics changed.
    pub fn replace_facts(&self, facts: Facts) {
        *self.facts.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(facts);
    }

    /// Replaces the tree after units changed; what is known of borders stays known.
    pub fn replace_tree(&self, tree: Tree) {
        let facts = self.facts();
        self.replace_facts(Facts { tree, ..(*facts).clone() }.with_borders(Arc::clone(&facts.borders)));
    }

    /// After which change of units the tree is the one of the store.
    pub(crate) fn units_turn(&self) -> Option<String> {
        self.units_turn.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Says after which change of units the tree is.
    pub(crate) fn note_units_turn(&self, turn: Option<String>) {
        *self.units_turn.lock().unwrap_or_else(PoisonError::into_inner) = turn;
    }

    /// Bytes nobody can guess.
    pub fn chance<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.chance.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }

    /// A new id, ordered by time.
    pub fn new_id(&self) -> Uuid {
        let millis = u64::try_from(self.now().micros() / 1000).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.chance()).into_uuid()
    }

    /// Asks whether somebody may do something to a thing in the care of a unit, today.
    ///
    /// # Errors
    /// The refusal of [`may`].
    pub fn ask(&self, asker: &Asker, verb: Verb, unit: UnitId) -> Result<(), Refusal> {
        may(asker, verb, &self.facts().care(unit, self.today()))
    }

    /// The unit for which somebody may do something, as it stands today.
    ///
    /// # Errors
    /// The refusal of the right to do so anywhere.
    pub fn own_unit(&self, asker: &Asker, verb: Verb) -> Result<UnitId, Refusal> {
        match asker.unit_for(verb) {
            Some(unit) => Ok(self.facts().tree.today(unit, self.today()).unwrap_or(unit)),
            None => {
                may(asker, verb, &[])?;
                Err(Refusal::NotFound)
            }
        }
    }
}

impl Facts {
    /// The same facts, told where units' borders run.
    #[must_use]
    pub fn with_borders(self, borders: Arc<Borders>) -> Self {
        let tree = self.tree.with_boundaries(Arc::<Borders>::clone(&borders));
        Self { tree, borders, ..self }
    }

    /// A unit and everything above it, and what stands for them on a day: the reach of rights.
    pub fn care(&self, unit: UnitId, on: Day) -> Vec<UnitId> {
        let mut care = vec![unit];
        let stands = self.tree.standing_for(unit, on);
        for id in std::iter::once(unit).chain(stands) {
            care.push(id);
            care.extend(self.tree.ancestors(id).map(|above| above.id));
        }
        care.sort_unstable();
        care.dedup();
        care
    }

    /// The units that are a unit itself, before and after a reorganisation: where a position must be of whoever answers for it.
    pub fn itself(&self, asker: &Asker, unit: UnitId, on: Day) -> Vec<UnitId> {
        let stands = self.tree.today(unit, on).unwrap_or(unit);
        let own = asker.positions.iter().map(|position| position.unit);
        let mut all: Vec<UnitId> = own.filter(|own| self.tree.today(*own, on) == Some(stands)).collect();
        all.extend([unit, stands]);
        all
    }

    /// When something received now must be taken, by the feedback procedure.
    pub fn receive_due(&self, urgent: bool, at: Moment) -> Option<Due> {
        let rule = self.procedures.feedback_receive(urgent, at.day())?;
        Some(clocks::due(&self.calendar, &self.hours, rule, at))
    }

    /// When something received now must be answered, by the promise of its topic.
    pub fn answer_due(&self, topic: &str, at: Moment) -> Option<Due> {
        let promise = self.topics.get(topic).map(|topic| topic.promise);
        let rule = self.procedures.feedback_answer(promise, at.day())?;
        Some(clocks::due(&self.calendar, &self.hours, &rule, at))
    }

    /// Before which moment an open case counts as due soon.
    pub fn soon(&self, now: Moment) -> Moment {
        clocks::soon_before(&self.calendar, &self.hours, now)
    }
}
