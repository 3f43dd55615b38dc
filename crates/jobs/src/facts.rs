//! Facts that another process changed are read again: units after a reorganisation, routes after an import.

use crate::LOOK;
use danvan_actions::{
    Done, House, calendar,
    routes::{self, FACTS_VERSION},
    units,
};
use danvan_store::settings;

/// Keeps the facts of this process up to date for ever.
pub async fn keep_facts(house: &House) {
    let mut known = settings::get(&house.store, FACTS_VERSION).await.unwrap_or_default();
    loop {
        tokio::time::sleep(LOOK).await;
        match look(house, known.as_deref()).await {
            Ok(Some(version)) => known = Some(version),
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "facts could not be read again; it is tried again"),
        }
    }
}

/// Reads the facts again when their version is not the one known; gives the new version.
///
/// # Errors
/// When the store cannot be read or its units do not fit.
pub async fn look(house: &House, known: Option<&str>) -> Done<Option<String>> {
    let version = settings::get(&house.store, FACTS_VERSION).await?;
    if version.as_deref() == known {
        return Ok(None);
    }
    units::reload(house).await?;
    routes::reload(house).await?;
    calendar::reload(house).await?;
    Ok(version)
}
