//! What follows from events, each event once: a table of followers, and one step of following.
//!
//! A follower reads lanes behind its own cursors and moves them in the change that holds what it wrote. The step is the
//! same in the worker's loop, before a verification, and in tests.

mod tallies;

pub use tallies::REBUILD;

use crate::{
    house::{Done, House},
    registers, search,
};
use danvan_domain::{
    ids::{CaseId, ProceedingId},
    tallies::{Cell, Counts},
};
use danvan_store::{
    Change,
    events::{self, Placed},
    search as index,
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
    /// Proceedings whose entries in the registers are written anew. They are read while they are written, so that nothing
    /// older than what is there can be written over it.
    Registers(Vec<ProceedingId>),
}

impl Follows {
    async fn write(self, house: &House, change: &mut Change) -> Done<()> {
        match self {
            Self::Counted { cells, moved } => tallies::write(house, change, &cells, &moved).await,
            Self::Documents(documents) => Ok(index::index(change, &documents).await?),
            Self::Registers(ids) => registers::keep_within(house, change, &ids).await,
        }
    }
}

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
    },
    Follower {
        name: search::SEARCH,
        kinds: search::KINDS,
        gather: |house, events| Box::pin(search::gather(house, events)),
        step: 250,
        steps: 4,
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
    },
];

/// The name under which the registers follow.
pub const REGISTERS: &str = "registers";

/// The name under which the tallies follow.
pub const TALLIES: &str = "tallies";

/// A change follows at most so many times the events it may follow of one lane: PostgreSQL has as many lanes as acts at
/// once, and what follows from all of them together is written once.
const LANES_AT_ONCE: i64 = 4;

/// Follows on by one change; returns how many events were seen. Where another process came first, nothing is done here.
///
/// # Errors
/// When the store cannot be read or written; the cursors then stay.
pub async fn follow_on(house: &House, follower: &Follower) -> Done<usize> {
    let (mut news, mut moves) = (Vec::new(), Vec::new());
    let mut rest = follower.step * LANES_AT_ONCE;
    for (lane, position) in events::news(&house.store, follower.name).await? {
        let some = events::after(&house.store, lane, position, follower.step.min(rest)).await?;
        let Some(last) = some.last().map(|placed| placed.position) else { continue };
        moves.push((lane, position, last));
        rest -= i64::try_from(some.len()).unwrap_or(rest);
        news.extend(some);
        if rest <= 0 {
            break;
        }
    }
    if moves.is_empty() {
        return Ok(0);
    }
    let seen = news.len();
    news.retain(|placed| follower.kinds.iter().any(|kind| placed.event.kind.starts_with(kind)));
    let follows = match news.as_slice() {
        [] => None,
        news => Some((follower.gather)(house, news).await?),
    };
    // In one order, so that two processes never wait for each other in a circle.
    moves.sort_unstable();
    let mut change = house.store.begin().await?;
    for (lane, position, last) in moves {
        if !events::follow_on(&mut change, follower.name, lane, position, last).await? {
            return Ok(0);
        }
    }
    if let Some(follows) = follows {
        follows.write(house, &mut change).await?;
    }
    change.commit().await?;
    Ok(seen)
}

/// Lets each follower take its turn; returns whether one was stopped by the end of its turn, so that another should
/// come at once. A follower that fails is told about, and holds up nobody.
pub async fn take_turn(house: &House) -> bool {
    let mut is_behind = false;
    for follower in FOLLOWERS {
        match follow_for_a_turn(house, follower).await {
            Ok(stopped) => is_behind |= stopped,
            Err(error) => {
                tracing::error!(follower = follower.name, %error, "following failed; it is tried again");
            }
        }
    }
    is_behind
}

async fn follow_for_a_turn(house: &House, follower: &Follower) -> Done<bool> {
    for _ in 0..follower.steps {
        // As long as no step was full, whatever waits came in during the step.
        if follow_on(house, follower).await? < usize::try_from(follower.step).unwrap_or(usize::MAX) {
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
        while follow_on(house, follower).await? > 0 {}
    }
    while search::sort_in(house).await? > 0 {}
    Ok(())
}
