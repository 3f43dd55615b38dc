//! What people speak about here: the topics the program comes with, the installation's own, or both; and what words are
//! probably about.

mod suggest;

pub use suggest::{Learnt, SURE, Suggestion, learn, suggest};

use crate::{house::Done, operations::settings::BUILT_IN_TOPICS};
use danvan_domain::topics::{Topic, Topics};
use danvan_store::{Change, Store, StoreError, settings, topics as store};

/// The topics of an installation.
///
/// # Errors
/// When the store cannot be read, or its topics no longer fit together.
pub async fn load(from: &Store) -> Done<Topics> {
    let own = store::all(from).await?;
    let built_in = settings::get(from, BUILT_IN_TOPICS).await?.as_deref() != Some("false");
    if own.is_empty() && built_in {
        return Ok(Topics::facts().clone());
    }
    together(own, built_in)
}

/// The topics as they would be with some more, which are only tried.
///
/// # Errors
/// As [`load`].
pub(crate) async fn with(from: &Store, more: &[Topic], instead: bool) -> Done<Topics> {
    let mut own = store::all(from).await?;
    let built_in = !instead && settings::get(from, BUILT_IN_TOPICS).await?.as_deref() != Some("false");
    let new = more.iter().filter(|topic| own.iter().all(|other| other.code != topic.code));
    let new: Vec<Topic> = new.cloned().collect();
    own.extend(new);
    if own.is_empty() && built_in {
        return Ok(Topics::facts().clone());
    }
    together(own, built_in)
}

/// The installation's own topics, with those the program comes with or without them.
fn together(own: Vec<Topic>, built_in: bool) -> Done<Topics> {
    let rows = Topics::facts().iter().filter(|_| built_in).cloned().chain(own);
    Topics::new((1..).zip(rows).collect()).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        StoreError::Unreadable(format!("the topics do not fit: {}", faults.join("; "))).into()
    })
}

/// Adds topics of the installation's own inside a change, beside or instead of those the program comes with.
///
/// # Errors
/// When the store cannot write.
pub(crate) async fn adopt(change: &mut Change, own: &[Topic], instead: bool) -> Done<()> {
    store::add(change, own).await?;
    if instead {
        settings::set(change, BUILT_IN_TOPICS, "false").await?;
    }
    Ok(())
}
