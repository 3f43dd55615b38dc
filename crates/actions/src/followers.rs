//! What follows from events, each event once: a table of followers, and one step of following.
//!
//! A follower reads lanes behind its own cursors and moves them in the change that holds what it wrote. The step is the
//! same in the worker's loop, before a verification, and in tests.

mod own;
mod tallies;

pub use tallies::REBUILD;

use crate::{
    house::{Done, House},
    registers, search,
};
use danvan_domain::{
    ids::{CaseId, ObservationId, ProceedingId},
    tallies::{Cell, Counts},
};
use danvan_store::{
    Change,
    events::{self, Placed},
    search::{self as index, Of},
};
use std::pin::Pin;
use uuid::Uuid;

/// What a follower gives back while it gathers.
pub type Gathering<'a> = Pin<Box<dyn Future<Output = Done<Follows>> + Send + 'a>>;

/// What follows from some events, ready to be written: on SQLite whoever writes holds up everybody else, so that all
/// reading and reckoning is done before.
pub enum Follows {
    /// Tallies, and the reorganisations after which all must be counted anew.
    Counted {
        /// What is added to which cell, in their order.
        cells: Vec<(Cell, Counts)>,
        /// What changed the past.
        moved: Vec<Uuid>,
    },
    /// Documents of cases, as they are looked for.
    Documents(Vec<(CaseId, String)>),
    /// The same of what teams heard.
    Heard(Vec<(ObservationId, String)>),
    /// Proceedings whose entries in the registers are written anew. They are read while they are written, so that nothing
    /// older than what is there can be written over it.
    Registers(Vec<ProceedingId>),
}

impl Follows {
    async fn write(self, house: &House, change: &mut Change) -> Done<()> {
        match self {
            Self::Counted { cells, moved } => tallies::write(house, change, &cells, &moved).await,
            Self::Documents(documents) => Ok(index::index(change, &documents).await?),
            Self::Heard(documents) => Ok(index::index_observations(change, &documents).await?),
            Self::Registers(ids) => registers::keep_within(house, change, &ids).await,
        }
    }
}

/// Work that goes on beside following, a step at a time; tells how much it did.
pub type Step = for<'a> fn(&'a House) -> Pin<Box<dyn Future<Output = Done<usize>> + Send + 'a>>;

/// One who follows.
pub struct Follower {
    /// Under which name its cursor is kept.
    pub name: &'static str,
    /// Beginnings of the kinds it follows; it is not shown others.
    pub kinds: &'static [&'static str],
    /// Reads and reckons what follows from some events, those of each lane in order.
    pub gather: for<'a> fn(&'a House, &'a [Placed]) -> Gathering<'a>,
    /// How many events of a lane one change follows at most.
    pub step: i64,
    /// How many steps it takes at most before others have their turn: news may come in as quickly as it is followed,
    /// and whoever waited for the end of it would wait for ever.
    pub steps: usize,
    /// What it does after each turn: one step, so that events are followed in between however much of it there is.
    pub then: Option<Step>,
}

/// Which events are followed by what. Adding up many events before writing saves most of the tallies' work; documents
/// are each as much work as the last, so that fewer of them hold up the writer for less long.
pub const FOLLOWERS: &[Follower] = &[
    Follower {
        name: TALLIES,
        kinds: &["case.", "observation.", "unit.re"],
        gather: |house, events| Box::pin(std::future::ready(Ok(tallies::gather(house, events)))),
        step: 4000,
        steps: 2,
        // After an upgrade what units counted by day is to be brought in.
        then: Some(|house| Box::pin(own::bring_in(house))),
    },
    Follower {
        name: search::SEARCH,
        kinds: search::KINDS,
        gather: |house, events| Box::pin(search::gather(house, events)),
        step: 250,
        steps: 4,
        // After an upgrade all documents wait to be sorted in.
        then: Some(|house| Box::pin(search::sort_in(house, Of::Cases))),
    },
    Follower {
        name: search::heard::SEARCH_HEARD,
        kinds: search::heard::KINDS,
        gather: |house, events| Box::pin(search::heard::gather(house, events)),
        // Most events are of cases and cost nothing here; a note is short.
        step: 4000,
        steps: 4,
        then: Some(|house| Box::pin(search::sort_in(house, Of::Observations))),
    },
    Follower {
        name: REGISTERS,
        kinds: &["proceeding.", "letter."],
        gather: |house, events| {
            Box::pin(async move { Ok(Follows::Registers(registers::touched(house, events).await?)) })
        },
        // Most events are of cases and cost nothing here.
        step: 1000,
        steps: 8,
        then: None,
    },
];

/// The name under which the registers follow.
pub const REGISTERS: &str = "registers";

/// The name under which the tallies follow.
pub const TALLIES: &str = "tallies";

/// A change follows at most so many times the events it may follow of one lane: PostgreSQL has as many lanes as acts at
/// once, and what follows from all of them together is written once.
const LANES_AT_ONCE: i64 = 4;

/// What one change followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Followed {
    /// How many events were seen.
    pub seen: i64,
    /// Whether more of them stood there already than one change follows.
    pub is_behind: bool,
}

/// Follows on by one change. Where another process came first, nothing is done here.
///
/// # Errors
/// When the store cannot be read or written; the cursors then stay.
pub async fn follow_on(house: &House, follower: &Follower) -> Done<Followed> {
    let mut stretches = events::news(&house.store, follower.name).await?;
    if stretches.is_empty() {
        return Ok(Followed::default());
    }
    let lanes = i64::try_from(stretches.len()).unwrap_or(i64::MAX);
    let longest = (follower.step * LANES_AT_ONCE / lanes).clamp(1, follower.step);
    let is_behind = stretches.iter().any(|one| one.count() > longest);
    for one in &mut stretches {
        one.to = one.to.min(one.after + longest);
    }
    let seen = stretches.iter().map(events::Stretch::count).sum();
    let news = events::in_stretches(&house.store, &stretches, follower.kinds).await?;
    let follows = match news.as_slice() {
        [] => None,
        news => Some((follower.gather)(house, news).await?),
    };
    let mut change = house.store.begin().await?;
    if !events::follow_on(&mut change, follower.name, &stretches).await? {
        return Ok(Followed::default());
    }
    if let Some(follows) = follows {
        follows.write(house, &mut change).await?;
    }
    change.commit().await?;
    Ok(Followed { seen, is_behind })
}

/// Lets a follower take its turn; returns whether it was stopped by the end of its turn, so that another should come at
/// once. One that fails is told about.
pub async fn take_turn(house: &House, follower: &Follower) -> bool {
    let is_behind = match follow_for_a_turn(house, follower).await {
        Ok(stopped) => stopped,
        Err(error) => {
            tracing::error!(follower = follower.name, %error, "following failed; it is tried again");
            false
        }
    };
    if let Some(then) = follower.then
        && let Err(error) = then(house).await
    {
        tracing::error!(follower = follower.name, %error, "what comes after following failed; it is tried again");
    }
    is_behind
}

async fn follow_for_a_turn(house: &House, follower: &Follower) -> Done<bool> {
    for _ in 0..follower.steps {
        // When a step saw all that stood there, whatever waits came in during the step.
        if !follow_on(house, follower).await?.is_behind {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Follows until nothing is new for anybody.
///
/// # Errors
/// As for [`follow_on`].
pub async fn drain(house: &House) -> Done<()> {
    for follower in FOLLOWERS {
        while follow_on(house, follower).await?.seen > 0 {}
        if let Some(then) = follower.then {
            while then(house).await? > 0 {}
        }
    }
    Ok(())
}
